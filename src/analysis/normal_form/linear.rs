//! Linear programs, solved without rounding, and the value of a matrix game by them.
//!
//! Every program asked for in this folder can be written with right sides that are not below 0, so that all variables at 0 are a
//! first solution and no search for one is needed. The simplex method steps along the column of greatest gain; rows that are
//! tied give way by the lexicographic rule, under which it comes to an end by whatever column it steps.

use num_bigint::{BigInt, Sign};

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::tableau::Tableau;

/// A greatest solution of a linear program.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Optimum {
    /// What the goal is there.
    pub(super) value: Exact,
    /// By variable.
    pub(super) solution: Vec<Exact>,
    /// By row: what one more on its right side is worth, a solution of the dual program.
    pub(super) prices: Vec<Exact>,
}

/// The value of a game of two players in which one has what the other loses, with a best mix of each.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GameValue {
    /// What the player of rows can be sure of, and the other can hold it to.
    pub(super) value: Exact,
    /// By row.
    pub(super) row_mix: Vec<Exact>,
    /// By column.
    pub(super) column_mix: Vec<Exact>,
}

/// The most that `goal` times x can be with `rows` times x at most `right` and no x below 0; none if there is no most.
///
/// # Panics
/// When a right side is below 0.
pub(super) fn maximize(goal: &[BigInt], rows: &[Vec<BigInt>], right: &[BigInt]) -> Option<Optimum> {
    let mut tableau = Tableau::new(rows, right);
    tableau.set_goal(goal);
    while let Some(column) = best_column(&tableau) {
        let row = tableau.leaving(column)?;
        tableau.pivot(row, column);
    }
    Some(Optimum {
        value: tableau.goal(),
        solution: (0..goal.len())
            .map(|variable| tableau.value(variable))
            .collect(),
        prices: (0..rows.len()).map(|row| tableau.price(row)).collect(),
    })
}

/// The value of a matrix game whose player of rows has the entries.
///
/// With all entries above 0, the player of columns makes Σ q great under M q ≤ 1: its mix is q over its sum, the value 1 / Σ q,
/// and the prices are the other's mix over the value (Dantzig 1951).
///
/// # Panics
/// When there is no row or no column.
pub(super) fn game_value(matrix: &[Vec<BigInt>]) -> GameValue {
    let one = BigInt::from(1);
    let entries = matrix.iter().flatten();
    let least = entries.min().expect("a game has choices");
    let shift = &one - least;
    let rows: Vec<Vec<BigInt>> = matrix
        .iter()
        .map(|row| row.iter().map(|entry| entry + &shift).collect())
        .collect();
    let goal = vec![one.clone(); rows[0].len()];
    let right = vec![one; rows.len()];
    let optimum = maximize(&goal, &rows, &right).expect("entries above 0 bound every variable");
    let value = &Exact::one() / &optimum.value;
    let mix = |shares: &[Exact]| shares.iter().map(|share| share * &value).collect();
    GameValue {
        value: &value - &Exact::from(shift),
        row_mix: mix(&optimum.prices),
        column_mix: mix(&optimum.solution),
    }
}

