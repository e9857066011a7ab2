//! Numbers without rounding.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Neg, Sub};

use num_bigint::{BigInt, Sign};
use thiserror::Error;

/// Longest number that is read, in bytes.
const TEXT_MAX: usize = 100;
/// Numbers but 0 lie between 10 to the power of minus this and of this, so that each has a near double and none fills memory.
const EXPONENT_MAX: i32 = 300;

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

/// Why something is no number here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ExactError {
    /// Neither a decimal number nor a fraction of two whole ones.
    #[error("expected a number such as `3`, `-0.25`, `1e-3` or `1/3`")]
    NotANumber,
    /// More bytes than any payoff needs.
    #[error("a number has at most {TEXT_MAX} letters")]
    TooLong,
    /// The denominator is 0.
    #[error("nothing can be divided by 0")]
    ByZero,
    /// Too large or too small.
    #[error("a number lies between 1e-{EXPONENT_MAX} and 1e{EXPONENT_MAX} in size, or is 0")]
    OutOfRange,
    /// Infinite or not a number.
    #[error("expected a finite number")]
    NotFinite,
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

    /// The decimal number of fewest digits that is nearest to this double and no other: the tenth for `0.1`.
    ///
    /// # Errors
    /// The double is infinite or no number, or beyond the range.
    pub fn decimal(value: f64) -> Result<Self, ExactError> {
        if !value.is_finite() {
            return Err(ExactError::NotFinite);
        }
        Self::parse(&format!("{value:e}"))
    }

    /// Reads a number as it is written, `3`, `-0.25`, `.5`, `1e-3` or `1/3`, with no blanks.
    ///
    /// # Errors
    /// The text is no number, or one beyond the range.
    pub fn parse(text: &str) -> Result<Self, ExactError> {
        if text.len() > TEXT_MAX {
            return Err(ExactError::TooLong);
        }
        let value = match text.split_once('/') {
            Some((above, below)) => {
                let below = whole(below)?;
                if below == BigInt::ZERO {
                    return Err(ExactError::ByZero);
                }
                let (is_negative, above) = sign(above);
                Self::ratio(signed(is_negative, whole(above)?), below)
            }
            None => decimal(text)?,
        };
        value.within_range()
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

    fn within_range(self) -> Result<Self, ExactError> {
        let far = bits(&self.numerator) - bits(&self.denominator);
        // Less than 3.33 bits to a decimal place.
        let bound = i64::from(EXPONENT_MAX) * 332 / 100;
        if self.is_zero() || far.abs() <= bound {
            return Ok(self);
        }
        Err(ExactError::OutOfRange)
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

fn bits(value: &BigInt) -> i64 {
    i64::try_from(value.bits()).expect("numbers fit in memory")
}

fn sign(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

fn signed(is_negative: bool, value: BigInt) -> BigInt {
    if is_negative { -value } else { value }
}

/// A whole number of digits alone.
fn whole(digits: &str) -> Result<BigInt, ExactError> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ExactError::NotANumber);
    }
    digits.parse().map_err(|_| ExactError::NotANumber)
}

/// A number with a point, an exponent, both or neither.
fn decimal(text: &str) -> Result<Exact, ExactError> {
    let (is_negative, size) = sign(text);
    let (digits, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let value = signed(is_negative, whole(&format!("{before}{after}"))?);
    let (is_small, power) = sign(exponent);
    if power.is_empty() || !power.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ExactError::NotANumber);
    }
    // Digits before the point can make up for an exponent beyond the range, those of a text that is read at all by little.
    let power: i32 = power.parse().unwrap_or(i32::MAX);
    if power > 2 * EXPONENT_MAX {
        let nothing = value == BigInt::ZERO;
        return if nothing {
            Ok(Exact::zero())
        } else {
            Err(ExactError::OutOfRange)
        };
    }
    let places = i32::try_from(after.len()).map_err(|_| ExactError::TooLong)?;
    let power = if is_small { -power } else { power } - places;
    let ten = BigInt::from(10).pow(power.unsigned_abs());
    Ok(if power < 0 {
        Exact::ratio(value, ten)
    } else {
        Exact::from(value * ten)
    })
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

