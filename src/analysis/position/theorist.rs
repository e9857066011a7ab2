//! Judges positions: the zone, the frontier, the solutions, each plan's place.

use crate::analysis::frontier::Frontier;
use crate::analysis::position::frontier::{self, Drawn, Solved};
use crate::analysis::position::plan::{self, PlanPlace};
use crate::analysis::position::regions;
use crate::analysis::position::view::{Counting, PartyFigures, Position, Request, View};
use crate::analysis::position::zone::{self, ZoneSize};
use crate::analysis::solutions::Pick;
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
    /// The frontier of the zone, and the solutions within the zone.
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
        let flat = frontier::zone_flat(&view, &self.objectives, &zone);
        let all = regions::all_deals(&view);
        let drawn = |flat| Drawn::of(&view, flat, &self.objectives, self.request);
        let mut inside = if zone.exists == Some(false) {
            Drawn::empty(&view)
        } else {
            drawn(flat.as_ref())
        };
        let mut free = drawn(Some(&all));
        let utilitarian = inside.utilitarian();
        let solutions = frontier::from_no_agreement(&view, &self.objectives, &zone, utilitarian);
        let nash = solutions.nash.points.first();
        let plans = position.plans.iter();
        let plans = plans
            .map(|plan| {
                plan::place(
                    &view,
                    plan,
                    &self.objectives,
                    nash,
                    [&mut inside, &mut free],
                )
            })
            .collect();
        Theory {
            zone,
            parties,
            solved: Solved {
                frontier: inside.frontier(),
                solutions,
            },
            free: free.frontier(),
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

    /// Whether a position has a zone, with its Nash solution and the most equal relative gains in it: the parts of
    /// [`Theorist::judge`] that a settlement rule needs.
    pub fn settled(&self, position: &Position) -> (ZoneSize, [Pick; 2]) {
        let view = self.view(position);
        let zone = zone::size(&view, Counting::No);
        let picks = frontier::settled(&view, &self.objectives, &zone);
        (zone, picks)
    }

    fn view<'b>(&'b self, position: &'b Position) -> View<'b> {
        View::of(self.game, &self.layout, position)
    }
}
