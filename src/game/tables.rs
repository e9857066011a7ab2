//! A party's utilities and margins by combo: what every test and search reads.

use crate::game::profile::CompiledProfile;
use crate::game::utility::normalise;
use crate::game::{Blocks, PartyNumbers};

/// Penalty of a deal that is sure to be broken at a loss: below any utility, so never acceptable.
pub const SURE_BREACH_PENALTY: f64 = 1e6;

/// Differences of utility below this are rounding, not preference: whoever is indifferent accepts.
pub const INDIFFERENCE: f64 = 1e-12;

/// What levers add to a party's preferences.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shifts {
    /// Added to the weight of each issue; empty for none.
    pub(crate) weights: Vec<f64>,
    /// Added to the score of each option; empty for none.
    pub(crate) scores: Vec<f64>,
    /// Added to every breach probability.
    pub(crate) breach: f64,
}

/// A party's values by combo; a deal's value is the sum over its combos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartyTables {
    /// Utility of each combo.
    pub utility: Vec<f64>,
    /// Utility less the risk of breach, `u − L·q/(1−q)`, of each combo.
    pub margin: Vec<f64>,
    /// Penalty of a breach probability that depends on no issue; subtracts from every deal's margin.
    pub constant: f64,
    /// Breach probability q by combo of the block its table lies in, else one entry.
    pub breach: Vec<f64>,
}

impl PartyTables {
    /// Fills the tables from drawn numbers, shifted by levers if they are.
    pub(crate) fn build(
        &mut self,
        blocks: &Blocks,
        option_starts: &[usize],
        profile: &CompiledProfile,
        numbers: &PartyNumbers,
        shifts: Option<&Shifts>,
    ) {
        self.utility.clear();
        self.utility.resize(blocks.combos(), 0.0);
        let weights = shifted_weights(&numbers.weights, shifts);
        let score = |index: usize| shifted_score(numbers.scores[index], shifts, index);
        for block in &blocks.list {
            for combo in block.start..block.end {
                let pairs = block.issues.iter().zip(blocks.options(combo));
                let worth = pairs.into_iter().fold(0.0, |sum, (issue, &option)| {
                    sum + weights[issue.index()]
                        * score(option_starts[issue.index()] + usize::from(option))
                });
                self.utility[combo as usize] = worth;
            }
        }
        for (combos, bonus) in profile.linked.iter().zip(&numbers.bonuses) {
            for &combo in combos {
                self.utility[combo as usize] += bonus;
            }
        }
        self.margin.clear();
        self.margin.extend_from_slice(&self.utility);
        self.subtract_breach(
            blocks,
            profile,
            numbers,
            shifts.map_or(0.0, |shifts| shifts.breach),
        );
    }

    fn subtract_breach(
        &mut self,
        blocks: &Blocks,
        profile: &CompiledProfile,
        numbers: &PartyNumbers,
        shift: f64,
    ) {
        self.constant = 0.0;
        self.breach.clear();
        let Some(breach) = &profile.breach else {
            self.breach.push(0.0);
            return;
        };
        let believed = |entry: usize| (numbers.breach[entry] + shift).clamp(0.0, 1.0);
        if let Some(block) = breach.block {
            let start = blocks.list[block].start as usize;
            for (offset, &entry) in breach.entry_of.iter().enumerate() {
                let probability = believed(entry as usize);
                self.breach.push(probability);
                self.margin[start + offset] -= breach_penalty(probability, numbers.loss);
            }
        } else {
            self.breach.push(believed(0));
            self.constant = breach_penalty(self.breach[0], numbers.loss);
        }
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

/// Weights as levers shift them, normalised again.
pub(crate) fn shifted_weights<'a>(
    weights: &'a [f64],
    shifts: Option<&Shifts>,
) -> std::borrow::Cow<'a, [f64]> {
    match shifts {
        Some(shifts) if !shifts.weights.is_empty() => {
            let moved = weights
                .iter()
                .zip(&shifts.weights)
                .map(|(weight, shift)| (weight + shift).max(0.0));
            let mut moved: Vec<f64> = moved.collect();
            normalise(&mut moved);
            moved.into()
        }
        _ => weights.into(),
    }
}

/// The score of an option, counted through all issues, as levers shift it.
pub(crate) fn shifted_score(score: f64, shifts: Option<&Shifts>, index: usize) -> f64 {
    let shift = shifts
        .and_then(|shifts| shifts.scores.get(index))
        .copied()
        .unwrap_or(0.0);
    (score + shift).clamp(0.0, 1.0)
}

/// Value of a deal: its combos' values added in block order.
pub fn total(values: &[f64], deal: &[u32]) -> f64 {
    deal.iter()
        .fold(0.0, |sum, &combo| sum + values[combo as usize])
}
