//! Whether the parts of each result file fit together, as far as the types of what is computed do not say so.

use crate::analysis::position::{CONCEPTS, Obstacle};
use crate::bargaining::Failure;
use crate::experiment::compare::Comparison;
use crate::experiment::discovery::{BoxSearch, SearchEnd};
use crate::experiment::sensitivity::SobolIndices;
use crate::experiment::sweep::SweptTerms;
use crate::results::json::ResultFile;
use crate::results::same_ids::{Known, PARTIES, SameIds, among, exactly, missing};
use crate::results::{COMPARISON, DISCOVERY_JSON, SENSITIVITY_JSON, SOLUTION, SUMMARY, TERMS};
use crate::simulation::{RealizedTheory, Summary};

/// The objectives, where a file lists them.
const OBJECTIVES: Known = Known::At("objectives");
/// The issues, where a file lists them.
const ISSUES: Known = Known::At("issues.id");
/// The causes of failure.
const FAILURES: Known = Known::Names(|| Failure::ALL.map(Failure::name).to_vec());
/// The policies of a comparison.
const POLICIES: Known = Known::At("effects.policy");

impl ResultFile for Summary {
    const NAME: &'static str = SUMMARY;

    const SAME_IDS: &'static [SameIds] = &[
        exactly("failures", FAILURES),
        among("by-type.types", PARTIES),
        among("issues.package", Known::At("packages.id")),
        exactly("settlement.rules.parties", PARTIES),
        exactly("deals.most-frequent.deal", ISSUES),
        among("deals.core.id | deals.combinations.others", ISSUES),
        exactly("deals.combinations.options", Known::At("deals.core.id")),
        exactly("deals.combinations.utilities", PARTIES),
        among("deals.by-type.types", PARTIES),
    ];

    fn check(&self) -> Result<(), String> {
        if self
            .packages
            .iter()
            .any(|package| package.count > self.runs)
        {
            return Err("`packages`: `count` exceeds `runs`".to_owned());
        }
        match &self.settlement {
            Some(settled) if settled.played.is_none() => Err(missing("settlement", "played")),
            _ => Ok(()),
        }
    }
}

impl ResultFile for RealizedTheory {
    const NAME: &'static str = SOLUTION;

    const IS_DRAWN: Option<bool> = Some(true);

    const SAME_IDS: &'static [SameIds] = &[
        among("objectives", PARTIES),
        exactly(
            "obstacles",
            Known::Names(|| Obstacle::ALL.map(Obstacle::name).to_vec()),
        ),
        among("by-type.types", PARTIES),
        exactly("solutions", Known::Names(|| CONCEPTS.to_vec())),
        exactly("solutions.*", OBJECTIVES),
        exactly("settlement.rules.parties | plans.parties", PARTIES),
        exactly("plans.gains", OBJECTIVES),
        exactly("plans.refused-at-home", Known::At("stages")),
    ];
}

impl ResultFile for Comparison {
    const NAME: &'static str = COMPARISON;

    const SAME_IDS: &'static [SameIds] = &[
        exactly("effects.packages", Known::At("packages.id")),
        exactly("effects.parties", Known::At("parties.id")),
        among("effects.failures", FAILURES),
        among("ranking.order | ranking.not-told-apart", POLICIES),
        among("splits.lever", POLICIES),
        exactly("rules.agreement", POLICIES),
        among(
            "rules.ranking.order | rules.ranking.not-told-apart",
            POLICIES,
        ),
        among("terms.policies.policy", POLICIES),
        among(
            "terms.none.options.issue | terms.policies.terms.options.issue | terms.policies.changes.issue",
            Known::At("terms.core.id"),
        ),
        exactly(
            "terms.none.combinations.options | terms.policies.terms.combinations.options",
            Known::At("terms.core.id"),
        ),
    ];

    fn check(&self) -> Result<(), String> {
        for (place, effect) in self.effects.iter().enumerate() {
            // What is needed is known of agreement alone.
            if effect.agreement.runs_needed.is_none() {
                let place = format!("effects[{place}].agreement");
                return Err(missing(&place, "runs-needed"));
            }
        }
        Ok(())
    }
}

impl ResultFile for SweptTerms {
    const NAME: &'static str = TERMS;

    const SAME_IDS: &'static [SameIds] = &[
        among("cells.terms.options.issue", Known::At("core.id")),
        exactly("cells.terms.combinations.options", Known::At("core.id")),
    ];
}

impl ResultFile for SobolIndices {
    const NAME: &'static str = SENSITIVITY_JSON;

    const SAME_IDS: &'static [SameIds] =
        &[among("second-order.factors", Known::At("factors.factor"))];

    fn check(&self) -> Result<(), String> {
        let known = self.factors.is_some();
        let keys = [
            ("mean", self.mean.is_some()),
            ("variance", self.variance.is_some()),
            ("first-sum", self.first_sum.is_some()),
        ];
        match keys.into_iter().find(|key| key.1 != known) {
            Some((key, false)) => Err(missing("", key)),
            Some((_, true)) => Err(missing("", "factors")),
            None => Ok(()),
        }
    }
}

impl ResultFile for BoxSearch {
    const NAME: &'static str = DISCOVERY_JSON;

    fn check(&self) -> Result<(), String> {
        if self.not_confirmed.is_some() != (self.ending == SearchEnd::NotConfirmed) {
            return Err(missing("", "not-confirmed"));
        }
        for (place, found) in self.boxes.iter().enumerate() {
            for (key, counts) in [("held-out", found.held_out), ("training", found.training)] {
                let is_possible = counts.hits <= counts.inside.min(counts.interesting)
                    && counts.inside.max(counts.interesting) <= counts.runs;
                if !is_possible {
                    return Err(format!(
                        "`boxes[{place}].{key}`: these counts are impossible"
                    ));
                }
            }
        }
        Ok(())
    }
}
