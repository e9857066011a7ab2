//! One half of the runs, and how many of them lie in a box.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::experiment::discovery::binomial::{upper_tail, upper_tail_of};
use crate::experiment::discovery::boxes::{BoxCounts, Effects, Limit, Peeled, Region};
use crate::experiment::discovery::clusters::design_effect;
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

    /// What a box holds, with the design effects of its shares where runs are not independent.
    pub(super) fn judged(&self, broken: &[u32]) -> BoxCounts {
        let counts = self.counts(broken);
        let BoxCounts {
            coverage,
            density,
            mass,
            base,
            ..
        } = counts;
        let effect = |part: &dyn Fn(f64, f64) -> f64| {
            self.design_effect(|place, hit| part(of(broken[place] == 0), of(hit)))
        };
        let effects = self.half.runs.runs_of_point.map(|_| Effects {
            coverage: effect(&|inside, hit| hit * (inside - coverage)),
            density: effect(&|inside, hit| inside * (hit - density)),
            mass: effect(&|inside, _| inside - mass),
            base: effect(&|_, hit| hit - base),
        });
        BoxCounts { effects, ..counts }
    }

    /// Probability of as many hits inside a box as there are, were they as frequent there as among all runs, or as among those
    /// of the box without one of its limits.
    ///
    /// Where runs are not independent, counts are divided by the design effect of what is tested: how far the hits inside are
    /// above their share of those around, Σ (inside − m · around) (hit − p), with p the density around and m the share of the
    /// runs around that lie inside. What the runs of a point have in common inside and around is not counted against a limit.
    pub(super) fn chance(&self, broken: &[u32], without: Option<(usize, &Limit)>) -> f64 {
        let inside = self.counts(broken);
        let around: Vec<bool> = match without {
            None => vec![true; broken.len()],
            Some((column, limit)) => {
                let values = self.values(column);
                let pairs = broken.iter().zip(values.iter());
                pairs
                    .map(|(&broken, &value)| broken == u32::from(!limit.holds(value)))
                    .collect()
            }
        };
        let held = self.count(around.iter().copied());
        if self.half.runs.runs_of_point.is_none() {
            return upper_tail(inside.inside, held.density, inside.hits);
        }
        let share = inside.inside as f64 / held.inside.max(1) as f64;
        let effect = self.design_effect(|place, hit| {
            let [inside, around] = [broken[place] == 0, around[place]].map(of);
            (inside - share * around) * (of(hit) - held.density)
        });
        let [trials, hits] = [inside.inside, inside.hits].map(|count| count as f64 / effect);
        upper_tail_of(trials, held.density, hits)
    }

    /// The design effect of a sum over the runs of the half, by their places and whether they are of interest.
    fn design_effect(&self, part: impl Fn(usize, bool) -> f64) -> f64 {
        let runs = self.half.runs;
        let parts = self.half.members.iter().enumerate();
        let parts = parts.map(|(place, &run)| {
            let hit = runs.interesting[run as usize];
            (runs.point_of(run), part(place, hit))
        });
        design_effect(runs.runs_of_point.unwrap_or(1), parts)
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

fn of(holds: bool) -> f64 {
    f64::from(u8::from(holds))
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
