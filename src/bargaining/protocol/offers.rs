//! Alternating offers: each in turn accepts the standing offer or makes another (Rubinstein 1982; stacked for more than two).
//!
//! Where a round is one offer, one party proposes, the others answer, and time passes.

use crate::bargaining::protocol::room::{OnTable, Protocol, Room, RoundEnd};
use crate::bargaining::strategy::{Quiet, Standing, Stretch};
use crate::game::{Game, PartySet, mask, members};
use crate::model::PartyId;

/// The standing offer and who has spoken for it.
#[derive(Debug, Default)]
pub(crate) struct Offers {
    order: Vec<PartyId>,
    one_offer_per_round: bool,
    /// The standing offer and those who have consented to it.
    table: OnTable,
    proposer: usize,
    /// The offer that is being made.
    next: Vec<u32>,
    /// What each party last tabled. Kept only where levers wait for something to move.
    tabled: Vec<Vec<u32>>,
    begun: bool,
    /// The speakers in rounds that are passed.
    quiet: Quiet,
}

impl Offers {
    pub(crate) fn new(order: Vec<PartyId>, one_offer_per_round: bool) -> Self {
        Self {
            order,
            one_offer_per_round,
            ..Self::default()
        }
    }

    /// Every party speaks once: it accepts the standing offer or makes another.
    fn all_speak(&mut self, room: &mut Room<'_>) -> RoundEnd {
        for place in 0..self.order.len() {
            let party = self.order[place].index();
            if self.signs_own(room, party) {
                if self.completes(room) {
                    return RoundEnd::Signed;
                }
                continue;
            }
            if !self.table.text.is_empty() && self.proposer != party {
                if !self.needs(room.game(), party) {
                    continue;
                }
                if self.answer(room, party) {
                    if self.completes(room) {
                        return RoundEnd::Signed;
                    }
                    continue;
                }
            }
            self.propose(room, party);
            if self.completes(room) {
                return RoundEnd::Signed;
            }
        }
        RoundEnd::Open
    }

    /// The party whose turn it is makes an offer and the others answer it.
    ///
    /// Round t belongs to the party in place t mod n of the order; the others answer in the order after it, until the offer
    /// is signed or no longer can be.
    fn one_proposes(&mut self, room: &mut Room<'_>) -> RoundEnd {
        let turn = room.talks.round as usize % self.order.len();
        self.propose(room, self.order[turn].index());
        let speakers = mask(&self.order);
        if self.completes(room) {
            return RoundEnd::Signed;
        }
        let mut unheard = speakers & !(1 << self.order[turn].0);
        for place in 1..self.order.len() {
            // An offer that those without a turn refused is gone.
            if self.table.text.is_empty() {
                return RoundEnd::Open;
            }
            let party = self.order[(turn + place) % self.order.len()];
            unheard &= !(1 << party.0);
            if !self.needs(room.game(), party.index()) {
                continue;
            }
            if self.answer(room, party.index()) {
                if self.completes(room) {
                    return RoundEnd::Signed;
                }
            } else {
                let hopeful = self.table.consenting | unheard | !speakers;
                let game = room.game();
                if !game
                    .consent
                    .deal_met(&game.blocks, &self.table.text, hopeful)
                {
                    return RoundEnd::Open;
                }
            }
        }
        RoundEnd::Open
    }

    /// Whether the standing offer needs a party's consent.
    fn needs(&self, game: &Game, party: usize) -> bool {
        game.consent.deal_named(&self.table.text) >> party & 1 == 1
    }

    /// Signs an offer of a party's own that all others have accepted since, where it could not sign it when it tabled it and
    /// now can.
    fn signs_own(&mut self, room: &mut Room<'_>, party: usize) -> bool {
        let (game, own) = (room.game(), 1 << party);
        let missing = !self.table.text.is_empty()
            && self.proposer == party
            && self.table.consenting & own == 0
            && self.needs(game, party);
        if !missing {
            return false;
        }
        let accepting = self.table.consenting | own | !mask(&self.order);
        let others_do = game
            .consent
            .deal_met(&game.blocks, &self.table.text, accepting);
        if !others_do || !room.talks.side(game, party).accepts(&self.table.text) {
            return false;
        }
        room.talks.conduct.accept(party);
        self.table.consenting |= room.vote(own, &self.table.text);
        true
    }

