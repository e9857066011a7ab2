//! What can be wrong with a game as text: one variant for each broken condition.

use thiserror::Error;

use crate::analysis::normal_form::{ExactError, GameError};
use crate::scenario::{Fault, Problem, Span};

/// A broken condition.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum GameFault {
    /// A quotation mark that is not closed.
    #[error("this quotation mark is never closed")]
    Unclosed,
    /// Something else belongs here.
    #[error("expected {expected}, got {found}")]
    Unexpected {
        /// What belongs here.
        expected: &'static str,
        /// What is here.
        found: String,
    },
    /// The players and those with choices are not as many.
    #[error("there are {players} players, and choices for {found}")]
    PlayerCount {
        /// How many players are named.
        players: usize,
        /// How many have choices.
        found: usize,
    },
    /// The numbers are no game.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A payoff is no number.
    #[error("{of}: {fault}")]
    Payoff {
        /// Whose it is.
        of: String,
        /// What is wrong with it.
        fault: ExactError,
    },
    /// An outcome has not one payoff for each player.
    #[error("an outcome has a payoff for each of {needed} players, got {found}")]
    OutcomeLength {
        /// How many players there are.
        needed: usize,
        /// How many payoffs there are.
        found: usize,
    },
    /// There is no outcome of this number.
    #[error("there are outcomes 1 to {count}, and 0 for no payoff, got `{found}`")]
    NoOutcome {
        /// How many outcomes there are.
        count: usize,
        /// The number as written.
        found: String,
    },
    /// Not as many numbers as there are profiles.
    #[error("{needed} numbers are needed here, got {found}")]
    BodyLength {
        /// How many are needed.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// There is no line of names.
    #[error("the first line names the players, then `payoff:PLAYER` for each of them")]
    NoHeader,
    /// A column has no name.
    #[error("column {column} has no name")]
    Unnamed {
        /// The column, from 1.
        column: usize,
    },
    /// A column is there twice.
    #[error("column `{name}` is there twice")]
    ColumnTwice {
        /// Its name.
        name: String,
    },
    /// A player without payoffs.
    #[error("player `{player}` has no column `payoff:{player}`")]
    NoPayoffColumn {
        /// The player.
        player: String,
    },
    /// Payoffs without a player.
    #[error("`payoff:{player}` belongs to no player: there is no column `{player}`")]
    NoPlayerColumn {
        /// The player that there is not.
        player: String,
    },
    /// A row has not one cell for each column.
    #[error("row {row} has {found} cells, the first line {needed}")]
    RowLength {
        /// The row, from 1 below the line of names.
        row: usize,
        /// How many columns there are.
        needed: usize,
        /// How many cells the row has.
        found: usize,
    },
    /// A choice without a name.
    #[error("row {row}, column `{column}`: the choice has no name")]
    NoChoice {
        /// The row.
        row: usize,
        /// The column.
        column: String,
    },
    /// A profile is there twice.
    #[error("row {row} has the profile of row {first} again: {profile}")]
    ProfileTwice {
        /// The row.
        row: usize,
        /// The row that had it first.
        first: usize,
        /// The profile in words.
        profile: String,
    },
    /// A profile is not there.
    #[error("there is no row for the profile {profile}")]
    ProfileMissing {
        /// The profile in words.
        profile: String,
    },
    /// More rows than a game has profiles.
    #[error("a game has at most {limit} profiles, the table has more rows")]
    TooManyRows {
        /// The limit.
        limit: usize,
    },
}

/// Problems found in a text.
pub(super) struct Found<'a> {
    name: &'a str,
    text: &'a str,
    pub(super) list: Vec<Problem>,
}

impl<'a> Found<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        let list = Vec::new();
        Self { name, text, list }
    }

    /// Notes a fault of a stretch of the text, in bytes.
    pub(super) fn note(&mut self, place: std::ops::Range<usize>, fault: &GameFault) {
        let span = Span {
            origin: 0,
            start: place.start,
            end: place.end,
        };
        let fault = Fault::Game(fault.to_string());
        let problem = Problem::located(self.name, self.text, span, fault);
        self.list.push(problem);
    }
}
