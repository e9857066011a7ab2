//! How likely reports are under a draw: one of them beside those of other draws, or all that was heard, four at a time.

use crate::bargaining::mediator::evidence::{History, Reports};
use crate::bargaining::mediator::lanes::{Lanes, vectorized};
use crate::bargaining::mediator::particle::Particle;
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::texts::Texts;
use crate::bargaining::mediator::verdicts::{BEYOND, Four};
use crate::game::members;

impl Particle {
    /// Puts the draw with the report heard last into one lane of four.
    #[inline]
    pub(super) fn put(
        &self,
        bank: &PartyPrior,
        history: &History,
        (four, lane): (&mut Four, usize),
    ) {
        let (group, from) = ((history.len - 1) / 4, (history.len - 1) % 4);
        let (raw, extra) = (&self.last.raw, &self.last.extra);
        let reports = &history.reports[group];
        let scale = 1.0 / self.sum();
        four.margins[lane] = raw[0] * scale + extra[0];
        four.bests[lane] = self.best.unwrap_or(0.0);
        four.given[lane] = self.last.given;
        four.floors[lane] = self.floor(bank, reports.shifts[from]);
        four.chances[lane] = reports.chances[from];
        let (factors, crossed) = history.packages(group, self.kind(bank));
        for (place, package) in members(history.asked(group)).enumerate() {
            let margin = raw[1 + package] * scale + extra[1 + package];
            four.lacks[place][lane] = lack(margin, self.packages[package]) + reports.lacks[from];
            four.factors[place][lane] = factors[package][from];
            four.crossed[place][lane] = match self.best {
                None => BEYOND,
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
    pub(super) fn put_all(
        &self,
        (bank, history): (&PartyPrior, &History),
        texts: &Texts,
        group: usize,
        four: &mut Four,
    ) {
        let (raw, extra) = texts.of(0, group);
        let reports = &history.reports[group];
        let scale = 1.0 / self.sum();
        four.margins = std::array::from_fn(|lane| raw[lane] * scale + extra[lane]);
        four.floors = reports.shifts.map(|shift| self.floor(bank, shift));
        four.bests = [self.best.unwrap_or(0.0); 4];
        four.given = *texts.given(group);
        four.chances = reports.chances;
        let (factors, crossed) = history.packages(group, self.kind(bank));
        for (place, package) in members(history.asked(group)).enumerate() {
            let (raw, extra) = texts.of(1 + package, group);
            let range = self.packages[package];
            for lane in 0..4 {
                let margin = raw[lane] * scale + extra[lane];
                four.lacks[place][lane] = lack(margin, range) + reports.lacks[lane];
            }
            four.factors[place] = factors[package];
            four.crossed[place] = match self.best {
                None => [BEYOND; 4],
                Some(_) => crossed[package],
            };
        }
    }

    /// Logarithm of the likelihood of everything heard, where it exceeds a bar.
    pub(super) fn log_likelihood(
        &self,
        (bank, history): (&PartyPrior, &History),
        (texts, sharpness): (&Texts, f64),
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
                    self.put_all((bank, history), texts, group, four);
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

/// What a package lacks to the best margin it can add, in shares of what the party gives up.
#[expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for wider vectors"
)]
#[inline(always)]
fn lack(margin: f64, (best, stretch): (f64, f64)) -> f64 {
    let lack = best - margin;
    let lack = if lack > 0.0 { lack } else { 0.0 };
    lack * stretch
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
