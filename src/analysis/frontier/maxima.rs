//! Which of many rows of numbers no other row matches or beats in every column.
//!
//! One column: a maximum. Two and three: sorted, then one sweep with the best seen so far (Kung, Luccio and Preparata
//! 1975, Journal of the ACM 22(4)). More: their divide and conquer, which settles one column at a time.

use std::cmp::Ordering;

use crate::analysis::frontier::pairs::Pairs;

/// Pairs of rows up to which each is simply held against each.
const PAIRS_MAX: usize = 65_536;
/// Rows below which they are not worth loading.
const LOADED_MIN: usize = 8;

/// Reusable memory of the filter.
#[derive(Clone, Debug, Default)]
pub(super) struct Maxima {
    /// First column and number of each row, best first.
    order: Vec<(f64, u32)>,
    /// Second and third column of the rows kept: second falling, third rising.
    stairs: Vec<(f64, f64)>,
    kept: Vec<u32>,
    beaten: Vec<bool>,
    pairs: Pairs,
}

impl Maxima {
    /// Numbers of the rows to keep, ascending: those that no other row matches or beats in every column.
    ///
    /// Of equal rows the one of greatest preference is kept, of those the first; no preferences are all equal.
    pub(super) fn keep(&mut self, rows: &[f64], width: usize, preferences: &[f64]) -> &[u32] {
        let count = rows.len() / width;
        self.kept.clear();
        if count == 0 {
            return &self.kept;
        }
        self.shortlist(rows, width);
        let row = |number: u32| &rows[number as usize * width..][..width];
        let preference = |number: u32| preferences.get(number as usize).copied().unwrap_or(0.0);
        self.order.sort_unstable_by(|one, other| {
            falling(one.0, other.0)
                .then_with(|| falling_rows(&row(one.1)[1..], &row(other.1)[1..]))
                .then_with(|| falling(preference(one.1), preference(other.1)))
                .then(one.1.cmp(&other.1))
        });
        match width {
            1 => self.kept.push(self.order[0].1),
            2 => self.sweep_two(rows),
            3 => self.sweep_three(rows),
            _ => self.divide(rows, width),
        }
        self.kept.sort_unstable();
        &self.kept
    }

    /// Lists the rows but those that the row of greatest sum beats: most of them, where all parties agree on something.
    fn shortlist(&mut self, rows: &[f64], width: usize) {
        let mut pivot = &rows[..width];
        let mut pivot_sum = f64::NEG_INFINITY;
        for row in rows.chunks_exact(width) {
            let sum = row.iter().sum();
            if sum > pivot_sum {
                (pivot, pivot_sum) = (row, sum);
            }
        }
        self.order.clear();
        let pairs = (0..).zip(rows.chunks_exact(width));
        // Rows equal to the pivot stay: which of them is kept is a matter of preference.
        let hopeful = pairs.filter(|(_, row)| !matches(pivot, row) || *row == pivot);
        self.order
            .extend(hopeful.map(|(number, row)| (row[0], number)));
    }

    fn sweep_two(&mut self, rows: &[f64]) {
        let mut best = f64::NEG_INFINITY;
        for &(_, number) in &self.order {
            let second = rows[number as usize * 2 + 1];
            if second > best || self.kept.is_empty() {
                best = second;
                self.kept.push(number);
            }
        }
    }

    fn sweep_three(&mut self, rows: &[f64]) {
        self.stairs.clear();
        for &(_, number) in &self.order {
            let at = number as usize * 3;
            let (second, third) = (rows[at + 1], rows[at + 2]);
            let before = self.stairs.partition_point(|stair| stair.0 >= second);
            if before > 0 && self.stairs[before - 1].1 >= third {
                continue;
            }
            self.kept.push(number);
            // Stairs below this one in both columns are covered by it from now on.
            let from = self.stairs.partition_point(|stair| stair.0 > second);
            let covered = self.stairs[from..].partition_point(|stair| stair.1 <= third);
            self.stairs.splice(from..from + covered, [(second, third)]);
        }
    }

    /// More than three columns: equal rows are dropped first, so that matching means beating.
    fn divide(&mut self, rows: &[f64], width: usize) {
        let row = |number: u32| &rows[number as usize * width..][..width];
        self.order
            .dedup_by(|later, earlier| row(later.1) == row(earlier.1));
        let numbers: Vec<u32> = self.order.iter().map(|entry| entry.1).collect();
        self.beaten.clear();
        self.beaten.resize(rows.len() / width, false);
        let mut table = Rows {
            values: rows,
            width,
            beaten: &mut self.beaten,
            pairs: &mut self.pairs,
        };
        table.pairs.round(rows, width);
        table.sieve(&numbers);
        let beaten = &self.beaten;
        let left = numbers.iter().filter(|&&number| !beaten[number as usize]);
        self.kept.extend(left);
    }
}

/// Rows under division, with a mark for those beaten.
struct Rows<'a> {
    values: &'a [f64],
    width: usize,
    beaten: &'a mut [bool],
    pairs: &'a mut Pairs,
}

