//! The cells of a sweep as figures read them.

use crate::experiment::sweep::Layout;
use crate::report::csv::{CsvTable, share};

/// A cell: its levels as readers see them and its agreement rate.
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
}

impl CellLine {
    /// The factors in which it differs from the scenario as written.
    pub(super) fn changed(&self) -> Vec<usize> {
        let levels = self.levels.iter().enumerate();
        let changed = levels.filter(|(_, level)| level.is_some());
        changed.map(|(factor, _)| factor).collect()
    }
}

/// The lines of a sweep's table of cells, whose factors follow the first column.
///
/// # Errors
/// Where a column is missing or a number cannot be read.
pub fn cell_lines(layout: &Layout, table: &CsvTable) -> Result<Vec<CellLine>, String> {
    let column = |name: &str| {
        let place = table.column(name);
        place.ok_or_else(|| format!("there is no column `{name}`"))
    };
    let (runs, rate) = (column("runs")?, column("agreement")?);
    let (low, high) = (column("agreement-low")?, column("agreement-high")?);
    let paired = [
        column("difference")?,
        column("difference-low")?,
        column("difference-high")?,
    ];
    let read = |line: &[String]| {
        let number = |place: usize| share(&line[place], &table.header[place]);
        let place = line[0].parse::<usize>().ok();
        let cell = place.and_then(|place| layout.cells.get(place));
        let cell = cell.ok_or_else(|| format!("there is no cell `{}`", line[0]))?;
        let levels = line[1..=layout.factors.len()].iter().zip(&layout.factors);
        let numbers = cell.labels.iter();
        Ok(CellLine {
            levels: levels
                .map(|(it, factor)| (!it.is_empty()).then(|| factor.level(it).to_owned()))
                .collect(),
            numbers: numbers
                .map(|it| it.as_ref().and_then(|it| as_number(it)))
                .collect(),
            runs: line[runs]
                .parse()
                .map_err(|_| format!("`runs` is no number: `{}`", line[runs]))?,
            rate: number(rate)?,
            interval: [number(low)?, number(high)?],
            difference: if line[paired[0]].is_empty() {
                None
            } else {
                let [difference, low, high] = paired.map(number);
                Some([difference?, low?, high?])
            },
        })
    };
    if runs <= layout.factors.len() {
        return Err("there are fewer columns than the manifest has factors".to_owned());
    }
    table.rows.iter().map(|line| read(line)).collect()
}

/// A level as a place on an axis; names like `inf` are none.
fn as_number(label: &str) -> Option<f64> {
    let number: f64 = label.parse().ok()?;
    (number.abs() < 1e12).then_some(number)
}
