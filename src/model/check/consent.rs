//! Whose consent is needed.

use std::borrow::Cow;

use crate::model::check::finding::Check;
use crate::model::check::{ModelFault, Path, places};
use crate::model::{Approval, ConsentRule, IssueId, PartyId, Scenario};

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

    /// For each party, whether some rule of consent or some vote at home names it that can be met without it.
    pub fn may_be_outvoted(&self) -> Vec<bool> {
        let issues = (0..).map(IssueId::at).zip(&self.issues);
        let at_the_table = issues.flat_map(|(place, issue)| {
            let options = 0..issue.options.len();
            options.map(move |option| Cow::Borrowed(self.consent_rule(place, option)))
        });
        let at_home = self.stages.iter().filter_map(|stage| {
            let Approval::Quota { votes, quota } = &stage.approval else {
                return None;
            };
            Some(Cow::Owned(ConsentRule::Quota {
                votes: votes.clone(),
                quota: *quota,
            }))
        });
        let rules: Vec<Cow<'_, ConsentRule>> = at_the_table.chain(at_home).collect();
        let parties = (0..self.parties.len()).map(PartyId::at);
        parties
            .map(|party| rules.iter().any(|rule| rule.can_do_without(party)))
            .collect()
    }
}

impl Check<'_> {
    /// Every consent rule by itself.
    pub(super) fn consent_rules(&mut self) {
        for (path, rule) in places::consent_rules(self.scenario) {
            match rule {
                ConsentRule::All(parties) => self.named_once(parties, &path),
                ConsentRule::Any(parties) => {
                    if parties.is_empty() {
                        let remedy = "name a party, or write `all = []` if nobody is needed";
                        self.empty(path.clone(), remedy);
                    }
                    self.named_once(parties, &path);
                }
                ConsentRule::Quota { votes, quota } => self.quota(votes, *quota, &path),
            }
        }
    }

    /// Each party of a list is named once.
    pub(super) fn named_once(&mut self, parties: &[PartyId], path: &Path) {
        for (position, &party) in parties.iter().enumerate() {
            if parties[..position].contains(&party) {
                let (kind, id) = ("party", self.id_of(party).to_owned());
                self.value(path.entry(position), ModelFault::NamedTwice { kind, id });
            }
        }
    }

    /// Votes reach the quota; `path` is the place of both.
    pub(super) fn quota(&mut self, votes: &[(PartyId, f64)], needed: f64, path: &Path) {
        let (parties, counts): (Vec<PartyId>, Vec<f64>) = votes.iter().copied().unzip();
        let place = path.key("votes");
        self.named_once(&parties, &place);
        let votes: f64 = counts.iter().sum();
        if needed > votes + 1e-9 {
            let rests = parties.iter().map(|&party| place.id(self.id_of(party)));
            let rests: Vec<Path> = rests.chain([place.clone()]).collect();
            let fault = ModelFault::QuotaUnreachable { needed, votes };
            self.value(path.key("needed"), fault).resting_on(rests);
        }
    }

    /// Every deal needs the consent of at least two parties.
    pub(super) fn consent_of_one(&mut self) {
        let scenario = self.scenario;
        let parties = (0..scenario.parties.len()).map(|position| Some(PartyId::at(position)));
        for party in std::iter::once(None).chain(parties) {
            if let Some(example) = consent_of_one(scenario, party) {
                let party = party.map(|party| self.id_of(party).to_owned());
                let place = Path::of("consent").key(scenario.consent.name());
                self.value(place, ModelFault::ConsentOfOne { party, example });
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
                .consent_rule(IssueId::at(position), *option)
                .is_met(|other| Some(other) == party)
        })?;
        let option = issue.options.get(settled)?;
        example.push(format!("{} = {}", issue.id, option.id));
    }
    Some(example)
}
