//! The paths of things that several rules judge.

use crate::model::check::Path;
use crate::model::{ConsentRule, Party, PartyId, PartyType, Protocol, Scenario};

/// The place of a party.
pub(super) fn of_party(scenario: &Scenario, party: PartyId) -> Path {
    let id = &scenario.parties[party.index()].id;
    Path::of("party").item(party.index(), id)
}

/// All types of all parties, each with its place; that of a party without types is the party's.
pub(super) fn types(
    scenario: &Scenario,
) -> impl Iterator<Item = (Path, PartyId, &Party, &PartyType)> {
    let parties = scenario.parties.iter().enumerate();
    parties.flat_map(move |(position, party)| {
        let party_id = PartyId::at(position);
        let place = of_party(scenario, party_id);
        let has_types = has_types(party);
        party.types.iter().enumerate().map(move |(position, kind)| {
            let path = if has_types {
                place.key("type").item(position, &kind.id)
            } else {
                place.clone()
            };
            (path, party_id, party, kind)
        })
    })
}

/// Whether a party has types of its own and not just one that is itself.
pub(super) fn has_types(party: &Party) -> bool {
    !matches!(party.types.as_slice(), [only] if only.id == party.id)
}

/// The place of a protocol's settings.
pub(super) fn of_protocol(protocol: &Protocol) -> Path {
    Path::of("protocol").key(protocol.name())
}

/// The roles of all parties.
pub(super) fn roles(scenario: &Scenario) -> impl Iterator<Item = Path> {
    let parties = (0..scenario.parties.len()).map(PartyId::at);
    parties.map(|party| of_party(scenario, party).key("role"))
}

/// All consent rules, each with its place.
pub(super) fn consent_rules(scenario: &Scenario) -> Vec<(Path, &ConsentRule)> {
    let mut rules = vec![(Path::default(), Some(&scenario.consent))];
    for (position, package) in scenario.packages.iter().enumerate() {
        let path = Path::of("package").item(position, &package.id);
        rules.push((path, package.consent.as_ref()));
    }
    for (position, issue) in scenario.issues.iter().enumerate() {
        let path = Path::of("issue").item(position, &issue.id);
        for (position, option) in issue.options.iter().enumerate() {
            let option_path = path.key("options").item(position, &option.id);
            rules.push((option_path, option.consent.as_ref()));
        }
        rules.push((path, issue.consent.as_ref()));
    }
    let written = rules.into_iter();
    written
        .filter_map(|(path, rule)| Some((path.key("consent").key(rule?.name()), rule?)))
        .collect()
}

impl ConsentRule {
    /// Its word in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::Quota { .. } => "quota",
        }
    }
}

impl Protocol {
    /// Its word in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AlternatingOffers { .. } => "alternating-offers",
            Self::Shuttle(_) => "shuttle",
            Self::SingleText(_) => "single-text",
            Self::Ultimatum { .. } => "ultimatum",
        }
    }
}
