//! What a party or one of its types wants: looked up, laid over each other, completed.

use std::collections::BTreeMap;

use crate::model::{
    Acceptance, Breach, Choose, Concession, DriverId, Linkage, Pattern, Profile, Strategy,
    Uncertain, Utility,
};
use crate::scenario::document::At;
use crate::scenario::fault::Fault;
use crate::scenario::file::{Number, PreferencesFile, Spelled, UtilityFile, Word};
use crate::scenario::validate::Validator;
use crate::scenario::validate::names::not_misspelt;
use crate::scenario::validate::structure::Purpose;

/// Preferences with names looked up; what is none has not been written.
#[derive(Clone, Debug, Default)]
pub(super) struct Preferences {
    utility: UtilityParts,
    /// Whether a reservation value is written, readable or not.
    says_reservation: bool,
    reservation: Option<Uncertain>,
    discount: Option<Uncertain>,
    round_cost: Option<Uncertain>,
    red_lines: Option<Vec<Pattern>>,
    anticipate: Option<f64>,
    weight_concentration: Option<f64>,
    score_sd: Option<f64>,
    linkages: Option<Vec<Linkage>>,
    breach: Option<Breach>,
    loads: Option<Vec<(DriverId, Uncertain)>>,
    pub(super) concession: Option<Concession>,
    pub(super) acceptance: Option<Acceptance>,
    pub(super) react: Option<Uncertain>,
    pub(super) choose: Option<Choose>,
    pub(super) floor: Option<bool>,
    pub(super) fair_share: Option<bool>,
}

/// A utility as far as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct UtilityParts {
    /// Where it stands.
    at: Option<At>,
    /// Whether it is written but unreadable, which has been reported.
    broken: bool,
    issues: BTreeMap<usize, IssueParts>,
    /// Names that are no issue, which have been reported.
    unknown: Vec<String>,
}

#[derive(Clone, Debug, Default)]
struct IssueParts {
    weight: Option<Uncertain>,
    scores: Option<Vec<Uncertain>>,
}

impl Preferences {
    /// These preferences where written, else those of `base`.
    pub(super) fn over(self, base: &Self) -> Self {
        let base = base.clone();
        Self {
            utility: self.utility.over(base.utility),
            says_reservation: self.says_reservation || base.says_reservation,
            reservation: self.reservation.or(base.reservation),
            discount: self.discount.or(base.discount),
            round_cost: self.round_cost.or(base.round_cost),
            red_lines: self.red_lines.or(base.red_lines),
            anticipate: self.anticipate.or(base.anticipate),
            weight_concentration: self.weight_concentration.or(base.weight_concentration),
            score_sd: self.score_sd.or(base.score_sd),
            linkages: self.linkages.or(base.linkages),
            breach: self.breach.or(base.breach),
            loads: self.loads.or(base.loads),
            concession: self.concession.or(base.concession),
            acceptance: self.acceptance.or(base.acceptance),
            react: self.react.or(base.react),
            choose: self.choose.or(base.choose),
            floor: self.floor.or(base.floor),
            fair_share: self.fair_share.or(base.fair_share),
        }
    }

    /// Whether a reservation value is written.
    pub(super) fn has_reservation(&self) -> bool {
        self.says_reservation
    }

    /// Whether a utility is written.
    pub(super) fn utility(&self) -> &UtilityParts {
        &self.utility
    }

    /// Fills in the defaults.
    pub(super) fn profile(self, utility: Utility) -> Profile {
        Profile {
            utility,
            linkages: self.linkages.unwrap_or_default(),
            red_lines: self.red_lines.unwrap_or_default(),
            breach: self.breach,
            reservation: self.reservation.unwrap_or(Uncertain::fixed(0.0)),
            discount: self.discount.unwrap_or(Uncertain::fixed(1.0)),
            round_cost: self.round_cost.unwrap_or(Uncertain::fixed(0.0)),
            loads: self.loads.unwrap_or_default(),
            anticipate: self.anticipate.unwrap_or(0.0),
            strategy: Strategy {
                concession: self.concession.unwrap_or(Concession::TimeDependent {
                    start: Uncertain::fixed(1.0),
                    exponent: Uncertain::fixed(1.0),
                    tolerance: 0.0,
                }),
                acceptance: self.acceptance.unwrap_or(Acceptance::NextOffer),
                react: self.react.unwrap_or(Uncertain::fixed(0.0)),
                choose: self.choose.unwrap_or(Choose::Least),
                floor: self.floor.unwrap_or(true),
                fair_share: self.fair_share.unwrap_or(true),
            },
        }
    }

    /// Concentration and score error of the utility.
    pub(super) fn spreads(&self) -> (Option<f64>, f64) {
        (self.weight_concentration, self.score_sd.unwrap_or(0.0))
    }
}

impl UtilityParts {
    fn over(mut self, base: Self) -> Self {
        for (issue, parts) in base.issues {
            let own = self.issues.entry(issue).or_default();
            own.weight = own.weight.or(parts.weight);
            own.scores = own.scores.take().or(parts.scores);
        }
        Self {
            // A base that leaves issues out is where they should be added.
            at: base.at.or(self.at),
            broken: self.broken || base.broken,
            issues: self.issues,
            unknown: [self.unknown, base.unknown].concat(),
        }
    }

