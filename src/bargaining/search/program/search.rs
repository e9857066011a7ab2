//! Depth-first search through the blocks of a program, with bounds from its multipliers.

use crate::bargaining::search::program::relaxation::{Program, SLACK};

/// Depth-first search over blocks.
pub(super) struct Search<'a, F> {
    program: &'a Program<'a>,
    candidates: &'a [Vec<u32>],
    cost: &'a [f64],
    passes: F,
    /// By block the least price, and the least cost, of it and all blocks after it.
    price_left: Vec<f64>,
    cost_left: Vec<f64>,
    /// What the needs are worth at their prices.
    priced_needs: f64,
    /// What each need and then each cut adds up: by combo, with what it must reach.
    rows: Vec<(&'a [f64], f64)>,
    /// By row the greatest sum of each block and all after it.
    most_left: Vec<Vec<f64>>,
    /// Sums of each row so far.
    sums: Vec<f64>,
    deal: Vec<u32>,
    /// A deal must cost less than this.
    bar: f64,
    is_first_wanted: bool,
    found: Option<f64>,
}

impl<'a, F: FnMut(&[u32]) -> bool> Search<'a, F> {
    /// Before the first choice.
    pub(super) fn new(
        program: &'a Program<'a>,
        candidates: &'a [Vec<u32>],
        cost: &'a [f64],
        passes: F,
    ) -> Self {
        let rows: Vec<(&[f64], f64)> = program.rows().collect();
        let most_left = rows.iter().map(|(of, _)| {
            let least = program.left(|combo| -of[combo as usize]);
            least.into_iter().map(|least| -least).collect()
        });
        Self {
            most_left: most_left.collect(),
            sums: vec![0.0; rows.len()],
            rows,
            price_left: program.left(|combo| program.price(cost, combo)),
            cost_left: program.left(|combo| cost[combo as usize]),
            priced_needs: program.priced_needs(),
            deal: Vec::with_capacity(candidates.len()),
            bar: f64::INFINITY,
            is_first_wanted: false,
            found: None,
            program,
            candidates,
            cost,
            passes,
        }
    }

    /// The least cost of any deal; none where none costs less than this.
    pub(super) fn cheapest(mut self, below: f64) -> Option<f64> {
        self.bar = below;
        self.choose(0, (0.0, 0.0));
        self.found
    }

    /// The first deal in the order of the candidates that costs at most so much.
    pub(super) fn first(mut self, at_most: f64) -> Option<Vec<u32>> {
        self.bar = at_most + SLACK;
        self.is_first_wanted = true;
        self.choose(0, (0.0, 0.0));
        self.found.map(|_| self.deal)
    }

    fn is_over(&self) -> bool {
        self.is_first_wanted && self.found.is_some()
    }

    /// Whether some need is out of reach with the blocks from this one on.
    fn is_short(&self, block: usize) -> bool {
        let sums = self.sums.iter().zip(&self.most_left);
        let mut rows = sums.zip(&self.rows);
        rows.any(|((sum, most), row)| sum + most[block] < row.1 - SLACK)
    }

    /// Goes through the combos of a block after choices of this price and cost.
    fn choose(&mut self, block: usize, (price, cost): (f64, f64)) {
        if block == self.candidates.len() {
            let cost = self
                .deal
                .iter()
                .fold(0.0, |sum, &combo| sum + self.cost[combo as usize]);
            if cost < self.bar && (self.passes)(&self.deal) {
                self.found = Some(cost);
                self.bar = cost - 2.0 * SLACK;
            }
            return;
        }
        for place in 0..self.candidates[block].len() {
            let combo = self.candidates[block][place];
            let price = price + self.program.price(self.cost, combo);
            let cost = cost + self.cost[combo as usize];
            let bound = price + self.price_left[block + 1] + self.priced_needs;
            let is_dear = bound - SLACK * (1.0 + self.priced_needs.abs()) >= self.bar
                || cost + self.cost_left[block + 1] - SLACK >= self.bar;
            if is_dear {
                continue;
            }
            for (sum, row) in self.sums.iter_mut().zip(&self.rows) {
                *sum += row.0[combo as usize];
            }
            self.deal.push(combo);
            if !self.is_short(block + 1) {
                self.choose(block + 1, (price, cost));
            }
            if self.is_over() {
                return;
            }
            self.deal.pop();
            for (sum, row) in self.sums.iter_mut().zip(&self.rows) {
                *sum -= row.0[combo as usize];
            }
        }
    }
}
