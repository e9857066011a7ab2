//! The patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9): peeling and pasting.

use crate::experiment::discovery::boxes::{BoxCounts, Column, Limit, Region, Side};

/// Share of the runs inside that one peel takes off, or one paste adds, along a number.
const PATIENCE: f64 = 0.05;

/// Runs of one half of the data.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Data<'a> {
    pub(crate) columns: &'a [Column],
    pub(crate) interesting: &'a [bool],
    pub(crate) runs: &'a [usize],
}

impl Data<'_> {
    pub(crate) fn counts(&self, region: &Region) -> BoxCounts {
        BoxCounts::of(region, self.columns, self.interesting, self.runs)
    }

    /// The change that a limit makes to a box, counted among runs that all other limits hold of.
    fn change(&self, column: usize, limit: Limit, among: &[usize]) -> Change {
        let (mut inside, mut hits) = (0, 0);
        for &run in among {
            if limit.holds(self.columns[column].values[run]) {
                inside += 1;
                hits += u64::from(self.interesting[run]);
            }
        }
        Change {
            column,
            limit,
            hits,
            inside,
        }
    }
}

/// One change of a box: the column and its new limit, with what it leaves or adds.
struct Change {
    column: usize,
    limit: Limit,
    hits: u64,
    inside: u64,
}

/// The boxes from the whole space on, each with one more peel, until the next would hold less than `mass_min` of the runs.
///
/// The peel taken is the one that raises the density most for each run it gives up, which treats the removal of a whole
/// category fairly (Kwakkel and Jaxa-Rozen 2016, Environmental Modelling & Software 79); ties go to the first column, its
/// lower end first.
pub(crate) fn peel(data: &Data<'_>, mass_min: f64) -> Vec<Region> {
    let mut region = Region::whole(data.columns.len());
    let mut members: Vec<usize> = data.runs.to_vec();
    let inside_min = mass_min * data.runs.len() as f64;
    let mut trajectory = vec![region.clone()];
    loop {
        let hits = hits(data, &members);
        let density = hits as f64 / members.len().max(1) as f64;
        if members.is_empty() || hits == members.len() as u64 {
            return trajectory;
        }
        let mut best: Option<(f64, Change)> = None;
        for column in 0..data.columns.len() {
            for change in peels(data, &region, column, &members) {
                if (change.inside as f64) < inside_min || change.inside == 0 {
                    continue;
                }
                let given_up = members.len() as u64 - change.inside;
                let gain = change.hits as f64 / change.inside as f64 - density;
                let score = gain / given_up as f64;
                if best.as_ref().is_none_or(|best| score > best.0) {
                    best = Some((score, change));
                }
            }
        }
        let Some((_, change)) = best else {
            return trajectory;
        };
        region.limits[change.column] = change.limit;
        let column = &data.columns[change.column];
        let limit = &region.limits[change.column];
        members.retain(|&run| limit.holds(column.values[run]));
        trajectory.push(region.clone());
    }
}

fn hits(data: &Data<'_>, members: &[usize]) -> u64 {
    let hits = members.iter().filter(|&&run| data.interesting[run]);
    hits.count() as u64
}

/// All single peels along one column, none of them empty.
fn peels(data: &Data<'_>, region: &Region, column: usize, members: &[usize]) -> Vec<Change> {
    let limit = &region.limits[column];
    let limits = if data.columns[column].choices.is_empty() {
        let values = &data.columns[column].values;
        let mut known: Vec<f64> = members.iter().map(|&run| values[run]).collect();
        known.retain(|value| !value.is_nan());
        range_peels(limit, known)
    } else {
        category_peels(limit, &data.columns[column], members)
    };
    let counted = limits
        .into_iter()
        .map(|limit| data.change(column, limit, members));
    let takes_off = |change: &Change| change.inside < members.len() as u64;
    counted.filter(takes_off).collect()
}

