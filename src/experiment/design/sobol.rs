//! Sobol sequences, scrambled.
//!
//! The sequence of Sobol (1967) with the direction numbers of Joe and Kuo (2008), in the Gray code order of Antonov and
//! Saleev (1979), under nested uniform scrambling (Owen 1995): in each coordinate every binary digit is flipped or kept by a
//! random bit of its own for each choice of the digits before it. So a scrambled point is uniform by itself, and any 2^m
//! points that follow one another from a multiple of 2^m on keep the balance of the sequence.
//!
//! Any coordinate of any point can be had by itself, so no design need be held in memory.

use crate::game::{Owner, Purpose, Stream};

/// Dimensions with direction numbers; further ones are filled with independent uniform numbers.
///
/// This is the usual padding (Owen 1998): in so many dimensions balance is worth having in the first ones only.
pub const DIMENSIONS: usize = 1_024;

/// Binary digits of a coordinate, and logarithm of the number of points after which it repeats.
const DIGITS: usize = 32;

/// Primitive polynomials and initial direction numbers, one line for each dimension from the second on.
const JOE_KUO: &str = include_str!("joe_kuo.txt");

/// One scrambled sequence.
#[derive(Clone, Debug)]
pub struct Sobol {
    /// Direction numbers of each dimension that has some.
    directions: Vec<[u32; DIGITS]>,
    /// What scrambles each dimension.
    keys: Vec<u64>,
}

impl Sobol {
    /// The sequence in so many dimensions, scrambled by a seed.
    pub fn new(dimensions: usize, seed: u64) -> Self {
        Self::replicate(dimensions, seed, 0)
    }

    /// One of the sequences that a seed scrambles independently of each other, by its number; the first is that of `new`.
    pub fn replicate(dimensions: usize, seed: u64, number: u32) -> Self {
        let owner = Owner::named("sobol");
        let first = u64::from(number) << 32;
        let key = |dimension| Stream::new(seed, Purpose::Design, owner, first + dimension).bits();
        Self {
            directions: directions(dimensions.min(DIMENSIONS)),
            keys: (0..dimensions as u64).map(key).collect(),
        }
    }

    /// Number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.keys.len()
    }

    /// One coordinate of the point with this number, in the open interval (0, 1).
    pub fn coordinate(&self, point: u32, dimension: usize) -> f64 {
        let key = self.keys[dimension];
        let digits = match self.directions.get(dimension) {
            Some(directions) => scrambled(plain(directions, point), key),
            None => random(key, u64::from(point)),
        };
        // The digits beyond those kept are put in the middle, which keeps the number off both ends.
        (f64::from(digits) + 0.5) / (1_u64 << DIGITS) as f64
    }
}

/// The first `count` points of a scrambled sequence, each coordinate in 0..1.
///
/// # Panics
/// At 2^32 points, which fit in no memory.
pub fn points(dimensions: usize, count: usize, seed: u64) -> Vec<Vec<f64>> {
    let sequence = Sobol::new(dimensions, seed);
    let count = u32::try_from(count).expect("fewer than 2^32 points fit in memory");
    let point = |point| {
        let coordinates = 0..dimensions;
        coordinates
            .map(|dimension| sequence.coordinate(point, dimension))
            .collect()
    };
    (0..count).map(point).collect()
}

/// Direction numbers of the first dimensions, their binary point before the highest digit.
fn directions(dimensions: usize) -> Vec<[u32; DIGITS]> {
    // The first dimension is the sequence of van der Corput.
    let first: [u32; DIGITS] = std::array::from_fn(|digit| 1 << (DIGITS - 1 - digit));
    let lines = JOE_KUO.lines().filter(|line| !line.starts_with('#'));
    std::iter::once(first)
        .chain(lines.map(extended))
        .take(dimensions)
        .collect()
}

