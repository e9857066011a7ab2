//! A party's utilities and margins by combo: what every test and search reads.

use crate::game::profile::CompiledProfile;
use crate::game::{Blocks, PartyNumbers};

/// Penalty of a deal that is sure to be broken at a loss: below any utility, so never acceptable.
pub const SURE_BREACH_PENALTY: f64 = 1e6;

/// Differences of utility below this are rounding, not preference: whoever is indifferent accepts.
pub const INDIFFERENCE: f64 = 1e-12;

/// A party's values by combo; a deal's value is the sum over its combos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartyTables {
    /// Utility of each combo.
    pub utility: Vec<f64>,
    /// Utility less the risk of breach, `u − L·q/(1−q)`, of each combo.
    pub margin: Vec<f64>,
    /// Penalty of a breach probability that depends on no issue, less what is paid on agreement; subtracts from every deal's margin.
    pub constant: f64,
    /// What is paid to the party on agreement: adds to the utility of every deal that is kept.
    ///
    /// An agreement is then worth `V = (1 − q)(u + pay) + q(r − L)`, so that the margin, which has the sign of V − r and is
    /// `(V − r)/(1 − q)`, is `u + pay − r − L q/(1 − q)`.
    pub payment: f64,
    /// Breach probability q by combo of the block its table lies in, else one entry.
    pub breach: Vec<f64>,
}

impl PartyTables {
    /// Fills the tables from a party's numbers.
    pub(crate) fn build(
        &mut self,
        blocks: &Blocks,
        profile: &CompiledProfile,
        numbers: &PartyNumbers,
    ) {
        blocks.fill_utilities(&numbers.weights, &numbers.scores, &mut self.utility);
        for (combos, bonus) in profile.linked.iter().zip(&numbers.bonuses) {
            for &combo in combos {
                self.utility[combo as usize] += bonus;
            }
        }
        self.margin.clone_from(&self.utility);
        self.subtract_breach(blocks, profile, numbers);
        self.payment = numbers.payment;
        self.constant -= self.payment;
    }

    fn subtract_breach(
        &mut self,
        blocks: &Blocks,
        profile: &CompiledProfile,
        numbers: &PartyNumbers,
    ) {
        self.constant = 0.0;
        self.breach.clear();
        let Some(breach) = &profile.breach else {
            self.breach.push(0.0);
            return;
        };
        if let Some(block) = breach.block {
            let start = blocks.list[block].start as usize;
            for (offset, &entry) in breach.entry_of.iter().enumerate() {
                let probability = numbers.breach[entry as usize];
                self.breach.push(probability);
                self.margin[start + offset] -= breach_penalty(probability, numbers.loss);
            }
        } else {
            self.breach.push(numbers.breach[0]);
            self.constant = breach_penalty(self.breach[0], numbers.loss);
        }
    }

    /// By how much a deal's margin falls short of its utility less the reservation value.
    pub(crate) fn penalty(
        &self,
        blocks: &Blocks,
        profile: &CompiledProfile,
        numbers: &PartyNumbers,
        deal: &[u32],
    ) -> f64 {
        let probability = self.breach_probability(blocks, profile, deal);
        breach_penalty(probability, numbers.loss)
    }

    /// Belief q that this deal would be broken.
    pub fn breach_probability(
        &self,
        blocks: &Blocks,
        profile: &CompiledProfile,
        deal: &[u32],
    ) -> f64 {
        match profile.breach.as_ref().and_then(|breach| breach.block) {
            Some(block) => self.breach[(deal[block] - blocks.list[block].start) as usize],
            None => self.breach[0],
        }
    }
}

impl CompiledProfile {
    /// Whether every draw gives the same tables: nothing that [`PartyTables::build`] reads is drawn.
    pub(crate) fn has_fixed_tables(&self) -> bool {
        let breach_fixed = self.breach.as_ref().is_none_or(|breach| breach.fixed);
        self.utility.is_fixed() && !self.bonuses.drawn && breach_fixed
    }

    /// Margin total of a deal, minus infinity where it crosses a red line that the party minds.
    pub(crate) fn worth(&self, margin: &[f64], deal: &[u32]) -> f64 {
        if self.forbids(deal) {
            f64::NEG_INFINITY
        } else {
            total(margin, deal)
        }
    }
}

/// What the risk of breach takes off a margin: `L·q/(1−q)` (reduced form of Fearon 1995 and Powell 2006).
pub fn breach_penalty(probability: f64, loss: f64) -> f64 {
    if loss <= 0.0 {
        0.0
    } else if probability >= 1.0 {
        SURE_BREACH_PENALTY
    } else {
        (loss * probability / (1.0 - probability)).min(SURE_BREACH_PENALTY)
    }
}

/// Value of a deal: its combos' values added in block order.
pub fn total(values: &[f64], deal: &[u32]) -> f64 {
    deal.iter()
        .fold(0.0, |sum, &combo| sum + values[combo as usize])
}
