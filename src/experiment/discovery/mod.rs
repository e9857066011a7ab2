//! Under which numbers a result comes about: scenario discovery (Bryant and Lempert 2010).
//!
//! Runs of interest are sought in boxes of the numbers drawn. The boxes are found in the even runs and judged by the odd
//! ones, which had no part in finding them; where numbers have ranges, in the runs at even and odd points in these.

mod binomial;
mod bins;
mod boxes;
mod clusters;
mod found;
mod half;
mod observe;
mod prim;
mod runs;

pub use boxes::{BoxCounts, BoxRate, Column, Effects, Limit, Region};
pub use found::{BoxLimit, BoxSearch, FoundBox, Peeling, SearchEnd, Step};
pub use observe::{Observation, RUNS_OF_POINT, judge, observe, points, runs_max};
pub use runs::{Numbers, RUNS_MAX, Runs};

use boxes::Peeled;
use half::{Half, Restricted};
use prim::{best, paste, peel};

use crate::simulation::Control;

/// Above this probability of coming about by chance, neither a box nor one of its limits is kept.
pub const SIGNIFICANCE: f64 = 0.05;

/// What boxes to look for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// Boxes at most; each is sought among the runs that the ones before leave over.
    pub boxes: usize,
    /// Least share of the runs that a box holds, in 0..1.
    pub mass_min: f64,
    /// Least density of a box, in 0..=1; none: the box that goes best with the result, by [`BoxCounts::correlation`].
    pub density_min: Option<f64>,
}

impl Default for Search {
    /// One box that holds a twentieth of the runs at least.
    fn default() -> Self {
        Self {
            boxes: 1,
            mass_min: 0.05,
            density_min: None,
        }
    }
}

/// Looks for boxes in which runs of interest are dense; also gives the way to each, the one not confirmed last.
///
/// A box is a step to whoever watches. Those found before it was cancelled are kept.
///
/// # Panics
/// When there are more runs than [`RUNS_MAX`].
pub fn discover(
    runs: &Runs<'_>,
    search: &Search,
    control: &dyn Control,
) -> (BoxSearch, Vec<Peeling>) {
    let all = u32::try_from(runs.interesting.len()).expect("no more runs than are sought among");
    let parity = |parity: u32| (0..all).filter(move |&run| runs.point_of(run) % 2 == parity);
    let (mut training, mut held_out): (Vec<u32>, Vec<u32>) =
        (parity(0).collect(), parity(1).collect());
    let (mut boxes, mut peelings, mut not_confirmed) = (Vec::new(), Vec::new(), None);
    let ending = loop {
        if boxes.len() >= search.boxes {
            break SearchEnd::Enough;
        }
        let halves = [&training, &held_out].map(|members| Half { runs, members });
        let sought = match one_box(halves, search, control) {
            Ok(sought) => sought,
            Err(ending) => break ending,
        };
        peelings.push(sought.peeling);
        if !sought.confirmed {
            not_confirmed = Some(sought.found);
            break SearchEnd::NotConfirmed;
        }
        [training, held_out] = halves.map(|half| half.outside(&sought.region));
        boxes.push(sought.found);
        control.advanced(1);
    };
    let interesting = runs.interesting.iter().filter(|&&is_met| is_met);
    let found = BoxSearch {
        title: runs.title.clone(),
        of: runs.of.clone(),
        when: runs.when.clone(),
        seed: runs.seed,
        runs: runs.interesting.len() as u64,
        interesting: interesting.count() as u64,
        runs_of_point: runs.runs_of_point,
        effect: runs.runs_of_point.map(|_| runs.effect_of_all()),
        mass_min: search.mass_min,
        density_min: search.density_min,
        boxes,
        ending,
        not_confirmed,
    };
    (found, peelings)
}

/// The best box of some runs.
struct Sought {
    region: Region,
    found: FoundBox,
    peeling: Peeling,
    /// Whether the runs held out confirm it.
    confirmed: bool,
}

