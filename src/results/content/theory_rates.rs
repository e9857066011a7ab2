//! What theory says of many realizations: the other kind of `solution.json`.

use serde::{Deserialize, Serialize};

use crate::analysis::position::{CONCEPTS, Obstacle};
use crate::analysis::terms::{ById, DealCount, finite, types};
use crate::model::Scenario;
use crate::results::SOLUTION;
use crate::results::content::settlement::Settlements;
use crate::results::json::{ResultFile, among, exactly};
use crate::simulation::{Mean, PlanPartyRates, PlanRates, Rate, TheoryRates};

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
    pub win_set: Mean,
}

/// The frontier of the zone over realizations.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierMeans {
    /// Points of the frontier.
    pub points: Mean,
    /// How often these are all.
    pub complete: Rate,
    /// By how much, at most, a deal that is not listed exceeds all listed ones; none where nothing is known.
    #[serde(deserialize_with = "Option::deserialize")]
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
    /// What some deal of the zone gives every party more, at least.
    pub distance: Mean,
    /// What some deal of all gives every party more, at least.
    pub inefficiency: Mean,
    /// Gains as shares of the greatest in the zone, by objective.
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

impl From<&PlanPartyRates> for PlanVerdicts {
    fn from(rates: &PlanPartyRates) -> Self {
        Self {
            accepts: rates.accepts,
            blocks: rates.blocks,
            red_line: rates.red_lines,
            reservation: rates.reservation,
            commitment: rates.commitment,
            at_home: rates.anticipation,
        }
    }
}

impl ResultFile for RealizedTheory {
    const NAME: &'static str = SOLUTION;

    fn check(&self) -> Result<(), String> {
        let ids = || self.parties.iter().map(|party| party.id.as_str());
        let objectives = || self.objectives.iter().map(String::as_str);
        among("objectives", objectives(), ids())?;
        exactly(
            "obstacles",
            &self.obstacles,
            Obstacle::ALL.map(Obstacle::name),
        )?;
        for (place, profile) in self.by_type.iter().enumerate() {
            let path = format!("by-type[{place}].types");
            among(&path, profile.types.keys().map(String::as_str), ids())?;
        }
        exactly("solutions", &self.solutions, CONCEPTS)?;
        for (concept, means) in &self.solutions {
            exactly(&format!("solutions.{concept}"), means, objectives())?;
        }
        self.settlement.check(&ids())?;
        for (place, plan) in self.plans.iter().enumerate() {
            exactly(&format!("plans[{place}].parties"), &plan.parties, ids())?;
            exactly(&format!("plans[{place}].gains"), &plan.gains, objectives())?;
            let stages = self.stages.iter().map(String::as_str);
            let path = format!("plans[{place}].refused-at-home");
            exactly(&path, &plan.refused_at_home, stages)?;
        }
        Ok(())
    }
}

impl RealizedTheory {
    /// What was counted, as it is written.
    pub fn of(scenario: &Scenario, rates: &TheoryRates) -> Self {
        let ids: Vec<String> = scenario.parties.iter().map(|it| it.id.clone()).collect();
        let objectives: Vec<String> = rates
            .objectives
            .iter()
            .map(|&it| ids[it as usize].clone())
            .collect();
        let obstacles = Obstacle::ALL.into_iter().zip(rates.obstacles);
        let by_type = rates.by_type.iter().map(|(kinds, zone)| TypeZone {
            types: types(scenario, kinds.iter().copied()),
            realizations: zone.runs,
            zone: *zone,
        });
        let parties = scenario.parties.iter().zip(&rates.parties);
        let parties = parties.map(|(party, means)| PartyMeans {
            id: party.id.clone(),
            title: party.title.clone(),
            reservation: means.reservation,
            win_set: means.win_set,
        });
        let solutions = CONCEPTS.into_iter().zip(&rates.solutions);
        let plans = scenario.plans.iter().zip(&rates.plans);
        Self {
            title: scenario.title.clone(),
            deals: DealCount(scenario.deal_count()),
            realizations: rates.realizations,
            seed: rates.seed,
            zone: rates.zone,
            undecided: rates.undecided,
            obstacles: obstacles
                .map(|(it, rate)| (it.name().to_owned(), rate))
                .collect(),
            by_type: by_type.collect(),
            parties: parties.collect(),
            stages: scenario.stages.iter().map(|it| it.id.clone()).collect(),
            pareto: FrontierMeans {
                points: rates.points,
                complete: rates.complete,
                epsilon: finite(rates.epsilon),
            },
            solutions: solutions
                .map(|(concept, means)| (concept.to_owned(), by_id(&objectives, means)))
                .collect(),
            settlement: Settlements::of(&rates.settlement, None, &ids),
            plans: plans
                .map(|(plan, it)| plan_estimates(scenario, plan, it, &objectives))
                .collect(),
            objectives,
        }
    }
}

fn by_id<T: Clone>(ids: &[String], values: &[T]) -> ById<T> {
    ids.iter().cloned().zip(values.iter().cloned()).collect()
}

fn plan_estimates(
    scenario: &Scenario,
    plan: &crate::model::Plan,
    rates: &PlanRates,
    objectives: &[String],
) -> PlanEstimates {
    let parties = scenario.parties.iter().zip(&rates.parties);
    let stages = scenario.stages.iter().zip(&rates.refused_at_home);
    PlanEstimates {
        id: plan.id.clone(),
        title: plan.title.clone(),
        acceptable: rates.acceptable,
        signable: rates.signable,
        parties: parties
            .map(|(party, it)| (party.id.clone(), it.into()))
            .collect(),
        refused_at_home: stages
            .map(|(stage, &rate)| (stage.id.clone(), rate))
            .collect(),
        distance: rates.distance,
        inefficiency: rates.inefficiency,
        gains: by_id(objectives, &rates.gains),
    }
}
