//! What the maker of the only offer believes: the chance that each deal would be accepted, from draws from the prior.
//!
//! The best offer x is the one of greatest `A(x) · m(x)`, `A(x)` the probability that everybody whose consent x needs takes
//! it, each independently, and m(x) its margin to the proposer. A responder has no later offer to wait for, so it takes
//! what is worth no less than none to it, or as much as its acceptance rule asks.
//!
//! Ties are those of the equilibrium: of offers that promise the same gain, be it none, the likeliest to be signed, then
//! the one best for the others in their order, then the lowest deal. A proposer who cannot gain offers nevertheless.

use crate::bargaining::chance::logistic;
use crate::bargaining::strategy::demand::{Needs, own_share};
use crate::bargaining::talks::{Side, Talks};
use crate::game::{
    AcceptanceKind, Game, INDIFFERENCE, each_prior_draw, is_certain, mask, members, total,
};
use crate::model::{Deal, PartyId};

/// What the proposer believes: draws from the prior of every other party some deal needs.
#[derive(Debug, Default)]
pub(crate) struct OfferBelief {
    responders: Vec<Responder>,
    /// Probability that each deal would be accepted, where nothing that happens in a run changes it.
    accepted: Option<Vec<f64>>,
}

/// One of the others as believed.
#[derive(Debug)]
struct Responder {
    party: usize,
    minds: Vec<Mind>,
    /// Margin of each combo to each mind, combo by combo.
    margins: Vec<f64>,
    /// The mean of these, by combo.
    means: Vec<f64>,
}

/// A prior draw of a party.
#[derive(Debug)]
struct Mind {
    kind: usize,
    reservation: f64,
    constant: f64,
    lambda: f64,
    best_total: f64,
    /// Share of its best margin that it takes, where its acceptance has one.
    share: Option<f64>,
}

/// What a mind takes.
#[derive(Debug)]
struct Bar {
    /// What no deal is worth to it.
    floor: f64,
    /// Least gain over that.
    least: f64,
    /// Sharpness of its logit, where it has one.
    lambda: Option<f64>,
}

impl OfferBelief {
    /// Draws the belief where there is only one offer; empty elsewhere.
    pub(crate) fn draw(game: &Game, seed: u64) -> Self {
        let Some((proposer, belief_draws)) = game.protocol.only_offer() else {
            return Self::default();
        };
        let others = members(game.consent.all_named() & !mask(&[proposer]));
        let mut belief = Self {
            responders: others
                .map(|party| Responder::draw(game, party, seed, belief_draws))
                .collect(),
            accepted: None,
        };
        let moved = !game.levers.is_empty() || !game.drivers.is_empty();
        if !moved {
            let bars = belief.bars(game, |_| 0.0);
            let chance = |index| belief.probability(game, &bars, index);
            belief.accepted = Some((0..game.blocks.listed()).map(chance).collect());
        }
        belief
    }

    /// What each mind of each responder takes, where the reservation values have moved by so much.
    fn bars(&self, game: &Game, shift: impl Fn(usize) -> f64) -> Vec<Vec<Bar>> {
        let responders = self.responders.iter();
        responders
            .map(|responder| responder.bars(game, shift(responder.party)))
            .collect()
    }

    /// Probability that a deal would find the consent it needs beside the proposer's.
    fn probability(&self, game: &Game, bars: &[Vec<Bar>], index: u32) -> f64 {
        let mut deal = Vec::new();
        game.blocks.decode(index, &mut deal);
        let named = game.consent.deal_named(&deal);
        let pairs = self.responders.iter().zip(bars);
        let asked = pairs.filter(|(responder, _)| named >> responder.party & 1 == 1);
        let asked: Vec<(usize, f64)> = asked
            .map(|(responder, bars)| (responder.party, responder.acceptance(game, bars, &deal)))
            .collect();
        game.consent.chance(&game.blocks, &deal, &asked)
    }
}

