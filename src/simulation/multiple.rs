//! Several comparisons at once: adjusted p-values, simultaneous intervals, and which items cannot be distinguished.

/// Holm's step-down adjustment (Holm 1979): each p-value may then be read as if it were the only one.
///
/// The smallest is multiplied by their number, the next by one less and so on, none falls below one before it, and none
/// exceeds 1.
pub fn holm(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    // Equal values end up equal, whatever their order.
    order.sort_by(|&one, &other| values[one].total_cmp(&values[other]));
    let mut adjusted = vec![0.0; values.len()];
    let mut largest: f64 = 0.0;
    for (before, &place) in order.iter().enumerate() {
        let factor = (values.len() - before) as f64;
        largest = largest.max((values[place] * factor).min(1.0));
        adjusted[place] = largest;
    }
    adjusted
}

/// Confidence of each of so many intervals that makes all of them hold together with at least `confidence`.
///
/// `confidence^(1/count)` (Šidák 1967): exact for independent estimates, on the safe side for normal ones however they
/// are correlated.
pub fn simultaneous(confidence: f64, count: usize) -> f64 {
    libm::pow(confidence, 1.0 / count.max(1) as f64)
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
    use super::{holm, indistinct_groups, simultaneous};

    #[test]
    fn holm_gives_what_its_definition_says() {
        // The example of R's `p.adjust` and of many textbooks: .01, .02, .03, .04 and .05 become .05, .08, .09, .09, .09.
        let adjusted = holm(&[0.04, 0.01, 0.05, 0.03, 0.02]);
        for (found, wanted) in adjusted.iter().zip([0.09, 0.05, 0.09, 0.09, 0.08]) {
            assert!((found - wanted).abs() < 1e-12, "{adjusted:?}");
        }
        assert_eq!(holm(&[0.7, 0.6]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
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
