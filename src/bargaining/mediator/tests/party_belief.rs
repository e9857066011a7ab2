//! Weighted draws of one party: what is forgotten, and what is not.

use crate::bargaining::fixture::{deals, mediated};
use crate::bargaining::mediator::Prior;
use crate::bargaining::mediator::evidence::Evidence;
use crate::bargaining::mediator::party_belief::{PartyBelief, Scales};
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::verdicts::Verdicts;
use crate::game::Game;

use super::{SHARPNESS, crossed, intricate, report};

/// Lets a belief hear a report on a text.
fn hear(
    belief: &mut PartyBelief,
    (game, bank): (&Game, &PartyPrior),
    (text, said): (usize, &Evidence),
    forgetting: f64,
) {
    let text = &deals(game)[text];
    let crossed = crossed(game, bank.party, text);
    let heard = (text.as_slice(), said, crossed.as_slice());
    let powers = (SHARPNESS, forgetting);
    belief.hear((game, bank), heard, powers, &mut Scales::default());
}

/// Everything about the draws but memory.
fn told(belief: &PartyBelief) -> Vec<(u32, Vec<u32>, usize, u64)> {
    let draws = belief.draws.iter().zip(&belief.weights);
    draws
        .map(|(draw, weight)| {
            (
                draw.core,
                draw.parts.clone(),
                draw.fallback,
                weight.to_bits(),
            )
        })
        .collect()
}

#[test]
fn where_everything_is_excluded_nothing_has_been_heard() {
    let game = mediated("single-text", "belief-draws = 5");
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    let begun = || {
        // The stretch runs over the end of the bank.
        let mut belief = PartyBelief::default();
        belief.begin(&game, bank, (bank.draws - 2, 5), (1, 0));
        belief
    };
    let fresh = told(&begun());
    let place = (&game, bank);
    let mut belief = begun();
    for number in 0..6 {
        hear(
            &mut belief,
            place,
            (number, &report(0, 0b01, (0.25, 60.0))),
            1.0,
        );
        belief.pick(place, (SHARPNESS, 1.0), 0.4, &mut Scales::default());
    }
    let parts_moved = |belief: &PartyBelief| {
        let mut draws = belief.draws.iter();
        draws.any(|draw| draw.parts.iter().any(|&part| part != draw.core))
    };
    assert!(parts_moved(&belief));
    hear(&mut belief, place, (7, &report(0, 0b01, (1e3, 1e9))), 1.0);
    assert!(!parts_moved(&belief));
    assert_eq!(told(&belief), fresh);
    let mut again = begun();
    for belief in [&mut belief, &mut again] {
        hear(belief, place, (3, &report(0, 0b01, (0.2, 10.0))), 1.0);
    }
    assert_eq!(told(&belief), told(&again));
}

/// A rare type has more draws than its share, which their weights make up for however much is forgotten.
#[test]
fn reports_that_say_nothing_leave_types_as_probable_as_they_were() {
    let game = intricate(64, 5.0);
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    for forgetting in [0.5, 0.9, 1.0] {
        let mut belief = PartyBelief::default();
        belief.begin(&game, bank, (0, bank.draws), (1, 0));
        let nothing = Evidence {
            verdicts: Verdicts::new(0, 0, 0.1),
            vote: false,
            reading: None,
            shift: 0.0,
            time: (0, 10),
        };
        for number in 0..20 {
            hear(
                &mut belief,
                (&game, bank),
                (number % 7, &nothing),
                forgetting,
            );
        }
        let draws = belief.draws.iter().zip(&belief.weights);
        let hard = draws.filter(|(draw, _)| draw.kind(bank) == 0);
        let share: f64 = hard.map(|(_, weight)| weight).sum();
        assert!((share - 0.3).abs() < 0.004, "{forgetting}: {share}");
    }
}
