//! Mark-ups: the deal nearest to a text that a party would take.
//!
//! Nearest is: fewest issues changed; among these the greatest margin, then the lowest deal. Closed packages are kept.
//!
//! *Blocks of one issue.* A deal's margin is a sum over issues, so changes do not touch each other's gains. Issues in which
//! the text crosses a red line must change in any case, to their best option. Of the others k changes gain most if they are
//! the k greatest gains, each to the best option of its issue: so the gains are sorted and taken from the greatest down
//! until the margin suffices, and no deal with fewer changes does.
//!
//! *Blocks of several issues.* A combo may change one issue of a block or more. With `g_b(c)` the greatest gain in block b by c
//! changed issues, the greatest gain of the first b blocks by c changes is
//! `G_b(c) = max over d ≤ c of G_(b−1)(c − d) + g_b(d)`, `G_0(0) = 0`,
//! a knapsack with unit weights. The least c for which the text's margin and G(c) suffice is the distance, and walking back
//! through the choices gives the deal.
//!
//! A party that looks ahead to ratification asks more of a deal than a sum; where the nearest deal so found would fail at
//! home, blocks are branched over instead.

use crate::bargaining::search::ratifiable::nearest;
use crate::bargaining::talks::Side;
use crate::game::{INDIFFERENCE, total};

/// What one block offers at a given number of changed issues.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rung {
    changes: u32,
    combo: u32,
    gain: f64,
}

/// Memory of the searches, reused.
#[derive(Debug, Default)]
pub(crate) struct MarkUps {
    /// Blocks that gain by changing to their best combo, each with that gain.
    changes: Vec<(f64, usize)>,
    rungs: Vec<Rung>,
    rung_starts: Vec<usize>,
    /// Best gain by number of changes, layer by layer, with the rung taken; NaN where unreachable.
    layers: Vec<(f64, u32)>,
}

/// What the margin total of a deal must reach for a party that takes acceptable deals from a margin on.
pub(super) fn needed(side: Side<'_>, takes: f64) -> f64 {
    side.profile().least_margin(takes) + side.floor() - INDIFFERENCE
}

impl MarkUps {
    /// Writes a party's mark-up of a text into `answer`, of margin `takes` at least; false, and an undefined answer, when
    /// there is none. The issues `locked`, as bits, stay as they are.
    pub(crate) fn find(
        &mut self,
        side: Side<'_>,
        text: &[u32],
        locked: u64,
        takes: f64,
        answer: &mut Vec<u32>,
    ) -> bool {
        let need = needed(side, takes);
        let found = if side.game.blocks.all_single() {
            self.find_single(side, text, locked, need, answer)
        } else {
            self.find_blocks(side, text, locked, need, answer)
        };
        if found && !side.is_ratifiable(answer) {
            return nearest(side, text, locked, need, answer);
        }
        found
    }

    /// Blocks of one issue each: forced changes first, then the largest gains, until the margin suffices.
    fn find_single(
        &mut self,
        side: Side<'_>,
        text: &[u32],
        locked: u64,
        need: f64,
        answer: &mut Vec<u32>,
    ) -> bool {
        let profile = side.profile();
        let margin = &side.tables().margin;
        let ranges = side.ranges();
        text.clone_into(answer);
        self.changes.clear();
        for (block, range) in ranges.iter().enumerate() {
            let present = text[block];
            let kept = locked >> side.game.blocks.list[block].issues[0].0 & 1 == 1;
            if !profile.allows(present) {
                if kept || range.best_value == f64::NEG_INFINITY {
                    return false;
                }
                answer[block] = range.best;
            } else if !kept {
                let gain = range.best_value - margin[present as usize];
                if gain > 0.0 {
                    self.changes.push((gain, block));
                }
            }
        }
        if total(margin, answer) >= need {
            return true;
        }
        // Of equal gains first those that give the lowest deal: lowering an early issue, then raising a late one.
        let order = |block: usize| {
            let falls = ranges[block].best < text[block];
            (!falls, if falls { block } else { text.len() - block })
        };
        self.changes.sort_unstable_by(|one, other| {
            let falling = other.0.total_cmp(&one.0);
            falling.then_with(|| order(one.1).cmp(&order(other.1)))
        });
        for &(_, block) in &self.changes {
            answer[block] = ranges[block].best;
            if total(margin, answer) >= need {
                return true;
            }
        }
        false
    }

