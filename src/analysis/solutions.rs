//! Solutions of cooperative bargaining theory on a discrete Pareto frontier.
//!
//! Each picks from the listed points, and lists every point within [`TIE`] of the best: a discrete frontier has ties, and
//! none of them is the better answer. Definitions as NegMAS 0.16 has them, so that figures can be held against it; the
//! textbook reading of Kalai and Smorodinsky stands beside its own.

use crate::analysis::frontier::Point;

/// Scores nearer than this are equal.
pub const TIE: f64 = 1e-12;

/// Places of the solutions among the points, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Solutions {
    /// Greatest product of gains, `Π (u_p − d_p)` (Nash 1950, Econometrica 18(2)).
    pub nash: Vec<usize>,
    /// Most equal relative gains: least difference between the greatest and the smallest
    /// `(u_p − d_p) / (b_p − d_p)`.
    pub kalai_smorodinsky: Vec<usize>,
    /// Greatest smallest relative gain (Kalai and Smorodinsky 1975, Econometrica 43(3), on a discrete frontier).
    pub kalai_smorodinsky_max_min: Vec<usize>,
    /// Greatest smallest gain, `min (u_p − d_p)` (Kalai 1977, Econometrica 45(7)).
    pub egalitarian: Vec<usize>,
    /// Greatest sum of utilities.
    pub utilitarian: Vec<usize>,
}

/// The level gains are counted from: the reservation value, or the worst deal where that is better or nothing binds.
pub fn disagreement(reservation: f64, worst: f64) -> f64 {
    // A reservation value of −∞ falls short of every deal.
    reservation.max(worst)
}

/// The solutions among `points` for the parties `objectives`.
///
/// By objective: `disagreement` is the level d gains are counted from, `best` the greatest utility b of any deal, in the
/// zone or not. Where some party cannot gain, b − d ≤ [`TIE`], every point solves everything.
///
/// # Panics
/// When there is not one level and one best utility for each objective.
pub fn solutions(
    points: &[Point],
    objectives: &[u32],
    disagreement: &[f64],
    best: &[f64],
) -> Solutions {
    assert!(
        disagreement.len() == objectives.len() && best.len() == objectives.len(),
        "every objective has a disagreement level and a best utility"
    );
    let ranges = best
        .iter()
        .zip(disagreement)
        .map(|(best, level)| best - level);
    if ranges.clone().any(|range| range <= TIE) {
        let all: Vec<usize> = (0..points.len()).collect();
        return Solutions {
            nash: all.clone(),
            kalai_smorodinsky: all.clone(),
            kalai_smorodinsky_max_min: all.clone(),
            egalitarian: all.clone(),
            utilitarian: all,
        };
    }
    let ranges: Vec<f64> = ranges.collect();
    let utilities = |point: &Point| -> Vec<f64> {
        let parties = objectives.iter();
        parties
            .map(|&party| point.utilities[party as usize])
            .collect()
    };
    let gains = |point: &Point| -> Vec<f64> {
        let pairs = utilities(point).into_iter().zip(disagreement);
        pairs.map(|(utility, level)| utility - level).collect()
    };
    let relative = |point: &Point| -> Vec<f64> {
        let pairs = gains(point).into_iter().zip(&ranges);
        pairs.map(|(gain, range)| gain / range).collect()
    };
    Solutions {
        nash: greatest(points, |point| gains(point).iter().product()),
        kalai_smorodinsky: greatest(points, |point| {
            let gains = relative(point);
            least(&gains) - gains.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        }),
        kalai_smorodinsky_max_min: greatest(points, |point| least(&relative(point))),
        egalitarian: greatest(points, |point| least(&gains(point))),
        utilitarian: greatest(points, |point| utilities(point).iter().sum()),
    }
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Places of the points whose score is within [`TIE`] of the greatest.
fn greatest(points: &[Point], score: impl Fn(&Point) -> f64) -> Vec<usize> {
    let scores: Vec<f64> = points.iter().map(score).collect();
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let near = |place: &usize| best - scores[*place] <= TIE || scores[*place] >= best;
    (0..points.len()).filter(near).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(utilities: &[[f64; 2]]) -> Vec<Point> {
        let point = |utilities: &[f64; 2]| Point {
            combos: Vec::new(),
            utilities: utilities.to_vec(),
        };
        utilities.iter().map(point).collect()
    }

    #[test]
    fn each_solution_by_hand() {
        // Products .25, .27, .16, .24; smallest gains .5, .3, .2, .4; relative gains below.
        let points = points(&[[0.5, 0.5], [0.9, 0.3], [0.8, 0.2], [0.4, 0.6]]);
        let solved = solutions(&points, &[0, 1], &[0.0, 0.0], &[1.0, 0.75]);
        assert_eq!(solved.nash, [1]);
        assert_eq!(solved.egalitarian, [0]);
        assert_eq!(solved.utilitarian, [1]);
        // (.5, .67), (.9, .4), (.8, .27), (.4, .8): most equal and greatest smallest agree.
        assert_eq!(solved.kalai_smorodinsky, [0]);
        assert_eq!(solved.kalai_smorodinsky_max_min, [0]);
    }

    #[test]
    fn most_equal_and_greatest_smallest_relative_gain_differ_on_discrete_frontiers() {
        let points = points(&[[0.9, 0.4], [0.35, 0.36]]);
        let solved = solutions(&points, &[0, 1], &[0.0, 0.0], &[1.0, 1.0]);
        assert_eq!(solved.kalai_smorodinsky, [1]);
        assert_eq!(solved.kalai_smorodinsky_max_min, [0]);
    }

    #[test]
    fn ties_are_all_listed_and_nobody_left_out() {
        let points = points(&[[0.8, 0.4], [0.4, 0.8], [0.6, 0.5]]);
        let solved = solutions(&points, &[0, 1], &[0.0, 0.0], &[1.0, 1.0]);
        assert_eq!(solved.nash, [0, 1]);
        assert_eq!(solved.utilitarian, [0, 1]);
        assert_eq!(solved.egalitarian, [2]);
        // One party alone: its best deal.
        assert_eq!(solutions(&points, &[1], &[0.0], &[1.0]).nash, [1]);
        // Nobody to gain: everything solves everything.
        let idle = solutions(&points, &[0, 1], &[1.0, 0.0], &[1.0, 1.0]);
        assert_eq!(idle.nash, [0, 1, 2]);
        assert_eq!(idle.egalitarian, [0, 1, 2]);
        assert_eq!(solutions(&[], &[0], &[0.0], &[1.0]), Solutions::default());
    }

    #[test]
    fn a_reservation_value_below_the_worst_deal_is_not_used() {
        assert!((disagreement(0.3, 0.1) - 0.3).abs() < 1e-15);
        assert!((disagreement(-0.3, 0.1) - 0.1).abs() < 1e-15);
        assert!((disagreement(f64::NEG_INFINITY, 0.1) - 0.1).abs() < 1e-15);
    }
}
