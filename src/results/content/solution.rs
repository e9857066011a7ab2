//! What theory says of central values: `solution.json`.

use serde::{Deserialize, Serialize};

use crate::analysis::frontier::Point;
use crate::analysis::position::{
    BodyVerdict, CONCEPTS, Objection, Obstacle, PartyVerdict, PlanPlace, Theory,
};
use crate::analysis::settlement::{Rule, RuleOutcome, Settlement};
use crate::bargaining::Forecast;
use crate::game::Game;
use crate::model::{Deal, Plan, Scenario};
use crate::results::SOLUTION;
use crate::results::content::equilibrium::{EquilibriumPath, OneTimeOffer};
use crate::results::content::terms::{
    DealCount, Terms, by_party, finite, of_one_game, terms, types,
};
use crate::results::json::{ById, ResultFile, among, exactly, missing};

/// What theory found of the central values of a scenario.
#[derive(Clone, Copy, Debug)]
pub struct CentralTheory<'a> {
    /// The scenario with types and distributions as they were written.
    pub scenario: &'a Scenario,
    /// The game of its central values.
    pub game: &'a Game,
    /// The parties whose gains the frontier weighs.
    pub objectives: &'a [u32],
    /// Zone, frontier, solutions, plans.
    pub theory: &'a Theory,
    /// What other settlement rules give.
    pub rules: &'a [RuleOutcome],
    /// What rational parties do, where that is asked for.
    pub forecast: Option<&'a Forecast>,
}

impl CentralTheory<'_> {
    /// The deal of a point of a frontier.
    pub(crate) fn deal(&self, point: &Point) -> Deal {
        self.game.blocks.deal_of(&point.combos)
    }
}

/// What theory says of central values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Solution {
    /// Title of the scenario.
    pub title: String,
    /// All deals there are.
    pub deals: DealCount,
    /// The parties whose gains the frontier weighs, by id.
    pub objectives: Vec<String>,
    /// The likeliest type of each party that has several.
    pub types: ById<String>,
    /// Whether there is a zone of possible agreement.
    pub zone: Zone,
    /// The points of the Pareto frontier of the zone.
    pub pareto: Vec<DealPoint>,
    /// Whether these are all.
    pub complete: bool,
    /// By how much, at most, a deal that is not listed exceeds all listed ones for everybody; none where nothing is known.
    #[serde(deserialize_with = "Option::deserialize")]
    pub epsilon: Option<f64>,
    /// The Nash solution; several deals where they are tied.
    pub nash: Vec<DealPoint>,
    /// Most equal relative gains.
    pub kalai_smorodinsky: Vec<DealPoint>,
    /// Greatest least relative gain.
    pub kalai_smorodinsky_max_min: Vec<DealPoint>,
    /// Greatest least gain.
    pub egalitarian: Vec<DealPoint>,
    /// Greatest sum of gains.
    pub utilitarian: Vec<DealPoint>,
    /// The parties, in the order of the scenario.
    pub parties: Vec<PartyPosition>,
    /// The plans, in the order of the scenario.
    pub plans: Vec<PlanPosition>,
    /// What other settlement rules give.
    pub settlement: Vec<RuleDeal>,
    /// The Pareto frontier of all deals.
    pub all_deals: FrontierSize,
    /// What rational parties do, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equilibrium: Option<EquilibriumPath>,
    /// The best one-time offer by belief, where that was asked for; none inside where no offer promises a gain.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub take_it_or_leave_it: Option<Option<OneTimeOffer>>,
}

/// Reads a value that is there, be it `null`.
fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Whether there is a zone of possible agreement, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    /// None where the test stopped at its limit.
    #[serde(deserialize_with = "Option::deserialize")]
    pub exists: Option<bool>,
    /// Its deals; none where they are too many to count.
    #[serde(deserialize_with = "Option::deserialize")]
    pub deals: Option<DealCount>,
    /// What keeps it from being open.
    #[serde(deserialize_with = "Option::deserialize")]
    pub obstacle: Option<Obstacle>,
}

/// A deal and what it is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealPoint {
    /// Its terms.
    pub deal: Terms,
    /// Utility by party, 0 to 1 on each party's own scale.
    pub utilities: ById<f64>,
}

/// A party at its central values; utilities from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartyPosition {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// What no agreement is worth.
    pub reservation: f64,
    /// Utility of the worst deal.
    pub worst: f64,
    /// Utility of the best deal.
    pub best: f64,
    /// The deals it would accept.
    pub win_set: WinSet,
}

