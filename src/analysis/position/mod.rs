//! What theory says of one position, without chance: the zone, the frontier, the solutions, each plan's place.
//!
//! A [`Position`] is a game with numbers in it: what every deal is worth to everybody, and what no deal is. Positions are
//! made where negotiations begin ([`crate::bargaining::Opening`] in the layer above); here they are only judged.

mod frontier;
mod plan;
mod regions;
mod zone;

pub use frontier::{CONCEPTS, Solved};
pub use plan::{BodyVerdict, Objection, PartyVerdict, PlanPlace};
pub use zone::{Obstacle, ZoneSize};

use crate::analysis::counting::{Candidates, count};
use crate::analysis::frontier::{Frontier, extremes};
use crate::analysis::zone::{ZoneMap, mark_red_lines};
use crate::game::{Game, INDIFFERENCE, PartyTables};
use crate::model::{ConsentRule, Role, Scenario};

/// A deal to be judged, with what the bodies at home would say to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// A combo for each block.
    pub deal: Vec<u32>,
    /// For each stage the probability of approval; none where the stage is not held for this deal.
    pub approvals: Vec<Option<f64>>,
}

/// What one party wants issue by issue, linkages and the risk of breach apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stance {
    /// Weight of each issue to it.
    pub saliences: Vec<f64>,
    /// The option of each issue with the greatest score to it, the lowest of equals.
    pub favourites: Vec<u8>,
}

/// A game with numbers in it, at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Position {
    /// Type of each party.
    pub kinds: Vec<usize>,
    /// What each party loses below its reservation value when an agreement breaks.
    pub losses: Vec<f64>,
    /// What each party wants issue by issue.
    pub stances: Vec<Stance>,
    /// What each party's tables hold.
    pub tables: Vec<PartyTables>,
    /// What no deal is worth to each party.
    pub reservations: Vec<f64>,
    /// The scenario's plans.
    pub plans: Vec<Proposal>,
}

/// What is asked of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Most points of a frontier that are kept.
    pub points_max: usize,
    /// Whether the deals in the zone are counted.
    pub count: Counting,
}

/// Whether the deals in the zone are counted, which takes longer than anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// As exactly as can be.
    Yes,
    /// Not at all.
    No,
}

/// What theory says of a position.
#[derive(Clone, Debug, PartialEq)]
pub struct Theory {
    /// Whether there is a zone, and how large it is.
    pub zone: ZoneSize,
    /// What each party brings.
    pub parties: Vec<PartyFigures>,
    /// The frontier of the zone with the solutions on it.
    pub solved: Solved,
    /// The frontier of all deals, acceptable or not.
    pub free: Frontier,
    /// The place of each plan.
    pub plans: Vec<PlanPlace>,
}

/// One party in a position.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PartyFigures {
    /// What no deal is worth to it.
    pub reservation: f64,
    /// Utility of its worst deal.
    pub worst: f64,
    /// Utility of its best deal.
    pub best: f64,
    /// Deals acceptable to it alone: no red line of its own crossed, margin at least 0; none where too many to count.
    pub win_set: Option<u128>,
}

/// The parties whose gains a frontier weighs: those the default consent rule names if it asks for all of at least two, else
/// the principals.
pub fn objectives(scenario: &Scenario) -> Vec<u32> {
    if let ConsentRule::All(parties) = &scenario.consent
        && parties.len() >= 2
    {
        let mut named: Vec<u32> = parties.iter().map(|party| party.0).collect();
        named.sort_unstable();
        return named;
    }
    let parties = (0..).zip(&scenario.parties);
    parties
        .filter(|(_, party)| party.role == Role::Principal)
        .map(|(number, _)| number)
        .collect()
}

/// The parts of a game that do not change from position to position.
#[derive(Clone, Debug)]
pub struct Theorist<'a> {
    game: &'a Game,
    map: ZoneMap,
    /// The parties whose gains the frontier weighs.
    objectives: Vec<u32>,
    request: Request,
}

