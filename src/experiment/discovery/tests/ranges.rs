//! Boxes among runs that share points in the ranges of numbers.

use crate::experiment::design::latin_hypercube::points;
use crate::experiment::discovery::boxes::{Limit, Region};
use crate::experiment::discovery::half::Half;
use crate::experiment::discovery::tests::{SEARCH, discover};
use crate::experiment::discovery::{Column, Numbers, Runs};
use crate::game::{Owner, Purpose, Stream};

/// Eight runs a point, of interest with a probability that depends on what nature draws and on where numbers lie in their
/// ranges: the first three numbers are drawn, the others are ranges.
fn runs_in_ranges(
    points_of: usize,
    seed: u64,
    chance: impl Fn(&[f64], f64) -> f64,
) -> Runs<'static> {
    let nature = points(3, 8 * points_of, seed);
    let ranges = points(4, points_of, seed + 1_000);
    let row = |run: usize| [&nature[run][..], &ranges[run / 8][..3]].concat();
    let mut dice = Stream::new(seed, Purpose::Moves, Owner::named("interest"), 0);
    // The last range limits no box, as if it had not been asked about.
    let interesting =
        (0..8 * points_of).map(|run| dice.uniform() < chance(&row(run), ranges[run / 8][3]));
    let columns = (0..6).map(|position| Column {
        path: format!("number.{position}"),
        ..Column::default()
    });
    let of_column = |position: usize| (0..8 * points_of).map(|run| row(run)[position]).collect();
    Runs {
        interesting: interesting.collect(),
        runs_of_point: Some(8),
        columns: columns.collect(),
        numbers: Numbers::Kept((0..6).map(of_column).collect()),
        ..Runs::default()
    }
}

/// A range that cannot limit a box moves the chance from .02 to .38, so that runs of a point are alike.
fn alike(points_of: usize, seed: u64) -> Runs<'static> {
    runs_in_ranges(
        points_of,
        seed,
        |_, hidden| {
            if hidden < 0.5 { 0.02 } else { 0.38 }
        },
    )
}

#[test]
fn what_runs_of_a_point_have_in_common_gives_no_box() {
    // The false-alarm rate is that of pure noise: 13 or more of 100 by chance once in 670 trials.
    let alarms = (0..100).filter(|&seed| !discover(&alike(100, seed), &SEARCH).boxes.is_empty());
    assert!(alarms.count() < 13);
}

/// A limit on a range that means nothing has a p-value of at most .05 in .05 of cases: in more than 36 of 400 by chance once in
/// 8,000 trials. Were runs taken for independent, the spread of hits inside would be √2.4 times as great as reckoned, since runs of
/// a point correlate by .0324/.16, so p-values of .05 would come up in .144 of cases, in 40 or fewer of 400 once in 200.
#[test]
fn a_limit_on_a_range_that_means_nothing_is_significant_as_seldom_as_said() {
    let low = low_p_values(150, 0.3);
    assert!(low[0] <= 36 && low[2] > 40, "{low:?}");
}

/// So in a box of the least mass, which holds some five points: the same bound.
#[test]
fn a_box_of_few_points_is_significant_as_seldom_as_said() {
    let low = low_p_values(100, 0.05);
    assert!(low[0] <= 36, "{low:?}");
}

/// In how many of 400 samples of so many points a limit that means nothing and holds so large a share of them has a p-value of at most .05,
/// against all runs and against those without it; then the same where runs are taken for independent.
fn low_p_values(points: u32, share: f64) -> [u32; 4] {
    let mut low = [0; 4];
    for seed in 0..400 {
        let runs = alike(points as usize, seed);
        let as_if_independent = Runs {
            runs_of_point: None,
            ..runs.clone()
        };
        let members: Vec<u32> = (0..8 * points).collect();
        let (least, greatest) = (f64::NEG_INFINITY, share);
        let limit = Limit::Range {
            low: least,
            high: greatest,
        };
        let mut region = Region::whole(6);
        region.limits[4] = limit.clone();
        for (place, runs) in [runs, as_if_independent].iter().enumerate() {
            let half = Half {
                runs,
                members: &members,
            };
            let half = half.restricted(&region);
            let broken = half.broken(&region);
            let tests = [None, Some((4, &limit))].map(|without| half.chance(&broken, without));
            for (kind, p) in tests.into_iter().enumerate() {
                low[2 * place + kind] += u32::from(p <= 0.05);
            }
        }
    }
    // Without its only limit a box is all runs.
    assert_eq!((low[0], low[2]), (low[1], low[3]));
    low
}

/// The intervals of density, coverage and mass of a box hold what these are as often as they say: of 100 seeds fewer than 86 of
/// one kind in 1 of 6,000 trials if each does in .95.
#[test]
fn intervals_of_a_box_reckon_with_what_runs_of_a_point_have_in_common() {
    // Inside .8 and outside .1, but for a range that cannot limit a box and doubts both.
    let chance = |row: &[f64], hidden: f64| {
        let inside = row[0] < 0.5 && row[3] < 0.5;
        let chance = if inside { 0.8 } else { 0.1 };
        chance * if hidden < 0.5 { 0.5 } else { 1.0 }
    };
    let mut held = [0; 3];
    for seed in 0..100 {
        let runs = runs_in_ranges(300, seed, chance);
        let members: Vec<u32> = (0..2_400).collect();
        let mut region = Region::whole(6);
        for column in [0, 3] {
            let (low, high) = (f64::NEG_INFINITY, 0.5);
            region.limits[column] = Limit::Range { low, high };
        }
        let half = Half {
            runs: &runs,
            members: &members,
        };
        let restricted = half.restricted(&region);
        let judged = restricted.judged(&restricted.broken(&region));
        let rates = [
            judged.density_rate(),
            judged.coverage_rate(),
            judged.mass_rate(),
        ];
        for ((held, rate), truth) in held.iter_mut().zip(rates).zip([0.6, 0.15 / 0.20625, 0.25]) {
            let [low, high] = rate.interval();
            *held += u32::from(low <= truth && truth <= high);
            assert!(rate.effect >= 1.0);
        }
        // What is common to all runs of a point that lie inside counts for its density most of all.
        assert!(judged.effects.is_some_and(|effects| effects.mass > 1.5));
    }
    assert!(held.iter().all(|&held| held >= 86), "{held:?}");
}

#[test]
fn a_limit_on_a_range_is_found_with_one_on_what_nature_draws() {
    let chance = |row: &[f64], _: f64| {
        if row[0] < 0.4 && row[4] > 0.5 {
            0.9
        } else {
            0.05
        }
    };
    let discovery = discover(&runs_in_ranges(1_000, 3, chance), &SEARCH);
    let limits = discovery.boxes[0].limits.iter();
    let paths: Vec<&str> = limits.map(|limit| limit.parameter.as_str()).collect();
    assert_eq!(paths, ["number.0", "number.4"]);
    let [of_nature, of_range] = [0, 1].map(|place| &discovery.boxes[0].limits[place]);
    assert!((of_nature.high.expect("an edge") - 0.4).abs() < 0.02);
    assert!((of_range.low.expect("an edge") - 0.5).abs() < 0.02);
    assert_eq!(discovery.runs_of_point, Some(8));
}
