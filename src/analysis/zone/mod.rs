//! The exact zone test: is there a deal that everybody whose consent it needs would accept?
//!
//! Utility adds up over independent blocks of issues, so weights of the parties separate the deals block by block:
//! they prove emptiness or yield a deal that is its own proof (`relaxation`). What is left goes to a branch and
//! bound with a node limit (`tree`). A deal counts as in the zone by plain sums in block order, exactly as talks
//! compute them; proofs of emptiness leave [`SLACK`] for rounding.

mod home;
mod relaxation;
mod searcher;
mod table;
#[cfg(test)]
mod tests;
mod tree;
mod vote;
mod zone_test;

pub use home::Body;
pub use searcher::Searcher;
pub use vote::VOTE_NODES_MAX;
pub use zone_test::{Yardstick, ZoneTest};

use crate::game::{Case, Game, PartySet, named};

/// What a bound must miss a threshold by to count as missing it; values are utilities, of order one.
pub const SLACK: f64 = 1e-9;

/// Nodes that one call may visit by default: a few milliseconds.
pub const NODE_LIMIT: u32 = 200_000;

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

/// What the combos mean to the parties.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Party p's value of combo c at `p · combos + c`; −∞ where p would never accept it.
    pub values: &'a [f64],
    /// By combo: bit p is set when the combo crosses a red line of party p.
    pub crossed: &'a [PartySet],
}

impl Terms<'_> {
    fn value(&self, layout: &Layout, party: u32, combo: usize) -> f64 {
        self.values[party as usize * layout.combos() + combo]
    }
}

named! {
    /// Whether some deal lies in the zone of possible agreement, in some round where there are several.
    pub enum ZoneState {
        /// Some deal does.
        Open = "open",
        /// None does.
        Empty = "empty",
        /// The search stopped at its limit.
        Undecided = "undecided",
    }
}

/// Sets bit p of each combo that crosses a red line of party p when the parties are of these types.
pub fn mark_red_lines(
    game: &Game,
    kinds: impl IntoIterator<Item = usize>,
    crossed: &mut Vec<PartySet>,
) {
    crossed.clear();
    crossed.resize(game.blocks.combos(), 0);
    for (party, kind) in kinds.into_iter().enumerate() {
        let profile = &game.parties[party].profiles[kind];
        for (crossed, &lines) in crossed.iter_mut().zip(&profile.lines_crossed) {
            *crossed |= PartySet::from(lines > 0) << party;
        }
    }
}

/// Whether some deal crosses no red line of anybody whose consent it needs.
pub fn red_lines(game: &Game, layout: &Layout, crossed: &[PartySet]) -> ZoneState {
    match game.consent.listed() {
        Some(cases) if some_case_open(layout, cases, crossed) => ZoneState::Open,
        Some(_) => ZoneState::Empty,
        None => vote::red_lines(game, layout, crossed),
    }
}

fn some_case_open(layout: &Layout, cases: &[Case], crossed: &[PartySet]) -> bool {
    cases.iter().any(|case| {
        (0..layout.blocks()).all(|block| {
            layout
                .block(block)
                .any(|combo| case.allowed[combo] && crossed[combo] & case.parties == 0)
        })
    })
}
