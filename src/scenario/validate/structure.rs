//! Clock, packages, issues, plans, drivers and patterns.

use crate::model::{
    Clock, Deal, Driver, Issue, IssueId, IssueOption, OptionSet, Package, PackageId, Pattern, Plan,
    Uncertain,
};
use crate::scenario::decode::missing_key;
use crate::scenario::fault::Fault;
use crate::scenario::fields::list;
use crate::scenario::file::{DriverFile, IssueFile, Listed, PatternFile, PlanFile, ProtocolFile};
use crate::scenario::validate::Validator;
use crate::scenario::validate::names::{id_and_title, not_misspelt};

impl Validator<'_, '_> {
    pub(super) fn clock(&mut self) -> Clock {
        let file = self.file;
        let ultimatum = file
            .protocol
            .as_ref()
            .is_some_and(|protocol| matches!(protocol.value, ProtocolFile::Ultimatum { .. }));
        let clock = file.clock.as_ref();
        let (at, key, parent) = clock.map_or((file.at, "clock", &list::SCENARIO), |clock| {
            (clock.at, "rounds", &list::CLOCK)
        });
        if !ultimatum
            && !clock.map_or(file.says_clock, |clock| clock.says_rounds)
            && let Some(field) = parent.field(key)
        {
            self.report.child(at, key, missing_key(parent.what, field));
        }
        Clock {
            rounds: clock
                .and_then(|clock| clock.rounds.as_ref())
                .map_or(1, |rounds| rounds.value),
            round_length: clock
                .and_then(|clock| clock.round_length.as_ref())
                .map(|length| length.value.clone()),
            breakdown: clock
                .and_then(|clock| clock.breakdown.as_ref())
                .map_or(Uncertain::fixed(0.0), |number| number.value),
        }
    }

    pub(super) fn packages(&mut self) -> Vec<Package> {
        let file = self.file;
        if file.packages.items.is_empty() {
            if let Some(at) = file.packages.at {
                let remedy = "leave `package` out for one package of all issues".to_owned();
                self.report.value(at, Fault::EmptyList { remedy });
            }
            return vec![Package {
                id: "all".to_owned(),
                title: "All issues".to_owned(),
                issues: (0..file.issues.items.len()).map(IssueId::at).collect(),
                consent: None,
            }];
        }
        let mut packages = Vec::new();
        for (position, package) in file.packages.items.iter().enumerate() {
            let (id, title) = id_and_title(&package.name);
            let named = |issue: &IssueFile| {
                issue
                    .package
                    .as_ref()
                    .is_some_and(|name| name.value == self.names.packages.id(position))
            };
            let issues: Vec<IssueId> = file
                .issues
                .items
                .iter()
                .enumerate()
                .filter(|(_, issue)| named(issue))
                .map(|(position, _)| IssueId::at(position))
                .collect();
            if issues.is_empty() && !id.is_empty() {
                let fault = Fault::PackageWithoutIssues(id.clone());
                self.report.value(package.name.at, fault);
            }
            let consent = package
                .consent
                .as_ref()
                .map(|consent| self.consent_rule(consent));
            packages.push(Package {
                id,
                title,
                issues,
                consent,
            });
        }
        packages
    }

    pub(super) fn issues(&mut self) -> Vec<Issue> {
        let file = self.file;
        if let (Some(at), true) = (file.issues.at, file.issues.items.is_empty())
            && !self.report.touches(at)
        {
            let remedy = "add at least one `[[issue]]`".to_owned();
            self.report.value(at, Fault::EmptyList { remedy });
        }
        file.issues
            .items
            .iter()
            .map(|issue| self.issue(issue))
            .collect()
    }

    fn issue(&mut self, issue: &IssueFile) -> Issue {
        let (id, title) = id_and_title(&issue.name);
        if let (Some(at), true) = (issue.options.at, issue.options.items.is_empty())
            && !self.report.touches(at)
        {
            let remedy = "add at least one option".to_owned();
            self.report.value(at, Fault::EmptyList { remedy });
        }
        let declared = !self.file.packages.items.is_empty();
        let package = match &issue.package {
            Some(name) => self.names.packages.find(name, self.report),
            None => None,
        };
        if declared && !issue.says_package {
            let fault = Fault::MissingKey {
                record: format!("the issue `{id}`"),
                key: "package".to_owned(),
                remedy: "add `package`: packages are declared, so every issue belongs to one"
                    .to_owned(),
            };
            self.report.child(issue.name.at, "package", fault);
        }
        let mut options = Vec::new();
        for option in &issue.options.items {
            let (id, title) = id_and_title(&option.name);
            let consent = option
                .consent
                .as_ref()
                .map(|consent| self.consent_rule(consent));
            options.push(IssueOption {
                id,
                title,
                value: option.value.as_ref().map(|value| value.value),
                consent,
            });
        }
        Issue {
            id,
            title,
            package: PackageId::at(package.unwrap_or(0)),
            options,
            consent: issue
                .consent
                .as_ref()
                .map(|consent| self.consent_rule(consent)),
        }
    }

