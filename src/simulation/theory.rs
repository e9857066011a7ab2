//! What theory says of many realizations: the same numbers as those of runs, without the talks.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use crate::analysis::position::{
    CONCEPTS, Counting, Objection, Obstacle, PartyFigures, PlanPlace, Position, Request, Theorist,
    Theory, ZoneSize, objectives,
};
use crate::analysis::settlement::{Rule, RuleOutcome, Settler};
use crate::bargaining::Opening;
use crate::game::Game;
use crate::model::Scenario;
use crate::simulation::monte_carlo::{Control, RunSettings, in_order};
use crate::simulation::{Mean, Rate, SettlementRates};

/// Realizations of one task.
const BATCH: u64 = 32;

/// Estimates of what theory says over many realizations.
#[derive(Clone, Debug, PartialEq)]
pub struct TheoryRates {
    /// Realizations counted, those of runs 0 to this number.
    pub realizations: u64,
    /// Seed.
    pub seed: u64,
    /// The parties whose gains the frontier weighs.
    pub objectives: Vec<u32>,
    /// Realizations with a zone in round 0.
    pub zone: Rate,
    /// Realizations in which the zone test stopped at its limit.
    pub undecided: Rate,
    /// Realizations without a zone for each cause, in the order of [`Obstacle::ALL`].
    pub obstacles: [Rate; Obstacle::ALL.len()],
    /// Zones by profile of types, as party and type number; empty when no party has types.
    pub by_type: Vec<(Vec<usize>, Rate)>,
    /// Each party.
    pub parties: Vec<PartyRates>,
    /// Points on the frontier, where there is a zone.
    pub points: Mean,
    /// Frontiers that list all their points, of those where there is a zone.
    pub complete: Rate,
    /// Greatest ε of a frontier.
    pub epsilon: f64,
    /// For each concept of [`CONCEPTS`] the utilities of each objective (of the first of ties), where there is a zone.
    pub solutions: Vec<Vec<Mean>>,
    /// Each plan.
    pub plans: Vec<PlanRates>,
    /// What other settlement rules give.
    pub settlement: SettlementRates,
}

/// One party over many realizations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartyRates {
    /// Its reservation value.
    pub reservation: Mean,
    /// Share of all deals that are acceptable to it alone; without values where they are too many to count.
    pub win_set: Mean,
}

/// One plan over many realizations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanRates {
    /// It can be signed, and no body at home is likelier to refuse than to approve.
    pub acceptable: Rate,
    /// Those who accept are enough to sign it.
    pub signable: Rate,
    /// What each party says.
    pub parties: Vec<PlanPartyRates>,
    /// By stage: bodies that are asked and likelier to refuse than to approve.
    pub refused_at_home: Vec<Rate>,
    /// Distance to the frontier of the zone, where there is one.
    pub distance: Mean,
    /// Distance to the frontier of all deals.
    pub inefficiency: Mean,
    /// What each objective would gain at the Nash solution, where there is a zone.
    pub gains: Vec<Mean>,
}

/// What one party says to a plan over many realizations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlanPartyRates {
    /// It accepts.
    pub accepts: Rate,
    /// It refuses, and without it the plan cannot be signed.
    pub blocks: Rate,
    /// It blocks and the plan crosses a red line of its.
    pub red_lines: Rate,
    /// It blocks and the plan is worth less than no deal.
    pub reservation: Rate,
    /// It blocks and the plan is worth less than no deal for the risk of breach only.
    pub commitment: Rate,
    /// It blocks and its body is too likely to refuse.
    pub anticipation: Rate,
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
    let outcomes = settler.outcomes(&theorist, &position, &theory.zone, &theory.solved);
    (theory, outcomes)
}

