//! Where a result reaches a level on the way of a number from its value to an end of its range.
//!
//! The result is known at some values with simulation error, and taken to go one way only between them: isotonic regression by
//! pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955), each with the inverse of its squared error as weight, linear
//! in between. The same for the results moved by their
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

/// Where a level is reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Crossing {
    /// By estimate; the last value where it is not reached.
    pub(super) at: f64,
    /// At the nearest and at the farthest, given the errors; the last value where it may not be reached.
    pub(super) between: [f64; 2],
    /// Whether it is reached by estimate.
    pub(super) is_reached: bool,
}

/// The least error that a reading is weighed by: one without error outweighs all others.
const ERROR_MIN: f64 = 1e-9;

/// Where a level is reached by readings that go from the value as written to the end of the range.
///
/// # Panics
/// Without readings.
pub(super) fn crossing(readings: &[Reading], level: f64) -> Crossing {
    let first = readings[0].result;
    let side = if level < first { -1.0 } else { 1.0 };
    let aim = side * (level - first);
    let fitted = |errors: f64| {
        let towards = readings.iter().map(|reading| Reading {
            result: side * (reading.result - first) + errors * Z95 * reading.error,
            ..*reading
        });
        rising(&towards.collect::<Vec<_>>())
    };
    let by_estimate = fitted(0.0);
    Crossing {
        at: place(&by_estimate, aim),
        between: [1.0, -1.0].map(|errors| place(&fitted(errors), aim)),
        is_reached: by_estimate.last().is_some_and(|last| last.1 >= aim),
    }
}

/// Readings that are taken to have one result, since single ones fall.
struct Pool {
    result: f64,
    weight: f64,
    count: usize,
}

/// The nearest results that never fall, by value.
fn rising(readings: &[Reading]) -> Vec<(f64, f64)> {
    let mut pools: Vec<Pool> = Vec::new();
    for reading in readings {
        let error = reading.error.max(ERROR_MIN);
        let mut pool = Pool {
            result: reading.result,
            weight: 1.0 / (error * error),
            count: 1,
        };
        while let Some(before) = pools.pop_if(|before| before.result > pool.result) {
            let weight = before.weight + pool.weight;
            // By differences: one without error keeps its result to the last digit.
            pool.result = before.result + pool.weight / weight * (pool.result - before.result);
            pool.weight = weight;
            pool.count += before.count;
        }
        pools.push(pool);
    }
    let results = pools
        .iter()
        .flat_map(|pool| std::iter::repeat_n(pool.result, pool.count));
    readings
        .iter()
        .map(|reading| reading.at)
        .zip(results)
        .collect()
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
    use super::{Crossing, Reading, crossing};

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
        let found = crossing(&readings(&[0.2, 0.15, 0.1, 0.05], 0.0), 0.12);
        let Crossing {
            at,
            between: [near, far],
            is_reached,
        } = found;
        assert!(is_reached);
        assert!(
            (at - 1.6).abs() < 1e-12 && (near - 1.6).abs() < 1e-12 && (far - 1.6).abs() < 1e-12
        );
        let up = crossing(&readings(&[0.2, 0.3, 0.5], 0.0), 0.4).at;
        assert!((up - 1.5).abs() < 1e-12);
    }

    #[test]
    fn results_that_go_back_are_pooled() {
        // 0.1 and 0.2 on the way down are both taken as 0.15.
        let at = crossing(&readings(&[0.3, 0.1, 0.2, 0.0], 0.01), 0.075).at;
        assert!((at - 2.5).abs() < 1e-12, "{at}");
    }

    #[test]
    fn errors_say_how_near_and_how_far() {
        let error = 0.05 / 1.959_963_984_540_054;
        let found = crossing(&readings(&[0.4, 0.3, 0.2, 0.1], error), 0.2);
        let (at, [near, far]) = (found.at, found.between);
        assert!((at - 2.0).abs() < 1e-12);
        assert!((near - 1.5).abs() < 1e-9, "{near}");
        assert!((far - 2.5).abs() < 1e-9, "{far}");
        // Not certain to be reached at all: up to the end.
        let [_, far] = crossing(&readings(&[0.4, 0.3, 0.2], error), 0.2).between;
        assert!((far - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_reading_without_error_is_kept_and_what_is_not_reached_is_said() {
        // The first falls behind the second, which is exact: the level of .25 is reached on the way to it.
        let mut some = readings(&[0.4, 0.2, 0.3], 0.05);
        some[1].error = 0.0;
        let found = crossing(&some, 0.25);
        assert!((found.at - 0.75).abs() < 1e-9, "{found:?}");
        let beyond = crossing(&readings(&[0.4, 0.35, 0.3], 0.0), 0.1);
        assert!(!beyond.is_reached && (beyond.at - 2.0).abs() < 1e-12);
    }
}
