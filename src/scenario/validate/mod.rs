//! From the file as spelled to the scenario as meant: looks up names, applies defaults and reports every problem.

mod blocks;
mod breach;
mod consent;
mod levers;
mod names;
mod parties;
mod preferences;
mod sizes;
mod stages;
mod strategies;
mod structure;
mod table;

pub(crate) use names::is_id;

use crate::model::Scenario;
use crate::scenario::fault::Fault;
use crate::scenario::file::ScenarioFile;
use crate::scenario::report::Report;
use crate::scenario::validate::names::Names;

/// What the parts of validation share.
struct Validator<'f, 'r> {
    file: &'f ScenarioFile,
    names: Names,
    report: &'r mut Report,
}

/// Checks a file; the scenario, unless the report holds errors.
pub(crate) fn scenario(file: &ScenarioFile, report: &mut Report) -> Option<Scenario> {
    if !sizes::within_limits(file, report) {
        return None;
    }
    // Without these lists every name would be unknown.
    let lists = [file.packages.at, file.issues.at, file.parties.at];
    if file.issues.at.is_none() || lists.into_iter().flatten().any(|at| report.touches(at)) {
        return None;
    }
    let names = Names::of(file, report);
    names::check_unreferenced(file, report);
    let mut validator = Validator {
        file,
        names,
        report,
    };
    let scenario = validator.scenario();
    if validator.report.has_errors() {
        return None;
    }
    scenario
}

impl Validator<'_, '_> {
    fn scenario(&mut self) -> Option<Scenario> {
        let file = self.file;
        if let Some(format) = &file.format
            && format.value != 1
        {
            self.report
                .value(format.at, Fault::UnknownFormat(f64::from(format.value)));
        }
        let clock = self.clock();
        let packages = self.packages();
        let issues = self.issues();
        let consent = self.default_consent();
        let plans = self.plans();
        let drivers = self.drivers();
        let needed = self.consenting(&consent, &packages, &issues);
        let (parties, joint_types) = self.parties(&needed);
        let levers = self.levers();
        let stages = self.stages();
        let protocol = self.protocol(&plans);
        let agenda = self.agenda(&plans);
        self.check_rules();
        let scenario = Scenario {
            title: file
                .title
                .as_ref()
                .map_or(String::new(), |title| title.value.clone()),
            description: file.description.as_ref().map(|text| text.value.clone()),
            clock,
            packages,
            issues,
            parties,
            joint_types,
            plans,
            drivers,
            levers,
            stages,
            consent,
            protocol: protocol?,
            agenda: agenda?,
        };
        // These look at the whole and would repeat what is wrong with the parts.
        if !self.report.has_errors() {
            self.check_consent_of_one(&scenario);
            sizes::check_deals(file, &scenario, self.report);
            if blocks::within_limits(file, &scenario, self.report) {
                blocks::check_red_lines(file, &scenario, &needed, self.report);
            }
        }
        Some(scenario)
    }
}
