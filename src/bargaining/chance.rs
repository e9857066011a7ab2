//! The chance of an answer by a logit or by a vote.

/// Logistic distribution function, `1/(1 + exp(−x))`.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// The x at which the logistic distribution function is `share`: −∞ at 0 and below, ∞ at 1 and above.
pub(crate) fn logit(share: f64) -> f64 {
    if share <= 0.0 {
        f64::NEG_INFINITY
    } else if share >= 1.0 {
        f64::INFINITY
    } else {
        libm::log(share / (1.0 - share))
    }
}

/// Standard normal distribution function.
pub(crate) fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use crate::bargaining::chance::{logistic, logit, normal};
    use crate::game::standard_normal;

    #[test]
    fn a_logit_is_even_at_zero_and_symmetric() {
        assert_eq!(logistic(0.0), 0.5);
        assert!((logistic(1.3) + logistic(-1.3) - 1.0).abs() < 1e-15);
        assert!((logistic(3.0_f64.ln()) - 0.75).abs() < 1e-15);
    }

    #[test]
    fn shares_and_probabilities_are_turned_back() {
        for share in [0.01, 0.3, 0.5, 0.999] {
            assert!((logistic(logit(share)) - share).abs() < 1e-14);
            assert!((normal(standard_normal(share)) - share).abs() < 1e-14);
        }
        assert_eq!(
            [0.0, -0.1, 1.0, 1.2].map(logit),
            [
                f64::NEG_INFINITY,
                f64::NEG_INFINITY,
                f64::INFINITY,
                f64::INFINITY
            ]
        );
    }
}