/// Judges the realizations of runs `0..settings.runs` and summarises those completed.
///
/// The deals in the zone are not counted; that would take far longer than all the rest.
pub fn theory_of_runs(
    scenario: &Scenario,
    game: &Game,
    points_max: usize,
    settings: &RunSettings,
    control: &dyn Control,
) -> TheoryRates {
    let request = Request {
        points_max,
        count: Counting::No,
    };
    let theorist = Theorist::new(game, objectives(scenario), request);
    let settler = Settler::new(scenario, game);
    let plans = plans(scenario, game);
    let mut tally = Tally::new(scenario, theorist.objectives(), settings.seed);
    let judge = |batch: u64| {
        let runs = batch * BATCH..settings.runs.min((batch + 1) * BATCH);
        let judges = (&theorist, &settler);
        judged(game, judges, &plans, settings.seed, runs, control)
    };
    let batches = settings.runs.div_ceil(BATCH);
    in_order(settings.threads, 0..batches, judge, |_, done| {
        for digest in &done {
            tally.add(digest);
        }
        ControlFlow::Continue(())
    });
    tally.finish()
}

fn plans(scenario: &Scenario, game: &Game) -> Vec<Vec<u32>> {
    let plans = scenario.plans.iter();
    plans
        .map(|plan| game.blocks.combos_of(&plan.deal))
        .collect()
}

/// What is counted of one realization; whole frontiers would fill the memory.
struct Digest {
    kinds: Vec<usize>,
    reservations: Vec<f64>,
    rules: [RuleOutcome; Rule::ALL.len()],
    zone: ZoneSize,
    parties: Vec<PartyFigures>,
    points: usize,
    complete: bool,
    epsilon: f64,
    /// For each concept everybody's utilities of the first deal it picks.
    solutions: Vec<Option<Vec<f64>>>,
    plans: Vec<PlanPlace>,
}

impl Digest {
    fn of(position: Position, theory: Theory, rules: [RuleOutcome; Rule::ALL.len()]) -> Self {
        let frontier = &theory.solved.frontier;
        let first = |places: &[usize]| {
            let place = places.first();
            place.map(|&place| frontier.points[place].utilities.clone())
        };
        Self {
            kinds: position.kinds,
            reservations: position.reservations,
            rules,
            zone: theory.zone,
            points: frontier.points.len(),
            complete: frontier.complete,
            epsilon: frontier.epsilon,
            solutions: theory.solved.concepts().into_iter().map(first).collect(),
            parties: theory.parties,
            plans: theory.plans,
        }
    }
}

/// Judges some runs; nothing when it was cancelled before all were done.
fn judged(
    game: &Game,
    (theorist, settler): (&Theorist<'_>, &Settler<'_>),
    plans: &[Vec<u32>],
    seed: u64,
    runs: Range<u64>,
    control: &dyn Control,
) -> Option<Vec<Digest>> {
    let mut opening = Opening::default();
    let count = runs.end - runs.start;
    let mut done = Vec::new();
    for run in runs {
        if control.is_cancelled() {
            return None;
        }
        let position = opening.position(game, seed, run, plans);
        let theory = theorist.judge(&position);
        let rules = settler.outcomes(theorist, &position, &theory.zone, &theory.solved);
        done.push(Digest::of(position, theory, rules));
    }
    control.advanced(count);
    Some(done)
}

/// Rates being counted.
struct Tally {
    deals: f64,
    /// Parties with more than one type.
    typed: Vec<usize>,
    rates: TheoryRates,
    by_type: BTreeMap<Vec<usize>, Rate>,
}

impl Tally {
    fn new(scenario: &Scenario, objectives: &[u32], seed: u64) -> Self {
        let parties = scenario.parties.len();
        let plan = PlanRates {
            parties: vec![PlanPartyRates::default(); parties],
            refused_at_home: vec![Rate::default(); scenario.stages.len()],
            gains: vec![Mean::default(); objectives.len()],
            ..PlanRates::default()
        };
        Self {
            deals: scenario.deal_count(),
            typed: (0..parties)
                .filter(|&party| scenario.parties[party].types.len() > 1)
                .collect(),
            rates: TheoryRates {
                realizations: 0,
                seed,
                objectives: objectives.to_vec(),
                zone: Rate::default(),
                undecided: Rate::default(),
                obstacles: [Rate::default(); Obstacle::ALL.len()],
                by_type: Vec::new(),
                parties: vec![PartyRates::default(); parties],
                points: Mean::default(),
                complete: Rate::default(),
                epsilon: 0.0,
                solutions: vec![vec![Mean::default(); objectives.len()]; CONCEPTS.len()],
                plans: vec![plan; scenario.plans.len()],
                settlement: SettlementRates::new(parties),
            },
            by_type: BTreeMap::new(),
        }
    }

