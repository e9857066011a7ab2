//! Whether the parts of `compare.json` fit together.

use crate::bargaining::Failure;
use crate::experiment::compare::{Comparison, PairedEffect, PolicyRanking};
use crate::results::COMPARISON;
use crate::results::json::{ResultFile, among, exactly, missing};

impl ResultFile for Comparison {
    const NAME: &'static str = COMPARISON;

    fn check(&self) -> Result<(), String> {
        let ids = || self.effects.iter().map(|effect| effect.policy.as_str());
        for (place, effect) in self.effects.iter().enumerate() {
            let path = |key: &str| format!("effects[{place}].{key}");
            if let Some(key) = lacks(&effect.agreement) {
                return Err(missing(&path("agreement"), key));
            }
            let packages = self.packages.iter().map(|it| it.id.as_str());
            exactly(&path("packages"), &effect.packages, packages)?;
            let parties = self.parties.iter().map(|it| it.id.as_str());
            exactly(&path("parties"), &effect.parties, parties)?;
            let failures = effect.failures.keys().map(String::as_str);
            among(&path("failures"), failures, Failure::ALL.map(Failure::name))?;
        }
        check_ranking(&self.ranking, "ranking", ids())?;
        let split = self.splits.iter().map(|split| split.lever.as_str());
        among("splits", split, ids())?;
        for (place, rule) in self.rules.iter().enumerate() {
            let path = format!("rules[{place}].agreement");
            exactly(&path, &rule.agreement, ids())?;
            let path = format!("rules[{place}].ranking");
            check_ranking(&rule.ranking, &path, ids())?;
        }
        Ok(())
    }
}

/// The first key that holds of all policies at once and is not there.
fn lacks(agreement: &PairedEffect) -> Option<&'static str> {
    let keys = [
        ("interval-all", agreement.interval_all.is_some()),
        ("p-holm", agreement.p_holm.is_some()),
        ("runs-needed", agreement.runs_needed.is_some()),
    ];
    keys.into_iter().find(|key| !key.1).map(|key| key.0)
}

/// Whether a ranking speaks of policies that are known.
fn check_ranking<'a>(
    ranking: &'a PolicyRanking,
    path: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), String> {
    let order = ranking.order.iter().map(String::as_str);
    among(&format!("{path}.order"), order, known.clone())?;
    let groups = ranking.indistinct_groups.iter().flatten();
    let path = format!("{path}.not-told-apart");
    among(&path, groups.map(String::as_str), known)
}
