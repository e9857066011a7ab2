//! Under which numbers a result comes about: scenario discovery (Bryant and Lempert 2010).
//!
//! Runs of interest are sought in boxes of the numbers drawn. The boxes are found in the even runs and judged by the odd
//! ones, which had no part in finding them.

mod binomial;
mod boxes;
mod prim;

use std::ops::ControlFlow;

pub use boxes::{Column, Counts, Limit, Region};

use crate::bargaining::{Prepared, Silent, Workspace, play};
use crate::experiment::Measure;
use crate::game::{Drawn, DrawnReader, Game};
use crate::simulation::{BATCH_RUNS, Control, in_order};
use binomial::upper_tail;
use prim::{Data, paste, peel};

/// Above this probability of coming about by chance, neither a box nor one of its limits is kept.
pub const SIGNIFICANCE: f64 = 0.05;

/// Numbers held in memory at most; 8 bytes each.
pub const VALUES_MAX: u64 = 100_000_000;

/// How many runs, from which chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Number of runs, numbered from 0.
    pub runs: u64,
    /// Seed.
    pub seed: u64,
    /// Threads; none: as many as the machine offers. Results do not depend on it.
    pub threads: Option<usize>,
}

/// What boxes to look for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Boxes at most; each is sought among the runs that the ones before leave over.
    pub boxes: usize,
    /// Least share of the runs that a box holds, in 0..1.
    pub mass_min: f64,
    /// Least density of a box, in 0..=1; none: the box that goes best with the result, by [`Counts::correlation`].
    pub density_min: Option<f64>,
}

/// Runs with the numbers that nature drew for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    /// Each number drawn.
    pub columns: Vec<Column>,
    /// Whether each run is of interest.
    pub interesting: Vec<bool>,
}

/// One box on the way from the whole space to the smallest.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The column peeled last; none for the whole space.
    pub column: Option<usize>,
    /// Number of columns restricted.
    pub restricted: usize,
    /// In the runs that found it.
    pub training: Counts,
    /// In the runs held out.
    pub held_out: Counts,
}

/// One limit of a box.
#[derive(Clone, Debug, PartialEq)]
pub struct Restriction {
    /// Which column.
    pub column: usize,
    /// What it demands.
    pub limit: Limit,
    /// Probability that so many of the held-out runs inside would be of interest by chance if the limit meant nothing: the
    /// quasi-p-value of Bryant and Lempert (2010).
    pub quasi_p: f64,
}

/// A box that the runs held out confirm, or the one that they do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its limits, in the order of the columns.
    pub restrictions: Vec<Restriction>,
    /// In the runs that found it.
    pub training: Counts,
    /// In the runs held out.
    pub held_out: Counts,
    /// Probability of so many hits among the held-out runs inside, if they were of interest as often as all: before limits
    /// that were not confirmed were dropped.
    pub p_value: f64,
    /// The peels.
    pub trajectory: Vec<Step>,
    /// The step of the trajectory that was chosen.
    pub chosen: usize,
}

/// Why no further box was looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// As many as wished are found.
    Enough,
    /// None of the runs left is of interest, or all are.
    NothingToTell,
    /// No limit raises the density beyond chance.
    NoLimit,
    /// No box of the least mass is as dense as wished; the densest one is this dense.
    TooThin(f64),
    /// The runs held out do not confirm the box.
    NotConfirmed(Box<Found>),
}

/// The boxes of some runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Discovery {
    /// Boxes confirmed, in the order in which they were found.
    pub boxes: Vec<Found>,
    /// Why there are no more.
    pub ending: Ending,
}

/// Plays runs and keeps the numbers drawn for them.
///
/// Fewer runs than asked for when it was cancelled.
pub fn observe(
    game: &Game,
    drawn: &Drawn,
    of_interest: &(dyn Fn(f64) -> bool + Sync),
    measure: &Measure,
    settings: &Observation,
    control: &dyn Control,
) -> Runs {
    let prepared = Prepared::new(game, settings.seed);
    let columns = drawn.numbers.iter().map(|number| Column {
        path: number.path.clone(),
        categories: number.categories.clone(),
        values: Vec::new(),
    });
    let mut runs = Runs {
        columns: columns.collect(),
        interesting: Vec::new(),
    };
    let batch = |batch: u64| {
        let (mut workspace, mut reader) = (Workspace::default(), DrawnReader::default());
        let first = batch * BATCH_RUNS;
        let last = settings.runs.min(first + BATCH_RUNS);
        let mut played = Vec::new();
        for run in first..last {
            if control.is_cancelled() {
                return None;
            }
            let outcome = play(&prepared, run, &mut workspace, &mut Silent);
            let values = drawn.values(game, settings.seed, run, &mut reader);
            played.push((values, of_interest(measure.of(&outcome))));
        }
        control.advanced(last - first);
        Some(played)
    };
    let batches = settings.runs.div_ceil(BATCH_RUNS);
    in_order(settings.threads, 0..batches, batch, |_, played| {
        for (values, interesting) in played {
            for (column, value) in runs.columns.iter_mut().zip(values) {
                column.values.push(value);
            }
            runs.interesting.push(interesting);
        }
        ControlFlow::Continue(())
    });
    runs
}

