//! Points in the ranges of a scenario's numbers, and runs there, paired with the same runs as written.

use std::ops::{ControlFlow, Range};

use crate::bargaining::{Cost, Outcome};
use crate::experiment::cell::Cell;
use crate::experiment::design::latin_hypercube;
use crate::experiment::study::{InRanges, RangesError, first_fault};
use crate::model::Deal;
use crate::scenario::{Assignment, Loaded, Ranged, Source};
use crate::simulation::{
    Band, BandSample, Banded, Change, Control, Resamples, Spread, Tally, Written, in_order,
    play_runs,
};

/// Points and runs at each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BandSettings {
    /// Points of the Latin hypercube, at least 2.
    pub points: usize,
    /// Runs at each point, at least 2.
    pub runs: u64,
    /// Seed of the runs and of the points.
    pub seed: u64,
    /// Threads; none: as many as the machine offers. Results do not depend on it.
    pub threads: Option<usize>,
}

/// Runs below which there are too few for points and runs at them.
pub const BAND_RUNS_MIN: u64 = 64;
/// Runs on which a band stands at most: its error is then far below what anybody reads.
pub const BAND_RUNS_MAX: u64 = 1 << 17;
const POINTS_MAX: u64 = 512;
/// Points below which there is no telling the ends.
const POINTS_MIN: u64 = 16;

impl BandSettings {
    /// As many runs in all as were played, or the most that make a difference; none where these are too few.
    ///
    /// With N runs about 2.5 √N points, a power of two: more points would leave too few runs at each to know its error, fewer
    /// would know the ends less well. Trials on made-up responses were flat around this number. Fewer points where a game takes
    /// so much before its first run that its points would take longer than the runs.
    pub fn usual(runs: u64, seed: u64, threads: Option<usize>, cost: Cost) -> Option<Self> {
        if runs < BAND_RUNS_MIN {
            return None;
        }
        let runs = runs.min(BAND_RUNS_MAX);
        let is_enough = |points: &u64| 2 * points * points >= 12 * runs;
        let powers = (4..).map(|power| 1 << power);
        let points = powers
            .take_while(|points| *points < POINTS_MAX)
            .find(is_enough);
        let points = points.unwrap_or(POINTS_MAX).min(runs / 2);
        let affordable = runs as f64 * cost.looks / cost.looks_before.max(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 16 and 512"
        )]
        let affordable = affordable.clamp(POINTS_MIN as f64, POINTS_MAX as f64) as u64;
        let points = points.min(affordable);
        Some(Self {
            points: usize::try_from(points).expect("at most 512"),
            runs: runs / points,
            seed,
            threads: cost.threads_alone(threads),
        })
    }

    /// Runs at all points together.
    pub fn runs_played(&self) -> u64 {
        self.runs.saturating_mul(self.points as u64)
    }
}

/// What is said of doing without a band.
const LEFT_OUT: &str = "the band of assumptions out by `--no-band`";

/// A result that a band is wanted of.
pub(super) struct Asked<'r> {
    /// Name of the measure.
    pub(super) measure: &'r str,
    /// Id of what it is of; empty for the run as a whole.
    pub(super) of: &'r str,
    /// The result as written; none where no run has it.
    pub(super) written: Option<Written>,
    /// The least and the greatest that it can be.
    pub(super) legal: [f64; 2],
}

/// The points at which a scenario is played, each judged beforehand.
#[derive(Debug)]
pub struct BandPoints<'a> {
    source: &'a Source,
    ranges: InRanges<'a>,
    /// Where each number lies in its range, from 0 to 1, point by point.
    places: Vec<Vec<f64>>,
    /// What is set at each point.
    sets: Vec<Vec<Assignment>>,
    settings: BandSettings,
}

/// What a run's headline is over the ranges, and what the points say of which numbers matter.
#[derive(Debug)]
pub struct Explored {
    /// The band of each result.
    pub band: Band,
    /// What the runs of each point gave.
    pub(super) points: Vec<Explore>,
}

