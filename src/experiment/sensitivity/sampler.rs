//! Plays the runs at the points of a design.

use crate::bargaining::{Prepared, Silent, Workspace, play_given};
use crate::experiment::Measure;
use crate::experiment::parameters::Group;
use crate::experiment::sensitivity::design::{Design, Mixture};
use crate::experiment::sensitivity::indices::inputs;
use crate::experiment::sensitivity::settings::SensitivitySettings;
use crate::game::{Drawn, Game, Given, GivenSlots, Realization, Slot};
use crate::simulation::Mean;

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
    /// The value of every number there, as [`Drawn::values`] gives it; none where nobody wants to keep them.
    pub values: Vec<Vec<f64>>,
    /// The variance between the runs at a point, over the points A and B.
    pub(super) within: f64,
}

pub(super) struct Sampler<'a> {
    game: &'a Game,
    drawn: &'a Drawn,
    prepared: Prepared<'a>,
    pub(super) design: Design,
    mixtures: Vec<Mixture>,
    slots: GivenSlots,
    measure: &'a Measure,
    settings: &'a SensitivitySettings,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(
        game: &'a Game,
        drawn: &'a Drawn,
        groups: &[Group],
        measure: &'a Measure,
        settings: &'a SensitivitySettings,
    ) -> Self {
        let mut slots: Vec<Slot> = Vec::new();
        let mut factors = Vec::new();
        for group in groups {
            let first = slots.len();
            let numbers = group.numbers.iter().map(|&number| &drawn.numbers[number]);
            slots.extend(numbers.flat_map(|number| number.slots.iter().copied()));
            factors.push((first..slots.len()).collect());
        }
        // The noise has no uniforms of the design: it is that of another run.
        factors.push(Vec::new());
        let design = Design::new(factors, settings.order, settings.samples, settings.seed);
        Self {
            game,
            drawn,
            prepared: Prepared::new(game, settings.seed),
            mixtures: design.mixtures(),
            design,
            slots: GivenSlots::of(slots),
            measure,
            settings,
        }
    }

    /// Plays the runs at the points of one row, and reads the numbers off each where that is wanted.
    pub(super) fn row(&self, row: u64, reads: bool, workspace: &mut Workspace) -> SampledRow {
        let number = u32::try_from(row).expect("rows are counted in 32 bits");
        let points = self.design.points(number);
        let runs = u64::from(self.settings.runs_per_sample);
        let (mut results, mut values, mut within) = (Vec::new(), Vec::new(), 0.0);
        let mut reader = Realization::default();
        for (point, &mixture) in points.rows().into_iter().zip(&self.mixtures) {
            let given = Given {
                slots: &self.slots,
                uniforms: inputs(&point),
            };
            // Runs at A and at B differ in their noise, too.
            let first = 2 * row * runs + self.noise(mixture);
            let mut result = Mean::default();
            for repeat in 0..runs {
                let run = first + 2 * repeat;
                let outcome = play_given(&self.prepared, run, &given, workspace, &mut Silent);
                result.push(self.measure.of(&outcome));
            }
            results.push(result.value().unwrap_or(0.0));
            if matches!(mixture, Mixture::A | Mixture::B) {
                within += 0.5 * result.variance().unwrap_or(0.0);
            }
            if reads {
                let (game, seed) = (self.game, self.settings.seed);
                values.push(
                    self.drawn
                        .values_given(game, seed, first, &given, &mut reader),
                );
            }
        }
        SampledRow {
            row,
            replicate: self.design.replicate(number),
            mixtures: self.mixtures.clone(),
            results,
            values,
            within,
        }
    }

    /// Whether the noise at a point is that of A (0) or that of B (1).
    fn noise(&self, mixture: Mixture) -> u64 {
        let noise = self.design.factors() - 1;
        let is_of_b = match mixture {
            Mixture::A => false,
            Mixture::B => true,
            Mixture::AWith(factor) => factor == noise,
            Mixture::BWith(factor) => factor != noise,
        };
        u64::from(is_of_b)
    }
}
