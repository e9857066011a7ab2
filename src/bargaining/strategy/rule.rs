//! What a strategy is: two methods on a seat, made of a concession rule and an acceptance rule.

use crate::bargaining::strategy::acceptance::Acceptance;
use crate::bargaining::strategy::heard::Heard;
use crate::bargaining::strategy::seat::{Seat, View};
use std::fmt::Debug;

/// A party's answer to a whole deal.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    /// Whether it takes the deal.
    pub(crate) accepts: bool,
    /// Margin from which on it takes a deal at present.
    pub(crate) target: f64,
    /// The same where there is no deal it may take.
    pub(crate) without_deal: f64,
}

/// How one party plays one negotiation after the other.
///
/// What it remembers is its own. It draws from no stream but its party's.
pub(crate) trait Delegate: Debug + Send {
    /// Forgets the run before.
    fn start(&mut self, _view: View<'_>) {}

    /// Writes the deal it tables now; says whether it is an offer that others can accept.
    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) -> bool;

    /// Answers a deal put to it.
    fn accepts(&mut self, seat: &mut Seat<'_>, offer: &[u32]) -> Verdict;

    /// Whether it learns from what is said in this run.
    fn listens(&self) -> bool {
        false
    }

    /// Hears something said at the table, by itself or by another; called only where it listens.
    fn hear(&mut self, _view: View<'_>, _heard: Heard<'_>) {}
}

/// What to offer, and what margin to hold out for.
pub(crate) trait Concession: Debug + Send {
    /// Forgets the run before.
    fn start(&mut self, _view: View<'_>) {}

    /// Margin it asks for at present.
    fn asks(&mut self, seat: &mut Seat<'_>) -> f64;

    /// Writes the deal it tables now.
    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>);

    /// Whether it learns from what is said in this run.
    fn listens(&self) -> bool {
        false
    }

    /// Hears something said at the table, by itself or by another; called only where it listens.
    fn hear(&mut self, _view: View<'_>, _heard: Heard<'_>) {}
}

/// A concession rule with an acceptance rule.
#[derive(Debug)]
struct Pair<C> {
    concession: C,
    acceptance: Acceptance,
}

/// A concession rule with the acceptance rule that the party's profile names.
pub(crate) fn pair(concession: impl Concession + 'static) -> Box<dyn Delegate> {
    Box::new(Pair {
        concession,
        acceptance: Acceptance::default(),
    })
}

impl<C: Concession> Delegate for Pair<C> {
    fn start(&mut self, view: View<'_>) {
        self.concession.start(view);
        self.acceptance.start();
    }

    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) -> bool {
        self.concession.offer(seat, offer);
        true
    }

    fn accepts(&mut self, seat: &mut Seat<'_>, offer: &[u32]) -> Verdict {
        let noise = self.acceptance.noise(seat.view, offer);
        let asks = self.concession.asks(seat);
        let target = self.acceptance.needs(seat, asks);
        Verdict {
            accepts: seat.takes(offer, target),
            target,
            without_deal: noise - seat.profile().tolerance,
        }
    }

    fn listens(&self) -> bool {
        self.concession.listens()
    }

    fn hear(&mut self, view: View<'_>, heard: Heard<'_>) {
        self.concession.hear(view, heard);
    }
}
