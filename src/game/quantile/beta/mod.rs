//! The beta distribution: exact quantile and a table for fast draws.

use super::normal::standard_normal;

/// Quantile of the beta distribution with shapes `alpha`, `beta` > 0 at `u` in 0..=1; absolute error about 1e-12.
///
/// Newton steps on the regularised incomplete beta function, kept inside a shrinking bracket.
pub(crate) fn beta(alpha: f64, beta: f64, u: f64) -> f64 {
    let shape = Shape::new(alpha, beta);
    if u <= 0.0 {
        0.0
    } else if u >= 1.0 {
        1.0
    } else if u <= 0.5 {
        shape.lower_quantile(u)
    } else {
        // From the nearer end: 1 − u is exact here and keeps the upper tail as precise as the lower.
        1.0 - shape.mirrored().lower_quantile(1.0 - u)
    }
}

/// Distribution function of the beta distribution with shapes `alpha`, `beta` > 0 at `x`.
pub(crate) fn beta_below(alpha: f64, beta: f64, x: f64) -> f64 {
    Shape::new(alpha, beta).cumulative(x)
}

/// Shapes with the logarithm of the beta function.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shape {
    alpha: f64,
    beta: f64,
    log_beta: f64,
}

impl Shape {
    fn new(alpha: f64, beta: f64) -> Self {
        Self {
            alpha,
            beta,
            log_beta: libm::lgamma(alpha) + libm::lgamma(beta) - libm::lgamma(alpha + beta),
        }
    }

    /// The distribution of 1 − x.
    fn mirrored(self) -> Self {
        Self {
            alpha: self.beta,
            beta: self.alpha,
            log_beta: self.log_beta,
        }
    }

    /// Logarithm of the density at `x` in 0..1.
    fn log_density(self, x: f64) -> f64 {
        (self.alpha - 1.0) * libm::log(x) + (self.beta - 1.0) * libm::log1p(-x) - self.log_beta
    }

    /// Regularised incomplete beta function at `x`.
    ///
    /// Continued fraction 26.5.8 of Abramowitz and Stegun (1964), on the side of the mean where it converges fast.
    fn cumulative(self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x >= 1.0 {
            1.0
        } else if x <= (self.alpha + 1.0) / (self.alpha + self.beta + 2.0) {
            self.power_term(x) / self.alpha * self.continued_fraction(x)
        } else {
            1.0 - self.power_term(x) / self.beta * self.mirrored().continued_fraction(1.0 - x)
        }
    }

    /// x^alpha · (1 − x)^beta / B(alpha, beta).
    fn power_term(self, x: f64) -> f64 {
        libm::exp(self.alpha * libm::log(x) + self.beta * libm::log1p(-x) - self.log_beta)
    }

    /// The fraction's value by the modified method of Lentz (Thompson and Barnett 1986).
    fn continued_fraction(self, x: f64) -> f64 {
        const TERMS_MAX: u32 = 10_000;
        let away_from_zero = |value: f64| {
            if value.abs() < 1e-300 { 1e-300 } else { value }
        };
        let Self { alpha, beta, .. } = self;
        let mut c = 1.0;
        let mut d = 1.0 / away_from_zero(1.0 - (alpha + beta) * x / (alpha + 1.0));
        let mut value = d;
        for term in 1..TERMS_MAX {
            let m = f64::from(term);
            let even = m * (beta - m) * x / ((alpha + 2.0 * m - 1.0) * (alpha + 2.0 * m));
            d = 1.0 / away_from_zero(1.0 + even * d);
            c = away_from_zero(1.0 + even / c);
            value *= d * c;
            let odd = -(alpha + m) * (alpha + beta + m) * x
                / ((alpha + 2.0 * m) * (alpha + 2.0 * m + 1.0));
            d = 1.0 / away_from_zero(1.0 + odd * d);
            c = away_from_zero(1.0 + odd / c);
            value *= d * c;
            if (d * c - 1.0).abs() < 1e-15 {
                break;
            }
        }
        value
    }

    /// Quantile for `u` in 0..=0.5.
    fn lower_quantile(self, u: f64) -> f64 {
        const STEPS_MAX: u32 = 200;
        let (mut low, mut high) = (0.0, 1.0);
        let mut x = self.first_guess(u);
        for _ in 0..STEPS_MAX {
            let excess = self.cumulative(x) - u;
            if excess == 0.0 {
                return x;
            }
            if excess > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let mut next = x - excess / libm::exp(self.log_density(x));
            // A step that leaves the bracket, or is not a number, is replaced by halving.
            if !(next > low && next < high) {
                next = f64::midpoint(low, high);
            }
            let step = (next - x).abs();
            x = next;
            if step <= 1e-15 * x || high - low < 1e-16 {
                break;
            }
        }
        x
    }

