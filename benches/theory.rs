//! Theory without chance: frontier, Nash, Kalai–Smorodinsky and egalitarian solutions of games drawn at random.
//!
//! Every pass is checked against frozen sizes and the product of gains at the Nash solution.

mod harness;

use std::hint::black_box;

use zopa::analysis::frontier::{Finder, POINTS_MAX, Question, Region, extremes};
use zopa::analysis::solutions::solve;
use zopa::analysis::zone::Layout;

use crate::harness::{Row, measure};

/// More points than any frontier has that is not cut.
const UNCUT: usize = 1_000_000;

/// A game of weighted issues whose options have scores drawn at random.
struct Table {
    layout: Layout,
    utilities: Vec<f64>,
    objectives: Vec<u32>,
    regions: Vec<Region>,
}

/// What a pass must give: points, Nash solutions, product of gains there, and whether all points are listed.
type Expected = (usize, usize, f64, bool);

/// Issues, options of each, parties and what they want.
type Size = (u32, u32, u32, Interests);

/// What one wins the last party loses.
#[derive(Clone, Copy, PartialEq)]
enum Interests {
    Any,
    Opposed,
}

impl Table {
    fn drawn(blocks: u32, options: u32, parties: u32, interests: Interests) -> Self {
        // SplitMix64 (Steele, Lea and Flood 2014).
        let mut state = 7_u64;
        let mut unit = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        };
        let layout = Layout::new((0..=blocks).map(|block| block * options).collect(), parties);
        let combos = layout.combos();
        let mut utilities = Vec::new();
        for _ in 0..parties {
            let weights: Vec<f64> = (0..blocks).map(|_| unit()).collect();
            let total: f64 = weights.iter().sum();
            for weight in weights {
                utilities.extend((0..options).map(|_| weight / total * unit()));
            }
        }
        if interests == Interests::Opposed {
            let last = (parties as usize - 1) * combos;
            for combo in 0..combos {
                let others = utilities[combo..last].iter().step_by(combos);
                utilities[last + combo] = 1.0 / f64::from(blocks) - others.sum::<f64>();
            }
        }
        Self {
            utilities,
            objectives: (0..parties).collect(),
            regions: vec![Region {
                allowed: vec![true; combos],
                floors: vec![f64::NEG_INFINITY; parties as usize],
            }],
            layout,
        }
    }

    fn solve(&self, points_max: usize, finder: &mut Finder) -> Expected {
        let question = Question {
            layout: &self.layout,
            utilities: black_box(&self.utilities),
            objectives: &self.objectives,
            regions: &self.regions,
            cuts: &[],
            points_max,
        };
        let found = finder.find(&question);
        let levels = self.objectives.iter().map(|&party| {
            let from = party as usize * self.layout.combos();
            extremes(&self.layout, &self.utilities[from..]).0
        });
        let levels: Vec<f64> = levels.collect();
        let nash = solve(&question, &levels).nash;
        let gains = nash.points[0].utilities.iter().zip(&levels);
        let gains = gains.map(|(utility, level)| utility - level);
        (
            found.points.len(),
            nash.points.len(),
            gains.product(),
            found.complete,
        )
    }
}

fn main() {
    let any = Interests::Any;
    let cases: [(&str, Size, Expected); 8] = [
        (
            "2_parties_100000_deals",
            (1, 100_000, 2, any),
            (16, 1, 0.995_118_766_300, true),
        ),
        (
            "3_parties_100000_deals",
            (1, 100_000, 3, any),
            (76, 1, 0.962_981_155_121, true),
        ),
        (
            "2_parties_5_issues_of_10",
            (5, 10, 2, any),
            (33, 1, 0.609_926_454_966, true),
        ),
        (
            "3_parties_5_issues_of_10",
            (5, 10, 3, any),
            (106, 1, 0.347_605_285_897, true),
        ),
        (
            "2_parties_10_issues_of_8",
            (10, 8, 2, any),
            (74, 1, 0.532_138_246_078, true),
        ),
        (
            "4_parties_10_issues_of_8",
            (10, 8, 4, any),
            (4_898, 1, 0.160_385_588_510, true),
        ),
        (
            "2_opposed_10_issues_of_8",
            (10, 8, 2, Interests::Opposed),
            (19_686, 1, 0.163_501_525_121, false),
        ),
        (
            "6_parties_13_issues_of_5",
            (13, 5, 6, any),
            (119_580, 1, 0.016_007_037_219, true),
        ),
    ];
    let rows = cases.map(|(name, (blocks, options, parties, interests), expected)| {
        let row = Row::new("theory", name, 1, move |take| {
            let table = Table::drawn(blocks, options, parties, interests);
            let mut finder = Finder::default();
            let is_cut = !expected.3;
            let points_max = if is_cut { POINTS_MAX } else { UNCUT };
            take(&mut || {
                let found = table.solve(points_max, &mut finder);
                assert!((found.2 - expected.2).abs() < 1e-9, "{name}: {found:?}");
                assert_eq!(
                    (found.0, found.1, found.3),
                    (expected.0, expected.1, expected.3)
                );
            });
        });
        Row {
            samples: 10,
            is_counted: expected.0 < 10_000,
            ..row
        }
    });
    measure(&rows);
}
