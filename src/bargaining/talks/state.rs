//! Round by round: time passes, drivers and levers move, and what depends on them is brought up to date.

use crate::bargaining::talks::body_shift::BodyShift;
use crate::bargaining::talks::conduct::Conduct;
use crate::bargaining::talks::history::History;
use crate::bargaining::talks::levers::Levers;
use crate::bargaining::talks::values::Values;
use crate::bargaining::{Action, Recorder};
use crate::game::{CompiledProfile, Game, PartyNumbers, Realization, Shifts, members};
use crate::model::DriverId;

/// What a round of the calendar is to the talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passing {
    /// It is held: levers may be pulled, and it counts for how long nothing has moved.
    Held,
    /// A signed deal waits for an answer from home: levers in force go on to work and to cost, none is pulled.
    Waiting,
    /// The talks are over: what would hold from this round on.
    Over,
}

/// Everything that changes while one negotiation is played and that all parties share.
#[derive(Debug, Default)]
pub(crate) struct Talks {
    pub(crate) seed: u64,
    pub(crate) run: u64,
    pub(crate) round: u32,
    /// What nature drew.
    pub(crate) nature: Realization,
    /// What the parties want as levers shift it, where levers can.
    shifted: Vec<PartyNumbers>,
    /// What each deal is worth to each party in the present round.
    pub(crate) values: Values,
    pub(crate) levers: Levers,
    /// What the parties have done, for levers that wait for it.
    pub(crate) conduct: Conduct,
    /// Present reservation value of each party.
    pub(crate) reservations: Vec<f64>,
    /// Reservation values of all rounds so far; of the first alone where nothing can move them.
    pub(crate) history: History,
    /// Rounds begun so far.
    pub(crate) rounds_begun: u32,
    /// Present cost of a round to each party.
    pub(crate) round_costs: Vec<f64>,
    /// Costs borne so far for rounds and levers.
    pub(crate) costs: Vec<f64>,
    /// By how much each body at home is shifted in the present round.
    pub(super) bodies: Vec<BodyShift>,
    /// The same when their shifts last changed.
    pub(super) bodies_before: Vec<BodyShift>,
    /// Probability of a breakdown at the end of the present round.
    pub(crate) breakdown: f64,
    /// Number of rounds, as the deadline stands in the present round.
    pub(crate) deadline: u32,
    /// Rounds after which the first party walks out; more than any clock has where all stay.
    pub(super) leaves_first: u32,
    /// Whether no lever and no driver can move anything from round to round.
    still: bool,
    /// Whether something loads on a driver.
    driven: bool,
}

impl Talks {
    /// Draws what nature has for a run, and prepares for it.
    pub(crate) fn draw(&mut self, game: &Game, seed: u64, run: u64) {
        self.nature.draw(game, seed, run);
        self.start(game, seed, run);
    }

    /// Prepares for a run on what nature has drawn.
    pub(crate) fn start(&mut self, game: &Game, seed: u64, run: u64) {
        (self.seed, self.run, self.round) = (seed, run, 0);
        let parties = game.parties.len();
        self.values.start(game, &self.nature.parties);
        if game.tables_move() {
            self.shifted.resize_with(parties, PartyNumbers::default);
            for (wants, drawn) in self.shifted.iter_mut().zip(&self.nature.parties) {
                wants.shift(drawn, &Shifts::default());
            }
        }
        self.levers.start(game.levers.len());
        self.conduct.start(parties, game.stages.len());
        self.reservations.resize(parties, 0.0);
        self.history.start(parties);
        self.rounds_begun = 0;
        self.round_costs.resize(parties, 0.0);
        self.costs.clear();
        self.costs.resize(parties, 0.0);
        let feels_drivers = |party| !self.profile(game, party).load_drivers.is_empty();
        let drives_home = game
            .stages
            .iter()
            .any(|stage| !stage.load_drivers.is_empty());
        self.driven =
            (0..parties).any(feels_drivers) || drives_home || !game.clock_drivers.is_empty();
        self.bodies.clear();
        self.bodies.resize(game.stages.len(), BodyShift::default());
        self.bodies_before.clone_from(&self.bodies);
        self.breakdown = self.nature.breakdown;
        self.deadline = game.rounds;
        self.leaves_first = self.nature.leaves_first();
        self.still = game.levers.is_empty() && !self.driven;
    }

