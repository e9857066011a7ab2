//! A plan at central values, as `solution.json` has it.

use serde::{Deserialize, Serialize};

use crate::analysis::position::{BodyVerdict, Objection, PartyVerdict, PlanPlace};
use crate::analysis::terms::{ById, Terms, by_party, finite, party_id, terms};
use crate::model::{Plan, Scenario};
use crate::results::same_ids::missing;

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
    /// Parties whose consent it does not need.
    pub not_asked: Vec<String>,
    /// Objections, one entry for each reason of a party.
    pub refused_by: Vec<PlanObjection>,
    /// The bodies that have to approve it.
    pub at_home: Vec<BodyPosition>,
    /// The most by which one deal of the zone improves on the plan for every objective alike; none without a zone.
    pub distance: Option<f64>,
    /// The same over all deals.
    pub inefficiency: Option<f64>,
    /// What each objective would gain at the Nash solution; none without a zone.
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
    pub party: Option<String>,
    /// Probability that it passes the plan.
    pub probability: f64,
    /// Whether it must not pass it.
    pub forbidden: bool,
    /// Whether it is more likely to refuse than to pass it.
    pub refuses: bool,
}

impl PlanPosition {
    /// Whether each objection names what its reason is about; `path` names the plan.
    pub(super) fn check(&self, path: &str) -> Result<(), String> {
        let is_without = |objection: &PlanObjection| {
            objection.reason == ObjectionReason::AtHome && objection.stage.is_none()
        };
        match self.refused_by.iter().position(is_without) {
            Some(place) => Err(missing(&format!("{path}.refused-by[{place}]"), "stage")),
            None => Ok(()),
        }
    }

    /// Where theory places a plan, as it is written.
    pub(super) fn of(
        scenario: &Scenario,
        objectives: &[u32],
        plan: &Plan,
        place: &PlanPlace,
    ) -> Self {
        let parties = || scenario.parties.iter().zip(&place.parties);
        let accepting = parties().filter(|(_, verdict)| verdict.objections.is_empty());
        let not_asked = parties().filter(|(_, verdict)| !verdict.asked);
        let refusals =
            parties().flat_map(|(party, verdict)| refusals(scenario, &party.id, verdict));
        let named = || objectives.iter().map(|&party| party_id(scenario, party));
        let (gains, bodies) = (place.gains.as_ref(), place.bodies.iter());
        Self {
            id: plan.id.clone(),
            title: plan.title.clone(),
            deal: terms(scenario, &plan.deal),
            utilities: by_party(scenario, place.utilities.iter().copied()),
            acceptable: place.acceptable(),
            signable: place.signable,
            margins: by_party(
                scenario,
                place.parties.iter().map(|verdict| finite(verdict.margin)),
            ),
            accepted_by: accepting.map(|(party, _)| party.id.clone()).collect(),
            not_asked: not_asked.map(|(party, _)| party.id.clone()).collect(),
            refused_by: refusals.collect(),
            at_home: bodies.map(|verdict| body(scenario, verdict)).collect(),
            distance: place.distance.and_then(finite),
            inefficiency: place.inefficiency.and_then(finite),
            gains: gains.map(|gains| named().zip(gains.iter().copied()).collect()),
        }
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
