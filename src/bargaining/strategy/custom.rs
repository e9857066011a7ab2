//! Seating written outside the crate, on deals as scenarios name them.

use std::fmt;
use std::sync::Arc;

use crate::bargaining::strategy::rule::{Delegate, Verdict};
use crate::bargaining::strategy::seat;
use crate::bargaining::strategy::seat::View;
use crate::game::{Game, Stream};
use crate::model::{Deal, PartyId};

/// How a party plays, written outside the scenario: what it offers and what it accepts.
///
/// One value plays one run. So that the run is the same whenever and wherever it is played, a strategy draws chance from
/// [`Seat::uniform`] alone. The other parties and a mediator go on believing what the scenario says of this party's strategy.
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
    /// The deal it tables in its turn. It thereby consents to the deal if it [may take it](Seat::may_take).
    fn offer(&mut self, seat: &mut Seat<'_, '_>) -> Deal;

    /// Whether it accepts an offer. What it [may not take](Seat::may_take) is refused whatever it says.
    fn accepts(&mut self, seat: &mut Seat<'_, '_>, offer: &Deal) -> bool;

    /// The [worth](Seat::worth) it holds out for. Where a mediator carries a text this is all it is asked: what is worth as
    /// much is accepted, and the rest is marked up to it.
    fn asks(&mut self, seat: &mut Seat<'_, '_>) -> f64 {
        seat.reservation()
    }
}

/// A party's place at the table: what it may know, and the searches it may ask for.
///
/// Deals name one option for every issue of the scenario, in its order.
///
/// # Panics
/// All that takes a deal, and a run in which a strategy tables one, where the deal is none of the scenario's.
#[derive(Debug)]
pub struct Seat<'s, 'a> {
    seat: &'s mut seat::Seat<'a>,
    chance: &'s mut Option<Stream>,
}

impl Seat<'_, '_> {
    /// The party.
    pub fn party(&self) -> PartyId {
        PartyId::at(self.seat.view.side.party)
    }

    /// The present round, from 0.
    pub fn round(&self) -> u32 {
        self.seat.view.side.talks.round
    }

    /// Number of rounds of the talks.
    pub fn rounds(&self) -> u32 {
        self.seat.view.side.game.rounds
    }

    /// What no agreement is worth to it now.
    pub fn reservation(&self) -> f64 {
        let side = self.seat.view.side;
        side.talks.reservations[side.party]
    }

    /// What a deal is worth to it now: its utility less the loss it expects from a breach, to be compared with
    /// [`Seat::reservation`].
    pub fn worth(&self, deal: &Deal) -> f64 {
        let side = self.seat.view.side;
        side.margin(&combos(side.game, deal)) + self.reservation()
    }

    /// Whether it may take a deal now: worth no less than no agreement, no red line crossed, likely enough to pass at home.
    pub fn may_take(&self, deal: &Deal) -> bool {
        let side = self.seat.view.side;
        side.accepts(&combos(side.game, deal))
    }

    /// The offer on the table and who made it.
    pub fn standing(&self) -> Option<(PartyId, Deal)> {
        let (standing, game) = (self.seat.view.standing, self.seat.view.side.game);
        let author = PartyId::at(standing.author);
        (!standing.deal.is_empty()).then(|| (author, game.blocks.deal_of(standing.deal)))
    }

    /// The deal worth most to it, without red lines where that can be had.
    pub fn best_deal(&self) -> Deal {
        let mut deal = Vec::new();
        self.seat.best_deal(&mut deal);
        self.seat.view.side.game.blocks.deal_of(&deal)
    }

    /// Of the deals it may take that are worth at least as much, the one worth least.
    pub fn least_deal(&mut self, worth: f64) -> Option<Deal> {
        let (margin, mut deal) = (worth - self.reservation(), Vec::new());
        let is_found = self.seat.least_deal(margin, &mut deal);
        is_found.then(|| self.seat.view.side.game.blocks.deal_of(&deal))
    }

    /// Of the deals it may take that are worth at least as much, the one that changes the fewest issues of another.
    pub fn nearest_deal(&mut self, worth: f64, to: &Deal) -> Option<Deal> {
        let game = self.seat.view.side.game;
        let (text, mut deal) = (combos(game, to), Vec::new());
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

/// The combos of a deal that comes from outside.
fn combos(game: &Game, deal: &Deal) -> Vec<u32> {
    let counts = (0..game.issues).map(|issue| game.option_count(issue));
    let is_whole = deal.0.len() == game.issues;
    let are_options = deal
        .0
        .iter()
        .zip(counts)
        .all(|(&option, count)| usize::from(option) < count);
    assert!(
        is_whole && are_options,
        "a deal names one option for every issue of the scenario"
    );
    game.blocks.combos_of(deal)
}

/// Makes a strategy for a run.
type Make = Arc<dyn Fn() -> Box<dyn Strategy> + Send + Sync>;

/// Which parties play by strategies written outside the scenario, whatever their type.
#[derive(Clone, Default)]
pub struct Seating(Vec<(PartyId, Make)>);

impl Seating {
    /// Gives a party a strategy in place of the one its scenario names; `make` makes one for each run.
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
    fn start(&mut self, _view: View<'_>) {}

    fn offer(&mut self, seat: &mut seat::Seat<'_>, offer: &mut Vec<u32>) -> bool {
        let game = seat.view.side.game;
        let deal = self.seated(seat, |strategy, seat| strategy.offer(seat));
        offer.clear();
        offer.extend(combos(game, &deal));
        true
    }

    fn accepts(&mut self, seat: &mut seat::Seat<'_>, offer: &[u32]) -> Verdict {
        let side = seat.view.side;
        let deal = side.game.blocks.deal_of(offer);
        let (accepts, asks) = self.seated(seat, |strategy, seat| {
            (strategy.accepts(seat, &deal), strategy.asks(seat))
        });
        Verdict {
            accepts: accepts && side.accepts(offer),
            target: asks - side.talks.reservations[side.party],
            noise: 0.0,
        }
    }
}
