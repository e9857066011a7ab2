//! What bodies at home want, how likely talks are to break down and when they end, as levers and drivers move all that from round to
//! round.

use crate::bargaining::talks::body_shift::BodyShift;
use crate::bargaining::talks::state::Talks;
use crate::game::{Game, PartySet};
use crate::model::{DriverId, EffectTarget, Range};

impl Talks {
    /// Reservation value of a body now.
    pub(super) fn body_reservation(&self, stage: usize) -> f64 {
        let drawn = self.nature.stages[stage].reservation;
        Range::BODY_RESERVATION.nearest(drawn + self.bodies[stage].reservation)
    }

    /// Brings the shifts of all bodies to a round, as the levers work now.
    pub(super) fn shift_bodies(&mut self, game: &Game, round: u32) {
        let mut bodies = std::mem::take(&mut self.bodies);
        bodies.clear();
        for (stage, numbers) in game.stages.iter().zip(&self.nature.stages) {
            let reservation =
                self.moved_by_drivers(game, &stage.load_drivers, &numbers.loads, round);
            bodies.push(BodyShift {
                reservation,
                support: 0.0,
            });
        }
        if game.home_shifts() {
            self.levers.press_home(game, &self.nature, &mut bodies);
            // Which deals pass at home is kept with the values.
            self.values.version += u32::from(bodies != self.bodies_before);
            self.bodies_before.clone_from(&bodies);
        }
        self.bodies = bodies;
    }

    /// Probability of a breakdown at the end of the present round, as the levers work now.
    pub(super) fn move_breakdown(&mut self, game: &Game) {
        self.breakdown = self.nature.breakdown;
        if game.breakdown_moves() {
            let loads = &self.nature.breakdown_loads;
            let drivers = self.moved_by_drivers(game, &game.clock_drivers, loads, self.round);
            let levers = self
                .levers
                .felt_at(game, &self.nature, EffectTarget::Breakdown);
            self.breakdown = (self.breakdown + drivers + levers).clamp(0.0, 1.0);
        }
    }

    /// Moves the deadline to where it stands now.
    pub(super) fn move_deadline(&mut self, game: &Game) {
        if game.deadline_moves {
            self.deadline = self.moved_deadline(game, self.round);
        }
    }

