//! How a party concedes and what it accepts.

use crate::model::written::{Written, by_name};
use crate::model::{Range, Uncertain};

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
    /// Concedes as the others have conceded (Faratin, Sierra and Jennings 1998).
    TitForTat {
        /// How much of what it sees it gives back.
        imitation: Imitation,
        /// Share asked at first, in 0..=1.
        start: Uncertain,
        /// Times as much as seen is conceded, ≥ 0.
        gain: Uncertain,
        /// Offers back over which the others' concessions are averaged, ≥ 1.
        window: u32,
    },
    /// Whoever risks less by a conflict concedes just enough, all knowing all (Zeuthen 1930; Harsanyi 1956).
    Zeuthen,
    /// Offers an acceptable deal at random.
    Random,
    /// Bounded-rational best reply to a belief about the others (Zeng and Sycara 1998; Hindriks and Tykhonov 2008).
    Bayesian {
        /// Prior draws of each other party, ≥ 1.
        draws: u32,
        /// Sharpness of its picture of the others, per unit of utility, > 0.
        likelihood_lambda: f64,
    },
    /// Plays the subgame-perfect equilibrium of complete information (Rubinstein 1982; Ståhl 1972).
    Rational,
}

/// What a party that plays tit for tat imitates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imitation {
    /// The size of a concession, in its own utility.
    Naive,
    /// The share by which a concession shortened what was still withheld from it.
    Relative,
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
    /// Yes from a fixed share of the best margin on, whatever it offers itself.
    Constant {
        /// The share, in 0..=1.
        share: Uncertain,
    },
    /// Yes from `start · (1 − τ^exponent)` of the best margin on, whatever it offers itself.
    TimeDependent {
        /// Share at first, in 0..=1.
        start: Uncertain,
        /// e > 0, as for concession.
        exponent: Uncertain,
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

by_name! {
    /// The numbers that a strategy may have; rules share those that mean the same to them.
    pub(crate) RuleNumbers {
        /// Share asked at first.
        start,
        /// Exponent of concession.
        exponent,
        /// Reaction to the others' concessions.
        react,
        /// Sharpness λ of acceptance.
        lambda,
        /// Gain of tit for tat.
        gain,
        /// Share of its own that acceptance needs at first.
        needed_start,
        /// Exponent with which that share falls.
        needed_exponent,
    }
}

impl Strategy {
    /// Its uncertain numbers, by what its rules take them for.
    pub(crate) fn numbers(&mut self) -> RuleNumbers<Written<'_>> {
        let mut numbers = RuleNumbers::default().map(|()| Written::none(1.0));
        numbers.react = Written::named("strategy.react", Range::NON_NEGATIVE, &mut self.react);
        match &mut self.concession {
            Concession::TimeDependent {
                start, exponent, ..
            } => {
                numbers.start = Written::named(
                    "strategy.concession.time-dependent.start",
                    Range::SHARE,
                    start,
                );
                let path = "strategy.concession.time-dependent.exponent";
                numbers.exponent = Written::named(path, Range::EXPONENT, exponent);
            }
            Concession::TitForTat {
                imitation,
                start,
                gain,
                ..
            } => {
                let [start_path, gain_path] = match imitation {
                    Imitation::Naive => [
                        "strategy.concession.naive-tit-for-tat.start",
                        "strategy.concession.naive-tit-for-tat.gain",
                    ],
                    Imitation::Relative => [
                        "strategy.concession.relative-tit-for-tat.start",
                        "strategy.concession.relative-tit-for-tat.gain",
                    ],
                };
                numbers.start = Written::named(start_path, Range::SHARE, start);
                numbers.gain = Written::named(gain_path, Range::NON_NEGATIVE, gain);
            }
            Concession::Hardliner
            | Concession::Micro
            | Concession::Zeuthen
            | Concession::Random
            | Concession::Bayesian { .. }
            | Concession::Rational => {}
        }
        match &mut self.acceptance {
            Acceptance::NextOffer => {}
            Acceptance::Logit { lambda } => {
                numbers.lambda =
                    Written::named("strategy.acceptance.logit.lambda", Range::LAMBDA, lambda);
            }
            Acceptance::Constant { share } => {
                numbers.needed_start =
                    Written::named("strategy.acceptance.constant.share", Range::SHARE, share);
            }
            Acceptance::TimeDependent { start, exponent } => {
                let path = "strategy.acceptance.time-dependent.start";
                numbers.needed_start = Written::named(path, Range::SHARE, start);
                let path = "strategy.acceptance.time-dependent.exponent";
                numbers.needed_exponent = Written::named(path, Range::EXPONENT, exponent);
            }
        }
        numbers
    }
}
