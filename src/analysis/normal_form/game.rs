//! A game as numbers: who can choose what, and what each player has of each profile.

use num_bigint::BigInt;
use thiserror::Error;

use crate::analysis::normal_form::exact::{Exact, ExactError, greatest_divisor};

/// Most profiles of a game.
pub const PROFILES_MAX: usize = 4096;
/// Most players of a game; of those with two choices or more, the limit on profiles allows twelve.
pub const PLAYERS_MAX: usize = 32;

/// A finite game in normal form: players choose at once, and the profile of their choices gives each a payoff.
///
/// Players, choices and profiles are named by their positions from 0. Profiles are counted with the first player slowest: with
/// two choices each, the profiles of two players are (0, 0), (0, 1), (1, 0), (1, 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormalForm {
    /// By player: how many choices there are.
    choices: Vec<usize>,
    /// By profile and player.
    payoffs: Vec<Exact>,
}

/// Why numbers are no game.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GameError {
    /// Nobody plays.
    #[error("a game has at least one player")]
    NoPlayer,
    /// More players than the limit.
    #[error("a game has at most {PLAYERS_MAX} players, got {found}")]
    TooManyPlayers {
        /// How many there are.
        found: usize,
    },
    /// A player has nothing to choose.
    #[error("player {} has no choice", .player + 1)]
    NoChoice {
        /// The player, from 0.
        player: usize,
    },
    /// More profiles than the limit.
    #[error("a game has at most {PROFILES_MAX} profiles")]
    TooManyProfiles,
    /// Not one payoff for each profile and player.
    #[error("these players and choices need {needed} payoffs, got {found}")]
    PayoffCount {
        /// Profiles times players.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// A payoff is no number that can be used.
    #[error("profile {}, player {}: {fault}", .profile + 1, .player + 1)]
    Payoff {
        /// The profile, from 0.
        profile: usize,
        /// The player, from 0.
        player: usize,
        /// What is wrong with it.
        fault: ExactError,
    },
}

impl NormalForm {
    /// A game from the number of choices of each player and the payoffs: by profile, the first player slowest, and in each
    /// profile by player.
    ///
    /// # Errors
    /// There is no player, a player has no choice, a limit is exceeded, or payoffs are missing or too many.
    pub fn new(choices: Vec<usize>, payoffs: Vec<Exact>) -> Result<Self, GameError> {
        let profiles = Self::count(&choices)?;
        let needed = profiles * choices.len();
        if payoffs.len() != needed {
            let found = payoffs.len();
            return Err(GameError::PayoffCount { needed, found });
        }
        Ok(Self { choices, payoffs })
    }

    /// The same from doubles, each taken for the shortest decimal number that it is nearest to: `0.1` is a tenth.
    ///
    /// # Errors
    /// As [`NormalForm::new`], or a payoff is not finite or beyond the range of [`Exact`].
    pub fn from_numbers(choices: Vec<usize>, payoffs: &[f64]) -> Result<Self, GameError> {
        Self::count(&choices)?;
        let players = choices.len();
        let exact = payoffs.iter().enumerate().map(|(place, &payoff)| {
            Exact::decimal(payoff).map_err(|fault| GameError::Payoff {
                profile: place / players,
                player: place % players,
                fault,
            })
        });
        Self::new(choices, exact.collect::<Result<_, _>>()?)
    }

    /// How many profiles there are for so many choices of each player.
    ///
    /// # Errors
    /// There is no player, a player has no choice, or a limit is exceeded.
    pub fn count(choices: &[usize]) -> Result<usize, GameError> {
        if choices.is_empty() {
            return Err(GameError::NoPlayer);
        }
        if choices.len() > PLAYERS_MAX {
            let found = choices.len();
            return Err(GameError::TooManyPlayers { found });
        }
        if let Some(player) = choices.iter().position(|&count| count == 0) {
            return Err(GameError::NoChoice { player });
        }
        let profiles = choices.iter().try_fold(1_usize, |product, &count| {
            product
                .checked_mul(count)
                .filter(|&product| product <= PROFILES_MAX)
        });
        profiles.ok_or(GameError::TooManyProfiles)
    }

    /// How many players there are.
    pub fn players(&self) -> usize {
        self.choices.len()
    }