    /// Leading power in the tail, moment-matched normal elsewhere.
    fn first_guess(self, u: f64) -> f64 {
        let Self { alpha, beta, .. } = self;
        let power = libm::exp((libm::log(u * alpha) + self.log_beta) / alpha);
        let mean = alpha / (alpha + beta);
        if power < 0.3 * mean || alpha < 1.0 {
            return power.clamp(1e-300, mean);
        }
        let sd = libm::sqrt(mean * (1.0 - mean) / (alpha + beta + 1.0));
        (mean + sd * standard_normal(u)).clamp(1e-3 * mean, 1.0 - 1e-3 * (1.0 - mean))
    }
}

/// The beta quantile as a function of the normal score z = Φ⁻¹(u), tabulated with its slope.
///
/// In z the quantile is nearly straight, so a few dozen cubic pieces hold it to [`BetaTable::ERROR_MAX`].
/// Beyond |z| = 4 (six draws in a hundred thousand) the exact quantile answers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BetaTable {
    alpha: f64,
    beta: f64,
    /// Value and slope times piece width at each node; empty where no table is precise enough.
    nodes: Vec<[f64; 2]>,
    pieces_per_score: f64,
}

impl BetaTable {
    /// Bound on the difference between table and exact quantile, on the 0..1 scale.
    pub(super) const ERROR_MAX: f64 = 1e-6;
    const SCORE_MAX: f64 = 4.0;
    /// From the usual shapes to sharp ones; a number of pieces that fails its test costs a fraction of the next.
    const PIECE_COUNTS: [u32; 4] = [40, 128, 512, 2048];

    /// Tabulates the quantile for shapes `alpha`, `beta` > 0.
    pub(super) fn new(alpha: f64, beta: f64) -> Self {
        let shape = Shape::new(alpha, beta);
        let low = self::beta(alpha, beta, LOWEST_TABLED);
        let below_high = self::beta(beta, alpha, LOWEST_TABLED);
        for pieces in Self::PIECE_COUNTS {
            let width = 2.0 * Self::SCORE_MAX / f64::from(pieces);
            let mut upward = Path::start(shape, low);
            let mut downward = Path::start(shape.mirrored(), below_high);
            let (lower, lower_error) = upward.walk(pieces / 2, width);
            let (upper, upper_error) = downward.walk(pieces / 2, width);
            let [lower_middle, upper_middle] =
                [lower[lower.len() - 1][0], 1.0 - upper[upper.len() - 1][0]];
            let gap = (lower_middle - upper_middle).abs();
            // Half of the bound leaves room for errors off the middle of a piece and of the path itself.
            if lower_error.max(upper_error) < Self::ERROR_MAX / 2.0 && gap < Self::ERROR_MAX / 2.0 {
                let mut nodes = lower;
                nodes.extend(upper.iter().rev().skip(1).map(|[x, rise]| [1.0 - x, *rise]));
                return Self {
                    alpha,
                    beta,
                    nodes,
                    pieces_per_score: 1.0 / width,
                };
            }
        }
        Self {
            alpha,
            beta,
            nodes: Vec::new(),
            pieces_per_score: 0.0,
        }
    }

    /// The quantile at `u` in 0..1.
    #[inline]
    pub(super) fn at(&self, u: f64) -> f64 {
        let place = (standard_normal(u) + Self::SCORE_MAX) * self.pieces_per_score;
        if place < 0.0 {
            return beta(self.alpha, self.beta, u);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the place is not negative; a cast saturates and the lookup below refuses what lies beyond the table"
        )]
        let piece = place as u32 as usize;
        let Some(&[[x, rise], [x_next, rise_next]]) = self
            .nodes
            .get(piece..piece.saturating_add(2))
            .and_then(|pair| pair.first_chunk())
        else {
            return beta(self.alpha, self.beta, u);
        };
        hermite([x, rise], [x_next, rise_next], place - piece as f64)
    }
}

/// Φ(−4), the least `u` in a table.
const LOWEST_TABLED: f64 = 3.167_124_183_311_992e-5;

