//! Plays the runs at the points of a design.

use std::ops::Range;

use ndarray::Array2;

use crate::bargaining::{Prepared, Silent, Workspace, play_given};
use crate::experiment::Measure;
use crate::experiment::parameters::Group;
use crate::experiment::sensitivity::design::Mixture;
use crate::experiment::sensitivity::indices::inputs;
use crate::experiment::sensitivity::points::Points;
use crate::experiment::sensitivity::settings::SensitivitySettings;
use crate::experiment::study::Study;
use crate::game::{Drawn, Given, Realization};
use crate::simulation::{Control, Mean};

/// What the points of a row are, and what the runs there gave.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledRow {
    /// Which row, from 0.
    pub row: u64,
    /// The replicate it belongs to, from 0.
    pub replicate: u32,
    /// Which of the points each is; the last factor is the noise of the talks.
    pub mixtures: Vec<Mixture>,
    /// The result at each point: the mean of its runs.
    pub results: Vec<f64>,
    /// The value of every number there, as [`Drawn::values`] gives it, then of every number with a range; none where nobody wants
    /// to keep them.
    pub values: Vec<Vec<f64>>,
    /// The variance between the runs at a point, over the points A and B.
    pub(super) within: f64,
}

pub(super) struct Sampler<'a> {
    study: &'a Study<'a>,
    pub(super) points: Points<'a>,
    /// The game of all points; none where each place in the ranges has its own.
    prepared: Option<Prepared<'a>>,
    mixtures: Vec<Mixture>,
    measure: &'a Measure,
    settings: &'a SensitivitySettings,
}

/// A game at some place in the ranges, with how numbers are read off its runs.
struct AtPlace<'p> {
    prepared: &'p Prepared<'p>,
    drawn: &'p Drawn,
    /// Where in that list each number stands that is asked about; none: where it stands there.
    places: Option<&'p [Option<usize>]>,
    /// What each number with a range is here.
    ranged: Vec<f64>,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(
        study: &'a Study<'a>,
        groups: &[Group],
        measure: &'a Measure,
        settings: &'a SensitivitySettings,
    ) -> Self {
        let points = Points::of(study, groups, settings);
        let prepared = || Prepared::new(&study.game, settings.seed);
        Self {
            prepared: study.ranges.is_none().then(prepared),
            study,
            mixtures: points.design.mixtures(),
            points,
            measure,
            settings,
        }
    }

    /// Plays the runs at the points of rows that share their places in the ranges, and reads the numbers off each where that is
    /// wanted; nothing when it was cancelled.
    pub(super) fn rows(
        &self,
        rows: Range<u64>,
        reads: bool,
        workspace: &mut Workspace,
        control: &dyn Control,
    ) -> Option<Vec<SampledRow>> {
        let begun = rows.map(|row| self.begun(row, reads));
        let mut sampled: Vec<(SampledRow, Array2<f64>)> = begun.collect();
        for same in &self.points.same_ranges {
            if control.is_cancelled() {
                return None;
            }
            let place = inputs(&sampled[0].1.row(same[0])).to_vec();
            let cell = self.points.cell(&place);
            let own = cell.as_ref().map(|cell| cell.prepare(self.settings.seed));
            let prepared = own.as_ref().or(self.prepared.as_ref());
            let listed = cell.as_ref().filter(|_| reads);
            let listed = listed.map(|cell| self.study.drawn_in(cell));
            let listed = listed.as_ref();
            let at = AtPlace {
                prepared: prepared.expect("there is one game, or one for each place"),
                drawn: listed.map_or(&self.study.drawn, |(drawn, _)| drawn),
                places: listed.map(|(_, places)| places.as_slice()),
                ranged: self.points.values(&place),
            };
            for (row, points) in &mut sampled {
                for &point in same {
                    self.play(&at, row, (point, inputs(&points.row(point))), workspace);
                }
            }
            let points = (same.len() * sampled.len()) as u64;
            control.advanced(points * u64::from(self.settings.runs_per_sample));
        }
        Some(sampled.into_iter().map(|(row, _)| row).collect())
    }

    /// A row with its points, none of them played yet.
    fn begun(&self, row: u64, reads: bool) -> (SampledRow, Array2<f64>) {
        let number = u32::try_from(row).expect("rows are counted in 32 bits");
        let points = self.mixtures.len();
        let sampled = SampledRow {
            row,
            replicate: self.points.design.replicate(number),
            mixtures: self.mixtures.clone(),
            results: vec![0.0; points],
            values: vec![Vec::new(); if reads { points } else { 0 }],
            within: 0.0,
        };
        (sampled, self.points.design.points(number))
    }

    /// Plays the runs at one point of a row.
    fn play(
        &self,
        at: &AtPlace<'_>,
        row: &mut SampledRow,
        (point, inputs): (usize, &[f64]),
        workspace: &mut Workspace,
    ) {
        let mixture = self.mixtures[point];
        let runs = u64::from(self.settings.runs_per_sample);
        let given = Given {
            slots: &self.points.slots,
            uniforms: &inputs[..self.points.of_nature],
        };
        // Runs at A and at B differ in their noise, too.
        let first = 2 * row.row * runs + self.noise(mixture);
        let mut result = Mean::default();
        for repeat in 0..runs {
            let run = first + 2 * repeat;
            let outcome = play_given(at.prepared, run, &given, workspace, &mut Silent);
            result.push(self.measure.of(&outcome));
        }
        row.results[point] = result.value().unwrap_or(0.0);
        if matches!(mixture, Mixture::A | Mixture::B) {
            row.within += 0.5 * result.variance().unwrap_or(0.0);
        }
        if let Some(values) = row.values.get_mut(point) {
            *values = self.read(at, first, &given);
        }
    }

    /// The value of every number in a run, then of every number with a range.
    fn read(&self, at: &AtPlace<'_>, run: u64, given: &Given<'_>) -> Vec<f64> {
        let (game, seed) = (at.prepared.game, self.settings.seed);
        let mut reader = Realization::default();
        let drawn = at.drawn.values_given(game, seed, run, given, &mut reader);
        let mut values = match at.places {
            None => drawn,
            Some(places) => {
                let of = |place: &Option<usize>| place.map_or(f64::NAN, |place| drawn[place]);
                places.iter().map(of).collect()
            }
        };
        values.extend(&at.ranged);
        values
    }

    /// Whether the noise at a point is that of A (0) or that of B (1).
    fn noise(&self, mixture: Mixture) -> u64 {
        let noise = self.points.design.factors() - 1;
        let is_of_b = match mixture {
            Mixture::A | Mixture::AWithRanges | Mixture::AWithNature => false,
            Mixture::B => true,
            Mixture::AWith(factor) => factor == noise,
            Mixture::BWith(factor) => factor != noise,
        };
        u64::from(is_of_b)
    }
}
