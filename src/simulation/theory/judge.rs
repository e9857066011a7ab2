//! What theory says of central values, and of realizations counted in their order.

use crate::analysis::position::{Counting, Position, Request, Theorist, Theory, objectives};
use crate::analysis::settlement::{Rule, RuleOutcome, Settler};
use crate::bargaining::Opening;
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::measure::Tally;
use crate::simulation::monte_carlo::{Control, RunSettings, each_realization};
use crate::simulation::settlement::SettlementTally;
use crate::simulation::theory::list::{Digest, OF_REALIZATIONS};

/// Realizations counted.
#[derive(Clone, Debug, PartialEq)]
pub struct TheoryTally {
    /// Seed.
    pub seed: u64,
    /// What theory says of them.
    pub tally: Tally,
    /// Other settlement rules on the same realizations.
    pub settlement: SettlementTally,
    /// Greatest ε of a frontier.
    pub epsilon: f64,
}

/// Judges the realizations of runs `0..settings.runs` and counts those completed.
///
/// The deals in the zone are not counted; that would take far longer than all the rest.
pub fn theory_of_runs(
    scenario: &Scenario,
    game: &Game,
    points_max: usize,
    settings: &RunSettings,
    control: &dyn Control,
) -> TheoryTally {
    let request = Request {
        points_max,
        count: Counting::No,
    };
    let mut tally = Tally::new(&OF_REALIZATIONS, scenario);
    let mut settlement = SettlementTally::new(&tally.subjects);
    let mut epsilon: f64 = 0.0;
    let (objectives, deals) = (objectives(scenario), scenario.deal_count());
    let theorist = Theorist::new(game, objectives.clone(), request);
    let settler = Settler::new(scenario, game);
    let judge = |position: Position| {
        let theory = theorist.judge(&position);
        let rules = settled(&settler, &theorist, &position, &theory);
        let digest = Digest::of(theory, &objectives, deals);
        (position.kinds, position.reservations, rules, digest)
    };
    let plans = plans(scenario, game);
    let take = |(kinds, reservations, rules, digest): (Vec<usize>, Vec<f64>, _, Digest)| {
        tally.add(&OF_REALIZATIONS, kinds.into_iter(), &digest);
        settlement.add(&reservations, rules);
        if digest.may_have_zone() {
            epsilon = epsilon.max(digest.theory.solved.frontier.epsilon);
        }
    };
    each_realization(game, &plans, settings, control, judge, take);
    TheoryTally {
        seed: settings.seed,
        tally,
        settlement,
        epsilon,
    }
}

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
    let outcomes = settled(&settler, &theorist, &position, &theory);
    (theory, outcomes)
}

/// What settlement rules give in a position, of which this is what theory says.
fn settled(
    settler: &Settler<'_>,
    theorist: &Theorist<'_>,
    position: &Position,
    theory: &Theory,
) -> [RuleOutcome; Rule::ALL.len()] {
    let solutions = &theory.solved.solutions;
    let picks = [&solutions.nash, &solutions.kalai_smorodinsky];
    settler.outcomes(theorist, position, &theory.zone, picks)
}

/// The deals of the plans, as combos of the blocks.
fn plans(scenario: &Scenario, game: &Game) -> Vec<Vec<u32>> {
    let plans = scenario.plans.iter();
    plans
        .map(|plan| game.blocks.combos_of(&plan.deal))
        .collect()
}
