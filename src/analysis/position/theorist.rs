//! Judges positions: the zone, the frontier, the solutions, each plan's place.

use crate::analysis::frontier::Frontier;
use crate::analysis::position::frontier::{self, Solved};
use crate::analysis::position::plan::{self, PlanPlace};
use crate::analysis::position::view::{Counting, PartyFigures, Position, Request, View};
use crate::analysis::position::zone::{self, ZoneSize};
use crate::analysis::zone::Layout;
use crate::game::Game;
use crate::model::{ConsentRule, Role, Scenario};

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
    layout: Layout,
    /// The parties whose gains the frontier weighs.
    objectives: Vec<u32>,
    request: Request,
}

impl<'a> Theorist<'a> {
    /// Prepares for the positions of a game; the frontier weighs the utilities of `objectives`.
    pub fn new(game: &'a Game, objectives: Vec<u32>, request: Request) -> Self {
        Self {
            game,
            layout: Layout::of(game),
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
        let view = self.view(position);
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

    /// Whether a deal lies in the zone of a position, anticipated ratification apart.
    pub fn in_zone(&self, position: &Position, deal: &[u32]) -> bool {
        zone::in_zone(&self.view(position), deal)
    }

    /// Whether a position has a zone, anticipated ratification apart.
    pub fn zone(&self, position: &Position) -> ZoneSize {
        zone::size(&self.view(position), Counting::No)
    }

    /// Whether a position has a zone, and the solutions on its frontier: the parts of [`Theorist::judge`] that a
    /// settlement rule needs.
    pub fn solve(&self, position: &Position) -> (ZoneSize, Solved) {
        let view = self.view(position);
        let zone = zone::size(&view, Counting::No);
        let solved = frontier::solve(&view, &self.objectives, &zone, self.request);
        (zone, solved)
    }

    fn view<'b>(&'b self, position: &'b Position) -> View<'b> {
        View::of(self.game, &self.layout, position)
    }
}
