//! What can be wrong with the rules of the table: protocol, agenda and strategies that do not go together.

use thiserror::Error;

use crate::model::Role;
use crate::model::check::words::{is_or_are, listed};

/// A broken condition between protocol, agenda, strategies and those who play by them.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum TableFault {
    /// A party in a place for principals.
    #[error("{place} is a principal, but `{party}` is {}", role_words(*.role))]
    NotPrincipal {
        /// The place.
        place: &'static str,
        /// The party.
        party: String,
        /// Its role.
        role: Role,
    },
    /// The mediator is a principal.
    #[error("the mediator is no principal, but `{0}` is one")]
    MediatorIsPrincipal(String),
    /// Packages close one by one only under a mediator.
    #[error("packages close one by one only under `shuttle` or `single-text`, not `{protocol}`")]
    AgendaNeedsMediator {
        /// The protocol.
        protocol: &'static str,
    },
    /// A strategy that the protocol leaves no room for.
    #[error("`{rule}` needs the offers of others, which `{protocol}` does not have")]
    NeedsOffers {
        /// The rule.
        rule: &'static str,
        /// The protocol.
        protocol: &'static str,
    },
    /// Logit acceptance with micro.
    #[error("`micro` accepts by rank, so `logit` acceptance does not go with it")]
    LogitMicro,
    /// A target of its own with rational.
    #[error(
        "`rational` accepts by what its refusal is worth, so `{acceptance}` acceptance does not go with it"
    )]
    RationalNeeds {
        /// The acceptance rule.
        acceptance: &'static str,
    },
    /// Rational parties before bodies at home.
    #[error("`rational` plays talks that end with signature, so stages do not go with it")]
    RationalWithStages,
    /// Tit for tat where nobody hears the others.
    #[error(
        "`{rule}` follows the others' wordings, which a mediator without `carrying` keeps to itself"
    )]
    NothingCarried {
        /// The rule.
        rule: &'static str,
    },
    /// A way to choose offers with a rule that chooses them itself.
    #[error(
        "`nearest` chooses among the deals that meet a target, but `{rule}` picks its offers itself"
    )]
    NothingToChoose {
        /// The rule.
        rule: &'static str,
    },
    /// A reaction with a rule that asks no share it could lower.
    #[error(
        "`react` lowers what `time-dependent` concession asks, so it does not go with `{rule}`"
    )]
    NothingToLower {
        /// The rule.
        rule: &'static str,
    },
    /// Acceptance that falls in time where there is one round.
    #[error("an ultimatum has one round, in which `time-dependent` acceptance has no time to fall")]
    NoTimeToFall,
    /// A concession rule in an ultimatum.
    #[error("a concession rule is not used in an ultimatum")]
    ConcessionUnused,
    /// Stages ratify whole deals.
    #[error("stages ratify whole deals, so packages cannot be in force alone")]
    AloneWithStages,
    /// A party anticipates a body it does not have.
    #[error(
        "`{party}` anticipates its own body, but no stage with `logit` or `threshold` approval names it"
    )]
    NothingToAnticipate {
        /// The party.
        party: String,
    },
    /// An order leaves packages out.
    #[error("the order names every package, {} {} missing", listed(.missing), is_or_are(.missing))]
    OrderIncomplete {
        /// The packages left out.
        missing: Vec<String>,
    },
}

impl TableFault {
    /// What would be right, where the message does not say.
    pub(crate) fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::AloneWithStages => Some("use `in-force = \"together\"`, or leave the stages out"),
            Self::AgendaNeedsMediator { .. } => Some("use `single-undertaking`"),
            Self::LogitMicro | Self::RationalNeeds { .. } => Some("use `next-offer`"),
            Self::RationalWithStages => Some("leave the stages out, or use another rule"),
            Self::NothingCarried { .. } => Some("use `time-dependent`"),
            Self::NothingToChoose { .. } | Self::NothingToLower { .. } => Some("leave it out"),
            Self::NoTimeToFall => Some("use `constant`"),
            Self::ConcessionUnused => Some("leave it out, or use `alternating-offers`"),
            Self::NothingToAnticipate { .. } => {
                Some("add a stage with `party`, or leave `anticipate` out")
            }
            _ => None,
        }
    }
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Principal => "a principal",
        Role::Mediator => "a mediator",
        Role::Observer => "an observer",
    }
}
