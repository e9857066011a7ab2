//! What tests share: textbook games, games at random, and the plainest way to solve a system of equations.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::game::NormalForm;

/// The one solution of equations, each a row and its right side; none if there are several or none.
pub(super) fn solve(mut system: Vec<(Vec<Exact>, Exact)>) -> Option<Vec<Exact>> {
    let count = system.first().map_or(0, |(row, _)| row.len());
    for column in 0..count {
        let below = column..system.len();
        let pivot = below
            .into_iter()
            .find(|&row| !system[row].0[column].is_zero())?;
        system.swap(column, pivot);
        let (row, right) = system[column].clone();
        for (place, (other, other_right)) in system.iter_mut().enumerate() {
            if place == column || other[column].is_zero() {
                continue;
            }
            let factor = &other[column] / &row[column];
            for (entry, by) in other.iter_mut().zip(&row) {
                *entry = &*entry - &(&factor * by);
            }
            *other_right = &*other_right - &(&factor * &right);
        }
    }
    if system[count..].iter().any(|(_, right)| !right.is_zero()) {
        return None;
    }
    let values = (0..count).map(|place| &system[place].1 / &system[place].0[place]);
    Some(values.collect())
}

/// A game of two players from the rows of the first one's payoffs and of the second one's.
pub(super) fn bimatrix(first: &[&[i64]], second: &[&[i64]]) -> NormalForm {
    let payoffs = first.iter().zip(second).flat_map(|(one, other)| {
        let pairs = one.iter().zip(other.iter());
        pairs.flat_map(|(&one, &other)| [Exact::from(one), Exact::from(other)])
    });
    let choices = vec![first.len(), first[0].len()];
    NormalForm::new(choices, payoffs.collect()).expect("a game")
}

/// A game with whole payoffs from 0 to a number, each as likely.
pub(super) fn random_game(rng: &mut ChaCha8Rng, choices: &[usize], most: u64) -> NormalForm {
    let count = choices.iter().product::<usize>() * choices.len();
    let payoffs = (0..count).map(|_| {
        let payoff = rng.next_u64() % (most + 1);
        Exact::from(i64::try_from(payoff).expect("small"))
    });
    NormalForm::new(choices.to_vec(), payoffs.collect()).expect("a game")
}

pub(super) fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// Fractions of two whole numbers.
pub(super) fn fractions(values: &[(i64, i64)]) -> Vec<Exact> {
    let values = values.iter();
    values
        .map(|&(above, below)| Exact::fraction(above, below))
        .collect()
}

/// All mixes of so many choices in steps of one over `parts`.
pub(super) fn grid(choices: usize, parts: i64) -> Vec<Vec<Exact>> {
    fn fill(left: i64, parts: i64, choices: usize, start: &[Exact], mixes: &mut Vec<Vec<Exact>>) {
        let with = |share: i64| {
            let mut longer = start.to_vec();
            longer.push(Exact::fraction(share, parts));
            longer
        };
        if choices == 1 {
            mixes.push(with(left));
            return;
        }
        for share in 0..=left {
            fill(left - share, parts, choices - 1, &with(share), mixes);
        }
    }
    let mut mixes = Vec::new();
    fill(parts, parts, choices, &[], &mut mixes);
    mixes
}
