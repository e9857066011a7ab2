//! Quiet rounds of speakers who offer the deal of least margin and whose deals are sorted beforehand.
//!
//! What such a speaker offers in round t is the deal in place p(t) of its ranking, whatever the others say. With w(p) the
//! worth of that deal to who hears it, b(t) what the hearer takes at least and M(p) the greatest worth in place p or above,
//!
//! `M(p(t)) < b(t)  ⇒  w(p(s)) < b(s) for all s ≤ t`,
//!
//! since p and b fall with time: everything offered up to t lies in p(t) or above, and was put to a higher bar. The
//! condition on the left holds up to some round and never after, so the last round for which it holds is found by
//! bisection. From there on rounds are looked at one by one.

use crate::bargaining::search::Ranking;
use crate::bargaining::strategy::quiet::demand::Demand;
use crate::bargaining::strategy::quiet::hopeless::last_true;
use crate::bargaining::strategy::quiet::overheard::Worth;
use crate::game::INDIFFERENCE;

/// A speaker and what it hears.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranked<'a> {
    pub(super) demand: Demand<'a>,
    pub(super) ranking: &'a Ranking,
    /// What the offers of the speaker before it are worth to it.
    pub(super) heard: &'a Worth,
}

impl Ranked<'_> {
    /// Place of what it offers in a round; the number of its deals where it has none to offer.
    fn place(&self, round: u32) -> usize {
        self.ranking.first_at_least(self.demand.need(round))
    }
}

/// The rounds that were passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passed {
    /// The round after them.
    pub(super) next: u32,
    /// Place of the last speaker's last offer.
    pub(super) place: usize,
}

/// Passes quiet rounds from `from` on, the last one being `to`; `standing` is what the standing offer is worth to the first
/// speaker, none where none stands.
pub(super) fn pass(seats: &[Ranked<'_>], standing: Option<f64>, from: u32, to: u32) -> Passed {
    let mut passed = Passed {
        next: from,
        place: 0,
    };
    if standing.is_some_and(|worth| seats[0].demand.takes(worth, from)) {
        return passed;
    }
    if let Some(round) = last_surely_quiet(seats, from, to) {
        passed.next = round + 1;
        passed.place = seats[seats.len() - 1].place(round);
    }
    let mut answers_first = passed.next > from;
    while passed.next <= to {
        let Some(place) = hold(seats, answers_first.then_some(passed.place), passed.next) else {
            break;
        };
        passed = Passed {
            next: passed.next + 1,
            place,
        };
        answers_first = true;
    }
    passed
}

/// Holds one round: the place of the last speaker's offer, none where somebody accepts or has nothing to offer.
///
/// `before` is the place of the last speaker's offer of the round before; without one the first speaker has answered.
fn hold(seats: &[Ranked<'_>], before: Option<usize>, round: u32) -> Option<usize> {
    seats.iter().try_fold(before, |heard, seat| {
        if heard.is_some_and(|place| seat.demand.takes(seat.heard.at[place], round)) {
            return None;
        }
        let place = seat.place(round);
        (place < seat.ranking.len()).then_some(Some(place))
    })?
}

/// The last round of those up to `to` for which the condition above holds for all.
fn last_surely_quiet(seats: &[Ranked<'_>], from: u32, to: u32) -> Option<u32> {
    if !seats.iter().all(|seat| seat.demand.falls()) {
        return None;
    }
    // Rounding may move a place or a bar a little against the fall.
    let is_quiet = |round: u32| {
        let before = seats.iter().cycle().skip(seats.len() - 1);
        before.zip(seats).all(|(author, hearer)| {
            let place = author
                .ranking
                .first_at_least(author.demand.need(round) - INDIFFERENCE);
            let most = hearer.heard.most.get(place);
            most.is_some_and(|most| !hearer.demand.takes(most + INDIFFERENCE, round))
        })
    };
    last_true(from, to, is_quiet)
}
