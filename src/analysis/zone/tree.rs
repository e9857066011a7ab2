//! Branch and bound over the blocks, for what the relaxation leaves open.

use crate::analysis::zone::relaxation::Relaxation;
use crate::analysis::zone::state::ZoneState;
use crate::analysis::zone::table::{Quad, SPARE_NEED, Table, dot, narrow};
use crate::analysis::zone::terms::SLACK;

/// Workspace of the search.
///
/// The best weights of the relaxation become columns beside the parties, so that one test per node covers both the
/// party-wise and the weighted bounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    table: Table,
    /// Weights by column, one list after another.
    weights: Vec<Quad>,
    needs: Vec<Quad>,
    /// Blocks in the order of branching.
    order: Vec<u32>,
    /// Candidates of each block, most promising first; indexed like the table.
    ranked: Vec<u32>,
    /// What the first k branched blocks must bring together, by k.
    least: Vec<Quad>,
    /// What the blocks branched so far bring, by depth.
    partial: Vec<Quad>,
    /// Next place in `ranked` by depth.
    next: Vec<u32>,
    /// Candidate by block.
    picks: Vec<u32>,
}

/// Weighted columns beside the parties.
const WEIGHTED_COLUMNS: usize = 4;

impl Tree {
    /// Searches all deals of `source` in at most `nodes_left` nodes, which it counts down.
    pub(super) fn search(
        &mut self,
        source: &Table,
        relaxation: &Relaxation,
        columns: usize,
        needs: &[Quad],
        nodes_left: &mut u32,
    ) -> ZoneState {
        self.choose_weights(relaxation, needs);
        self.table.fill_weighted(source, columns, &self.weights);
        self.set_needs(columns, needs);
        if !self.table.prune(&self.needs) {
            return ZoneState::Empty;
        }
        self.table.drop_dominated(columns);
        self.rank(columns);
        self.bound();
        self.descend(columns, needs, nodes_left)
    }

    /// The combos of the deal found.
    pub(super) fn witness(&self, combos: &mut Vec<u32>) {
        combos.clear();
        combos.extend(
            self.picks
                .iter()
                .map(|&candidate| self.table.combo(candidate as usize)),
        );
    }

    /// Takes the weights that leave least to spare; ties go to the first found.
    fn choose_weights(&mut self, relaxation: &Relaxation, needs: &[Quad]) {
        self.weights.clear();
        let mut last = None;
        for _ in 0..relaxation.cuts().min(WEIGHTED_COLUMNS) {
            last = (0..relaxation.cuts())
                .map(|cut| (relaxation.spare(cut, needs), cut))
                .filter(|&cut| last.is_none_or(|last| by_spare(&cut, &last).is_gt()))
                .min_by(by_spare);
            let (_, cut) = last.expect("there are at least as many cuts as are taken");
            self.weights.extend_from_slice(relaxation.cut_weights(cut));
        }
    }

    fn set_needs(&mut self, columns: usize, needs: &[Quad]) {
        let Self {
            weights,
            needs: all,
            table,
            ..
        } = self;
        all.clear();
        all.resize(table.quads(), [SPARE_NEED; 4]);
        for column in 0..columns {
            all[column / 4][column % 4] = needs[column / 4][column % 4];
        }
        for (place, weights) in weights.chunks_exact(needs.len()).enumerate() {
            let column = columns + place;
            all[column / 4][column % 4] = dot(weights, needs);
        }
    }

    /// Branches first where the best weights see the greatest stakes, and tries the best candidates first.
    fn rank(&mut self, columns: usize) {
        let Self {
            table,
            order,
            ranked,
            ..
        } = self;
        let promise = |candidate: u32| table.row(candidate as usize)[columns / 4][columns % 4];
        order.clear();
        order.extend(0..narrow(table.blocks()));
        ranked.clear();
        for block in 0..table.blocks() {
            let range = table.block(block);
            let first = range.start;
            ranked.extend(range.map(narrow));
            ranked[first..]
                .sort_unstable_by(|&a, &b| promise(b).total_cmp(&promise(a)).then(a.cmp(&b)));
        }
        let stakes = |block: u32| {
            let range = table.block(block as usize);
            promise(ranked[range.start]) - promise(ranked[range.end - 1])
        };
        order.sort_unstable_by(|&a, &b| stakes(b).total_cmp(&stakes(a)).then(a.cmp(&b)));
    }

