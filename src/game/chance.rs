//! The only place where generators are made: one ChaCha8 stream for each (seed, purpose, owner) and run.
//!
//! Neither the scenario's text nor any parameter value enters a key, so two variants of a scenario meet the same chance:
//! a changed distribution moves its own number only, and an added lever brings its own streams and touches no other.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::game::named::named;
use crate::game::quantile::uniform_open;

named! {
    /// What chance is used for; variants of a scenario stay in step within each purpose.
    pub enum Purpose {
        /// Every uncertain number and every type.
        Nature = "nature",
        /// Noise of the talks themselves.
        Moves = "moves",
        /// A mediator's or proposer's prior draws.
        Belief = "belief",
        /// Points of an experiment's design.
        Design = "design",
        /// Samples of what was found, drawn again to know its error.
        Bootstrap = "bootstrap",
    }
}

/// The owner of a stream, from its name (`"party/russia/weights"`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner(u64);

/// The place of one uniform: which draw of which stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub(crate) owner: Owner,
    /// From 0.
    pub(crate) position: u32,
}

impl Owner {
    /// The owner of this name.
    pub fn named(name: &str) -> Self {
        Self(fnv1a(name))
    }
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo): stable over versions and machines, unlike the standard hasher.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One stream of chance.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of an owner for one run.
    pub fn new(seed: u64, purpose: Purpose, owner: Owner, run: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&fnv1a(purpose.name()).to_le_bytes());
        key[16..24].copy_from_slice(&owner.0.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(run);
        Self(generator)
    }

    /// A uniform number in the open interval (0, 1).
    pub fn uniform(&mut self) -> f64 {
        uniform_open(self.0.next_u64())
    }

    /// Passes over the next so many uniform numbers.
    pub(crate) fn skip(&mut self, uniforms: u32) {
        // Each takes two words of 32 bits.
        let words = 2 * u128::from(uniforms);
        self.0.set_word_pos(self.0.get_word_pos() + words);
    }

    /// Sixty-four random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A permutation of `0..count`, all equally likely (Fisher and Yates 1938; Durstenfeld 1964).
    pub fn permutation(&mut self, count: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last as usize, self.below(last + 1) as usize);
        }
        order
    }

    /// A whole number in `0..count`, for `count` far below 2³², by multiplication of 32 random bits.
    pub fn below(&mut self, count: u32) -> u32 {
        u32::try_from((u64::from(self.0.next_u32()) * u64::from(count)) >> 32).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::{Owner, Purpose, Stream};

    #[test]
    fn streams_are_frozen_and_differ_by_every_part_of_their_key() {
        let first = |seed, purpose, owner, run| {
            Stream::new(seed, purpose, Owner::named(owner), run).uniform()
        };
        let base = first(1, Purpose::Nature, "party/a/core", 0);
        for other in [
            first(2, Purpose::Nature, "party/a/core", 0),
            first(1, Purpose::Moves, "party/a/core", 0),
            first(1, Purpose::Nature, "party/b/core", 0),
            first(1, Purpose::Nature, "party/a/core", 1),
        ] {
            assert!((base - other).abs() > 1e-9);
        }
        assert_eq!(
            base.to_bits(),
            first(1, Purpose::Nature, "party/a/core", 0).to_bits()
        );
    }

    #[test]
    fn passing_over_numbers_is_drawing_them() {
        let stream = || Stream::new(4, Purpose::Nature, Owner::named("a"), 2);
        for skipped in 0..40 {
            let (mut one, mut other) = (stream(), stream());
            one.skip(skipped);
            for _ in 0..skipped {
                other.uniform();
            }
            assert_eq!(one.uniform().to_bits(), other.uniform().to_bits());
        }
    }
}
