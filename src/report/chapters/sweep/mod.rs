//! What changes with the settings of a sweep.

mod method;
mod tables;

use crate::experiment::sweep::Layout;
use crate::report::chapters::chapter::{Chapter, Findings};
use crate::report::chapters::sweep::method::{level, method};
use crate::report::chapters::sweep::tables::{
    CELLS_MAX, Played, Settings, Sweep, number, set_in_words, titled,
};
use crate::report::labels::{count, counted};
use crate::report::names::Names;
use crate::report::table::Table;
use crate::results::{ESTIMATES, Estimates, Provenance, Results, ResultsError};

/// Cells shown in the terminal.
const SHOWN_MAX: usize = 60;

/// The cells as a page to read; at most 100 columns.
pub fn cells(layout: &Layout, estimates: &Estimates) -> String {
    let sweep = Sweep::of(layout, estimates);
    let table = sweep.rates(Settings::Together, SHOWN_MAX);
    let mut text = head(layout);
    text.extend(table.text().map(|table| format!("\n{table}")));
    if sweep.cells.len() > SHOWN_MAX {
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

/// A sweep as its folder keeps it.
#[derive(Debug)]
pub(super) struct SweepResults {
    layout: Layout,
    estimates: Estimates,
}

impl SweepResults {
    /// The sweep of a folder; nothing of a folder of something else.
    pub(super) fn read(results: &Results) -> Result<Option<Self>, ResultsError> {
        let Some(manifest) = results.sweep() else {
            return Ok(None);
        };
        let (layout, estimates) = (manifest.layout, results.estimates()?.unwrap_or_default());
        let (cells, wanted) = (estimates.by_setting().len(), layout.cells.len());
        if cells != wanted {
            let fault = format!("it has {cells} cells, and the manifest lists {wanted}");
            return Err(results.garbled(ESTIMATES, fault));
        }
        Ok(Some(Self { layout, estimates }))
    }
}

impl Findings for SweepResults {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        let sweep = Sweep::of(&self.layout, &self.estimates);
        Chapter {
            heading: "What changes with the settings",
            question: sweep.question(),
            answer: sweep.answer(),
            tables: vec![
                sweep.rates(Settings::ByFactor, CELLS_MAX),
                sweep.packages(names),
                sweep.causes(),
                sweep.parties(names),
            ],
        }
    }

    fn method(&self, from: &Provenance) -> String {
        method(from, &self.layout)
    }

    fn layout(&self) -> Option<&Layout> {
        Some(&self.layout)
    }
}

impl Sweep<'_> {
    fn question(&self) -> String {
        let factors = self.layout.factors.iter();
        let factors: Vec<String> = factors.map(|it| format!("“{}”", it.title)).collect();
        let set = if factors.len() == 1 {
            "this setting"
        } else {
            "these settings"
        };
        format!(
            "How do agreement, the causes of failure and what each party gets change with {set}: {}?",
            factors.join(", ")
        )
    }

    fn answer(&self) -> Vec<String> {
        let rate = |played: &Played<'_>| played.value("agreement", "").unwrap_or(0.0);
        let words = |played: &Played<'_>| played.share("agreement", "").words();
        let Some(baseline) = self.cells.first() else {
            return vec!["No cell was played.".to_owned()];
        };
        let mut sentences = vec![format!(
            "In cell 0, the baseline ({}), {} of the runs end in agreement ({} interval in brackets).",
            self.settings(baseline.number),
            words(baseline),
            level(self.layout)
        )];
        // Of cells with equal rates the first is named.
        let cells = self.cells.iter();
        let most = cells
            .clone()
            .rev()
            .max_by(|one, other| rate(one).total_cmp(&rate(other)));
        let least = cells
            .clone()
            .min_by(|one, other| rate(one).total_cmp(&rate(other)));
        let describe = |played: &Played<'_>| {
            let settings = self.settings(played.number);
            format!("cell {} ({settings}) with {}", played.number, words(played))
        };
        if let (Some(most), Some(least)) = (most, least) {
            sentences.push(format!(
                "Agreement is most frequent in {}, least frequent in {}.",
                describe(most),
                describe(least)
            ));
        }
        let differs = cells.skip(1).filter(|played| {
            let found = played.find("agreement", "");
            let bounds = found.and_then(|it| Some((it.difference_low?, it.difference_high?)));
            bounds.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
        });
        if self.cells.len() > 1 {
            sentences.push(format!(
                "In {} of the {} the interval of the difference to cell 0 excludes 0; these intervals each have their own level, \
                 not adjusted for the number of cells.",
                count(differs.count() as u64),
                counted(self.cells.len() as u64 - 1, "other cell")
            ));
        }
        vec![sentences.join(" ")]
    }
}
