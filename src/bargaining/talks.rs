//! The state of one negotiation: what everybody wants now, what has been said, where the levers stand.
//!
//! One value of [`Talks`] is reused for all runs of a batch; the round loop allocates nothing.

use crate::bargaining::leverage::LeverState;
use crate::bargaining::range::{BlockRange, block_range};
use crate::bargaining::{Action, Recorder};
use crate::game::{
    CompiledProfile, ConcessionKind, Game, Owner, PartyNumbers, PartyTables, Purpose, Realization,
    Shifts, Stream, total,
};
use crate::model::{DriverId, PartyId};

pub(crate) use crate::game::INDIFFERENCE;

/// What one party has heard and said.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartyState {
    /// Logistic noise in its target, drawn for the deal last put to it.
    pub(crate) shock: f64,
    /// The deal last put to it.
    pub(crate) last_put: Vec<u32>,
    /// The deal it last tabled, and whether it tabled any.
    pub(crate) tabled: Vec<u32>,
    /// Largest worth to each other party of what it last conceded; by party. Kept only where somebody reacts to it.
    pub(crate) conceded: Vec<f64>,
    /// The deal it last tabled or accepted. Kept only where somebody's strategy goes by it.
    pub(crate) backs: Vec<u32>,
    /// What it has tabled, one deal after the other. Kept only where somebody plays tit for tat.
    pub(crate) history: Vec<u32>,
    /// What it gives back for what the others have conceded: a margin if naive, the share left of its demand if relative.
    pub(crate) given_back: f64,
    /// The uniform of this round from its stream of offers, where it draws them.
    pub(crate) round_uniform: f64,
    /// That stream, with the number of rounds drawn from it.
    pub(crate) offers: Option<(Stream, u32)>,
    /// Rounds in which it refused something.
    pub(crate) refusals: u32,
    /// Whether it refused in this round.
    pub(crate) refused_now: bool,
    /// Whether it has accepted a whole text or a standing offer.
    pub(crate) accepted: bool,
    /// Its stream of moves, made when first needed.
    moves: Option<Stream>,
}

/// Everything that changes while one negotiation is played.
#[derive(Debug, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "they are not states of one thing"
)]
pub(crate) struct Talks {
    pub(crate) seed: u64,
    pub(crate) run: u64,
    pub(crate) round: u32,
    /// What nature drew.
    pub(crate) nature: Realization,
    /// Each party's values in the present round.
    pub(crate) tables: Vec<PartyTables>,
    /// Best and worst of each block, party by party.
    pub(crate) ranges: Vec<BlockRange>,
    /// Margin total of each party's best uncrossed deal, before reservation value and constant.
    pub(crate) best_totals: Vec<f64>,
    /// Present reservation value of each party.
    pub(crate) reservations: Vec<f64>,
    /// Reservation values of all rounds so far, round by round; of the first alone where nothing can move them.
    reservation_history: Vec<f64>,
    /// Rounds begun so far.
    pub(crate) rounds_begun: u32,
    /// Present cost of a round to each party.
    pub(crate) round_costs: Vec<f64>,
    /// Costs borne so far for rounds and levers.
    pub(crate) costs: Vec<f64>,
    pub(crate) levers: Vec<LeverState>,
    /// Share of its full effect each lever has now; of all rounds so far where tables move.
    pub(crate) factors: Vec<f64>,
    pub(crate) factor_history: Vec<f64>,
    pub(crate) parties: Vec<PartyState>,
    /// Channel noise and reading error in the present round.
    pub(crate) noise: f64,
    pub(crate) reading_error: f64,
    /// Rounds in a row in which nothing moved.
    pub(crate) still_rounds: u32,
    /// Whether something moved in this round.
    pub(crate) moved: bool,
    /// Changes whenever the tables do.
    pub(crate) tables_version: u32,
    /// Each body's stream of votes, made when first needed.
    pub(crate) votes: Vec<Option<Stream>>,
    shifts: Vec<Shifts>,
    /// Whether no lever and no driver can move anything from round to round.
    still: bool,
    /// Whether some party reacts to what others concede.
    pub(crate) anyone_reacts: bool,
    /// Whether some party plays tit for tat.
    pub(crate) anyone_imitates: bool,
    /// Whether some party's strategy goes by what the others have tabled.
    pub(crate) anyone_follows: bool,
}

