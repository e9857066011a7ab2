//! A scenario flattened to numbers.
//!
//! [`Game`] is compiled once per cell; [`Realization`] is drawn once per run. From here on there are no strings.

mod bank;
mod blocks;
mod chance;
mod compile;
mod consent;
mod drawn;
mod named;
mod party;
mod profile;
mod quantile;
mod realization;
mod streams;
mod tables;
mod uniforms;
mod utility;

pub use crate::model::Acceptance as AcceptanceKind;
pub use crate::model::Concession as ConcessionKind;
pub use bank::{PriorDraw, median_tables, prior_draws};
pub(crate) use blocks::best_option;
pub use blocks::{Block, Blocks};
pub use chance::{Owner, Purpose, Slot, Stream};
pub use compile::{
    CompileError, Game, HALF_DEALS_MAX, WEIGHED_ANSWERS_MAX, WEIGHED_DRAWS_MAX, WORDINGS_MAX,
};
pub use consent::{
    CONDITIONAL_CONSENTERS_MAX, Case, Consent, DEALS_BY_ONE_MAX, has, mask, members, set_of,
};
pub use drawn::{Drawn, DrawnNumber};
pub use party::PartyNumbers;
pub(crate) use profile::time_left;
pub use profile::{CompiledParty, CompiledProfile};
pub use realization::{LeverNumbers, Realization, StageNumbers};
pub use tables::{INDIFFERENCE, PartyTables, SURE_BREACH_PENALTY, breach_penalty, total};
pub use uniforms::{Given, GivenSlots};

pub(crate) use bank::{BANK_FACTOR, median_numbers, stretch};
pub(crate) use compile::{StageRule, deal_matches};
pub(crate) use named::named;
pub(crate) use party::{Shifts, pick};
pub(crate) use quantile::{Quantile, standard_normal};
pub(crate) use realization::Part;
