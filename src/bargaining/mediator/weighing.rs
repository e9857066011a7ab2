//! How likely reports are under a draw: one of them beside those of other draws, or all that was heard, four at a time.

use crate::bargaining::mediator::heard::{History, Reports};
use crate::bargaining::mediator::lanes::{Lanes, vectorized};
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::supposed::{Supposed, lists};
use crate::bargaining::mediator::verdicts::{Four, RED_LINE};
use crate::game::members;

impl Supposed {
    /// Puts the draw with one report into one lane of four.
    #[inline]
    pub(super) fn put(
        &self,
        bank: &PartyPrior,
        history: &History,
        report: usize,
        (four, lane): (&mut Four, usize),
    ) {
        let (group, from) = (report / 4, report % 4);
        let packages = bank.packages;
        let totals = &self.totals[group * lists(bank)..][..lists(bank)];
        let reports = &history.reports[group];
        let scale = 1.0 / self.sum;
        four.margins[lane] = totals[0][from] * scale + totals[1 + packages][from];
        four.bests[lane] = self.best.unwrap_or(0.0);
        four.given[lane] = totals[2 * packages + 2][from];
        four.floors[lane] = (self.floor(bank) + reports.shifts[from]).clamp(0.0, 1.0);
        four.chances[lane] = reports.chances[from];
        let (factors, crossed) = history.packages(group, self.kind(bank));
        for (place, package) in members(history.asked(group)).enumerate() {
            let (top, stretch) = self.packages[package];
            let margin = totals[1 + package][from] * scale + totals[2 + packages + package][from];
            let lack = (top - margin).max(0.0) * stretch;
            four.lacks[place][lane] = lack + reports.lacks[from];
            four.factors[place][lane] = factors[package][from];
            four.crossed[place][lane] = match self.best {
                None => RED_LINE,
                Some(_) => crossed[package][from],
            };
        }
    }

    /// Puts the draw with four reports into four lanes.
    #[expect(
        clippy::inline_always,
        reason = "what is not inlined is not compiled for wider vectors"
    )]
    #[inline(always)]
    fn put_all(&self, bank: &PartyPrior, history: &History, group: usize, four: &mut Four) {
        let packages = bank.packages;
        let totals = &self.totals[group * lists(bank)..][..lists(bank)];
        let reports = &history.reports[group];
        let scale = 1.0 / self.sum;
        let floor = self.floor(bank);
        let (raw, extra) = (&totals[0], &totals[1 + packages]);
        four.margins = std::array::from_fn(|lane| raw[lane] * scale + extra[lane]);
        four.floors = reports.shifts.map(|shift| (floor + shift).clamp(0.0, 1.0));
        four.bests = [self.best.unwrap_or(0.0); 4];
        four.given = totals[2 * packages + 2];
        four.chances = reports.chances;
        let (factors, crossed) = history.packages(group, self.kind(bank));
        for (place, package) in members(history.asked(group)).enumerate() {
            let (raw, extra) = (&totals[1 + package], &totals[2 + packages + package]);
            let (top, stretch) = self.packages[package];
            for lane in 0..4 {
                let lack = top - (raw[lane] * scale + extra[lane]);
                let lack = if lack > 0.0 { lack } else { 0.0 };
                four.lacks[place][lane] = lack * stretch + reports.lacks[lane];
            }
            four.factors[place] = factors[package];
            four.crossed[place] = match self.best {
                None => [RED_LINE; 4],
                Some(_) => crossed[package],
            };
        }
    }

    /// Logarithm of the likelihood of everything heard, where it exceeds a bar.
    pub(super) fn log_likelihood(
        &self,
        (bank, history): (&PartyPrior, &History),
        sharpness: f64,
        bar: f64,
        four: &mut Four,
    ) -> Option<f64> {
        vectorized(
            #[inline(always)]
            || {
                let (mut log, mut product) = (0.0, 1.0);
                // What was heard last is known best to differ.
                for (group, reports) in history.reports.iter().enumerate().rev() {
                    let asked = history.asked(group).count_ones() as usize;
                    self.put_all(bank, history, group, four);
                    log -= reports.misreadings(&four.margins, &four.floors);
                    for chance in four.likelihoods(asked, sharpness) {
                        product *= chance;
                        if product < 1e-100 {
                            log += libm::log(product);
                            product = 1.0;
                        }
                    }
                    // All that follows is at most 0, and a logarithm less than one of the next power of 2.
                    if log + up_to(product) < bar {
                        return None;
                    }
                }
                let log = log + libm::log(product);
                (log > bar).then_some(log)
            },
        )
    }
}

/// At least the logarithm of a number in (0, 1].
#[inline]
fn up_to(number: f64) -> f64 {
    let power = (number.to_bits() >> 52) as f64 - 1022.0;
    power * std::f64::consts::LN_2
}

impl Reports {
    /// How badly four margins and fallbacks explain what was read: the sum of squared errors by their precision.
    #[expect(
        clippy::inline_always,
        reason = "what is not inlined is not compiled for wider vectors"
    )]
    #[inline(always)]
    fn misreadings(&self, margins: &Lanes, floors: &Lanes) -> f64 {
        let square = |lane: usize| {
            let error = self.readings[lane] - margins[lane] + floors[lane];
            self.precisions[lane] * error * error
        };
        (square(0) + square(1)) + (square(2) + square(3))
    }
}
