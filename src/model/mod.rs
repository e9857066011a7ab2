//! What a negotiation is: plain, validated data.
//!
//! Nothing here computes a negotiation, reads a file or draws a number, and nothing here depends on another crate but for the derive
//! that writes the messages of [`check`].
//! `scenario` fills these types from text and guarantees what their docs state; `game` flattens them to numbers.
//!
//! Everything refers to everything else by a newtype index ([`IssueId`], [`PartyId`], …) into the lists of [`Scenario`].

mod agenda;
mod central;
pub mod check;
mod consent;
mod deal;
mod distribution;
mod driver;
mod id;
mod issue;
mod item;
mod labels;
mod leverage;
mod number_fault;
mod numbers;
mod package;
mod party;
mod party_core;
mod protocol;
mod range;
mod ratification;
mod scenario;
mod strategy;
mod tied;
mod uncertain;
mod visible;
pub(crate) mod words;
mod written;

pub use agenda::{Agenda, InForce, Packaged};
pub use consent::ConsentRule;
pub use deal::{Deal, Pattern, Plan};
pub use distribution::Distribution;
pub use driver::{Driver, Jumps, Process};
pub(crate) use id::Id;
pub use id::{DriverId, IssueId, LeverId, PackageId, PartyId, PlanId, StageId, TypeId};
pub use issue::{Issue, IssueOption, OptionSet};
pub use labels::{Ids, Labels, Named};
pub use leverage::{Effect, EffectTarget, Lever, LeverCore, Use};
pub use number_fault::NumberFault;
pub use numbers::{Number, NumberId, Place, Subject};
pub use package::Package;
pub use party::{Breach, JointType, Linkage, Party, PartyType, Profile, Role, Utility};
pub use party_core::PartyCore;
pub use protocol::{
    Belief, Channel, ChannelCore, Mediation, OwnChannel, OwnReading, Protocol, Roles,
};
pub use range::{Limit, NUMBER_MAX, ROUNDS_MAX, Range, SHAPE_MAX, SHAPE_MIN};
pub use ratification::{Approval, Body, BodyRule, OnFailure, Stage, StageCore};
pub use scenario::{Clock, Scenario};
pub(crate) use strategy::Foreseen;
pub use strategy::{Acceptance, Choose, Concession, Imitation, Strategy};
pub use tied::BLOCK_COMBOS_MAX;
pub use uncertain::Uncertain;
pub(crate) use uncertain::finite;
pub use visible::{is_steering, steers, visible};
pub use written::{Group, Key};
