//! Why a command stops before its end.

use std::fmt::Display;

use zopa::results::ResultsError;
use zopa::scenario::Problems;

/// Why a command stops, with the exit code that says so.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Wrong use or a bad scenario: the user can put it right in what was given.
    Refused(String),
    /// Something outside failed: a disk, a folder.
    Failed(anyhow::Error),
    /// Ctrl-C.
    Interrupted,
    /// A signal to end, as batch systems send it: the same command with `--resume` goes on.
    Terminated,
    /// Nobody reads any more, as after `| head`: no fault of anybody.
    NobodyReads,
}

impl Stop {
    /// What a fault in what was given stops.
    pub(crate) fn refused(fault: impl Display) -> Self {
        Self::Refused(fault.to_string())
    }

    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::NobodyReads => 0,
            Self::Failed(_) => 1,
            Self::Refused(_) => 2,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }

    /// What to tell the user.
    pub(crate) fn words(&self) -> Option<String> {
        match self {
            Self::Refused(words) => Some(words.clone()),
            Self::Failed(error) => Some(format!("{error:#}")),
            Self::Interrupted | Self::Terminated | Self::NobodyReads => None,
        }
    }
}

impl From<Problems> for Stop {
    fn from(problems: Problems) -> Self {
        Self::refused(problems)
    }
}

impl From<ResultsError> for Stop {
    fn from(error: ResultsError) -> Self {
        if error.is_refusal() {
            return Self::refused(error);
        }
        Self::Failed(error.into())
    }
}
