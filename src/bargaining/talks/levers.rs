//! All levers of the talks: which are pulled, how much of their effects is felt, what they cost. Effects add.

use crate::bargaining::talks::body_shift::BodyShift;
use crate::bargaining::talks::conduct::Conduct;
use crate::bargaining::talks::lever_state::{LeverState, ends, factor, is_due, next_change};
use crate::bargaining::{Action, Recorder};
use crate::game::{CompiledLever, Game, LeverNumbers, PartySet, Realization, Shifts};
use crate::model::{ChannelCore, EffectTarget, LeverId, PartyId, Use};

/// Where all levers stand and how strongly each is felt.
#[derive(Debug, Default)]
pub(crate) struct Levers {
    states: Vec<LeverState>,
    /// Share of its full effect each lever has now.
    factors: Vec<f64>,
    /// The same of all rounds so far, round by round, where levers move what parties want.
    history: Vec<f64>,
    /// What levers add to what each party wants.
    shifts: Vec<Shifts>,
}

impl Levers {
    /// Before the first round: no lever has been used.
    pub(crate) fn start(&mut self, levers: usize) {
        self.states.clear();
        self.states.resize(levers, LeverState::default());
        self.factors.clear();
        self.factors.resize(levers, 0.0);
        self.history.clear();
    }

    /// Starts and ends levers at the start of a round and sets how much of each effect is felt in it.
    ///
    /// None starts in a round that is not `held`.
    pub(crate) fn pull(
        &mut self,
        game: &Game,
        nature: &Realization,
        conduct: &Conduct,
        (round, held): (u32, bool),
        recorder: &mut dyn Recorder,
    ) {
        for (index, lever) in game.levers.iter().enumerate() {
            let numbers = &nature.levers[index];
            if !is_usable(game, lever, numbers) {
                self.factors[index] = 0.0;
                continue;
            }
            let state = &mut self.states[index];
            if held && state.executed.is_none() && is_due(&lever.usage, round, conduct) {
                state.executed = Some(round);
                recorder.record(round, Action::LeverStarted(LeverId::at(index)));
            }
            if !state.ended && ends(*state, &lever.usage, numbers, round) {
                state.ended = true;
                recorder.record(round, Action::LeverEnded(LeverId::at(index)));
            }
            self.factors[index] = factor(*state, numbers, round);
        }
    }

    /// Carries out the levers that wait for a signature, and charges their actors for the present round.
    pub(crate) fn sign(
        &mut self,
        game: &Game,
        nature: &Realization,
        round: u32,
        costs: &mut [f64],
        recorder: &mut dyn Recorder,
    ) {
        for (index, lever) in game.levers.iter().enumerate() {
            let (numbers, state) = (&nature.levers[index], &mut self.states[index]);
            let waits = lever.usage == Use::UponSignature && state.executed.is_none();
            if !waits || !is_usable(game, lever, numbers) {
                continue;
            }
            state.executed = Some(round);
            recorder.record(round, Action::LeverStarted(LeverId::at(index)));
            if ends(*state, &lever.usage, numbers, round) {
                state.ended = true;
                recorder.record(round, Action::LeverEnded(LeverId::at(index)));
            } else {
                costs[lever.actor] += numbers.cost;
                state.rounds += 1;
            }
        }
    }

    /// Sets how much of each effect is felt in a round before which no lever is pulled any more.
    pub(crate) fn look_to(&mut self, game: &Game, nature: &Realization, round: u32) {
        for index in 0..game.levers.len() {
            self.factors[index] = self.share_in(game, nature, index, round);
        }
    }

    /// Share of its full effect that a lever has in a round before which none is pulled any more.
    fn share_in(&self, game: &Game, nature: &Realization, index: usize, round: u32) -> f64 {
        let (lever, numbers) = (&game.levers[index], &nature.levers[index]);
        let mut state = self.states[index];
        state.ended |= ends(state, &lever.usage, numbers, round);
        if is_usable(game, lever, numbers) {
            factor(state, numbers, round)
        } else {
            0.0
        }
    }

