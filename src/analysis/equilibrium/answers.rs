//! How an offer is answered by parties that know what their refusal is worth.

use crate::analysis::equilibrium::outlook::Waiting;
use crate::analysis::equilibrium::{Outlook, Turns, Worth};
use crate::game::{INDIFFERENCE, PartySet, has, mask, members, set_of};
use crate::model::{ConsentRule, PartyId};

/// What becomes of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It is signed in this round.
    Signed(u32),
    /// It comes to nothing, and whose turn this is makes an offer; the number of turns: the talks end.
    Turn(usize),
}

/// An offer under consideration.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offered<'a> {
    /// The different consent rules of its options.
    pub(crate) rules: &'a [&'a ConsentRule],
    /// The parties they name, as bits.
    pub(crate) named: PartySet,
    /// The round it is made or answered in.
    pub(crate) round: u32,
    /// What it is worth to each party at the terms of that round and of the next.
    pub(crate) worths: [&'a [Worth]; 2],
}

impl Offered<'_> {
    /// Worth to a party at the terms of a round.
    pub(crate) fn worth(&self, party: usize, round: u32) -> Worth {
        self.worths[usize::from(round > self.round)][party]
    }

    /// Whether these parties' consent closes it.
    fn is_met(&self, accepting: PartySet) -> bool {
        let met = |rule: &&ConsentRule| rule.is_met(|party| has(accepting, party));
        self.rules.iter().all(met)
    }
}

/// The parties that some rules name, as bits.
pub(crate) fn named(rules: &[&ConsentRule]) -> PartySet {
    rules
        .iter()
        .fold(0, |all, rule| all | mask(&rule.parties()))
}

/// Everybody's equilibrium strategy in one position.
///
/// While it is worked out, from the last turn to the first, what is known of a turn lies after it.
#[derive(Clone, Debug)]
pub struct Strategies {
    /// Whose turn it is when.
    pub turns: Turns,
    /// What everybody knows.
    pub outlook: Outlook,
    pub(crate) waiting: Waiting,
    /// Offer at each turn by its number; none where its party makes none.
    pub(crate) offers: Vec<Option<u32>>,
    /// What becomes of that offer.
    pub(crate) courses: Vec<Course>,
    /// Worth of each turn to each party, seen from its round.
    pub(crate) turn_worths: Vec<f64>,
}

impl Strategies {
    /// Worth of a course to a party, seen from a round.
    pub(crate) fn value(
        &self,
        offered: &Offered<'_>,
        party: usize,
        course: Course,
        from: u32,
    ) -> f64 {
        let (round, worth) = match course {
            Course::Signed(round) => {
                let worth = offered.worth(party, round);
                (round, self.outlook.value(party, round, worth))
            }
            Course::Turn(turn) => return self.turn_value(party, turn, from),
        };
        if round > from {
            self.waiting.before(party, from, worth)
        } else {
            worth
        }
    }

    /// Worth to a party, seen from a round, of coming to a turn of that round or the next.
    pub(crate) fn turn_value(&self, party: usize, turn: usize, from: u32) -> f64 {
        if turn >= self.turns.count() {
            return self.waiting.ended(party);
        }
        let worth = self.turn_worths[turn * self.outlook.parties + party];
        if self.turns.round(turn) > from {
            self.waiting.before(party, from, worth)
        } else {
            worth
        }
    }

    /// What becomes of an offer its author consents to, made at a turn.
    pub(crate) fn offered(&self, offered: &Offered<'_>, turn: usize) -> Course {
        let author: PartySet = 1 << self.turns.party(turn);
        self.after(offered, author, turn, turn + self.turns.order.len(), 1)
    }

    /// What becomes of an offer once these have consented, the last at a turn.
    ///
    /// Where all speak in a round, the offer lapses at the turn `own`, when its author speaks again; where a round is one
    /// offer, those from `place` on in the order of its answers have not been asked.
    pub(crate) fn after(
        &self,
        offered: &Offered<'_>,
        accepting: PartySet,
        turn: usize,
        own: usize,
        place: usize,
    ) -> Course {
        let settled = self.settled(offered, accepting, turn);
        settled.unwrap_or_else(|| {
            if self.turns.one_offer {
                self.heard(offered, accepting, turn, place)
            } else {
                self.passed_on(offered, accepting, turn, own)
            }
        })
    }