fn one_box(
    [training, held_out]: [Half<'_>; 2],
    search: &Search,
    control: &dyn Control,
) -> Result<Sought, SearchEnd> {
    const CANCELLED: SearchEnd = SearchEnd::Interrupted;
    let [all, interesting] = training.size();
    if interesting == 0 || interesting == all {
        return Err(SearchEnd::NothingToTell);
    }
    let way = peel(training, search.mass_min, control).ok_or(CANCELLED)?;
    let in_held_out = held_out.along(&way, control).ok_or(CANCELLED)?;
    let steps = steps(&way, &training.runs.columns, in_held_out);
    let chosen = choose(&steps, search).ok_or(SearchEnd::TooThin)?;
    let mut region = way[chosen].region.clone();
    // What the peels took off too much comes back, and limits that chance explains go.
    let found_in = training.restricted(&region);
    paste(&found_in, &mut region, control).ok_or(CANCELLED)?;
    drop_limits(&found_in, &mut region, control).ok_or(CANCELLED)?;
    if region.restricted().next().is_none() {
        return Err(SearchEnd::NoLimit);
    }
    drop(found_in);
    let judged_by = held_out.restricted(&region);
    let p_value = judged_by.chance(&judged_by.broken(&region), None);
    let significant = p_value <= SIGNIFICANCE;
    if significant {
        drop_limits(&judged_by, &mut region, control).ok_or(CANCELLED)?;
    }
    let broken = judged_by.broken(&region);
    let limits = region.restricted().map(|column| {
        let limit = &region.limits[column];
        let quasi_p = judged_by.chance(&broken, Some((column, limit)));
        let of = &held_out.runs.columns[column];
        BoxLimit::of(of, limit, range(held_out.runs, column), quasi_p)
    });
    let limits: Vec<BoxLimit> = limits.collect();
    Ok(Sought {
        confirmed: significant && !limits.is_empty(),
        found: FoundBox {
            limits,
            training: held_in(training, &region),
            held_out: judged_by.judged(&broken),
            p_value,
        },
        peeling: Peeling { steps, chosen },
        region,
    })
}

/// What a box holds of a half.
fn held_in(half: Half<'_>, region: &Region) -> BoxCounts {
    let restricted = half.restricted(region);
    restricted.judged(&restricted.broken(region))
}

/// The least and greatest number drawn in a column; none of a choice.
fn range(runs: &Runs<'_>, column: usize) -> Option<[f64; 2]> {
    if !runs.columns[column].choices.is_empty() {
        return None;
    }
    let all: Vec<u32> = (0..).take(runs.interesting.len()).collect();
    let drawn = runs.column(column, &all).into_iter();
    let drawn = drawn.filter(|value| value.is_finite());
    let ends = drawn.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
        [low.min(value), high.max(value)]
    });
    (ends[0] <= ends[1]).then_some(ends)
}

fn steps(way: &[Peeled], columns: &[Column], in_held_out: Vec<BoxCounts>) -> Vec<Step> {
    let steps = way.iter().zip(in_held_out);
    let step = |(step, in_held_out): (&Peeled, BoxCounts)| Step {
        peeled: step.column.map(|column| columns[column].path.clone()),
        restricted: step.region.restricted().count(),
        training: step.counts,
        held_out: in_held_out,
    };
    steps.map(step).collect()
}

/// The step with the density wished for and the greatest coverage, or that with the greatest correlation; the first of equals.
/// None where no step is as dense as wished.
fn choose(steps: &[Step], search: &Search) -> Option<usize> {
    let scored = steps.iter().enumerate().filter_map(|(number, step)| {
        let score = match search.density_min {
            None => step.training.correlation(),
            Some(least) if step.training.density >= least => step.training.coverage,
            Some(_) => return None,
        };
        Some((score, number))
    });
    best(scored)
}

/// Drops the limits that chance explains, the one it explains best first (of equals the first); nothing when it was cancelled.
fn drop_limits(half: &Restricted<'_>, region: &mut Region, control: &dyn Control) -> Option<()> {
    while !control.is_cancelled() {
        let broken = half.broken(region);
        let restricted = region.restricted();
        let chance = restricted.map(|column| {
            let limit = &region.limits[column];
            (half.chance(&broken, Some((column, limit))), column)
        });
        let Some(worst) = best(chance.filter(|scored| scored.0 > SIGNIFICANCE)) else {
            return Some(());
        };
        region.limits[worst] = Limit::Free;
    }
    None
}

#[cfg(test)]
mod tests;
