//! Sums over texts, and likelihoods of all that was heard.

use crate::bargaining::fixture::compiled;
use crate::bargaining::mediator::Prior;
use crate::bargaining::mediator::evidence::History;
use crate::bargaining::mediator::particle::{Particle, Proposal};
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::texts::Texts;
use crate::bargaining::mediator::verdicts::Four;
use crate::game::{Owner, Purpose, Stream, spread_draws};

use super::{SHARPNESS, by_hand, heard, intricate};

fn text_of(bank: &PartyPrior, history: &History, report: usize) -> Vec<u32> {
    let blocks = 0..bank.blocks;
    blocks.map(|block| history.combos(block)[report]).collect()
}

#[test]
fn a_draw_of_the_bank_has_the_margins_it_was_drawn_with() {
    let game = intricate(8, 5.0);
    let prior = Prior::draw(&game, 3);
    for bank in &prior.parties {
        for (place, wanted) in (0..).zip(spread_draws(&game, bank.party, 3, 32)) {
            let mut draw = Particle::default();
            draw.begin(&game, bank, place);
            let mut margins = Vec::new();
            draw.margins(&game, bank, &mut margins);
            for (found, wanted) in margins.iter().zip(&wanted.tables.margin) {
                assert!((found - wanted).abs() < 1e-12);
            }
            assert_eq!(draw.kind(bank), wanted.numbers.kind);
        }
    }
}

/// With weights of a block that now swamp those of the others and now vanish beside them, too.
#[test]
fn sums_follow_texts_parts_and_cores_from_wherever_they_come() {
    for (concentration, close) in [(5.0, 1e-9), (0.01, 1e-7)] {
        let game = intricate(8, concentration);
        let prior = Prior::draw(&game, 1);
        let bank = &prior.parties[0];
        assert_eq!(bank.alike[0].len(), 32, "types that want the same");
        let mut draw = Particle::default();
        draw.begin(&game, bank, 5);
        let (history, _) = heard(&game, bank, 11, (0.3, 40.0), &mut draw);
        let (place, told) = ((&game, bank, &history), (bank, &history));
        let mut stream = Stream::new(1, Purpose::Belief, Owner::named("test"), 0);
        let (mut margins, mut four, mut last) = (Vec::new(), Four::none(), Four::none());
        let mut texts = Texts::default();
        texts.add_up(place, &draw);
        let mut swamped = 0;
        for _ in 0..200 {
            let taken = (0..bank.blocks).filter(|_| stream.below(2) == 0);
            let taken: Vec<usize> = taken.collect();
            let proposal = Proposal {
                blocks: taken
                    .into_iter()
                    .map(|block| (block, stream.below(32)))
                    .collect(),
                core: (stream.below(3) == 0).then(|| stream.below(32)),
            };
            swamped += u32::from(draw.sum_with(bank, &proposal).1);
            let mut expected = Vec::new();
            texts.margins_with(told, &draw, &proposal, &mut expected);
            texts.take(place, &mut draw, &proposal);
            texts.margins(&draw, &mut margins);
            for report in 0..history.len {
                let (margin, best, lacks) =
                    by_hand(&game, bank, &draw, &text_of(bank, &history, report));
                let (group, lane) = (report / 4, report % 4);
                assert!((margins[group][lane] - margin).abs() < close);
                assert!((expected[group][lane] - margin).abs() < close);
                draw.put_all(told, &texts, group, &mut four);
                assert!((four.margins[lane] - margin).abs() < close);
                assert!((four.bests[lane] - best).abs() < close);
                let beyond = history.reports[group].lacks[lane];
                for (found, wanted) in four.lacks.iter().zip(lacks) {
                    let found = found[lane] - beyond;
                    let close = close * wanted.max(1.0) + 1e-6 * f64::from(beyond > 0.0);
                    assert!((found - wanted).abs() < close, "{found} {wanted}");
                }
            }
            texts.keep_last(&history, &mut draw);
            draw.put(bank, &history, (&mut last, 0));
            let lane = (history.len - 1) % 4;
            assert_eq!(last.margins[0].to_bits(), four.margins[lane].to_bits());
            assert_eq!(last.lacks[1][0].to_bits(), four.lacks[1][lane].to_bits());
        }
        assert_eq!(swamped > 10, concentration < 1.0, "{swamped}");
    }
}

#[test]
fn everything_heard_is_as_likely_as_its_reports_one_by_one() {
    let game = intricate(8, 5.0);
    let prior = Prior::draw(&game, 2);
    let bank = &prior.parties[0];
    for reports in [1, 4, 7, 40] {
        for from in 0..32 {
            let mut draw = Particle::default();
            draw.begin(&game, bank, from);
            let (history, wanted) = heard(&game, bank, reports, (0.3, 40.0), &mut draw);
            let (mut four, mut texts) = (Four::none(), Texts::default());
            texts.add_up((&game, bank, &history), &draw);
            let mut log = |bar| {
                let weighed = (&texts, SHARPNESS);
                draw.log_likelihood((bank, &history), weighed, bar, &mut four)
            };
            let found = log(f64::NEG_INFINITY).expect("above it");
            assert!((found - wanted).abs() < 1e-8, "{found} {wanted}");
            assert!(log(found - 1e-9).is_some() && log(found + 1e-9).is_none());
        }
    }
}

#[test]
fn what_is_nothing_stays_nothing_however_parts_change() {
    // A weight that is 0 in half of the draws, alone in its package.
    let issues = ["i", "j"].map(|id| {
        format!(
            "[[package]]\nid = \"{id}\"\n\
             [[issue]]\nid = \"{id}\"\npackage = \"{id}\"\noptions = [{{ id = \"o\" }}, {{ id = \"p\" }}]\n"
        )
    });
    let parties = [
        ("p", "principal", "{ normal = [0, 0.5] }"),
        ("q", "principal", "1"),
        ("m", "mediator", "1"),
    ];
    let parties = parties.map(|(id, role, weight)| {
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"{role}\"\nreservation = 0.2\n\
             utility.i = {{ weight = {weight}, scores = [0.1, 0.7] }}\n\
             utility.j = {{ weight = {{ uniform = [0.1, 0.9] }}, scores = [0.3, 0.6] }}\n"
        )
    });
    let game = compiled(&format!(
        "format = 1\ntitle = \"Game\"\nclock.rounds = 10\n\
         [protocol.single-text]\nmediator = \"m\"\nbelief-draws = 8\n{}{}",
        issues.concat(),
        parties.concat()
    ));
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    let nothing = |draw: u32| bank.weight(draw, 0) == 0.0;
    let draws = 0..u32::try_from(bank.draws).expect("a few");
    assert!(draws.clone().filter(|&draw| nothing(draw)).count() > 8);
    let mut draw = Particle::default();
    draw.begin(&game, bank, 0);
    for from in draws.clone().chain(draws) {
        for (block, from) in [(0, from), (1, (7 * from + 3) % 32)] {
            let proposal = Proposal {
                blocks: vec![(block, from)],
                core: None,
            };
            draw.take(&game, bank, &proposal);
        }
        assert_eq!(draw.packages[0].1 == 0.0, nothing(from), "{from}");
    }
}
