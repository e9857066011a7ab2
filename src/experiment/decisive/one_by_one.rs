//! Moving numbers one by one to the ends of their ranges, and to values on the way where something turns.

use std::ops::{ControlFlow, Range};

use crate::bargaining::Outcome;
use crate::experiment::band::{BandPoints, Tried};
use crate::experiment::crossing::{Crossing, Reading, crossing};
use crate::experiment::decisive::terms::{Chosen, Contested, Lead};
use crate::scenario::{Assignment, Ranged};
use crate::simulation::{
    CONFIDENCE, Control, Decisive, DecisiveNumber, Mean, Moved, SwitchingValue, Turning,
    excludes_zero, in_order, normal_bound, simultaneous,
};

/// Numbers that are moved by themselves at most.
const NUMBERS: usize = 8;
/// Values tried for each of them: both ends, and another in between where something turns.
const VALUES: usize = 3;
/// Runs at each value below which nothing can be distinguished from chance.
const RUNS_MIN: u64 = 16;

/// A result that numbers are to decide.
pub(super) struct Question<'q> {
    /// What makes each cell whose agreements count, beside what moves a number.
    pub(super) cells: &'q [Vec<Assignment>],
    /// What the agreements of each cell count.
    pub(super) weights: &'q [f64],
    /// The same in a run as written.
    pub(super) before: &'q (dyn Fn(u64) -> f64 + Sync),
    /// The result as written.
    pub(super) written: f64,
    /// The least and the greatest that it can be.
    pub(super) legal: [f64; 2],
    /// What is said to turn where it reaches which value.
    pub(super) levels: &'q [(Turning, f64)],
    /// Issues whose terms are watched, in the agreements of the first cell.
    pub(super) issues: &'q [Contested],
    /// What a turn of the terms of one of them is called.
    pub(super) turn: &'q (dyn Fn(&Contested, usize) -> Turning + Sync),
}

/// A value of a number.
#[derive(Clone, Copy)]
struct Value {
    number: usize,
    at: f64,
}

/// What the runs at a value gave.
struct Played {
    difference: Mean,
    chosen: Chosen,
}

/// Something that turns on the way to a value, and what is read to find where.
struct Turn {
    value: Value,
    what: Turning,
    read: Read,
}

/// What is read at the values on the way.
#[derive(Clone, Copy)]
enum Read {
    /// The result, until it reaches this level.
    Result(f64),
    /// The lead of an option of a contested issue, until there is one.
    Lead(usize, usize),
}

/// How many numbers are moved by themselves, and the runs at each value; none where these would be too few.
pub(super) fn budget(points: &BandPoints<'_>) -> Option<(usize, u64)> {
    let numbers = NUMBERS
        .min(points.numbers().len())
        .min(points.count() / VALUES);
    let runs = points.runs_played() / (VALUES * numbers.max(1)) as u64;
    (numbers > 0 && runs >= RUNS_MIN).then_some((numbers, runs))
}

