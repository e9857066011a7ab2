//! The cells of a sweep as figures read them.

use crate::bargaining::Failure;
use crate::experiment::sweep::Layout;
use crate::report::csv::{CsvTable, share};
use crate::simulation::Rate;

/// A cell: its levels as readers see them, and what its runs came to.
#[derive(Clone, Debug, PartialEq)]
pub struct CellLine {
    /// By factor; none where the scenario is as written.
    pub levels: Vec<Option<String>>,
    /// The same as numbers, where they are numbers.
    pub numbers: Vec<Option<f64>>,
    /// Runs.
    pub runs: u64,
    /// Agreement rate.
    pub rate: f64,
    /// Its interval.
    pub interval: [f64; 2],
    /// The rate less that of the first cell on the same realizations, with the ends of its paired interval; none where there
    /// is none, as in the first cell.
    pub difference: Option<[f64; 3]>,
    /// By cause of failure, in the order of [`Failure::ALL`].
    pub failures: [Rate; Failure::ALL.len()],
}

impl CellLine {
    /// The factors in which it differs from the scenario as written.
    pub(super) fn changed(&self) -> Vec<usize> {
        let levels = self.levels.iter().enumerate();
        let changed = levels.filter(|(_, level)| level.is_some());
        changed.map(|(factor, _)| factor).collect()
    }

    /// Its group and its name.
    ///
    /// Cells of a one-at-a-time design stand by factor, those of a full factorial by the levels of its first factor.
    pub(super) fn name(&self, layout: &Layout) -> (Option<String>, String) {
        let named = layout.factors.iter().zip(&self.levels);
        let levels =
            named.filter_map(|(factor, level)| Some((factor.title.as_str(), level.as_deref()?)));
        let levels: Vec<(&str, &str)> = levels.collect();
        let words = |levels: &[(&str, &str)]| {
            let words = levels
                .iter()
                .map(|(factor, level)| format!("{factor}: {level}"));
            words.collect::<Vec<_>>().join("; ")
        };
        match (layout.design.as_str(), levels.as_slice()) {
            ("one-at-a-time", [(factor, level)]) => {
                (Some((*factor).to_owned()), (*level).to_owned())
            }
            ("full-factorial", [first, (_, level)]) => {
                (Some(words(&[*first])), (*level).to_owned())
            }
            ("full-factorial", [first, others @ ..]) if !others.is_empty() => {
                (Some(words(&[*first])), words(others))
            }
            (_, levels) => (None, words(levels)),
        }
    }
}

/// The lines of a sweep's table of cells, whose factors follow the first column.
///
/// # Errors
/// Where a column is missing or a number cannot be read.
pub fn cell_lines(layout: &Layout, table: &CsvTable) -> Result<Vec<CellLine>, String> {
    let runs = column(table, "runs")?;
    if runs <= layout.factors.len() {
        return Err("there are fewer columns than the manifest has factors".to_owned());
    }
    let rates = columns(table, ["agreement", "agreement-low", "agreement-high"])?;
    let paired = columns(table, ["difference", "difference-low", "difference-high"])?;
    let causes = Failure::ALL.map(|failure| format!("failure:{}", failure.name()));
    let causes = columns(table, causes.each_ref().map(String::as_str))?;
    let read = |line: &Vec<String>| {
        let cell = line[0].parse::<usize>().ok();
        let cell = cell.and_then(|place| layout.cells.get(place));
        let cell = cell.ok_or_else(|| format!("there is no cell `{}`", line[0]))?;
        let levels = line[1..].iter().zip(&layout.factors);
        let runs = whole(&line[runs], "runs")?;
        let [rate, low, high] = shares(table, line, rates)?;
        Ok(CellLine {
            levels: levels
                .map(|(item, factor)| (!item.is_empty()).then(|| factor.level(item).to_owned()))
                .collect(),
            numbers: cell
                .labels
                .iter()
                .map(|item| item.as_ref().and_then(|item| as_number(item)))
                .collect(),
            runs,
            rate,
            interval: [low, high],
            difference: if line[paired[0]].is_empty() {
                None
            } else {
                Some(shares(table, line, paired)?)
            },
            failures: shares(table, line, causes)?.map(|item| Rate::of_share(item.max(0.0), runs)),
        })
    };
    table.rows.iter().map(read).collect()
}

/// The place of a column.
fn column(table: &CsvTable, name: &str) -> Result<usize, String> {
    let place = table.column(name);
    place.ok_or_else(|| format!("there is no column `{name}`"))
}

/// The places of several columns.
fn columns<const N: usize>(table: &CsvTable, names: [&str; N]) -> Result<[usize; N], String> {
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        *place = column(table, name)?;
    }
    Ok(places)
}

/// The shares of a line in several columns.
fn shares<const N: usize>(
    table: &CsvTable,
    line: &[String],
    places: [usize; N],
) -> Result<[f64; N], String> {
    let mut values = [0.0; N];
    for (value, place) in values.iter_mut().zip(places) {
        *value = share(&line[place], &table.header[place])?;
    }
    Ok(values)
}

/// A whole number of a column.
fn whole(words: &str, name: &str) -> Result<u64, String> {
    let read = words.parse();
    read.map_err(|_| format!("`{name}` is no number: `{words}`"))
}

/// A level as a place on an axis; names like `inf` are none.
fn as_number(label: &str) -> Option<f64> {
    let number: f64 = label.parse().ok()?;
    (number.abs() < 1e12).then_some(number)
}
