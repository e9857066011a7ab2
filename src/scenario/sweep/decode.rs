//! From the document to a sweep: keys, kinds, ranges, and what can be combined.

use std::path::{Path, PathBuf};

use crate::model::check::ModelFault;
use crate::scenario::document::Node;
use crate::scenario::fault::Fault;
use crate::scenario::keys::{check_format, is_list};
use crate::scenario::place::At;
use crate::scenario::placed::placed;
use crate::scenario::problem::Problems;
use crate::scenario::reader::{Names, Reader, Table, report_misplaced};
use crate::scenario::report::Report;
use crate::scenario::source::{Source, fingerprint};
use crate::scenario::sweep::factor::{ReadFactor, check_factors, factor};
use crate::scenario::sweep::{Design, Length, Precision, Sweep, Target, Values, keys};

/// Reads a whole sweep file, and the scenario file that it names; none where that cannot be read.
pub(super) fn sweep(
    root: &Node,
    mut report: Report,
    source: &Source,
    read: &dyn Fn(&str) -> Result<Source, Problems>,
) -> (Option<Sweep>, Report) {
    let names = Names::default();
    report_misplaced(root, &keys::SWEEP, &names, &source.text, &mut report);
    let reader = Reader::new(names, report);
    let table = reader.open(root, &keys::SWEEP);
    check_format(&table);
    table.get(&keys::DESCRIPTION);
    let design = table.choose_with_place(&keys::CELLS_BY);
    let factors = table.tables(&keys::FACTORS);
    let factors: Vec<ReadFactor<'_>> = factors.iter().map(factor).collect();
    let title = table.get(&keys::TITLE);
    let set = placed(&table, &keys::SET, is_list);
    let length = length(&table);
    let seed = u64::from(table.get(&keys::SEED));
    let list = table.node(&keys::FACTORS);
    let list = list.filter(|node| node.items().is_some());
    let chosen = design.map(|(_, design)| design);
    check_factors(list.map(|node| node.at), &factors, chosen, &reader);
    check_count(&factors, design, &reader);
    let sweep = scenario(&table, read).map(|scenario| Sweep {
        fingerprint: fingerprint(&source.text, &[scenario.text.as_str()]),
        source: source.clone(),
        scenario,
        title,
        set,
        length,
        seed,
        design: chosen.unwrap_or(Design::OneAtATime),
        factors: factors
            .into_iter()
            .filter_map(|factor| factor.value)
            .collect(),
    });
    drop(table);
    let (mut report, ranges) = reader.into_parts();
    for range in ranges {
        report.value(range.at, Fault::RangeOfRule);
    }
    (sweep, report)
}

/// The scenario of the path written in the file.
fn scenario(table: &Table<'_>, read: &dyn Fn(&str) -> Result<Source, Problems>) -> Option<Source> {
    let path = table.get(&keys::SCENARIO_PATH);
    let node = table
        .node(&keys::SCENARIO_PATH)
        .filter(|_| !path.is_empty())?;
    let found = read(&path).map_err(|problems| {
        let fault = problems.iter().next().map(|problem| problem.fault.clone());
        let fault = match fault {
            // In double quotation marks a backslash has made another letter of what follows it.
            _ if path.contains(char::is_control) => Fault::Backslash,
            Some(Fault::FileMissing { near: Some(near) }) => Fault::FileMissing {
                near: Some(as_written(&near, &path)),
            },
            Some(fault) => fault,
            None => Fault::FileMissing { near: None },
        };
        table.reader.fault(node.at, fault);
    });
    found.ok()
}

/// The path of another file as a sweep would write it: from the folder of the sweep on, as deep as the path written in it.
fn as_written(found: &str, path: &str) -> String {
    let depth = Path::new(path).components().count();
    let components = Path::new(found).components();
    let skipped = components.clone().count().saturating_sub(depth);
    let kept: PathBuf = components.skip(skipped).collect();
    kept.display().to_string()
}

/// Refuses a sweep of more cells than anybody can play.
fn check_count(factors: &[ReadFactor<'_>], design: Option<(At, Design)>, reader: &Reader) {
    let levels = factors.iter().map(|factor| match &factor.value {
        Some(factor) => match &factor.values {
            Values::Levels(levels) => levels.len() as f64,
            Values::Range(_) => 1.0,
        },
        None => 1.0,
    });
    let (at, found): (At, f64) = match design {
        Some((at, Design::FullFactorial)) => (at, levels.product()),
        Some((at, Design::OneAtATime)) => (at, 1.0 + levels.sum::<f64>()),
        _ => return,
    };
    let limit = f64::from(keys::CELLS_MAX);
    if found > limit {
        let what = "cells in a sweep";
        reader.fault(at, ModelFault::TooMany { what, limit, found });
    }
}

fn length(table: &Table<'_>) -> Length {
    let runs = u64::from(table.get(&keys::RUNS_OF_CELL));
    if table.node(&keys::PRECISE).is_none() {
        return Length::Runs(runs);
    }
    let precision = table.table(&keys::PRECISE);
    if table.node(&keys::RUNS_OF_CELL).is_some() {
        table
            .reader
            .key_fault(precision.at, Fault::RunsAndPrecision);
    }
    Length::Until(Precision {
        half_width: precision.get(&keys::HALF_WIDTH),
        of: precision.word(&keys::OF).unwrap_or(Target::Rate),
        looks: looks(&precision),
    })
}

/// The looks with the ceiling as the last of them.
fn looks(table: &Table<'_>) -> Vec<u64> {
    let ceiling = table.get(&keys::CEILING);
    let ceiling_node = table.node(&keys::CEILING);
    let is_judged = ceiling_node.is_some_and(|node| !table.reader.is_faulty(node.at));
    let mut before = 0;
    let mut looks = Vec::new();
    for (node, kind) in table.items(&keys::LOOKS) {
        let found: u32 = table.read(node, kind);
        if table.reader.is_faulty(node.at) {
            continue;
        }
        if is_judged && found <= before {
            table
                .reader
                .fault(node.at, Fault::LooksOrder { found, before });
        } else if is_judged && found >= ceiling {
            table
                .reader
                .fault(node.at, Fault::LookBeyondCeiling { found, ceiling });
        }
        before = found;
        looks.push(u64::from(found));
    }
    if table.node(&keys::LOOKS).is_none() {
        let first = u64::from(keys::FIRST_LOOK);
        let doubled = std::iter::successors(Some(first), |look| Some(look * 2));
        looks.extend(doubled.take_while(|&look| look < u64::from(ceiling)));
    }
    looks.push(ceiling.into());
    looks
}