    fn add(&mut self, digest: &Digest) {
        let rates = &mut self.rates;
        rates.realizations += 1;
        rates.settlement.add(&digest.reservations, &digest.rules);
        let exists = digest.zone.exists;
        rates.zone.add(exists == Some(true));
        rates.undecided.add(exists.is_none());
        for (rate, obstacle) in rates.obstacles.iter_mut().zip(Obstacle::ALL) {
            rate.add(digest.zone.obstacle == Some(obstacle));
        }
        if !self.typed.is_empty() {
            let key = self.typed.iter().map(|&party| digest.kinds[party]);
            let profile = self.by_type.entry(key.collect()).or_default();
            profile.add(exists == Some(true));
        }
        for (party, figures) in rates.parties.iter_mut().zip(&digest.parties) {
            party.reservation.push(figures.reservation);
            if let Some(deals) = figures.win_set {
                party.win_set.push(deals as f64 / self.deals);
            }
        }
        self.add_solutions(digest);
        for (rates, plan) in self.rates.plans.iter_mut().zip(&digest.plans) {
            rates.add(plan);
        }
    }

    fn add_solutions(&mut self, digest: &Digest) {
        let rates = &mut self.rates;
        if digest.zone.exists == Some(false) {
            return;
        }
        rates.points.push(digest.points as f64);
        rates.complete.add(digest.complete);
        rates.epsilon = rates.epsilon.max(digest.epsilon);
        for (means, utilities) in rates.solutions.iter_mut().zip(&digest.solutions) {
            let Some(utilities) = utilities else {
                continue;
            };
            for (mean, &party) in means.iter_mut().zip(&rates.objectives) {
                mean.push(utilities[party as usize]);
            }
        }
    }

    fn finish(mut self) -> TheoryRates {
        let typed = self.typed;
        let profiles = self.by_type.into_iter();
        self.rates.by_type = profiles
            .map(|(kinds, rate)| {
                let mut profile = vec![0; self.rates.parties.len()];
                for (&party, kind) in typed.iter().zip(kinds) {
                    profile[party] = kind;
                }
                (profile, rate)
            })
            .collect();
        self.rates
    }
}

impl PlanRates {
    fn add(&mut self, plan: &PlanPlace) {
        self.acceptable.add(plan.acceptable());
        self.signable.add(plan.signable);
        for (rates, verdict) in self.parties.iter_mut().zip(&plan.parties) {
            let blocks = |matching: fn(&Objection) -> bool| {
                verdict.blocks && verdict.objections.iter().any(matching)
            };
            rates.accepts.add(verdict.objections.is_empty());
            rates.blocks.add(verdict.blocks);
            rates
                .red_lines
                .add(blocks(|it| matches!(it, Objection::RedLines(_))));
            rates
                .reservation
                .add(blocks(|it| matches!(it, Objection::Reservation(_))));
            rates
                .commitment
                .add(blocks(|it| matches!(it, Objection::Commitment(_))));
            rates
                .anticipation
                .add(blocks(|it| matches!(it, Objection::Anticipation { .. })));
        }
        for (stage, rate) in self.refused_at_home.iter_mut().enumerate() {
            rate.add(
                plan.bodies
                    .iter()
                    .any(|body| body.stage == stage && body.refuses()),
            );
        }
        if let Some(distance) = plan.distance {
            self.distance.push(distance);
        }
        if let Some(inefficiency) = plan.inefficiency {
            self.inefficiency.push(inefficiency);
        }
        if let Some(gains) = &plan.gains {
            for (mean, &gain) in self.gains.iter_mut().zip(gains) {
                mean.push(gain);
            }
        }
    }
}
