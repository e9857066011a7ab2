//! Where the uniforms come from that numbers are made of: nature's own draws, the middle of every distribution, or uniforms
//! that are given.
//!
//! A sensitivity analysis sets the numbers of a run itself: in the slots it chooses, nature takes the uniforms it is given;
//! all other slots keep their own draws.

use std::collections::BTreeMap;

use crate::game::{Owner, Purpose, Slot, Stream};

/// Where uniforms come from.
pub(crate) trait Uniforms {
    /// Turns to the first slot of an owner.
    fn open(&mut self, owner: Owner);
    /// The uniform of the next slot.
    fn next(&mut self) -> f64;
}

/// Nature's own draws for one run.
#[derive(Debug)]
pub(crate) struct Nature {
    seed: u64,
    run: u64,
    stream: Option<Stream>,
}

impl Nature {
    pub(crate) fn new(seed: u64, run: u64) -> Self {
        Self {
            seed,
            run,
            stream: None,
        }
    }
}

impl Uniforms for Nature {
    fn open(&mut self, owner: Owner) {
        self.stream = Some(Stream::new(self.seed, Purpose::Nature, owner, self.run));
    }

    fn next(&mut self) -> f64 {
        self.stream.as_mut().map_or(0.5, Stream::uniform)
    }
}

/// The middle of every distribution.
pub(crate) struct Median;

impl Uniforms for Median {
    fn open(&mut self, _owner: Owner) {}

    fn next(&mut self) -> f64 {
        0.5
    }
}

/// The same quantile of every distribution, by its share in the open interval (0, 1).
pub(crate) struct At(pub(crate) f64);

impl Uniforms for At {
    fn open(&mut self, _owner: Owner) {}

    fn next(&mut self) -> f64 {
        self.0
    }
}

/// Chosen slots, in an order of the chooser's own.
#[derive(Clone, Debug, Default)]
pub struct GivenSlots {
    /// For each owner the number of each of its slots among the chosen; none for those not chosen.
    owners: BTreeMap<Owner, Vec<Option<usize>>>,
}

impl GivenSlots {
    /// Chooses slots.
    pub fn of(slots: impl IntoIterator<Item = Slot>) -> Self {
        let mut owners: BTreeMap<Owner, Vec<Option<usize>>> = BTreeMap::new();
        for (number, slot) in slots.into_iter().enumerate() {
            let numbers = owners.entry(slot.owner).or_default();
            let position = slot.position as usize;
            numbers.resize(numbers.len().max(position + 1), None);
            numbers[position] = Some(number);
        }
        Self { owners }
    }
}

/// Uniforms in the open interval (0, 1) for chosen slots.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The chosen slots.
    pub slots: &'a GivenSlots,
    /// The uniform of each, in the order in which they were chosen.
    pub uniforms: &'a [f64],
}

impl<'a> Given<'a> {
    /// The uniform of a slot; none where the slot is not among the chosen.
    pub(crate) fn at(&self, slot: Slot) -> Option<f64> {
        let numbers = self.slots.owners.get(&slot.owner)?;
        let number = numbers.get(slot.position as usize).copied().flatten()?;
        Some(self.uniforms[number])
    }

    /// These uniforms where there are some, those of somebody else elsewhere.
    pub(crate) fn over<B: Uniforms>(&self, base: B) -> GivenOver<'a, B> {
        GivenOver {
            given: *self,
            base,
            numbers: &[],
            position: 0,
            drawn: 0,
        }
    }
}

/// Nature, or another source, with some uniforms given.
#[derive(Debug)]
pub(crate) struct GivenOver<'a, B> {
    given: Given<'a>,
    base: B,
    /// The chosen slots of the present owner.
    numbers: &'a [Option<usize>],
    position: usize,
    /// Uniforms taken from the present stream.
    drawn: usize,
}

impl<B: Uniforms> Uniforms for GivenOver<'_, B> {
    fn open(&mut self, owner: Owner) {
        let numbers = self.given.slots.owners.get(&owner);
        self.numbers = numbers.map_or(&[], Vec::as_slice);
        (self.position, self.drawn) = (0, 0);
        self.base.open(owner);
    }

    fn next(&mut self) -> f64 {
        let number = self.numbers.get(self.position).copied().flatten();
        self.position += 1;
        if let Some(number) = number {
            return self.given.uniforms[number];
        }
        // The stream goes on to the slot asked for: a slot that is not chosen keeps its own draw.
        while self.drawn + 1 < self.position {
            self.base.next();
            self.drawn += 1;
        }
        self.drawn += 1;
        self.base.next()
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, GivenSlots};
    use crate::game::uniforms::{Nature, Uniforms};
    use crate::game::{Owner, Slot};

    #[test]
    fn chosen_slots_are_given_and_all_others_keep_their_draws() {
        let owners = [Owner::named("a"), Owner::named("b")];
        let own: Vec<Vec<f64>> = owners
            .iter()
            .map(|&owner| {
                let mut nature = Nature::new(4, 2);
                nature.open(owner);
                (0..4).map(|_| nature.next()).collect()
            })
            .collect();
        let slot = |owner: usize, position| Slot {
            owner: owners[owner],
            position,
        };
        let slots = GivenSlots::of([slot(1, 2), slot(0, 0), slot(1, 0)]);
        let given = Given {
            slots: &slots,
            uniforms: &[0.1, 0.2, 0.3],
        };
        let mut nature = given.over(Nature::new(4, 2));
        let mut take = |owner: usize| -> Vec<f64> {
            nature.open(owners[owner]);
            (0..4).map(|_| nature.next()).collect()
        };
        assert_eq!(take(0), [0.2, own[0][1], own[0][2], own[0][3]]);
        assert_eq!(take(1), [0.3, own[1][1], 0.1, own[1][3]]);
        assert_eq!(given.at(slot(1, 2)), Some(0.1));
        assert_eq!(given.at(slot(1, 1)), None);
        assert_eq!(take(0), [0.2, own[0][1], own[0][2], own[0][3]]);
    }
}
