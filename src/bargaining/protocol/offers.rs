//! Alternating offers: each in turn accepts the standing offer or makes another (Rubinstein 1982; stacked for more than two).
//!
//! Where a round is one offer, one party proposes, the others answer, and time passes.

use crate::bargaining::protocol::interface::{Protocol, Refusal, RoundEnd};
use crate::bargaining::protocol::room::Room;
use crate::bargaining::strategy::Standing;
use crate::game::{Game, mask};
use crate::model::PartyId;

/// The standing offer and who has spoken for it.
#[derive(Debug)]
pub(crate) struct Offers {
    order: Vec<PartyId>,
    one_offer_per_round: bool,
    /// The standing offer; empty for none.
    standing: Vec<u32>,
    proposer: usize,
    /// Those who have consented to it, as bits.
    accepting: u32,
    /// The offer that is being made.
    next: Vec<u32>,
    /// What each party last tabled. Kept only where levers wait for something to move.
    tabled: Vec<Vec<u32>>,
    begun: bool,
    last_refusal: Option<usize>,
}

impl Offers {
    pub(crate) fn new(order: Vec<PartyId>, one_offer_per_round: bool) -> Self {
        Self {
            order,
            one_offer_per_round,
            standing: Vec::new(),
            proposer: 0,
            accepting: 0,
            next: Vec::new(),
            tabled: Vec::new(),
            begun: false,
            last_refusal: None,
        }
    }

    /// Every party speaks once: it accepts the standing offer or makes another.
    fn all_speak(&mut self, room: &mut Room<'_>) -> RoundEnd {
        for place in 0..self.order.len() {
            let party = self.order[place].index();
            if !self.standing.is_empty() && self.proposer != party {
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
            if self.standing.is_empty() {
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
                let hopeful = self.accepting | unheard | !speakers;
                let game = room.game();
                if !game.consent.deal_met(&game.blocks, &self.standing, hopeful) {
                    return RoundEnd::Open;
                }
            }
        }
        RoundEnd::Open
    }

    /// Whether the standing offer needs a party's consent.
    fn needs(&self, game: &Game, party: usize) -> bool {
        game.consent.deal_named(&self.standing) >> party & 1 == 1
    }

    fn answer(&mut self, room: &mut Room<'_>, party: usize) -> bool {
        let accepts = room.answer(party, self.on_the_table());
        if accepts {
            self.accepting |= 1 << party;
        } else {
            self.last_refusal = Some(party);
        }
        accepts
    }

    fn on_the_table(&self) -> Standing<'_> {
        Standing {
            deal: &self.standing,
            author: self.proposer,
            accepting: self.accepting,
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
        let consents = room.talks.side(room.game(), party).accepts(&offer);
        self.accepting = u32::from(consents) << party;
        self.next = std::mem::replace(&mut self.standing, offer);
        if !serious {
            self.standing.clear();
        }
    }

    /// Whether all whose consent the standing offer needs have accepted; those who do not speak are asked last.
    fn completes(&mut self, room: &mut Room<'_>) -> bool {
        if self.standing.is_empty() {
            // Somebody made no offer.
            return false;
        }
        let game = room.game();
        let silent = !mask(&self.order);
        let met = |accepting: u32| {
            game.consent
                .deal_met(&game.blocks, &self.standing, accepting)
        };
        if !met(self.accepting | silent) {
            return false;
        }
        let asked = game.consent.deal_named(&self.standing) & silent;
        let yes = room.vote(asked, &self.standing);
        self.accepting |= yes;
        let signed = met(self.accepting);
        if !signed {
            for party in (0..game.parties.len()).filter(|party| (asked & !yes) >> party & 1 == 1) {
                room.talks.conduct.refuse(party);
                self.last_refusal = Some(party);
            }
            self.standing.clear();
        }
        signed
    }

    /// Passes over the first rounds in which nobody accepts anything, where nobody follows the talks.
    ///
    /// Where all speakers follow timetables, or two make their offers by rank, and nothing else can happen, such a round
    /// leaves nothing behind but its offers, and the number of these rounds is known from tables made beforehand. The round
    /// that is held then is the first in which somebody may accept; on the table is the last offer of the round before it.
    fn pass_quiet_rounds(&mut self, room: &mut Room<'_>) {
        let (game, prepared) = (room.game(), room.prepared);
        let speakers = mask(&self.order);
        let all_needed = |needed: u32| speakers & !needed == 0;
        let may_pass = !self.one_offer_per_round
            && prepared.strategies.is_empty()
            && self.order.len() > 1
            && room.talks.stands_still()
            && room.talks.nature.breakdown <= 0.0
            && game.consent.unanimous().is_some_and(all_needed);
        if !may_pass {
            return;
        }
        let sorted = &prepared.sorted;
        let known = prepared
            .timetables
            .quiet_rounds(sorted, room.talks, game, &self.order);
        let last = self.order[self.order.len() - 1].index();
        if known > 0 {
            // Those who follow a timetable remember nothing, so the last offer alone is made.
            room.talks.skip_rounds(known - 1);
            self.propose(room, last);
            room.talks.skip_rounds(1);
            self.last_refusal = Some(last);
            return;
        }
        let ranked = prepared
            .exchange
            .rounds(sorted, room.talks, game, &self.order);
        if ranked > 0 {
            for _ in 0..ranked {
                for place in 0..self.order.len() {
                    self.propose(room, self.order[place].index());
                }
            }
            room.talks.skip_rounds(ranked);
            self.last_refusal = Some(last);
        }
    }
}

impl Protocol for Offers {
    fn start(&mut self, room: &Room<'_>) {
        self.standing.clear();
        self.tabled.resize_with(room.game().parties.len(), Vec::new);
        self.tabled.iter_mut().for_each(Vec::clear);
        self.begun = false;
        self.last_refusal = None;
    }

    fn rounds(&self, game: &Game) -> u32 {
        game.rounds
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

    fn text(&self) -> &[u32] {
        &self.standing
    }

    fn consenting(&self) -> u32 {
        self.accepting
    }

    fn resume(&mut self, _room: &mut Room<'_>) {
        self.standing.clear();
    }

    fn last_refusal(&self) -> Option<Refusal> {
        self.last_refusal.map(|party| (party, None))
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
