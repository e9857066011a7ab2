//! A game with the words of its file.

use crate::analysis::normal_form::NormalForm;

/// A game in normal form with names for its players and choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedGame {
    /// What the file calls the game; empty if it does not.
    pub title: String,
    /// By player.
    pub players: Vec<String>,
    /// By player and choice.
    pub choices: Vec<Vec<String>>,
    /// The game itself.
    pub game: NormalForm,
}
