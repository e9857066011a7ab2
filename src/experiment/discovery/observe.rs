//! Plays the runs in which boxes are sought.

use std::ops::Range;

use crate::bargaining::{Prepared, Silent, Workspace, play};
use crate::experiment::Measure;
use crate::experiment::discovery::boxes::Column;
use crate::experiment::discovery::runs::{Numbers, RUNS_MAX, Runs};
use crate::experiment::parameters::{choices, range_title, title};
use crate::experiment::study::{InRanges, RangesError, Study};
use crate::game::{Owner, Purpose, Realization, Stream};
use crate::simulation::{BATCH_RUNS, Control, RunSettings, in_pieces, run_by_run, runs_done};

/// Numbers that are kept at most where they can be drawn again; 8 bytes each.
const KEPT_MAX: u64 = 8_000_000;
/// Numbers that are kept at most where they cannot: where they lie in their ranges each point has a game of its own.
const KEPT_IN_RANGES_MAX: u64 = 125_000_000;

/// Runs at each point in the ranges of numbers.
///
/// A point needs a game of its own, which takes as long as some three to five runs where talks are long. With eight runs to a
/// point that is about half as much again; and as the runs of a point differ in all that nature draws, they are nearly independent
/// unless where numbers lie in their ranges makes most of the difference. What they have in common is reckoned with.
pub const RUNS_OF_POINT: u32 = 8;

/// Which runs are of interest, and how many are played.
#[derive(Clone, Debug)]
pub struct Observation<'a> {
    /// What is asked of a run: yes or no.
    pub measure: &'a Measure,
    /// Whether the runs with a yes are of interest, or those with a no.
    pub wanted: bool,
    /// What the runs of interest have in common, in words after "When".
    pub when: String,
    /// The numbers that may limit a box by where they lie in their ranges, by their positions among all that have one.
    pub ranges: Vec<usize>,
    /// How many runs are played, from which chance.
    pub settings: RunSettings,
}

/// Points in the ranges of a study's numbers at which so many runs are played; none where these stay as written.
pub fn points(study: &Study<'_>, runs: u64) -> u64 {
    match study.ranges {
        Some(_) => runs.div_ceil(RUNS_OF_POINT.into()),
        None => 0,
    }
}

/// Most runs that can be played of a study with so many numbers that may limit a box.
pub fn runs_max(study: &Study<'_>, columns: usize) -> u64 {
    match study.ranges {
        Some(_) => (KEPT_IN_RANGES_MAX / columns.max(1) as u64).min(RUNS_MAX),
        None => RUNS_MAX,
    }
}

/// Judges the scenario at all points in the ranges of its numbers; `judged` hears of each.
///
/// # Errors
/// It is at fault at some point.
pub fn judge(
    study: &Study<'_>,
    settings: &RunSettings,
    judged: &(dyn Fn() + Sync),
) -> Result<(), RangesError> {
    let points = (points(study, settings.runs), settings.threads);
    let numbers = study.ranged().len();
    let judge = |point| study.judge(&places(numbers, settings.seed, point));
    study.judge_all(points, judge, judged)
}

/// Where each number lies in its range at a point: uniform, each point independent of all others.
fn places(numbers: usize, seed: u64, point: u64) -> Vec<f64> {
    let mut stream = Stream::new(seed, Purpose::Design, Owner::named("ranges"), point);
    (0..numbers).map(|_| stream.uniform()).collect()
}

