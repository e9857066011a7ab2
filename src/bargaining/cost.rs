//! What one negotiation costs, roughly: how many deals are looked at, and how much memory that takes.
//!
//! A *look* is one judgement of a deal, or of a combination of issues tied together, by one party or in one draw of a
//! belief. The numbers follow the loops of the rules, each with its largest term only, so they say whether a run takes a
//! thousandth of a second or a minute, and no more than that.

use crate::game::{Game, has};
use crate::model::{Choose, Concession, PartyId};

/// Looks a second on one core, measured on the scenarios that come with the program; within a factor of ten.
pub const LOOKS_A_SECOND: f64 = 2e7;

/// Bytes of a sum of margins with the number of its deal.
const SORTED_BYTES: f64 = 16.0;
/// Later rounds that a Bayesian party looks at.
const LATER_ROUNDS: f64 = 16.0;

/// What one negotiation costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Looks in a run in which the talks go on to the deadline.
    pub looks: f64,
    /// Bytes held by each thread at a time, beyond what the scenario itself takes.
    pub bytes: f64,
}

impl Cost {
    /// What a run of a game costs.
    pub fn of(game: &Game) -> Self {
        let combos = game.blocks.combos() as f64;
        let parties = game.parties.len() as f64;
        let rounds = f64::from(game.rounds);
        // Drawing the tables of every party, and the zone test of each round without agreement.
        let mut cost = Self {
            looks: parties * combos * (2.0 + rounds.min(100.0)),
            bytes: parties * combos * 32.0,
        };
        if game.takes_turns() {
            cost.add_turns(game, rounds);
        } else if let Some((_, draws)) = game.protocol.only_offer() {
            let deals = game.blocks.deal_count();
            let answers = f64::from(1_u32 << game.consent.conditional_count());
            cost.looks += deals * parties;
            if !game.levers.is_empty() || !game.drivers.is_empty() {
                cost.looks += deals * (parties * f64::from(draws) + answers);
            }
            cost.bytes += deals * 8.0 + parties * f64::from(draws) * combos * 8.0;
        } else if let Some(mediation) = game.protocol.mediation() {
            let draws = f64::from(mediation.belief.draws.max(1));
            let visits = mediation.visits.len() as f64;
            let edits = f64::from(mediation.edits + 1);
            cost.looks += rounds * visits * (draws * 4.0 + edits * combos);
            cost.bytes += visits * draws * combos * 16.0;
        }
        cost
    }

    /// Offers in turn: each speaker, of whose types the dearest counts.
    fn add_turns(&mut self, game: &Game, rounds: f64) {
        let deals = game.blocks.deal_count();
        let half = game.blocks.larger_half();
        let parties = game.parties.len() as f64;
        for (party, compiled) in game.parties.iter().enumerate() {
            if !has(game.speakers(), PartyId::at(party)) {
                continue;
            }
            let dearest = compiled.profiles.iter().map(|profile| {
                let mut looks = match profile.concession {
                    Concession::Bayesian { draws, .. } => {
                        rounds * deals * parties * (f64::from(draws) + LATER_ROUNDS)
                    }
                    Concession::Zeuthen | Concession::Micro | Concession::Random => {
                        deals * (20.0 + rounds)
                    }
                    // What is certain is worked out once, for all runs.
                    Concession::Rational if profile.has_fixed_tables() => deals,
                    Concession::Rational => deals * rounds,
                    _ => half * (20.0 + rounds),
                };
                // The deal of least margin is sought among all that pass at home, the nearest by its distance.
                if profile.anticipate > 0.0 && profile.choose == Choose::Least {
                    looks += deals * parties;
                }
                looks
            });
            self.looks += dearest.fold(0.0, f64::max);
            let listed = if deals <= 1e6 { deals } else { 0.0 };
            self.bytes += SORTED_BYTES * (3.0 * half).max(listed);
        }
    }

    /// Seconds that so many runs take on one core.
    pub fn seconds(&self, runs: u64) -> f64 {
        self.looks * runs as f64 / LOOKS_A_SECOND
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::cost::Cost;
    use crate::bargaining::fixture::{OFFERS, pie};

    #[test]
    fn dearer_rules_cost_more() {
        let cost = |strategy: &str| Cost::of(&pie(10, OFFERS, [strategy, ""])).looks;
        let plain = cost("");
        let zeuthen = cost("strategy.concession = \"zeuthen\"");
        let bayesian = cost("strategy.concession.bayesian = { belief-draws = 4000 }");
        assert!(
            plain <= zeuthen && zeuthen < bayesian,
            "{plain} {zeuthen} {bayesian}"
        );
    }
}
