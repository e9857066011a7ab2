//! Backward induction over turns: what each offers at its turn, and what it is worth to come to a turn.

use crate::analysis::equilibrium::answers::{Offered, Strategies, named};
use crate::analysis::equilibrium::catalogue::Catalogue;
use crate::analysis::equilibrium::outlook::Waiting;
use crate::analysis::equilibrium::shares::Shares;
use crate::analysis::equilibrium::{Course, Outlook, Turns, Unsolved, Worth};
use crate::game::{Game, INDIFFERENCE, PartySet, total};
use crate::model::{Deal, PartyId};

/// What equilibrium play comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Equilibrium {
    /// Who makes the offer that is signed, the deal and the round of signature; none where the talks end without.
    pub agreement: Option<(PartyId, Deal, u32)>,
    /// Probability that the talks live to see that round, or their last.
    pub reached: f64,
    /// Each party's utility of the deal, its reservation value at the end where there is none.
    pub utilities: Vec<f64>,
    /// Each party's expected payoff.
    pub payoffs: Vec<f64>,
    /// The offers on the way: round, party, deal; no deal where it makes no offer.
    pub offers: Vec<(u32, PartyId, Option<Deal>)>,
}

/// The best a party can do at its turn, so far.
#[derive(Clone, Copy, Debug)]
struct Choice {
    value: f64,
    course: Course,
    deal: Option<u32>,
}

impl Strategies {
    /// Solves a game at one position.
    ///
    /// # Errors
    /// The game is not of a kind that is solved, or too large.
    pub fn of(game: &Game, outlook: Outlook) -> Result<Self, Unsolved> {
        let mut turns = Turns::of(game)?;
        // Somebody may walk out before the clock ends the talks.
        turns.rounds = outlook.rounds();
        let count = turns.count();
        let mut strategies = Self {
            waiting: Waiting::of(&outlook, turns.rounds),
            offers: vec![None; count],
            courses: vec![Course::Turn(count); count],
            turn_worths: vec![0.0; count * outlook.parties],
            turns,
            outlook,
        };
        if strategies.turns.is_sharing(game) {
            strategies.share(game);
        } else {
            strategies.go_through(game);
        }
        Ok(strategies)
    }

    /// Offer at a turn by its number; none where its party makes none.
    pub fn offer(&self, turn: usize) -> Option<u32> {
        self.offers[turn]
    }

    /// Margin of a deal at which a party would be indifferent between it and what its refusal at a turn is worth.
    pub(crate) fn bar(&self, game: &Game, party: usize, turn: usize, deal: &[u32]) -> f64 {
        let round = self.turns.round(turn);
        let refusal = if self.turns.one_offer { turn + 1 } else { turn };
        let worth = self.turn_value(party, refusal, round);
        let mut worths = Vec::new();
        self.outlook.appraise(game, round, deal, &mut worths);
        // V − r is (1 − q) times the margin.
        (worth - self.outlook.reservation(party, round))
            / (1.0 - worths[party].breach).max(f64::EPSILON)
    }

    /// Whether a party accepts an offer at its turn; see [`Strategies::answer`].
    pub(crate) fn accepts(
        &self,
        game: &Game,
        deal: &[u32],
        party: PartyId,
        accepting: PartySet,
        turn: usize,
        places: (usize, usize),
    ) -> bool {
        let rules = game.consent.deal_rules(&game.blocks, deal);
        let round = self.turns.round(turn);
        let (mut now, mut next) = (Vec::new(), Vec::new());
        self.outlook.appraise(game, round, deal, &mut now);
        self.outlook.appraise(game, round + 1, deal, &mut next);
        let offered = Offered {
            named: named(&rules),
            rules: &rules,
            round,
            worths: [&now, &next],
        };
        self.answer(&offered, party, accepting, turn, places)
    }

    /// Follows equilibrium play from the first turn.
    pub fn equilibrium(&self, game: &Game) -> Equilibrium {
        let mut combos = Vec::new();
        let mut offers = Vec::new();
        let mut agreement = None;
        let mut turn = 0;
        while turn < self.turns.count() {
            let party = PartyId::at(self.turns.party(turn));
            let deal = self.offers[turn].map(|number| {
                game.blocks.decode(number, &mut combos);
                game.blocks.deal_of(&combos)
            });
            offers.push((self.turns.round(turn), party, deal.clone()));
            match (self.courses[turn], deal) {
                (Course::Signed(round), Some(deal)) => {
                    agreement = Some((party, deal, round));
                    break;
                }
                (Course::Turn(next), _) => turn = next,
                (Course::Signed(_), None) => unreachable!("only an offer is signed"),
            }
        }
        let parties = self.outlook.parties;
        let last = agreement
            .as_ref()
            .map_or(self.turns.rounds - 1, |agreed| agreed.2);
        let utility = |party: usize| match &agreement {
            Some((_, _, round)) => {
                let tables = &self.outlook.tables[self.outlook.tables_of[*round as usize]];
                total(&tables[party].utility, &combos)
            }
            None => self.outlook.fallback(party, last),
        };
        let paid = |party: usize| self.outlook.lever_costs.get(party).copied().unwrap_or(0.0);
        Equilibrium {
            reached: self.outlook.breakdowns[..last as usize]
                .iter()
                .fold(1.0, |reached, breakdown| reached * (1.0 - breakdown)),
            utilities: (0..parties).map(utility).collect(),
            payoffs: (0..parties)
                .map(|party| self.turn_worths[party] - paid(party))
                .collect(),
            agreement,
            offers,
        }
    }

