//! Scales with their names and units.

use crate::report::chart::theme::rounded;
use crate::report::labels::{percent, points};

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share in 0..=1, in percent.
    Percent,
    /// A difference of shares in −1..=1, in points with a sign.
    Points,
    /// Whole numbers.
    Whole,
    /// Any numbers.
    Plain,
}

impl Unit {
    /// By how much a value grows when it is written on an axis.
    pub(super) fn factor(self) -> f64 {
        match self {
            Self::Percent | Self::Points => 100.0,
            Self::Whole | Self::Plain => 1.0,
        }
    }

    /// A value as it stands beside its mark.
    pub(super) fn written(self, value: f64) -> String {
        match self {
            Self::Percent => percent(value),
            Self::Points => points(value),
            Self::Whole => rounded(value).to_string(),
            Self::Plain => format!("{value:.2}"),
        }
    }
}

/// A scale with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Name with the unit.
    pub title: String,
    /// How its numbers are written.
    pub unit: Unit,
    /// Where it begins and ends.
    pub extent: Extent,
}

/// Where an axis begins and ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// At these two numbers.
    Fixed([f64; 2]),
    /// It holds all that is drawn and these numbers too, in whole steps.
    Holding(Vec<f64>),
    /// At words of its own, side by side.
    Words(Vec<String>),
}

impl Axis {
    /// From 0 to 100 percent of the runs.
    pub fn share_of_runs() -> Self {
        Self::fixed("share of runs, %", Unit::Percent, [0.0, 1.0])
    }

    /// From one number to another.
    pub fn fixed(title: impl Into<String>, unit: Unit, ends: [f64; 2]) -> Self {
        Self::over(title, unit, Extent::Fixed(ends))
    }

    /// Words side by side, without a title.
    pub fn words(words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let words = words.into_iter().map(Into::into);
        Self::over("", Unit::Plain, Extent::Words(words.collect()))
    }

    /// Over all that is drawn and some numbers too.
    pub fn holding(title: impl Into<String>, unit: Unit, numbers: &[f64]) -> Self {
        Self::over(title, unit, Extent::Holding(numbers.to_vec()))
    }

    fn over(title: impl Into<String>, unit: Unit, extent: Extent) -> Self {
        Self {
            title: title.into(),
            unit,
            extent,
        }
    }
}
