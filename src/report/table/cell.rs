//! What stands in a cell, and how it is written wherever it stands.

use crate::report::labels::{count, decimal, p_value, percent, points, share_bounds, signed};
use crate::simulation::{Mean, Rate};

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing to say.
    #[default]
    Empty,
    /// A number that there is not.
    Missing,
    /// Words.
    Text(String),
    /// Words that repeat what the cell above says.
    Again(String),
    /// Something with a title for readers and a name in files, which the terminal shows.
    Named {
        /// Title.
        title: String,
        /// Name in files.
        id: String,
    },
    /// Words for something that has a name in files, which the terminal shows before them.
    Term {
        /// Name in files.
        id: &'static str,
        /// Words.
        words: &'static str,
    },
    /// A path of the scenario file with the words for it, both shown where there is room; the words may be empty.
    Path {
        /// Words.
        title: String,
        /// Path.
        path: String,
    },
    /// A number as somebody wrote it.
    Written(String, f64),
    /// A count.
    Count(u64),
    /// A count that may be too great to be exact.
    Many(f64),
    /// A number on a scale of its own.
    Number(f64),
    /// A number without any error, of which more digits count.
    Exact(f64),
    /// A gain or loss on a scale of its own.
    Gain(f64),
    /// A share in 0..=1.
    Share(f64),
    /// A share in 0..=1 with its interval.
    Rate(f64, [f64; 2]),
    /// Where a share lies over the ranges of assumptions, with the error of the ends; none where it is not known.
    Band([f64; 2], Option<f64>),
    /// The same of a difference of shares, in percentage points.
    PointsBand([f64; 2], f64),
    /// The same of a number on a scale of its own.
    NumberBand([f64; 2], Option<f64>),
    /// A mean with its standard error; none for fewer than two values.
    Mean(f64, Option<f64>),
    /// An estimate with its interval.
    Estimate(f64, [f64; 2]),
    /// A change of a mean with its interval.
    Change(f64, [f64; 2]),
    /// A difference of shares, shown in percentage points, with its interval.
    Points(f64, [f64; 2]),
    /// A difference of shares where no single run differs.
    Alike,
    /// A p-value.
    P(f64),
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(words: &String) -> Self {
        Self::Text(words.clone())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl From<Rate> for Cell {
    fn from(rate: Rate) -> Self {
        if rate.runs == 0 {
            return Self::Missing;
        }
        Self::Rate(rate.value(), rate.interval())
    }
}

impl From<&Mean> for Cell {
    fn from(mean: &Mean) -> Self {
        let error = mean.standard_error();
        mean.value().map(|value| Self::Mean(value, error)).into()
    }
}

/// What there is not is a dash.
impl<C: Into<Self>> From<Option<C>> for Cell {
    fn from(cell: Option<C>) -> Self {
        cell.map_or(Self::Missing, Into::into)
    }
}

impl Cell {
    /// The share of a rate without its interval.
    pub fn share_of(rate: Rate) -> Self {
        if rate.runs == 0 {
            return Self::Missing;
        }
        Self::Share(rate.value())
    }

    /// Words as somebody wrote them, which may be a number.
    pub fn as_written(words: &str) -> Self {
        match words.parse() {
            Ok(number) => Self::Written(words.to_owned(), number),
            Err(_) => words.into(),
        }
    }

    /// Something with a title for readers and a name in files.
    pub fn named(title: &str, id: &str) -> Self {
        Self::Named {
            title: title.to_owned(),
            id: id.to_owned(),
        }
    }

    /// A path of the scenario file with the words for it.
    pub fn path(title: &str, path: &str) -> Self {
        Self::Path {
            title: title.to_owned(),
            path: path.to_owned(),
        }
    }

    /// The number, by which rows are sorted; none of words.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Count(number) => Some(*number as f64),
            Self::Alike => Some(0.0),
            Self::Written(_, number)
            | Self::Many(number)
            | Self::Number(number)
            | Self::Exact(number)
            | Self::Gain(number)
            | Self::Share(number)
            | Self::Rate(number, _)
            | Self::Mean(number, _)
            | Self::Estimate(number, _)
            | Self::Change(number, _)
            | Self::Points(number, _)
            | Self::P(number) => Some(*number),
            Self::Band([low, high], _)
            | Self::PointsBand([low, high], _)
            | Self::NumberBand([low, high], _) => Some(f64::midpoint(*low, *high)),
            Self::Empty
            | Self::Missing
            | Self::Text(_)
            | Self::Again(_)
            | Self::Named { .. }
            | Self::Term { .. }
            | Self::Path { .. } => None,
        }
    }

    /// What is read.
    pub fn words(&self) -> String {
        let (words, error) = self.parts();
        if error.is_empty() {
            words
        } else {
            format!("{words} {error}")
        }
    }

    /// What is read, and what follows it: an interval or a standard error.
    pub(super) fn parts(&self) -> (String, String) {
        match self {
            Self::Rate(share, bounds) => (percent(*share), share_bounds(*bounds)),
            Self::Mean(value, error) => mean(*value, *error),
            Self::Estimate(value, bounds) => (decimal(*value), interval(*bounds, decimal)),
            // What did not move says so without an interval.
            Self::Change(0.0, [0.0, 0.0]) => ("0".to_owned(), String::new()),
            Self::Change(value, bounds) => (change(*value), interval(*bounds, change)),
            Self::Points(value, bounds) => (points(*value), interval(*bounds, points)),
            other => (other.single(), String::new()),
        }
    }

    /// What is read in a cell that has no error to show.
    fn single(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(words) | Self::Again(words) | Self::Written(words, _) => words.clone(),
            Self::Named { title, id } | Self::Path { title, path: id } => {
                (if title.is_empty() { id } else { title }).clone()
            }
            Self::Term { words, .. } => (*words).to_owned(),
            Self::Count(number) => count(*number),
            Self::Many(number) => many(*number),
            Self::Number(number) => decimal(*number),
            Self::Exact(number) => signed(*number, 6).replace('+', ""),
            Self::Gain(number) => change(*number),
            Self::Share(share) => percent(*share),
            Self::Band(ends, error) => band(*ends, *error, " %", |value| format!("{value:.1}")),
            Self::PointsBand(ends, error) => {
                band(*ends, Some(*error), "", |value| signed(value, 1))
            }
            Self::NumberBand(ends, error) => number_band(*ends, *error),
            Self::Alike => "0, every run alike".to_owned(),
            Self::P(value) => p_value(*value),
            _ => "–".to_owned(),
        }
    }

    /// What the terminal shows: names as they are typed.
    pub(super) fn typed(&self) -> (String, String) {
        match self {
            Self::Named { id, .. } | Self::Path { path: id, .. } => (id.clone(), String::new()),
            Self::Term { id, words } => (format!("{id}: {words}"), String::new()),
            other => other.parts(),
        }
    }
}