impl Responder {
    fn draw(game: &Game, party: usize, seed: u64, draws: u32) -> Self {
        // Who is certain is one mind.
        let count = if is_certain(game, party) { 1 } else { draws };
        let combos = game.blocks.combos();
        let mut minds = Vec::with_capacity(count as usize);
        let mut rows = Vec::with_capacity(count as usize * combos);
        each_prior_draw(game, party, seed, count, |draw| {
            let profile = &game.parties[party].profiles[draw.numbers.kind];
            minds.push(Mind {
                kind: draw.numbers.kind,
                reservation: draw.numbers.reservation,
                constant: draw.tables.constant,
                lambda: draw.numbers.lambda,
                best_total: draw.best_total,
                share: own_share(profile, Needs::of(&draw.numbers), 0, game.rounds),
            });
            rows.extend_from_slice(&draw.tables.margin);
        });
        let of_combo = |combo: usize| rows[combo..].iter().step_by(combos).copied();
        let mean = |combo: usize| of_combo(combo).sum::<f64>() / minds.len() as f64;
        Self {
            party,
            means: (0..combos).map(mean).collect(),
            margins: (0..combos).flat_map(of_combo).collect(),
            minds,
        }
    }

    fn bars(&self, game: &Game, shift: f64) -> Vec<Bar> {
        let bar = |mind: &Mind| {
            let profile = &game.parties[self.party].profiles[mind.kind];
            let floor = (mind.reservation + shift).clamp(0.0, 1.0) + mind.constant;
            let logit = matches!(profile.acceptance, AcceptanceKind::Logit { .. });
            let least = match mind.share {
                Some(share) => share * (mind.best_total - floor),
                None if logit => f64::NEG_INFINITY,
                None => 0.0,
            };
            Bar {
                floor,
                least: profile.least_margin(least) - INDIFFERENCE,
                lambda: logit.then_some(mind.lambda),
            }
        };
        self.minds.iter().map(bar).collect()
    }

    /// Share of its minds that would accept a deal, weighted by their logit where they have one.
    fn acceptance(&self, game: &Game, bars: &[Bar], deal: &[u32]) -> f64 {
        let count = self.minds.len();
        let mut margins = vec![0.0; count];
        for &combo in deal {
            let of_combo = &self.margins[combo as usize * count..][..count];
            for (margin, value) in margins.iter_mut().zip(of_combo) {
                *margin += value;
            }
        }
        let profiles = &game.parties[self.party].profiles;
        let forbids: Vec<bool> = profiles
            .iter()
            .map(|profile| profile.forbids(deal))
            .collect();
        let sum: f64 = if forbids.contains(&true) {
            let answers = self.minds.iter().zip(bars).zip(margins);
            let allowed = answers.filter(|((mind, _), _)| !forbids[mind.kind]);
            allowed.map(|((_, bar), margin)| bar.answer(margin)).sum()
        } else {
            let answers = bars.iter().zip(margins);
            answers.map(|(bar, margin)| bar.answer(margin)).sum()
        };
        sum / count as f64
    }
}

impl Bar {
    /// Probability of a yes to a deal whose margins add up to so much, red lines apart.
    fn answer(&self, total: f64) -> f64 {
        let margin = total - self.floor;
        match self.lambda {
            _ if margin < self.least => 0.0,
            Some(lambda) => logistic(lambda * margin),
            None => 1.0,
        }
    }
}

/// The deal of greatest expected gain by its number, with that gain and the chance that it is accepted.
pub(super) struct Best {
    /// Number of the deal.
    pub(super) index: u32,
    chance: f64,
    gain: f64,
}