/// So many numbers: the first ones, then others by rank, then whatever is left in the order of the file, since what explains nothing along a
/// line may do much all the same.
pub(super) fn filled(
    first: Vec<usize>,
    by_rank: Vec<usize>,
    all: usize,
    count: usize,
) -> Vec<usize> {
    let mut numbers = first;
    for number in by_rank.into_iter().chain(0..all) {
        if numbers.len() < count && !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// Runs that are played at most with numbers moved one by one.
pub(super) fn runs_at_most(points: &BandPoints<'_>) -> u64 {
    budget(points).map_or(0, |(numbers, runs)| (VALUES * numbers) as u64 * runs)
}

/// Moves some numbers one by one; none when it was cancelled.
pub(super) fn decide(
    points: &BandPoints<'_>,
    question: &Question<'_>,
    numbers: &[usize],
    runs: u64,
    control: &dyn Control,
) -> Option<Decisive> {
    let ranges = points.numbers();
    let ends = numbers.iter().flat_map(|&number| {
        let of = &ranges[number];
        let ends = [of.low, of.high].into_iter();
        let moved = ends.filter(move |end| (end - of.value).abs() > 0.0);
        moved.map(move |at| Value { number, at })
    });
    let ends: Vec<Value> = ends.collect();
    let sides = play(points, question, (&ends, 0), runs, control)?;
    let turns = sides.iter();
    let turns = turns.flat_map(|(value, played)| turns_at(question, (*value, played), sides.len()));
    let turns: Vec<Turn> = turns.collect();
    let between = values_between(points, &turns, numbers.len());
    let between = play(points, question, (&between, ends.len()), runs, control)?;
    let looked = Looked {
        question,
        sides,
        turns,
        between,
    };
    let found = numbers
        .iter()
        .map(|&number| looked.at(number, &ranges[number]));
    let mut found: Vec<DecisiveNumber> = found.collect();
    found.retain(DecisiveNumber::decides);
    found.sort_by(|one, other| other.change().total_cmp(&one.change()));
    Some(Decisive {
        ranged: ranges.len(),
        moved: numbers.len(),
        runs,
        value: question.written,
        numbers: found,
    })
}

/// All that was played.
struct Looked<'q> {
    question: &'q Question<'q>,
    /// The ends.
    sides: Vec<(Value, Played)>,
    /// What turns at an end.
    turns: Vec<Turn>,
    /// Values on the way.
    between: Vec<(Value, Played)>,
}

impl Looked<'_> {
    /// What one number does.
    fn at(&self, number: usize, ranged: &Ranged) -> DecisiveNumber {
        let side = |at: f64| {
            let mut sides = self.sides.iter();
            sides.find(|side| side.0.number == number && side.0.at.total_cmp(&at).is_eq())
        };
        let each = simultaneous(CONFIDENCE, self.sides.len());
        let moved = |at: f64| {
            let (value, played) = side(at)?;
            moved(self.question, *value, played, each)
        };
        let turns = self.turns.iter().filter(|turn| turn.value.number == number);
        let switches = turns.map(|turn| {
            let between = self.between.iter().filter(|(value, _)| {
                value.number == number && is_towards(ranged.value, turn.value.at, value.at)
            });
            let way: Vec<_> = between.chain(side(turn.value.at)).collect();
            switch(self.question, turn, ranged.value, &way)
        });
        DecisiveNumber {
            path: ranged.path.clone(),
            value: ranged.value,
            low: moved(ranged.low),
            high: moved(ranged.high),
            switches: switches.collect(),
        }
    }
}

/// Plays some values, each with runs of its own, so that their errors are independent; values at which the scenario is at fault are left
/// out. `before` values were played already.
fn play(
    points: &BandPoints<'_>,
    question: &Question<'_>,
    (values, before): (&[Value], usize),
    runs: u64,
    control: &dyn Control,
) -> Option<Vec<(Value, Played)>> {
    let written: Vec<f64> = points.numbers().iter().map(|one| one.value).collect();
    let at = |task: u64| {
        let value = values[usize::try_from(task).expect("a place in memory")];
        let mut moved = written.clone();
        moved[value.number] = value.at;
        let first = (before as u64 + task) * runs;
        let sets = points.sets(&moved);
        match of_cells(points, question, &sets, first..first + runs, control) {
            AtValue::Cancelled => None,
            at => Some((value, at)),
        }
    };
    let mut found = Vec::with_capacity(values.len());
    in_order(points.threads(), 0..values.len() as u64, at, |_, at| {
        found.push(at);
        ControlFlow::Continue(())
    });
    let is_whole = found.len() == values.len();
    let played = found.into_iter().filter_map(|(value, at)| match at {
        AtValue::Played(played) => Some((value, played)),
        AtValue::Fault | AtValue::Cancelled => None,
    });
    is_whole.then(|| played.collect())
}

/// What became of the runs at a value.
enum AtValue {
    Played(Played),
    Fault,
    Cancelled,
}

/// The runs of all cells of a question at a value.
fn of_cells(
    points: &BandPoints<'_>,
    question: &Question<'_>,
    sets: &[Assignment],
    runs: Range<u64>,
    control: &dyn Control,
) -> AtValue {
    let count = usize::try_from(runs.end - runs.start).expect("runs that fit into memory");
    let mut results = vec![0.0; count];
    let mut chosen = Chosen::default();
    for (place, (cell, weight)) in question.cells.iter().zip(question.weights).enumerate() {
        let sets = [sets, cell].concat();
        let outcomes = match points.try_cell(&sets, runs.clone(), control) {
            Tried::Cancelled => return AtValue::Cancelled,
            Tried::AtFault => return AtValue::Fault,
            Tried::Played(outcomes) => outcomes,
        };
        for (result, outcome) in results.iter_mut().zip(&outcomes) {
            *result += weight * f64::from(u8::from(outcome.agreed.is_some()));
        }
        if place == 0 {
            let deals = outcomes.iter().filter_map(Outcome::agreed_deal);
            chosen = Chosen::of(question.issues, deals);
        }
    }
    let mut difference = Mean::default();
    for (run, result) in runs.zip(results) {
        difference.push(result - (question.before)(run));
    }
    AtValue::Played(Played { difference, chosen })
}

