//! Regret, best replies, and equilibria in which nobody mixes.

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::game::NormalForm;

/// What each player would gain by its best reply to what the others do, by profile and player.
///
/// It is never below 0, and 0 for all players exactly in the pure equilibria.
pub fn regrets(game: &NormalForm) -> Vec<Vec<Exact>> {
    let mut regrets = vec![Vec::new(); game.profiles()];
    for player in 0..game.players() {
        let mut most: Vec<Option<&Exact>> = vec![None; game.profiles()];
        for profile in 0..game.profiles() {
            let (others, payoff) = (others(game, profile, player), game.payoff(profile, player));
            if most[others].is_none_or(|best| payoff > best) {
                most[others] = Some(payoff);
            }
        }
        for (profile, regrets) in regrets.iter_mut().enumerate() {
            let payoff = game.payoff(profile, player);
            let best = most[others(game, profile, player)].unwrap_or(payoff);
            regrets.push(best - payoff);
        }
    }
    regrets
}

/// All profiles in which nobody would gain by another choice (Nash 1950).
pub fn pure_equilibria(game: &NormalForm) -> Vec<usize> {
    let regrets = regrets(game).into_iter().enumerate();
    regrets
        .filter(|(_, regrets)| regrets.iter().all(Exact::is_zero))
        .map(|(profile, _)| profile)
        .collect()
}

/// The profile in which the others do the same and the player makes its first choice.
fn others(game: &NormalForm, profile: usize, player: usize) -> usize {
    game.with_choice(profile, player, 0)
}

#[cfg(test)]
mod tests {
    use super::{pure_equilibria, regrets};
    use crate::analysis::normal_form::exact::Exact;
    use crate::analysis::normal_form::slow::{bimatrix, random_game, rng};

    #[test]
    fn textbook_games_have_their_equilibria() {
        let dilemma = bimatrix(&[&[3, 0], &[5, 1]], &[&[3, 5], &[0, 1]]);
        assert_eq!(pure_equilibria(&dilemma), [3]);
        let stag = bimatrix(&[&[4, 1], &[3, 3]], &[&[4, 3], &[1, 3]]);
        assert_eq!(pure_equilibria(&stag), [0, 3]);
        let chicken = bimatrix(&[&[0, 7], &[2, 6]], &[&[0, 2], &[7, 6]]);
        assert_eq!(pure_equilibria(&chicken), [1, 2]);
        let pennies = bimatrix(&[&[1, -1], &[-1, 1]], &[&[-1, 1], &[1, -1]]);
        assert!(pure_equilibria(&pennies).is_empty());
    }

    #[test]
    fn regret_is_the_gain_of_the_best_other_choice() {
        let mut rng = rng(21);
        for choices in [&[3, 4][..], &[2, 3, 2], &[2, 2, 2, 2], &[5], &[1, 3, 1]] {
            for _ in 0..20 {
                let game = random_game(&mut rng, choices, 4);
                let found = regrets(&game);
                let mut equilibria = Vec::new();
                for (profile, found) in found.iter().enumerate() {
                    let chosen = game.profile(profile);
                    let mut is_equilibrium = true;
                    for player in 0..choices.len() {
                        let mut gain = Exact::zero();
                        for choice in 0..choices[player] {
                            let mut other = chosen.clone();
                            other[player] = choice;
                            let there = game.payoff(game.position(&other), player);
                            gain = gain.max(there - game.payoff(profile, player));
                        }
                        assert_eq!(found[player], gain);
                        is_equilibrium &= gain.is_zero();
                    }
                    if is_equilibrium {
                        equilibria.push(profile);
                    }
                }
                assert_eq!(pure_equilibria(&game), equilibria);
            }
        }
    }
}