/// The deals that a party would accept; none where they are too many to count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WinSet {
    /// How many.
    #[serde(deserialize_with = "Option::deserialize")]
    pub deals: Option<DealCount>,
    /// Of all deals, 0 to 1.
    #[serde(deserialize_with = "Option::deserialize")]
    pub share: Option<f64>,
}

/// A plan, what it is worth and who stands in its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlanPosition {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Its terms.
    pub deal: Terms,
    /// Utility by party.
    pub utilities: ById<f64>,
    /// Whether everybody accepts it whose consent it needs, at the table and at home.
    pub acceptable: bool,
    /// Whether everybody at the table does.
    pub signable: bool,
    /// Utility above the reservation value, the risk of breach included, by party; none where it is without bound.
    pub margins: ById<Option<f64>>,
    /// Parties without an objection.
    pub accepted_by: Vec<String>,
    /// Objections, one entry for each reason of a party.
    pub refused_by: Vec<PlanObjection>,
    /// The bodies that have to approve it.
    pub at_home: Vec<BodyPosition>,
    /// What some deal of the zone gives every party more, at least; none without a zone.
    #[serde(deserialize_with = "Option::deserialize")]
    pub distance: Option<f64>,
    /// What some deal of all gives every party more, at least.
    #[serde(deserialize_with = "Option::deserialize")]
    pub inefficiency: Option<f64>,
    /// Gains over the reservation value as shares of the greatest in the zone, by objective.
    #[serde(deserialize_with = "Option::deserialize")]
    pub gains: Option<ById<f64>>,
}

/// Why a party objects to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectionReason {
    /// It crosses red lines of the party; the amount says how many.
    RedLine,
    /// It is worth less than no agreement; the amount says by how much.
    Reservation,
    /// It is worth less than no agreement once the risk of breach is counted; the amount says by how much, and is none where
    /// the plan is sure to be broken.
    Commitment,
    /// The party expects a body at home to refuse it; the amount is the probability that this body passes it.
    AtHome,
}

/// One reason of one party against a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanObjection {
    /// The party.
    pub party: String,
    /// Its reason.
    pub reason: ObjectionReason,
    /// How much, by the reason.
    #[serde(deserialize_with = "Option::deserialize")]
    pub amount: Option<f64>,
    /// Whether the plan needs or counts its consent.
    pub asked: bool,
    /// Whether the plan fails for it.
    pub blocks: bool,
    /// The body that is expected to refuse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// What a body at home says to a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BodyPosition {
    /// The stage of ratification.
    pub stage: String,
    /// The party whose body it is; none for one of nobody's.
    #[serde(deserialize_with = "Option::deserialize")]
    pub party: Option<String>,
    /// Probability that it passes the plan.
    pub probability: f64,
    /// Whether it must not pass it.
    pub forbidden: bool,
    /// Whether it is more likely to refuse than to pass it.
    pub refuses: bool,
}

/// What a settlement rule gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleDeal {
    /// The rule.
    pub rule: Rule,
    /// What the parties would say to its deal.
    pub settlement: Settlement,
    /// Its deal, where there is one.
    #[serde(deserialize_with = "Option::deserialize")]
    pub deal: Option<Terms>,
    /// Utility of that deal by party.
    #[serde(deserialize_with = "Option::deserialize")]
    pub utilities: Option<ById<f64>>,
}

/// How much of a frontier is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierSize {
    /// Points listed.
    pub points: usize,
    /// Whether these are all.
    pub complete: bool,
    /// By how much, at most, a deal that is not listed exceeds all listed ones; none where nothing is known.
    #[serde(deserialize_with = "Option::deserialize")]
    pub epsilon: Option<f64>,
}

impl ResultFile for Solution {
    const NAME: &'static str = SOLUTION;