    /// Blocks of several issues: best gain for each number of changes, block after block (a knapsack with unit weights).
    fn find_blocks(
        &mut self,
        side: Side<'_>,
        text: &[u32],
        locked: u64,
        need: f64,
        answer: &mut Vec<u32>,
    ) -> bool {
        self.collect_rungs(side, text, locked);
        let width = side.game.issues + 1;
        self.layers.clear();
        self.layers.resize(width, (f64::NAN, 0));
        self.layers[0].0 = 0.0;
        for block in 0..side.game.blocks.list.len() {
            let before = block * width;
            for changes in 0..width {
                let mut best = (f64::NAN, 0);
                for index in self.rung_starts[block]..self.rung_starts[block + 1] {
                    let rung = self.rungs[index];
                    let Some(rest) = changes.checked_sub(rung.changes as usize) else {
                        continue;
                    };
                    let gain = self.layers[before + rest].0 + rung.gain;
                    if gain > best.0 || (best.0.is_nan() && !gain.is_nan()) {
                        best = (gain, u32::try_from(index).expect("few rungs"));
                    }
                }
                self.layers.push(best);
            }
        }
        let last = side.game.blocks.list.len() * width;
        (0..width).any(|changes| {
            if self.layers[last + changes].0.is_nan() {
                return false;
            }
            self.walk_back(changes, width, text, answer);
            total(&side.tables().margin, answer) >= need
        })
    }

    /// For each block and number of changes the combo of greatest margin among those allowed.
    fn collect_rungs(&mut self, side: Side<'_>, text: &[u32], locked: u64) {
        let profile = side.profile();
        let margin = &side.tables().margin;
        self.rungs.clear();
        self.rung_starts.clear();
        self.rung_starts.push(0);
        for (block, &present) in side.game.blocks.list.iter().zip(text) {
            let from = self.rungs.len();
            for combo in block.combos() {
                if !profile.allows(combo) || !side.game.blocks.agree_on(locked, present, combo) {
                    continue;
                }
                let rung = Rung {
                    changes: side.game.blocks.distance(present, combo),
                    combo,
                    gain: margin[combo as usize] - margin[present as usize],
                };
                let mut known = self.rungs[from..].iter_mut();
                match known.find(|known| known.changes == rung.changes) {
                    Some(known) if rung.gain > known.gain => *known = rung,
                    Some(_) => {}
                    None => self.rungs.push(rung),
                }
            }
            self.rung_starts.push(self.rungs.len());
        }
    }

    fn walk_back(&self, changes: usize, width: usize, text: &[u32], answer: &mut Vec<u32>) {
        text.clone_into(answer);
        let mut left = changes;
        for block in (0..text.len()).rev() {
            let rung = self.rungs[self.layers[(block + 1) * width + left].1 as usize];
            answer[block] = rung.combo;
            left -= rung.changes as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deals, opened, three_issues};
    use crate::bargaining::search::markup::MarkUps;
    use crate::bargaining::talks::Side;

    /// The nearest deal by going through all: fewest issues changed, then the greatest margin, then the lowest deal.
    fn nearest(side: Side<'_>, text: &[u32], locked: u64, takes: f64) -> Option<Vec<u32>> {
        let game = side.game;
        let least = takes.max(0.0);
        let kept = |deal: &Vec<u32>| {
            let mut pairs = text.iter().zip(deal);
            pairs.all(|(&present, &combo)| game.blocks.agree_on(locked, present, combo))
        };
        let changes = |deal: &Vec<u32>| -> u32 {
            let pairs = text.iter().zip(deal);
            pairs
                .map(|(&one, &other)| game.blocks.distance(one, other))
                .sum()
        };
        deals(game)
            .into_iter()
            .filter(|deal| kept(deal) && !side.crosses(deal) && side.margin(deal) >= least - 1e-9)
            .min_by(|one, other| {
                let worth = side.margin(other).total_cmp(&side.margin(one));
                changes(one).cmp(&changes(other)).then(worth)
            })
    }

    #[test]
    fn the_mark_up_is_the_nearest_of_all_deals() {
        let tied = "linkages = [{ when = { i0 = \"o2\", i1 = \"o0\" }, bonus = 0.2 }]";
        let lined = "never = [{ i2 = \"o1\" }]";
        for lines in ["", tied, lined] {
            let game = three_issues([lines, ""], "");
            let talks = opened(&game);
            let side = talks.side(&game, 0);
            let mut markups = MarkUps::default();
            for text in deals(&game) {
                for locked in [0, 0b001] {
                    for takes in [-1.0, 0.1, 0.35, 0.55, 0.9] {
                        let mut found = Vec::new();
                        let any = markups.find(side, &text, locked, takes, &mut found);
                        let expected = nearest(side, &text, locked, takes);
                        assert_eq!(any.then_some(found), expected, "{lines} {text:?} {takes}");
                    }
                }
            }
        }
    }
}
