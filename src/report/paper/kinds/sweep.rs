//! What changes with the settings of a sweep.

use crate::experiment::sweep::{CellLayout, Layout, Target};
use crate::report::csv::CsvTable;
use crate::report::labels::{count, counted, percent};
use crate::report::paper::Part;
use crate::report::paper::kinds::{Chapter, made_with};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{decimal, in_points};
use crate::results::SweepManifest;

/// Cells shown; the file has the rest.
const CELLS_MAX: usize = 300;
/// Settings told for the baseline and the extremes.
const AS_WRITTEN: &str = "as in the scenario";

/// What changes with the settings of a sweep.
pub(super) fn chapter(
    part: &Part,
    manifest: &SweepManifest,
    cells: &CsvTable,
    names: Names<'_>,
) -> Chapter {
    let sweep = Sweep {
        layout: &manifest.layout,
        cells,
    };
    Chapter {
        heading: "What changes with the settings",
        question: sweep.question(),
        answer: sweep.answer(),
        tables: vec![
            sweep.rates(),
            sweep.packages(names),
            sweep.causes(),
            sweep.parties(names),
        ],
        method: method(part, &manifest.layout),
    }
}

/// A sweep with the lines of its cells.
struct Sweep<'a> {
    layout: &'a Layout,
    cells: &'a CsvTable,
}

