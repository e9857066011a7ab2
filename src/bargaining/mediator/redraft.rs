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
use crate::bargaining::protocol::Room;
use crate::game::Stream;
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

impl Drafter {
    /// Picks one draw for each party by what the mediator believes.
    pub(crate) fn pick(&mut self, room: &Room<'_>, belief: &Belief, stream: &mut Stream) {
        let prior = &room.prepared.prior;
        self.picks.clear();
        for (seat, bank) in prior.parties.iter().enumerate() {
            let draw = belief.sample(prior, seat, stream.uniform());
            let shift = room.talks.reservation_shift(bank.party);
            self.picks.push(Pick {
                party: bank.party,
                draw,
                floor: bank.draws[draw].floor(shift),
            });
        }
    }

    /// Replaces the text by the best draft found for the draws picked; only the issues `open`, as bits, may change.
    ///
    /// `reports` are those of the visited parties, in order; none where nothing is carried.
    pub(crate) fn redraft(
        &mut self,
        room: &Room<'_>,
        mediation: &Mediation,
        reports: &[Report],
        open: u64,
        text: &mut Vec<u32>,
    ) {
        let game = room.game();
        let own = room.talks.side(game, mediation.mediator.index());
        let picks = std::mem::take(&mut self.picks);
        let judge = Judge::new(own, mediation, &room.prepared.prior, &picks);
        self.best.text.clone_from(text);
        self.best.score = f64::NEG_INFINITY;
        self.climb_from(&judge, open, text, true);
        let mut start = Vec::new();
        for report in reports {
            start.clone_from(text);
            game.blocks.take_over(&mut start, &report.markup, open);
            self.climb_from(&judge, open, &start, false);
        }
        std::mem::swap(text, &mut self.best.text);
        self.picks = picks;
    }

    /// Improves one start by the mediator's number of changes and keeps it when it beats the best so far.
    fn climb_from(&mut self, judge: &Judge<'_>, open: u64, start: &[u32], present: bool) {
        if !present && forbidden(judge.own, start) {
            return;
        }
        start.clone_into(&mut self.trial.text);
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
