//! Leverage: when a lever is used, how much of its effect is felt, what it costs.
//!
//! Before execution a threat works with size × credibility, which wears off while it is not carried out; after it with
//! `size × 2^(−(t − t_exec − delay)/half-life)`, until the lever ends. Effects add.

use crate::bargaining::talks::conduct::Conduct;
use crate::bargaining::{Action, Recorder};
use crate::game::{CompiledLever, Game, LeverNumbers, PartySet, Realization, Shifts};
use crate::model::{EffectTarget, LeverId, Use};

/// Where one lever stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct LeverState {
    /// Round of execution.
    executed: Option<u32>,
    /// Whether it has ended, for good.
    ended: bool,
    /// Rounds in force so far.
    rounds: u32,
}

impl LeverState {
    fn is_in_force(self) -> bool {
        self.executed.is_some() && !self.ended
    }
}

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

    /// What levers add to a driver as the parties feel it.
    pub(crate) fn driver_shift(&self, game: &Game, nature: &Realization, driver: usize) -> f64 {
        effects(game, nature, &self.factors)
            .filter(
                |(target, _)| matches!(target, EffectTarget::Driver(id) if id.index() == driver),
            )
            .fold(0.0, |sum, (_, felt)| sum + felt)
    }

    /// Probability that a verdict is misreported, and the standard deviation of a reading.
    pub(crate) fn channel(&self, game: &Game, nature: &Realization) -> (f64, f64) {
        let (mut noise, mut reading_error) = (nature.noise, nature.reading_error);
        for (target, felt) in effects(game, nature, &self.factors) {
            match target {
                EffectTarget::Noise => noise += felt,
                EffectTarget::ReadingError => reading_error += felt,
                _ => {}
            }
        }
        (noise.clamp(0.0, 1.0), reading_error.max(0.0))
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

    /// Works out what levers add to what each party wants in a round whose strengths were kept; returns the parties as bits.
    pub(crate) fn shift_preferences(
        &mut self,
        game: &Game,
        nature: &Realization,
        round: u32,
    ) -> PartySet {
        let mut shifts = std::mem::take(&mut self.shifts);
        shifts.resize_with(game.parties.len(), Shifts::default);
        for shift in &mut shifts {
            shift.weights.clear();
            shift.scores.clear();
            shift.breach = 0.0;
        }
        let moved = effects(game, nature, self.factors_in(round))
            .fold(0, |moved, (target, felt)| {
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

/// First round after this one in which a lever may start, end or be felt otherwise, whatever the parties do.
fn next_change(state: LeverState, usage: &Use, numbers: &LeverNumbers, round: u32) -> u32 {
    if state.ended {
        return u32::MAX;
    }
    let next = round.saturating_add(1);
    let Some(executed) = state.executed else {
        let fades = numbers.credibility > 0.0 && numbers.credibility_half_life.is_finite();
        return match *usage {
            _ if fades => next,
            // One whose rounds have passed unused is never used.
            Use::Rounds {
                until: Some(until), ..
            } if until <= round => u32::MAX,
            Use::Rounds { from, .. } => from.max(next),
            _ => next,
        };
    };
    let lapses = numbers
        .duration
        .map_or(u32::MAX, |duration| executed.saturating_add(duration));
    let ends = match *usage {
        Use::Rounds { until, .. } => until.map_or(lapses, |until| lapses.min(until)),
        _ => lapses,
    };
    let works = executed.saturating_add(numbers.delay);
    let fades = if round < works {
        works
    } else if numbers.half_life.is_finite() {
        next
    } else {
        u32::MAX
    };
    ends.min(fades).max(next)
}

/// Whether a rule of use calls for execution at the start of a round.
fn is_due(usage: &Use, round: u32, conduct: &Conduct) -> bool {
    match *usage {
        Use::Never => false,
        Use::Always | Use::WithProbability(_) => true,
        Use::Rounds { from, until } => round >= from && until.is_none_or(|until| round < until),
        Use::AfterRefusals { party, count } => conduct.refusals(party.index()) >= count,
        Use::WhenStuck { rounds } => conduct.still_rounds() >= rounds,
        Use::OnceAccepts { party } => conduct.has_accepted(party.index()),
    }
}

/// Whether a lever in force ends in a round.
fn ends(state: LeverState, usage: &Use, numbers: &LeverNumbers, round: u32) -> bool {
    let Some(executed) = state.executed else {
        return false;
    };
    let lapsed = numbers
        .duration
        .is_some_and(|duration| round - executed >= duration);
    lapsed || matches!(usage, Use::Rounds { until: Some(until), .. } if round >= *until)
}

/// Share of a lever's full effect that is felt in a round.
fn factor(state: LeverState, numbers: &LeverNumbers, round: u32) -> f64 {
    match state.executed {
        _ if state.ended => 0.0,
        None => numbers.credibility * halved(f64::from(round), numbers.credibility_half_life),
        Some(executed) if round < executed.saturating_add(numbers.delay) => 0.0,
        Some(executed) => halved(
            f64::from(round - executed - numbers.delay),
            numbers.half_life,
        ),
    }
}

/// `2^(−elapsed/half_life)`, 1 for an infinite half-life.
fn halved(elapsed: f64, half_life: f64) -> f64 {
    if half_life.is_finite() {
        libm::exp2(-elapsed / half_life)
    } else {
        1.0
    }
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
        _ => return 0,
    };
    1 << party.0
}

#[cfg(test)]
mod tests {
    use crate::bargaining::talks::conduct::Conduct;
    use crate::bargaining::talks::levers::{LeverState, ends, factor, is_due};
    use crate::game::LeverNumbers;
    use crate::model::{PartyId, Use};

    fn numbers() -> LeverNumbers {
        LeverNumbers {
            cost: 0.0,
            credibility: 0.5,
            credibility_half_life: 2.0,
            half_life: f64::INFINITY,
            delay: 1,
            duration: Some(3),
            chosen: true,
            sizes: Vec::new(),
        }
    }

    fn carried_out(round: u32) -> LeverState {
        LeverState {
            executed: Some(round),
            ..LeverState::default()
        }
    }

    #[test]
    fn a_threat_halves_while_it_is_not_carried_out() {
        let threat = |round| factor(LeverState::default(), &numbers(), round);
        assert_eq!([threat(0), threat(2), threat(4)], [0.5, 0.25, 0.125]);
    }

    #[test]
    fn a_lever_is_felt_in_full_after_its_delay_and_wears_off_by_its_half_life() {
        let lasting = numbers();
        assert_eq!(factor(carried_out(5), &lasting, 5), 0.0, "delayed");
        assert_eq!(factor(carried_out(5), &lasting, 6), 1.0);
        let fading = LeverNumbers {
            half_life: 4.0,
            ..numbers()
        };
        assert_eq!(factor(carried_out(5), &fading, 10), 0.5);
        let ended = LeverState {
            ended: true,
            ..carried_out(5)
        };
        assert_eq!(factor(ended, &lasting, 6), 0.0);
    }

    #[test]
    fn a_lever_ends_after_its_duration_or_with_its_rounds() {
        let always = Use::Always;
        assert!(
            !ends(LeverState::default(), &always, &numbers(), 9),
            "not begun"
        );
        assert!(!ends(carried_out(2), &always, &numbers(), 4));
        assert!(ends(carried_out(2), &always, &numbers(), 5));
        let until = Use::Rounds {
            from: 2,
            until: Some(4),
        };
        assert!(ends(carried_out(2), &until, &numbers(), 4));
    }

    #[test]
    fn rules_of_use_wait_for_what_they_name() {
        let mut conduct = Conduct::default();
        conduct.start(2);
        conduct.begin_round(0);
        let refusals = Use::AfterRefusals {
            party: PartyId(1),
            count: 1,
        };
        let acceptance = Use::OnceAccepts { party: PartyId(0) };
        let stuck = Use::WhenStuck { rounds: 1 };
        for usage in [&refusals, &acceptance, &stuck] {
            assert!(!is_due(usage, 0, &conduct), "{usage:?}");
        }
        conduct.refuse(1);
        conduct.accept(0);
        conduct.begin_round(1);
        for usage in [&refusals, &acceptance, &stuck] {
            assert!(is_due(usage, 1, &conduct), "{usage:?}");
        }
        assert!(!is_due(&Use::Never, 1, &conduct));
        let late = Use::Rounds {
            from: 2,
            until: None,
        };
        assert_eq!(
            [1, 2].map(|round| is_due(&late, round, &conduct)),
            [false, true]
        );
    }
}
