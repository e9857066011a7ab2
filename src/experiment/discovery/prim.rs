//! The patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9): peeling and pasting.

use crate::experiment::discovery::boxes::{BoxCounts, Column, Limit, Region, Side};
use crate::experiment::discovery::observe::Runs;

/// Share of the runs inside that one peel takes off, or one paste adds, along a number.
const PATIENCE: f64 = 0.05;

/// One half of the runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Data<'a> {
    pub(crate) runs: &'a Runs,
    pub(crate) members: &'a [usize],
}

impl Data<'_> {
    pub(crate) fn columns(&self) -> &[Column] {
        &self.runs.columns
    }

    pub(crate) fn counts(&self, region: &Region) -> BoxCounts {
        let mut counts = BoxCounts::default();
        for &run in self.members {
            let inside = region.contains(self.columns(), run);
            let interesting = self.runs.interesting[run];
            counts.runs += 1;
            counts.interesting += u64::from(interesting);
            counts.inside += u64::from(inside);
            counts.hits += u64::from(inside && interesting);
        }
        BoxCounts {
            coverage: counts.coverage_rate().value(),
            density: counts.density_rate().value(),
            mass: counts.mass_rate().value(),
            base: counts.base_rate().value(),
            ..counts
        }
    }

    /// The change that a limit makes to a box, counted among runs that all other limits hold of.
    fn change(&self, column: usize, limit: Limit, among: &[usize]) -> Change {
        let (mut inside, mut hits) = (0, 0);
        for &run in among {
            if limit.holds(self.columns()[column].values[run]) {
                inside += 1;
                hits += u64::from(self.runs.interesting[run]);
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

/// The boxes from the whole space on, each with one more peel and the column peeled, until the next would hold less than
/// `mass_min` of the runs.
///
/// The peel taken is the one that raises the density most for each run it gives up, which treats the removal of a whole
/// category fairly (Kwakkel and Jaxa-Rozen 2016, Environmental Modelling & Software 79); ties go to the first column, its
/// lower end first.
pub(crate) fn peel(data: &Data<'_>, mass_min: f64) -> Vec<(Option<usize>, Region)> {
    let mut region = Region::whole(data.columns().len());
    let mut members: Vec<usize> = data.members.to_vec();
    let inside_min = mass_min * data.members.len() as f64;
    let mut trajectory = vec![(None, region.clone())];
    loop {
        let hits = members.iter().filter(|&&run| data.runs.interesting[run]);
        let hits = hits.count();
        let density = hits as f64 / members.len().max(1) as f64;
        if hits == members.len() {
            return trajectory;
        }
        let columns = 0..data.columns().len();
        let changes = columns.flat_map(|column| peels(data, &region, column, &members));
        let holds = |change: &Change| change.inside as f64 >= inside_min && change.inside > 0;
        let scored = changes.filter(holds).map(|change| {
            let given_up = members.len() as u64 - change.inside;
            let gain = change.hits as f64 / change.inside as f64 - density;
            (gain / given_up as f64, change)
        });
        let Some(change) = best(scored) else {
            return trajectory;
        };
        let column = &data.columns()[change.column];
        members.retain(|&run| change.limit.holds(column.values[run]));
        region.limits[change.column] = change.limit;
        trajectory.push((Some(change.column), region.clone()));
    }
}

/// What has the greatest score; the first of equals.
pub(crate) fn best<T>(scored: impl IntoIterator<Item = (f64, T)>) -> Option<T> {
    let mut best: Option<(f64, T)> = None;
    for (score, item) in scored {
        if best.as_ref().is_none_or(|best| score > best.0) {
            best = Some((score, item));
        }
    }
    best.map(|best| best.1)
}

/// All single peels along one column, none of them empty.
fn peels(data: &Data<'_>, region: &Region, column: usize, members: &[usize]) -> Vec<Change> {
    let limit = &region.limits[column];
    let of = &data.columns()[column];
    let limits = if of.choices.is_empty() {
        let values = &of.values;
        let mut known: Vec<f64> = members.iter().map(|&run| values[run]).collect();
        known.retain(|value| !value.is_nan());
        range_peels(limit, known)
    } else {
        category_peels(limit, of, members)
    };
    let counted = limits
        .into_iter()
        .map(|limit| data.change(column, limit, members));
    let takes_off = |change: &Change| change.inside < members.len() as u64;
    counted.filter(takes_off).collect()
}

/// Ranges without the lowest and without the highest share of some values; equal values stay together.
fn range_peels(limit: &Limit, mut values: Vec<f64>) -> Vec<Limit> {
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if lowest >= highest {
        return Vec::new();
    }
    let (count, last) = (peeled(values.len()), values.len() - 1);
    let mut ranked = |place| *values.select_nth_unstable_by(place, f64::total_cmp).1;
    let (low, high) = (ranked(count), ranked(last - count));
    let above = values.iter().copied().filter(|&value| value > lowest);
    let below = values.iter().copied().filter(|&value| value < highest);
    vec![
        limit.ranged(Side::Low, above.fold(f64::INFINITY, f64::min).max(low)),
        limit.ranged(
            Side::High,
            below.fold(f64::NEG_INFINITY, f64::max).min(high),
        ),
    ]
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length"
)]
fn peeled(count: usize) -> usize {
    ((PATIENCE * count as f64) as usize).clamp(1, count - 1)
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
        let columns = region.restricted();
        let changes = columns.flat_map(|column| pastes(data, region, column, &counts));
        let wider = changes.filter(|change| change.inside > counts.inside);
        let scored = wider.map(|change| (change.hits as f64 / change.inside as f64, change));
        let Some(change) = best(scored.filter(|scored| scored.0 > counts.density)) else {
            return;
        };
        region.limits[change.column] = change.limit;
    }
}

/// All ways to widen a box along one column.
fn pastes(data: &Data<'_>, region: &Region, column: usize, counts: &BoxCounts) -> Vec<Change> {
    let values = &data.columns()[column].values;
    let elsewhere = |run: &&usize| region.contains_but(data.columns(), **run, column);
    let candidates: Vec<usize> = data.members.iter().filter(elsewhere).copied().collect();
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
                let values = candidates.iter().map(|&run| values[run]);
                let beyond = values.filter(|&value| match side {
                    Side::Low => value < low,
                    Side::High => value > high,
                });
                let mut beyond: Vec<f64> = beyond.collect();
                beyond.sort_by(f64::total_cmp);
                if side == Side::Low {
                    beyond.reverse();
                }
                let last = beyond.len().min(added).checked_sub(1)?;
                Some(limit.ranged(side, beyond[last]))
            };
            let sides = [Side::Low, Side::High].into_iter();
            sides.filter_map(outside).collect::<Vec<Limit>>()
        }
    };
    let limits = limits.into_iter();
    limits
        .map(|limit| data.change(column, limit, &candidates))
        .collect()
}
