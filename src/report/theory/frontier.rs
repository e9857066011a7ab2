//! The points of both frontiers, as comma-separated lines.

use crate::report::csv::table as csv_table;
use crate::report::theory::Solution;

/// How a line says that its point is on the frontier of all deals.
pub const OF_ALL_DEALS: &str = "all deals";
/// How a line says that its point is on the frontier of the zone.
pub const OF_THE_ZONE: &str = "zone";

/// A line for each point: of which frontier it is, and everybody's utility in full precision.
pub fn frontier(solution: &Solution<'_>) -> String {
    let theory = solution.theory;
    let frontiers = [
        (OF_ALL_DEALS, &theory.free),
        (OF_THE_ZONE, &theory.solved.frontier),
    ];
    let lines = frontiers.into_iter().flat_map(|(name, frontier)| {
        frontier.points.iter().map(move |point| {
            let utilities = point.utilities.iter().map(ToString::to_string);
            std::iter::once(name.to_owned()).chain(utilities).collect()
        })
    });
    let parties = solution.scenario.parties.iter();
    let parties = parties.map(|party| party.id.as_str());
    let names: Vec<&str> = std::iter::once("frontier").chain(parties).collect();
    csv_table(&names, lines)
}
