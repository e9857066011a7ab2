//! The zone test on the tables of a game, in rounds that differ in reservation values only.

use crate::analysis::zone::home::{Body, PARTS_MAX, ways_home};
use crate::analysis::zone::layout::Layout;
use crate::analysis::zone::searcher::{NODE_LIMIT, Searcher};
use crate::analysis::zone::state::ZoneState;
use crate::analysis::zone::terms::Terms;
use crate::analysis::zone::vote;
use crate::game::{Game, INDIFFERENCE, PartySet, PartyTables};

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
            Self::Utility => -tables.payment,
            Self::Margin => tables.constant,
        };
        reservation + constant - INDIFFERENCE
    }
}

/// Most consent cases that are gone through before their voters are looked at together.
const CASES_FIRST_MAX: usize = 64;

/// The zone test with its memory, reused.
#[derive(Debug, Default)]
pub struct ZoneTest {
    searcher: Searcher,
    values: Vec<f64>,
    thresholds: Vec<f64>,
}

impl ZoneTest {
    /// The state of the zone over rounds with these reservation values of all parties, without deals that a party refuses because one
    /// of these bodies at home would.
    ///
    /// `crossed` has bit p of each combo set that crosses a red line of party p.
    pub fn state<'a>(
        &mut self,
        (game, layout): (&Game, &Layout),
        crossed: &[PartySet],
        tables: &[PartyTables],
        by: Yardstick,
        rounds: impl Iterator<Item = &'a [f64]>,
        bodies: &[Body<'_>],
    ) -> ZoneState {
        self.values.clear();
        for tables in tables {
            self.values.extend_from_slice(by.values(tables));
        }
        for body in bodies {
            self.values.extend_from_slice(body.utility);
        }
        self.thresholds.clear();
        for reservations in rounds {
            let needs = tables.iter().zip(reservations);
            let needs = needs.map(|(tables, &reservation)| by.need(tables, reservation));
            self.thresholds.extend(needs);
            self.thresholds.extend(bodies.iter().map(|body| body.need));
        }
        let terms = Terms {
            values: &self.values,
            crossed,
        };
        let (searcher, thresholds) = (&mut self.searcher, &self.thresholds);
        let by_votes = || {
            vote::state(vote::Question {
                game,
                layout,
                terms,
                bodies,
                rounds: thresholds,
            })
        };
        let Some(cases) = game.consent.listed() else {
            return by_votes();
        };
        if cases.len() > CASES_FIRST_MAX {
            let state = by_votes();
            if state != ZoneState::Undecided {
                return state;
            }
        }
        if bodies.is_empty() {
            return searcher.search(layout, cases, &terms, thresholds, NODE_LIMIT);
        }
        let voices = tables.len() + bodies.len();
        let Some(parts) = ways_home(game, cases, bodies, PARTS_MAX) else {
            return by_votes();
        };
        let layout = layout.for_parties(u32::try_from(voices).expect("few voices"));
        searcher.search(&layout, &parts, &terms, thresholds, NODE_LIMIT)
    }
}
