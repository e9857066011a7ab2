//! Bounded-rational best reply to a belief about the others (Zeng and Sycara 1998; Hindriks and Tykhonov 2008).
//!
//! At its turn in round t the party reckons for each deal x the probability `A_s(x)` that an offer of x in round s would
//! find the consent it needs, each of the others answering at its next turn, independently. Waiting is worth
//!
//! `W = max over later rounds s of (δ(1 − b))^(s − t) · max_x A_s(x) m(x)`
//!
//! with δ its discount factor and b the probability of breakdown. It offers the x of greatest
//! `A_t(x) m(x) + (1 − A_t(x)) W` and holds out for that value. Where a round is one offer, s runs over the rounds of its
//! own offers, and in the others it holds out for W. Bounded: it weighs only deals to which no other is better
//! both for itself and, on average over its belief, for the others; looks at no more than 16 later rounds; expects to
//! learn nothing more and to be offered nothing.

use crate::bargaining::chance::logistic;
use crate::bargaining::strategy::heard::Heard;
use crate::bargaining::strategy::picture::{Mind, Picture};
use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::{Seat, View};
use crate::bargaining::strategy::settled::Settled;
use crate::game::INDIFFERENCE;

/// Most later rounds it looks at.
const LATER_ROUNDS_MAX: u32 = 16;

/// The memory of the rule: what the party believes of each of the others.
#[derive(Debug)]
pub(crate) struct Bayesian {
    /// Prior draws of each other party.
    draws: u32,
    /// Sharpness of its picture of the others, per unit of utility.
    likelihood_lambda: f64,
    settled: Settled,
    pictures: Vec<Picture>,
}

impl Bayesian {
    pub(crate) fn new(draws: u32, likelihood_lambda: f64) -> Self {
        Self {
            draws,
            likelihood_lambda,
            settled: Settled::default(),
            pictures: Vec::new(),
        }
    }

    /// Weighs all deals and settles on one.
    fn settle(&mut self, seat: &mut Seat<'_>) {
        let view = seat.view;
        if !self.settled.is_due(view.talks.round) {
            return;
        }
        let reckoning = Reckoning::of(view, &self.pictures, self.likelihood_lambda);
        let candidates = reckoning.candidates(seat);
        if candidates.is_empty() {
            self.settled.hold_out(seat);
        } else {
            reckoning.choose(&candidates, &mut self.settled);
        }
    }
}

impl Concession for Bayesian {
    /// Equal weights on this run's stretch of the bank.
    fn start(&mut self, view: View<'_>) {
        self.settled.start();
        self.pictures
            .resize_with(view.game.parties.len(), Picture::default);
        for (other, picture) in self.pictures.iter_mut().enumerate() {
            picture.start(&view.prepared.bank, self.draws, other, view.talks);
        }
    }

    fn asks(&mut self, seat: &mut Seat<'_>) -> f64 {
        self.settle(seat);
        self.settled.asks
    }

    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) {
        self.settle(seat);
        offer.clone_from(&self.settled.offer);
    }

    fn listens(&self) -> bool {
        true
    }

    fn hear(&mut self, view: View<'_>, heard: Heard<'_>) {
        if heard.party != view.party {
            let (bank, other) = (&view.prepared.bank, view.other(heard.party));
            self.pictures[heard.party].learn(other, bank, self.likelihood_lambda, heard);
        }
    }
}

/// Rounds from now to the party's next offer, and from each of its offers to the one after.
fn until_next_offer(view: View<'_>) -> (u32, u32) {
    if !view.game.one_offer_per_round() {
        return (1, 1);
    }
    let narrow = |count: usize| u32::try_from(count).expect("at most 64 parties");
    let speakers = narrow(view.order().len());
    let place = view.place_of(view.party).map(narrow);
    let place = place.expect("whose turn it is speaks");
    let past = (speakers + view.talks.round % speakers - place) % speakers;
    (speakers - past, speakers)
}

/// Whether the party may make an offer in this round: always, or where a round is one offer, when that is its own.
fn may_offer(view: View<'_>) -> bool {
    let (next, between) = until_next_offer(view);
    next == between
}

/// How a party sees the others at its turn.
struct Reckoning<'a> {
    view: View<'a>,
    sharpness: f64,
    others: Vec<Other<'a>>,
}

/// When one of the others answers an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    /// In the same round.
    After,
    /// In the next round.
    Before,
    /// It does not speak, and votes once the others agree.
    Silent,
}

