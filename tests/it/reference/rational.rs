//! Subgame-perfect play of offers in turn and of ultimatums, by walking through the tree of all that may happen.
//!
//! Payoffs are added up from the first round as `docs/model/payoff.md` defines them. Where one offer is refused and the
//! next made, the tree may be walked anew (the plain form) or what follows be remembered by turn (for whole negotiations).

use std::collections::BTreeMap;

use zopa::model::{Deal, EffectTarget, PartyId, Protocol};

use crate::reference::twin::{Twin, leaves_after};

/// Differences of payoff below this, seen from the round in question, are rounding.
const INDIFFERENCE: f64 = 1e-12;
/// Differences this close to the line are too close to call.
const CLOSE: f64 = 1e-13;

/// An offer in the air.
#[derive(Clone, Debug)]
pub(crate) struct InAir {
    pub(crate) deal: usize,
    pub(crate) author: usize,
    pub(crate) acceptors: Vec<usize>,
    /// The turn at which it was made.
    turn: usize,
}

/// What follows from a point of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Everybody's expected payoff.
    pub(crate) payoffs: Vec<f64>,
    /// What is signed if talks live that long: turn of the offer, author, deal, round of signature.
    pub(crate) signed: Option<(usize, usize, usize, u32)>,
}

/// Numbers of one round.
struct Round {
    reservation: Vec<f64>,
    /// Reservation value at the moment after, if talks end.
    fallback: Vec<f64>,
    cost: Vec<f64>,
    lever_cost: Vec<f64>,
    /// Probability that the talks break down after it.
    breakdown: f64,
    /// V of each deal to each party, and whether it is acceptable.
    value: Vec<Vec<f64>>,
    acceptable: Vec<Vec<bool>>,
}

/// The game tree of one run.
pub(crate) struct Tree {
    pub(crate) order: Vec<usize>,
    one_offer: bool,
    rounds: u32,
    discount: Vec<f64>,
    held: Vec<Round>,
    deals: Vec<Deal>,
    /// For each deal the parties its rules name, and which sets of parties close it.
    named: Vec<Vec<usize>>,
    closing: Vec<Vec<bool>>,
    known: Option<BTreeMap<usize, (Node, Option<usize>)>>,
    pub(crate) close_call: bool,
}

impl Tree {
    /// The tree of a run; `fresh` is a twin before its first round.
    pub(crate) fn of(mut fresh: Twin, remembers: bool) -> Self {
        let twin = &mut fresh;
        let parties = twin.party_count();
        let all = twin.all_issues();
        let (order, one_offer, rounds) = match &twin.scenario.protocol {
            Protocol::AlternatingOffers {
                order,
                one_offer_per_round,
            } => {
                let order = order.iter().map(|party| party.index()).collect();
                (order, *one_offer_per_round, twin.scenario.clock.rounds)
            }
            Protocol::Ultimatum { proposer, .. } => {
                let mut order = vec![proposer.index()];
                let others = (0..parties).filter(|&party| party != proposer.index());
                order.extend(others.filter(|&party| twin.has_say(party)));
                (order, true, 1)
            }
            _ => unreachable!("mediated talks have no tree"),
        };
        let leaving = twin.nature.parties.iter().map(leaves_after);
        let rounds = leaving.fold(rounds, u32::min);
        // Of equals the lowest is meant, options read block by block.
        let read: Vec<usize> = twin.blocks.iter().flatten().copied().collect();
        let key = |deal: &Deal| -> Vec<u16> { read.iter().map(|&issue| deal.0[issue]).collect() };
        let mut deals = twin.deals.clone();
        deals.sort_by_key(key);
        twin.deals.clone_from(&deals);
        let named = deals.iter().map(|deal| twin.named(deal, &all)).collect();
        let closing = deals.iter().map(|deal| {
            let sets = 0..1_usize << parties;
            sets.map(|set| {
                let accepting: Vec<bool> = (0..parties).map(|p| set >> p & 1 == 1).collect();
                twin.met(deal, &all, &accepting)
            })
            .collect()
        });
        let closing = closing.collect();
        // Nothing stands still before anybody has spoken.
        twin.moved.extend(0..rounds);
        let held = (0..rounds).map(|t| Round::of(twin, t)).collect();
        Self {
            order,
            one_offer,
            rounds,
            discount: twin.nature.parties.iter().map(|p| p.discount).collect(),
            held,
            deals,
            named,
            closing,
            known: remembers.then(BTreeMap::new),
            close_call: twin.close_call,
        }
    }

