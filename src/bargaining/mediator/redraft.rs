//! The mediator's next text.
//!
//! With a belief: maximise κ · ln(own gain) + Σ_p ln P_p over the parties with a say, P_p the logit of p's margin under one
//! posterior draw for each party and round (posterior sampling explores, averaging sticks); a red line costs a fixed amount
//! instead of making P zero, else the objective is flat where talks start. Without one: blind hill climbing, one random
//! change at a time, kept when nobody finds it worse (Klein, Faratin, Sayama and Bar-Yam 2003).

use crate::bargaining::mediator::belief::{Belief, Prior};
use crate::bargaining::mediator::channel::Report;
use crate::bargaining::mediator::table::log_logistic;
use crate::bargaining::talks::Talks;
use crate::game::{Game, Stream, total};
use crate::model::{IssueId, Mediation};

/// Own gains below this count as this much: the logarithm must not swallow everything else.
const OWN_GAIN_MIN: f64 = 1e-6;
/// A change must improve a draft by more than rounding.
const IMPROVEMENT_MIN: f64 = 1e-12;
/// Times a blind mediator tries for a draft it would not itself refuse.
const BLIND_TRIES: u32 = 16;

/// What a draft is worth, and the sums from which its neighbours are worth something too.
#[derive(Clone, Debug, Default, PartialEq)]
struct Draft {
    text: Vec<u32>,
    score: f64,
}

/// What the mediator reckons one party wants.
#[derive(Clone, Copy, Debug)]
struct Seat<'a> {
    party: usize,
    margin: &'a [f64],
    lines_crossed: &'a [u8],
    floor: f64,
}

/// Memory of the redrafts, reused.
#[derive(Debug, Default)]
pub(crate) struct Drafter {
    best: Draft,
    trial: Draft,
    sums: Vec<(f64, f64)>,
}

/// What a redraft may use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Materials<'a> {
    pub(crate) mediation: &'a Mediation,
    pub(crate) prior: &'a Prior,
    pub(crate) belief: &'a Belief,
    /// Reports of the visited parties, in order; empty where nothing is carried.
    pub(crate) reports: &'a [Report],
    /// Issues that may be changed, as bits.
    pub(crate) open: u64,
}

impl Drafter {
    /// Replaces the text by the best draft found.
    pub(crate) fn redraft(
        &mut self,
        talks: &Talks,
        game: &Game,
        materials: Materials<'_>,
        stream: &mut Stream,
        text: &mut Vec<u32>,
    ) {
        let seats: Vec<Seat<'_>> = (0..materials.prior.parties.len())
            .map(|seat| {
                let party = materials.prior.parties[seat].party;
                let draw = materials
                    .belief
                    .sample(materials.prior, seat, stream.uniform());
                let numbers = &draw.numbers;
                let shift = talks.reservations[party] - talks.nature.parties[party].reservation;
                Seat {
                    party,
                    margin: &draw.tables.margin,
                    lines_crossed: &game.parties[party].profiles[numbers.kind].lines_crossed,
                    floor: (numbers.reservation + shift).clamp(0.0, 1.0) + draw.tables.constant,
                }
            })
            .collect();
        let judge = Judge {
            talks,
            game,
            mediation: materials.mediation,
            seats: &seats,
        };
        self.best.text.clear();
        self.best.text.extend_from_slice(text);
        self.best.score = f64::NEG_INFINITY;
        self.climb_from(&judge, materials.open, text, true);
        let mut start = Vec::new();
        for report in materials.reports {
            start.clone_from(text);
            take_over(game, &mut start, &report.markup, materials.open);
            self.climb_from(&judge, materials.open, &start, false);
        }
        std::mem::swap(text, &mut self.best.text);
    }

    /// Improves one start by the mediator's number of changes and keeps it when it beats the best so far.
    fn climb_from(&mut self, judge: &Judge<'_>, open: u64, start: &[u32], present: bool) {
        if !present && judge.forbidden(start) {
            return;
        }
        self.trial.text.clear();
        self.trial.text.extend_from_slice(start);
        self.trial.score = judge.score(start, &mut self.sums);
        for _ in 0..judge.mediation.edits {
            let Some((score, block, combo)) = judge.best_change(&self.trial, open, &mut self.sums)
            else {
                break;
            };
            self.trial.text[block] = combo;
            self.trial.score = score;
        }
        if self.trial.score > self.best.score {
            std::mem::swap(&mut self.trial, &mut self.best);
        }
    }

    /// A blind mediator's next text: the base with random changes that it would not itself refuse.
    pub(crate) fn mutate(
        talks: &Talks,
        game: &Game,
        mediation: &Mediation,
        open: u64,
        base: &[u32],
        stream: &mut Stream,
        text: &mut Vec<u32>,
    ) {
        let judge = Judge {
            talks,
            game,
            mediation,
            seats: &[],
        };
        let choices: Vec<usize> = (0..game.issues)
            .filter(|&issue| open >> issue & 1 == 1 && game.option_count(issue) > 1)
            .collect();
        for _ in 0..BLIND_TRIES {
            text.clear();
            text.extend_from_slice(base);
            for _ in 0..mediation.edits {
                let Ok(count) = u32::try_from(choices.len()) else {
                    continue;
                };
                if count == 0 {
                    return;
                }
                let issue = IssueId::at(choices[stream.below(count) as usize]);
                let block = game.blocks.of_issue[issue.index()].0 as usize;
                let present = game.blocks.option(text[block], issue);
                let others = u32::try_from(game.option_count(issue.index()) - 1)
                    .expect("at most 64 options");
                let pick = u8::try_from(stream.below(others)).expect("at most 64 options");
                let option = if pick >= present { pick + 1 } else { pick };
                text[block] = game.blocks.with_option(text[block], issue, option);
            }
            if !judge.forbidden(text) {
                return;
            }
        }
        text.clear();
        text.extend_from_slice(base);
    }
}

