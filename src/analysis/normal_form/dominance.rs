//! Choices that another choice, or a mix of others, is better than whatever the other players do.
//!
//! The mix that dominates is found by a linear program over what the others can do together; for more than two players this
//! lets the others act in concert, as is usual (Pearce 1984).

use num_bigint::BigInt;

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::game::NormalForm;
use crate::analysis::normal_form::linear::{game_value, maximize};

/// How much better one has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dominance {
    /// Better whatever the others do.
    Strict,
    /// Never worse, and better against something that the others can do.
    Weak,
}

/// A choice that a player need not consider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dominated {
    /// Whose choice it is.
    pub player: usize,
    /// The choice.
    pub choice: usize,
    /// What is better, as a share for each choice of the player: a single choice where one does.
    pub by: Vec<Exact>,
}

/// What is left when dominated choices are struck out again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elimination {
    /// What is struck out in each round: all that is dominated then, of all players at once. Positions are those of the whole
    /// game.
    pub rounds: Vec<Vec<Dominated>>,
    /// By player: the choices that are left, in order.
    pub kept: Vec<Vec<usize>>,
}

/// All dominated choices, by player and choice.
pub fn dominated(game: &NormalForm, dominance: Dominance) -> Vec<Dominated> {
    let mut found = Vec::new();
    for player in 0..game.players() {
        let matrix = game.matrix(player).rows;
        let marks = best_replies(&matrix, dominance);
        let open = marks.iter().enumerate().filter(|(_, is_best)| !**is_best);
        for (choice, _) in open {
            let by = pure(&matrix, choice, dominance).or_else(|| match dominance {
                Dominance::Strict => strict_mix(&matrix, choice),
                Dominance::Weak => weak_mix(&matrix, choice),
            });
            found.extend(by.map(|by| Dominated { player, choice, by }));
        }
    }
    found
}

/// Strikes out dominated choices, all at once in each round, until there are none.
///
/// By strict dominance the order does not matter, and no equilibrium is lost. By weak dominance what is left depends on the
/// order, of which this is one, and equilibria may be lost.
pub fn eliminate(game: &NormalForm, dominance: Dominance) -> Elimination {
    let mut kept: Vec<Vec<usize>> = (0..game.players())
        .map(|player| (0..game.choices(player)).collect())
        .collect();
    let mut rounds = Vec::new();
    loop {
        let mut round = dominated(&game.restricted(&kept), dominance);
        if round.is_empty() {
            return Elimination { rounds, kept };
        }
        for gone in &mut round {
            let here = &kept[gone.player];
            let mut by = vec![Exact::zero(); game.choices(gone.player)];
            for (&choice, share) in here.iter().zip(&gone.by) {
                by[choice] = share.clone();
            }
            (gone.choice, gone.by) = (here[gone.choice], by);
        }
        for gone in &round {
            kept[gone.player].retain(|&choice| choice != gone.choice);
        }
        rounds.push(round);
    }
}

/// By choice: whether it is a best reply to something, for weak dominance the only one, so that nothing dominates it.
fn best_replies(matrix: &[Vec<BigInt>], dominance: Dominance) -> Vec<bool> {
    let mut marks = vec![false; matrix.len()];
    for column in 0..matrix[0].len() {
        let most = matrix.iter().map(|row| &row[column]).max();
        let best: Vec<usize> = (0..matrix.len())
            .filter(|&choice| Some(&matrix[choice][column]) == most)
            .collect();
        if dominance == Dominance::Strict || best.len() == 1 {
            for choice in best {
                marks[choice] = true;
            }
        }
    }
    marks
}

/// The first single choice that dominates.
fn pure(matrix: &[Vec<BigInt>], choice: usize, dominance: Dominance) -> Option<Vec<Exact>> {
    let dominates = |other: &usize| {
        let mut pairs = matrix[*other].iter().zip(&matrix[choice]);
        match dominance {
            Dominance::Strict => pairs.all(|(there, here)| there > here),
            Dominance::Weak => {
                pairs.all(|(there, here)| there >= here) && matrix[*other] != matrix[choice]
            }
        }
    };
    let by = (0..matrix.len()).find(dominates)?;
    let mut mix = vec![Exact::zero(); matrix.len()];
    mix[by] = Exact::one();
    Some(mix)
}

