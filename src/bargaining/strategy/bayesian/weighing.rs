//! Which of the deals worth weighing to offer, and what waiting is worth.
//!
//! With m the margin of a deal and `A_s` its chance of consent in round s, waiting is worth the greatest `d_s · A_s(x) · m(x)` over
//! the rounds looked at and the deals x. Hardly any of these need to be worked out. Whoever concedes needs less in later
//! rounds, so `A_s(x) ≤ A_u(x)` for s < u; and a chance is at most 1. So the rounds are gone through from the last to the first, a
//! chance found in one bounds that of the same deal in those before it, and what cannot exceed the greatest value found
//! so far is passed over. Whether every mind needs no less in the earlier of two rounds is looked up, not assumed: where one
//! does, the bounds begin at 1 again.

use crate::bargaining::strategy::bayesian::candidates::Candidates;
use crate::bargaining::strategy::bayesian::other::{Other, Reply};
use crate::bargaining::strategy::bayesian::turns::{may_offer, until_next_offer};
use crate::bargaining::strategy::picture::Picture;
use crate::bargaining::strategy::seat::View;
use crate::bargaining::strategy::settled::Settled;
use crate::game::INDIFFERENCE;

/// Most later rounds it looks at.
const LATER_ROUNDS_MAX: u32 = 16;

/// Rounding that a bound allows for: far more than sums of chances may cost.
const ROUNDING: f64 = 1e-9;

/// The same where what is bounded is near 0; below a difference that counts.
const ROUNDING_LEAST: f64 = 1e-13;

/// Reusable memory.
#[derive(Debug, Default)]
pub(super) struct Weighing {
    /// What the minds of all others need in the round looked at, and whether each of the others answers at all.
    needs: Vec<f64>,
    answers: Vec<bool>,
    /// The same of the round looked at before.
    needs_before: Vec<f64>,
    answers_before: Vec<bool>,
    /// By candidate: what its chance of consent is at most.
    ceilings: Vec<f64>,
    asked: Vec<(usize, f64)>,
    /// Margin of the candidate that waiting was last worth most by.
    hint: f64,
}

/// The turn of a party: what it sees, whom it believes to sit there, what it may offer.
pub(super) struct Turn<'a> {
    pub(super) view: View<'a>,
    pub(super) sharpness: f64,
    pub(super) others: &'a [Other],
    pub(super) candidates: &'a Candidates,
}

impl Turn<'_> {
    /// Rounds that may be held, as far as it knows.
    fn rounds(&self) -> u32 {
        let side = self.view.side;
        side.talks.deadline.min(side.numbers().leaves_after())
    }
}

impl Weighing {
    /// Offers the candidate of greatest expected gain, and holds out for that.
    pub(super) fn choose(
        &mut self,
        turn: &Turn<'_>,
        pictures: &mut [Picture],
        settled: &mut Settled,
    ) {
        let candidates = turn.candidates;
        let waiting = self.worth_of_waiting(turn, pictures);
        if !may_offer(turn.view) {
            settled.offer.clear();
            settled.offer.extend_from_slice(candidates.deal(0));
            settled.asks = waiting;
            return;
        }
        self.look_at(turn, pictures, turn.view.talks.round);
        let mut best: Option<(f64, usize)> = None;
        for (number, margin) in candidates.margins.iter().enumerate() {
            let above = margin - waiting;
            if let Some((most, _)) = best
                && at_most(self.ceilings[number] * above.max(0.0)) <= most
            {
                continue;
            }
            let gain = self.chance(turn, number) * above;
            // Of equals the one that is better for itself.
            if best.is_none_or(|(most, _)| gain > most + INDIFFERENCE) {
                best = Some((gain, number));
            }
        }
        if let Some((gain, number)) = best {
            settled.offer.clear();
            settled.offer.extend_from_slice(candidates.deal(number));
            settled.asks = waiting + gain.max(0.0);
        }
    }