/// Gives some issues of a deal the options they have in another.
pub(crate) fn take_over(game: &Game, deal: &mut [u32], from: &[u32], issues: u64) {
    for issue in (0..game.issues).filter(|&issue| issues >> issue & 1 == 1) {
        let id = IssueId::at(issue);
        let block = game.blocks.of_issue[issue].0 as usize;
        let option = game.blocks.option(from[block], id);
        deal[block] = game.blocks.with_option(deal[block], id, option);
    }
}

/// Values drafts.
struct Judge<'a> {
    talks: &'a Talks,
    game: &'a Game,
    mediation: &'a Mediation,
    seats: &'a [Seat<'a>],
}

impl Judge<'_> {
    /// A mediator never tables what it would itself refuse where its consent is needed.
    fn forbidden(&self, text: &[u32]) -> bool {
        let mediator = self.mediation.mediator.index();
        self.game.consent.deal_named(text) >> mediator & 1 == 1
            && !self.talks.acceptable(self.game, mediator, text)
    }

    /// Margin total and red lines crossed of a text, for the mediator and then for each seat.
    fn add_up(&self, text: &[u32], sums: &mut Vec<(f64, f64)>) {
        let mediator = self.mediation.mediator.index();
        sums.clear();
        sums.push((total(&self.talks.tables[mediator].margin, text), 0.0));
        for seat in self.seats {
            let crossed = text
                .iter()
                .map(|&combo| f64::from(seat.lines_crossed[combo as usize]))
                .sum();
            sums.push((total(seat.margin, text), crossed));
        }
    }

    fn score(&self, text: &[u32], sums: &mut Vec<(f64, f64)>) -> f64 {
        self.add_up(text, sums);
        let named = self.game.consent.deal_named(text);
        let own = self.own_term(sums[0].0);
        self.seats
            .iter()
            .zip(&sums[1..])
            .fold(own, |score, (seat, &(sum, crossed))| {
                score + self.seat_term(seat, named, sum, crossed)
            })
    }

    fn own_term(&self, sum: f64) -> f64 {
        if self.mediation.kappa <= 0.0 {
            return 0.0;
        }
        let gain = sum - self.talks.floor(self.mediation.mediator.index());
        self.mediation.kappa * libm::log(gain.max(OWN_GAIN_MIN))
    }

    fn seat_term(&self, seat: &Seat<'_>, named: u32, sum: f64, crossed: f64) -> f64 {
        if named >> seat.party & 1 == 0 {
            return 0.0;
        }
        let belief = &self.mediation.belief;
        log_logistic(belief.likelihood_lambda * (sum - seat.floor))
            - belief.red_line_penalty * crossed
    }

    /// The single-issue change of open issues that improves a draft most, with the score it leads to.
    fn best_change(
        &self,
        draft: &Draft,
        open: u64,
        sums: &mut Vec<(f64, f64)>,
    ) -> Option<(f64, usize, u32)> {
        self.add_up(&draft.text, sums);
        let mut best: Option<(f64, usize, u32)> = None;
        for (index, block) in self.game.blocks.list.iter().enumerate() {
            let present = draft.text[index];
            let others = self.game.consent.deal_named(&draft.text[..index])
                | self.game.consent.deal_named(&draft.text[index + 1..]);
            for combo in
                (block.start..block.end).filter(|&combo| self.single_change(open, present, combo))
            {
                let named = others | self.game.consent.named[combo as usize];
                let score = self.changed_score(present, combo, named, sums);
                let bar = best.map_or(draft.score + IMPROVEMENT_MIN, |(score, ..)| score);
                if score > bar && !self.changed_forbidden(draft, index, combo, named) {
                    best = Some((score, index, combo));
                }
            }
        }
        best
    }

    fn single_change(&self, open: u64, present: u32, combo: u32) -> bool {
        if present == combo || self.game.blocks.distance(present, combo) != 1 {
            return false;
        }
        !crate::bargaining::markup::breaks_lock(self.game, present, combo, !open)
    }

    fn changed_score(&self, present: u32, combo: u32, named: u32, sums: &[(f64, f64)]) -> f64 {
        let (present, combo) = (present as usize, combo as usize);
        let own = &self.talks.tables[self.mediation.mediator.index()].margin;
        let own = self.own_term(sums[0].0 - own[present] + own[combo]);
        self.seats
            .iter()
            .zip(&sums[1..])
            .fold(own, |score, (seat, &(sum, crossed))| {
                let sum = sum - seat.margin[present] + seat.margin[combo];
                let crossed = crossed - f64::from(seat.lines_crossed[present])
                    + f64::from(seat.lines_crossed[combo]);
                score + self.seat_term(seat, named, sum, crossed)
            })
    }

    fn changed_forbidden(&self, draft: &Draft, block: usize, combo: u32, named: u32) -> bool {
        let mediator = self.mediation.mediator.index();
        if named >> mediator & 1 == 0 {
            return false;
        }
        let mut text = draft.text.clone();
        text[block] = combo;
        !self.talks.acceptable(self.game, mediator, &text)
    }
}