/// The result at a value.
fn moved(question: &Question<'_>, value: Value, played: &Played, each: f64) -> Option<Moved> {
    let difference = played.difference.value()?;
    Some(Moved {
        at: value.at,
        result: (question.written + difference).clamp(question.legal[0], question.legal[1]),
        difference,
        interval: played.difference.interval(each)?,
    })
}

/// What has turned at an end beyond simulation error.
fn turns_at(question: &Question<'_>, (value, played): (Value, &Played), sides: usize) -> Vec<Turn> {
    let mut turns = Vec::new();
    let of_results = moved(question, value, played, simultaneous(CONFIDENCE, sides));
    if of_results.is_some_and(|moved| excludes_zero(moved.interval)) {
        // Reached even where the difference is as small as its interval by itself allows.
        let surely = played.difference.interval(CONFIDENCE);
        let surely = surely.map_or(0.0, |[low, high]| if low > 0.0 { low } else { high });
        let reached = |level: f64| {
            let whole = level - question.written;
            surely * whole > 0.0 && surely.abs() >= whole.abs()
        };
        let levels = question.levels.iter().filter(|level| reached(level.1));
        turns.extend(levels.map(|(what, level)| Turn {
            value,
            what: what.clone(),
            read: Read::Result(*level),
        }));
    }
    let together = simultaneous(CONFIDENCE, sides * question.issues.len());
    for (place, issue) in question.issues.iter().enumerate() {
        let other = played.chosen.other_than_usual(question.issues, place);
        if let Some((option, _)) = other.filter(|(_, lead)| lead.is_sure(together)) {
            turns.push(Turn {
                value,
                what: (question.turn)(issue, option),
                read: Read::Lead(place, option),
            });
        }
    }
    turns
}

/// Values between those as written and the ends at which something turns, the same number for each end, as many as there is
/// room for.
fn values_between(points: &BandPoints<'_>, turns: &[Turn], numbers: usize) -> Vec<Value> {
    let mut ends: Vec<Value> = turns.iter().map(|turn| turn.value).collect();
    ends.dedup_by(|one, other| one.number == other.number && one.at.total_cmp(&other.at).is_eq());
    let room = numbers * (VALUES - 2);
    ends.truncate(room);
    let each = room.checked_div(ends.len()).unwrap_or(0);
    let of_end = |end: Value| {
        let ranged = &points.numbers()[end.number];
        let steps = (1..=each).map(move |step| {
            let share = step as f64 / (each + 1) as f64;
            let at = ranged.value + share * (end.at - ranged.value);
            let at = if ranged.is_whole { libm::round(at) } else { at };
            Value { at, ..end }
        });
        let mut values: Vec<Value> = steps.collect();
        values.dedup_by(|one, other| one.at.total_cmp(&other.at).is_eq());
        values.retain(|value| is_towards(ranged.value, end.at, value.at));
        values
    };
    ends.into_iter().flat_map(of_end).collect()
}

/// Whether a value lies between that as written and an end, being neither.
fn is_towards(written: f64, end: f64, value: f64) -> bool {
    (value - written) * (end - written) > 0.0 && (value - written).abs() < (end - written).abs()
}

/// Where something turns, from what was read on the way.
fn switch(
    question: &Question<'_>,
    turn: &Turn,
    written: f64,
    way: &[&(Value, Played)],
) -> SwitchingValue {
    let (start, level) = match turn.read {
        Read::Result(level) => (question.written, level),
        Read::Lead(place, option) => {
            let lead = question.issues[place].lead_as_written(option);
            (lead.share, 0.0)
        }
    };
    let first = Reading {
        at: written,
        result: start,
        error: 0.0,
    };
    let read = |(value, played): &(Value, Played)| {
        let (result, error) = match turn.read {
            Read::Result(_) => {
                let difference = &played.difference;
                let error = difference.standard_error().unwrap_or(0.0);
                (question.written + difference.value()?, error)
            }
            Read::Lead(place, option) => {
                let lead = played.chosen.lead(question.issues, place, option)?;
                (lead.share, lead.error)
            }
        };
        Some(Reading {
            at: value.at,
            result,
            error,
        })
    };
    let readings: Vec<Reading> = std::iter::once(first)
        .chain(way.iter().copied().filter_map(read))
        .collect();
    let Crossing { at, between, .. } = crossing(&readings, level);
    SwitchingValue {
        what: turn.what.clone(),
        at,
        between,
    }
}

impl Lead {
    /// Whether it is above 0 at this confidence.
    fn is_sure(&self, confidence: f64) -> bool {
        self.share > normal_bound(confidence) * self.error
    }
}
