//! Which assumptions decide: numbers moved one by one, with the values at which something turns.

use std::ops::ControlFlow;

use zopa::bargaining::{Cost, Outcome};
use zopa::experiment::compare::{CompareSettings, ComparedCells, Comparison, compare};
use zopa::experiment::{BandPoints, BandSettings};
use zopa::game::Game;
use zopa::scenario::{Loaded, Source};
use zopa::simulation::{
    BandSample, Decisive, DecisiveNumber, Mean, Moved, RunSettings, SwitchingValue, Turning,
    Unwatched, count_runs,
};

use crate::ranges::{PRODUCT, loaded};
use crate::tool::{done, place_with, printed};

/// [`PRODUCT`] with these scores and something more; other numbers have ranges too and move nothing.
fn product(ann: &str, bob: &str, more: &str) -> String {
    let fallback = "reservation = { uniform = [0, 1] }\n";
    let idle = "discount = { value = 0.99, range = [0.9, 1.0] }\n\
                round-cost = { value = 0.01, range = [0.0, 0.02] }\n\
                weight-concentration = { value = 40, range = [20, 60] }\n";
    let text = PRODUCT
        .replace("{ value = 0.75, range = [0.6, 0.9] }", ann)
        .replace("{ value = 0.6, range = [0.4, 0.8] }", bob)
        .replace("weight = 1,", "weight = { value = 1, range = [0.5, 2] },")
        .replace(fallback, &format!("{fallback}{idle}"));
    text + more
}

fn settings(runs: u64, seed: u64, threads: usize) -> RunSettings {
    RunSettings {
        runs,
        seed,
        threads: Some(threads),
    }
}

fn points<'a>((source, loaded): &'a (Source, Loaded), played: &RunSettings) -> BandPoints<'a> {
    let game = Game::compile(&loaded.scenario).expect("it is small");
    let cost = Cost::of(&game);
    let RunSettings {
        runs,
        seed,
        threads,
    } = *played;
    let settings = BandSettings::usual(runs, seed, threads, cost).expect("enough runs");
    BandPoints::new(source, &[], loaded, settings).expect("all points are fine")
}

/// What decides how often some talks agree.
fn decisive(talks: &(Source, Loaded), runs: u64, seed: u64, threads: usize) -> Decisive {
    let (scenario, played) = (&talks.1.scenario, settings(runs, seed, threads));
    let game = Game::compile(scenario).expect("it is small");
    let points = points(talks, &played);
    let mut before = BandSample::of(scenario, points.runs_played());
    let note = &mut |first: u64, outcomes: &[Outcome]| {
        before.note(first, outcomes);
        ControlFlow::Continue(())
    };
    let tally = count_runs(scenario, &game, &played, &Unwatched, note);
    let explored = points.play(&before, &tally, &Unwatched);
    let explored = explored.expect("nobody stops it");
    let found = points.decisive(&explored, scenario, &before, &tally, &Unwatched);
    found.expect("enough runs")
}

fn ends(number: &DecisiveNumber) -> [Moved; 2] {
    [number.low, number.high].map(|end| end.expect("it can be moved both ways"))
}

fn turns<'n>(number: &'n DecisiveNumber, what: &Turning) -> &'n SwitchingValue {
    let mut switches = number.switches.iter();
    let found = switches.find(|switch| switch.what == *what);
    found.unwrap_or_else(|| panic!("{what:?} is not in {number:?}"))
}