/// Ranges without the lowest and without the highest share of some values; equal values stay together.
fn range_peels(limit: &Limit, mut values: Vec<f64>) -> Vec<Limit> {
    if values.len() < 2 {
        return Vec::new();
    }
    let count = peeled(values.len());
    let last = values.len() - 1;
    let mut limits = Vec::new();
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if lowest >= highest {
        return limits;
    }
    let low = *values.select_nth_unstable_by(count, f64::total_cmp).1;
    let low = if low > lowest {
        low
    } else {
        above(&values, lowest)
    };
    limits.push(limit.ranged(Side::Low, low));
    let high = *values
        .select_nth_unstable_by(last - count, f64::total_cmp)
        .1;
    let high = if high < highest {
        high
    } else {
        below(&values, highest)
    };
    limits.push(limit.ranged(Side::High, high));
    limits
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length"
)]
fn peeled(count: usize) -> usize {
    ((PATIENCE * count as f64) as usize).clamp(1, count - 1)
}

/// The least of some values above one of them.
fn above(values: &[f64], value: f64) -> f64 {
    let above = values.iter().copied().filter(|&it| it > value);
    above.fold(f64::INFINITY, f64::min)
}

/// The greatest of some values below one of them.
fn below(values: &[f64], value: f64) -> f64 {
    let below = values.iter().copied().filter(|&it| it < value);
    below.fold(f64::NEG_INFINITY, f64::max)
}

/// Limits without one of the categories that are met, as long as two are.
fn category_peels(limit: &Limit, column: &Column, members: &[usize]) -> Vec<Limit> {
    let choices = column.choices.len();
    let is_met = |position: &usize| {
        let position = *position as f64;
        let mut values = members.iter().map(|&run| column.values[run]);
        values.any(|value| (value - position).abs() < 0.5)
    };
    let met: Vec<usize> = (0..choices).filter(is_met).collect();
    if met.len() < 2 {
        return Vec::new();
    }
    let without = met.into_iter();
    without
        .map(|position| limit.switched(choices, position))
        .collect()
}

/// Widens a box along one restricted column after the other as long as its density rises, the greatest rise first.
pub(crate) fn paste(data: &Data<'_>, region: &mut Region) {
    loop {
        let counts = data.counts(region);
        let mut best: Option<(f64, Change)> = None;
        for column in region.restricted() {
            for change in pastes(data, region, column, &counts) {
                let density = change.hits as f64 / change.inside as f64;
                let over = best.as_ref().map_or(counts.density, |best| best.0);
                if change.inside > counts.inside && density > over {
                    best = Some((density, change));
                }
            }
        }
        let Some((_, change)) = best else {
            return;
        };
        region.limits[change.column] = change.limit;
    }
}

/// All ways to widen a box along one column.
fn pastes(data: &Data<'_>, region: &Region, column: usize, counts: &BoxCounts) -> Vec<Change> {
    let values = &data.columns[column].values;
    let elsewhere = |run: &&usize| region.contains_but(data.columns, **run, column);
    let candidates: Vec<usize> = data.runs.iter().filter(elsewhere).copied().collect();
    let limits = match &region.limits[column] {
        Limit::Free => Vec::new(),
        Limit::Among(kept) => {
            let dropped = (0..kept.len()).filter(|&position| !kept[position]);
            dropped
                .map(|position| region.limits[column].switched(kept.len(), position))
                .collect()
        }
        limit @ &Limit::Range { low, high } => {
            let inside = usize::try_from(counts.inside).unwrap_or(usize::MAX);
            let added = peeled(inside.max(2));
            let outside = |side: Side| {
                let mut beyond: Vec<f64> = candidates.iter().map(|&run| values[run]).collect();
                beyond.retain(|&value| match side {
                    Side::Low => value < low,
                    Side::High => value > high,
                });
                beyond.sort_by(f64::total_cmp);
                if side == Side::Low {
                    beyond.reverse();
                }
                let last = beyond.len().min(added).checked_sub(1)?;
                Some(limit.ranged(side, beyond[last]))
            };
            [outside(Side::Low), outside(Side::High)]
                .into_iter()
                .flatten()
                .collect::<Vec<Limit>>()
        }
    };
    let limits = limits.into_iter();
    limits
        .map(|limit| data.change(column, limit, &candidates))
        .collect()
}
