//! Where the uniforms come from that numbers are made of: nature's own draws, or the middle of every distribution.

use crate::game::{Owner, Purpose, Stream};

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