impl<'a> Theorist<'a> {
    /// Prepares for the positions of a game; the frontier weighs the utilities of `objectives`.
    pub fn new(game: &'a Game, objectives: Vec<u32>, request: Request) -> Self {
        Self {
            game,
            map: ZoneMap::of(game),
            objectives,
            request,
        }
    }

    /// The parties whose gains the frontier weighs.
    pub fn objectives(&self) -> &[u32] {
        &self.objectives
    }

    /// Says all that theory has to say of a position.
    pub fn judge(&self, position: &Position) -> Theory {
        let mut crossed = Vec::new();
        mark_red_lines(self.game, position.kinds.iter().copied(), &mut crossed);
        let view = self.view(position, &crossed);
        let parties: Vec<PartyFigures> = (0..self.game.parties.len())
            .map(|party| view.figures(party))
            .collect();
        let zone = zone::size(&view, self.request.count);
        let solved = frontier::solve(&view, &self.objectives, &zone, self.request);
        let free = frontier::free(&view, &self.objectives, self.request);
        let plans = position.plans.iter();
        let plans = plans
            .map(|plan| plan::place(&view, plan, &self.objectives, &solved, &free))
            .collect();
        Theory {
            zone,
            parties,
            solved,
            free,
            plans,
        }
    }
}

impl Theorist<'_> {
    /// Whether a deal lies in the zone of a position, anticipated ratification apart.
    pub fn in_zone(&self, position: &Position, deal: &[u32]) -> bool {
        let mut crossed = Vec::new();
        mark_red_lines(self.game, position.kinds.iter().copied(), &mut crossed);
        zone::in_zone(&self.view(position, &crossed), deal)
    }

    /// Whether a position has a zone, anticipated ratification apart.
    pub fn zone(&self, position: &Position) -> ZoneSize {
        let mut crossed = Vec::new();
        mark_red_lines(self.game, position.kinds.iter().copied(), &mut crossed);
        zone::size(&self.view(position, &crossed), Counting::No)
    }

    /// Whether a position has a zone, and the solutions on its frontier: the parts of [`Theorist::judge`] that a
    /// settlement rule needs.
    pub fn solve(&self, position: &Position) -> (ZoneSize, Solved) {
        let mut crossed = Vec::new();
        mark_red_lines(self.game, position.kinds.iter().copied(), &mut crossed);
        let view = self.view(position, &crossed);
        let zone = zone::size(&view, Counting::No);
        let solved = frontier::solve(&view, &self.objectives, &zone, self.request);
        (zone, solved)
    }

    fn view<'a>(&'a self, position: &'a Position, crossed: &'a [u32]) -> View<'a> {
        View {
            game: self.game,
            map: &self.map,
            position,
            crossed,
        }
    }
}

/// A position with the game it belongs to.
#[derive(Clone, Copy, Debug)]
struct View<'a> {
    game: &'a Game,
    map: &'a ZoneMap,
    position: &'a Position,
    /// By combo: bit p is set when it crosses a red line of party p.
    crossed: &'a [u32],
}

impl View<'_> {
    /// What a deal's margins must add up to for a party to be no worse off than without a deal.
    fn need(&self, party: usize) -> f64 {
        self.position.reservations[party] + self.position.tables[party].constant - INDIFFERENCE
    }

    /// Utility of a party's worst and of its best deal.
    fn extremes(&self, party: usize) -> (f64, f64) {
        let tables = &self.position.tables[party];
        extremes(&self.map.layout, &tables.utility, &[0.0], 0)
    }

    fn figures(&self, party: usize) -> PartyFigures {
        let (worst, best) = self.extremes(party);
        PartyFigures {
            reservation: self.position.reservations[party],
            worst,
            best,
            win_set: self.win_set(party),
        }
    }

    fn win_set(&self, party: usize) -> Option<u128> {
        let margin = &self.position.tables[party].margin;
        let blocks = (0..self.map.layout.blocks()).map(|block| {
            let mut candidates = Candidates::new(1);
            for combo in self.map.layout.block(block) {
                if self.crossed[combo] >> party & 1 == 0 {
                    candidates.push([margin[combo]]);
                }
            }
            candidates
        });
        count(&blocks.collect::<Vec<_>>(), &[self.need(party)])
    }
}