    pub(crate) fn deal(&self, number: usize) -> &Deal {
        &self.deals[number]
    }

    /// What a whole negotiation comes to.
    pub(crate) fn root(&mut self) -> Node {
        self.propose(0).0
    }

    /// The offer of a turn; none where its party makes none.
    pub(crate) fn offer(&mut self, turn: usize) -> Option<usize> {
        self.propose(turn).1
    }

    fn round(&self, turn: usize) -> u32 {
        let each = if self.one_offer { 1 } else { self.order.len() };
        u32::try_from(turn / each).expect("few rounds")
    }

    /// The turn of a party in a round; where a round is one offer, the turn of that offer.
    pub(crate) fn turn(&self, round: u32, party: usize) -> usize {
        if self.one_offer {
            return round as usize;
        }
        let place = self.order.iter().position(|&speaker| speaker == party);
        round as usize * self.order.len() + place.expect("it speaks")
    }

    /// Payoff up to a round that is held: flows, costs, levers, that of the round included.
    fn past(&self, party: usize, t: u32) -> f64 {
        let mut sum = 0.0;
        for s in 0..=t {
            let round = &self.held[s as usize];
            sum -= round.lever_cost[party];
            if s < t {
                sum += self.waited(party, s);
            }
        }
        sum
    }

    /// What a round without agreement gives.
    fn waited(&self, party: usize, s: u32) -> f64 {
        let discount = self.discount[party];
        let round = &self.held[s as usize];
        let power = discount.powi(i32::try_from(s).expect("few rounds"));
        (1.0 - discount) * power * round.reservation[party] - round.cost[party]
    }

    fn power(&self, party: usize, t: u32) -> f64 {
        self.discount[party].powi(i32::try_from(t).expect("few rounds"))
    }

    fn signed(&self, t: u32, air: &InAir) -> Node {
        let value = |party: usize| {
            self.past(party, t)
                + self.power(party, t) * self.held[t as usize].value[party][air.deal]
        };
        Node {
            payoffs: (0..self.discount.len()).map(value).collect(),
            signed: Some((air.turn, air.author, air.deal, t)),
        }
    }

    /// The talks end with round t.
    fn ended(&self, t: u32) -> Node {
        let value = |party: usize| {
            self.past(party, t)
                + self.waited(party, t)
                + self.power(party, t + 1) * self.held[t as usize].fallback[party]
        };
        Node {
            payoffs: (0..self.discount.len()).map(value).collect(),
            signed: None,
        }
    }

    /// After a turn: the next, if the talks live to see it.
    fn next(&mut self, turn: usize, air: Option<InAir>) -> Node {
        let t = self.round(turn);
        if self.round(turn + 1) == t {
            return self.speak(turn + 1, air);
        }
        let ended = self.ended(t);
        if t + 1 == self.rounds {
            return ended;
        }
        let mut node = self.speak(turn + 1, air);
        for (on, off) in node.payoffs.iter_mut().zip(&ended.payoffs) {
            let breakdown = self.held[t as usize].breakdown;
            *on = breakdown * off + (1.0 - breakdown) * *on;
        }
        node
    }

    /// A party's turn, where each speaks for itself.
    fn speak(&mut self, turn: usize, air: Option<InAir>) -> Node {
        let party = self.order[turn % self.order.len()];
        match air {
            Some(air) if air.author != party => {
                if self.named[air.deal].contains(&party) {
                    let (yes, no) = self.answers(turn, party, &air);
                    if self.accepts(turn, party, &air, &yes, &no) {
                        yes
                    } else {
                        no
                    }
                } else {
                    self.next(turn, Some(air))
                }
            }
            _ => self.propose(turn).0,
        }
    }

