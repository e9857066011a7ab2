//! What other settlement rules give, beside the talks and beside theory: whether its parts fit together.

use crate::results::json::exactly;
use crate::simulation::Settlements;

/// Whether every rule has every party.
pub(super) fn check<'a>(
    settlements: &Settlements,
    parties: &(impl Iterator<Item = &'a str> + Clone),
) -> Result<(), String> {
    let mut rules = settlements.rules.iter().enumerate();
    rules.try_for_each(|(place, rule)| {
        let path = format!("settlement.rules[{place}].parties");
        exactly(&path, &rule.parties, parties.clone())
    })
}
