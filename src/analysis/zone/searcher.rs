//! Runs the zone test: case by case, and within a case round by round.

use crate::analysis::zone::layout::Layout;
use crate::analysis::zone::relaxation::{Relaxation, Relaxed};
use crate::analysis::zone::state::ZoneState;
use crate::analysis::zone::table::{Quad, SPARE_NEED, Table};
use crate::analysis::zone::terms::{SLACK, Terms};
use crate::analysis::zone::tree::Tree;
use crate::game::Case;

/// Nodes that one call may visit by default: a few milliseconds.
pub const NODE_LIMIT: u32 = 200_000;

/// Reusable workspace of the zone test; after the first calls of a size it allocates nothing.
///
/// A verdict depends on the arguments of its call alone, never on earlier calls.
#[derive(Clone, Debug, Default)]
pub struct Searcher {
    parties: Vec<u32>,
    table: Table,
    relaxation: Relaxation,
    tree: Tree,
    /// Sums by column if every block gave its worst, or its best.
    floor: Vec<Quad>,
    ceiling: Vec<Quad>,
    needs: Vec<Quad>,
    least_thresholds: Vec<f64>,
    rounds_left: Vec<Promise>,
    witness: Vec<u32>,
}

impl Searcher {
    /// The deal behind the last verdict if that was open: a combo for each block.
    pub fn witness(&self) -> &[u32] {
        &self.witness
    }

    /// Whether some deal gives every party of one case at least its threshold in some round and crosses no red line of
    /// theirs; party p's threshold in round t at `t · parties + p`.
    ///
    /// It visits at most `node_limit` nodes; one branch and bound takes up to half of the rest.
    ///
    /// # Panics
    /// When the thresholds do not come in whole rounds.
    pub fn search(
        &mut self,
        layout: &Layout,
        cases: &[Case],
        terms: &Terms,
        rounds: &[f64],
        node_limit: u32,
    ) -> ZoneState {
        let parties = layout.parties() as usize;
        assert!(
            rounds.len().is_multiple_of(parties),
            "thresholds come in whole rounds"
        );
        self.witness.clear();
        self.least_thresholds.clear();
        self.least_thresholds.resize(parties, f64::INFINITY);
        for round in rounds.chunks_exact(parties) {
            for (least, &threshold) in self.least_thresholds.iter_mut().zip(round) {
                *least = least.min(threshold);
            }
        }
        let mut nodes_left = node_limit;
        let mut decided = true;
        for case in cases {
            match self.search_case(layout, case, terms, rounds, &mut nodes_left) {
                ZoneState::Open => return ZoneState::Open,
                ZoneState::Empty => {}
                ZoneState::Undecided => decided = false,
            }
        }
        // Deals that met the least thresholds of all rounds, but no round's own, are not worth showing.
        self.witness.clear();
        if decided {
            ZoneState::Empty
        } else {
            ZoneState::Undecided
        }
    }

    /// One case in all rounds: first at the least thresholds of any round, then round by round.
    fn search_case(
        &mut self,
        layout: &Layout,
        case: &Case,
        terms: &Terms,
        rounds: &[f64],
        nodes_left: &mut u32,
    ) -> ZoneState {
        let width = layout.parties() as usize;
        let count = rounds.len() / width;
        let in_case = |party: &u32| case.parties >> party & 1 == 1;
        self.parties.clear();
        self.parties.extend((0..layout.parties()).filter(in_case));
        self.table.fill(layout, case, terms, &self.parties);
        if (0..self.table.blocks()).any(|block| self.table.block(block).is_empty()) {
            return ZoneState::Empty;
        }
        self.table
            .extreme_totals(&mut self.floor, &mut self.ceiling);
        let least_thresholds = std::mem::take(&mut self.least_thresholds);
        self.set_needs(&least_thresholds);
        self.least_thresholds = least_thresholds;
        if count == 0 || !self.table.prune(&self.needs) {
            return ZoneState::Empty;
        }
        self.relaxation.reset(&self.table, self.parties.len());
        match self.settle(nodes_left) {
            ZoneState::Empty => ZoneState::Empty,
            state if count == 1 => state,
            ZoneState::Open if self.witness_serves(layout, terms, rounds) => ZoneState::Open,
            ZoneState::Open | ZoneState::Undecided => {
                self.search_each_round(rounds, width, nodes_left)
            }
        }
    }

