//! Searches among the deals: the best of a party, the nearest to a text or offer, the least that meets a target.

mod answered;
mod best;
mod counter_offer;
mod descent;
mod known_answers;
mod least;
mod markup;
mod nearby;
mod program;
mod ranking;
mod rankings;
mod ratifiable;
mod sums;

pub(crate) use answered::Answered;
pub(crate) use best::{best_deal, best_deal_keeping, best_margin};
pub(crate) use counter_offer::CounterOffers;
pub(crate) use least::{EXACT_DEALS_MAX, FINE_MAX};
pub(crate) use markup::MarkUps;
pub(crate) use ranking::Ranking;
pub(crate) use rankings::{Rankings, SortedTypes};
