//! What parties want, and how their types are drawn.

use crate::model::check::finding::Check;
use crate::model::check::{ModelFault, Path, places};
use crate::model::{Breach, JointType, PartyId, Profile, Role, Stage, Uncertain, Utility};

/// How far a sum of probabilities may be from 1.
const SUM_TOLERANCE: f64 = 1e-6;

impl Check<'_> {
    pub(super) fn parties(&mut self) {
        let scenario = self.scenario;
        let needed = scenario.consenting();
        for (path, party_id, party, kind) in places::types(scenario) {
            self.profile(&path, &kind.profile);
            let reason = match party.role {
                Role::Principal => Some("it is a principal"),
                _ if needed[party_id.index()] => Some("its consent is needed"),
                _ => None,
            };
            if let Some(reason) = reason
                && kind.profile.utility.is_blank()
            {
                let party = party.id.clone();
                let fault = ModelFault::UtilityMissing { party, reason };
                let rests = [self.place_of(party_id).key("role"), Path::of("consent")];
                self.value(path.key("utility"), fault).resting_on(rests);
            }
            self.anticipation(party_id, &path, &kind.profile);
            let sits = needed[party_id.index()] || scenario.protocol.seats(party_id);
            if kind.profile.deadline.is_some() && !sits {
                let party = party.id.clone();
                let role = self.place_of(party_id).key("role");
                let found = self.value(path.key("deadline"), ModelFault::NotAtTheTable { party });
                found.resting_on([role, Path::of("consent"), Path::of("protocol")]);
            }
        }
        let joint_sum_is_sound = self.joint_types();
        for (place, party) in places::items(&scenario.parties) {
            if party.types.is_empty() {
                self.empty(
                    place.key("type"),
                    "leave `type` out for a party of one type",
                );
            } else if joint_sum_is_sound && places::has_types(party) {
                let what = format!("the types of `{}`", party.id);
                let kinds = places::items_of(&place, &party.types);
                let numbers = kinds.map(|(path, kind)| (path, kind.probability));
                let numbers: Vec<_> = numbers.collect();
                self.sums_to_one(place.key("type"), what, &numbers);
            }
        }
    }

    fn profile(&mut self, path: &Path, profile: &Profile) {
        self.utility(path, &profile.utility);
        self.forbidding(&profile.red_lines, &path.key("never"));
        for (position, linkage) in profile.linkages.iter().enumerate() {
            let place = path.key("linkages").entry(position).key("when");
            self.pattern(&linkage.pattern, place);
        }
        if let Some(breach) = &profile.breach {
            self.breach(breach, &path.key("breach"));
        }
    }

    /// A utility is as long as what it describes, and one that scores options weighs some issue.
    pub(super) fn utility(&mut self, path: &Path, utility: &Utility) {
        let path = path.key("utility");
        let issues = &self.scenario.issues;
        let described = utility.weights.len().min(utility.scores.len());
        let left_out = issues.iter().skip(described);
        let missing: Vec<String> = left_out.map(|issue| issue.id.clone()).collect();
        if !missing.is_empty() {
            self.value(path.clone(), ModelFault::UtilityIncomplete { missing });
        }
        for (issue, scores) in issues.iter().zip(&utility.scores) {
            let (expected, found) = (issue.options.len(), scores.len());
            if found != expected {
                let fault = ModelFault::ScoreCount {
                    issue: issue.id.clone(),
                    expected,
                    found,
                };
                let found = self.value(path.id(&issue.id).key("scores"), fault);
                found.resting_on([Path::of("issue").id(&issue.id).key("options")]);
            }
        }
        let is_zero = |weight: &Uncertain| weight.known() == Some(0.0);
        if !utility.is_blank() && utility.weights.iter().all(is_zero) {
            self.value(path, ModelFault::WeightsZero);
        }
    }

    /// A breach depends on few issues, with a number for each combination of their options.
    fn breach(&mut self, breach: &Breach, path: &Path) {
        let issues = breach.issues.iter();
        let expected: usize = issues.map(|&issue| self.option_count(issue)).product();
        let found = breach.probability.len();
        if breach.issues.len() > 3 {
            let fault = ModelFault::BreachIssues(breach.issues.len());
            self.value(path.key("issues"), fault);
        } else if found != expected {
            let fault = ModelFault::BreachShape {
                expected: format!("{expected} numbers"),
                found: format!("{found}"),
            };
            self.value(path.key("probability"), fault);
        }
    }

    /// A party that anticipates its body has one.
    fn anticipation(&mut self, party: PartyId, path: &Path, profile: &Profile) {
        let is_body = |stage: &Stage| stage.party == Some(party) && stage.approval.body().is_some();
        if profile.anticipate > 0.0 && !self.scenario.stages.iter().any(is_body) {
            let party = self.id_of(party).to_owned();
            let found = self.value(
                path.key("anticipate"),
                ModelFault::NothingToAnticipate { party },
            );
            found.resting_on([Path::of("stage")]);
        }
    }

    /// Rows name the same parties, and their probabilities sum to 1; whether they do.
    fn joint_types(&mut self) -> bool {
        let rows = &self.scenario.joint_types;
        let Some(first) = rows.first() else {
            return true;
        };
        let ids = |check: &Self, row: &JointType| {
            let parties = row.types.iter().map(|pair| check.id_of(pair.0));
            let mut ids: Vec<String> = parties.map(str::to_owned).collect();
            ids.sort_unstable();
            ids
        };
        let list = Path::of("joint-type");
        let expected = ids(self, first);
        for (position, row) in rows.iter().enumerate() {
            let found = ids(self, row);
            if found != expected {
                let (expected, place) = (expected.clone(), list.entry(position));
                let first = list.entry(0);
                let rests = [first.key("types"), place.key("types"), first];
                let fault = ModelFault::JointRowsDiffer { expected, found };
                self.value(place, fault).resting_on(rests);
            }
        }
        let numbers = rows.iter().enumerate();
        let numbers = numbers.map(|(position, row)| (list.entry(position), row.probability));
        let numbers: Vec<_> = numbers.collect();
        self.sums_to_one(list.clone(), "joint types".to_owned(), &numbers)
    }

    /// Probabilities of these entries sum to 1 at their central values; whether they do.
    fn sums_to_one(&mut self, place: Path, what: String, entries: &[(Path, Uncertain)]) -> bool {
        let sum: f64 = entries.iter().map(|(_, number)| number.central()).sum();
        let is_sound = (sum - 1.0).abs() <= SUM_TOLERANCE;
        if !is_sound {
            // Twelve digits hide the error of adding decimals.
            let sum = (sum * 1e12).round() / 1e12;
            let rests = entries.iter().map(|(path, _)| path.key("probability"));
            let fault = ModelFault::ProbabilitySum { what, sum };
            self.key(place, fault).resting_on(rests);
        }
        is_sound
    }
}
