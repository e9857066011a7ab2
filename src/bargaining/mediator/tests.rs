//! What a belief makes of texts and reports, against slow and obvious counts.

use std::collections::BTreeMap;

use crate::bargaining::fixture::{compiled, deals, mediated};
use crate::bargaining::mediator::Prior;
use crate::bargaining::mediator::heard::{Heard, History};
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::renewal::Renewal;
use crate::bargaining::mediator::seat::{Scales, Seat};
use crate::bargaining::mediator::supposed::Supposed;
use crate::bargaining::mediator::verdicts::{Four, Verdicts};
use crate::bargaining::talks::block_range;
use crate::game::{Game, Owner, PackageSet, Purpose, Stream, spread_draws, total};

const SHARPNESS: f64 = 12.0;

/// A party of two types with a red line, a bonus and a risk of breach, over two packages; all it wants is uncertain.
fn intricate(draws: u32) -> Game {
    compiled(&format!(
        r#"
        format = 1
        title = "Game"
        clock.rounds = 10
        [protocol.single-text]
        mediator = "m"
        belief-draws = {draws}
        [[package]]
        id = "a"
        [[package]]
        id = "b"
        [[issue]]
        id = "i"
        package = "a"
        options = [{{ id = "o0" }}, {{ id = "o1" }}, {{ id = "o2" }}]
        [[issue]]
        id = "j"
        package = "b"
        options = [{{ id = "o0" }}, {{ id = "o1" }}]
        [[issue]]
        id = "k"
        package = "b"
        options = [{{ id = "o0" }}, {{ id = "o1" }}, {{ id = "o2" }}]
        [[party]]
        id = "p"
        role = "principal"
        reservation = {{ uniform = [0.1, 0.5] }}
        weight-concentration = 5
        score-sd = 0.2
        breach = {{ loss = {{ uniform = [0.1, 0.3] }}, issues = ["j"], probability = [0.2, 0.6] }}
        utility.i = {{ weight = 0.5, scores = [0.0, 0.4, 1.0] }}
        utility.j = {{ weight = 0.3, scores = [1.0, 0.2] }}
        utility.k = {{ weight = 0.2, scores = [0.3, 1.0, 0.0] }}
        linkages = [{{ when = {{ j = "o0", k = "o1" }}, bonus = {{ uniform = [0.0, 0.2] }} }}]
        [[party.type]]
        id = "hard"
        probability = 0.3
        never = [{{ i = "o0" }}]
        [[party.type]]
        id = "soft"
        probability = 0.7
        [[party]]
        id = "q"
        role = "principal"
        reservation = 0.3
        utility.i = {{ weight = 1, scores = [1.0, 0.5, 0.0] }}
        utility.j = {{ weight = 1, scores = [0.0, 1.0] }}
        utility.k = {{ weight = 1, scores = [0.5, 0.0, 1.0] }}
        [[party]]
        id = "m"
        role = "mediator"
        reservation = 0
        utility.i = {{ weight = 1, scores = [0.0, 1.0, 0.0] }}
        utility.j = {{ weight = 1, scores = [0.0, 1.0] }}
        utility.k = {{ weight = 1, scores = [0.0, 0.0, 1.0] }}
        "#
    ))
}

fn report(round: u32, accepted: PackageSet, (reading, precision): (f64, f64)) -> Heard {
    Heard {
        verdicts: Verdicts::new(0b11, accepted, 0.1),
        vote: false,
        reading: Some((reading, precision)),
        shift: 0.01 * f64::from(round),
        round,
    }
}

fn crossed(game: &Game, party: usize, text: &[u32]) -> Vec<PackageSet> {
    let profiles = game.parties[party].profiles.iter();
    let crossed = profiles.map(|profile| {
        let sets = text
            .iter()
            .map(|&combo| profile.packages_crossed[combo as usize]);
        sets.fold(0, |all, set| all | set)
    });
    crossed.collect()
}

