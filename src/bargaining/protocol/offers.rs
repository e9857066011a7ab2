//! Alternating offers: each in turn accepts the standing offer or makes another (Rubinstein 1982; stacked for more than two).
//!
//! Where a round is one offer, one party proposes, the others answer, and time passes.

use crate::bargaining::protocol::room::{OnTable, Protocol, Room, RoundEnd};
use crate::bargaining::strategy::Standing;
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

    /// Skips the first rounds in which nobody accepts anything, where no recorder listens.
    ///
    /// Where all speakers follow timetables and nothing else can change, such a round leaves only its offers behind, and the
    /// number of these rounds is known from tables made beforehand. The round that is held then is the first in which somebody
    /// may accept; on the table is the last offer of the round before it.
    fn pass_quiet_rounds(&mut self, room: &mut Room<'_>) {
        let (game, prepared) = (room.game(), room.prepared);
        let speakers = mask(&self.order);
        let all_needed = |needed: PartySet| speakers & !needed == 0;
        let may_pass = !self.one_offer_per_round
            && room.delegates.are_of_the_scenario()
            && self.order.len() > 1
            && room.talks.stands_still()
            && room.talks.nature.breakdown <= 0.0
            && game.consent.unanimous().is_some_and(all_needed);
        if !may_pass {
            return;
        }
        let timetables = &prepared.timetables;
        let quiet = timetables.quiet_rounds(room.talks, game, &self.order);
        if quiet == 0 {
            return;
        }
        // Where nobody remembers what is said, the last offer alone is made.
        let count = self.order.len();
        let (made, first) = if room.delegates.listen() {
            (quiet, 0)
        } else {
            (1, count - 1)
        };
        room.talks.skip_rounds(quiet - made);
        for _ in 0..made {
            for place in first..count {
                self.propose(room, self.order[place].index());
            }
            room.talks.skip_rounds(1);
        }
        self.table.last_refusal = Some((self.order[count - 1], None));
    }
}

impl Protocol for Offers {
    fn start(&mut self, room: &Room<'_>) {
        self.table.text.clear();
        self.tabled.resize_with(room.game().parties.len(), Vec::new);
        self.tabled.iter_mut().for_each(Vec::clear);
        self.begun = false;
        self.table.last_refusal = None;
    }

    fn round(&mut self, room: &mut Room<'_>) -> RoundEnd {
        let first = !std::mem::replace(&mut self.begun, true);
        if first && !room.recorder.listens() {
            self.pass_quiet_rounds(room);
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
    use crate::bargaining::fixture::{LINEAR, OFFERS, pie, pie_above};
    use crate::bargaining::{End, Prepared, Silent, Trace, Workspace, play};

    #[test]
    fn passing_quiet_rounds_changes_nothing() {
        let micro = "strategy.concession.micro = {}";
        for lines in [[LINEAR, LINEAR], [micro, micro], [LINEAR, micro]] {
            let game = pie_above(20, OFFERS, lines, [0.3, 0.1]);
            let prepared = Prepared::new(&game, 1);
            let mut workspace = Workspace::default();
            let passed = play(&prepared, 0, &mut workspace, &mut Silent);
            let held = play(&prepared, 0, &mut workspace, &mut Trace::default());
            assert_eq!(passed, held, "{lines:?}");
            assert_eq!(passed.end, End::Agreement);
        }
    }

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
