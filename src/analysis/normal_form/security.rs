//! What a player can be sure of, whatever the others do.

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::game::NormalForm;
use crate::analysis::normal_form::linear::game_value;

/// What a player can be sure of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Security {
    /// The choice whose least payoff is greatest, the first of those.
    pub choice: usize,
    /// Its least payoff.
    pub by_choice: Exact,
    /// A mix whose least mean payoff is greatest, a share for each choice.
    pub mix: Vec<Exact>,
    /// Its least mean payoff; at least that of the choice (von Neumann 1928).
    pub by_mix: Exact,
}

/// What a player can be sure of; the others may act in concert, and know the mix.
pub fn security(game: &NormalForm, player: usize) -> Security {
    let matrix = game.matrix(player);
    let (mut choice, mut most) = (0, None);
    for (place, row) in matrix.rows.iter().enumerate() {
        let least = row.iter().min();
        if least > most {
            (choice, most) = (place, least);
        }
    }
    let most = most.expect("the others do something").clone();
    let value = game_value(&matrix.rows);
    Security {
        choice,
        by_choice: matrix.payoff(&most.into()),
        mix: value.row_mix,
        by_mix: matrix.payoff(&value.value),
    }
}

#[cfg(test)]
mod tests {
    use super::security;
    use crate::analysis::normal_form::exact::Exact;
    use crate::analysis::normal_form::game::NormalForm;
    use crate::analysis::normal_form::slow::{bimatrix, fractions, grid, random_game, rng};

    fn least(game: &NormalForm, player: usize, mix: &[Exact]) -> Exact {
        let others = game.others(player).into_iter();
        let payoffs = others.map(|profile| {
            let shares = mix.iter().enumerate();
            let mean = shares.map(|(choice, share)| {
                share * game.payoff(game.with_choice(profile, player, choice), player)
            });
            mean.sum::<Exact>()
        });
        payoffs.min().expect("the others do something")
    }

    #[test]
    fn textbook_levels() {
        let pennies = bimatrix(&[&[1, -1], &[-1, 1]], &[&[-1, 1], &[1, -1]]);
        let level = security(&pennies, 0);
        assert_eq!((level.choice, level.by_choice), (0, Exact::from(-1)));
        assert_eq!(
            (level.by_mix, level.mix),
            (Exact::zero(), fractions(&[(1, 2), (1, 2)]))
        );
        let sexes = bimatrix(&[&[2, 0], &[0, 1]], &[&[1, 0], &[0, 2]]);
        assert_eq!(security(&sexes, 0).by_mix, Exact::fraction(2, 3));
        assert_eq!(security(&sexes, 1).by_mix, Exact::fraction(2, 3));
    }

    #[test]
    fn no_mix_of_a_grid_is_surer() {
        let mut rng = rng(41);
        for round in 0..60 {
            let choices = [&[3, 3][..], &[2, 4], &[3, 2, 2], &[3], &[1, 3]][round % 5];
            let game = random_game(&mut rng, choices, 6);
            for (player, &count) in choices.iter().enumerate() {
                let level = security(&game, player);
                assert_eq!(least(&game, player, &level.mix), level.by_mix);
                let mixes = grid(count, 7);
                let best = mixes.iter().map(|mix| least(&game, player, mix)).max();
                assert!(best <= Some(level.by_mix));
                let pure: Vec<Exact> = grid(count, 1)
                    .iter()
                    .map(|mix| least(&game, player, mix))
                    .collect();
                assert_eq!(pure.iter().max(), Some(&level.by_choice));
                assert!(grid(count, 1).iter().any(|mix| {
                    mix[level.choice] == Exact::one()
                        && least(&game, player, mix) == level.by_choice
                }));
            }
        }
    }
}
