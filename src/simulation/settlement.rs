//! Other settlement rules over many realizations: the same numbers as those of runs, without the talks.

use std::ops::{ControlFlow, Range};

use crate::analysis::frontier::POINTS_MAX;
use crate::analysis::position::{Counting, Request, Theorist, objectives};
use crate::analysis::settlement::{Rule, RuleOutcome, Settlement, Settler};
use crate::bargaining::Opening;
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::monte_carlo::{Control, RunSettings, in_order};
use crate::simulation::{Mean, Rate};

/// Realizations of one task.
const BATCH: u64 = 32;

/// What each rule gives over many realizations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettlementRates {
    /// Realizations counted, those of runs 0 to this number.
    pub realizations: u64,
    /// The rules, in the order of [`Rule::ALL`].
    pub rules: Vec<RuleRates>,
}

/// One rule over many realizations.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRates {
    /// The rule.
    pub rule: Rule,
    /// Its deal lies in the zone of round 0.
    pub agreed: Rate,
    /// Whether there is any deal in the zone was not found out.
    pub undecided: Rate,
    /// What each party is left with: its utility of the deal where that is agreed, else its reservation value in round 0.
    pub utilities: Vec<Mean>,
    /// Each party's utility of the deals agreed.
    pub agreed_utilities: Vec<Mean>,
}

impl SettlementRates {
    /// Nothing counted yet.
    pub fn new(parties: usize) -> Self {
        Self {
            realizations: 0,
            rules: Rule::ALL
                .map(|rule| RuleRates {
                    rule,
                    agreed: Rate::default(),
                    undecided: Rate::default(),
                    utilities: vec![Mean::default(); parties],
                    agreed_utilities: vec![Mean::default(); parties],
                })
                .into(),
        }
    }

    /// Counts one realization, in which no deal is worth `reservations` to the parties.
    pub fn add(&mut self, reservations: &[f64], outcomes: &[RuleOutcome]) {
        self.realizations += 1;
        for (rates, outcome) in self.rules.iter_mut().zip(outcomes) {
            let agreed = outcome.settlement == Settlement::Agreed;
            rates.agreed.add(agreed);
            rates
                .undecided
                .add(outcome.settlement == Settlement::Undecided);
            let deal = outcome.deal.as_ref().filter(|_| agreed);
            for (party, &reservation) in reservations.iter().enumerate() {
                let utility = deal.map(|deal| deal.utilities[party]);
                rates.utilities[party].push(utility.unwrap_or(reservation));
                if let Some(utility) = utility {
                    rates.agreed_utilities[party].push(utility);
                }
            }
        }
    }
}

/// Settles the realizations of runs `0..settings.runs` by each rule and summarises those completed.
pub fn settle(
    scenario: &Scenario,
    game: &Game,
    settings: &RunSettings,
    control: &dyn Control,
) -> SettlementRates {
    let request = Request {
        points_max: POINTS_MAX,
        count: Counting::No,
    };
    let theorist = Theorist::new(game, objectives(scenario), request);
    let settler = Settler::new(scenario, game);
    let mut rates = SettlementRates::new(game.parties.len());
    let batch = |batch: u64| {
        let runs = batch * BATCH..settings.runs.min((batch + 1) * BATCH);
        settled(game, &theorist, &settler, settings.seed, runs, control)
    };
    let batches = settings.runs.div_ceil(BATCH);
    in_order(settings.threads, 0..batches, batch, |_, done| {
        for (reservations, outcomes) in &done {
            rates.add(reservations, outcomes);
        }
        ControlFlow::Continue(())
    });
    rates
}

/// Reservation values and what each rule gives.
type Settled = (Vec<f64>, [RuleOutcome; Rule::ALL.len()]);

/// Settles some realizations; nothing when it was cancelled before all were done.
fn settled(
    game: &Game,
    theorist: &Theorist<'_>,
    settler: &Settler<'_>,
    seed: u64,
    runs: Range<u64>,
    control: &dyn Control,
) -> Option<Vec<Settled>> {
    let mut opening = Opening::default();
    let count = runs.end - runs.start;
    let mut done = Vec::new();
    for run in runs {
        if control.is_cancelled() {
            return None;
        }
        let position = opening.position(game, seed, run, &[]);
        let (zone, solved) = theorist.solve(&position);
        let outcomes = settler.outcomes(theorist, &position, &zone, &solved);
        done.push((position.reservations, outcomes));
    }
    control.advanced(count);
    Some(done)
}
