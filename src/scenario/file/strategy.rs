//! Strategies as spelled.

use crate::model::Imitation;
use crate::scenario::file::{Number, Plain, Spelled, Word};

#[derive(Debug)]
pub(crate) struct StrategyFile {
    pub(crate) concession: Option<Spelled<ConcessionFile>>,
    pub(crate) acceptance: Option<Spelled<AcceptanceFile>>,
    pub(crate) react: Option<Number>,
    pub(crate) choose: Option<Word>,
    pub(crate) floor: Option<Spelled<bool>>,
    pub(crate) fair_share: Option<Spelled<bool>>,
}

#[derive(Clone, Debug)]
pub(crate) enum ConcessionFile {
    TimeDependent {
        start: Option<Number>,
        exponent: Option<Number>,
        tolerance: Option<Plain>,
    },
    Hardliner,
    Micro,
    TitForTat {
        imitation: Imitation,
        start: Option<Number>,
        gain: Option<Number>,
        window: Option<Spelled<u32>>,
    },
    Zeuthen,
    Random,
    Bayesian {
        draws: Option<Spelled<u32>>,
        likelihood_lambda: Option<Plain>,
    },
    Rational,
}

#[derive(Clone, Debug)]
pub(crate) enum AcceptanceFile {
    NextOffer,
    Logit {
        lambda: Number,
    },
    Constant {
        share: Number,
    },
    TimeDependent {
        start: Option<Number>,
        exponent: Option<Number>,
    },
}