    fn answer(&mut self, room: &mut Room<'_>, party: usize) -> bool {
        let accepts = room.answer(party, self.on_the_table());
        if accepts {
            self.table.consenting |= 1 << party;
        } else {
            self.table.last_refusal = Some((PartyId::at(party), None));
        }
        accepts
    }

    fn on_the_table(&self) -> Standing<'_> {
        Standing {
            deal: &self.table.text,
            author: self.proposer,
            accepting: self.table.consenting,
        }
    }

    fn propose(&mut self, room: &mut Room<'_>, party: usize) {
        let mut offer = std::mem::take(&mut self.next);
        let serious = room.offer(party, self.on_the_table(), &mut offer);
        if !room.game().levers.is_empty() && self.tabled[party] != offer {
            self.tabled[party].clone_from(&offer);
            room.talks.conduct.note_move();
        }
        room.hear_offer(party, &offer);
        room.record_offer(party, &offer);
        self.proposer = party;
        // Whoever tables the best of a bad lot does not thereby consent to it.
        let consents = serious && room.talks.side(room.game(), party).accepts(&offer);
        self.table.consenting = PartySet::from(consents) << party;
        if !consents {
            self.table.last_refusal = Some((PartyId::at(party), None));
        }
        self.next = std::mem::replace(&mut self.table.text, offer);
        if !serious {
            self.table.text.clear();
        }
    }

    /// Whether all whose consent the standing offer needs have accepted; those who do not speak are asked last.
    fn completes(&mut self, room: &mut Room<'_>) -> bool {
        if self.table.text.is_empty() {
            // Somebody made no offer.
            return false;
        }
        let game = room.game();
        let silent = !mask(&self.order);
        let met = |accepting: PartySet| {
            game.consent
                .deal_met(&game.blocks, &self.table.text, accepting)
        };
        if !met(self.table.consenting | silent) {
            return false;
        }
        let asked = game.consent.deal_named(&self.table.text) & silent;
        let yes = room.vote(asked, &self.table.text);
        self.table.consenting |= yes;
        let signed = met(self.table.consenting);
        if !signed {
            for party in members(asked & !yes) {
                room.talks.conduct.refuse(party);
                self.table.last_refusal = Some((PartyId::at(party), None));
            }
            self.table.text.clear();
        }
        signed
    }

    /// Passes rounds in which nobody accepts, from the one that has begun on, where no recorder listens; says whether that
    /// one and all up to the present one were of this kind.
    fn pass_quiet_rounds(&mut self, room: &mut Room<'_>) -> bool {
        let game = room.game();
        let speakers = mask(&self.order);
        let all_needed = |needed: PartySet| speakers & !needed == 0;
        let may_pass = !self.one_offer_per_round
            && !room.recorder.listens()
            && room.delegates.are_of_the_scenario()
            && self.order.len() > 1
            && game.consent.unanimous().is_some_and(all_needed);
        if !may_pass {
            return false;
        }
        if room.delegates.listen() {
            if !self.begun {
                self.keep_step(room);
            }
            return false;
        }
        self.pass_by_the_clock(room)
    }

    /// The same for speakers who concede with time alone.
    ///
    /// In such a round everybody refuses what the one before has offered and makes an offer of its own; on the table is
    /// the last offer of the round before.
    fn pass_by_the_clock(&mut self, room: &mut Room<'_>) -> bool {
        let (game, count) = (room.game(), self.order.len());
        let last = self.order[count - 1];
        let opens = self.table.text.is_empty();
        if game.tables_move() || !opens && self.proposer != last.index() {
            return false;
        }
        let talks = &mut *room.talks;
        let from = talks.round;
        // Whether talks break down is drawn after each round.
        let to = if talks.breakdown > 0.0 || game.breakdown_moves() {
            from
        } else {
            let ends = talks.ends_after(game, from).max(from + 1);
            talks.steady_until(game).min(ends - 1)
        };
        let stretch = Stretch {
            order: &self.order,
            standing: &self.table.text,
            from,
            to,
        };
        let searches = room.delegates.searches();
        let quiet = &mut self.quiet;
        let next = quiet.pass(room.prepared, talks, searches, stretch, &mut self.next);
        if next == from {
            return false;
        }
        if to == from {
            self.note_round(room, opens);
        }
        std::mem::swap(&mut self.table.text, &mut self.next);
        room.talks.skip_rounds(game, next.min(to) - from);
        self.proposer = last.index();
        let consents = room
            .talks
            .side(game, self.proposer)
            .accepts(&self.table.text);
        self.table.consenting = PartySet::from(consents) << self.proposer;
        self.table.last_refusal = Some((last, None));
        next > to
    }

    /// Notes what was done in a round that was passed, for levers that wait for it; where there are any, rounds are passed one
    /// by one.
    fn note_round(&mut self, room: &mut Room<'_>, opens: bool) {
        if room.game().levers.is_empty() {
            return;
        }
        for (seat, party) in self.order.iter().enumerate() {
            if seat > 0 || !opens {
                room.talks.conduct.refuse(party.index());
            }
            let offer = self.quiet.offer(seat);
            if self.tabled[party.index()] != offer {
                offer.clone_into(&mut self.tabled[party.index()]);
                room.talks.conduct.note_move();
            }
        }
    }

    /// Passes the first rounds of two who concede offer by offer; they hear what is said in them.
    fn keep_step(&mut self, room: &mut Room<'_>) {
        let game = room.game();
        if !room.talks.stands_still() || room.talks.breakdown > 0.0 {
            return;
        }
        let in_step = &room.prepared.in_step;
        let quiet = in_step.quiet_rounds(room.talks, game, &self.order);
        for _ in 0..quiet {
            for place in 0..self.order.len() {
                self.propose(room, self.order[place].index());
            }
            room.talks.skip_rounds(game, 1);
        }
        if quiet > 0 {
            self.table.last_refusal = Some((self.order[self.order.len() - 1], None));
        }
    }
}

