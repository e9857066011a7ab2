//! One region made ready for merging: the parties that matter, the combos that matter, and what is still to come.

use crate::analysis::frontier::extremes::range;
use crate::analysis::frontier::maxima::Maxima;
use crate::analysis::frontier::question::{Question, Region};
use crate::analysis::frontier::stage::Stage;

/// Rounding that bounds on partial deals allow for, relative to the greatest utility; whole deals are judged exactly.
const SLACK: f64 = 1e-9;

/// A party whose utility matters while merging.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) party: usize,
    /// −∞ where nothing binds.
    pub(super) floor: f64,
    /// Whether it matters only until the floor is met.
    pub(super) only_floor: bool,
}

/// A region made ready.
#[derive(Clone, Debug, Default)]
pub(super) struct Ground {
    /// The objectives in their order, then everybody else who has a floor that not every deal clears.
    pub(super) columns: Vec<Column>,
    /// Combos of each block that matter.
    pub(super) blocks: Vec<Stage>,
    /// What the blocks from the k-th on give at least and at most, in row k.
    pub(super) least_after: Vec<f64>,
    pub(super) most_after: Vec<f64>,
    /// What the blocks before the k-th give at least where that is finite, in row k.
    pub(super) least_before: Vec<f64>,
    /// Rounding that bounds allow for.
    pub(super) slack: f64,
    sums: Vec<f64>,
    beaten: Vec<bool>,
    needs: Vec<f64>,
}

impl Ground {
    /// Lists the combos of each block that matter; tells whether every block has some.
    pub(super) fn prepare(
        &mut self,
        question: &Question,
        region: &Region,
        maxima: &mut Maxima,
    ) -> bool {
        self.choose_columns(question, region);
        let count = question.layout.blocks();
        let width = self.columns.len();
        self.blocks.resize_with(count, Stage::default);
        for block in 0..count {
            self.fill_block(question, region, block);
        }
        if self.blocks.iter().any(|stage| stage.len() == 0) {
            return false;
        }
        if !self.drop_hopeless() {
            return false;
        }
        let free = vec![f64::INFINITY; width];
        for stage in &mut self.blocks {
            stage.compress(&[], &free, maxima);
        }
        self.bound();
        true
    }

    /// The objectives in their order, then everybody else who has a floor that not every deal clears.
    fn choose_columns(&mut self, question: &Question, region: &Region) {
        let objectives = question.objectives.iter().map(|&party| Column {
            party: party as usize,
            floor: region.floors[party as usize],
            only_floor: false,
        });
        let others = region.floors.iter().enumerate();
        let others = others.map(|(party, &floor)| Column {
            party,
            floor,
            only_floor: true,
        });
        let others = others.filter(|column| {
            let mut objectives = question.objectives.iter();
            column.floor > f64::NEG_INFINITY
                && objectives.all(|&party| party as usize != column.party)
        });
        self.columns.clear();
        self.columns.extend(objectives.chain(others));
        let sizes = self
            .columns
            .iter()
            .map(|column| size(question, column.party));
        self.slack = SLACK * sizes.fold(1.0, f64::max);
        let slack = self.slack;
        self.columns.retain(|column| {
            !column.only_floor || least(question, region, column.party) < column.floor + slack
        });
    }

