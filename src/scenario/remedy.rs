//! What would be right, fault by fault.

use crate::scenario::fault::Fault;
use crate::scenario::words::{article, listed, near};

impl Fault {
    /// A syntax error in the parser's words; the parser reports keys written twice as such.
    pub(crate) fn of_syntax(message: &str, found: &str) -> Self {
        if message.contains("duplicate key") {
            let key = found.trim_matches(['[', ']', '"', ' ']).to_owned();
            return Self::DuplicateKey { key };
        }
        Self::Syntax {
            message: message.to_owned(),
            found: found.to_owned(),
        }
    }

    /// What would be right, where the message does not say.
    pub fn remedy(&self) -> Option<String> {
        match self {
            // Any record has keys, but results need not have a thing of each kind.
            Self::UnknownKey { known, .. } if known.is_empty() => {
                Some("only ids of the results can be given other words".to_owned())
            }
            Self::UnknownKey { key, known, .. } => Some(near_or_all(key, known, "its keys are")),
            Self::UnknownWord { found, known } | Self::UnknownVariant { found, known, .. } => {
                Some(near_or_all(found, known, "choose one of"))
            }
            Self::NoVariant { known, .. } => Some(format!("choose one of {}", listed(known))),
            Self::UnknownName { kind, id, known } if known.is_empty() => {
                Some(format!("declare {} `{id}`", article(kind)))
            }
            Self::UnknownName { id, known, .. } => {
                let introduction = if known.len() == 1 {
                    "there is only"
                } else {
                    "there are"
                };
                Some(near_or_all(id, known, introduction))
            }
            Self::MissingKey { remedy, .. } | Self::EmptyList { remedy } => Some(remedy.clone()),
            Self::ConsentOfOne { example, .. } => Some(format!(
                "name a second party in the consent rule of one of {}",
                listed(example)
            )),
            _ => self.fixed_remedy().map(str::to_owned),
        }
    }

    /// The remedies that do not depend on the case.
    fn fixed_remedy(&self) -> Option<&'static str> {
        Some(match self {
            Self::FileMissing => "give the path of a scenario file",
            Self::IsDirectory => "name a file in it",
            Self::Empty => "start from a template",
            Self::TooLong { .. } => "a scenario holds numbers and names, not data",
            Self::Binary { .. } | Self::NotUtf8 { .. } => {
                "save the scenario as plain text in UTF-8"
            }
            Self::NeedsSettings { .. } => "write it as a table with its settings",
            Self::UtilityMissing { .. } => "add `utility` with a weight and scores for every issue",
            Self::WrongKind { expected, found }
                if expected == "a list of tables" && found == "a table" =>
            {
                "write its header in double brackets, as in `[[party]]`"
            }
            Self::EmptyText => "write it or leave the key out",
            Self::DuplicateKey { .. } | Self::SeveralVariants { .. } => "keep one of them",
            Self::BadId(_) => "an id has letters, digits, `-` and `_`",
            Self::ReservedId(_) | Self::DuplicateId { .. } => "choose another id",
            Self::NamedTwice { .. } => "name it once",
            Self::EmptyPattern => "name an issue and its options",
            Self::ForbidsEverything => "leave out the options that are allowed",
            Self::NothingAllowed { .. } => "allow at least one combination",
            Self::PackageWithoutIssues(_) => "give an issue this package, or leave the package out",
            Self::WeightsZero => "give at least one issue a weight above 0",
            Self::EffectWithoutShift => {
                "add `reservation`, `round-cost`, `breach`, `weight` or `score`"
            }
            Self::BlockTooLarge { .. } => {
                "tie fewer issues by linkages, red lines or breach tables"
            }
            Self::BadAssignment => "write `path=value`, as in `party.union.reservation=0.4`",
            Self::Number(fault) => return fault.remedy(),
            Self::Table(fault) => return fault.remedy(),
            Self::Sweep(fault) => return fault.remedy(),
            _ => return None,
        })
    }
}

fn near_or_all(word: &str, known: &[String], introduction: &str) -> String {
    near(word, known).map_or_else(
        || format!("{introduction} {}", listed(known)),
        |candidate| format!("did you mean `{candidate}`?"),
    )
}
