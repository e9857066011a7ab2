//! The patient rule induction method (Friedman and Fisher 1999, Statistics and Computing 9): peeling and pasting.

use crate::experiment::discovery::bins::{Bins, Peelable};
use crate::experiment::discovery::boxes::{BoxCounts, Limit, Peeled, Region, Side};
use crate::experiment::discovery::half::{Half, Inside, Restricted};
use crate::simulation::Control;

/// Share of the runs inside that one peel takes off, or one paste adds, along a number.
const PATIENCE: f64 = 0.05;

/// One change of a box: the column and its new limit, with what it leaves or adds.
struct Change {
    column: usize,
    limit: Limit,
    hits: u64,
    inside: u64,
}

/// Some runs with their numbers in a column.
#[derive(Clone, Copy)]
struct Among<'a> {
    half: Half<'a>,
    members: &'a [u32],
    column: usize,
    values: &'a [f64],
}

impl Among<'_> {
    /// The change that a limit makes to a box, counted among these runs, which all its other limits hold of.
    fn change(&self, limit: Limit) -> Change {
        let (mut inside, mut hits) = (0, 0);
        for (&run, &value) in self.members.iter().zip(self.values) {
            if limit.holds(value) {
                inside += 1;
                hits += u64::from(self.half.runs.interesting[run as usize]);
            }
        }
        Change {
            column: self.column,
            limit,
            hits,
            inside,
        }
    }

    fn choices(&self) -> usize {
        self.half.runs.columns[self.column].choices.len()
    }
}

/// The boxes from the whole space on, each with one more peel and the column peeled, until the next would hold less than
/// `mass_min` of the runs; nothing when it was cancelled.
///
/// The peel taken is the one that raises the density most for each run it gives up, which treats the removal of a whole
/// category fairly (Kwakkel and Jaxa-Rozen 2016, Environmental Modelling & Software 79); ties go to the first column, its
/// lower end first.
pub(super) fn peel(half: Half<'_>, mass_min: f64, control: &dyn Control) -> Option<Vec<Peeled>> {
    let mut region = Region::whole(half.runs.columns.len());
    let mut inside = Inside::of(half);
    let inside_min = mass_min * half.members.len() as f64;
    let whole = Peeled {
        column: None,
        region: region.clone(),
        counts: BoxCounts::of(half.size(), half.size()),
    };
    let mut trajectory = vec![whole];
    let mut bins = Bins::of(half.runs, half.members);
    while !control.is_cancelled() {
        if half.hits(&inside.members) == inside.members.len() as u64 {
            return Some(trajectory);
        }
        let Some(change) = best_peel(&mut inside, &region, &bins, inside_min) else {
            return Some(trajectory);
        };
        bins.remove(half.runs, &inside.peel(change.column, &change.limit));
        region.limits[change.column] = change.limit;
        trajectory.push(Peeled {
            column: Some(change.column),
            region: region.clone(),
            counts: BoxCounts::of(half.size(), [change.inside, change.hits]),
        });
    }
    None
}

/// The best peel of the runs inside a box; none where each would leave too few.
///
/// Columns are read in the order of what they promise, until none promises more than was found.
fn best_peel(
    inside: &mut Inside<'_>,
    region: &Region,
    bins: &Bins,
    inside_min: f64,
) -> Option<Change> {
    let (half, all) = (inside.half, inside.members.len());
    let density = half.hits(&inside.members) as f64 / all.max(1) as f64;
    let columns = half.runs.columns.iter().enumerate();
    let peelable = Peelable {
        runs: all as f64,
        density,
        runs_min: inside_min,
    };
    let bound = |column| bins.gain_max(column, peelable, peeled);
    let mut promised: Vec<(f64, usize)> = columns.map(|column| (bound(column), column.0)).collect();
    promised.sort_by(|one, other| other.0.total_cmp(&one.0));
    let members = inside.members.clone();
    let mut found: Option<(f64, Change)> = None;
    for (promise, column) in promised {
        if promise == f64::NEG_INFINITY || found.as_ref().is_some_and(|best| promise < best.0) {
            break;
        }
        let values = inside.values(column);
        let among = Among {
            half,
            members: &members,
            column,
            values: &values,
        };
        let holds = |change: &Change| change.inside as f64 >= inside_min && change.inside > 0;
        let scored = peels(among, &region.limits[column])
            .into_iter()
            .filter(holds);
        let scored = scored.map(|change| {
            let given_up = all as u64 - change.inside;
            let gain = change.hits as f64 / change.inside as f64 - density;
            (gain / given_up as f64, change)
        });
        let best = best_scored(scored);
        let is_first = |(score, change): &(f64, Change)| {
            found.as_ref().is_none_or(|best| {
                *score > best.0 || (*score >= best.0 && change.column < best.1.column)
            })
        };
        if let Some(best) = best.filter(is_first) {
            found = Some(best);
        }
    }
    found.map(|found| found.1)
}

