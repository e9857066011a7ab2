//! Policies by what they change in agreement, as `compare.json` has it.

use serde::{Deserialize, Serialize};

use crate::experiment::compare::{self, CONFIDENCE};
use crate::results::json::among;

/// Policies by what they change in agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PolicyRanking {
    /// Ids, greatest change first.
    pub order: Vec<String>,
    /// Groups of ids whose members are not distinguishable from each other.
    #[serde(rename = "not-told-apart")]
    pub indistinct_groups: Vec<Vec<String>>,
    /// Each two of them.
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
    #[serde(deserialize_with = "Option::deserialize")]
    pub se: Option<f64>,
    /// Its interval.
    pub interval: [f64; 2],
    /// `McNemar`'s test of no difference, mid-p.
    pub p: f64,
    /// The same adjusted for all pairs.
    pub p_holm: f64,
}

/// Two policies that change places under another rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RankExchange {
    /// The higher one as written.
    pub upper_as_written: String,
    /// The higher one under the rule.
    pub upper_here: String,
    /// Whether they are distinguishable both ways.
    #[serde(rename = "told-apart")]
    pub distinct: bool,
}

impl PolicyRanking {
    pub(super) fn check<'a>(
        &'a self,
        path: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), String> {
        let order = self.order.iter().map(String::as_str);
        among(&format!("{path}.order"), order, known.clone())?;
        let groups = self.indistinct_groups.iter().flatten().map(String::as_str);
        among(&format!("{path}.not-told-apart"), groups, known)
    }
}

pub(super) fn ranking(ids: &[&str], ranking: &compare::Ranking) -> PolicyRanking {
    let id = |place: usize| ids[place].to_owned();
    let order: Vec<String> = ranking.order.iter().map(|&place| id(place)).collect();
    let groups = ranking.groups.iter();
    let groups = groups.map(|group| group.iter().map(|&rank| order[rank].clone()).collect());
    let pairs = ranking.pairs.iter().map(|pair| PolicyPair {
        upper: id(pair.upper),
        lower: id(pair.lower),
        difference: pair.rates.difference(),
        se: pair.rates.standard_error(),
        interval: pair.rates.interval(CONFIDENCE),
        p: pair.rates.p_value(),
        p_holm: pair.p_adjusted,
    });
    PolicyRanking {
        indistinct_groups: groups.collect(),
        pairs: pairs.collect(),
        order,
    }
}
