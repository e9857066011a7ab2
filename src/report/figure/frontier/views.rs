//! Which pairs of parties the figure of the frontier shows.

use crate::report::chart::View;
use crate::report::figure::frontier::read::FrontierMarks;

/// Pairs of parties that a reader can still compare: two sheets of a page.
const PAIRS_MAX: usize = 12;

/// What the panels show, and how many pairs there are: pairs of objectives, the first across and the second up; of too
/// many those whose utilities run most against each other. A lone pair is seen from near by, too, where its zone is small.
pub(super) fn views(marks: &FrontierMarks, zone: usize) -> (Vec<View>, usize) {
    let mut views = Vec::new();
    for (place, &across) in marks.objectives.iter().enumerate() {
        for &up in &marks.objectives[place + 1..] {
            views.push(View {
                across,
                up,
                near: None,
            });
        }
    }
    let pairs = views.len();
    if pairs > PAIRS_MAX {
        let mut opposed: Vec<(f64, usize)> = views
            .iter()
            .map(|view| correlation(&marks.free, view.across, view.up))
            .zip(0..)
            .collect();
        // Ties go to the first pair.
        opposed.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let mut shown: Vec<usize> = opposed.iter().take(PAIRS_MAX).map(|item| item.1).collect();
        shown.sort_unstable();
        views = shown.into_iter().map(|place| views[place]).collect();
    }
    if let [lone] = views[..] {
        let near = |party: usize| {
            let whole = marks.free.iter().chain(plans(marks));
            spread(marks, party, marks.zone.iter())
                < 0.4 * spread(marks, party, marks.zone.iter().chain(whole))
        };
        if !marks.zone.is_empty() && near(lone.across) && near(lone.up) {
            views.push(View {
                near: Some(zone),
                ..lone
            });
            return (views, 2);
        }
    }
    (views, pairs)
}

fn plans(marks: &FrontierMarks) -> impl Iterator<Item = &Vec<f64>> {
    marks.central.plans.iter().map(|plan| &plan.utilities)
}

/// How far some utilities of a party and its reservation value lie apart.
fn spread<'a>(
    marks: &FrontierMarks,
    party: usize,
    points: impl Iterator<Item = &'a Vec<f64>>,
) -> f64 {
    let start = [marks.central.parties[party].reservation; 2];
    let utilities = points.map(|point| point[party]);
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