/// Agreement is the product of both scores, 0.45 as written: 0.06 and 0.54 at the ends of the wide range, half of it at 0.375.
///
/// The intervals of 20 seeds hold the truth together in 95 % for each seed, so fewer than 36 of 40 come in fewer than 1 of 10,000 trials;
/// the values between which it is half hold 0.375 in about 95 %, so fewer than 15 of 20 in fewer than 1 of 1,000.
#[test]
fn the_number_that_decides_is_found_with_the_value_at_which_it_turns() {
    let talks = loaded(&product(
        "{ value = 0.75, range = [0.1, 0.9] }",
        "{ value = 0.6, range = [0.58, 0.62] }",
        "",
    ));
    let (mut held, mut turned) = (0, 0);
    for seed in 0..20 {
        let found = decisive(&talks, 6_000, seed, 2);
        assert_eq!((found.ranged, found.moved, found.runs), (10, 8, 245));
        let first = &found.numbers[0];
        assert_eq!(first.path, "party.ann.utility.deal.scores.0", "{found:?}");
        for (end, right) in ends(first).iter().zip([0.06, 0.54]) {
            assert!((0.0..=1.0).contains(&end.result), "{end:?}");
            let [low, high] = end.interval.map(|end| found.value + end);
            // The interval is of the difference: what was written has an error of its own.
            let error = 1.96 * (0.45_f64 * 0.55 / 6_000.0).sqrt();
            held += u32::from(low - error <= right && right <= high + error);
        }
        let half = turns(first, &Turning::Half);
        let [near, far] = half.between;
        turned += u32::from(far <= 0.375 && 0.375 <= near);
        // Within four standard errors: that of a difference of 245 runs, 0.03, by the slope of 0.6, less what pooling saves.
        assert!((half.at - 0.375).abs() < 0.16, "{half:?}");
        // What moves nothing is not named.
        assert!(
            found
                .numbers
                .iter()
                .all(|number| number.path.contains("scores"))
        );
    }
    assert!((36..=40).contains(&held), "{held} of 40");
    assert!((15..=20).contains(&turned), "{turned} of 20");
}

#[test]
fn what_decides_is_the_same_on_any_threads() {
    let talks = loaded(&product(
        "{ value = 0.75, range = [0.2, 0.9] }",
        "{ value = 0.6, range = [0.5, 0.7] }",
        "",
    ));
    assert_eq!(decisive(&talks, 2_000, 3, 1), decisive(&talks, 2_000, 3, 3));
}

/// Ann makes the one offer, the option she likes better: `x` where her score of it, drawn within ±0.2 of its centre, exceeds 0.7. So `x` is
/// agreed more often than `y` as long as the centre does, whatever Bob's fallback lets pass of both alike.
#[test]
fn a_number_that_changes_what_is_agreed_is_found_too() {
    let talks = loaded(
        r#"
format = 1
title = "One offer of two"
assumption = "made up"
clock.rounds = 1
protocol.ultimatum.proposer = "ann"

[[issue]]
id = "deal"
options = [{ id = "x" }, { id = "y" }]

[[party]]
id = "ann"
role = "principal"
reservation = 0.1
utility.deal = { weight = 1, scores = [{ uniform = [0.6, 1.0], range = [0.5, 0.85] }, 0.7] }

[[party]]
id = "bob"
role = "principal"
reservation = { uniform = [0, 1] }
utility.deal = { weight = 1, scores = [0.6, 0.6] }
"#,
    );
    let found = decisive(&talks, 4_000, 1, 2);
    let number = &found.numbers[0];
    assert_eq!(number.path, "party.ann.utility.deal.scores.0");
    let what = Turning::Terms {
        issue: "deal".to_owned(),
        from: "x".to_owned(),
        to: "y".to_owned(),
    };
    let switch = turns(number, &what);
    assert!((switch.at - 0.7).abs() < 0.03, "{switch:?}");
    // It is agreed as often as before.
    assert!(number.change() < 0.05, "{number:?}");
}

/// Two levers that lower Bob's fallback, so that 0.75 · 0.8 = 0.60 and 0.75 · 0.7 = 0.525 agree: the first is ahead by 0.075, up to the size
/// of the second.
const LEVERS: &str = r#"
[[leverage]]
id = "strong"
actor = "ann"
cost = 0.02
effects = [{ party = "bob", reservation = { value = -0.2, range = [-0.3, -0.02] } }]
use = "always"

[[leverage]]
id = "weak"
actor = "ann"
effects = [{ party = "bob", reservation = -0.1 }]
use = "always"
"#;

fn compared(runs: u64) -> Comparison {
    let talks = loaded(&product("0.75", "0.6", LEVERS));
    let (played, rules) = (settings(runs, 5, 2), zopa::experiment::compare::Rule::ALL);
    let cells = ComparedCells::new(&talks.0, &[], &[], &rules).expect("it has levers");
    let settings = CompareSettings {
        runs: played,
        half_width: 0.005,
    };
    let points = points(&talks, &played);
    let found = compare(&cells, &settings, Some(&points), &Unwatched);
    let found = found.expect("nobody stops it");
    assert!(found.missing.is_empty(), "{:?}", found.missing);
    found.comparison
}

