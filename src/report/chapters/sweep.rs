//! What changes with the settings of a sweep.

use crate::bargaining::Failure;
use crate::experiment::sweep::{Layout, Target};
use crate::report::chapters::files::{Estimate, Estimates};
use crate::report::chapters::{Chapter, made_with};
use crate::report::labels::{count, counted};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::cause;
use crate::results::Provenance;

/// Cells shown on the page; the file has the rest.
const CELLS_MAX: usize = 300;
/// Cells shown in the terminal.
const SHOWN_MAX: usize = 60;
/// What holds where nothing is set.
const AS_WRITTEN: &str = "as written";

/// How a table says which cell a row is about.
#[derive(Clone, Copy)]
enum Settings {
    /// A column for each factor.
    ByFactor,
    /// All that is set in one column.
    Together,
}

/// A cell with runs, and what came out.
struct Played<'a> {
    number: usize,
    estimates: Vec<&'a Estimate>,
}

impl Played<'_> {
    fn find(&self, measure: &str, of: &str) -> Option<&Estimate> {
        let mut estimates = self.estimates.iter().copied();
        estimates.find(|it| it.measure == measure && it.of == of)
    }

    fn value(&self, measure: &str, of: &str) -> Option<f64> {
        self.find(measure, of)?.value
    }

    /// A share with its interval.
    fn share(&self, measure: &str, of: &str) -> Cell {
        self.find(measure, of).map_or(Cell::Missing, Cell::share)
    }

    /// The difference of a share to that of cell 0.
    fn change(&self, measure: &str, of: &str) -> Cell {
        self.find(measure, of)
            .map_or(Cell::Missing, Cell::paired_share)
    }

    fn mean(&self, measure: &str, of: &str) -> Cell {
        let found = self.find(measure, of);
        let mean = found.and_then(|it| Some(Cell::Mean(it.value?, it.se)));
        mean.unwrap_or(Cell::Missing)
    }
}

/// A sweep with what came out.
struct Sweep<'a> {
    layout: &'a Layout,
    cells: Vec<Played<'a>>,
}

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
    let rows = (0..all.min(SHOWN_MAX)).map(|cell| vec![number(cell), set_in_words(layout, cell)]);
    let table = Table::new(&titled("Cells", SHOWN_MAX, all), ["cell", "set"]).rows(rows);
    let table = table.text().unwrap_or_default();
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

/// What changes with the settings of a sweep.
pub(super) fn chapter(
    from: &Provenance,
    layout: &Layout,
    estimates: &Estimates,
    names: Names<'_>,
) -> Chapter {
    let sweep = Sweep::of(layout, estimates);
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
        method: method(from, layout),
    }
}

fn number(cell: usize) -> Cell {
    Cell::Written(cell.to_string(), cell as f64)
}

fn set_in_words(layout: &Layout, cell: usize) -> Cell {
    match layout.in_words(cell) {
        set if set.is_empty() => AS_WRITTEN.into(),
        set => set.into(),
    }
}

/// A title that says where rows are left out.
fn titled(title: &str, shown: usize, all: usize) -> String {
    if all <= shown {
        return title.to_owned();
    }
    let (shown, all) = (count(shown as u64), count(all as u64));
    format!("{title}: the first {shown} of {all} cells")
}

impl<'a> Sweep<'a> {
    fn of(layout: &'a Layout, estimates: &'a Estimates) -> Self {
        let cells = estimates.by_setting().into_iter();
        let cells = cells.filter_map(|(setting, estimates)| {
            let number = setting.parse().ok()?;
            Some(Played { number, estimates })
        });
        Self {
            layout,
            cells: cells.collect(),
        }
    }

    /// What is set in a cell, factor by factor.
    fn settings(&self, cell: usize) -> String {
        let labels = &self.layout.cells[cell].labels;
        let set: Vec<String> = self
            .layout
            .factors
            .iter()
            .zip(labels)
            .filter_map(|(factor, label)| {
                let level = factor.level(label.as_ref()?);
                Some(format!("“{}”: {level}", factor.title))
            })
            .collect();
        if set.is_empty() {
            AS_WRITTEN.to_owned()
        } else {
            set.join("; ")
        }
    }

