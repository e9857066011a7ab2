//! Plays all cells of a comparison on the same realizations.

use std::ops::Range;

use crate::analysis::position::{Counting, Request, Theorist};
use crate::analysis::settlement::{self, Settler};
use crate::bargaining::{Opening, Prepared, threads_within_memory};
use crate::experiment::band::BandPoints;
use crate::experiment::cell::Cell;
use crate::experiment::compare::band::band;
use crate::experiment::compare::cells::{CompareSettings, ComparedCells};
use crate::experiment::compare::comparison::{Comparison, comparison};
use crate::experiment::compare::leads::leads;
use crate::experiment::compare::pairs::Pairs;
use crate::experiment::compare::robust::Robust;
use crate::experiment::compare::rule::{RuleComparison, runs_of_variants};
use crate::experiment::compare::sizes::play_sizes;
use crate::experiment::compare::tally::{Tally, agreements};
use crate::simulation::{Control, Headline, RunSettings, in_pieces, play_runs, runs_done};

/// Runs of one chunk: small, since each is played once for each cell.
const CHUNK_RUNS: u64 = 256;

/// What a comparison found.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Estimates.
    pub comparison: Comparison,
    /// Counts of the runs under the file's own rules.
    pub tally: Tally,
    /// What is missing since it was cancelled, in words.
    pub missing: Vec<&'static str>,
}

/// Plays all cells of a comparison and compares them; nothing when it was cancelled before the first chunk was done.
///
/// Cancelled later, it keeps the chunks done, and the rules whose runs are all done. `points` are those in the ranges of
/// assumptions where effects are looked at as well.
pub fn compare(
    compared: &ComparedCells,
    settings: &CompareSettings,
    points: Option<&BandPoints<'_>>,
    control: &dyn Control,
) -> Option<Compared> {
    let RunSettings {
        runs,
        seed,
        threads,
    } = settings.runs;
    let cells = prepare(&compared.cells, seed);
    let parts = compared.divided.iter().flat_map(|lever| &lever.parts);
    let parts = prepare(parts.map(|(_, cell)| cell), seed);
    let headline = points.map(|_| Headline::compared(&compared.scenario));
    let headline = headline.as_ref();
    let mut tally = Tally::new(compared);
    let threads = threads_within_memory(threads, cells.iter().chain(&parts).map(|cell| cell.game));
    let noted = points.map_or(0, BandPoints::runs_played);
    let play = |runs: Range<u64>| {
        let headline = headline.filter(|_| runs.start < noted);
        Tally::play(compared, [&cells, &parts], runs, headline, control)
    };
    let mut before = vec![Vec::new(); compared.cells.len()];
    in_pieces(threads, 0..runs, CHUNK_RUNS, play, |(chunk, results)| {
        for (before, results) in before.iter_mut().zip(results) {
            before.extend(results);
        }
        tally.merge(&chunk);
    });
    if tally.runs() == 0 {
        return None;
    }
    let mut result = comparison(compared, settings, &tally);
    let mut missing = Vec::new();
    let mut add = |rule, pairs: &Pairs, runs| {
        if pairs.runs() == runs {
            let found = RuleComparison::of(rule, &compared.policies, &result.ranking, pairs);
            result.rules.push(found);
        }
    };
    for variant in &compared.variants {
        let runs = runs_of_variants(runs);
        let played = play_again(&variant.cells, (settings, runs), control);
        add(variant.rule, &played, runs);
    }
    if !compared.formulas.is_empty() {
        let settled = settle(&compared.cells, settings, control);
        for &rule in &compared.formulas {
            let mut settled = settled.iter();
            if let Some((_, pairs)) = settled.find(|settled| Some(settled.0) == rule.formula()) {
                add(rule, pairs, runs);
            }
        }
    }
    if !compared.sized.is_empty() {
        let settings = RunSettings {
            runs: runs_of_variants(runs),
            ..settings.runs
        };
        let levers = (&compared.cells[0], &*compared.sized);
        match play_sizes(levers, &result.effects, &settings, control) {
            Some(sizes) => result.sizes = sizes,
            None => missing.push("levers at other sizes"),
        }
    }
    if result.rules.len() < compared.rule_count() {
        missing.push("other rules");
    }
    result.robust = Robust::of(&result.effects, &result.ranking, &result.rules);
    if let Some((points, headline)) = points.zip(headline) {
        let rates = headline.rates(&tally.without, &tally.subjects);
        let found = (&result, headline, &*rates);
        let banded = if tally.runs() >= noted {
            band(points, compared, found, &before, control)
        } else {
            None
        };
        let decided = banded.as_ref().and_then(|(_, changes)| {
            let agreed = before.iter().map(|cell| {
                let first = cell.iter().step_by(headline.count());
                first.copied().collect()
            });
            let agreed: Vec<Vec<bool>> = agreed.collect();
            leads(points, compared, &result, (&agreed, changes), control)
        });
        match banded {
            Some((band, _)) => result.band = Some(band),
            None => missing.push("the band of assumptions"),
        }
        match decided {
            Some(leads) => result.leads = leads,
            None => missing.push("the assumptions that decide"),
        }
    }
    Some(Compared {
        comparison: result,
        tally,
        missing,
    })
}

