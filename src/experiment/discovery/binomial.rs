//! The upper tail of a binomial distribution.

use crate::game::beta_below;

/// Probability of `successes` or more in `trials` trials of probability `share` each.
pub(crate) fn upper_tail(trials: u64, share: f64, successes: u64) -> f64 {
    if successes == 0 || share >= 1.0 {
        return 1.0;
    }
    if successes > trials || share <= 0.0 {
        return 0.0;
    }
    let (n, p, first) = (trials as f64, share, successes as f64);
    let choices = libm::lgamma(n + 1.0) - libm::lgamma(first + 1.0) - libm::lgamma(n - first + 1.0);
    let log_term = choices + first * libm::log(p) + (n - first) * libm::log1p(-p);
    // Terms fall by the ratio of neighbours; the rest of the sum depends on the first term.
    let (mut term, mut sum) = (1.0, 1.0);
    for k in successes..trials {
        term *= (trials - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
        sum += term;
        if term < 1e-17 * sum && k as f64 > n * p {
            break;
        }
    }
    libm::exp(log_term + libm::log(sum)).min(1.0)
}

/// The same of trials and successes that are no whole numbers: the regularised incomplete beta function, which it is of whole
/// ones (Abramowitz and Stegun 1964, 26.5.24).
pub(crate) fn upper_tail_of(trials: f64, share: f64, successes: f64) -> f64 {
    if successes <= 0.0 || share >= 1.0 {
        return 1.0;
    }
    if share <= 0.0 {
        return 0.0;
    }
    beta_below(successes, trials - successes + 1.0, share)
}

#[cfg(test)]
mod tests {
    use super::{upper_tail, upper_tail_of};

    #[test]
    fn tails_of_fractions_lie_between_those_of_whole_numbers() {
        for (trials, share, successes) in
            [(10, 0.5, 8), (3, 0.2, 3), (4, 0.3, 0), (5_000, 0.1, 560)]
        {
            let whole = upper_tail(trials, share, successes);
            let [trials, successes] = [trials, successes].map(|count| count as f64);
            assert!((upper_tail_of(trials, share, successes) - whole).abs() < 1e-9);
        }
        let half = upper_tail_of(100.0, 0.3, 36.5);
        assert!(upper_tail(100, 0.3, 37) < half && half < upper_tail(100, 0.3, 36));
        assert!(upper_tail_of(4.0, 0.0, 1.0) < 1e-15 && upper_tail_of(4.0, 1.0, 4.0) > 1.0 - 1e-15);
    }

    #[test]
    fn tails_are_those_of_the_textbook() {
        // Ten tosses of a fair coin: 56 of 1,024 ways give eight heads or more.
        assert!((upper_tail(10, 0.5, 8) - 56.0 / 1_024.0).abs() < 1e-12);
        assert!((upper_tail(10, 0.5, 1) - 1_023.0 / 1_024.0).abs() < 1e-12);
        assert!((upper_tail(3, 0.2, 3) - 0.008).abs() < 1e-12);
        assert!((upper_tail(4, 0.3, 0) - 1.0).abs() < 1e-15);
        assert!(upper_tail(4, 0.0, 1) < 1e-15 && upper_tail(4, 1.0, 4) > 1.0 - 1e-15);
        // Far from the centre and with many trials: sums of both tails close up to one.
        let below: f64 = upper_tail(100_000, 0.1, 9_900);
        let complement = upper_tail(100_000, 0.9, 100_000 - 9_899);
        assert!(
            (below + complement - 1.0).abs() < 1e-9,
            "{below} {complement}"
        );
    }
}
