//! What changes with the settings of a sweep.

mod tables;

use crate::experiment::sweep::{Layout, SweptTerms, Target};
use crate::report::chapters::chapter::{Chapter, Findings, made_with, page};
use crate::report::chapters::sweep::tables::{
    SHOWN_MAX, Settings, causes, number, options, packages, parties, rates, set_in_words, terms,
    titled,
};
use crate::report::labels::{count, counted};
use crate::report::names::Names;
use crate::report::swept::{PlayedCell, Swept, confidence};
use crate::report::table::{Cell, Table};
use crate::report::words::joined;
use crate::results::settings::AS_WRITTEN;
use crate::results::{Estimates, Provenance};
use crate::simulation::excludes_zero;

/// The cells as a page to read; at most 100 columns.
pub fn cells(layout: &Layout, estimates: &Estimates, agreed: &SweptTerms) -> String {
    let swept = Swept::of(layout.clone(), estimates, Some(agreed.clone()));
    let swept = swept.expect("cells that were played have all their rows");
    let tables = [
        rates(&swept, Settings::Together),
        terms(&swept, Names::TYPED, Settings::Together),
    ];
    let mut text = page(&head(layout), &[], &tables);
    if swept.cells.len() > SHOWN_MAX {
        text.push_str("estimates.csv and terms.json have all cells\n");
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
    let most = counted(stop.ceiling(), "run");
    let (runs, level) = match stop.wish() {
        None => (format!("of {most}"), "95 %".to_owned()),
        Some((half_width, of)) => (
            format!(
                "until the {} is known to ±{:.1} points, at most {most}",
                of.name(),
                half_width * 100.0,
            ),
            format!("95 % over {} looks", count(stop.looks().len() as u64)),
        ),
    };
    format!(
        "{}\n{cells} {runs}, {}, seed {}, all on the same realizations\n\
         brackets: simulation error, {level}, in percent; change: agreement against cell 0, in points,\n\
         with intervals that hold for all cells at once\n",
        layout.title, layout.design, layout.seed
    )
}

impl Findings for Swept {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        let factors = self.layout.factors.iter();
        let set = match factors.len() {
            1 => "this setting",
            _ => "these settings",
        };
        let factors = factors.map(|factor| format!("“{}”", factor.title));
        Chapter {
            heading: "What changes with the settings",
            question: format!(
                "How do agreement, the causes of failure and what each party gets change with {set}: {}?",
                joined(factors, ", ")
            ),
            answer: answer(self),
            tables: vec![
                rates(self, Settings::ByFactor),
                packages(self, names),
                terms(self, names, Settings::ByFactor),
                options(self, names),
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
    let set = set.map(|(factor, level)| format!("“{factor}”: {level}"));
    match joined(set, "; ") {
        none if none.is_empty() => AS_WRITTEN.to_owned(),
        set => set,
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
    let differs = |cell: &&PlayedCell| {
        let difference = cell.difference;
        difference.is_some_and(|[_, low, high]| excludes_zero([low, high]))
    };
    if !others.is_empty() {
        sentences.push(format!(
            "In {} of the {} the interval of the difference to cell 0 excludes 0; these intervals hold for all cells at once.",
            count(others.iter().filter(differs).count() as u64),
            counted(others.len() as u64, "other cell")
        ));
    }
    vec![sentences.join(" ")]
}

/// What every cell sets, so that nobody need look through all of them.
fn common(layout: &Layout) -> String {
    let Some((first, rest)) = layout.cells.split_first() else {
        return String::new();
    };
    let everywhere = |set: &&String| rest.iter().all(|cell| cell.sets.contains(set));
    match joined(first.sets.iter().filter(everywhere), "; ") {
        set if set.is_empty() || rest.is_empty() => String::new(),
        set => format!(" In every cell these values were set: {set}."),
    }
}

fn method(from: &Provenance, layout: &Layout) -> String {
    let as_written = "cell 0 is the scenario as written, with what holds in every cell";
    let design = match layout.design.as_str() {
        "full-factorial" => {
            "a full factorial design, every combination of levels; cell 0 has the first level of each factor".to_owned()
        }
        "one-at-a-time" => format!("one factor changed at a time; {as_written}"),
        "latin-hypercube" => {
            format!("a Latin hypercube sample (McKay, Beckman and Conover 1979); {as_written}")
        }
        "sobol" => format!(
            "a Sobol sequence scrambled by the seed (Joe and Kuo 2008; Owen 1995); {as_written}"
        ),
        other => other.to_owned(),
    };
    format!(
        "The sweep {} was played with {}: {} by {design}.{} {} All cells meet the same realizations (common random numbers; \
         Glasserman and Yao 1992), so that differences to cell 0 are paired run by run; their intervals are score intervals for \
         paired proportions (Tango 1998) so wide that those of all cells hold together (Šidák 1967), those of shares Wilson score \
         intervals (Wilson 1927). Both cover simulation error only. {} were played in all.",
        layout.sweep,
        made_with(from),
        counted(layout.cells.len() as u64, "cell"),
        common(layout),
        stopping(layout),
        counted(from.runs, "run"),
    )
}

/// How long each cell was played, and the confidence of its intervals.
fn stopping(layout: &Layout) -> String {
    let stop = &layout.stop;
    let Some((half_width, of)) = stop.wish() else {
        return format!(
            "Each cell was played {}, and every interval of a share has confidence 95 %.",
            counted(stop.ceiling(), "time")
        );
    };
    let of = match of {
        Target::Rate => "the agreement rate",
        Target::Difference => "the difference to cell 0",
    };
    let looks = stop.looks().iter().map(|&look| count(look));
    format!(
        "Each cell was played until the interval of {of} was no wider than ±{} points, at most {}, with looks after {} runs. \
         So that repeated looks keep the overall level, each look has an equal part of the error allowed (Bonferroni; Dunn 1961): \
         every interval of a share has confidence {} %, and so have those of the differences to cell 0 together.",
        100.0 * half_width,
        counted(stop.ceiling(), "time"),
        joined(looks, ", "),
        confidence(layout)
    )
}
