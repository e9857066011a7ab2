//! What would be right where a scenario breaks a condition.

use crate::model::check::fault::{ID_RULE, ModelFault};
use crate::model::words::{Shown, listed};

impl ModelFault {
    /// What would be right, where the message does not say.
    pub fn remedy(&self) -> Option<String> {
        let fixed = match self {
            Self::ConsentOfOne { example, .. } => {
                return Some(format!(
                    "name a second party in the consent rule of one of {}",
                    listed(example)
                ));
            }
            Self::RateForFactor { factor } => {
                let right = ((1.0 - factor) * 1e10).round() / 1e10;
                let percent = (factor * 1e10).round() / 1e8;
                return Some(format!(
                    "for a loss of {} % a round write `{}`",
                    Shown(percent),
                    Shown(right)
                ));
            }
            Self::Number(fault) => return fault.remedy(),
            Self::Idle(fault) => fault.remedy(),
            Self::SharesSum { .. } => {
                "make them sum to 1; as they are, all are scaled alike until they do"
            }
            Self::EmptyList { remedy } => remedy,
            Self::UtilityMissing { .. } => "add `utility` with a weight and scores for every issue",
            Self::BodyWithoutUtility { .. } => {
                "add `utility` with a weight and scores for every issue, or `party` to decide by that party's utility"
            }
            Self::BadId(_) => ID_RULE,
            Self::ReservedId(_) | Self::DuplicateId { .. } => "choose another id",
            Self::NamedTwice { .. } => "name it once",
            Self::EmptyPattern => "name an issue and its options",
            Self::ForbidsEverything => "leave out the options that are allowed",
            Self::NothingAllowed { .. } => "allow at least one combination",
            Self::PackageWithoutIssues(_) => "give an issue this package, or leave the package out",
            Self::WeightsZero => "give at least one issue a weight above 0",
            Self::BlockTooLarge { .. } => {
                "tie fewer issues by linkages, red lines or breach tables"
            }
            Self::AloneWithStages => "use `in-force = \"together\"`, or leave the stages out",
            Self::DeadlineOfRational => "leave it out, or use another concession rule",
            Self::NobodyAtHome => "add a `[[stage]]`, or use another rule",
            Self::VoteOfParties { .. } => "leave it out, or act on the parties that vote",
            Self::NoSupport { .. } => "shift its `reservation`",
            Self::AgendaNeedsMediator { .. } => "use `single-undertaking`",
            Self::LogitMicro | Self::RationalNeeds { .. } => "use `next-offer`",
            Self::RationalWithStages => "leave the stages out, or use another rule",
            Self::NothingCarried { .. } => "use `time-dependent`",
            Self::NothingToChoose { .. }
            | Self::NothingToLower { .. }
            | Self::DeadlineOfUltimatum
            | Self::VisitsItself(_) => "leave it out",
            Self::NoTimeToFall => "use `constant`",
            Self::ConcessionUnused => "leave it out, or use `alternating-offers`",
            Self::NotAtTheTable { .. } => {
                "leave `deadline` out, or name the party in `consent` or as the mediator"
            }
            Self::NothingToAsk { .. } => "leave it out, or name it in `consent`",
            Self::NothingRead { .. } => {
                "fine where other settings are to be tried; else leave it out, or give a shuttle `belief-draws` and a `reading-error`"
            }
            Self::NotVisited(_) => "leave it out, or add the party to `visits`",
            Self::NothingToAnticipate { .. } => {
                "add a stage with `party`, or leave `anticipate` out"
            }
            _ => return None,
        };
        Some(fixed.to_owned())
    }
}
