//! What can be wrong with a sweep file, beyond what a scenario file can also get wrong.

use thiserror::Error;

use crate::model::check::words::{Shown, listed};

/// A broken condition of a sweep.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SweepFault {
    /// A factor says its values in no way, or in several.
    #[error("a factor has `path` with `levels` or `range`, or it has `policies`; this one has {}", listed(.found))]
    FactorForm {
        /// The keys as written, of those that count.
        found: Vec<String>,
    },
    /// A key that only makes sense beside a range.
    #[error("`{0}` can only be used with `range`")]
    OnlyWithRange(&'static str),
    /// A range where the design needs a list of levels.
    #[error("a range without `steps` has too many values for `{design}`")]
    RangeNeedsSteps {
        /// The design.
        design: &'static str,
    },
    /// A range that is not two numbers.
    #[error("a range is the least and the greatest value, got {}", if *.found == 1 { "one number".to_owned() } else { format!("{} numbers", .found) })]
    RangeEnds {
        /// How many numbers there are.
        found: usize,
    },
    /// A range whose ends are equal.
    #[error("the ends of the range are both {}", Shown(*.0))]
    EmptyRange(f64),
    /// Two factors set the same parameter.
    #[error("`{path}` is set by the factor `{other}` too")]
    SetTwice {
        /// The path.
        path: String,
        /// The factor that sets it first.
        other: String,
    },
    /// A path with an empty part.
    #[error("`{0}` is no path")]
    BadPath(String),
    /// A path that dots have taken apart.
    #[error("`{key}` stands for a list, and dots outside quotes take a path apart")]
    PathUnquoted {
        /// The first part of the path.
        key: String,
    },
    /// The runs are both fixed and not.
    #[error("the runs are fixed or played until precise, not both")]
    RunsAndPrecision,
    /// Looks that do not grow towards the ceiling.
    #[error("looks grow and end before the ceiling, got {found} after {before}")]
    LooksOrder {
        /// The look at fault.
        found: u32,
        /// What it should exceed.
        before: u32,
    },
    /// A look at or beyond the ceiling.
    #[error("the ceiling of {ceiling} runs is the last look by itself, got a look at {found}")]
    LookBeyondCeiling {
        /// The look at fault.
        found: u32,
        /// The ceiling.
        ceiling: u32,
    },
}

impl SweepFault {
    /// What would be right, where the message does not say.
    pub(crate) fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::FactorForm { .. } => Some("write it in one of these forms"),
            Self::RangeNeedsSteps { .. } => {
                Some("add `steps`, as in `steps = 5`, or choose `latin-hypercube` or `sobol`")
            }
            Self::OnlyWithRange(_) => Some("leave it out, or give `range` in place of `levels`"),
            Self::RangeEnds { .. } => Some("write it as in `range = [0.3, 0.6]`"),
            Self::EmptyRange(_) => Some("use `levels` for a single value"),
            Self::BadPath(_) => Some("write it as in `party.russia.reservation`"),
            Self::SetTwice { .. } => Some("join them in one factor with `policies`"),
            Self::PathUnquoted { .. } => {
                Some("put the path in quotes, as in `\"party.russia.reservation\" = 0.4`")
            }
            Self::RunsAndPrecision => Some("leave out `runs` or `precision`"),
            Self::LookBeyondCeiling { .. } => Some("leave it out, or raise the ceiling"),
            Self::LooksOrder { .. } => None,
        }
    }
}
