//! Best and worst of what a party may get, block by block.

use crate::game::{CompiledProfile, Game};

/// Best and worst of one block to one party.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct BlockRange {
    /// Combo of greatest margin among those that cross none of its red lines; the lowest of equals.
    pub(crate) best: u32,
    /// Margin of that combo.
    pub(crate) best_value: f64,
    /// Greatest margin of any combo, red lines or not.
    pub(crate) most_value: f64,
    /// Least margin of any combo.
    pub(crate) worst_value: f64,
}

/// Best uncrossed and worst combo of a block.
pub(crate) fn block_range(
    profile: &CompiledProfile,
    margin: &[f64],
    start: u32,
    end: u32,
) -> BlockRange {
    let mut range = BlockRange {
        best: start,
        best_value: f64::NEG_INFINITY,
        most_value: f64::NEG_INFINITY,
        worst_value: f64::INFINITY,
    };
    for combo in start..end {
        let value = margin[combo as usize];
        let allowed = !profile.floor || profile.lines_crossed[combo as usize] == 0;
        if allowed && value > range.best_value {
            (range.best, range.best_value) = (combo, value);
        }
        range.most_value = range.most_value.max(value);
        range.worst_value = range.worst_value.min(value);
    }
    range
}

/// Margin total of a party's best deal that crosses none of its red lines.
pub(crate) fn best_total(game: &Game, profile: &CompiledProfile, margin: &[f64]) -> f64 {
    let blocks = game.blocks.list.iter();
    let best = blocks.map(|block| block_range(profile, margin, block.start, block.end).best_value);
    best.fold(0.0, |sum, value| sum + value)
}
