//! Several comparisons at once: one rule for what can be distinguished, and which items cannot.
//!
//! The rule: of m comparisons that stand beside one another each has the confidence at which all m hold together. Its interval is
//! the one that is printed and drawn, and it can be distinguished from none when that interval excludes 0; the p-value printed
//! is the one adjusted the same way. So tables, figures, sentences and rankings cannot contradict each other. A stepwise
//! procedure (Holm 1979) would reject a little more, but it has no intervals that show what it rejects.

/// Confidence of each of so many intervals that makes all of them hold together with at least `confidence`.
///
/// `confidence^(1/count)` (Šidák 1967): exact for independent estimates, on the safe side for normal ones however they
/// are correlated.
pub fn simultaneous(confidence: f64, count: usize) -> f64 {
    libm::pow(confidence, 1.0 / count.max(1) as f64)
}

/// A p-value of one of so many comparisons, adjusted so that it is at most 1 − c exactly where the interval at
/// `simultaneous(c, count)` excludes what was tested: `1 − (1 − p)^count`.
pub fn adjusted(p_value: f64, count: usize) -> f64 {
    -libm::expm1(count.max(1) as f64 * libm::log1p(-p_value.min(1.0)))
}

/// Whether an interval lies on one side of 0.
pub fn excludes_zero([low, high]: [f64; 2]) -> bool {
    low > 0.0 || high < 0.0
}

/// Groups of items of which no two can be distinguished, largest possible, each item in at least one.
///
/// Insertion and absorption (Piepho 2004, Journal of Computational and Graphical Statistics 13, 456–466): start with one
/// group of all; for each pair that differs split every group that holds both; drop what lies within another group.
/// Groups and items come in growing order.
pub fn indistinct_groups(count: usize, distinct: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = vec![(0..count).collect()];
    for one in 0..count {
        for other in one + 1..count {
            if distinct(one, other) {
                groups = split(&groups, one, other);
            }
        }
    }
    groups.sort();
    groups
}

fn split(groups: &[Vec<usize>], one: usize, other: usize) -> Vec<Vec<usize>> {
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for group in groups {
        if group.contains(&one) && group.contains(&other) {
            let without = |gone: usize| {
                let members = group.iter().copied();
                members.filter(|&member| member != gone).collect()
            };
            parts.push(without(one));
            parts.push(without(other));
        } else {
            parts.push(group.clone());
        }
    }
    let within =
        |inner: &Vec<usize>, outer: &Vec<usize>| inner.iter().all(|member| outer.contains(member));
    let kept = |(place, part): &(usize, &Vec<usize>)| {
        let others = parts.iter().enumerate();
        // Of equal groups the first stays.
        !others.clone().any(|(at, other)| {
            at != *place && within(part, other) && (other.len() > part.len() || at < *place)
        })
    };
    let all = parts.iter().enumerate();
    all.filter(kept).map(|(_, part)| part.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::{adjusted, indistinct_groups, simultaneous};

    #[test]
    fn a_p_value_is_adjusted_as_intervals_are_widened() {
        for (count, confidence) in [(1, 0.95), (7, 0.95), (200, 0.9)] {
            let just = 1.0 - simultaneous(confidence, count);
            assert!((adjusted(just, count) - (1.0 - confidence)).abs() < 1e-12);
        }
        assert!((adjusted(1.0, 5) - 1.0).abs() < 1e-15 && adjusted(0.0, 5).abs() < 1e-300);
        // Small ones keep their digits.
        assert!((adjusted(1e-30, 4) / 4e-30 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn simultaneous_intervals_hold_together() {
        assert!((simultaneous(0.95, 1) - 0.95).abs() < 1e-15);
        let each = simultaneous(0.95, 7);
        assert!((each - 0.992_699_2).abs() < 1e-6, "{each}");
        // Bonferroni is a little wider.
        assert!(each < 1.0 - 0.05 / 7.0);
    }

    #[test]
    fn groups_hold_whatever_is_indistinct_groups() {
        // Four on a line, distinct when two or more steps apart.
        let groups = indistinct_groups(4, |one, other| other - one >= 2);
        assert_eq!(groups, [vec![0, 1], vec![1, 2], vec![2, 3]]);
        assert_eq!(indistinct_groups(3, |_, _| false), [vec![0, 1, 2]]);
        assert_eq!(indistinct_groups(2, |_, _| true), [vec![0], vec![1]]);
        // Not in a row: 0 and 2 cannot be distinguished, 1 differs from both.
        let groups = indistinct_groups(3, |one, other| one == 1 || other == 1);
        assert_eq!(groups, [vec![0, 2], vec![1]]);
    }
}