impl Best {
    /// Whether a proposer with this belief would rather make this offer than that.
    fn is_better(&self, than: &Self, belief: &OfferBelief, game: &Game) -> bool {
        let clear = |gain: &f64| gain.abs() > INDIFFERENCE;
        let own = [self.gain - than.gain, self.chance - than.chance];
        let decided = own.into_iter().find(clear).or_else(|| {
            let mut deals = [Vec::new(), Vec::new()];
            for (deal, index) in deals.iter_mut().zip([self.index, than.index]) {
                game.blocks.decode(index, deal);
            }
            // What a party may fall back on is the same beside both.
            let mut gains = belief.responders.iter().map(|responder| {
                let [here, there] = deals.each_ref().map(|deal| total(&responder.means, deal));
                here - there
            });
            gains.find(clear)
        });
        decided.is_some_and(|gain| gain > 0.0)
    }
}

/// Finds the deal x of greatest `A(x) · m(x)`; none where the proposer expects each acceptable deal to be refused.
pub(super) fn weigh(side: Side<'_>, belief: &OfferBelief) -> Option<Best> {
    let (talks, game) = (side.talks, side.game);
    let bars = match belief.accepted {
        Some(_) => Vec::new(),
        None => belief.bars(game, |party| talks.reservation_shift(party)),
    };
    let mut offer = Vec::new();
    let mut best: Option<Best> = None;
    for index in 0..game.blocks.listed() {
        game.blocks.decode(index, &mut offer);
        let least = best.as_ref().map_or(0.0, |best| best.gain);
        let margin = side.margin(&offer);
        if margin < least - INDIFFERENCE {
            // The chance of acceptance is at most 1, so this deal cannot promise as much.
            continue;
        }
        let chance = match &belief.accepted {
            Some(accepted) => accepted[index as usize],
            None => belief.probability(game, &bars, index),
        };
        let found = Best {
            index,
            chance,
            gain: chance * margin.max(0.0),
        };
        let better = match &best {
            Some(best) => found.is_better(best, belief, game),
            None => chance > 0.0,
        };
        if better && side.accepts(&offer) {
            best = Some(found);
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

/// The proposer's best offer by its belief, as in a run; none where it expects each to be refused, or more than one is
/// made.
pub(crate) fn best_by_belief(talks: &Talks, game: &Game, seed: u64) -> Option<OneTimeOffer> {
    let (proposer, belief_draws) = game.protocol.only_offer()?;
    let belief = OfferBelief::draw(game, seed);
    let best = weigh(talks.side(game, proposer.index()), &belief)?;
    let mut offer = Vec::new();
    game.blocks.decode(best.index, &mut offer);
    Some(OneTimeOffer {
        proposer,
        deal: game.blocks.deal_of(&offer),
        gain: best.gain,
        refusal: 1.0 - best.chance,
        draws: belief_draws,
    })
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, Sketch, game, opened, pie};
    use crate::bargaining::strategy::offer_belief::best_by_belief;

    const ULTIMATUM: &str = "protocol.ultimatum = { proposer = \"p0\" }";

    #[test]
    fn the_best_offer_weighs_gain_against_refusal() {
        // The other's reservation value is uniform: an offer that gives it s is taken with probability s.
        let uncertain = Sketch {
            lines: "",
            reservation: 0.0,
            scores: vec![vec![1.0, 0.75, 0.5, 0.25, 0.0]],
        };
        let proposer = Sketch {
            scores: vec![vec![0.0, 0.25, 0.5, 0.75, 1.0]],
            ..uncertain
        };
        let game = game(1, ULTIMATUM, &[proposer, uncertain], "");
        let offer =
            best_by_belief(&opened(&game), &game, 1).expect("an offer that promises a gain");
        assert_eq!(
            offer.deal.0,
            [4],
            "who has nothing to fall back on takes anything"
        );
        assert_eq!((offer.gain, offer.refusal), (1.0, 0.0));
    }

    #[test]
    fn where_more_is_offered_there_is_no_such_offer() {
        let game = pie(1, OFFERS, ["", ""]);
        assert_eq!(best_by_belief(&opened(&game), &game, 1), None);
    }
}
