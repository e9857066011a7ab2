//! Effects per unit of the size that somebody assumed, and the size at which a lever breaks even.
//!
//! How much a lever changes restates how large its effects are written. What can be compared between levers is the change for each unit
//! of size; what can be said of one lever is the size from which on it brings its actor as much as it costs.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::bargaining::{Outcome, Prepared, threads_within_memory};
use crate::experiment::cell::Cell;
use crate::experiment::compare::effect::PolicyEffect;
use crate::experiment::compare::pairs::PairedEffect;
use crate::experiment::compare::sized::SizedLever;
use crate::experiment::compare::split::{LeverSplit, Target, targets};
use crate::experiment::crossing::{Reading, crossing};
use crate::model::{EffectTarget, Lever, Scenario};
use crate::simulation::{
    CONFIDENCE, Control, Mean, PairedRates, RunSettings, in_pieces, play_runs, simultaneous,
};

/// Runs of one chunk.
const CHUNK_RUNS: u64 = 256;
/// A size below which a change for each unit of it says nothing.
const SIZE_MIN: f64 = 1e-9;

/// What a lever changes for each unit of its size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PerUnit {
    /// The lever.
    pub lever: String,
    /// Name of whom or what its effects concern.
    pub target: String,
    /// The same for readers.
    pub title: String,
    /// What the effects shift, as its key: `reservation`, `round-cost` and so on.
    pub of: String,
    /// Their size, the sum of the central values as written.
    pub size: f64,
    /// Change of the share of agreements for each 0.01 that the size is greater; what the effects on this target change by themselves,
    /// divided by their size.
    pub change: f64,
    /// Its interval; those of all parts hold together at 95 %.
    pub interval: [f64; 2],
}

/// A lever at other sizes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LeverSizes {
    /// The lever.
    pub lever: String,
    /// Who pulls it.
    pub actor: String,
    /// Runs at each size.
    pub runs: u64,
    /// Sizes that are legal, smallest first.
    pub sizes: Vec<AtSize>,
    /// The size at which the actor's payoff is what it is without the lever, as a multiple of that assumed; none where the lever costs
    /// nothing, or more than it brings at all sizes tried.
    pub break_even: Option<BreakEven>,
}

/// A lever at some multiple of its size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AtSize {
    /// The multiple.
    pub times: f64,
    /// Agreement.
    pub agreement: PairedEffect,
    /// Change of the actor's payoff.
    pub payoff: Mean,
}

/// Where a lever brings its actor as much as it costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BreakEven {
    /// The multiple of the size assumed, by interpolation.
    pub times: f64,
    /// The same at the least and at the most, given the simulation error at each size (95 %); at most the greatest size tried.
    pub between: [f64; 2],
}

/// The change of agreement through each target of each lever, for each unit of size; targets with effects of several kinds have none, nor have
/// those whose size is no utility or probability, of which 0.01 would mean nothing.
pub(super) fn per_unit(
    scenario: &Scenario,
    effects: &[PolicyEffect],
    splits: &[LeverSplit],
) -> Vec<PerUnit> {
    let units = scenario.levers.iter().flat_map(|lever| {
        let whole = effects.iter().find(|effect| effect.policy == lever.id);
        let split = splits.iter().find(|split| split.lever == lever.id);
        targets(lever).into_iter().filter_map(move |target| {
            let (name, title) = target.names(scenario);
            let change = match split {
                Some(split) => {
                    let mut parts = split.parts.iter();
                    &parts.find(|part| part.target == name)?.agreement
                }
                None => &whole?.agreement,
            };
            let (of, size) = size(lever, target)?;
            Some((
                change,
                PerUnit {
                    lever: lever.id.clone(),
                    target: name,
                    title,
                    of: of.to_owned(),
                    size,
                    change: 0.0,
                    interval: [0.0; 2],
                },
            ))
        })
    });
    let units: Vec<_> = units.collect();
    let confidence = simultaneous(CONFIDENCE, units.len());
    let units = units.into_iter().map(|(change, unit)| {
        let each = |change: f64| 0.01 * change / unit.size;
        let [one, other] = change.rates().interval(confidence).map(each);
        PerUnit {
            change: each(change.difference),
            interval: [one.min(other), one.max(other)],
            ..unit
        }
    });
    units.collect()
}

/// What a lever's effects on a target shift, and by how much together; none where they shift several things.
fn size(lever: &Lever, target: Target) -> Option<(&'static str, f64)> {
    let mut effects = lever
        .effects
        .iter()
        .filter(|effect| Target::of(effect.target) == target);
    let first = effects.clone().next()?.target;
    // A weight or a score is of one issue among others, which no sum stands for; drivers, readings and rounds have units of their own.
    let is_measured = matches!(
        first,
        EffectTarget::Reservation(_)
            | EffectTarget::RoundCost(_)
            | EffectTarget::Breach(_)
            | EffectTarget::Payment(_)
            | EffectTarget::BodyReservation(_)
            | EffectTarget::Support(_)
            | EffectTarget::Breakdown
            | EffectTarget::Noise(_)
    );
    let is_one = is_measured && effects.clone().all(|effect| effect.target == first);
    let size: f64 = effects.by_ref().map(|effect| effect.size.central()).sum();
    (is_one && size.abs() > SIZE_MIN).then(|| (first.key(), size))
}

