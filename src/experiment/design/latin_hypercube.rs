//! Latin hypercube samples (McKay, Beckman and Conover 1979).

use crate::game::{Owner, Purpose, Stream};

/// Parts into which a stratum is cut; few enough that the sum with its number is exact.
const PARTS: u32 = 1 << 20;

/// `count` points in `dimensions` dimensions, each coordinate in 0..1: cut into `count` equal strata, each coordinate meets
/// every stratum once, at a random place in it.
///
/// # Panics
/// At 2^32 points, which fit in no memory.
pub fn points(dimensions: usize, count: usize, seed: u64) -> Vec<Vec<f64>> {
    let strata = u32::try_from(count).expect("fewer than 2^32 points fit in memory");
    let owner = Owner::named("latin-hypercube");
    let mut points = vec![Vec::with_capacity(dimensions); count];
    for dimension in 0..dimensions {
        let mut stream = Stream::new(seed, Purpose::Design, owner, dimension as u64);
        for (point, stratum) in points.iter_mut().zip(stream.permutation(strata)) {
            let place = (f64::from(stream.below(PARTS)) + 0.5) / f64::from(PARTS);
            point.push((f64::from(stratum) + place) / f64::from(strata));
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "coordinates lie in 0..1"
    )]
    fn every_coordinate_meets_every_stratum_once() {
        for count in [1, 2, 7, 100] {
            let sample = points(5, count, 3);
            assert_eq!(sample.len(), count);
            for dimension in 0..5 {
                let mut met = vec![0; count];
                for point in &sample {
                    assert!((0.0..1.0).contains(&point[dimension]));
                    met[(point[dimension] * count as f64) as usize] += 1;
                }
                assert_eq!(met, vec![1; count]);
            }
        }
        assert!(points(3, 0, 1).is_empty());
    }

    #[test]
    fn coordinates_and_seeds_are_permuted_apart_and_a_seed_repeats() {
        let column = |sample: &[Vec<f64>], dimension: usize| -> Vec<f64> {
            sample.iter().map(|point| point[dimension]).collect()
        };
        let (first, other) = (points(2, 50, 1), points(2, 50, 2));
        assert_ne!(column(&first, 0), column(&first, 1));
        assert_ne!(column(&first, 0), column(&other, 0));
        assert_eq!(first, points(2, 50, 1));
    }
}
