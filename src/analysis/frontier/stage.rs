//! A list of partial deals that keeps itself short: only those that no other matches or beats, and if these are still
//! too many, one for each box of a grid.

use crate::analysis::frontier::maxima::Maxima;

/// Rows that a stage takes in before it looks which of them matter.
const INTAKE: usize = 65_536;

/// Partial deals over the same blocks, in rising order of their combos.
#[derive(Clone, Debug, Default)]
pub(super) struct Stage {
    width: usize,
    /// A row of values for each partial deal.
    values: Vec<f64>,
    /// Place of what it extends in the stage before, and the combo added.
    links: Vec<(u32, u32)>,
    /// Most rows that may stay.
    rows_max: usize,
    /// Edge of a box of the grid; 0 while nothing was thinned.
    spacing: f64,
    /// Rows at which it is time to compress.
    full: usize,
    keys: Vec<f64>,
    sums: Vec<f64>,
}

impl Stage {
    /// Empties the stage for rows of `width` values.
    pub(super) fn clear(&mut self, width: usize, rows_max: usize) {
        self.width = width;
        self.values.clear();
        self.links.clear();
        self.rows_max = rows_max.max(1);
        self.spacing = 0.0;
        self.full = INTAKE;
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.links.len()
    }

    /// One row.
    pub(super) fn row(&self, place: usize) -> &[f64] {
        &self.values[place * self.width..][..self.width]
    }

    /// All rows, one after another.
    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The rows, in order.
    pub(super) fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.width)
    }

    /// What each row extends, and by which combo.
    pub(super) fn links(&self) -> &[(u32, u32)] {
        &self.links
    }

    /// By how much, at most, a row that was dropped exceeds a kept one in any column: 0 if nothing was thinned.
    pub(super) fn spacing(&self) -> f64 {
        self.spacing
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: impl Iterator<Item = f64>, link: (u32, u32)) {
        self.values.extend(row);
        self.links.push(link);
    }

    /// Adds the sum of two rows, unless it falls short of a need; tells whether it was added.
    #[inline]
    pub(super) fn offer(
        &mut self,
        before: &[f64],
        addition: &[f64],
        needs: &[f64],
        link: (u32, u32),
    ) -> bool {
        let length = self.values.len();
        let mut enough = true;
        for ((before, addition), need) in before.iter().zip(addition).zip(needs) {
            let sum = before + addition;
            enough &= sum >= *need;
            self.values.push(sum);
        }
        if enough {
            self.links.push(link);
        } else {
            self.values.truncate(length);
        }
        enough
    }

    /// Drops the rows that fall short of a need.
    pub(super) fn retain_reaching(&mut self, needs: &[f64]) {
        let reaches = |row: &[f64]| row.iter().zip(needs).all(|(value, need)| value >= need);
        let places = (0..).zip(self.values.chunks_exact(self.width));
        let kept: Vec<u32> = places
            .filter(|(_, row)| reaches(row))
            .map(|(place, _)| place)
            .collect();
        retain(&mut self.values, &mut self.links, self.width, &kept);
    }

    /// Least value of a column.
    pub(super) fn least(&self, column: usize) -> f64 {
        let values = self.rows().map(|row| row[column]);
        values.fold(f64::INFINITY, f64::min)
    }

    /// Least finite value of a column; 0 if there is none.
    pub(super) fn least_finite(&self, column: usize) -> f64 {
        let values = self.rows().map(|row| row[column]);
        let least = values
            .filter(|value| value.is_finite())
            .fold(f64::INFINITY, f64::min);
        if least < f64::INFINITY { least } else { 0.0 }
    }

    /// Greatest value of a column.
    pub(super) fn greatest(&self, column: usize) -> f64 {
        let values = self.rows().map(|row| row[column]);
        values.fold(f64::NEG_INFINITY, f64::max)
    }

    /// Lets no more than this many rows stay.
    pub(super) fn limit(&mut self, rows_max: usize) {
        self.rows_max = rows_max.max(1);
    }

    /// Whether enough rows came in to look which of them matter.
    pub(super) fn is_full(&self) -> bool {
        self.links.len() >= self.full
    }

    /// Keeps the rows that matter; what lies above a column's cap counts as the cap.
    ///
    /// `least` is finite and anchors the grid: what no finite value falls short of, the same until the next `clear`.
    pub(super) fn compress(&mut self, least: &[f64], caps: &[f64], maxima: &mut Maxima) {
        if self.spacing > 0.0 {
            self.thin(least, caps, maxima);
        } else if caps.iter().all(|&cap| cap == f64::INFINITY) {
            let kept = maxima.keep(&self.values, self.width, &[]);
            retain(&mut self.values, &mut self.links, self.width, kept);
        } else {
            self.keys.clear();
            for row in self.values.chunks_exact(self.width) {
                let capped = row.iter().zip(caps).map(|(value, cap)| value.min(*cap));
                self.keys.extend(capped);
            }
            let kept = maxima.keep(&self.keys, self.width, &[]);
            retain(&mut self.values, &mut self.links, self.width, kept);
        }
        if self.len() > self.rows_max && self.spacing <= 0.0 {
            self.lay_grid(least);
            self.thin(least, caps, maxima);
        }
        // Doubled boxes nest, so what was dropped for a small box is dropped for the large one around it. A box wider
        // than everything holds all that is finite: that few rows are kept even if they are too many.
        let range = self.range(least);
        while self.len() > self.rows_max && self.spacing <= range {
            self.spacing *= 2.0;
            self.thin(least, caps, maxima);
        }
        self.full = INTAKE.max(2 * self.len());
    }

    /// Starts with boxes so small that they are just about too many.
    fn lay_grid(&mut self, least: &[f64]) {
        let sides = self.width.saturating_sub(1).max(1) as f64;
        let boxes = libm::pow(self.rows_max as f64, 1.0 / sides);
        self.spacing = (self.range(least) / (2.0 * boxes)).max(f64::MIN_POSITIVE);
    }

    /// Greatest distance of any finite value from the least of its column.
    fn range(&self, least: &[f64]) -> f64 {
        let rows = self.values.chunks_exact(self.width);
        let distances =
            rows.flat_map(|row| row.iter().zip(least).map(|(value, least)| value - least));
        distances
            .filter(|distance| distance.is_finite())
            .fold(0.0, f64::max)
    }

    /// Keeps one row for each box that no other box matches or beats: in each that of the greatest sum.
    ///
    /// A row dropped lies in a box that the box of a kept row matches or beats, so it exceeds that row in no column by
    /// more than the edge of a box. Boxes that beat each other form an order, so this holds however often it is done.
    fn thin(&mut self, least: &[f64], caps: &[f64], maxima: &mut Maxima) {
        self.keys.clear();
        self.sums.clear();
        for row in self.values.chunks_exact(self.width) {
            for ((&value, &cap), &least) in row.iter().zip(caps).zip(least) {
                self.keys
                    .push(libm::floor((value.min(cap) - least) / self.spacing));
            }
            self.sums.push(row.iter().sum());
        }
        let kept = maxima.keep(&self.keys, self.width, &self.sums);
        retain(&mut self.values, &mut self.links, self.width, kept);
    }
}

/// Moves the kept rows, listed in rising order, to the front.
fn retain(values: &mut Vec<f64>, links: &mut Vec<(u32, u32)>, width: usize, kept: &[u32]) {
    for (to, &from) in kept.iter().enumerate() {
        let from = from as usize;
        values.copy_within(from * width..(from + 1) * width, to * width);
        links[to] = links[from];
    }
    values.truncate(kept.len() * width);
    links.truncate(kept.len());
}
