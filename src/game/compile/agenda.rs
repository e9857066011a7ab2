//! The agenda: when packages open, how they close.

use crate::game::Blocks;
use crate::model::{Agenda, InForce, IssueId, PackageId, Packaged, Scenario};

/// Most wordings a package in force alone may have: each is looked at in every answer.
pub const WORDINGS_MAX: f64 = 100_000.0;

/// How packages close.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledAgenda {
    /// Whether one text must be accepted whole.
    pub(crate) single: bool,
    /// Round from which each package is open at the latest; with the package that must close before, in sequence.
    pub(crate) slots: Vec<(u32, Option<usize>)>,
    pub(crate) reopen_after: u32,
    /// Combos of the status quo where packages are in force alone.
    pub(crate) status_quo: Option<Vec<u32>>,
}

impl CompiledAgenda {
    /// Compiles the agenda of a scenario.
    pub(crate) fn of(scenario: &Scenario, blocks: &Blocks) -> Self {
        let count = scenario.packages.len();
        let mut slots = vec![(0, None); count];
        let packaged: Option<&Packaged> = match &scenario.agenda {
            Agenda::SingleUndertaking => None,
            Agenda::Parallel(packaged) => Some(packaged),
            Agenda::Sequential { order, packaged } => {
                for (place, package) in order.iter().enumerate() {
                    let slot = place as u64 * u64::from(scenario.clock.rounds) / count as u64;
                    let before = place.checked_sub(1).map(|before| order[before].index());
                    slots[package.index()] = (
                        u32::try_from(slot).expect("a slot lies below the deadline"),
                        before,
                    );
                }
                Some(packaged)
            }
        };
        let status_quo = packaged.and_then(|packaged| match &packaged.in_force {
            InForce::Together => None,
            InForce::Alone { status_quo } => Some(blocks.combos_of(status_quo)),
        });
        Self {
            single: packaged.is_none(),
            slots,
            reopen_after: packaged.map_or(u32::MAX, |packaged| packaged.reopen_after),
            status_quo,
        }
    }
}

/// Checks that packages in force alone have few enough wordings.
///
/// # Errors
/// The most wordings of any package, when they exceed [`WORDINGS_MAX`].
pub(crate) fn check_wordings(scenario: &Scenario) -> Result<(), f64> {
    let (Agenda::Parallel(packaged) | Agenda::Sequential { packaged, .. }) = &scenario.agenda
    else {
        return Ok(());
    };
    if packaged.in_force == InForce::Together {
        return Ok(());
    }
    let options = |issue: IssueId| scenario.issues[issue.index()].options.len() as f64;
    let ids = (0..scenario.packages.len()).map(PackageId::at);
    let wordings = ids.map(|package| scenario.issues_of(package).map(options).product());
    let most = wordings.fold(0.0, f64::max);
    if most > WORDINGS_MAX {
        Err(most)
    } else {
        Ok(())
    }
}