/// What each other choice has over this one, by choice and column.
fn gains(matrix: &[Vec<BigInt>], choice: usize) -> Vec<Vec<BigInt>> {
    let others = (0..matrix.len()).filter(|&other| other != choice);
    others
        .map(|other| {
            let pairs = matrix[other].iter().zip(&matrix[choice]);
            pairs.map(|(there, here)| there - here).collect()
        })
        .collect()
}

/// A mix of the others that gains whatever happens: one exists exactly if the game of gains has a value above 0.
fn strict_mix(matrix: &[Vec<BigInt>], choice: usize) -> Option<Vec<Exact>> {
    // What is not even weakly dominated is soon seen to be so: that program begins at its solution.
    weak_mix(matrix, choice)?;
    let game = game_value(&gains(matrix, choice));
    game.value
        .is_positive()
        .then(|| with_gap(game.row_mix, choice))
}

/// A mix of the others that never loses and gains somewhere.
///
/// The choice itself takes the share that the others leave, so the program has a first solution: to stay. Its goal is the sum of
/// gains over all columns, above 0 exactly if some column gains.
fn weak_mix(matrix: &[Vec<BigInt>], choice: usize) -> Option<Vec<Exact>> {
    // Mixes of one choice were tried.
    if matrix.len() < 3 {
        return None;
    }
    let gains = gains(matrix, choice);
    let goal: Vec<BigInt> = gains.iter().map(|gains| gains.iter().sum()).collect();
    let mut rows: Vec<Vec<BigInt>> = (0..matrix[0].len())
        .map(|column| gains.iter().map(|gains| -&gains[column]).collect())
        .collect();
    let mut right = vec![BigInt::ZERO; rows.len()];
    rows.push(vec![BigInt::from(1); goal.len()]);
    right.push(BigInt::from(1));
    let best = maximize(&goal, &rows, &right).expect("shares are bounded");
    if !best.value.is_positive() {
        return None;
    }
    let sum = best.solution.iter().cloned().sum::<Exact>();
    let shares = best.solution.iter().map(|share| share / &sum);
    Some(with_gap(shares.collect(), choice))
}

