//! Two parties that only together can close a deal, at terms that stand still: a bisection instead of a walk.
//!
//! Whoever makes an offer wants the deal best for itself among those worth to the other what its refusal is worth. With
//! all deals ordered by what they are worth to the one, the best so far for the other only rises, so the first deal that
//! reaches the other's bar is the one wanted; deals worse for the other than one that comes before can be left out.

use crate::analysis::equilibrium::answers::Strategies;
use crate::analysis::equilibrium::{Course, Outlook};
use crate::game::{Game, INDIFFERENCE, total};

/// The frontier as seen by each of the two when it makes an offer.
pub(crate) struct Shares {
    pair: [usize; 2],
    by_author: [Ordered; 2],
}

/// Deals from the best to the worst for the one who offers them.
struct Ordered {
    deals: Vec<u32>,
    /// Utility to the one who offers.
    own: Vec<f64>,
    /// Utility to the other.
    other: Vec<f64>,
    /// The greatest of those up to here.
    most: Vec<f64>,
}

impl Ordered {
    fn of(mut deals: Vec<(u32, f64, f64)>) -> Self {
        deals.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        let mut ordered = Self {
            deals: Vec::new(),
            own: Vec::new(),
            other: Vec::new(),
            most: Vec::new(),
        };
        let mut most = f64::NEG_INFINITY;
        for (deal, own, other) in deals {
            // What is worth more to the other and no less to its author takes this deal's place; near ties stay, since
            // among equals the lowest deal is meant.
            if other > most - INDIFFERENCE {
                most = most.max(other);
                ordered.deals.push(deal);
                ordered.own.push(own);
                ordered.other.push(other);
                ordered.most.push(most);
            }
        }
        ordered
    }

    /// The deal best for its author that gives both what they need; of equals the best for the other, then the lowest.
    fn best(&self, own_least: f64, other_least: f64, slack: f64) -> Option<usize> {
        let first = self.most.partition_point(|&most| most < other_least);
        let best = *self.own.get(first)?;
        let mut found: Option<(f64, u32, usize)> = None;
        for place in first..self.deals.len() {
            let (own, other, deal) = (self.own[place], self.other[place], self.deals[place]);
            if own < own_least || own < best - slack {
                break;
            }
            let better = found.is_none_or(|(most, lowest, _)| {
                other > most + INDIFFERENCE || (other >= most - INDIFFERENCE && deal < lowest)
            });
            if other >= other_least && better {
                found = Some((other, deal, place));
            }
        }
        found.map(|(_, _, place)| place)
    }
}

impl Shares {
    pub(crate) fn of(game: &Game, outlook: &Outlook, pair: [usize; 2]) -> Self {
        let tables = &outlook.tables[0];
        let profile = |party: usize| &game.parties[party].profiles[outlook.kinds[party]];
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut combos = Vec::new();
        for deal in 0..game.blocks.listed() {
            game.blocks.decode(deal, &mut combos);
            if !pair.iter().any(|&party| profile(party).forbids(&combos)) {
                let worth = pair.map(|party| total(&tables[party].utility, &combos));
                first.push((deal, worth[0], worth[1]));
                second.push((deal, worth[1], worth[0]));
            }
        }
        Self {
            pair,
            by_author: [Ordered::of(first), Ordered::of(second)],
        }
    }

    /// What is offered at a turn, and what becomes of it.
    pub(crate) fn choice(&self, play: &Strategies, turn: usize) -> (Option<u32>, Course) {
        let none = (None, Course::Turn(turn + 1));
        let turns = &play.turns;
        let author = turn % 2;
        let (party, other) = (self.pair[author], self.pair[1 - author]);
        let round = turns.round(turn);
        // The answer falls in the same turn, or in the next where each speaks for itself.
        let answered = if turns.one_offer { turn } else { turn + 1 };
        if answered >= turns.count() {
            return none;
        }
        let signed = turns.round(answered);
        let refusal = play.turn_value(other, turn + 1, signed);
        let floor = |party: usize, round: u32| play.outlook.reservation(party, round);
        let other_least = refusal.max(floor(other, signed)) - INDIFFERENCE;
        let own_least = floor(party, round) - INDIFFERENCE;
        let weight = if signed > round {
            play.waiting.before(party, round, 1.0) - play.waiting.before(party, round, 0.0)
        } else {
            1.0
        };
        let deals = &self.by_author[author];
        let Some(place) = deals.best(own_least, other_least, INDIFFERENCE / weight) else {
            return none;
        };
        let own = deals.own[place];
        let now = if signed > round {
            play.waiting.before(party, round, own)
        } else {
            own
        };
        if now >= play.turn_value(party, turn + 1, round) - INDIFFERENCE {
            (Some(deals.deals[place]), Course::Signed(signed))
        } else {
            none
        }
    }
}
