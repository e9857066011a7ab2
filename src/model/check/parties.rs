//! What parties want, and how their types are drawn.

use crate::model::check::places;
use crate::model::check::structure::check_forbidding;
use crate::model::check::structure::check_pattern;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{PartyId, PartyType, Profile, Role, Scenario, Uncertain, Utility};

/// How far a sum of probabilities may be from 1.
const SUM_TOLERANCE: f64 = 1e-6;

impl Utility {
    /// Whether it wants nothing at all, as that of a party without preferences.
    pub fn is_blank(&self) -> bool {
        let is_zero = |number: &Uncertain| number.known() == Some(0.0);
        self.weights.iter().all(is_zero) && self.scores.iter().flatten().all(is_zero)
    }
}

/// Every number that may be drawn lies in the range of its place.
pub(super) fn check_numbers(scenario: &Scenario, findings: &mut Findings) {
    for number in scenario.numbers() {
        let checked = Uncertain::new(number.value.distribution(), number.place.range);
        if let Err(fault) = checked {
            findings.value(Path::of(&number.place.path(scenario)), fault);
        }
    }
}

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    let needed = scenario.consenting();
    for (path, party_id, party, kind) in places::types(scenario) {
        check_profile(scenario, &path, &kind.profile, findings);
        let reason = match party.role {
            Role::Principal => Some("it is a principal"),
            _ if needed[party_id.index()] => Some("its consent is needed"),
            _ => None,
        };
        if let Some(reason) = reason
            && kind.profile.utility.is_blank()
        {
            let party_path = places::of_party(scenario, party_id);
            let fault = ModelFault::UtilityMissing {
                party: party.id.clone(),
                reason,
            };
            let rests = [party_path.key("role"), Path::of("consent")];
            findings.value(path.key("utility"), fault).resting_on(rests);
        }
        check_anticipation(scenario, party_id, &path, kind, findings);
    }
    let joint_sum_is_sound = check_joint_types(scenario, findings);
    for (place, party) in places::items(&scenario.parties) {
        if party.types.is_empty() {
            let remedy = "leave `type` out for a party of one type";
            findings.value(place.key("type"), ModelFault::EmptyList { remedy });
        } else if joint_sum_is_sound && places::has_types(party) {
            let what = format!("the types of `{}`", party.id);
            let kinds = places::items_of(place.clone(), &party.types);
            let numbers = kinds.map(|(path, kind)| (path.key("probability"), kind.probability));
            check_sum(place.key("type"), what, numbers.collect(), findings);
        }
    }
}

fn check_profile(scenario: &Scenario, path: &Path, profile: &Profile, findings: &mut Findings) {
    check_utility(path, &profile.utility, findings);
    check_forbidding(scenario, &profile.red_lines, &path.key("never"), findings);
    for (position, linkage) in profile.linkages.iter().enumerate() {
        let place = path.key("linkages").entry(position).key("when");
        check_pattern(&linkage.pattern, place, findings);
    }
    if let Some(breach) = &profile.breach
        && breach.issues.len() > 3
    {
        let fault = ModelFault::BreachIssues(breach.issues.len());
        findings.value(path.key("breach.issues"), fault);
    }
}

/// A utility that scores options weighs some issue.
pub(super) fn check_utility(path: &Path, utility: &Utility, findings: &mut Findings) {
    let is_zero = |weight: &Uncertain| weight.known() == Some(0.0);
    if !utility.is_blank() && utility.weights.iter().all(is_zero) {
        findings.value(path.key("utility"), ModelFault::WeightsZero);
    }
}

/// A party that anticipates its body has one.
fn check_anticipation(
    scenario: &Scenario,
    party: PartyId,
    path: &Path,
    kind: &PartyType,
    findings: &mut Findings,
) {
    let is_body = |stage: &crate::model::Stage| {
        stage.party == Some(party) && stage.approval.utility().is_some()
    };
    if kind.profile.anticipate > 0.0 && !scenario.stages.iter().any(is_body) {
        let party = scenario.parties[party.index()].id.clone();
        let fault = ModelFault::NothingToAnticipate { party };
        findings
            .value(path.key("anticipate"), fault)
            .resting_on([Path::of("stage")]);
    }
}

/// Rows name the same parties, and their probabilities sum to 1; whether they do.
fn check_joint_types(scenario: &Scenario, findings: &mut Findings) -> bool {
    let rows = &scenario.joint_types;
    let Some(first) = rows.first() else {
        return true;
    };
    let list = Path::of("joint-type");
    let ids = |row: &crate::model::JointType| {
        let parties = row.types.iter().map(|pair| pair.0.index());
        let mut ids: Vec<String> = parties
            .map(|party| scenario.parties[party].id.clone())
            .collect();
        ids.sort_unstable();
        ids
    };
    let expected = ids(first);
    for (position, row) in rows.iter().enumerate() {
        let found = ids(row);
        if found != expected {
            let expected = expected.clone();
            let rests = [
                list.entry(0),
                list.entry(0).key("types"),
                list.entry(position).key("types"),
            ];
            let fault = ModelFault::JointRowsDiffer { expected, found };
            findings
                .value(list.entry(position), fault)
                .resting_on(rests);
        }
    }
    let numbers = rows.iter().enumerate();
    let numbers = numbers.map(|(row, it)| (list.entry(row).key("probability"), it.probability));
    check_sum(
        list.clone(),
        "joint types".to_owned(),
        numbers.collect(),
        findings,
    )
}

/// Probabilities sum to 1 at their central values; whether they do.
fn check_sum(
    place: Path,
    what: String,
    numbers: Vec<(Path, Uncertain)>,
    findings: &mut Findings,
) -> bool {
    let sum: f64 = numbers.iter().map(|(_, number)| number.central()).sum();
    let is_sound = (sum - 1.0).abs() <= SUM_TOLERANCE;
    if !is_sound {
        // Twelve digits hide the error of adding decimals.
        let sum = (sum * 1e12).round() / 1e12;
        let rests = numbers.into_iter().map(|(path, _)| path);
        let fault = ModelFault::ProbabilitySum { what, sum };
        findings.key(place, fault).resting_on(rests);
    }
    is_sound
}
