//! What all points change in a result, as a sample of which quantiles are taken and whose simulation error is taken out.

use crate::simulation::Mean;

/// What a point changes in a result, with the variance of its simulation error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The result at the point less that as written.
    pub difference: f64,
    /// The square of its standard error.
    pub variance: f64,
}

/// The mean of paired differences, of one run at least.
impl From<&Mean> for Change {
    fn from(difference: &Mean) -> Self {
        let error = difference.standard_error().unwrap_or(0.0);
        Self {
            difference: difference.value().expect("a point has runs"),
            variance: error * error,
        }
    }
}

/// What all points change, and the points by how much that is; a sample of them is how often each comes.
pub(super) struct Points<'c> {
    changes: &'c [Change],
    order: Vec<usize>,
}

/// Differences are drawn to their mean, to a share of their distance from it: 1 for not at all.
#[derive(Clone, Copy)]
pub(super) struct Shrinkage {
    pub(super) centre: f64,
    pub(super) share: f64,
}

impl Shrinkage {
    pub(super) fn moved(self, difference: f64) -> f64 {
        self.centre + self.share * (difference - self.centre)
    }
}

impl<'c> Points<'c> {
    pub(super) fn of(changes: &'c [Change]) -> Self {
        let mut order: Vec<usize> = (0..changes.len()).collect();
        let difference = |point: &usize| changes[*point].difference;
        order.sort_by(|one, other| difference(one).total_cmp(&difference(other)));
        Self { changes, order }
    }

    /// How a sample is drawn to its mean.
    pub(super) fn shrinkage(&self, counts: &[u16]) -> Shrinkage {
        let count = counts.len() as f64;
        let centre = self.sum(counts, |change| change.difference) / count;
        let error = self.sum(counts, |change| change.variance) / count;
        let squares = self.sum(counts, |change| {
            let distance = change.difference - centre;
            distance * distance
        });
        let variance = squares / (count - 1.0).max(1.0);
        let share = if variance > error {
            libm::sqrt(1.0 - error / variance)
        } else {
            0.0
        };
        Shrinkage { centre, share }
    }

    /// The sum of something over a sample.
    fn sum(&self, counts: &[u16], of: impl Fn(&Change) -> f64) -> f64 {
        let points = self.changes.iter().zip(counts);
        points.fold(0.0, |sum, (change, &times)| {
            sum + f64::from(times) * of(change)
        })
    }

    /// A quantile of the differences of a sample, linear between them (type 7 of Hyndman and Fan 1996).
    pub(super) fn quantile(&self, counts: &[u16], share: f64) -> f64 {
        let last = counts.len() - 1;
        let place = share * last as f64;
        let below = (0..last).rfind(|&below| below as f64 <= place).unwrap_or(0);
        let [low, high] = [below, (below + 1).min(last)].map(|rank| self.ranked(counts, rank));
        low + (place - below as f64) * (high - low)
    }

    /// The difference of a rank in a sample, the least being 0; sought from the nearer end.
    fn ranked(&self, counts: &[u16], rank: usize) -> f64 {
        let last = counts.len() - 1;
        let point = if 2 * rank <= last {
            place_of(rank, self.order.iter(), counts)
        } else {
            place_of(last - rank, self.order.iter().rev(), counts)
        };
        self.changes[point].difference
    }
}

/// The point of a rank when points come in some order, each so many times.
fn place_of<'o>(
    mut rank: usize,
    mut order: impl Iterator<Item = &'o usize>,
    counts: &[u16],
) -> usize {
    let found = order.find(|&&point| {
        let times = usize::from(counts[point]);
        let is_here = rank < times;
        rank = rank.saturating_sub(times);
        is_here
    });
    *found.expect("a rank below the number of points")
}
