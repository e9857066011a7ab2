//! What theory says of central values.

use crate::analysis::position::{Request, Theorist, Theory, objectives};
use crate::analysis::settlement::{Rule, RuleOutcome, Settler};
use crate::bargaining::Opening;
use crate::game::Game;
use crate::model::Scenario;

/// Judges a scenario in which nothing is left to chance, as [`Scenario::central`] makes it, and settles it by each rule.
pub fn theory_of_centre(
    scenario: &Scenario,
    game: &Game,
    request: Request,
) -> (Theory, [RuleOutcome; Rule::ALL.len()]) {
    let position = Opening::default().position(game, 0, 0, &plans(scenario, game));
    let theorist = Theorist::new(game, objectives(scenario), request);
    let theory = theorist.judge(&position);
    let settler = Settler::new(scenario, game);
    let outcomes = settler.outcomes(&theorist, &position, &theory.zone, &theory.solved);
    (theory, outcomes)
}

/// The deals of the plans, as combos of the blocks.
pub(super) fn plans(scenario: &Scenario, game: &Game) -> Vec<Vec<u32>> {
    let plans = scenario.plans.iter();
    plans
        .map(|plan| game.blocks.combos_of(&plan.deal))
        .collect()
}
