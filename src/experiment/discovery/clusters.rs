//! Runs at one point in the ranges of numbers, which are not independent of each other.
//!
//! Runs in which numbers lie at the same places in their ranges have these in common, so that a share of runs, or a difference of
//! two shares, is further off than its number of runs says. By how much is estimated (Rao and Scott 1992, Biometrics 48): a ratio
//! of counts p = Σy/Σx is off by about Σ(y − p x)/Σx, a sum of one part for each run. Were runs independent, the variance of the
//! sum would be that of the squared parts summed over runs; points are independent, whatever the runs of one have in common, so it
//! is that of the squared sums of each point, summed over points. The quotient is the *design effect* d, and n runs say as much
//! as n/d independent ones: intervals and tests take counts divided by d. A d below 1 is chance and counts as 1.
//!
//! A small box has few points, and a d estimated from few is itself uncertain. So it is increased by (t/z)², t and z the bounds at 95 % of
//! Student's t with one degree of freedom less than there are points with a part, and of the normal.

use crate::simulation::{CONFIDENCE, Z95, student_bound};

/// The design effect of a sum with a part for each run, behind the point that the run belongs to; runs of one point follow one
/// another, so many at most.
///
/// Where no part differs from 0 nothing can be seen, so all runs of a point are taken for one.
pub(super) fn design_effect(of_point: u32, parts: impl IntoIterator<Item = (u32, f64)>) -> f64 {
    let (mut of_runs, mut of_points, mut points) = (0.0, 0.0, 0_u64);
    let (mut last, mut sum) = (None, 0.0);
    // What has no part says nothing of how parts of a point are alike.
    let parts = parts.into_iter().filter(|(_, part)| part.abs() > 0.0);
    for (point, part) in parts {
        if last != Some(point) {
            of_points += sum * sum;
            (last, sum) = (Some(point), 0.0);
            points += 1;
        }
        of_runs += part * part;
        sum += part;
    }
    of_points += sum * sum;
    if of_runs <= 0.0 || points < 2 {
        return of_point.into();
    }
    // Parts sum to 0, which takes one degree of freedom.
    let among = points as f64 / (points - 1) as f64;
    let few = student_bound(CONFIDENCE, points - 1) / Z95;
    (among * of_points / of_runs).max(1.0) * few * few
}

#[cfg(test)]
mod tests {
    use super::design_effect;
    use crate::game::{Owner, Purpose, Stream};

    #[test]
    fn runs_that_are_copies_count_once_and_independent_ones_each() {
        let mut stream = Stream::new(3, Purpose::Nature, Owner::named("made up"), 0);
        let values: Vec<f64> = (0..8_000).map(|_| stream.uniform() - 0.5).collect();
        let copies = (0..8_000_u32).map(|run| (run / 8, values[run as usize / 8]));
        // Parts of 1,000 points; their mean is off 0 by .01, which matters little. The bound of t is 1.9623.
        let few = 1.962_341_f64 / 1.959_964;
        let right = 8.0 * 1_000.0 / 999.0 * few * few;
        assert!((design_effect(8, copies) - right).abs() < 1e-4);
        // Of independent runs it is 1 but for an error of √(2/1,000).
        let apart = (0..8_000_u32).map(|run| (run / 8, values[run as usize]));
        assert!((1.0..1.2).contains(&design_effect(8, apart)));
        assert!((design_effect(8, [(0, 0.0), (1, 0.0)]) - 8.0).abs() < 1e-12);
        assert!((design_effect(8, []) - 8.0).abs() < 1e-12);
        // Of five points little is known: the bound of t with 4 degrees of freedom is 2.776.
        let five = (0..40_u32).map(|run| (run / 8, if run % 2 == 0 { 1.0 } else { -1.0 }));
        assert!((design_effect(8, five) - (2.776_445_f64 / 1.959_964).powi(2)).abs() < 1e-3);
    }
}
