//! Branch and bound over the blocks, for what weights and mending leave open.
//!
//! A branch ends where the voices that could still reach their needs, every later block at its best for each of them, do not
//! meet the rules in effect by then, or where a cut cannot be reached any more. At a leaf the deal is tested.

use crate::analysis::zone::state::ZoneState;
use crate::analysis::zone::terms::SLACK;
use crate::analysis::zone::vote::ground::Ground;
use crate::analysis::zone::vote::promise::Cut;
use crate::analysis::zone::vote::question::Question;
use crate::analysis::zone::vote::values::Values;
use crate::game::PartySet;

/// One search.
pub(super) struct Tree<'a> {
    question: &'a Question<'a>,
    ground: &'a Ground,
    /// Values by voice and then by cut of the candidates of each block.
    rows: Vec<Vec<f64>>,
    columns: usize,
    /// Blocks in the order of branching, and candidates of each block, the most promising first.
    order: Vec<usize>,
    ranked: Vec<Vec<usize>>,
    /// What the first k blocks branched must bring together, by k and column.
    least: Vec<f64>,
    /// What the blocks branched so far bring, by depth and column.
    sums: Vec<f64>,
    /// Rules in effect on the branch.
    rules: Vec<usize>,
    /// The combo of each block on the branch.
    deal: Vec<u32>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(
        question: &'a Question<'a>,
        ground: &'a Ground,
        values: &Values,
        cuts: &[Cut],
    ) -> Self {
        let voices = values.voices;
        let columns = voices + cuts.len();
        let widened = |block: usize| {
            let mut rows = Vec::with_capacity(ground.blocks[block].len() * columns);
            for candidate in 0..ground.blocks[block].len() {
                rows.extend_from_slice(values.row(block, candidate));
                rows.extend(cuts.iter().map(|cut| {
                    let weights = cut.weights.iter().enumerate();
                    weights.fold(0.0, |sum, (voice, weight)| {
                        sum + weight * values.taken(block, candidate, voice)
                    })
                }));
            }
            rows
        };
        let blocks = ground.blocks.len();
        let needs = ground.voices.iter().map(|voice| voice.need);
        let needs = needs.chain(cuts.iter().map(|cut| cut.need));
        let mut tree = Self {
            question,
            ground,
            rows: (0..blocks).map(widened).collect(),
            columns,
            order: (0..blocks).collect(),
            ranked: Vec::new(),
            least: Vec::new(),
            sums: vec![0.0; (blocks + 1) * columns],
            rules: ground.sure.clone(),
            deal: ground.blocks.iter().map(|combos| combos[0]).collect(),
        };
        tree.rank(voices);
        tree.bound(&needs.map(|need| need - SLACK).collect::<Vec<_>>());
        tree
    }

    /// Searches all deals in at most so many nodes, which it counts down.
    pub(super) fn search(mut self, nodes_left: &mut u32) -> ZoneState {
        self.descend(0, self.ground.hopeful, nodes_left)
    }

    fn row(&self, block: usize, candidate: usize) -> &[f64] {
        &self.rows[block][candidate * self.columns..][..self.columns]
    }

    /// Branches first where most is at stake, and tries the candidates of greatest value first: by the first cut, or by the sum of
    /// all voices where there is none. A block of one candidate branches nowhere and comes first.
    fn rank(&mut self, voices: usize) {
        let promise = |block: usize, candidate: usize| {
            let row = self.row(block, candidate);
            let all = || row.iter().fold(0.0, |sum, value| sum + value.max(-1.0));
            row.get(voices).copied().unwrap_or_else(all)
        };
        let ranked = |block: usize| {
            let promises = 0..self.ground.blocks[block].len();
            let mut promises: Vec<(usize, f64)> = promises
                .map(|candidate| (candidate, promise(block, candidate)))
                .collect();
            promises.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            let stake = match promises.as_slice() {
                [_] => f64::INFINITY,
                [first, .., last] => first.1 - last.1,
                [] => 0.0,
            };
            let candidates: Vec<usize> = promises.into_iter().map(|promise| promise.0).collect();
            (stake, candidates)
        };
        let (stakes, ranked): (Vec<f64>, Vec<_>) =
            self.order.iter().map(|&block| ranked(block)).unzip();
        self.order
            .sort_by(|&one, &other| stakes[other].total_cmp(&stakes[one]).then(one.cmp(&other)));
        self.ranked = ranked;
    }

    /// Needs less the best of the blocks not yet branched.
    fn bound(&mut self, needs: &[f64]) {
        let blocks = self.order.len();
        let mut least = vec![0.0; (blocks + 1) * self.columns];
        least[blocks * self.columns..].copy_from_slice(needs);
        for depth in (0..blocks).rev() {
            for column in 0..self.columns {
                let rows = self.rows[self.order[depth]].iter();
                let values = rows.skip(column).step_by(self.columns);
                let best = values.copied().fold(f64::NEG_INFINITY, f64::max);
                least[depth * self.columns + column] =
                    least[(depth + 1) * self.columns + column] - best;
            }
        }
        self.least = least;
    }

    /// All deals below a branch, of whose voices these are still hopeful.
    fn descend(&mut self, depth: usize, hopeful: PartySet, nodes_left: &mut u32) -> ZoneState {
        let Some(&block) = self.order.get(depth) else {
            return if self.question.is_open(&self.deal) {
                ZoneState::Open
            } else {
                ZoneState::Empty
            };
        };
        let effective = self.rules.len();
        for place in 0..self.ranked[block].len() {
            if *nodes_left == 0 {
                return ZoneState::Undecided;
            }
            *nodes_left -= 1;
            let candidate = self.ranked[block][place];
            let combo = self.ground.blocks[block][candidate];
            if let Some(left) = self.extend(depth, block, candidate, hopeful)
                && self.is_met(combo, left)
            {
                self.deal[block] = combo;
                let state = self.descend(depth + 1, left, nodes_left);
                if state != ZoneState::Empty {
                    return state;
                }
            }
            self.rules.truncate(effective);
        }
        ZoneState::Empty
    }

    /// Adds a candidate to the sums; the parties still hopeful, none where a cut is out of reach.
    fn extend(
        &mut self,
        depth: usize,
        block: usize,
        candidate: usize,
        mut hopeful: PartySet,
    ) -> Option<PartySet> {
        let columns = self.columns;
        let (before, after) = self.sums.split_at_mut((depth + 1) * columns);
        let before = &before[depth * columns..];
        let row = &self.rows[block][candidate * columns..][..columns];
        let least = &self.least[(depth + 1) * columns..][..columns];
        for column in 0..columns {
            after[column] = before[column] + row[column];
            if after[column] < least[column] {
                hopeful &= !(1 << self.ground.voices.get(column)?.party);
            }
        }
        Some(hopeful)
    }

    /// Whether these parties meet the rules in effect with this combo, which are noted.
    fn is_met(&mut self, combo: u32, hopeful: PartySet) -> bool {
        let game = self.question.game;
        for rule in game.consent.combo_rules(&game.blocks, combo) {
            if !self.rules.contains(&rule) {
                self.rules.push(rule);
            }
        }
        let mut rules = self.rules.iter();
        rules.all(|&rule| game.consent.rule_met(rule, hopeful))
    }
}
