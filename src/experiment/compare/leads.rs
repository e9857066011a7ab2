//! What would overturn the first ranks: the numbers that by themselves change by how much the first policy leads.

use crate::experiment::band::BandPoints;
use crate::experiment::compare::cells::ComparedCells;
use crate::experiment::compare::comparison::{Comparison, RankLead};
use crate::experiment::compare::policy::settings_of;
use crate::experiment::decisive::{Contest, contest};
use crate::simulation::{Control, Mean};

/// Cells that are played at most with numbers moved one by one: two for each of two leads.
pub const CELLS_MOVED: u64 = 4;

/// The first policy in the ranking against no lever, where it can be distinguished from that, and against the first below it that can
/// be distinguished from it; none when it was cancelled, nothing with too few runs.
///
/// `before` says which of the first runs agreed in each cell; `changes` by how much agreement without levers and each effect are
/// greater, point by point of the band.
pub(super) fn leads(
    points: &BandPoints<'_>,
    compared: &ComparedCells,
    comparison: &Comparison,
    (before, changes): (&[Vec<bool>], &[Vec<Mean>]),
    control: &dyn Control,
) -> Option<Vec<RankLead>> {
    let uses = settings_of(&compared.policies, &compared.scenario);
    let cell = |id: &str| 1 + place(comparison, id);
    let Some(upper) = comparison.ranking.order.first() else {
        return Some(Vec::new());
    };
    let (first, effect) = (cell(upper), &comparison.effects[place(comparison, upper)]);
    let mut rivals = Vec::new();
    if points.runs_moved() == 0 {
        return Some(Vec::new());
    }
    if effect.agreement.is_significant() && effect.agreement.difference > 0.0 {
        rivals.push((None, effect.agreement.difference));
    }
    let pairs = comparison.ranking.pairs.iter();
    let mut distinct = pairs.filter(|pair| pair.upper == *upper && pair.is_distinct());
    rivals.extend(
        distinct
            .next()
            .map(|pair| (Some(&pair.lower), pair.difference)),
    );
    let found = rivals.into_iter().map(|(lower, lead)| {
        let second = lower.map_or(0, |id| cell(id));
        let greater = |point: &Vec<Mean>, cell: usize| point[cell].value().unwrap_or(0.0);
        let differences = changes.iter().map(|point| {
            let of_second = if second == 0 {
                0.0
            } else {
                greater(point, second)
            };
            greater(point, first) - of_second
        });
        let contested = Contest {
            cells: [&uses[first], &uses[second]].map(Clone::clone),
            before: [&before[first], &before[second]],
            lead,
            differences: differences.collect(),
        };
        Some(RankLead {
            upper: upper.clone(),
            lower: lower.cloned(),
            decisive: contest(points, &contested, control)?,
        })
    });
    found.collect()
}

/// Where a policy stands among the effects.
fn place(comparison: &Comparison, id: &str) -> usize {
    let mut effects = comparison.effects.iter();
    effects
        .position(|effect| effect.policy == id)
        .expect("every ranked policy has an effect")
}
