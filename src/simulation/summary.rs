//! What many runs say: `summary.json`.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::analysis::terms::ById;
use crate::bargaining::{Failure, Outcome};
use crate::game::Game;
use crate::model::{Package, Scenario};
use crate::simulation::measure::{Counts, OF_RUNS, Tally};
use crate::simulation::monte_carlo::{Control, RunSettings, count_runs};
use crate::simulation::{Band, Convergence, DealSummary, Decisive, Mean, Rate, Settlements};

/// Estimates over all runs, with the names readers need.
///
/// Everything is counted in run order, so two summaries of the same runs are equal to the bit; read back from its file, one
/// is equal but for the last digit or two of standard errors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// Title of the scenario.
    pub title: String,
    /// Runs counted.
    pub runs: u64,
    /// Seed.
    pub seed: u64,
    /// Rounds the talks may last.
    pub rounds: u32,
    /// Length of a round in words.
    pub round_length: Option<String>,
    /// Runs that ended in agreement.
    pub agreement: Rate,
    /// Runs in which an agreement came into force before the deadline had passed.
    pub in_force_in_time: Rate,
    /// Runs in which something was signed.
    pub signed: Rate,
    /// Runs with some, but not all packages in force.
    pub partial: Rate,
    /// Each package.
    pub packages: Vec<PackageSummary>,
    /// Share of all runs that failed for each cause, by its name.
    pub failures: ById<f64>,
    /// Runs with a zone of possible agreement in some round held.
    pub zone: Rate,
    /// Agreements for each run with a zone: a description of the process, since levers move zones; none without zones.
    pub efficiency: Option<f64>,
    /// Share of runs without agreement after each round, an agreement dated by its signature; the last entry is one minus
    /// the agreement rate.
    pub survival: Vec<f64>,
    /// Share of runs without an agreement in force after each round; the last entry is one minus the rate of those in force in time.
    pub not_in_force: Vec<f64>,
    /// Share of runs that broke down up to and including each round: the competing end.
    pub broken_down: Vec<f64>,
    /// The same rates by type profile; empty when no party has types.
    pub by_type: Vec<TypeSummary>,
    /// Terms of the agreements.
    pub issues: Vec<IssueSummary>,
    /// Each party.
    pub parties: Vec<PartySummary>,
    /// Each body at home.
    pub bodies: Vec<BodySummary>,
    /// Each lever.
    pub levers: Vec<LeverSummary>,
    /// What other settlement rules give on the first runs; none where that was not asked.
    pub settlement: Option<Settlements>,
    /// Whether more draws behind beliefs change how often the first runs agree; none where that was not tried or no belief is
    /// made of draws.
    pub convergence: Option<Convergence>,
    /// What agreements have in common; none where deals were not counted.
    pub deals: Option<DealSummary>,
    /// What results are over the ranges of all assumptions together; none where no number has a range or that was not asked.
    pub band: Option<Band>,
    /// The numbers that by themselves change most how often the talks agree, or what is agreed; as `band`.
    pub decisive: Option<Decisive>,
}

/// One package over all runs: first of all how often it is accepted in the last round held, or closed before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PackageSummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Runs in which it is agreed at the end.
    pub count: u64,
    /// Their share, 0 to 1.
    pub rate: f64,
    /// Wilson interval of that share at 95 %.
    pub interval: [f64; 2],
    /// Accepted in some round.
    pub ever: Rate,
    /// Part of an agreement.
    pub in_force: Rate,
    /// Runs whose last refusal was of this package.
    pub refused_last: Rate,
}

/// One profile of types over the runs that have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TypeSummary {
    /// Type by party, of the parties that have several.
    pub types: ById<String>,
    /// Runs with this profile.
    pub runs: u64,
    /// Their share of all runs, 0 to 1.
    pub share: f64,
    /// Agreements among them.
    pub agreement: Rate,
    /// Agreements in force before the deadline had passed among them.
    pub in_force_in_time: Rate,
    /// Signatures among them.
    pub signed: Rate,
    /// Zones among them.
    pub zone: Rate,
}

/// Terms of one issue over the agreements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IssueSummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Id of its package.
    pub package: String,
    /// Its options.
    pub options: Vec<OptionSummary>,
}