    /// Two share what only both can close: at each turn a bisection over the frontier.
    fn share(&mut self, game: &Game) {
        let pair = [self.turns.order[0], self.turns.order[1]];
        let shares = Shares::of(game, &self.outlook, pair);
        let (mut combos, mut worths) = (Vec::new(), Vec::new());
        for turn in (0..self.turns.count()).rev() {
            let choice = shares.choice(self, turn);
            worths.clear();
            if let Some(deal) = choice.0 {
                game.blocks.decode(deal, &mut combos);
                self.outlook
                    .appraise(game, self.turns.round(turn), &combos, &mut worths);
            }
            self.note(turn, choice, [&worths, &worths]);
        }
    }

    /// Goes through all deals at each turn.
    fn go_through(&mut self, game: &Game) {
        let mut catalogue = Catalogue::of(game);
        for turn in (0..self.turns.count()).rev() {
            let round = self.turns.round(turn);
            catalogue.turn_to(game, &self.outlook, round);
            let choice = self.best(&catalogue, turn);
            let worths = choice
                .deal
                .map_or([&[] as &[Worth]; 2], |deal| catalogue.worths(deal));
            self.note(turn, (choice.deal, choice.course), worths);
        }
    }

    fn best(&self, catalogue: &Catalogue<'_>, turn: usize) -> Choice {
        let round = self.turns.round(turn);
        let party = self.turns.party(turn);
        let mut best = Choice {
            value: self.turn_value(party, turn + 1, round),
            course: Course::Turn(turn + 1),
            deal: None,
        };
        for deal in 0..catalogue.count {
            let offered = catalogue.offered(deal, round);
            if !self
                .outlook
                .acceptable(party, round, offered.worth(party, round))
            {
                continue;
            }
            let course = self.offered(&offered, turn);
            let found = Choice {
                value: self.value(&offered, party, course, round),
                course,
                deal: Some(deal),
            };
            if self.is_better(catalogue, turn, &found, &best) {
                best = found;
            }
        }
        best
    }

    /// Whether a party would rather make this offer than that.
    fn is_better(
        &self,
        catalogue: &Catalogue<'_>,
        turn: usize,
        found: &Choice,
        best: &Choice,
    ) -> bool {
        if (found.value - best.value).abs() > INDIFFERENCE {
            return found.value > best.value;
        }
        let rank = |choice: &Choice| match (choice.course, choice.deal) {
            (Course::Signed(round), _) => u64::from(round),
            (Course::Turn(_), None) => u64::MAX - 1,
            (Course::Turn(_), Some(_)) => u64::MAX,
        };
        let (Course::Signed(round), Some(new), Some(old)) = (found.course, found.deal, best.deal)
        else {
            return rank(found) < rank(best);
        };
        if rank(found) != rank(best) {
            return rank(found) < rank(best);
        }
        let order = &self.turns.order;
        let value = |deal: u32, party: usize| {
            let offered = catalogue.offered(deal, self.turns.round(turn));
            let worth = offered.worth(party, round);
            self.outlook.value(party, round, worth)
        };
        let others = (1..order.len()).map(|place| order[(turn + place) % order.len()]);
        others
            .map(|party| value(new, party) - value(old, party))
            .find(|gain| gain.abs() > INDIFFERENCE)
            .is_some_and(|gain| gain > 0.0)
    }

    /// Notes what is offered at a turn, what becomes of that and what it is worth to everybody.
    fn note(&mut self, turn: usize, (deal, course): (Option<u32>, Course), worths: [&[Worth]; 2]) {
        let round = self.turns.round(turn);
        let offered = Offered {
            rules: &[],
            named: 0,
            round,
            worths,
        };
        let parties = self.outlook.parties;
        for party in 0..parties {
            let value = self.value(&offered, party, course, round);
            self.turn_worths[turn * parties + party] = value;
        }
        (self.offers[turn], self.courses[turn]) = (deal, course);
    }
}