    pub(super) fn plans(&mut self) -> Vec<Plan> {
        let file = self.file;
        file.plans
            .items
            .iter()
            .map(|plan| self.plan(plan))
            .collect()
    }

    fn plan(&mut self, plan: &PlanFile) -> Plan {
        let (id, title) = id_and_title(&plan.name);
        let mut chosen: Vec<Option<usize>> = vec![None; self.file.issues.items.len()];
        let mut written = vec![false; chosen.len()];
        let pairs = plan
            .options
            .as_ref()
            .map_or(&[][..], |options| &options.value);
        let mut unknown = Vec::new();
        for (issue, option) in pairs {
            let Some(position) = self.names.issues.find_key(issue, self.report) else {
                unknown.push(issue.value.clone());
                continue;
            };
            let found = self
                .names
                .options
                .get(position)
                .and_then(|names| names.find(option, self.report));
            if let (Some(chosen), Some(written)) =
                (chosen.get_mut(position), written.get_mut(position))
            {
                *chosen = found;
                *written = true;
            }
        }
        if let Some(options) = &plan.options {
            let missing: Vec<String> = (0..written.len())
                .filter(|position| !written.get(*position).is_some_and(|written| *written))
                .map(|position| self.names.issues.id(position).to_owned())
                .collect();
            let missing = not_misspelt(missing, &unknown);
            if !missing.is_empty() {
                self.report
                    .value(options.at, Fault::PlanIncomplete { missing });
            }
        }
        let deal = chosen.into_iter().map(|option| option.unwrap_or(0));
        Plan {
            id,
            title,
            author: plan.author.as_ref().map(|author| author.value.clone()),
            // Issues have at most 64 options.
            deal: Deal(
                deal.map(|option| u8::try_from(option).unwrap_or(0))
                    .collect(),
            ),
        }
    }

    pub(super) fn drivers(&mut self) -> Vec<Driver> {
        let file = self.file;
        file.drivers
            .items
            .iter()
            .filter_map(|driver| self.driver(driver))
            .collect()
    }

    fn driver(&mut self, driver: &DriverFile) -> Option<Driver> {
        let (id, title) = id_and_title(&driver.name);
        if let (Some(lower), Some(upper)) = (&driver.lower, &driver.upper)
            && lower.value >= upper.value
            && !self.report.touches(lower.at)
            && !self.report.touches(upper.at)
        {
            let fault = Fault::BarriersCrossed {
                lower: lower.value,
                upper: upper.value,
            };
            self.report.value(upper.at, fault);
        }
        Some(Driver {
            id,
            title,
            start: driver
                .start
                .as_ref()
                .map_or(Uncertain::fixed(0.0), |number| number.value),
            process: driver.process.clone()?,
            lower: driver.lower.as_ref().map(|number| number.value),
            upper: driver.upper.as_ref().map(|number| number.value),
        })
    }

    /// The patterns of a list; those that `forbid` must leave some deal.
    pub(super) fn patterns(
        &mut self,
        list: &Listed<PatternFile>,
        purpose: Purpose,
    ) -> Vec<Pattern> {
        list.items
            .iter()
            .filter_map(|pattern| self.pattern(pattern, purpose))
            .collect()
    }

    pub(super) fn pattern(&mut self, pattern: &PatternFile, purpose: Purpose) -> Option<Pattern> {
        if pattern.conditions.is_empty() && !self.report.touches(pattern.at) {
            self.report.value(pattern.at, Fault::EmptyPattern);
            return None;
        }
        let mut conditions: Vec<(IssueId, OptionSet)> = Vec::new();
        let mut everything = true;
        let mut complete = true;
        for (issue, options) in &pattern.conditions {
            let Some(position) = self.names.issues.find_key(issue, self.report) else {
                complete = false;
                continue;
            };
            let Some(names) = self.names.options.get(position) else {
                continue;
            };
            let found = names.find_all(options, self.report);
            let count = self
                .file
                .issues
                .items
                .get(position)
                .map_or(0, |issue| issue.options.items.len());
            everything &= found.len() == count;
            complete &= !found.is_empty();
            conditions.push((IssueId::at(position), OptionSet::of(found)));
        }
        let judged = !self.report.touches(pattern.at);
        if purpose == Purpose::Forbid && everything && complete && judged {
            self.report.value(pattern.at, Fault::ForbidsEverything);
        }
        conditions.sort_by_key(|condition| condition.0);
        Some(Pattern { conditions })
    }
}

/// What a pattern is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Purpose {
    /// Deals that match are refused, so some must not.
    Forbid,
    /// Deals that match get something.
    Find,
}
