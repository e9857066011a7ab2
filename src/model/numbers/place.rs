//! Where an uncertain number stands, and what it is called: in files, as a stream of chance, before readers.

use crate::model::{
    Breach, DriverId, EffectTarget, Group, Key, LeverId, PartyId, Profile, Range, Scenario,
    StageId, TypeId,
};

/// Whose a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The types of a party: how likely each is.
    Types(PartyId),
    /// A party when it is of one type.
    Party(PartyId, TypeId),
    /// The types drawn together.
    JointTypes,
    /// Time.
    Clock,
    /// The channel of shuttle diplomacy.
    Channel,
    /// A lever.
    Lever(LeverId),
    /// A driver.
    Driver(DriverId),
    /// A stage of ratification.
    Stage(StageId),
}

/// Where an uncertain number stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Whose it is.
    pub subject: Subject,
    /// Which of its streams it comes from.
    pub group: Group,
    /// Which uniform of that stream makes it; the types of a party share their slots.
    pub slot: u32,
    /// Its key.
    pub key: Key,
    /// What is legal there.
    pub range: Range,
}

impl Place {
    /// The name of the stream of chance that the number comes from; all types of a party share it.
    pub fn owner(&self, scenario: &Scenario) -> String {
        let group = self.group.name();
        match self.subject {
            Subject::Types(party) => format!("party/{}/probabilities", id_of(scenario, party)),
            Subject::Party(party, _) => format!("party/{}/{group}", id_of(scenario, party)),
            Subject::JointTypes => "joint/probabilities".to_owned(),
            Subject::Clock => "clock".to_owned(),
            Subject::Channel => "channel".to_owned(),
            Subject::Lever(lever) => format!("lever/{}", scenario.levers[lever.index()].id),
            Subject::Driver(driver) => {
                format!("driver/{}/numbers", scenario.drivers[driver.index()].id)
            }
            Subject::Stage(stage) => format!("stage/{}/{group}", scenario.stages[stage.index()].id),
        }
    }

    /// Its path in the scenario file: that of its type, where a party has several.
    pub fn path(&self, scenario: &Scenario) -> String {
        let key = self.key(scenario);
        match self.subject {
            Subject::Party(party, kind) if scenario.parties[party.index()].types.len() > 1 => {
                let party = &scenario.parties[party.index()];
                format!(
                    "party.{}.type.{}.{key}",
                    party.id,
                    party.types[kind.index()].id
                )
            }
            _ => self.shared_path(scenario),
        }
    }

    /// Its path where all types of a party are spoken of as one: they share the uniform that makes the number.
    pub fn shared_path(&self, scenario: &Scenario) -> String {
        let key = self.key(scenario);
        match self.subject {
            Subject::Types(party) | Subject::Party(party, _) => {
                format!("party.{}.{key}", id_of(scenario, party))
            }
            Subject::JointTypes => format!("joint-type.{key}"),
            Subject::Clock => format!("clock.{key}"),
            Subject::Channel => format!("protocol.shuttle.{key}"),
            Subject::Lever(lever) => {
                format!("leverage.{}.{key}", scenario.levers[lever.index()].id)
            }
            Subject::Driver(driver) => {
                format!("driver.{}.{key}", scenario.drivers[driver.index()].id)
            }
            Subject::Stage(stage) => format!("stage.{}.{key}", scenario.stages[stage.index()].id),
        }
    }

    fn key(&self, scenario: &Scenario) -> String {
        let issue = |issue: crate::model::IssueId| &scenario.issues[issue.index()].id;
        match self.key {
            Key::Named(path) => path.to_owned(),
            Key::Concession(key) => {
                let rule = self
                    .profile(scenario)
                    .map(|of| of.strategy.concession.name());
                format!("strategy.concession.{}.{key}", rule.unwrap_or_default())
            }
            Key::Acceptance(key) => {
                let rule = self
                    .profile(scenario)
                    .map(|of| of.strategy.acceptance.name());
                format!("strategy.acceptance.{}.{key}", rule.unwrap_or_default())
            }
            Key::Type(kind) => format!("type.{}.probability", self.type_id(scenario, kind)),
            Key::Row(row) => format!("{row}.probability"),
            Key::Breach(entry) => {
                let breach = self.profile(scenario).and_then(|of| of.breach.as_ref());
                let indices = breach.map(|breach| indices(breach, entry, scenario));
                format!("breach.probability{}", indices.unwrap_or_default())
            }
            Key::Bonus(linkage) => format!("linkages.{linkage}.bonus"),
            Key::Load(driver) => format!("loads.{}", scenario.drivers[driver.index()].id),
            Key::Weight(of) => format!("utility.{}.weight", issue(of)),
            Key::Score(of, option) => format!("utility.{}.scores.{option}", issue(of)),
            Key::Effect(position) => self.effect(scenario, position),
        }
    }

    fn type_id<'s>(&self, scenario: &'s Scenario, kind: TypeId) -> &'s str {
        match self.subject {
            Subject::Types(party) => &scenario.parties[party.index()].types[kind.index()].id,
            _ => "",
        }
    }

    fn profile<'s>(&self, scenario: &'s Scenario) -> Option<&'s Profile> {
        let Subject::Party(party, kind) = self.subject else {
            return None;
        };
        Some(&scenario.parties[party.index()].types[kind.index()].profile)
    }

    /// An entry of a lever's list may name several effects; each has a key of its own there.
    fn effect(&self, scenario: &Scenario, position: u32) -> String {
        let Subject::Lever(lever) = self.subject else {
            return String::new();
        };
        let effect = &scenario.levers[lever.index()].effects[position as usize];
        let key = match effect.target {
            EffectTarget::Reservation(_) => "reservation",
            EffectTarget::RoundCost(_) => "round-cost",
            EffectTarget::Weight(..) => "weight.shift",
            EffectTarget::Score(..) => "score.shift",
            EffectTarget::Breach(_) => "breach",
            EffectTarget::Driver(_) | EffectTarget::Noise | EffectTarget::ReadingError => "shift",
        };
        format!("effects.{}.{key}", effect.entry)
    }
}

fn id_of(scenario: &Scenario, party: PartyId) -> &str {
    &scenario.parties[party.index()].id
}

/// The options of an entry of a breach table, as its path writes them.
fn indices(breach: &Breach, entry: u32, scenario: &Scenario) -> String {
    let mut rest = entry as usize;
    let mut indices = String::new();
    for issue in breach.issues.iter().rev() {
        let options = scenario.issues[issue.index()].options.len();
        indices.insert_str(0, &format!(".{}", rest % options));
        rest /= options;
    }
    indices
}
