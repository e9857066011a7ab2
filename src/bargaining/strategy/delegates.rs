//! Everybody's strategy in one negotiation.

use crate::bargaining::prepared::Prepared;
use crate::bargaining::strategy::custom::Seating;
use crate::bargaining::strategy::heard::Heard;
use crate::bargaining::strategy::rule::{Delegate, Verdict};
use crate::bargaining::strategy::seat::{Searches, Seat, Standing, View};
use crate::bargaining::strategy::strategy;
use crate::bargaining::talks::Talks;
use crate::game::{ConcessionKind, PartySet};

/// A party's delegate with the rule it was made from, none for a strategy from outside.
type Made = (Option<ConcessionKind>, Box<dyn Delegate>);

/// The strategies of all parties, made once for each type and reused from run to run.
#[derive(Debug, Default)]
pub(crate) struct Delegates {
    /// By slot, the number of a type when the types of all parties are counted through.
    made: Vec<Option<Made>>,
    /// Slot of each party's type in this run.
    slots: Vec<usize>,
    /// Parties that learn from what is said, as bits.
    listening: PartySet,
    searches: Searches,
    /// Strategies from outside the scenario.
    seating: Seating,
}

impl Delegates {
    /// Nobody's yet; some parties will play by strategies from outside the scenario.
    pub(crate) fn with(seating: Seating) -> Self {
        Self {
            seating,
            ..Self::default()
        }
    }

    /// Forgets the strategies made for another game.
    pub(crate) fn forget(&mut self) {
        self.made.clear();
    }

    /// Whether every party plays as the scenario says.
    pub(crate) fn are_of_the_scenario(&self) -> bool {
        self.seating.is_empty()
    }

    /// Prepares for a run on what nature has drawn.
    pub(crate) fn start(&mut self, prepared: &Prepared<'_>, talks: &Talks) {
        self.searches.start(prepared.game);
        self.slots.clear();
        self.listening = 0;
        for party in 0..prepared.game.parties.len() {
            let view = View::new(prepared, talks, party, Standing::default());
            let slot = view.slot();
            self.slots.push(slot);
            if slot >= self.made.len() {
                self.made.resize_with(slot + 1, || None);
            }
            let concession = view.profile().concession;
            let custom = self.seating.delegate(party);
            let custom = custom.map(|delegate| (None, delegate));
            let known = self.made[slot].take();
            let known = known.filter(|made| made.0 == Some(concession));
            let make = || (Some(concession), strategy(prepared.game, concession));
            self.made[slot] = Some(custom.or(known).unwrap_or_else(make));
            let strategy = self.strategy(party);
            strategy.start(view);
            self.listening |= PartySet::from(strategy.listens()) << party;
        }
    }

    fn strategy(&mut self, party: usize) -> &mut dyn Delegate {
        let made = self.made[self.slots[party]].as_mut();
        made.expect("made at the start").1.as_mut()
    }

    /// The memory of everybody's searches.
    pub(crate) fn searches(&mut self) -> &mut Searches {
        &mut self.searches
    }

    /// Whether anybody learns from what is said in this run.
    pub(crate) fn listen(&self) -> bool {
        self.listening != 0
    }

    /// Writes the deal that the party in a seat tables; says whether it is an offer that others can accept.
    pub(crate) fn offer(&mut self, view: View<'_>, offer: &mut Vec<u32>) -> bool {
        let (strategy, mut seat) = self.seated(view);
        strategy.offer(&mut seat, offer)
    }

    /// The answer of the party in a seat to a deal, with its seat for further searches.
    pub(crate) fn answer<'a>(&'a mut self, view: View<'a>, deal: &[u32]) -> (Verdict, Seat<'a>) {
        let (strategy, mut seat) = self.seated(view);
        (strategy.accepts(&mut seat, deal), seat)
    }

    fn seated<'a>(&'a mut self, view: View<'a>) -> (&'a mut dyn Delegate, Seat<'a>) {
        let made = self.made[self.slots[view.party]].as_mut();
        let strategy = made.expect("made at the start").1.as_mut();
        (strategy, Seat::new(view, &mut self.searches))
    }

    /// Lets all who learn from it hear something said.
    pub(crate) fn hear(&mut self, prepared: &Prepared<'_>, talks: &Talks, heard: Heard<'_>) {
        let mut listening = self.listening;
        while listening != 0 {
            let party = listening.trailing_zeros() as usize;
            listening &= listening - 1;
            let view = View::new(prepared, talks, party, Standing::default());
            self.strategy(party).hear(view, heard);
        }
    }
}
