//! What peels may gain at most, from counts in bins: which numbers are worth reading.
//!
//! A peel along a number takes off a twentieth of the runs inside, so its gain follows from where a quantile lies and how many
//! runs of interest lie beyond it. For that the numbers of all runs inside are read. But counts of runs and of runs of
//! interest in many bins of each number say nearly as much: the quantile lies in one bin, and whatever lies where in this
//! bin, the gain is no greater than if all runs of interest in there stayed and all others went. Numbers are read only of those
//! columns whose bound is not below a gain already found; on most peels that is one or two.
//!
//! Runs peeled off are taken out of the bins, so that all peels together read the other numbers of each run twice.

use crate::experiment::discovery::boxes::Column;
use crate::experiment::discovery::runs::Runs;

/// Bins of a number, about.
const BINS: usize = 2_048;
/// Runs whose numbers say where bins end.
const SAMPLE: usize = 8_192;
/// Rounding that a bound on a gain in density allows for.
const ROUNDING: f64 = 1e-12;

/// The runs inside a box that is to be peeled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peelable {
    /// How many they are.
    pub(super) runs: f64,
    /// Share of them that is of interest.
    pub(super) density: f64,
    /// How many a peel must leave.
    pub(super) runs_min: f64,
}

/// Runs in a bin, and those of interest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bin {
    runs: u32,
    hits: u32,
}

/// Counts of some runs in the bins of each column.
#[derive(Clone, Debug)]
pub(super) struct Bins {
    /// By column: the least value of each bin but the first.
    edges: Vec<Vec<f64>>,
    /// By column: where its bins begin in `counts`, and where those of the last end.
    starts: Vec<usize>,
    counts: Vec<Bin>,
}

impl Bins {
    /// Counts these runs.
    pub(super) fn of(runs: &Runs<'_>, members: &[u32]) -> Self {
        let edges: Vec<Vec<f64>> = edges(runs, members);
        let mut starts = vec![0];
        for edges in &edges {
            starts.push(starts[starts.len() - 1] + edges.len() + 1);
        }
        let mut bins = Self {
            counts: vec![Bin::default(); starts[starts.len() - 1]],
            edges,
            starts,
        };
        let counted = bins.count(runs, members);
        bins.counts = counted;
        bins
    }

    /// Takes runs out.
    pub(super) fn remove(&mut self, runs: &Runs<'_>, members: &[u32]) {
        let gone = self.count(runs, members);
        for (bin, gone) in self.counts.iter_mut().zip(gone) {
            bin.runs -= gone.runs;
            bin.hits -= gone.hits;
        }
    }

    fn count(&self, runs: &Runs<'_>, members: &[u32]) -> Vec<Bin> {
        let none = || vec![Bin::default(); self.counts.len()];
        let mut all = none();
        let add = |bins: &mut Vec<Bin>, run: u32, row: Vec<f64>| {
            let hit = u32::from(runs.interesting[run as usize]);
            for ((value, edges), start) in row.iter().zip(&self.edges).zip(&self.starts) {
                if !value.is_nan() {
                    let bin = &mut bins[start + edges.partition_point(|edge| edge <= value)];
                    bin.runs += 1;
                    bin.hits += hit;
                }
            }
        };
        runs.fold(members, none, add, |piece| {
            for (bin, piece) in all.iter_mut().zip(piece) {
                bin.runs += piece.runs;
                bin.hits += piece.hits;
            }
        });
        all
    }

    /// At least the greatest gain in density, for each run given up, of any peel along a column; minus infinity where each
    /// leaves too few. `taken` is how many of so many runs a peel takes off.
    pub(super) fn gain_max(
        &self,
        (place, column): (usize, &Column),
        inside: Peelable,
        taken: impl Fn(usize) -> usize,
    ) -> f64 {
        let bins = &self.counts[self.starts[place]..self.starts[place + 1]];
        let gain = |kept: Kept| kept.gain_max(inside);
        if !column.choices.is_empty() {
            let all = Kept::of(bins.iter());
            let without = bins.iter().map(|bin| gain(all.without(*bin)));
            return without.fold(f64::NEG_INFINITY, f64::max);
        }
        let known = bins.iter().map(|bin| bin.runs as usize).sum::<usize>();
        if known < 2 {
            return f64::NEG_INFINITY;
        }
        let taken = taken(known);
        let low = Kept::beyond(bins.iter(), taken);
        let high = Kept::beyond(bins.iter().rev(), taken);
        gain(low).max(gain(high))
    }
}

/// What a peel keeps for sure, and what lies in the bin it may cut through.
#[derive(Clone, Copy, Debug, Default)]
struct Kept {
    runs: f64,
    hits: f64,
    cut: Bin,
}

impl Kept {
    fn of<'a>(bins: impl Iterator<Item = &'a Bin>) -> Self {
        bins.fold(Self::default(), |kept, bin| Self {
            runs: kept.runs + f64::from(bin.runs),
            hits: kept.hits + f64::from(bin.hits),
            ..kept
        })
    }

    fn without(self, bin: Bin) -> Self {
        Self {
            runs: self.runs - f64::from(bin.runs),
            hits: self.hits - f64::from(bin.hits),
            ..self
        }
    }

    /// The bins beyond the one in which the run of this rank lies, which may be cut through.
    fn beyond<'a>(mut bins: impl Iterator<Item = &'a Bin>, rank: usize) -> Self {
        let mut before = 0;
        let holds = |bin: &&Bin| {
            before += bin.runs as usize;
            before > rank
        };
        let cut = bins.find(holds).copied().unwrap_or_default();
        Self {
            cut,
            ..Self::of(bins)
        }
    }

    /// Greatest gain in density for each run given up of those inside, whatever the cut keeps of its bin.
    fn gain_max(self, inside: Peelable) -> f64 {
        let [runs, hits] = [self.cut.runs, self.cut.hits].map(f64::from);
        if self.runs + runs < inside.runs_min {
            return f64::NEG_INFINITY;
        }
        let kept = (self.runs + hits).max(1.0);
        let gain = (self.hits + hits) / kept - inside.density + ROUNDING;
        let given_up = if gain > 0.0 {
            inside.runs - self.runs - runs
        } else {
            inside.runs - self.runs
        };
        gain / given_up.max(1.0)
    }
}

/// Where the bins of each column end: at quantiles of a few runs, between the choices of a choice.
fn edges(runs: &Runs<'_>, members: &[u32]) -> Vec<Vec<f64>> {
    let step = members.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<u32> = members.iter().copied().step_by(step).collect();
    let mut numbers = vec![Vec::with_capacity(sample.len()); runs.columns.len()];
    let add = |rows: &mut Vec<Vec<f64>>, _, row| rows.push(row);
    runs.fold(&sample, Vec::new, add, |rows| {
        for row in rows {
            for (column, value) in numbers.iter_mut().zip(row) {
                column.push(value);
            }
        }
    });
    let of_column = |(column, mut values): (&Column, Vec<f64>)| {
        if !column.choices.is_empty() {
            return (1..column.choices.len())
                .map(|choice| choice as f64 - 0.5)
                .collect();
        }
        values.retain(|value| !value.is_nan());
        values.sort_by(f64::total_cmp);
        let step = values.len().div_ceil(BINS).max(1);
        let mut edges: Vec<f64> = values.into_iter().step_by(step).skip(1).collect();
        edges.dedup();
        edges
    };
    runs.columns.iter().zip(numbers).map(of_column).collect()
}
