//! Result files that are not yet types of `results`, as the chapters read them.

#![allow(missing_docs, reason = "these types stand here until results has them")]

use std::collections::HashMap;

use crate::experiment::sweep::{Layout, Sheet};
use crate::report::csv::CsvTable;

#[derive(Clone, Debug, Default)]
pub struct Estimate {
    pub measure: String,
    pub of: String,
    pub runs: u64,
    pub value: Option<f64>,
    pub se: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub difference: Option<f64>,
    pub difference_se: Option<f64>,
    pub difference_low: Option<f64>,
    pub difference_high: Option<f64>,
}

/// What the cells of a sweep counted, as estimates.
///
/// # Panics
/// Never: the table was written by this program.
pub fn counted(layout: &Layout, sheet: &Sheet) -> Estimates {
    let table = CsvTable::read(&crate::report::sweep::cells(layout, sheet));
    Estimates::from(&table.expect("it was written by this program"))
}

/// The lines of `cells.csv` as estimates.
#[derive(Clone, Debug, Default)]
pub struct Estimates(Vec<(String, Vec<Estimate>)>);

impl Estimates {
    pub fn by_setting(&self) -> Vec<(&str, Vec<&Estimate>)> {
        let settings = self.0.iter();
        let settings = settings.map(|(setting, rows)| (setting.as_str(), rows.iter().collect()));
        settings.collect()
    }
}

impl From<&CsvTable> for Estimates {
    fn from(table: &CsvTable) -> Self {
        let rows = table.rows.iter().map(|row| {
            let fields: HashMap<&str, &str> = table
                .header
                .iter()
                .zip(row)
                .map(|(name, field)| (name.as_str(), field.as_str()))
                .collect();
            (row[0].clone(), estimates(&fields))
        });
        Self(rows.collect())
    }
}

fn estimates(fields: &HashMap<&str, &str>) -> Vec<Estimate> {
    let number = |name: String| fields.get(&*name)?.parse().ok();
    let mut found = Vec::new();
    let mut names: Vec<&&str> = fields.keys().collect();
    names.sort();
    for name in names {
        let (column, of) = name.split_once(':').unwrap_or((name, ""));
        let suffix = if of.is_empty() {
            String::new()
        } else {
            format!(":{of}")
        };
        let measure = match column {
            "agreed" => "package",
            "agreement" | "signed" | "zone" | "failure" | "utility" | "payoff" => column,
            _ => continue,
        };
        let is_paired = matches!(column, "agreement" | "agreed");
        let difference = |end: &str| {
            is_paired
                .then(|| number(format!("difference{end}{suffix}")))
                .flatten()
        };
        found.push(Estimate {
            measure: measure.to_owned(),
            of: of.to_owned(),
            runs: fields["runs"].parse().unwrap_or(0),
            value: number((**name).to_owned()),
            se: number(format!("{column}-se{suffix}")),
            low: number(format!("{column}-low{suffix}")),
            high: number(format!("{column}-high{suffix}")),
            difference: difference(""),
            difference_se: None,
            difference_low: difference("-low"),
            difference_high: difference("-high"),
        });
    }
    found
}
