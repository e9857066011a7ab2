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

use crate::bargaining::concession::opponents::{Heard, Mind, Picture};
use crate::bargaining::concession::{OpponentBank, Plan, Turn, hold_out};
use crate::bargaining::consent::chance_of_consent;
use crate::bargaining::ranking::{Rankings, decode};
use crate::bargaining::strategy::logistic;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{ConcessionKind, Game};

/// Most later rounds it looks at.
const LATER_ROUNDS_MAX: u32 = 16;

/// The beliefs of all parties that keep one.
#[derive(Debug, Default)]
pub(crate) struct Bayesian {
    /// Party by party, what it believes of each other.
    pictures: Vec<Vec<Picture>>,
    /// Those who keep a belief, as bits.
    who: u32,
}

fn rule(talks: &Talks, game: &Game, party: usize) -> Option<(u32, f64)> {
    match talks.profile(game, party).concession {
        ConcessionKind::Bayesian {
            draws,
            likelihood_lambda,
        } => Some((draws, likelihood_lambda)),
        _ => None,
    }
}

impl Bayesian {
    /// Equal weights on this run's stretch of the bank.
    pub(super) fn start(&mut self, talks: &Talks, game: &Game, bank: &OpponentBank) {
        self.who = 0;
        let parties = game.parties.len();
        for party in 0..parties {
            let Some((draws, _)) = rule(talks, game, party) else {
                continue;
            };
            self.who |= 1 << party;
            self.pictures.resize_with(parties, Vec::new);
            let pictures = &mut self.pictures[party];
            pictures.resize_with(parties, Picture::default);
            for (other, picture) in pictures.iter_mut().enumerate() {
                picture.start(bank, draws, other, talks);
            }
        }
    }

    /// Whether anybody keeps a belief.
    pub(super) fn listens(&self) -> bool {
        self.who != 0
    }

    /// Lets everybody with a belief learn from what another party says.
    pub(super) fn hear(
        &mut self,
        talks: &Talks,
        game: &Game,
        bank: &OpponentBank,
        heard: Heard<'_>,
    ) {
        let listeners = self.who & !(1 << heard.party);
        for party in (0..game.parties.len()).filter(|party| listeners >> party & 1 == 1) {
            if let Some((_, sharpness)) = rule(talks, game, party) {
                let picture = &mut self.pictures[party][heard.party];
                picture.learn(talks, game, bank, sharpness, heard);
            }
        }
    }

    /// Weighs all deals and settles on one.
    pub(super) fn plan(&mut self, turn: Turn<'_>, rankings: &mut Rankings, plan: &mut Plan) {
        let Some((_, sharpness)) = rule(turn.talks, turn.game, turn.party) else {
            return;
        };
        let view = View::of(turn, &self.pictures[turn.party], sharpness);
        let candidates = view.candidates(rankings);
        if candidates.is_empty() {
            hold_out(turn, plan);
        } else {
            view.choose(&candidates, plan);
        }
    }
}

/// How a party sees the others at its turn.
struct View<'a> {
    turn: Turn<'a>,
    sharpness: f64,
    others: Vec<Other<'a>>,
}

/// When one of the others answers an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seat {
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
    seat: Seat,
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

impl<'a> View<'a> {
    fn of(turn: Turn<'a>, pictures: &[Picture], sharpness: f64) -> Self {
        let pairs = pictures.iter().enumerate();
        let seen =
            pairs.filter(|(other, picture)| *other != turn.party && !picture.weights.is_empty());
        let others = seen.map(|(other, picture)| Other::of(turn, other, picture));
        Self {
            turn,
            sharpness,
            others: others.collect(),
        }
    }

