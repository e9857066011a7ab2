use super::{BoxLimit, BoxSearch, Column, Runs, Search, SearchEnd};
use crate::experiment::design::latin_hypercube::points;
use crate::experiment::titled::Titled;
use crate::game::{Owner, Purpose, Stream};

const SEARCH: Search = Search {
    boxes: 1,
    mass_min: 0.05,
    density_min: None,
};

/// Runs over some uniform numbers and a choice of three, of interest with a probability that depends on them.
fn runs(count: usize, seed: u64, chance: impl Fn(&[f64]) -> f64) -> Runs {
    let mut sample = points(6, count, seed);
    for point in &mut sample {
        point[5] = f64::from(u8::from(point[5] > 0.3)) + f64::from(u8::from(point[5] > 0.7));
    }
    let mut dice = Stream::new(seed, Purpose::Moves, Owner::named("interest"), 0);
    let columns = (0..6).map(|position| Column {
        path: format!("number.{position}"),
        title: String::new(),
        choices: if position == 5 {
            ["soft", "middle", "hard"].map(choice).into()
        } else {
            Vec::new()
        },
        values: sample.iter().map(|point| point[position]).collect(),
    });
    Runs {
        columns: columns.collect(),
        interesting: sample
            .iter()
            .map(|point| dice.uniform() < chance(point))
            .collect(),
        ..Runs::default()
    }
}

fn choice(id: &str) -> Titled {
    Titled {
        id: id.to_owned(),
        title: String::new(),
    }
}

fn discover(runs: &Runs, search: &Search) -> BoxSearch {
    super::discover(runs, search).0
}

#[test]
fn a_known_box_is_found_with_its_edges() {
    let inside = |point: &[f64]| point[0] < 0.45 && point[2] > 0.5 && point[5] > 0.5;
    let runs = runs(6_000, 1, |point| if inside(point) { 0.9 } else { 0.04 });
    let discovery = discover(&runs, &SEARCH);
    let [found] = discovery.boxes.as_slice() else {
        panic!("{:?}", discovery.ending);
    };
    let [upper, lower, kinds] = found.limits.as_slice() else {
        panic!("{:?}", found.limits);
    };
    let paths = [upper, lower, kinds].map(|limit| limit.parameter.as_str());
    assert_eq!(paths, ["number.0", "number.2", "number.5"]);
    let (high, low) = (upper.high.expect("an edge"), lower.low.expect("an edge"));
    assert!(
        upper.low.is_none() && (high - 0.45).abs() < 0.02,
        "{upper:?}"
    );
    assert!(
        lower.high.is_none() && (low - 0.5).abs() < 0.02,
        "{lower:?}"
    );
    let kept = ["middle", "hard"].map(str::to_owned);
    assert_eq!(kinds.categories.as_deref(), Some(&kept[..]));
    // The box holds .45 · .5 · .7 of the runs, .9 of them of interest, and .8 of all of interest.
    let counts = found.held_out;
    assert!((counts.density - 0.9).abs() < 0.04, "{counts:?}");
    assert!(
        (counts.coverage - 0.1418 / 0.1755).abs() < 0.05,
        "{counts:?}"
    );
    assert!((counts.mass - 0.1575).abs() < 0.02, "{counts:?}");
    assert!(found.limits.iter().all(|limit| limit.quasi_p < 1e-6));
}

#[test]
fn two_boxes_are_found_one_after_the_other() {
    let one = |point: &[f64]| point[0] < 0.3 && point[1] < 0.5;
    let other = |point: &[f64]| point[3] > 0.8;
    let chance = |point: &[f64]| {
        if one(point) || other(point) {
            0.95
        } else {
            0.02
        }
    };
    let search = Search { boxes: 3, ..SEARCH };
    let discovery = discover(&runs(6_000, 2, chance), &search);
    let columns: Vec<Vec<&str>> = discovery
        .boxes
        .iter()
        .map(|found| {
            found
                .limits
                .iter()
                .map(|limit| limit.parameter.as_str())
                .collect()
        })
        .collect();
    assert_eq!(columns, [vec!["number.3"], vec!["number.0", "number.1"]]);
    assert!(discovery.ending != SearchEnd::Enough);
}

#[test]
fn pure_noise_gives_no_box() {
    // The runs held out confirm a box that means nothing with a probability of at most .05, so 13 or more of 100 by
    // chance once in 670 trials.
    let alarms = (0..100).filter(|&seed| {
        let noise = runs(600, seed, |_| 0.2);
        !discover(&noise, &SEARCH).boxes.is_empty()
    });
    assert!(alarms.count() < 13);
}

#[test]
fn a_wished_density_is_reached_or_said_to_be_out_of_reach() {
    let runs = runs(4_000, 3, |point| 1.0 - point[0]);
    let dense = |density_min| {
        let search = Search {
            density_min: Some(density_min),
            ..SEARCH
        };
        discover(&runs, &search)
    };
    let found = dense(0.8);
    // Density 1 − x/2 below x: .8 at x = .4, holding .4 · .8 of .5; the first sample to reach it may be a little lucky.
    let counts = found.boxes[0].training;
    assert!((counts.density - 0.8).abs() < 0.02, "{counts:?}");
    assert!((counts.coverage - 0.64).abs() < 0.1, "{counts:?}");
    assert_eq!(dense(1.0).ending, SearchEnd::TooThin);
    assert_ne!(dense(0.9).ending, SearchEnd::TooThin);
}

#[test]
fn without_contrast_there_is_nothing_to_tell() {
    for chance in [0.0, 1.0] {
        let discovery = discover(&runs(100, 1, |_| chance), &SEARCH);
        assert_eq!(discovery.ending, SearchEnd::NothingToTell);
    }
    assert_eq!(
        discover(&Runs::default(), &SEARCH).ending,
        SearchEnd::NothingToTell
    );
}

#[test]
fn runs_without_a_number_never_meet_a_limit_on_it() {
    let mut runs = runs(3_000, 4, |point| if point[0] < 0.3 { 0.9 } else { 0.05 });
    for run in 0..1_500 {
        runs.columns[0].values[run] = f64::NAN;
        runs.interesting[run] = false;
    }
    let discovery = discover(&runs, &SEARCH);
    // It bounds the number on one side only, and the box holds no run without it.
    let found = &discovery.boxes[0];
    let BoxLimit { low, high, .. } = found.limits[0];
    assert!(
        low.is_none() && high.is_some_and(|high| high >= 0.1),
        "{found:?}"
    );
    assert!(found.held_out.inside <= 750, "{found:?}");
}
