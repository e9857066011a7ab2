//! Rules that pick their offers themselves, by going through all deals and all that has been said.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places and rounds are small"
)]

use zopa::game::PartyNumbers;
use zopa::model::{Concession, Deal, Profile, Protocol};

use crate::reference::belief::run_draws;
use crate::reference::offers::{Offers, own_best, read};
use crate::reference::tastes::{Tastes, logistic};
use crate::reference::twin::{Twin, leaves_after};

/// Probability that something heard says nothing.
const SLIP: f64 = 0.01;

/// Something said in turn.
pub(crate) struct Heard {
    pub(crate) t: u32,
    pub(crate) party: usize,
    pub(crate) deal: Deal,
    pub(crate) said: Said,
}

/// What was said of a deal; yes or no where it was answered.
pub(crate) enum Said {
    Offered,
    Answered(bool),
    Voted(bool),
}

/// What a party holds out for, in margin, and what it would offer.
pub(crate) fn plan(twin: &mut Twin, t: u32, party: usize, heard: &[Heard]) -> (f64, Deal) {
    match twin.strategy(party).concession {
        Concession::Random => random(twin, t, party),
        Concession::Zeuthen => zeuthen(twin, t, party, heard),
        Concession::Bayesian {
            draws,
            likelihood_lambda,
        } => bayesian(twin, t, party, heard, draws, likelihood_lambda),
        _ => unreachable!("the others go by a target"),
    }
}

fn hold_out(twin: &mut Twin, t: u32, party: usize) -> (f64, Deal) {
    (twin.best(party, t), own_best(twin, t, party))
}

fn random(twin: &mut Twin, t: u32, party: usize) -> (f64, Deal) {
    let mut acceptable = Vec::new();
    for deal in twin.deals.clone() {
        if twin.acceptable(party, t, &deal) {
            acceptable.push(deal);
        }
    }
    acceptable.sort_by_key(|deal| read(twin, deal));
    if acceptable.is_empty() {
        return hold_out(twin, t, party);
    }
    let place = (twin.round_uniform(party, t) * acceptable.len() as f64).floor();
    let deal = acceptable.swap_remove(place as usize);
    (twin.margin(party, t, &deal), deal)
}

/// Those who speak in turn.
fn order(twin: &Twin) -> Vec<usize> {
    match &twin.scenario.protocol {
        Protocol::AlternatingOffers { order, .. } => {
            order.iter().map(|party| party.index()).collect()
        }
        _ => unreachable!("plans are for offers in turn"),
    }
}

/// Whether a party makes offers in a round.
fn offers_in(twin: &Twin, party: usize, t: u32) -> bool {
    let order = order(twin);
    !one_offer(twin) || order[t as usize % order.len()] == party
}

fn one_offer(twin: &Twin) -> bool {
    matches!(
        twin.scenario.protocol,
        Protocol::AlternatingOffers {
            one_offer_per_round: true,
            ..
        }
    )
}

/// Product of the speakers' gains; 0 where the deal could not be signed.
fn product(twin: &mut Twin, t: u32, deal: &Deal) -> f64 {
    let order = order(twin);
    let mut willing = Vec::new();
    for party in 0..twin.party_count() {
        willing.push(twin.acceptable(party, t, deal));
    }
    if order.iter().any(|&party| !willing[party]) {
        return 0.0;
    }
    let all = twin.all_issues();
    if !twin.met(deal, &all, &willing) {
        return 0.0;
    }
    let gains = order
        .iter()
        .map(|&party| twin.margin(party, t, deal).max(0.0));
    gains.product()
}

/// The deal a party last tabled or accepted.
fn proposal(heard: &[Heard], party: usize) -> Option<Deal> {
    let said = heard.iter().rev();
    let backed = |heard: &&Heard| {
        heard.party == party && matches!(heard.said, Said::Offered | Said::Answered(true))
    };
    said.into_iter()
        .find(backed)
        .map(|heard| heard.deal.clone())
}

fn zeuthen(twin: &mut Twin, t: u32, party: usize, heard: &[Heard]) -> (f64, Deal) {
    let Some(own) = proposal(heard, party) else {
        return hold_out(twin, t, party);
    };
    let mut weakest: Option<(f64, Deal)> = None;
    for other in order(twin).into_iter().filter(|&other| other != party) {
        if let Some(proposal) = proposal(heard, other) {
            let product = product(twin, t, &proposal);
            let weaker = match &weakest {
                None => true,
                Some((least, _)) => twin.exceeds(*least, product),
            };
            if weaker {
                weakest = Some((product, proposal));
            }
        }
    }
    let own_product = product(twin, t, &own);
    let mut offer = own;
    if let Some((least, proposal)) = weakest
        && !twin.exceeds(own_product, least)
    {
        let mut found = None;
        for (_, deal) in Offers::ranking(twin, t, party) {
            let product = product(twin, t, &deal);
            if twin.exceeds(product, least) {
                found = Some(deal);
                break;
            }
        }
        if let Some(deal) = found {
            offer = deal;
        } else if least > 0.0 {
            offer = proposal;
        }
    }
    (twin.margin(party, t, &offer), offer)
}

