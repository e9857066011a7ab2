//! The one place that lists the concession rules.

use crate::bargaining::strategy::bayesian::Bayesian;
use crate::bargaining::strategy::hardliner::Hardliner;
use crate::bargaining::strategy::micro::Micro;
use crate::bargaining::strategy::one_offer::OneOffer;
use crate::bargaining::strategy::random::Random;
use crate::bargaining::strategy::rational::Rational;
use crate::bargaining::strategy::rule::{Concession, Pair, Strategy};
use crate::bargaining::strategy::time_dependent::TimeDependent;
use crate::bargaining::strategy::tit_for_tat::TitForTat;
use crate::bargaining::strategy::zeuthen::Zeuthen;
use crate::game::{ConcessionKind, Game};

/// The strategy of a concession rule in a game.
pub(crate) fn strategy(game: &Game, concession: ConcessionKind) -> Box<dyn Strategy> {
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

/// A concession rule with the acceptance rule of its party.
fn pair(concession: impl Concession + 'static) -> Box<dyn Strategy> {
    Box::new(Pair::of(concession))
}
