//! What other settlement rules give, beside the talks and beside theory.

use serde::{Deserialize, Serialize};

use crate::analysis::settlement::Rule;
use crate::analysis::terms::ById;
use crate::results::json::exactly;
use crate::simulation::{Mean, Rate, RuleRates, SettlementRates};

/// What settlement rules give over realizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settlements {
    /// Realizations that the rules were applied to.
    pub realizations: u64,
    /// How often the talks agree on the same realizations; none beside theory.
    #[serde(deserialize_with = "Option::deserialize")]
    pub played: Option<Rate>,
    /// Each rule.
    pub rules: Vec<RuleEstimates>,
}

/// What one rule gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleEstimates {
    /// The rule.
    pub rule: Rule,
    /// How often its deal lies in the zone.
    pub agreed: Rate,
    /// How often it was not found out whether it does.
    pub undecided: Rate,
    /// What each party has of it.
    pub parties: ById<RuleUtilities>,
}

/// What a party has of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuleUtilities {
    /// Utility of the rule's deal where it agrees, else of no agreement.
    pub utility: Mean,
    /// Utility where it agrees.
    pub agreed_utility: Mean,
}

impl Settlements {
    /// What was counted, as it is written; `parties` are the parties' ids.
    pub(super) fn of(rates: &SettlementRates, played: Option<Rate>, parties: &[String]) -> Self {
        let rule = |rule: &RuleRates| {
            let means = rule.utilities.iter().zip(&rule.agreed_utilities);
            let means = means.map(|(&utility, &agreed_utility)| RuleUtilities {
                utility,
                agreed_utility,
            });
            RuleEstimates {
                rule: rule.rule,
                agreed: rule.agreed,
                undecided: rule.undecided,
                parties: parties.iter().cloned().zip(means).collect(),
            }
        };
        Self {
            realizations: rates.realizations,
            played,
            rules: rates.rules.iter().map(rule).collect(),
        }
    }

    /// Whether every rule has every party.
    pub(super) fn check<'a>(
        &self,
        parties: &(impl Iterator<Item = &'a str> + Clone),
    ) -> Result<(), String> {
        let mut rules = self.rules.iter().enumerate();
        rules.try_for_each(|(place, rule)| {
            let path = format!("settlement.rules[{place}].parties");
            exactly(&path, &rule.parties, parties.clone())
        })
    }

    /// The same as it was counted.
    pub(super) fn into_rates(self) -> SettlementRates {
        let rule = |rule: RuleEstimates| RuleRates {
            rule: rule.rule,
            agreed: rule.agreed,
            undecided: rule.undecided,
            utilities: rule.parties.values().map(|it| it.utility).collect(),
            agreed_utilities: rule.parties.values().map(|it| it.agreed_utility).collect(),
        };
        SettlementRates {
            realizations: self.realizations,
            rules: self.rules.into_iter().map(rule).collect(),
        }
    }
}
