//! Whether a result depends on the number of draws behind beliefs: the same runs once more with beliefs made of more draws.
//!
//! Draws only approximate what somebody believes; what moves with their number says something about the computer, not
//! about the talks. Both plays meet the same nature, so that the difference is paired.

use serde::{Deserialize, Serialize};

use crate::bargaining::{Prepared, compile, threads_within_memory};
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::headline::Headline;
use crate::simulation::monte_carlo::{Control, RunSettings, in_pieces, play_runs};
use crate::simulation::{BATCH_RUNS, CONFIDENCE, PairedRates, Rate, excludes_zero, simultaneous};

/// As many times the draws are tried; less where that would be more than a belief may have.
const TIMES: u32 = 4;
/// The share of all runs that are played again is one in so many.
const ONE_IN: u64 = 10;
/// As many runs at least, where there are so many.
const RUNS_MIN: u64 = 1_000;

/// What more draws behind beliefs change of the headline results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Convergence {
    /// How many times the draws of the scenario were used.
    pub times: u32,
    /// Runs played again, those of runs 0 to this number.
    pub runs: u64,
    /// Each headline result, agreement first.
    pub results: Vec<Redone>,
}

/// One result of runs that were played twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Redone {
    /// Name of the measure.
    pub measure: String,
    /// Id of what it is of; empty for the run as a whole.
    pub of: String,
    /// How often it held in the talks as written.
    pub played: Rate,
    /// How often it held with more draws.
    pub more_draws: Rate,
    /// The second rate less the first.
    pub difference: f64,
    /// Standard error of that difference, both having met the same nature run by run.
    pub standard_error: Option<f64>,
    /// Interval of that difference; those of all results hold together at 95 %.
    pub interval: [f64; 2],
}

impl Redone {
    /// Whether more draws change it beyond simulation error.
    pub fn differs(&self) -> bool {
        excludes_zero(self.interval)
    }
}

impl Convergence {
    /// Whether more draws change no result beyond simulation error.
    pub fn has_converged(&self) -> bool {
        !self.results.iter().any(Redone::differs)
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

    /// Plays the first runs again; none when it was cancelled. `before` says what the headline was, run after run all its
    /// results.
    pub fn compare(
        &self,
        headline: &Headline,
        before: &[bool],
        settings: &RunSettings,
        control: &dyn Control,
    ) -> Option<Convergence> {
        let prepared = Prepared::new(&self.game, settings.seed);
        let mut pairs = vec![PairedRates::default(); headline.count()];
        let mut runs = before.chunks_exact(headline.count());
        let play = |runs| play_runs(&prepared, runs, control);
        let count = runs.len() as u64;
        let threads = threads_within_memory(settings.threads, [&self.game]);
        in_pieces(threads, 0..count, BATCH_RUNS, play, |outcomes| {
            for (outcome, before) in outcomes.iter().zip(&mut runs) {
                let now = headline.read(outcome);
                for ((pairs, now), &before) in pairs.iter_mut().zip(now).zip(before) {
                    pairs.add(now, before);
                }
            }
        });
        let confidence = simultaneous(CONFIDENCE, pairs.len());
        let results = headline
            .names()
            .zip(&pairs)
            .map(|((measure, of), pairs)| Redone {
                measure: measure.to_owned(),
                of: of.to_owned(),
                played: pairs.second(),
                more_draws: pairs.first(),
                difference: pairs.difference(),
                standard_error: pairs.standard_error(),
                interval: pairs.interval(confidence),
            });
        (pairs[0].runs() == count).then(|| Convergence {
            times: self.times,
            runs: count,
            results: results.collect(),
        })
    }
}
