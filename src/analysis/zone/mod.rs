//! The exact zone test: is there a deal that everybody whose consent it needs would accept?
//!
//! Utility adds up over independent blocks of issues, so weights of the parties separate the deals block by block:
//! they prove emptiness or yield a deal that is its own proof (`relaxation`). What is left goes to a branch and
//! bound with a node limit (`tree`). A deal counts as in the zone by plain sums in block order, exactly as talks
//! compute them; proofs of emptiness leave [`SLACK`] for rounding.

mod map;
mod relaxation;
mod searcher;
mod table;
#[cfg(test)]
mod tests;
mod tree;

pub use map::{ZoneMap, mark_red_lines};
pub use searcher::Searcher;

/// What a bound must miss a threshold by to count as missing it; values are utilities, of order one.
pub const SLACK: f64 = 1e-9;

/// Nodes that one call may visit unless told otherwise: a few milliseconds.
pub const NODE_LIMIT: u32 = 200_000;

/// How the combos of all blocks lie one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    starts: Vec<u32>,
    parties: u32,
}

impl Layout {
    /// Block b has the combos `starts[b]..starts[b + 1]`; `parties` is at most 32.
    ///
    /// # Panics
    /// When the starts do not begin at 0, fall somewhere, or there are more parties than a mask holds.
    pub fn new(starts: Vec<u32>, parties: u32) -> Self {
        assert!(
            starts.first() == Some(&0) && starts.is_sorted(),
            "block starts begin at 0 and never fall"
        );
        assert!(parties <= 32, "masks have room for 32 parties");
        Self { starts, parties }
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

/// A way to get a deal consented: these parties suffice, as long as only these combos are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    parties: u32,
    allowed: Vec<u64>,
}

impl Case {
    /// The case of the parties in the bit mask `parties`; `allowed` tells for each combo whether it may be used.
    pub fn new(parties: u32, allowed: impl IntoIterator<Item = bool>) -> Self {
        let mut words = Vec::new();
        for (combo, allowed) in allowed.into_iter().enumerate() {
            if combo % 64 == 0 {
                words.push(0);
            }
            words[combo / 64] |= u64::from(allowed) << (combo % 64);
        }
        Self {
            parties,
            allowed: words,
        }
    }

    /// Bit mask of the parties.
    pub fn parties(&self) -> u32 {
        self.parties
    }

    /// Whether the combo may be used.
    pub fn allows(&self, combo: usize) -> bool {
        self.allowed[combo / 64] >> (combo % 64) & 1 == 1
    }
}

/// What the combos mean to the parties.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Party p's value of combo c at `p · combos + c`; −∞ where p would never accept it.
    pub values: &'a [f64],
    /// By combo: bit p is set when the combo crosses a red line of party p.
    pub crossed: &'a [u32],
}

impl Terms<'_> {
    fn value(&self, layout: &Layout, party: u32, combo: usize) -> f64 {
        self.values[party as usize * layout.combos() + combo]
    }
}

/// Whether there is a deal in the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is one: [`Searcher::witness`].
    Open,
    /// There is none.
    Empty,
    /// The node limit came first.
    Undecided,
}

/// Whether there is a deal in the zone in any of several rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundsVerdict {
    /// There is one in this round (not always the first such round): [`Searcher::witness`].
    Open {
        /// The round, counted from 0.
        round: u32,
    },
    /// There is none in any round.
    Empty,
    /// None was found, and for some round the node limit came first.
    Undecided,
}

/// Whether some deal crosses no red line of anybody whose consent it needs.
pub fn red_lines_open(layout: &Layout, cases: &[Case], crossed: &[u32]) -> bool {
    cases.iter().any(|case| {
        (0..layout.blocks()).all(|block| {
            layout
                .block(block)
                .any(|combo| case.allows(combo) && crossed[combo] & case.parties == 0)
        })
    })
}
