//! Numbers that may be known or drawn.

use crate::model::{Distribution, NUMBER_MAX, NumberFault, Range, SHAPE_MAX, SHAPE_MIN};

/// A number that may be known or drawn, checked against its legal range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uncertain {
    distribution: Distribution,
    /// How far its centre is moved; draws that leave the legal range take its nearer end.
    shift: f64,
    legal: Range,
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
            shift: 0.0,
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
            shift: 0.0,
            legal,
        })
    }

    /// The same number with its centre moved here, its shape kept; draws that then leave the legal range take its nearer end.
    ///
    /// # Errors
    /// The centre is no legal value.
    pub fn centred(self, centre: f64) -> Result<Self, NumberFault> {
        let known = Self::new(Distribution::Fixed(centre), self.legal)?;
        Ok(match self.distribution {
            Distribution::Fixed(_) => known,
            _ => Self {
                shift: centre - self.distribution.mean(),
                ..self
            },
        })
    }

    /// So many times the number; none where that is not legal, or a distribution that is not moved or stretched.
    pub(crate) fn scaled(self, times: f64) -> Option<Self> {
        let distribution = self.distribution.scaled(times)?;
        let number = Self::new(distribution, self.legal).ok()?;
        let shift = times * self.shift;
        self.legal
            .contains(number.mean() + shift)
            .then_some(Self { shift, ..number })
    }

    /// The same number, judged against another legal range.
    ///
    /// # Errors
    /// The first broken condition of [`NumberFault`].
    pub(crate) fn within(self, legal: Range) -> Result<Self, NumberFault> {
        let number = Self::new(self.distribution, legal)?;
        let is_moved = self.shift.abs() > 0.0;
        if is_moved {
            number.centred(self.mean())
        } else {
            Ok(number)
        }
    }

    /// The distribution, before its centre is moved.
    #[inline]
    pub fn distribution(self) -> Distribution {
        self.distribution
    }

    /// How far the centre of the distribution is moved; 0 where it stays.
    #[inline]
    pub fn shift(self) -> f64 {
        self.shift
    }

    /// The legal range of its place.
    #[inline]
    pub fn legal(self) -> Range {
        self.legal
    }

    /// The number itself where it is known: written as one, or as a distribution without spread.
    pub fn known(self) -> Option<f64> {
        let known = match self.distribution {
            Distribution::Fixed(value) => return Some(value),
            // Bounds are in order, so this says that they are equal.
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Pert { low, high, .. } => (low >= high).then_some(low),
            Distribution::Normal { mean, sd } => (sd <= 0.0).then_some(mean),
            Distribution::Beta { .. } => None,
        };
        known.map(|value| self.legal.nearest(value + self.shift))
    }

    /// The mean of the distribution as moved, before any cut to the legal range.
    pub(crate) fn mean(self) -> f64 {
        self.distribution.mean() + self.shift
    }

    /// A value that hardly any draw exceeds: the greatest where there is one, nine standard deviations above the mean of a normal.
    pub(crate) fn greatest(self) -> f64 {
        let most = match self.distribution {
            Distribution::Fixed(value) => value,
            Distribution::Uniform { high, .. }
            | Distribution::Triangular { high, .. }
            | Distribution::Pert { high, .. } => high,
            Distribution::Normal { mean, sd } => mean + 9.0 * sd,
            Distribution::Beta { .. } => 1.0,
        };
        self.legal.nearest(most + self.shift)
    }

    /// The central value: that mean, kept in the legal range.
    pub fn central(self) -> f64 {
        self.legal.nearest(self.mean())
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
    fn a_moved_centre_keeps_the_shape_and_the_legal_range() {
        let triangular = Distribution::Triangular {
            low: 0.3,
            mode: 0.4,
            high: 0.8,
        };
        let number = Uncertain::new(triangular, Range::UTILITY).expect("legal");
        let moved = number.centred(0.9).expect("legal");
        assert!((moved.central() - 0.9).abs() < 1e-12);
        assert!((moved.shift() - 0.4).abs() < 1e-12);
        assert_eq!(moved.distribution(), triangular);
        assert_eq!(moved.within(Range::UTILITY), Ok(moved));
        assert!(moved.within(Range::new("less", 0.0, 0.85)).is_err());
        assert!(number.centred(1.1).is_err());
        // A known number is its own centre.
        let known = Uncertain::new(Distribution::Fixed(0.2), Range::UTILITY).expect("legal");
        assert_eq!(known.centred(0.6).map(Uncertain::known), Ok(Some(0.6)));
        let point = Uncertain::new(
            Distribution::Uniform {
                low: 0.2,
                high: 0.2,
            },
            Range::UTILITY,
        );
        let point = point.expect("legal").centred(0.7).expect("legal");
        assert_eq!(point.known(), Some(0.7));
    }

    #[test]
    fn a_scaled_number_keeps_its_shape() {
        let number = |low, high| Uncertain::new(Distribution::Uniform { low, high }, Range::CHANGE);
        let shift = number(-0.08, -0.02)
            .expect("legal")
            .centred(-0.06)
            .expect("legal");
        let twice = shift.scaled(2.0).expect("legal");
        assert!((twice.central() + 0.12).abs() < 1e-12);
        let right = Distribution::Uniform {
            low: -0.16,
            high: -0.04,
        };
        assert_eq!(twice.distribution(), right);
        assert_eq!(number(-0.8, -0.2).expect("legal").scaled(2.0), None);
        let turned = number(0.1, 0.3)
            .expect("legal")
            .scaled(-1.0)
            .expect("legal");
        assert!((turned.central() + 0.2).abs() < 1e-12);
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
