//! Keys of the risk that a deal is broken: a table by the options of the issues it depends on.

use crate::model::check::ModelFault;
use crate::model::{Breach, IssueId, Range, Uncertain};
use crate::scenario::document::Node;
use crate::scenario::key::{Grid, Key, Sub};
use crate::scenario::kind::{Kind, Record};
use crate::scenario::reader::Table;

pub(super) static BREACH: Key<Sub> = Key::table("breach", &BREACHES)
    .means("Its belief that an agreement will be broken, and what it then loses.")
    .or_else("none: agreements are kept");

static LOSS: Key<Uncertain> = Key::uncertain("loss", Range::LOSS)
    .means("What it loses below its reservation value when the agreement is broken.");
static ISSUES: Key<Vec<IssueId>> = Key::names("issues")
    .means("Up to three issues the probability depends on.")
    .or_else("none");
static PROBABILITY: Key<Grid> = Key::grid("probability", Range::PROBABILITY)
    .means("Probability of a breach: a number, or nested lists by the options of the issues.");
static BREACHES: Record = Record::new("a breach", &[&LOSS, &ISSUES, &PROBABILITY]);

/// A cell of the table: positions of its options in the order of the issues as named, and its number.
type Cell = (Vec<usize>, Uncertain);

pub(super) fn breach(table: &Table<'_>) -> Option<Breach> {
    table.node(&BREACH)?;
    let table = table.table(&BREACH);
    let loss = table.get(&LOSS);
    let named = table
        .node(&ISSUES)
        .and_then(Node::items)
        .map_or(0, <[Node]>::len);
    if named > 3 {
        table.fault(&ISSUES, ModelFault::BreachIssues(named));
        return None;
    }
    let issues = table.names(&ISSUES).unwrap_or_default();
    let grid = table.node(&PROBABILITY)?;
    let mut cells = Vec::new();
    if issues.len() == named {
        read_grid(&table, grid, &issues, &mut Vec::new(), &mut cells);
    } else {
        table.mark(&PROBABILITY);
    }
    // The table is written in the order of the issues as named; the model keeps them ascending.
    cells.sort_by_key(|(options, _)| {
        let mut keyed: Vec<_> = issues
            .iter()
            .copied()
            .zip(options.iter().copied())
            .collect();
        keyed.sort_unstable();
        keyed
    });
    let mut sorted = issues;
    sorted.sort_unstable();
    Some(Breach {
        issues: sorted,
        probability: cells.into_iter().map(|(_, number)| number).collect(),
        loss,
    })
}

/// Collects the cells of a table that has one level for each of `issues`.
fn read_grid(
    table: &Table<'_>,
    grid: &Node,
    issues: &[IssueId],
    options: &mut Vec<usize>,
    cells: &mut Vec<Cell>,
) {
    let reader = table.reader;
    let level = issues.get(options.len()).copied();
    let id = level.and_then(|issue| reader.names.of("issue").get(issue.index()));
    let (expected, found) = match (grid.items(), level.zip(id)) {
        (None, None) => {
            cells.push((
                options.clone(),
                table.read(grid, &Kind::Uncertain(Range::PROBABILITY)),
            ));
            return;
        }
        (Some(items), Some((issue, id))) => {
            let count = reader.names.options(issue.index()).len();
            if items.len() == count {
                for (option, cell) in items.iter().enumerate() {
                    options.push(option);
                    read_grid(table, cell, issues, options, cells);
                    options.pop();
                }
                return;
            }
            let expected = format!("a list of {count}, one for each option of `{id}`");
            (expected, format!("a list of {}", items.len()))
        }
        (None, Some((_, id))) => {
            // A number at fault is reported as such.
            let _: Uncertain = table.read(grid, &Kind::Uncertain(Range::PROBABILITY));
            (
                format!("a list by the options of `{id}`"),
                "a number".to_owned(),
            )
        }
        (Some(_), None) => {
            let expected = "a number: `issues` names no further issue".to_owned();
            (expected, "a list".to_owned())
        }
    };
    if !reader.is_faulty(grid.at) {
        reader.fault(grid.at, ModelFault::BreachShape { expected, found });
    }
    table.mark(&PROBABILITY);
}