#[test]
fn what_overturns_a_rank_is_the_size_at_which_both_are_alike() {
    let comparison = compared(8_000);
    let leads = comparison.leads.iter();
    let lead = leads
        .clone()
        .find(|lead| lead.lower.as_deref() == Some("weak"));
    let lead = lead.unwrap_or_else(|| panic!("{:?}", comparison.leads));
    assert_eq!(lead.upper, "strong");
    assert!((lead.decisive.value - 0.075).abs() < 0.015, "{lead:?}");
    let number = &lead.decisive.numbers[0];
    assert_eq!(number.path, "leverage.strong.effects.0.reservation");
    let switch = turns(number, &Turning::Reversed);
    assert!((switch.at + 0.1).abs() < 0.02, "{switch:?}");
    // Against no lever at all it is never overturned.
    let none = leads
        .clone()
        .find(|lead| lead.lower.is_none())
        .expect("it changes much");
    let reversed = |number: &DecisiveNumber| !number.switches.is_empty();
    assert!(!none.decisive.numbers.iter().any(reversed), "{none:?}");
}

/// Each unit of Bob's fallback is worth Ann's score, 0.75 points for 0.01, whatever the size written.
#[test]
fn a_unit_of_size_is_worth_the_same_whatever_was_written() {
    let comparison = compared(8_000);
    for unit in &comparison.units {
        assert_eq!(
            (unit.target.as_str(), unit.of.as_str()),
            ("bob", "reservation")
        );
        let [low, high] = unit.interval;
        assert!(low <= -0.0075 && -0.0075 <= high, "{unit:?}");
    }
    assert_eq!(comparison.units.len(), 2);
}

/// The deal is worth 0.75 to Ann, her fallback 0.375 on average where she accepts; so 0.375 for each further agreement she would have
/// made. The lever brings 0.75 times its size more agreements: its cost of 0.02 is met at a size of 0.0711, a third of that written.
#[test]
fn a_lever_breaks_even_where_it_brings_what_it_costs() {
    let comparison = compared(16_000);
    let sizes = comparison.sizes.iter();
    let found = sizes
        .clone()
        .find(|sized| sized.lever == "strong")
        .expect("played");
    assert_eq!((found.actor.as_str(), found.runs), ("ann", 4_000));
    let even = found.break_even.expect("it costs something");
    let [least, most] = even.between;
    assert!(least <= 0.356 && 0.356 <= most, "{even:?}");
    let weak = sizes
        .clone()
        .find(|sized| sized.lever == "weak")
        .expect("played");
    assert_eq!(weak.break_even, None, "it costs nothing");
    // Twice the size of the weak one is the size of the strong one.
    let twice = weak
        .sizes
        .iter()
        .find(|size| size.times > 1.9)
        .expect("legal");
    let payoff = |mean: &Mean| mean.value().expect("played");
    assert!(
        (twice.agreement.difference - 0.15).abs() < 0.02,
        "{twice:?}"
    );
    assert!(payoff(&twice.payoff) > 0.0, "{twice:?}");
}

#[test]
fn the_command_says_what_decides_and_a_comparison_what_holds() {
    let talks = product("{ value = 0.75, range = [0.2, 0.9] }", "0.6", LEVERS);
    let place = place_with(&[("talks.toml", &talks)]);
    let text = printed(&done(&place, "run talks.toml --runs 2000"));
    let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(
        words.contains(
            "Of single assumptions `party.ann.utility.deal.scores.0` moves agreement most"
        ),
        "{text}"
    );
    let text = printed(&done(&place, "compare talks.toml --runs 2000"));
    let holds = text
        .find("ways of settling that rank anything")
        .expect(&text);
    let ranking = text.find("Without levers").expect(&text);
    assert!(holds < ranking, "{text}");
    for words in [
        "`strong` is ahead of",
        "Levers at other sizes",
        "for each unit of assumed size",
    ] {
        assert!(text.contains(words), "{words} is missing in\n{text}");
    }
    let plain = printed(&done(
        &place,
        "run talks.toml --runs 500 --no-band --output plain",
    ));
    assert!(!plain.contains("single assumptions"), "{plain}");
}
