//! Ratification seen ahead (Putnam 1988; Iida 1993): a party refuses what its own body would approve with probability
//! below ρ.
//!
//! That is a second condition on its deals beside its own margin, so the searches for its best deal and its mark-up branch
//! over blocks and bound both.

use crate::bargaining::markup::{Question, breaks_lock};
use crate::bargaining::strategy::logistic;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{Game, StageRule, deal_matches, total};

impl Talks {
    /// Whether a party expects its own bodies to approve a deal with at least the probability it asks.
    pub(crate) fn anticipated(&self, game: &Game, party: usize, deal: &[u32]) -> bool {
        let least = self.profile(game, party).anticipate;
        least <= 0.0
            || game.parties[party].stages.iter().all(|&stage| {
                !stage_is_held(game, stage, deal) || self.approval(game, stage, deal) >= least
            })
    }

    /// Probability with which a body approves a deal; of a vote of parties, 0 or 1.
    pub(crate) fn approval(&self, game: &Game, stage: usize, deal: &[u32]) -> f64 {
        let compiled = &game.stages[stage];
        if deal_matches(&compiled.forbid, &game.blocks, deal) {
            return 0.0;
        }
        let numbers = &self.nature.stages[stage];
        match &compiled.rule {
            StageRule::Logit => {
                logistic(numbers.lambda * (total(&numbers.utility, deal) - numbers.reservation))
            }
            StageRule::Threshold => {
                let approves = total(&numbers.utility, deal) >= numbers.reservation - INDIFFERENCE;
                f64::from(u8::from(approves))
            }
            StageRule::Quota { votes, quota } => {
                let yes = votes
                    .iter()
                    .filter(|vote| self.acceptable(game, vote.0.index(), deal));
                let sum: f64 = yes.map(|vote| vote.1).sum();
                f64::from(u8::from(sum >= quota - 1e-9))
            }
        }
    }

    /// Greatest margin of any deal that a party may take, whatever its sign.
    pub(crate) fn best_margin(&self, game: &Game, party: usize) -> f64 {
        let free = self.best_totals[party] - self.floor(party);
        let profile = self.profile(game, party);
        if profile.anticipate <= 0.0 || !profile.floor {
            return free;
        }
        let blocks = game.blocks.list.len();
        let ranges = &self.ranges[party * blocks..(party + 1) * blocks];
        let best: Vec<u32> = ranges.iter().map(|range| range.best).collect();
        if self.anticipated(game, party, &best) {
            return free;
        }
        let mut search = Search::new(self, game, party, &best, 0, f64::NEG_INFINITY);
        search.descend(0, 0.0, u32::MAX);
        search
            .best
            .map_or(f64::NEG_INFINITY, |(value, _)| value - self.floor(party))
    }
}

/// Whether a stage is held for a deal.
pub(crate) fn stage_is_held(game: &Game, stage: usize, deal: &[u32]) -> bool {
    let when = &game.stages[stage].when;
    when.is_empty() || deal_matches(when, &game.blocks, deal)
}

/// Finds the mark-up of a party that anticipates: see [`crate::bargaining::markup`] for what is nearest.
pub(crate) fn nearest(
    talks: &Talks,
    game: &Game,
    party: usize,
    question: Question<'_>,
    need: f64,
    answer: &mut Vec<u32>,
) -> bool {
    let issues = u32::try_from(game.issues).expect("at most 64 issues");
    for changes in 0..=issues {
        let mut search = Search::new(talks, game, party, question.text, question.locked, need);
        search.descend(0, 0.0, changes);
        if let Some((_, deal)) = search.best {
            answer.clear();
            answer.extend_from_slice(&deal);
            return true;
        }
    }
    false
}

/// Depth-first search for the deal of greatest margin within so many changes of a text that its body would approve.
struct Search<'a> {
    talks: &'a Talks,
    game: &'a Game,
    party: usize,
    text: &'a [u32],
    need: f64,
    /// Combos of each block that may be taken, best margin first.
    candidates: Vec<Vec<u32>>,
    /// Greatest margin of this and all later blocks.
    margin_left: Vec<f64>,
    /// Greatest utility of this and all later blocks to each stage that is always held.
    approval_left: Vec<Vec<f64>>,
    /// Utility each such stage needs.
    stages: Vec<(usize, f64)>,
    deal: Vec<u32>,
    best: Option<(f64, Vec<u32>)>,
}

