//! Searches among the deals: the best of a party, the nearest to a text or offer, the least that meets a target.

mod best;
mod counter_offer;
mod halves;
mod markup;
mod ranking;
mod ratifiable;

pub(crate) use best::{best_deal, best_deal_keeping, best_margin};
pub(crate) use counter_offer::CounterOffers;
pub(crate) use markup::MarkUps;
pub(crate) use ranking::{Ranking, Rankings, SortedTypes};
