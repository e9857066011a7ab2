//! Runs the zone test: case by case, and within a case round by round.

use super::relaxation::{Relaxation, Relaxed};
use super::table::{Quad, SPARE_NEED, Table, narrow};
use super::tree::Tree;
use super::{Case, Layout, NODE_LIMIT, RoundsVerdict, SLACK, Terms, Verdict};

/// Reusable workspace of the zone test; after the first calls of a size it allocates nothing.
///
/// A verdict depends on the arguments of its call alone, never on earlier calls.
#[derive(Clone, Debug)]
pub struct Searcher {
    node_limit: u32,
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

impl Default for Searcher {
    fn default() -> Self {
        Self::new(NODE_LIMIT)
    }
}

impl Searcher {
    /// A workspace whose calls visit at most `node_limit` nodes each; one branch and bound takes up to half of the rest.
    pub fn new(node_limit: u32) -> Self {
        Self {
            node_limit,
            parties: Vec::new(),
            table: Table::default(),
            relaxation: Relaxation::default(),
            tree: Tree::default(),
            floor: Vec::new(),
            ceiling: Vec::new(),
            needs: Vec::new(),
            least_thresholds: Vec::new(),
            rounds_left: Vec::new(),
            witness: Vec::new(),
        }
    }

    /// The deal behind the last verdict if that was open: a combo for each block.
    pub fn witness(&self) -> &[u32] {
        &self.witness
    }

    /// Whether some deal gives every party of one case at least its threshold and crosses no red line of theirs.
    ///
    /// # Panics
    /// When there is not one threshold for each party.
    pub fn search(
        &mut self,
        layout: &Layout,
        cases: &[Case],
        terms: &Terms,
        thresholds: &[f64],
    ) -> Verdict {
        assert!(
            thresholds.len() == layout.parties() as usize,
            "every party has one threshold"
        );
        match self.search_rounds(layout, cases, terms, thresholds) {
            RoundsVerdict::Open { .. } => Verdict::Open,
            RoundsVerdict::Empty => Verdict::Empty,
            RoundsVerdict::Undecided => Verdict::Undecided,
        }
    }

    /// The same for several rounds that differ in thresholds only: party p's in round t at `t · parties + p`.
    ///
    /// # Panics
    /// When the thresholds do not come in whole rounds.
    pub fn search_rounds(
        &mut self,
        layout: &Layout,
        cases: &[Case],
        terms: &Terms,
        rounds: &[f64],
    ) -> RoundsVerdict {
        let parties = layout.parties() as usize;
        assert!(
            rounds.len().is_multiple_of(parties.max(1)),
            "thresholds come in whole rounds"
        );
        self.witness.clear();
        self.least_thresholds.clear();
        self.least_thresholds.resize(parties, f64::INFINITY);
        for round in rounds.chunks_exact(parties.max(1)) {
            for (least, &threshold) in self.least_thresholds.iter_mut().zip(round) {
                *least = least.min(threshold);
            }
        }
        let mut nodes_left = self.node_limit;
        let mut decided = true;
        for case in cases {
            match self.search_case(layout, case, terms, rounds, &mut nodes_left) {
                RoundsVerdict::Open { round } => return RoundsVerdict::Open { round },
                RoundsVerdict::Empty => {}
                RoundsVerdict::Undecided => decided = false,
            }
        }
        // Deals that met the least thresholds of all rounds, but no round's own, are not worth showing.
        self.witness.clear();
        if decided {
            RoundsVerdict::Empty
        } else {
            RoundsVerdict::Undecided
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
    ) -> RoundsVerdict {
        let width = (layout.parties() as usize).max(1);
        let count = if layout.parties() == 0 {
            1
        } else {
            rounds.len() / width
        };
        let in_case = |party: &u32| case.parties >> party & 1 == 1;
        self.parties.clear();
        self.parties.extend((0..layout.parties()).filter(in_case));
        self.table.fill(layout, case, terms, &self.parties);
        if (0..self.table.blocks()).any(|block| self.table.block(block).is_empty()) {
            return RoundsVerdict::Empty;
        }
        self.table
            .extreme_totals(&mut self.floor, &mut self.ceiling);
        let least_thresholds = std::mem::take(&mut self.least_thresholds);
        self.set_needs(&least_thresholds);
        self.least_thresholds = least_thresholds;
        if count == 0 || !self.table.prune(&self.needs) {
            return RoundsVerdict::Empty;
        }
        self.relaxation.reset(&self.table, self.parties.len());
        match self.settle(nodes_left) {
            Verdict::Empty => RoundsVerdict::Empty,
            Verdict::Open if count == 1 => RoundsVerdict::Open { round: 0 },
            Verdict::Undecided if count == 1 => RoundsVerdict::Undecided,
            Verdict::Open => {
                let serving = (0..count).find(|&round| {
                    self.witness_meets(layout, terms, &rounds[round * width..][..width])
                });
                match serving {
                    Some(round) => RoundsVerdict::Open {
                        round: narrow(round),
                    },
                    None => self.search_each_round(rounds, width, nodes_left),
                }
            }
            Verdict::Undecided => self.search_each_round(rounds, width, nodes_left),
        }
    }

    /// Round by round, the most promising first; deals and weights met in one serve the others.
    fn search_each_round(
        &mut self,
        rounds: &[f64],
        width: usize,
        nodes_left: &mut u32,
    ) -> RoundsVerdict {
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
        let mut verdict = RoundsVerdict::Empty;
        let mut seen = Seen::default();
        while let Some(best) = self.sift(rounds, width, &mut seen, &mut rounds_left) {
            if best.spare == f64::INFINITY {
                verdict = RoundsVerdict::Open { round: best.round };
                break;
            }
            let thresholds = &rounds[best.round as usize * width..][..width];
            self.set_needs(thresholds);
            match self.settle(nodes_left) {
                Verdict::Open => {
                    verdict = RoundsVerdict::Open { round: best.round };
                    break;
                }
                Verdict::Empty => {
                    // A round that asks no party for less is empty too.
                    let parties = &self.parties;
                    rounds_left.retain(|left| {
                        let rival = &rounds[left.round as usize * width..][..width];
                        parties
                            .iter()
                            .any(|&party| rival[party as usize] < thresholds[party as usize])
                    });
                }
                Verdict::Undecided => {
                    verdict = RoundsVerdict::Undecided;
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
    fn settle(&mut self, nodes_left: &mut u32) -> Verdict {
        match self.relaxation.solve(&self.table, &self.needs) {
            Relaxed::Open(deal) => {
                self.set_witness(deal);
                Verdict::Open
            }
            Relaxed::Empty => Verdict::Empty,
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
                if verdict == Verdict::Open {
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

    /// Whether the witness gives every party of the case its threshold, by plain sums in block order.
    fn witness_meets(&self, layout: &Layout, terms: &Terms, thresholds: &[f64]) -> bool {
        self.parties.iter().all(|&party| {
            let mut sum = 0.0;
            for &combo in &self.witness {
                sum += terms.value(layout, party, combo as usize);
            }
            sum >= thresholds[party as usize]
        })
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