    /// How many choices a player has.
    pub fn choices(&self, player: usize) -> usize {
        self.choices[player]
    }

    /// How many profiles there are.
    pub fn profiles(&self) -> usize {
        self.payoffs.len() / self.players()
    }

    /// What a player has of a profile.
    pub fn payoff(&self, profile: usize, player: usize) -> &Exact {
        &self.payoffs[profile * self.players() + player]
    }

    /// What each player chooses in a profile.
    pub fn profile(&self, mut position: usize) -> Vec<usize> {
        let mut profile = vec![0; self.players()];
        for (choice, &count) in profile.iter_mut().zip(&self.choices).rev() {
            *choice = position % count;
            position /= count;
        }
        profile
    }

    /// Where the profile of these choices stands.
    ///
    /// # Panics
    /// When there is not one choice of each player.
    pub fn position(&self, profile: &[usize]) -> usize {
        assert_eq!(profile.len(), self.players(), "each player chooses");
        let pairs = profile.iter().zip(&self.choices);
        pairs.fold(0, |position, (&choice, &count)| {
            assert!(choice < count, "a choice that the player has");
            position * count + choice
        })
    }

    /// How far apart two profiles stand that differ by one in the choice of a player.
    pub(super) fn step(&self, player: usize) -> usize {
        self.choices[player + 1..].iter().product()
    }

    /// What a player chooses in a profile.
    pub(super) fn choice(&self, profile: usize, player: usize) -> usize {
        profile / self.step(player) % self.choices[player]
    }

    /// The profile in which a player chooses otherwise.
    pub(super) fn with_choice(&self, profile: usize, player: usize, choice: usize) -> usize {
        let step = self.step(player);
        profile - self.choice(profile, player) * step + choice * step
    }

    /// What the other players can do together: the profiles in which the player makes its first choice.
    pub(super) fn others(&self, player: usize) -> Vec<usize> {
        let all = 0..self.profiles();
        all.filter(|&profile| self.choice(profile, player) == 0)
            .collect()
    }

    /// Payoffs of a player by its choice and by what the others do, in whole numbers.
    pub(super) fn matrix(&self, player: usize) -> Matrix {
        let others = self.others(player);
        let step = self.step(player);
        let rows: Vec<Vec<&Exact>> = (0..self.choices[player])
            .map(|choice| {
                let columns = others.iter();
                columns
                    .map(|&profile| self.payoff(profile + choice * step, player))
                    .collect()
            })
            .collect();
        Matrix::of(&rows)
    }

    /// The game in which each player has only some of its choices.
    pub(super) fn restricted(&self, kept: &[Vec<usize>]) -> Self {
        let choices: Vec<usize> = kept.iter().map(Vec::len).collect();
        let mut payoffs = Vec::new();
        let count: usize = choices.iter().product();
        for position in 0..count {
            let mut rest = position;
            let mut profile = vec![0; kept.len()];
            for (choice, kept) in profile.iter_mut().zip(kept).rev() {
                *choice = kept[rest % kept.len()];
                rest /= kept.len();
            }
            let start = self.position(&profile) * self.players();
            payoffs.extend_from_slice(&self.payoffs[start..start + self.players()]);
        }
        Self { choices, payoffs }
    }
}

/// Payoffs as whole numbers from 0: each is `low + unit × whole`.
///
/// Such a change of scale leaves best replies, dominance and equilibria as they are.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    /// By row and column.
    pub(super) rows: Vec<Vec<BigInt>>,
    low: Exact,
    unit: Exact,
}

impl Matrix {
    fn of(rows: &[Vec<&Exact>]) -> Self {
        let values = || rows.iter().flatten().copied();
        let low = values().min().cloned().unwrap_or_else(Exact::zero);
        let one = BigInt::from(1);
        let (mut divisor, mut multiple) = (BigInt::ZERO, one.clone());
        let gains: Vec<Vec<Exact>> = rows
            .iter()
            .map(|row| row.iter().map(|&value| value - &low).collect())
            .collect();
        for gain in gains.iter().flatten() {
            let below = gain.denominator();
            let common = greatest_divisor(multiple.clone(), below.clone());
            multiple *= below / common;
            divisor = greatest_divisor(divisor, gain.numerator().clone());
        }
        if divisor == BigInt::ZERO {
            divisor = one;
        }
        let whole = |gain: &Exact| gain.numerator() / &divisor * (&multiple / gain.denominator());
        let rows = gains
            .iter()
            .map(|row| row.iter().map(whole).collect())
            .collect();
        let unit = Exact::ratio(divisor, multiple);
        Self { rows, low, unit }
    }

