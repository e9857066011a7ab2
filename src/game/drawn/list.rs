//! Which numbers of a scenario are drawn, from which slots, and what they are called.

use crate::game::drawn::{Drawn, DrawnNumber, Value};
use crate::game::utility::CompiledUtility;
use crate::game::{Game, Owner, Quantile, Slot};
use crate::model::{
    DriverId, Group, Key, LeverId, PartyId, Place, Scenario, StageId, Subject, TypeId, Uncertain,
    Use,
};

impl Drawn {
    /// Lists what nature draws in a scenario and the game it was compiled to.
    pub fn of(scenario: &Scenario, game: &Game) -> Self {
        let mut list = List {
            scenario,
            game,
            slots: scenario.slots(),
            numbers: Vec::new(),
        };
        for party in (0..scenario.parties.len()).map(PartyId::at) {
            list.types(party);
            list.numbers_of(|subject| subject == Subject::Types(party));
            list.numbers_of(|subject| matches!(subject, Subject::Party(of, _) if of == party));
        }
        list.joint_types();
        for subject in [Subject::JointTypes, Subject::Clock, Subject::Channel] {
            list.numbers_of(|of| of == subject);
        }
        for own in scenario.protocol.own_channels() {
            list.numbers_of(|of| of == Subject::ChannelOf(own.party));
        }
        for lever in (0..scenario.levers.len()).map(LeverId::at) {
            list.numbers_of(|subject| subject == Subject::Lever(lever));
            list.lever_use(lever);
        }
        for driver in (0..scenario.drivers.len()).map(DriverId::at) {
            list.numbers_of(|subject| subject == Subject::Driver(driver));
            list.driver_path(driver);
        }
        for stage in (0..scenario.stages.len()).map(StageId::at) {
            list.numbers_of(|subject| subject == Subject::Stage(stage));
        }
        Self {
            numbers: list.numbers,
        }
    }
}

struct List<'a> {
    scenario: &'a Scenario,
    game: &'a Game,
    slots: Vec<(Place, Uncertain)>,
    numbers: Vec<DrawnNumber>,
}

/// The place of a number in the list of its subject: weights and scores issue by issue. All types of a party share it.
fn order(place: &Place) -> (Group, u32, u32) {
    match place.key {
        Key::Weight(issue) => (Group::Weights, issue.0, 0),
        Key::Score(issue, option) => (Group::Weights, issue.0, option + 1),
        _ => (place.group, place.slot, 0),
    }
}

impl List<'_> {
    fn add(&mut self, path: String, categories: Vec<String>, slots: Vec<Slot>, value: Value) {
        self.numbers.push(DrawnNumber {
            path,
            categories,
            slots,
            value,
        });
    }

    /// The numbers of these subjects that are drawn; where types share a slot, the first that draws it names the number.
    fn numbers_of(&mut self, belongs: impl Fn(Subject) -> bool) {
        let slots = self.slots.iter().filter(|slot| belongs(slot.0.subject));
        let mut slots: Vec<(Place, Uncertain)> = slots.copied().collect();
        slots.sort_by_key(|slot| order(&slot.0));
        for variants in slots.chunk_by(|one, other| order(&one.0) == order(&other.0)) {
            let first_drawn = variants.iter().find(|number| number.1.known().is_none());
            let (place, _) = first_drawn.unwrap_or(&variants[0]);
            let slot = Slot {
                owner: Owner::named(&place.owner(self.scenario)),
                position: place.slot,
            };
            let errors = variants.iter().find_map(|number| self.error(&number.0));
            let uniforms: Vec<Slot> = first_drawn
                .map(|_| slot)
                .into_iter()
                .chain(errors)
                .collect();
            if uniforms.is_empty() {
                continue;
            }
            let value = match place.group {
                Group::Weights | Group::Scores => {
                    Value::Utility(place.subject, place.group, place.slot as usize)
                }
                _ => {
                    let variants = variants.iter();
                    let compiled = |number: &(Place, Uncertain)| {
                        (number.0.subject, Quantile::compile(&number.1))
                    };
                    Value::Plain(slot, variants.map(compiled).collect())
                }
            };
            let path = place.shared_path(self.scenario);
            self.add(path, Vec::new(), uniforms, value);
        }
    }

    /// The slot of the error around a weight or a score.
    fn error(&self, place: &Place) -> Option<Slot> {
        let utility: Option<&CompiledUtility> = match place.subject {
            Subject::Party(party, kind) => {
                Some(&self.game.parties[party.index()].profiles[kind.index()].utility)
            }
            Subject::Stage(stage) => self.game.stages[stage.index()].utility.as_ref(),
            _ => None,
        };
        utility?.error(place.group, place.slot)
    }

    fn types(&mut self, id: PartyId) {
        let party = &self.scenario.parties[id.index()];
        if party.types.len() == 1 {
            return;
        }
        let compiled = &self.game.parties[id.index()];
        let kinds = party.types.iter().map(|kind| kind.id.clone()).collect();
        // Where types are drawn jointly, the choice of the row decides.
        let slots = (!compiled.joint).then_some(first_of(compiled.owners.kind));
        let path = format!("party.{}.type", party.id);
        self.add(
            path,
            kinds,
            slots.into_iter().collect(),
            Value::Type(id.index()),
        );
    }

    fn joint_types(&mut self) {
        let Some(joint) = &self.game.joint else {
            return;
        };
        let named = |&(party, kind): &(PartyId, TypeId)| {
            let party = &self.scenario.parties[party.index()];
            format!("{} {}", party.id, party.types[kind.index()].id)
        };
        let rows = self.scenario.joint_types.iter();
        let rows: Vec<String> = rows
            .map(|row| row.types.iter().map(named).collect::<Vec<_>>().join(" + "))
            .collect();
        let slots = vec![first_of(joint.owner)];
        self.add("joint-type".to_owned(), rows, slots, Value::JointType);
    }

    fn lever_use(&mut self, id: LeverId) {
        let lever = &self.scenario.levers[id.index()];
        if let Use::WithProbability(probability) = lever.usage
            && probability.known() != Some(1.0)
        {
            let categories = vec!["no".to_owned(), "yes".to_owned()];
            let slots = vec![first_of(self.game.levers[id.index()].use_owner)];
            let path = format!("leverage.{}.use", lever.id);
            self.add(path, categories, slots, Value::LeverUse(id.index()));
        }
    }

    fn driver_path(&mut self, id: DriverId) {
        let owner = self.game.drivers[id.index()].path_owner;
        let jumps = self.game.drivers[id.index()].jumps.as_ref();
        let owners = std::iter::once(owner).chain(jumps.map(|(_, events)| *events));
        let slots = owners.flat_map(|owner| {
            (0..self.game.rounds_most).map(move |position| Slot { owner, position })
        });
        let path = format!("driver.{}.path", self.scenario.drivers[id.index()].id);
        self.add(
            path,
            Vec::new(),
            slots.collect(),
            Value::DriverPath(id.index()),
        );
    }
}

fn first_of(owner: Owner) -> Slot {
    Slot { owner, position: 0 }
}
