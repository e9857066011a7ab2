//! Fractions against doubles, and the numbers that are read.

use crate::analysis::normal_form::exact::{Exact, ExactError};

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
        "", "-", ".", "1e", "e1", "1/", "/2", "1/-2", "1/2/3", "0x1", "1 2", "--1", "∞", "1e1.0",
        "1.2.3", "NaN",
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
