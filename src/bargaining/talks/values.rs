//! What every deal is worth to every party in the present round, and the best and worst of it block by block.

use crate::game::{Block, CompiledProfile, Game, PartyNumbers, PartyTables, Stamp};

/// Each party's values by combo, with the best and the worst of each block.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// Utility, margin and risk of breach by combo, party by party.
    pub(crate) tables: Vec<PartyTables>,
    /// Margin total of each party's best deal without red lines, before reservation value and constant.
    pub(crate) best_totals: Vec<f64>,
    /// Changes whenever the tables do.
    pub(crate) version: u32,
    /// Best and worst of each block, party by party.
    ranges: Vec<BlockRange>,
    blocks: usize,
    /// The game the values were last built for.
    built_for: Option<Stamp>,
    /// Type of each party whose values no draw and no lever changes; none where they must be built again.
    fixed: Vec<Option<usize>>,
}

impl Values {
    /// Builds the values of all parties on what nature has drawn.
    pub(crate) fn start(&mut self, game: &Game, parties: &[PartyNumbers]) {
        self.blocks = game.blocks.list.len();
        self.tables.resize_with(parties.len(), PartyTables::default);
        self.ranges
            .resize(parties.len() * self.blocks, BlockRange::default());
        self.best_totals.resize(parties.len(), 0.0);
        if !self.built_for.is_some_and(|stamp| stamp.is(game.stamp)) {
            self.built_for = Some(game.stamp);
            self.fixed.clear();
            self.fixed.resize(parties.len(), None);
        }
        let moves = game.tables_move();
        for (party, numbers) in parties.iter().enumerate() {
            if self.fixed[party] != Some(numbers.kind) {
                self.build(game, party, numbers);
                let profile = &game.parties[party].profiles[numbers.kind];
                let fixed = !moves && profile.has_fixed_tables();
                self.fixed[party] = fixed.then_some(numbers.kind);
            }
        }
        self.version = 0;
    }

    /// Builds the values of one party from what it wants.
    pub(crate) fn build(&mut self, game: &Game, party: usize, numbers: &PartyNumbers) {
        self.fixed[party] = None;
        let profile = &game.parties[party].profiles[numbers.kind];
        self.tables[party].build(&game.blocks, profile, numbers);
        let margin = &self.tables[party].margin;
        let ranges = &mut self.ranges[party * self.blocks..(party + 1) * self.blocks];
        for (block, range) in game.blocks.list.iter().zip(ranges.iter_mut()) {
            *range = block_range(profile, margin, block);
        }
        self.best_totals[party] = ranges.iter().fold(0.0, |sum, range| sum + range.best_value);
    }

    /// Best and worst of each block to a party.
    pub(crate) fn ranges(&self, party: usize) -> &[BlockRange] {
        &self.ranges[party * self.blocks..(party + 1) * self.blocks]
    }
}

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
    use crate::bargaining::talks::values::block_range;
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