    fn check(&self) -> Result<(), String> {
        let ids = || self.parties.iter().map(|party| party.id.as_str());
        among(
            "objectives",
            self.objectives.iter().map(String::as_str),
            ids(),
        )?;
        among("types", self.types.keys().map(String::as_str), ids())?;
        let mut deals: Vec<(String, &Terms)> = Vec::new();
        let mut utilities: Vec<(String, &ById<f64>)> = Vec::new();
        let solutions = CONCEPTS.into_iter().zip(self.concepts());
        for (key, points) in solutions.chain([("pareto", self.pareto.as_slice())]) {
            for (place, point) in points.iter().enumerate() {
                deals.push((format!("{key}[{place}].deal"), &point.deal));
                utilities.push((format!("{key}[{place}].utilities"), &point.utilities));
            }
        }
        for (place, plan) in self.plans.iter().enumerate() {
            let path = |key: &str| format!("plans[{place}].{key}");
            deals.push((path("deal"), &plan.deal));
            utilities.push((path("utilities"), &plan.utilities));
            exactly(&path("margins"), &plan.margins, ids())?;
            if let Some(gains) = &plan.gains {
                let objectives = self.objectives.iter().map(String::as_str);
                exactly(&path("gains"), gains, objectives)?;
            }
            let accepting = plan.accepted_by.iter().map(String::as_str);
            among(&path("accepted-by"), accepting, ids())?;
            let refusing = plan.refused_by.iter().map(|it| it.party.as_str());
            among(&path("refused-by"), refusing, ids())?;
            if let Some(at) = plan.refused_by.iter().position(|it| !it.is_whole()) {
                return Err(missing(&path(&format!("refused-by[{at}]")), "stage"));
            }
            let owners = plan.at_home.iter().filter_map(|it| it.party.as_deref());
            among(&path("at-home"), owners, ids())?;
        }
        for (place, rule) in self.settlement.iter().enumerate() {
            let path = |key: &str| format!("settlement[{place}].{key}");
            deals.extend(rule.deal.iter().map(|it| (path("deal"), it)));
            utilities.extend(rule.utilities.iter().map(|it| (path("utilities"), it)));
        }
        match (&self.equilibrium, &self.take_it_or_leave_it) {
            (None, None) => {}
            (Some(_), None) => return Err(missing("", "take-it-or-leave-it")),
            (None, Some(_)) => return Err(missing("", "equilibrium")),
            (Some(played), Some(offer)) => {
                deals.extend(played.deals());
                utilities.extend(played.utilities());
                let offer = offer.iter();
                deals.extend(offer.map(|it| ("take-it-or-leave-it.deal".to_owned(), &it.deal)));
            }
        }
        of_one_game(deals)?;
        let mut utilities = utilities.into_iter();
        utilities.try_for_each(|(path, it)| exactly(&path, it, ids()))
    }
}

impl PlanObjection {
    fn is_whole(&self) -> bool {
        self.stage.is_some() || self.reason != ObjectionReason::AtHome
    }
}

impl Solution {
    /// The deals that each of [`CONCEPTS`] picks.
    pub fn concepts(&self) -> [&[DealPoint]; CONCEPTS.len()] {
        [
            &self.nash,
            &self.kalai_smorodinsky,
            &self.kalai_smorodinsky_max_min,
            &self.egalitarian,
            &self.utilitarian,
        ]
    }

    /// Values by party in the order of the parties.
    pub fn in_order(&self, by_party: &ById<f64>) -> Vec<f64> {
        let parties = self.parties.iter();
        let values = parties.filter_map(|party| by_party.get(&party.id));
        values.copied().collect()
    }

    /// What was found, as it is written.
    pub fn of(found: &CentralTheory<'_>) -> Self {
        let scenario = found.scenario;
        let theory = found.theory;
        let frontier = &theory.solved.frontier;
        let points: Vec<DealPoint> = frontier.points.iter().map(|it| point(found, it)).collect();
        let [nash, equal, max_min, egalitarian, utilitarian] = theory
            .solved
            .concepts()
            .map(|places| places.iter().map(|&place| points[place].clone()).collect());
        let kinds = scenario.central_types();
        let plans = scenario.plans.iter().zip(&theory.plans);
        Self {
            title: scenario.title.clone(),
            deals: DealCount(scenario.deal_count()),
            objectives: found
                .objectives
                .iter()
                .map(|&it| id(scenario, it))
                .collect(),
            types: types(scenario, kinds.iter().map(|kind| kind.index())),
            zone: Zone {
                exists: theory.zone.exists,
                deals: theory.zone.deals.map(DealCount::from),
                obstacle: theory.zone.obstacle,
            },
            pareto: points,
            complete: frontier.complete,
            epsilon: finite(frontier.epsilon),
            nash,
            kalai_smorodinsky: equal,
            kalai_smorodinsky_max_min: max_min,
            egalitarian,
            utilitarian,
            parties: parties(found),
            plans: plans
                .map(|(plan, it)| plan_position(found, plan, it))
                .collect(),
            settlement: found.rules.iter().map(|it| rule(found, it)).collect(),
            all_deals: FrontierSize {
                points: theory.free.points.len(),
                complete: theory.free.complete,
                epsilon: finite(theory.free.epsilon),
            },
            equilibrium: found.forecast.map(|it| EquilibriumPath::of(scenario, it)),
            take_it_or_leave_it: found.forecast.map(|it| OneTimeOffer::of(scenario, it)),
        }
    }
}

