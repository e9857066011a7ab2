//! Why a run ended without agreement: the first cause that applies, so that shares and the agreement rate add up to one.

use crate::analysis::zone::{
    RoundsVerdict, Searcher, Terms, ZoneMap, mark_red_lines, red_lines_open,
};
use crate::bargaining::protocol::package_by_package;
use crate::bargaining::talks::Talks;
use crate::bargaining::{Failure, ZoneState};
use crate::game::{Game, INDIFFERENCE};

/// Memory of the zone test, reused.
#[derive(Debug, Default)]
pub(crate) struct ZoneTest {
    searcher: Searcher,
    values: Vec<f64>,
    crossed: Vec<u32>,
    thresholds: Vec<f64>,
}

/// What the values of a test are: utilities, or margins after the risk of breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    Utility,
    Margin,
}

/// How the talks ended, for the choice among causes at the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    /// Rounds held.
    pub(crate) rounds_held: u32,
    /// Whether they broke down.
    pub(crate) broke_down: bool,
    /// Whether something signed was refused at home.
    pub(crate) refused_at_home: bool,
}

impl ZoneTest {
    /// The state of the zone over the rounds held and the cause of failure.
    pub(crate) fn judge(
        &mut self,
        map: &ZoneMap,
        talks: &mut Talks,
        game: &Game,
        ending: Ending,
    ) -> (ZoneState, Failure) {
        self.mark_red_lines(talks, game);
        let zone = if red_lines_open(&map.layout, &map.cases, &self.crossed) {
            self.zone(map, talks, game, ending.rounds_held, Worth::Margin)
        } else if ending.refused_at_home {
            ZoneState::Empty
        } else {
            return (ZoneState::Empty, Failure::RedLines);
        };
        if ending.refused_at_home {
            return (zone, Failure::Ratification);
        }
        let cause = match zone {
            ZoneState::Undecided => Failure::Undecided,
            ZoneState::Open if ending.broke_down => Failure::Breakdown,
            ZoneState::Open if agenda_forbids(talks, game, ending.rounds_held) => Failure::Agenda,
            ZoneState::Open => Failure::Deadline,
            ZoneState::Empty => {
                match self.zone(map, talks, game, ending.rounds_held, Worth::Utility) {
                    ZoneState::Open => Failure::Commitment,
                    ZoneState::Empty => Failure::NoZone,
                    ZoneState::Undecided => Failure::Undecided,
                }
            }
        };
        (zone, cause)
    }

    /// The state of the zone alone, for runs in which parties may sign what is not acceptable to them.
    pub(crate) fn state(
        &mut self,
        map: &ZoneMap,
        talks: &mut Talks,
        game: &Game,
        rounds_held: u32,
    ) -> ZoneState {
        self.mark_red_lines(talks, game);
        self.zone(map, talks, game, rounds_held, Worth::Margin)
    }

    fn mark_red_lines(&mut self, talks: &Talks, game: &Game) {
        let kinds = talks.nature.parties.iter().map(|party| party.kind);
        mark_red_lines(game, kinds, &mut self.crossed);
    }

    /// Tests all rounds held; where levers moved the tables, stretch by stretch of rounds with the same tables.
    fn zone(
        &mut self,
        map: &ZoneMap,
        talks: &mut Talks,
        game: &Game,
        rounds_held: u32,
        worth: Worth,
    ) -> ZoneState {
        // One round speaks for all where all are alike.
        let rounds_held = if talks.stands_still() {
            rounds_held.min(1)
        } else {
            rounds_held
        };
        let mut from = 0;
        let mut decided = true;
        while from < rounds_held {
            let mut to = from + 1;
            if game.tables_move() {
                while to < rounds_held && talks.levers.work_alike(from, to) {
                    to += 1;
                }
                talks.rebuild(game, from);
            } else {
                to = rounds_held;
            }
            match self.stretch(map, talks, from..to, worth) {
                RoundsVerdict::Open { .. } => return ZoneState::Open,
                RoundsVerdict::Empty => {}
                RoundsVerdict::Undecided => decided = false,
            }
            from = to;
        }
        if decided {
            ZoneState::Empty
        } else {
            ZoneState::Undecided
        }
    }

    fn stretch(
        &mut self,
        map: &ZoneMap,
        talks: &Talks,
        rounds: std::ops::Range<u32>,
        worth: Worth,
    ) -> RoundsVerdict {
        self.values.clear();
        for tables in &talks.values.tables {
            self.values.extend_from_slice(if worth == Worth::Margin {
                &tables.margin
            } else {
                &tables.utility
            });
        }
        self.thresholds.clear();
        for round in rounds {
            for (party, reservation) in talks.reservations_in(round).iter().enumerate() {
                let constant = if worth == Worth::Margin {
                    talks.values.tables[party].constant
                } else {
                    0.0
                };
                self.thresholds.push(reservation + constant - INDIFFERENCE);
            }
        }
        let terms = Terms {
            values: &self.values,
            crossed: &self.crossed,
        };
        self.searcher
            .search_rounds(&map.layout, &map.cases, &terms, &self.thresholds)
    }
}

/// Whether packages are in force alone and in no round held does any deal pass package by package.
fn agenda_forbids(talks: &mut Talks, game: &Game, rounds_held: u32) -> bool {
    if game.agenda.status_quo.is_none() {
        return false;
    }
    (0..rounds_held).all(|round| {
        talks.revisit(game, round);
        !package_by_package(talks, game)
    })
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, pie_above};
    use crate::bargaining::{Failure, Prepared, Silent, Workspace, play};

    #[test]
    fn causes_are_tried_in_order() {
        let hard = "strategy.concession.hardliner = {}";
        let line = "never = [{ i0 = \"o3\" }, { i0 = \"o4\" }]\nstrategy.concession.hardliner = {}";
        let other = "never = [{ i0 = \"o0\" }, { i0 = \"o1\" }, { i0 = \"o2\" }]\n\
                     strategy.concession.hardliner = {}";
        for (lines, reservations, cause) in [
            ([hard, hard], [0.25, 0.25], Failure::Deadline),
            ([hard, hard], [0.75, 0.75], Failure::NoZone),
            ([line, other], [0.25, 0.25], Failure::RedLines),
        ] {
            let game = pie_above(3, OFFERS, lines, reservations);
            let prepared = Prepared::new(&game, 1);
            let outcome = play(&prepared, 0, &mut Workspace::default(), &mut Silent);
            assert_eq!(outcome.failure, Some(cause));
        }
    }
}
