//! Numbers as they are written.

use num_bigint::BigInt;
use thiserror::Error;

use crate::analysis::normal_form::exact::{Exact, bits};

/// Longest number that is read, in bytes.
const TEXT_MAX: usize = 100;
/// Numbers but 0 lie between 10 to the power of minus this and of this, so that each has a near double and none fills memory.
const EXPONENT_MAX: i32 = 300;

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
