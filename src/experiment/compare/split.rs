//! Through whom a lever works: its effects on one target at a time.

use crate::model::{DriverId, EffectTarget, Lever, LeverId, PartyId, Scenario, Uncertain};
use crate::simulation::{Mean, PairedRates};

/// Whom or what effects concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A party: its reservation value, costs, weights, scores, beliefs.
    Party(PartyId),
    /// A driver.
    Driver(DriverId),
    /// The mediator's channel.
    Channel,
}

impl Target {
    fn of(effect: EffectTarget) -> Self {
        match effect {
            EffectTarget::Reservation(party)
            | EffectTarget::RoundCost(party)
            | EffectTarget::Weight(party, _)
            | EffectTarget::Score(party, _, _)
            | EffectTarget::Breach(party) => Self::Party(party),
            EffectTarget::Driver(driver) => Self::Driver(driver),
            EffectTarget::Noise | EffectTarget::ReadingError => Self::Channel,
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
        }
    }
}

/// The split of a lever's effect on the agreement rate by target.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Position of the lever's effect.
    pub effect: usize,
    /// The lever restricted to each target, against none.
    pub parts: Vec<PartEffect>,
    /// What the whole does beyond the sum of its parts, run by run.
    pub interaction: Mean,
}

/// A lever restricted to one target, against none.
#[derive(Clone, Debug, PartialEq)]
pub struct PartEffect {
    /// Name of the target in files.
    pub id: String,
    /// Name of the target for readers.
    pub title: String,
    /// Agreements.
    pub agreement: PairedRates,
    /// Zones.
    pub zone: PairedRates,
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