fn id(scenario: &Scenario, party: u32) -> String {
    scenario.parties[party as usize].id.clone()
}

fn point(found: &CentralTheory<'_>, point: &Point) -> DealPoint {
    DealPoint {
        deal: terms(found.scenario, &found.deal(point)),
        utilities: by_party(found.scenario, point.utilities.iter().copied()),
    }
}

fn parties(found: &CentralTheory<'_>) -> Vec<PartyPosition> {
    let all = found.scenario.deal_count();
    let parties = found.scenario.parties.iter().zip(&found.theory.parties);
    let position = |(party, figures): (&crate::model::Party, _)| {
        let figures: &crate::analysis::position::PartyFigures = figures;
        PartyPosition {
            id: party.id.clone(),
            title: party.title.clone(),
            reservation: figures.reservation,
            worst: figures.worst,
            best: figures.best,
            win_set: WinSet {
                deals: figures.win_set.map(DealCount::from),
                share: figures.win_set.map(|deals| deals as f64 / all),
            },
        }
    };
    parties.map(position).collect()
}

fn plan_position(found: &CentralTheory<'_>, plan: &Plan, place: &PlanPlace) -> PlanPosition {
    let scenario = found.scenario;
    let parties = || scenario.parties.iter().zip(&place.parties);
    let accepting = parties().filter(|(_, it)| it.objections.is_empty());
    let refusals = parties().flat_map(|(party, it)| refusals(scenario, &party.id, it));
    let objectives = || found.objectives.iter().map(|&it| id(scenario, it));
    let gains = place.gains.as_ref();
    PlanPosition {
        id: plan.id.clone(),
        title: plan.title.clone(),
        deal: terms(scenario, &plan.deal),
        utilities: by_party(scenario, place.utilities.iter().copied()),
        acceptable: place.acceptable(),
        signable: place.signable,
        margins: by_party(scenario, place.parties.iter().map(|it| finite(it.margin))),
        accepted_by: accepting.map(|(party, _)| party.id.clone()).collect(),
        refused_by: refusals.collect(),
        at_home: place.bodies.iter().map(|it| body(scenario, it)).collect(),
        distance: place.distance.and_then(finite),
        inefficiency: place.inefficiency.and_then(finite),
        gains: gains.map(|gains| objectives().zip(gains.iter().copied()).collect()),
    }
}

/// One entry for each reason of a party.
fn refusals(scenario: &Scenario, party: &str, verdict: &PartyVerdict) -> Vec<PlanObjection> {
    let refusal = |objection: &Objection| {
        let (reason, amount, stage) = match *objection {
            Objection::RedLines(lines) => (ObjectionReason::RedLine, f64::from(lines), None),
            Objection::Reservation(lack) => (ObjectionReason::Reservation, lack, None),
            Objection::Commitment(lack) => (ObjectionReason::Commitment, lack, None),
            Objection::Anticipation { probability, stage } => {
                (ObjectionReason::AtHome, probability, Some(stage))
            }
        };
        PlanObjection {
            party: party.to_owned(),
            reason,
            amount: finite(amount),
            asked: verdict.asked,
            blocks: verdict.blocks,
            stage: stage.map(|stage| scenario.stages[stage].id.clone()),
        }
    };
    verdict.objections.iter().map(refusal).collect()
}

fn body(scenario: &Scenario, body: &BodyVerdict) -> BodyPosition {
    let stage = &scenario.stages[body.stage];
    let owner = stage.party.map(|party| &scenario.parties[party.index()]);
    BodyPosition {
        stage: stage.id.clone(),
        party: owner.map(|party| party.id.clone()),
        probability: body.probability,
        forbidden: body.forbidden,
        refuses: body.refuses(),
    }
}

fn rule(found: &CentralTheory<'_>, outcome: &RuleOutcome) -> RuleDeal {
    let chosen = outcome.deal.as_ref().map(|it| point(found, it));
    RuleDeal {
        rule: outcome.rule,
        settlement: outcome.settlement,
        utilities: chosen.as_ref().map(|it| it.utilities.clone()),
        deal: chosen.map(|it| it.deal),
    }
}
