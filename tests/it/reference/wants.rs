//! What the party of one draw of a belief wants, and how likely it makes what was heard.

use zopa::game::PartyNumbers;
use zopa::model::{Deal, Strategy};

use crate::reference::belief::Heard;
use crate::reference::tastes::{Tastes, logistic};
use crate::reference::twin::Twin;

/// What the party of a draw wants.
pub(crate) struct Wants {
    pub(crate) tastes: Tastes,
    /// What the reservation value was at first.
    pub(super) fallback: f64,
    pub(super) numbers: PartyNumbers,
    pub(super) strategy: Strategy,
}

impl Wants {
    /// Margin of a deal once everybody has seen the reservation value move by so much.
    pub(crate) fn margin(&self, deal: &Deal, shift: f64) -> f64 {
        let reservation = (self.fallback + shift).clamp(0.0, 1.0);
        self.tastes.margin(deal, reservation)
    }

    /// How badly this explains a reading.
    pub(super) fn misreading(&self, heard: &Heard) -> f64 {
        heard.reading.map_or(0.0, |(reading, variance)| {
            let error = reading - self.margin(&heard.text, heard.shift);
            0.5 * error * error / variance
        })
    }

    pub(super) fn verdict_likelihood(&self, twin: &Twin, heard: &Heard, sharpness: f64) -> f64 {
        let thresholds = match &heard.asked {
            Some(asked) => self.thresholds(twin, heard, asked),
            None if self.tastes.crossed(&heard.text) > 0 => vec![f64::NEG_INFINITY],
            None => vec![self.margin(&heard.text, heard.shift)],
        };
        verdict_likelihood(&thresholds, &heard.said, sharpness, heard.misreport)
    }

    /// The shock up to which the party accepts each package asked about.
    fn thresholds(&self, twin: &Twin, heard: &Heard, asked: &[usize]) -> Vec<f64> {
        let text = &heard.text;
        let best = twin
            .deals
            .iter()
            .filter(|deal| !self.tastes.floor || self.tastes.crossed(deal) == 0)
            .map(|deal| self.margin(deal, heard.shift))
            .fold(f64::NEG_INFINITY, f64::max);
        let share = twin.needed_share(&self.strategy, &self.numbers, heard.round);
        let asks = share * best;
        let margin = self.margin(text, heard.shift);
        let ranges = self
            .tastes
            .ranges(&twin.packages, &twin.blocks, &twin.deals);
        let whole: f64 = ranges.iter().sum();
        let threshold = |&package: &usize| {
            let issues = &twin.packages[package];
            let crossed = self.tastes.red_lines.iter().any(|line| {
                let here = line
                    .conditions
                    .iter()
                    .any(|c| issues.contains(&c.0.index()));
                here && line.matches(text)
            });
            if crossed || best == f64::NEG_INFINITY {
                return f64::NEG_INFINITY;
            }
            let lack =
                self.tastes
                    .shared_lack(text, issues, &twin.packages, &twin.blocks, &twin.deals);
            let scaled = if ranges[package] > 0.0 {
                lack * whole / ranges[package]
            } else {
                0.0
            };
            (margin - asks).max(best - asks - scaled)
        };
        asked.iter().map(threshold).collect()
    }
}

/// Probability of reported verdicts under one logistic shock and independent misreports.
fn verdict_likelihood(thresholds: &[f64], said: &[bool], sharpness: f64, misreport: f64) -> f64 {
    let mut cuts = thresholds.to_vec();
    cuts.sort_by(f64::total_cmp);
    let mut total = 0.0;
    for interval in 0..=cuts.len() {
        let below = if interval == 0 {
            0.0
        } else {
            logistic(sharpness * cuts[interval - 1])
        };
        let above = if interval == cuts.len() {
            1.0
        } else {
            logistic(sharpness * cuts[interval])
        };
        let mut agreement = 1.0;
        for (threshold, &said) in thresholds.iter().zip(said) {
            // In this interval the shock lies above the cut before, so those up to there refuse.
            let accepts = interval == 0 || *threshold > cuts[interval - 1];
            agreement *= if accepts == said {
                1.0 - misreport
            } else {
                misreport
            };
        }
        total += (above - below) * agreement;
    }
    total
}
