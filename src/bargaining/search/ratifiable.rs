//! Searches for deals that a party's bodies at home would approve.
//!
//! Approval is a second condition on a party's deals beside its own margin ([`Side::anticipates`]), so these searches
//! branch over blocks and bound both: a branch is given up when even the best of all later blocks cannot bring the margin
//! to the need, or the utility of a body that is always asked to what it approves of.

use crate::bargaining::talks::Side;
use crate::game::{INDIFFERENCE, total};

/// Margin total of a party's best deal that its bodies at home would approve; none where there is no such deal.
pub(crate) fn best_total_at_home(side: Side<'_>, text: &[u32]) -> Option<f64> {
    let mut search = Search::new(side, text, 0, f64::NEG_INFINITY);
    search.descend(0, 0.0, u32::MAX);
    search.best.map(|(total, _)| total)
}

/// Finds the mark-up of a party that anticipates: see [`crate::bargaining::search::MarkUps`] for what is nearest.
pub(crate) fn nearest(
    side: Side<'_>,
    text: &[u32],
    locked: u64,
    need: f64,
    answer: &mut Vec<u32>,
) -> bool {
    let issues = u32::try_from(side.game.issues).expect("at most 64 issues");
    for changes in 0..=issues {
        let mut search = Search::new(side, text, locked, need);
        search.descend(0, 0.0, changes);
        if let Some((_, deal)) = search.best {
            *answer = deal;
            return true;
        }
    }
    false
}

/// Finds the deal of so much margin that its bodies would approve whose options lie nearest to a text's; of equals the best, then the
/// lowest.
pub(crate) fn nearest_in_steps(
    side: Side<'_>,
    text: &[u32],
    need: f64,
    answer: &mut Vec<u32>,
) -> bool {
    let mut search = Search::new(side, text, 0, need);
    // The nearest first, so that farther ones are given up soon.
    for (combos, &present) in search.candidates.iter_mut().zip(text) {
        let far = |combo: &u32| side.game.blocks.apart(present, *combo);
        combos.sort_by(|one, other| far(one).total_cmp(&far(other)));
    }
    let mut best = None;
    search.approach(0, (0.0, 0.0), &mut best);
    let Some((_, _, deal)) = best else {
        return false;
    };
    *answer = deal;
    true
}

