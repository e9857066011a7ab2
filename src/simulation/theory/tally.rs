//! Counting what theory says of realizations, in their order.

use crate::analysis::position::{Counting, Position, Request, Theorist, objectives};
use crate::analysis::settlement::{Rule, RuleOutcome, Settler};
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::monte_carlo::{Control, RunSettings};
use crate::simulation::realizations::each_realization;
use crate::simulation::settlement::SettlementTally;
use crate::simulation::tally::Tally;
use crate::simulation::theory::centre::plans;
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

/// What is judged of one realization.
struct Judged {
    kinds: Vec<usize>,
    reservations: Vec<f64>,
    rules: [RuleOutcome; Rule::ALL.len()],
    digest: Digest,
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
    let mut tally = TheoryTally::new(scenario, settings.seed);
    let (objectives, deals) = (objectives(scenario), scenario.deal_count());
    let theorist = Theorist::new(game, objectives.clone(), request);
    let settler = Settler::new(scenario, game);
    let judge = |position: Position| {
        let theory = theorist.judge(&position);
        let rules = settler.outcomes(&theorist, &position, &theory.zone, &theory.solved);
        Judged {
            kinds: position.kinds,
            reservations: position.reservations,
            rules,
            digest: Digest::of(theory, &objectives, deals),
        }
    };
    let plans = plans(scenario, game);
    each_realization(game, &plans, settings, control, judge, |judged| {
        tally.add(&judged);
    });
    tally
}

impl TheoryTally {
    fn new(scenario: &Scenario, seed: u64) -> Self {
        let tally = Tally::new(&OF_REALIZATIONS, scenario);
        Self {
            seed,
            settlement: SettlementTally::new(&tally.subjects),
            tally,
            epsilon: 0.0,
        }
    }

    fn add(&mut self, judged: &Judged) {
        let (kinds, digest) = (judged.kinds.iter().copied(), &judged.digest);
        self.tally.add(&OF_REALIZATIONS, kinds, digest);
        self.settlement.add(&judged.reservations, &judged.rules);
        if digest.may_have_zone() {
            self.epsilon = self.epsilon.max(digest.epsilon);
        }
    }
}
