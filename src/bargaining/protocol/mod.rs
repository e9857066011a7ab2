//! Who may speak when, and what closes the deal: one type a protocol.
//!
//! [`registry`] is the only place that lists the protocols; whoever plays one knows no other than [`Protocol`].

mod interface;
mod mediated;
mod offers;
mod registry;
mod room;
mod ultimatum;

pub(crate) use interface::{Protocol, RoundEnd};
pub(crate) use mediated::package_by_package;
pub(crate) use registry::protocol;
pub(crate) use room::Room;