/// The column along which the goal gains most, the first of those; none where it gains nothing.
fn best_column(tableau: &Tableau) -> Option<usize> {
    let mut best: Option<(usize, BigInt)> = None;
    for column in 0..tableau.columns() {
        let gain = tableau.gain(column);
        let is_better = best.as_ref().is_none_or(|(_, greatest)| gain > *greatest);
        if gain.sign() == Sign::Plus && is_better {
            best = Some((column, gain));
        }
    }
    best.map(|(column, _)| column)
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::{game_value, maximize};
    use crate::analysis::normal_form::exact::Exact;
    use crate::analysis::normal_form::slow::solve;

    fn draw(rng: &mut ChaCha8Rng, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least + 1).expect("an ordered range");
        least + i64::try_from(rng.next_u64() % span).expect("small")
    }

    fn whole(values: &[i64]) -> Vec<BigInt> {
        values.iter().map(|&value| value.into()).collect()
    }

    /// The most by trying every choice of tight inequalities, `None` where no corner is feasible.
    fn best_corner(goal: &[i64], rows: &[Vec<i64>], right: &[i64]) -> Option<Exact> {
        let count = goal.len();
        let exact = |value: i64| Exact::from(value);
        let mut all: Vec<(Vec<Exact>, Exact)> = rows
            .iter()
            .zip(right)
            .map(|(row, &right)| (row.iter().map(|&v| exact(v)).collect(), exact(right)))
            .collect();
        for variable in 0..count {
            let row = (0..count).map(|other| exact(-i64::from(other == variable)));
            all.push((row.collect(), Exact::zero()));
        }
        let mut best = None;
        for tight in 0_u32..1 << all.len() {
            if tight.count_ones() as usize != count {
                continue;
            }
            let chosen: Vec<_> = (0..all.len())
                .filter(|&place| tight >> place & 1 == 1)
                .collect();
            let system = chosen.iter().map(|&place| all[place].clone()).collect();
            let Some(point) = solve(system) else { continue };
            let at = |row: &[Exact]| row.iter().zip(&point).map(|(a, b)| a * b).sum::<Exact>();
            if all.iter().all(|(row, right)| at(row) <= *right) {
                let goal: Vec<Exact> = goal.iter().map(|&v| exact(v)).collect();
                let value = at(&goal);
                if best.as_ref().is_none_or(|best| value > *best) {
                    best = Some(value);
                }
            }
        }
        best
    }

    #[test]
    fn the_greatest_solution_is_the_best_corner() {
        let mut rng = ChaCha8Rng::seed_from_u64(11);
        let (mut bounded, mut unbounded) = (0, 0);
        for _ in 0..400 {
            let (count, height) = (draw(&mut rng, 1, 4), draw(&mut rng, 1, 4));
            let goal: Vec<i64> = (0..count).map(|_| draw(&mut rng, -2, 4)).collect();
            let mut rows: Vec<Vec<i64>> = (0..height)
                .map(|_| (0..count).map(|_| draw(&mut rng, -2, 4)).collect())
                .collect();
            // Many right sides of 0: corners at which more inequalities are tight than needed.
            let mut right: Vec<i64> = (0..height).map(|_| draw(&mut rng, 0, 2)).collect();
            let big: Vec<Vec<BigInt>> = rows.iter().map(|row| whole(row)).collect();
            let found = maximize(&whole(&goal), &big, &whole(&right));
            if found.is_none() {
                // Nothing bounds the goal: in a large box the best corner lies on the box.
                rows.push(vec![1; usize::try_from(count).expect("small")]);
                right.push(100_000);
                let best = best_corner(&goal, &rows, &right).expect("0 is feasible");
                assert!(best > Exact::from(1000), "{goal:?} {rows:?} {right:?}");
                unbounded += 1;
                continue;
            }
            bounded += 1;
            let found = found.expect("just looked at");
            let best = best_corner(&goal, &rows, &right);
            assert_eq!(
                Some(&found.value),
                best.as_ref(),
                "{goal:?} {rows:?} {right:?}"
            );
            // The prices solve the dual program, and both goals agree.
            let paid = found
                .prices
                .iter()
                .zip(&right)
                .map(|(price, &right)| price * &Exact::from(right));
            assert_eq!(paid.sum::<Exact>(), found.value);
            for (variable, &worth) in goal.iter().enumerate() {
                let cost = found
                    .prices
                    .iter()
                    .zip(&rows)
                    .map(|(price, row)| price * &Exact::from(row[variable]));
                assert!(cost.sum::<Exact>() >= Exact::from(worth));
            }
            assert!(
                found
                    .prices
                    .iter()
                    .chain(&found.solution)
                    .all(|value| !value.is_negative())
            );
        }
        assert!(bounded > 100 && unbounded > 50, "{bounded} {unbounded}");
    }

    #[test]
    fn matrix_games_with_known_values() {
        let value = |rows: &[&[i64]]| {
            let matrix: Vec<Vec<BigInt>> = rows.iter().map(|row| whole(row)).collect();
            game_value(&matrix)
        };
        let pennies = value(&[&[1, -1], &[-1, 1]]);
        assert_eq!(pennies.value, Exact::zero());
        assert_eq!(
            pennies.row_mix,
            [Exact::fraction(1, 2), Exact::fraction(1, 2)]
        );
        let paper = value(&[&[0, -1, 1], &[1, 0, -1], &[-1, 1, 0]]);
        assert_eq!(paper.value, Exact::zero());
        assert_eq!(paper.column_mix, vec![Exact::fraction(1, 3); 3]);
        // Without a saddle: (a d − b c) / (a + d − b − c).
        let other = value(&[&[3, 0], &[1, 2]]);
        assert_eq!(other.value, Exact::fraction(3, 2));
        assert_eq!(
            other.row_mix,
            [Exact::fraction(1, 4), Exact::fraction(3, 4)]
        );
        let saddle = value(&[&[2, 5], &[1, 9]]);
        assert_eq!(saddle.value, Exact::from(2));
    }

    #[test]
    fn both_players_of_a_matrix_game_hold_its_value() {
        let mut rng = ChaCha8Rng::seed_from_u64(12);
        for _ in 0..200 {
            let (height, width) = (draw(&mut rng, 1, 6), draw(&mut rng, 1, 6));
            let matrix: Vec<Vec<BigInt>> = (0..height)
                .map(|_| (0..width).map(|_| draw(&mut rng, -3, 3).into()).collect())
                .collect();
            let game = game_value(&matrix);
            let exact = |entry: &BigInt| Exact::from(entry.clone());
            for column in 0..matrix[0].len() {
                let held = game
                    .row_mix
                    .iter()
                    .zip(&matrix)
                    .map(|(share, row)| share * &exact(&row[column]));
                assert!(held.sum::<Exact>() >= game.value);
            }
            for row in &matrix {
                let held = game
                    .column_mix
                    .iter()
                    .zip(row)
                    .map(|(share, entry)| share * &exact(entry));
                assert!(held.sum::<Exact>() <= game.value);
            }
            for mix in [&game.row_mix, &game.column_mix] {
                assert_eq!(mix.iter().cloned().sum::<Exact>(), Exact::one());
                assert!(mix.iter().all(|share| !share.is_negative()));
            }
        }
    }
}
