//! Mark-ups: the deal nearest to a text that a party would take.
//!
//! Nearest is: fewest issues changed; among these the greatest margin, then the lowest deal. Closed packages are kept.

use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{Game, total};

/// A change that improves a text for a party: one block's best combo in place of the present one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Change {
    block: usize,
    combo: u32,
    gain: f64,
}

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
    changes: Vec<Change>,
    rungs: Vec<Rung>,
    rung_starts: Vec<usize>,
    /// Best gain by number of changes, layer by layer, with the rung taken; NaN where unreachable.
    layers: Vec<(f64, u32)>,
}

/// A text put to a party, and what must stay as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    /// The text.
    pub(crate) text: &'a [u32],
    /// Issues of closed packages, as bits.
    pub(crate) locked: u64,
    /// Least margin of an answer.
    pub(crate) takes: f64,
}

impl MarkUps {
    /// Writes a party's mark-up of a text into `answer`; false, and an undefined answer, when there is none.
    pub(crate) fn find(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        question: Question<'_>,
        answer: &mut Vec<u32>,
    ) -> bool {
        let profile = talks.profile(game, party);
        let least = if profile.floor {
            question.takes.max(0.0)
        } else {
            question.takes
        };
        let need = least + talks.floor(party) - INDIFFERENCE;
        let found = if game.blocks.all_single() {
            self.find_single(talks, game, party, question, need, answer)
        } else {
            self.find_blocks(talks, game, party, question, need, answer)
        };
        if found && profile.floor && !talks.anticipated(game, party, answer) {
            return crate::bargaining::anticipation::nearest(
                talks, game, party, question, need, answer,
            );
        }
        found
    }

    /// Blocks of one issue each: forced changes first, then the largest gains, until the margin suffices.
    fn find_single(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        question: Question<'_>,
        need: f64,
        answer: &mut Vec<u32>,
    ) -> bool {
        let profile = talks.profile(game, party);
        let margin = &talks.tables[party].margin;
        let blocks = game.blocks.list.len();
        let ranges = &talks.ranges[party * blocks..(party + 1) * blocks];
        answer.clear();
        answer.extend_from_slice(question.text);
        self.changes.clear();
        for (block, range) in ranges.iter().enumerate() {
            let present = question.text[block];
            let locked = question.locked >> game.blocks.list[block].issues[0].0 & 1 == 1;
            if profile.floor && profile.lines_crossed[present as usize] > 0 {
                if locked || range.best_value == f64::NEG_INFINITY {
                    return false;
                }
                answer[block] = range.best;
            } else if !locked {
                let gain = range.best_value - margin[present as usize];
                if gain > 0.0 {
                    self.changes.push(Change {
                        block,
                        combo: range.best,
                        gain,
                    });
                }
            }
        }
        if total(margin, answer) >= need {
            return true;
        }
        let text = question.text;
        self.changes.sort_unstable_by(|one, other| {
            other
                .gain
                .total_cmp(&one.gain)
                .then_with(|| index_order(text, *one).cmp(&index_order(text, *other)))
        });
        for change in &self.changes {
            answer[change.block] = change.combo;
            if total(margin, answer) >= need {
                return true;
            }
        }
        false
    }

    /// Blocks of several issues: best gain for each number of changes, block after block (a knapsack with unit weights).
    fn find_blocks(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        question: Question<'_>,
        need: f64,
        answer: &mut Vec<u32>,
    ) -> bool {
        self.collect_rungs(talks, game, party, question);
        let width = game.issues + 1;
        self.layers.clear();
        self.layers.resize(width, (f64::NAN, 0));
        self.layers[0].0 = 0.0;
        for block in 0..game.blocks.list.len() {
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
        let last = game.blocks.list.len() * width;
        (0..width).any(|changes| {
            if self.layers[last + changes].0.is_nan() {
                return false;
            }
            self.walk_back(changes, width, question.text, answer);
            total(&talks.tables[party].margin, answer) >= need
        })
    }

    /// For each block and number of changes the combo of greatest margin among those allowed.
    fn collect_rungs(&mut self, talks: &Talks, game: &Game, party: usize, question: Question<'_>) {
        let profile = talks.profile(game, party);
        let margin = &talks.tables[party].margin;
        self.rungs.clear();
        self.rung_starts.clear();
        self.rung_starts.push(0);
        for (block, &present) in game.blocks.list.iter().zip(question.text) {
            let from = self.rungs.len();
            for combo in block.start..block.end {
                let crossed = profile.floor && profile.lines_crossed[combo as usize] > 0;
                if crossed || breaks_lock(game, present, combo, question.locked) {
                    continue;
                }
                let changes = game.blocks.distance(present, combo);
                let gain = margin[combo as usize] - margin[present as usize];
                match self.rungs[from..]
                    .iter_mut()
                    .find(|rung| rung.changes == changes)
                {
                    Some(rung) if gain > rung.gain => {
                        *rung = Rung {
                            changes,
                            combo,
                            gain,
                        }
                    }
                    Some(_) => {}
                    None => self.rungs.push(Rung {
                        changes,
                        combo,
                        gain,
                    }),
                }
            }
            self.rung_starts.push(self.rungs.len());
        }
    }

    fn walk_back(&self, changes: usize, width: usize, text: &[u32], answer: &mut Vec<u32>) {
        answer.clear();
        answer.extend_from_slice(text);
        let mut left = changes;
        for block in (0..text.len()).rev() {
            let rung = self.rungs[self.layers[(block + 1) * width + left].1 as usize];
            answer[block] = rung.combo;
            left -= rung.changes as usize;
        }
    }
}

/// Orders equal gains so that the changes taken first give the lowest deal: lowering an early issue, then raising a late one.
fn index_order(text: &[u32], change: Change) -> i64 {
    let place = i64::try_from(change.block).expect("at most 64 blocks");
    if change.combo < text[change.block] {
        place
    } else {
        1_000_000 - place
    }
}

/// Whether a combo changes an issue of a closed package.
pub(crate) fn breaks_lock(game: &Game, present: u32, combo: u32, locked: u64) -> bool {
    if locked == 0 || present == combo {
        return false;
    }
    let block = &game.blocks.list[game.blocks.of_combo[combo as usize] as usize];
    let pairs = game
        .blocks
        .options(present)
        .iter()
        .zip(game.blocks.options(combo));
    block
        .issues
        .iter()
        .zip(pairs)
        .any(|(issue, (one, other))| locked >> issue.0 & 1 == 1 && one != other)
}

/// The deal of greatest margin to a party that keeps closed packages; without red lines where that can be had.
pub(crate) fn best_reply(
    talks: &Talks,
    game: &Game,
    party: usize,
    text: &[u32],
    locked: u64,
    answer: &mut Vec<u32>,
) {
    let profile = talks.profile(game, party);
    let margin = &talks.tables[party].margin;
    answer.clear();
    for (block, &present) in game.blocks.list.iter().zip(text) {
        let kept =
            (block.start..block.end).filter(|&combo| !breaks_lock(game, present, combo, locked));
        let best = kept.fold((present, true, f64::NEG_INFINITY), |best, combo| {
            let crossed = profile.floor && profile.lines_crossed[combo as usize] > 0;
            let value = margin[combo as usize];
            let better = (best.1 && !crossed) || (best.1 == crossed && value > best.2);
            if better {
                (combo, crossed, value)
            } else {
                best
            }
        });
        answer.push(best.0);
    }
}
