//! The runs in which boxes are sought, and the numbers drawn for them.
//!
//! What nature draws for a run follows from seed and run alone. So the numbers of many runs are not kept but drawn again when
//! they are asked for, and memory grows by a few bytes a run however many numbers there are.

use std::ops::Range;

use crate::experiment::discovery::boxes::Column;
use crate::experiment::discovery::clusters::design_effect;
use crate::game::{Drawn, Game, Realization};
use crate::simulation::in_pieces;

/// Most runs in which boxes are sought: what is kept of each takes some 30 bytes.
pub const RUNS_MAX: u64 = 50_000_000;

/// Runs whose numbers are read by one thread at a time.
const PIECE_RUNS: u64 = 16_384;

/// Runs with the numbers that nature drew for them.
#[derive(Clone, Debug, Default)]
pub struct Runs<'a> {
    /// Title of the scenario.
    pub title: String,
    /// What the runs of interest have in common, as asked: `agreement`, `not agreement`.
    pub of: String,
    /// The same in words after "When".
    pub when: String,
    /// Seed.
    pub seed: u64,
    /// Each number drawn.
    pub columns: Vec<Column>,
    /// Whether each run is of interest.
    pub interesting: Vec<bool>,
    /// Runs that share a point in the ranges of numbers, one after another; none where each run is independent of the others.
    pub runs_of_point: Option<u32>,
    /// What each number is in each run.
    pub numbers: Numbers<'a>,
    /// Threads that read numbers; none: as many as the machine offers. Results do not depend on it.
    pub threads: Option<usize>,
}

/// Where the numbers of runs come from: a choice as its position, NaN where a run has no such number.
#[derive(Clone, Debug)]
pub enum Numbers<'a> {
    /// Kept, column by column.
    Kept(Vec<Vec<f64>>),
    /// Drawn again whenever they are asked for.
    Redrawn {
        /// The game.
        game: &'a Game,
        /// The numbers, one for each column.
        drawn: &'a Drawn,
        /// The seed.
        seed: u64,
    },
}

impl Default for Numbers<'_> {
    fn default() -> Self {
        Self::Kept(Vec::new())
    }
}

impl Runs<'_> {
    /// The point in the ranges of numbers that a run belongs to; each run its own where there are no ranges.
    pub(super) fn point_of(&self, run: u32) -> u32 {
        run / self.runs_of_point.unwrap_or(1)
    }

    /// The design effect of the share of runs of interest.
    pub(super) fn effect_of_all(&self) -> f64 {
        let hits = self.interesting.iter().filter(|&&hit| hit).count();
        let share = hits as f64 / self.interesting.len().max(1) as f64;
        let parts = (0..).zip(&self.interesting);
        let parts = parts.map(|(run, &hit)| (self.point_of(run), f64::from(u8::from(hit)) - share));
        design_effect(self.runs_of_point.unwrap_or(1), parts)
    }

    /// The numbers in one column of some runs.
    pub fn column(&self, column: usize, runs: &[u32]) -> Vec<f64> {
        let mut values = Vec::with_capacity(runs.len());
        self.in_pieces(
            runs,
            |piece| match &self.numbers {
                Numbers::Kept(columns) => {
                    let column = &columns[column];
                    piece.iter().map(|&run| column[run as usize]).collect()
                }
                &Numbers::Redrawn { game, drawn, seed } => {
                    let mut reader = Realization::default();
                    let value =
                        |&run: &u32| drawn.value(column, game, (seed, u64::from(run)), &mut reader);
                    piece.iter().map(value).collect::<Vec<f64>>()
                }
            },
            |piece| values.extend(piece),
        );
        values
    }

    /// The numbers of some runs, run by run.
    pub fn rows(&self, runs: Range<u32>) -> Vec<Vec<f64>> {
        let runs: Vec<u32> = runs.collect();
        let mut rows = Vec::with_capacity(runs.len());
        self.fold(
            &runs,
            Vec::new,
            |rows, _, row| rows.push(row),
            |piece| {
                rows.extend(piece);
            },
        );
        rows
    }

    /// Folds the numbers of some runs, piece by piece, and takes the pieces in order.
    pub(super) fn fold<T: Send>(
        &self,
        runs: &[u32],
        start: impl Fn() -> T + Sync + Send,
        add: impl Fn(&mut T, u32, Vec<f64>) + Sync + Send,
        take: impl FnMut(T),
    ) {
        let of_piece = |piece: &[u32]| {
            let (mut folded, mut reader) = (start(), Realization::default());
            for &run in piece {
                let row = match &self.numbers {
                    Numbers::Kept(columns) => {
                        columns.iter().map(|column| column[run as usize]).collect()
                    }
                    &Numbers::Redrawn { game, drawn, seed } => {
                        drawn.values(game, seed, u64::from(run), &mut reader)
                    }
                };
                add(&mut folded, run, row);
            }
            folded
        };
        self.in_pieces(runs, of_piece, take);
    }

    fn in_pieces<T: Send>(
        &self,
        runs: &[u32],
        of_piece: impl Fn(&[u32]) -> T + Sync + Send,
        take: impl FnMut(T),
    ) {
        let place = |number: u64| usize::try_from(number).expect("it is below a place in memory");
        let of = |range: Range<u64>| Some(of_piece(&runs[place(range.start)..place(range.end)]));
        in_pieces(self.threads, 0..runs.len() as u64, PIECE_RUNS, of, take);
    }
}