/// Agreements of cells played under another rule.
fn play_again(
    cells: &[Cell],
    (settings, runs): (&CompareSettings, u64),
    control: &dyn Control,
) -> Pairs {
    let RunSettings { seed, threads, .. } = settings.runs;
    let cells = prepare(cells, seed);
    let play = |runs: Range<u64>| -> Option<Vec<Vec<bool>>> {
        let play = |cell| Some(agreements(&play_runs(cell, runs.clone(), control)?));
        cells.iter().map(play).collect()
    };
    let mut pairs = Pairs::new(cells.len());
    let threads = threads_within_memory(threads, cells.iter().map(|cell| cell.game));
    in_pieces(threads, 0..runs, CHUNK_RUNS, play, |agreed| {
        pairs.add(&agreed);
    });
    pairs
}

/// Agreements where each formula settles the positions in which the runs of some cells open.
fn settle(
    cells: &[Cell],
    settings: &CompareSettings,
    control: &dyn Control,
) -> Vec<(settlement::Rule, Pairs)> {
    let RunSettings {
        runs,
        seed,
        threads,
    } = settings.runs;
    // No frontier is asked for, so that no point of one is kept.
    let request = Request {
        points_max: 0,
        count: Counting::No,
    };
    let judges = cells.iter().map(|Cell { scenario, game }| {
        let theorist = Theorist::new(game, Vec::new(), request);
        (game, theorist, Settler::new(scenario, game))
    });
    let judges: Vec<_> = judges.collect();
    let settle = |runs: Range<u64>| -> Option<Vec<_>> {
        let mut opening = Opening::default();
        let settled = judges.iter().map(|(game, theorist, settler)| {
            runs_done(runs.clone(), control, |run| {
                let position = opening.position(game, seed, run, &[]);
                settler.agreements(theorist, &position)
            })
        });
        settled.collect()
    };
    let mut pairs = settlement::Rule::ALL.map(|rule| (rule, Pairs::new(cells.len())));
    in_pieces(threads, 0..runs, CHUNK_RUNS, settle, |settled| {
        for (place, (_, pairs)) in pairs.iter_mut().enumerate() {
            let of_rule = |runs: &Vec<[bool; 4]>| runs.iter().map(|agreed| agreed[place]).collect();
            pairs.add(&settled.iter().map(of_rule).collect::<Vec<_>>());
        }
    });
    pairs.into()
}

fn prepare<'a>(cells: impl IntoIterator<Item = &'a Cell>, seed: u64) -> Vec<Prepared<'a>> {
    let cells = cells.into_iter();
    cells.map(|cell| cell.prepare(seed)).collect()
}
