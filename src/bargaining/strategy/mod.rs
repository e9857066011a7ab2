//! How a party plays: a concession rule (what to offer) with an acceptance rule (what to take), one file a rule.
//!
//! This is the only place that lists the rules: a file for each, and a line in [`strategy`]. [`Delegates`] holds everybody's
//! strategy in one negotiation.

mod acceptance;
mod bayesian;
pub(super) mod custom;
mod delegates;
mod demand;
mod foresight;
mod hardliner;
mod heard;
mod in_step;
mod micro;
mod offer_belief;
mod one_offer;
mod picture;
mod quiet;
mod random;
mod rational;
mod rule;
mod seat;
mod settled;
mod time_dependent;
mod tit_for_tat;
mod zeuthen;

pub use foresight::{Forecast, equilibrium, forecast, left_out};
pub use offer_belief::OneTimeOffer;

pub(crate) use bayesian::Bayesian;
pub(crate) use delegates::Delegates;
pub(crate) use demand::{Needs, needed_share};
pub(crate) use foresight::{is_anybody_rational, is_foreseen, known_strategies};
pub(crate) use heard::{Heard, Said};
pub(crate) use in_step::InStep;
pub(crate) use offer_belief::OfferBelief;
pub(crate) use picture::OpponentBank;
pub(crate) use quiet::{Overheard, Quiet, Stretch};
pub(crate) use rule::Verdict;
pub(crate) use seat::{Seat, Standing, View};

use crate::bargaining::strategy::hardliner::Hardliner;
use crate::bargaining::strategy::micro::Micro;
use crate::bargaining::strategy::one_offer::OneOffer;
use crate::bargaining::strategy::random::Random;
use crate::bargaining::strategy::rational::Rational;
use crate::bargaining::strategy::rule::{Delegate, pair};
use crate::bargaining::strategy::time_dependent::TimeDependent;
use crate::bargaining::strategy::tit_for_tat::TitForTat;
use crate::bargaining::strategy::zeuthen::Zeuthen;
use crate::game::{ConcessionKind, Game};

/// The strategy of a concession rule in a game.
fn strategy(game: &Game, concession: ConcessionKind) -> Box<dyn Delegate> {
    match concession {
        ConcessionKind::Rational => Box::new(Rational),
        // Where nothing follows the only offer there is nothing to concede.
        _ if game.protocol.only_offer().is_some() => pair(OneOffer),
        ConcessionKind::TimeDependent { .. } => pair(TimeDependent::default()),
        ConcessionKind::Hardliner => pair(Hardliner),
        ConcessionKind::Micro => pair(Micro::default()),
        ConcessionKind::TitForTat {
            imitation, window, ..
        } => pair(TitForTat::new(imitation, window)),
        ConcessionKind::Zeuthen => pair(Zeuthen::default()),
        ConcessionKind::Random => pair(Random::default()),
        ConcessionKind::Bayesian {
            draws,
            likelihood_lambda,
        } => pair(Bayesian::new(draws, likelihood_lambda)),
    }
}