impl Sweep<'_> {
    fn value(&self, row: &[String], column: &str) -> Option<f64> {
        row.get(self.cells.column(column)?)?.parse().ok()
    }

    /// A share with its interval, from the columns NAME, NAME-low and NAME-high; the package follows a colon.
    fn share(&self, row: &[String], name: &str, package: &str) -> Cell {
        let value = |end: &str| self.value(row, &format!("{name}{end}{package}"));
        match (value(""), value("-low"), value("-high")) {
            (Some(share), Some(low), Some(high)) => Cell::number(
                format!(
                    "{} [{:.1}, {:.1}]",
                    percent(share),
                    low * 100.0,
                    high * 100.0
                ),
                share,
            ),
            _ => Cell::none(),
        }
    }

    fn difference(&self, row: &[String], package: &str) -> Cell {
        let value = |end: &str| self.value(row, &format!("difference{end}{package}"));
        match (value(""), value("-low"), value("-high")) {
            (Some(difference), Some(low), Some(high)) => in_points(difference, [low, high]),
            _ => Cell::none(),
        }
    }

    /// A mean with its standard error.
    fn mean(&self, row: &[String], quantity: &str, party: &str) -> Cell {
        let mean = self.value(row, &format!("{quantity}:{party}"));
        let error = self.value(row, &format!("{quantity}-se:{party}"));
        match (mean, error) {
            (Some(mean), Some(error)) => {
                Cell::number(format!("{} ± {error:.3}", decimal(mean)), mean)
            }
            (Some(mean), None) => Cell::number(decimal(mean), mean),
            _ => Cell::none(),
        }
    }

    /// The cells with their lines, all of them.
    fn lines(&self) -> impl Iterator<Item = (u32, &CellLayout, &Vec<String>)> {
        let cells = self.layout.cells.iter().zip(&self.cells.rows);
        (0..)
            .zip(cells)
            .map(|(number, (cell, row))| (number, cell, row))
    }

    /// What is set in a cell, factor by factor.
    fn settings(&self, cell: &CellLayout) -> String {
        let labels = self.layout.factors.iter().zip(&cell.labels);
        let set: Vec<String> = labels
            .filter_map(|(factor, label)| Some((factor, label.as_ref()?)))
            .map(|(factor, label)| format!("“{}”: {}", factor.title, factor.level(label)))
            .collect();
        if set.is_empty() {
            AS_WRITTEN.to_owned()
        } else {
            set.join("; ")
        }
    }

    /// A table that begins with number and settings of each cell, of as many as are shown.
    fn table(
        &self,
        caption: &str,
        note: &str,
        columns: Vec<String>,
        cells: impl Fn(&Vec<String>) -> Vec<Cell>,
    ) -> Table {
        let mut heads = vec!["cell".to_owned()];
        heads.extend(self.layout.factors.iter().map(|it| it.title.clone()));
        heads.extend(columns);
        let mut caption = caption.to_owned();
        if self.cells.rows.len() > CELLS_MAX {
            let (shown, all) = (count(CELLS_MAX as u64), count(self.cells.rows.len() as u64));
            caption.push_str(&format!(": the first {shown} of {all} cells"));
        }
        let mut table = Table::titled(&caption, heads).noted(note);
        for (number, cell, row) in self.lines().take(CELLS_MAX) {
            let mut line = vec![Cell::number(number.to_string(), f64::from(number))];
            let labels = self.layout.factors.iter().zip(&cell.labels);
            line.extend(labels.map(|(factor, label)| {
                let words = label.as_deref().map(|it| factor.level(it));
                let words = words.unwrap_or(AS_WRITTEN);
                Cell {
                    number: words.parse().ok(),
                    ..Cell::words(words)
                }
            }));
            line.extend(cells(row));
            table.rows.push(line);
        }
        table
    }

    fn question(&self) -> String {
        let factors = self.layout.factors.iter();
        let factors: Vec<String> = factors.map(|it| format!("“{}”", it.title)).collect();
        let set = if factors.len() == 1 {
            "this setting"
        } else {
            "these settings"
        };
        format!(
            "How do agreement, the causes of failure and what everybody gets change with {set}: {}?",
            factors.join(", ")
        )
    }

    fn answer(&self) -> Vec<String> {
        let rate = |row: &Vec<String>| self.value(row, "agreement");
        let lines: Vec<_> = self.lines().collect();
        let Some(&(_, baseline, first)) = lines.first() else {
            return vec!["No cell was played.".to_owned()];
        };
        let mut sentences = vec![format!(
            "In cell 0, the baseline ({}), {} of the runs end in agreement ({} interval in brackets).",
            self.settings(baseline),
            self.share(first, "agreement", "").words,
            level(self.layout)
        )];
        // Of cells with equal rates the first is named.
        let most = lines.iter().rev().max_by(|one, other| {
            let (one, other) = (rate(one.2), rate(other.2));
            one.unwrap_or(0.0).total_cmp(&other.unwrap_or(0.0))
        });
        let least = lines.iter().min_by(|one, other| {
            let (one, other) = (rate(one.2), rate(other.2));
            one.unwrap_or(0.0).total_cmp(&other.unwrap_or(0.0))
        });
        let told = |it: &(u32, &CellLayout, &Vec<String>)| {
            format!(
                "cell {} ({}) with {}",
                it.0,
                self.settings(it.1),
                self.share(it.2, "agreement", "").words
            )
        };
        if let (Some(most), Some(least)) = (most, least) {
            sentences.push(format!(
                "Agreement is most frequent in {}, least frequent in {}.",
                told(most),
                told(least)
            ));
        }
        let sure = lines.iter().skip(1).filter(|it| {
            let bound = |end: &str| self.value(it.2, &format!("difference{end}"));
            matches!((bound("-low"), bound("-high")), (Some(low), Some(high)) if low > 0.0 || high < 0.0)
        });
        if lines.len() > 1 {
            sentences.push(format!(
                "In {} of the {} the interval of the difference to cell 0 leaves out 0; these intervals are each at their own level, \
                 not adjusted for the number of cells.",
                count(sure.count() as u64),
                counted(lines.len() as u64 - 1, "other cell")
            ));
        }
        vec![sentences.join(" ")]
    }

    fn rates(&self) -> Table {
        let level = level(self.layout);
        let note = format!(
            "Share of runs with {level} interval in percent. Change: agreement in the cell less agreement in cell 0, in points, with \
             the interval of a paired difference. All cells meet the same realizations."
        );
        let mut columns = ["runs", "agreement", "change, points", "signed", "zone"]
            .map(str::to_owned)
            .to_vec();
        let precise = self.cells.column("precise");
        if precise.is_some() {
            columns.insert(1, "as precise as wished".to_owned());
        }
        self.table("Cells", &note, columns, |row| {
            let runs = self.value(row, "runs").unwrap_or(0.0);
            let runs_words = self.cells.column("runs").map_or("", |it| row[it].as_str());
            let runs_words = runs_words.parse().map_or("–".to_owned(), count);
            let mut cells = vec![Cell::number(runs_words, runs)];
            if let Some(precise) = precise {
                let words = match row[precise].as_str() {
                    "true" => "yes",
                    "false" => "no",
                    other => other,
                };
                cells.push(Cell::words(words));
            }
            cells.extend([
                self.share(row, "agreement", ""),
                self.difference(row, ""),
                self.share(row, "signed", ""),
                self.share(row, "zone", ""),
            ]);
            cells
        })
    }

    fn packages(&self, names: Names<'_>) -> Table {
        let packages = &self.layout.packages;
        // With one package this is the agreement of the first table.
        if packages.len() < 2 {
            return Table::new("", &[]);
        }
        let note = "Agreed at the end: share of runs in percent with interval, and beside it the change against cell 0 in points.";
        let mut columns = Vec::new();
        for package in packages {
            let title = names.package(package);
            columns.push(format!("{title}: change"));
            columns.insert(columns.len() - 1, title);
        }
        self.table("Packages by cell", note, columns, |row| {
            let cells = packages.iter().flat_map(|package| {
                let package = format!(":{package}");
                [
                    self.share(row, "agreed", &package),
                    self.difference(row, &package),
                ]
            });
            cells.collect()
        })
    }

    fn causes(&self) -> Table {
        let met = |name: &&String| {
            let cells = self.cells.rows.iter();
            let mut shares = cells.filter_map(|row| self.value(row, name));
            name.starts_with("failure:") && shares.any(|share| share > 0.0)
        };
        let causes: Vec<&String> = self.cells.header.iter().filter(met).collect();
        if causes.is_empty() {
            return Table::new("", &[]);
        }
        let note =
            "Share of all runs that fail for the cause; with agreement they add up to 100 %.";
        let titles = causes
            .iter()
            .map(|it| Names::failure(&it["failure:".len()..]));
        self.table("Why no agreement, by cell", note, titles.collect(), |row| {
            let share = |cause: &&String| {
                let share = self.value(row, cause);
                share.map_or_else(Cell::none, |it| Cell::number(percent(it), it))
            };
            causes.iter().map(share).collect()
        })
    }

    fn parties(&self, names: Names<'_>) -> Table {
        let parties = &self.layout.parties;
        let note = "Each party on its own scale, mean ± standard error. Utility: of the agreement, else of the course without one. \
                    Payoff: with time and levers charged.";
        let mut columns = Vec::new();
        for party in parties {
            let title = names.party(party);
            columns.extend([format!("{title}: utility"), format!("{title}: payoff")]);
        }
        self.table("Parties by cell", note, columns, |row| {
            let cells = parties.iter().flat_map(|party| {
                [
                    self.mean(row, "utility", party),
                    self.mean(row, "payoff", party),
                ]
            });
            cells.collect()
        })
    }
}