impl<'a> Search<'a> {
    fn new(
        talks: &'a Talks,
        game: &'a Game,
        party: usize,
        text: &'a [u32],
        locked: u64,
        need: f64,
    ) -> Self {
        let profile = talks.profile(game, party);
        let margin = &talks.tables[party].margin;
        let free = |combo: &u32| profile.lines_crossed[*combo as usize] == 0;
        let candidates: Vec<Vec<u32>> = game
            .blocks
            .list
            .iter()
            .zip(text)
            .map(|(block, &present)| {
                let kept = (block.start..block.end)
                    .filter(|&combo| !breaks_lock(game, present, combo, locked));
                let mut combos: Vec<u32> = kept.filter(free).collect();
                combos.sort_by(|one, other| {
                    margin[*other as usize]
                        .total_cmp(&margin[*one as usize])
                        .then(one.cmp(other))
                });
                combos
            })
            .collect();
        let greatest = |values: &[f64]| {
            let mut left = vec![0.0; candidates.len() + 1];
            for (block, combos) in candidates.iter().enumerate().rev() {
                let best = combos
                    .iter()
                    .map(|&combo| values[combo as usize])
                    .fold(f64::NEG_INFINITY, f64::max);
                left[block] = left[block + 1] + best;
            }
            left
        };
        let stages = game.parties[party]
            .stages
            .iter()
            .filter(|&&stage| game.stages[stage].when.is_empty());
        let stages: Vec<(usize, f64)> = stages
            .map(|&stage| (stage, needed(talks, game, stage, profile.anticipate)))
            .collect();
        let approval_left = stages
            .iter()
            .map(|&(stage, _)| greatest(&talks.nature.stages[stage].utility))
            .collect();
        let margin_left = greatest(margin);
        Self {
            talks,
            game,
            party,
            text,
            need,
            margin_left,
            approval_left,
            stages,
            candidates,
            deal: Vec::with_capacity(text.len()),
            best: None,
        }
    }

    fn descend(&mut self, block: usize, sum: f64, changes: u32) {
        let bar = self
            .best
            .as_ref()
            .map_or(self.need, |(value, _)| value.max(self.need));
        // The slack keeps rounding in the bounds from cutting off what the exact test at the leaf would take.
        if sum + self.margin_left[block] < bar - 1e-9 || !self.approvable(block) {
            return;
        }
        if block == self.candidates.len() {
            let value = total(&self.talks.tables[self.party].margin, &self.deal);
            let better = self
                .best
                .as_ref()
                .is_none_or(|(best, deal)| value > *best || (value >= *best && self.deal < *deal));
            if value >= self.need
                && better
                && self.talks.anticipated(self.game, self.party, &self.deal)
            {
                self.best = Some((value, self.deal.clone()));
            }
            return;
        }
        for index in 0..self.candidates[block].len() {
            let combo = self.candidates[block][index];
            let distance = self.game.blocks.distance(self.text[block], combo);
            if distance <= changes {
                self.deal.push(combo);
                let value = self.talks.tables[self.party].margin[combo as usize];
                self.descend(block + 1, sum + value, changes - distance);
                self.deal.pop();
            }
        }
    }

    fn approvable(&self, block: usize) -> bool {
        self.stages
            .iter()
            .zip(&self.approval_left)
            .all(|(&(stage, needed), left)| {
                total(&self.talks.nature.stages[stage].utility, &self.deal) + left[block]
                    >= needed - 1e-9
            })
    }
}

/// Utility at which a body approves with a probability.
fn needed(talks: &Talks, game: &Game, stage: usize, probability: f64) -> f64 {
    let numbers = &talks.nature.stages[stage];
    match game.stages[stage].rule {
        StageRule::Logit => {
            numbers.reservation + libm::log(probability / (1.0 - probability)) / numbers.lambda
        }
        StageRule::Threshold => numbers.reservation,
        StageRule::Quota { .. } => f64::NEG_INFINITY,
    }
}
