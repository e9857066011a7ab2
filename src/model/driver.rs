//! Named processes outside the talks that move reservation values: the front line, oil revenue, a rival bid.

use crate::model::Uncertain;

/// A process that moves from round to round; parties load on it ([`crate::model::Profile::loads`]).
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
    /// Absorbing barriers: once at or beyond one the driver stays there.
    pub lower: Option<f64>,
    /// See [`Driver::lower`]; above it where both are given.
    pub upper: Option<f64>,
}

/// How a driver moves in one round.
#[derive(Clone, Debug, PartialEq)]
pub enum Process {
    /// `D(t+1) = D(t) + drift + sd · ε`, ε standard normal.
    RandomWalk {
        /// Mean change per round.
        drift: Uncertain,
        /// Standard deviation of the change per round, ≥ 0.
        sd: Uncertain,
    },
    /// `D(t+1) = D(t) + speed · (mean − D(t)) + sd · ε`, ε standard normal.
    MeanReverting {
        /// Long-run mean.
        mean: Uncertain,
        /// Share of the distance closed per round, in 0..=1.
        speed: Uncertain,
        /// Standard deviation of the change per round, ≥ 0.
        sd: Uncertain,
    },
    /// One battle a round: up by `step` with probability `up`, else down by `step` (Smith 1998, Journal of Conflict Resolution 42(3)).
    Battles {
        /// Size of a step, > 0.
        step: Uncertain,
        /// Probability of a step up, in 0..=1.
        up: Uncertain,
    },
}