/// Bounds in brackets.
fn interval([low, high]: [f64; 2], words: fn(f64) -> String) -> String {
    format!("[{}, {}]", words(low), words(high))
}

/// Both ends of a band in percent or points, with their error; where they cannot be distinguished, the value between them.
fn band(
    [low, high]: [f64; 2],
    error: Option<f64>,
    unit: &str,
    words: impl Fn(f64) -> String,
) -> String {
    let [low, high, error] = [low, high, error.unwrap_or(0.0)].map(|share| 100.0 * share);
    let error = if error < 0.05 {
        String::new()
    } else {
        format!(" (±{error:.1})")
    };
    if high - low < 0.05 {
        return format!("{}{unit}{error}", words(low));
    }
    format!("{} to {}{unit}{error}", words(low), words(high))
}

/// The same of numbers, to three digits.
fn number_band([low, high]: [f64; 2], error: Option<f64>) -> String {
    let error = error.unwrap_or(0.0);
    let error = if error < 0.0005 {
        String::new()
    } else {
        format!(" (±{error:.3})")
    };
    if high - low < 0.0005 {
        return format!("{}{error}", decimal(low));
    }
    format!("{} to {}{error}", decimal(low), decimal(high))
}

/// A change with its sign, none where it rounds to nothing.
fn change(value: f64) -> String {
    if value.abs() < 0.0005 {
        decimal(value)
    } else {
        signed(value, 3)
    }
}

