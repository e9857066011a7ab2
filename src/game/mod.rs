//! A scenario flattened to numbers.
//!
//! [`Game`] is compiled once per cell; [`Realization`] is drawn once per run. From here on there are no strings.

mod bank;
mod blocks;
mod chance;
mod compile;
mod consent;
mod diagram;
mod drawn;
mod named;
mod odds;
mod party;
mod profile;
mod quantile;
mod realization;
mod sets;
mod stamp;
mod streams;
mod tables;
mod uniforms;
mod utility;

pub use crate::model::Acceptance as AcceptanceKind;
pub use crate::model::Concession as ConcessionKind;
pub use bank::{PriorDraw, fallbacks, median_tables, prior_draws, spread_draws};
pub(crate) use blocks::best_option;
pub use blocks::{Block, Blocks};
pub use chance::{Owner, Purpose, Slot, Stream};
pub use compile::{
    BELIEVED_ANSWERS_MAX, CompileError, Game, WEIGHED_ANSWERS_MAX, WEIGHED_DRAWS_MAX, WORDINGS_MAX,
};
pub use consent::{CONDITIONAL_CONSENTERS_MAX, Case, Consent, DEALS_BY_ONE_MAX};
pub use diagram::DIAGRAM_NODES_MAX;
pub use drawn::{Drawn, DrawnNumber};
pub use party::PartyNumbers;
pub(crate) use profile::time_left;
pub use profile::{CompiledParty, CompiledProfile};
pub use realization::{LeverNumbers, Realization, StageNumbers};
pub use sets::{PackageSet, PartySet, has, mask, members, set_of};
pub use tables::{INDIFFERENCE, PartyTables, SURE_BREACH_PENALTY, breach_penalty, total};
pub use uniforms::{Given, GivenSlots};

#[cfg(test)]
pub(crate) use bank::median_numbers;
pub(crate) use bank::{BANK_FACTOR, each_prior_draw, is_certain, stretch};
pub(crate) use compile::{CompiledLever, StageRule, deal_matches};
pub(crate) use named::named;
pub(crate) use party::{Shifts, pick_within};
pub(crate) use quantile::{Quantile, beta_below, standard_normal};
pub(crate) use realization::Part;
pub(crate) use stamp::Stamp;
