//! Numbers without rounding.

mod read;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Neg, Sub};

use num_bigint::{BigInt, Sign};

pub use read::ExactError;

/// A fraction of whole numbers in lowest terms.
///
/// Ties, best replies and the choice of a pivot are questions of equality, which rounded numbers do not answer: 0.1 + 0.2 and
/// 0.3 are the same payoff.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exact {
    numerator: BigInt,
    /// Greater than 0.
    denominator: BigInt,
}

impl Exact {
    /// Nothing.
    pub fn zero() -> Self {
        Self::from(0)
    }

    /// One.
    pub fn one() -> Self {
        Self::from(1)
    }

    /// A fraction of two whole numbers.
    ///
    /// # Panics
    /// When the denominator is 0.
    pub fn fraction(numerator: i64, denominator: i64) -> Self {
        Self::ratio(numerator.into(), denominator.into())
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        if self.numerator == BigInt::ZERO {
            return 0.0;
        }
        // A quotient of 66 or 67 bits has more than a double keeps, and its last bit says whether there were any below.
        let shift = 66 + bits(&self.denominator) - bits(&self.numerator);
        let (mut above, mut below) = (self.numerator.clone(), self.denominator.clone());
        if shift > 0 {
            above <<= shift;
        } else {
            below <<= -shift;
        }
        let quotient = &above / &below;
        let is_cut = &quotient * &below != above;
        let digits = quotient.magnitude().iter_u64_digits();
        let size = digits.enumerate().fold(0_u128, |size, (place, digit)| {
            size | u128::from(digit) << (64 * place)
        });
        let size = (size | u128::from(is_cut)) as f64;
        let value = libm::scalbn(size, i32::try_from(-shift).unwrap_or(0));
        if self.is_negative() { -value } else { value }
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.numerator == BigInt::ZERO
    }

    /// Whether it is above 0.
    pub fn is_positive(&self) -> bool {
        self.numerator.sign() == Sign::Plus
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        self.numerator.sign() == Sign::Minus
    }

    /// A fraction in lowest terms; the denominator is not 0.
    pub(super) fn ratio(numerator: BigInt, denominator: BigInt) -> Self {
        assert!(denominator != BigInt::ZERO, "nothing is divided by 0");
        let mut common = greatest_divisor(numerator.clone(), denominator.clone());
        if denominator.sign() == Sign::Minus {
            common = -common;
        }
        Self {
            numerator: numerator / &common,
            denominator: denominator / common,
        }
    }

    /// What stands above the line.
    pub(super) fn numerator(&self) -> &BigInt {
        &self.numerator
    }

    /// What stands below the line, above 0.
    pub(super) fn denominator(&self) -> &BigInt {
        &self.denominator
    }
}

/// The greatest whole number that divides both, above 0 unless both are 0.
pub(super) fn greatest_divisor(mut one: BigInt, mut other: BigInt) -> BigInt {
    while other != BigInt::ZERO {
        let rest = &one % &other;
        one = other;
        other = rest;
    }
    if one.sign() == Sign::Minus { -one } else { one }
}

pub(super) fn bits(value: &BigInt) -> i64 {
    i64::try_from(value.bits()).expect("numbers fit in memory")
}

impl From<BigInt> for Exact {
    fn from(value: BigInt) -> Self {
        Self {
            numerator: value,
            denominator: BigInt::from(1),
        }
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        BigInt::from(value).into()
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == BigInt::from(1) {
            return write!(formatter, "{}", self.numerator);
        }
        write!(formatter, "{}/{}", self.numerator, self.denominator)
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let (this, that) = (&self.numerator, &other.numerator);
        (this * &other.denominator).cmp(&(that * &self.denominator))
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Add for &Exact {
    type Output = Exact;

    fn add(self, other: &Exact) -> Exact {
        if self.denominator == other.denominator {
            return Exact::ratio(&self.numerator + &other.numerator, self.denominator.clone());
        }
        let above = &self.numerator * &other.denominator + &other.numerator * &self.denominator;
        Exact::ratio(above, &self.denominator * &other.denominator)
    }
}

impl Neg for &Exact {
    type Output = Exact;

    fn neg(self) -> Exact {
        Exact {
            numerator: -&self.numerator,
            denominator: self.denominator.clone(),
        }
    }
}

impl Sub for &Exact {
    type Output = Exact;

    fn sub(self, other: &Exact) -> Exact {
        self + &-other
    }
}

impl Mul for &Exact {
    type Output = Exact;

    fn mul(self, other: &Exact) -> Exact {
        if self.is_zero() || other.is_zero() {
            return Exact::zero();
        }
        Exact::ratio(
            &self.numerator * &other.numerator,
            &self.denominator * &other.denominator,
        )
    }
}

impl Div for &Exact {
    type Output = Exact;

    /// # Panics
    /// When the divisor is 0.
    fn div(self, other: &Exact) -> Exact {
        Exact::ratio(
            &self.numerator * &other.denominator,
            &self.denominator * &other.numerator,
        )
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::zero(), |sum, value| &sum + &value)
    }
}
