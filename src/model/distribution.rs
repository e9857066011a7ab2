//! Shapes that a number's draws may have.

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
        /// First shape, from [`SHAPE_MIN`](crate::model::SHAPE_MIN) to [`SHAPE_MAX`](crate::model::SHAPE_MAX).
        alpha: f64,
        /// Second shape, likewise.
        beta: f64,
    },
}

impl Distribution {
    /// The numbers that make it, in the order of files.
    pub(super) fn parameters(&self) -> Vec<f64> {
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

    /// Its mean, before any cut to a legal range.
    pub(super) fn mean(self) -> f64 {
        match self {
            Self::Fixed(value) => value,
            Self::Uniform { low, high } => f64::midpoint(low, high),
            Self::Normal { mean, .. } => mean,
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Self::Beta { alpha, beta } => alpha / (alpha + beta),
        }
    }

    /// So many times as large everywhere; none where the shape cannot be stretched.
    pub(super) fn scaled(self, times: f64) -> Option<Self> {
        let ends = |one: f64, other: f64| {
            let (one, other) = (times * one, times * other);
            (one.min(other), one.max(other))
        };
        Some(match self {
            Self::Fixed(value) => Self::Fixed(times * value),
            Self::Uniform { low, high } => {
                let (low, high) = ends(low, high);
                Self::Uniform { low, high }
            }
            Self::Normal { mean, sd } => Self::Normal {
                mean: times * mean,
                sd: times.abs() * sd,
            },
            Self::Triangular { low, mode, high } => {
                let (low, high) = ends(low, high);
                let mode = times * mode;
                Self::Triangular { low, mode, high }
            }
            Self::Pert { low, mode, high } => {
                let (low, high) = ends(low, high);
                let mode = times * mode;
                Self::Pert { low, mode, high }
            }
            Self::Beta { .. } => return None,
        })
    }
}
