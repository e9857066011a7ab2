//! The frontier and the solutions on it: against another program, and against what theory says of them.
//!
//! The files in `tests/solution_concepts/` hold negotiation domains with the Pareto frontier and the solutions that
//! `NegMAS` 0.16.0, taken as a reference implementation, finds on them (Mohammad, Nakadai and Greenwald 2021, "A platform
//! for automated negotiations", PRIMA 2020). Domains called `genius_…` come from the GENIUS repository (Lin, Kraus,
//! Baarslag, Tykhonov, Hindriks and Jonker 2014) and its ANAC competitions (Baarslag and others 2015), the others are drawn
//! at random. Utilities are as the domains give them: `bias + Σ weight · value`.
//!
//! `NegMAS` follows another convention. It counts gains from the worst deal where that is better than no agreement (or no
//! agreement is worth −∞), and takes for an ideal the best of all deals, be it acceptable to the others or not. Here gains
//! are counted from no agreement and ideals are those of deals that all could sign, or a deal that nobody could sign would
//! change the solution. So the level that `NegMAS` counts from is given here as the worth of no agreement, and the
//! solution of Kalai and Smorodinsky, the only one that ideals enter, is compared where the ideals are the same.

use std::path::Path;

use serde::Deserialize;
use zopa::analysis::frontier::{Frontier, POINTS_MAX, Point, Question, Region, extremes, frontier};
use zopa::analysis::solutions::{Pick, Solutions, solve};
use zopa::analysis::zone::Layout;

/// A domain and what is found on it.
#[derive(Deserialize)]
struct Domain {
    /// Number of options of each issue.
    options: Vec<u32>,
    parties: Vec<Preferences>,
    /// Utilities of the deals on the frontier.
    frontier: Vec<Vec<f64>>,
    /// Places of the solutions in there.
    nash: Vec<usize>,
    kalai_smorodinsky: Vec<usize>,
    egalitarian: Vec<usize>,
    utilitarian: Vec<usize>,
}

#[derive(Deserialize)]
struct Preferences {
    bias: f64,
    weights: Vec<f64>,
    values: Vec<Vec<f64>>,
    /// Utility of no agreement; none for −∞.
    reserved: Option<f64>,
}

/// A game of additive utilities.
#[derive(Clone, Debug)]
struct Table {
    layout: Layout,
    utilities: Vec<f64>,
    floors: Vec<f64>,
    allowed: Vec<bool>,
}

impl Table {
    fn of(domain: &Domain) -> Self {
        // The bias is what the only combo of a first block is worth.
        let mut starts = vec![0, 1];
        for count in &domain.options {
            starts.push(starts[starts.len() - 1] + count);
        }
        let parties = u32::try_from(domain.parties.len()).expect("few parties");
        let layout = Layout::new(starts, parties);
        let values = domain.parties.iter().flat_map(|party| {
            let issues = party.weights.iter().zip(&party.values);
            let values =
                issues.flat_map(|(weight, values)| values.iter().map(move |value| weight * value));
            std::iter::once(party.bias).chain(values)
        });
        let floors = domain.parties.iter();
        Self {
            utilities: values.collect(),
            floors: floors
                .map(|party| party.reserved.unwrap_or(f64::NEG_INFINITY))
                .collect(),
            allowed: vec![true; layout.combos()],
            layout,
        }
    }

    fn parties(&self) -> Vec<u32> {
        (0..self.layout.parties()).collect()
    }

    fn region(&self) -> Region {
        Region {
            allowed: self.allowed.clone(),
            floors: self.floors.clone(),
        }
    }

    fn ask<T>(&self, points_max: usize, answer: impl Fn(&Question<'_>) -> T) -> T {
        answer(&Question {
            layout: &self.layout,
            utilities: &self.utilities,
            objectives: &self.parties(),
            regions: &[self.region()],
            cuts: &[],
            points_max,
        })
    }

    fn frontier(&self) -> Frontier {
        let found = self.ask(POINTS_MAX, frontier);
        assert!(found.complete);
        found
    }

    /// Least and greatest utility of each party.
    fn extremes(&self) -> Vec<(f64, f64)> {
        let parties = self.parties().into_iter();
        parties
            .map(|party| {
                let from = party as usize * self.layout.combos();
                extremes(&self.layout, &self.utilities[from..])
            })
            .collect()
    }

    /// The reservation value of each party, where nothing binds the worst deal.
    fn levels(&self) -> Vec<f64> {
        let pairs = self.extremes().into_iter().zip(&self.floors);
        pairs
            .map(|(extremes, floor)| floor.max(extremes.0))
            .collect()
    }

    fn solve(&self) -> Solutions {
        self.ask(POINTS_MAX, |question| solve(question, &self.levels()))
    }
}

/// How far apart numbers may lie that are equal on paper.
const ROUNDING: f64 = 1e-9;

fn near(one: &[f64], other: &[f64]) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.all(|(one, other)| (one - other).abs() <= ROUNDING)
}

