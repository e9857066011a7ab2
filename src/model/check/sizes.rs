//! Limits on the size of a scenario.

use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{Concession, Limit, Protocol, Scenario};

/// Deals an exhaustive rule can list.
const LISTED_DEALS_MAX: f64 = 1e6;
/// Deals × rounds that backward induction goes through.
const INDUCTION_MAX: f64 = 1e9;
/// Deals a rule can list that weighs each by a belief whenever it speaks.
const WEIGHED_DEALS_MAX: f64 = 1e5;
/// Deals of any scenario.
const DEALS_MAX: f64 = 1e30;

impl Limit {
    /// What is wrong with a list of this length.
    pub(crate) fn fault(self, found: usize) -> Option<ModelFault> {
        (found > self.most).then_some(ModelFault::TooMany {
            what: self.what,
            limit: self.most as f64,
            found: found as f64,
        })
    }
}

/// Checks the length of every list.
pub(super) fn check_lists(scenario: &Scenario, findings: &mut Findings) {
    let top = |key: &str, length, limit| (Path::of(key), length, limit);
    let mut lists = vec![
        top("package", scenario.packages.len(), Limit::PACKAGES),
        top("issue", scenario.issues.len(), Limit::ISSUES),
        top("party", scenario.parties.len(), Limit::PARTIES),
        top("joint-type", scenario.joint_types.len(), Limit::JOINT_TYPES),
        top("plan", scenario.plans.len(), Limit::PLANS),
        top("driver", scenario.drivers.len(), Limit::DRIVERS),
        top("leverage", scenario.levers.len(), Limit::LEVERS),
        top("stage", scenario.stages.len(), Limit::STAGES),
    ];
    for (position, issue) in scenario.issues.iter().enumerate() {
        let path = Path::of("issue").item(position, &issue.id).key("options");
        lists.push((path, issue.options.len(), Limit::OPTIONS));
    }
    for (position, party) in scenario.parties.iter().enumerate() {
        let path = Path::of("party").item(position, &party.id).key("type");
        lists.push((path, party.types.len(), Limit::TYPES));
    }
    for (path, _, _, kind) in places::types(scenario) {
        let profile = &kind.profile;
        lists.push((path.key("never"), profile.red_lines.len(), Limit::RED_LINES));
        lists.push((
            path.key("linkages"),
            profile.linkages.len(),
            Limit::LINKAGES,
        ));
    }
    for (position, lever) in scenario.levers.iter().enumerate() {
        let path = Path::of("leverage")
            .item(position, &lever.id)
            .key("effects");
        lists.push((path, lever.entries(), Limit::EFFECTS));
    }
    for (position, stage) in scenario.stages.iter().enumerate() {
        let path = Path::of("stage").item(position, &stage.id);
        lists.push((path.key("when"), stage.when.len(), Limit::PATTERNS));
        lists.push((path.key("forbid"), stage.forbid.len(), Limit::PATTERNS));
    }
    for (path, found, limit) in lists {
        if let Some(fault) = limit.fault(found) {
            findings.key(path, fault);
        }
    }
}

impl crate::model::Lever {
    /// Entries of its list of effects; one entry may bring about several.
    fn entries(&self) -> usize {
        self.effects
            .iter()
            .map(|effect| effect.entry + 1)
            .max()
            .unwrap_or(0)
    }
}

/// The rule that lists the fewest deals of those the parties concede by, with its limit.
fn listing_rule(scenario: &Scenario) -> Option<(&'static str, f64)> {
    let offers = matches!(scenario.protocol, Protocol::AlternatingOffers { .. });
    // Backward induction looks at every deal in every round.
    let induced = (INDUCTION_MAX / f64::from(scenario.clock.rounds)).floor();
    let kinds = scenario.parties.iter().flat_map(|party| &party.types);
    let rules = kinds.filter_map(|kind| match kind.profile.strategy.concession {
        Concession::Micro => Some(("deals with `micro`", LISTED_DEALS_MAX)),
        Concession::Zeuthen => Some(("deals with `zeuthen`", LISTED_DEALS_MAX)),
        // Under a mediator it draws a target, not a deal.
        Concession::Random => offers.then_some(("deals with `random`", LISTED_DEALS_MAX)),
        Concession::Bayesian { .. } => Some(("deals with `bayesian`", WEIGHED_DEALS_MAX)),
        Concession::Rational => Some((
            "deals with `rational` and so many rounds",
            induced.min(LISTED_DEALS_MAX),
        )),
        _ => None,
    });
    rules.min_by(|one, other| one.1.total_cmp(&other.1))
}

/// Checks the number of deals against what the protocol and the strategies list.
pub(super) fn check_deals(scenario: &Scenario, findings: &mut Findings) {
    let found = scenario.deal_count();
    let (what, limit) = if matches!(scenario.protocol, Protocol::Ultimatum { .. }) {
        ("deals in an ultimatum", LISTED_DEALS_MAX)
    } else {
        listing_rule(scenario).unwrap_or(("deals", DEALS_MAX))
    };
    if found > limit {
        findings.key(
            Path::of("issue"),
            ModelFault::TooMany { what, limit, found },
        );
    }
}
