//! Plays all cells of a comparison on the same realizations.

use std::ops::{ControlFlow, Range};

use crate::analysis::settlement;
use crate::bargaining::Prepared;
use crate::experiment::cell::Cell;
use crate::experiment::compare::cells::{CompareSettings, ComparedCells};
use crate::experiment::compare::comparison::{Comparison, comparison};
use crate::experiment::compare::rule::{Formulas, RuleTally, rule_comparison};
use crate::experiment::compare::tally::{Tally, ZoneTally};
use crate::simulation::{Control, in_order};

/// Runs of one chunk: small, since each is played once for each cell.
const CHUNK_RUNS: u64 = 256;

/// Plays all cells of a comparison and compares them; nothing when it was cancelled before the first chunk was done.
///
/// Cancelled later, it keeps the chunks done, and the rules whose runs are all done.
pub fn compare(
    cells: &ComparedCells,
    settings: &CompareSettings,
    control: &dyn Control,
) -> Option<(Comparison, Tally)> {
    let seed = settings.runs.seed;
    let prepared = prepare(&cells.none, cells.policies.iter().map(|it| &it.cell), seed);
    let parts: Vec<Prepared<'_>> = cells.parts.iter().map(|it| it.prepare(seed)).collect();
    let mut tally = Tally::new(cells);
    chunks(
        settings.runs.threads,
        0..settings.runs.runs,
        |runs| {
            Tally::play(
                cells,
                &prepared,
                &parts,
                runs,
                settings.zone_runs > 0,
                control,
            )
        },
        |chunk| tally.merge(&chunk),
    );
    if tally.runs() == 0 {
        return None;
    }
    let mut zones = ZoneTally::new(cells.policies.len());
    let further = settings.runs.runs..settings.runs.runs.saturating_add(settings.zone_runs);
    chunks(
        settings.runs.threads,
        further,
        |runs| ZoneTally::look(&prepared, runs, control),
        |chunk| zones.merge(&chunk),
    );
    let mut result = comparison(cells, settings, &tally, &zones);
    for variant in &cells.variants {
        let prepared = prepare(&variant.none, &variant.policies, seed);
        let mut tally = RuleTally::new(variant.policies.len());
        chunks(
            settings.runs.threads,
            0..settings.runs.runs,
            |runs| RuleTally::play(&prepared, runs, control),
            |chunk| tally.merge(&chunk),
        );
        if tally.runs() == settings.runs.runs {
            let found = rule_comparison(variant.rule, &cells.policies, &result.ranking, &tally);
            result.rules.push(found);
        }
    }
    settle(cells, settings, control, &mut result);
    Some((result, tally))
}

/// Adds what comes out under the formulas asked for, if nobody stops it.
fn settle(
    cells: &ComparedCells,
    settings: &CompareSettings,
    control: &dyn Control,
    result: &mut Comparison,
) {
    if cells.formulas.is_empty() {
        return;
    }
    let policies = cells.policies.iter().map(|it| &it.cell);
    let settled: Vec<Formulas<'_>> = std::iter::once(&cells.none)
        .chain(policies)
        .map(Formulas::new)
        .collect();
    let rules = settlement::Rule::ALL;
    let mut tallies = vec![RuleTally::new(cells.policies.len()); rules.len()];
    chunks(
        settings.runs.threads,
        0..settings.runs.runs,
        |runs| RuleTally::settle(&settled, settings.runs.seed, runs, control),
        |chunk| {
            for (tally, more) in tallies.iter_mut().zip(&chunk) {
                tally.merge(more);
            }
        },
    );
    for &rule in &cells.formulas {
        let place = rules.iter().position(|&it| Some(it) == rule.formula());
        let tally = place.map(|place| &tallies[place]);
        if let Some(tally) = tally.filter(|it| it.runs() == settings.runs.runs) {
            result.rules.push(rule_comparison(
                rule,
                &cells.policies,
                &result.ranking,
                tally,
            ));
        }
    }
}

/// The cell without levers first, then the others.
fn prepare<'a>(
    none: &'a Cell,
    others: impl IntoIterator<Item = &'a Cell>,
    seed: u64,
) -> Vec<Prepared<'a>> {
    let cells = std::iter::once(none).chain(others);
    cells.map(|cell| cell.prepare(seed)).collect()
}

/// Does runs chunk by chunk and takes the chunks in run order, up to the first that is missing.
fn chunks<T: Send>(
    threads: Option<usize>,
    runs: Range<u64>,
    chunk: impl Fn(Range<u64>) -> Option<T> + Sync + Send,
    mut take: impl FnMut(T),
) {
    let count = (runs.end - runs.start).div_ceil(CHUNK_RUNS);
    let of = |number: u64| {
        let first = runs.start + number * CHUNK_RUNS;
        chunk(first..runs.end.min(first + CHUNK_RUNS))
    };
    in_order(threads, 0..count, of, |_, done| {
        take(done);
        ControlFlow::Continue(())
    });
}
