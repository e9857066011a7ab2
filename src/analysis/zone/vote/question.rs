//! What is asked of a vote, and whether a deal answers it.

use crate::analysis::zone::home::Body;
use crate::analysis::zone::layout::Layout;
use crate::analysis::zone::terms::Terms;
use crate::game::{Game, deal_matches, set_of};
use crate::model::Pattern;

/// A question: the voices are the parties and then the bodies at home, each with its sum over the combos of a deal.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) game: &'a Game,
    pub(crate) layout: &'a Layout,
    pub(crate) terms: Terms<'a>,
    pub(crate) bodies: &'a [Body<'a>],
    /// The threshold of voice v in round t at `t · voices + v`.
    pub(crate) rounds: &'a [f64],
}

impl Question<'_> {
    pub(super) fn voices(&self) -> usize {
        self.game.parties.len() + self.bodies.len()
    }

    /// Whether a deal lies in the zone in some round, by plain sums in block order.
    pub(super) fn is_open(&self, deal: &[u32]) -> bool {
        let parties = self.game.parties.len();
        let sums: Vec<f64> = (0..)
            .take(self.voices())
            .map(|voice| {
                let values = deal
                    .iter()
                    .map(|&combo| self.terms.value(self.layout, voice, combo as usize));
                values.fold(0.0, |sum, value| sum + value)
            })
            .collect();
        let crossing = deal
            .iter()
            .fold(0, |all, &combo| all | self.terms.crossed[combo as usize]);
        let could = |party: &usize| crossing >> party & 1 == 0 && sums[*party] > f64::NEG_INFINITY;
        let could = set_of((0..parties).filter(could));
        let met = |set| self.game.consent.deal_met(&self.game.blocks, deal, set);
        if !met(could) {
            return false;
        }
        let matches = |patterns: &[Pattern]| deal_matches(patterns, &self.game.blocks, deal);
        let asked = self.bodies.iter().enumerate();
        let asked: Vec<(usize, &Body<'_>)> = asked
            .filter(|(_, body)| body.when.is_empty() || matches(body.when))
            .collect();
        self.rounds.chunks_exact(self.voices()).any(|thresholds| {
            let reached = |voice: usize| sums[voice] >= thresholds[voice];
            let refused = asked
                .iter()
                .filter(|(place, body)| !reached(parties + place) || matches(body.forbid));
            let refused = set_of(refused.map(|(_, body)| body.party));
            let reached = set_of((0..parties).filter(|&party| reached(party)));
            met(could & reached & !refused)
        })
    }
}
