//! Parties, their types and how types are drawn together.

use crate::model::{JointType, Party, PartyId, PartyType, Role, TypeId, Uncertain};
use crate::scenario::decode::missing_key;
use crate::scenario::document::At;
use crate::scenario::fault::Fault;
use crate::scenario::fields::list;
use crate::scenario::file::{JointFile, PartyFile, TypeFile};
use crate::scenario::validate::Validator;
use crate::scenario::validate::names::id_and_title;
use crate::scenario::validate::preferences::Preferences;

/// How far probabilities may be from 1.
const SUM_TOLERANCE: f64 = 1e-6;

impl Validator<'_, '_> {
    pub(super) fn parties(&mut self, needed: &[bool]) -> (Vec<Party>, Vec<JointType>) {
        let file = self.file;
        if let Some(at) = file.parties.at
            && file.parties.items.len() < 2
            && !self.report.touches(at)
        {
            let what = "a negotiation needs at least two parties";
            let found = file.parties.items.len();
            self.report.value(at, Fault::TooFew { what, found });
        }
        let joint = self.joint_types();
        let parties = file.parties.items.iter().enumerate();
        let parties = parties
            .map(|(position, party)| {
                let needed = needed.get(position).copied().unwrap_or(false);
                self.party(PartyId::at(position), party, needed, &joint)
            })
            .collect();
        (parties, joint)
    }

    fn party(
        &mut self,
        party_id: PartyId,
        party: &PartyFile,
        needed: bool,
        joint: &[JointType],
    ) -> Party {
        let (id, title) = id_and_title(&party.name);
        let role = role(party);
        let base = self.preferences(&party.preferences);
        let mut types = Vec::new();
        if party.types.items.is_empty() {
            if let Some(at) = party.types.at
                && !self.report.touches(at)
            {
                let remedy = "leave `type` out for a party of one type".to_owned();
                self.report.value(at, Fault::EmptyList { remedy });
            }
            types.push(PartyType {
                id: id.clone(),
                title: title.clone(),
                probability: Uncertain::fixed(1.0),
                profile: self.profile(party, role, needed, base),
            });
        } else {
            for (position, kind) in party.types.items.iter().enumerate() {
                self.check_overrides(party, kind);
                let preferences = self.preferences(&kind.preferences).over(&base);
                let (id, title) = id_and_title(&kind.name);
                let marginal = marginal(joint, party_id, TypeId::at(position));
                types.push(PartyType {
                    id,
                    title,
                    probability: self.type_probability(kind, marginal),
                    profile: self.profile(party, role, needed, preferences),
                });
            }
            self.check_type_probabilities(party, &id);
        }
        Party {
            id,
            title,
            role,
            influence: party.influence.as_ref().map(|number| number.value),
            types,
        }
    }

    fn profile(
        &mut self,
        party: &PartyFile,
        role: Role,
        needed: bool,
        preferences: Preferences,
    ) -> crate::model::Profile {
        let at = party.name.at;
        let (id, _) = id_and_title(&party.name);
        if role == Role::Principal
            && party.role.is_some()
            && !preferences.has_reservation()
            && let Some(field) = list::PARTY.field("reservation")
        {
            self.report
                .child(at, "reservation", missing_key("a principal", field));
        }
        if !preferences.utility().is_written()
            && (needed || role == Role::Principal)
            && party.role.is_some()
        {
            let reason = if role == Role::Principal {
                "it is a principal"
            } else {
                "its consent is needed"
            };
            let fault = Fault::UtilityMissing {
                party: id,
                reason: reason.to_owned(),
            };
            self.report.child(at, "utility", fault);
        }
        let utility = self.utility(preferences.utility(), preferences.spreads());
        preferences.profile(utility)
    }

    /// An issue the party leaves out must be complete in the type.
    fn check_overrides(&mut self, party: &PartyFile, kind: &TypeFile) {
        let base = party.preferences.utility.as_ref();
        for entry in kind
            .preferences
            .utility
            .iter()
            .flat_map(|utility| &utility.issues)
        {
            let inherited = base.is_some_and(|utility| {
                utility
                    .issues
                    .iter()
                    .any(|other| other.issue.value == entry.issue.value)
            });
            if inherited {
                continue;
            }
            let written = [
                ("weight", entry.weight.is_some()),
                ("scores", entry.scores.is_some()),
            ];
            for (key, written) in written {
                if !written
                    && let Some(field) = list::ISSUE_OVERRIDE.field(key)
                    && !self.report.touches(entry.issue.at)
                {
                    let what = "the utility of an issue the party does not have";
                    self.report
                        .child(entry.issue.at, key, missing_key(what, field));
                }
            }
        }
    }