    /// Last round up to which, from this one on, no lever starts, ends or changes in strength, whatever the parties do.
    pub(crate) fn steady_until(&self, game: &Game, nature: &Realization, round: u32) -> u32 {
        let levers = game.levers.iter().zip(&nature.levers).zip(&self.states);
        levers.fold(u32::MAX, |least, ((lever, numbers), state)| {
            let next = if is_usable(game, lever, numbers) {
                next_change(*state, &lever.usage, numbers, round)
            } else {
                u32::MAX
            };
            least.min(next.saturating_sub(1))
        })
    }

    /// Whether a lever in force costs its actor something.
    pub(crate) fn cost_something(&self, nature: &Realization) -> bool {
        let mut levers = self.states.iter().zip(&nature.levers);
        levers.any(|(state, numbers)| state.is_in_force() && numbers.cost > 0.0)
    }

    /// Charges the actors of the levers in force for so many rounds.
    pub(crate) fn charge(
        &mut self,
        game: &Game,
        nature: &Realization,
        rounds: u32,
        costs: &mut [f64],
    ) {
        for (index, lever) in game.levers.iter().enumerate() {
            let state = &mut self.states[index];
            if state.is_in_force() {
                costs[lever.actor] += f64::from(rounds) * nature.levers[index].cost;
                state.rounds += rounds;
            }
        }
    }

    /// Round in which each lever was carried out.
    pub(crate) fn executed(&self) -> Vec<Option<u32>> {
        self.states.iter().map(|state| state.executed).collect()
    }

    /// What each lever has cost its actor so far.
    pub(crate) fn costs(&self, nature: &Realization) -> Vec<f64> {
        let levers = self.states.iter().zip(&nature.levers);
        levers
            .map(|(state, numbers)| f64::from(state.rounds) * numbers.cost)
            .collect()
    }

    /// Adds the effects on reservation values and costs of delay.
    pub(crate) fn press(
        &self,
        game: &Game,
        nature: &Realization,
        reservations: &mut [f64],
        round_costs: &mut [f64],
    ) {
        for (target, felt) in effects(game, nature, &self.factors) {
            match target {
                EffectTarget::Reservation(party) => reservations[party.index()] += felt,
                EffectTarget::RoundCost(party) => round_costs[party.index()] += felt,
                _ => {}
            }
        }
        for cost in round_costs {
            *cost = cost.max(0.0);
        }
    }

    /// Adds the effects on bodies at home.
    pub(crate) fn press_home(&self, game: &Game, nature: &Realization, bodies: &mut [BodyShift]) {
        for (target, felt) in effects(game, nature, &self.factors) {
            match target {
                EffectTarget::BodyReservation(stage) => bodies[stage.index()].reservation += felt,
                EffectTarget::Support(stage) => bodies[stage.index()].support += felt,
                _ => {}
            }
        }
    }

    /// What levers add to a target now: the probability of a breakdown, a driver as the parties feel it.
    pub(crate) fn felt_at(&self, game: &Game, nature: &Realization, at: EffectTarget) -> f64 {
        effects(game, nature, &self.factors)
            .filter(|(target, _)| *target == at)
            .fold(0.0, |sum, (_, felt)| sum + felt)
    }

    /// By how many rounds the levers that have been carried out move the deadline in a round before which none is pulled any more; a threat
    /// moves none.
    pub(crate) fn deadline_shift(&self, game: &Game, nature: &Realization, round: u32) -> f64 {
        let carried_out =
            (0..game.levers.len()).filter(|&lever| self.states[lever].executed.is_some());
        carried_out.fold(0.0, |sum, index| {
            let (lever, numbers) = (&game.levers[index], &nature.levers[index]);
            let effects = lever.targets.iter().zip(&numbers.sizes);
            let moves = effects.filter(|effect| *effect.0 == EffectTarget::Rounds);
            moves.fold(sum, |sum, (_, size)| {
                sum + size * self.share_in(game, nature, index, round)
            })
        })
    }

    /// What happens to the reports of a party.
    pub(crate) fn channel(
        &self,
        game: &Game,
        nature: &Realization,
        party: PartyId,
    ) -> ChannelCore<f64> {
        let mut channel = nature.channel_of(game, party.index());
        for (target, felt) in effects(game, nature, &self.factors) {
            match target {
                EffectTarget::Noise(of) if of.is_none_or(|of| of == party) => channel.noise += felt,
                EffectTarget::ReadingError(of) if of.is_none_or(|of| of == party) => {
                    channel.reading_error += felt;
                }
                _ => {}
            }
        }
        ChannelCore {
            noise: channel.noise.clamp(0.0, 1.0),
            reading_error: channel.reading_error.max(0.0),
            ..channel
        }
    }

