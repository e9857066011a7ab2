//! One take-it-or-leave-it offer: the proposer's best deal by its expected gain over its belief (Romer and Rosenthal 1978;
//! Fearon 1995).

use crate::analysis::equilibrium::Plan;
use crate::bargaining::consent::chance_of_consent;
use crate::bargaining::markup::best_reply;
use crate::bargaining::protocol::mediated::RoundEnd;
use crate::bargaining::range::best_total;
use crate::bargaining::ranking::decode;
use crate::bargaining::strategy::{Needs, logistic, needed_share};
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::bargaining::{Action, Reason, Recorder};
use crate::game::{AcceptanceKind, ConcessionKind, Game, PriorDraw, has, prior_draws, total};
use crate::model::{Deal, PartyId, Protocol};

/// What the proposer believes: draws from the prior of every other party some deal needs.
#[derive(Debug, Default)]
pub(crate) struct OfferBelief {
    responders: Vec<(usize, Vec<PriorDraw>)>,
    /// Probability that each deal would be accepted, where nothing that happens in a run changes it.
    accepted: Option<Vec<f64>>,
}

impl OfferBelief {
    /// Draws the belief of an ultimatum game; empty for other protocols.
    pub(crate) fn draw(game: &Game, seed: u64) -> Self {
        let Protocol::Ultimatum {
            proposer,
            belief_draws,
        } = game.protocol
        else {
            return Self::default();
        };
        let named = game.consent.named.iter().fold(0, |all, named| all | named);
        let others = (0..game.parties.len())
            .filter(|&party| named >> party & 1 == 1 && party != proposer.index());
        let mut belief = Self {
            responders: others
                .map(|party| (party, prior_draws(game, party, seed, belief_draws)))
                .collect(),
            accepted: None,
        };
        let moved = !game.levers.is_empty() || !game.drivers.is_empty();
        if !moved {
            let shifts = vec![0.0; game.parties.len()];
            belief.accepted = Some(
                (0..deal_count(game))
                    .map(|index| belief.probability(game, &shifts, index))
                    .collect(),
            );
        }
        belief
    }

    /// Probability that a deal would find the consent it needs beside the proposer's.
    fn probability(&self, game: &Game, shifts: &[f64], index: u32) -> f64 {
        let mut deal = Vec::new();
        decode(&game.blocks, index, &mut deal);
        let named = game.consent.deal_named(&deal);
        let asked: Vec<(usize, f64)> = self
            .responders
            .iter()
            .filter(|(party, _)| named >> party & 1 == 1)
            .map(|(party, draws)| {
                (
                    *party,
                    acceptance(game, *party, draws, shifts[*party], &deal),
                )
            })
            .collect();
        chance_of_consent(game, &deal, &asked)
    }
}

/// How the parties to an ultimatum make up their minds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Minds<'a> {
    /// What the proposer believes.
    pub(crate) belief: &'a OfferBelief,
    /// Everybody's equilibrium strategy, where somebody is rational.
    pub(crate) plan: Option<&'a Plan>,
}

impl Minds<'_> {
    /// Everybody's equilibrium strategy, if this party plays it.
    fn plan(&self, talks: &Talks, game: &Game, party: usize) -> Option<&Plan> {
        self.plan
            .filter(|_| talks.profile(game, party).concession == ConcessionKind::Rational)
    }
}

/// Share of a party's prior draws in which it would accept a deal, weighted by its logit where it has one.
fn acceptance(game: &Game, party: usize, draws: &[PriorDraw], shift: f64, deal: &[u32]) -> f64 {
    let sum: f64 = draws
        .iter()
        .map(|draw| {
            let profile = &game.parties[party].profiles[draw.numbers.kind];
            let crossed = profile.floor
                && deal
                    .iter()
                    .any(|&combo| profile.lines_crossed[combo as usize] > 0);
            let floor = (draw.numbers.reservation + shift).clamp(0.0, 1.0) + draw.tables.constant;
            let margin = total(&draw.tables.margin, deal) - floor;
            if crossed || (profile.floor && margin < -INDIFFERENCE) {
                return 0.0;
            }
            let needed = match profile.acceptance {
                AcceptanceKind::Logit => return logistic(draw.numbers.lambda * margin),
                AcceptanceKind::NextOffer => 0.0,
                AcceptanceKind::Constant | AcceptanceKind::TimeDependent => {
                    let needs = Needs::of(&draw.numbers);
                    let best = best_total(game, profile, &draw.tables.margin) - floor;
                    needed_share(profile, needs, 0, game.rounds) * best
                }
            };
            f64::from(u8::from(margin >= needed - INDIFFERENCE))
        })
        .sum();
    sum / draws.len() as f64
}

/// Number of deals; a scenario with an ultimatum has at most a million.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be at most a million"
)]
fn deal_count(game: &Game) -> u32 {
    game.blocks
        .list
        .iter()
        .map(|block| f64::from(block.end - block.start))
        .product::<f64>() as u32
}