/// What every cell sets, so that nobody need look through all of them.
fn common(layout: &Layout) -> Vec<&String> {
    let Some((first, rest)) = layout.cells.split_first() else {
        return Vec::new();
    };
    let everywhere = |set: &&String| rest.iter().all(|cell| cell.sets.contains(set));
    if rest.is_empty() {
        return Vec::new();
    }
    first.sets.iter().filter(everywhere).collect()
}

fn method(part: &Part, layout: &Layout) -> String {
    let design = match layout.design.as_str() {
        "full-factorial" => {
            "a full factorial design, every combination of levels; cell 0 has the first level of each factor"
        }
        "one-at-a-time" => {
            "one factor changed at a time; cell 0 is the scenario as written, with what holds in every cell"
        }
        "latin-hypercube" => {
            "a Latin hypercube sample (McKay, Beckman and Conover 1979); cell 0 is the scenario as written, with what holds in \
             every cell"
        }
        "sobol" => {
            "a Sobol sequence scrambled by the seed (Joe and Kuo 2008; Owen 1995); cell 0 is the scenario as written, with what \
             holds in every cell"
        }
        other => other,
    };
    let common = common(layout);
    let common = if common.is_empty() {
        String::new()
    } else {
        let sets: Vec<&str> = common.iter().map(|it| it.as_str()).collect();
        format!(" In every cell these values were set: {}.", sets.join("; "))
    };
    format!(
        "The sweep {} was played with {}: {} by {design}.{common} {} All cells meet the same realizations (common random numbers; \
         Glasserman and Yao 1992), so that differences to cell 0 are paired run by run; their intervals are score intervals for \
         paired proportions (Tango 1998), those of shares Wilson score intervals (Wilson 1927). Both hold simulation error only. \
         {} were played in all.",
        layout.sweep,
        made_with(part),
        counted(layout.cells.len() as u64, "cell"),
        stopping(layout),
        counted(part.provenance.runs, "run"),
    )
}

/// The confidence of each interval in percent: `95 %`, `98.33 %`.
fn level(layout: &Layout) -> String {
    let percent = format!("{:.2}", 100.0 * layout.stop.confidence());
    format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// How long each cell was played, and at which confidence its intervals are.
fn stopping(layout: &Layout) -> String {
    let stop = &layout.stop;
    let Some((half_width, of)) = stop.wish() else {
        return format!(
            "Each cell was played {}, and every interval is at 95 %.",
            counted(stop.ceiling(), "time")
        );
    };
    let of = match of {
        Target::Rate => "the agreement rate",
        Target::Difference => "the difference to cell 0",
    };
    let looks: Vec<String> = stop.looks().iter().map(|&it| count(it)).collect();
    format!(
        "Each cell was played until the 95 % interval of {of} was no wider than ±{} points, at most {}; looked at after {} runs. So \
         that looking often does not spoil the level, each look has an equal part of the error allowed (Bonferroni; Dunn 1961): \
         every interval is one at {}.",
        100.0 * half_width,
        counted(stop.ceiling(), "time"),
        looks.join(", "),
        level(layout)
    )
}