    /// What follows from a yes and from a no.
    fn answers(&mut self, turn: usize, party: usize, air: &InAir) -> (Node, Node) {
        let mut taken = air.clone();
        taken.acceptors.push(party);
        if self.one_offer {
            let place = self.place(turn, party);
            let yes = self.heard(turn, taken, place);
            let mut hopeful = vec![true; self.discount.len()];
            for place in 0..=place {
                let other = self.order[(turn + place) % self.order.len()];
                hopeful[other] = air.acceptors.contains(&other);
            }
            let no = if self.met(air.deal, &hopeful) {
                self.ask(turn, air.clone(), place + 1)
            } else {
                self.next(turn, None)
            };
            (yes, no)
        } else {
            let yes = self.passed_on(turn, taken);
            (yes, self.propose(turn).0)
        }
    }

    fn place(&self, turn: usize, party: usize) -> usize {
        let order = &self.order;
        (0..order.len())
            .find(|place| order[(turn + place) % order.len()] == party)
            .expect("it answers")
    }

    /// Whether a party accepts an offer, at its turn or among the answers to the offer of a round.
    pub(crate) fn takes(
        &mut self,
        t: u32,
        party: usize,
        deal: &Deal,
        by: (usize, &[usize]),
    ) -> bool {
        let turn = self.turn(t, party);
        let air = InAir {
            deal: self
                .deals
                .iter()
                .position(|known| known == deal)
                .expect("a deal"),
            author: by.0,
            acceptors: by.1.to_vec(),
            turn,
        };
        let (yes, no) = self.answers(turn, party, &air);
        self.accepts(turn, party, &air, &yes, &no)
    }

    fn accepts(&mut self, turn: usize, party: usize, air: &InAir, yes: &Node, no: &Node) -> bool {
        let t = self.round(turn);
        let gain = (yes.payoffs[party] - no.payoffs[party]) / self.power(party, t);
        self.held[t as usize].acceptable[party][air.deal] && self.at_least(gain, 0.0)
    }

    fn at_least(&mut self, left: f64, right: f64) -> bool {
        self.close_call |= (left - right + INDIFFERENCE).abs() < CLOSE;
        left >= right - INDIFFERENCE
    }

    fn met(&self, deal: usize, accepting: &[bool]) -> bool {
        let set = (0..accepting.len()).filter(|&p| accepting[p]);
        self.closing[deal][set.fold(0, |set, party| set | 1 << party)]
    }

    /// Whether an offer is signed, or falls through, now that those who speak suffice; none where they do not.
    fn settled(&self, turn: usize, air: &InAir) -> Option<bool> {
        let parties = 0..self.discount.len();
        let silent = |party: &usize| !self.order.contains(party);
        let enough: Vec<bool> = parties
            .clone()
            .map(|party| air.acceptors.contains(&party) || silent(&party))
            .collect();
        self.met(air.deal, &enough).then(|| {
            let t = self.round(turn) as usize;
            let yes: Vec<bool> = parties
                .map(|party| {
                    air.acceptors.contains(&party)
                        || silent(&party) && self.held[t].acceptable[party][air.deal]
                })
                .collect();
            self.met(air.deal, &yes)
        })
    }

    /// After an offer or an acceptance where each speaks for itself.
    fn passed_on(&mut self, turn: usize, air: InAir) -> Node {
        match self.settled(turn, &air) {
            Some(true) => self.signed(self.round(turn), &air),
            Some(false) => self.next(turn, None),
            None => self.next(turn, Some(air)),
        }
    }

    /// After an offer or an acceptance where a round is one offer; the party in `place` spoke last.
    fn heard(&mut self, turn: usize, air: InAir, place: usize) -> Node {
        match self.settled(turn, &air) {
            Some(true) => self.signed(self.round(turn), &air),
            Some(false) => self.next(turn, None),
            None => self.ask(turn, air, place + 1),
        }
    }

    /// Asks those from a place on where a round is one offer.
    fn ask(&mut self, turn: usize, air: InAir, place: usize) -> Node {
        if place >= self.order.len() {
            return self.next(turn, None);
        }
        let party = self.order[(turn + place) % self.order.len()];
        if !self.named[air.deal].contains(&party) {
            return self.ask(turn, air, place + 1);
        }
        let (yes, no) = self.answers(turn, party, &air);
        if self.accepts(turn, party, &air, &yes, &no) {
            yes
        } else {
            no
        }
    }