    /// Goes back to how strongly the levers worked in a round, where that was kept.
    pub(crate) fn look_back_to(&mut self, round: u32) {
        let levers = self.factors.len();
        let kept = round as usize * levers..(round as usize + 1) * levers;
        self.factors.copy_from_slice(&self.history[kept]);
    }

    /// Keeps how strongly the levers work in this round; says whether that is another strength than in the round before.
    pub(crate) fn note_factors(&mut self) -> bool {
        let from = self.history.len();
        self.history.extend_from_slice(&self.factors);
        let before = from.checked_sub(self.factors.len());
        before.is_none_or(|start| self.history[start..from] != self.factors[..])
    }

    /// Whether the levers worked equally strongly in two rounds, where that was kept.
    pub(crate) fn work_alike(&self, one: u32, other: u32) -> bool {
        self.factors_in(one) == self.factors_in(other)
    }

    fn factors_in(&self, round: u32) -> &[f64] {
        let levers = self.factors.len();
        &self.history[round as usize * levers..][..levers]
    }

    /// Works out what levers add to what each party wants now, or in a round whose strengths were kept; returns the parties as
    /// bits.
    pub(crate) fn shift_preferences(
        &mut self,
        game: &Game,
        nature: &Realization,
        round: Option<u32>,
    ) -> PartySet {
        let mut shifts = std::mem::take(&mut self.shifts);
        shifts.resize_with(game.parties.len(), Shifts::default);
        for shift in &mut shifts {
            shift.weights.clear();
            shift.scores.clear();
            shift.breach = 0.0;
            shift.payment = 0.0;
        }
        let factors = round.map_or(self.factors.as_slice(), |round| self.factors_in(round));
        let moved = effects(game, nature, factors).fold(0, |moved, (target, felt)| {
            moved | add_to(&mut shifts, game, target, felt)
        });
        self.shifts = shifts;
        moved
    }

    /// What levers add to what a party wants, as worked out last.
    pub(crate) fn shifts(&self, party: usize) -> &Shifts {
        &self.shifts[party]
    }
}

/// Every effect of every lever that may be used, in order, with what is felt of it.
fn effects<'a>(
    game: &'a Game,
    nature: &'a Realization,
    factors: &'a [f64],
) -> impl Iterator<Item = (EffectTarget, f64)> + 'a {
    let levers = game.levers.iter().zip(&nature.levers).zip(factors);
    let used = levers.filter(|((lever, _), _)| lever.usage != Use::Never);
    used.flat_map(|((lever, numbers), factor)| {
        let effects = lever.targets.iter().zip(&numbers.sizes);
        effects.map(move |(&target, size)| (target, size * factor))
    })
}

/// Whether a lever can be used in a run at all.
fn is_usable(game: &Game, lever: &CompiledLever, numbers: &LeverNumbers) -> bool {
    lever.usage != Use::Never && numbers.chosen && game.idle_presser != Some(lever.actor)
}

/// Adds one effect to the shifts of the party whose preferences it concerns, and returns that party as a bit.
fn add_to(shifts: &mut [Shifts], game: &Game, target: EffectTarget, felt: f64) -> PartySet {
    let party = match target {
        EffectTarget::Weight(party, issue) => {
            let weights = &mut shifts[party.index()].weights;
            weights.resize(game.issues, 0.0);
            weights[issue.index()] += felt;
            party
        }
        EffectTarget::Score(party, issue, option) => {
            let index = game.blocks.option_starts[issue.index()] + option;
            let scores = &mut shifts[party.index()].scores;
            scores.resize(scores.len().max(index + 1), 0.0);
            scores[index] += felt;
            party
        }
        EffectTarget::Breach(party) => {
            shifts[party.index()].breach += felt;
            party
        }
        EffectTarget::Payment(party) => {
            shifts[party.index()].payment += felt;
            party
        }
        _ => return 0,
    };
    1 << party.0
}