/// One option over the agreements; without a share where there is no agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptionSummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Share of the agreements with this option, 0 to 1.
    pub share: Option<f64>,
    /// Wilson interval of that share at 95 %.
    pub interval: Option<[f64; 2]>,
}

/// One party over all runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartySummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Utility a run leaves it with: of the agreed deal, without one its reservation value at the end.
    pub utility: Mean,
    /// Utility of the agreed deal, over agreements only.
    pub agreed_utility: Mean,
    /// Reservation value at the end.
    pub reservation: Mean,
    /// Discounted payoff, costs subtracted.
    pub payoff: Mean,
    /// Runs in which it was the last to refuse.
    pub refused_last: Rate,
    /// Runs that it ended by walking out; none where it has no deadline of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walked_out: Option<Rate>,
    /// Agreements made without its consent, among all; none where it has no vote that others can overrule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outvoted: Option<Rate>,
}

/// One body at home over all runs: what it answered to the deals signed. It may have approved one and refused another, or not have been asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BodySummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Runs in which it approved a deal.
    pub approved: Rate,
    /// Runs in which it refused one.
    pub refused: Rate,
}

/// One lever over all runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeverSummary {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Runs in which it was carried out.
    pub used: Rate,
    /// Round in which it was carried out, over these.
    pub round: Mean,
}

/// Plays the runs `0..settings.runs` and summarises those completed, as [`count_runs`] does.
pub fn simulate(
    scenario: &Scenario,
    game: &Game,
    settings: &RunSettings,
    control: &dyn Control,
    on_batch: &mut dyn FnMut(u64, &[Outcome]) -> ControlFlow<()>,
) -> Summary {
    let tally = count_runs(scenario, game, settings, control, on_batch);
    Summary::of(&tally, scenario, settings.seed)
}

impl PackageSummary {
    /// How often it is agreed at the end.
    pub fn agreed(&self) -> Rate {
        Rate::of(self.count, self.ever.runs)
    }
}

impl OptionSummary {
    /// How many of so many agreements have it.
    pub fn among(&self, agreements: u64) -> Rate {
        Rate::of_share(self.share.unwrap_or(0.0), agreements)
    }
}

impl Summary {
    /// Whether some agreement came into force after the deadline only, so that the two rates differ.
    pub fn some_come_late(&self) -> bool {
        self.in_force_in_time.count < self.agreement.count
    }

    /// How many runs failed for each cause, in the order of [`Failure::ALL`].
    pub fn causes(&self) -> impl Iterator<Item = (Failure, Rate)> {
        let share = |cause: Failure| self.failures.get(cause.name()).copied();
        let causes = Failure::ALL.into_iter();
        causes.map(move |cause| {
            let share = share(cause).unwrap_or(0.0);
            (cause, Rate::of_share(share, self.runs))
        })
    }

    /// What was counted, with the scenario's names.
    pub fn of(tally: &Tally, scenario: &Scenario, seed: u64) -> Self {
        let counts = &tally.counts;
        let runs = counts.runs();
        // Runs that do not count; none without runs.
        let rest = |rate: Rate| Rate {
            count: rate.runs - rate.count,
            ..rate
        };
        let agreed_by = counts.rates("agreement-by").into_iter();
        let in_force_by = counts.rates("in-force-by").into_iter();
        let broken_down = counts.rates("breakdown-by").into_iter();
        let (agreement, zone) = (counts.rate("agreement"), counts.rate("zone"));
        let failures = counts.rates("failure").into_iter();
        Self {
            title: scenario.title.clone(),
            runs,
            seed,
            rounds: scenario.clock.rounds,
            round_length: scenario.clock.round_length.clone(),
            agreement,
            in_force_in_time: counts.rate("in-force-in-time"),
            signed: counts.rate("signed"),
            partial: counts.rate("partial"),
            packages: packages(scenario, counts),
            failures: Failure::ALL
                .into_iter()
                .zip(failures)
                .map(|(cause, rate)| (cause.name().to_owned(), rate.value()))
                .collect(),
            zone,
            efficiency: (zone.count > 0).then(|| agreement.count as f64 / zone.count as f64),
            survival: agreed_by.map(|rate| rest(rate).value()).collect(),
            not_in_force: in_force_by.map(|rate| rest(rate).value()).collect(),
            broken_down: broken_down.map(Rate::value).collect(),
            by_type: tally
                .profiles
                .named(&tally.subjects)
                .map(|(types, counts)| TypeSummary {
                    types,
                    runs: counts.runs(),
                    share: Rate::of(counts.runs(), runs).value(),
                    agreement: counts.rate("agreement"),
                    in_force_in_time: counts.rate("in-force-in-time"),
                    signed: counts.rate("signed"),
                    zone: counts.rate("zone"),
                })
                .collect(),
            issues: issues(scenario, counts),
            parties: parties(scenario, counts),
            bodies: bodies(scenario, counts),
            levers: levers(scenario, counts),
            settlement: None,
            convergence: None,
            deals: None,
            band: None,
            decisive: None,
        }
    }

