//! The zone test's relaxation: weights of the parties that prove emptiness, or mixtures of deals that cannot.
//!
//! For weights λ ≥ 0 with sum 1, `F(λ) = max over deals of Σ_p λ_p · (value_p − need_p)` splits into one maximum per
//! block; F(λ) < 0 proves that no deal meets every need. Its least value is that of a linear program over mixtures of
//! deals, solved here by the revised simplex method with deals priced in block by block (Dantzig and Wolfe 1960).

use crate::analysis::zone::table::{Quad, Table, dot, narrow};
use crate::analysis::zone::terms::SLACK;

/// What the relaxation settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relaxed {
    /// The deal of this number meets every need.
    Open(usize),
    /// No deal does.
    Empty,
    /// Mixtures do, single deals met so far do not.
    Unsettled,
}

/// What pricing found.
enum Priced {
    /// This deal improves the mixture.
    Enters(usize),
    /// The question is settled, or no deal improves the mixture.
    Settled(Relaxed),
}

/// Deals and weights met so far in one case, and the simplex method's workspace.
///
/// Neither depends on the needs, so both serve every round of a case.
#[derive(Clone, Debug, Default)]
pub(super) struct Relaxation {
    columns: usize,
    quads: usize,
    blocks: usize,
    /// Candidate by block, deal after deal.
    picks: Vec<u32>,
    /// Sums of the values by column, deal after deal, added up in block order.
    totals: Vec<Quad>,
    deals: usize,
    /// Weights by column, and the greatest weighted value of any deal.
    cuts: Vec<Quad>,
    cut_values: Vec<f64>,
    weights: Vec<Quad>,
    /// Inverse of the basis, row by row, and the basic solution.
    inverse: Vec<f64>,
    solution: Vec<f64>,
    direction: Vec<f64>,
}

/// The simplex method stops after so many pivots per row; emptiness is then left to the tree.
const PIVOTS_PER_ROW_MAX: usize = 20;
const DEALS_MAX: usize = 256;
/// Gains below this are rounding.
const TOLERANCE: f64 = 1e-11;

impl Relaxation {
    /// Forgets the deals and weights of the last case.
    pub(super) fn reset(&mut self, table: &Table, columns: usize) {
        self.columns = columns;
        self.quads = table.quads();
        self.blocks = table.blocks();
        self.deals = 0;
        self.picks.clear();
        self.totals.clear();
        self.cuts.clear();
        self.cut_values.clear();
        self.weights.clear();
        self.weights.resize(self.quads, [0.0; 4]);
    }

    pub(super) fn deals(&self) -> usize {
        self.deals
    }

    /// Candidate by block of a deal.
    pub(super) fn picks(&self, deal: usize) -> &[u32] {
        &self.picks[deal * self.blocks..][..self.blocks]
    }

    /// Sums of a deal by column.
    pub(super) fn totals(&self, deal: usize) -> &[Quad] {
        &self.totals[deal * self.quads..][..self.quads]
    }

    pub(super) fn cuts(&self) -> usize {
        self.cut_values.len()
    }

    pub(super) fn cut_weights(&self, cut: usize) -> &[Quad] {
        &self.cuts[cut * self.quads..][..self.quads]
    }

    /// F at the weights of a cut: what a deal has to spare at most.
    pub(super) fn spare(&self, cut: usize, needs: &[Quad]) -> f64 {
        self.cut_values[cut] - dot(self.cut_weights(cut), needs)
    }

    /// Least margin of a deal over the needs; at or above zero exactly when it meets them all.
    pub(super) fn least_margin(&self, deal: usize, needs: &[Quad]) -> f64 {
        least_margin(self.totals(deal), needs, self.columns)
    }

