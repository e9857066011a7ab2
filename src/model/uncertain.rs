//! Numbers that may be known or drawn.

/// The values a number may legally take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Least legal value.
    pub low: f64,
    /// Greatest legal value.
    pub high: f64,
}

impl Interval {
    /// Utilities, shares and probabilities: 0..=1.
    pub const UNIT: Self = Self {
        low: 0.0,
        high: 1.0,
    };
    /// Costs and spreads: 0 or more.
    pub const NON_NEGATIVE: Self = Self {
        low: 0.0,
        high: f64::INFINITY,
    };
    /// Differences of utility: −1..=1.
    pub const SIGNED_UNIT: Self = Self {
        low: -1.0,
        high: 1.0,
    };
    /// Any finite number.
    pub const ANY: Self = Self {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };

    /// Whether a finite value lies inside.
    pub fn contains(self, value: f64) -> bool {
        value.is_finite() && self.low <= value && value <= self.high
    }

    /// The legal value nearest to this one.
    #[inline]
    pub fn nearest(self, value: f64) -> f64 {
        value.clamp(self.low, self.high)
    }
}

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
        /// First shape, > 0.
        alpha: f64,
        /// Second shape, > 0.
        beta: f64,
    },
}

/// A number that may be known or drawn, checked against its legal range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    distribution: Distribution,
    legal: Interval,
}

/// Why a distribution is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UncertainError {
    /// A parameter is NaN or infinite.
    NotFinite,
    /// A parameter lies outside the legal range; normal means and deviations are not bound by it.
    OutOfRange {
        /// The offending value.
        value: f64,
        /// Least legal value.
        low: f64,
        /// Greatest legal value.
        high: f64,
    },
    /// `low > high`.
    Unordered {
        /// Least value as given.
        low: f64,
        /// Greatest value as given.
        high: f64,
    },
    /// The mode is not between the bounds.
    ModeOutside {
        /// Least value.
        low: f64,
        /// Most likely value as given.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// `sd < 0`.
    NegativeDeviation(f64),
    /// A beta shape is not positive.
    BadShape(f64),
}

impl std::fmt::Display for UncertainError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFinite => write!(formatter, "a number must be finite"),
            Self::OutOfRange { value, low, high } => {
                write!(formatter, "{value} lies outside {low}..={high}")
            }
            Self::Unordered { low, high } => write!(
                formatter,
                "the least value {low} exceeds the greatest {high}"
            ),
            Self::ModeOutside { low, mode, high } => {
                write!(
                    formatter,
                    "the mode {mode} does not lie between {low} and {high}"
                )
            }
            Self::NegativeDeviation(sd) => {
                write!(formatter, "a standard deviation is not negative, got {sd}")
            }
            Self::BadShape(shape) => write!(formatter, "a beta shape is positive, got {shape}"),
        }
    }
}

impl std::error::Error for UncertainError {}

impl Uncertain {
    /// A known number, not checked against any range.
    pub const fn fixed(value: f64) -> Self {
        Self {
            distribution: Distribution::Fixed(value),
            legal: Interval::ANY,
        }
    }

    /// Checks a distribution against the legal range of its place.
    ///
    /// # Errors
    /// The first broken condition of [`UncertainError`].
    pub fn new(distribution: Distribution, legal: Interval) -> Result<Self, UncertainError> {
        let inside = |value: f64| {
            if !value.is_finite() {
                Err(UncertainError::NotFinite)
            } else if legal.contains(value) {
                Ok(())
            } else {
                Err(UncertainError::OutOfRange {
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
                Err(UncertainError::Unordered { low, high })
            } else {
                Ok(())
            }
        };
        match distribution {
            Distribution::Fixed(value) => inside(value)?,
            Distribution::Uniform { low, high } => bounds(low, high)?,
            Distribution::Normal { mean, sd } => {
                if !mean.is_finite() || !sd.is_finite() {
                    return Err(UncertainError::NotFinite);
                }
                if sd < 0.0 {
                    return Err(UncertainError::NegativeDeviation(sd));
                }
            }
            Distribution::Triangular { low, mode, high }
            | Distribution::Pert { low, mode, high } => {
                bounds(low, high)?;
                if !mode.is_finite() {
                    return Err(UncertainError::NotFinite);
                }
                if mode < low || mode > high {
                    return Err(UncertainError::ModeOutside { low, mode, high });
                }
            }
            Distribution::Beta { alpha, beta } => {
                for shape in [alpha, beta] {
                    if !shape.is_finite() {
                        return Err(UncertainError::NotFinite);
                    }
                    if shape <= 0.0 {
                        return Err(UncertainError::BadShape(shape));
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
    pub fn legal(self) -> Interval {
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
    use super::{Distribution, Interval, Uncertain, UncertainError};

    #[test]
    fn each_broken_condition_has_its_error() {
        let new = |distribution| Uncertain::new(distribution, Interval::UNIT);
        assert_eq!(
            new(Distribution::Fixed(f64::NAN)),
            Err(UncertainError::NotFinite)
        );
        assert_eq!(
            new(Distribution::Uniform {
                low: 0.0,
                high: 1.5
            }),
            Err(UncertainError::OutOfRange {
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
            Err(UncertainError::Unordered {
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
            Err(UncertainError::ModeOutside {
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
            Err(UncertainError::NegativeDeviation(-0.1))
        );
        assert_eq!(
            new(Distribution::Beta {
                alpha: 0.0,
                beta: 1.0
            }),
            Err(UncertainError::BadShape(0.0))
        );
        // A normal centre may lie anywhere: its draws are cut to the legal range.
        assert!(new(Distribution::Normal { mean: 1.0, sd: 0.1 }).is_ok());
    }

    #[test]
    fn central_values_are_the_textbook_means() {
        let central =
            |distribution| Uncertain::new(distribution, Interval::UNIT).map(Uncertain::central);
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