/// Looks for boxes in which runs of interest are dense.
pub fn discover(runs: &Runs, search: &Search) -> Discovery {
    let parity = |parity: usize| (0..runs.interesting.len()).filter(move |run| run % 2 == parity);
    let (mut training, mut held_out): (Vec<usize>, Vec<usize>) =
        (parity(0).collect(), parity(1).collect());
    let mut boxes = Vec::new();
    while boxes.len() < search.boxes {
        let halves = [&training, &held_out].map(|half| Data {
            columns: &runs.columns,
            interesting: &runs.interesting,
            runs: half,
        });
        let (region, found) = match one_box(&halves, search) {
            Ok(found) => found,
            Err(ending) => return Discovery { boxes, ending },
        };
        for half in [&mut training, &mut held_out] {
            half.retain(|&run| !region.contains(&runs.columns, run));
        }
        boxes.push(found);
    }
    Discovery {
        boxes,
        ending: Ending::Enough,
    }
}

fn one_box(
    [training, held_out]: &[Data<'_>; 2],
    search: &Search,
) -> Result<(Region, Found), Ending> {
    let whole = training.counts(&Region::whole(training.columns.len()));
    if whole.interesting == 0 || whole.interesting == whole.runs {
        return Err(Ending::NothingToTell);
    }
    let regions = peel(training, search.mass_min);
    let trajectory = steps(&regions, training, held_out);
    let chosen = choose(&trajectory, search)?;
    let mut region = regions[chosen].clone();
    // What the peels took off too much comes back, and limits that chance explains go.
    paste(training, &mut region);
    drop_limits(training, &mut region);
    if region.restricted().next().is_none() {
        return Err(Ending::NoLimit);
    }
    let judged = held_out.counts(&region);
    let p_value = upper_tail(judged.inside, judged.base(), judged.hits);
    let confirmed = p_value <= SIGNIFICANCE;
    if confirmed {
        drop_limits(held_out, &mut region);
    }
    let restrictions = region.restricted().map(|column| Restriction {
        column,
        limit: region.limits[column].clone(),
        quasi_p: quasi_p(held_out, &region, column),
    });
    let found = Found {
        restrictions: restrictions.collect(),
        training: training.counts(&region),
        held_out: held_out.counts(&region),
        p_value,
        trajectory,
        chosen,
    };
    if confirmed && !found.restrictions.is_empty() {
        Ok((region, found))
    } else {
        Err(Ending::NotConfirmed(Box::new(found)))
    }
}

fn steps(regions: &[Region], training: &Data<'_>, held_out: &Data<'_>) -> Vec<Step> {
    let peeled = |step: usize| {
        let before = step.checked_sub(1)?;
        let (one, other) = (&regions[before].limits, &regions[step].limits);
        (0..one.len()).find(|&column| one[column] != other[column])
    };
    let step = |(number, region): (usize, &Region)| Step {
        column: peeled(number),
        restricted: region.restricted().count(),
        training: training.counts(region),
        held_out: held_out.counts(region),
    };
    regions.iter().enumerate().map(step).collect()
}

/// The step with the density wished for and the greatest coverage, or that with the greatest correlation; the first of equals.
fn choose(trajectory: &[Step], search: &Search) -> Result<usize, Ending> {
    let mut best: Option<(f64, usize)> = None;
    for (number, step) in trajectory.iter().enumerate() {
        let score = match search.density_min {
            None => step.training.correlation(),
            Some(least) if step.training.density() >= least => step.training.coverage(),
            Some(_) => continue,
        };
        if best.is_none_or(|best| score > best.0) {
            best = Some((score, number));
        }
    }
    best.map(|best| best.1).ok_or_else(|| {
        let densities = trajectory.iter().map(|step| step.training.density());
        Ending::TooThin(densities.fold(0.0, f64::max))
    })
}

/// Drops the limits that chance explains, the one it explains best first (of equals the first).
fn drop_limits(data: &Data<'_>, region: &mut Region) {
    loop {
        let mut worst: Option<(f64, usize)> = None;
        for column in region.restricted() {
            let p = quasi_p(data, region, column);
            if p > worst.map_or(SIGNIFICANCE, |worst| worst.0) {
                worst = Some((p, column));
            }
        }
        match worst {
            Some((_, column)) => region.limits[column] = Limit::Free,
            None => return,
        }
    }
}

/// Probability of as many hits inside as there are, if the limit of a column did not raise the density.
fn quasi_p(data: &Data<'_>, region: &Region, column: usize) -> f64 {
    let mut without = region.clone();
    without.limits[column] = Limit::Free;
    let inside = data.counts(region);
    upper_tail(inside.inside, data.counts(&without).density(), inside.hits)
}

#[cfg(test)]
mod tests;
