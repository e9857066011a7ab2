//! Solutions of cooperative bargaining theory on fine grids.
//!
//! A grid holds the frontier at distance h at most, so a solution lies within a step of its closed form: each test says
//! how long a step is, and allows that much. Where the closed form itself is a point of the grid, it must be found.

use zopa::analysis::frontier::{Frontier, Question, Region, frontier};
use zopa::analysis::solutions::{Pick, Solutions, solve};
use zopa::analysis::zone::Layout;

/// A single block of deals with the utilities given.
struct Block {
    layout: Layout,
    utilities: Vec<f64>,
    regions: [Region; 1],
    points_max: usize,
}

impl Block {
    /// Those of the deals at or above the disagreement levels.
    fn of<const PARTIES: usize>(deals: &[[f64; PARTIES]], disagreement: &[f64; PARTIES]) -> Self {
        let parties = u32::try_from(PARTIES).expect("few parties");
        let count = u32::try_from(deals.len()).expect("a grid");
        let columns = (0..PARTIES).flat_map(|party| deals.iter().map(move |deal| deal[party]));
        Self {
            layout: Layout::new(vec![0, count], parties),
            utilities: columns.collect(),
            regions: [Region {
                allowed: vec![true; deals.len()],
                floors: disagreement.to_vec(),
            }],
            points_max: deals.len(),
        }
    }

    fn question<'a>(&'a self, objectives: &'a [u32]) -> Question<'a> {
        Question {
            layout: &self.layout,
            utilities: &self.utilities,
            objectives,
            regions: &self.regions,
            cuts: &[],
            points_max: self.points_max,
        }
    }

    fn solve(&self, objectives: &[u32], levels: &[f64]) -> Solutions {
        solve(&self.question(objectives), levels)
    }
}

/// Frontier and solutions for two parties.
fn pair(deals: &[[f64; 2]], disagreement: [f64; 2]) -> (Frontier, Solutions) {
    let block = Block::of(deals, &disagreement);
    let found = frontier(&block.question(&[0, 1]));
    assert!(found.complete);
    (found, block.solve(&[0, 1], &disagreement))
}

/// Requires all deals picked, at least one, to have these utilities, give or take `step`.
fn assert_at(pick: &Pick, expected: &[f64], step: f64) {
    assert!(!pick.points.is_empty());
    for point in &pick.points {
        let mut pairs = point.utilities.iter().zip(expected);
        assert!(
            pairs.all(|(utility, expected)| (utility - expected).abs() <= step + 1e-9),
            "{:?} for {expected:?}",
            point.utilities
        );
    }
}

/// Splitting one unit over disagreement levels: everybody gets his level and an equal share of the rest (Nash 1950,
/// Econometrica 18(2)). Step 0.001; the solution is on the grid.
#[test]
fn nash_linear_sym() {
    let deals: Vec<[f64; 2]> = super::grid(1_000).iter().map(|x| [*x, 1.0 - x]).collect();
    let (_, solved) = pair(&deals, [0.1, 0.3]);
    assert_eq!(solved.nash.points.len(), 1);
    assert_at(&solved.nash, &[0.4, 0.6], 0.0);
}

/// With weights .5, .3, .2 the rest is shared in these proportions. Weights are numbers of equal players with the same
/// interest (Kalai 1977, International Journal of Game Theory 6): five, three and two of them. Step 0.01; the solution
/// is on the grid.
#[test]
fn nash_3player() {
    let deals: Vec<[f64; 3]> = (0..=100_u32)
        .flat_map(|one| {
            (0..=100 - one)
                .map(move |two| [one, two, 100 - one - two].map(|pieces| f64::from(pieces) / 100.0))
        })
        .collect();
    let levels = [0.1, 0.1, 0.2];
    let block = Block::of(&deals, &levels);
    let players = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
    let levels = players.map(|player: u32| levels[player as usize]);
    let solved = block.solve(&players, &levels);
    assert_eq!(solved.nash.points.len(), 1);
    assert_at(&solved.nash, &[0.4, 0.28, 0.32], 0.0);
}

