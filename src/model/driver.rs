//! Named processes outside the talks that move what no agreement is worth: the front line, oil revenue, a rival bid.

use crate::model::written::{Visit, Written};
use crate::model::{Group, Key, Uncertain};

/// A process that moves from round to round; parties ([`crate::model::Profile::loads`]), bodies at home
/// ([`crate::model::Stage::loads`]) and the probability of a breakdown ([`crate::model::Clock::loads`]) load on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Value in round 0; a drawn start correlates the reservation values of all who load on it.
    pub start: Uncertain,
    /// How it moves from one round to the next.
    pub process: Process,
    /// What now and then moves it besides: an attack, a change of government.
    pub jumps: Option<Jumps>,
    /// Absorbing barriers: once at or beyond one the driver stays there.
    pub lower: Option<f64>,
    /// See [`Driver::lower`]; above it where both are given.
    pub upper: Option<f64>,
}

/// Events that move a driver at once: from one round to the next with some probability by some size.
#[derive(Clone, Debug, PartialEq)]
pub struct Jumps {
    /// Probability of a jump from one round to the next, in 0..=1.
    pub probability: Uncertain,
    /// What each jump adds, either sign.
    pub size: Uncertain,
}

/// How a driver moves in one round.
///
/// `N` is what stands for its numbers: distributions in a scenario, values in a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Process<N = Uncertain> {
    /// `D(t+1) = D(t) + drift + sd · ε`, ε standard normal.
    RandomWalk {
        /// Mean change per round.
        drift: N,
        /// Standard deviation of the change per round, ≥ 0.
        sd: N,
    },
    /// `D(t+1) = D(t) + speed · (mean − D(t)) + sd · ε`, ε standard normal.
    MeanReverting {
        /// Long-run mean.
        mean: N,
        /// Share of the distance closed per round, in 0..=1.
        speed: N,
        /// Standard deviation of the change per round, ≥ 0.
        sd: N,
    },
    /// One battle a round: up by `step` with probability `up`, else down by `step` (Smith 1998, Journal of Conflict Resolution 42(3)).
    Battles {
        /// Size of a step, > 0.
        step: N,
        /// Probability of a step up, in 0..=1.
        up: N,
    },
}

impl<N> Process<N> {
    /// The same process with something else for each number, made in the order of their slots.
    pub fn map<M>(self, mut of: impl FnMut(N) -> M) -> Process<M> {
        match self {
            Self::RandomWalk { drift, sd } => Process::RandomWalk {
                drift: of(drift),
                sd: of(sd),
            },
            Self::MeanReverting { mean, speed, sd } => Process::MeanReverting {
                mean: of(mean),
                speed: of(speed),
                sd: of(sd),
            },
            Self::Battles { step, up } => Process::Battles {
                step: of(step),
                up: of(up),
            },
        }
    }
}

impl Driver {
    /// Every uncertain number in the order of its slots.
    pub(crate) fn each_number<'a>(&'a mut self, visit: Visit<'_, 'a>) {
        visit(Written::named("start", &mut self.start));
        let numbers = match &mut self.process {
            Process::RandomWalk { drift, sd } => vec![
                Written::named("process.random-walk.drift", drift),
                Written::named("process.random-walk.sd", sd),
            ],
            Process::MeanReverting { mean, speed, sd } => vec![
                Written::named("process.mean-reverting.mean", mean),
                Written::named("process.mean-reverting.speed", speed),
                Written::named("process.mean-reverting.sd", sd),
            ],
            Process::Battles { step, up } => vec![
                Written::named("process.battles.step", step),
                Written::named("process.battles.up", up),
            ],
        };
        numbers.into_iter().for_each(&mut *visit);
        if let Some(Jumps { probability, size }) = &mut self.jumps {
            for (key, number) in [("jumps.probability", probability), ("jumps.size", size)] {
                visit(Written {
                    group: Group::Jumps,
                    ..Written::at(Key::Named(key), number)
                });
            }
        }
    }
}
