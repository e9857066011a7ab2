//! What the rounds to come hold, and what ends, deals and waiting are worth.

use crate::game::{Game, INDIFFERENCE, PartyTables, total};

/// A cost beside which nothing else counts; keeps undiscounted costs finite where discounting has eaten up all gains.
const COST_MAX: f64 = 1e12;

/// One position as everybody knows it: what changes from round to round without anybody's move.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Number of parties.
    pub parties: usize,
    /// Probability of breakdown after each round without agreement, round by round.
    pub breakdowns: Vec<f64>,
    /// Each party's type.
    pub kinds: Vec<usize>,
    /// Each party's discount factor per round.
    pub discounts: Vec<f64>,
    /// What each party loses below its reservation value when an agreement breaks.
    pub losses: Vec<f64>,
    /// Reservation values round by round while talks are held.
    pub reservations: Vec<f64>,
    /// Reservation values at the moment after each round, if the talks end with it; round by round.
    pub fallbacks: Vec<f64>,
    /// Cost of each round without agreement to each party, round by round.
    pub round_costs: Vec<f64>,
    /// What each party pays for its levers when a round is held, round by round.
    pub lever_costs: Vec<f64>,
    /// The different values of the parties.
    pub tables: Vec<Vec<PartyTables>>,
    /// Which of them hold in a round.
    pub tables_of: Vec<usize>,
}

/// What a deal is worth to one party, as far as that does not depend on the round.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Worth {
    /// `(1 − q)(u + pay) − q L`.
    kept: f64,
    /// q, the weight of the reservation value.
    pub(crate) breach: f64,
    /// `u − L q/(1 − q)`, to be compared with the reservation value; below everything where a red line is crossed.
    margin: f64,
}

impl Outlook {
    /// Rounds that may be held.
    ///
    /// # Panics
    /// Never: a clock has at most 10,000 rounds.
    pub fn rounds(&self) -> u32 {
        let rounds = self.fallbacks.len() / self.parties;
        u32::try_from(rounds).expect("at most 10,000 rounds")
    }

    /// Reservation value of a party in a round.
    pub fn reservation(&self, party: usize, round: u32) -> f64 {
        self.reservations[round as usize * self.parties + party]
    }

    /// Reservation value of a party at the moment after a round, if the talks end with it.
    pub fn fallback(&self, party: usize, round: u32) -> f64 {
        self.fallbacks[round as usize * self.parties + party]
    }

    /// What a deal is worth to every party at the terms of a round.
    pub(crate) fn appraise(&self, game: &Game, round: u32, deal: &[u32], worths: &mut Vec<Worth>) {
        let tables = &self.tables[self.tables_of[round as usize]];
        for (party, tables) in tables.iter().enumerate() {
            let profile = &game.parties[party].profiles[self.kinds[party]];
            let breach = tables.breach_probability(&game.blocks, profile, deal);
            worths.push(Worth {
                kept: (1.0 - breach) * (total(&tables.utility, deal) + tables.payment)
                    - breach * self.losses[party],
                breach,
                margin: if profile.forbids(deal) {
                    f64::NEG_INFINITY
                } else {
                    total(&tables.margin, deal)
                },
            });
        }
    }

    /// V of a deal to a party in a round: what an agreement then is worth from there on.
    pub(crate) fn value(&self, party: usize, round: u32, worth: Worth) -> f64 {
        worth.kept + worth.breach * self.reservation(party, round)
    }

    /// Whether a party may sign a deal in a round: no red line, margin not negative.
    pub(crate) fn acceptable(&self, party: usize, round: u32, worth: Worth) -> bool {
        let constant = self.tables[self.tables_of[round as usize]][party].constant;
        worth.margin - (self.reservation(party, round) + constant) >= -INDIFFERENCE
    }
}

/// What going on from one round to the next is worth, seen from the round that ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Waiting {
    parties: usize,
    rounds: u32,
    /// Worth of an end of the talks after a round, by round and party.
    ended: Vec<f64>,
    /// What is certain of going on, by round and party.
    certain: Vec<f64>,
    /// Weight of what the next round is worth, by round and party.
    weight: Vec<f64>,
}

impl Waiting {
    /// Works out all rounds.
    ///
    /// A round that ends without agreement gives `(1 − δ) r(t)` less its cost. The talks end with the fallback then, discounted
    /// once, or go on, which costs what levers cost. Costs are not discounted, so seen from round t they weigh `δ^(−t)`.
    pub(crate) fn of(outlook: &Outlook, rounds: u32) -> Self {
        let parties = outlook.parties;
        let mut waiting = Self {
            parties,
            rounds,
            ended: Vec::with_capacity(rounds as usize * parties),
            certain: Vec::with_capacity(rounds as usize * parties),
            weight: Vec::with_capacity(rounds as usize * parties),
        };
        let mut discounted = vec![1.0; parties];
        for (round, &breakdown) in (0..rounds).zip(&outlook.breakdowns) {
            for (party, discounted) in discounted.iter_mut().enumerate() {
                let cost = |costs: &[f64], round: u32| {
                    let cost = costs.get(round as usize * parties + party).copied();
                    let cost = cost.unwrap_or(0.0);
                    if cost > 0.0 {
                        (cost / *discounted).min(COST_MAX)
                    } else {
                        0.0
                    }
                };
                let discount = outlook.discounts[party];
                let now = (1.0 - discount) * outlook.reservation(party, round)
                    - cost(&outlook.round_costs, round);
                let fallback = discount * outlook.fallback(party, round);
                let levers = (1.0 - breakdown) * cost(&outlook.lever_costs, round + 1);
                waiting.ended.push(now + fallback);
                waiting.weight.push(discount * (1.0 - breakdown));
                waiting.certain.push(now + breakdown * fallback - levers);
                *discounted *= discount;
            }
        }
        waiting
    }

    /// Worth at the end of a round of what the next one is worth at its beginning.
    pub(crate) fn before(&self, party: usize, round: u32, next: f64) -> f64 {
        let place = round as usize * self.parties + party;
        self.certain[place] + self.weight[place] * next
    }

    /// Worth at the end of the last round of ending without agreement.
    pub(crate) fn ended(&self, party: usize) -> f64 {
        self.ended[(self.rounds as usize - 1) * self.parties + party]
    }
}
