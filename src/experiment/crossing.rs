//! Where a result reaches a level on the way of a number from its value to an end of its range.
//!
//! The result is known at some values with simulation error, and taken to go one way only between them: isotonic regression by
//! pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955), linear in between. The same for the results moved by their
//! errors towards the level and away from it says where it may be reached at the nearest and at the farthest.

use crate::simulation::Z95;

/// A result at a value of a number, with its standard error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// The value.
    pub(super) at: f64,
    /// The result there.
    pub(super) result: f64,
    /// Its standard error.
    pub(super) error: f64,
}

/// Where a level is reached: by estimate, at the nearest and at the farthest; the last value where it is not reached.
///
/// The readings go from the value as written to the end of the range.
///
/// # Panics
/// With fewer than two readings.
pub(super) fn crossing(readings: &[Reading], level: f64) -> (f64, [f64; 2]) {
    let first = readings[0].result;
    let side = if level < first { -1.0 } else { 1.0 };
    let aim = side * (level - first);
    let reached = |errors: f64| {
        let towards = readings.iter().map(|reading| {
            let moved = side * (reading.result - first) + errors * Z95 * reading.error;
            (reading.at, moved)
        });
        place(&rising(&towards.collect::<Vec<_>>()), aim)
    };
    (reached(0.0), [reached(1.0), reached(-1.0)])
}

/// Whether a level is reached at all by estimate.
pub(super) fn is_reached(readings: &[Reading], level: f64) -> bool {
    let first = readings[0].result;
    let side = if level < first { -1.0 } else { 1.0 };
    let towards = readings
        .iter()
        .map(|reading| (reading.at, side * (reading.result - first)));
    let fitted = rising(&towards.collect::<Vec<_>>());
    fitted
        .last()
        .is_some_and(|last| last.1 >= side * (level - first))
}

/// The nearest results that never fall.
fn rising(readings: &[(f64, f64)]) -> Vec<(f64, f64)> {
    // Each pool has its sum and its count.
    let mut pools: Vec<(f64, f64)> = Vec::new();
    for &(_, result) in readings {
        pools.push((result, 1.0));
        while let [.., before, last] = pools[..]
            && before.0 / before.1 > last.0 / last.1
        {
            pools.truncate(pools.len() - 2);
            pools.push((before.0 + last.0, before.1 + last.1));
        }
    }
    let mut ats = readings.iter();
    let mut fitted = Vec::with_capacity(readings.len());
    for (sum, count) in pools {
        let mut left = count;
        while left > 0.5 {
            fitted.extend(ats.next().map(|&(at, _)| (at, sum / count)));
            left -= 1.0;
        }
    }
    fitted
}

/// Where rising results reach a level first.
fn place(readings: &[(f64, f64)], level: f64) -> f64 {
    let (start, first) = readings[0];
    if first >= level {
        return start;
    }
    let reached = readings.windows(2).find(|pair| pair[1].1 >= level);
    match reached {
        Some(&[(from, below), (to, above)]) => {
            from + (level - below) / (above - below) * (to - from)
        }
        _ => readings[readings.len() - 1].0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Reading, crossing};

    fn readings(results: &[f64], error: f64) -> Vec<Reading> {
        let places = results.iter().zip(0_u8..);
        let readings = places.map(|(&result, place)| Reading {
            at: f64::from(place),
            result,
            error: if place == 0 { 0.0 } else { error },
        });
        readings.collect()
    }

    #[test]
    fn a_line_is_crossed_where_it_is() {
        let (at, [near, far]) = crossing(&readings(&[0.2, 0.15, 0.1, 0.05], 0.0), 0.12);
        assert!(
            (at - 1.6).abs() < 1e-12 && (near - 1.6).abs() < 1e-12 && (far - 1.6).abs() < 1e-12
        );
        let (up, _) = crossing(&readings(&[0.2, 0.3, 0.5], 0.0), 0.4);
        assert!((up - 1.5).abs() < 1e-12);
    }

    #[test]
    fn results_that_go_back_are_pooled() {
        // 0.1 and 0.2 on the way down are both taken as 0.15.
        let (at, _) = crossing(&readings(&[0.3, 0.1, 0.2, 0.0], 0.0), 0.075);
        assert!((at - 2.5).abs() < 1e-12, "{at}");
    }

    #[test]
    fn errors_say_how_near_and_how_far() {
        let error = 0.05 / 1.959_963_984_540_054;
        let (at, [near, far]) = crossing(&readings(&[0.4, 0.3, 0.2, 0.1], error), 0.2);
        assert!((at - 2.0).abs() < 1e-12);
        assert!((near - 1.5).abs() < 1e-9, "{near}");
        assert!((far - 2.5).abs() < 1e-9, "{far}");
        // Not certain to be reached at all: up to the end.
        let (_, [_, far]) = crossing(&readings(&[0.4, 0.3, 0.2], error), 0.2);
        assert!((far - 2.0).abs() < 1e-12);
    }
}