/// A history of so many reports on different texts, with readings of this precision, and what a draw makes of each.
fn heard(
    game: &Game,
    bank: &PartyPrior,
    (reports, precision): (usize, f64),
    draw: &mut Supposed,
) -> History {
    let mut history = History::default();
    history.begin(bank.blocks, bank.packages, bank.kinds.len());
    let texts = deals(game);
    for round in 0..reports {
        let text = &texts[round * 5 % texts.len()];
        let set = PackageSet::try_from(round).expect("a few");
        let number = u32::try_from(round).expect("a few");
        let said = report(number, set & 0b11, (0.3, precision));
        history.push(text, &said, &crossed(game, bank.party, text));
        let given = draw.given(game, bank, &history, round);
        draw.add_up(bank, &history, given);
    }
    history
}

/// What a draw makes of one report, from its margins alone.
fn by_hand(game: &Game, bank: &PartyPrior, draw: &Supposed, text: &[u32]) -> (f64, f64, Vec<f64>) {
    let profile = &game.parties[bank.party].profiles[draw.kind(bank)];
    let constant = bank.cores[draw.core as usize].constant;
    let mut margins = Vec::new();
    draw.margins(game, bank, &mut margins);
    let range = |block: usize| block_range(profile, &margins, &game.blocks.list[block]);
    let best = (0..bank.blocks).map(|block| range(block).best_value);
    let share = |block: usize| 1.0 / f64::from(game.block_packages[block]);
    let width =
        |block: &usize| (range(*block).best_value - range(*block).worst_value) * share(*block);
    let packages = game.package_blocks.iter();
    let widths: Vec<f64> = packages
        .map(|blocks| blocks.iter().map(width).sum())
        .collect();
    let lacks = game
        .package_blocks
        .iter()
        .zip(&widths)
        .map(|(blocks, own)| {
            let lack = |&block: &usize| {
                (range(block).best_value - margins[text[block] as usize]) * share(block)
            };
            let lack = blocks.iter().map(lack).sum::<f64>().max(0.0);
            lack * widths.iter().sum::<f64>() / own
        });
    let lacks = lacks.collect();
    (
        total(&margins, text) - constant,
        best.sum::<f64>() - constant,
        lacks,
    )
}

