//! What a Bayesian party believes about each of the others: weighted draws from the prior, reweighted by what it hears.
//!
//! A draw stands for a type with all its numbers. In its eyes the other asks by its own concession rule (a rule that
//! follows the others is taken to concede evenly) and takes a deal x with probability `F(λ(m(x) − needs))` where x is
//! acceptable to it, else never. An offer y has the likelihood `exp(−½ (λ(m(y) − asks))²)`: offers are worth to their
//! author about what it asks (Hindriks and Tykhonov 2008). Everything heard may be a slip, with probability 0.01.

use crate::bargaining::chance::logistic;
use crate::bargaining::strategy::demand::{Needs, asked_share, needed_share};
use crate::bargaining::strategy::heard::{Answer, Heard, Said};
use crate::bargaining::talks::{Talks, best_total};
use crate::game::{
    CompiledProfile, ConcessionKind, Game, INDIFFERENCE, Owner, PriorDraw, Purpose, Stream,
    prior_draws, total,
};

/// Times as many draws are banked as a party uses in a run.
const BANK_FACTOR: u32 = 8;
/// Probability that something heard says nothing.
const SLIP: f64 = 0.01;

/// Prior draws of every party, for all who keep a belief of a certain size.
#[derive(Debug, Default)]
pub(crate) struct OpponentBank {
    shelves: Vec<Shelf>,
}

/// Prior draws of every party with a say for beliefs of one size.
#[derive(Debug)]
struct Shelf {
    count: u32,
    /// Party by party; none for who has no say.
    parties: Vec<Vec<BankedDraw>>,
}

/// A prior draw with the margin total of its best deal.
#[derive(Debug)]
pub(super) struct BankedDraw {
    pub(super) draw: PriorDraw,
    best_total: f64,
}

impl OpponentBank {
    /// Draws the bank; empty where nobody needs it.
    pub(crate) fn draw(game: &Game, seed: u64) -> Self {
        let mut sizes: Vec<u32> = Vec::new();
        for profile in game.parties.iter().flat_map(|party| &party.profiles) {
            if let ConcessionKind::Bayesian { draws, .. } = profile.concession
                && game.takes_turns()
                && !sizes.contains(&draws)
            {
                sizes.push(draws);
            }
        }
        let shelves = sizes.into_iter().map(|count| Shelf {
            count,
            parties: (0..game.parties.len())
                .map(|party| banked(game, party, seed, count * BANK_FACTOR))
                .collect(),
        });
        Self {
            shelves: shelves.collect(),
        }
    }

    fn shelf(&self, count: u32) -> &Shelf {
        self.shelves
            .iter()
            .find(|shelf| shelf.count == count)
            .expect("every size of belief has its shelf")
    }
}

fn banked(game: &Game, party: usize, seed: u64, count: u32) -> Vec<BankedDraw> {
    if !has_a_say(game, party) {
        return Vec::new();
    }
    let draws = prior_draws(game, party, seed, count).into_iter();
    draws
        .map(|draw| {
            let profile = &game.parties[party].profiles[draw.numbers.kind];
            BankedDraw {
                best_total: best_total(game, profile, &draw.tables.margin),
                draw,
            }
        })
        .collect()
}

/// Whether some deal needs a party's consent or it speaks in turn.
fn has_a_say(game: &Game, party: usize) -> bool {
    let named = game.consent.named.iter().fold(0, |all, named| all | named);
    (named | game.speakers()) >> party & 1 == 1
}

/// The belief of one party about another in one run.
#[derive(Debug, Default)]
pub(super) struct Picture {
    /// Weight of each draw.
    pub(super) weights: Vec<f64>,
    /// Where this run's stretch of the bank begins.
    offset: usize,
}

/// One draw as it stands now.
pub(super) struct Mind<'a> {
    profile: &'a CompiledProfile,
    draw: &'a PriorDraw,
    floor: f64,
    best: f64,
}

impl Picture {
    pub(super) fn start(&mut self, bank: &OpponentBank, count: u32, other: usize, talks: &Talks) {
        self.weights.clear();
        if bank.shelf(count).parties[other].is_empty() {
            return;
        }
        let owner = Owner::named("stretch");
        let mut stream = Stream::new(talks.seed, Purpose::Belief, owner, talks.run);
        self.offset = stream.below(count * BANK_FACTOR) as usize;
        self.weights.resize(count as usize, 1.0);
    }

    /// The minds the belief gives weight to, in order.
    pub(super) fn minds<'a>(
        &self,
        talks: &'a Talks,
        game: &'a Game,
        bank: &'a OpponentBank,
        other: usize,
    ) -> impl Iterator<Item = Mind<'a>> + use<'a> {
        let count = self.weights.len();
        let banked = &bank
            .shelf(u32::try_from(count).expect("at most 4,096 draws"))
            .parties[other];
        let offset = self.offset;
        // Of a moving reservation value others see how much it has moved.
        let shift = talks.reservation_shift(other);
        (0..count).map(move |place| {
            let banked = &banked[(offset + place) % banked.len()];
            let numbers = &banked.draw.numbers;
            let floor = (numbers.reservation + shift).clamp(0.0, 1.0) + banked.draw.tables.constant;
            Mind {
                profile: &game.parties[other].profiles[numbers.kind],
                draw: &banked.draw,
                floor,
                best: banked.best_total - floor,
            }
        })
    }

    /// Learns from what the other said in the present round.
    pub(super) fn learn(
        &mut self,
        talks: &Talks,
        game: &Game,
        bank: &OpponentBank,
        sharpness: f64,
        heard: Heard<'_>,
    ) {
        let minds = self.minds(talks, game, bank, heard.party);
        for (mind, weight) in minds.zip(&mut self.weights) {
            let likelihood = match heard.said {
                Said::Offered => {
                    let asks = mind.asks(talks.round, game.rounds);
                    mind.offers(heard.deal, asks, sharpness)
                }
                Said::Answered(answer) => {
                    let needs = mind.needs(talks.round, game.rounds);
                    says(answer, mind.takes(heard.deal, needs, sharpness))
                }
                Said::Voted(answer) => says(answer, mind.takes(heard.deal, 0.0, sharpness)),
            };
            *weight *= SLIP + (1.0 - SLIP) * likelihood;
        }
        let greatest = self.weights.iter().copied().fold(0.0, f64::max);
        for weight in &mut self.weights {
            *weight /= greatest;
        }
    }
}

