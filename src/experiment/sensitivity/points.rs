//! What the inputs of a design stand for in a study: uniforms of nature, and where numbers lie in their ranges.

use crate::experiment::cell::Cell;
use crate::experiment::parameters::Group;
use crate::experiment::sensitivity::design::Design;
use crate::experiment::sensitivity::indices::inputs;
use crate::experiment::sensitivity::settings::SensitivitySettings;
use crate::experiment::study::{InRanges, RangesError, Study};
use crate::game::{GivenSlots, Slot};

/// The points at which a study is looked at.
pub(super) struct Points<'a> {
    pub(super) design: Design,
    /// The slots of nature whose uniforms are the first inputs.
    pub(super) slots: GivenSlots,
    /// How many these are.
    pub(super) of_nature: usize,
    /// Points of a row, by their places, that agree in where numbers lie in their ranges.
    pub(super) same_ranges: Vec<Vec<usize>>,
    in_ranges: Option<InRanges<'a>>,
    /// The number, by its position among all with a range, whose place in it each further input is.
    ranged: Vec<usize>,
    samples: u32,
}

impl<'a> Points<'a> {
    /// # Panics
    /// The groups leave out a number with a range.
    pub(super) fn of(study: &Study<'a>, groups: &[Group], settings: &SensitivitySettings) -> Self {
        let slots_of = |group: &Group| {
            let numbers = group.numbers.iter();
            let slots = numbers.flat_map(|&number| &study.drawn.numbers[number].slots);
            slots.copied().collect::<Vec<Slot>>()
        };
        let slots: Vec<Vec<Slot>> = groups.iter().map(slots_of).collect();
        let of_nature = slots.iter().map(Vec::len).sum();
        let (mut slot, mut range) = (0, of_nature);
        let factors = groups.iter().zip(&slots).map(|(group, slots)| {
            let own = (slot..slot + slots.len()).chain(range..range + group.ranges.len());
            slot += slots.len();
            range += group.ranges.len();
            own.collect()
        });
        // The noise has no uniforms of the design: it is that of another run.
        let factors = factors.chain([Vec::new()]).collect();
        let design = Design::new(factors, settings.order, settings.samples, settings.seed);
        let design = match study.ranges {
            Some(_) => design.with_ranges(of_nature),
            None => design,
        };
        let ranged = groups.iter().flat_map(|group| group.ranges.iter().copied());
        let ranged: Vec<usize> = ranged.collect();
        assert_eq!(ranged.len(), study.ranged().len(), "each is in one group");
        Self {
            same_ranges: design.same_ranges(),
            design,
            slots: GivenSlots::of(slots.concat()),
            of_nature,
            in_ranges: study.ranges,
            ranged,
            samples: settings.samples,
        }
    }

    /// Rows that share their places in the ranges, so that they are played together.
    pub(super) fn together(&self) -> u64 {
        self.design.shares().together().into()
    }

    /// Games of all rows that are read anew; none where all points share one.
    pub(super) fn games(&self) -> u64 {
        let turns = u64::from(self.samples).div_ceil(self.together());
        match self.in_ranges {
            Some(_) => turns * self.same_ranges.len() as u64,
            None => 0,
        }
    }

    /// Whether the scenario is right in one of these games.
    pub(super) fn judge(&self, study: &Study<'_>, game: u64) -> Result<(), RangesError> {
        let of_turn = self.same_ranges.len() as u64;
        let row = u32::try_from(game / of_turn * self.together());
        let points = row.map(|row| self.design.points(row));
        let points = points.expect("rows are counted in 32 bits");
        let same = usize::try_from(game % of_turn).expect("a place in memory");
        let point = points.row(self.same_ranges[same][0]);
        study.judge(&self.places(inputs(&point)))
    }

    /// The scenario where the inputs of a point put its numbers, which was judged; none where they stay as written.
    pub(super) fn cell(&self, inputs: &[f64]) -> Option<Cell> {
        let cell = |ranges: InRanges<'_>| ranges.cell(&self.places(inputs));
        let cell = self.in_ranges.map(cell);
        cell.map(|cell| cell.expect("judged beforehand"))
    }

    /// What the inputs of a point make of each number with a range.
    pub(super) fn values(&self, inputs: &[f64]) -> Vec<f64> {
        let values = |ranges: InRanges<'_>| ranges.values(&self.places(inputs));
        self.in_ranges.map_or_else(Vec::new, values)
    }

    /// Where in its range each number lies at a point.
    fn places(&self, inputs: &[f64]) -> Vec<f64> {
        let mut places = vec![0.0; self.ranged.len()];
        for (&number, &place) in self.ranged.iter().zip(&inputs[self.of_nature..]) {
            places[number] = place;
        }
        places
    }
}