    /// The payoff that a number on the scale of the matrix stands for.
    pub(super) fn payoff(&self, whole: &Exact) -> Exact {
        &self.low + &(&self.unit * whole)
    }
}

#[cfg(test)]
mod tests {
    use super::{GameError, NormalForm};
    use crate::analysis::normal_form::exact::{Exact, ExactError};

    #[test]
    fn each_broken_condition_has_its_error() {
        let game = |choices: &[usize], payoffs: &[f64]| {
            NormalForm::from_numbers(choices.to_vec(), payoffs).map(|_| ())
        };
        assert_eq!(game(&[], &[]), Err(GameError::NoPlayer));
        assert_eq!(game(&[2, 0], &[]), Err(GameError::NoChoice { player: 1 }));
        assert_eq!(
            game(&[1; 33], &[]),
            Err(GameError::TooManyPlayers { found: 33 })
        );
        assert_eq!(game(&[65, 64], &[]), Err(GameError::TooManyProfiles));
        assert_eq!(game(&[usize::MAX; 3], &[]), Err(GameError::TooManyProfiles));
        let count = GameError::PayoffCount {
            needed: 4,
            found: 3,
        };
        assert_eq!(game(&[1, 2], &[0.0; 3]), Err(count));
        let payoff = GameError::Payoff {
            profile: 1,
            player: 0,
            fault: ExactError::NotFinite,
        };
        assert_eq!(game(&[1, 2], &[0.0, 0.0, f64::NAN, 0.0]), Err(payoff));
        assert_eq!(game(&[1], &[0.0]), Ok(()));
    }

    #[test]
    fn the_first_player_is_slowest() {
        let numbers: Vec<f64> = (0..36).map(f64::from).collect();
        let game = NormalForm::from_numbers(vec![2, 3, 2], &numbers).expect("a game");
        assert_eq!(game.profile(0), [0, 0, 0]);
        assert_eq!(game.profile(1), [0, 0, 1]);
        assert_eq!(game.profile(6), [1, 0, 0]);
        for profile in 0..12 {
            let choices = game.profile(profile);
            assert_eq!(game.position(&choices), profile);
            for (player, &choice) in choices.iter().enumerate() {
                assert_eq!(game.choice(profile, player), choice);
                let place = i64::try_from(profile * 3 + player).expect("small");
                assert_eq!(*game.payoff(profile, player), Exact::from(place));
                let other = game.with_choice(profile, player, 1);
                assert_eq!(game.choice(other, player), 1);
                assert_eq!(game.with_choice(other, player, choice), profile);
            }
        }
        assert_eq!(game.others(1), [0, 1, 6, 7]);
        let part = game.restricted(&[vec![1], vec![0, 2], vec![1]]);
        assert_eq!(part.profiles(), 2);
        assert_eq!(*part.payoff(1, 0), *game.payoff(11, 0));
    }

    #[test]
    fn whole_numbers_stand_for_the_payoffs() {
        let payoffs = ["1/3", "0", "0.5", "0", "-1/6", "0", "1/3", "0"];
        let exact = payoffs.map(|text| Exact::parse(text).expect("a number"));
        let game = NormalForm::new(vec![2, 2], exact.to_vec()).expect("a game");
        let matrix = game.matrix(0);
        for (choice, row) in matrix.rows.iter().enumerate() {
            for (column, whole) in row.iter().enumerate() {
                let payoff = matrix.payoff(&Exact::from(whole.clone()));
                assert_eq!(payoff, *game.payoff(2 * choice + column, 0));
            }
        }
        assert_eq!(matrix.rows[0][1], 4.into());
        assert!(
            game.matrix(1)
                .rows
                .iter()
                .flatten()
                .all(|whole| *whole == 0.into())
        );
    }
}