    /// Round by round, the most promising first; deals and weights met in one serve the others.
    fn search_each_round(
        &mut self,
        rounds: &[f64],
        width: usize,
        nodes_left: &mut u32,
    ) -> ZoneState {
        let mut rounds_left = std::mem::take(&mut self.rounds_left);
        rounds_left.clear();
        rounds_left.extend(
            rounds
                .chunks_exact(width)
                .zip(0..)
                .map(|(_, round)| Promise {
                    round,
                    spare: f64::INFINITY,
                }),
        );
        let mut verdict = ZoneState::Empty;
        let mut seen = Seen::default();
        while let Some(best) = self.sift(rounds, width, &mut seen, &mut rounds_left) {
            if best.spare == f64::INFINITY {
                verdict = ZoneState::Open;
                break;
            }
            let thresholds = &rounds[best.round as usize * width..][..width];
            self.set_needs(thresholds);
            match self.settle(nodes_left) {
                ZoneState::Open => {
                    verdict = ZoneState::Open;
                    break;
                }
                ZoneState::Empty => {
                    // A round that asks no party for less is empty too.
                    let parties = &self.parties;
                    rounds_left.retain(|left| {
                        let rival = &rounds[left.round as usize * width..][..width];
                        parties
                            .iter()
                            .any(|&party| rival[party as usize] < thresholds[party as usize])
                    });
                }
                ZoneState::Undecided => {
                    verdict = ZoneState::Undecided;
                    rounds_left.retain(|left| left.round != best.round);
                }
            }
        }
        self.rounds_left = rounds_left;
        verdict
    }

    /// Holds the deals and weights not yet seen against all rounds left; drops the rounds proved empty.
    ///
    /// Returns the most promising round, the earliest of equals; with nothing less than ∞ to spare where a known deal
    /// meets its needs, which is then the witness.
    fn sift(
        &mut self,
        rounds: &[f64],
        width: usize,
        seen: &mut Seen,
        rounds_left: &mut Vec<Promise>,
    ) -> Option<Promise> {
        let mut best: Option<Promise> = None;
        let mut kept = 0;
        for place in 0..rounds_left.len() {
            let mut promise = rounds_left[place];
            self.set_needs(&rounds[promise.round as usize * width..][..width]);
            for deal in seen.deals..self.relaxation.deals() {
                if self.relaxation.least_margin(deal, &self.needs) >= 0.0 {
                    self.set_witness(deal);
                    return Some(Promise {
                        spare: f64::INFINITY,
                        ..promise
                    });
                }
            }
            for cut in seen.cuts..self.relaxation.cuts() {
                promise.spare = promise.spare.min(self.relaxation.spare(cut, &self.needs));
            }
            if promise.spare < -SLACK {
                continue;
            }
            rounds_left[kept] = promise;
            kept += 1;
            if best.is_none_or(|best| promise.spare > best.spare) {
                best = Some(promise);
            }
        }
        rounds_left.truncate(kept);
        seen.deals = self.relaxation.deals();
        seen.cuts = self.relaxation.cuts();
        best
    }

    /// Decides the prepared case at the present needs.
    fn settle(&mut self, nodes_left: &mut u32) -> ZoneState {
        match self.relaxation.solve(&self.table, &self.needs) {
            Relaxed::Open(deal) => {
                self.set_witness(deal);
                ZoneState::Open
            }
            Relaxed::Empty => ZoneState::Empty,
            Relaxed::Unsettled => {
                let share = nodes_left.div_ceil(2);
                let mut share_left = share;
                let verdict = self.tree.search(
                    &self.table,
                    &self.relaxation,
                    self.parties.len(),
                    &self.needs,
                    &mut share_left,
                );
                *nodes_left -= share - share_left;
                if verdict == ZoneState::Open {
                    self.tree.witness(&mut self.witness);
                }
                verdict
            }
        }
    }

    /// Sets what the parties of the case need; infinite thresholds become ones just out of anybody's reach.
    fn set_needs(&mut self, thresholds: &[f64]) {
        self.needs.clear();
        self.needs.resize(self.table.quads(), [SPARE_NEED; 4]);
        for (column, &party) in self.parties.iter().enumerate() {
            let (quad, lane) = (column / 4, column % 4);
            self.needs[quad][lane] = thresholds[party as usize]
                .max(self.floor[quad][lane] - 1.0)
                .min(self.ceiling[quad][lane] + 1.0);
        }
    }

    fn set_witness(&mut self, deal: usize) {
        self.witness.clear();
        let table = &self.table;
        self.witness.extend(
            self.relaxation
                .picks(deal)
                .iter()
                .map(|&candidate| table.combo(candidate as usize)),
        );
    }

    /// Whether the witness gives every party of the case its threshold in some round, by plain sums in block order.
    fn witness_serves(&self, layout: &Layout, terms: &Terms, rounds: &[f64]) -> bool {
        let meets = |thresholds: &[f64], party: u32| {
            let sum = self.witness.iter().fold(0.0, |sum, &combo| {
                sum + terms.value(layout, party, combo as usize)
            });
            sum >= thresholds[party as usize]
        };
        let mut rounds = rounds.chunks_exact(layout.parties() as usize);
        rounds.any(|round| self.parties.iter().all(|&party| meets(round, party)))
    }
}

/// A round not yet proved empty, with what it leaves to spare at most by the weights met so far.
#[derive(Clone, Copy, Debug)]
struct Promise {
    round: u32,
    spare: f64,
}

/// How many deals and cuts the rounds left have been held against.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    deals: usize,
    cuts: usize,
}
