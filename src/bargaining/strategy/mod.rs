//! How a party plays: a concession rule (what to offer) with an acceptance rule (what to take), one file a rule.
//!
//! [`registry`] is the only place that lists the rules. [`Delegates`] holds everybody's strategy in one negotiation.

mod acceptance;
mod bayesian;
mod delegates;
mod demand;
mod foresight;
mod hardliner;
mod heard;
mod micro;
mod offer_belief;
mod one_offer;
mod picture;
mod quiet_exchange;
mod random;
mod rational;
mod registry;
mod rule;
mod seat;
mod settled;
mod target;
mod time_dependent;
mod timetable;
mod tit_for_tat;
mod zeuthen;

pub use foresight::{equilibrium, left_out};
pub use offer_belief::OneTimeOffer;

pub(crate) use delegates::Delegates;
pub(crate) use demand::{Needs, needed_share};
pub(crate) use foresight::{known_plan, solve_central};
pub(crate) use heard::{Answer, Heard, Said};
pub(crate) use offer_belief::{OfferBelief, best_by_belief};
pub(crate) use picture::OpponentBank;
pub(crate) use quiet_exchange::QuietExchange;
pub(crate) use seat::{Seat, Standing, View};
pub(crate) use timetable::Timetables;