#[cfg(test)]
mod tests {
    use super::{Exact, ExactError};

    fn read(text: &str) -> Exact {
        Exact::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, above, below) in [
            ("3", 3, 1),
            ("-0.25", -1, 4),
            ("+.5", 1, 2),
            ("5.", 5, 1),
            ("1e-3", 1, 1000),
            ("1.5E+2", 150, 1),
            ("2/6", 1, 3),
            ("-4/2", -2, 1),
            ("0/7", 0, 1),
            ("0e9999999999", 0, 1),
        ] {
            assert_eq!(read(text), Exact::fraction(above, below), "{text}");
        }
        assert_eq!(&read("0.1") + &read("0.2"), read("0.3"));
        assert_eq!(read("1/3").to_string(), "1/3");
        assert_eq!(read("-7").to_string(), "-7");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", ".", "1e", "e1", "1/", "/2", "1/-2", "1/2/3", "0x1", "1 2", "--1", "∞",
            "1e1.0", "1.2.3", "NaN",
        ] {
            assert_eq!(Exact::parse(text), Err(ExactError::NotANumber), "{text}");
        }
        assert_eq!(Exact::parse("1/0"), Err(ExactError::ByZero));
        assert_eq!(Exact::parse("1e301"), Err(ExactError::OutOfRange));
        assert_eq!(Exact::parse("1e-301"), Err(ExactError::OutOfRange));
        assert_eq!(Exact::parse("1e4294967296"), Err(ExactError::OutOfRange));
        assert_eq!(Exact::parse(&"1".repeat(101)), Err(ExactError::TooLong));
        assert_eq!(Exact::decimal(f64::NAN), Err(ExactError::NotFinite));
        assert_eq!(
            Exact::decimal(f64::NEG_INFINITY),
            Err(ExactError::NotFinite)
        );
        assert_eq!(Exact::decimal(f64::MAX), Err(ExactError::OutOfRange));
    }

    #[test]
    fn doubles_are_the_decimals_they_print_as() {
        assert_eq!(Exact::decimal(0.1), Ok(Exact::fraction(1, 10)));
        assert_eq!(Exact::decimal(-2.0), Ok(Exact::from(-2)));
        let mut value = 0.123_456_789_f64;
        for _ in 0..500 {
            value = (value * 1_234_567.891).fract() * 10.0;
            for power in [1e-200, 1e-9, 1.0, 1e9, 1e250] {
                let exact = Exact::decimal(value * power).expect("it is in range");
                assert_eq!(exact.to_f64().to_bits(), (value * power).to_bits());
                assert_eq!((-&exact).to_f64().to_bits(), (-value * power).to_bits());
            }
        }
    }

    #[test]
    fn the_nearest_double_is_what_division_gives() {
        for above in -40_i64..40 {
            for below in 1_i64..60 {
                let exact = Exact::fraction(above, below).to_f64();
                assert_eq!(exact, above as f64 / below as f64, "{above}/{below}");
            }
        }
        // Halfway between two doubles, and a little above.
        let half = &read("9007199254740993") + &Exact::zero();
        assert_eq!(half.to_f64(), 9_007_199_254_740_992.0);
        let above = &half + &Exact::fraction(1, i64::MAX);
        assert_eq!(above.to_f64(), 9_007_199_254_740_994.0);
    }

    #[test]
    fn fractions_obey_the_rules_of_arithmetic() {
        let values: Vec<Exact> = (-5..5)
            .flat_map(|above| (1..5).map(move |below| Exact::fraction(above, below)))
            .collect();
        for one in &values {
            for other in &values {
                assert_eq!(&(one + other) - other, *one);
                assert_eq!(one * other, other * one);
                assert_eq!(
                    one.cmp(other),
                    one.to_f64().total_cmp(&(other.to_f64() + 0.0))
                );
                if !other.is_zero() {
                    assert_eq!(&(one / other) * other, *one);
                }
            }
        }
        assert_eq!(
            values.iter().cloned().sum::<Exact>(),
            values.iter().fold(Exact::zero(), |sum, value| &sum + value)
        );
    }
}
