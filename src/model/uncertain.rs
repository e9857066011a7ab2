//! Numbers that may be known or drawn.

use thiserror::Error;

use crate::model::Range;
use crate::model::words::{Bounds, Shown};

/// Shape of a number's distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Known.
    Fixed(f64),
    /// Equally likely between two bounds.
    Uniform {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Normal; values beyond the legal range take its nearer end.
    Normal {
        /// Mean before cutting.
        mean: f64,
        /// Standard deviation before cutting, ≥ 0.
        sd: f64,
    },
    /// Triangular.
    Triangular {
        /// Least value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// PERT: beta on `low..high` with mean (low + 4·mode + high)/6 (Malcolm and others 1959).
    Pert {
        /// Least value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// Beta on 0..1.
    Beta {
        /// First shape, from [`SHAPE_MIN`] to [`SHAPE_MAX`].
        alpha: f64,
        /// Second shape, likewise.
        beta: f64,
    },
}

/// A number that may be known or drawn, checked against its legal range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    distribution: Distribution,
    legal: Range,
}

/// A broken condition of a number.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum NumberFault {
    /// A number beyond its legal range.
    #[error("{what} {}, got {}", Bounds(*.low, *.high), Shown(*.value))]
    OutOfRange {
        /// What the number is.
        what: &'static str,
        /// Least legal value.
        low: f64,
        /// Greatest legal value.
        high: f64,
        /// The value.
        value: f64,
    },
    /// NaN or infinite.
    #[error("a number must be finite, got {}", Shown(*.0))]
    NotFinite(f64),
    /// A number too large to compute with.
    #[error("numbers beyond {} are not allowed, got {}", Shown(NUMBER_MAX), Shown(*.0))]
    TooLarge(f64),
    /// The least value exceeds the greatest.
    #[error("the least value {} exceeds the greatest {}", Shown(*.low), Shown(*.high))]
    Unordered {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// The mode lies outside the bounds.
    #[error("the most likely value {} does not lie between {} and {}", Shown(*.mode), Shown(*.low), Shown(*.high))]
    ModeOutside {
        /// Least value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// A negative standard deviation.
    #[error("a standard deviation is not negative, got {}", Shown(*.0))]
    NegativeDeviation(f64),
    /// A beta shape that cannot be computed with.
    #[error("a shape of a beta distribution lies between {} and {}, got {}", Shown(SHAPE_MIN), Shown(SHAPE_MAX), Shown(*.0))]
    BadShape(f64),
}

/// No quantity of a negotiation is larger; beyond it sums and products could overflow.
pub const NUMBER_MAX: f64 = 1e15;
/// The least shape of a beta distribution. Below it nearly all draws are an end of the range to the last digit.
pub const SHAPE_MIN: f64 = 1e-3;
/// The greatest shape of a beta distribution. Above it all draws are its mean to three digits.
pub const SHAPE_MAX: f64 = 1e6;

impl NumberFault {
    /// What would be right, where a share or a factor seems to be written as a percentage.
    pub fn remedy(&self) -> Option<String> {
        match *self {
            Self::OutOfRange {
                what,
                low,
                high,
                value,
            } if low.abs() <= 0.0 && (high - 1.0).abs() <= 0.0 && is_percentage(what, value) => {
                let share = (value * 1e10).round() / 1e12;
                Some(if what == Range::FACTOR.what {
                    let factor = (1e10 - share * 1e10).round() / 1e10;
                    format!(
                        "for a loss of {} % a round write `{}`",
                        Shown(value),
                        Shown(factor)
                    )
                } else {
                    format!("for {} % write `{}`", Shown(value), Shown(share))
                })
            }
            Self::Unordered { .. } => Some("write the least value first".to_owned()),
            Self::ModeOutside { .. } => Some(
                "write the least, the most likely and the greatest value, in this order".to_owned(),
            ),
            _ => None,
        }
    }
}

/// Whether a number beyond 1 was meant in percent; a rate of interest is a small one.
fn is_percentage(what: &str, value: f64) -> bool {
    let least = if what == Range::FACTOR.what { 1.5 } else { 5.0 };
    (least..=100.0).contains(&value)
}

impl Distribution {
    /// The numbers that make it, in the order of files.
    fn parameters(&self) -> Vec<f64> {
        match *self {
            Self::Fixed(value) => vec![value],
            Self::Uniform { low, high } => vec![low, high],
            Self::Normal { mean, sd } => vec![mean, sd],
            Self::Triangular { low, mode, high } | Self::Pert { low, mode, high } => {
                vec![low, mode, high]
            }
            Self::Beta { alpha, beta } => vec![alpha, beta],
        }
    }
}

/// A number that can be computed with.
///
/// # Errors
/// It is none, infinite or too large.
pub(crate) fn finite(value: f64) -> Result<(), NumberFault> {
    if !value.is_finite() {
        Err(NumberFault::NotFinite(value))
    } else if value.abs() > NUMBER_MAX {
        Err(NumberFault::TooLarge(value))
    } else {
        Ok(())
    }
}

impl Uncertain {
    /// A known number, not checked against any range.
    pub const fn fixed(value: f64) -> Self {
        Self {
            distribution: Distribution::Fixed(value),
            legal: Range::ANY,
        }
    }

    /// Checks a distribution against the legal range of its place.
    ///
    /// # Errors
    /// The first broken condition of [`NumberFault`].
    pub fn new(distribution: Distribution, legal: Range) -> Result<Self, NumberFault> {
        for value in distribution.parameters() {
            finite(value)?;
        }
        let inside = |value: f64| {
            if legal.contains(value) {
                Ok(())
            } else {
                Err(NumberFault::OutOfRange {
                    what: legal.what,
                    value,
                    low: legal.low,
                    high: legal.high,
                })
            }
        };
        let bounds = |low: f64, high: f64| {
            inside(low)?;
            inside(high)?;
            if low > high {
                Err(NumberFault::Unordered { low, high })
            } else {
                Ok(())
            }
        };
        match distribution {
            Distribution::Fixed(value) => inside(value)?,
            Distribution::Uniform { low, high } => bounds(low, high)?,
            Distribution::Normal { sd, .. } => {
                if sd < 0.0 {
                    return Err(NumberFault::NegativeDeviation(sd));
                }
            }
            Distribution::Triangular { low, mode, high }
            | Distribution::Pert { low, mode, high } => {
                bounds(low, high)?;
                if mode < low || mode > high {
                    return Err(NumberFault::ModeOutside { low, mode, high });
                }
            }
            Distribution::Beta { alpha, beta } => {
                for shape in [alpha, beta] {
                    if !(SHAPE_MIN..=SHAPE_MAX).contains(&shape) {
                        return Err(NumberFault::BadShape(shape));
                    }
                }
            }
        }
        Ok(Self {
            distribution,
            legal,
        })
    }

    /// The distribution.
    #[inline]
    pub fn distribution(self) -> Distribution {
        self.distribution
    }

    /// The legal range of its place.
    #[inline]
    pub fn legal(self) -> Range {
        self.legal
    }

    /// The number itself where it is known: written as one, or as a distribution without spread.
    pub fn known(self) -> Option<f64> {
        match self.distribution {
            Distribution::Fixed(value) => Some(value),
            // Bounds are in order, so this says that they are equal.
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Pert { low, high, .. } => (low >= high).then_some(low),
            Distribution::Normal { mean, sd } => (sd <= 0.0).then(|| self.legal.nearest(mean)),
            Distribution::Beta { .. } => None,
        }
    }

    /// The central value: the mean of the distribution, before any cut of a normal, kept in the legal range.
    pub fn central(self) -> f64 {
        let mean = match self.distribution {
            Distribution::Fixed(value) => value,
            Distribution::Uniform { low, high } => f64::midpoint(low, high),
            Distribution::Normal { mean, .. } => mean,
            Distribution::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Distribution::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Distribution::Beta { alpha, beta } => alpha / (alpha + beta),
        };
        self.legal.nearest(mean)
    }
}

#[cfg(test)]
mod tests {
    use super::{Distribution, NumberFault, Range, Uncertain};

    #[test]
    fn each_broken_condition_has_its_error() {
        let new = |distribution| Uncertain::new(distribution, Range::SHARE);
        let not_finite = new(Distribution::Fixed(f64::NAN));
        assert!(matches!(not_finite, Err(NumberFault::NotFinite(_))));
        assert_eq!(
            new(Distribution::Uniform {
                low: 0.0,
                high: 1.5
            }),
            Err(NumberFault::OutOfRange {
                what: "a share",
                value: 1.5,
                low: 0.0,
                high: 1.0
            })
        );
        assert_eq!(
            new(Distribution::Uniform {
                low: 0.6,
                high: 0.5
            }),
            Err(NumberFault::Unordered {
                low: 0.6,
                high: 0.5
            })
        );
        assert_eq!(
            new(Distribution::Triangular {
                low: 0.1,
                mode: 0.05,
                high: 0.5
            }),
            Err(NumberFault::ModeOutside {
                low: 0.1,
                mode: 0.05,
                high: 0.5
            })
        );
        assert_eq!(
            new(Distribution::Normal {
                mean: 0.5,
                sd: -0.1
            }),
            Err(NumberFault::NegativeDeviation(-0.1))
        );
        assert_eq!(
            new(Distribution::Beta {
                alpha: 0.0,
                beta: 1.0
            }),
            Err(NumberFault::BadShape(0.0))
        );
        // A normal centre may lie anywhere: its draws are cut to the legal range.
        assert!(new(Distribution::Normal { mean: 1.0, sd: 0.1 }).is_ok());
    }

    #[test]
    fn central_values_are_the_textbook_means() {
        let central =
            |distribution| Uncertain::new(distribution, Range::SHARE).map(Uncertain::central);
        let close = |result: Result<f64, _>, mean: f64| {
            assert!((result.expect("legal") - mean).abs() < 1e-12);
        };
        close(
            central(Distribution::Triangular {
                low: 0.0,
                mode: 0.25,
                high: 1.0,
            }),
            5.0 / 12.0,
        );
        close(
            central(Distribution::Pert {
                low: 0.0,
                mode: 0.5,
                high: 1.0,
            }),
            0.5,
        );
        close(
            central(Distribution::Beta {
                alpha: 4.0,
                beta: 3.0,
            }),
            4.0 / 7.0,
        );
    }
}