impl Talks {
    /// Prepares for a run on what nature has drawn: builds every party's tables.
    pub(crate) fn start(&mut self, game: &Game, seed: u64, run: u64) {
        (self.seed, self.run, self.round) = (seed, run, 0);
        let parties = game.parties.len();
        self.tables.resize_with(parties, PartyTables::default);
        self.ranges
            .resize(parties * game.blocks.list.len(), BlockRange::default());
        self.best_totals.resize(parties, 0.0);
        for party in 0..parties {
            self.build_tables(game, party, false);
        }
        self.tables_version = 0;
        self.votes.clear();
        self.votes.resize(game.stages.len(), None);
        self.reservations.resize(parties, 0.0);
        self.reservation_history.clear();
        self.rounds_begun = 0;
        self.factor_history.clear();
        self.round_costs.resize(parties, 0.0);
        self.costs.clear();
        self.costs.resize(parties, 0.0);
        self.levers.clear();
        self.levers.resize(game.levers.len(), LeverState::default());
        self.factors.clear();
        self.factors.resize(game.levers.len(), 0.0);
        self.parties.resize_with(parties, PartyState::default);
        self.parties
            .iter_mut()
            .for_each(|party| party.forget(parties));
        (self.still_rounds, self.moved) = (0, true);
        self.anyone_reacts = self.nature.parties.iter().any(|party| party.react > 0.0);
        // Every party starts anew, so this must not stop at the first that imitates.
        self.anyone_imitates = false;
        for party in 0..parties {
            self.anyone_imitates |= self.start_imitating(game, party);
        }
        self.anyone_follows = self.anyone_imitates
            || (0..parties)
                .any(|party| self.profile(game, party).concession == ConcessionKind::Zeuthen);
        self.still = game.levers.is_empty()
            && (0..parties).all(|party| self.profile(game, party).load_drivers.is_empty());
    }

    /// Puts numbers in the place of those drawn for a party, in a game no lever and no driver moves.
    pub(crate) fn replace(&mut self, game: &Game, party: usize, numbers: PartyNumbers) {
        self.nature.parties[party] = numbers;
        self.build_tables(game, party, false);
        self.update_reservations(game);
    }

    fn build_tables(&mut self, game: &Game, party: usize, shifted: bool) {
        let numbers = &self.nature.parties[party];
        let profile = &game.parties[party].profiles[numbers.kind];
        let shifts = shifted.then(|| &self.shifts[party]);
        self.tables[party].build(&game.blocks, &game.option_starts, profile, numbers, shifts);
        let margin = &self.tables[party].margin;
        let blocks = game.blocks.list.len();
        let ranges = &mut self.ranges[party * blocks..(party + 1) * blocks];
        for (block, range) in game.blocks.list.iter().zip(ranges.iter_mut()) {
            *range = block_range(profile, margin, block.start, block.end);
        }
        self.best_totals[party] = ranges.iter().fold(0.0, |sum, range| sum + range.best_value);
    }

    /// Moves drivers and levers to a round and brings everything that depends on them up to date.
    ///
    /// `held` is false for the moment after the talks, when nobody pulls a new lever.
    pub(crate) fn begin_round(
        &mut self,
        game: &Game,
        round: u32,
        held: bool,
        recorder: &mut impl Recorder,
    ) {
        self.round = round;
        if round > 0 {
            self.bear_round_costs(1);
            self.still_rounds = if self.moved { 0 } else { self.still_rounds + 1 };
        }
        self.moved = false;
        self.rounds_begun += 1;
        // Only levers wait for refusals.
        if !self.levers.is_empty() {
            for party in &mut self.parties {
                party.refusals += u32::from(party.refused_now);
                party.refused_now = false;
            }
        }
        if recorder.listens() {
            for driver in 0..game.drivers.len() {
                recorder.record(
                    round,
                    Action::Driver(
                        DriverId::at(driver),
                        self.nature.driver(game, driver, round),
                    ),
                );
            }
        }
        if self.still && self.rounds_begun > 1 {
            return;
        }
        self.pull_levers(game, held, recorder);
        if game.tables_move() {
            self.shift_tables(game);
        }
        self.update_reservations(game);
        self.apply_channel_levers(game);
        self.reservation_history
            .extend_from_slice(&self.reservations);
    }

    /// Moves on by so many rounds that are all alike and in which nothing happened.
    pub(crate) fn skip_rounds(&mut self, rounds: u32) {
        assert!(self.still, "only rounds that are all alike can be skipped");
        self.round += rounds;
        self.rounds_begun += rounds;
        if self.round_costs.iter().any(|&cost| cost > 0.0) {
            // One by one, for the same rounding as when they are held.
            for _ in 0..rounds {
                self.bear_round_costs(1);
            }
        }
    }

