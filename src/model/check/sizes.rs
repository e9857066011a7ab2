//! Limits on the size of a scenario: its deals, the blocks of issues tied to each other, and what red lines leave of them.

use crate::model::check::finding::Check;
use crate::model::check::{ModelFault, Path, places};
use crate::model::{BLOCK_COMBOS_MAX, Concession, Deal, IssueId, Pattern, Scenario};

/// Deals an exhaustive rule can list.
const LISTED_DEALS_MAX: f64 = 1e6;
/// Deals × rounds that backward induction goes through.
const INDUCTION_MAX: f64 = 1e9;
/// Deals a rule can list that weighs each by a belief whenever it speaks.
const WEIGHED_DEALS_MAX: f64 = 1e5;
/// Deals of any scenario.
const DEALS_MAX: f64 = 1e200;

/// The rule that lists the fewest deals of those the parties concede by, with its limit.
fn listing_rule(scenario: &Scenario) -> Option<(&'static str, f64)> {
    let offers = !scenario.protocol.offers_in_turn().is_empty();
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

impl Check<'_> {
    /// The number of deals against what the protocol and the strategies list.
    pub(super) fn deals(&mut self) {
        let found = self.scenario.deal_count();
        let (what, limit) = if self.scenario.protocol.only_offer().is_some() {
            ("deals in an ultimatum", LISTED_DEALS_MAX)
        } else {
            listing_rule(self.scenario).unwrap_or(("deals", DEALS_MAX))
        };
        if found > limit {
            let fault = ModelFault::TooMany { what, limit, found };
            self.key(Path::of("issue"), fault);
        }
    }

    /// The blocks that linkages, red lines and breach tables of all parties make; whether they are small enough.
    pub(super) fn blocks(&mut self) -> bool {
        let limit = BLOCK_COMBOS_MAX as f64;
        let before = self.findings.len();
        for block in self.scenario.blocks() {
            let found = self.scenario.combinations(&block);
            if found > limit {
                let fault = ModelFault::BlockTooLarge {
                    issues: ids(self.scenario, &block),
                    limit,
                    found,
                };
                self.key(Path::of("issue"), fault);
            }
        }
        self.findings.len() == before
    }

    /// Every type whose consent is needed can accept something.
    pub(super) fn red_lines(&mut self) {
        let scenario = self.scenario;
        let needed = scenario.consenting();
        for (path, party_id, party, kind) in places::types(scenario) {
            if !needed[party_id.index()] {
                continue;
            }
            let red_lines = &kind.profile.red_lines;
            for block in scenario.blocks_of(red_lines.iter().map(Pattern::issues)) {
                let inside: Vec<&Pattern> = red_lines
                    .iter()
                    .filter(|pattern| pattern.issues().iter().all(|issue| block.contains(issue)))
                    .collect();
                if inside.is_empty() || leaves_something(scenario, &block, &inside) {
                    continue;
                }
                let name = if places::has_types(party) {
                    format!("{}.{}", party.id, kind.id)
                } else {
                    party.id.clone()
                };
                let fault = ModelFault::NothingAllowed {
                    party: name,
                    issues: ids(scenario, &block),
                };
                self.value(path.key("never"), fault);
            }
        }
    }
}

/// Whether some combination of a block's options matches none of the patterns.
fn leaves_something(scenario: &Scenario, block: &[IssueId], patterns: &[&Pattern]) -> bool {
    let mut deal = Deal(vec![0; scenario.issues.len()]);
    loop {
        if !patterns.iter().any(|pattern| pattern.matches(&deal)) {
            return true;
        }
        // Counts through the block like an odometer.
        let mut advanced = false;
        for issue in block {
            let count = scenario.issues[issue.index()].options.len();
            let option = &mut deal.0[issue.index()];
            if usize::from(*option) + 1 < count {
                *option += 1;
                advanced = true;
                break;
            }
            *option = 0;
        }
        if !advanced {
            return false;
        }
    }
}

fn ids(scenario: &Scenario, block: &[IssueId]) -> Vec<String> {
    let issues = block.iter().map(|issue| &scenario.issues[issue.index()]);
    issues.map(|issue| issue.id.clone()).collect()
}