    /// The summary of no runs.
    pub fn empty(scenario: &Scenario, seed: u64) -> Self {
        Self::of(&Tally::new(&OF_RUNS, scenario), scenario, seed)
    }
}

fn packages(scenario: &Scenario, counts: &Counts) -> Vec<PackageSummary> {
    let packages = scenario.packages.iter().enumerate();
    let summary = |(place, package): (usize, &Package)| {
        let agreed = counts.rate_at("package", place);
        PackageSummary {
            id: package.id.clone(),
            title: package.title.clone(),
            count: agreed.count,
            rate: agreed.value(),
            interval: agreed.interval(),
            ever: counts.rate_at("package-ever", place),
            in_force: counts.rate_at("package-in-force", place),
            refused_last: counts.rate_at("refused-package", place),
        }
    };
    packages.map(summary).collect()
}

fn issues(scenario: &Scenario, counts: &Counts) -> Vec<IssueSummary> {
    let mut shares = counts.rates("option").into_iter();
    let issues = scenario.issues.iter();
    issues
        .map(|issue| IssueSummary {
            id: issue.id.clone(),
            title: issue.title.clone(),
            package: scenario.packages[issue.package.index()].id.clone(),
            options: issue
                .options
                .iter()
                .zip(&mut shares)
                .map(|(option, share)| OptionSummary {
                    id: option.id.clone(),
                    title: option.title.clone(),
                    share: (share.runs > 0).then(|| share.value()),
                    interval: (share.runs > 0).then(|| share.interval()),
                })
                .collect(),
        })
        .collect()
}

fn parties(scenario: &Scenario, counts: &Counts) -> Vec<PartySummary> {
    let mean = |name: &str, party: usize| counts.means(name)[party];
    let mut walked_out = counts.rates("walked-out").into_iter();
    let mut outvoted = counts.rates("outvoted").into_iter();
    let parties = scenario.parties.iter().enumerate();
    let parties = parties.zip(scenario.may_be_outvoted());
    parties
        .map(|((place, party), outvotable)| PartySummary {
            id: party.id.clone(),
            title: party.title.clone(),
            utility: mean("utility", place),
            agreed_utility: mean("agreed-utility", place),
            reservation: mean("reservation", place),
            payoff: mean("payoff", place),
            refused_last: counts.rate_at("refused-by", place),
            walked_out: party.may_walk_out().then(|| walked_out.next()).flatten(),
            outvoted: outvotable.then(|| outvoted.next()).flatten(),
        })
        .collect()
}

fn bodies(scenario: &Scenario, counts: &Counts) -> Vec<BodySummary> {
    let stages = scenario.stages.iter().enumerate();
    stages
        .map(|(place, stage)| BodySummary {
            id: stage.id.clone(),
            title: stage.title.clone(),
            approved: counts.rate_at("body-approved", place),
            refused: counts.rate_at("body-refused", place),
        })
        .collect()
}

fn levers(scenario: &Scenario, counts: &Counts) -> Vec<LeverSummary> {
    let levers = scenario.levers.iter().enumerate();
    levers
        .map(|(place, lever)| LeverSummary {
            id: lever.id.clone(),
            title: lever.title.clone(),
            used: counts.rate_at("lever", place),
            round: counts.means("lever-round")[place],
        })
        .collect()
}
