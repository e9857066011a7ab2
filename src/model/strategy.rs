//! How a party concedes and what it accepts.

use crate::model::written::Written;
use crate::model::{Group, Uncertain};

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
#[derive(Clone, Copy, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq)]
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

/// The slots of a concession rule.
pub(crate) struct ConcessionNumbers<'a> {
    pub(crate) start: Written<'a>,
    pub(crate) exponent: Written<'a>,
    pub(crate) gain: Written<'a>,
}

/// The slots of an acceptance rule.
pub(crate) struct AcceptanceNumbers<'a> {
    pub(crate) lambda: Written<'a>,
    pub(crate) needed_start: Written<'a>,
    pub(crate) needed_exponent: Written<'a>,
}

impl Concession {
    /// Its uncertain numbers; rules share a slot for what means the same to them.
    pub(crate) fn numbers(&mut self) -> ConcessionNumbers<'_> {
        let none = || Written::none(1.0);
        let (start, exponent, gain) = match self {
            Self::TimeDependent {
                start, exponent, ..
            } => (
                Written::named("strategy.concession.time-dependent.start", start),
                Written::named("strategy.concession.time-dependent.exponent", exponent),
                none(),
            ),
            Self::TitForTat {
                imitation: Imitation::Naive,
                start,
                gain,
                ..
            } => (
                Written::named("strategy.concession.naive-tit-for-tat.start", start),
                none(),
                Written::named("strategy.concession.naive-tit-for-tat.gain", gain),
            ),
            Self::TitForTat {
                imitation: Imitation::Relative,
                start,
                gain,
                ..
            } => (
                Written::named("strategy.concession.relative-tit-for-tat.start", start),
                none(),
                Written::named("strategy.concession.relative-tit-for-tat.gain", gain),
            ),
            Self::Hardliner
            | Self::Micro
            | Self::Zeuthen
            | Self::Random
            | Self::Bayesian { .. }
            | Self::Rational => (none(), none(), none()),
        };
        ConcessionNumbers {
            start,
            exponent,
            gain: gain.from(Group::Rules),
        }
    }
}

impl Acceptance {
    /// Its uncertain numbers; rules share a slot for what means the same to them.
    pub(crate) fn numbers(&mut self) -> AcceptanceNumbers<'_> {
        let none = || Written::none(1.0);
        let (lambda, needed_start, needed_exponent) = match self {
            Self::NextOffer => (none(), none(), none()),
            Self::Logit { lambda } => (
                Written::named("strategy.acceptance.logit.lambda", lambda),
                none(),
                none(),
            ),
            Self::Constant { share } => (
                none(),
                Written::named("strategy.acceptance.constant.share", share),
                none(),
            ),
            Self::TimeDependent { start, exponent } => (
                none(),
                Written::named("strategy.acceptance.time-dependent.start", start),
                Written::named("strategy.acceptance.time-dependent.exponent", exponent),
            ),
        };
        AcceptanceNumbers {
            lambda,
            needed_start: needed_start.from(Group::Rules),
            needed_exponent: needed_exponent.from(Group::Rules),
        }
    }
}