    /// Greatest discounted expected gain from an offer in a later round.
    fn worth_of_waiting(&mut self, turn: &Turn<'_>, pictures: &mut [Picture]) -> f64 {
        let side = turn.view.side;
        let talks = side.talks;
        let keeps = side.numbers().discount * (1.0 - talks.breakdown);
        let (next, between) = until_next_offer(turn.view);
        let left = turn.rounds().max(talks.round + 1) - 1 - talks.round;
        let turns = (left + between - next) / between;
        let looks = turns.min(LATER_ROUNDS_MAX);
        self.forget();
        let margins = &turn.candidates.margins;
        self.ceilings.resize(margins.len(), 1.0);
        let near = margins.partition_point(|&margin| margin > self.hint);
        let near = near.min(margins.len().saturating_sub(1));
        let mut most = 0.0;
        for look in (1..=looks).rev() {
            let later = next + ((look * turns).div_ceil(looks) - 1) * between;
            let kept = libm::pow(keeps, f64::from(later));
            self.look_at(turn, pictures, talks.round + later);
            // The candidate that was best before first, since a great value spares many others.
            let others = (0..margins.len()).filter(|&number| number != near);
            for number in std::iter::once(near).chain(others) {
                let margin = margins[number];
                if at_most(kept * margin * self.ceilings[number]) <= most {
                    continue;
                }
                let chance = self.chance(turn, number);
                self.ceilings[number] = chance;
                let worth = kept * (margin * chance);
                if worth > most {
                    most = worth;
                    self.hint = margin;
                }
            }
        }
        most
    }

    /// Forgets the party's last turn.
    fn forget(&mut self) {
        self.needs.clear();
        self.answers.clear();
        self.ceilings.clear();
    }

    /// Turns to an earlier round, in which an offer would be made.
    fn look_at(&mut self, turn: &Turn<'_>, pictures: &mut [Picture], offered: u32) {
        std::mem::swap(&mut self.needs, &mut self.needs_before);
        std::mem::swap(&mut self.answers, &mut self.answers_before);
        self.needs.clear();
        self.answers.clear();
        let (view, rounds) = (turn.view, turn.rounds());
        for other in turn.others {
            let from = self.needs.len();
            let round = offered + u32::from(other.reply == Reply::Before);
            if other.reply == Reply::Silent {
                self.needs.resize(from + other.count(), 0.0);
            } else if round < rounds {
                let shares = pictures[other.party].needed(
                    view.other(other.party),
                    &view.prepared.bank,
                    round,
                );
                other.needs(shares, &mut self.needs);
            } else {
                self.needs.resize(from + other.count(), f64::INFINITY);
            }
            other.walk_out(round, &mut self.needs[from..]);
            self.answers
                .push(other.reply == Reply::Silent || round < rounds);
        }
        if !self.is_no_easier() {
            self.ceilings.fill(1.0);
        }
    }

    /// Whether everybody needs no less than in the round looked at before.
    fn is_no_easier(&self) -> bool {
        let mut answers = self.answers.iter().zip(&self.answers_before);
        let mut needs = self.needs.iter().zip(&self.needs_before);
        self.needs.len() == self.needs_before.len()
            && answers.all(|(here, before)| here <= before)
            && needs.all(|(here, before)| here >= before)
    }

    /// Probability that a candidate finds the consent it needs in the round looked at.
    fn chance(&mut self, turn: &Turn<'_>, number: usize) -> f64 {
        let game = turn.view.game;
        let deal = turn.candidates.deal(number);
        let named = game.consent.deal_named(deal);
        let (mut gains, mut needs) = (turn.candidates.gains(number), &self.needs[..]);
        self.asked.clear();
        for (other, answers) in turn.others.iter().zip(&self.answers) {
            let (own, needed);
            (own, gains) = gains.split_at(other.count());
            (needed, needs) = needs.split_at(other.count());
            if named >> other.party & 1 == 0 {
                continue;
            }
            let probability = if *answers {
                other.takes(own, needed, turn.sharpness)
            } else {
                0.0
            };
            self.asked.push((other.party, probability));
        }
        game.consent.chance(&game.blocks, deal, &self.asked)
    }
}

/// What a product of a chance with a margin is at most, as computed, where this is a bound on it.
fn at_most(bound: f64) -> f64 {
    bound + ROUNDING * bound.abs() + ROUNDING_LEAST
}