/// What has the greatest score; the first of equals.
pub(super) fn best<T>(scored: impl IntoIterator<Item = (f64, T)>) -> Option<T> {
    best_scored(scored).map(|best| best.1)
}

fn best_scored<T>(scored: impl IntoIterator<Item = (f64, T)>) -> Option<(f64, T)> {
    let mut best: Option<(f64, T)> = None;
    for (score, item) in scored {
        if best.as_ref().is_none_or(|best| score > best.0) {
            best = Some((score, item));
        }
    }
    best
}

/// All single peels along one column, none of them empty.
fn peels(among: Among<'_>, limit: &Limit) -> Vec<Change> {
    let limits = if among.choices() == 0 {
        let mut known = among.values.to_vec();
        known.retain(|value| !value.is_nan());
        range_peels(limit, known)
    } else {
        category_peels(limit, among.choices(), among.values)
    };
    let counted = limits.into_iter().map(|limit| among.change(limit));
    let takes_off = |change: &Change| change.inside < among.members.len() as u64;
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

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length"
)]
fn peeled(count: usize) -> usize {
    ((PATIENCE * count as f64) as usize).clamp(1, count - 1)
}

/// Limits without one of the categories that are met, as long as two are.
fn category_peels(limit: &Limit, choices: usize, values: &[f64]) -> Vec<Limit> {
    let is_met = |position: &usize| {
        let position = *position as f64;
        let mut values = values.iter();
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

/// Widens a box along one restricted column after the other as long as its density rises, the greatest rise first; nothing when
/// it was cancelled.
pub(super) fn paste(
    half: &Restricted<'_>,
    region: &mut Region,
    control: &dyn Control,
) -> Option<()> {
    while !control.is_cancelled() {
        let broken = half.broken(region);
        let counts = half.counts(&broken);
        let columns = region.restricted();
        let changes = columns.flat_map(|column| pastes(half, region, (column, &broken), &counts));
        let wider = changes.filter(|change| change.inside > counts.inside);
        let scored = wider.map(|change| (change.hits as f64 / change.inside as f64, change));
        let Some(change) = best(scored.filter(|scored| scored.0 > counts.density)) else {
            return Some(());
        };
        region.limits[change.column] = change.limit;
    }
    None
}

/// All ways to widen a box along one column.
fn pastes(
    half: &Restricted<'_>,
    region: &Region,
    (column, broken): (usize, &[u32]),
    counts: &BoxCounts,
) -> Vec<Change> {
    let limit = &region.limits[column];
    let (mut members, mut values) = (Vec::new(), Vec::new());
    let numbers = half.values(column);
    // Runs that break no other limit.
    for ((&run, &value), &broken) in half.half.members.iter().zip(numbers.iter()).zip(broken) {
        if broken == u32::from(!limit.holds(value)) {
            members.push(run);
            values.push(value);
        }
    }
    let limits = match limit {
        Limit::Free => Vec::new(),
        Limit::Among(kept) => {
            let dropped = (0..kept.len()).filter(|&position| !kept[position]);
            dropped
                .map(|position| limit.switched(kept.len(), position))
                .collect()
        }
        &Limit::Range { low, high } => {
            let inside = usize::try_from(counts.inside).unwrap_or(usize::MAX);
            let added = peeled(inside.max(2));
            let outside = |side: Side| {
                let beyond = values.iter().copied().filter(|&value| match side {
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
    let among = Among {
        half: half.half,
        members: &members,
        column,
        values: &values,
    };
    limits
        .into_iter()
        .map(|limit| among.change(limit))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Among, Change, best, peel, peels};
    use crate::experiment::design::latin_hypercube::points;
    use crate::experiment::discovery::boxes::{BoxCounts, Column, Region};
    use crate::experiment::discovery::half::Half;
    use crate::experiment::discovery::runs::{Numbers, Runs};
    use crate::experiment::titled::Titled;
    use crate::game::{Owner, Purpose, Stream};
    use crate::simulation::Unwatched;

    /// The way down that reads every number of every run at each peel.
    fn slow(half: Half<'_>, mass_min: f64) -> Vec<(Option<usize>, Region)> {
        let mut region = Region::whole(half.runs.columns.len());
        let mut members = half.members.to_vec();
        let mut trajectory = vec![(None, region.clone())];
        loop {
            let density = half.hits(&members) as f64 / members.len() as f64;
            let mut scored: Vec<(f64, Change)> = Vec::new();
            for column in 0..half.runs.columns.len() {
                let values = half.runs.column(column, &members);
                let among = Among {
                    half,
                    members: &members,
                    column,
                    values: &values,
                };
                for change in peels(among, &region.limits[column]) {
                    if change.inside > 0
                        && change.inside as f64 >= mass_min * half.members.len() as f64
                    {
                        let gain = change.hits as f64 / change.inside as f64 - density;
                        scored.push((gain / (members.len() as u64 - change.inside) as f64, change));
                    }
                }
            }
            let is_over = half.hits(&members) == members.len() as u64;
            let Some(change) = best(scored).filter(|_| !is_over) else {
                return trajectory;
            };
            let column = change.column;
            members.retain(|&run| change.limit.holds(half.runs.column(column, &[run])[0]));
            region.limits[column] = change.limit;
            trajectory.push((Some(column), region.clone()));
        }
    }

    /// Numbers of every kind: spread, in few steps, missing, nearly always the same, a choice.
    fn runs(seed: u64) -> Runs<'static> {
        let sample = points(6, 3_000, seed);
        let mut dice = Stream::new(seed, Purpose::Moves, Owner::named("interest"), 0);
        let number = |row: usize, column: usize| {
            let value = sample[row][column];
            match column {
                1 => (value * 7.0).floor(),
                2 if value < 0.3 => f64::NAN,
                3 => value.min(0.2),
                4 => value.max(0.9) - 0.9,
                5 => (value * 3.0).floor(),
                _ => value,
            }
        };
        let choice = |id: &str| Titled {
            id: id.to_owned(),
            title: String::new(),
        };
        let columns = (0..6).map(|column| Column {
            choices: if column == 5 {
                ["a", "b", "c"].map(choice).into()
            } else {
                Vec::new()
            },
            ..Column::default()
        });
        let interesting = (0..3_000).map(|row| {
            let is_inside = number(row, 0) < 0.5 && number(row, 1) > 1.5 && number(row, 5) > 0.5;
            dice.uniform() < if is_inside { 0.7 } else { 0.1 }
        });
        let column_of = |column: usize| (0..3_000).map(|row| number(row, column)).collect();
        Runs {
            interesting: interesting.collect(),
            columns: columns.collect(),
            numbers: Numbers::Kept((0..6).map(column_of).collect()),
            ..Runs::default()
        }
    }

    #[test]
    fn numbers_that_are_not_read_change_no_peel() {
        for seed in 0..12 {
            let runs = runs(seed);
            let members: Vec<u32> = (0..3_000).filter(|run| run % 2 == 0).collect();
            let half = Half {
                runs: &runs,
                members: &members,
            };
            let way = peel(half, 0.05, &Unwatched).expect("nobody cancels it");
            assert!(way.len() > 10, "{}", way.len());
            let counts: Vec<BoxCounts> = way.iter().map(|peeled| peeled.counts).collect();
            assert_eq!(Some(counts), half.along(&way, &Unwatched), "seed {seed}");
            let way = way.into_iter().map(|peeled| (peeled.column, peeled.region));
            assert_eq!(way.collect::<Vec<_>>(), slow(half, 0.05), "seed {seed}");
        }
    }
}
