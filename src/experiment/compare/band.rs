//! How far the effects of policies move over the ranges of all assumptions together.

use std::ops::Range;

use crate::experiment::band::{Asked, BandPoints};
use crate::experiment::compare::cells::ComparedCells;
use crate::experiment::compare::comparison::Comparison;
use crate::experiment::compare::policy::settings_of;
use crate::experiment::compare::tally::noted;
use crate::scenario::Assignment;
use crate::simulation::{Band, Change, Control, Headline, Mean, Rate, Written};

/// The bands of the headline results without levers, and of what each policy changes in them, with these changes point by point, those
/// of agreement first; none when it was cancelled.
///
/// `rates` are the results without levers over all runs; `before` what they were in the first runs as written, without levers,
/// then with each policy, run after run.
pub(super) fn band(
    points: &BandPoints<'_>,
    compared: &ComparedCells,
    (comparison, headline, rates): (&Comparison, &Headline, &[Rate]),
    before: &[Vec<bool>],
    control: &dyn Control,
) -> Option<(Band, Vec<Vec<Mean>>)> {
    let uses = settings_of(&compared.policies, &compared.scenario);
    let of_point = |sets: &[Assignment], runs: Range<u64>| {
        let results = uses.iter().map(|uses| {
            let outcomes = points.play_cell(&[sets, uses].concat(), runs.clone(), control)?;
            Some(noted(headline, &outcomes))
        });
        let now: Vec<Vec<bool>> = results.collect::<Option<_>>()?;
        let first = usize::try_from(runs.start).expect("a place in memory");
        Some(differences(&now, before, first, headline.count()))
    };
    let results = headline.whole_names().zip(rates);
    let results = results.flat_map(|(measure, &rate)| {
        let none = Asked {
            measure,
            of: "",
            written: Some(rate.into()),
            legal: [0.0, 1.0],
        };
        let effects = comparison.effects.iter().map(move |policy| {
            let effect = policy.of(measure).expect("it is compared");
            Asked {
                measure,
                of: &policy.policy,
                written: Some(Written {
                    value: effect.difference,
                    error: effect.se.unwrap_or(0.0),
                }),
                legal: [-1.0, 1.0],
            }
        });
        std::iter::once(none).chain(effects)
    });
    let found = points.visit(of_point)?;
    let changes = found.iter().map(|point| {
        let changes = point.iter().map(|mean| Some(mean.into()));
        changes.collect()
    });
    let changes: Vec<Vec<Option<Change>>> = changes.collect();
    let changes: Vec<&[Option<Change>]> = changes.iter().map(Vec::as_slice).collect();
    let band = points.band(&changes, &results.collect::<Vec<_>>());
    Some((band, found))
}

/// By how much so many results without levers differ from those of the same runs before, and by how much the effects of each
/// policy: result by result, each without levers, then with each policy.
fn differences(now: &[Vec<bool>], before: &[Vec<bool>], first: usize, count: usize) -> Vec<Mean> {
    let changed = |cell: usize, run: usize, result: usize| {
        let [now, before] = [
            now[cell][run * count + result],
            before[cell][(first + run) * count + result],
        ];
        f64::from(u8::from(now)) - f64::from(u8::from(before))
    };
    let of_cell = |result: usize, cell: usize| {
        let mut mean = Mean::default();
        for run in 0..now[cell].len() / count {
            let without = if cell == 0 {
                0.0
            } else {
                changed(0, run, result)
            };
            mean.push(changed(cell, run, result) - without);
        }
        mean
    };
    let results = 0..count;
    results
        .flat_map(|result| (0..now.len()).map(move |cell| of_cell(result, cell)))
        .collect()
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
        let found = differences(&now, &before, 1, 1);
        let values: Vec<f64> = found.iter().filter_map(Mean::value).collect();
        assert!((values[0] - 1.0 / 3.0).abs() < 1e-12, "{values:?}");
        // Of the effects 0, 1, 1 now those of before, 0, 0, 1, are taken.
        assert!((values[1] - 1.0 / 3.0).abs() < 1e-12, "{values:?}");
    }

    #[test]
    fn each_result_is_compared_with_itself() {
        // Two results of two runs, without levers and with one, run after run; the first never changes.
        let before = vec![vec![true, false, true, false]; 2];
        let now = vec![
            vec![true, false, true, false],
            vec![true, true, true, false],
        ];
        let found = differences(&now, &before, 0, 2);
        let values: Vec<f64> = found.iter().filter_map(Mean::value).collect();
        let right = [0.0, 0.0, 0.0, 0.5];
        assert!(
            values
                .iter()
                .zip(right)
                .all(|(found, right)| (found - right).abs() < 1e-12),
            "{values:?}"
        );
        assert_eq!(values.len(), 4);
    }
}
