//! The chance of an answer by a logit.

/// Logistic distribution function, `1/(1 + exp(−x))`.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

#[cfg(test)]
mod tests {
    use crate::bargaining::chance::logistic;

    #[test]
    fn a_logit_is_even_at_zero_and_symmetric() {
        assert_eq!(logistic(0.0), 0.5);
        assert!((logistic(1.3) + logistic(-1.3) - 1.0).abs() < 1e-15);
        assert!((logistic(3.0_f64.ln()) - 0.75).abs() < 1e-15);
    }
}
