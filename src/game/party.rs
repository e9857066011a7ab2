//! What a party wants in one run: one rule for nature's draws, for a belief's draws and for central values.

use std::ops::Deref;

use crate::game::profile::{CompiledParty, CompiledProfile};
use crate::game::streams::{slots, whole_rounds};
use crate::game::uniforms::Uniforms;
use crate::game::utility::normalise;
use crate::model::{PartyCore, ROUNDS_MAX};

/// What one party wants in one run, as numbers; those it has one of by their names in [`PartyCore`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartyNumbers {
    /// Its type.
    pub kind: usize,
    /// The numbers it has one of.
    pub core: PartyCore<f64>,
    /// Weight of each issue, sum 1 (all 0 for a party without preferences).
    pub weights: Vec<f64>,
    /// Sum of the weights as written or drawn, before they are normalised; at least 0.
    pub scale: f64,
    /// The same with the error of each weight: what they were divided by.
    pub attention: f64,
    /// Score of each option, issue by issue, in 0..=1.
    pub scores: Vec<f64>,
    /// Entries of the breach table; empty without one.
    pub breach: Vec<f64>,
    /// Bonus of each linkage.
    pub bonuses: Vec<f64>,
    /// Load on each driver it loads on, in the order of its profile.
    pub loads: Vec<f64>,
    /// What levers pay it when agreement comes into being; 0 as it is drawn.
    pub payment: f64,
}

impl Deref for PartyNumbers {
    type Target = PartyCore<f64>;

    fn deref(&self) -> &Self::Target {
        &self.core
    }
}

/// What levers add to a party's preferences.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shifts {
    /// Added to the weight of each issue; empty for none.
    pub(crate) weights: Vec<f64>,
    /// Added to the score of each option; empty for none.
    pub(crate) scores: Vec<f64>,
    /// Added to every breach probability.
    pub(crate) breach: f64,
    /// Paid when agreement comes into being.
    pub(crate) payment: f64,
}

/// Position of the type that a uniform picks among these weights; the last of weight above 0 where rounding leaves a rest.
pub(crate) fn pick(weights: &[f64], uniform: f64) -> usize {
    pick_within(weights, weights.iter().sum(), uniform).0
}

/// The same where the sum of the weights is known, and how much of the weight picked lies below the uniform, in 0..=1.
pub(crate) fn pick_within(weights: &[f64], sum: f64, uniform: f64) -> (usize, f64) {
    let mut rest = uniform * sum;
    let mut picked = (0, 0.0);
    for (position, &weight) in weights.iter().enumerate() {
        if weight > 0.0 {
            picked = (position, (rest / weight).clamp(0.0, 1.0));
            if rest < weight {
                break;
            }
            rest -= weight;
        }
    }
    picked
}

/// Draws a party's type by itself.
pub(crate) fn draw_kind(
    party: &CompiledParty,
    uniforms: &mut impl Uniforms,
    scratch: &mut Vec<f64>,
) -> usize {
    if party.profiles.len() == 1 {
        return 0;
    }
    party.probabilities.draw(uniforms, scratch);
    uniforms.open(party.owners.kind);
    pick(scratch, uniforms.next())
}

impl PartyNumbers {
    /// Whole rounds after which it walks out; more than any clock has where it stays.
    pub(crate) fn leaves_after(&self) -> u32 {
        // Most parties stay, and this is asked in every round.
        if self.core.deadline > f64::from(ROUNDS_MAX) {
            u32::MAX
        } else {
            whole_rounds(self.core.deadline)
        }
    }

    /// Draws everything a party of one type wants; the numbers before are none or those of a run of the same party.
    pub(crate) fn draw(
        &mut self,
        party: &CompiledParty,
        kind: usize,
        uniforms: &mut impl Uniforms,
        scratch: &mut Vec<f64>,
    ) {
        let before = self.kind;
        self.draw_needs(party, kind, uniforms, scratch);
        let profile: &CompiledProfile = &party.profiles[kind];
        // Weights and scores of this very type that no draw changes stay as they are.
        let known = profile.utility.is_fixed() && before == kind && !self.weights.is_empty();
        if !known {
            self.draw_utility(party, kind, uniforms);
        }
        match &profile.breach {
            Some(breach) => breach.entries.draw(uniforms, &mut self.breach),
            None => self.breach.clear(),
        }
        profile.bonuses.draw(uniforms, &mut self.bonuses);
    }

    /// Draws all but what its tables are made of.
    pub(crate) fn draw_needs(
        &mut self,
        party: &CompiledParty,
        kind: usize,
        uniforms: &mut impl Uniforms,
        scratch: &mut Vec<f64>,
    ) {
        let profile: &CompiledProfile = &party.profiles[kind];
        self.kind = kind;
        profile.core.draw(uniforms, scratch);
        profile.rules.draw_more(uniforms, scratch);
        self.core = PartyCore::default().map(slots(scratch));
        profile.loads.draw(uniforms, &mut self.loads);
    }

    /// Draws its weights and scores.
    pub(crate) fn draw_utility(
        &mut self,
        party: &CompiledParty,
        kind: usize,
        uniforms: &mut impl Uniforms,
    ) {
        let (weights, scores) = (&mut self.weights, &mut self.scores);
        let utility = &party.profiles[kind].utility;
        (self.scale, self.attention) = utility.draw(uniforms, weights, scores);
    }

    /// Takes over what a party wants, as levers shift it.
    pub(crate) fn shift(&mut self, from: &Self, shifts: &Shifts) {
        self.kind = from.kind;
        self.core = from.core;
        self.weights.clone_from(&from.weights);
        self.scale = from.scale;
        self.attention = from.attention;
        self.scores.clone_from(&from.scores);
        self.breach.clone_from(&from.breach);
        self.bonuses.clone_from(&from.bonuses);
        self.loads.clone_from(&from.loads);
        self.payment = from.payment + shifts.payment;
        if !shifts.weights.is_empty() {
            for (weight, shift) in self.weights.iter_mut().zip(&shifts.weights) {
                *weight = (*weight + shift).max(0.0);
            }
            normalise(&mut self.weights);
        }
        for (score, shift) in self.scores.iter_mut().zip(&shifts.scores) {
            *score = (*score + shift).clamp(0.0, 1.0);
        }
        for breach in &mut self.breach {
            *breach = (*breach + shifts.breach).clamp(0.0, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pick;

    #[test]
    fn types_are_picked_by_their_shares() {
        let weights = [1.0, 0.0, 3.0];
        assert_eq!(
            [0.0, 0.249, 0.251, 0.999].map(|uniform| pick(&weights, uniform)),
            [0, 0, 2, 2]
        );
        // What rounding leaves over belongs to the last.
        assert_eq!(pick(&[0.1, 0.2], 1.0), 1);
    }
}