    /// The type of a party in this run, compiled.
    pub(crate) fn profile<'a>(&self, game: &'a Game, party: usize) -> &'a CompiledProfile {
        &game.parties[party].profiles[self.nature.parties[party].kind]
    }

    /// Puts numbers in the place of those drawn for a party, before levers move anything.
    pub(crate) fn replace(&mut self, game: &Game, party: usize, numbers: PartyNumbers) {
        self.nature.replace(party, numbers);
        self.leaves_first = self.nature.leaves_first();
        let numbers = &self.nature.parties[party];
        if game.tables_move() {
            self.shifted[party].shift(numbers, &Shifts::default());
        }
        self.values.build(game, party, numbers);
        self.update_reservations(game);
    }

    /// Moves drivers and levers to a round and brings everything that depends on them up to date.
    pub(crate) fn begin_round(
        &mut self,
        game: &Game,
        round: u32,
        passing: Passing,
        recorder: &mut dyn Recorder,
    ) {
        self.round = round;
        if round > 0 {
            self.bear_round_costs(1);
        }
        self.rounds_begun += 1;
        if recorder.listens() {
            for driver in 0..game.drivers.len() {
                let value = self.nature.driver(game, driver, round);
                recorder.record(round, Action::Driver(DriverId::at(driver), value));
            }
        }
        if self.still && self.rounds_begun > 1 {
            return;
        }
        let held = passing == Passing::Held;
        if held {
            self.conduct.begin_round(round);
        }
        self.levers
            .pull(game, &self.nature, &self.conduct, (round, held), recorder);
        if passing != Passing::Over {
            self.bear_lever_costs(game, 1);
        }
        let keeps_factors = game.tables_move() || game.home_shifts();
        if keeps_factors && self.levers.note_factors() && game.tables_move() {
            self.rebuild(game, self.rounds_begun - 1);
        }
        self.update_reservations(game);
        self.history.note(round, &self.reservations, held);
    }

    /// A deal is signed that bodies at home are asked about: levers that wait for that are carried out. Bodies feel them at once,
    /// the parties from the next round on.
    pub(crate) fn sign(&mut self, game: &Game, recorder: &mut dyn Recorder) {
        let (nature, costs) = (&self.nature, &mut self.costs);
        self.levers.sign(game, nature, self.round, costs, recorder);
    }

    /// Last round up to which, from the present one on, nothing but time passes, whatever the parties do.
    pub(crate) fn steady_until(&self, game: &Game) -> u32 {
        if self.still {
            u32::MAX
        } else if self.driven || game.tables_move() || game.home_shifts() || game.deadline_moves {
            self.round
        } else {
            self.levers.steady_until(game, &self.nature, self.round)
        }
    }

    /// Moves on by so many rounds that are held, in which nobody accepts and nothing but time passes.
    pub(crate) fn skip_rounds(&mut self, game: &Game, rounds: u32) {
        debug_assert!(
            self.round + rounds <= self.steady_until(game),
            "only rounds that are all alike can be skipped"
        );
        self.round += rounds;
        self.rounds_begun += rounds;
        let costly = self.round_costs.iter().any(|&cost| cost > 0.0);
        if costly || self.levers.cost_something(&self.nature) {
            // One by one, for the same rounding as when they are held.
            for _ in 0..rounds {
                self.bear_round_costs(1);
                self.bear_lever_costs(game, 1);
            }
        } else {
            self.bear_lever_costs(game, rounds);
        }
    }

    /// Goes back to what everything was worth in a round, to look at it again.
    pub(crate) fn revisit(&mut self, game: &Game, round: u32) {
        self.reservations
            .copy_from_slice(self.history.reservations_in(round));
        if game.tables_move() {
            self.rebuild(game, round);
        }
    }

    /// Whether all rounds are alike to everybody: no lever and no driver can move anything.
    pub(crate) fn stands_still(&self) -> bool {
        self.still
    }

    /// Charges everybody the present cost of a round for so many rounds that ended without agreement.
    pub(crate) fn bear_round_costs(&mut self, rounds: u32) {
        for (total, cost) in self.costs.iter_mut().zip(&self.round_costs) {
            *total += f64::from(rounds) * cost;
        }
    }

    /// Charges the actors of the levers in force for so many rounds.
    pub(crate) fn bear_lever_costs(&mut self, game: &Game, rounds: u32) {
        self.levers
            .charge(game, &self.nature, rounds, &mut self.costs);
    }

    /// Builds the values of all parties whose preferences levers move, as the levers worked in a round begun.
    ///
    /// `round` counts the rounds begun; in a run that is played they are begun one after the other.
    pub(crate) fn rebuild(&mut self, game: &Game, round: u32) {
        self.build_moved(game, Some(round));
    }

    /// The same as the levers work now, or worked in a round.
    pub(super) fn build_moved(&mut self, game: &Game, round: Option<u32>) {
        self.values.version += 1;
        let moved = self.levers.shift_preferences(game, &self.nature, round);
        for party in members(moved) {
            let wants = &mut self.shifted[party];
            wants.shift(&self.nature.parties[party], self.levers.shifts(party));
            self.values.build(game, party, wants);
        }
    }

    /// What a party wants now, as levers shift it.
    pub(crate) fn wants(&self, game: &Game, party: usize) -> &PartyNumbers {
        if game.tables_move() {
            &self.shifted[party]
        } else {
            &self.nature.parties[party]
        }
    }

    /// What a party's reservation value has moved by since it was drawn, which everybody can see.
    pub(crate) fn reservation_shift(&self, party: usize) -> f64 {
        self.reservations[party] - self.nature.parties[party].reservation
    }

    fn update_reservations(&mut self, game: &Game) {
        for (party, compiled) in game.parties.iter().enumerate() {
            let numbers = &self.nature.parties[party];
            let profile = &compiled.profiles[numbers.kind];
            let drivers = &profile.load_drivers;
            let moved = self.moved_by_drivers(game, drivers, &numbers.loads, self.round);
            self.reservations[party] = numbers.reservation + moved;
            self.round_costs[party] = numbers.round_cost;
        }
        let (reservations, costs) = (&mut self.reservations, &mut self.round_costs);
        self.levers.press(game, &self.nature, reservations, costs);
        for reservation in &mut self.reservations {
            *reservation = reservation.clamp(0.0, 1.0);
        }
        if game.home_shifts() {
            self.shift_bodies(game, self.round);
        }
        self.move_breakdown(game);
        self.move_deadline(game);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Silent;
    use crate::bargaining::fixture::{OFFERS, opened, pie, three_issues};
    use crate::bargaining::talks::{Passing, Talks};

    #[test]
    fn rounds_passed_at_once_cost_as_much_as_rounds_held() {
        let game = pie(9, OFFERS, ["round-cost = 0.1", "round-cost = 0.03"]);
        let (mut held, mut passed) = (opened(&game), opened(&game));
        for round in 1..=7 {
            held.begin_round(&game, round, Passing::Held, &mut Silent);
        }
        passed.skip_rounds(&game, 7);
        assert_eq!(held.costs, passed.costs);
        assert_eq!(
            (held.round, held.rounds_begun),
            (passed.round, passed.rounds_begun)
        );
        assert!((held.costs[0] - 0.7).abs() < 1e-12);
    }

    #[test]
    fn a_round_can_be_looked_at_again() {
        let rest = "[[leverage]]\nid = \"push\"\ntitle = \"Push\"\nactor = \"p0\"\n\
                    effects = [{ party = \"p1\", reservation = -0.1 }]\nuse.rounds = { from = 2 }\n";
        let game = three_issues(["", ""], rest);
        let mut talks = opened(&game);
        assert!(!talks.stands_still(), "a lever may move something");
        for round in 1..=3 {
            talks.begin_round(&game, round, Passing::Held, &mut Silent);
        }
        assert!((talks.reservations[1] - 0.1).abs() < 1e-12);
        assert!((talks.reservation_shift(1) + 0.1).abs() < 1e-12);
        talks.revisit(&game, 0);
        assert_eq!(talks.reservations[1], 0.2);
        let of_round = |round| talks.history.reservations_in(round);
        assert_eq!(of_round(99), of_round(3));
    }

    #[test]
    fn rounds_with_a_lever_in_force_can_be_passed_at_once_until_it_changes() {
        let rest = "[[leverage]]\nid = \"push\"\ntitle = \"Push\"\nactor = \"p0\"\ncost = 0.1\nduration = 5\n\
                    effects = [{ party = \"p1\", reservation = -0.1 }]\nuse.rounds = { from = 2 }\n";
        let game = three_issues(["round-cost = 0.03", ""], rest);
        let (mut held, mut passed) = (opened(&game), opened(&game));
        assert_eq!(passed.steady_until(&game), 1);
        for talks in [&mut held, &mut passed] {
            for round in 1..=2 {
                talks.begin_round(&game, round, Passing::Held, &mut Silent);
            }
        }
        assert_eq!(passed.steady_until(&game), 6, "it ends in round 7");
        for round in 3..=6 {
            held.begin_round(&game, round, Passing::Held, &mut Silent);
        }
        passed.skip_rounds(&game, 4);
        for talks in [&mut held, &mut passed] {
            talks.begin_round(&game, 7, Passing::Held, &mut Silent);
        }
        assert_eq!(held.costs, passed.costs);
        assert_eq!(held.reservations, passed.reservations);
        for round in 0..8 {
            let of_round = |talks: &Talks| talks.history.reservations_in(round).to_vec();
            assert_eq!(of_round(&held), of_round(&passed), "round {round}");
        }
        assert_eq!(
            held.levers.costs(&held.nature),
            passed.levers.costs(&passed.nature)
        );
    }
}
