//! One half of the runs, and how many of them lie in a box.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::experiment::discovery::boxes::{BoxCounts, Limit, Peeled, Region};
use crate::experiment::discovery::runs::Runs;
use crate::simulation::Control;

/// Numbers of a half that are kept at most; 8 bytes each.
const KEPT_MAX: usize = 8_000_000;

/// One half of the runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Half<'a> {
    pub(super) runs: &'a Runs<'a>,
    pub(super) members: &'a [u32],
}

impl<'a> Half<'a> {
    /// Runs, and runs of interest.
    pub(super) fn size(&self) -> [u64; 2] {
        [self.members.len() as u64, self.hits(self.members)]
    }

    /// How many of some runs are of interest.
    pub(super) fn hits(&self, members: &[u32]) -> u64 {
        let interesting = |&&run: &&u32| self.runs.interesting[run as usize];
        members.iter().filter(interesting).count() as u64
    }

    /// What each box on a way holds, where each has one limit more than the one before: that of the column beside it; nothing
    /// when it was cancelled.
    pub(super) fn along(&self, way: &[Peeled], control: &dyn Control) -> Option<Vec<BoxCounts>> {
        let mut inside = Inside::of(*self);
        let counts = way.iter().map(|step| {
            if control.is_cancelled() {
                return None;
            }
            if let Some(column) = step.column {
                inside.peel(column, &step.region.limits[column]);
            }
            let members = &inside.members;
            let held = [members.len() as u64, self.hits(members)];
            Some(BoxCounts::of(self.size(), held))
        });
        counts.collect()
    }

    /// The runs outside a box.
    pub(super) fn outside(&self, region: &Region) -> Vec<u32> {
        let broken = self.restricted(region).broken(region);
        let pairs = self.members.iter().zip(broken);
        pairs
            .filter_map(|(&run, broken)| (broken > 0).then_some(run))
            .collect()
    }

    /// With the numbers that a box restricts at hand.
    pub(super) fn restricted(self, region: &Region) -> Restricted<'a> {
        let fit = KEPT_MAX / self.members.len().max(1);
        let columns = region.restricted().take(fit);
        let kept = columns.map(|column| (column, self.runs.column(column, self.members)));
        Restricted {
            half: self,
            kept: kept.collect(),
        }
    }
}

/// The runs of a half inside a box that shrinks, with those of their numbers that were asked for, as far as there is room.
///
/// Hardly ever does a peel look at a number that none before it looked at.
#[derive(Clone, Debug)]
pub(super) struct Inside<'a> {
    pub(super) half: Half<'a>,
    pub(super) members: Vec<u32>,
    kept: BTreeMap<usize, Vec<f64>>,
}

impl<'a> Inside<'a> {
    /// All runs of a half.
    pub(super) fn of(half: Half<'a>) -> Self {
        Self {
            half,
            members: half.members.to_vec(),
            kept: BTreeMap::new(),
        }
    }

    /// The numbers in a column.
    pub(super) fn values(&mut self, column: usize) -> Cow<'_, [f64]> {
        if !self.kept.contains_key(&column) {
            let values = self.half.runs.column(column, &self.members);
            let held: usize = self.kept.values().map(Vec::capacity).sum();
            if held + self.members.len() > KEPT_MAX {
                return Cow::Owned(values);
            }
            self.kept.insert(column, values);
        }
        Cow::Borrowed(&self.kept[&column])
    }

    /// Takes off the runs that a limit on a column does not hold of, and returns them.
    pub(super) fn peel(&mut self, column: usize, limit: &Limit) -> Vec<u32> {
        let values = self.values(column);
        let stays: Vec<bool> = values.iter().map(|&value| limit.holds(value)).collect();
        for values in self.kept.values_mut() {
            let mut stays = stays.iter();
            values.retain(|_| stays.next().is_some_and(|&stays| stays));
            // Half a column is room for one of the runs that are left; smaller gaps are room for nothing.
            if values.capacity() >= 2 * values.len() {
                values.shrink_to_fit();
            }
        }
        let mut gone = Vec::new();
        let mut stays = stays.into_iter();
        self.members.retain(|&run| {
            let stays = stays.next().is_some_and(|stays| stays);
            if !stays {
                gone.push(run);
            }
            stays
        });
        gone
    }
}

/// One half of the runs with some of their numbers; others are read when they are needed.
#[derive(Clone, Debug)]
pub(super) struct Restricted<'a> {
    pub(super) half: Half<'a>,
    kept: Vec<(usize, Vec<f64>)>,
}

impl Restricted<'_> {
    /// The numbers in a column.
    pub(super) fn values(&self, column: usize) -> Cow<'_, [f64]> {
        let mut kept = self.kept.iter();
        match kept.find(|kept| kept.0 == column) {
            Some((_, values)) => Cow::Borrowed(values),
            None => Cow::Owned(self.half.runs.column(column, self.half.members)),
        }
    }

    /// How many limits of a box each run breaks.
    pub(super) fn broken(&self, region: &Region) -> Vec<u32> {
        let mut broken = vec![0; self.half.members.len()];
        for column in region.restricted() {
            let limit = &region.limits[column];
            for (broken, &value) in broken.iter_mut().zip(self.values(column).iter()) {
                *broken += u32::from(!limit.holds(value));
            }
        }
        broken
    }

    /// What a box holds.
    pub(super) fn counts(&self, broken: &[u32]) -> BoxCounts {
        self.count(broken.iter().map(|&broken| broken == 0))
    }

    /// What it would hold without its limit on a column.
    pub(super) fn counts_without(
        &self,
        broken: &[u32],
        (column, limit): (usize, &Limit),
    ) -> BoxCounts {
        let values = self.values(column);
        let pairs = broken.iter().zip(values.iter());
        self.count(pairs.map(|(&broken, &value)| broken == u32::from(!limit.holds(value))))
    }

    fn count(&self, inside: impl Iterator<Item = bool>) -> BoxCounts {
        let (mut held, mut hits) = (0, 0);
        for (&run, inside) in self.half.members.iter().zip(inside) {
            held += u64::from(inside);
            hits += u64::from(inside && self.half.runs.interesting[run as usize]);
        }
        BoxCounts::of(self.half.size(), [held, hits])
    }
}

#[cfg(test)]
mod tests {
    use super::{Half, Inside};
    use crate::experiment::discovery::boxes::{Column, Limit};
    use crate::experiment::discovery::runs::{Numbers, Runs};

    #[test]
    fn numbers_of_runs_peeled_off_take_no_room() {
        let column: Vec<f64> = (0..1_000).map(f64::from).collect();
        let runs = Runs {
            interesting: vec![false; 1_000],
            columns: vec![Column::default(); 2],
            numbers: Numbers::Kept(vec![column.clone(), column]),
            ..Runs::default()
        };
        let members: Vec<u32> = (0..1_000).collect();
        let half = Half {
            runs: &runs,
            members: &members,
        };
        let mut inside = Inside::of(half);
        for column in 0..2 {
            assert_eq!(inside.values(column).len(), 1_000);
        }
        let (low, high) = (900.0, f64::INFINITY);
        assert_eq!(inside.peel(0, &Limit::Range { low, high }).len(), 900);
        let room = inside.kept.values().map(Vec::capacity).sum::<usize>();
        assert!((200..400).contains(&room), "{room}");
    }
}
