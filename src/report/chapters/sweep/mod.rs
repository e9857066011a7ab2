//! What changes with the settings of a sweep.

mod method;
mod tables;

use crate::experiment::sweep::Layout;
use crate::report::chapters::chapter::{Chapter, Findings, page};
use crate::report::chapters::sweep::method::method;
use crate::report::chapters::sweep::tables::{
    AS_WRITTEN, SHOWN_MAX, Settings, causes, number, packages, parties, rates, set_in_words, titled,
};
use crate::report::labels::{count, counted};
use crate::report::names::Names;
use crate::report::swept::{PlayedCell, Swept, confidence};
use crate::report::table::{Cell, Table};
use crate::results::{Estimates, Provenance};

/// The cells as a page to read; at most 100 columns.
pub fn cells(layout: &Layout, estimates: &Estimates) -> String {
    let swept = Swept::of(layout.clone(), estimates);
    let swept = swept.expect("cells that were played have all their rows");
    let mut text = page(&head(layout), &[], &[rates(&swept, Settings::Together)]);
    if swept.cells.len() > SHOWN_MAX {
        text.push_str("estimates.csv has all cells\n");
    }
    text
}

/// The cells of a sweep before they are played.
pub fn plan(layout: &Layout) -> String {
    let all = layout.cells.len();
    let table = Table::new(&titled("Cells", SHOWN_MAX, all))
        .of(0..all.min(SHOWN_MAX))
        .column("cell", |&cell| number(cell))
        .column("set", |&cell| set_in_words(layout, cell));
    let table = table.table().text().unwrap_or_default();
    let runs = counted(all as u64 * layout.stop.ceiling(), "run");
    let most = if layout.stop.is_fixed() {
        ""
    } else {
        "at most "
    };
    format!("{}\n{table}\nin all: {most}{runs}\n", head(layout))
}

fn head(layout: &Layout) -> String {
    let cells = counted(layout.cells.len() as u64, "cell");
    let stop = &layout.stop;
    let (runs, level) = match stop.wish() {
        None => (
            format!("of {}", counted(stop.ceiling(), "run")),
            "95 %".to_owned(),
        ),
        Some((half_width, of)) => (
            format!(
                "until the {} is known to ±{:.1} points, at most {}",
                of.name(),
                half_width * 100.0,
                counted(stop.ceiling(), "run")
            ),
            format!("95 % over {} looks", count(stop.looks().len() as u64)),
        ),
    };
    format!(
        "{}\n{cells} {runs}, {}, seed {}, all on the same realizations\n\
         brackets: simulation error, {level}, in percent; change: agreement against cell 0, in points\n",
        layout.title, layout.design, layout.seed
    )
}

impl Findings for Swept {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        let factors = self.layout.factors.iter();
        let factors: Vec<String> = factors.map(|it| format!("“{}”", it.title)).collect();
        let set = if factors.len() == 1 {
            "this setting"
        } else {
            "these settings"
        };
        Chapter {
            heading: "What changes with the settings",
            question: format!(
                "How do agreement, the causes of failure and what each party gets change with {set}: {}?",
                factors.join(", ")
            ),
            answer: answer(self),
            tables: vec![
                rates(self, Settings::ByFactor),
                packages(self, names),
                causes(self),
                parties(self, names),
            ],
        }
    }

    fn method(&self, from: &Provenance) -> String {
        method(from, &self.layout)
    }
}

/// What is set in a cell, factor by factor, as a sentence has it.
fn settings(swept: &Swept, cell: &PlayedCell) -> String {
    let set = swept.set_in(cell).into_iter();
    let set: Vec<String> = set
        .map(|(factor, level)| format!("“{factor}”: {level}"))
        .collect();
    if set.is_empty() {
        AS_WRITTEN.to_owned()
    } else {
        set.join("; ")
    }
}

fn answer(swept: &Swept) -> Vec<String> {
    let words = |cell: &PlayedCell| Cell::Rate(cell.rate, cell.interval).words();
    let Some((baseline, others)) = swept.cells.split_first() else {
        return vec!["No cell was played.".to_owned()];
    };
    let mut sentences = vec![format!(
        "In cell 0, the baseline ({}), {} of the runs end in agreement ({} % interval in brackets).",
        settings(swept, baseline),
        words(baseline),
        confidence(&swept.layout)
    )];
    // Of cells with equal rates the first is named.
    let by_rate = |one: &&PlayedCell, other: &&PlayedCell| one.rate.total_cmp(&other.rate);
    let most = swept.cells.iter().rev().max_by(by_rate);
    let least = swept.cells.iter().min_by(by_rate);
    let describe = |cell: &PlayedCell| {
        let (number, settings) = (cell.number, settings(swept, cell));
        format!("cell {number} ({settings}) with {}", words(cell))
    };
    if let (Some(most), Some(least)) = (most, least) {
        sentences.push(format!(
            "Agreement is most frequent in {}, least frequent in {}.",
            describe(most),
            describe(least)
        ));
    }
    let excludes_zero = |cell: &&PlayedCell| {
        let difference = cell.difference;
        difference.is_some_and(|[_, low, high]| low > 0.0 || high < 0.0)
    };
    if !others.is_empty() {
        sentences.push(format!(
            "In {} of the {} the interval of the difference to cell 0 excludes 0; these intervals each have their own level, \
             not adjusted for the number of cells.",
            count(others.iter().filter(excludes_zero).count() as u64),
            counted(others.len() as u64, "other cell")
        ));
    }
    vec![sentences.join(" ")]
}
