//! What theory says: as a page of tables and as JSON, for central values and for many realizations.

mod equilibrium;
mod frontier;
pub mod json;
#[cfg(feature = "cli")]
mod rates_table;
#[cfg(feature = "cli")]
mod table;
#[cfg(feature = "cli")]
mod words;

pub use frontier::{OF_ALL_DEALS, OF_THE_ZONE, frontier};
#[cfg(feature = "cli")]
pub use rates_table::rates_table;
#[cfg(feature = "cli")]
pub use table::table;

use crate::analysis::frontier::Point;
use crate::analysis::position::Theory;
use crate::analysis::settlement::RuleOutcome;
use crate::bargaining::Forecast;
use crate::game::Game;
use crate::model::{Deal, Scenario};

/// What theory says of the central values of a scenario.
#[derive(Clone, Copy, Debug)]
pub struct Solution<'a> {
    /// The scenario with types and distributions as they were written.
    pub scenario: &'a Scenario,
    /// The game of its central values.
    pub game: &'a Game,
    /// The parties whose gains the frontier weighs.
    pub objectives: &'a [u32],
    /// What theory says.
    pub theory: &'a Theory,
    /// What other settlement rules give.
    pub rules: &'a [RuleOutcome],
    /// What rational parties do, where that is asked for.
    pub forecast: Option<&'a Forecast>,
}

impl Solution<'_> {
    fn deal(&self, point: &Point) -> Deal {
        self.game.blocks.deal_of(&point.combos)
    }
}
