//! How the combos of all blocks lie one after another.

use crate::game::Game;

/// How the combos of all blocks lie one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    starts: Vec<u32>,
    parties: u32,
}

impl Layout {
    /// Block b has the combos `starts[b]..starts[b + 1]`; `parties` is at most 64.
    ///
    /// # Panics
    /// When the starts do not begin at 0, fall somewhere, or there are more parties than a mask holds.
    pub fn new(starts: Vec<u32>, parties: u32) -> Self {
        assert!(
            starts.first() == Some(&0) && starts.is_sorted(),
            "block starts begin at 0 and never fall"
        );
        assert!(
            (1..=64).contains(&parties),
            "masks have room for 64 parties"
        );
        Self { starts, parties }
    }

    /// How the combos of a game lie.
    ///
    /// # Panics
    /// Never: no game has more than 64 blocks of 65,536 combos, or more than 64 parties.
    pub fn of(game: &Game) -> Self {
        let starts = game.blocks.list.iter().map(|block| block.start);
        let end = u32::try_from(game.blocks.combos()).expect("64 blocks of 65,536 combos fit");
        let parties = u32::try_from(game.parties.len()).expect("at most 64 parties");
        Self::new(starts.chain([end]).collect(), parties)
    }

    /// The same combos for another number of parties.
    ///
    /// # Panics
    /// There are more parties than a mask holds.
    #[must_use]
    pub fn for_parties(&self, parties: u32) -> Self {
        Self::new(self.starts.clone(), parties)
    }

    /// Number of blocks.
    pub fn blocks(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of combos in all blocks.
    pub fn combos(&self) -> usize {
        self.starts[self.blocks()] as usize
    }

    /// Number of parties.
    pub fn parties(&self) -> u32 {
        self.parties
    }

    /// The combos of a block.
    pub fn block(&self, block: usize) -> std::ops::Range<usize> {
        self.starts[block] as usize..self.starts[block + 1] as usize
    }
}
