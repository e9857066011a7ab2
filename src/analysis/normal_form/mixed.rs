//! Mixes of all players: what each choice is worth against them, and what a best reply would add.

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::game::NormalForm;

/// What each choice of a player is worth on average when the others mix.
///
/// `mixes` has a share for each choice of each player; the player's own is not used.
///
/// # Panics
/// When there is not one mix for each player, or not one share for each choice.
pub fn worths(game: &NormalForm, mixes: &[Vec<Exact>], player: usize) -> Vec<Exact> {
    assert_eq!(mixes.len(), game.players(), "each player mixes");
    let mut worths = vec![Exact::zero(); game.choices(player)];
    for profile in 0..game.profiles() {
        let mut chance = Exact::one();
        for (other, mix) in mixes.iter().enumerate() {
            if other != player && !chance.is_zero() {
                chance = &chance * &mix[game.choice(profile, other)];
            }
        }
        if !chance.is_zero() {
            let worth = &mut worths[game.choice(profile, player)];
            *worth = &*worth + &(&chance * game.payoff(profile, player));
        }
    }
    worths
}

/// What each player has on average, and what its best reply would add; nothing for all players exactly in an equilibrium.
///
/// # Panics
/// As [`worths`].
pub fn payoffs_and_regrets(game: &NormalForm, mixes: &[Vec<Exact>]) -> Vec<(Exact, Exact)> {
    let players = 0..game.players();
    players
        .map(|player| {
            let worths = worths(game, mixes, player);
            let shares = mixes[player].iter().zip(&worths);
            let mean = shares.map(|(share, worth)| share * worth).sum::<Exact>();
            let most = worths.iter().max().unwrap_or(&mean);
            let regret = most - &mean;
            (mean, regret)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{payoffs_and_regrets, worths};
    use crate::analysis::normal_form::exact::Exact;
    use crate::analysis::normal_form::pure::regrets;
    use crate::analysis::normal_form::slow::{bimatrix, fractions, random_game, rng};

    #[test]
    fn single_choices_have_the_regrets_of_their_profile() {
        let mut rng = rng(71);
        let game = random_game(&mut rng, &[2, 3, 2], 9);
        for (profile, regrets) in regrets(&game).iter().enumerate() {
            let mixes: Vec<Vec<Exact>> = game
                .profile(profile)
                .iter()
                .enumerate()
                .map(|(player, &chosen)| {
                    let choices = 0..game.choices(player);
                    choices
                        .map(|choice| Exact::from(i64::from(choice == chosen)))
                        .collect()
                })
                .collect();
            let found = payoffs_and_regrets(&game, &mixes);
            for (player, (payoff, regret)) in found.iter().enumerate() {
                assert_eq!(payoff, game.payoff(profile, player));
                assert_eq!(*regret, regrets[player]);
            }
        }
    }

    #[test]
    fn a_mix_that_makes_the_other_indifferent_leaves_no_regret() {
        let sexes = bimatrix(&[&[2, 0], &[0, 1]], &[&[1, 0], &[0, 2]]);
        let mixes = [fractions(&[(2, 3), (1, 3)]), fractions(&[(1, 3), (2, 3)])];
        assert_eq!(worths(&sexes, &mixes, 0), fractions(&[(2, 3), (2, 3)]));
        let none = (Exact::fraction(2, 3), Exact::zero());
        assert_eq!(payoffs_and_regrets(&sexes, &mixes), [none.clone(), none]);
    }
}
