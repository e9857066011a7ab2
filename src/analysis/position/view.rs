//! A game with numbers in it, and what one party brings to it.

use std::borrow::Cow;

use crate::analysis::counting::{Candidates, count};
use crate::analysis::frontier::extremes;
use crate::analysis::zone::{Layout, Yardstick, mark_red_lines};
use crate::game::{Case, Game, PartySet, PartyTables, members, set_of, total};

/// A deal to be judged, with what the bodies at home would say to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// A combo for each block.
    pub deal: Vec<u32>,
    /// For each stage the probability of approval; none where the stage is not held for this deal.
    pub approvals: Vec<Option<f64>>,
}

/// What one party wants issue by issue, linkages and the risk of breach apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stance {
    /// Weight of each issue to it, as written or drawn: not normalised within the party.
    pub saliences: Vec<f64>,
    /// The option of each issue with the greatest score to it, the lowest of equals.
    pub favourites: Vec<u16>,
}

/// A game with numbers in it, at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Position {
    /// Type of each party.
    pub kinds: Vec<usize>,
    /// What each party loses below its reservation value when an agreement breaks.
    pub losses: Vec<f64>,
    /// What each party wants issue by issue.
    pub stances: Vec<Stance>,
    /// What each party's tables hold.
    pub tables: Vec<PartyTables>,
    /// What no deal is worth to each party.
    pub reservations: Vec<f64>,
    /// The scenario's plans.
    pub plans: Vec<Proposal>,
}

/// What is asked of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Most points of a frontier that are kept.
    pub points_max: usize,
    /// Whether the deals in the zone are counted.
    pub count: Counting,
}

/// Whether the deals in the zone are counted, which takes longer than anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// As exactly as can be.
    Yes,
    /// Not at all.
    No,
}

/// One party in a position.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PartyFigures {
    /// What no deal is worth to it.
    pub reservation: f64,
    /// Utility of its worst deal.
    pub worst: f64,
    /// Utility of its best deal.
    pub best: f64,
    /// Deals acceptable to it alone: no red line of its own crossed, margin at least 0; none where too many to count.
    pub acceptance_set: Option<u128>,
}

/// A position with the game it belongs to.
#[derive(Clone, Debug)]
pub(super) struct View<'a> {
    pub(super) game: &'a Game,
    pub(super) layout: &'a Layout,
    pub(super) position: &'a Position,
    /// By combo: bit p is set when it crosses a red line of party p.
    pub(super) crossed: Vec<PartySet>,
}

impl<'a> View<'a> {
    pub(super) fn of(game: &'a Game, layout: &'a Layout, position: &'a Position) -> Self {
        let mut crossed = Vec::new();
        mark_red_lines(game, position.kinds.iter().copied(), &mut crossed);
        Self {
            game,
            layout,
            position,
            crossed,
        }
    }

    /// The ways to get a deal consented; none where they are too many to be found.
    pub(super) fn cases(&self) -> Option<Cow<'a, [Case]>> {
        let consent = &self.game.consent;
        consent.cases(&self.game.blocks, |deal| self.accepting(deal))
    }

    /// The parties that accept a deal, as bits: it crosses no red line of theirs, and its margin is at least 0.
    pub(super) fn accepting(&self, deal: &[u32]) -> PartySet {
        let accepts = |party: usize| {
            let uncrossed = deal
                .iter()
                .all(|&combo| self.crossed[combo as usize] >> party & 1 == 0);
            uncrossed && total(&self.position.tables[party].margin, deal) >= self.need(party)
        };
        let parties = 0..self.position.tables.len();
        set_of(parties.filter(|&party| accepts(party)))
    }

    /// Whether each combo may be part of a deal in a case: allowed there, and crossing no red line of its parties.
    pub(super) fn usable(&self, case: &Case) -> Vec<bool> {
        let pairs = case.allowed.iter().zip(&self.crossed);
        pairs
            .map(|(&allowed, &crossed)| allowed && crossed & case.parties == 0)
            .collect()
    }

    /// What a deal's margins must add up to for a party to be no worse off than without a deal.
    pub(super) fn need(&self, party: usize) -> f64 {
        let position = self.position;
        Yardstick::Margin.need(&position.tables[party], position.reservations[party])
    }

    /// Utility of a party's worst and of its best deal.
    pub(super) fn extremes(&self, party: usize) -> (f64, f64) {
        let tables = &self.position.tables[party];
        extremes(self.layout, &tables.utility)
    }

    pub(super) fn figures(&self, party: usize) -> PartyFigures {
        let (worst, best) = self.extremes(party);
        PartyFigures {
            reservation: self.position.reservations[party],
            worst,
            best,
            acceptance_set: self
                .accepted(1 << party, |combo| self.crossed[combo] >> party & 1 == 0),
        }
    }

    /// Number of deals of these combos whose margins reach what these parties, as bits, need; none where too many to count.
    pub(super) fn accepted(
        &self,
        parties: PartySet,
        allowed: impl Fn(usize) -> bool,
    ) -> Option<u128> {
        let row = |combo: usize| {
            let margin = |party: usize| self.position.tables[party].margin[combo];
            members(parties).map(margin).collect()
        };
        let blocks = (0..self.layout.blocks()).map(|block| {
            let combos = self.layout.block(block).filter(|&combo| allowed(combo));
            combos.map(row).collect()
        });
        let needs: Vec<f64> = members(parties).map(|party| self.need(party)).collect();
        count(&blocks.collect::<Vec<Candidates>>(), &needs)
    }
}
