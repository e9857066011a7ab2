//! What is studied: a scenario with its game, what nature draws in it, and the ranges in which its numbers might lie.

use crate::bargaining::{Cost, threads_within_memory};
use crate::experiment::cell::{Cell, CellError};
use crate::game::{Drawn, Game};
use crate::model::Scenario;
use crate::scenario::{Assignment, Loaded, Ranged, Source};
use crate::simulation::in_places;

/// Ending of the name of a number as far as it is moved within its range: nature's draw around it is a thing of its own.
pub const RANGE_ENDING: &str = " (range)";

/// Why a scenario cannot be played at a point in the ranges of its numbers.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "{name}: within the ranges of its numbers the scenario is at fault, as with what `--set` sets below\n = narrow the ranges, or leave {left_out}\n{error}"
)]
pub struct RangesError {
    /// Name of the scenario file.
    pub(super) name: String,
    /// How to do without.
    pub(super) left_out: &'static str,
    /// What is wrong at a point.
    pub(super) error: CellError,
}

/// A scenario that is read anew wherever its numbers lie in their ranges.
#[derive(Clone, Copy, Debug)]
pub struct InRanges<'a> {
    source: &'a Source,
    assignments: &'a [Assignment],
    loaded: &'a Loaded,
}

/// The first fault of so many points, which are judged side by side.
pub(super) fn first_fault(
    threads: Option<usize>,
    points: u64,
    judge: impl Fn(u64) -> Result<(), RangesError> + Sync + Send,
) -> Result<(), RangesError> {
    let points = usize::try_from(points).expect("a place in memory");
    let errors = in_places(threads, points, |point| judge(point as u64).err());
    errors.into_iter().flatten().next().map_or(Ok(()), Err)
}

impl<'a> InRanges<'a> {
    /// A scenario that was read with these values replaced.
    pub fn of(source: &'a Source, assignments: &'a [Assignment], loaded: &'a Loaded) -> Self {
        Self {
            source,
            assignments,
            loaded,
        }
    }

    /// The numbers that have a range.
    pub fn list(&self) -> &'a [Ranged] {
        self.loaded.ranges.list()
    }

    /// What each number is at places in 0..1 of its range.
    pub(super) fn values(&self, places: &[f64]) -> Vec<f64> {
        let at = self.list().iter().zip(places);
        at.map(|(number, &place)| number.at(place)).collect()
    }

    /// What is set at places in the ranges.
    pub(super) fn sets(&self, places: &[f64]) -> Vec<Assignment> {
        self.moved(&self.values(places))
    }

    /// What gives the numbers these values.
    pub(super) fn moved(&self, values: &[f64]) -> Vec<Assignment> {
        [self.assignments, &self.loaded.ranges.set(values)].concat()
    }

    /// The scenario at places in the ranges.
    pub(super) fn cell(&self, places: &[f64]) -> Result<Cell, CellError> {
        Cell::new(self.source, &self.sets(places))
    }

    /// The same, or the fault that keeps the command from its work; by what the ranges can be left out.
    pub(super) fn judged(
        &self,
        places: &[f64],
        left_out: &'static str,
    ) -> Result<Cell, RangesError> {
        self.cell(places).map_err(|error| RangesError {
            name: self.source.name.clone(),
            left_out,
            error,
        })
    }
}

/// A scenario whose result is studied.
#[derive(Clone, Debug)]
pub struct Study<'a> {
    /// The scenario as written.
    pub scenario: &'a Scenario,
    /// Its game; where its numbers are moved within ranges, one of them, which takes as much memory as any.
    pub game: Game,
    /// What nature draws, as far as it is asked about.
    pub drawn: Drawn,
    /// The ranges in which its numbers are moved; none where they stay as written.
    pub ranges: Option<InRanges<'a>>,
}

/// What is said of doing without ranges.
const LEFT_OUT: &str = "them as written by `--no-ranges`";

impl<'a> Study<'a> {
    /// A scenario as written.
    pub fn of(scenario: &'a Scenario, game: Game) -> Self {
        Self {
            drawn: Drawn::of(scenario, &game),
            scenario,
            game,
            ranges: None,
        }
    }

    /// A scenario whose numbers are moved within their ranges.
    ///
    /// What nature draws is looked up in the middle of the ranges, whole numbers at their greatest: an end, or the value as
    /// written where it is one, may leave nothing to draw, as a lever that is used for certain does, and a driver has a step of
    /// its course to draw in each round there may be.
    ///
    /// # Errors
    /// The scenario is at fault there.
    pub fn in_ranges(ranges: InRanges<'a>) -> Result<Self, RangesError> {
        let numbers = ranges.list().iter();
        let place = |number: &Ranged| if number.is_whole { 1.0 } else { 0.5 };
        let places: Vec<f64> = numbers.map(place).collect();
        let cell = ranges.judged(&places, LEFT_OUT)?;
        Ok(Self {
            drawn: Drawn::of(&cell.scenario, &cell.game),
            scenario: &ranges.loaded.scenario,
            game: cell.game,
            ranges: Some(ranges),
        })
    }

    /// The numbers that are moved within a range.
    pub fn ranged(&self) -> &'a [Ranged] {
        self.ranges.map_or(&[], |ranges| ranges.list())
    }

    /// As many threads as have room for what each holds: a game of its own where numbers are moved within ranges.
    pub(super) fn threads(&self, threads: Option<usize>) -> Option<usize> {
        match self.ranges {
            Some(_) => Cost::of(&self.game).threads_alone(threads),
            None => threads_within_memory(threads, [&self.game]),
        }
    }

    /// Judges so many points in the ranges, each by its places; the first fault.
    pub(super) fn judge_all(
        &self,
        (count, threads): (u64, Option<usize>),
        judge: impl Fn(u64) -> Result<(), RangesError> + Sync + Send,
        judged: &(dyn Fn() + Sync),
    ) -> Result<(), RangesError> {
        first_fault(self.threads(threads), count, |point| {
            let found = judge(point);
            judged();
            found
        })
    }

    /// Whether the scenario is right at places in the ranges.
    pub(super) fn judge(&self, places: &[f64]) -> Result<(), RangesError> {
        match &self.ranges {
            Some(ranges) => ranges.judged(places, LEFT_OUT).map(|_| ()),
            None => Ok(()),
        }
    }

    /// All that nature draws in a cell, with where in that list each number stands that is asked about; none where the cell
    /// has no such number.
    pub(super) fn drawn_in(&self, cell: &Cell) -> (Drawn, Vec<Option<usize>>) {
        let own = Drawn::of(&cell.scenario, &cell.game);
        let numbers = self.drawn.numbers.iter();
        let place = |path: &str| own.numbers.iter().position(|number| number.path == path);
        let places = numbers.map(|number| place(&number.path)).collect();
        (own, places)
    }
}