/// A risk-averse second party, u₂ = √(1 − x) (Osborne and Rubinstein 1990; Kalai and Smorodinsky 1975, Econometrica
/// 43(3)). Step 1/50,000 in x, at these points no more than that in √(1 − x) either.
#[test]
fn frontier_sqrt() {
    let step = 1.0 / 50_000.0;
    let deals: Vec<[f64; 2]> = super::grid(50_000)
        .iter()
        .map(|x| [*x, (1.0 - x).sqrt()])
        .collect();
    let (found, solved) = pair(&deals, [0.0, 0.0]);
    assert_eq!(found.points.len(), 50_001);
    assert_at(&solved.nash, &[0.666_666_666_667, 0.577_350_269_19], step);
    let golden = 0.618_033_988_75;
    assert_at(&solved.kalai_smorodinsky, &[golden, golden], step);
    assert_at(&solved.kalai_smorodinsky_max_min, &[golden, golden], step);
    assert_at(&solved.egalitarian, &[golden, golden], step);
    assert_at(&solved.utilitarian, &[0.75, 0.5], 0.0);
}

/// A frontier with a kink at (.8, .6): Nash and utilitarian at the kink, the others on the line before it (Kalai and
/// Smorodinsky 1975). 1,000 steps a side: none longer than 0.001 in either utility.
#[test]
fn polygon_kink() {
    let side = |from: [f64; 2], to: [f64; 2]| {
        super::grid(1_000)
            .into_iter()
            .map(move |t| [0, 1].map(|party| from[party] + t * (to[party] - from[party])))
    };
    let mut deals: Vec<[f64; 2]> = side([0.0, 1.0], [0.8, 0.6]).collect();
    deals.extend(side([0.8, 0.6], [1.0, 0.0]));
    deals.push([0.0, 0.0]);
    let (_, solved) = pair(&deals, [0.0, 0.0]);
    let third = 0.666_666_666_667;
    assert_at(&solved.nash, &[0.8, 0.6], 0.0);
    assert_at(&solved.utilitarian, &[0.8, 0.6], 0.0);
    for places in [
        &solved.kalai_smorodinsky,
        &solved.kalai_smorodinsky_max_min,
        &solved.egalitarian,
    ] {
        assert_at(places, &[third, third], 0.001);
    }
}

/// The line u₁/4 + u₂ = 1, on which relative gains are equal elsewhere than gains. 1,000 steps of 0.004 in the first
/// utility; all four solutions are on the grid.
#[test]
fn asym_ideals_line() {
    let deals: Vec<[f64; 2]> = super::grid(1_000)
        .iter()
        .map(|t| [4.0 * t, 1.0 - t])
        .collect();
    let (_, solved) = pair(&deals, [0.0, 0.0]);
    assert_at(&solved.nash, &[2.0, 0.5], 0.0);
    assert_at(&solved.kalai_smorodinsky, &[2.0, 0.5], 0.0);
    assert_at(&solved.kalai_smorodinsky_max_min, &[2.0, 0.5], 0.0);
    assert_at(&solved.egalitarian, &[0.8, 0.8], 0.0);
    assert_at(&solved.utilitarian, &[4.0, 0.0], 0.0);
}

/// Two issues that matter to different parties: together each gets the one it cares for and both have .8, one by one
/// each is halved and both have .5 (Fershtman 1990; Inderst 2000; Lax and Sebenius 1986). The solution of the package is
/// on the grid; issue by issue too, the step being 0.01.
#[test]
fn linkage_two_issue_solutions() {
    let shares = super::grid(100);
    let weights = [[0.8, 0.2], [0.2, 0.8]];
    let issue = |issue: usize| {
        let pairs = shares.iter().map(|x| [*x, 1.0 - x]);
        pairs.map(move |won| [0, 1].map(|party| weights[party][issue] * won[party]))
    };
    let both = [issue(0).collect::<Vec<_>>(), issue(1).collect()];
    let columns = (0..2).flat_map(|party| both.iter().flatten().map(move |deal| deal[party]));
    let question = Question {
        layout: &Layout::new(vec![0, 101, 202], 2),
        utilities: &columns.collect::<Vec<_>>(),
        objectives: &[0, 1],
        regions: &[Region {
            allowed: vec![true; 202],
            floors: vec![0.0; 2],
        }],
        cuts: &[],
        points_max: 20_000,
    };
    let solved = solve(&question, &[0.0; 2]);
    assert_at(&solved.nash, &[0.8, 0.8], 0.0);
    let mut alone = [0.0; 2];
    for deals in &both {
        let (_, solved) = pair(deals, [0.0; 2]);
        for (sum, utility) in alone.iter_mut().zip(&solved.nash.points[0].utilities) {
            *sum += utility;
        }
    }
    for utility in alone {
        super::assert_near(utility, 0.5, "issue by issue");
        super::assert_near(0.8 / utility, 1.6, "joint gain");
    }
}
