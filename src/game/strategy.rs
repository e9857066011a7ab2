//! Strategies compiled: the rules without their numbers, and where the numbers come from.

use crate::model::{Acceptance, Concession, Imitation};

/// The concession rules without the numbers that may be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ConcessionKind {
    /// Concedes with time.
    TimeDependent,
    /// Never concedes.
    Hardliner,
    /// Concedes offer by offer.
    Micro,
    /// Concedes as the others do.
    TitForTat {
        /// What it imitates.
        imitation: Imitation,
        /// Offers back over which concessions are averaged.
        window: u32,
    },
    /// Concedes when it risks less than the others.
    Zeuthen,
    /// Offers at random.
    Random,
    /// Offers by its belief.
    Bayesian {
        /// Prior draws of each other party.
        draws: u32,
        /// Sharpness of its picture of the others.
        likelihood_lambda: f64,
    },
    /// Plays the subgame-perfect equilibrium.
    Rational,
}

/// The acceptance rules without their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptanceKind {
    /// Takes what it would ask for.
    NextOffer,
    /// The same with logistic noise.
    Logit,
    /// Takes from a fixed share of its best margin on.
    Constant,
    /// Takes from a share of its best margin on that falls with time.
    TimeDependent,
}

impl ConcessionKind {
    pub(crate) fn of(concession: &Concession) -> Self {
        match *concession {
            Concession::TimeDependent { .. } => Self::TimeDependent,
            Concession::Hardliner => Self::Hardliner,
            Concession::Micro => Self::Micro,
            Concession::TitForTat {
                imitation, window, ..
            } => Self::TitForTat { imitation, window },
            Concession::Zeuthen => Self::Zeuthen,
            Concession::Random => Self::Random,
            Concession::Bayesian {
                draws,
                likelihood_lambda,
            } => Self::Bayesian {
                draws,
                likelihood_lambda,
            },
            Concession::Rational => Self::Rational,
        }
    }
}

impl AcceptanceKind {
    pub(crate) fn of(acceptance: &Acceptance) -> Self {
        match acceptance {
            Acceptance::NextOffer => Self::NextOffer,
            Acceptance::Logit { .. } => Self::Logit,
            Acceptance::Constant { .. } => Self::Constant,
            Acceptance::TimeDependent { .. } => Self::TimeDependent,
        }
    }
}

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