    /// Reservation values in a round, those of the last round begun beyond it.
    pub(crate) fn reservations_in(&self, round: u32) -> &[f64] {
        let parties = self.reservations.len();
        let rounds = self.reservation_history.len() / parties;
        let from = (round as usize).min(rounds - 1) * parties;
        &self.reservation_history[from..from + parties]
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

    fn shift_tables(&mut self, game: &Game) {
        let levers = self.levers.len();
        let from = self.factor_history.len();
        self.factor_history.extend_from_slice(&self.factors);
        let before = from
            .checked_sub(levers)
            .map(|start| &self.factor_history[start..from]);
        let changed = before.is_none_or(|before| before != self.factors.as_slice());
        if changed {
            let factors = std::mem::take(&mut self.factors);
            self.rebuild(game, &factors);
            self.factors = factors;
        }
    }

    /// Builds the tables of all parties whose preferences levers move, at these lever factors.
    pub(crate) fn rebuild(&mut self, game: &Game, factors: &[f64]) {
        self.shifts.resize_with(game.parties.len(), Shifts::default);
        self.tables_version += 1;
        let mut moved: u32 = 0;
        for shifts in &mut self.shifts {
            shifts.clear();
        }
        for (index, lever) in game
            .levers
            .iter()
            .enumerate()
            .filter(|(_, lever)| lever.moves_tables)
        {
            for (target, size) in lever.targets.iter().zip(&self.nature.levers[index].sizes) {
                moved |= Shifts::add(&mut self.shifts, game, *target, size * factors[index]);
            }
        }
        for party in 0..game.parties.len() {
            if moved >> party & 1 == 1 {
                self.build_tables(game, party, true);
            }
        }
    }

    /// How levers shift what a party wants now; none where no lever can.
    pub(crate) fn shifts(&self, game: &Game, party: usize) -> Option<&Shifts> {
        game.tables_move().then(|| &self.shifts[party])
    }

    fn update_reservations(&mut self, game: &Game) {
        for (party, compiled) in game.parties.iter().enumerate() {
            let numbers = &self.nature.parties[party];
            let profile = &compiled.profiles[numbers.kind];
            let loads = profile.load_drivers.iter().zip(&numbers.loads);
            let moved = loads.fold(0.0, |sum, (&driver, load)| {
                sum + load
                    * (self.nature.driver(game, driver, self.round)
                        + self.driver_shift(game, driver))
            });
            self.reservations[party] = numbers.reservation + moved;
            self.round_costs[party] = numbers.round_cost;
        }
        self.apply_party_levers(game);
        for reservation in &mut self.reservations {
            *reservation = reservation.clamp(0.0, 1.0);
        }
    }

    /// The type of a party in this run, compiled.
    pub(crate) fn profile<'a>(&self, game: &'a Game, party: usize) -> &'a CompiledProfile {
        &game.parties[party].profiles[self.nature.parties[party].kind]
    }

    /// What a deal's margin total must reach for a margin of 0: reservation value plus the constant risk of breach.
    pub(crate) fn floor(&self, party: usize) -> f64 {
        self.reservations[party] + self.tables[party].constant
    }

    /// Margin m of a deal to a party now.
    pub(crate) fn margin(&self, party: usize, deal: &[u32]) -> f64 {
        total(&self.tables[party].margin, deal) - self.floor(party)
    }

    /// Whether a deal crosses a red line of a party.
    pub(crate) fn crosses(&self, game: &Game, party: usize, deal: &[u32]) -> bool {
        let profile = self.profile(game, party);
        deal.iter()
            .any(|&combo| profile.lines_crossed[combo as usize] > 0)
    }

    /// Whether a deal is acceptable to a party now: better than none, no red line crossed, ratifiable enough.
    pub(crate) fn acceptable(&self, game: &Game, party: usize, deal: &[u32]) -> bool {
        self.acceptable_at(game, party, deal, self.margin(party, deal))
    }

    /// The same when the deal's margin is known.
    pub(crate) fn acceptable_at(
        &self,
        game: &Game,
        party: usize,
        deal: &[u32],
        margin: f64,
    ) -> bool {
        margin >= -INDIFFERENCE
            && (!self.profile(game, party).floor
                || (!self.crosses(game, party, deal) && self.anticipated(game, party, deal)))
    }

    /// The stream of a party's moves.
    pub(crate) fn moves(&mut self, game: &Game, party: usize) -> &mut Stream {
        let (seed, run) = (self.seed, self.run);
        let owner: Owner = game.parties[party].owners.kind;
        self.parties[party]
            .moves
            .get_or_insert_with(|| Stream::new(seed, Purpose::Moves, owner, run))
    }

    /// Records a refusal; the caller says of what.
    pub(crate) fn refuse(&mut self, party: usize) {
        self.parties[party].refused_now = true;
    }

    /// The parties' ids, for events.
    pub(crate) fn id(party: usize) -> PartyId {
        PartyId::at(party)
    }
}

impl PartyState {
    fn forget(&mut self, parties: usize) {
        self.shock = 0.0;
        self.last_put.clear();
        self.tabled.clear();
        self.conceded.clear();
        self.conceded.resize(parties, 0.0);
        self.history.clear();
        self.backs.clear();
        (self.given_back, self.round_uniform) = (0.0, 0.0);
        self.offers = None;
        self.refusals = 0;
        self.refused_now = false;
        self.accepted = false;
        self.moves = None;
    }
}