    /// What becomes of an offer where these have consented and the one in a place of the order of answers is asked next.
    pub(crate) fn heard(
        &self,
        offered: &Offered<'_>,
        accepting: PartySet,
        turn: usize,
        place: usize,
    ) -> Course {
        let order = &self.turns.order;
        let Some(place) = (place..order.len())
            .find(|place| offered.named >> order[(turn + place) % order.len()] & 1 == 1)
        else {
            return Course::Turn(turn + 1);
        };
        let party = order[(turn + place) % order.len()];
        let courses = self.courses(offered, accepting, turn, place);
        if self.prefers(offered, party, turn, courses) {
            courses.0
        } else {
            courses.1
        }
    }

    /// What becomes of an offer if the one in a place of the order of answers accepts, and if it refuses.
    fn courses(
        &self,
        offered: &Offered<'_>,
        accepting: PartySet,
        turn: usize,
        place: usize,
    ) -> (Course, Course) {
        let order = &self.turns.order;
        let party = order[(turn + place) % order.len()];
        let yes = self.after(offered, accepting | 1 << party, turn, 0, place + 1);
        let unheard = (place + 1..order.len()).fold(0, |all, later| {
            all | 1 << order[(turn + later) % order.len()]
        });
        let hopeful = accepting | unheard | !self.turns.speakers();
        let no = if offered.is_met(hopeful) {
            self.heard(offered, accepting, turn, place + 1)
        } else {
            Course::Turn(turn + 1)
        };
        (yes, no)
    }

    /// Whether a party accepts, given what becomes of the offer if it does and if it does not.
    fn prefers(
        &self,
        offered: &Offered<'_>,
        party: usize,
        turn: usize,
        (yes, no): (Course, Course),
    ) -> bool {
        let round = self.turns.round(turn);
        let worth = offered.worth(party, round);
        self.outlook.acceptable(party, round, worth)
            && self.value(offered, party, yes, round)
                >= self.value(offered, party, no, round) - INDIFFERENCE
    }

    /// What becomes of an offer that is passed on in turn; who refuses it makes another.
    fn passed_on(
        &self,
        offered: &Offered<'_>,
        mut accepting: PartySet,
        turn: usize,
        own: usize,
    ) -> Course {
        let count = self.turns.count();
        let mut course = Course::Turn(own.min(count));
        let mut last = own.min(count) - 1;
        for later in turn + 1..own.min(count) {
            let party = self.turns.party(later);
            if offered.named >> party & 1 == 1 {
                accepting |= 1 << party;
                if let Some(settled) = self.settled(offered, accepting, later) {
                    (course, last) = (settled, later);
                    break;
                }
            }
        }
        for later in (turn + 1..=last).rev() {
            let party = self.turns.party(later);
            if offered.named >> party & 1 == 1
                && !self.prefers(offered, party, later, (course, Course::Turn(later)))
            {
                course = Course::Turn(later);
            }
        }
        course
    }

    /// What becomes of an offer as soon as those who speak suffice: then those who do not are asked.
    fn settled(&self, offered: &Offered<'_>, accepting: PartySet, turn: usize) -> Option<Course> {
        let silent = !self.turns.speakers();
        if !offered.is_met(accepting | silent) {
            return None;
        }
        let round = self.turns.round(turn);
        let asked = offered.named & silent;
        let outlook = &self.outlook;
        let willing =
            |&party: &usize| outlook.acceptable(party, round, offered.worth(party, round));
        let yes = accepting | set_of(members(asked).filter(willing));
        Some(if offered.is_met(yes) {
            Course::Signed(round)
        } else {
            Course::Turn(turn + 1)
        })
    }

    /// Whether a party accepts an offer its author consents to, when these have accepted it.
    ///
    /// `place` is the party's own in the order of answers where a round is one offer; `own` the author's next turn where
    /// all speak.
    pub(crate) fn answer(
        &self,
        offered: &Offered<'_>,
        party: PartyId,
        accepting: PartySet,
        turn: usize,
        (own, place): (usize, usize),
    ) -> bool {
        let party = party.index();
        let courses = if self.turns.one_offer {
            self.courses(offered, accepting, turn, place)
        } else {
            let yes = self.after(offered, accepting | 1 << party, turn, own, 0);
            (yes, Course::Turn(turn))
        };
        self.prefers(offered, party, turn, courses)
    }
}
