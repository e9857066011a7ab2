//! On what there is agreement without levers and with each policy, and which option's share a policy changes.

use serde::{Deserialize, Serialize};

use crate::experiment::compare::policy::Policy;
use crate::experiment::compare::tally::Tally;
use crate::model::Scenario;
use crate::simulation::{
    AgreedTerms, CONFIDENCE, CoreIssue, PairedShares, Rate, adjusted, core_issues, excludes_zero,
    pooled, simultaneous,
};

/// On what there is agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComparedTerms {
    /// Core issues of the agreements without levers and with each policy together, the one that weighs most first.
    pub core: Vec<CoreIssue>,
    /// Without levers.
    pub none: AgreedTerms,
    /// With each policy, the one that changes the share of some option most first.
    pub policies: Vec<PolicyTerms>,
}

/// On what there is agreement with a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyTerms {
    /// The policy.
    pub policy: String,
    /// On what its agreements are.
    pub terms: AgreedTerms,
    /// By how much it changes the share of each option of the core issues, greatest change first; empty with too few
    /// agreements.
    pub changes: Vec<OptionChange>,
}

/// By how much a policy changes how often agreements have an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OptionChange {
    /// The issue.
    pub issue: String,
    /// The option.
    pub option: String,
    /// Share of the agreements with the policy.
    pub with: Rate,
    /// Share of the agreements without levers.
    pub without: Rate,
    /// The first less the second.
    pub difference: f64,
    /// Its standard error.
    pub se: f64,
    /// Its interval by itself.
    pub interval: [f64; 2],
    /// The test of no difference by itself.
    pub p: f64,
    /// Interval that holds for all options of the core issues and all policies at once; the one that tables show.
    pub interval_all: [f64; 2],
    /// `p`, adjusted alike.
    pub p_all: f64,
}

impl OptionChange {
    /// Whether it can be distinguished from none, all at once.
    pub fn is_significant(&self) -> bool {
        excludes_zero(self.interval_all)
    }

    fn of((issue, option): (&str, &str), pairs: &PairedShares, together: usize) -> Option<Self> {
        let p = pairs.p_value();
        Some(Self {
            issue: issue.to_owned(),
            option: option.to_owned(),
            with: pairs.first(),
            without: pairs.second(),
            difference: pairs.difference()?,
            se: pairs.estimate()[1],
            interval: pairs.interval(CONFIDENCE),
            p,
            interval_all: pairs.interval(simultaneous(CONFIDENCE, together)),
            p_all: adjusted(p, together),
        })
    }
}

impl PolicyTerms {
    /// The greatest change; none with too few agreements.
    pub fn greatest(&self) -> Option<&OptionChange> {
        self.changes.first()
    }

    fn size(&self) -> f64 {
        // With too few agreements it stands behind those that change nothing.
        self.greatest()
            .map_or(-1.0, |change| change.difference.abs())
    }
}

impl ComparedTerms {
    /// Those of a policy, by id.
    pub fn of(&self, policy: &str) -> Option<&PolicyTerms> {
        self.policies.iter().find(|terms| terms.policy == policy)
    }
}

/// On what there is agreement; none where all agreements are alike in all that matters, or there are none.
pub(super) fn terms(
    scenario: &Scenario,
    policies: &[Policy],
    tally: &Tally,
) -> Option<ComparedTerms> {
    let issues = &tally.subjects.issues;
    let counts = tally.policies.iter().map(|policy| &policy.counts);
    let settings = std::iter::once(&tally.without).chain(counts);
    let options: Vec<Vec<Rate>> = settings.map(|counts| counts.rates("option")).collect();
    let core = core_issues(scenario, |place| pooled(issues, &options, place));
    if core.is_empty() {
        return None;
    }
    // Options that nobody ever agrees on are compared with nothing.
    let met = core.iter().flat_map(|&(place, _)| {
        let counts = pooled(issues, &options, place).into_iter().enumerate();
        let met = counts.filter(|(_, count)| *count > 0);
        met.map(move |(option, _)| (place, option))
    });
    let met: Vec<(usize, usize)> = met.collect();
    let together = met.len() * policies.len();
    let counted = policies.iter().zip(&tally.policies).zip(&options[1..]);
    let mut found: Vec<PolicyTerms> = counted
        .map(|((policy, counted), options)| {
            let changes = met.iter().filter_map(|&(place, option)| {
                let (issue, names) = &issues[place];
                let pairs = counted.options.shares(place, option);
                OptionChange::of((issue, &names[option]), &pairs, together)
            });
            let mut changes: Vec<OptionChange> = changes.collect();
            changes.sort_by(|one, other| {
                let [one, other] = [one, other].map(|change| change.difference.abs());
                other.total_cmp(&one)
            });
            PolicyTerms {
                policy: policy.id.clone(),
                terms: AgreedTerms::of(issues, &core, options, &counted.deals),
                changes,
            }
        })
        .collect();
    found.sort_by(|one, other| other.size().total_cmp(&one.size()));
    Some(ComparedTerms {
        none: AgreedTerms::of(issues, &core, &options[0], &tally.deals),
        core: core.into_iter().map(|issue| issue.1).collect(),
        policies: found,
    })
}
