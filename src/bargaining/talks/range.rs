//! Best and worst of what a party may get, block by block.

use crate::game::{Block, CompiledProfile};

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
pub(crate) fn block_range(profile: &CompiledProfile, margin: &[f64], block: &Block) -> BlockRange {
    let mut range = BlockRange {
        best: block.start,
        best_value: f64::NEG_INFINITY,
        most_value: f64::NEG_INFINITY,
        worst_value: f64::INFINITY,
    };
    for combo in block.combos() {
        let value = margin[combo as usize];
        if profile.allows(combo) && value > range.best_value {
            (range.best, range.best_value) = (combo, value);
        }
        range.most_value = range.most_value.max(value);
        range.worst_value = range.worst_value.min(value);
    }
    range
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, pie};
    use crate::bargaining::talks::range::block_range;
    use crate::game::Game;

    #[test]
    fn the_best_of_a_block_crosses_no_red_line_and_is_the_lowest_of_equals() {
        let free = pie(1, OFFERS, ["", ""]);
        let lined = pie(1, OFFERS, ["never = [{ i0 = \"o4\" }]", ""]);
        let margin = [0.0, 0.5, 0.5, 0.25, 1.0];
        let of =
            |game: &Game| block_range(&game.parties[0].profiles[0], &margin, &game.blocks.list[0]);
        assert_eq!((of(&free).best, of(&free).best_value), (4, 1.0));
        let range = of(&lined);
        assert_eq!((range.best, range.best_value), (1, 0.5));
        assert_eq!((range.most_value, range.worst_value), (1.0, 0.0));
        let profile = &lined.parties[0].profiles[0];
        assert_eq!(profile.best_total(&lined.blocks, &margin), 0.5);
    }
}
