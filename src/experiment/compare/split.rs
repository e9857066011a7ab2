//! Through whom a lever works: its effects on one target at a time.

use serde::{Deserialize, Serialize};

use crate::experiment::compare::pairs::PairedEffect;
use crate::model::{DriverId, EffectTarget, Lever, LeverId, PartyId, Scenario, StageId, Uncertain};
use crate::simulation::Mean;

/// Whom or what effects concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A party: its reservation value, costs, weights, scores, beliefs.
    Party(PartyId),
    /// A driver.
    Driver(DriverId),
    /// The mediator's channel.
    Channel,
    /// A body at home.
    Body(StageId),
    /// The clock.
    Clock,
}

impl Target {
    pub(super) fn of(effect: EffectTarget) -> Self {
        match effect {
            EffectTarget::Reservation(party)
            | EffectTarget::RoundCost(party)
            | EffectTarget::Weight(party, _)
            | EffectTarget::Score(party, _, _)
            | EffectTarget::Breach(party)
            | EffectTarget::Payment(party) => Self::Party(party),
            EffectTarget::Driver(driver) => Self::Driver(driver),
            EffectTarget::Noise(_) | EffectTarget::ReadingError(_) => Self::Channel,
            EffectTarget::BodyReservation(stage) | EffectTarget::Support(stage) => {
                Self::Body(stage)
            }
            EffectTarget::Breakdown | EffectTarget::Rounds => Self::Clock,
        }
    }

    /// Id and title.
    pub(super) fn names(self, scenario: &Scenario) -> (String, String) {
        match self {
            Self::Party(party) => {
                let party = &scenario.parties[party.index()];
                (party.id.clone(), party.title.clone())
            }
            Self::Driver(driver) => {
                let driver = &scenario.drivers[driver.index()];
                (driver.id.clone(), driver.title.clone())
            }
            Self::Channel => ("channel".to_owned(), "the channel".to_owned()),
            Self::Body(stage) => {
                let body = &scenario.stages[stage.index()];
                (body.id.clone(), body.title.clone())
            }
            Self::Clock => ("clock".to_owned(), "the clock".to_owned()),
        }
    }
}

/// A lever through each of its targets alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeverSplit {
    /// The lever.
    pub lever: String,
    /// Its targets.
    pub parts: Vec<SplitPart>,
    /// Change of agreement by the whole lever less the sum of those by its parts, run by run.
    pub interaction: Mean,
}

/// A lever through one target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitPart {
    /// Name of the target in files.
    pub target: String,
    /// Name for readers.
    pub title: String,
    /// Agreement.
    pub agreement: PairedEffect,
    /// A zone in some round.
    pub zone: PairedEffect,
}

/// The scenario in which the effects of a lever are so many times as large; none where one would not be legal.
pub(super) fn with_sizes(scenario: &Scenario, lever: LeverId, times: f64) -> Option<Scenario> {
    let mut scenario = scenario.clone();
    for effect in &mut scenario.levers[lever.index()].effects {
        effect.size = effect.size.scaled(times)?;
    }
    Some(scenario)
}

/// The targets of a lever, in the order of its effects.
pub(super) fn targets(lever: &Lever) -> Vec<Target> {
    let mut targets = Vec::new();
    for effect in &lever.effects {
        let target = Target::of(effect.target);
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    targets
}

/// The scenario in which a lever has only its effects on one target.
///
/// The others are 0 and not left out: every number keeps its place in the lever's stream and so its value.
pub(super) fn restricted(scenario: &Scenario, lever: LeverId, target: Target) -> Scenario {
    let mut scenario = scenario.clone();
    for effect in &mut scenario.levers[lever.index()].effects {
        if Target::of(effect.target) != target {
            effect.size = Uncertain::fixed(0.0);
        }
    }
    scenario
}
