//! Strategies compiled: the rules of the model without their numbers, which are drawn by themselves.

use crate::model::{Acceptance, Concession};

/// What to ask, without the numbers that may be drawn.
pub type ConcessionKind = Concession<()>;

/// What to take, without its numbers.
pub type AcceptanceKind = Acceptance<()>;

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