/// Those of some points that no other matches or beats but for rounding; `NegMAS` compares sums to the last bit.
fn listed_once(points: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut kept: Vec<Vec<f64>> = Vec::new();
    for point in points {
        let beats = |other: &Vec<f64>| {
            let mut pairs = other.iter().zip(point);
            !near(other, point) && pairs.all(|(other, own)| *other >= own - ROUNDING)
        };
        if !points.iter().any(beats) && !kept.iter().any(|known| near(known, point)) {
            kept.push(point.clone());
        }
    }
    kept
}

/// Whether some utilities are those expected, each once.
fn same(found: &[Vec<f64>], expected: &[Vec<f64>]) -> bool {
    let expected = listed_once(expected);
    let among = |one: &Vec<f64>, others: &[Vec<f64>]| others.iter().any(|other| near(one, other));
    found.len() == expected.len()
        && found.iter().all(|one| among(one, &expected))
        && expected.iter().all(|one| among(one, found))
}

/// Domains in which some party's best deal is one that another would not sign.
const IDEALS_DIFFER: usize = 5;

#[test]
fn figures_are_those_of_negmas() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/solution_concepts");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder stands beside this file")
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 32);
    let mut ideals_differ = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).expect("domains are text");
        let domain: Domain = serde_json::from_str(&text).expect("domains are as `Domain` says");
        let table = Table::of(&domain);
        let found = table.frontier();
        let utilities = |points: &[Point]| -> Vec<Vec<f64>> {
            points.iter().map(|point| point.utilities.clone()).collect()
        };
        let listed = |places: &[usize]| -> Vec<Vec<f64>> {
            places
                .iter()
                .map(|&place| domain.frontier[place].clone())
                .collect()
        };
        let name = file.display();
        assert!(same(&utilities(&found.points), &domain.frontier), "{name}");
        let solved = table.solve();
        let best = |party: usize| {
            let utilities = found.points.iter().map(|point| point.utilities[party]);
            utilities.fold(f64::NEG_INFINITY, f64::max)
        };
        let extremes = table.extremes();
        let ideals_are_those_of_all_deals =
            (0..extremes.len()).all(|party| best(party) >= extremes[party].1 - 1e-9);
        let mut concepts = vec![
            ("Nash", &solved.nash, &domain.nash),
            ("egalitarian", &solved.egalitarian, &domain.egalitarian),
            ("utilitarian", &solved.utilitarian, &domain.utilitarian),
        ];
        if ideals_are_those_of_all_deals {
            let equal = &solved.kalai_smorodinsky;
            concepts.push(("Kalai–Smorodinsky", equal, &domain.kalai_smorodinsky));
        } else {
            ideals_differ += 1;
        }
        for (concept, found, expected) in concepts {
            assert!(found.proven);
            let (found, expected) = (utilities(&found.points), listed(expected));
            assert!(same(&found, &expected), "{name}: {concept}");
        }
    }
    assert_eq!(ideals_differ, IDEALS_DIFFER);
}

/// A repeatable source of numbers (`SplitMix64`, Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).expect("below a u32")
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A random game in which utilities and their sums are exact: multiples of 2⁻²⁰, so that relabelling moves no bit.
fn random_table(numbers: &mut Numbers) -> Table {
    let parties = 2 + numbers.below(3);
    let mut starts = vec![0, 1];
    for _ in 0..2 + numbers.below(3) {
        starts.push(starts[starts.len() - 1] + 2 + numbers.below(5));
    }
    let layout = Layout::new(starts, parties);
    let mut exact = || (numbers.unit() * 1_048_576.0).floor() / 1_048_576.0;
    let utilities = (0..layout.combos() * parties as usize).map(|_| exact());
    let utilities = utilities.collect();
    let mut table = Table {
        utilities,
        floors: Vec::new(),
        allowed: vec![true; layout.combos()],
        layout,
    };
    // The first block is a bias, of nothing so far.
    let combos = table.layout.combos();
    for party in 0..parties as usize {
        table.utilities[party * combos] = 0.0;
    }
    let blocks = table.layout.blocks() as f64 - 1.0;
    for _ in 0..parties {
        let bound = numbers.below(3) > 0;
        let floor = (numbers.unit() * 0.5 * blocks * 1_048_576.0).floor() / 1_048_576.0;
        table
            .floors
            .push(if bound { floor } else { f64::NEG_INFINITY });
    }
    table
}

/// Deals of some points, lowest first.
fn deals(points: &[Point]) -> Vec<Vec<u32>> {
    let mut deals: Vec<_> = points.iter().map(|point| point.combos.clone()).collect();
    deals.sort();
    deals
}

