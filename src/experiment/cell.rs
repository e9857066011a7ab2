//! A cell: a scenario with some parameters set.

use std::ops::Range;

use crate::bargaining::{Prepared, compile};
use crate::game::{CompileError, Game};
use crate::model::Scenario;
use crate::scenario::{Assignment, Placed, Problems, Source, parse_placed};
use crate::simulation::measure::{Of, Subjects};
use crate::simulation::{BATCH_RUNS, piece};

/// A scenario with some parameters set, ready to be played.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The scenario with these values.
    pub scenario: Scenario,
    /// The same, compiled.
    pub game: Game,
}

/// Why a scenario cannot be played with some parameters set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CellError {
    /// The text or an assignment is wrong; every problem.
    #[error(transparent)]
    Scenario(#[from] Problems),
    /// A limit is exceeded that only compiling finds.
    #[error("{name}: {error}")]
    Game {
        /// Name of the scenario file.
        name: String,
        /// The limit.
        error: CompileError,
    },
}

impl Cell {
    /// The scenario of a text with some values replaced.
    ///
    /// # Errors
    /// Every problem of the text and of the assignments; a limit exceeded.
    pub fn new(source: &Source, assignments: &[Assignment]) -> Result<Self, CellError> {
        Self::placed(source, assignments, &[])
    }

    /// The same with further values that the scenario itself sets, in a policy.
    ///
    /// # Errors
    /// As [`Cell::new`]; those of what a policy sets have their places in the file.
    pub fn placed(
        source: &Source,
        assignments: &[Assignment],
        sets: &[Placed],
    ) -> Result<Self, CellError> {
        let loaded = parse_placed(source, assignments, (source, sets))?;
        let game = compile(&loaded.scenario).map_err(|error| CellError::Game {
            name: source.name.clone(),
            error,
        })?;
        Ok(Self {
            scenario: loaded.scenario,
            game,
        })
    }

    /// Draws and sorts what all runs under a seed share: once for each cell, not for each batch.
    ///
    /// Run k of every cell under one seed meets the same chance, so the k-th outcomes of two cells are a pair.
    pub fn prepare(&self, seed: u64) -> Prepared<'_> {
        Prepared::new(&self.game, seed)
    }
}

/// What all cells must have in common and is different in one, if anything is.
pub(super) fn different(here: &Subjects, first: &Subjects) -> Option<&'static str> {
    let kinds = [
        ("packages", Of::Package),
        ("parties", Of::Party),
        ("issues", Of::Issue),
        ("levers", Of::Lever),
        ("parties of several types", Of::TypedParty),
    ];
    let different = |(_, of): &(_, Of)| here.items(*of) != first.items(*of);
    kinds.into_iter().find(different).map(|kind| kind.0)
}

/// Number of batches of so many runs.
pub fn batch_count(runs: u64) -> u64 {
    runs.div_ceil(BATCH_RUNS)
}

/// The runs of a batch, of so many in all: the last batch may be short.
pub fn batch_runs(batch: u64, runs: u64) -> Range<u64> {
    piece(&(0..runs), BATCH_RUNS, batch)
}

#[cfg(test)]
mod tests {
    use super::{Cell, CellError, batch_count, batch_runs};
    use crate::scenario::{Assignment, Source};
    use crate::simulation::{Unwatched, play_runs};

    fn source() -> Source {
        Source {
            name: "crane.toml".to_owned(),
            text: r#"
                format = 1
                title = "A used crane"
                assumption = "made up"
                clock.rounds = 10
                protocol.alternating-offers.order = ["buyer", "seller"]

                [[issue]]
                id = "price"
                options = [{ id = "80k" }, { id = "90k" }, { id = "100k" }]

                [[party]]
                id = "buyer"
                role = "principal"
                reservation = { uniform = [0.3, 0.7] }
                utility.price = { weight = 1, scores = [1.0, 0.5, 0.0] }

                [[party]]
                id = "seller"
                role = "principal"
                reservation = { uniform = [0.3, 0.7] }
                utility.price = { weight = 1, scores = [0.0, 0.5, 1.0] }
            "#
            .to_owned(),
        }
    }

    fn set(path: &str, value: &str) -> Assignment {
        Assignment {
            path: path.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn every_cell_meets_the_same_nature() {
        let outcomes = |assignments: &[Assignment]| {
            let cell = Cell::new(&source(), assignments).expect("the scenario is fine");
            let prepared = cell.prepare(1);
            play_runs(&prepared, 0..100, &Unwatched).expect("nobody stops it")
        };
        let written = outcomes(&[]);
        let longer = outcomes(&[set("clock.rounds", "20")]);
        for (one, other) in written.iter().zip(&longer) {
            assert_eq!(one.reservations, other.reservations);
        }
        let generous = outcomes(&[set("party.buyer.reservation", "0.1")]);
        for (one, other) in written.iter().zip(&generous) {
            assert_eq!(
                one.reservations[1].to_bits(),
                other.reservations[1].to_bits()
            );
        }
    }

    #[test]
    fn all_problems_of_a_cell_are_told_at_once() {
        let wrong = vec![
            set("party.byer.reservation", "0.1"),
            set("clock.rounds", "0"),
        ];
        let Err(CellError::Scenario(problems)) = Cell::new(&source(), &wrong) else {
            panic!("both assignments are wrong");
        };
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn batches_cover_the_runs_once() {
        assert_eq!(
            (batch_count(0), batch_count(1), batch_count(1_024)),
            (0, 1, 1)
        );
        assert_eq!(batch_count(1_025), 2);
        assert_eq!(
            (batch_runs(0, 1_025), batch_runs(1, 1_025)),
            (0..1_024, 1_024..1_025)
        );
        assert!(batch_runs(2, 1_025).is_empty());
    }
}
