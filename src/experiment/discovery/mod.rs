//! Under which numbers a result comes about: scenario discovery (Bryant and Lempert 2010).
//!
//! Runs of interest are sought in boxes of the numbers drawn. The boxes are found in the even runs and judged by the odd
//! ones, which had no part in finding them.

mod binomial;
mod boxes;
mod found;
mod observe;
mod prim;

pub use boxes::{BoxCounts, Column, Limit, Region};
pub use found::{BoxLimit, BoxSearch, FoundBox, Peeling, SearchEnd, Step};
pub use observe::{Observation, Runs, observe};

use binomial::upper_tail;
use prim::{Data, best, paste, peel};

/// Above this probability of coming about by chance, neither a box nor one of its limits is kept.
pub const SIGNIFICANCE: f64 = 0.05;

/// Numbers held in memory at most; 8 bytes each.
pub const VALUES_MAX: u64 = 100_000_000;

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

/// Most runs whose numbers can be held, of so many each.
pub fn runs_max(numbers: usize) -> u64 {
    VALUES_MAX / numbers.max(1) as u64
}

/// Looks for boxes in which runs of interest are dense; also gives the way to each, the one not confirmed last.
pub fn discover(runs: &Runs, search: &Search) -> (BoxSearch, Vec<Peeling>) {
    let parity = |parity: usize| (0..runs.interesting.len()).filter(move |run| run % 2 == parity);
    let (mut training, mut held_out): (Vec<usize>, Vec<usize>) =
        (parity(0).collect(), parity(1).collect());
    let (mut boxes, mut peelings, mut not_confirmed) = (Vec::new(), Vec::new(), None);
    let ending = loop {
        if boxes.len() >= search.boxes {
            break SearchEnd::Enough;
        }
        let halves = [&training, &held_out].map(|members| Data { runs, members });
        let sought = match one_box(&halves, search) {
            Ok(sought) => sought,
            Err(ending) => break ending,
        };
        peelings.push(sought.peeling);
        if !sought.confirmed {
            not_confirmed = Some(sought.found);
            break SearchEnd::NotConfirmed;
        }
        for half in [&mut training, &mut held_out] {
            half.retain(|&run| !sought.region.contains(&runs.columns, run));
        }
        boxes.push(sought.found);
    };
    let interesting = runs.interesting.iter().filter(|&&is_met| is_met);
    let found = BoxSearch {
        title: runs.title.clone(),
        of: runs.of.clone(),
        when: runs.when.clone(),
        seed: runs.seed,
        runs: runs.interesting.len() as u64,
        interesting: interesting.count() as u64,
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

fn one_box(halves: &[Data<'_>; 2], search: &Search) -> Result<Sought, SearchEnd> {
    let [training, held_out] = halves;
    let whole = training.counts(&Region::whole(training.columns().len()));
    if whole.interesting == 0 || whole.interesting == whole.runs {
        return Err(SearchEnd::NothingToTell);
    }
    let regions = peel(training, search.mass_min);
    let steps = steps(&regions, training, held_out);
    let chosen = choose(&steps, search).ok_or(SearchEnd::TooThin)?;
    let mut region = regions[chosen].1.clone();
    // What the peels took off too much comes back, and limits that chance explains go.
    paste(training, &mut region);
    drop_limits(training, &mut region);
    if region.restricted().next().is_none() {
        return Err(SearchEnd::NoLimit);
    }
    let judged = held_out.counts(&region);
    let p_value = upper_tail(judged.inside, judged.base, judged.hits);
    let significant = p_value <= SIGNIFICANCE;
    if significant {
        drop_limits(held_out, &mut region);
    }
    let limits = region.restricted().map(|column| {
        let quasi_p = quasi_p(held_out, &region, column);
        BoxLimit::of(&training.columns()[column], &region.limits[column], quasi_p)
    });
    let limits: Vec<BoxLimit> = limits.collect();
    Ok(Sought {
        confirmed: significant && !limits.is_empty(),
        found: FoundBox {
            limits,
            training: training.counts(&region),
            held_out: held_out.counts(&region),
            p_value,
        },
        peeling: Peeling { steps, chosen },
        region,
    })
}

fn steps(
    regions: &[(Option<usize>, Region)],
    training: &Data<'_>,
    held_out: &Data<'_>,
) -> Vec<Step> {
    let step = |(peeled, region): &(Option<usize>, Region)| Step {
        peeled: peeled.map(|column| training.columns()[column].path.clone()),
        restricted: region.restricted().count(),
        training: training.counts(region),
        held_out: held_out.counts(region),
    };
    regions.iter().map(step).collect()
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

/// Drops the limits that chance explains, the one it explains best first (of equals the first).
fn drop_limits(data: &Data<'_>, region: &mut Region) {
    loop {
        let restricted = region.restricted();
        let chance = restricted.map(|column| (quasi_p(data, region, column), column));
        let Some(worst) = best(chance.filter(|scored| scored.0 > SIGNIFICANCE)) else {
            return;
        };
        region.limits[worst] = Limit::Free;
    }
}

/// Probability of as many hits inside as there are, if the limit of a column did not raise the density.
fn quasi_p(data: &Data<'_>, region: &Region, column: usize) -> f64 {
    let mut without = region.clone();
    without.limits[column] = Limit::Free;
    let inside = data.counts(region);
    upper_tail(inside.inside, data.counts(&without).density, inside.hits)
}

#[cfg(test)]
mod tests;