/// The direction numbers that a line `s a m_1 … m_s` begins, by the recurrence of its polynomial:
/// `v_k = a_1 v_(k−1) ⊕ … ⊕ a_(s−1) v_(k−s+1) ⊕ v_(k−s) ⊕ v_(k−s) / 2^s` (Joe and Kuo 2003, equation 2).
fn extended(line: &str) -> [u32; DIGITS] {
    let number = |word: &str| -> u32 { word.parse().expect("the table holds whole numbers") };
    let mut numbers = line.split(' ').map(number);
    let mut next = || numbers.next().expect("a line holds s, a and s numbers");
    let (degree, coefficients) = (next() as usize, next());
    let mut directions = [0; DIGITS];
    for (digit, direction) in directions[..degree].iter_mut().enumerate() {
        *direction = next() << (DIGITS - 1 - digit);
    }
    for digit in degree..DIGITS {
        let oldest = directions[digit - degree];
        directions[digit] = oldest ^ (oldest >> degree);
        for back in 1..degree {
            if coefficients >> (degree - 1 - back) & 1 == 1 {
                directions[digit] ^= directions[digit - back];
            }
        }
    }
    directions
}

/// The digits of one coordinate before scrambling.
fn plain(directions: &[u32; DIGITS], point: u32) -> u32 {
    let mut gray = point ^ (point >> 1);
    let mut digits = 0;
    while gray != 0 {
        digits ^= directions[gray.trailing_zeros() as usize];
        gray &= gray - 1;
    }
    digits
}

/// Nested uniform scrambling of some digits.
///
/// The choices of leading digits form a binary tree, numbered from 1 at its root, its nodes `2n` and `2n + 1` below `n`.
/// Each node flips the digit that follows, or not, by the first random bit of its number.
fn scrambled(digits: u32, key: u64) -> u32 {
    let mut node = 1;
    let mut result = 0;
    for place in (0..DIGITS).rev() {
        let digit = digits >> place & 1;
        let flip = random(key, node) >> (DIGITS - 1);
        result |= (digit ^ flip) << place;
        node = node << 1 | u64::from(digit);
    }
    result
}

