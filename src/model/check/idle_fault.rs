//! What moves nobody, with the reason.

use thiserror::Error;

use crate::model::words::{counted, is_or_are, listed, plural};

/// Numbers, levers and drivers that change no move of anybody. `Display` gives the reason.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdleFault {
    /// A number of parties by which none of the rules played here goes.
    #[error("`{key}` of {} changes payoffs and no move: {reason}", listed(.parties))]
    PayoffsOnly {
        /// The key.
        key: &'static str,
        /// The parties, with their types where only some are concerned.
        parties: Vec<String>,
        /// Why.
        reason: &'static str,
    },
    /// Deadlines that pass when the talks are over.
    #[error("`deadline` of {} never passes: the talks last at most {}", listed(.parties), counted(u64::from(*.rounds), "round"))]
    NeverPasses {
        /// The parties, with their types where only some are concerned.
        parties: Vec<String>,
        /// Rounds that may be held.
        rounds: u32,
    },
    /// Influence where nothing is settled by formula.
    #[error("`influence` of {} changes no move: it is read by other settlement rules alone", listed(.0))]
    Influence(Vec<String>),
    /// What a party says and each of its types says anew.
    #[error("{} of `{party}` {} never read: every type has its own", listed(.keys), if .keys.len() == 1 { "is" } else { "are" })]
    Overridden {
        /// The keys.
        keys: Vec<String>,
        /// The party.
        party: String,
    },
    /// Levers that nobody ever uses and that are no threat.
    #[error("the {} {} {} never used: {reason}", plural(.levers.len(), "lever"), listed(.levers), is_or_are(.levers))]
    NeverUsed {
        /// The levers.
        levers: Vec<String>,
        /// Why.
        reason: &'static str,
    },
    /// Levers that are threatened and that nobody believes in.
    #[error("the {} {} {} no move: a lever that is only threatened works by its `credibility`, which is 0", plural(.0.len(), "lever"), listed(.0), if .0.len() == 1 { "changes" } else { "change" })]
    EmptyThreat(Vec<String>),
    /// Numbers, by their paths, that only a lever that is carried out has a use for.
    #[error("{} {} never read: a lever that is only threatened is never carried out", listed(.0), is_or_are(.0))]
    NeverCarriedOut(Vec<String>),
    /// Levers that would work only after the last round.
    #[error("the {} {} {} too late: the talks last at most {}", plural(.levers.len(), "lever"), listed(.levers), if .levers.len() == 1 { "works" } else { "work" }, counted(u64::from(*.rounds), "round"))]
    TooLate {
        /// The levers.
        levers: Vec<String>,
        /// Rounds that may be held.
        rounds: u32,
    },
    /// Levers whose effects nobody feels.
    #[error("the {} {} {} no move: {reason}", plural(.levers.len(), "lever"), listed(.levers), if .levers.len() == 1 { "changes" } else { "change" })]
    NotFelt {
        /// The levers.
        levers: Vec<String>,
        /// Why.
        reason: &'static str,
    },
    /// Drivers nobody loads on.
    #[error("nobody loads on the {} {}", plural(.0.len(), "driver"), listed(.0))]
    NobodyLoads(Vec<String>),
    /// Ranges of such numbers.
    #[error("the band of assumptions cannot see the `range` of {}, since no move depends on it", listed(.0))]
    Unseen(Vec<String>),
}

/// Why a lever is never used that is used with a probability of 0.
pub(super) const NO_CHANCE: &str = "the probability of its use is 0";

impl IdleFault {
    /// Whether it holds whatever the values of numbers are, and not for those written alone.
    pub(crate) fn holds_for_all_values(&self) -> bool {
        match self {
            Self::PayoffsOnly { .. }
            | Self::Influence(_)
            | Self::Overridden { .. }
            | Self::NeverCarriedOut(_)
            | Self::Unseen(_) => true,
            Self::NeverUsed { reason, .. } => *reason != NO_CHANCE,
            Self::NeverPasses { .. }
            | Self::EmptyThreat(_)
            | Self::TooLate { .. }
            | Self::NotFelt { .. }
            | Self::NobodyLoads(_) => false,
        }
    }

    /// What would be right.
    pub(crate) fn remedy(&self) -> &'static str {
        match self {
            Self::PayoffsOnly { .. } => {
                "fine where payoffs are asked for; else leave it out, or let somebody play a rule that goes by it"
            }
            Self::NeverPasses { .. } => "leave it out, or let it pass sooner",
            Self::Influence(_) => "fine where those rules are compared; else leave it out",
            Self::Overridden { .. } => "leave it out",
            Self::EmptyThreat(_) => "give it a `credibility`, or another rule of use",
            Self::NeverCarriedOut(_) => {
                "fine where another `use` is to be tried; else leave them out"
            }
            Self::NeverUsed { .. } => {
                "fine where `zopa compare` or `--set leverage.ID.use=always` is to try it; else leave it out"
            }
            Self::TooLate { .. } => "let it start sooner, or leave it out",
            Self::NotFelt { .. } => {
                "let it shift what somebody at the table goes by, or leave it out"
            }
            Self::NobodyLoads(_) => {
                "add it to the `loads` of a party, of a stage or of the clock, or leave it out"
            }
            Self::Unseen(_) => {
                "fine for `zopa sensitivity --of payoff.ID`, where it changes payoffs; else leave the range out"
            }
        }
    }
}
