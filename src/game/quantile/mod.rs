//! Quantile functions: they turn one uniform number into a draw of an uncertain one.
//!
//! Every exponential and logarithm comes from `libm`, so a draw has the same bits on every platform.

mod beta;
mod normal;

pub(crate) use beta::beta_below;
pub(crate) use normal::standard_normal;

use crate::model::{Distribution, Uncertain};
use beta::BetaTable;

/// A uniform number in the open interval 0..1 from 64 random bits.
///
/// The upper 52 bits, moved half a step off zero: `(k + ½) · 2⁻⁵²`. With 53 bits the greatest value would round to 1.
#[inline]
pub(crate) fn uniform_open(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
}

/// Quantile of the uniform distribution on `low..=high`.
#[inline]
fn uniform(low: f64, high: f64, u: f64) -> f64 {
    low + (high - low) * u
}

/// Quantile of the triangular distribution; `low <= mode <= high`.
#[inline]
fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let range = high - low;
    if range <= 0.0 {
        return low;
    }
    if u * range <= mode - low {
        low + libm::sqrt(u * range * (mode - low))
    } else {
        high - libm::sqrt((1.0 - u) * range * (high - mode))
    }
}

/// Both beta shapes of a PERT distribution with `low < high`: 1 + 4·(mode − low)/(high − low) and
/// 1 + 4·(high − mode)/(high − low), so that its mean is (low + 4·mode + high)/6.
fn pert_shapes(low: f64, mode: f64, high: f64) -> [f64; 2] {
    let range = high - low;
    [
        1.0 + 4.0 * (mode - low) / range,
        1.0 + 4.0 * (high - mode) / range,
    ]
}

/// The quantile function of an uncertain number, ready to be drawn from many times.
///
/// Beta and PERT numbers come from a table, within 1e-6 of the range between their bounds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantile {
    /// The number; a known one where its distribution has no spread.
    number: Uncertain,
    table: Option<Box<BetaTable>>,
}

impl Quantile {
    /// Prepares the quantile function.
    pub(crate) fn compile(number: &Uncertain) -> Self {
        let number = number.known().map_or(*number, Uncertain::fixed);
        let shapes = match number.distribution() {
            Distribution::Pert { low, mode, high } => Some(pert_shapes(low, mode, high)),
            Distribution::Beta { alpha, beta } => Some([alpha, beta]),
            _ => None,
        };
        let table = shapes.map(|[alpha, beta]| Box::new(BetaTable::new(alpha, beta)));
        Self { number, table }
    }

    /// The draw for a uniform number `u` in 0..1.
    #[inline]
    pub(crate) fn at(&self, u: f64) -> f64 {
        let drawn = match self.number.distribution() {
            Distribution::Fixed(value) => return value,
            Distribution::Uniform { low, high } => uniform(low, high, u),
            Distribution::Normal { mean, sd } => mean + sd * standard_normal(u),
            Distribution::Triangular { low, mode, high } => triangular(low, mode, high, u),
            Distribution::Pert { low, high, .. } => self.scaled_beta(low, high, u),
            Distribution::Beta { .. } => self.scaled_beta(0.0, 1.0, u),
        };
        self.number.legal().nearest(drawn + self.number.shift())
    }

    fn scaled_beta(&self, low: f64, high: f64, u: f64) -> f64 {
        let share = self.table.as_ref().map_or(0.5, |table| table.at(u));
        // Rounding must not push a draw past its own bounds either.
        (low + (high - low) * share).clamp(low, high)
    }

    /// Whether every draw is the same number.
    pub(crate) fn is_fixed(&self) -> bool {
        self.number.known().is_some()
    }
}

#[cfg(test)]
mod tests;
