//! Holds a row against many others at a time.
//!
//! Each column is rounded to 16 bits. Rounding keeps the order, so a row that another matches in every column it also matches as rounded:
//! who fails that is out, and only who passes is looked at in full. Rounded rows lie column by column, so that one
//! instruction compares several of them.

/// Rows compared at a time.
const LANES: usize = 64;

/// Reusable memory of the comparison.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    width: usize,
    /// The rows as rounded, one after another.
    rounded: Vec<i16>,
    /// The loaded rows, column by column, and how long a column is: a multiple of [`LANES`].
    columns: Vec<i16>,
    length: usize,
}

impl Pairs {
    /// Rounds rows.
    pub(super) fn round(&mut self, rows: &[f64], width: usize) {
        self.width = width;
        let mut ends = vec![(f64::INFINITY, f64::NEG_INFINITY); width];
        for row in rows.chunks_exact(width) {
            for (ends, &value) in ends.iter_mut().zip(row) {
                if value > f64::NEG_INFINITY {
                    *ends = (ends.0.min(value), ends.1.max(value));
                }
            }
        }
        let steps = ends.into_iter().map(|(least, most)| {
            let range = most - least;
            let steps = if range > 0.0 && range < f64::INFINITY {
                f64::from(u16::MAX - 1) / range
            } else {
                0.0
            };
            (least, steps)
        });
        let steps: Vec<(f64, f64)> = steps.collect();
        self.rounded.clear();
        for row in rows.chunks_exact(width) {
            let rounded = row.iter().zip(&steps);
            self.rounded.extend(
                rounded.map(|(value, (least, steps))| rounded_down((value - least) * steps)),
            );
        }
    }

    /// Loads the columns of some rows from one on, to hold others against them.
    pub(super) fn load(&mut self, numbers: &[u32], column: usize) {
        self.length = numbers.len().next_multiple_of(LANES);
        self.columns.clear();
        // What is left over is less than any row.
        self.columns
            .resize(self.length * (self.width - column), i16::MIN);
        for (place, &number) in numbers.iter().enumerate() {
            let row = &self.rounded[number as usize * self.width..][column..self.width];
            for (column, &value) in row.iter().enumerate() {
                self.columns[column * self.length + place] = value;
            }
        }
    }

    /// Whether one of the first so many rows loaded is accepted among those that match a row as rounded.
    pub(super) fn any(
        &self,
        number: u32,
        column: usize,
        first: usize,
        accept: impl Fn(usize) -> bool,
    ) -> bool {
        let row = &self.rounded[number as usize * self.width..][column..self.width];
        (0..first).step_by(LANES).any(|from| {
            let missing = self.missing(row, from);
            let lanes = missing.iter().zip(from..first);
            // Hardly ever does any of them match.
            missing.iter().fold(-1, |all, missing| all & missing) == 0
                && lanes
                    .filter(|(missing, _)| **missing == 0)
                    .any(|(_, place)| accept(place))
        })
    }

    /// By lane: 0 where the loaded row matches this one in every column, else −1.
    #[inline]
    fn missing(&self, row: &[i16], from: usize) -> [i16; LANES] {
        let mut missing = [0; LANES];
        for (column, &value) in row.iter().enumerate() {
            let loaded = &self.columns[column * self.length + from..][..LANES];
            for (missing, &loaded) in missing.iter_mut().zip(loaded) {
                *missing |= -i16::from(loaded < value);
            }
        }
        missing
    }
}

/// The whole number below, counted from the least that 16 bits hold but one; that one for minus infinity.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float too large or too small becomes the nearest whole number, and what is left fits"
)]
fn rounded_down(steps: f64) -> i16 {
    let steps = (steps as i32).clamp(-1, i32::from(u16::MAX) - 1);
    (steps + i32::from(i16::MIN) + 1) as i16
}

#[cfg(test)]
mod tests {
    use super::{LANES, Pairs};
    use crate::analysis::fixture::Numbers;

    #[test]
    fn whoever_matches_in_full_passes_and_few_others_do() {
        let mut numbers = Numbers(1);
        for width in [4, 6] {
            let mut value = || {
                let value = numbers.unit();
                if value < 0.05 {
                    f64::NEG_INFINITY
                } else {
                    value
                }
            };
            let rows: Vec<f64> = (0..width * 300).map(|_| value()).collect();
            let row = |number: usize| &rows[number * width..][..width];
            let mut pairs = Pairs::default();
            pairs.round(&rows, width);
            let numbers: Vec<u32> = (0..100).collect();
            for column in [0, 1] {
                pairs.load(&numbers, column);
                for number in 0..300_u32 {
                    let mut passed = Vec::new();
                    let passed_in = std::cell::RefCell::new(&mut passed);
                    let none = pairs.any(number, column, 100, |place| {
                        passed_in.borrow_mut().push(place);
                        false
                    });
                    assert!(!none);
                    let low = &row(number as usize)[column..];
                    let matched = (0..100).filter(|&high| {
                        let pairs = row(high)[column..].iter().zip(low);
                        pairs.into_iter().all(|(high, low)| high >= low)
                    });
                    // In 30,000 pairs hardly two numbers that differ are rounded alike.
                    assert_eq!(passed, matched.collect::<Vec<usize>>());
                }
            }
        }
        const { assert!(LANES.is_multiple_of(8)) };
    }

    #[test]
    fn columns_in_which_all_are_equal_say_nothing() {
        let mut pairs = Pairs::default();
        let rows = [f64::NEG_INFINITY, 0.5, 7.0, 1.0, 0.0, 7.0, 0.5, 0.5, 7.0];
        pairs.round(&rows, 3);
        pairs.load(&[1], 0);
        let passes = |number| pairs.any(number, 0, 1, |_| true);
        assert_eq!([0, 1, 2].map(passes), [false, true, false]);
    }
}