impl Rows<'_> {
    fn row(&self, number: u32) -> &[f64] {
        &self.values[number as usize * self.width..][..self.width]
    }

    /// Marks what is beaten among rows in falling order: no row is beaten by a later one.
    fn sieve(&mut self, numbers: &[u32]) {
        if numbers.len() < 2 {
            return;
        }
        if numbers.len() * numbers.len() <= PAIRS_MAX {
            self.pairs.load(numbers, 0);
            for (place, &later) in numbers.iter().enumerate() {
                let beats = |earlier: usize| matches(self.row(numbers[earlier]), self.row(later));
                let beaten = self.pairs.any(later, 0, place, beats);
                self.beaten[later as usize] |= beaten;
            }
            return;
        }
        let (earlier, later) = numbers.split_at(numbers.len() / 2);
        self.sieve(earlier);
        self.sieve(later);
        let earlier = self.unbeaten(earlier.iter());
        let later = self.unbeaten(later.iter());
        self.mark(&earlier, &later, 1);
    }

    /// Marks the rows of `later` that some row of `earlier` matches in all columns from `column` on.
    fn mark(&mut self, earlier: &[u32], later: &[u32], column: usize) {
        if earlier.is_empty() || later.is_empty() {
            return;
        }
        if earlier.len() * later.len() <= PAIRS_MAX {
            self.hold_against(earlier, later, column);
            return;
        }
        if column + 2 == self.width {
            self.mark_two(earlier, later);
            return;
        }
        let Some(middle) = self.middle(earlier, later, column) else {
            self.mark(earlier, later, column + 1);
            return;
        };
        let at = |number: &&u32| self.row(**number)[column] >= middle;
        let (high_earlier, low_earlier): (Vec<u32>, Vec<u32>) = earlier.iter().partition(at);
        let (high_later, low_later): (Vec<u32>, Vec<u32>) = later.iter().partition(at);
        self.mark(&high_earlier, &high_later, column);
        self.mark(&high_earlier, &low_later, column + 1);
        let low_later = self.unbeaten(low_later.iter());
        self.mark(&low_earlier, &low_later, column);
    }

    /// Holds each against each.
    fn hold_against(&mut self, earlier: &[u32], later: &[u32], column: usize) {
        let is_loaded = earlier.len() >= LOADED_MIN && later.len() > 1;
        if is_loaded {
            self.pairs.load(earlier, column);
        }
        for &low in later {
            let low_row = &self.row(low)[column..];
            let beats = |place: usize| matches(&self.row(earlier[place])[column..], low_row);
            let beaten = if is_loaded {
                self.pairs.any(low, column, earlier.len(), beats)
            } else {
                (0..earlier.len()).any(beats)
            };
            self.beaten[low as usize] |= beaten;
        }
    }

    /// The last two columns: one sweep through both lists.
    fn mark_two(&mut self, earlier: &[u32], later: &[u32]) {
        let last_two = |&number: &u32| {
            let row = &self.row(number)[self.width - 2..];
            (row[0], row[1], number)
        };
        let by_first = |one: &(f64, f64, u32), other: &(f64, f64, u32)| falling(one.0, other.0);
        let mut high: Vec<_> = earlier.iter().map(last_two).collect();
        let mut low: Vec<_> = later.iter().map(last_two).collect();
        high.sort_unstable_by(by_first);
        low.sort_unstable_by(by_first);
        let mut high = high.into_iter().peekable();
        let mut best: Option<f64> = None;
        for (first, second, number) in low {
            while let Some((_, found, _)) = high.next_if(|high| high.0 >= first) {
                best = Some(best.map_or(found, |best| best.max(found)));
            }
            self.beaten[number as usize] |= best.is_some_and(|best| best >= second);
        }
    }

    /// A value that parts the rows in a column, at or below which some lie; none where all are equal.
    fn middle(&self, earlier: &[u32], later: &[u32], column: usize) -> Option<f64> {
        let all = earlier.iter().chain(later);
        let mut values: Vec<f64> = all.map(|&number| self.row(number)[column]).collect();
        let half = values.len() / 2;
        let (below, &mut median, above) =
            values.select_nth_unstable_by(half, |one, other| falling(*other, *one));
        if below.iter().any(|&value| value < median) {
            return Some(median);
        }
        // The median is the least value: the next greater one parts it from the rest.
        let greater = above.iter().copied().filter(|&value| value > median);
        greater.min_by(f64::total_cmp)
    }

    fn unbeaten<'a>(&self, numbers: impl Iterator<Item = &'a u32>) -> Vec<u32> {
        numbers
            .copied()
            .filter(|&number| !self.beaten[number as usize])
            .collect()
    }
}

/// Whether one row is at least the other in every column.
fn matches(row: &[f64], other: &[f64]) -> bool {
    row.iter().zip(other).all(|(here, there)| here >= there)
}

/// Greatest first. Zeros of either sign are equal, as dominance has it; there is no NaN.
fn falling(one: f64, other: f64) -> Ordering {
    other.partial_cmp(&one).unwrap_or(Ordering::Equal)
}

fn falling_rows(one: &[f64], other: &[f64]) -> Ordering {
    let mut pairs = one.iter().zip(other);
    pairs
        .find_map(|(&one, &other)| Some(falling(one, other)).filter(|order| order.is_ne()))
        .unwrap_or(Ordering::Equal)
}