/// Nash's solution and both readings of Kalai and Smorodinsky's do not depend on how utility is measured.
#[test]
fn nash_and_kalai_smorodinsky_survive_affine_rescaling() {
    let mut numbers = Numbers(11);
    let mut compared = 0;
    let mut moved = 0;
    for _ in 0..400 {
        let table = random_table(&mut numbers);
        let before = table.frontier().points;
        let mut rescaled = table.clone();
        let combos = table.layout.combos();
        for party in 0..table.floors.len() {
            // Powers of two and eighths, so that sums stay exact.
            let factor = f64::from(1 << numbers.below(5)) / 4.0;
            let shift = f64::from(numbers.below(64)) / 8.0 - 4.0;
            for value in &mut rescaled.utilities[party * combos..][..combos] {
                *value *= factor;
            }
            rescaled.utilities[party * combos] = shift;
            rescaled.floors[party] = factor * table.floors[party] + shift;
        }
        let after = rescaled.frontier().points;
        assert_eq!(deals(&before), deals(&after));
        let (one, other) = (table.solve(), rescaled.solve());
        for (one, other) in [
            (&one.nash, &other.nash),
            (&one.kalai_smorodinsky, &other.kalai_smorodinsky),
            (
                &one.kalai_smorodinsky_max_min,
                &other.kalai_smorodinsky_max_min,
            ),
        ] {
            assert_eq!(deals(&one.points), deals(&other.points), "{table:?}");
            compared += one.points.len();
        }
        let (one, other) = (&one.egalitarian.points, &other.egalitarian.points);
        moved += usize::from(deals(one) != deals(other));
    }
    // The egalitarian solution does depend on it.
    assert!(compared > 400 && moved > 100, "{compared} {moved}");
}

#[test]
fn relabelled_parties_and_options_change_nothing() {
    let mut numbers = Numbers(12);
    for _ in 0..400 {
        let table = random_table(&mut numbers);
        let combos = table.layout.combos();
        let parties = table.floors.len();
        let mut shuffled = table.clone();
        // Parties in reverse order; within each block the combos turned by some places.
        let turns: Vec<usize> = (0..table.layout.blocks())
            .map(|_| numbers.below(5) as usize)
            .collect();
        let mut old_combo = vec![0; combos];
        for (block, turn) in turns.iter().enumerate() {
            let range = table.layout.block(block);
            for combo in range.clone() {
                old_combo[combo] = range.start + (combo - range.start + turn) % range.len();
            }
        }
        for party in 0..parties {
            let old = parties - 1 - party;
            for (combo, &from) in old_combo.iter().enumerate() {
                shuffled.utilities[party * combos + combo] = table.utilities[old * combos + from];
            }
            shuffled.floors[party] = table.floors[old];
        }
        let relabelled = |points: &[Point]| -> Vec<Point> {
            let mut points = points.to_vec();
            for combo in points.iter_mut().flat_map(|point| &mut point.combos) {
                *combo = u32::try_from(old_combo[*combo as usize]).expect("few combos");
            }
            points
        };
        let (before, after) = (table.frontier().points, shuffled.frontier().points);
        assert_eq!(deals(&before), deals(&relabelled(&after)), "{table:?}");
        let (one, other) = (table.solve(), shuffled.solve());
        for (one, other) in picks(&one).into_iter().zip(picks(&other)) {
            let found = deals(&relabelled(&other.points));
            assert_eq!(deals(&one.points), found, "{table:?}");
        }
    }
}

/// What all concepts pick.
fn picks(solved: &Solutions) -> [&Pick; 5] {
    [
        &solved.nash,
        &solved.kalai_smorodinsky,
        &solved.kalai_smorodinsky_max_min,
        &solved.egalitarian,
        &solved.utilitarian,
    ]
}

#[test]
fn removed_dominated_deals_change_nothing() {
    let mut numbers = Numbers(13);
    let mut removed = 0;
    for _ in 0..400 {
        let table = random_table(&mut numbers);
        let before = table.frontier();
        // No deal with one of these combos is on the frontier.
        let mut fewer = table.clone();
        for combo in 0..table.layout.combos() {
            let number = u32::try_from(combo).expect("few combos");
            let used = before
                .points
                .iter()
                .any(|point| point.combos.contains(&number));
            fewer.allowed[combo] = used || numbers.below(3) == 0;
            removed += u32::from(!fewer.allowed[combo]);
        }
        assert_eq!(fewer.frontier(), before, "{table:?}");
    }
    assert!(removed > 1_000, "{removed}");
}

/// No deal below a reservation value, and no deal that leaves a gain for all on the table.
#[test]
fn every_point_is_wanted_and_none_is_improved_on() {
    let mut numbers = Numbers(14);
    for _ in 0..400 {
        let table = random_table(&mut numbers);
        let points = table.frontier().points;
        for point in &points {
            let mut wanted = point.utilities.iter().zip(&table.floors);
            assert!(wanted.all(|(utility, floor)| utility >= floor));
            let improves = |other: &Point| {
                let mut pairs = other.utilities.iter().zip(&point.utilities);
                other != point && pairs.all(|(other, own)| other >= own)
            };
            assert!(!points.iter().any(improves));
        }
    }
}
