//! Ranking policies by their effect, and saying which ranks cannot be distinguished.

use serde::{Deserialize, Serialize};

use crate::experiment::compare::pairs::Pairs;
use crate::simulation::{CONFIDENCE, adjusted, excludes_zero, indistinct_groups, simultaneous};

/// Policies by what they change in agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PolicyRanking {
    /// Ids, greatest change first; equal ones in file order.
    pub order: Vec<String>,
    /// Groups of ids whose members are not distinguishable from each other, largest possible.
    #[serde(rename = "not-told-apart")]
    pub indistinct_groups: Vec<Vec<String>>,
    /// Each two of them, on the same realizations; without levers plays no part in their difference.
    pub pairs: Vec<PolicyPair>,
}

/// Two policies against each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PolicyPair {
    /// The higher one in the ranking.
    pub upper: String,
    /// The lower one.
    pub lower: String,
    /// Agreement with the upper less that with the lower.
    pub difference: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// Its interval by itself.
    pub interval: [f64; 2],
    /// `McNemar`'s test of no difference by itself.
    pub p: f64,
    /// The interval that holds for all pairs at once.
    pub interval_all: [f64; 2],
    /// `p`, adjusted for all pairs.
    pub p_all: f64,
}

/// Two policies that change places under another rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RankExchange {
    /// The higher one as written.
    pub upper_as_written: String,
    /// The higher one under the rule.
    pub upper_here: String,
    /// Whether they are distinguishable both ways: beyond simulation error.
    #[serde(rename = "told-apart")]
    pub distinct: bool,
}

impl PolicyPair {
    /// Whether the two can be distinguished, all pairs at once.
    pub fn is_distinct(&self) -> bool {
        excludes_zero(self.interval_all)
    }
}

impl PolicyRanking {
    /// Ranks some policies, given by place and id, by what they change in agreement.
    pub(super) fn new(members: &[(usize, &str)], pairs: &Pairs) -> Self {
        let difference = |place: usize| pairs.effect(place).difference();
        let mut order = members.to_vec();
        // Stable, so that equal ones stay in file order.
        order.sort_by(|one, other| difference(other.0).total_cmp(&difference(one.0)));
        let mut list = Vec::new();
        let count = members.len() * members.len().saturating_sub(1) / 2;
        for (rank, &(above, upper)) in order.iter().enumerate() {
            for &(below, lower) in &order[rank + 1..] {
                let rates = pairs.rates(above, below);
                let p = rates.p_value();
                list.push(PolicyPair {
                    upper: upper.to_owned(),
                    lower: lower.to_owned(),
                    difference: rates.difference(),
                    se: rates.standard_error(),
                    interval: rates.interval(CONFIDENCE),
                    p,
                    interval_all: rates.interval(simultaneous(CONFIDENCE, count)),
                    p_all: adjusted(p, count),
                });
            }
        }
        let mut ranking = Self {
            order: order.iter().map(|member| member.1.to_owned()).collect(),
            indistinct_groups: Vec::new(),
            pairs: list,
        };
        let groups = indistinct_groups(order.len(), |one, other| {
            let pair = ranking.pair(order[one].1, order[other].1);
            pair.is_some_and(PolicyPair::is_distinct)
        });
        let id = |rank: usize| ranking.order[rank].clone();
        let groups = groups.into_iter();
        ranking.indistinct_groups = groups
            .map(|group| group.into_iter().map(id).collect())
            .collect();
        ranking
    }

    /// The pair in which `upper` ranks above `lower`.
    pub(super) fn pair(&self, upper: &str, lower: &str) -> Option<&PolicyPair> {
        let mut pairs = self.pairs.iter();
        pairs.find(|pair| pair.upper == upper && pair.lower == lower)
    }

    /// The pairs whose order another ranking turns round, those that differ significantly under both first.
    ///
    /// Policies with exactly the same rate under the other rule have no order there and so are not turned round.
    pub fn exchanges(&self, other: &Self) -> Vec<RankExchange> {
        let turned = self.pairs.iter().filter_map(|pair| {
            let there = other.pair(&pair.lower, &pair.upper)?;
            let differs = pair.difference > 0.0 && there.difference > 0.0;
            differs.then(|| RankExchange {
                upper_as_written: pair.upper.clone(),
                upper_here: pair.lower.clone(),
                distinct: pair.is_distinct() && there.is_distinct(),
            })
        });
        let mut exchanges: Vec<RankExchange> = turned.collect();
        exchanges.sort_by_key(|exchange| !exchange.distinct);
        exchanges
    }
}
