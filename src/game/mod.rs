//! A scenario flattened to numbers.
//!
//! [`Game`] is compiled once per cell; [`Realization`] is drawn once per run. From here on there are no strings.

mod bank;
mod blocks;
mod chance;
mod compile;
mod consent;
mod drawn;
mod given;
mod party;
mod profile;
mod quantile;
mod realization;
mod strategy;
mod streams;
mod tables;
mod uniforms;
mod utility;

pub use bank::{PriorDraw, median_tables, prior_draws};
pub use blocks::{Block, Blocks};
pub use chance::{Owner, Purpose, Slot, Stream};
pub use compile::{CompileError, Game, WORDINGS_MAX};
pub use consent::{CONDITIONAL_CONSENTERS_MAX, Case, Consent, has, mask};
pub use drawn::{Drawn, DrawnNumber, DrawnReader};
pub use given::{Given, GivenSlots};
pub use party::PartyNumbers;
pub use profile::{CompiledParty, CompiledProfile};
pub use realization::{LeverNumbers, Realization, StageNumbers};
pub(crate) use strategy::time_left;
pub use strategy::{AcceptanceKind, ConcessionKind};
pub use tables::{INDIFFERENCE, PartyTables, SURE_BREACH_PENALTY, breach_penalty, total};

pub(crate) use bank::median_numbers;
pub(crate) use compile::{StageRule, deal_matches};
pub(crate) use party::pick;
pub(crate) use quantile::{Quantile, standard_normal};
pub(crate) use tables::{Shifts, shifted_score, shifted_weights};