    /// Needs less the best of the blocks not yet branched.
    fn bound(&mut self) {
        let quads = self.table.quads();
        let blocks = self.table.blocks();
        self.least.clear();
        self.least.resize((blocks + 1) * quads, [0.0; 4]);
        for (least, need) in self.least[blocks * quads..].iter_mut().zip(&self.needs) {
            *least = need.map(|need| need - SLACK);
        }
        for depth in (0..blocks).rev() {
            let range = self.table.block(self.order[depth] as usize);
            for quad in 0..quads {
                for lane in 0..4 {
                    let best = range
                        .clone()
                        .map(|candidate| self.table.row(candidate)[quad][lane])
                        .fold(f64::NEG_INFINITY, f64::max);
                    self.least[depth * quads + quad][lane] =
                        self.least[(depth + 1) * quads + quad][lane] - best;
                }
            }
        }
    }

    /// Depth-first search.
    fn descend(&mut self, columns: usize, needs: &[Quad], nodes_left: &mut u32) -> ZoneState {
        let quads = self.table.quads();
        let blocks = self.table.blocks();
        self.partial.clear();
        self.partial.resize((blocks + 1) * quads, [0.0; 4]);
        self.next.clear();
        self.next.resize(blocks, 0);
        self.picks.clear();
        self.picks.resize(blocks, 0);
        if blocks == 0 {
            return ZoneState::Empty;
        }
        let mut depth = 0;
        self.next[0] = narrow(self.table.block(self.order[0] as usize).start);
        loop {
            let block = self.order[depth] as usize;
            let place = self.next[depth] as usize;
            if place == self.table.block(block).end {
                if depth == 0 {
                    return ZoneState::Empty;
                }
                depth -= 1;
                continue;
            }
            if *nodes_left == 0 {
                return ZoneState::Undecided;
            }
            *nodes_left -= 1;
            self.next[depth] += 1;
            let candidate = self.ranked[place];
            if !self.extend(depth, candidate as usize) {
                continue;
            }
            self.picks[block] = candidate;
            depth += 1;
            if depth == blocks {
                if self.meets(columns, needs) {
                    return ZoneState::Open;
                }
                depth -= 1;
            } else {
                self.next[depth] = narrow(self.table.block(self.order[depth] as usize).start);
            }
        }
    }

    /// Adds a candidate to the sums; tells whether the blocks still to come can make up for the rest.
    #[inline]
    fn extend(&mut self, depth: usize, candidate: usize) -> bool {
        let quads = self.table.quads();
        let (before, after) = self.partial.split_at_mut((depth + 1) * quads);
        let before = &before[depth * quads..];
        let least = &self.least[(depth + 1) * quads..][..quads];
        let mut enough = true;
        for (((after, before), row), least) in after
            .iter_mut()
            .zip(before)
            .zip(self.table.row(candidate))
            .zip(least)
        {
            for lane in 0..4 {
                after[lane] = before[lane] + row[lane];
                enough &= after[lane] >= least[lane];
            }
        }
        enough
    }

    /// The final test of a deal, its values added up in block order.
    fn meets(&self, columns: usize, needs: &[Quad]) -> bool {
        (0..columns).all(|column| {
            let mut sum = 0.0;
            for &candidate in &self.picks {
                sum += self.table.row(candidate as usize)[column / 4][column % 4];
            }
            sum >= needs[column / 4][column % 4]
        })
    }
}

/// Orders cuts by what they leave to spare, then by number.
fn by_spare(a: &(f64, usize), b: &(f64, usize)) -> std::cmp::Ordering {
    a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
}
