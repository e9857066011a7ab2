//! The paths of things that several rules judge.

use crate::model::check::Path;
use crate::model::item::Item;
use crate::model::{Agenda, ConsentRule, Packaged, Party, PartyId, PartyType, Protocol, Scenario};

/// The items of a list at the top of the file, each with its place.
pub(super) fn items<T: Item>(items: &[T]) -> impl Iterator<Item = (Path, &T)> {
    items_of(&Path::default(), items)
}

/// The items of a list that belongs to something, each with its place.
pub(super) fn items_of<'s, T: Item>(
    parent: &Path,
    items: &'s [T],
) -> impl Iterator<Item = (Path, &'s T)> + use<'s, T> {
    let list = parent.key(T::LIST);
    let items = items.iter().enumerate();
    items.map(move |(position, item)| (list.item(position, item.id()), item))
}

/// The ids of a list, with what is legal there.
pub(super) struct Ids<'s> {
    pub(super) list: Path,
    pub(super) kind: &'static str,
    pub(super) names: Vec<&'s str>,
}

impl<'s> Ids<'s> {
    fn of<T: Item>(parent: &Path, items: &'s [T]) -> Self {
        Self {
            list: parent.key(T::LIST),
            kind: T::KIND,
            names: items.iter().map(Item::id).collect(),
        }
    }

    /// Those of every list of things with ids.
    pub(super) fn all(scenario: &'s Scenario) -> Vec<Self> {
        let top = Path::default();
        let mut lists = vec![
            Self::of(&top, &scenario.packages),
            Self::of(&top, &scenario.issues),
            Self::of(&top, &scenario.parties),
            Self::of(&top, &scenario.plans),
            Self::of(&top, &scenario.drivers),
            Self::of(&top, &scenario.levers),
            Self::of(&top, &scenario.stages),
        ];
        let issues = items(&scenario.issues);
        lists.extend(issues.map(|(path, issue)| Self::of(&path, &issue.options)));
        // A party without types lends its id to the only one it has.
        let parties = items(&scenario.parties).filter(|(_, party)| has_types(party));
        lists.extend(parties.map(|(path, party)| Self::of(&path, &party.types)));
        lists
    }
}

/// All types of all parties, each with its place; that of a party without types is the party's.
pub(super) fn types(
    scenario: &Scenario,
) -> impl Iterator<Item = (Path, PartyId, &Party, &PartyType)> {
    let parties = (0..).map(PartyId).zip(items(&scenario.parties));
    parties.flat_map(|(id, (place, party))| {
        let of_itself = (!has_types(party)).then(|| place.clone());
        let kinds = items_of(&place, &party.types);
        kinds.map(move |(path, kind)| (of_itself.clone().unwrap_or(path), id, party, kind))
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

/// What an agenda of packages says of them, with its place.
pub(super) fn of_packages(agenda: &Agenda) -> Option<(Path, &Packaged)> {
    match agenda {
        Agenda::SingleUndertaking => None,
        Agenda::Parallel(packaged) => Some((Path::of("agenda.parallel"), packaged)),
        Agenda::Sequential { packaged, .. } => Some((Path::of("agenda.sequential"), packaged)),
    }
}

/// All consent rules, each with its place.
pub(super) fn consent_rules(scenario: &Scenario) -> Vec<(Path, &ConsentRule)> {
    let mut rules = vec![(Path::default(), Some(&scenario.consent))];
    let packages = items(&scenario.packages);
    rules.extend(packages.map(|(path, package)| (path, package.consent.as_ref())));
    for (path, issue) in items(&scenario.issues) {
        let options = items_of(&path, &issue.options);
        rules.extend(options.map(|(path, option)| (path, option.consent.as_ref())));
        rules.push((path, issue.consent.as_ref()));
    }
    let written = rules.into_iter();
    written
        .filter_map(|(path, rule)| Some((path.key("consent").key(rule?.name()), rule?)))
        .collect()
}
