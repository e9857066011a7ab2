//! The one walk over the uncertain numbers of a scenario, which everything that asks for all of them is made of.

use crate::model::numbers::place::{Place, Subject};
use crate::model::written::Written;
use crate::model::{
    DriverId, Group, Key, LeverId, Party, PartyId, Scenario, StageId, TypeId, Uncertain,
};

/// What is done at each slot: its place, the number there, and the value that takes the slot where there is none.
type AtSlot<'v, 'a> = &'v mut dyn FnMut(Place, Option<&'a mut Uncertain>, f64);

/// Visits every slot of every stream that uncertain numbers come from, in order.
///
/// A slot keeps its position when the number in it is missing (the half-life of a lever that lasts), so that writing one
/// number moves no other. Probabilities of types are numbers where a party's types are drawn by themselves, and those of
/// the channel where there is one.
pub(super) fn walk<'a>(scenario: &'a mut Scenario, at_slot: AtSlot<'_, 'a>) {
    let joint: Vec<PartyId> = scenario.joint_types.first().map_or(Vec::new(), |row| {
        row.types.iter().map(|cell| cell.0).collect()
    });
    let mut walk = Walk {
        subject: Subject::Clock,
        slots: [0; Group::COUNT],
        at_slot,
    };
    for (id, party) in (0..).map(PartyId).zip(&mut scenario.parties) {
        walk.party(id, party, joint.contains(&id));
    }
    walk.turn_to(Subject::JointTypes);
    for (row, kind) in (0..).zip(&mut scenario.joint_types) {
        walk.slot(Written::listed(Key::Row(row), &mut kind.probability));
    }
    walk.turn_to(Subject::Clock);
    scenario.clock.each_number(&mut |number| walk.slot(number));
    walk.turn_to(Subject::Channel);
    scenario.protocol.each_number(&mut |party, number| {
        let subject = party.map_or(Subject::Channel, Subject::ChannelOf);
        if walk.subject != subject {
            walk.turn_to(subject);
        }
        walk.slot(number);
    });
    for (id, lever) in (0..).map(LeverId).zip(&mut scenario.levers) {
        walk.turn_to(Subject::Lever(id));
        lever.each_number(&mut |number| walk.slot(number));
    }
    for (id, driver) in (0..).map(DriverId).zip(&mut scenario.drivers) {
        walk.turn_to(Subject::Driver(id));
        driver.each_number(&mut |number| walk.slot(number));
    }
    for (id, stage) in (0..).map(StageId).zip(&mut scenario.stages) {
        walk.turn_to(Subject::Stage(id));
        stage.each_number(&mut |number| walk.slot(number));
    }
}

struct Walk<'v, 'a> {
    subject: Subject,
    /// The next slot of each stream of the subject.
    slots: [u32; Group::COUNT],
    at_slot: AtSlot<'v, 'a>,
}

impl<'a> Walk<'_, 'a> {
    fn turn_to(&mut self, subject: Subject) {
        self.subject = subject;
        self.slots = [0; Group::COUNT];
    }

    fn slot(&mut self, written: Written<'a>) {
        let next = &mut self.slots[written.group as usize];
        let place = Place {
            subject: self.subject,
            group: written.group,
            slot: *next,
            key: written.key,
        };
        *next += 1;
        (self.at_slot)(place, written.value, written.absent);
    }

    fn party(&mut self, id: PartyId, party: &'a mut Party, joint: bool) {
        let by_itself = party.types.len() > 1 && !joint;
        // Borrowed apart: the probabilities come first, then all that each type wants.
        let mut profiles = Vec::with_capacity(party.types.len());
        self.turn_to(Subject::Types(id));
        for (kind, of) in (0..).map(TypeId).zip(&mut party.types) {
            if by_itself {
                self.slot(Written::listed(Key::Type(kind), &mut of.probability));
            }
            profiles.push((kind, &mut of.profile));
        }
        for (kind, profile) in profiles {
            self.turn_to(Subject::Party(id, kind));
            profile.each_number(&mut |number| self.slot(number));
        }
    }
}
