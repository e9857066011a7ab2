//! The mediator's next text.
//!
//! With a belief: maximise `κ · ln(own gain) + Σ_p ln P_p` over the parties with a say, `P_p` the logit of p's margin under one
//! posterior draw for each party and round (posterior sampling explores, averaging sticks); a red line costs a fixed amount
//! instead of making P zero, else the objective is flat where talks start. The draw may weigh less as the deadline nears, the rest being
//! the mean of `ln P_p` over several draws: whoever explores to the end tables at the end what one draw would take, not what is likeliest
//! to pass.
//!
//! *Search.* From the present text and from each wording the parties table, the single-issue change that improves the score
//! most is taken, as many times as the mediator makes changes; the best of the drafts so found is the next text.
//!
//! Without a belief: blind hill climbing, a few random changes at a time to a base that is replaced when nobody finds the
//! changed text worse (Klein, Faratin, Sayama and Bar-Yam 2003).

use crate::bargaining::mediator::belief::Belief;
use crate::bargaining::mediator::channel::Report;
use crate::bargaining::mediator::judge::{Draft, Judge, Pick, forbidden};
use crate::bargaining::protocol::Room;
use crate::bargaining::talks::Side;
use crate::game::Stream;
use crate::model::{IssueId, Mediation};

/// Draws over which the mean is taken: the red lines of two types and the spread of fallbacks show in so few, and each makes a redraft
/// dearer.
pub(crate) const SEVERAL: usize = 8;

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
    /// Picks one draw for each party by what the mediator believes, and several where the text is drafted for their mean too.
    pub(crate) fn pick(
        &mut self,
        room: &Room<'_>,
        mediation: &Mediation,
        belief: &mut Belief,
        stream: &mut Stream,
    ) {
        let (game, prior) = (room.game(), &room.prepared.prior);
        let own = &room.talks.nature.parties[mediation.mediator.index()];
        let rounds = room.talks.deadline.min(own.leaves_after());
        // What is drafted after a round is the text of the next.
        let weight = mediation.explores(room.talks.round + 1, rounds);
        let several = if weight < 1.0 { SEVERAL } else { 0 };
        let each = 1 + several;
        self.picks
            .resize_with(each * prior.parties.len(), Pick::default);
        let picks = self.picks.chunks_exact_mut(each);
        for (place, (bank, picks)) in prior.parties.iter().zip(picks).enumerate() {
            let shift = room.talks.reservation_shift(bank.party);
            let uniform = stream.uniform();
            let settings = &mediation.belief;
            if let Some(picked) = belief.sample(game, prior, settings, (place, uniform)) {
                picks[0].take((game, bank), picked, (shift, weight));
            }
            if several > 0 {
                let drawn = belief.several(place, several, stream.uniform());
                let share = (1.0 - weight) / several as f64;
                for (pick, draw) in picks[1..].iter_mut().zip(drawn) {
                    pick.take((game, bank), draw, (shift, share));
                }
            }
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
        let judge = Judge::new(own, mediation, &picks);
        self.best.text.clone_from(text);
        self.best.score = f64::NEG_INFINITY;
        self.climb_from(&judge, open, text, true);
        let mut start = Vec::new();
        for report in reports {
            start.clone_from(text);
            game.blocks.take_over(&mut start, &report.markup, open);
            if start != *text {
                self.climb_from(&judge, open, &start, false);
            }
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

/// Times a blind mediator tries for a draft it would not itself refuse.
const TRIES: u32 = 16;

/// Writes the base with random changes of open issues into `text`; the base itself where every try is one the mediator
/// would refuse.
pub(crate) fn mutate(
    mediator: Side<'_>,
    edits: u32,
    open: u64,
    base: &[u32],
    stream: &mut Stream,
    text: &mut Vec<u32>,
) {
    let game = mediator.game;
    let has_choice = |issue: &IssueId| game.option_count(issue.index()) > 1;
    let choices = || game.blocks.issues(open).filter(has_choice);
    let count = u32::try_from(choices().count()).expect("at most 64 issues");
    for _ in 0..TRIES {
        base.clone_into(text);
        if count == 0 {
            return;
        }
        for _ in 0..edits {
            let picked = choices().nth(stream.below(count) as usize);
            let issue = picked.expect("fewer than there are");
            let present = game.blocks.option_in(text, issue);
            let others =
                u32::try_from(game.option_count(issue.index()) - 1).expect("at most 1,024 options");
            let pick = u16::try_from(stream.below(others)).expect("at most 1,024 options");
            let option = if pick >= present { pick + 1 } else { pick };
            game.blocks.set_option(text, issue, option);
        }
        if !forbidden(mediator, text) {
            return;
        }
    }
    base.clone_into(text);
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deal, mediated, opened};
    use crate::bargaining::mediator::judge::forbidden;
    use crate::bargaining::mediator::redraft::mutate;
    use crate::game::{Owner, Purpose, Stream};

    /// How many issues differ from the base in each of 200 texts, and whether one would be refused by its author.
    fn changes(edits: u32, open: u64) -> Vec<usize> {
        let settings = format!("belief-draws = 0\nedits = {edits}");
        let game = mediated("single-text", &settings);
        let mediation = game.mediation().expect("a mediator drafts");
        let talks = opened(&game);
        let mediator = talks.side(&game, mediation.mediator.index());
        let base = deal(&game, &[1, 1, 2]);
        let mut stream = Stream::new(1, Purpose::Moves, Owner::named("mediator"), 0);
        let mut text = Vec::new();
        let texts = (0..200).map(|_| {
            mutate(mediator, edits, open, &base, &mut stream, &mut text);
            assert!(!forbidden(mediator, &text));
            let options = game.blocks.deal_of(&text).0;
            let changed = (0..3).filter(|&issue| options[issue] != [1, 1, 2][issue]);
            let changed: Vec<usize> = changed.collect();
            assert!(changed.iter().all(|issue| open >> issue & 1 == 1));
            changed.len()
        });
        texts.collect()
    }

    #[test]
    fn open_issues_alone_change() {
        assert!(changes(1, 0b010).contains(&1));
        assert!(changes(1, 0).iter().all(|&changed| changed == 0));
    }

    #[test]
    fn at_most_so_many_issues_change_as_the_mediator_makes_edits() {
        assert!(changes(1, 0b111).iter().all(|&changed| changed <= 1));
        let two = changes(2, 0b111);
        assert!(two.iter().all(|&changed| changed <= 2) && two.contains(&2));
    }
}
