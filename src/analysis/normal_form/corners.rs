//! The corners of a polytope of best replies, walked without rounding.
//!
//! **The polytope.** With a player's mix x and the other's payoffs M, all above 0, by the other's choice and this player's:
//! the polytope P of all x ≥ 0 with M x ≤ 1. A mix stands in it as x over the most that the other can have against it; what M x makes tight are
//! then the other's best replies. P is bounded, as M is above 0.
//!
//! **The walk.** A basis of the system M x + s = 1 gives a corner. From the basis in which x is 0, every column is entered in
//! turn, the row that stops it leaves, and a basis not met before is walked from. Where more inequalities are tight at a corner
//! than needed, it has many bases; by the lexicographic rule the walk sees P with right sides moved apart by less than anything,
//! whose corners have one basis each. These are joined by edges, so all are met, and each corner of P is where one of them is.
//!
//! **How many.** A polytope of dimension d with N facets has at most C(N − ⌈d/2⌉, N − d) + C(N − ⌊d/2⌋ − 1, N − d) corners
//! (McMullen 1970): 24,752 for 12 choices on both sides.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use num_bigint::BigInt;

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::tableau::Tableau;

/// Which inequalities are tight: a bit for each own choice that is not used, then one for each best reply of the other.
pub(super) type Tight = u128;

/// Most inequalities of a polytope.
pub(super) const TIGHT_MAX: usize = 128;

/// Corners of a polytope.
#[derive(Clone, Debug)]
pub(super) struct Corners {
    /// Each corner but 0, by what is tight there: x times a number above 0 that makes it whole. Few corners belong to an
    /// equilibrium, and only of these a mix is wanted.
    pub(super) weights: BTreeMap<Tight, Vec<BigInt>>,
    /// Whether more is tight at some corner than there are variables.
    pub(super) is_degenerate: bool,
    /// Whether the walk met all bases.
    pub(super) is_complete: bool,
}

/// Walks the corners of {x ≥ 0, M x ≤ 1}, over at most so many bases.
///
/// # Panics
/// When an entry is not above 0, or there are more inequalities than the limit.
pub(super) fn corners(matrix: &[Vec<BigInt>], bases_max: usize) -> Corners {
    assert!(matrix.iter().flatten().all(|entry| *entry > BigInt::ZERO));
    let right = vec![BigInt::from(1); matrix.len()];
    let mut tableau = Tableau::new(matrix, &right);
    let columns = tableau.columns();
    assert!(columns + matrix.len() <= TIGHT_MAX, "a bit for each");
    let mut found = Corners {
        weights: BTreeMap::new(),
        is_degenerate: false,
        is_complete: true,
    };
    let mut met = BTreeSet::from([bits(tableau.basic())]);
    // The pivots that led to where the walk is, each with the column it tried last.
    let mut path: Vec<(usize, usize)> = Vec::new();
    let mut column = 0;
    loop {
        if column == columns {
            let Some((row, entered)) = path.pop() else {
                return found;
            };
            tableau.pivot(row, entered);
            column = entered + 1;
            continue;
        }
        let row = tableau.leaving(column).expect("the polytope is bounded");
        let basis = bits(tableau.basic()) ^ bit(tableau.basic()[row]) ^ bit(tableau.free()[column]);
        if met.contains(&basis) {
            column += 1;
            continue;
        }
        if met.len() == bases_max {
            found.is_complete = false;
            return found;
        }
        met.insert(basis);
        tableau.pivot(row, column);
        path.push((row, column));
        note(&tableau, &mut found);
        column = 0;
    }
}

/// The mix in proportion to weights.
pub(super) fn mix_of(weights: &[BigInt]) -> Vec<Exact> {
    let sum: BigInt = weights.iter().sum();
    let weights = weights.iter();
    weights
        .map(|weight| Exact::ratio(weight.clone(), sum.clone()))
        .collect()
}

