//! What theory foretells of a scenario whose parties are rational.

use crate::analysis::equilibrium::{Equilibrium, Unsolved};
use crate::bargaining::strategy::{OneTimeOffer, best_by_belief, left_out, solve_central};
use crate::game::Game;
use crate::model::{LeverId, Scenario};

/// What theory foretells of a scenario whose parties are rational.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Subgame-perfect equilibrium at central values, everybody knowing everything.
    pub equilibrium: Equilibrium,
    /// Levers whose use depends on what is said at the table: they are not pulled.
    pub left_out: Vec<LeverId>,
    /// The best one-time offer by belief, where the protocol is an ultimatum.
    pub offer: Option<OneTimeOffer>,
}

/// Foretells what rational parties do, from a scenario's game and that of its central values.
///
/// The one-time offer is made by a proposer at central values whose belief about the others is drawn from the prior under
/// `seed`.
///
/// # Errors
/// The game is not of a kind that is solved, or too large.
pub fn forecast(
    scenario: &Scenario,
    game: &Game,
    central: &Game,
    seed: u64,
) -> Result<Forecast, Unsolved> {
    let (equilibrium, talks) = solve_central(scenario, game, central, seed)?;
    Ok(Forecast {
        equilibrium,
        left_out: left_out(game),
        offer: best_by_belief(&talks, game, seed),
    })
}