fn says(answer: Answer, probability: f64) -> f64 {
    match answer {
        Answer::Yes => probability,
        Answer::No => 1.0 - probability,
    }
}

impl Mind<'_> {
    /// Margin it asks for in a round.
    pub(super) fn asks(&self, round: u32, rounds: u32) -> f64 {
        let numbers = &self.draw.numbers;
        let (start, exponent) = (numbers.start, numbers.exponent);
        asked_share(self.profile.concession, start, exponent, round, rounds) * self.best
    }

    /// Margin from which on it takes a deal in a round.
    pub(super) fn needs(&self, round: u32, rounds: u32) -> f64 {
        let needs = Needs::of(&self.draw.numbers);
        needed_share(self.profile, needs, round, rounds) * self.best
    }

    /// Its margin of a deal; none where the deal is not acceptable to it.
    fn gain(&self, deal: &[u32]) -> Option<f64> {
        let margin = total(&self.draw.tables.margin, deal) - self.floor;
        let floor = self.profile.floor;
        (!floor || margin >= -INDIFFERENCE && !self.crosses(deal)).then_some(margin)
    }

    fn crosses(&self, deal: &[u32]) -> bool {
        let lines = &self.profile.lines_crossed;
        deal.iter().any(|&combo| lines[combo as usize] > 0)
    }

    /// Probability that it takes a deal when it needs this margin.
    fn takes(&self, deal: &[u32], needs: f64, sharpness: f64) -> f64 {
        let gain = self.gain(deal);
        gain.map_or(0.0, |gain| logistic(sharpness * (gain - needs)))
    }

    /// Margin of each combo to it; minus infinity where a red line forbids the combo.
    pub(super) fn margins(&self) -> impl Iterator<Item = f64> {
        let lines = self.profile.lines_crossed.iter();
        let floor = self.profile.floor;
        let pairs = self.draw.tables.margin.iter().zip(lines);
        pairs.map(move |(&margin, &crossed)| {
            if floor && crossed > 0 {
                f64::NEG_INFINITY
            } else {
                margin
            }
        })
    }

    /// What a deal's margin total must reach to be worth as much as none.
    pub(super) fn floor(&self) -> f64 {
        self.floor
    }

    /// Whether it takes nothing that is worth less.
    pub(super) fn is_strict(&self) -> bool {
        self.profile.floor
    }

    /// Likelihood that it offers a deal when it asks for this margin.
    fn offers(&self, deal: &[u32], asks: f64, sharpness: f64) -> f64 {
        if self.best == f64::NEG_INFINITY || self.profile.floor && self.crosses(deal) {
            return 0.0;
        }
        let margin = total(&self.draw.tables.margin, deal) - self.floor;
        let error = sharpness * (margin - asks);
        libm::exp(-0.5 * error * error)
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, Sketch, game, opened};
    use crate::bargaining::strategy::heard::{Heard, Said};
    use crate::bargaining::strategy::picture::{OpponentBank, Picture};

    #[test]
    fn an_offer_speaks_for_the_draws_that_would_ask_as_much() {
        let game = game(
            9,
            OFFERS,
            &[
                Sketch {
                    lines: "strategy.concession.bayesian = { belief-draws = 16 }",
                    reservation: 0.0,
                    scores: vec![vec![0.0, 0.5, 1.0]],
                },
                Sketch {
                    lines: "strategy.concession.time-dependent = { start = { uniform = [0.2, 1.0] } }",
                    reservation: 0.0,
                    scores: vec![vec![1.0, 0.5, 0.0]],
                },
            ],
            "",
        );
        let bank = OpponentBank::draw(&game, 1);
        let talks = opened(&game);
        let mut picture = Picture::default();
        picture.start(&bank, 16, 1, &talks);
        assert_eq!(picture.weights, [1.0; 16]);
        let heard = Heard {
            party: 1,
            deal: &[0],
            said: Said::Offered,
        };
        picture.learn(&talks, &game, &bank, 10.0, heard);
        let minds = picture.minds(&talks, &game, &bank, 1);
        let asked: Vec<f64> = minds.map(|mind| mind.asks(0, 9)).collect();
        let of = |extreme: fn(f64, f64) -> f64, start| asked.iter().copied().fold(start, extreme);
        let place = |share: f64| {
            asked
                .iter()
                .position(|&asks| asks == share)
                .expect("a draw")
        };
        let greedy = picture.weights[place(of(f64::max, 0.0))];
        let modest = picture.weights[place(of(f64::min, 1.0))];
        assert!(greedy > 10.0 * modest, "{greedy} {modest}");
    }
}
