//! The numbers behind a chart: a line for each thing drawn, read by its layers and written to its data file.

use crate::results::csv::table;
use crate::results::number;
use crate::simulation::Rate;

/// A value in a frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing is known.
    Missing,
    /// Words, or the name of something in files.
    Text(String),
    /// A number, in the unit of its column.
    Number(f64),
    /// How many.
    Count(u64),
    /// Whether something holds.
    Flag(bool),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Value {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

impl Value {
    /// As it stands in a data file; numbers read back exactly.
    pub fn written(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(value) => number(*value),
            Self::Count(count) => count.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    /// As a number; none where it is none.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number).filter(|item| item.is_finite()),
            Self::Count(count) => Some(*count as f64),
            Self::Missing | Self::Text(_) | Self::Flag(_) => None,
        }
    }

    /// Its words; none where it is not made of words.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
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
    pub fn value(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self
    }

    /// Adds several values.
    pub fn values<T: Into<Value>>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Self {
        self.values.extend(values.into_iter().map(Into::into));
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
pub const RATE: [&str; 5] = ["runs", "count", "rate", "low", "high"];

/// A table of named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    names: Vec<String>,
    lines: Vec<Line>,
}

impl Frame {
    /// A frame with these columns and no lines.
    pub fn new<T: ToString>(names: impl IntoIterator<Item = T>) -> Self {
        Self {
            names: names.into_iter().map(|name| name.to_string()).collect(),
            lines: Vec::new(),
        }
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

    /// The lines of a row or panel, in their order.
    pub fn of_row(&self, row: usize) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.row == Some(row))
    }

    /// The value of a line in a column.
    ///
    /// # Panics
    /// When there is no such column.
    pub fn get<'a>(&self, line: &'a Line, column: &str) -> &'a Value {
        let place = self.names.iter().position(|name| name == column);
        let place = place.expect("charts read columns of their own frame");
        line.values.get(place).unwrap_or(&Value::Missing)
    }

    /// The number of a line in a column; none where it is missing.
    pub fn number(&self, line: &Line, column: &str) -> Option<f64> {
        self.get(line, column).number()
    }

    /// The numbers of a line in two columns; none where one of them is missing.
    pub fn pair(&self, line: &Line, columns: [&str; 2]) -> Option<[f64; 2]> {
        let [low, high] = columns.map(|column| self.number(line, column));
        Some([low?, high?])
    }

    /// The rate of a line, by the columns `runs` and `count`.
    pub fn rate(&self, line: &Line) -> Option<Rate> {
        match ["runs", "count"].map(|column| self.get(line, column)) {
            [Value::Count(runs), Value::Count(count)] => Some(Rate {
                count: *count,
                runs: *runs,
            }),
            _ => None,
        }
    }

    /// The same with other places for its lines.
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
            let mut cells: Vec<String> = line.values.iter().map(Value::written).collect();
            cells.resize(names.len(), String::new());
            cells
        });
        table(&names, lines)
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, RATE, Value};
    use crate::simulation::Rate;

    #[test]
    fn lines_keep_their_order_and_missing_values_stay_empty() {
        let mut frame = Frame::new(["name"].iter().chain(&RATE));
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
        assert_eq!(frame.get(&frame.lines()[1], "name"), &Value::from("c"));
    }
}
