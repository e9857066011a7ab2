//! From the document to a sweep: keys, kinds, ranges, and what goes together.

use crate::model::check::ModelFault;
use crate::scenario::Source;
use crate::scenario::document::{At, Node, Places};
use crate::scenario::fault::SweepFault;
use crate::scenario::fingerprint;
use crate::scenario::keys::check_format;
use crate::scenario::reader::{Names, Reader, Table};
use crate::scenario::report::Report;
use crate::scenario::sweep::factor::ReadFactor;
use crate::scenario::sweep::factor::check_factors;
use crate::scenario::sweep::factor::factor;
use crate::scenario::sweep::factor::placed;
use crate::scenario::sweep::keys;
use crate::scenario::sweep::{Design, Length, Placed, Precision, Sweep, Target, Values};

/// What a sweep file says, before the scenario is read.
pub(super) struct Decoded {
    /// Path of the scenario with its place.
    pub(super) scenario: Option<(String, At)>,
    title: Option<String>,
    set: Vec<Placed>,
    length: Length,
    seed: u64,
    design: Option<Design>,
    factors: Vec<ReadFactor>,
}

impl Decoded {
    /// The sweep, when nothing was wrong.
    pub(super) fn checked(self, source: Source, scenario: Source) -> Sweep {
        let factors = self.factors.into_iter();
        Sweep {
            fingerprint: fingerprint(&source.text, &[scenario.text.as_str()]),
            source,
            scenario,
            title: self.title,
            set: self.set,
            length: self.length,
            seed: self.seed,
            design: self.design.unwrap_or(Design::OneAtATime),
            factors: factors.filter_map(|factor| factor.value).collect(),
        }
    }
}

/// Reads a whole sweep file.
pub(super) fn sweep(root: &Node, places: &Places, report: Report) -> (Decoded, Report) {
    let reader = Reader::new(Names::default(), report);
    let table = reader.open(root, &keys::SWEEP);
    check_format(&table);
    table.get(&keys::DESCRIPTION);
    let design = table.choose_with_place(&keys::CELLS_BY);
    let factors = table.tables(&keys::FACTORS);
    let factors: Vec<ReadFactor> = factors.iter().map(|item| factor(item, places)).collect();
    let written = table.node(&keys::SCENARIO_PATH.field);
    let path = table.get(&keys::SCENARIO_PATH);
    let found = Decoded {
        scenario: written
            .map(|node| (path, node.at))
            .filter(|(path, _)| !path.is_empty()),
        title: table.get(&keys::TITLE),
        set: placed(&table, &keys::SET, places),
        length: length(&table),
        seed: u64::from(table.get(&keys::SEED)),
        design: design.map(|(_, design)| design),
        factors,
    };
    let list = table
        .node(&keys::FACTORS.field)
        .filter(|node| node.items().is_some());
    check_factors(
        list.map(|node| node.at),
        &found.factors,
        found.design,
        &reader,
    );
    check_count(&found.factors, design, &reader);
    (found, reader.into_report())
}

/// Refuses a sweep of more cells than anybody can play.
fn check_count(factors: &[ReadFactor], design: Option<(At, Design)>, reader: &Reader) {
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
    if table.node(&keys::PRECISE.field).is_none() {
        return Length::Runs(runs);
    }
    let precision = table.table(&keys::PRECISE);
    if table.node(&keys::RUNS_OF_CELL.field).is_some() {
        table
            .reader
            .key_fault(precision.at, SweepFault::RunsAndPrecision);
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
    let ceiling_node = table.node(&keys::CEILING.field);
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
                .fault(node.at, SweepFault::LooksOrder { found, before });
        } else if is_judged && found >= ceiling {
            table
                .reader
                .fault(node.at, SweepFault::LookBeyondCeiling { found, ceiling });
        }
        before = found;
        looks.push(u64::from(found));
    }
    if table.node(&keys::LOOKS.field).is_none() {
        let first = u64::from(keys::FIRST_LOOK);
        let doubled = std::iter::successors(Some(first), |look| Some(look * 2));
        looks.extend(doubled.take_while(|&look| look < u64::from(ceiling)));
    }
    looks.push(ceiling.into());
    looks
}
