//! What `run` plays beside the runs themselves: other settlement rules, more draws behind beliefs, the ranges of assumptions.

use zopa::bargaining::Outcome;
use zopa::experiment::BandPoints;
use zopa::game::Game;
use zopa::model::Scenario;
use zopa::simulation::{
    Band, BandSample, Convergence, DealTally, Decisive, Headline, MoreDraws, Rate, RunSettings,
    SettlementTally, Tally, settle,
};

use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Stage;

/// What is played once the runs are done.
pub(crate) struct Beside<'a> {
    /// Runs on which other settlement rules are evaluated.
    pub(crate) rules: RunSettings,
    /// Runs that are played again with more draws behind beliefs.
    pub(crate) again: RunSettings,
    /// The scenario with more draws; none where no belief is made of draws.
    pub(crate) finer: Option<MoreDraws>,
    /// Points in the ranges of assumptions.
    pub(crate) points: Option<BandPoints<'a>>,
}

impl Beside<'_> {
    fn runs_in_ranges(&self) -> u64 {
        self.points.as_ref().map_or(0, BandPoints::runs_played)
    }

    /// All stages of the work, the runs first.
    pub(crate) fn stages(&self, runs: u64) -> [Stage; 5] {
        let moved = self.points.as_ref().map_or(0, BandPoints::runs_moved);
        [
            Stage::of(runs, "runs"),
            Stage::of(self.rules.runs, "realizations under other settlement rules"),
            Stage::of(self.again.runs, "runs with more draws behind beliefs"),
            Stage::of(self.runs_in_ranges(), "runs in the ranges of assumptions"),
            Stage::of(moved, "runs with one assumption moved"),
        ]
    }

    /// What is to be noted of the first runs.
    pub(crate) fn noted(&self, scenario: &Scenario) -> Noted {
        Noted {
            headline: First::of(Headline::of(scenario), self.again.runs.max(self.rules.runs)),
            results: BandSample::of(scenario, self.runs_in_ranges()),
            deals: DealTally::default(),
        }
    }

    /// Tries other settlement rules on the first runs, plays the first runs with more draws, then in the ranges of assumptions.
    pub(crate) fn play(
        &self,
        (scenario, game): (&Scenario, &Game),
        (noted, tally): (&Noted, &Tally),
        interrupt: &Interrupt,
    ) -> Found {
        let Noted {
            headline, results, ..
        } = noted;
        let mut settled = None;
        if self.rules.runs > 0 {
            let found = settle(scenario, game, &self.rules, interrupt);
            let mut played = Rate::default();
            let runs = headline.first(self.rules.runs);
            for results in runs.chunks_exact(headline.of.count()) {
                played.add(results[0]);
            }
            // Cut short, they would not stand on the same runs as the talks beside them.
            settled = (found.rules[0].runs() == self.rules.runs).then_some((played, found));
        }
        let finer = self.finer.as_ref().filter(|_| self.again.runs > 0);
        let convergence = finer.and_then(|finer| {
            let before = headline.first(self.again.runs);
            finer.compare(&headline.of, before, &self.again, interrupt)
        });
        let points = self.points.as_ref();
        let explored = points
            .filter(|_| results.is_whole())
            .and_then(|points| points.play(results, tally, interrupt));
        let decisive = explored
            .as_ref()
            .zip(points)
            .and_then(|(explored, points)| {
                points.decisive(explored, scenario, results, tally, interrupt)
            });
        let can_decide = points.is_some_and(|points| points.runs_moved() > 0);
        let missing = [
            (
                settled.is_none() && self.rules.runs > 0,
                "other settlement rules",
            ),
            (
                convergence.is_none() && finer.is_some(),
                "the check of convergence",
            ),
            (
                explored.is_none() && points.is_some(),
                "the band of assumptions",
            ),
            (
                decisive.is_none() && can_decide,
                "the assumptions that decide",
            ),
        ];
        let missing = missing.into_iter().filter(|part| part.0);
        Found {
            missing: missing.map(|(_, words)| words).collect(),
            settled,
            convergence,
            band: explored.map(|explored| explored.band),
            decisive,
        }
    }
}

/// What other settlement rules gave, beside the agreements of the talks in the same runs.
type Settled = (Rate, SettlementTally);

/// What was found beside the runs.
pub(crate) struct Found {
    pub(crate) settled: Option<Settled>,
    pub(crate) convergence: Option<Convergence>,
    pub(crate) band: Option<Band>,
    pub(crate) decisive: Option<Decisive>,
    /// What is missing since the command was stopped.
    pub(crate) missing: Vec<&'static str>,
}

/// What is noted of the first runs, with which others of the same runs are paired.
pub(crate) struct Noted {
    /// For other settlement rules and more draws.
    headline: First,
    /// For the band.
    results: BandSample,
    /// The deals of all runs.
    pub(crate) deals: DealTally,
}

impl Noted {
    /// Takes note of some runs.
    pub(crate) fn note(&mut self, first: u64, outcomes: &[Outcome]) {
        self.headline.note(first, outcomes);
        self.results.note(first, outcomes);
        for outcome in outcomes {
            self.deals.add(outcome);
        }
    }
}

/// Some results of the first runs.
struct First {
    of: Headline,
    runs: u64,
    /// Run after run all of them.
    results: Vec<bool>,
}

impl First {
    fn of(of: Headline, runs: u64) -> Self {
        let results = Vec::new();
        Self { of, runs, results }
    }

    fn note(&mut self, first: u64, outcomes: &[Outcome]) {
        let noted = (first..self.runs).zip(outcomes);
        let results = noted.flat_map(|(_, outcome)| self.of.read(outcome));
        self.results.extend(results);
    }

    /// The results of so many first runs.
    fn first(&self, runs: u64) -> &[bool] {
        let runs = usize::try_from(runs).unwrap_or(usize::MAX);
        let results = runs.saturating_mul(self.of.count());
        &self.results[..results.min(self.results.len())]
    }
}
