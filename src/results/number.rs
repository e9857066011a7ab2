//! Numbers as text: the one way in which tables of results hold them.

/// Numbers as large as this are written with an exponent.
const LARGE: f64 = 1e16;
/// So are numbers smaller than this.
const SMALL: f64 = 1e-4;

/// A number with as few digits as read back to it exactly; with an exponent where zeros would say nothing: `0.25`, `1.3e-40`.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if value != 0.0 && !(SMALL..LARGE).contains(&size) && value.is_finite() {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// The same, or nothing.
pub fn number_or_empty(value: Option<f64>) -> String {
    value.map_or_else(String::new, number)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_short_and_read_back_exactly() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (-0.25, "-0.25"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1.3e-40, "1.3e-40"),
            (0.001, "0.001"),
            (0.000_02, "2e-5"),
            (0.0125, "0.0125"),
            (1e16, "1e16"),
            (2_500.0, "2500"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(number(value), text);
            let back: f64 = text.parse().expect("it is a number");
            assert_eq!(back.to_bits(), value.to_bits());
        }
    }
}