    /// Looks for a deal that meets the needs or for weights that rule all deals out.
    pub(super) fn solve(&mut self, table: &Table, needs: &[Quad]) -> Relaxed {
        if (0..self.cuts()).any(|cut| self.spare(cut, needs) < -SLACK) {
            return Relaxed::Empty;
        }
        if self.deals == 0 {
            for party in 0..self.columns {
                self.weights[party / 4][party % 4] = 1.0 / self.columns as f64;
            }
            if self.add_best_deal(table) - dot(&self.weights, needs) < -SLACK {
                return Relaxed::Empty;
            }
        }
        // The first of the best, so that ties go to the lowest number.
        let mut start = 0;
        let mut margin = self.least_margin(0, needs);
        for deal in 1..self.deals {
            let rival = self.least_margin(deal, needs);
            if rival > margin {
                (start, margin) = (deal, rival);
            }
        }
        if margin >= 0.0 {
            return Relaxed::Open(start);
        }
        self.minimise(table, needs, start)
    }

    /// The simplex method from the mixture that consists of deal `start` alone.
    ///
    /// Rows are the parties (mixture − floor − surplus = need) and the sum of the shares (1); the floor is maximised.
    fn minimise(&mut self, table: &Table, needs: &[Quad], start: usize) -> Relaxed {
        let floor_row = self.enter_start(needs, start);
        let size = self.columns + 1;
        for _ in 0..PIVOTS_PER_ROW_MAX * size {
            // The floor's row of the inverse holds minus the weights of the parties and the price of a share.
            let floor = floor_row * size;
            let mut lightest = 0;
            for party in 1..self.columns {
                if self.inverse[floor + party] > self.inverse[floor + lightest] {
                    lightest = party;
                }
            }
            if self.inverse[floor + lightest] > TOLERANCE {
                // A negative weight: the party's surplus enters instead of a deal.
                for row in 0..size {
                    self.direction[row] = -self.inverse[row * size + lightest];
                }
            } else {
                for party in 0..self.columns {
                    self.weights[party / 4][party % 4] = (-self.inverse[floor + party]).max(0.0);
                }
                match self.price(table, needs, self.inverse[floor + self.columns]) {
                    Priced::Enters(deal) => self.aim_at(deal),
                    Priced::Settled(relaxed) => return relaxed,
                }
            }
            if !self.pivot(floor_row) {
                break;
            }
        }
        Relaxed::Unsettled
    }

    /// Looks for a deal worth more than `share_price` at the current weights, first among the known ones.
    fn price(&mut self, table: &Table, needs: &[Quad], share_price: f64) -> Priced {
        if let Some(deal) = self.best_known_deal(share_price + TOLERANCE) {
            return Priced::Enters(deal);
        }
        if self.deals == DEALS_MAX {
            return Priced::Settled(Relaxed::Unsettled);
        }
        let value = self.add_best_deal(table);
        let deal = self.deals - 1;
        if self.least_margin(deal, needs) >= 0.0 {
            Priced::Settled(Relaxed::Open(deal))
        } else if value - dot(&self.weights, needs) < -SLACK {
            Priced::Settled(Relaxed::Empty)
        } else if value <= share_price + TOLERANCE {
            // The optimum: no mixture does better, and it does not fall short.
            Priced::Settled(Relaxed::Unsettled)
        } else {
            Priced::Enters(deal)
        }
    }

    /// Adds the deal of greatest weighted value, and the weights with that value as a cut. Ties go to the lowest combo.
    fn add_best_deal(&mut self, table: &Table) -> f64 {
        let first = self.totals.len();
        self.totals.resize(first + self.quads, [0.0; 4]);
        let mut value = 0.0;
        for block in 0..self.blocks {
            let range = table.block(block);
            let mut best = range.start;
            let mut best_value = f64::NEG_INFINITY;
            for candidate in range {
                let weighted = dot(&self.weights, table.row(candidate));
                if weighted > best_value {
                    (best, best_value) = (candidate, weighted);
                }
            }
            value += best_value;
            self.picks.push(narrow(best));
            for (total, row) in self.totals[first..].iter_mut().zip(table.row(best)) {
                for (total, value) in total.iter_mut().zip(row) {
                    *total += value;
                }
            }
        }
        self.deals += 1;
        self.cuts.extend_from_slice(&self.weights);
        self.cut_values.push(value);
        value
    }

