//! What a run pays a party.

use crate::bargaining::talks::Side;
use crate::game::total;

/// `Σ_{s<n} (1−δ) δ^s r(s) + δ^n V`, with the reservation value at the end in V's place without a deal; costs not yet
/// subtracted.
pub(crate) fn payoff(side: Side<'_>, periods: u32, deal: Option<&[u32]>) -> f64 {
    let discount = side.numbers().discount;
    let at = |round: u32| side.talks.reservations_in(round)[side.party];
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
    let tables = side.tables();
    let profile = side.profile();
    let breach = tables.breach_probability(&side.game.blocks, profile, deal);
    let broken = fallback - side.numbers().loss;
    let end = (1.0 - breach) * total(&tables.utility, deal) + breach * broken;
    sum + weight * end
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, opened, pie_above};
    use crate::bargaining::payoff::payoff;

    #[test]
    fn without_a_deal_a_constant_reservation_value_is_what_a_run_pays() {
        for discount in ["0.5", "1.0"] {
            let lines = format!("discount = {discount}");
            let game = pie_above(9, OFFERS, [&lines, ""], [0.3, 0.0]);
            let talks = opened(&game);
            for periods in [0, 1, 7] {
                let paid = payoff(talks.side(&game, 0), periods, None);
                assert!((paid - 0.3).abs() < 1e-12, "{discount} {periods}");
            }
        }
    }

    #[test]
    fn a_deal_counts_from_the_round_it_is_agreed_in() {
        let game = pie_above(9, OFFERS, ["discount = 0.5", ""], [0.2, 0.0]);
        let talks = opened(&game);
        // (1 − ½)(1 + ½) · 0.2 + ¼ · 1.
        let paid = payoff(talks.side(&game, 0), 2, Some(&[4]));
        assert!((paid - (0.15 + 0.25)).abs() < 1e-12);
    }
}