/// A mean and its standard error; an error that is there never reads as none, and one that is none is not shown.
fn mean(value: f64, error: Option<f64>) -> (String, String) {
    let four = || signed(value, 4).replace('+', "");
    match error {
        Some(error) if error >= 0.0005 => (decimal(value), format!("± {error:.3}")),
        Some(error) if error >= 0.000_05 => (four(), format!("± {error:.4}")),
        Some(error) if error > 0.0 => (four(), "± <0.0001".to_owned()),
        _ => (decimal(value), String::new()),
    }
}

/// A count in full up to a billion, then rounded.
fn many(number: f64) -> String {
    if number < 1e9 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts below 10^9"
        )]
        return count(number as u64);
    }
    format!("{number:.2e}")
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use crate::simulation::{Mean, Rate};

    fn words(cell: impl Into<Cell>) -> String {
        cell.into().words()
    }

    #[test]
    fn numbers_are_short_and_gaps_are_dashes() {
        assert_eq!(words(Cell::Number(-0.0001)), "0.000");
        assert_eq!(words(Cell::Number(-0.25)), "−0.250");
        assert_eq!(words(Cell::Missing), "–");
        assert_eq!(words(Cell::Many(176_947_200.0)), "176,947,200");
        assert_eq!(words(Cell::Many(1.5e20)), "1.50e20");
        assert_eq!(words(Cell::Change(0.0, [0.0, 0.0])), "0");
        assert_eq!(
            words(Cell::Change(0.012, [-0.0001, 0.024])),
            "+0.012 [0.000, +0.024]"
        );
        let rate = Rate {
            count: 120,
            runs: 1_000,
        };
        assert_eq!(words(rate), "12.0 % [10.1, 14.2]");
        assert_eq!(words(Rate::default()), "–");
    }

    #[test]
    fn bands_have_no_more_digits_than_they_bear() {
        assert_eq!(
            words(Cell::Band([0.0832, 0.184], Some(0.0214))),
            "8.3 to 18.4 % (±2.1)"
        );
        assert_eq!(
            words(Cell::Band([0.753, 0.753], Some(0.014))),
            "75.3 % (±1.4)"
        );
        assert_eq!(words(Cell::Band([0.0832, 0.184], None)), "8.3 to 18.4 %");
        assert_eq!(
            words(Cell::PointsBand([-0.038, 0.1159], 0.05)),
            "−3.8 to +11.6 (±5.0)"
        );
        assert_eq!(
            words(Cell::PointsBand([0.02, 0.03], 0.0001)),
            "+2.0 to +3.0"
        );
        assert_eq!(
            words(Cell::NumberBand([-0.0312, 0.45], Some(0.004))),
            "−0.031 to 0.450 (±0.004)"
        );
        assert_eq!(words(Cell::NumberBand([0.4, 0.4], Some(0.0001))), "0.400");
    }

    #[test]
    fn an_error_never_reads_as_none() {
        assert_eq!(words(Cell::Mean(0.5, Some(0.01))), "0.500 ± 0.010");
        assert_eq!(words(Cell::Mean(-0.453, Some(0.000_2))), "−0.4530 ± 0.0002");
        assert_eq!(words(Cell::Mean(0.453, Some(1e-9))), "0.4530 ± <0.0001");
        assert_eq!(words(Cell::Mean(0.453, Some(0.0))), "0.453");
        assert_eq!(words(Cell::Mean(0.453, None)), "0.453");
        assert_eq!(words(Cell::from(&Mean::default())), "–");
    }

    #[test]
    fn a_difference_that_never_shows_is_no_small_one() {
        assert_eq!(words(Cell::Alike), "0, every run alike");
        assert_eq!(
            words(Cell::Points(0.0, [-0.001, 0.001])),
            "0.00 [−0.10, +0.10]"
        );
    }
}
