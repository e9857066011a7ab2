//! The logistic curve by table: a mediator evaluates it some ten thousand times a run.
//!
//! Cubic Hermite interpolation between knots an eighth apart; beyond ±40 the limits. The error stays below 1e−7 (a test
//! says so), far below what a belief from some dozens of draws resolves. Built from `libm`, so equal on every machine.

use std::sync::LazyLock;

const KNOTS_PER_UNIT: f64 = 8.0;
const REACH: f64 = 40.0;

/// Coefficients of the cubic in each interval between knots, constant term first.
#[derive(Debug)]
struct Curve(Vec<[f64; 4]>);

static LOG_LOGISTIC: LazyLock<Curve> =
    LazyLock::new(|| Curve::of(|x| (-libm::log1p(libm::exp(-x)), 1.0 / (1.0 + libm::exp(x)))));

static LOGISTIC: LazyLock<Curve> = LazyLock::new(|| {
    Curve::of(|x| {
        let share = 1.0 / (1.0 + libm::exp(-x));
        (share, share * (1.0 - share))
    })
});

impl Curve {
    /// The curve through the values of a function with its slopes there.
    fn of(function: impl Fn(f64) -> (f64, f64)) -> Self {
        let mut knots = Vec::new();
        let mut x = -REACH;
        while x <= REACH {
            let (value, slope) = function(x);
            knots.push((value, slope / KNOTS_PER_UNIT));
            x += 1.0 / KNOTS_PER_UNIT;
        }
        let cubic = |pair: &[(f64, f64)]| {
            let ((left, left_slope), (right, right_slope)) = (pair[0], pair[1]);
            let rise = right - left;
            [
                left,
                left_slope,
                3.0 * rise - 2.0 * left_slope - right_slope,
                left_slope + right_slope - 2.0 * rise,
            ]
        };
        Self(knots.windows(2).map(cubic).collect())
    }

    /// `1/(1 + exp(−x))` of the logistic curve.
    fn at(&self, x: f64) -> f64 {
        if x <= -REACH {
            0.0
        } else if x >= REACH {
            1.0
        } else {
            self.between(x)
        }
    }

    /// The interpolated value for `x` strictly within ±40.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the caller keeps x within the knots"
    )]
    fn between(&self, x: f64) -> f64 {
        let place = (x + REACH) * KNOTS_PER_UNIT;
        let knot = place as usize;
        let beyond = place - knot as f64;
        let [constant, linear, square, cube] = self.0[knot];
        constant + beyond * (linear + beyond * (square + beyond * cube))
    }
}

/// `ln(1/(1 + exp(−x)))`.
pub(crate) fn log_logistic(x: f64) -> f64 {
    if x <= -REACH {
        x
    } else if x >= REACH {
        0.0
    } else {
        LOG_LOGISTIC.between(x)
    }
}

/// `1/(1 + exp(−x))`.
pub(crate) fn logistic(x: f64) -> f64 {
    LOGISTIC.at(x)
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_err_by_less_than_a_ten_millionth() {
        for step in -450_000..=450_000 {
            let x = f64::from(step) * 1e-4;
            let exact = 1.0 / (1.0 + libm::exp(-x));
            assert!((super::logistic(x) - exact).abs() < 1e-7, "logistic at {x}");
            assert!(
                (super::log_logistic(x) + libm::log1p(libm::exp(-x))).abs() < 1e-7,
                "its logarithm at {x}"
            );
        }
    }
}
