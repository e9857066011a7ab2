//! What combos are worth to the parties, and which red lines they cross.

use crate::analysis::zone::layout::Layout;
use crate::game::PartySet;

/// What a bound must miss a threshold by to count as missing it; values are utilities, of order one.
pub const SLACK: f64 = 1e-9;

/// What the combos mean to the parties.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Party p's value of combo c at `p · combos + c`; −∞ where p would never accept it.
    pub values: &'a [f64],
    /// By combo: bit p is set when the combo crosses a red line of party p.
    pub crossed: &'a [PartySet],
}

impl Terms<'_> {
    /// Value of a combo to a party.
    pub(super) fn value(&self, layout: &Layout, party: u32, combo: usize) -> f64 {
        self.values[party as usize * layout.combos() + combo]
    }
}
