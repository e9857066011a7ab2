//! Seating written outside the crate, on deals as scenarios name them.

use std::fmt;
use std::sync::Arc;

use crate::bargaining::strategy::rule::{Delegate, Verdict};
use crate::bargaining::strategy::seat;
use crate::game::Stream;
use crate::model::{Deal, PartyId};

/// How a party plays, written outside the scenario: what it offers and what it accepts.
///
/// A new value plays each run. To keep runs repeatable, a strategy takes all its randomness from [`Seat::uniform`]. The other
/// parties and a mediator still believe what the scenario says of this party's strategy.
///
/// # Example
/// A buyer who asks for its best deal until the last round and then takes whatever is better than nothing:
///
/// ```
/// use zopa::{Deal, Estimates, Game, Scenario, Seat, Seating, Strategy};
///
/// struct LateComer;
///
/// impl Strategy for LateComer {
///     fn offer(&mut self, seat: &mut Seat<'_, '_>) -> Deal {
///         seat.best_deal()
///     }
///
///     fn accepts(&mut self, seat: &mut Seat<'_, '_>, offer: &Deal) -> bool {
///         seat.round() + 1 == seat.rounds() && seat.may_take(offer)
///     }
/// }
///
/// let scenario = Scenario::load("scenarios/first-steps.toml".as_ref(), &[])?;
/// let game = Game::compile(&scenario)?;
/// let buyer = scenario.party("buyer").expect("the scenario has a buyer");
/// let late = Seating::default().seat(buyer, || LateComer);
///
/// let agreement = |estimates: Estimates| estimates.row("agreement", "").and_then(|row| row.value);
/// let as_written = agreement(game.simulate(&scenario, 200, 1));
/// let late = agreement(game.simulate_with(&late, &scenario, 200, 1));
/// assert!(late > Some(0.0) && late != as_written);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Strategy: Send {
    /// The deal it tables on its turn; it consents to that deal if it [may take it](Seat::may_take).
    fn offer(&mut self, seat: &mut Seat<'_, '_>) -> Deal;

    /// Whether it accepts an offer. What it [may not take](Seat::may_take) is refused whatever it says. In a final vote it is
    /// not asked: a party votes for what it may take.
    fn accepts(&mut self, seat: &mut Seat<'_, '_>, offer: &Deal) -> bool;

    /// The [worth](Seat::worth) it holds out for, finite.
    ///
    /// Under a mediator it is asked this and nothing else: a text worth as much is accepted, any other is marked up to it; of
    /// packages in force alone each must be worth its share of it. Elsewhere it is asked with every answer, for the trace.
    fn asks(&mut self, seat: &mut Seat<'_, '_>) -> f64 {
        seat.reservation()
    }
}

/// A party's place at the table: what it may know, and the searches it may ask for.
///
/// Deals name one option for every issue of the scenario, in its order.
///
/// # Panics
/// Every method that takes a deal panics if the deal does not name one option of the scenario for every issue.
#[derive(Debug)]
pub struct Seat<'s, 'a> {
    seat: &'s mut seat::Seat<'a>,
    chance: &'s mut Option<Stream>,
}

impl Seat<'_, '_> {
    /// The party.
    pub fn party(&self) -> PartyId {
        PartyId::at(self.seat.party)
    }

    /// The present round, from 0.
    pub fn round(&self) -> u32 {
        self.seat.talks.round
    }

    /// Most rounds that are held, as far as it knows: until it walks out, or the clock ends the talks.
    pub fn rounds(&self) -> u32 {
        let (seat, view) = (&self.seat, self.seat.view);
        let own = view.numbers().leaves_after();
        seat.talks.rounds_max(seat.game).min(own)
    }

    /// What no agreement is worth to it now.
    pub fn reservation(&self) -> f64 {
        self.seat.talks.reservations[self.seat.party]
    }

    /// What a deal is worth to it now, to be compared with [`Seat::reservation`]: its utility less the penalty `L·q/(1−q)` for
    /// the risk of breach.
    pub fn worth(&self, deal: &Deal) -> f64 {
        let deal = self.seat.game.blocks.combos_of(deal);
        self.seat.margin(&deal) + self.reservation()
    }

    /// Whether it may take a deal now: worth at least as much as no agreement, crossing no red line, likely enough to pass at
    /// home.
    pub fn may_take(&self, deal: &Deal) -> bool {
        self.seat.accepts(&self.seat.game.blocks.combos_of(deal))
    }

