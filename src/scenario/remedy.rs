//! What would be right, fault by fault.

use crate::model::words::{article, listed};
use crate::scenario::fault::{Destination, Fault};
use crate::scenario::near::near;
use crate::scenario::syntax_fault::DISTRIBUTIONS;

impl Fault {
    /// What somebody who does it once does throughout a file: such faults are one problem.
    pub(crate) fn habit(&self) -> Option<String> {
        match self {
            Self::HeaderBrackets { right, .. } => Some(right.split('`').next()?.to_owned()),
            Self::UnknownName { kind, id, .. } => Some(format!("{kind} {id}")),
            Self::UnknownKey { record, key, .. } => Some(format!("{record} {key}")),
            Self::UnknownVariant { choice, found, .. } => Some(format!("{choice} {found}")),
            Self::OtherName { key, .. } | Self::NoDistribution(key) => Some(key.clone()),
            Self::OtherScale { what, .. } => Some((*what).to_owned()),
            Self::WrongKind {
                right: Some(_),
                found,
                expected,
            } if found.starts_with("the text") && expected.contains("number") => {
                Some("numbers in quotes".to_owned())
            }
            Self::Syntax(fault) => fault.habit(),
            _ => None,
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
            Self::EffectWithoutShift { keys, .. } => {
                Some(format!("add {}", listed(keys).replace(" and ", " or ")))
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
            Self::Syntax(fault) => fault.remedy(),
            Self::HeaderBrackets { right, .. }
            | Self::DistributionForm { right }
            | Self::DecimalCommas { right }
            | Self::LooseDistribution { right, .. } => Some(format!("write `{right}`")),
            Self::NoDistribution(_) => Some(DISTRIBUTIONS.to_owned()),
            Self::OtherName { right, .. } => Some(format!("write `{right}`")),
            Self::ChosenByType { variant, .. } => Some(format!(
                "write `{variant} = {{}}`, with its settings in the braces"
            )),
            Self::WrongKind { right, .. } => right.as_ref().map(|right| format!("write `{right}`")),
            Self::OtherScale { scale, right, .. } => Some(format!("divide by {scale}: `{right}`")),
            Self::Misplaced { to, .. } => Some(match to {
                Destination::Above(header, line) => {
                    format!("move it above `{header}` on line {line}")
                }
                Destination::Below(header) => format!("write it under `{header}`"),
                Destination::Outside => "move it out of the braces".to_owned(),
            }),
            Self::FileMissing { near } => Some(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "give the path of a scenario file".to_owned(),
            }),
            _ => self.fixed_remedy().map(str::to_owned),
        }
    }

    /// The remedies that do not depend on the case.
    fn fixed_remedy(&self) -> Option<&'static str> {
        Some(match self {
            Self::Backslash => "write the path with `/`",
            Self::IsDirectory => "name a file in it",
            Self::Empty => "start from a template",
            Self::TooLong { .. } => "a scenario holds numbers and names, not data",
            Self::SweepForScenario => "play its cells by `zopa sweep`",
            Self::ScenarioForSweep => "play it by `zopa run`",
            Self::Binary { .. } | Self::NotUtf8 { .. } | Self::OtherFile(_) => {
                "save the scenario as plain text in UTF-8"
            }
            Self::NeedsSettings { .. } => "write it as a table with its settings",
            Self::EmptyText => "write it or leave the key out",
            Self::DuplicateKey { .. }
            | Self::SeveralVariants { .. }
            | Self::SeveralValues { .. } => "keep one of them",
            Self::BadAssignment => "write `path=value`, as in `party.union.reservation=0.4`",
            Self::NoValue => {
                "write a number, or one of `value`, `uniform`, `normal`, `triangular`, `pert`, `beta`"
            }
            Self::NotDrawn(_) => "write a number, or `{ value = … }`",
            Self::FactorForm { .. } => "write it in one of these forms",
            Self::RangeNeedsSteps { .. } => {
                "add `steps`, as in `steps = 5`, or choose `latin-hypercube` or `sobol`"
            }
            Self::OnlyWithRange(_) => "leave it out, or give `range` in place of `levels`",
            Self::RangeEnds { .. } => "write it as in `range = [0.3, 0.6]`",
            Self::EmptyRange(_) => {
                "a single value needs no range; a factor lists it under `levels`"
            }
            Self::OutsideRange { .. } => "widen the range; that of a distribution holds its mean",
            Self::CentreOfValue => "leave it out, and move the value",
            Self::RangeOfRule => "leave the range out",
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
