//! The frontier of the zone and that of all deals, and the solutions within the zone.

use crate::analysis::frontier::{Frontier, Point, frontier};
use crate::analysis::position::regions::{self, Flat};
use crate::analysis::position::view::{Request, View};
use crate::analysis::position::zone::ZoneSize;
use crate::analysis::solutions::{Bargain, Pick, Prospect, Solutions};
use crate::game::total;

/// The frontier of the zone, and the solutions within the zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Solved {
    /// Deals of the zone that no other deal of the zone improves on for one objective without costing another.
    pub frontier: Frontier,
    /// What each concept picks.
    pub solutions: Solutions,
}

/// The concepts of [`Solved::concepts`], by their names in result files.
pub const CONCEPTS: [&str; 5] = [
    "nash",
    "kalai-smorodinsky",
    "kalai-smorodinsky-max-min",
    "egalitarian",
    "utilitarian",
];

impl Solved {
    /// What each of [`CONCEPTS`] picks.
    pub fn concepts(&self) -> [&Pick; CONCEPTS.len()] {
        let solutions = &self.solutions;
        [
            &solutions.nash,
            &solutions.kalai_smorodinsky,
            &solutions.kalai_smorodinsky_max_min,
            &solutions.egalitarian,
            &solutions.utilitarian,
        ]
    }
}

/// A frontier of a position by utilities, with the deals it is drawn from.
pub(super) struct Drawn<'a> {
    view: &'a View<'a>,
    /// None where the zone is known to be empty, or its parties are too many to be distinguished.
    prospect: Option<Prospect<'a>>,
    /// What is known where there is no prospect.
    epsilon: f64,
}

impl<'a> Drawn<'a> {
    /// The frontier of these deals.
    pub(super) fn of(
        view: &'a View<'a>,
        flat: Option<&'a Flat>,
        objectives: &'a [u32],
        request: Request,
    ) -> Self {
        let prospect = flat.map(|flat| {
            let question = flat.question(objectives, request.points_max);
            Prospect::new(&question, frontier(&question))
        });
        Self {
            view,
            prospect,
            epsilon: f64::INFINITY,
        }
    }

    /// The frontier of no deals.
    pub(super) fn empty(view: &'a View<'a>) -> Self {
        Self {
            view,
            prospect: None,
            epsilon: 0.0,
        }
    }

    /// The greatest gain over some utilities of the objectives that one of the deals gives all of them alike.
    pub(super) fn shared_gain(&mut self, over: &[f64]) -> Option<f64> {
        self.prospect.as_mut()?.shared_gain(over)
    }

    /// The deals of greatest sum of utilities.
    pub(super) fn utilitarian(&mut self) -> Pick {
        let none = Pick::none(self.epsilon <= 0.0);
        let prospect = self.prospect.as_mut();
        let pick = prospect.map_or(none, Prospect::utilitarian);
        with_utilities(self.view, pick)
    }

    /// The frontier, with everybody's utilities.
    pub(super) fn frontier(self) -> Frontier {
        let none = Frontier::without_points(self.epsilon);
        let mut frontier = self.prospect.map_or(none, Prospect::into_frontier);
        add_utilities(self.view, &mut frontier.points);
        frontier
    }
}

/// The deals of the zone by utilities; none where the zone is known to be empty, or is more than the search has columns for.
pub(super) fn zone_flat(view: &View<'_>, objectives: &[u32], zone: &ZoneSize) -> Option<Flat> {
    let may_exist = zone.exists != Some(false);
    may_exist.then(|| regions::zone(view, objectives)).flatten()
}

/// What settlement rules pick from the zone of a position: the Nash solution and the most equal relative gains.
pub(super) fn settled(view: &View<'_>, objectives: &[u32], zone: &ZoneSize) -> [Pick; 2] {
    if zone.exists == Some(false) {
        return [Pick::none(true), Pick::none(true)];
    }
    let Some(flat) = regions::margins(view) else {
        return [Pick::none(false), Pick::none(false)];
    };
    let mut bargain = bargain(view, &flat, objectives);
    let [equal, _] = bargain.kalai_smorodinsky();
    [bargain.nash(), equal].map(|pick| with_utilities(view, pick))
}

/// The solutions of a position but the utilitarian one, which counts no gains.
pub(super) fn from_no_agreement(
    view: &View<'_>,
    objectives: &[u32],
    zone: &ZoneSize,
    utilitarian: Pick,
) -> Solutions {
    let may_exist = zone.exists != Some(false);
    let flat = may_exist.then(|| regions::margins(view)).flatten();
    let picks = flat.map(|flat| {
        let mut bargain = bargain(view, &flat, objectives);
        let [equal, max_min] = bargain.kalai_smorodinsky();
        let picks = [bargain.nash(), equal, max_min, bargain.egalitarian()];
        picks.map(|pick| with_utilities(view, pick))
    });
    let none = || Pick::none(!may_exist);
    let [nash, equal, max_min, egalitarian] =
        picks.unwrap_or_else(|| [none(), none(), none(), none()]);
    Solutions {
        nash,
        kalai_smorodinsky: equal,
        kalai_smorodinsky_max_min: max_min,
        egalitarian,
        utilitarian,
    }
}

/// The bargain of a position: margins are counted from what no agreement is worth.
fn bargain<'a>(view: &View<'_>, flat: &'a Flat, objectives: &'a [u32]) -> Bargain<'a> {
    let levels = objectives.iter().map(|&party| {
        let position = view.position;
        position.reservations[party as usize] + position.tables[party as usize].constant
    });
    Bargain::new(&flat.question(objectives, 1), levels.collect())
}

fn with_utilities(view: &View<'_>, mut pick: Pick) -> Pick {
    add_utilities(view, &mut pick.points);
    pick
}

fn add_utilities(view: &View<'_>, points: &mut [Point]) {
    for point in points {
        point.utilities = utilities(view, &point.combos);
    }
}

/// Everybody's utility of a deal.
pub(super) fn utilities(view: &View<'_>, deal: &[u32]) -> Vec<f64> {
    let tables = view.position.tables.iter();
    tables.map(|tables| total(&tables.utility, deal)).collect()
}
