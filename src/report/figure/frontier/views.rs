//! Which pairs of parties the figure of the frontier shows.

use crate::report::chart::View;
use crate::results::{FrontierPoints, Solution};

/// Pairs of parties that a reader can still compare: two sheets of a page.
const PAIRS_MAX: usize = 12;

/// What the panels show, and how many pairs there are: pairs of objectives, the first across and the second up; of too
/// many those whose utilities run most against each other. A lone pair is seen from near by, too, where its zone is small.
pub(super) fn views(
    solution: &Solution,
    points: &FrontierPoints,
    zone: usize,
) -> (Vec<View>, usize) {
    let parties = solution.parties.iter().enumerate();
    let objectives = parties.filter(|(_, party)| solution.objectives.contains(&party.id));
    let objectives: Vec<usize> = objectives.map(|(place, _)| place).collect();
    let mut views = Vec::new();
    for (place, &across) in objectives.iter().enumerate() {
        let others = &objectives[place + 1..];
        views.extend(others.iter().map(|&up| View {
            across,
            up,
            near: None,
        }));
    }
    let pairs = views.len();
    if pairs > PAIRS_MAX {
        let correlation = |view: &View| correlation(&points.free, view.across, view.up);
        let mut opposed: Vec<(f64, usize)> = views.iter().map(correlation).zip(0..).collect();
        // Ties go to the first pair.
        opposed.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let mut shown: Vec<usize> = opposed.iter().take(PAIRS_MAX).map(|item| item.1).collect();
        shown.sort_unstable();
        views = shown.into_iter().map(|place| views[place]).collect();
    }
    if let [lone] = views[..] {
        let is_small = |party: usize| {
            let utility = |point: &Vec<f64>| point[party];
            let id = &solution.parties[party].id;
            let plans = solution.plans.iter().map(|plan| plan.utilities[id]);
            let zone = points.zone.iter().map(utility);
            let whole = points.free.iter().map(utility).chain(plans);
            let reservation = solution.parties[party].reservation;
            spread(reservation, zone.clone()) < 0.4 * spread(reservation, zone.chain(whole))
        };
        if !points.zone.is_empty() && is_small(lone.across) && is_small(lone.up) {
            views.push(View {
                near: Some(zone),
                ..lone
            });
            return (views, 2);
        }
    }
    (views, pairs)
}

/// How far a reservation value and some utilities lie apart.
fn spread(reservation: f64, utilities: impl Iterator<Item = f64>) -> f64 {
    let start = [reservation; 2];
    let [low, high] = utilities.fold(start, |[low, high], item| [low.min(item), high.max(item)]);
    high - low
}

/// Pearson's correlation of two parties' utilities over some points, -1..=1; 0 where one of them never changes.
fn correlation(points: &[Vec<f64>], one: usize, other: usize) -> f64 {
    let count = points.len().max(1) as f64;
    let mean = |party: usize| {
        let total: f64 = points.iter().map(|point| point[party]).sum();
        total / count
    };
    let (first, second) = (mean(one), mean(other));
    let (mut together, mut squares) = (0.0, [0.0; 2]);
    for point in points {
        let (x, y) = (point[one] - first, point[other] - second);
        together += x * y;
        squares[0] += x * x;
        squares[1] += y * y;
    }
    let scale = libm::sqrt(squares[0] * squares[1]);
    if scale > 0.0 { together / scale } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::correlation;

    #[test]
    fn correlations_tell_rivals_from_allies() {
        let points = [[0.0, 1.0, 0.0], [0.5, 0.5, 0.5], [1.0, 0.0, 1.0]].map(Vec::from);
        assert!((correlation(&points, 0, 1) + 1.0).abs() < 1e-12);
        assert!((correlation(&points, 0, 2) - 1.0).abs() < 1e-12);
        assert!(correlation(&points[..1], 0, 1).abs() < 1e-12);
    }
}
