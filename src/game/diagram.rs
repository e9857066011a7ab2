//! Consent rules as decision diagrams: how likely a rule is met when everybody answers independently.
//!
//! *Derivation.* Let the voters 1, 2, … of a quota be asked in turn, and let K be the votes still needed. What follows from
//! voter i on depends on K alone, and as a function of K it is a step function: it changes only where K passes a sum that the
//! votes left can make. So all K between two neighbouring sums are one *node*, with a way to another for a yes, where K falls by the
//! votes of i, and one for a no. A node holds for the K in (low, high], the greatest such interval:
//!
//! `low = max(low_no, low_yes + votes_i)`, `high = min(high_no, high_yes + votes_i)`,
//!
//! from the ends K ≤ 0, met, and K > Σ votes left, refused. Built from the first voter down, each interval once (Behle 2007,
//! Discrete Optimization 4(1); Abío et al. 2012, JAIR 45). The chance that the rule is met is then one pass
//! over the nodes, each after those it leads to: `c = p · c_yes + (1 − p) · c_no`. With the heaviest voters first few sums are far from
//! both ends: 25 governments with the votes of the Treaty of Nice make 471 nodes, where the sets of them are 3 · 10⁷.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::model::{ConsentRule, PartyId};

/// Most nodes of one diagram; 12 bytes each.
pub const DIAGRAM_NODES_MAX: usize = 1_000_000;

/// Where a diagram ends with a refusal.
pub(crate) const REFUSED: u32 = 0;
/// Where it ends with consent.
pub(crate) const MET: u32 = 1;

/// One consent rule as a decision diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Diagram {
    /// The nodes, each after those it leads to; node k is known as k + 2, after [`REFUSED`] and [`MET`].
    nodes: Vec<Node>,
    /// Where it begins.
    root: u32,
    /// Most nodes at which the same party is asked.
    width: usize,
}

/// A question to one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Who is asked.
    pub(crate) party: u32,
    /// What follows a no.
    pub(crate) no: u32,
    /// What follows a yes.
    pub(crate) yes: u32,
}

impl Diagram {
    /// The diagram of a rule whose voters are asked in the order of their `ranks`; none where it has more than
    /// [`DIAGRAM_NODES_MAX`] nodes.
    pub(crate) fn of(rule: &ConsentRule, ranks: &[usize]) -> Option<Self> {
        let (mut votes, needed) = rule.ballot();
        votes.sort_by_key(|&(party, _)| ranks[party.index()]);
        let mut builder = Builder::of(votes);
        let root = builder.node(0, needed)?.node;
        let width = builder.levels.iter().map(|level| level.nodes).max();
        Some(Self {
            nodes: builder.nodes,
            root,
            width: width.unwrap_or(0),
        })
    }

    /// Number of its nodes.
    pub(crate) fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Most nodes at which the same party is asked.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Where it begins.
    pub(crate) fn root(&self) -> u32 {
        self.root
    }

    /// A node that is no end.
    pub(crate) fn node(&self, number: u32) -> Node {
        self.nodes[number as usize - 2]
    }

    /// Probability that the rule is met where each party says yes with its probability, by party.
    pub(crate) fn chance(&self, yes: &[f64]) -> f64 {
        let mut chances = Vec::with_capacity(self.nodes.len() + 2);
        chances.extend([0.0, 1.0]);
        for node in &self.nodes {
            let willing = yes[node.party as usize];
            chances.push(
                willing * chances[node.yes as usize] + (1.0 - willing) * chances[node.no as usize],
            );
        }
        chances[self.root as usize]
    }
}

/// The order in which parties are asked, by rank: those first whose votes are the greatest share of what some rule needs.
pub(crate) fn ranks(rules: &[ConsentRule], parties: usize) -> Vec<usize> {
    let mut shares = vec![0.0_f64; parties];
    for rule in rules {
        let (votes, needed) = rule.ballot();
        for (party, votes) in votes {
            let share = &mut shares[party.index()];
            *share = share.max(votes / needed);
        }
    }
    let mut order: Vec<usize> = (0..parties).collect();
    order.sort_by(|&one, &other| shares[other].total_cmp(&shares[one]).then(one.cmp(&other)));
    let mut ranks = vec![0; parties];
    for (rank, party) in order.into_iter().enumerate() {
        ranks[party] = rank;
    }
    ranks
}

/// A number by which nodes are looked up, ordered by its value.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Need(f64);

impl Eq for Need {}

