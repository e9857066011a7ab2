//! How far the effects of policies move over the ranges of all assumptions together.

use std::ops::Range;

use crate::experiment::band::{Asked, BandPoints};
use crate::experiment::compare::cells::ComparedCells;
use crate::experiment::compare::comparison::Comparison;
use crate::experiment::compare::policy::uses_of;
use crate::experiment::compare::tally::agreements;
use crate::scenario::Assignment;
use crate::simulation::{Band, Control, Mean, Written};

/// The band of agreement without levers, and that of what each policy changes, with these changes point by point; none when it was
/// cancelled.
///
/// `before` says which of the first runs agreed as written: without levers, then with each policy.
pub(super) fn band(
    points: &BandPoints<'_>,
    compared: &ComparedCells,
    comparison: &Comparison,
    before: &[Vec<bool>],
    control: &dyn Control,
) -> Option<(Band, Vec<Vec<Mean>>)> {
    let uses = uses_of(&compared.policies, &compared.scenario);
    let of_point = |sets: &[Assignment], runs: Range<u64>| {
        let agreed = uses.iter().map(|uses| {
            let outcomes = points.play_cell(&[sets, uses].concat(), runs.clone(), control)?;
            Some(agreements(&outcomes))
        });
        let now: Vec<Vec<bool>> = agreed.collect::<Option<_>>()?;
        let first = usize::try_from(runs.start).expect("a place in memory");
        Some(differences(&now, before, first))
    };
    let measure = "agreement";
    let none = Asked {
        measure,
        of: "",
        written: comparison.none.into(),
        legal: [0.0, 1.0],
    };
    let effects = comparison.effects.iter().map(|effect| Asked {
        measure,
        of: &effect.policy,
        written: Written {
            value: effect.agreement.difference,
            error: effect.agreement.se.unwrap_or(0.0),
        },
        legal: [-1.0, 1.0],
    });
    let results: Vec<_> = std::iter::once(none).chain(effects).collect();
    let found = points.visit(of_point)?;
    let changes: Vec<&[Mean]> = found.iter().map(Vec::as_slice).collect();
    Some((points.band(&changes, &results), found))
}

/// By how much agreement without levers differs from that of the same runs before, and by how much the effect of each policy.
fn differences(now: &[Vec<bool>], before: &[Vec<bool>], first: usize) -> Vec<Mean> {
    let changed = |cell: usize, run: usize| {
        f64::from(u8::from(now[cell][run])) - f64::from(u8::from(before[cell][first + run]))
    };
    let of_cell = |cell: usize| {
        let mut mean = Mean::default();
        for run in 0..now[cell].len() {
            let without = if cell == 0 { 0.0 } else { changed(0, run) };
            mean.push(changed(cell, run) - without);
        }
        mean
    };
    (0..now.len()).map(of_cell).collect()
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::simulation::Mean;

    #[test]
    fn effects_are_differences_of_differences() {
        // Without levers, then with one: before the lever makes run 2 agree, now runs 1 and 2, and run 0 agrees anyway.
        let before = vec![vec![false; 4], vec![false, false, false, true]];
        let now = vec![vec![true, false, false], vec![true, true, true]];
        let found = differences(&now, &before, 1);
        let values: Vec<f64> = found.iter().filter_map(Mean::value).collect();
        assert!((values[0] - 1.0 / 3.0).abs() < 1e-12, "{values:?}");
        // Of the effects 0, 1, 1 now those of before, 0, 0, 1, are taken.
        assert!((values[1] - 1.0 / 3.0).abs() < 1e-12, "{values:?}");
    }
}