/// Thirty-two random bits: the upper half of output `number` of `SplitMix64` (Steele, Lea and Flood 2014) seeded by `key`.
fn random(key: u64, number: u64) -> u32 {
    let mut bits = key.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::{DIGITS, DIMENSIONS, Sobol, directions, plain, points};

    /// A coordinate before scrambling, in units of `2^-digits`.
    fn unscrambled(dimension: usize, point: u32, digits: usize) -> u32 {
        plain(&directions(dimension + 1)[dimension], point) >> (DIGITS - digits)
    }

    #[test]
    fn the_first_points_are_those_of_joe_and_kuo() {
        // The ten points that the authors' program prints for three dimensions, in sixteenths.
        let published = [
            [0, 0, 0],
            [8, 8, 8],
            [12, 4, 4],
            [4, 12, 12],
            [6, 6, 10],
            [14, 14, 2],
            [10, 2, 14],
            [2, 10, 6],
            [3, 5, 15],
            [11, 13, 7],
        ];
        for (point, coordinates) in (0..).zip(published) {
            for (dimension, coordinate) in coordinates.into_iter().enumerate() {
                assert_eq!(unscrambled(dimension, point, 4), coordinate);
            }
        }
    }

    #[test]
    fn high_dimensions_agree_with_another_program() {
        // Coordinates times 2,048 as SALib 1.6.0 computes them with the same direction numbers.
        let dimensions = [9, 39, 99, 499, 1023];
        for (point, expected) in [
            (1, [1024, 1024, 1024, 1024, 1024]),
            (10, [1152, 1664, 384, 384, 1664]),
            (777, [662, 734, 1046, 658, 926]),
            (2047, [913, 1385, 1763, 1739, 657]),
        ] {
            let found = dimensions.map(|dimension| unscrambled(dimension, point, 11));
            assert_eq!(found, expected);
        }
        assert_eq!(directions(DIMENSIONS).len(), DIMENSIONS);
    }

    /// How many points fall into each elementary interval of a shape, `2^cuts[d]` parts in dimension d.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "coordinates lie in 0..1"
    )]
    fn counts(points: &[Vec<f64>], cuts: &[u32]) -> Vec<u32> {
        let mut counts = vec![0; 1 << cuts.iter().sum::<u32>()];
        for point in points {
            let cell = point.iter().zip(cuts).fold(0, |cell, (coordinate, &cut)| {
                (cell << cut) + (coordinate * f64::from(1_u32 << cut)) as usize
            });
            counts[cell] += 1;
        }
        counts
    }

    /// All ways to share out `total` halvings over some dimensions.
    fn shapes(dimensions: usize, total: u32) -> Vec<Vec<u32>> {
        if dimensions == 1 {
            return vec![vec![total]];
        }
        let first = (0..=total).flat_map(|first| {
            shapes(dimensions - 1, total - first)
                .into_iter()
                .map(move |rest| [vec![first], rest].concat())
        });
        first.collect()
    }

    #[test]
    fn every_elementary_interval_holds_its_share_after_scrambling() {
        // t = Σ (degree − 1) over the dimensions (Sobol 1967; Niederreiter 1992): 0, 0, 1, 3, 5 for 1 to 5 of them. Of any
        // 2^m points from a multiple of 2^m on, each elementary interval of volume 2^(t−m) holds 2^t.
        for (dimensions, t) in [(1, 0), (2, 0), (3, 1), (4, 3), (5, 5)] {
            for seed in 0..3 {
                let m = 8;
                let sample = points(dimensions, 3 << m, seed);
                for block in sample.chunks(1 << m) {
                    for shape in shapes(dimensions, m - t) {
                        let counts = counts(block, &shape);
                        assert!(counts.iter().all(|&count| count == 1 << t), "{shape:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_coordinate_is_stratified_up_to_the_last_with_direction_numbers() {
        let sample = points(DIMENSIONS, 64, 5);
        for dimension in 0..DIMENSIONS {
            let column: Vec<Vec<f64>> = sample.iter().map(|point| vec![point[dimension]]).collect();
            assert_eq!(counts(&column, &[6]), [1; 64]);
        }
    }

    #[test]
    fn scrambling_is_nested_and_differs_by_seed_and_dimension() {
        // Points that share their first k digits share exactly as many after scrambling.
        let (plain, scrambled) = (directions(1), Sobol::new(1, 9));
        let alike = |one: u32, other: u32| (one ^ other).leading_zeros();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a coordinate times 2^32 lies in 0..2^32"
        )]
        let digits = |point| (scrambled.coordinate(point, 0) * 4_294_967_296.0) as u32;
        for (one, other) in [(0, 1), (1, 2), (3, 900), (77, 78), (5, 6_000)] {
            let before = alike(super::plain(&plain[0], one), super::plain(&plain[0], other));
            assert_eq!(before, alike(digits(one), digits(other)));
        }
        let (first, other) = (points(2, 8, 1), points(2, 8, 2));
        assert!(first[0] != other[0] && first == points(2, 8, 1));
        assert!((first[0][0] - first[0][1]).abs() > 1e-9);
    }

    #[test]
    fn the_mean_of_a_smooth_function_is_unbiased_and_far_closer_than_chance_comes() {
        // Π (1 + (x_i − ½)) over four dimensions has mean 1 and variance (1 + 1/12)^4 − 1 = .377. Over 200 seeds of 256
        // points the mean of estimates lies within four of its standard errors, missed once in 16,000 trials, and the mean
        // square error is below a tenth of that of independent points, .377/256.
        let errors: Vec<f64> = (0..200)
            .map(|seed| {
                let values = points(4, 256, seed).into_iter();
                let values = values.map(|point| point.iter().map(|x| 0.5 + x).product::<f64>());
                values.sum::<f64>() / 256.0 - 1.0
            })
            .collect();
        let mean = errors.iter().sum::<f64>() / 200.0;
        let square = errors.iter().map(|error| error * error).sum::<f64>() / 200.0;
        assert!(mean.abs() < 4.0 * libm::sqrt(square / 200.0), "{mean}");
        assert!(square < 0.1 * 0.377 / 256.0, "{square}");
    }

    #[test]
    fn dimensions_without_direction_numbers_are_filled_with_uniform_numbers() {
        let sample = points(DIMENSIONS + 2, 1_000, 1);
        for dimension in [DIMENSIONS, DIMENSIONS + 1] {
            // The mean of 1,000 uniform numbers lies within four standard errors of ½ but once in 16,000 trials.
            let sum: f64 = sample.iter().map(|point| point[dimension]).sum();
            assert!((sum / 1_000.0 - 0.5).abs() < 4.0 * libm::sqrt(1.0 / 12.0 / 1_000.0));
        }
        assert!((sample[0][DIMENSIONS] - sample[0][DIMENSIONS + 1]).abs() > 1e-9);
    }
}