impl Protocol for Offers {
    fn start(&mut self, room: &Room<'_>) {
        self.table.text.clear();
        self.tabled.resize_with(room.game().parties.len(), Vec::new);
        self.tabled.iter_mut().for_each(Vec::clear);
        self.quiet.start(self.order.len());
        self.begun = false;
        self.table.last_refusal = None;
    }

    fn round(&mut self, room: &mut Room<'_>) -> RoundEnd {
        let is_passed = self.pass_quiet_rounds(room);
        self.begun = true;
        if is_passed {
            return RoundEnd::Open;
        }
        if self.one_offer_per_round {
            self.one_proposes(room)
        } else {
            self.all_speak(room)
        }
    }

    fn table(&self) -> &OnTable {
        &self.table
    }

    fn resume(&mut self, _room: &mut Room<'_>) {
        self.table.text.clear();
        self.table.last_refusal = None;
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{LINEAR, OFFERS, pie};
    use crate::bargaining::{Prepared, Silent, Workspace, play};

    #[test]
    fn one_workspace_serves_games_with_different_rules() {
        let games = [LINEAR, "strategy.concession.hardliner = {}"]
            .map(|lines| pie(20, OFFERS, [lines, LINEAR]));
        let prepared = [0, 1].map(|place| Prepared::new(&games[place], 1));
        let mut workspace = Workspace::default();
        for place in [0, 1, 0] {
            let reused = play(&prepared[place], 0, &mut workspace, &mut Silent);
            let fresh = play(&prepared[place], 0, &mut Workspace::default(), &mut Silent);
            assert_eq!(reused, fresh);
        }
    }
}
