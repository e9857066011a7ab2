//! Which assumptions decide that one policy leads another, or changes anything.

use crate::experiment::band::BandPoints;
use crate::experiment::decisive::one_by_one::{Question, budget, decide, filled};
use crate::experiment::decisive::screen::strongest;
use crate::experiment::decisive::terms::Contested;
use crate::scenario::Assignment;
use crate::simulation::{Control, Decisive, Turning};

/// Two cells of a comparison against each other.
pub(in crate::experiment) struct Contest<'c> {
    /// What makes each, the one with more agreements first.
    pub(in crate::experiment) cells: [Vec<Assignment>; 2],
    /// Which of the first runs agreed in each.
    pub(in crate::experiment) before: [&'c [bool]; 2],
    /// By how much the first leads, as a share of runs.
    pub(in crate::experiment) lead: f64,
    /// By how much that lead is greater at each point of the band.
    pub(in crate::experiment) differences: Vec<f64>,
}

/// The numbers that by themselves change most by how much one cell leads another; none when it was cancelled or there are too few
/// runs.
pub(in crate::experiment) fn contest(
    points: &BandPoints<'_>,
    contest: &Contest<'_>,
    control: &dyn Control,
) -> Option<Decisive> {
    let (count, runs) = budget(points)?;
    let foremost = strongest(points.places(), &contest.differences, count);
    let numbers = filled(Vec::new(), foremost, points.numbers().len(), count);
    let before = |run: u64| {
        let run = usize::try_from(run).expect("a place in memory");
        let [first, second] = contest
            .before
            .map(|agreed| f64::from(u8::from(agreed[run])));
        first - second
    };
    let question = Question {
        cells: &contest.cells,
        weights: &[1.0, -1.0],
        before: &before,
        written: contest.lead,
        legal: [-1.0, 1.0],
        levels: &[(Turning::Reversed, 0.0)],
        issues: &[],
        turn: &|_: &Contested, _| Turning::Reversed,
    };
    decide(points, &question, &numbers, runs, control)
}
