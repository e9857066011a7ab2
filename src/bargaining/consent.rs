//! The chance of consent when each party's answer is known as a probability.

use crate::game::Game;

/// Probability that the rules of a deal are met when those asked say yes independently, each with its probability, and
/// everybody else does.
pub(crate) fn chance_of_consent(game: &Game, deal: &[u32], asked: &[(usize, f64)]) -> f64 {
    let certain = !asked
        .iter()
        .fold(0, |set: u32, (party, _)| set | 1 << party);
    let mut sum = 0.0;
    // Every combination of yes and no; at most 16 parties are needed by some deals only.
    for pattern in 0_u32..1 << asked.len() {
        let mut chance = 1.0;
        let mut yes = certain;
        for (place, &(party, probability)) in asked.iter().enumerate() {
            let accepts = pattern >> place & 1 == 1;
            chance *= if accepts {
                probability
            } else {
                1.0 - probability
            };
            yes |= u32::from(accepts) << party;
        }
        if chance > 0.0 && game.consent.deal_met(&game.blocks, deal, yes) {
            sum += chance;
        }
    }
    sum
}