/// Plays levers at other sizes against none; none when it was cancelled.
pub(super) fn play_sizes(
    (none, levers): (&Cell, &[SizedLever]),
    effects: &[PolicyEffect],
    settings: &RunSettings,
    control: &dyn Control,
) -> Option<Vec<LeverSizes>> {
    let seed = settings.seed;
    let without = none.prepare(seed);
    let with: Vec<Prepared<'_>> = levers
        .iter()
        .flat_map(SizedLever::cells)
        .map(|cell| cell.prepare(seed))
        .collect();
    let play = |runs: Range<u64>| -> Option<Vec<Vec<Outcome>>> {
        let cells = std::iter::once(&without).chain(&with);
        cells
            .map(|cell| play_runs(cell, runs.clone(), control))
            .collect()
    };
    let actors = levers
        .iter()
        .flat_map(|lever| lever.cells.iter().map(|_| lever.actor));
    let actors: Vec<usize> = actors.collect();
    let mut counted = vec![(PairedRates::default(), Mean::default()); with.len()];
    let games = std::iter::once(&without).chain(&with).map(|cell| cell.game);
    let threads = threads_within_memory(settings.threads, games);
    in_pieces(threads, 0..settings.runs, CHUNK_RUNS, play, |played| {
        for ((rates, payoff), (outcomes, &actor)) in
            counted.iter_mut().zip(played[1..].iter().zip(&actors))
        {
            for (without, with) in played[0].iter().zip(outcomes) {
                rates.add(with.agreed.is_some(), without.agreed.is_some());
                payoff.push(with.payoffs[actor] - without.payoffs[actor]);
            }
        }
    });
    if counted
        .first()
        .is_none_or(|(rates, _)| rates.runs() < settings.runs)
    {
        return None;
    }
    let mut found = counted.iter();
    let sizes = levers.iter().map(|lever| {
        let at = lever.cells.iter().zip(&mut found);
        let sizes = at.map(|(&(times, _), (rates, payoff))| AtSize {
            times,
            agreement: PairedEffect::of(rates, with.len()),
            payoff: *payoff,
        });
        let sizes: Vec<AtSize> = sizes.collect();
        let effect = &effects[lever.policy];
        let (actor, changes) = effect
            .parties
            .get_index(lever.actor)
            .expect("an actor is a party");
        LeverSizes {
            lever: effect.policy.clone(),
            actor: actor.clone(),
            runs: settings.runs,
            break_even: break_even(&changes.lever_cost, &changes.payoff, &sizes),
            sizes,
        }
    });
    Some(sizes.collect())
}

/// Where a lever that costs something brings as much, from its cost, the actor's payoff as written and at other sizes.
fn break_even(cost: &Mean, written: &Mean, sizes: &[AtSize]) -> Option<BreakEven> {
    let paid = cost.value().filter(|cost| *cost > 0.0)?;
    let reading = |times: f64, payoff: &Mean| {
        Some(Reading {
            at: times,
            result: payoff.value()?,
            error: payoff.standard_error()?,
        })
    };
    let others = sizes.iter().map(|size| reading(size.times, &size.payoff));
    let mut readings: Vec<Reading> = others
        .chain([reading(1.0, written)])
        .collect::<Option<_>>()?;
    // Without any effect it costs what it costs.
    readings.push(Reading {
        at: 0.0,
        result: -paid,
        error: cost.standard_error()?,
    });
    readings.sort_by(|one, other| one.at.total_cmp(&other.at));
    // A lever that is too large may lose again what a smaller one brought; that smaller one pays all the same.
    let best = (0..readings.len())
        .rev()
        .max_by(|&one, &other| readings[one].result.total_cmp(&readings[other].result))?;
    let found = crossing(&readings[..=best], 0.0);
    found.is_reached.then_some(BreakEven {
        times: found.at,
        between: found.between,
    })
}

#[cfg(test)]
mod tests {
    use super::{AtSize, break_even};
    use crate::experiment::compare::pairs::PairedEffect;
    use crate::simulation::{Mean, PairedRates};

    fn mean(value: f64) -> Mean {
        Mean::of_moments(100, value, 0.0)
    }

    fn at(times: f64, payoff: f64) -> AtSize {
        AtSize {
            times,
            agreement: PairedEffect::of(&PairedRates::default(), 1),
            payoff: mean(payoff),
        }
    }

    #[test]
    fn a_lever_breaks_even_where_what_it_brings_is_its_cost() {
        // It costs 0.01 and brings 0.004 for each size.
        let sizes = [at(0.5, -0.008), at(2.0, -0.002), at(4.0, 0.006)];
        let found = break_even(&mean(0.01), &mean(-0.006), &sizes).expect("it does");
        assert!((found.times - 2.5).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_size_that_pays_counts_though_a_larger_one_does_not() {
        let sizes = [at(0.5, -0.004), at(2.0, -0.03), at(4.0, -0.06)];
        let found = break_even(&mean(0.01), &mean(0.002), &sizes).expect("it does");
        assert!(found.times > 0.5 && found.times < 1.0, "{found:?}");
    }

    #[test]
    fn what_costs_nothing_or_never_pays_has_no_such_size() {
        let sizes = [at(0.5, -0.008), at(2.0, -0.012), at(4.0, -0.02)];
        assert_eq!(break_even(&mean(0.01), &mean(-0.01), &sizes), None);
        assert_eq!(break_even(&mean(0.0), &mean(0.1), &sizes), None);
    }
}
