//! What tests share: textbook games, games at random, and the plainest way to solve a system of equations.

use std::collections::BTreeSet;

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

/// A mix of a player with its labels: own choices unused, then choices of the other that are best replies; by trying every
/// choice of as many labels as it has choices, on the whole game.
fn slow_corners(game: &NormalForm, player: usize) -> Vec<(Vec<Exact>, Vec<bool>)> {
    let (own, other) = (game.choices(player), game.choices(1 - player));
    let payoff = |choice: usize, reply: usize| {
        let profile = if player == 0 {
            [choice, reply]
        } else {
            [reply, choice]
        };
        game.payoff(game.position(&profile), 1 - player).clone()
    };
    let mut found: Vec<(Vec<Exact>, Vec<bool>)> = Vec::new();
    for tight in 0_u32..1 << (own + other) {
        if tight.count_ones() as usize != own {
            continue;
        }
        // Unknown: the shares, and what the other has at most.
        let mut system = vec![(
            (0..=own)
                .map(|place| Exact::from(i64::from(place < own)))
                .collect(),
            Exact::one(),
        )];
        for label in (0..own + other).filter(|label| tight >> label & 1 == 1) {
            let row: Vec<Exact> = if label < own {
                (0..=own)
                    .map(|place| Exact::from(i64::from(place == label)))
                    .collect()
            } else {
                let worths = (0..own).map(|choice| payoff(choice, label - own));
                worths.chain([Exact::from(-1)]).collect()
            };
            system.push((row, Exact::zero()));
        }
        let Some(mut mix) = solve(system) else {
            continue;
        };
        let most = mix.pop().expect("the last unknown");
        let worths: Vec<Exact> = (0..other)
            .map(|reply| {
                mix.iter()
                    .enumerate()
                    .map(|(choice, share)| share * &payoff(choice, reply))
                    .sum()
            })
            .collect();
        if mix.iter().any(Exact::is_negative) || worths.iter().any(|worth| *worth > most) {
            continue;
        }
        let unused = mix.iter().map(Exact::is_zero);
        let replies = worths.iter().map(|worth| *worth == most);
        let labels = unused.chain(replies).collect();
        let corner = (mix, labels);
        if !found.contains(&corner) {
            found.push(corner);
        }
    }
    found
}

/// All extreme equilibria, by comparing all pairs of corners.
pub(super) fn slow_equilibria(game: &NormalForm) -> BTreeSet<[Vec<Exact>; 2]> {
    let (firsts, seconds) = (slow_corners(game, 0), slow_corners(game, 1));
    let (rows, columns) = (game.choices(0), game.choices(1));
    let mut found = BTreeSet::new();
    for (first, labels) in &firsts {
        for (second, others) in &seconds {
            let rows = (0..rows).all(|row| labels[row] || others[columns + row]);
            let columns =
                (0..columns).all(|column| others[column] || labels[game.choices(0) + column]);
            if rows && columns {
                found.insert([first.clone(), second.clone()]);
            }
        }
    }
    found
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