/// A draw of another party with its weight.
struct Mind<'a> {
    profile: &'a Profile,
    numbers: PartyNumbers,
    tastes: Tastes,
    weight: f64,
}

impl Mind<'_> {
    fn margin(&self, twin: &Twin, other: usize, t: u32, deal: &Deal) -> f64 {
        let shift = twin.reservation(other, t) - twin.nature.parties[other].reservation;
        let reservation = (self.numbers.reservation + shift).clamp(0.0, 1.0);
        self.tastes.margin(deal, reservation)
    }

    fn bears(&self, deal: &Deal) -> bool {
        !self.tastes.floor || self.tastes.crossed(deal) == 0
    }

    fn best(&self, twin: &Twin, other: usize, t: u32) -> f64 {
        let allowed = twin.deals.iter().filter(|deal| self.bears(deal));
        let margins = allowed.map(|deal| self.margin(twin, other, t, deal));
        margins.fold(f64::NEG_INFINITY, f64::max)
    }

    fn takes(&self, margin: f64, bears: bool, needs: f64, sharpness: f64) -> f64 {
        if self.tastes.floor && (!bears || margin < -1e-12) {
            0.0
        } else {
            logistic(sharpness * (margin - needs))
        }
    }

    fn likelihood(&self, twin: &Twin, heard: &Heard, sharpness: f64) -> f64 {
        let (other, t, deal) = (heard.party, heard.t, &heard.deal);
        let margin = self.margin(twin, other, t, deal);
        let best = self.best(twin, other, t);
        let strategy = &self.profile.strategy;
        let answered = |yes: bool, needs: f64| {
            let probability = self.takes(margin, self.bears(deal), needs, sharpness);
            if yes { probability } else { 1.0 - probability }
        };
        match heard.said {
            _ if leaves_after(&self.numbers) <= t => 0.0,
            Said::Offered if !self.bears(deal) || best == f64::NEG_INFINITY => 0.0,
            Said::Offered => {
                let asks = twin.share(&strategy.concession, &self.numbers, t) * best;
                libm::exp(-0.5 * (sharpness * (margin - asks)) * (sharpness * (margin - asks)))
            }
            Said::Answered(yes) => {
                answered(yes, twin.needed_share(strategy, &self.numbers, t) * best)
            }
            Said::Voted(yes) => answered(yes, 0.0),
        }
    }
}

/// What a party believes of another after all it has heard.
fn belief<'a>(
    twin: &Twin<'a>,
    other: usize,
    heard: &[Heard],
    draws: u32,
    sharpness: f64,
) -> Vec<Mind<'a>> {
    let numbers = run_draws(twin, other, draws).into_iter();
    let mut minds: Vec<Mind> = numbers
        .map(|numbers| {
            let profile = &twin.scenario.parties[other].types[numbers.kind].profile;
            Mind {
                tastes: Tastes::of(twin.scenario, profile, &numbers),
                profile,
                numbers,
                weight: 1.0,
            }
        })
        .collect();
    for said in heard.iter().filter(|said| said.party == other) {
        for mind in &mut minds {
            mind.weight *= SLIP + (1.0 - SLIP) * mind.likelihood(twin, said, sharpness);
        }
        let most = minds.iter().map(|mind| mind.weight).fold(0.0, f64::max);
        for mind in &mut minds {
            mind.weight /= most;
        }
    }
    let sum: f64 = minds.iter().map(|mind| mind.weight).sum();
    for mind in &mut minds {
        mind.weight /= sum;
    }
    minds
}

/// In which round each party answers an offer: in a round, never, or in the vote at the end.
enum When {
    Round(u32),
    Never,
    Vote(u32),
}

