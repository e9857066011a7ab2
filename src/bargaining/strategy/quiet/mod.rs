//! Rounds in which everybody refuses, passed without asking anybody.
//!
//! What speakers who concede with time alone ask and take in a round follows from the round, their numbers and what they heard
//! last. So rounds in which nobody accepts can be gone through without the rest of the talks, as long as nothing but time
//! passes in them.

mod demand;
mod hopeless;
mod overheard;
mod ranked;
mod spoken;

pub(crate) use overheard::Overheard;

use crate::bargaining::prepared::Prepared;
use crate::bargaining::strategy::quiet::demand::Demand;
use crate::bargaining::strategy::quiet::ranked::Ranked;
use crate::bargaining::strategy::quiet::spoken::{Spoken, by_the_clock};
use crate::bargaining::strategy::seat::{Searches, Standing, View};
use crate::bargaining::talks::Talks;
use crate::model::{Choose, PartyId};

/// The speakers of one negotiation as they pass quiet rounds; reused for the next.
#[derive(Debug, Default)]
pub(crate) struct Quiet {
    spoken: Spoken,
}

/// Where quiet rounds begin and may end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch<'a> {
    /// Those who speak, in order, at least two.
    pub(crate) order: &'a [PartyId],
    /// The offer of the last of them; empty where none stands.
    pub(crate) standing: &'a [u32],
    /// First round.
    pub(crate) from: u32,
    /// Last round.
    pub(crate) to: u32,
}

impl Quiet {
    /// Forgets the run before.
    pub(crate) fn start(&mut self, speakers: usize) {
        self.spoken.start(speakers);
    }

    /// Passes quiet rounds and returns the first that is not surely one; writes the last speaker's last offer into `offer`, unless no
    /// round was passed.
    pub(crate) fn pass(
        &mut self,
        prepared: &Prepared<'_>,
        talks: &Talks,
        searches: &mut Searches,
        stretch: Stretch<'_>,
        offer: &mut Vec<u32>,
    ) -> u32 {
        let view = |party| View::new(prepared, talks, party, Standing::default());
        let Some(seats) = by_the_clock(stretch.order, view) else {
            return stretch.from;
        };
        let last = seats.len() - 1;
        // Levers that wait for what the parties do need every offer.
        let heeded = stretch.from == stretch.to && !prepared.game.levers.is_empty();
        if !heeded && let Some(ranked) = ranked_seats(&seats) {
            let first = &seats[0].0;
            let worth = (!stretch.standing.is_empty()).then(|| first.worth(stretch.standing));
            let passed = ranked::pass(&ranked, worth, stretch.from, stretch.to);
            if passed.next > stretch.from {
                let ranking = ranked[last].ranking;
                ranking.deal(&prepared.game.blocks, passed.place, offer);
            }
            return passed.next;
        }
        let (from, to) = (stretch.from, stretch.to);
        let next = self
            .spoken
            .pass(&seats, searches, stretch.standing, from, to);
        if next > from {
            self.spoken.offer(last).clone_into(offer);
        }
        next
    }

    /// What a speaker offered in the last round passed one by one; empty where it is not known.
    pub(crate) fn offer(&self, seat: usize) -> &[u32] {
        self.spoken.offer(seat)
    }
}

/// The speakers with their rankings and what they hear; none where some ranking is not known or somebody answers others.
fn ranked_seats<'a>(seats: &[(View<'a>, Demand<'a>)]) -> Option<Vec<Ranked<'a>>> {
    let before = seats.iter().cycle().skip(seats.len() - 1);
    let ranked = seats.iter().zip(before).map(|(seat, before)| {
        let (view, prepared) = (seat.0, seat.0.prepared);
        let ranking = prepared.sorted.get(view.slot())?;
        let heard = prepared.overheard.get(before.0.slot(), view.slot())?;
        (view.profile().choose == Choose::Least).then_some(Ranked {
            demand: seat.1,
            ranking,
            heard,
        })
    });
    ranked.collect()
}

#[cfg(test)]
mod tests;