/// The one round: the offer is made and answered. Signed: `offer` is the deal. Returns who refused last, too.
pub(crate) fn answer(
    talks: &mut Talks,
    game: &Game,
    proposer: PartyId,
    minds: Minds<'_>,
    offer: &mut Vec<u32>,
    recorder: &mut impl Recorder,
) -> (RoundEnd, Option<usize>) {
    let serious = match minds.plan(talks, game, proposer.index()) {
        Some(plan) => planned(talks, game, proposer.index(), plan, offer),
        None => choose(talks, game, proposer.index(), minds.belief, offer),
    };
    if recorder.listens() {
        recorder.record(
            0,
            Action::Offer {
                party: proposer,
                deal: game.blocks.deal_of(offer),
            },
        );
    }
    let named = game.consent.deal_named(offer);
    let mut yes: u32 = 1 << proposer.0;
    let mut refused = None;
    for party in (0..game.parties.len())
        .filter(|&party| party != proposer.index() && named >> party & 1 == 1)
    {
        talks.put(game, party, || offer);
        let margin = talks.margin(party, offer);
        let id = Talks::id(party);
        let (takes, accepts) = if let Some(plan) = minds.plan(talks, game, party) {
            let place = plan.turns.order.iter().position(|&other| other == party);
            let places = (0, place.expect("everybody with a say answers"));
            let accepts = serious
                && plan.accepts(game, offer, id, yes, 0, places)
                && talks.acceptable(game, party, offer);
            (plan.bar(game, party, 0, offer), accepts)
        } else {
            let takes = talks.needs(game, party, 0.0, || talks.best_margin(game, party));
            (takes, talks.takes(game, party, offer, takes))
        };
        if accepts {
            yes |= 1 << party;
            talks.parties[party].accepted = true;
            recorder.record(
                0,
                Action::Accept {
                    party: id,
                    package: None,
                    margin,
                    target: takes,
                },
            );
        } else {
            talks.refuse(party);
            refused = Some(party);
            let reason: Reason = talks.reason(game, party, offer, takes);
            recorder.record(
                0,
                Action::Refuse {
                    party: id,
                    package: None,
                    margin,
                    target: takes,
                    reason,
                },
            );
        }
    }
    let willing = serious && has(yes, proposer) && talks.acceptable(game, proposer.index(), offer);
    let signed = willing && game.consent.deal_met(&game.blocks, offer, yes);
    (
        if signed {
            RoundEnd::Signed
        } else {
            RoundEnd::Open
        },
        refused,
    )
}

/// Writes the deal of greatest expected gain; the proposer's own best where no deal promises any.
///
/// Always a serious offer: it is signed if everybody whose consent it needs accepts.
fn choose(
    talks: &Talks,
    game: &Game,
    proposer: usize,
    belief: &OfferBelief,
    offer: &mut Vec<u32>,
) -> bool {
    match weigh(talks, game, proposer, belief) {
        Some(best) => decode(&game.blocks, best.index, offer),
        None => own_best(talks, game, proposer, offer),
    }
    true
}

/// The deal of greatest expected gain by its number, with that gain and the chance that it is accepted.
struct Best {
    index: u32,
    chance: f64,
    gain: f64,
}

/// Finds the deal x of greatest `A(x) · m(x)`; none where no deal promises a gain. Of equals the lowest.
fn weigh(talks: &Talks, game: &Game, proposer: usize, belief: &OfferBelief) -> Option<Best> {
    let shifts: Vec<f64> = (0..game.parties.len())
        .map(|party| talks.reservations[party] - talks.nature.parties[party].reservation)
        .collect();
    let mut offer = Vec::new();
    let mut best: Option<Best> = None;
    for index in 0..deal_count(game) {
        decode(&game.blocks, index, &mut offer);
        let least = best.as_ref().map_or(0.0, |best| best.gain);
        let margin = talks.margin(proposer, &offer);
        if margin <= least {
            // The chance of acceptance is at most 1, so this deal cannot promise more.
            continue;
        }
        let chance = match &belief.accepted {
            Some(accepted) => accepted[index as usize],
            None => belief.probability(game, &shifts, index),
        };
        let gain = chance * margin;
        if gain > least + INDIFFERENCE && talks.acceptable(game, proposer, &offer) {
            best = Some(Best {
                index,
                chance,
                gain,
            });
        }
    }
    best
}

/// The best take-it-or-leave-it offer of a party that knows itself and believes the prior about the others.
#[derive(Clone, Debug, PartialEq)]
pub struct OneTimeOffer {
    /// Who makes it.
    pub proposer: PartyId,
    /// The offer.
    pub deal: Deal,
    /// Expected gain over no agreement, in margin.
    pub gain: f64,
    /// Probability that somebody refuses whose consent it needs.
    pub refusal: f64,
    /// Draws from the prior behind that probability.
    pub draws: u32,
}

/// The proposer's best offer by its belief, as in a run; none where no offer promises a gain, or in other protocols.
pub(crate) fn best_by_belief(talks: &Talks, game: &Game, seed: u64) -> Option<OneTimeOffer> {
    let Protocol::Ultimatum {
        proposer,
        belief_draws,
    } = game.protocol
    else {
        return None;
    };
    let belief = OfferBelief::draw(game, seed);
    let best = weigh(talks, game, proposer.index(), &belief)?;
    let mut offer = Vec::new();
    decode(&game.blocks, best.index, &mut offer);
    Some(OneTimeOffer {
        proposer,
        deal: game.blocks.deal_of(&offer),
        gain: best.gain,
        refusal: 1.0 - best.chance,
        draws: belief_draws,
    })
}

/// The proposer's equilibrium offer; where it makes none, the deal it likes best, to which it does not consent.
fn planned(talks: &Talks, game: &Game, proposer: usize, plan: &Plan, offer: &mut Vec<u32>) -> bool {
    match plan.offer(0) {
        Some(number) => decode(&game.blocks, number, offer),
        None => own_best(talks, game, proposer, offer),
    }
    plan.offer(0).is_some()
}

fn own_best(talks: &Talks, game: &Game, proposer: usize, offer: &mut Vec<u32>) {
    let first: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
    best_reply(talks, game, proposer, &first, 0, offer);
}
