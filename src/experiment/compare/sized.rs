//! Levers at other sizes than those written.

use crate::bargaining::compile;
use crate::experiment::cell::Cell;
use crate::experiment::compare::policy::{Policy, PolicyKind};
use crate::experiment::compare::split::with_sizes;

/// Sizes that are tried, as multiples of those assumed.
const TIMES: [f64; 3] = [0.5, 2.0, 4.0];

/// A lever with its cells at other sizes.
#[derive(Clone, Debug)]
pub(super) struct SizedLever {
    /// Position of the lever's policy.
    pub(super) policy: usize,
    /// Position of the party that pulls it.
    pub(super) actor: usize,
    /// Each multiple of its size, with its cell.
    pub(super) cells: Vec<(f64, Cell)>,
}

/// Each lever at other sizes; those that are not legal are left out, and levers that have none.
pub(super) fn sized(policies: &[Policy], cells: &[Cell]) -> Vec<SizedLever> {
    let alone = policies.iter().zip(cells).enumerate();
    let alone = alone.filter(|(_, (policy, _))| policy.kind == PolicyKind::Lever);
    let sized = alone.map(|(place, (policy, cell))| {
        let lever = policy.levers[0];
        let cells = TIMES.into_iter().filter_map(|times| {
            let scenario = with_sizes(&cell.scenario, lever, times)?;
            let game = compile(&scenario).ok()?;
            Some((times, Cell { scenario, game }))
        });
        SizedLever {
            policy: place,
            actor: cell.scenario.levers[lever.index()].actor.index(),
            cells: cells.collect(),
        }
    });
    sized.filter(|lever| !lever.cells.is_empty()).collect()
}

impl SizedLever {
    /// Its cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().map(|(_, cell)| cell)
    }
}