/// What the runs of a point gave.
#[derive(Debug)]
pub(super) struct Explore {
    /// What differs in each result from that as written.
    changes: Vec<Option<Change>>,
    /// The deals agreed.
    pub(super) agreed: Vec<Deal>,
}

/// What became of runs with something else set.
pub(super) enum Tried {
    /// They were played.
    Played(Vec<Outcome>),
    /// The scenario is at fault there.
    AtFault,
    /// The work was stopped.
    Cancelled,
}

impl Explored {
    /// By how much the first result differs at each point from that as written.
    pub(super) fn differences_of_first(&self) -> Vec<f64> {
        let first = self.points.iter().map(|point| point.changes[0]);
        first
            .map(|change| change.map_or(0.0, |change| change.difference))
            .collect()
    }
}

impl<'a> BandPoints<'a> {
    /// A Latin hypercube in the ranges of a scenario that was read with these values replaced.
    ///
    /// # Errors
    /// The scenario is at fault at some point.
    pub fn new(
        source: &'a Source,
        assignments: &'a [Assignment],
        loaded: &'a Loaded,
        settings: BandSettings,
    ) -> Result<Self, RangesError> {
        let ranges = InRanges::of(source, assignments, loaded);
        let numbers = ranges.list().len();
        let places = latin_hypercube::points(numbers, settings.points, settings.seed);
        let judge = |point: u64| {
            let point = usize::try_from(point).expect("a place in memory");
            ranges.judged(&places[point], LEFT_OUT).map(|_| ())
        };
        first_fault(settings.threads, places.len() as u64, judge)?;
        Ok(Self {
            sets: places.iter().map(|places| ranges.sets(places)).collect(),
            source,
            ranges,
            places,
            settings,
        })
    }

