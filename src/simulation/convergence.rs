//! Whether a result depends on the number of draws behind beliefs: the same runs once more with beliefs made of more draws.
//!
//! Draws only approximate what somebody believes; what moves with their number says something about the computer, not
//! about the talks. Both plays meet the same nature, so that the difference is paired.

use serde::{Deserialize, Serialize};

use crate::bargaining::{End, Prepared, compile, threads_within_memory};
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::monte_carlo::{Control, RunSettings, in_pieces, play_runs};
use crate::simulation::{BATCH_RUNS, CONFIDENCE, PairedRates, Rate};

/// As many times the draws are tried; less where that would be more than a belief may have.
const TIMES: u32 = 4;
/// The share of all runs that are played again is one in so many.
const ONE_IN: u64 = 10;
/// As many runs at least, where there are so many.
const RUNS_MIN: u64 = 1_000;

/// How often runs agree with beliefs made of more draws, beside the talks as written.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Convergence {
    /// How many times the draws of the scenario were used.
    pub times: u32,
    /// How often the talks as written agree on the runs played again, those of runs 0 to this number.
    pub played: Rate,
    /// How often they agree with more draws.
    pub more_draws: Rate,
    /// The second rate less the first.
    pub difference: f64,
    /// Standard error of that difference, both having met the same nature run by run.
    pub standard_error: Option<f64>,
    /// 95 % interval of that difference.
    pub interval: [f64; 2],
}

impl Convergence {
    /// What was found by a paired count, runs with more draws first.
    fn of(times: u32, pairs: &PairedRates) -> Self {
        Self {
            times,
            played: pairs.second(),
            more_draws: pairs.first(),
            difference: pairs.difference(),
            standard_error: pairs.standard_error(),
            interval: pairs.interval(CONFIDENCE),
        }
    }

    /// Whether more draws change nothing beyond simulation error.
    pub fn has_converged(&self) -> bool {
        self.interval[0] <= 0.0 && self.interval[1] >= 0.0
    }
}

/// A scenario in which every belief has more draws.
#[derive(Debug)]
pub struct MoreDraws {
    times: u32,
    game: Game,
}

impl MoreDraws {
    /// The scenario with four times the draws of every belief, or as many times, at least two, as are allowed and fit into
    /// memory; none where no belief is made of draws or it has as many as it may have.
    pub fn of(scenario: &Scenario) -> Option<Self> {
        (2..=TIMES).rev().find_map(|times| {
            let game = compile(&scenario.with_more_draws(times)?).ok()?;
            Some(Self { times, game })
        })
    }

    /// Runs that are played again of so many: a tenth, but a thousand at least where there are so many.
    pub fn usual_runs(runs: u64) -> u64 {
        (runs / ONE_IN).max(RUNS_MIN).min(runs)
    }

    /// Plays the first runs again, of which `agreed` says how those of the scenario ended; none when it was cancelled.
    pub fn compare(
        &self,
        agreed: &[bool],
        settings: &RunSettings,
        control: &dyn Control,
    ) -> Option<Convergence> {
        let prepared = Prepared::new(&self.game, settings.seed);
        let mut pairs = PairedRates::default();
        let mut before = agreed.iter();
        let play = |runs| play_runs(&prepared, runs, control);
        let runs = 0..agreed.len() as u64;
        let threads = threads_within_memory(settings.threads, [&self.game]);
        in_pieces(threads, runs, BATCH_RUNS, play, |outcomes| {
            for (outcome, &was) in outcomes.iter().zip(&mut before) {
                pairs.add(outcome.end == End::Agreement, was);
            }
        });
        (pairs.runs() == agreed.len() as u64).then(|| Convergence::of(self.times, &pairs))
    }
}