/// Depth-first search for the deal of greatest margin within so many changes of a text that its body would approve.
struct Search<'a> {
    side: Side<'a>,
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
    fn new(side: Side<'a>, text: &'a [u32], locked: u64, need: f64) -> Self {
        let profile = side.profile();
        let margin = &side.tables().margin;
        let blocks = &side.game.blocks;
        let candidates = blocks.list.iter().zip(text).map(|(block, &present)| {
            let may_be = |&combo: &u32| {
                profile.lines_crossed[combo as usize] == 0
                    && blocks.agree_on(locked, present, combo)
            };
            let mut combos: Vec<u32> = block.combos().filter(may_be).collect();
            combos.sort_by(|one, other| {
                margin[*other as usize]
                    .total_cmp(&margin[*one as usize])
                    .then(one.cmp(other))
            });
            combos
        });
        let candidates: Vec<Vec<u32>> = candidates.collect();
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
        let stages = side.game.parties[side.party]
            .stages
            .iter()
            .filter(|&&stage| side.game.stages[stage].when.is_empty());
        let stages: Vec<(usize, f64)> = stages
            .map(|&stage| {
                let need = side
                    .talks
                    .need_at_home(side.game, stage, profile.anticipate);
                (stage, need)
            })
            .collect();
        let approval_left = stages
            .iter()
            .map(|&(stage, _)| greatest(&side.talks.nature.stages[stage].utility))
            .collect();
        let margin_left = greatest(margin);
        Self {
            side,
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
            let value = total(&self.side.tables().margin, &self.deal);
            let better = self
                .best
                .as_ref()
                .is_none_or(|(best, deal)| value > *best || (value >= *best && self.deal < *deal));
            if value >= self.need && better && self.side.anticipates(&self.deal) {
                self.best = Some((value, self.deal.clone()));
            }
            return;
        }
        for index in 0..self.candidates[block].len() {
            let combo = self.candidates[block][index];
            let distance = self.side.game.blocks.distance(self.text[block], combo);
            if distance <= changes {
                self.deal.push(combo);
                let value = self.side.tables().margin[combo as usize];
                self.descend(block + 1, sum + value, changes - distance);
                self.deal.pop();
            }
        }
    }

    /// The same for the nearest deal in steps: `sums` are the margin and the distance so far, `best` has distance, margin and deal.
    fn approach(
        &mut self,
        block: usize,
        sums: (f64, f64),
        best: &mut Option<(f64, f64, Vec<u32>)>,
    ) {
        let (margin, far) = sums;
        let is_farther = |best: &(f64, f64, Vec<u32>)| far > best.0 + INDIFFERENCE;
        if margin + self.margin_left[block] < self.need - 1e-9
            || best.as_ref().is_some_and(is_farther)
            || !self.approvable(block)
        {
            return;
        }
        if block == self.candidates.len() {
            let value = total(&self.side.tables().margin, &self.deal);
            let better = best.as_ref().is_none_or(|(nearest, most, deal)| {
                let richer = value > most + INDIFFERENCE;
                let lower = value >= most - INDIFFERENCE && self.deal < *deal;
                far < nearest - INDIFFERENCE || richer || lower
            });
            if value >= self.need && better && self.side.anticipates(&self.deal) {
                *best = Some((far, value, self.deal.clone()));
            }
            return;
        }
        for index in 0..self.candidates[block].len() {
            let combo = self.candidates[block][index];
            let step = self.side.game.blocks.apart(self.text[block], combo);
            self.deal.push(combo);
            let value = self.side.tables().margin[combo as usize];
            self.approach(block + 1, (margin + value, far + step), best);
            self.deal.pop();
        }
    }

    fn approvable(&self, block: usize) -> bool {
        self.stages
            .iter()
            .zip(&self.approval_left)
            .all(|(&(stage, needed), left)| {
                total(&self.side.talks.nature.stages[stage].utility, &self.deal) + left[block]
                    >= needed - 1e-9
            })
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deals, opened, three_issues};
    use crate::bargaining::search::ratifiable::{best_total_at_home, nearest};
    use crate::game::total;

    const HOME: &str = "[[stage]]\nid = \"house\"\ntitle = \"House\"\nparty = \"p0\"\n\
                        utility.i0 = { weight = 1, scores = [1.0, 0.5, 0.0] }\n\
                        utility.i1 = { weight = 1, scores = [1.0, 0.5, 0.0] }\n\
                        utility.i2 = { weight = 1, scores = [1.0, 0.5, 0.0] }\n\
                        reservation = 0.6\napproval.logit = { lambda = 10.0 }\n";

    #[test]
    fn the_best_deal_at_home_is_the_best_of_those_the_body_would_approve() {
        let game = three_issues(["anticipate = 0.5", ""], HOME);
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        let margin = &side.tables().margin;
        let approved = deals(&game)
            .into_iter()
            .filter(|deal| side.anticipates(deal));
        let best = approved
            .map(|deal| total(margin, &deal))
            .fold(0.0, f64::max);
        let text = vec![0, 3, 6];
        let found = best_total_at_home(side, &text).expect("the text itself is approved");
        assert!((found - best).abs() < 1e-12);
        assert!(best < side.best_total(), "the body forbids the best deal");
        let mut answer = Vec::new();
        assert!(nearest(side, &text, 0, best, &mut answer));
        assert!(side.anticipates(&answer));
        assert!(!nearest(side, &text, 0, best + 0.01, &mut answer));
    }
}