    /// Acceptable deals to which none is better both for the party and, as it believes, for the others, best first.
    fn candidates(&self, rankings: &mut Rankings) -> Vec<Candidate> {
        let Turn {
            talks, game, party, ..
        } = self.turn;
        let (sorted, falling) = rankings.sorted(self.turn.book, talks, game, party);
        let bears_all = !talks.profile(game, party).floor;
        let mut found: Vec<Candidate> = Vec::new();
        let mut kindest = f64::NEG_INFINITY;
        let floor = talks.floor(party) - INDIFFERENCE;
        let places = falling.iter().map(|&place| place as usize);
        for place in places.take_while(|&place| sorted.total(place) >= floor) {
            let mut deal = Vec::new();
            decode(&game.blocks, sorted.number(place), &mut deal);
            if !bears_all && !talks.anticipated(game, party, &deal) {
                continue;
            }
            let gains: Vec<Vec<f64>> = self.others.iter().map(|other| other.gains(&deal)).collect();
            let pairs = self.others.iter().zip(&gains);
            let kind = pairs.fold(0.0, |sum, (other, gains)| sum + other.expected(gains));
            if kind > kindest + INDIFFERENCE {
                kindest = kind;
                found.push(Candidate {
                    margin: talks.margin(party, &deal),
                    deal,
                    gains,
                });
            }
        }
        found
    }

    /// What each mind of each other needs when it answers an offer made in a round; none where it never will.
    fn needs_at(&self, offered: u32) -> Vec<Option<Vec<f64>>> {
        let rounds = self.turn.game.rounds;
        let of = |other: &Other<'_>| {
            if other.seat == Seat::Silent {
                return Some(vec![0.0; other.minds.len()]);
            }
            let round = offered + u32::from(other.seat == Seat::Before);
            let minds = other.minds.iter();
            let needs = minds.map(|mind| mind.needs(round, rounds));
            (round < rounds).then(|| needs.collect())
        };
        self.others.iter().map(of).collect()
    }

    /// Probability that a deal finds the consent it needs.
    fn chance(&self, deal: &[u32], gains: &[Vec<f64>], needs: &[Option<Vec<f64>>]) -> f64 {
        let game = self.turn.game;
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
        chance_of_consent(game, deal, &asked)
    }

    /// Offers the candidate of greatest expected gain, and holds out for that.
    fn choose(&self, candidates: &[Candidate], plan: &mut Plan) {
        let waiting = self.worth_of_waiting(candidates);
        if !self.turn.may_offer() {
            plan.offer.clone_from(&candidates[0].deal);
            plan.asks = waiting;
            return;
        }
        let needs = self.needs_at(self.turn.talks.round);
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
            plan.offer.clone_from(&candidate.deal);
            plan.asks = waiting + gain.max(0.0);
        }
    }

    /// Greatest discounted expected gain from an offer in a later round.
    fn worth_of_waiting(&self, candidates: &[Candidate]) -> f64 {
        let Turn {
            talks, game, party, ..
        } = self.turn;
        let keeps = talks.nature.parties[party].discount * (1.0 - talks.nature.breakdown);
        let (next, between) = self.turn.until_next_offer();
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
    fn of(turn: Turn<'a>, party: usize, picture: &Picture) -> Self {
        let minds: Vec<Mind<'a>> = picture
            .minds(turn.talks, turn.game, turn.bank, party)
            .collect();
        let sum: f64 = picture.weights.iter().sum();
        let combos = turn.game.blocks.combos();
        let mut margins = vec![0.0; combos * minds.len()];
        for (place, mind) in minds.iter().enumerate() {
            for (combo, margin) in mind.margins().enumerate() {
                margins[combo * minds.len() + place] = margin;
            }
        }
        let seat_of = |who: usize| turn.order.iter().position(|speaker| speaker.index() == who);
        Self {
            party,
            seat: match seat_of(party) {
                None => Seat::Silent,
                Some(_) if turn.game.one_offer_per_round() => Seat::After,
                Some(seat) if Some(seat) > seat_of(turn.party) => Seat::After,
                Some(_) => Seat::Before,
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
            *gain -= mind.floor();
            if mind.is_strict() && *gain < -INDIFFERENCE {
                *gain = f64::NEG_INFINITY;
            }
        }
        gains
    }
}