/// Probability that a deal finds the consent it needs when each party answers at its time.
fn chance(
    twin: &Twin,
    now: u32,
    party: usize,
    deal: &Deal,
    beliefs: &[Vec<Mind>],
    sharpness: f64,
    when: &dyn Fn(usize) -> When,
) -> f64 {
    let all = twin.all_issues();
    let named: Vec<usize> = twin.named(deal, &all);
    let asked: Vec<usize> = named.into_iter().filter(|&other| other != party).collect();
    let yes: Vec<f64> = asked
        .iter()
        .map(|&other| {
            let needs = |mind: &Mind| match when(other) {
                When::Never => None,
                When::Vote(t) | When::Round(t) if leaves_after(&mind.numbers) <= t => None,
                When::Vote(_) => Some(0.0),
                When::Round(t) => {
                    let share = twin.needed_share(&mind.profile.strategy, &mind.numbers, t);
                    Some(share * mind.best(twin, other, now))
                }
            };
            let minds = beliefs[other].iter();
            let shares = minds.map(|mind| {
                let margin = mind.margin(twin, other, now, deal);
                needs(mind).map_or(0.0, |needs| {
                    mind.weight * mind.takes(margin, mind.bears(deal), needs, sharpness)
                })
            });
            shares.sum()
        })
        .collect();
    let mut sum = 0.0;
    for pattern in 0..1_u32 << asked.len() {
        let mut accepting = vec![true; twin.party_count()];
        let mut probability = 1.0;
        for (place, &other) in asked.iter().enumerate() {
            accepting[other] = pattern >> place & 1 == 1;
            probability *= if accepting[other] {
                yes[place]
            } else {
                1.0 - yes[place]
            };
        }
        if twin.met(deal, &all, &accepting) {
            sum += probability;
        }
    }
    sum
}

fn bayesian(
    twin: &mut Twin,
    t: u32,
    party: usize,
    heard: &[Heard],
    draws: u32,
    sharpness: f64,
) -> (f64, Deal) {
    let order = order(twin);
    let last = leaves_after(&twin.nature.parties[party]);
    let rounds = twin.deadline(t).min(last);
    let beliefs: Vec<Vec<Mind>> = (0..twin.party_count())
        .map(|other| {
            if other == party || !(twin.has_say(other) || order.contains(&other)) {
                Vec::new()
            } else {
                belief(twin, other, heard, draws, sharpness)
            }
        })
        .collect();
    let seat = |who: usize| order.iter().position(|&speaker| speaker == who);
    let all_at_once = one_offer(twin);
    let offered_in = |round: u32| {
        let seat = &seat;
        move |other: usize| match seat(other) {
            None => When::Vote(round),
            Some(_) if all_at_once => When::Round(round),
            Some(place) if Some(place) > seat(party) => When::Round(round),
            Some(_) if round + 1 < rounds => When::Round(round + 1),
            Some(_) => When::Never,
        }
    };
    let mut candidates = Vec::new();
    let mut kindest = f64::NEG_INFINITY;
    for (margin, deal) in Offers::ranking(twin, t, party) {
        let mut kind = 0.0;
        for (other, minds) in beliefs.iter().enumerate() {
            for mind in minds {
                let margin = mind.margin(twin, other, t, &deal);
                let refuses = mind.tastes.floor && (!mind.bears(&deal) || margin < -1e-12);
                let gain = if refuses { -1.0 } else { margin.max(-1.0) };
                kind += mind.weight * gain;
            }
        }
        if twin.exceeds(kind, kindest) {
            kindest = kind;
            candidates.push((margin, deal));
        }
    }
    if candidates.is_empty() {
        return hold_out(twin, t, party);
    }
    let keeps = twin.nature.parties[party].discount * (1.0 - twin.breakdown(t));
    let turns: Vec<u32> = (t + 1..rounds)
        .filter(|&round| offers_in(twin, party, round))
        .collect();
    let looks = turns.len().min(16);
    let mut waiting: f64 = 0.0;
    for look in 1..=looks {
        let place = ((look * turns.len()) as f64 / looks as f64).ceil() as usize;
        let later = turns[place - 1] - t;
        for (margin, deal) in &candidates {
            let when = offered_in(t + later);
            let chance = chance(twin, t, party, deal, &beliefs, sharpness, &when);
            waiting = waiting.max(libm::pow(keeps, f64::from(later)) * chance * margin);
        }
    }
    if !offers_in(twin, party, t) {
        let (_, best) = candidates.swap_remove(0);
        return (waiting, best);
    }
    let mut best: Option<(f64, Deal)> = None;
    for (margin, deal) in candidates {
        let when = offered_in(t);
        let chance = chance(twin, t, party, &deal, &beliefs, sharpness, &when);
        let gain = chance * (margin - waiting);
        let better = match &best {
            None => true,
            Some((most, _)) => twin.exceeds(gain, *most),
        };
        if better {
            best = Some((gain, deal));
        }
    }
    let (gain, deal) = best.expect("there is a candidate");
    (waiting + gain.max(0.0), deal)
}
