//! What every deal is worth to every party in the present round.

use crate::bargaining::talks::range::{BlockRange, block_range};
use crate::game::{Game, PartyNumbers, PartyTables};

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
}

impl Values {
    /// Builds the values of all parties on what nature has drawn.
    pub(crate) fn start(&mut self, game: &Game, parties: &[PartyNumbers]) {
        self.blocks = game.blocks.list.len();
        self.tables.resize_with(parties.len(), PartyTables::default);
        self.ranges
            .resize(parties.len() * self.blocks, BlockRange::default());
        self.best_totals.resize(parties.len(), 0.0);
        for (party, numbers) in parties.iter().enumerate() {
            self.build(game, party, numbers);
        }
        self.version = 0;
    }

    /// Builds the values of one party from what it wants.
    pub(crate) fn build(&mut self, game: &Game, party: usize, numbers: &PartyNumbers) {
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
