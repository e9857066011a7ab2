//! One run with what happened in it, as its story and its time line show it.

use crate::bargaining::{Event, Outcome, Trace};
use crate::model::Scenario;

/// One run with all that happened in it.
#[derive(Clone, Copy, Debug)]
pub struct TracedRun<'a> {
    /// The scenario played.
    pub scenario: &'a Scenario,
    /// Seed.
    pub seed: u64,
    /// Which run under this seed, from 0.
    pub run: u64,
    /// How it ended.
    pub outcome: &'a Outcome,
    /// What happened on the way.
    pub trace: &'a Trace,
}

impl TracedRun<'_> {
    /// The events by round: a stage of ratification is recorded at signature, with the later round in which it decides.
    pub(in crate::report) fn events(&self) -> Vec<Event> {
        let mut events = self.trace.events.clone();
        events.sort_by_key(|event| event.round);
        events
    }
}
