//! What is worked out before the first run.

use crate::analysis::equilibrium::Strategies;
use crate::analysis::zone::Layout;
use crate::bargaining::mediator::Prior;
use crate::bargaining::search::SortedTypes;
use crate::bargaining::strategy::{InStep, OfferBelief, OpponentBank, Overheard, known_strategies};
use crate::game::Game;

/// A game with everything that is computed once for all runs under one seed.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// The game.
    pub game: &'a Game,
    /// The seed.
    pub seed: u64,
    pub(super) layout: Layout,
    /// Deals of the types whose tables nothing changes.
    pub(super) sorted: SortedTypes,
    /// What deals of some types are worth to others.
    pub(super) overheard: Overheard,
    /// What parties offer in each round who go down their deals rank by rank.
    pub(super) in_step: InStep,
    /// Everybody's equilibrium strategy, where no draw changes it and somebody plays it.
    pub(super) strategies: Option<Strategies>,
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
            layout: Layout::of(game),
            overheard: Overheard::of(game, &sorted),
            in_step: InStep::of(game, &sorted),
            sorted,
            strategies: known_strategies(game),
            bank: OpponentBank::draw(game, seed),
            prior: Prior::draw(game, seed),
            belief: OfferBelief::draw(game, seed),
        }
    }
}
