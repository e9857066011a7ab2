//! What is worked out before the first run.

use crate::analysis::zone::ZoneMap;
use crate::bargaining::concession::OpponentBank;
use crate::bargaining::mediator::Prior;
use crate::bargaining::protocol::OfferBelief;
use crate::bargaining::ranking::OfferBook;
use crate::game::Game;

/// A game with everything that is computed once for all runs under one seed.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// The game.
    pub game: &'a Game,
    /// The seed.
    pub seed: u64,
    pub(super) prior: Prior,
    pub(super) book: OfferBook,
    pub(super) bank: OpponentBank,
    pub(super) belief: OfferBelief,
    pub(super) map: ZoneMap,
}

impl<'a> Prepared<'a> {
    /// Prepares a game for runs under a seed: draws priors, sorts what no draw changes.
    pub fn new(game: &'a Game, seed: u64) -> Self {
        Self {
            game,
            seed,
            prior: Prior::draw(game, seed),
            book: OfferBook::of(game),
            bank: OpponentBank::draw(game, seed),
            belief: OfferBelief::draw(game, seed),
            map: ZoneMap::of(game),
        }
    }
}
