//! Every uncertain number of a scenario, once.

mod place;
mod title;
mod walk;

pub use place::{Place, Subject};

use crate::model::{Scenario, Uncertain};
use walk::walk;

/// Position of a number in the walk over a scenario, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberId(pub u32);

/// One uncertain number of a scenario; `V` is its distribution, or the place that holds it.
///
/// A number that was read is within the legal range of its place; [`Scenario::check`] says which others are.
#[derive(Debug)]
pub struct Number<V = Uncertain> {
    /// Which it is.
    pub id: NumberId,
    /// Where it stands: its path, its title, the stream and the slot it comes from.
    pub place: Place,
    /// The number.
    pub value: V,
}

impl<V> Number<V> {
    /// Its words before readers, all types of a party spoken of as one: "Union: reservation value".
    pub fn title(&self, scenario: &Scenario) -> String {
        scenario.title_of(&self.place.shared_path(scenario))
    }
}

impl Scenario {
    /// Every uncertain number, those of one stream in the order of its slots; a number that is known is one too.
    ///
    /// Parties come first, then types drawn together, time, the channel, levers, drivers and stages.
    pub fn numbers(&self) -> Vec<Number> {
        // Numbers are small, so one walk, which can also change them, serves for reading too.
        let mut copy = self.clone();
        let numbers = copy.numbers_mut().into_iter();
        let read = |number: Number<&mut Uncertain>| Number {
            id: number.id,
            place: number.place,
            value: *number.value,
        };
        numbers.map(read).collect()
    }

    /// The same numbers where they stand, to be changed.
    pub fn numbers_mut(&mut self) -> Vec<Number<&mut Uncertain>> {
        let mut found = Vec::new();
        walk(self, &mut |place, value, _| {
            found.extend(value.map(|value| (place, value)));
        });
        let numbered = (0..).map(NumberId).zip(found);
        numbered
            .map(|(id, (place, value))| Number { id, place, value })
            .collect()
    }

    /// Every slot of every stream of numbers: the number there, or the known one that takes the place of a missing one.
    pub fn slots(&self) -> Vec<(Place, Uncertain)> {
        let (mut slots, mut copy) = (Vec::new(), self.clone());
        walk(&mut copy, &mut |place, value, absent| {
            let number = value.map_or(Uncertain::fixed(absent), |value| *value);
            slots.push((place, number));
        });
        slots
    }
}

#[cfg(test)]
mod tests;
