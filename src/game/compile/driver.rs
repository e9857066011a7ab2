//! Drivers: what moves by itself outside the talks.

use crate::game::Owner;
use crate::game::profile::Numbers;
use crate::model::{Driver, Process};

/// A driver, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledDriver {
    pub(crate) numbers_owner: Owner,
    pub(crate) path_owner: Owner,
    /// Start, then the process' numbers in declaration order.
    pub(crate) numbers: Numbers,
    pub(crate) process: ProcessKind,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

/// The processes without their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProcessKind {
    RandomWalk,
    MeanReverting,
    Battles,
}

impl CompiledDriver {
    /// Compiles a driver.
    pub(crate) fn of(driver: &Driver) -> Self {
        let (process, numbers) = match &driver.process {
            Process::RandomWalk { drift, sd } => {
                (ProcessKind::RandomWalk, vec![&driver.start, drift, sd])
            }
            Process::MeanReverting { mean, speed, sd } => (
                ProcessKind::MeanReverting,
                vec![&driver.start, mean, speed, sd],
            ),
            Process::Battles { step, up } => (ProcessKind::Battles, vec![&driver.start, step, up]),
        };
        Self {
            numbers_owner: Owner::named(&format!("driver/{}/numbers", driver.id)),
            path_owner: Owner::named(&format!("driver/{}/path", driver.id)),
            numbers: Numbers::of(numbers),
            process,
            lower: driver.lower.unwrap_or(f64::NEG_INFINITY),
            upper: driver.upper.unwrap_or(f64::INFINITY),
        }
    }
}
