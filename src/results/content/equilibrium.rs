//! What rational parties do, as a part of `solution.json`.

use serde::{Deserialize, Serialize};

use crate::analysis::terms::{ById, Terms, by_party, terms};
use crate::bargaining::Forecast;
use crate::model::{PartyId, Scenario};

/// What is played when everybody is rational and knows all central values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct EquilibriumPath {
    /// Whether there is an agreement.
    pub agreement: bool,
    /// Who makes the offer that is accepted.
    pub proposer: Option<String>,
    /// What is agreed.
    pub deal: Option<Terms>,
    /// In which round.
    pub round: Option<u32>,
    /// Probability that the talks live to see that round.
    pub reached: f64,
    /// Utility by party.
    pub utilities: ById<f64>,
    /// Expected payoff by party: time is charged, and the chance of a breakdown counted.
    pub payoffs: ById<f64>,
    /// What is offered in each round.
    pub offers: Vec<EquilibriumOffer>,
    /// Levers whose use depends on what is said at the table, and which are not pulled.
    pub left_out: Vec<String>,
}

/// What a party offers in a round, on the path and off it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EquilibriumOffer {
    /// The round.
    pub round: u32,
    /// The party.
    pub party: String,
    /// Its offer; none where it offers nothing that is accepted.
    pub deal: Option<Terms>,
}

/// The best one-time offer by the proposer's belief.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OneTimeOffer {
    /// Who makes it.
    pub proposer: String,
    /// The offer.
    pub deal: Terms,
    /// Expected gain over no agreement, in utility.
    pub expected_gain: f64,
    /// How likely it is to be refused.
    pub refusal: RefusalChance,
}

/// A probability estimated from draws of a belief.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RefusalChance {
    /// The estimate.
    pub probability: f64,
    /// That of a share of independent draws; those of a belief are stratified, so theirs is smaller.
    pub standard_error: f64,
    /// Draws behind it.
    pub draws: u32,
}

impl EquilibriumPath {
    /// What was foretold, as it is written.
    pub(super) fn of(scenario: &Scenario, forecast: &Forecast) -> Self {
        let played = &forecast.equilibrium;
        let agreement = played.agreement.as_ref();
        let offers = played
            .offers
            .iter()
            .map(|(round, party, deal)| EquilibriumOffer {
                round: *round,
                party: id(scenario, *party),
                deal: deal.as_ref().map(|deal| terms(scenario, deal)),
            });
        let left_out = forecast.left_out.iter();
        Self {
            agreement: agreement.is_some(),
            proposer: agreement.map(|agreed| id(scenario, agreed.0)),
            deal: agreement.map(|agreed| terms(scenario, &agreed.1)),
            round: agreement.map(|agreed| agreed.2),
            reached: played.reached,
            utilities: by_party(scenario, played.utilities.iter().copied()),
            payoffs: by_party(scenario, played.payoffs.iter().copied()),
            offers: offers.collect(),
            left_out: left_out
                .map(|lever| scenario.levers[lever.index()].id.clone())
                .collect(),
        }
    }
}

impl OneTimeOffer {
    /// What was foretold, as it is written; none where each offer would be refused.
    pub(crate) fn of(scenario: &Scenario, forecast: &Forecast) -> Option<Self> {
        let offer = forecast.offer.as_ref()?;
        let probability = offer.refusal;
        let variance = (probability * (1.0 - probability)).max(0.0) / f64::from(offer.draws);
        Some(Self {
            proposer: id(scenario, offer.proposer),
            deal: terms(scenario, &offer.deal),
            expected_gain: offer.gain,
            refusal: RefusalChance {
                probability,
                standard_error: libm::sqrt(variance),
                draws: offer.draws,
            },
        })
    }
}

fn id(scenario: &Scenario, party: PartyId) -> String {
    scenario.parties[party.index()].id.clone()
}
