//! What is worked out before the first run.

use crate::analysis::equilibrium::Plan;
use crate::analysis::zone::ZoneMap;
use crate::bargaining::mediator::Prior;
use crate::bargaining::search::SortedTypes;
use crate::bargaining::strategy::custom::{NONE, Strategies};
use crate::bargaining::strategy::{
    OfferBelief, OpponentBank, QuietExchange, Timetables, known_plan,
};
use crate::game::Game;

/// A game with everything that is computed once for all runs under one seed.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// The game.
    pub game: &'a Game,
    /// The seed.
    pub seed: u64,
    /// Strategies from outside the scenario.
    pub(super) strategies: &'a Strategies,
    pub(super) map: ZoneMap,
    /// Deals of the types whose tables nothing changes.
    pub(super) sorted: SortedTypes,
    /// What parties ask and offer in each round where nothing can change it.
    pub(super) timetables: Timetables,
    /// What two who concede offer by offer send each other.
    pub(super) exchange: QuietExchange,
    /// Everybody's equilibrium strategy, where no draw changes it and somebody plays it.
    pub(super) plan: Option<Plan>,
    /// Prior draws of the parties, for those who keep a belief about each other.
    pub(super) bank: OpponentBank,
    /// Prior draws of the parties, for a mediator.
    pub(super) prior: Prior,
    /// What the maker of the only offer believes.
    pub(super) belief: OfferBelief,
}

impl<'a> Prepared<'a> {
    /// Prepares a game for runs under a seed: draws priors, sorts what no draw changes.
    pub fn new(game: &'a Game, seed: u64) -> Self {
        let sorted = SortedTypes::of(game);
        Self {
            game,
            seed,
            strategies: &NONE,
            map: ZoneMap::of(game),
            timetables: Timetables::of(game, &sorted),
            exchange: QuietExchange::of(game, &sorted),
            sorted,
            plan: known_plan(game),
            bank: OpponentBank::draw(game, seed),
            prior: Prior::draw(game, seed),
            belief: OfferBelief::draw(game, seed),
        }
    }

    /// The same where some parties play by strategies from outside the scenario.
    #[must_use]
    pub fn with(self, strategies: &'a Strategies) -> Self {
        Self { strategies, ..self }
    }
}
