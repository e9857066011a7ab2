//! What would be right, fault by fault.

use crate::model::words::{article, listed};
use crate::scenario::fault::Fault;
use crate::scenario::near::near;

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
            Self::MissingKey { remedy, .. } => Some(remedy.clone()),
            Self::Model(fault) => fault.remedy(),
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
            Self::WrongKind { expected, found }
                if expected == "a list of tables" && found == "a table" =>
            {
                "write its header in double brackets, as in `[[party]]`"
            }
            Self::EmptyText => "write it or leave the key out",
            Self::DuplicateKey { .. } | Self::SeveralVariants { .. } => "keep one of them",
            Self::EffectWithoutShift => {
                "add `reservation`, `round-cost`, `breach`, `weight` or `score`"
            }
            Self::BadAssignment => "write `path=value`, as in `party.union.reservation=0.4`",
            Self::NoValue => {
                "write a number, or one of `value`, `uniform`, `normal`, `triangular`, `pert`, `beta`"
            }
            Self::SeveralValues { .. } => "keep one of them",
            Self::NotDrawn(_) => "write a number, or `{ value = … }`",
            Self::FactorForm { .. } => "write it in one of these forms",
            Self::RangeNeedsSteps { .. } => {
                "add `steps`, as in `steps = 5`, or choose `latin-hypercube` or `sobol`"
            }
            Self::OnlyWithRange(_) => "leave it out, or give `range` in place of `levels`",
            Self::RangeEnds { .. } => "write it as in `range = [0.3, 0.6]`",
            Self::EmptyRange(_) => "use `levels` for a single value",
            Self::BadPath(_) => "write it as in `party.russia.reservation`",
            Self::SetTwice { .. } => "join them in one factor with `policies`",
            Self::PathUnquoted { .. } => {
                "put the path in quotes, as in `\"party.russia.reservation\" = 0.4`"
            }
            Self::RunsAndPrecision => "leave out `runs` or `precision`",
            Self::LookBeyondCeiling { .. } => "leave it out, or raise the ceiling",
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
