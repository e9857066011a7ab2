//! Where an uncertain number stands, and what it is called: in files, as a stream of chance, before readers.

use crate::model::{DriverId, Group, IssueId, Key, LeverId, PartyId, Scenario, StageId, TypeId};

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
    /// What is different in it for one party.
    ChannelOf(PartyId),
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
}

impl Place {
    /// The name of the stream of chance that the number comes from; all types of a party share it.
    pub fn owner(&self, scenario: &Scenario) -> String {
        let group = self.group.name();
        match self.subject {
            Subject::Types(party) => format!("party/{}/probabilities", id_of(scenario, party)),
            Subject::Party(party, _) => format!("party/{}/{group}", id_of(scenario, party)),
            Subject::JointTypes => "joint/probabilities".to_owned(),
            Subject::Clock if self.group == Group::Core => "clock".to_owned(),
            Subject::Clock => format!("clock/{group}"),
            Subject::Channel => "channel".to_owned(),
            Subject::ChannelOf(party) => format!("channel/{}", id_of(scenario, party)),
            Subject::Lever(lever) => format!("lever/{}", scenario.levers[lever.index()].id),
            Subject::Driver(driver) => {
                let id = &scenario.drivers[driver.index()].id;
                match self.group {
                    Group::Core => format!("driver/{id}/numbers"),
                    _ => format!("driver/{id}/{group}"),
                }
            }
            Subject::Stage(stage) => format!("stage/{}/{group}", scenario.stages[stage.index()].id),
        }
    }

    /// Its path in the scenario file: that of its type, where a party has several.
    pub fn path(&self, scenario: &Scenario) -> String {
        if let Subject::Party(party, kind) = self.subject
            && let party = &scenario.parties[party.index()]
            && party.types.len() > 1
        {
            let (id, kind) = (&party.id, &party.types[kind.index()].id);
            return format!("party.{id}.type.{kind}.{}", self.key(scenario));
        }
        self.shared_path(scenario)
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
            Subject::ChannelOf(party) => {
                format!("protocol.shuttle.channel.{}.{key}", id_of(scenario, party))
            }
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
        let issue = |issue: IssueId| &scenario.issues[issue.index()].id;
        match self.key {
            Key::Named(path) => path.to_owned(),
            Key::Rule(of, rule, key) => format!("strategy.{of}.{rule}.{key}"),
            Key::Type(kind) => format!("type.{}.probability", self.type_id(scenario, kind)),
            Key::Row(row) => format!("{row}.probability"),
            Key::Breach(entry) => {
                format!("breach.probability{}", self.options_of(scenario, entry))
            }
            Key::Bonus(linkage) => format!("linkages.{linkage}.bonus"),
            Key::Load(driver) => format!("loads.{}", scenario.drivers[driver.index()].id),
            Key::Weight(of) => format!("utility.{}.weight", issue(of)),
            Key::Score(of, option) => format!("utility.{}.scores.{option}", issue(of)),
            Key::Effect(entry, key) => format!("effects.{entry}.{key}"),
        }
    }

    fn type_id<'s>(&self, scenario: &'s Scenario, kind: TypeId) -> &'s str {
        match self.subject {
            Subject::Types(party) => &scenario.parties[party.index()].types[kind.index()].id,
            _ => "",
        }
    }

    /// The options of an entry of a breach table, as its path writes them.
    fn options_of(&self, scenario: &Scenario, entry: u32) -> String {
        let Subject::Party(party, kind) = self.subject else {
            return String::new();
        };
        let profile = &scenario.parties[party.index()].types[kind.index()].profile;
        let issues = profile.breach.iter().flat_map(|breach| &breach.issues);
        let mut rest = entry as usize;
        let mut path = String::new();
        for issue in issues.rev() {
            // An issue without options is another fault; its number has a path all the same.
            let options = scenario.issues[issue.index()].options.len().max(1);
            path.insert_str(0, &format!(".{}", rest % options));
            rest /= options;
        }
        path
    }
}

fn id_of(scenario: &Scenario, party: PartyId) -> &str {
    &scenario.parties[party.index()].id
}
