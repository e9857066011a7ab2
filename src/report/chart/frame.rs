//! The numbers behind a chart: a line for each thing drawn, read by its layers and written to its data file.

use serde::Serialize;
use serde_json::{Value, json};

use crate::results::csv::table;
use crate::results::number;
use crate::simulation::Rate;

/// A value as it stands in a data file; numbers read back exactly.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // Counts are whole, measures are not.
        Value::Number(count) if count.is_u64() => count.to_string(),
        _ => value.as_f64().map_or_else(|| value.to_string(), number),
    }
}

/// One line of a frame, with its place in the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The row or panel in which it is drawn; a line with none is only in the data file.
    pub row: Option<usize>,
    /// Its series, or its column among cells.
    pub series: usize,
    values: Vec<Value>,
}

impl Line {
    /// Adds a value, which belongs to the next column.
    pub fn value(&mut self, value: impl Serialize) -> &mut Self {
        self.values.push(json!(value));
        self
    }

    /// Adds several values.
    pub fn values(&mut self, values: impl IntoIterator<Item = impl Serialize>) -> &mut Self {
        self.values
            .extend(values.into_iter().map(|value| json!(value)));
        self
    }

    /// Adds a rate as five values, for the columns of [`RATE`].
    pub fn rate(&mut self, rate: Rate) -> &mut Self {
        let [low, high] = rate.interval();
        let known = [rate.value(), low, high].map(|item| (rate.runs > 0).then_some(item));
        self.value(rate.runs).value(rate.count).values(known)
    }
}

/// The columns of a rate: runs, those that count, their share with its interval.
const RATE: [&str; 5] = ["runs", "count", "rate", "low", "high"];

/// A table of named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    names: Vec<String>,
    lines: Vec<Line>,
}

impl Frame {
    /// A frame with these columns and no lines.
    pub fn new(names: impl IntoIterator<Item = impl ToString>) -> Self {
        Self {
            names: names.into_iter().map(|name| name.to_string()).collect(),
            lines: Vec::new(),
        }
    }

    /// A frame whose lines end in a rate.
    pub fn of_rates<const N: usize>(names: [&str; N]) -> Self {
        Self::new(names.iter().chain(&RATE))
    }

    /// The same with further columns.
    #[must_use]
    pub fn and(mut self, names: impl IntoIterator<Item = impl ToString>) -> Self {
        self.names
            .extend(names.into_iter().map(|name| name.to_string()));
        self
    }

    /// Adds an empty line, whose values follow; those left out are missing.
    pub fn line(&mut self, row: impl Into<Option<usize>>, series: usize) -> &mut Line {
        let number = self.lines.len();
        self.lines.push(Line {
            row: row.into(),
            series,
            values: Vec::with_capacity(self.names.len()),
        });
        &mut self.lines[number]
    }

    /// All lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Whether a line of a series is drawn.
    pub(super) fn draws(&self, series: usize) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|line| line.row.is_some() && line.series == series)
    }

    /// The lines of a row or panel, in their order.
    pub fn of_row(&self, row: usize) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.row == Some(row))
    }

    /// Whether it has a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.names.iter().any(|name| name == column)
    }

    /// The value of a line in a column.
    ///
    /// # Panics
    /// When there is no such column.
    pub fn get<'a>(&self, line: &'a Line, column: &str) -> &'a Value {
        let place = self.names.iter().position(|name| name == column);
        let place = place.expect("charts read columns of their own frame");
        line.values.get(place).unwrap_or(&Value::Null)
    }

    /// The number of a line in a column; none where it is missing.
    pub fn number(&self, line: &Line, column: &str) -> Option<f64> {
        self.get(line, column).as_f64()
    }

    /// The numbers of a line in two columns; none where one of them is missing.
    pub fn pair(&self, line: &Line, columns: [&str; 2]) -> Option<[f64; 2]> {
        let [low, high] = columns.map(|column| self.number(line, column));
        Some([low?, high?])
    }

    /// The rate of a line, by the columns `runs` and `count`.
    pub fn rate(&self, line: &Line) -> Option<Rate> {
        let [runs, count] = ["runs", "count"].map(|column| self.get(line, column).as_u64());
        Some(Rate {
            count: count?,
            runs: runs?,
        })
    }

    /// The same with other places for its lines.
    #[must_use]
    pub fn placed(&self, place: impl Fn(&Line) -> (Option<usize>, usize)) -> Self {
        let mut frame = self.clone();
        for line in &mut frame.lines {
            (line.row, line.series) = place(line);
        }
        frame
    }

    /// As comma-separated lines with a header.
    pub fn csv(&self) -> String {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let lines = self.lines.iter().map(|line| {
            let mut cells: Vec<String> = line.values.iter().map(written).collect();
            cells.resize(names.len(), String::new());
            cells
        });
        table(&names, lines)
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use crate::simulation::Rate;

    #[test]
    fn lines_keep_their_order_and_missing_values_stay_empty() {
        let mut frame = Frame::of_rates(["name"]);
        frame
            .line(0, 0)
            .value("a, b")
            .rate(Rate { count: 1, runs: 4 });
        frame
            .line(None, 1)
            .value("c")
            .rate(Rate { count: 0, runs: 0 });
        frame.line(0, 1);
        let text = frame.csv();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "name,runs,count,rate,low,high");
        assert!(lines[1].starts_with("\"a, b\",4,1,0.25,"));
        assert_eq!(lines[2..], ["c,0,0,,,", ",,,,,"]);
        assert_eq!(frame.of_row(0).count(), 2);
        assert_eq!(frame.number(&frame.lines()[1], "rate"), None);
        assert_eq!(frame.get(&frame.lines()[1], "name"), "c");
    }
}
