//! Resampling, and the steps of the chain against the posterior counted through.

use std::collections::BTreeMap;

use crate::bargaining::fixture::mediated;
use crate::bargaining::mediator::Prior;
use crate::bargaining::mediator::evidence::History;
use crate::bargaining::mediator::particle::{Particle, Proposal};
use crate::bargaining::mediator::prior::{FINER, PartyPrior, STEPS};
use crate::bargaining::mediator::renewal::Renewal;
use crate::bargaining::mediator::texts::Texts;
use crate::bargaining::mediator::verdicts::Four;
use crate::game::{Game, Owner, Purpose, Stream};

use super::{SHARPNESS, heard, intricate};

#[test]
fn draws_are_resampled_as_often_as_they_weigh() {
    let game = mediated("single-text", "belief-draws = 4");
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    let weights = [0.1, 0.5, 0.0, 0.4];
    let mut means = [0.0; 4];
    for time in 0..1_000 {
        let mut draws = Vec::new();
        for from in 0..4 {
            let mut draw = Particle::default();
            draw.begin(&game, bank, from);
            draws.push(draw);
        }
        let uniform = (f64::from(time) + 0.5) / 1_000.0;
        Renewal::default().resample(&mut draws, &weights, uniform);
        assert_eq!(draws.len(), 4);
        for draw in draws {
            means[draw.core as usize] += 1.0 / 4_000.0;
        }
    }
    for (mean, weight) in means.iter().zip(weights) {
        assert!((mean - weight).abs() < 1e-3, "{mean} {weight}");
    }
}

/// A state of the chain: core, parts and eighth of the fallbacks.
type State = (u32, Vec<u32>, usize);

fn state(draw: &Particle) -> State {
    let eighth = draw.fallback / (STEPS * FINER / 8);
    (draw.core, draw.parts.clone(), eighth)
}

/// Every state that a chain can be in with the logarithm of its weight.
fn counted(
    (game, bank, history): (&Game, &PartyPrior, &History),
    draw: &Particle,
) -> Vec<(State, f64)> {
    let place = (game, bank, history);
    let mut states = Vec::new();
    let mut other = Particle::default();
    other.copy(draw);
    let (mut four, mut texts) = (Four::none(), Texts::default());
    texts.add_up(place, &other);
    let draws = u32::try_from(bank.draws).expect("a few");
    let blocks = u32::try_from(bank.blocks).expect("a few");
    for number in 0..draws.pow(blocks + 1) {
        let digit = |place: u32| number / draws.pow(place) % draws;
        let taken = (0..blocks).map(|block| (block as usize, digit(block)));
        let proposal = Proposal {
            blocks: taken.collect(),
            core: Some(digit(blocks)),
        };
        texts.take(place, &mut other, &proposal);
        let weight = bank.cores[other.core as usize].weight;
        for fallback in 0..STEPS * FINER {
            other.fallback = fallback;
            let (heard, weighed) = ((bank, history), (&texts, SHARPNESS));
            let log = other.log_likelihood(heard, weighed, f64::NEG_INFINITY, &mut four);
            let log = log.expect("above minus infinity") + libm::log(weight);
            states.push((state(&other), log));
        }
    }
    states
}

/// Four draws in the bank, of two types with fallbacks of their own, and six reports.
#[test]
fn steps_leave_the_posterior_as_it_is() {
    // False alarm once in 1,000; states 60 steps apart, of which each changes about every second time one of three parts, are
    // as good as independent.
    const COUNTED: u32 = 8_000;
    let game = intricate(1, 5.0);
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    let mut draw = Particle::default();
    draw.begin(&game, bank, 0);
    let (history, log) = heard(&game, bank, 6, (0.3, 4.0), &mut draw);
    draw.log = log;
    let place = (&game, bank, &history);
    let states = counted(place, &draw);
    let top = states.iter().map(|state| state.1).fold(f64::MIN, f64::max);
    let mut posterior: BTreeMap<&State, f64> = BTreeMap::new();
    for (state, log) in &states {
        *posterior.entry(state).or_default() += libm::exp(log - top);
    }
    let sum: f64 = posterior.values().sum();
    let mut stream = Stream::new(5, Purpose::Belief, Owner::named("test"), 0);
    let (mut renewal, mut four) = (Renewal::default(), Four::none());
    let mut counts: BTreeMap<State, u32> = BTreeMap::new();
    for _ in 0..COUNTED {
        let steps = (SHARPNESS, 60);
        renewal.move_on(&mut draw, place, steps, (&mut four, &mut stream));
        *counts.entry(state(&draw)).or_default() += 1;
    }
    let mut classes = Vec::new();
    let mut rest = (0.0, 0.0);
    for (key, chance) in &posterior {
        let expected = chance / sum * f64::from(COUNTED);
        let count = f64::from(counts.get(*key).copied().unwrap_or(0));
        if expected < 25.0 {
            rest = (rest.0 + expected, rest.1 + count);
        } else {
            classes.push((expected, count));
        }
    }
    if rest.0 > 25.0 {
        classes.push(rest);
    }
    let square = |(expected, count): &(f64, f64)| (count - expected).powi(2) / expected;
    let chi_squared: f64 = classes.iter().map(square).sum();
    // Wilson and Hilferty: what chi-squared exceeds once in 1,000 times.
    let degrees = classes.len() as f64 - 1.0;
    let spread = 2.0 / (9.0 * degrees);
    let bound = degrees * libm::pow(1.0 - spread + 3.09 * libm::sqrt(spread), 3.0);
    assert!(classes.len() > 40, "{} classes", classes.len());
    assert!(
        chi_squared < bound,
        "{chi_squared} beyond {bound} of {degrees}"
    );
}