    /// A party makes an offer, or none.
    fn propose(&mut self, turn: usize) -> (Node, Option<usize>) {
        if let Some(known) = self.known.as_ref().and_then(|known| known.get(&turn)) {
            return known.clone();
        }
        let t = self.round(turn);
        let party = self.order[turn % self.order.len()];
        let mut best = (self.next(turn, None), None);
        for deal in 0..self.deals.len() {
            if !self.held[t as usize].acceptable[party][deal] {
                continue;
            }
            let air = InAir {
                deal,
                author: party,
                acceptors: vec![party],
                turn,
            };
            let node = if self.one_offer {
                self.heard(turn, air, 0)
            } else {
                self.passed_on(turn, air)
            };
            let found = (node, Some(deal));
            if self.is_better(turn, &found, &best) {
                best = found;
            }
        }
        if let Some(known) = &mut self.known {
            known.insert(turn, best.clone());
        }
        best
    }

    /// Whether the party of a turn would rather do this than that.
    fn is_better(
        &mut self,
        turn: usize,
        found: &(Node, Option<usize>),
        best: &(Node, Option<usize>),
    ) -> bool {
        let party = self.order[turn % self.order.len()];
        let power = |of: usize| self.power(of, self.round(turn));
        let gain = (found.0.payoffs[party] - best.0.payoffs[party]) / power(party);
        self.close_call |= (gain.abs() - INDIFFERENCE).abs() < CLOSE;
        if gain.abs() > INDIFFERENCE {
            return gain > 0.0;
        }
        // Signed soonest, then no offer, then an offer that comes to nothing.
        let rank = |choice: &(Node, Option<usize>)| match (choice.0.signed, choice.1) {
            (Some((made, _, _, round)), Some(_)) if made == turn => (0, round),
            (_, None) => (1, 0),
            _ => (2, 0),
        };
        if rank(found) != rank(best) || rank(found).0 > 0 {
            return rank(found) < rank(best);
        }
        let round = rank(found).1 as usize;
        let (Some(new), Some(old)) = (found.1, best.1) else {
            return false;
        };
        for place in 1..self.order.len() {
            let other = self.order[(turn + place) % self.order.len()];
            let value = &self.held[round].value[other];
            let gain = value[new] - value[old];
            if gain.abs() > INDIFFERENCE {
                return gain > 0.0;
            }
        }
        false
    }
}

impl Round {
    fn of(twin: &mut Twin, t: u32) -> Self {
        twin.pull_levers(t);
        let parties = 0..twin.party_count();
        let numbers = |of: &dyn Fn(usize) -> f64| parties.clone().map(of).collect::<Vec<f64>>();
        let lever_cost = |party: usize| {
            let levers = twin.scenario.levers.iter().enumerate();
            let own = levers.filter(|(index, lever)| {
                lever.actor == PartyId::at(party) && twin.in_force(*index, t)
            });
            own.map(|(index, _)| twin.nature.levers[index].cost).sum()
        };
        let cost = |party: usize| {
            let target = EffectTarget::RoundCost(PartyId::at(party));
            let cost = twin.nature.parties[party].round_cost;
            twin.shifted(cost, target, t).max(0.0)
        };
        let (cost, lever_cost) = (numbers(&cost), numbers(&lever_cost));
        let reservation = numbers(&|party| twin.reservation(party, t));
        let fallback = numbers(&|party| twin.reservation(party, t + 1));
        let mut value = Vec::new();
        let mut acceptable = Vec::new();
        let deals = twin.deals.clone();
        for (party, &reservation) in reservation.iter().enumerate() {
            let tastes = twin.tastes(party, t);
            value.push(
                deals
                    .iter()
                    .map(|deal| tastes.value(deal, reservation))
                    .collect(),
            );
            acceptable.push(
                deals
                    .iter()
                    .map(|deal| twin.acceptable(party, t, deal))
                    .collect(),
            );
        }
        Self {
            reservation,
            fallback,
            cost,
            lever_cost,
            breakdown: twin.breakdown(t),
            value,
            acceptable,
        }
    }
}