impl PartialOrd for Need {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Need {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// A node with the needs above `low` and up to `high` for which it stands.
#[derive(Clone, Copy, Debug)]
struct Known {
    node: u32,
    low: f64,
    high: f64,
}

/// What is known where one voter is asked.
#[derive(Clone, Debug, Default)]
struct Level {
    /// Votes of this voter and all after it.
    left: f64,
    known: BTreeMap<Need, Known>,
    nodes: usize,
}

/// A diagram under construction.
struct Builder {
    votes: Vec<(PartyId, f64)>,
    levels: Vec<Level>,
    nodes: Vec<Node>,
}

impl Builder {
    fn of(votes: Vec<(PartyId, f64)>) -> Self {
        let mut levels = vec![Level::default(); votes.len() + 1];
        for (place, (_, votes)) in votes.iter().enumerate().rev() {
            levels[place].left = levels[place + 1].left + votes;
        }
        Self {
            votes,
            levels,
            nodes: Vec::new(),
        }
    }

    /// The node from this voter on that still needs so many votes.
    fn node(&mut self, voter: usize, need: f64) -> Option<Known> {
        let left = self.levels[voter].left;
        if need <= 0.0 {
            return Some(Known {
                node: MET,
                low: f64::NEG_INFINITY,
                high: 0.0,
            });
        }
        if need > left {
            return Some(Known {
                node: REFUSED,
                low: left,
                high: f64::INFINITY,
            });
        }
        let above = (Bound::Included(Need(need)), Bound::Unbounded);
        let found = self.levels[voter].known.range(above).next();
        if let Some((_, &known)) = found.filter(|(_, known)| known.low < need) {
            return Some(known);
        }
        let (party, weight) = self.votes[voter];
        let yes = self.node(voter + 1, need - weight)?;
        let no = self.node(voter + 1, need)?;
        let known = Known {
            node: self.push(voter, party, no.node, yes.node)?,
            low: no.low.max(yes.low + weight),
            high: no.high.min(yes.high + weight),
        };
        self.levels[voter].known.insert(Need(known.high), known);
        Some(known)
    }

    /// The node that asks this party, or what follows where its answer does not matter.
    fn push(&mut self, voter: usize, party: PartyId, no: u32, yes: u32) -> Option<u32> {
        if no == yes {
            return Some(no);
        }
        if self.nodes.len() == DIAGRAM_NODES_MAX {
            return None;
        }
        self.nodes.push(Node {
            party: party.0,
            no,
            yes,
        });
        self.levels[voter].nodes += 1;
        u32::try_from(self.nodes.len() + 1).ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::game::diagram::{Diagram, ranks};
    use crate::model::{ConsentRule, PartyId};

    fn quota(weights: &[f64], quota: f64) -> ConsentRule {
        let voters = (0..).map(PartyId).zip(weights.iter().copied());
        ConsentRule::Quota {
            votes: voters.collect(),
            quota,
        }
    }

    fn diagram(votes: &[f64], needed: f64) -> Diagram {
        let rule = quota(votes, needed);
        let ranks = ranks(std::slice::from_ref(&rule), votes.len());
        Diagram::of(&rule, &ranks).expect("few sums")
    }

    #[test]
    fn equal_votes_make_a_binomial_tail() {
        // At least 33 of 64 fair coins show heads: half of what a tie leaves.
        let found = diagram(&[1.0; 64], 33.0).chance(&[0.5; 64]);
        let tie = (1..=32).fold(1.0, |share: f64, half| {
            share * f64::from(2 * half - 1) / f64::from(2 * half)
        });
        assert!((found - (1.0 - tie) / 2.0).abs() < 1e-15, "{found}");
    }

    #[test]
    fn decimal_votes_that_reach_a_quota_exactly_meet_it() {
        assert_eq!(diagram(&[0.1, 0.2, 0.7], 0.3).chance(&[1.0, 1.0, 0.0]), 1.0);
        assert_eq!(
            diagram(&[0.1, 0.2, 0.7], 0.31).chance(&[1.0, 1.0, 0.0]),
            0.0
        );
    }

    /// The votes of the Treaty of Nice for 27 members: 255 of 345.
    #[test]
    fn the_votes_of_a_union_are_few_sums() {
        let seats = [
            (4, 29.0),
            (2, 27.0),
            (1, 14.0),
            (1, 13.0),
            (5, 12.0),
            (3, 10.0),
            (5, 7.0),
            (5, 4.0),
            (1, 3.0),
        ];
        let votes: Vec<f64> = seats
            .iter()
            .flat_map(|&(count, votes)| std::iter::repeat_n(votes, count))
            .collect();
        assert_eq!((votes.len(), votes.iter().sum::<f64>()), (27, 345.0));
        let found = diagram(&votes, 255.0);
        assert!(found.size() < 1_000, "{}", found.size());
        // So many of all coalitions win (Felsenthal and Machover 2001, Social Choice and Welfare 18(3)).
        let winning = 2_718_774.0 / libm::exp2(27.0);
        let chance = found.chance(&[0.5; 27]);
        assert!((chance - winning).abs() < 1e-15, "{chance}");
    }
}
