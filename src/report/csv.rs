//! Comma-separated tables; an empty field where there is nothing to say.

use csv::ReaderBuilder;

pub(super) use crate::results::lines;
#[cfg(feature = "figures")]
use crate::simulation::Rate;

/// A table with a first line of names.
pub(super) fn table(names: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let head = names.iter().map(|&name| name.to_owned()).collect();
    lines(std::iter::once(head).chain(rows))
}

/// A rate as runs, count, share and interval; no share where there are no runs.
#[cfg(feature = "figures")]
pub(super) fn rate_cells(rate: Rate) -> [String; 5] {
    let [low, high] = rate.interval();
    let known = |value: f64| {
        if rate.runs > 0 {
            value.to_string()
        } else {
            String::new()
        }
    };
    [
        rate.runs.to_string(),
        rate.count.to_string(),
        known(rate.value()),
        known(low),
        known(high),
    ]
}

/// A table read back: what figures are drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvTable {
    /// Names of the columns.
    pub header: Vec<String>,
    /// The lines, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

impl CsvTable {
    /// Reads a table with a header.
    ///
    /// # Errors
    /// Where lines are of unequal length; the message names the line.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        let words = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = reader.headers().map_err(|error| error.to_string())?;
        let mut table = Self {
            header: words(header),
            rows: Vec::new(),
        };
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            table.rows.push(words(&record));
        }
        Ok(table)
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|it| it == name)
    }
}

/// Reads a share, a difference of shares, or a bound of one.
///
/// # Errors
/// When it is no number in −1..=1; the message names its column.
pub fn share(words: &str, name: &str) -> Result<f64, String> {
    let read: Option<f64> = words.parse().ok();
    // A last digit may be lost on the way.
    let read = read.filter(|it| it.abs() <= 1.0 + 1e-9);
    read.ok_or_else(|| format!("`{name}` is no share: `{words}`"))
}

#[cfg(test)]
mod tests {
    use crate::report::fixture;
    use crate::results::RunTable;

    #[test]
    fn each_run_is_one_line_under_the_same_header() {
        let scenario = fixture::scenario();
        let table = RunTable::new(&scenario);
        let text = table.header() + &table.rows(8, &[fixture::agreed().0, fixture::failed()]);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            text,
            format!(
                "run,end,failure,rounds,signed-round,agreement-round,zone,type:union,\
                 agreed:pay,agreed:time,ever:pay,ever:time,in-force:pay,in-force:time,\
                 issue:wage,issue:hours,utility:union,utility:firm,\
                 reservation:union,reservation:firm,payoff:union,payoff:firm,\
                 refused-by,refused-package,version\n\
                 8,agreement,,2,1,1,open,hard,true,true,true,true,true,true,low,short,\
                 0.5,0.30000000000000004,0.3,0.25,0.4,1e-7,firm,pay,{version}\n\
                 9,deadline,no-zone,4,,,empty,hard,false,false,false,false,false,false,,,\
                 0.5,0.30000000000000004,0.3,0.25,0.4,1e-7,,,{version}\n"
            )
        );
    }
}
