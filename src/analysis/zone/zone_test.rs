//! The zone test on the tables of a game, in rounds that differ in reservation values only.

use crate::analysis::zone::searcher::Searcher;
use crate::analysis::zone::{Layout, NODE_LIMIT, Terms, ZoneState};
use crate::game::{Game, INDIFFERENCE, PartyTables};

/// What of a deal is held against the reservation value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yardstick {
    /// Utility.
    Utility,
    /// Margin: utility after the risk of breach.
    Margin,
}

impl Yardstick {
    fn values(self, tables: &PartyTables) -> &[f64] {
        match self {
            Self::Utility => &tables.utility,
            Self::Margin => &tables.margin,
        }
    }

    /// What a deal's values must add up to for a party to be no worse off than without a deal.
    pub fn need(self, tables: &PartyTables, reservation: f64) -> f64 {
        let constant = match self {
            Self::Utility => 0.0,
            Self::Margin => tables.constant,
        };
        reservation + constant - INDIFFERENCE
    }
}

/// The zone test with its memory, reused.
#[derive(Debug, Default)]
pub struct ZoneTest {
    searcher: Searcher,
    values: Vec<f64>,
    thresholds: Vec<f64>,
}

impl ZoneTest {
    /// The state of the zone over rounds with these reservation values of all parties.
    ///
    /// `crossed` has bit p of each combo set that crosses a red line of party p.
    pub fn state<'a>(
        &mut self,
        (game, layout): (&Game, &Layout),
        crossed: &[u32],
        tables: &[PartyTables],
        by: Yardstick,
        rounds: impl Iterator<Item = &'a [f64]>,
    ) -> ZoneState {
        self.values.clear();
        for tables in tables {
            self.values.extend_from_slice(by.values(tables));
        }
        self.thresholds.clear();
        for reservations in rounds {
            let needs = tables.iter().zip(reservations);
            let needs = needs.map(|(tables, &reservation)| by.need(tables, reservation));
            self.thresholds.extend(needs);
        }
        let terms = Terms {
            values: &self.values,
            crossed,
        };
        let cases = &game.consent.cases;
        self.searcher
            .search(layout, cases, &terms, &self.thresholds, NODE_LIMIT)
    }
}
