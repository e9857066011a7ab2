//! The samples of a bootstrap (Efron 1979): how often each of some points comes in each.

use std::collections::BTreeMap;

use crate::game::{Owner, Purpose, Stream};

/// Samples.
const SAMPLES: u32 = 400;

/// The samples of a seed, which results of as many points share.
#[derive(Debug)]
pub struct Resamples {
    seed: u64,
    /// By the number of points: sample after sample how often each comes.
    drawn: BTreeMap<usize, Vec<u16>>,
}

impl Resamples {
    /// The samples of a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: BTreeMap::new(),
        }
    }

    /// How often each of so many points, at least one, comes in each sample.
    pub(super) fn of(&mut self, points: usize) -> impl Iterator<Item = &[u16]> {
        let seed = self.seed;
        let draw = || {
            let mut stream = Stream::new(seed, Purpose::Bootstrap, Owner::named("band"), 0);
            let count = u32::try_from(points).expect("fewer than 2^32 points");
            let mut drawn = Vec::with_capacity(SAMPLES as usize * points);
            for _ in 0..SAMPLES {
                let first = drawn.len();
                drawn.resize(first + points, 0);
                for _ in 0..points {
                    drawn[first + stream.below(count) as usize] += 1;
                }
            }
            drawn
        };
        let drawn = self.drawn.entry(points).or_insert_with(draw);
        drawn.chunks_exact(points)
    }
}
