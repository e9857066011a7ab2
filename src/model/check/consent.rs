//! Whose consent is needed.

use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{ConsentRule, IssueId, PartyId, Scenario};

impl Scenario {
    /// For each party, whether some option needs its consent or may need it.
    pub fn consenting(&self) -> Vec<bool> {
        let mut needed = vec![false; self.parties.len()];
        for (position, issue) in self.issues.iter().enumerate() {
            for option in 0..issue.options.len() {
                for party in self.consent_rule(IssueId::at(position), option).parties() {
                    needed[party.index()] = true;
                }
            }
        }
        needed
    }
}

/// Checks every consent rule by itself.
pub(super) fn check_rules(scenario: &Scenario, findings: &mut Findings) {
    for (path, rule) in places::consent_rules(scenario) {
        match rule {
            ConsentRule::All(parties) => named_once(scenario, parties, &path, findings),
            ConsentRule::Any(parties) => {
                if parties.is_empty() {
                    let remedy = "name a party, or write `all = []` if nobody is needed";
                    findings.value(path.clone(), ModelFault::EmptyList { remedy });
                }
                named_once(scenario, parties, &path, findings);
            }
            ConsentRule::Quota { votes, quota } => {
                check_quota(scenario, votes, *quota, &path, findings);
            }
        }
    }
}

/// Each party of a list is named once.
pub(super) fn named_once(
    scenario: &Scenario,
    parties: &[PartyId],
    path: &Path,
    findings: &mut Findings,
) {
    for (position, party) in parties.iter().enumerate() {
        if parties[..position].contains(party) {
            let kind = "party";
            let id = scenario.parties[party.index()].id.clone();
            let place = path.entry(position);
            findings.value(place, ModelFault::NamedTwice { kind, id });
        }
    }
}

/// Votes reach the quota; `path` is the place of both.
pub(super) fn check_quota(
    scenario: &Scenario,
    votes: &[(PartyId, f64)],
    needed: f64,
    path: &Path,
    findings: &mut Findings,
) {
    let parties: Vec<PartyId> = votes.iter().map(|vote| vote.0).collect();
    let place = path.key("votes");
    named_once(scenario, &parties, &place, findings);
    let place_of = |party: PartyId| place.id(&scenario.parties[party.index()].id);
    let sum: f64 = votes.iter().map(|vote| vote.1).sum();
    if needed > sum + 1e-9 {
        let fault = ModelFault::QuotaUnreachable { needed, votes: sum };
        let rests = parties.iter().map(|&party| place_of(party));
        let rests: Vec<Path> = rests.chain([place.clone()]).collect();
        findings.value(path.key("needed"), fault).resting_on(rests);
    }
}

/// Every deal needs the consent of at least two parties.
pub(super) fn check_consent_of_one(scenario: &Scenario, findings: &mut Findings) {
    let parties = (0..scenario.parties.len()).map(|position| Some(PartyId::at(position)));
    for party in std::iter::once(None).chain(parties) {
        if let Some(example) = consent_of_one(scenario, party) {
            let party = party.map(|party| scenario.parties[party.index()].id.clone());
            let place = Path::of("consent").key(scenario.consent.name());
            findings.value(place, ModelFault::ConsentOfOne { party, example });
            return;
        }
    }
}

/// A deal that needs the consent of this party alone, or of nobody, as `issue = option`.
fn consent_of_one(scenario: &Scenario, party: Option<PartyId>) -> Option<Vec<String>> {
    let mut example = Vec::new();
    for (position, issue) in scenario.issues.iter().enumerate() {
        let settled = (0..issue.options.len()).find(|option| {
            scenario
                .consent_rule(IssueId::at(position), *option)
                .is_met(|other| Some(other) == party)
        })?;
        let option = issue.options.get(settled)?;
        example.push(format!("{} = {}", issue.id, option.id));
    }
    Some(example)
}
