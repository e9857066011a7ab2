//! The frontier of the zone, the solutions on it, and the frontier of all deals.

use crate::analysis::frontier::{Frontier, Point, Question, frontier};
use crate::analysis::position::regions::{self, Flat};
use crate::analysis::position::view::{Request, View};
use crate::analysis::position::zone::ZoneSize;
use crate::analysis::solutions::{Solutions, disagreement, solutions};
use crate::game::{INDIFFERENCE, total};

/// The frontier of the zone with the solutions on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Solved {
    /// Deals of the zone that no other deal of the zone improves on for one objective without costing another.
    pub frontier: Frontier,
    /// Which of its points each concept picks.
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
    /// For each of [`CONCEPTS`] the places of the points it picks.
    pub fn concepts(&self) -> [&[usize]; CONCEPTS.len()] {
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

/// Solves the zone of a position.
pub(super) fn solve(
    view: &View<'_>,
    objectives: &[u32],
    zone: &ZoneSize,
    request: Request,
) -> Solved {
    let of_zone = if zone.exists == Some(false) {
        Frontier::without_points(0.0)
    } else {
        regions::zone(view, objectives).map_or(Frontier::without_points(f64::INFINITY), |flat| {
            found(view, &flat, objectives, request)
        })
    };
    let parties = objectives.iter().map(|&party| {
        let (worst, best) = view.extremes(party as usize);
        let level = disagreement(view.position.reservations[party as usize], worst);
        (level, best)
    });
    let (levels, best): (Vec<f64>, Vec<f64>) = parties.unzip();
    let mut picked = solutions(&of_zone.points, objectives, &levels, &best);
    picked.nash = nash(&of_zone.points, objectives, &levels, &best, picked.nash);
    Solved {
        solutions: picked,
        frontier: of_zone,
    }
}

/// The frontier of all deals of a position, acceptable or not.
pub(super) fn free(view: &View<'_>, objectives: &[u32], request: Request) -> Frontier {
    found(view, &regions::all_deals(view), objectives, request)
}

/// The Nash solutions among the points that leave no objective below its level.
///
/// An objective whose consent a deal does not need may lose by it, and a product of two losses is no gain.
fn nash(
    points: &[Point],
    objectives: &[u32],
    levels: &[f64],
    best: &[f64],
    picked: Vec<usize>,
) -> Vec<usize> {
    let rational = |point: &Point| {
        let pairs = objectives.iter().zip(levels);
        pairs
            .into_iter()
            .all(|(&party, level)| point.utilities[party as usize] >= level - INDIFFERENCE)
    };
    let places: Vec<usize> = (0..points.len())
        .filter(|&place| rational(&points[place]))
        .collect();
    if places.len() == points.len() {
        return picked;
    }
    let points: Vec<Point> = places.iter().map(|&place| points[place].clone()).collect();
    let among = solutions(&points, objectives, levels, best).nash;
    among.into_iter().map(|place| places[place]).collect()
}

/// The frontier of a flattened position, with everybody's utilities.
fn found(view: &View<'_>, flat: &Flat, objectives: &[u32], request: Request) -> Frontier {
    let mut frontier = frontier(&Question {
        layout: &flat.layout,
        utilities: &flat.utilities,
        objectives,
        regions: &flat.regions,
        points_max: request.points_max,
    });
    for point in &mut frontier.points {
        point.utilities = utilities(view, &point.combos);
    }
    frontier
}

/// Everybody's utility of a deal.
pub(super) fn utilities(view: &View<'_>, deal: &[u32]) -> Vec<f64> {
    let tables = view.position.tables.iter();
    tables.map(|tables| total(&tables.utility, deal)).collect()
}

/// By how much a point gives each objective more than some utilities, at least.
pub(super) fn least_gain(point: &Point, objectives: &[u32], utilities: &[f64]) -> f64 {
    let gains = objectives.iter().map(|&party| {
        let party = party as usize;
        point.utilities[party] - utilities[party]
    });
    gains.fold(f64::INFINITY, f64::min)
}