/// Plays runs, to look at the numbers drawn for them: these are kept where they are few, or where each point in the ranges has a
/// game of its own.
///
/// Fewer runs than asked for when it was cancelled.
///
/// # Panics
/// The scenario is at fault at a point in the ranges, which is [`judge`]d beforehand.
pub fn observe<'a>(
    study: &'a Study<'_>,
    asked: &Observation<'_>,
    control: &dyn Control,
) -> Runs<'a> {
    let RunSettings {
        runs: count,
        seed,
        threads,
    } = asked.settings;
    let columns = columns(study, asked);
    let values = count.saturating_mul(columns.len() as u64);
    let keeps = values <= KEPT_MAX || study.ranges.is_some();
    // Room for all at once: growing would hold twice as much at times.
    let room = usize::try_from(count).unwrap_or(0);
    let column = |_: &Column| Vec::with_capacity(room);
    let mut kept: Option<Vec<Vec<f64>>> = keeps.then(|| columns.iter().map(column).collect());
    let not = if asked.wanted { "" } else { "not " };
    let mut runs = Runs {
        title: study.scenario.title.clone(),
        of: format!("{not}{}", asked.measure.name()),
        when: asked.when.clone(),
        seed,
        columns,
        interesting: Vec::new(),
        runs_of_point: study.ranges.map(|_| RUNS_OF_POINT),
        numbers: Numbers::Redrawn {
            game: &study.game,
            drawn: &study.drawn,
            seed,
        },
        threads,
    };
    let sides = match study.ranges {
        Some(ranges) => Err(ranges),
        None => Ok(Prepared::new(&study.game, seed)),
    };
    let batch = |batch: Range<u64>| match &sides {
        Ok(prepared) => as_written(study, prepared, (asked, keeps), batch, control),
        Err(ranges) => in_ranges(study, *ranges, asked, batch, control),
    };
    let threads = study.threads(threads);
    in_pieces(threads, 0..count, BATCH_RUNS, batch, |played| {
        for (values, interesting) in played {
            let columns = kept.iter_mut().flatten();
            for (column, value) in columns.zip(values.into_iter().flatten()) {
                column.push(value);
            }
            runs.interesting.push(interesting);
        }
    });
    if let Some(columns) = kept {
        runs.numbers = Numbers::Kept(columns);
    }
    runs
}

/// What may limit a box: numbers and choices that nature draws, then where numbers lie in their ranges.
fn columns(study: &Study<'_>, asked: &Observation<'_>) -> Vec<Column> {
    let drawn = study.drawn.numbers.iter().map(|number| Column {
        path: number.path.clone(),
        title: title(study.scenario, &number.path),
        choices: choices(study.scenario, &number.path, &number.categories),
    });
    let ranged = asked.ranges.iter().map(|&number| {
        let named = range_title(study.scenario, &study.ranged()[number]);
        Column {
            path: named.id,
            title: named.title,
            choices: Vec::new(),
        }
    });
    drawn.chain(ranged).collect()
}

/// The numbers of a run, where they are kept, and whether it is of interest.
type Observed = (Option<Vec<f64>>, bool);

/// Plays some runs of the game of all points; nothing when it was cancelled.
fn as_written(
    study: &Study<'_>,
    prepared: &Prepared<'_>,
    (asked, keeps): (&Observation<'_>, bool),
    runs: Range<u64>,
    control: &dyn Control,
) -> Option<Vec<Observed>> {
    let (mut workspace, mut reader) = (Workspace::default(), Realization::default());
    let (game, seed) = (prepared.game, prepared.seed);
    runs_done(runs, control, |run| {
        let outcome = play(prepared, run, &mut workspace, &mut Silent);
        let values = keeps.then(|| study.drawn.values(game, seed, run, &mut reader));
        (values, (asked.measure.of(&outcome) > 0.5) == asked.wanted)
    })
}

/// Plays some runs, the first of which is the first of a point, point by point; nothing when it was cancelled.
fn in_ranges(
    study: &Study<'_>,
    ranges: InRanges<'_>,
    asked: &Observation<'_>,
    runs: Range<u64>,
    control: &dyn Control,
) -> Option<Vec<Observed>> {
    let (mut workspace, mut reader) = (Workspace::default(), Realization::default());
    let (seed, each) = (asked.settings.seed, u64::from(RUNS_OF_POINT));
    let points = runs.start / each..runs.end.div_ceil(each);
    let of_point = |point: u64| {
        let places = places(ranges.list().len(), seed, point);
        let values = ranges.values(&places);
        let cell = ranges.cell(&places).expect("judged beforehand");
        let (drawn, listed) = study.drawn_in(&cell);
        let prepared = cell.prepare(seed);
        let runs = point * each..runs.end.min((point + 1) * each);
        runs_done(runs, control, |run| {
            let outcome = play(&prepared, run, &mut workspace, &mut Silent);
            let all = drawn.values(&cell.game, seed, run, &mut reader);
            let drawn = listed.iter();
            let drawn = drawn.map(|place| place.map_or(f64::NAN, |place| all[place]));
            let moved = asked.ranges.iter().map(|&number| values[number]);
            let row = drawn.chain(moved).collect();
            (
                Some(row),
                (asked.measure.of(&outcome) > 0.5) == asked.wanted,
            )
        })
    };
    let found = run_by_run(points, control, of_point)?;
    let found: Vec<Vec<Observed>> = found.into_iter().collect::<Option<_>>()?;
    Some(found.into_iter().flatten().collect())
}
