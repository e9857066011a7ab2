//! Leverage: when a lever is used, how much of its effect is felt, what it costs.
//!
//! Before execution a threat works with size × credibility, which wears off while it is not carried out; after it with
//! `size × 2^(−(t − t_exec − delay)/half-life)`, until the lever ends. Effects add.

use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Recorder};
use crate::game::{Game, LeverNumbers, Shifts};
use crate::model::{EffectTarget, LeverId, Use};

/// Where one lever stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeverState {
    /// Round of execution.
    pub(crate) executed: Option<u32>,
    /// Whether it has ended, for good.
    pub(crate) ended: bool,
    /// Rounds in force so far.
    pub(crate) rounds: u32,
}

impl Talks {
    /// Starts and ends levers at the start of a round, charges their costs and sets how much of each effect is felt.
    pub(crate) fn pull_levers(&mut self, game: &Game, held: bool, recorder: &mut impl Recorder) {
        for index in 0..game.levers.len() {
            let lever = &game.levers[index];
            let usable = lever.usage != Use::Never
                && self.nature.levers[index].chosen
                && game.idle_presser != Some(lever.actor);
            if !usable {
                self.factors[index] = 0.0;
                continue;
            }
            let mut state = self.levers[index];
            if held && state.executed.is_none() && self.rule_holds(&lever.usage) {
                state.executed = Some(self.round);
                recorder.record(self.round, Action::LeverStarted(LeverId::at(index)));
            }
            let numbers = &self.nature.levers[index];
            if !state.ended && ends(state, &lever.usage, numbers, self.round) {
                state.ended = true;
                recorder.record(self.round, Action::LeverEnded(LeverId::at(index)));
            }
            self.levers[index] = state;
            self.factors[index] = factor(state, numbers, self.round);
        }
        if held {
            self.bear_lever_costs(game, 1);
        }
    }

    /// Charges the actors of the levers in force for so many rounds.
    pub(crate) fn bear_lever_costs(&mut self, game: &Game, rounds: u32) {
        for (index, lever) in game.levers.iter().enumerate() {
            if self.levers[index].executed.is_some() && !self.levers[index].ended {
                self.costs[lever.actor] += f64::from(rounds) * self.nature.levers[index].cost;
                self.levers[index].rounds += rounds;
            }
        }
    }

    /// What each lever has cost its actor so far.
    pub(crate) fn lever_costs(&self) -> Vec<f64> {
        let levers = self.levers.iter().zip(&self.nature.levers);
        levers
            .map(|(state, numbers)| f64::from(state.rounds) * numbers.cost)
            .collect()
    }

    /// Whether a rule of use calls for execution at the start of the present round.
    fn rule_holds(&self, usage: &Use) -> bool {
        match *usage {
            Use::Never => false,
            Use::Always | Use::WithProbability(_) => true,
            Use::Rounds { from, until } => {
                self.round >= from && until.is_none_or(|until| self.round < until)
            }
            Use::AfterRefusals { party, count } => self.parties[party.index()].refusals >= count,
            Use::WhenStuck { rounds } => self.still_rounds >= rounds,
            Use::OnceAccepts { party } => self.parties[party.index()].accepted,
        }
    }

    /// Adds the levers' effects on reservation values and costs of delay.
    pub(crate) fn apply_party_levers(&mut self, game: &Game) {
        for (index, lever) in game.levers.iter().enumerate() {
            let factor = self.factors[index];
            for (target, size) in lever.targets.iter().zip(&self.nature.levers[index].sizes) {
                match *target {
                    EffectTarget::Reservation(party) => {
                        self.reservations[party.index()] += size * factor;
                    }
                    EffectTarget::RoundCost(party) => {
                        self.round_costs[party.index()] += size * factor;
                    }
                    _ => {}
                }
            }
        }
        for cost in &mut self.round_costs {
            *cost = cost.max(0.0);
        }
    }

    /// What levers add to a driver as the parties feel it.
    pub(crate) fn driver_shift(&self, game: &Game, driver: usize) -> f64 {
        let mut shift = 0.0;
        for (index, lever) in game.levers.iter().enumerate() {
            for (target, size) in lever.targets.iter().zip(&self.nature.levers[index].sizes) {
                if matches!(target, EffectTarget::Driver(id) if id.index() == driver) {
                    shift += size * self.factors[index];
                }
            }
        }
        shift
    }

    /// Sets the channel's noise and reading error for the present round.
    pub(crate) fn apply_channel_levers(&mut self, game: &Game) {
        (self.noise, self.reading_error) = (self.nature.noise, self.nature.reading_error);
        for (index, lever) in game.levers.iter().enumerate() {
            for (target, size) in lever.targets.iter().zip(&self.nature.levers[index].sizes) {
                match target {
                    EffectTarget::Noise => self.noise += size * self.factors[index],
                    EffectTarget::ReadingError => self.reading_error += size * self.factors[index],
                    _ => {}
                }
            }
        }
        self.noise = self.noise.clamp(0.0, 1.0);
        self.reading_error = self.reading_error.max(0.0);
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

impl Shifts {
    /// Takes all shifts back.
    pub(crate) fn clear(&mut self) {
        self.weights.clear();
        self.scores.clear();
        self.breach = 0.0;
    }

    /// Adds one effect to the shifts of the party it concerns, and returns that party as a bit.
    pub(crate) fn add(shifts: &mut [Self], game: &Game, target: EffectTarget, size: f64) -> u32 {
        let party = match target {
            EffectTarget::Weight(party, issue) => {
                let weights = &mut shifts[party.index()].weights;
                weights.resize(game.issues, 0.0);
                weights[issue.index()] += size;
                party
            }
            EffectTarget::Score(party, issue, option) => {
                let index = game.option_starts[issue.index()] + option;
                let scores = &mut shifts[party.index()].scores;
                scores.resize(scores.len().max(index + 1), 0.0);
                scores[index] += size;
                party
            }
            EffectTarget::Breach(party) => {
                shifts[party.index()].breach += size;
                party
            }
            _ => return 0,
        };
        1 << party.0
    }
}
