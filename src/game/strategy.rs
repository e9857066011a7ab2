//! Strategies compiled: the rules without their numbers, and where the numbers come from.

use crate::game::Quantile;
use crate::game::profile::Numbers;
use crate::model::{Acceptance, Concession, Imitation, Strategy, Uncertain};

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

/// The numbers of a strategy by where they are drawn.
pub(crate) struct StrategyNumbers<'a> {
    /// Share asked at first.
    pub(crate) start: &'a Uncertain,
    /// Exponent of concession.
    pub(crate) exponent: &'a Uncertain,
    /// Sharpness of logit acceptance.
    pub(crate) lambda: &'a Uncertain,
    /// Gain of tit for tat; start and exponent of acceptance.
    pub(crate) rules: Numbers,
    /// Shortfall of the target that still does.
    pub(crate) tolerance: f64,
}

const ONE: Uncertain = Uncertain::fixed(1.0);

impl<'a> StrategyNumbers<'a> {
    pub(crate) fn of(strategy: &'a Strategy) -> Self {
        let (start, exponent, gain, tolerance) = match &strategy.concession {
            Concession::TimeDependent {
                start,
                exponent,
                tolerance,
            } => (start, exponent, &ONE, *tolerance),
            Concession::TitForTat { start, gain, .. } => (start, &ONE, gain, 0.0),
            Concession::Hardliner
            | Concession::Micro
            | Concession::Zeuthen
            | Concession::Random
            | Concession::Bayesian { .. }
            | Concession::Rational => (&ONE, &ONE, &ONE, 0.0),
        };
        let (lambda, taken, falls) = match &strategy.acceptance {
            Acceptance::NextOffer => (&ONE, &ONE, &ONE),
            Acceptance::Logit { lambda } => (lambda, &ONE, &ONE),
            Acceptance::Constant { share } => (&ONE, share, &ONE),
            Acceptance::TimeDependent { start, exponent } => (&ONE, start, exponent),
        };
        Self {
            start,
            exponent,
            lambda,
            rules: Numbers::of([gain, taken, falls]),
            tolerance,
        }
    }
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

/// The same of each round, where concession goes with time and the exponent is known.
pub(crate) fn falling_shares(concession: &Concession, rounds: u32) -> Vec<f64> {
    let Concession::TimeDependent { exponent, .. } = concession else {
        return Vec::new();
    };
    let exponent = Quantile::compile(exponent);
    if !exponent.is_fixed() {
        return Vec::new();
    }
    let share = |round| time_left(exponent.at(0.5), round, rounds);
    (0..rounds).map(share).collect()
}