    /// Lists the combos of a block that may be used, but for those that the one of greatest sum beats.
    ///
    /// Most go that way in large blocks, so columns are read one by one, and rows made of what is left.
    fn fill_block(&mut self, question: &Question, region: &Region, block: usize) {
        let combos = question.layout.block(block);
        let allowed = &region.allowed[combos.clone()];
        let values = |column: &Column| {
            let from = column.party * question.layout.combos();
            &question.utilities[from + combos.start..from + combos.end]
        };
        self.sums.clear();
        self.sums.resize(combos.len(), 0.0);
        for column in &self.columns {
            for (sum, value) in self.sums.iter_mut().zip(values(column)) {
                *sum += value;
            }
        }
        let mut pivot = None;
        let mut pivot_sum = f64::NEG_INFINITY;
        for (place, (&sum, &allowed)) in self.sums.iter().zip(allowed).enumerate() {
            if sum > pivot_sum && allowed {
                (pivot, pivot_sum) = (Some(place), sum);
            }
        }
        self.beaten.clear();
        self.beaten.resize(combos.len(), pivot.is_some());
        if let Some(pivot) = pivot {
            for column in &self.columns {
                let values = values(column);
                let bar = values[pivot];
                for (beaten, &value) in self.beaten.iter_mut().zip(values) {
                    *beaten &= value <= bar;
                }
            }
            // Of equal combos the pivot is the first, and may stand for them.
            self.beaten[pivot] = false;
        }
        let stage = &mut self.blocks[block];
        stage.clear(self.columns.len(), usize::MAX);
        for (place, (&beaten, &allowed)) in self.beaten.iter().zip(allowed).enumerate() {
            if allowed && !beaten {
                let row = self.columns.iter().map(|column| values(column)[place]);
                stage.push(row, (0, narrow(combos.start + place)));
            }
        }
    }

    /// Drops the combos that cannot meet a floor even if all other blocks give their best.
    fn drop_hopeless(&mut self) -> bool {
        if self
            .columns
            .iter()
            .all(|column| column.floor == f64::NEG_INFINITY)
        {
            return true;
        }
        self.bound();
        let width = self.columns.len();
        let count = self.blocks.len();
        for block in 0..count {
            let most = |block: usize| &self.most_after[block * width..][..width];
            self.needs.clear();
            for (place, column) in self.columns.iter().enumerate() {
                let best_here = self.blocks[block].greatest(place);
                let best = most(0)[place] + self.least_before[place];
                self.needs.push(if column.floor == f64::NEG_INFINITY {
                    f64::NEG_INFINITY
                } else if best == f64::NEG_INFINITY {
                    f64::INFINITY
                } else {
                    column.floor - (best - best_here) - self.slack
                });
            }
            self.blocks[block].retain_reaching(&self.needs);
        }
        self.blocks.iter().all(|stage| stage.len() > 0)
    }

    /// Works out what the blocks give at least and at most.
    fn bound(&mut self) {
        let count = self.blocks.len();
        let width = self.columns.len();
        let rows = (count + 1) * width;
        for bounds in [
            &mut self.least_after,
            &mut self.most_after,
            &mut self.least_before,
        ] {
            bounds.clear();
            bounds.resize(rows, 0.0);
        }
        for column in 0..width {
            for block in (0..count).rev() {
                let (here, after) = (block * width + column, (block + 1) * width + column);
                self.least_after[here] = self.least_after[after] + self.blocks[block].least(column);
                self.most_after[here] =
                    self.most_after[after] + self.blocks[block].greatest(column);
            }
            for block in 0..count {
                let (here, after) = (block * width + column, (block + 1) * width + column);
                self.least_before[after] =
                    self.least_before[here] + self.blocks[block].least_finite(column);
            }
        }
    }
}

fn value(question: &Question, party: usize, combo: usize) -> f64 {
    question.utilities[party * question.layout.combos() + combo]
}

/// How large a party's finite sums may grow.
fn size(question: &Question, party: usize) -> f64 {
    let values = &question.utilities[party * question.layout.combos()..];
    (0..question.layout.blocks()).fold(0.0, |size, block| {
        let values = &values[question.layout.block(block)];
        let (mut low, high) = range(values);
        if low == f64::NEG_INFINITY {
            let finite = values.iter().copied().filter(|value| value.is_finite());
            low = finite.fold(0.0, f64::min);
        }
        size + high.max(-low).max(0.0)
    })
}

/// What a party has at least of a region's deals.
fn least(question: &Question, region: &Region, party: usize) -> f64 {
    (0..question.layout.blocks()).fold(0.0, |least, block| {
        let combos = question.layout.block(block);
        let combos = combos.filter(|&combo| region.allowed[combo]);
        let values = combos.map(|combo| value(question, party, combo));
        least + values.fold(f64::INFINITY, f64::min)
    })
}

/// A number of a combo or of a partial deal.
pub(super) fn narrow(index: usize) -> u32 {
    u32::try_from(index).expect("combos and partial deals are numbered in 32 bits")
}
