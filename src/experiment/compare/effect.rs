//! What one policy changes against none.

use serde::{Deserialize, Serialize};

use crate::analysis::terms::ById;
use crate::bargaining::Failure;
use crate::experiment::compare::pairs::PairedEffect;
use crate::experiment::compare::policy::{Policy, PolicyKind};
use crate::experiment::compare::tally::{PolicyTally, Transition};
use crate::model::Scenario;
use crate::simulation::{Mean, Rate};

/// What one policy changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PolicyEffect {
    /// Name in files.
    pub policy: String,
    /// Name for readers.
    pub title: String,
    /// What it is made of.
    pub kind: PolicyKind,
    /// Whether it includes a lever that the file never uses, and that is used from round 0 on here.
    pub never_used_in_the_file: bool,
    /// Agreement.
    pub agreement: PairedEffect,
    /// Agreement in force before the deadline had passed.
    pub in_force_in_time: PairedEffect,
    /// Signature.
    pub signed: PairedEffect,
    /// A zone of possible agreement in some round.
    pub zone: PairedEffect,
    /// Each package agreed at the end, by id.
    pub packages: ById<PairedEffect>,
    /// Causes of failure that occurred with or without it, by name.
    pub failures: ById<PairedEffect>,
    /// How realizations end without it and with it.
    pub transitions: Vec<Transition>,
    /// How often one of its levers is used.
    pub used: Rate,
    /// What it changes for each party, by id.
    pub parties: ById<PartyChanges>,
}

impl PolicyEffect {
    /// What it changes in a result that is yes or no, by the name of the measure; none of what is not compared.
    pub fn of(&self, measure: &str) -> Option<&PairedEffect> {
        match measure.split_once('.') {
            None => match measure {
                "agreement" => Some(&self.agreement),
                "in-force-in-time" => Some(&self.in_force_in_time),
                "signed" => Some(&self.signed),
                "zone" => Some(&self.zone),
                _ => None,
            },
            Some(("package", id)) => self.packages.get(id),
            Some(_) => None,
        }
    }
}

/// Changes for a party, each a mean over all realizations.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartyChanges {
    /// Utility, on the party's own scale.
    pub utility: Mean,
    /// Payoff, costs of its levers included.
    pub payoff: Mean,
    /// What the levers cost it.
    pub lever_cost: Mean,
}

/// The effect of one of so many policies.
pub(super) fn effect(
    scenario: &Scenario,
    policy: &Policy,
    counts: &PolicyTally,
    policies: usize,
) -> PolicyEffect {
    let pairs = &counts.pairs;
    let of = |rates| PairedEffect::of(&rates, policies);
    let only = |name: &str| of(pairs.rate(name));
    let packages = scenario.packages.iter().zip(pairs.rates("package"));
    let means = pairs.means("utility").zip(pairs.means("payoff"));
    let parties = scenario.parties.iter().zip(means.zip(&counts.costs));
    let parties = parties.map(|(party, ((utility, payoff), &lever_cost))| {
        let changes = PartyChanges {
            utility,
            payoff,
            lever_cost,
        };
        (party.id.clone(), changes)
    });
    let causes = Failure::ALL.into_iter().zip(pairs.rates("failure"));
    let causes = causes.map(|(cause, rates)| (cause.name().to_owned(), rates));
    let met = causes.filter(|(_, rates)| rates.first().count + rates.second().count > 0);
    PolicyEffect {
        policy: policy.id.clone(),
        title: policy.title.clone(),
        kind: policy.kind,
        never_used_in_the_file: policy.assumed,
        agreement: only("agreement"),
        in_force_in_time: only("in-force-in-time"),
        signed: only("signed"),
        zone: only("zone"),
        packages: packages
            .map(|(package, rates)| (package.id.clone(), of(rates)))
            .collect(),
        failures: met.map(|(name, rates)| (name, of(rates))).collect(),
        transitions: counts.endings.met(),
        used: counts.used,
        parties: parties.collect(),
    }
}
