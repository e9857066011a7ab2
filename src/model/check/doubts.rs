//! What is legal and hardly meant: warnings, which refuse nothing.

use crate::model::check::finding::Check;
use crate::model::check::{Finding, ModelFault, Path, places};
use crate::model::{Mediation, PartyId, Profile, Role, Scenario, Uncertain, Utility};

/// How far weights that are plainly meant as shares may sum from 1.
const SHARES_TOLERANCE: f64 = 1e-3;
/// Sums between which numbers below 1 are taken for shares of a whole.
const SHARES_SUM: std::ops::RangeInclusive<f64> = 0.5..=1.5;
/// A discount factor that leaves no more than this from one round to the next is rather a rate.
const FACTOR_MIN: f64 = 0.25;

/// What a sound scenario says that is hardly meant.
pub(crate) fn doubts(scenario: &Scenario) -> Vec<Finding> {
    let mut check = Check::of(scenario);
    for (path, _, _, kind) in places::types(scenario) {
        check.weights(&kind.profile.utility, &path);
        check.discount(&kind.profile, &path);
    }
    for (path, stage) in places::items(&scenario.stages) {
        if let Some(utility) = stage.approval.utility() {
            check.weights(utility, &path);
        }
    }
    check.consulted();
    check.findings
}

impl Check<'_> {
    /// Weights are normalised, so a mistyped one is spread over all issues.
    fn weights(&mut self, utility: &Utility, path: &Path) {
        let weights: Vec<f64> = utility
            .weights
            .iter()
            .map(|weight| weight.central())
            .collect();
        let sum: f64 = weights.iter().sum();
        // Weights such as 3, 2, 1 or 10, 90 are plainly no shares, and a single one says nothing.
        let are_shares = weights.iter().filter(|weight| **weight > 0.0).count() > 1
            && weights.iter().all(|weight| *weight < 1.0)
            && SHARES_SUM.contains(&sum);
        if are_shares && (sum - 1.0).abs() > SHARES_TOLERANCE {
            // Twelve digits hide the error of adding decimals.
            let sum = (sum * 1e12).round() / 1e12;
            self.key(path.key("utility"), ModelFault::SharesSum { sum });
        }
    }

    /// Whoever is visited and gives no verdict is there to be read.
    fn consulted(&mut self) {
        let scenario = self.scenario;
        let Some(mediation) = scenario.protocol.mediation() else {
            return;
        };
        let path = places::of_protocol(&scenario.protocol).key("visits");
        for &party in &mediation.visits {
            let found = &scenario.parties[party.index()];
            if found.role != Role::Principal
                && let Some(reason) = unread(scenario, mediation, party)
            {
                let (party, role) = (found.id.clone(), found.role);
                let fault = ModelFault::NothingRead {
                    party,
                    role,
                    reason,
                };
                self.value(path.id(&found.id), fault);
            }
        }
    }

    fn discount(&mut self, profile: &Profile, path: &Path) {
        let factor = Uncertain::central(profile.discount);
        if factor <= FACTOR_MIN {
            self.value(path.key("discount"), ModelFault::RateForFactor { factor });
        }
    }
}

/// Why nothing that the mediator uses is read of a party that gives no verdicts; none where something is.
fn unread(scenario: &Scenario, mediation: &Mediation, party: PartyId) -> Option<&'static str> {
    if scenario.protocol.channel().is_none() {
        Some("at one table there are only answers")
    } else if !mediation.roles.carrying {
        Some("the mediator carries no answers")
    } else if mediation.belief.draws == 0 {
        Some("the mediator has no belief that a reading could change")
    } else if !mediation.channel.reads(party) {
        Some("the mediator has no reading of it")
    } else {
        None
    }
}
