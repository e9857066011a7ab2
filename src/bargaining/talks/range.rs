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
        if allows(profile, combo) && value > range.best_value {
            (range.best, range.best_value) = (combo, value);
        }
        range.most_value = range.most_value.max(value);
        range.worst_value = range.worst_value.min(value);
    }
    range
}

/// Whether a combo may be part of a deal a party takes: it crosses no red line, or the party minds none.
pub(crate) fn allows(profile: &CompiledProfile, combo: u32) -> bool {
    !profile.floor || profile.lines_crossed[combo as usize] == 0
}

/// Margin total of a party's best deal that crosses none of its red lines.
pub(crate) fn best_total(game: &Game, profile: &CompiledProfile, margin: &[f64]) -> f64 {
    let blocks = game.blocks.list.iter();
    let best = blocks.map(|block| block_range(profile, margin, block.start, block.end).best_value);
    best.fold(0.0, |sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, pie};
    use crate::bargaining::talks::range::{best_total, block_range};
    use crate::game::Game;

    #[test]
    fn the_best_of_a_block_crosses_no_red_line_and_is_the_lowest_of_equals() {
        let free = pie(1, OFFERS, ["", ""]);
        let lined = pie(1, OFFERS, ["never = [{ i0 = \"o4\" }]", ""]);
        let margin = [0.0, 0.5, 0.5, 0.25, 1.0];
        let of = |game: &Game| block_range(&game.parties[0].profiles[0], &margin, 0, 5);
        assert_eq!((of(&free).best, of(&free).best_value), (4, 1.0));
        let range = of(&lined);
        assert_eq!((range.best, range.best_value), (1, 0.5));
        assert_eq!((range.most_value, range.worst_value), (1.0, 0.0));
        assert_eq!(
            best_total(&lined, &lined.parties[0].profiles[0], &margin),
            0.5
        );
    }
}