    /// Whether it is written at all.
    pub(super) fn is_written(&self) -> bool {
        self.at.is_some() || self.broken
    }
}

impl Validator<'_, '_> {
    pub(super) fn preferences(&mut self, file: &PreferencesFile) -> Preferences {
        let value = |number: &Option<Number>| number.as_ref().map(|number| number.value);
        let mut preferences = Preferences {
            says_reservation: file.says_reservation,
            reservation: value(&file.reservation),
            discount: value(&file.discount),
            round_cost: value(&file.round_cost),
            anticipate: file.anticipate.as_ref().map(|number| number.value),
            weight_concentration: file
                .weight_concentration
                .as_ref()
                .map(|number| number.value),
            score_sd: file.score_sd.as_ref().map(|number| number.value),
            red_lines: file
                .never
                .as_ref()
                .map(|list| self.patterns(list, Purpose::Forbid)),
            ..Preferences::default()
        };
        preferences.utility = self.utility_parts(file.utility.as_ref());
        preferences.utility.broken = file.says_utility && file.utility.is_none();
        preferences.linkages = file.linkages.as_ref().map(|list| {
            let items = list.items.iter();
            items
                .filter_map(|linkage| {
                    let pattern = self.pattern(linkage.when.as_ref()?, Purpose::Find)?;
                    let bonus = linkage.bonus.as_ref()?.value;
                    Some(Linkage { pattern, bonus })
                })
                .collect()
        });
        preferences.breach = file.breach.as_ref().and_then(|breach| self.breach(breach));
        preferences.loads = file.loads.as_ref().map(|loads| {
            let pairs = loads.iter();
            pairs
                .filter_map(|(driver, number)| {
                    let position = self.names.drivers.find_key(driver, self.report)?;
                    Some((DriverId::at(position), number.value))
                })
                .collect()
        });
        if let Some(strategy) = &file.strategy {
            preferences.read_strategy(strategy);
        }
        preferences
    }

    pub(super) fn utility_parts(&mut self, utility: Option<&UtilityFile>) -> UtilityParts {
        let mut parts = UtilityParts::default();
        let Some(utility) = utility else {
            return parts;
        };
        parts.at = Some(utility.at);
        for entry in &utility.issues {
            let Some(position) = self.names.issues.find_key(&entry.issue, self.report) else {
                parts.unknown.push(entry.issue.value.clone());
                continue;
            };
            let scores = entry.scores.as_ref();
            let fits = scores.is_none_or(|scores| self.scores_fit(&entry.issue, position, scores));
            let scores = scores.map(|scores| scores.value.clone());
            parts.issues.insert(
                position,
                IssueParts {
                    weight: entry.weight.as_ref().map(|weight| weight.value),
                    scores: if fits { scores } else { Some(Vec::new()) },
                },
            );
        }
        parts
    }

    fn scores_fit(
        &mut self,
        issue: &Word,
        position: usize,
        scores: &Spelled<Vec<Uncertain>>,
    ) -> bool {
        let issues = &self.file.issues.items;
        let expected = issues
            .get(position)
            .map_or(0, |issue| issue.options.items.len());
        let found = scores.value.len();
        if found != expected {
            let issue = issue.value.clone();
            let fault = Fault::ScoreCount {
                issue,
                expected,
                found,
            };
            self.report.value(scores.at, fault);
        }
        found == expected
    }

    /// A complete utility, or zeros where none is written.
    pub(super) fn utility(&mut self, parts: &UtilityParts, spreads: (Option<f64>, f64)) -> Utility {
        let issues = &self.file.issues.items;
        let mut weights = Vec::new();
        let mut scores = Vec::new();
        let mut missing = Vec::new();
        for (position, issue) in issues.iter().enumerate() {
            let entry = parts.issues.get(&position);
            if entry.is_none() && parts.at.is_some() && issue.name.id.is_some() {
                missing.push(self.names.issues.id(position).to_owned());
            }
            let entry = entry.cloned().unwrap_or_default();
            weights.push(entry.weight.unwrap_or(Uncertain::fixed(0.0)));
            let zeros = || vec![Uncertain::fixed(0.0); issue.options.items.len()];
            scores.push(entry.scores.unwrap_or_else(zeros));
        }
        let complete = missing.is_empty();
        let missing = not_misspelt(missing, &parts.unknown);
        if let Some(at) = parts.at {
            if !missing.is_empty() {
                self.report.value(at, Fault::UtilityIncomplete { missing });
            } else if complete
                && weights.iter().all(|weight| weight.known() == Some(0.0))
                && parts.issues.values().all(|entry| entry.weight.is_some())
            {
                self.report.value(at, Fault::WeightsZero);
            }
        }
        Utility {
            weights,
            weight_concentration: spreads.0,
            scores,
            score_sd: spreads.1,
        }
    }
}