/// Notes the corner at which a tableau stands.
fn note(tableau: &Tableau, found: &mut Corners) {
    let columns = tableau.columns();
    let zero = tableau
        .basic()
        .iter()
        .filter(|&&variable| tableau.is_zero(variable));
    let tight = zero
        .chain(tableau.free())
        .fold(0, |tight, &variable| tight | bit(variable));
    let is_origin = (0..columns).all(|variable| tight & bit(variable) != 0);
    if is_origin || found.weights.contains_key(&tight) {
        return;
    }
    found.is_degenerate |= tight.count_ones() as usize > columns;
    let weights = (0..columns).map(|variable| tableau.weight(variable));
    found.weights.insert(tight, weights.collect());
}

fn bits(variables: &[usize]) -> Tight {
    variables
        .iter()
        .fold(0, |bits, &variable| bits | bit(variable))
}

fn bit(variable: usize) -> Tight {
    1 << variable
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use num_bigint::BigInt;
    use rand::Rng;

    use super::{Tight, corners, mix_of};
    use crate::analysis::normal_form::exact::Exact;
    use crate::analysis::normal_form::slow::{rng, solve};

    /// Corners by trying every choice of tight inequalities.
    fn slow(matrix: &[Vec<i64>]) -> BTreeMap<Tight, Vec<Exact>> {
        let columns = matrix[0].len();
        let mut all: Vec<(Vec<Exact>, Exact)> = (0..columns)
            .map(|variable| {
                let row = (0..columns).map(|other| Exact::from(-i64::from(other == variable)));
                (row.collect(), Exact::zero())
            })
            .collect();
        all.extend(matrix.iter().map(|row| {
            let row = row.iter().map(|&entry| Exact::from(entry));
            (row.collect(), Exact::one())
        }));
        let mut found = BTreeMap::new();
        for tight in 0_u32..1 << all.len() {
            if tight.count_ones() as usize != columns {
                continue;
            }
            let chosen = (0..all.len()).filter(|&place| tight >> place & 1 == 1);
            let Some(point) = solve(chosen.map(|place| all[place].clone()).collect()) else {
                continue;
            };
            let at = |row: &[Exact]| row.iter().zip(&point).map(|(a, b)| a * b).sum::<Exact>();
            if all.iter().any(|(row, right)| at(row) > *right) {
                continue;
            }
            let sum = point.iter().cloned().sum::<Exact>();
            if sum.is_zero() {
                continue;
            }
            let tight = all
                .iter()
                .enumerate()
                .filter(|(_, (row, right))| at(row) == *right);
            let key = tight.fold(0, |key: Tight, (place, _)| key | 1 << place);
            found.insert(key, point.iter().map(|value| value / &sum).collect());
        }
        found
    }

    #[test]
    fn the_walk_finds_every_corner() {
        let mut rng = rng(61);
        let mut degenerate = 0;
        for round in 0..120 {
            let (height, width) =
                [(2, 3), (3, 3), (4, 2), (3, 4), (1, 3), (3, 1), (5, 3)][round % 7];
            let matrix: Vec<Vec<i64>> = (0..height)
                .map(|_| {
                    (0..width)
                        .map(|_| i64::from(rng.next_u32() % 4) + 1)
                        .collect()
                })
                .collect();
            let big: Vec<Vec<BigInt>> = matrix
                .iter()
                .map(|row| row.iter().map(|&entry| entry.into()).collect())
                .collect();
            let found = corners(&big, 10_000);
            assert!(found.is_complete);
            let all = slow(&matrix);
            let mixes = found
                .weights
                .iter()
                .map(|(&tight, weights)| (tight, mix_of(weights)));
            assert_eq!(mixes.collect::<BTreeMap<_, _>>(), all, "{matrix:?}");
            let is_degenerate = all.keys().any(|tight| tight.count_ones() as usize > width);
            assert_eq!(found.is_degenerate, is_degenerate);
            degenerate += usize::from(is_degenerate);
            if all.len() > 2 {
                assert!(!corners(&big, 2).is_complete);
            }
        }
        assert!((30..110).contains(&degenerate), "{degenerate}");
    }
}
