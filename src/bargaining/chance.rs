//! Chances: of one answer by a logit, of consent when each answer is known as a probability.

use crate::game::{Game, PartySet, set_of};

/// Logistic distribution function, `1/(1 + exp(−x))`.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Probability that the rules of a deal are met when those asked say yes independently, each with its probability, and
/// everybody else does.
pub(crate) fn chance_of_consent(game: &Game, deal: &[u32], asked: &[(usize, f64)]) -> f64 {
    let certain = !set_of(asked.iter().map(|asked| asked.0));
    // Without a party that every deal needs no rule is met, so that only the others can say either.
    let core = game.consent.core();
    let places = |is_core: bool| {
        let asked = asked.iter().enumerate();
        set_of(
            asked
                .filter(|(_, (party, _))| (core >> party & 1 == 1) == is_core)
                .map(|(place, _)| place),
        )
    };
    let (needed, free) = (places(true), places(false));
    let mut sum = 0.0;
    let mut pattern = needed;
    loop {
        let mut chance = 1.0;
        let mut yes = certain;
        for (place, &(party, probability)) in asked.iter().enumerate() {
            let accepts = pattern >> place & 1 == 1;
            chance *= if accepts {
                probability
            } else {
                1.0 - probability
            };
            yes |= PartySet::from(accepts) << party;
        }
        if chance > 0.0 && game.consent.deal_met(&game.blocks, deal, yes) {
            sum += chance;
        }
        if pattern & free == free {
            return sum;
        }
        // The next larger combination of those that may say either.
        pattern = needed | ((pattern & free).wrapping_sub(free) & free);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::chance::{chance_of_consent, logistic};
    use crate::bargaining::fixture::{OFFERS, pie};

    #[test]
    fn a_logit_is_even_at_zero_and_symmetric() {
        assert_eq!(logistic(0.0), 0.5);
        assert!((logistic(1.3) + logistic(-1.3) - 1.0).abs() < 1e-15);
        assert!((logistic(3.0_f64.ln()) - 0.75).abs() < 1e-15);
    }

    #[test]
    fn consent_of_all_has_the_product_of_the_chances() {
        let game = pie(1, OFFERS, ["", ""]);
        let deal = [0];
        assert_eq!(chance_of_consent(&game, &deal, &[]), 1.0, "nobody is asked");
        assert_eq!(chance_of_consent(&game, &deal, &[(1, 0.3)]), 0.3);
        let both = chance_of_consent(&game, &deal, &[(0, 0.5), (1, 0.3)]);
        assert!((both - 0.15).abs() < 1e-15);
    }
}