    /// Where levers move the deadline in a round before which none is pulled any more: whole rounds, at least one.
    fn moved_deadline(&self, game: &Game, round: u32) -> u32 {
        let shift = self.levers.deadline_shift(game, &self.nature, round);
        let rounds = libm::round(f64::from(game.rounds) + shift);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and the most rounds there may be"
        )]
        let rounds = rounds.clamp(1.0, f64::from(game.rounds_most)) as u32;
        rounds
    }

    /// Number of rounds as the deadline stands now; one where there is only one offer, since nothing follows it.
    pub(crate) fn rounds_max(&self, game: &Game) -> u32 {
        self.rounds_in(game, self.round)
    }

    /// The same as the deadline will stand in a round, from the present one on, up to which everybody waits for an answer from home.
    fn rounds_in(&self, game: &Game, round: u32) -> u32 {
        let is_later = game.deadline_moves && round > self.round;
        let deadline = if is_later {
            self.moved_deadline(game, round)
        } else {
            self.deadline
        };
        match game.protocol.only_offer() {
            Some(_) => deadline.min(1),
            None => deadline,
        }
    }

    /// Rounds after which the talks end: when the deadline passes as it stands in a round, from the present one on, or before, when somebody
    /// walks out.
    pub(crate) fn ends_after(&self, game: &Game, round: u32) -> u32 {
        self.rounds_in(game, round).min(self.leaves_first)
    }

    /// Those who walk out before the deadline as it stands in a round, from the present one on, as bits.
    pub(crate) fn leavers(&self, game: &Game, round: u32) -> PartySet {
        if self.leaves_first < self.rounds_in(game, round) {
            self.nature.first_leavers()
        } else {
            0
        }
    }

    /// What drivers add to something that loads on them, in a round.
    pub(super) fn moved_by_drivers(
        &self,
        game: &Game,
        drivers: &[usize],
        loads: &[f64],
        round: u32,
    ) -> f64 {
        let loads = drivers.iter().zip(loads);
        loads.fold(0.0, |sum, (&driver, load)| {
            let path = self.nature.driver(game, driver, round);
            let at = EffectTarget::Driver(DriverId::at(driver));
            sum + load * (path + self.levers.felt_at(game, &self.nature, at))
        })
    }

    /// Looks to a round, from the present one on, in which a body at home decides: everything is as it will be then. No lever is
    /// pulled before; beyond the deadline everything stands still.
    pub(crate) fn look_home_in(&mut self, game: &Game, round: u32) {
        let round = round.min(game.rounds_most);
        self.levers.look_to(game, &self.nature, round);
        if game.tables_move() {
            self.build_moved(game, None);
        }
        self.shift_bodies(game, round);
    }

    /// Goes back to what everything was in a round begun, as the levers worked in it.
    pub(crate) fn look_home_back(&mut self, game: &Game, round: u32) {
        self.levers.look_back_to(round);
        if game.tables_move() {
            self.build_moved(game, None);
        }
        self.shift_bodies(game, round);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Silent;
    use crate::bargaining::fixture::{alike, opened};
    use crate::bargaining::talks::Passing;

    /// A body that loads on a driver, and a lever that adds to its support from round 1 on.
    const REST: &str = "[[driver]]\nid = \"front\"\nprocess.random-walk = { drift = 0.1, sd = 0.0 }\n\
                        [[stage]]\nid = \"house\"\nparty = \"p0\"\nreservation = 0.4\nloads = { front = 1.0 }\n\
                        approval.logit = { lambda = 4.0 }\n\
                        [[leverage]]\nid = \"push\"\nactor = \"p0\"\nuse.rounds = { from = 1, until = 3 }\n\
                        effects = [{ stage = \"house\", support = 0.3 }, { clock = \"breakdown\", shift = 0.6 }]\n";

    #[test]
    fn what_bodies_want_moves_with_drivers_and_levers_and_can_be_looked_at_ahead_and_again() {
        let quarters = vec![0.0, 0.25, 0.5, 0.75, 1.0];
        let game = alike(9, 0.0, &[quarters], ("", REST));
        assert!(game.home_moves() && game.breakdown_moves());
        let mut talks = opened(&game);
        let wants = |talks: &crate::bargaining::talks::Talks| {
            (talks.body_reservation(0), talks.bodies[0].support)
        };
        let close = |found: (f64, f64), wanted: (f64, f64)| {
            let apart = (found.0 - wanted.0).abs() + (found.1 - wanted.1).abs();
            assert!(apart < 1e-12, "{found:?} for {wanted:?}");
        };
        close(wants(&talks), (0.4, 0.0));
        // Ahead no lever is pulled, but drivers move.
        talks.look_home_in(&game, 2);
        close(wants(&talks), (0.6, 0.0));
        talks.look_home_back(&game, 0);
        close(wants(&talks), (0.4, 0.0));
        talks.begin_round(&game, 1, Passing::Held, &mut Silent);
        close(wants(&talks), (0.5, 0.3));
        assert_eq!(talks.breakdown, 0.6);
        // What is lent counts before it is asked what the body must be given, and never beyond a certainty.
        for (certainty, option) in [(0.2, 0), (0.5, 1), (0.79, 2), (0.999, 3)] {
            let need = talks.need_at_home(&game, 0, certainty);
            let worth = f64::from(option) / 4.0;
            let approval = talks.approval(&game, 0, &[option]);
            assert!(
                (worth >= need) && approval >= certainty,
                "{certainty}: {need} {approval}"
            );
        }
        assert!(talks.need_at_home(&game, 0, 0.3) < -100.0);
        assert_eq!(talks.approval(&game, 0, &[4]), 1.0);
        // The lever ends in round 3.
        talks.look_home_in(&game, 3);
        close(wants(&talks), (0.7, 0.0));
        talks.look_home_back(&game, 1);
        close(wants(&talks), (0.5, 0.3));
        talks.look_home_back(&game, 0);
        close(wants(&talks), (0.4, 0.0));
    }
}
