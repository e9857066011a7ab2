//! Whose consent is needed.

use crate::model::{ConsentRule, Issue, Package, PartyId, Scenario};
use crate::scenario::fault::Fault;
use crate::scenario::file::{ConsentFile, ConsentSpelled, Listed, QuotaFile, Word};
use crate::scenario::validate::Validator;

impl Validator<'_, '_> {
    pub(super) fn consent_rule(&mut self, consent: &ConsentFile) -> ConsentRule {
        match &consent.rule {
            ConsentSpelled::All(list) => ConsentRule::All(self.consenters(list)),
            ConsentSpelled::Any(list) => {
                if let (Some(at), true) = (list.at, list.items.is_empty())
                    && !self.report.touches(at)
                {
                    let remedy = "name a party, or write `all = []` if nobody is needed".to_owned();
                    self.report.value(at, Fault::EmptyList { remedy });
                }
                ConsentRule::Any(self.consenters(list))
            }
            ConsentSpelled::Quota(quota) => {
                let (votes, quota) = self.quota(quota);
                ConsentRule::Quota { votes, quota }
            }
        }
    }

    fn consenters(&mut self, list: &Listed<Word>) -> Vec<PartyId> {
        let found = self.names.parties.find_all(&list.items, self.report);
        found.into_iter().map(PartyId::at).collect()
    }

    /// Votes by party and the votes needed.
    pub(super) fn quota(&mut self, quota: &QuotaFile) -> (Vec<(PartyId, f64)>, f64) {
        let mut votes = Vec::new();
        for (party, number) in &quota.votes {
            if let Some(position) = self.names.parties.find_key(party, self.report) {
                votes.push((PartyId::at(position), number.value));
            }
        }
        let sum: f64 = votes.iter().map(|vote| vote.1).sum();
        let needed = quota.needed.as_ref().map_or(1.0, |needed| needed.value);
        let sound = !quota
            .votes
            .iter()
            .any(|(_, votes)| self.report.touches(votes.at))
            && votes.len() == quota.votes.len();
        if let Some(number) = &quota.needed
            && sound
            && !self.report.touches(number.at)
            && needed > sum + 1e-9
        {
            let fault = Fault::QuotaUnreachable { needed, votes: sum };
            self.report.value(number.at, fault);
        }
        (votes, needed)
    }

    /// The rule of options that have none of their own: all principals unless the file says otherwise.
    pub(super) fn default_consent(&mut self) -> ConsentRule {
        match &self.file.consent {
            Some(consent) => self.consent_rule(consent),
            None => ConsentRule::All(self.principals()),
        }
    }

    /// The principals in file order.
    pub(super) fn principals(&self) -> Vec<PartyId> {
        let parties = self.file.parties.items.iter().enumerate();
        parties
            .filter(|(_, party)| {
                party
                    .role
                    .as_ref()
                    .is_some_and(|role| role.value == "principal")
            })
            .map(|(position, _)| PartyId::at(position))
            .collect()
    }

    /// For each party, whether some option needs its consent.
    pub(super) fn consenting(
        &self,
        default: &ConsentRule,
        packages: &[Package],
        issues: &[Issue],
    ) -> Vec<bool> {
        let mut needed = vec![false; self.file.parties.items.len()];
        for issue in issues {
            let package = packages.get(issue.package.index());
            let above = issue
                .consent
                .as_ref()
                .or(package.and_then(|package| package.consent.as_ref()));
            for option in &issue.options {
                let rule = option.consent.as_ref().or(above).unwrap_or(default);
                for party in rule.parties() {
                    if let Some(needed) = needed.get_mut(party.index()) {
                        *needed = true;
                    }
                }
            }
        }
        needed
    }

    /// Every deal needs the consent of at least two parties.
    pub(super) fn check_consent_of_one(&mut self, scenario: &Scenario) {
        let parties = (0..scenario.parties.len()).map(|position| Some(PartyId::at(position)));
        for party in std::iter::once(None).chain(parties) {
            if let Some(example) = consent_of_one(scenario, party) {
                let party = party.map(|party| self.names.parties.id(party.index()).to_owned());
                let fault = Fault::ConsentOfOne { party, example };
                let at = self
                    .file
                    .consent
                    .as_ref()
                    .map_or(self.file.at, |consent| consent.at);
                self.report.value(at, fault);
                return;
            }
        }
    }
}

/// A deal that needs the consent of this party alone, or of nobody, as `issue = option`.
fn consent_of_one(scenario: &Scenario, party: Option<PartyId>) -> Option<Vec<String>> {
    let mut example = Vec::new();
    for (position, issue) in scenario.issues.iter().enumerate() {
        let settled = (0..issue.options.len()).find(|option| {
            scenario
                .consent_rule(crate::model::IssueId::at(position), *option)
                .is_met(|other| Some(other) == party)
        })?;
        let option = issue.options.get(settled)?;
        example.push(format!("{} = {}", issue.id, option.id));
    }
    Some(example)
}
