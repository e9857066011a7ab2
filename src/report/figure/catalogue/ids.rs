//! The ids that results name, for those who give them other words.

use serde_json::Value;

use crate::model::{Ids, Named};
use crate::report::csv::CsvTable;
use crate::report::figure::Boxes;
use crate::report::json::read_summary;
use crate::results::{
    CELLS, COMPARISON_LINES, DISCOVERY_JSON, Results, SENSITIVITY, SOLUTION, SUMMARY,
};

/// All ids that the figures of some results speak of.
///
/// # Errors
/// When a file is not what it should be.
pub fn ids(results: &Results) -> Result<Ids, String> {
    let mut ids = Ids::default();
    let wrong = |name: &str, words: String| format!("{name}: {words}");
    if let Some(text) = results.text(SUMMARY) {
        of_summary(&mut ids, text).map_err(|words| wrong(SUMMARY, words))?;
    }
    if let Some(text) = results.text(SOLUTION) {
        of_solution(&mut ids, text).map_err(|words| wrong(SOLUTION, words))?;
    }
    if let Some(sweep) = results.sweep().filter(|_| results.text(CELLS).is_some()) {
        for factor in &sweep.layout.factors {
            ids.add(Named::Factor, &factor.id);
        }
        let labels = sweep.layout.cells.iter().flat_map(|cell| &cell.labels);
        for label in labels.flatten() {
            ids.add(Named::Policy, label);
        }
    }
    if let Some(text) = results.text(DISCOVERY_JSON) {
        let found = Boxes::read(text).map_err(|words| wrong(DISCOVERY_JSON, words))?;
        for limit in found.boxes.iter().flat_map(|it| &it.limits) {
            ids.add(Named::Factor, &limit.parameter);
        }
    }
    for (name, column) in [(COMPARISON_LINES, "policy"), (SENSITIVITY, "factor")] {
        let Some(text) = results.text(name) else {
            continue;
        };
        let table = CsvTable::read(text).map_err(|words| wrong(name, words))?;
        of_column(&mut ids, &table, column);
    }
    Ok(ids)
}

fn of_column(ids: &mut Ids, table: &CsvTable, column: &str) {
    let Some(place) = table.column(column) else {
        return;
    };
    let kind = table.column("kind");
    for line in &table.rows {
        let named = match kind.map(|kind| line[kind].as_str()) {
            None => Named::Factor,
            Some("lever") => Named::Lever,
            Some(_) => Named::Policy,
        };
        ids.add(named, &line[place]);
    }
}

fn of_summary(ids: &mut Ids, text: &str) -> Result<(), String> {
    let summary = read_summary(text)?;
    for package in &summary.packages {
        ids.add(Named::Package, &package.id);
    }
    for issue in &summary.issues {
        ids.add(Named::Issue, &issue.id);
        for option in &issue.options {
            ids.add(Named::IssueOption(issue.id.clone()), &option.id);
        }
    }
    for party in &summary.parties {
        ids.add(Named::Party, &party.id);
    }
    for lever in &summary.levers {
        ids.add(Named::Lever, &lever.id);
    }
    Ok(())
}

fn of_solution(ids: &mut Ids, text: &str) -> Result<(), String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    for (key, kind) in [("parties", Named::Party), ("plans", Named::Plan)] {
        let items = value[key].as_array().map_or(&[][..], Vec::as_slice);
        for id in items.iter().filter_map(|item| item["id"].as_str()) {
            ids.add(kind.clone(), id);
        }
    }
    Ok(())
}