    /// The numbers that have a range.
    pub(super) fn numbers(&self) -> &'a [Ranged] {
        self.ranges.list()
    }

    /// Where each number lies in its range, from 0 to 1, point by point.
    pub(super) fn places(&self) -> &[Vec<f64>] {
        &self.places
    }

    /// Points.
    pub(super) fn count(&self) -> usize {
        self.sets.len()
    }

    /// Threads.
    pub(super) fn threads(&self) -> Option<usize> {
        self.settings.threads
    }

    /// What gives all ranged numbers these values.
    pub(super) fn sets(&self, values: &[f64]) -> Vec<Assignment> {
        self.ranges.moved(values)
    }

    /// What each point gives, which is passed what is set there and the runs it has; none when it was cancelled.
    pub(super) fn visit<T: Send>(
        &self,
        of_point: impl Fn(&[Assignment], Range<u64>) -> Option<T> + Sync + Send,
    ) -> Option<Vec<T>> {
        let settings = self.settings;
        let point = |number: u64| {
            let place = usize::try_from(number).expect("a place in memory");
            let runs = number * settings.runs..(number + 1) * settings.runs;
            of_point(&self.sets[place], runs)
        };
        let mut points = Vec::with_capacity(self.sets.len());
        let tasks = 0..self.sets.len() as u64;
        in_order(settings.threads, tasks, point, |_, found| {
            points.push(found);
            ControlFlow::Continue(())
        });
        (points.len() == self.sets.len()).then_some(points)
    }

    /// The band of each result that enough points have, from what each point changes in all.
    pub(super) fn band(&self, points: &[&[Option<Change>]], results: &[Asked<'_>]) -> Band {
        let settings = self.settings;
        let mut resamples = Resamples::new(settings.seed);
        let mut banded: Vec<Banded> = Vec::with_capacity(results.len());
        let mut before: Option<(Written, Vec<Change>)> = None;
        for (place, asked) in results.iter().enumerate() {
            let changes = points.iter().filter_map(|found| found[place]);
            let changes: Vec<Change> = changes.collect();
            let Some(written) = asked.written.filter(|_| 2 * changes.len() > points.len()) else {
                continue;
            };
            let found = (written, changes);
            // Rounds in which nothing happens leave curves as they are.
            let spread = match banded.last().filter(|_| before.as_ref() == Some(&found)) {
                Some(last) => last.spread,
                None => Spread::of(written, &found.1, asked.legal, &mut resamples),
            };
            banded.push(Banded {
                measure: asked.measure.to_owned(),
                of: asked.of.to_owned(),
                spread,
                among_points: (found.1.len() < points.len()).then_some(found.1.len()),
            });
            before = Some(found);
        }
        Band {
            numbers: self.ranges.list().len(),
            points: points.len(),
            runs: settings.runs,
            results: banded,
        }
    }

    /// Some runs of a cell of a point; nothing when it was cancelled.
    ///
    /// # Panics
    /// When what is set is neither a point nor a point with other levers used, which are judged apart.
    pub(super) fn play_cell(
        &self,
        sets: &[Assignment],
        runs: Range<u64>,
        control: &dyn Control,
    ) -> Option<Vec<Outcome>> {
        match self.try_cell(sets, runs, control) {
            Tried::Played(outcomes) => Some(outcomes),
            Tried::Cancelled => None,
            Tried::AtFault => panic!("judged beforehand"),
        }
    }

    /// Some runs of a cell that nobody has judged.
    pub(super) fn try_cell(
        &self,
        sets: &[Assignment],
        runs: Range<u64>,
        control: &dyn Control,
    ) -> Tried {
        if control.is_cancelled() {
            return Tried::Cancelled;
        }
        let Ok(cell) = Cell::new(self.source, sets) else {
            return Tried::AtFault;
        };
        let played = play_runs(&cell.prepare(self.settings.seed), runs, control);
        played.map_or(Tried::Cancelled, Tried::Played)
    }

    /// Runs of all points together.
    pub fn runs_played(&self) -> u64 {
        self.settings.runs_played()
    }

    /// The band of each result; none when it was cancelled. `before` is what they were in the first runs as written, `tally` what all
    /// runs gave.
    pub fn play(
        &self,
        before: &BandSample,
        tally: &Tally,
        control: &dyn Control,
    ) -> Option<Explored> {
        let of_point = |sets: &[Assignment], runs: Range<u64>| {
            let outcomes = self.play_cell(sets, runs.clone(), control)?;
            let first = usize::try_from(runs.start).expect("a place in memory");
            let agreed = outcomes.iter().filter_map(Outcome::agreed_deal).cloned();
            Some(Explore {
                changes: before.changes(first, &outcomes),
                agreed: agreed.collect(),
            })
        };
        let points = self.visit(of_point)?;
        let written = before.written(tally);
        let results = written.iter().map(|named| Asked {
            measure: named.measure,
            of: &named.of,
            written: named.written,
            legal: named.legal,
        });
        let changes: Vec<&[Option<Change>]> = points.iter().map(|point| &*point.changes).collect();
        Some(Explored {
            band: self.band(&changes, &results.collect::<Vec<_>>()),
            points,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::BandSettings;
    use crate::bargaining::Cost;

    #[test]
    fn points_and_runs_share_what_was_played() {
        let cheap = Cost {
            looks_before: 0.0,
            looks: 10.0,
            bytes_shared: 0.0,
            bytes: 1.0,
        };
        for (runs, points, each) in [
            (64, 32, 2),
            (1_000, 128, 7),
            (10_000, 256, 39),
            (100_000, 512, 195),
            (1_000_000_000, 512, 256),
        ] {
            let settings = BandSettings::usual(runs, 1, None, cheap).expect("enough runs");
            assert_eq!((settings.points, settings.runs), (points, each), "{runs}");
        }
        assert_eq!(BandSettings::usual(63, 1, None, cheap), None);
        // What takes as long before the first run as 250 runs is prepared 40 times in 10,000 runs.
        let dear = Cost {
            looks_before: 2_500.0,
            ..cheap
        };
        let settings = BandSettings::usual(10_000, 1, None, dear).expect("enough runs");
        assert_eq!((settings.points, settings.runs), (40, 250));
    }
}
