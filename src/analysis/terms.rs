//! Deals, parties and counts as results name them: by id.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Deal, Issue, IssueId, Scenario};

/// Values by the id of what they belong to, in the order of the scenario.
pub type ById<T> = IndexMap<String, T>;

/// Up to here every whole number is a number of JSON readers too.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The terms of a deal: the option chosen, by issue.
pub type Terms = ById<String>;

/// A number of deals: whole up to 2⁵³, rounded beyond.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct DealCount(pub f64);

impl From<u128> for DealCount {
    fn from(deals: u128) -> Self {
        Self(deals as f64)
    }
}

impl Serialize for DealCount {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, positive and at most 2^53"
    )]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0 <= EXACT {
            to.serialize_u64(self.0 as u64)
        } else {
            to.serialize_f64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for DealCount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        f64::deserialize(from).map(Self)
    }
}

/// A number, or nothing where it is infinite or none at all.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// The id of a party.
pub(crate) fn party_id(scenario: &Scenario, party: u32) -> String {
    scenario.parties[party as usize].id.clone()
}

/// The terms of a deal.
pub(crate) fn terms(scenario: &Scenario, deal: &Deal) -> Terms {
    let issues = scenario.issues.iter().enumerate();
    let option = |(index, issue): (usize, &Issue)| {
        let option = &issue.options[deal.option(IssueId::at(index))];
        (issue.id.clone(), option.id.clone())
    };
    issues.map(option).collect()
}

/// Values by party, from values in the order of the scenario.
pub(crate) fn by_party<T>(scenario: &Scenario, values: impl IntoIterator<Item = T>) -> ById<T> {
    let ids = scenario.parties.iter().map(|party| party.id.clone());
    ids.zip(values).collect()
}

/// The types of the parties that have several, from types in the order of the scenario.
pub(crate) fn types(scenario: &Scenario, kinds: impl IntoIterator<Item = usize>) -> ById<String> {
    let parties = scenario.parties.iter().zip(kinds);
    let typed = parties.filter(|(party, _)| party.types.len() > 1);
    let named = typed.map(|(party, kind)| (party.id.clone(), party.types[kind].id.clone()));
    named.collect()
}
