//! What the figure shows of a solution and of the points of its frontiers.

use crate::report::figure::plans::PlanSlopes;
use crate::results::{DealPoint, FrontierPoints, Solution, Utilities};

/// What theory marks among the utilities of a game.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FrontierMarks {
    /// Parties with their reservation values, and plans.
    pub central: PlanSlopes,
    /// The parties whose gains the frontier weighs, by their places.
    pub objectives: Vec<usize>,
    /// The frontier of all deals.
    pub free: Vec<Utilities>,
    /// The frontier of the zone.
    pub zone: Vec<Utilities>,
    /// For each of [`CONCEPTS`](crate::analysis::position::CONCEPTS) the deals it picks.
    pub solutions: Vec<Vec<Utilities>>,
    /// By how much a deal may beat all points of the zone that are kept, where some are not.
    pub cut: Option<f64>,
}

impl FrontierMarks {
    /// What a solution and the points of its frontiers mark.
    pub(crate) fn of(solution: &Solution, points: FrontierPoints) -> Self {
        let parties = || solution.parties.iter();
        let place = |id: &String| parties().position(|party| party.id == *id);
        let utilities = |deals: &[DealPoint]| {
            let deals = deals.iter();
            deals
                .map(|deal| solution.in_order(&deal.utilities))
                .collect()
        };
        Self {
            central: PlanSlopes::of(solution),
            objectives: solution.objectives.iter().filter_map(place).collect(),
            free: points.free,
            zone: points.zone,
            solutions: solution.concepts().map(utilities).into(),
            cut: (!solution.complete).then(|| solution.epsilon.unwrap_or(f64::NAN)),
        }
    }
}