    fn type_probability(&mut self, kind: &TypeFile, marginal: Option<f64>) -> Uncertain {
        match (&kind.probability, marginal) {
            (Some(number), _) => number.value,
            (None, Some(probability)) => Uncertain::fixed(probability),
            (None, None) => {
                if !kind.says_probability
                    && let Some(field) = list::TYPE.field("probability")
                {
                    self.report
                        .child(kind.name.at, "probability", missing_key("a type", field));
                }
                Uncertain::fixed(1.0)
            }
        }
    }

    fn check_type_probabilities(&mut self, party: &PartyFile, id: &str) {
        let numbers: Vec<_> = party
            .types
            .items
            .iter()
            .filter_map(|kind| kind.probability.as_ref())
            .collect();
        if numbers.len() == party.types.items.len() {
            let what = format!("the types of `{id}`");
            let numbers: Vec<_> = numbers
                .iter()
                .map(|number| (number.at, number.value))
                .collect();
            self.check_sum(party.types.at, what, &numbers);
        }
    }

    fn check_sum(&mut self, at: Option<At>, what: String, numbers: &[(At, Uncertain)]) {
        let sound = !numbers.iter().any(|(at, _)| self.report.touches(*at));
        let sum: f64 = numbers.iter().map(|(_, number)| number.central()).sum();
        if let Some(at) = at
            && sound
            && (sum - 1.0).abs() > SUM_TOLERANCE
        {
            // Twelve digits hide the error of adding decimals.
            let sum = libm::round(sum * 1e12) / 1e12;
            self.report.key(at, Fault::ProbabilitySum { what, sum });
        }
    }

    fn joint_types(&mut self) -> Vec<JointType> {
        let file = self.file;
        let rows: Vec<JointType> = file
            .joint_types
            .items
            .iter()
            .filter_map(|row| self.joint_row(row))
            .collect();
        let numbers: Vec<(At, Uncertain)> = file
            .joint_types
            .items
            .iter()
            .filter_map(|row| row.probability.as_ref())
            .map(|number| (number.at, number.value))
            .collect();
        if !numbers.is_empty() && numbers.len() == file.joint_types.items.len() {
            self.check_sum(file.joint_types.at, "joint types".to_owned(), &numbers);
        }
        let expected = file.joint_types.items.first().and_then(parties_of);
        for row in &file.joint_types.items {
            if let (Some(expected), Some(found)) = (&expected, parties_of(row))
                && *expected != found
            {
                let expected = expected.clone();
                self.report
                    .value(row.at, Fault::JointRowsDiffer { expected, found });
            }
        }
        rows
    }

    fn joint_row(&mut self, row: &JointFile) -> Option<JointType> {
        let mut types = Vec::new();
        for (party, kind) in row.types.as_ref()? {
            let Some(position) = self.names.parties.find_key(party, self.report) else {
                continue;
            };
            let found = self
                .names
                .types
                .get(position)
                .and_then(|names| names.find(kind, self.report));
            if let Some(found) = found {
                types.push((PartyId::at(position), TypeId::at(found)));
            }
        }
        types.sort_unstable();
        Some(JointType {
            probability: row.probability.as_ref()?.value,
            types,
        })
    }
}

/// The role of a party; a principal where the word is unreadable, which has been reported.
pub(super) fn role(party: &PartyFile) -> Role {
    match party.role.as_ref().map(|role| role.value.as_str()) {
        Some("mediator") => Role::Mediator,
        Some("observer") => Role::Observer,
        _ => Role::Principal,
    }
}

/// Probability of a type when drawn jointly; none when the party is drawn by itself.
fn marginal(joint: &[JointType], party: PartyId, kind: TypeId) -> Option<f64> {
    let drawn = joint
        .iter()
        .any(|row| row.types.iter().any(|pair| pair.0 == party));
    let rows = joint
        .iter()
        .filter(|row| row.types.contains(&(party, kind)));
    drawn.then(|| rows.map(|row| row.probability.central()).sum())
}

fn parties_of(row: &JointFile) -> Option<Vec<String>> {
    let mut parties: Vec<String> = row
        .types
        .as_ref()?
        .iter()
        .map(|pair| pair.0.value.clone())
        .collect();
    parties.sort_unstable();
    Some(parties)
}
