//! Strategies compiled: what of a rule is known before its numbers are drawn.

pub use crate::model::Acceptance as AcceptanceKind;
pub use crate::model::Concession as ConcessionKind;

use crate::model::Concession;

/// `1 − τ^e`, τ = (t+1)/(T+1), of round t of T (Faratin, Sierra and Jennings 1998).
pub(crate) fn time_left(exponent: f64, round: u32, rounds: u32) -> f64 {
    let time = f64::from(round + 1) / f64::from(rounds + 1);
    1.0 - libm::pow(time, exponent)
}

/// The same of each round, where a party concedes with time and the exponent is known.
pub(crate) fn falling_shares(concession: &Concession, rounds: u32) -> Vec<f64> {
    let Concession::TimeDependent { exponent, .. } = concession else {
        return Vec::new();
    };
    let shares = exponent.known().map(|exponent| {
        let share = |round| time_left(exponent, round, rounds);
        (0..rounds).map(share).collect()
    });
    shares.unwrap_or_default()
}

/// Margin by which offers and acceptance may fall short of the target.
pub(crate) fn tolerance(concession: &Concession) -> f64 {
    match concession {
        Concession::TimeDependent { tolerance, .. } => *tolerance,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{falling_shares, time_left, tolerance};
    use crate::model::{Concession, Uncertain};

    #[test]
    fn little_is_left_in_the_last_round() {
        // τ = 1/4, 1/2, 3/4 in three rounds.
        let left = [0, 1, 2].map(|round| time_left(2.0, round, 3));
        assert_eq!(left, [1.0 - 1.0 / 16.0, 0.75, 1.0 - 9.0 / 16.0]);
    }

    #[test]
    fn shares_are_known_ahead_where_the_exponent_is() {
        let falling = Concession::TimeDependent {
            start: Uncertain::fixed(1.0),
            exponent: Uncertain::fixed(1.0),
            tolerance: 0.1,
        };
        assert_eq!(falling_shares(&falling, 3), [0.75, 0.5, 0.25]);
        assert_eq!(tolerance(&falling).to_bits(), 0.1_f64.to_bits());
        assert_eq!(falling_shares(&Concession::Hardliner, 3), [0.0; 0]);
    }
}