/// One of the others as believed.
struct Other<'a> {
    party: usize,
    reply: Reply,
    minds: Vec<Mind<'a>>,
    /// Probability of each mind.
    weights: Vec<f64>,
    /// Margin of each combo to each mind, combo by combo.
    margins: Vec<f64>,
}

/// A deal worth weighing.
struct Candidate {
    deal: Vec<u32>,
    margin: f64,
    /// Its margin to each mind of each of the others; minus infinity where it is not acceptable.
    gains: Vec<Vec<f64>>,
}

impl<'a> Reckoning<'a> {
    fn of(view: View<'a>, pictures: &[Picture], sharpness: f64) -> Self {
        let pairs = pictures.iter().enumerate();
        let seen =
            pairs.filter(|(other, picture)| *other != view.party && !picture.weights.is_empty());
        let others = seen.map(|(other, picture)| Other::of(view, other, picture));
        Self {
            view,
            sharpness,
            others: others.collect(),
        }
    }

    /// Acceptable deals to which none is better both for the party and, as it believes, for the others, best first.
    fn candidates(&self, seat: &mut Seat<'_>) -> Vec<Candidate> {
        let game = self.view.game;
        let ranking = seat.ranking();
        let mut found: Vec<Candidate> = Vec::new();
        let mut kindest = f64::NEG_INFINITY;
        let floor = self.view.floor() - INDIFFERENCE;
        let places = ranking.falling().iter().map(|&place| place as usize);
        for place in places.take_while(|&place| ranking.total(place) >= floor) {
            let mut deal = Vec::new();
            ranking.deal(&game.blocks, place, &mut deal);
            if !self.view.is_ratifiable(&deal) {
                continue;
            }
            let gains: Vec<Vec<f64>> = self.others.iter().map(|other| other.gains(&deal)).collect();
            let pairs = self.others.iter().zip(&gains);
            let kind = pairs.fold(0.0, |sum, (other, gains)| sum + other.expected(gains));
            if kind > kindest + INDIFFERENCE {
                kindest = kind;
                found.push(Candidate {
                    margin: self.view.margin(&deal),
                    deal,
                    gains,
                });
            }
        }
        found
    }

    /// What each mind of each other needs when it answers an offer made in a round; none where it never will.
    fn needs_at(&self, offered: u32) -> Vec<Option<Vec<f64>>> {
        let rounds = self.view.game.rounds;
        let of = |other: &Other<'_>| {
            if other.reply == Reply::Silent {
                return Some(vec![0.0; other.minds.len()]);
            }
            let round = offered + u32::from(other.reply == Reply::Before);
            let minds = other.minds.iter();
            let needs = minds.map(|mind| mind.needs(round, rounds));
            (round < rounds).then(|| needs.collect())
        };
        self.others.iter().map(of).collect()
    }

    /// Probability that a deal finds the consent it needs.
    fn chance(&self, deal: &[u32], gains: &[Vec<f64>], needs: &[Option<Vec<f64>>]) -> f64 {
        let game = self.view.game;
        let named = game.consent.deal_named(deal);
        let pairs = self.others.iter().zip(gains).zip(needs);
        let asked: Vec<(usize, f64)> = pairs
            .filter(|((other, _), _)| named >> other.party & 1 == 1)
            .map(|((other, gains), needs)| {
                let probability = needs.as_ref().map_or(0.0, |needs| {
                    let draws = gains.iter().zip(needs).zip(&other.weights);
                    // Who has no allowed deal needs minus infinity, and still takes none.
                    let willing = draws.filter(|((gain, _), _)| gain.is_finite());
                    willing.fold(0.0, |sum, ((gain, need), weight)| {
                        sum + weight * logistic(self.sharpness * (gain - need))
                    })
                });
                (other.party, probability)
            })
            .collect();
        game.consent.chance(&game.blocks, deal, &asked)
    }

    /// Offers the candidate of greatest expected gain, and holds out for that.
    fn choose(&self, candidates: &[Candidate], settled: &mut Settled) {
        let waiting = self.worth_of_waiting(candidates);
        if !may_offer(self.view) {
            settled.offer.clone_from(&candidates[0].deal);
            settled.asks = waiting;
            return;
        }
        let needs = self.needs_at(self.view.talks.round);
        let mut best: Option<(f64, &Candidate)> = None;
        for candidate in candidates {
            let chance = self.chance(&candidate.deal, &candidate.gains, &needs);
            let gain = chance * (candidate.margin - waiting);
            // Of equals the one that is better for itself.
            if best.is_none_or(|(most, _)| gain > most + INDIFFERENCE) {
                best = Some((gain, candidate));
            }
        }
        if let Some((gain, candidate)) = best {
            settled.offer.clone_from(&candidate.deal);
            settled.asks = waiting + gain.max(0.0);
        }
    }

    /// Greatest discounted expected gain from an offer in a later round.
    fn worth_of_waiting(&self, candidates: &[Candidate]) -> f64 {
        let side = self.view.side;
        let (talks, game) = (side.talks, side.game);
        let keeps = side.numbers().discount * (1.0 - talks.nature.breakdown);
        let (next, between) = until_next_offer(self.view);
        let left = game.rounds - 1 - talks.round;
        let turns = (left + between - next) / between;
        let looks = turns.min(LATER_ROUNDS_MAX);
        (1..=looks).fold(0.0, |most: f64, look| {
            let later = next + ((look * turns).div_ceil(looks) - 1) * between;
            let needs = self.needs_at(talks.round + later);
            let gains = candidates.iter().map(|candidate| {
                candidate.margin * self.chance(&candidate.deal, &candidate.gains, &needs)
            });
            most.max(libm::pow(keeps, f64::from(later)) * gains.fold(0.0, f64::max))
        })
    }
}

