//! How a party concedes and what it accepts.

use crate::model::Uncertain;

/// A concession rule with an acceptance rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Strategy {
    /// What to ask.
    pub concession: Concession,
    /// What to take.
    pub acceptance: Acceptance,
    /// Share g ≥ 0 of the other side's last concession, in own utility, by which the asked share is lowered.
    pub react: Uncertain,
    /// Which of the deals that meet the target is offered.
    pub choose: Choose,
    /// Whether only acceptable deals are accepted; off only for quantal-response experiments.
    pub floor: bool,
    /// Whether a party below its target criticises packages that take more than their share from it.
    pub fair_share: bool,
}

/// What share of its best margin a party asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Concession {
    /// `a(t) = start · (1 − τ^exponent)`, τ = (t+1)/(T+1) (Faratin, Sierra and Jennings 1998).
    TimeDependent {
        /// Share asked at first, in 0..=1.
        start: Uncertain,
        /// e > 0: above 1 boulware, 1 linear, below 1 conceder.
        exponent: Uncertain,
        /// Margin by which offers and acceptance may fall short of the target, ≥ 0.
        tolerance: f64,
    },
    /// Always asks and takes only its best deal.
    Hardliner,
    /// Concedes one deal of its ranking for each new offer of the others (de Jonge 2022).
    Micro,
    /// Plays the subgame-perfect equilibrium of complete information (Rubinstein 1982; Ståhl 1972).
    Rational,
}

/// What a party takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Acceptance {
    /// Yes when the offer is worth at least what it would ask for now.
    NextOffer,
    /// The target carries logistic noise of scale 1/λ.
    Logit {
        /// λ > 0, per unit of utility.
        lambda: Uncertain,
    },
}

/// Which of the deals that meet the target is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choose {
    /// The one of least margin to the proposer.
    Least,
    /// The one nearest to the other's last offer.
    Nearest,
}
