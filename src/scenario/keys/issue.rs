//! Keys of packages, issues, options and plans.

use crate::model::check::ModelFault;
use crate::model::{ConsentRule, Deal, Issue, IssueOption, Limit, Package, PackageId, Plan, Range};
use crate::scenario::fault::Fault;
use crate::scenario::key::{Key, Many, Map};
use crate::scenario::keys::consent::{ID, TITLE};
use crate::scenario::kind::{Kind, Record};
use crate::scenario::reader::{Table, are_sound, not_misspelt};

static PACKAGE_CONSENT: Key<ConsentRule> = Key::choice("consent")
    .needs_no_source()
    .means("Whose consent its issues need.")
    .or_else("the default rule");
pub(super) static PACKAGE: Record = Record::new("a package", &[&ID, &TITLE, &PACKAGE_CONSENT]);

static IN_PACKAGE: Key<PackageId> = Key::name("package")
    .means("The package it belongs to.")
    .or_else("the only one; required where packages are declared");
static ISSUE_CONSENT: Key<ConsentRule> = Key::choice("consent")
    .needs_no_source()
    .means("Whose consent its options need.")
    .or_else("the rule of its package");
static OPTIONS: Key<Many> = Key::list("options", &Kind::Record(&OPTION))
    .means("The ways to settle it, in order.")
    .at_most(Limit::OPTIONS);
pub(super) static ISSUE: Record = Record::new(
    "an issue",
    &[&ID, &TITLE, &IN_PACKAGE, &ISSUE_CONSENT, &OPTIONS],
);

static VALUE: Key<Option<f64>> = Key::plain("value", Range::ANY)
    .needs_no_source()
    .means("Place on a scale of the author's choice.")
    .or_none("its position from 0");
static OPTION_CONSENT: Key<ConsentRule> = Key::choice("consent")
    .needs_no_source()
    .means("Whose consent this option needs.")
    .or_else("the rule of its issue");
static OPTION: Record = Record::new("an option", &[&ID, &TITLE, &VALUE, &OPTION_CONSENT]);

static AUTHOR: Key<Option<String>> = Key::text("author")
    .means("Who wrote it, in words.")
    .or_none("none");
static SETTLED: Key<Map> =
    Key::map("options", "issue", &Kind::Name("option")).means("One option for every issue.");
pub(super) static PLAN: Record = Record::new("a plan", &[&ID, &TITLE, &AUTHOR, &SETTLED]);

/// The packages; one of all issues where none is declared.
pub(super) fn packages(tables: &[Table<'_>]) -> Vec<Package> {
    if tables.is_empty() {
        return vec![Package {
            id: "all".to_owned(),
            title: "All issues".to_owned(),
            consent: None,
        }];
    }
    let package = |table: &Table<'_>| {
        let id = table.get(&ID);
        Package {
            title: table.title(&TITLE, &id),
            id,
            consent: table.choose_if_written(&PACKAGE_CONSENT),
        }
    };
    tables.iter().map(package).collect()
}

pub(super) fn issue(table: &Table<'_>) -> Issue {
    let id = table.get(&ID);
    if !table.reader.names.of("package").is_empty() && !table.has(&IN_PACKAGE) {
        let fault = Fault::MissingKey {
            record: format!("the issue `{id}`"),
            key: "package".to_owned(),
            remedy: "add `package`: packages are declared, so every issue belongs to one"
                .to_owned(),
        };
        table.lacks(&IN_PACKAGE, fault);
    }
    let package = table.name(&IN_PACKAGE);
    Issue {
        title: table.title(&TITLE, &id),
        id,
        // An issue of no package that is known must not hide that some package has no issues.
        package: package.unwrap_or(PackageId::at(0)),
        options: table.tables(&OPTIONS).iter().map(option).collect(),
        consent: table.choose_if_written(&ISSUE_CONSENT),
    }
}

fn option(table: &Table<'_>) -> IssueOption {
    let id = table.get(&ID);
    IssueOption {
        title: table.title(&TITLE, &id),
        id,
        value: table.get(&VALUE),
        consent: table.choose_if_written(&OPTION_CONSENT),
    }
}

pub(super) fn plan(table: &Table<'_>) -> Plan {
    let id = table.get(&ID);
    Plan {
        title: table.title(&TITLE, &id),
        id,
        author: table.get(&AUTHOR),
        deal: deal(table),
    }
}

/// One option for every issue; the first one where it is left out or unknown.
fn deal(table: &Table<'_>) -> Deal {
    let reader = table.reader;
    let issues = reader.names.of("issue");
    let mut chosen: Vec<Option<usize>> = vec![None; issues.len()];
    let mut unknown = Vec::new();
    let entries = table.map(&SETTLED);
    for entry in entries.iter().flatten() {
        let text = reader.text(entry.node, entry.kind);
        let Some(issue) = reader.find_key("issue", issues, entry.key, entry.node.at) else {
            unknown.push(entry.key.to_owned());
            continue;
        };
        let options = reader.names.options(issue);
        let option = text.and_then(|text| reader.find("option", options, text, entry.node.at));
        chosen[issue] = Some(option.unwrap_or(0));
    }
    let missing = issues
        .iter()
        .zip(&chosen)
        .filter(|(_, option)| option.is_none());
    let missing = not_misspelt(missing.map(|(id, _)| id.clone()).collect(), &unknown);
    if entries.is_some() && !missing.is_empty() && are_sound(issues) {
        table.fault(&SETTLED, ModelFault::PlanIncomplete { missing });
    }
    // Issues have at most 1,024 options.
    let options = chosen.into_iter().map(|option| option.unwrap_or(0));
    Deal(
        options
            .map(|option| u16::try_from(option).unwrap_or(0))
            .collect(),
    )
}