/// Cubic Hermite interpolation between two nodes of value and rise, at `share` of the way.
#[inline]
fn hermite([x, rise]: [f64; 2], [x_next, rise_next]: [f64; 2], share: f64) -> f64 {
    let secant = x_next - x;
    let bend = rise + rise_next - 2.0 * secant;
    x + share * (rise + share * (secant - rise - bend + share * bend))
}

/// Solves for the quantile x(z) from its lower end upwards.
///
/// From the slope x' = φ(z)/f(x) follows x'' = −x'·(z + x'·((alpha − 1)/x − (beta − 1)/(1 − x))), which is free of
/// exponentials; the slope is renewed from the density after each step.
/// Errors shrink on the way from an end to the middle and grow on the way back, so each half starts at its own end.
struct Path {
    shape: Shape,
    score: f64,
    x: f64,
    slope: f64,
}

impl Path {
    fn start(shape: Shape, x: f64) -> Self {
        let mut path = Self {
            shape,
            score: -BetaTable::SCORE_MAX,
            x,
            slope: 0.0,
        };
        path.renew_slope();
        path
    }

    /// Sets the slope to φ(z)/f(x).
    fn renew_slope(&mut self) {
        const LOG_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_7;
        let log_score_density = -0.5 * self.score * self.score - LOG_ROOT_TWO_PI;
        self.slope = libm::exp(log_score_density - self.shape.log_density(self.x));
    }

    /// Nodes of `pieces` pieces, an even number, and an estimate of the error between them.
    ///
    /// Pieces of twice the width are compared with the node in their middle; halving divides that error by 16.
    fn walk(&mut self, pieces: u32, width: f64) -> (Vec<[f64; 2]>, f64) {
        let mut nodes = Vec::with_capacity(2 * pieces as usize + 1);
        let mut error_max = 0.0_f64;
        nodes.push([self.x, self.slope * width]);
        for _ in 0..pieces / 2 {
            let [x, rise] = [self.x, self.slope * width];
            self.step(width);
            let [middle, middle_rise] = [self.x, self.slope * width];
            self.step(width);
            let [x_next, rise_next] = [self.x, self.slope * width];
            nodes.extend([[middle, middle_rise], [x_next, rise_next]]);
            let error = (hermite([x, 2.0 * rise], [x_next, 2.0 * rise_next], 0.5) - middle).abs();
            // A piece is monotone when no slope exceeds thrice its rise (Fritsch and Carlson 1980).
            let monotone = rise.max(middle_rise) <= 3.0 * (middle - x) + 1e-12
                && middle_rise.max(rise_next) <= 3.0 * (x_next - middle) + 1e-12;
            // A path that left 0..1 has an error that is no number; it must count as the worst.
            error_max = if monotone && error.is_finite() {
                error_max.max(error / 16.0)
            } else {
                f64::INFINITY
            };
        }
        (nodes, error_max)
    }

    /// Relative rate f'(x)/f(x) of the density.
    fn pull(&self, x: f64) -> f64 {
        let Shape { alpha, beta, .. } = self.shape;
        ((alpha - 1.0) * (1.0 - x) - (beta - 1.0) * x) / (x * (1.0 - x))
    }

    /// Second derivative of the quantile.
    fn bend(&self, score: f64, x: f64, slope: f64) -> f64 {
        -slope * (score + slope * self.pull(x))
    }

    /// One step of the classical Runge–Kutta method, then a correction by the two-derivative trapezium rule.
    fn step(&mut self, width: f64) {
        let (score, x, slope) = (self.score, self.x, self.slope);
        let half = 0.5 * width;
        let bend_1 = self.bend(score, x, slope);
        let slope_2 = slope + half * bend_1;
        let bend_2 = self.bend(score + half, x + half * slope, slope_2);
        let slope_3 = slope + half * bend_2;
        let bend_3 = self.bend(score + half, x + half * slope_2, slope_3);
        let slope_4 = slope + width * bend_3;
        self.x = x + width / 6.0 * (slope + 2.0 * (slope_2 + slope_3) + slope_4);
        self.score = score + width;
        self.renew_slope();
        let bend = self.bend(self.score, self.x, self.slope);
        let corrected = x + half * (slope + self.slope) + width * width / 12.0 * (bend_1 - bend);
        self.slope -= self.slope * self.pull(self.x) * (corrected - self.x);
        self.x = corrected;
    }
}

#[cfg(test)]
mod tests;
