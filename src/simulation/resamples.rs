//! The samples of a bootstrap (Efron 1979): how often each of some points comes in each.

use crate::game::{Owner, Purpose, Stream};

/// Samples.
const SAMPLES: u32 = 400;

/// The samples of a seed. Results of as many points have the same; kept are those drawn last, since a table of each number of points
/// would be large and most results beside one another have as many.
#[derive(Debug)]
pub struct Resamples {
    seed: u64,
    /// Points of the samples drawn last.
    points: usize,
    /// Sample after sample how often each comes.
    drawn: Vec<u16>,
}

impl Resamples {
    /// The samples of a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            points: 0,
            drawn: Vec::new(),
        }
    }

    /// How often each of so many points, at least one, comes in each sample.
    pub(super) fn of(&mut self, points: usize) -> impl Iterator<Item = &[u16]> {
        if self.points != points {
            self.points = points;
            self.draw();
        }
        self.drawn.chunks_exact(points)
    }

    fn draw(&mut self) {
        let (points, seed) = (self.points, self.seed);
        let mut stream = Stream::new(seed, Purpose::Bootstrap, Owner::named("band"), 0);
        let count = u32::try_from(points).expect("fewer than 2^32 points");
        self.drawn.clear();
        self.drawn.resize(SAMPLES as usize * points, 0);
        for sample in self.drawn.chunks_exact_mut(points) {
            for _ in 0..points {
                sample[stream.below(count) as usize] += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Resamples;

    /// What is drawn does not depend on what was drawn before.
    #[test]
    fn as_many_points_have_the_same_samples() {
        let mut resamples = Resamples::new(5);
        let mut of = |points: usize| -> Vec<Vec<u16>> {
            resamples.of(points).map(<[u16]>::to_vec).collect()
        };
        let (first, other, again) = (of(7), of(9), of(7));
        assert_eq!(first, again);
        for (samples, points) in [(first, 7), (other, 9)] {
            assert_eq!(samples.len(), 400);
            assert!(samples.iter().all(|sample| {
                sample.len() == points && sample.iter().sum::<u16>() as usize == points
            }));
        }
    }
}