    /// The known deal worth most at the current weights, if more than `price`.
    fn best_known_deal(&self, price: f64) -> Option<usize> {
        let mut best = None;
        let mut best_value = price;
        for deal in 0..self.deals {
            let value = dot(&self.weights, self.totals(deal));
            if value > best_value {
                (best, best_value) = (Some(deal), value);
            }
        }
        best
    }

    /// Basis of the floor, one deal and the surpluses of all parties but the worst off, whose row the floor takes.
    fn enter_start(&mut self, needs: &[Quad], deal: usize) -> usize {
        let columns = self.columns;
        let size = columns + 1;
        let total = |party: usize| self.totals[deal * self.quads + party / 4][party % 4];
        let margin = |party: usize| total(party) - needs[party / 4][party % 4];
        let worst_off = (0..columns)
            .min_by(|&a, &b| margin(a).total_cmp(&margin(b)))
            .expect("a case without parties is open at its first deal");
        let mut inverse = std::mem::take(&mut self.inverse);
        let mut solution = std::mem::take(&mut self.solution);
        inverse.clear();
        inverse.resize(size * size, 0.0);
        solution.clear();
        for party in 0..columns {
            let row = &mut inverse[party * size..][..size];
            row[party] = -1.0;
            if party == worst_off {
                row[columns] = total(party);
                solution.push(margin(party));
            } else {
                row[worst_off] = 1.0;
                row[columns] = total(party) - total(worst_off);
                solution.push(margin(party) - margin(worst_off));
            }
        }
        inverse[columns * size + columns] = 1.0;
        solution.push(1.0);
        self.inverse = inverse;
        self.solution = solution;
        self.direction.clear();
        self.direction.resize(size, 0.0);
        worst_off
    }

    /// Direction in which the basic solution moves as a deal enters.
    fn aim_at(&mut self, deal: usize) {
        let size = self.columns + 1;
        for row in 0..size {
            let inverse = &self.inverse[row * size..][..size];
            let mut sum = inverse[self.columns];
            for (party, factor) in inverse[..self.columns].iter().enumerate() {
                sum += factor * self.totals[deal * self.quads + party / 4][party % 4];
            }
            self.direction[row] = sum;
        }
    }

    /// Exchanges the entering column against the first basic one that reaches zero; the floor, being free, stays.
    fn pivot(&mut self, floor_row: usize) -> bool {
        let size = self.columns + 1;
        let mut leaving = None;
        let mut least_ratio = f64::INFINITY;
        for row in 0..size {
            if row != floor_row && self.direction[row] > TOLERANCE {
                let ratio = self.solution[row] / self.direction[row];
                if ratio < least_ratio {
                    (leaving, least_ratio) = (Some(row), ratio);
                }
            }
        }
        let Some(leaving) = leaving else {
            return false;
        };
        let scale = 1.0 / self.direction[leaving];
        for column in 0..size {
            let pivot = self.inverse[leaving * size + column] * scale;
            for row in 0..size {
                self.inverse[row * size + column] -= self.direction[row] * pivot;
            }
            self.inverse[leaving * size + column] = pivot;
        }
        for row in 0..size {
            self.solution[row] -= self.direction[row] * least_ratio;
        }
        self.solution[leaving] = least_ratio;
        true
    }
}

/// Least of total − need over the first `columns`.
fn least_margin(totals: &[Quad], needs: &[Quad], columns: usize) -> f64 {
    (0..columns)
        .map(|column| totals[column / 4][column % 4] - needs[column / 4][column % 4])
        .fold(f64::INFINITY, f64::min)
}
