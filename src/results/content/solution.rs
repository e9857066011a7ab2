//! What theory says of central values: `solution.json`.

use serde::{Deserialize, Serialize};

use crate::analysis::equilibrium::Unsolved;
use crate::analysis::frontier::Point;
use crate::analysis::position::{CONCEPTS, Counting, PartyFigures, Request, ZoneSize, objectives};
use crate::analysis::settlement::{Rule, RuleOutcome, Settlement};
use crate::analysis::terms::{ById, DealCount, Terms, finite, party_id, types};
use crate::bargaining::forecast;
use crate::game::Game;
use crate::model::Scenario;
use crate::results::SOLUTION;
use crate::results::content::deal_points::{DealPoint, DealPoints};
use crate::results::content::equilibrium::{EquilibriumPath, OneTimeOffer};
use crate::results::content::frontier::{FrontierPoints, is_utility};
use crate::results::content::plan::PlanPosition;
use crate::results::json::ResultFile;
use crate::results::same_ids::{Known, PARTIES, SameIds, among, exactly, missing};
use crate::simulation::theory_of_centre;

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
    pub zone: ZoneSize,
    /// The points of the Pareto frontier of the zone.
    pub pareto: DealPoints,
    /// Whether these are all.
    pub complete: bool,
    /// By how much, at most, a deal that is not listed exceeds all listed ones for everybody; none where nothing is known.
    pub epsilon: Option<f64>,
    /// The Nash solution; several deals where they are tied.
    pub nash: Vec<DealPoint>,
    /// Most equal relative gains.
    pub kalai_smorodinsky: Vec<DealPoint>,
    /// Greatest least relative gain.
    pub kalai_smorodinsky_max_min: Vec<DealPoint>,
    /// Greatest least gain.
    pub egalitarian: Vec<DealPoint>,
    /// Greatest sum of utilities.
    pub utilitarian: Vec<DealPoint>,
    /// The concepts for which the search stopped before it had ruled out better deals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproven: Vec<String>,
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
    /// The best one-time offer by belief, where that was asked for; none inside where each offer would be refused.
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
    #[serde(rename = "win-set")]
    pub acceptance_set: AcceptanceSet,
}

/// The deals that a party would accept; none where they are too many to count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcceptanceSet {
    /// How many.
    pub deals: Option<DealCount>,
    /// Of all deals, 0 to 1.
    pub share: Option<f64>,
}

/// What a settlement rule gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleDeal {
    /// The rule.
    pub rule: Rule,
    /// What the parties would say to its deal.
    pub settlement: Settlement,
    /// Its deal, where there is one.
    pub deal: Option<Terms>,
    /// Utility of that deal by party.
    pub utilities: Option<ById<f64>>,
    /// For the compromise mean its place on each issue before it is rounded to an option, by option values or positions.
    pub unrounded: Option<ById<f64>>,
}

/// How much of a frontier is known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontierSize {
    /// Points listed.
    pub points: usize,
    /// Whether these are all.
    pub complete: bool,
    /// By how much, at most, a deal that is not listed exceeds all listed ones; none where nothing is known.
    pub epsilon: Option<f64>,
}

impl ResultFile for Solution {
    const NAME: &'static str = SOLUTION;

    const IS_DRAWN: Option<bool> = Some(false);

    const SAME_IDS: &'static [SameIds] = &[
        among("objectives", PARTIES),
        among("types", PARTIES),
        exactly(
            "*.deal | equilibrium.offers.deal | settlement.unrounded",
            Known::First,
        ),
        exactly("*.utilities | equilibrium.payoffs | plans.margins", PARTIES),
        exactly("plans.gains", Known::At("objectives")),
        among("plans.accepted-by | plans.not-asked", PARTIES),
        among("plans.refused-by.party | plans.at-home.party", PARTIES),
    ];

    fn check(&self) -> Result<(), String> {
        match (&self.equilibrium, &self.take_it_or_leave_it) {
            (Some(_), None) => return Err(missing("", "take-it-or-leave-it")),
            (None, Some(_)) => return Err(missing("", "equilibrium")),
            (None, None) | (Some(_), Some(_)) => {}
        }
        if let Some((path, value)) = self.utilities().find(|of| !is_utility(of.1)) {
            return Err(format!("`{path}`: {value} is no utility"));
        }
        let mut plans = self.plans.iter().enumerate();
        plans.try_for_each(|(place, plan)| plan.check(&format!("plans[{place}]")))
    }
}