    /// The columns that name a cell.
    fn keys(&self, settings: Settings) -> Vec<Column> {
        let mut columns = vec![Column::from("cell")];
        match settings {
            Settings::Together => columns.push("set".into()),
            Settings::ByFactor => {
                let factors = self.layout.factors.iter();
                columns.extend(factors.map(|it| Column::named(&it.title, &it.id)));
            }
        }
        columns
    }

    fn key(&self, cell: usize, settings: Settings) -> Vec<Cell> {
        let mut cells = vec![number(cell)];
        match settings {
            Settings::Together => cells.push(set_in_words(self.layout, cell)),
            Settings::ByFactor => {
                let labels = &self.layout.cells[cell].labels;
                cells.extend(
                    self.layout
                        .factors
                        .iter()
                        .zip(labels)
                        .map(|(factor, label)| {
                            let words = label.as_deref().map_or(AS_WRITTEN, |it| factor.level(it));
                            let number = words.parse();
                            number.map_or_else(
                                |_| words.into(),
                                |it| Cell::Written(words.to_owned(), it),
                            )
                        }),
                );
            }
        }
        cells
    }

    /// A table that begins with number and settings of each cell, of as many as are shown.
    fn table(
        &self,
        title: &str,
        (settings, shown): (Settings, usize),
        columns: impl IntoIterator<Item = Column>,
        cells: impl Fn(&Played<'_>) -> Vec<Cell>,
    ) -> Table {
        let keys = self.keys(settings);
        let rows = self.cells.iter().take(shown).map(|played| {
            let mut row = self.key(played.number, settings);
            row.extend(cells(played));
            row
        });
        let title = titled(title, shown, self.cells.len());
        let number = keys.len();
        Table::new(&title, keys)
            .and(columns)
            .keyed_by(number)
            .rows(rows)
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

    /// Whether a cell's interval is as narrow as wished, where that was asked for.
    fn precise(&self, played: &Played<'_>) -> Option<Cell> {
        let (half_width, of) = self.layout.stop.wish()?;
        let found = played.find("agreement", "");
        let width = found.and_then(|it| match of {
            Target::Rate => Some(it.high? - it.low?),
            Target::Difference => Some(it.difference_high? - it.difference_low?),
        });
        let is_precise = width.is_some_and(|width| width <= 2.0 * half_width);
        Some((if is_precise { "yes" } else { "no" }).into())
    }

    fn rates(&self, settings: Settings, shown: usize) -> Table {
        let legend = format!(
            "Share of runs with {} interval in percent. Change: agreement in the cell less agreement in cell 0, in points, with the \
             interval of a paired difference. All cells meet the same realizations.",
            level(self.layout)
        );
        let has_wish = self.layout.stop.wish().is_some();
        let mut columns = vec!["runs"];
        columns.extend(has_wish.then_some("precise"));
        columns.extend(["agreement", "change", "zone"]);
        // The terminal has no room for it.
        let has_signed = matches!(settings, Settings::ByFactor);
        columns.extend(has_signed.then_some("signed"));
        let columns = columns.into_iter().map(Column::from);
        let table = self.table("Cells", (settings, shown), columns, |played| {
            let runs = played.find("agreement", "").map_or(0, |it| it.runs);
            let mut cells = vec![Cell::Count(runs)];
            cells.extend(self.precise(played));
            cells.extend([
                played.share("agreement", ""),
                played.change("agreement", ""),
                played.value("zone", "").map_or(Cell::Missing, Cell::Share),
            ]);
            let signed = played
                .value("signed", "")
                .map_or(Cell::Missing, Cell::Share);
            cells.extend(has_signed.then_some(signed));
            cells
        });
        table.legend(&legend)
    }

    fn packages(&self, names: Names<'_>) -> Table {
        let packages = &self.layout.packages;
        // With one package this is the agreement of the first table.
        if packages.len() < 2 {
            return Table::default();
        }
        let columns = packages.iter().flat_map(|package| {
            let title = names.package(package);
            let change = format!("{title}: change");
            [Column::named(title, package), change.into()]
        });
        let shown = (Settings::ByFactor, CELLS_MAX);
        let table = self.table("Packages by cell", shown, columns, |played| {
            let cells = packages.iter().flat_map(|package| {
                [
                    played.share("package", package),
                    played.change("package", package),
                ]
            });
            cells.collect()
        });
        table.legend("Agreed at the end: share of runs in percent with interval, and beside it the change against cell 0 in points.")
    }

    fn causes(&self) -> Table {
        let met = |failure: &Failure| {
            let mut shares = self.cells.iter();
            shares.any(|played| played.value("failure", failure.name()) > Some(0.0))
        };
        let causes: Vec<Failure> = Failure::ALL.into_iter().filter(met).collect();
        if causes.is_empty() {
            return Table::default();
        }
        let columns = causes.iter().map(|&it| Column::named(cause(it), it.name()));
        let shown = (Settings::ByFactor, CELLS_MAX);
        let table = self.table("Why no agreement, by cell", shown, columns, |played| {
            let share = |cause: &Failure| played.value("failure", cause.name());
            let shares = causes.iter().map(share);
            shares
                .map(|it| it.map_or(Cell::Missing, Cell::Share))
                .collect()
        });
        table.legend(
            "Share of all runs that fail for the cause; with agreement they add up to 100 %.",
        )
    }

    fn parties(&self, names: Names<'_>) -> Table {
        let parties = &self.layout.parties;
        let columns = parties.iter().flat_map(|party| {
            let title = names.party(party);
            [format!("{title}: utility"), format!("{title}: payoff")].map(Column::from)
        });
        let shown = (Settings::ByFactor, CELLS_MAX);
        let table = self.table("Parties by cell", shown, columns, |played| {
            let cells = parties
                .iter()
                .flat_map(|party| ["utility", "payoff"].map(|it| played.mean(it, party)));
            cells.collect()
        });
        table.legend(
            "Each party on its own scale, mean ± standard error. Utility: of the agreement, else of the reservation value. Payoff: \
             with time and levers charged.",
        )
    }
}

/// What every cell sets, so that nobody need look through all of them.
fn common(layout: &Layout) -> Vec<&str> {
    let Some((first, rest)) = layout.cells.split_first() else {
        return Vec::new();
    };
    let everywhere = |set: &&String| rest.iter().all(|cell| cell.sets.contains(set));
    if rest.is_empty() {
        return Vec::new();
    }
    let common = first.sets.iter().filter(everywhere);
    common.map(String::as_str).collect()
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
    let common = common(layout);
    let common = if common.is_empty() {
        String::new()
    } else {
        format!(
            " In every cell these values were set: {}.",
            common.join("; ")
        )
    };
    format!(
        "The sweep {} was played with {}: {} by {design}.{common} {} All cells meet the same realizations (common random numbers; \
         Glasserman and Yao 1992), so that differences to cell 0 are paired run by run; their intervals are score intervals for \
         paired proportions (Tango 1998), those of shares Wilson score intervals (Wilson 1927). Both cover simulation error only. \
         {} were played in all.",
        layout.sweep,
        made_with(from),
        counted(layout.cells.len() as u64, "cell"),
        stopping(layout),
        counted(from.runs, "run"),
    )
}

/// The confidence of each interval in percent: `95 %`, `98.33 %`.
fn level(layout: &Layout) -> String {
    let percent = format!("{:.2}", 100.0 * layout.stop.confidence());
    format!("{} %", percent.trim_end_matches('0').trim_end_matches('.'))
}

/// How long each cell was played, and the confidence of its intervals.
fn stopping(layout: &Layout) -> String {
    let stop = &layout.stop;
    let Some((half_width, of)) = stop.wish() else {
        return format!(
            "Each cell was played {}, and every interval has confidence 95 %.",
            counted(stop.ceiling(), "time")
        );
    };
    let of = match of {
        Target::Rate => "the agreement rate",
        Target::Difference => "the difference to cell 0",
    };
    let looks: Vec<String> = stop.looks().iter().map(|&look| count(look)).collect();
    format!(
        "Each cell was played until the 95 % interval of {of} was no wider than ±{} points, at most {}, with looks after {} runs. \
         So that repeated looks keep the overall level, each look has an equal part of the error allowed (Bonferroni; Dunn 1961): \
         every interval has confidence {}.",
        100.0 * half_width,
        counted(stop.ceiling(), "time"),
        looks.join(", "),
        level(layout)
    )
}