/// Shares of all choices from those of all but one.
fn with_gap(mut shares: Vec<Exact>, choice: usize) -> Vec<Exact> {
    shares.insert(choice, Exact::zero());
    shares
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::{Dominance, Dominated, dominated, eliminate};
    use crate::analysis::normal_form::exact::Exact;
    use crate::analysis::normal_form::game::NormalForm;
    use crate::analysis::normal_form::pure::pure_equilibria;
    use crate::analysis::normal_form::slow::{bimatrix, fractions, grid, random_game, rng};

    fn names(list: &[Dominated]) -> Vec<(usize, usize)> {
        list.iter().map(|gone| (gone.player, gone.choice)).collect()
    }

    /// Gains of a mix over a choice, by what the others do.
    fn gains(game: &NormalForm, gone: &Dominated) -> Vec<Exact> {
        let of = |profile: usize| {
            let payoff =
                |choice| game.payoff(game.with_choice(profile, gone.player, choice), gone.player);
            let mixed = gone
                .by
                .iter()
                .enumerate()
                .map(|(choice, share)| share * payoff(choice));
            &mixed.sum::<Exact>() - payoff(gone.choice)
        };
        game.others(gone.player).into_iter().map(of).collect()
    }

    fn holds(game: &NormalForm, gone: &Dominated, dominance: Dominance) -> bool {
        let gains = gains(game, gone);
        match dominance {
            Dominance::Strict => gains.iter().all(Exact::is_positive),
            Dominance::Weak => {
                gains.iter().all(|gain| !gain.is_negative()) && gains.iter().any(Exact::is_positive)
            }
        }
    }

    #[test]
    fn a_mix_can_dominate_what_no_choice_does() {
        // The third row is worse than half of each of the others (Osborne and Rubinstein 1994, figure 61.1).
        let game = bimatrix(&[&[3, 0], &[0, 3], &[1, 1]], &[&[0, 1], &[1, 0], &[2, 2]]);
        let found = dominated(&game, Dominance::Strict);
        assert_eq!(names(&found), [(0, 2)]);
        assert_eq!(found[0].by, fractions(&[(1, 2), (1, 2), (0, 1)]));
        // Worth as much as the half of each against one column: weakly.
        let game = bimatrix(
            &[&[2, 0, 1], &[0, 2, 1], &[1, 1, 0]],
            &[&[0; 3], &[0; 3], &[0; 3]],
        );
        assert!(dominated(&game, Dominance::Strict).is_empty());
        assert_eq!(names(&dominated(&game, Dominance::Weak)), [(0, 2)]);
    }

    #[test]
    fn elimination_goes_on_while_it_finds_something() {
        // The second player's right column goes first, then the first one's lower row, then the middle column.
        let game = bimatrix(&[&[1, 1, 0], &[0, 0, 2]], &[&[0, 2, 1], &[3, 1, 0]]);
        let struck = eliminate(&game, Dominance::Strict);
        let rounds: Vec<_> = struck.rounds.iter().map(|round| names(round)).collect();
        assert_eq!(rounds, [vec![(1, 2)], vec![(0, 1)], vec![(1, 0)]]);
        assert_eq!(struck.kept, [vec![0], vec![1]]);
        assert_eq!(struck.rounds[2][0].by, fractions(&[(0, 1), (1, 1), (0, 1)]));
    }

    #[test]
    fn choices_alike_do_not_dominate_each_other() {
        let game = bimatrix(&[&[1, 1], &[1, 1], &[1, 1]], &[&[0, 0], &[0, 0], &[0, 0]]);
        for dominance in [Dominance::Strict, Dominance::Weak] {
            assert!(dominated(&game, dominance).is_empty());
        }
    }

    #[test]
    fn what_is_found_dominates_and_what_a_grid_finds_is_found() {
        let mut rng = rng(31);
        let mut counts = [0, 0];
        for round in 0..150 {
            let choices = [&[3, 3][..], &[4, 2], &[3, 2, 2]][round % 3];
            let game = random_game(&mut rng, choices, 3);
            for (place, dominance) in [Dominance::Strict, Dominance::Weak].into_iter().enumerate() {
                let found = dominated(&game, dominance);
                assert!(found.iter().all(|gone| holds(&game, gone, dominance)));
                counts[place] += found
                    .iter()
                    .filter(|gone| !gone.by.contains(&Exact::one()))
                    .count();
                for (player, &count) in choices.iter().enumerate() {
                    for choice in 0..count {
                        let mut mixes = grid(count, 6).into_iter();
                        let is_dominated = mixes.any(|by| {
                            let gone = Dominated { player, choice, by };
                            holds(&game, &gone, dominance)
                        });
                        let is_found = names(&found).contains(&(player, choice));
                        assert!(
                            is_found || !is_dominated,
                            "{game:?} {player} {choice} {dominance:?}"
                        );
                    }
                }
            }
        }
        assert!(
            counts[0] > 2 && counts[1] > 2,
            "mixes are needed: {counts:?}"
        );
    }

    #[test]
    fn the_order_of_strict_elimination_does_not_matter() {
        let mut rng = rng(33);
        let mut struck = 0;
        for _ in 0..80 {
            let game = random_game(&mut rng, &[4, 4], 3);
            let found = eliminate(&game, Dominance::Strict);
            let mut kept = vec![vec![0, 1, 2, 3]; 2];
            loop {
                let all = dominated(&game.restricted(&kept), Dominance::Strict);
                let Some(last) = u32::try_from(all.len()).ok().filter(|&count| count > 0) else {
                    break;
                };
                let gone = &all[(rng.next_u32() % last) as usize];
                kept[gone.player].remove(gone.choice);
            }
            assert_eq!(found.kept, kept);
            struck += usize::from(found.rounds.len() > 1);
        }
        assert!(struck > 10, "{struck}");
    }

    #[test]
    fn no_equilibrium_is_struck_out_by_strict_dominance() {
        let mut rng = rng(32);
        for _ in 0..60 {
            let game = random_game(&mut rng, &[3, 3, 2], 5);
            let kept = eliminate(&game, Dominance::Strict).kept;
            for profile in pure_equilibria(&game) {
                let chosen = game.profile(profile);
                assert!(
                    chosen
                        .iter()
                        .zip(&kept)
                        .all(|(choice, kept)| kept.contains(choice))
                );
            }
        }
    }
}