impl<'a> Other<'a> {
    fn of(view: View<'a>, party: usize, picture: &Picture) -> Self {
        let minds = picture.minds(view.other(party), &view.prepared.bank);
        let minds: Vec<Mind<'a>> = minds.collect();
        let sum: f64 = picture.weights.iter().sum();
        let combos = view.game.blocks.combos();
        let mut margins = vec![0.0; combos * minds.len()];
        for (place, mind) in minds.iter().enumerate() {
            for (combo, margin) in mind.margins().enumerate() {
                margins[combo * minds.len() + place] = margin;
            }
        }
        Self {
            party,
            reply: match view.place_of(party) {
                None => Reply::Silent,
                Some(_) if view.game.one_offer_per_round() => Reply::After,
                Some(place) if Some(place) > view.place_of(view.party) => Reply::After,
                Some(_) => Reply::Before,
            },
            weights: picture.weights.iter().map(|weight| weight / sum).collect(),
            margins,
            minds,
        }
    }

    /// Mean of its gains over the belief, what is not acceptable to it counting as −1.
    fn expected(&self, gains: &[f64]) -> f64 {
        let pairs = gains.iter().zip(&self.weights);
        pairs.fold(0.0, |sum, (gain, weight)| sum + weight * gain.max(-1.0))
    }

    /// Margin of a deal to each mind; minus infinity where it is not acceptable.
    fn gains(&self, deal: &[u32]) -> Vec<f64> {
        let count = self.minds.len();
        let mut gains = vec![0.0; count];
        for &combo in deal {
            let margins = &self.margins[combo as usize * count..][..count];
            for (gain, margin) in gains.iter_mut().zip(margins) {
                *gain += margin;
            }
        }
        for (gain, mind) in gains.iter_mut().zip(&self.minds) {
            *gain -= mind.floor;
            if mind.profile.floor && *gain < -INDIFFERENCE {
                *gain = f64::NEG_INFINITY;
            }
        }
        gains
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{OFFERS, Table, opened, pie};
    use crate::bargaining::strategy::bayesian::{may_offer, until_next_offer};
    use crate::bargaining::strategy::{Standing, View};

    const BAYESIAN: &str = "strategy.concession.bayesian = { belief-draws = 8 }";

    #[test]
    fn a_sure_picture_of_an_easy_other_asks_for_nearly_all() {
        // A party that takes anything from round 0 on: nothing is gained by asking for less than the most it would take.
        let easy = "strategy.concession.time-dependent = { start = 0.0 }";
        let game = pie(9, OFFERS, [BAYESIAN, easy]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        let offer = table.offer(0);
        assert!(offer[0] >= 3, "{offer:?}");
        let (target, accepts) = table.answer(0, &[1]);
        assert!(!accepts && target > 0.5, "{target}");
    }

    #[test]
    fn turns_come_round_when_a_round_is_one_offer() {
        let protocol = "protocol.alternating-offers = { one-offer-per-round = true }";
        let game = pie(9, protocol, [BAYESIAN, BAYESIAN]);
        let prepared = Prepared::new(&game, 1);
        let talks = opened(&game);
        let view = |party| View::new(&prepared, &talks, party, Standing::default());
        assert_eq!(until_next_offer(view(0)), (2, 2), "its own offer is now");
        assert_eq!(until_next_offer(view(1)), (1, 2));
        assert!(may_offer(view(0)) && !may_offer(view(1)));
    }
}
