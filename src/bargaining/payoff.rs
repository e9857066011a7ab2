//! What a run pays a party.

use crate::bargaining::talks::Talks;
use crate::game::{Game, total};

/// `Σ_{s<n} (1−δ) δ^s r(s) + δ^n V`, with the reservation value at the end in V's place without a deal; costs not yet
/// subtracted.
pub(crate) fn payoff(
    talks: &Talks,
    game: &Game,
    party: usize,
    periods: u32,
    deal: Option<&[u32]>,
) -> f64 {
    let discount = talks.nature.parties[party].discount;
    let at = |round: u32| talks.reservations_in(round)[party];
    let mut sum = 0.0;
    let mut weight = 1.0;
    // Without discounting no round counts for anything but the last.
    let counted = if discount < 1.0 { periods } else { 0 };
    for round in 0..counted {
        sum += (1.0 - discount) * weight * at(round);
        weight *= discount;
    }
    let fallback = at(periods);
    let Some(deal) = deal else {
        return sum + weight * fallback;
    };
    let tables = &talks.tables[party];
    let profile = talks.profile(game, party);
    let breach = tables.breach_probability(&game.blocks, profile, deal);
    let broken = fallback - talks.nature.parties[party].loss;
    let end = (1.0 - breach) * total(&tables.utility, deal) + breach * broken;
    sum + weight * end
}
