//! Ranking policies by their effect, and saying which ranks cannot be distinguished.

use crate::experiment::compare::pairs::{CONFIDENCE, Pairs};
use crate::simulation::{PairedRates, holm, indistinct_groups};

/// Policies by their effect on the agreement rate, the largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Positions of the effects; equal ones in file order.
    pub order: Vec<usize>,
    /// Each two of them, directly against each other, p-values adjusted for all of these.
    pub pairs: Vec<Pair>,
    /// Groups of positions in `order` of which no two can be distinguished, largest possible.
    pub groups: Vec<Vec<usize>>,
}

/// Two policies on the same realizations; without levers plays no part in their difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Position of the effect that ranks higher.
    pub upper: usize,
    /// Position of the effect that ranks lower.
    pub lower: usize,
    /// Agreements of the higher (first) and the lower (second).
    pub rates: PairedRates,
    /// p-value, adjusted by Holm for all pairs.
    pub p_adjusted: f64,
}

/// Two policies whose order another rule turns round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Position of the effect that ranks higher under the file's rule.
    pub upper: usize,
    /// Position of the effect that ranks higher under the other.
    pub lower: usize,
    /// Whether the two can be distinguished under both rules: beyond simulation error.
    pub distinct: bool,
}

impl Pair {
    /// Whether the two can be distinguished.
    pub fn is_distinct(&self) -> bool {
        self.p_adjusted <= 1.0 - CONFIDENCE
    }
}

impl Ranking {
    /// Ranks the settings at `members` by their differences.
    pub(super) fn new(members: &[usize], difference: impl Fn(usize) -> f64, pairs: &Pairs) -> Self {
        let mut order = members.to_vec();
        // Stable, so that equal ones stay in file order.
        order.sort_by(|&one, &other| difference(other).total_cmp(&difference(one)));
        let mut list = Vec::new();
        for (place, &upper) in order.iter().enumerate() {
            for &lower in &order[place + 1..] {
                let rates = pairs.rates(upper, lower);
                list.push(Pair {
                    upper,
                    lower,
                    rates,
                    p_adjusted: rates.p_value(),
                });
            }
        }
        let values: Vec<f64> = list.iter().map(|pair| pair.p_adjusted).collect();
        for (pair, adjusted) in list.iter_mut().zip(holm(&values)) {
            pair.p_adjusted = adjusted;
        }
        let mut ranking = Self {
            groups: Vec::new(),
            order,
            pairs: list,
        };
        ranking.groups = indistinct_groups(ranking.order.len(), |one, other| {
            let (upper, lower) = (ranking.order[one], ranking.order[other]);
            ranking.pair(upper, lower).is_some_and(Pair::is_distinct)
        });
        ranking
    }

    /// The pair in which `upper` ranks above `lower`.
    pub fn pair(&self, upper: usize, lower: usize) -> Option<&Pair> {
        let mut pairs = self.pairs.iter();
        pairs.find(|pair| pair.upper == upper && pair.lower == lower)
    }

    /// The pairs whose order another ranking turns round, those that differ significantly under both first.
    ///
    /// Policies with exactly the same rate under the other rule have no order there and so are not turned round.
    pub fn exchanges(&self, other: &Self) -> Vec<Exchange> {
        let turned = self.pairs.iter().filter_map(|pair| {
            let there = other.pair(pair.lower, pair.upper)?;
            let differs = pair.rates.difference() > 0.0 && there.rates.difference() > 0.0;
            differs.then_some(Exchange {
                upper: pair.upper,
                lower: pair.lower,
                distinct: pair.is_distinct() && there.is_distinct(),
            })
        });
        let mut exchanges: Vec<Exchange> = turned.collect();
        exchanges.sort_by_key(|exchange| !exchange.distinct);
        exchanges
    }
}
