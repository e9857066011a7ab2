//! Quiet rounds of speakers whose offers answer each other, spoken one by one.
//!
//! An offer and its worth to who hears it are found again only when something they depend on has changed: the offer before
//! it, or the own need beyond the needs that are known to have the same answer.

use crate::bargaining::search::Answered;
use crate::bargaining::strategy::quiet::demand::Demand;
use crate::bargaining::strategy::quiet::hopeless::last_hopeless;
use crate::bargaining::strategy::seat::{Searches, View};
use crate::model::{Choose, PartyId};

/// What one speaker last said and heard.
#[derive(Debug, Default)]
struct Speaker {
    /// What it last offered; empty before it has spoken.
    offer: Vec<u32>,
    /// Number of its offers; changes with the offer.
    number: u64,
    /// Number of the offer it last answered with an offer of its own, with the needs that have the same answer.
    answered: Option<(u64, Answered)>,
    /// Number of the offer it last weighed, with its worth.
    heard: Option<(u64, f64)>,
}

/// The speakers of one negotiation.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    speakers: Vec<Speaker>,
    offers: u64,
    scratch: Vec<u32>,
}

impl Spoken {
    /// Forgets the run before.
    pub(super) fn start(&mut self, speakers: usize) {
        self.speakers.resize_with(speakers, Speaker::default);
        for speaker in &mut self.speakers {
            speaker.offer.clear();
            speaker.number = 0;
            (speaker.answered, speaker.heard) = (None, None);
        }
        self.offers = 0;
    }

    /// Passes quiet rounds from `from` on, the last one being `to`, and returns the round after them; `standing` is the
    /// offer of the last speaker, empty where none stands.
    pub(super) fn pass(
        &mut self,
        views: &[(View<'_>, Demand<'_>)],
        searches: &mut Searches,
        standing: &[u32],
        from: u32,
        to: u32,
    ) -> u32 {
        let last = views.len() - 1;
        if self.speakers[last].offer != standing {
            standing.clone_into(&mut self.speakers[last].offer);
            self.renumber(last);
        }
        let from = self.pass_hopeless(views, searches, from, to);
        (from..=to)
            .find(|&round| !self.hold(views, searches, round))
            .unwrap_or(to + 1)
    }

    /// Passes rounds in which nobody can be offered what it takes, where offers answer nobody; returns the round after them.
    fn pass_hopeless(
        &mut self,
        views: &[(View<'_>, Demand<'_>)],
        searches: &mut Searches,
        from: u32,
        to: u32,
    ) -> u32 {
        let answers = |view: &View<'_>| view.profile().choose == Choose::Nearest;
        let last = views.len() - 1;
        if from == to || views.iter().any(|(view, _)| answers(view)) {
            return from;
        }
        // Whoever made the standing offer may have asked for less at that time.
        if !self.speakers[last].offer.is_empty()
            && views[0].1.takes(self.worth(views[0].0, 0, last), from)
        {
            return from;
        }
        let Some(round) = last_hopeless(views, from, to) else {
            return from;
        };
        let (view, demand) = views[last];
        self.speak(view, searches, &demand, (last, last - 1), round);
        round + 1
    }

    /// What a speaker last offered.
    pub(super) fn offer(&self, seat: usize) -> &[u32] {
        &self.speakers[seat].offer
    }

    fn renumber(&mut self, seat: usize) {
        self.offers += 1;
        self.speakers[seat].number = self.offers;
    }

    /// Holds a round; false, with the last speaker's offer as it was, where somebody accepts.
    fn hold(
        &mut self,
        views: &[(View<'_>, Demand<'_>)],
        searches: &mut Searches,
        round: u32,
    ) -> bool {
        for (seat, (view, demand)) in views.iter().enumerate() {
            let before = seat.checked_sub(1).unwrap_or(views.len() - 1);
            if !self.speakers[before].offer.is_empty()
                && demand.takes(self.worth(*view, seat, before), round)
            {
                return false;
            }
            self.speak(*view, searches, demand, (seat, before), round);
        }
        true
    }

    /// What the offer of the speaker before is worth to one: its margin total, minus infinity across a red line.
    fn worth(&mut self, view: View<'_>, seat: usize, before: usize) -> f64 {
        let number = self.speakers[before].number;
        if let Some((known, worth)) = self.speakers[seat].heard
            && known == number
        {
            return worth;
        }
        let offer = &self.speakers[before].offer;
        let worth = view.worth(offer);
        self.speakers[seat].heard = Some((number, worth));
        worth
    }

    fn speak(
        &mut self,
        view: View<'_>,
        searches: &mut Searches,
        demand: &Demand<'_>,
        (seat, before): (usize, usize),
        round: u32,
    ) {
        let need = demand.need(round);
        let answers =
            view.profile().choose == Choose::Nearest && !self.speakers[before].offer.is_empty();
        // The deal of least margin answers nobody.
        let number = if answers {
            self.speakers[before].number
        } else {
            0
        };
        if let Some((known, needs)) = self.speakers[seat].answered
            && known == number
            && needs.contain(need)
        {
            return;
        }
        let mut offer = std::mem::take(&mut self.scratch);
        let standing = answers.then_some(self.speakers[before].offer.as_slice());
        let needs = searches.offer_of_need(view, standing, need, &mut offer);
        self.speakers[seat].answered = needs.map(|needs| (number, needs));
        if self.speakers[seat].offer == offer {
            self.scratch = offer;
        } else {
            self.scratch = std::mem::replace(&mut self.speakers[seat].offer, offer);
            self.renumber(seat);
        }
    }
}

/// Those who speak, in order, each with its demands; none where somebody goes by more than its own clock.
pub(super) fn by_the_clock<'a>(
    order: &[PartyId],
    view: impl Fn(usize) -> View<'a>,
) -> Option<Vec<(View<'a>, Demand<'a>)>> {
    let seats = order.iter().map(|party| {
        let view = view(party.index());
        Some((view, Demand::of(view.side)?))
    });
    seats.collect()
}
