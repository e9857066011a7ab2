//! Drivers: what moves by itself outside the talks.

use crate::game::Owner;
use crate::game::streams::{Numbers, Streams};
use crate::model::{Driver, DriverId, Group, Process, Subject};

/// A driver, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledDriver {
    pub(crate) path_owner: Owner,
    /// Start, then those of the process.
    pub(crate) numbers: Numbers,
    /// The process without its numbers.
    pub(crate) process: Process<()>,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

impl CompiledDriver {
    /// Compiles a driver.
    pub(crate) fn of(driver: &Driver, id: DriverId, streams: &mut Streams) -> Self {
        Self {
            path_owner: Owner::named(&format!("driver/{}/path", driver.id)),
            numbers: streams.take(Subject::Driver(id), Group::Core),
            process: driver.process.clone().map(|_| ()),
            lower: driver.lower.unwrap_or(f64::NEG_INFINITY),
            upper: driver.upper.unwrap_or(f64::INFINITY),
        }
    }
}
