//! Paths of the numbers of strategies: which key a number stands under depends on the rule it belongs to.

use crate::model::{Acceptance, Concession, Imitation, Party, Strategy, Uncertain};

/// A number of a strategy whose slot serves several rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleNumber {
    /// Share asked at first.
    Start,
    /// Gain of tit for tat.
    Gain,
    /// Share needed, at first where it falls.
    Needed,
}

impl RuleNumber {
    /// Its path inside its party; where types with different rules share the slot, the first that draws it names it.
    pub(super) fn path(self, party: &Party) -> &'static str {
        let mut kinds = party.types.iter();
        let own = kinds.find_map(|kind| {
            let own = self.find(&kind.profile.strategy);
            own.filter(|(number, _)| number.known().is_none())
        });
        own.expect("a number that is drawn belongs to a rule").1
    }

    fn find(self, strategy: &Strategy) -> Option<(Uncertain, &'static str)> {
        match self {
            Self::Start => match &strategy.concession {
                Concession::TimeDependent { start, .. } => {
                    Some((*start, "strategy.concession.time-dependent.start"))
                }
                Concession::TitForTat {
                    imitation, start, ..
                } => match imitation {
                    Imitation::Naive => {
                        Some((*start, "strategy.concession.naive-tit-for-tat.start"))
                    }
                    Imitation::Relative => {
                        Some((*start, "strategy.concession.relative-tit-for-tat.start"))
                    }
                },
                _ => None,
            },
            Self::Gain => match &strategy.concession {
                Concession::TitForTat {
                    imitation, gain, ..
                } => match imitation {
                    Imitation::Naive => Some((*gain, "strategy.concession.naive-tit-for-tat.gain")),
                    Imitation::Relative => {
                        Some((*gain, "strategy.concession.relative-tit-for-tat.gain"))
                    }
                },
                _ => None,
            },
            Self::Needed => match &strategy.acceptance {
                Acceptance::Constant { share } => {
                    Some((*share, "strategy.acceptance.constant.share"))
                }
                Acceptance::TimeDependent { start, .. } => {
                    Some((*start, "strategy.acceptance.time-dependent.start"))
                }
                Acceptance::NextOffer | Acceptance::Logit { .. } => None,
            },
        }
    }
}
