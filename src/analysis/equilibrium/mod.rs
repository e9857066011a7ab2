//! Subgame-perfect equilibrium of offers in turn and of one-time offers, by backward induction under complete information.
//!
//! The game is the one that is simulated, every party rational: it maximises its expected payoff, knowing everybody's
//! numbers and what moves reservation values in the rounds to come ([`Outlook`]). Its timing is that of the protocol
//! ([`Turns`]). At its turn a party accepts the standing offer, or refuses it and makes an offer to which it consents, or
//! makes none. Nobody accepts or offers what is not acceptable to it. Those who have a say but no turn vote as they do
//! in a run, for whatever is acceptable.
//!
//! Ties: whoever is indifferent accepts. Of offers equal to itself a party makes the one signed soonest, then the one best
//! for the others in the order of their turns, then the lowest deal; it makes none only if it gains by that.
//!
//! Refused offers leave no trace, so the worth of having to make an offer depends on the turn alone: the induction goes
//! back over turns, and at each turn over deals.

mod answers;
mod catalogue;
mod induction;
mod outlook;
mod shares;

pub use answers::{Course, Strategies};
pub(crate) use catalogue::catalogue_bytes_max;
pub use induction::Equilibrium;
pub use outlook::{Outlook, Worth};

use crate::game::{Game, PartySet, mask, members, set_of};
use crate::model::{PartyId, Protocol};

/// Most deals that are gone through.
pub const DEALS_MAX: f64 = 1e6;

/// Most answers that are weighed: deals × turns × answers to each offer. About ten seconds.
pub const ANSWERS_MAX: f64 = 2e9;

/// Why a game is not solved.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Unsolved {
    /// Another protocol; a mediator's drafting is no move in a game of complete information.
    #[error("an equilibrium is worked out for `alternating-offers` and `ultimatum`, not for `{0}`")]
    Protocol(&'static str),
    /// Bodies at home decide after signature.
    #[error(
        "an equilibrium is worked out for talks that end with signature, not where stages ratify"
    )]
    Ratification,
    /// Levers move the deadline.
    #[error("an equilibrium is worked out where no lever moves the deadline")]
    Deadline,
    /// Deals beyond [`DEALS_MAX`].
    #[error("an equilibrium is worked out for at most a million deals, found {0}")]
    Deals(f64),
    /// Answers beyond [`ANSWERS_MAX`].
    #[error(
        "an equilibrium is worked out where deals × turns × answers are at most 2e9, found {0:e}"
    )]
    Answers(f64),
}

/// Whose turn it is when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turns {
    /// Who speaks, in order.
    pub order: Vec<usize>,
    /// Whether a round is one offer with its answers; else everybody speaks in it, answering or making an offer.
    pub one_offer: bool,
    /// Number of rounds.
    pub rounds: u32,
}

impl Turns {
    /// The turns of a game's protocol.
    ///
    /// # Errors
    /// The protocol is mediated, stages follow, or there are too many deals.
    pub fn of(game: &Game) -> Result<Self, Unsolved> {
        let turns = match &game.protocol {
            Protocol::AlternatingOffers {
                order,
                one_offer_per_round,
            } => Self {
                order: order.iter().map(|party| party.index()).collect(),
                one_offer: *one_offer_per_round,
                rounds: game.rounds,
            },
            Protocol::Ultimatum { proposer, .. } => Self::of_ultimatum(game, *proposer),
            other => return Err(Unsolved::Protocol(other.name())),
        };
        if !game.stages.is_empty() {
            return Err(Unsolved::Ratification);
        }
        if game.deadline_moves {
            return Err(Unsolved::Deadline);
        }
        let deals = game.blocks.deal_count();
        if deals > DEALS_MAX {
            return Err(Unsolved::Deals(deals));
        }
        Ok(turns)
    }

    /// Whether the game is small enough to be solved in seconds.
    ///
    /// # Errors
    /// It is not.
    pub fn check_size(&self, game: &Game) -> Result<(), Unsolved> {
        let answers = self.answers(game);
        if answers > ANSWERS_MAX {
            return Err(Unsolved::Answers(answers));
        }
        Ok(())
    }

    /// One round in which the proposer makes its offer and everybody some deal needs answers.
    fn of_ultimatum(game: &Game, proposer: PartyId) -> Self {
        let others = members(game.consent.all_named() & !mask(&[proposer]));
        Self {
            order: std::iter::once(proposer.index()).chain(others).collect(),
            one_offer: true,
            rounds: 1,
        }
    }

    /// Number of turns at which an offer may be made.
    pub fn count(&self) -> usize {
        self.rounds as usize * self.each_round()
    }

    fn each_round(&self) -> usize {
        if self.one_offer { 1 } else { self.order.len() }
    }

    /// Round of a turn; the number of rounds for the moment after the last.
    ///
    /// # Panics
    /// There is no such turn by far.
    pub fn round(&self, turn: usize) -> u32 {
        u32::try_from(turn / self.each_round()).expect("at most 10,000 rounds")
    }

    /// Who may make an offer at a turn.
    pub fn party(&self, turn: usize) -> usize {
        self.order[turn % self.order.len()]
    }

    /// Place of a party in the order in which they speak.
    ///
    /// # Panics
    /// It does not speak.
    pub fn place(&self, party: usize) -> usize {
        let place = self.order.iter().position(|&speaker| speaker == party);
        place.expect("everybody with a say speaks")
    }

    /// The turn of a party in a round; where a round is one offer, the turn of that offer.
    pub fn of_party(&self, round: u32, party: usize) -> usize {
        if self.one_offer {
            round as usize
        } else {
            round as usize * self.order.len() + self.place(party)
        }
    }

    /// The speakers, as bits.
    pub(crate) fn speakers(&self) -> PartySet {
        set_of(self.order.iter().copied())
    }

    /// Number of answers to be weighed, at most.
    fn answers(&self, game: &Game) -> f64 {
        let turns = self.count() as f64;
        let deals = game.blocks.deal_count();
        if self.is_sharing(game) {
            return turns * deals.log2().max(1.0) + deals;
        }
        let others = self.order.len() as f64 - 1.0;
        let each = if self.one_offer && game.consent.unanimous().is_none() {
            // A refusal need not be the end of an offer, so every pattern of answers counts.
            libm::exp2(others)
        } else {
            others.max(1.0)
        };
        deals * turns * each
    }

    /// Whether two share what only both can close, at terms that stand still: then the frontier alone matters.
    fn is_sharing(&self, game: &Game) -> bool {
        self.order.len() == 2
            && game.consent.unanimous() == Some(self.speakers())
            && !game.tables_move()
            && self.order.iter().all(|&party| {
                let mut profiles = game.parties[party].profiles.iter();
                profiles.all(|profile| profile.breach.is_none())
            })
    }
}