impl Solution {
    /// The utilities of parties and of the deals that concepts pick, with their paths.
    fn utilities(&self) -> impl Iterator<Item = (String, f64)> {
        let parties = self.parties.iter().enumerate().flat_map(|(place, party)| {
            [
                ("reservation", party.reservation),
                ("worst", party.worst),
                ("best", party.best),
            ]
            .map(|(key, value)| (format!("parties[{place}].{key}"), value))
        });
        let concepts = CONCEPTS.into_iter().zip(self.concepts());
        let points = concepts.flat_map(|(concept, points)| {
            let points = points.iter().enumerate();
            points.flat_map(move |(place, point)| {
                let utilities = point.utilities.iter();
                utilities
                    .map(move |(id, &value)| (format!("{concept}[{place}].utilities.{id}"), value))
            })
        });
        parties.chain(points)
    }

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

    /// Works out zone, frontier of at most so many points, solutions, plans and settlement rules; also the points of the
    /// frontiers. `game` is that of the scenario's central values.
    pub fn of(scenario: &Scenario, game: &Game, points_max: usize) -> (Self, FrontierPoints) {
        let central = scenario.central();
        let request = Request {
            points_max,
            count: Counting::Yes,
        };
        let (theory, rules) = theory_of_centre(&central, game, request);
        let solved = &theory.solved;
        let point = |point: &Point| DealPoint::of(scenario, game, point);
        let [nash, equal, max_min, egalitarian, utilitarian] = solved
            .concepts()
            .map(|pick| pick.points.iter().map(point).collect());
        let proven = CONCEPTS.into_iter().zip(solved.concepts());
        let unproven = proven.filter(|(_, pick)| !pick.proven);
        let kinds = scenario.central_types();
        let objectives = objectives(&central);
        let plans = scenario.plans.iter().zip(&theory.plans);
        let plans = plans.map(|(plan, place)| PlanPosition::of(scenario, &objectives, plan, place));
        let found = Self {
            title: scenario.title.clone(),
            deals: DealCount(scenario.deal_count()),
            plans: plans.collect(),
            objectives: objectives
                .iter()
                .map(|&party| party_id(scenario, party))
                .collect(),
            types: types(scenario, kinds.iter().map(|kind| kind.index())),
            zone: theory.zone,
            pareto: DealPoints::of(scenario, game, &solved.frontier.points),
            complete: solved.frontier.complete,
            epsilon: finite(solved.frontier.epsilon),
            nash,
            kalai_smorodinsky: equal,
            kalai_smorodinsky_max_min: max_min,
            egalitarian,
            utilitarian,
            unproven: unproven.map(|(concept, _)| concept.to_owned()).collect(),
            parties: parties(scenario, &theory.parties),
            settlement: rules
                .iter()
                .map(|outcome| rule(scenario, outcome, point))
                .collect(),
            all_deals: FrontierSize {
                points: theory.free.points.len(),
                complete: theory.free.complete,
                epsilon: finite(theory.free.epsilon),
            },
            equilibrium: None,
            take_it_or_leave_it: None,
        };
        (found, FrontierPoints::of(scenario, &theory))
    }

    /// Also works out what rational parties do in the game of central values, the second; the belief behind a one-time offer is
    /// drawn from the first, under `seed`.
    ///
    /// # Errors
    /// The game is not of a kind that is solved, or too large.
    pub fn foresee(
        &mut self,
        scenario: &Scenario,
        [drawn, central]: [&Game; 2],
        seed: u64,
    ) -> Result<(), Unsolved> {
        let forecast = forecast(scenario, drawn, central, seed)?;
        self.equilibrium = Some(EquilibriumPath::of(scenario, &forecast));
        self.take_it_or_leave_it = Some(OneTimeOffer::of(scenario, &forecast));
        Ok(())
    }
}

fn parties(scenario: &Scenario, figures: &[PartyFigures]) -> Vec<PartyPosition> {
    let all = scenario.deal_count();
    let parties = scenario.parties.iter().zip(figures);
    let positions = parties.map(|(party, figures)| PartyPosition {
        id: party.id.clone(),
        title: party.title.clone(),
        reservation: figures.reservation,
        worst: figures.worst,
        best: figures.best,
        acceptance_set: AcceptanceSet {
            deals: figures.acceptance_set.map(DealCount::from),
            share: figures.acceptance_set.map(|deals| deals as f64 / all),
        },
    });
    positions.collect()
}

fn rule(
    scenario: &Scenario,
    outcome: &RuleOutcome,
    point: impl Fn(&Point) -> DealPoint,
) -> RuleDeal {
    let unrounded = outcome.unrounded.as_ref().map(|places| {
        let issues = scenario.issues.iter().map(|issue| issue.id.clone());
        issues.zip(places.iter().copied()).collect()
    });
    let chosen = outcome.deal.as_ref().map(point);
    let chosen = chosen.map(|chosen| (chosen.deal, chosen.utilities));
    let (deal, utilities) = chosen.unzip();
    RuleDeal {
        rule: outcome.rule,
        settlement: outcome.settlement,
        deal,
        utilities,
        unrounded,
    }
}