#[test]
fn a_draw_of_the_bank_has_the_margins_it_was_drawn_with() {
    let game = intricate(8);
    let prior = Prior::draw(&game, 3);
    for bank in &prior.parties {
        for (place, wanted) in (0..).zip(spread_draws(&game, bank.party, 3, 32)) {
            let mut draw = Supposed::default();
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

#[test]
fn sums_follow_texts_parts_and_cores_from_wherever_they_come() {
    let game = intricate(8);
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    assert_eq!(bank.alike[0].len(), 32, "types that want the same");
    let mut draw = Supposed::default();
    draw.begin(&game, bank, 5);
    let history = heard(&game, bank, (11, 40.0), &mut draw);
    let mut stream = Stream::new(1, Purpose::Belief, Owner::named("test"), 0);
    let (mut margins, mut four) = (Vec::new(), Four::none());
    for _ in 0..200 {
        let from = stream.below(32);
        let mut expected = Vec::new();
        let block = stream.below(u32::try_from(bank.blocks + 1).expect("few")) as usize;
        if block < bank.blocks {
            draw.texts_with_part(bank, &history, (block, from), &mut expected);
            draw.take_part(&game, bank, &history, (block, from));
        } else {
            draw.texts_with_core(bank, &history, from, &mut expected);
            draw.take_core(&game, bank, &history, from);
        }
        draw.texts(bank, &mut margins);
        for report in 0..history.len {
            let (margin, best, lacks) = by_hand(&game, bank, &draw, history.text(report));
            let (group, lane) = (report / 4, report % 4);
            assert!((margins[group][lane] - margin).abs() < 1e-9);
            assert!((expected[group][lane] - margin).abs() < 1e-9);
            draw.put(bank, &history, report, (&mut four, 2));
            assert!((four.margins[2] - margin).abs() < 1e-9);
            assert!((four.bests[2] - best).abs() < 1e-9);
            for (found, wanted) in four.lacks.iter().zip(lacks) {
                assert!((found[2] - wanted).abs() < 1e-9, "{} {wanted}", found[2]);
            }
        }
    }
}

/// Likelihood of a history under a draw, report by report.
fn log_by_hand(bank: &PartyPrior, draw: &Supposed, history: &History) -> f64 {
    let reports = (0..history.len).map(|report| {
        let mut four = Four::none();
        draw.put(bank, history, report, (&mut four, 1));
        let packages = history.asked(report / 4).count_ones() as usize;
        let chance = four.likelihoods(packages, SHARPNESS)[1];
        let reports = &history.reports[report / 4];
        let error = reports.readings[report % 4] - four.margins[1] + four.floors[1];
        libm::log(chance) - reports.precisions[report % 4] * error * error
    });
    reports.sum()
}

#[test]
fn everything_heard_is_as_likely_as_its_reports_one_by_one() {
    let game = intricate(8);
    let prior = Prior::draw(&game, 2);
    let bank = &prior.parties[0];
    for reports in [1, 4, 7, 40] {
        for from in 0..32 {
            let mut draw = Supposed::default();
            draw.begin(&game, bank, from);
            let history = heard(&game, bank, (reports, 40.0), &mut draw);
            let mut four = Four::none();
            let mut log = |bar| {
                let heard = (bank, &history);
                draw.log_likelihood(heard, SHARPNESS, bar, &mut four)
            };
            let found = log(f64::NEG_INFINITY).expect("above it");
            let wanted = log_by_hand(bank, &draw, &history);
            assert!((found - wanted).abs() < 1e-8, "{found} {wanted}");
            assert!(log(found - 1e-9).is_some() && log(found + 1e-9).is_none());
        }
    }
}

/// Four draws in the bank, of two types; every state a chain can be in is counted through.
#[test]
fn steps_leave_the_posterior_as_it_is() {
    // Once in 1,000 false alarm; steps depend on each other, so every 16th counts.
    const COUNTED: u32 = 20_000;
    let game = intricate(1);
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    let mut draw = Supposed::default();
    draw.begin(&game, bank, 0);
    let history = heard(&game, bank, (2, 4.0), &mut draw);
    let mut four = Four::none();
    let none = f64::NEG_INFINITY;
    draw.log = draw
        .log_likelihood((bank, &history), SHARPNESS, none, &mut four)
        .expect("likely");

    let mut posterior: BTreeMap<(u32, Vec<u32>), f64> = BTreeMap::new();
    let mut state = Supposed::default();
    state.begin(&game, bank, 0);
    let history_again = heard(&game, bank, (2, 4.0), &mut state);
    let draws = u32::try_from(bank.draws).expect("a few");
    let blocks = u32::try_from(bank.blocks).expect("a few");
    for number in 0..draws.pow(blocks + 1) {
        let digit = |place: u32| number / draws.pow(place) % draws;
        for block in 0..blocks {
            state.take_part(&game, bank, &history_again, (block as usize, digit(block)));
        }
        state.take_core(&game, bank, &history_again, digit(blocks));
        let weight = bank.cores[state.core as usize].weight;
        for fallback in 0..bank.kinds[0].fallbacks.len() {
            state.fallback = fallback;
            let heard = (bank, &history_again);
            let log = state.log_likelihood(heard, SHARPNESS, none, &mut four);
            let chance = weight * libm::exp(log.expect("above minus infinity"));
            let key = (state.core, state.parts.clone());
            *posterior.entry(key).or_default() += chance;
        }
    }
    let sum: f64 = posterior.values().sum();
    let mut stream = Stream::new(5, Purpose::Belief, Owner::named("test"), 0);
    let mut renewal = Renewal::default();
    let mut counts: BTreeMap<(u32, Vec<u32>), u32> = BTreeMap::new();
    for _ in 0..COUNTED {
        let place = (&game, bank, &history);
        renewal.move_on(&mut draw, place, (SHARPNESS, 16), (&mut four, &mut stream));
        *counts.entry((draw.core, draw.parts.clone())).or_default() += 1;
    }
    let mut chi_squared = 0.0;
    let mut rest = (0.0, 0.0);
    let mut classes = 0;
    for (key, chance) in &posterior {
        let expected = chance / sum * f64::from(COUNTED);
        let count = f64::from(counts.get(key).copied().unwrap_or(0));
        if expected < 25.0 {
            rest = (rest.0 + expected, rest.1 + count);
            continue;
        }
        classes += 1;
        chi_squared += (count - expected) * (count - expected) / expected;
    }
    if rest.0 > 25.0 {
        classes += 1;
        chi_squared += (rest.1 - rest.0) * (rest.1 - rest.0) / rest.0;
    }
    // Wilson and Hilferty: what chi-squared exceeds once in 1,000 times.
    let degrees = f64::from(classes - 1);
    let spread = 2.0 / (9.0 * degrees);
    let bound = degrees * libm::pow(1.0 - spread + 3.09 * libm::sqrt(spread), 3.0);
    assert!(classes > 20, "{classes} classes");
    assert!(
        chi_squared < bound,
        "{chi_squared} beyond {bound} of {classes}"
    );
}

#[test]
fn draws_are_drawn_anew_as_often_as_they_weigh() {
    let game = mediated("single-text", "belief-draws = 4");
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    let weights = [0.1, 0.5, 0.0, 0.4];
    let mut means = [0.0; 4];
    for time in 0..1_000 {
        let mut draws = Vec::new();
        for from in 0..4 {
            let mut draw = Supposed::default();
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

#[test]
fn where_everything_is_excluded_nothing_has_been_heard() {
    let game = mediated("single-text", "belief-draws = 5");
    let prior = Prior::draw(&game, 1);
    let bank = &prior.parties[0];
    let (mut seat, mut again) = (Seat::default(), Seat::default());
    let mut scales = Scales::default();
    // The stretch runs over the end of the bank.
    seat.begin(&game, bank, bank.draws - 2, 5);
    again.begin(&game, bank, bank.draws - 2, 5);
    let text = &deals(&game)[7];
    let crossed = crossed(&game, 0, text);
    let mut hear = |seat: &mut Seat, reading: f64, precision: f64| {
        let mut stream = Stream::new(1, Purpose::Belief, Owner::named("test"), 0);
        let said = report(0, 0b01, (reading, precision));
        let heard = (text.as_slice(), &said, crossed.as_slice());
        let scales = (&mut scales, &mut stream);
        seat.hear((&game, bank), heard, (SHARPNESS, 1.0), scales);
    };
    hear(&mut seat, 1e3, 1e9);
    hear(&mut seat, 0.2, 10.0);
    hear(&mut again, 0.2, 10.0);
    let mut stream = Stream::new(2, Purpose::Belief, Owner::named("test"), 0);
    let mut others = Stream::new(2, Purpose::Belief, Owner::named("test"), 0);
    for uniform in [0.0, 0.3, 0.6, 0.99] {
        let powers = (SHARPNESS, 1.0);
        let mut pick = |seat: &mut Seat, stream: &mut Stream| {
            let picked = seat.pick((&game, bank), powers, uniform, (&mut scales, stream));
            (picked.core, picked.parts.clone(), picked.fallback)
        };
        assert_eq!(pick(&mut seat, &mut stream), pick(&mut again, &mut others));
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
    let mut draw = Supposed::default();
    draw.begin(&game, bank, 0);
    let history = heard(&game, bank, (5, 40.0), &mut draw);
    for from in draws.clone().chain(draws) {
        draw.take_part(&game, bank, &history, (0, from));
        draw.take_part(&game, bank, &history, (1, (7 * from + 3) % 32));
        assert_eq!(draw.packages[0].1 == 0.0, nothing(from), "{from}");
    }
}