    /// The offer on the table and who made it; none before the first offer, and under a mediator.
    pub fn standing(&self) -> Option<(PartyId, Deal)> {
        let (standing, game) = (self.seat.standing, self.seat.game);
        let author = PartyId::at(standing.author);
        (!standing.deal.is_empty()).then(|| (author, game.blocks.deal_of(standing.deal)))
    }

    /// The deal worth most to it, without red lines where that can be had.
    pub fn best_deal(&self) -> Deal {
        let mut deal = Vec::new();
        self.seat.best_deal(&mut deal);
        self.seat.game.blocks.deal_of(&deal)
    }

    /// Among the deals it may take and that are worth at least `worth`, the one worth least.
    pub fn least_deal(&mut self, worth: f64) -> Option<Deal> {
        let (margin, mut deal) = (worth - self.reservation(), Vec::new());
        let is_found = self.seat.least_deal(margin, &mut deal);
        is_found.then(|| self.seat.game.blocks.deal_of(&deal))
    }

    /// Among the same deals, the one that changes the fewest issues of `to`.
    pub fn nearest_deal(&mut self, worth: f64, to: &Deal) -> Option<Deal> {
        let game = self.seat.game;
        let (text, mut deal) = (game.blocks.combos_of(to), Vec::new());
        let margin = worth - self.reservation();
        let is_found = self.seat.nearest_deal(&text, 0, margin, &mut deal);
        is_found.then(|| game.blocks.deal_of(&deal))
    }

    /// The next uniform number in 0..1 of the party's own stream in this run.
    pub fn uniform(&mut self) -> f64 {
        let view = self.seat.view;
        self.chance.get_or_insert_with(|| view.moves()).uniform()
    }
}

/// Makes a strategy for a run.
type Make = Arc<dyn Fn() -> Box<dyn Strategy> + Send + Sync>;

/// Which parties play by strategies written outside the scenario, whatever their type.
#[derive(Clone, Default)]
pub struct Seating(Vec<(PartyId, Make)>);

impl Seating {
    /// Gives a party a strategy in place of the one its scenario names; `make` makes one for each run.
    ///
    /// `floor` and `fair-share` of the scenario's strategy still hold. A party that neither speaks nor answers plays none.
    #[must_use]
    pub fn seat<S: Strategy + 'static>(
        mut self,
        party: PartyId,
        make: impl Fn() -> S + Send + Sync + 'static,
    ) -> Self {
        self.0.retain(|seated| seated.0 != party);
        self.0.push((party, Arc::new(move || Box::new(make()))));
        self
    }

    /// Whether every party plays as the scenario says.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The delegate of a party with a strategy from outside.
    pub(super) fn delegate(&self, party: usize) -> Option<Box<dyn Delegate>> {
        let (_, make) = self.0.iter().find(|seated| seated.0.index() == party)?;
        Some(Box::new(Custom {
            strategy: make(),
            chance: None,
        }))
    }
}

impl fmt::Debug for Seating {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parties = self.0.iter().map(|seated| seated.0);
        formatter.debug_list().entries(parties).finish()
    }
}

/// A strategy from outside at the table.
struct Custom {
    strategy: Box<dyn Strategy>,
    chance: Option<Stream>,
}

impl fmt::Debug for Custom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Custom").finish_non_exhaustive()
    }
}

impl Custom {
    fn seated<T>(
        &mut self,
        seat: &mut seat::Seat<'_>,
        play: impl FnOnce(&mut dyn Strategy, &mut Seat<'_, '_>) -> T,
    ) -> T {
        let chance = &mut self.chance;
        play(self.strategy.as_mut(), &mut Seat { seat, chance })
    }
}

impl Delegate for Custom {
    fn offer(&mut self, seat: &mut seat::Seat<'_>, offer: &mut Vec<u32>) -> bool {
        let game = seat.view.side.game;
        let deal = self.seated(seat, |strategy, seat| strategy.offer(seat));
        offer.clear();
        offer.extend(game.blocks.combos_of(&deal));
        true
    }

    fn accepts(&mut self, seat: &mut seat::Seat<'_>, offer: &[u32]) -> Verdict {
        let side = seat.view.side;
        let deal = side.game.blocks.deal_of(offer);
        // A mediator hears what the party holds out for, and nothing else.
        let says = side.game.protocol.mediation().is_some()
            || self.seated(seat, |strategy, seat| strategy.accepts(seat, &deal));
        let asks = self.seated(seat, |strategy, seat| strategy.asks(seat));
        assert!(asks.is_finite(), "a strategy asks for a finite worth");
        let target = asks - side.talks.reservations[side.party];
        Verdict {
            accepts: says && side.accepts(offer),
            target,
            without_deal: target,
        }
    }
}
