//! What lies how far from a combo of a block, and in which steps a party goes from there to what it likes better.
//!
//! From a combo the next step leads to the farther one that gains most for its distance: so the steps follow the upper
//! concave envelope of margin over distance. They depend on nothing but the party's margins, so each is found once.

use crate::bargaining::talks::Side;
use crate::game::{Blocks, INDIFFERENCE, Stamp};

/// A step to another combo, with what it gains for each unit of distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    pub(super) slope: f64,
    pub(super) combo: u32,
}

/// Where the steps from a combo and the distances from it are kept.
#[derive(Clone, Copy, Debug)]
struct Row {
    distances: usize,
    steps: usize,
    /// Number of steps; none where the party refuses every combo of the block.
    count: Option<u32>,
    /// Combo that the steps begin at: the one itself or, where it crosses a red line, the nearest that does not.
    first: u32,
}

/// The rows of one type of a party that were asked for so far.
#[derive(Debug, Default)]
pub(super) struct Nearby {
    found_for: Option<FoundFor>,
    /// Number of the row of each combo, from 1; 0 for none.
    row_of: Vec<u32>,
    rows: Vec<Row>,
    distances: Vec<f64>,
    steps: Vec<Step>,
}

/// Whose margins the steps follow.
#[derive(Clone, Copy, Debug)]
struct FoundFor {
    game: Stamp,
    /// Version of the tables, where these change.
    tables: Option<u32>,
}

/// Most distances that are kept beyond those of one deal.
const DISTANCES_MAX: usize = 1 << 17;

/// What lies around one combo.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    /// Distance of each combo of the block from the one asked about.
    pub(super) distances: &'a [f64],
    /// Combo that the steps begin at.
    pub(super) first: u32,
    /// The steps, of falling slope.
    pub(super) steps: &'a [Step],
}

impl Nearby {
    /// Bytes that it takes at most.
    pub(super) fn bytes_max(blocks: &Blocks) -> f64 {
        let combos = blocks.combos() as f64;
        let squares = blocks
            .list
            .iter()
            .map(|block| f64::from(block.size()).powi(2));
        // No row has more steps than distances.
        let distances = squares.sum::<f64>().min(combos.max(DISTANCES_MAX as f64));
        let each = size_of::<f64>() + size_of::<Step>();
        distances * each as f64 + combos * (size_of::<u32>() + size_of::<Row>()) as f64
    }

    /// Bytes that it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.row_of)
            + size_of_val(&*self.rows)
            + size_of_val(&*self.distances)
            + size_of_val(&*self.steps)
    }

    /// Forgets what holds in one run only.
    pub(super) fn start(&mut self) {
        if self.found_for.is_some_and(|found| found.tables.is_some()) {
            self.found_for = None;
        }
    }

    /// Forgets what was found for other margins than a party's present ones, and everything when it would become too much
    /// with the rows of one more deal.
    pub(super) fn turn_to(&mut self, side: Side<'_>) {
        let game = side.game;
        let changes = game.tables_move() || !side.profile().has_fixed_tables();
        let now = FoundFor {
            game: game.stamp,
            tables: changes.then_some(side.talks.values.version),
        };
        let known = self
            .found_for
            .is_some_and(|before| before.game.is(now.game) && before.tables == now.tables);
        let combos = game.blocks.combos();
        let is_full = !self.rows.is_empty() && self.distances.len() + combos > DISTANCES_MAX;
        if !known || is_full {
            self.found_for = Some(now);
            self.forget(combos);
        }
    }

    fn forget(&mut self, combos: usize) {
        self.row_of.clear();
        self.row_of.resize(combos, 0);
        self.rows.clear();
        self.distances.clear();
        self.steps.clear();
    }

    /// Number of the row of a combo, found now or before.
    pub(super) fn find(&mut self, side: Side<'_>, present: u32) -> u32 {
        let known = self.row_of[present as usize];
        if known > 0 {
            return known - 1;
        }
        let row = self.row(side, present);
        self.rows.push(row);
        let number = u32::try_from(self.rows.len()).expect("fewer rows than distances");
        self.row_of[present as usize] = number;
        number - 1
    }

    /// What lies around the combo of a row; none where the party refuses every combo of its block.
    pub(super) fn around(&self, row: u32, size: u32) -> Option<Around<'_>> {
        let row = self.rows[row as usize];
        Some(Around {
            distances: &self.distances[row.distances..][..size as usize],
            first: row.first,
            steps: &self.steps[row.steps..][..row.count? as usize],
        })
    }

    fn row(&mut self, side: Side<'_>, present: u32) -> Row {
        let blocks = &side.game.blocks;
        let block = blocks.block_of(present);
        let mut row = Row {
            distances: self.distances.len(),
            steps: self.steps.len(),
            count: None,
            first: present,
        };
        let far = block.combos().map(|combo| blocks.apart(present, combo));
        self.distances.extend(far);
        let distances = &self.distances[row.distances..];
        if !side.profile().allows(present) {
            match nearest_combo(side, block.start, distances, f64::NEG_INFINITY) {
                Some(nearest) => row.first = nearest,
                None => return row,
            }
        }
        let mut combo = row.first;
        while let Some(step) = next_step(side, block.start, distances, combo) {
            self.steps.push(step);
            combo = step.combo;
        }
        let count = self.steps.len() - row.steps;
        row.count = Some(u32::try_from(count).expect("at most 65,536 combos of a block"));
        row
    }
}

/// From a combo of a block the farther one of the greatest gain per distance; of equals the nearest, then the lowest.
fn next_step(side: Side<'_>, start: u32, distances: &[f64], combo: u32) -> Option<Step> {
    let (margin, profile) = (&side.tables().margin, side.profile());
    let far_of = |combo: u32| distances[(combo - start) as usize];
    let (here, worth) = (far_of(combo), margin[combo as usize]);
    let mut best: Option<Step> = None;
    for (other, &distance) in (start..).zip(distances) {
        let far = distance - here;
        let gain = margin[other as usize] - worth;
        if far <= 0.0 || gain <= INDIFFERENCE || !profile.allows(other) {
            continue;
        }
        let slope = gain / far;
        let better = best.is_none_or(|best| {
            let nearer = distance < far_of(best.combo);
            slope > best.slope + INDIFFERENCE || slope >= best.slope - INDIFFERENCE && nearer
        });
        if better {
            best = Some(Step {
                slope,
                combo: other,
            });
        }
    }
    best
}

/// The nearest combo of a block worth so much at least; of equals the best, then the lowest.
pub(super) fn nearest_combo(
    side: Side<'_>,
    start: u32,
    distances: &[f64],
    worth: f64,
) -> Option<u32> {
    let (margin, profile) = (&side.tables().margin, side.profile());
    let mut best: Option<u32> = None;
    for (combo, &near) in (start..).zip(distances) {
        if !profile.allows(combo) || margin[combo as usize] < worth {
            continue;
        }
        let better = best.is_none_or(|best| {
            let nearest = distances[(best - start) as usize];
            let richer = margin[combo as usize] > margin[best as usize] + INDIFFERENCE;
            near < nearest - INDIFFERENCE || near <= nearest + INDIFFERENCE && richer
        });
        if better {
            best = Some(combo);
        }
    }
    best
}
