//! Scales with their names and units.

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
        let (title, extent) = (title.into(), Extent::Fixed(ends));
        Self {
            title,
            unit,
            extent,
        }
    }

    /// Words side by side, without a title.
    pub fn words(words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let words = words.into_iter().map(Into::into);
        Self {
            title: String::new(),
            unit: Unit::Plain,
            extent: Extent::Words(words.collect()),
        }
    }

    /// Over all that is drawn and some numbers too.
    pub fn holding(title: impl Into<String>, unit: Unit, numbers: &[f64]) -> Self {
        let (title, extent) = (title.into(), Extent::Holding(numbers.to_vec()));
        Self {
            title,
            unit,
            extent,
        }
    }
}
