//! What theory says over many realizations: the other kind of `solution.json`.

use serde::{Deserialize, Serialize};

use crate::analysis::position::{CONCEPTS, Obstacle};
use crate::analysis::terms::{ById, DealCount, finite};
use crate::model::{Plan, Scenario};
use crate::simulation::measure::Tally;
use crate::simulation::theory::judge::TheoryTally;
use crate::simulation::{Mean, Rate, Settlements};

/// What theory says of many realizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RealizedTheory {
    /// Title of the scenario.
    pub title: String,
    /// All deals there are.
    pub deals: DealCount,
    /// Realizations judged.
    pub realizations: u64,
    /// Seed.
    pub seed: u64,
    /// The parties whose gains the frontier weighs, by id.
    pub objectives: Vec<String>,
    /// How often there is a zone of possible agreement before the first move.
    pub zone: Rate,
    /// How often the test stopped at its limit.
    pub undecided: Rate,
    /// How often each obstacle keeps the zone from being open, by name.
    pub obstacles: ById<Rate>,
    /// The zone by the types drawn.
    pub by_type: Vec<TypeZone>,
    /// The parties, in the order of the scenario.
    pub parties: Vec<PartyMeans>,
    /// The stages of ratification, by id.
    pub stages: Vec<String>,
    /// The Pareto frontier of the zone.
    pub pareto: FrontierMeans,
    /// Utility of the first deal of each concept, where there is a zone, by concept and objective.
    pub solutions: ById<ById<Mean>>,
    /// How often all of them are proven to be best, among the realizations with a zone.
    pub proven: Rate,
    /// What other settlement rules give.
    pub settlement: Settlements,
    /// The plans, in the order of the scenario.
    pub plans: Vec<PlanEstimates>,
}

/// How often there is a zone with some types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TypeZone {
    /// Type by party, of the parties that have several.
    pub types: ById<String>,
    /// Realizations with these types.
    pub realizations: u64,
    /// How often there is a zone among them.
    pub zone: Rate,
}

/// A party over realizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartyMeans {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// What no agreement is worth, 0 to 1.
    pub reservation: Mean,
    /// Share of all deals that it would accept, 0 to 1.
    #[serde(rename = "win-set")]
    pub acceptance_set: Mean,
}

/// The frontier of the zone over realizations.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierMeans {
    /// Points of the frontier.
    pub points: Mean,
    /// How often these are all.
    pub complete: Rate,
    /// By how much, at most, a deal that is not listed exceeds all listed ones; none where nothing is known.
    pub epsilon: Option<f64>,
}

/// A plan over realizations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlanEstimates {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// How often everybody accepts it whose consent it needs.
    pub acceptable: Rate,
    /// How often everybody at the table does.
    pub signable: Rate,
    /// What each party says to it.
    pub parties: ById<PlanVerdicts>,
    /// How often each body at home is more likely to refuse than to pass it.
    pub refused_at_home: ById<Rate>,
    /// The most by which one deal of the zone improves on the plan for every objective alike.
    pub distance: Mean,
    /// The same over all deals.
    pub inefficiency: Mean,
    /// What each objective would gain by moving from the plan to the Nash solution, where there is a zone.
    pub gains: ById<Mean>,
}

/// How often a party accepts a plan, and why it does not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlanVerdicts {
    /// It has no objection.
    pub accepts: Rate,
    /// The plan fails for it.
    pub blocks: Rate,
    /// The plan crosses a red line.
    pub red_line: Rate,
    /// It is worth less than no agreement.
    pub reservation: Rate,
    /// It is worth less once the risk of breach is counted.
    pub commitment: Rate,
    /// The party expects a body at home to refuse.
    pub at_home: Rate,
}

impl RealizedTheory {
    /// What was counted, by the names of the scenario.
    pub fn of(scenario: &Scenario, theory: &TheoryTally) -> Self {
        let tally = &theory.tally;
        let (counts, subjects) = (&tally.counts, &tally.subjects);
        let objectives = subjects.objective_ids();
        let obstacles = Obstacle::ALL.map(|obstacle| obstacle.name().to_owned());
        let means = counts.means("solution");
        let solutions = CONCEPTS.into_iter().enumerate().map(|(place, concept)| {
            let mean = |objective| means[place * objectives.len() + objective];
            (concept.to_owned(), of_each(&objectives, mean))
        });
        let profiles = tally.profiles.named(subjects);
        let parties = scenario.parties.iter().enumerate();
        let plans = scenario.plans.iter().enumerate();
        Self {
            title: scenario.title.clone(),
            deals: DealCount(scenario.deal_count()),
            realizations: counts.runs(),
            seed: theory.seed,
            zone: counts.rate("zone"),
            undecided: counts.rate("zone-undecided"),
            obstacles: of_each(&obstacles, |place| counts.rate_at("obstacle", place)),
            by_type: profiles
                .map(|(types, counts)| TypeZone {
                    types,
                    realizations: counts.runs(),
                    zone: counts.rate("zone"),
                })
                .collect(),
            parties: parties
                .map(|(place, party)| PartyMeans {
                    id: party.id.clone(),
                    title: party.title.clone(),
                    reservation: counts.means("reservation")[place],
                    acceptance_set: counts.means("acceptance-set")[place],
                })
                .collect(),
            stages: subjects.bodies.clone(),
            pareto: FrontierMeans {
                points: counts.means("frontier-points")[0],
                complete: counts.rate("frontier-complete"),
                epsilon: finite(theory.epsilon),
            },
            solutions: solutions.collect(),
            proven: counts.rate("solutions-proven"),
            settlement: theory.settlement.estimates(None),
            plans: plans
                .map(|(place, plan)| plan_estimates(tally, place, plan))
                .collect(),
            objectives,
        }
    }
}

fn plan_estimates(tally: &Tally, place: usize, plan: &Plan) -> PlanEstimates {
    let (counts, subjects) = (&tally.counts, &tally.subjects);
    let (parties, bodies) = (&subjects.parties, &subjects.bodies);
    let objectives = subjects.objective_ids();
    let verdicts = |party: usize| {
        let rate = |name| counts.rate_at(name, place * parties.len() + party);
        PlanVerdicts {
            accepts: rate("plan-accepts"),
            blocks: rate("plan-blocks"),
            red_line: rate("plan-red-lines"),
            reservation: rate("plan-reservation"),
            commitment: rate("plan-commitment"),
            at_home: rate("plan-anticipation"),
        }
    };
    let refused = |body| counts.rate_at("plan-refused-at-home", place * bodies.len() + body);
    let gain = |objective| counts.means("plan-gain")[place * objectives.len() + objective];
    PlanEstimates {
        id: plan.id.clone(),
        title: plan.title.clone(),
        acceptable: counts.rate_at("plan-acceptable", place),
        signable: counts.rate_at("plan-signable", place),
        parties: of_each(parties, verdicts),
        refused_at_home: of_each(bodies, refused),
        distance: counts.means("plan-distance")[place],
        inefficiency: counts.means("plan-inefficiency")[place],
        gains: of_each(&objectives, gain),
    }
}

/// A value for each of some things, by its place among them.
fn of_each<T>(ids: &[String], value: impl Fn(usize) -> T) -> ById<T> {
    let ids = ids.iter().cloned().enumerate();
    ids.map(|(place, id)| (id, value(place))).collect()
}
