//! Why a run ended without agreement: the first cause that applies, so that shares and the agreement rate add up to one.

use crate::analysis::zone::{Yardstick, ZoneTest, mark_red_lines, red_lines};
use crate::bargaining::prepared::Prepared;
use crate::bargaining::protocol::package_by_package;
use crate::bargaining::talks::Talks;
use crate::bargaining::{End, Failure, ZoneState};
use crate::game::{Game, PartySet};

/// Memory of the tests, reused.
#[derive(Debug, Default)]
pub(crate) struct CauseFinder {
    test: ZoneTest,
    crossed: Vec<PartySet>,
}

/// How the rounds went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    pub(crate) end: End,
    pub(crate) rounds_held: u32,
    /// Rounds of the calendar until the talks ended, those of waiting for home included.
    pub(crate) rounds_passed: u32,
    /// Parties that walked out, as bits.
    pub(crate) walked_out: PartySet,
    pub(crate) signed: Option<u32>,
    /// Parties that consented to what was signed last, as bits.
    pub(crate) consenting: PartySet,
    /// Parties with a vote on it that did not, as bits; with packages in force alone, on some package.
    pub(crate) outvoted: PartySet,
    pub(crate) agreed: Option<u32>,
    pub(crate) refused_at_home: bool,
}

impl Course {
    /// The round in which the result is weighed: the one from which the agreement is in force, or the one after the talks.
    pub(crate) fn last(&self) -> u32 {
        self.agreed.unwrap_or(self.rounds_passed)
    }
}

impl CauseFinder {
    /// The state of the zone over the rounds held and the cause of failure.
    pub(crate) fn judge(
        &mut self,
        prepared: &Prepared<'_>,
        talks: &mut Talks,
        course: &Course,
    ) -> (ZoneState, Failure) {
        let (game, rounds_passed) = (prepared.game, course.rounds_passed);
        self.mark_red_lines(talks, game);
        let zone = match red_lines(game, &prepared.layout, &self.crossed) {
            ZoneState::Empty if course.refused_at_home => ZoneState::Empty,
            ZoneState::Empty => return (ZoneState::Empty, Failure::RedLines),
            ZoneState::Open => self.zone(prepared, talks, rounds_passed, Sight::MARGIN),
            // An empty zone may be due to red lines alone.
            ZoneState::Undecided => {
                match self.zone(prepared, talks, rounds_passed, Sight::MARGIN) {
                    ZoneState::Empty if !course.refused_at_home => {
                        return (ZoneState::Empty, Failure::Undecided);
                    }
                    zone => zone,
                }
            }
        };
        if course.refused_at_home {
            return (zone, Failure::Ratification);
        }
        let before_home = match zone {
            ZoneState::Open if talks.look_home(game) => {
                self.zone(prepared, talks, rounds_passed, Sight::BEFORE_HOME)
            }
            zone => zone,
        };
        let cause = match zone {
            ZoneState::Undecided => Failure::Undecided,
            ZoneState::Open if before_home == ZoneState::Undecided => Failure::Undecided,
            ZoneState::Open if before_home == ZoneState::Empty => Failure::Foreseen,
            ZoneState::Open if course.end == End::Breakdown => Failure::Breakdown,
            ZoneState::Open if agenda_forbids(talks, game, rounds_passed) => Failure::Agenda,
            ZoneState::Open => Failure::Deadline,
            ZoneState::Empty => match self.zone(prepared, talks, rounds_passed, Sight::UTILITY) {
                ZoneState::Open => Failure::Commitment,
                ZoneState::Empty => Failure::NoZone,
                ZoneState::Undecided => Failure::Undecided,
            },
        };
        (zone, cause)
    }

    /// The state of the zone alone, for runs in which parties may sign what is not acceptable to them.
    pub(crate) fn state(
        &mut self,
        prepared: &Prepared<'_>,
        talks: &mut Talks,
        rounds_passed: u32,
    ) -> ZoneState {
        self.mark_red_lines(talks, prepared.game);
        self.zone(prepared, talks, rounds_passed, Sight::MARGIN)
    }

    fn mark_red_lines(&mut self, talks: &Talks, game: &Game) {
        let kinds = talks.nature.parties.iter().map(|party| party.kind);
        mark_red_lines(game, kinds, &mut self.crossed);
    }

    /// Tests all rounds held of those that have passed; where levers moved the tables, stretch by stretch of rounds with the
    /// same tables.
    fn zone(
        &mut self,
        prepared: &Prepared<'_>,
        talks: &mut Talks,
        rounds_passed: u32,
        sight: Sight,
    ) -> ZoneState {
        let game = prepared.game;
        // One round speaks for all where all are alike; beyond the deadline none is held.
        let rounds = if talks.stands_still() {
            1
        } else {
            rounds_passed.min(game.rounds_most)
        };
        let mut from = 0;
        let mut decided = true;
        while from < rounds {
            let mut to = from + 1;
            if sight.ahead && game.home_shifts() {
                talks.look_home_back(game, from);
            } else if game.tables_move() {
                while to < rounds && talks.levers.work_alike(from, to) {
                    to += 1;
                }
                talks.rebuild(game, from);
            } else {
                to = rounds;
            }
            let held = talks.history.held_in(from..to);
            let bodies = if sight.ahead {
                talks.bodies_ahead(game)
            } else {
                Vec::new()
            };
            let (of, tables) = ((game, &prepared.layout), &talks.values.tables);
            let state = self
                .test
                .state(of, &self.crossed, tables, sight.by, held, &bodies);
            match state {
                ZoneState::Open => return ZoneState::Open,
                ZoneState::Empty => {}
                ZoneState::Undecided => decided = false,
            }
            from = to;
        }
        if decided {
            ZoneState::Empty
        } else {
            ZoneState::Undecided
        }
    }
}

/// What of a deal the zone test looks at.
#[derive(Clone, Copy, Debug)]
struct Sight {
    by: Yardstick,
    /// Whether parties refuse what they see refused at home.
    ahead: bool,
}

impl Sight {
    const UTILITY: Self = Self {
        by: Yardstick::Utility,
        ahead: false,
    };
    const MARGIN: Self = Self {
        by: Yardstick::Margin,
        ahead: false,
    };
    const BEFORE_HOME: Self = Self {
        by: Yardstick::Margin,
        ahead: true,
    };
}

/// Whether packages are in force alone and in no round held does any deal pass package by package.
fn agenda_forbids(talks: &mut Talks, game: &Game, rounds_passed: u32) -> bool {
    if game.agenda.status_quo.is_none() {
        return false;
    }
    (0..rounds_passed.min(game.rounds_most)).all(|round| {
        if !talks.history.was_held(round) {
            return true;
        }
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
