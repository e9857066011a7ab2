//! The mediator's next text.
//!
//! With a belief: maximise `κ · ln(own gain) + Σ_p ln P_p` over the parties with a say, `P_p` the logit of p's margin under one
//! posterior draw for each party and round (posterior sampling explores, averaging sticks); a red line costs a fixed amount
//! instead of making P zero, else the objective is flat where talks start.
//!
//! *Search.* From the present text and from each wording the parties table, the single-issue change that improves the score
//! most is taken, as many times as the mediator makes changes; the best of the drafts so found is the next text.

use crate::bargaining::mediator::belief::Belief;
use crate::bargaining::mediator::channel::Report;
use crate::bargaining::mediator::judge::{Draft, Judge, Pick, forbidden};
use crate::bargaining::mediator::prior::Prior;
use crate::bargaining::search::take_over;
use crate::bargaining::talks::Talks;
use crate::game::{Game, Stream};
use crate::model::Mediation;

/// Memory of the redrafts, reused.
#[derive(Debug, Default)]
pub(crate) struct Drafter {
    best: Draft,
    trial: Draft,
    sums: Vec<(f64, f64)>,
    /// Bound of what each combo adds to a draft's score.
    pulls: Vec<f64>,
    picks: Vec<Pick>,
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
        let prior = materials.prior;
        let mut picks = std::mem::take(&mut self.picks);
        picks.clear();
        for (seat, bank) in prior.parties.iter().enumerate() {
            let draw = materials.belief.sample(prior, seat, stream.uniform());
            let sample = &bank.draws[draw];
            let shift = talks.reservation_shift(bank.party);
            let reservation = (sample.numbers.reservation + shift).clamp(0.0, 1.0);
            picks.push(Pick {
                party: bank.party,
                draw,
                floor: reservation + sample.tables.constant,
            });
        }
        let judge = Judge::new(talks, game, materials.mediation, prior, &picks);
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
        self.picks = picks;
    }

    /// Improves one start by the mediator's number of changes and keeps it when it beats the best so far.
    fn climb_from(&mut self, judge: &Judge<'_>, open: u64, start: &[u32], present: bool) {
        if !present && forbidden(judge.talks, judge.game, judge.mediation, start) {
            return;
        }
        self.trial.text.clear();
        self.trial.text.extend_from_slice(start);
        self.trial.score = judge.score(start, &mut self.sums);
        for _ in 0..judge.mediation.edits {
            let Some((score, block, combo)) =
                judge.best_change(&mut self.trial, open, &mut self.sums, &mut self.pulls)
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
}
