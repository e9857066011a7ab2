//! The exact zone test: is there a deal that everybody whose consent it needs would accept?
//!
//! Utility adds up over independent blocks of issues, so weights of the parties separate the deals block by block:
//! they prove emptiness or yield a deal that is its own proof ([`relaxation`]). What is left goes to a branch and
//! bound with a node limit ([`tree`]). A deal counts as in the zone by plain sums in block order, exactly as talks
//! compute them; proofs of emptiness leave [`SLACK`] for rounding.

mod relaxation;
mod table;
#[cfg(test)]
mod tests;
mod tree;

use relaxation::{Relaxation, Relaxed};
use table::{Quad, SPARE_NEED, Table};
use tree::Tree;

/// What a bound must miss a threshold by to count as missing it; values are utilities, of order one.
pub const SLACK: f64 = 1e-9;

/// Nodes that one call may visit unless told otherwise: a few milliseconds.
pub const NODE_LIMIT: u32 = 200_000;

/// How the combos of all blocks lie one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    starts: Vec<u32>,
    parties: u32,
}

impl Layout {
    /// Block b has the combos `starts[b]..starts[b + 1]`; `parties` is at most 32.
    pub fn new(starts: Vec<u32>, parties: u32) -> Self {
        assert!(
            starts.first() == Some(&0) && starts.is_sorted(),
            "block starts begin at 0 and never fall"
        );
        assert!(parties <= 32, "masks have room for 32 parties");
        Self { starts, parties }
    }

    /// Number of blocks.
    pub fn blocks(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of combos in all blocks.
    pub fn combos(&self) -> usize {
        self.starts[self.blocks()] as usize
    }

    /// Number of parties.
    pub fn parties(&self) -> u32 {
        self.parties
    }

    /// The combos of a block.
    pub fn block(&self, block: usize) -> std::ops::Range<usize> {
        self.starts[block] as usize..self.starts[block + 1] as usize
    }
}

/// A way to get a deal consented: these parties suffice, as long as only these combos are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    parties: u32,
    allowed: Vec<u64>,
}

impl Case {
    /// The case of the parties in the bit mask `parties`; `allowed` tells for each combo whether it may be used.
    pub fn new(parties: u32, allowed: impl IntoIterator<Item = bool>) -> Self {
        let mut words = Vec::new();
        for (combo, allowed) in allowed.into_iter().enumerate() {
            if combo % 64 == 0 {
                words.push(0);
            }
            words[combo / 64] |= u64::from(allowed) << (combo % 64);
        }
        Self {
            parties,
            allowed: words,
        }
    }

    /// Bit mask of the parties.
    pub fn parties(&self) -> u32 {
        self.parties
    }

    /// Whether the combo may be used.
    pub fn allows(&self, combo: usize) -> bool {
        self.allowed[combo / 64] >> (combo % 64) & 1 == 1
    }
}

/// What the combos mean to the parties.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Party p's value of combo c at `p · combos + c`; −∞ where p would never accept it.
    pub values: &'a [f64],
    /// By combo: bit p is set when the combo crosses a red line of party p.
    pub crossed: &'a [u32],
}

impl Terms<'_> {
    fn value(&self, layout: &Layout, party: u32, combo: usize) -> f64 {
        self.values[party as usize * layout.combos() + combo]
    }
}

/// Whether there is a deal in the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is one: [`Searcher::witness`].
    Open,
    /// There is none.
    Empty,
    /// The node limit came first.
    Undecided,
}

/// Whether there is a deal in the zone in any of several rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundsVerdict {
    /// There is one in this round (not always the first such round): [`Searcher::witness`].
    Open {
        /// The round, counted from 0.
        round: u32,
    },
    /// There is none in any round.
    Empty,
    /// None was found, and for some round the node limit came first.
    Undecided,
}

/// Whether some deal crosses no red line of anybody whose consent it needs.
pub fn red_lines_open(layout: &Layout, cases: &[Case], crossed: &[u32]) -> bool {
    cases.iter().any(|case| {
        (0..layout.blocks()).all(|block| {
            layout
                .block(block)
                .any(|combo| case.allows(combo) && crossed[combo] & case.parties == 0)
        })
    })
}

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

    /// The deal behind the last open verdict: a combo for each block.
    pub fn witness(&self) -> &[u32] {
        &self.witness
    }

    /// Whether some deal gives every party of one case at least its threshold and crosses no red line of theirs.
    pub fn search(
        &mut self,
        layout: &Layout,
        cases: &[Case],
        terms: &Terms,
        thresholds: &[f64],
    ) -> Verdict {
        match self.search_rounds(layout, cases, terms, thresholds) {
            RoundsVerdict::Open { .. } => Verdict::Open,
            RoundsVerdict::Empty => Verdict::Empty,
            RoundsVerdict::Undecided => Verdict::Undecided,
        }
    }

    /// The same for several rounds that differ in thresholds only: party p's in round t at `t · parties + p`.
    pub fn search_rounds(
        &mut self,
        layout: &Layout,
        cases: &[Case],
        terms: &Terms,
        rounds: &[f64],
    ) -> RoundsVerdict {
        let parties = layout.parties() as usize;
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
                        round: round as u32,
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
