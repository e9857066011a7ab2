//! What is asked: whose frontier, over which deals.

use crate::analysis::frontier::cut::Cut;
use crate::analysis::zone::Layout;

/// Most points of a frontier by default.
pub const POINTS_MAX: usize = 20_000;

/// A part of the deals in which the same floors hold: a consent case with a choice of entries of the breach tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Whether each combo may be used.
    pub allowed: Vec<bool>,
    /// The least utility each party takes; −∞ where its consent is not needed or nothing binds.
    pub floors: Vec<f64>,
}

/// Whose frontier over which deals.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// How the combos lie.
    pub layout: &'a Layout,
    /// Party p's utility of combo c at `p · combos + c`; −∞ is legal, +∞ and NaN are not.
    pub utilities: &'a [f64],
    /// The parties whose frontier it is, at least one. Floors hold for all parties.
    pub objectives: &'a [u32],
    /// The deals in question: those that lie in at least one region and meet its floors.
    pub regions: &'a [Region],
    /// What no deal in question that matters falls short of: those that do may be left out.
    pub cuts: &'a [Cut],
    /// Most points that the answer, and each step on the way, may hold.
    pub points_max: usize,
}

impl Question<'_> {
    /// Asserts that the tables fit the layout.
    ///
    /// # Panics
    /// When they do not, or there is no objective.
    pub(super) fn check(&self) {
        let parties = self.layout.parties() as usize;
        let combos = self.layout.combos();
        assert!(
            self.utilities.len() == parties * combos,
            "every party has a utility of every combo"
        );
        assert!(
            self.regions
                .iter()
                .all(|region| region.allowed.len() == combos && region.floors.len() == parties),
            "every region speaks of every combo and every party"
        );
        assert!(
            !self.objectives.is_empty()
                && self
                    .objectives
                    .iter()
                    .all(|&party| (party as usize) < parties),
            "a frontier has objectives, and they are parties"
        );
    }
}
