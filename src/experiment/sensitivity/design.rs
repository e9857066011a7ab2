//! The points at which a model is looked at: replicated scrambles of one Sobol sequence, and mixtures of their points.

use ndarray::Array2;

use crate::experiment::design::sobol::Sobol;
use crate::experiment::sensitivity::shares::Shares;

/// Which of the points of a row: A, B, or one of them with the inputs of one factor from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mixture {
    /// The first of the two independent points.
    A,
    /// The second.
    B,
    /// A with the inputs of a factor from B.
    AWith(usize),
    /// B with the inputs of a factor from A.
    BWith(usize),
    /// A with where numbers lie in their ranges from B.
    AWithRanges,
    /// A with all that nature draws from B.
    AWithNature,
}

/// Whether pairs of factors are asked about: that takes more points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Each factor alone and in all.
    FirstAndTotal,
    /// Each two factors, too.
    Second,
}

/// Points of a row with so many factors; two more where numbers have ranges, for these together and for what nature draws.
pub(super) fn points_of_row(factors: usize, order: Order, has_ranges: bool) -> usize {
    let of_factors = match order {
        Order::FirstAndTotal => factors,
        Order::Second => 2 * factors,
    };
    2 + of_factors + if has_ranges { 2 } else { 0 }
}

/// Which inputs belong to which factor, and the points at which a model is to be looked at.
///
/// Each row holds two independent points A and B of one scrambled Sobol sequence, and their mixtures (Saltelli 2002; Saltelli
/// and others 2010, Computer Physics Communications 181). Rows belong to replicates, each of which scrambles the sequence by
/// itself: rows of one replicate are balanced against each other and so tell nothing of the error, but replicates are
/// independent (Owen 1997).
///
/// **Ranges.** Inputs that say where numbers lie in their ranges cost a game for each value. Points of a row that agree in them
/// share one: A with what nature draws from B has the game of A, and only a factor that is a range has a game of its own. Besides,
/// rows `4k` to `4k + 3` of a replicate share these inputs, those of point k of the sequence, while the others are those of each
/// row's own point. Estimators are not moved by that: a coordinate of a scrambled point is uniform whatever its number, and
/// dimensions are scrambled independently of each other, so each row by itself is still two independent uniform points with
/// their mixtures, and the mean over rows of a product or a square is what it is without sharing. The rows of a game depend on
/// each other, but belong to one replicate, and from the scatter of replicates alone the error is judged.
#[derive(Clone, Debug)]
pub struct Design {
    shares: Shares,
    replicates: Vec<Sobol>,
    factors: usize,
    /// The factor of each input.
    factor_of: Vec<usize>,
    /// The pair of dimensions of each input: low ones, which are balanced best, for factors with few inputs.
    pairs: Vec<usize>,
    order: Order,
    /// The first of the inputs that say where numbers lie in their ranges; none where there are no such inputs.
    first_range: Option<usize>,
}

impl Design {
    /// The same design where the inputs from this one on say where numbers lie in their ranges.
    #[must_use]
    pub fn with_ranges(self, first: usize) -> Self {
        Self {
            shares: self.shares.with_games(),
            first_range: Some(first),
            ..self
        }
    }

    /// A design of so many rows for factors that together hold each input `0..n` once; a factor may hold none.
    pub fn new(factors: Vec<Vec<usize>>, order: Order, rows: u32, seed: u64) -> Self {
        let inputs: usize = factors.iter().map(Vec::len).sum();
        let (count, mut factor_of, mut pairs) = (factors.len(), vec![0; inputs], vec![0; inputs]);
        let mut sorted: Vec<(usize, Vec<usize>)> = factors.into_iter().enumerate().collect();
        sorted.sort_by_key(|(_, inputs)| inputs.len());
        let each = sorted
            .iter()
            .flat_map(|(factor, inputs)| inputs.iter().map(|&input| (*factor, input)));
        for (pair, (factor, input)) in each.enumerate() {
            (pairs[input], factor_of[input]) = (pair, factor);
        }
        let shares = Shares::of(rows);
        let replicates = 0..shares.replicates;
        let scrambled = replicates.map(|number| Sobol::replicate(2 * inputs, seed, number));
        Self {
            shares,
            replicates: scrambled.collect(),
            factors: count,
            factor_of,
            pairs,
            order,
            first_range: None,
        }
    }

    /// Number of factors.
    pub fn factors(&self) -> usize {
        self.factors
    }

    /// Whether pairs of factors are asked about.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Number of independent replicates.
    pub fn replicates(&self) -> usize {
        self.replicates.len()
    }

    /// The replicate of a row.
    pub fn replicate(&self, row: u32) -> u32 {
        self.shares.place(row).0
    }

    /// Whether inputs say where numbers lie in their ranges.
    pub fn has_ranges(&self) -> bool {
        self.first_range.is_some()
    }

    pub(super) fn shares(&self) -> Shares {
        self.shares
    }

    /// Points of a row.
    pub(super) fn points_of_row(&self) -> usize {
        points_of_row(self.factors, self.order, self.has_ranges())
    }

    /// The points of each row, in their order.
    pub fn mixtures(&self) -> Vec<Mixture> {
        let factors = 0..self.factors;
        let second = factors.clone().filter(|_| self.order == Order::Second);
        let ends = [Mixture::A, Mixture::B].into_iter();
        let mixed = ends.chain(factors.map(Mixture::AWith));
        let sides = [Mixture::AWithRanges, Mixture::AWithNature].into_iter();
        let sides = sides.filter(|_| self.has_ranges());
        mixed
            .chain(second.map(Mixture::BWith))
            .chain(sides)
            .collect()
    }

    /// Points of a row, by their places, that agree in where numbers lie in their ranges.
    pub(super) fn same_ranges(&self) -> Vec<Vec<usize>> {
        let inputs = self.first_range.unwrap_or(self.pairs.len())..self.pairs.len();
        let of_b = |mixture: Mixture| -> Vec<bool> {
            let inputs = inputs.clone();
            inputs.map(|input| self.is_of_b(mixture, input)).collect()
        };
        let mut same: Vec<(Vec<bool>, Vec<usize>)> = Vec::new();
        for (place, mixture) in self.mixtures().into_iter().enumerate() {
            let ends = of_b(mixture);
            match same.iter_mut().find(|found| found.0 == ends) {
                Some(found) => found.1.push(place),
                None => same.push((ends, vec![place])),
            }
        }
        same.into_iter().map(|found| found.1).collect()
    }

    /// Whether an input says where a number lies in its range.
    fn is_range(&self, input: usize) -> bool {
        self.first_range.is_some_and(|first| first <= input)
    }

    /// Whether an input at a point is that of B.
    fn is_of_b(&self, mixture: Mixture, input: usize) -> bool {
        match mixture {
            Mixture::A => false,
            Mixture::B => true,
            Mixture::AWith(factor) => factor == self.factor_of[input],
            Mixture::BWith(factor) => factor != self.factor_of[input],
            Mixture::AWithRanges => self.is_range(input),
            Mixture::AWithNature => !self.is_range(input),
        }
    }

    /// The points of a row, one a line.
    pub fn points(&self, row: u32) -> Array2<f64> {
        let (replicate, number) = self.shares.place(row);
        let sequence = &self.replicates[replicate as usize];
        let mixtures = self.mixtures();
        let mut points = Array2::zeros((mixtures.len(), self.pairs.len()));
        for (input, pair) in self.pairs.iter().enumerate() {
            let number = if self.is_range(input) {
                number / self.shares.together()
            } else {
                number
            };
            let [a, b] = [0, 1].map(|end| sequence.coordinate(number, 2 * pair + end));
            for (point, &mixture) in mixtures.iter().enumerate() {
                points[[point, input]] = if self.is_of_b(mixture, input) { b } else { a };
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Mixture::{A, AWith, AWithNature, AWithRanges, B, BWith};
    use super::{Design, Mixture, Order, Shares, points_of_row};
    use crate::experiment::sensitivity::shares::REPLICATES;

    #[test]
    fn mixtures_differ_from_their_point_in_one_factor_only() {
        let design = Design::new(vec![vec![0, 2], vec![1], vec![]], Order::Second, 64, 1);
        let (points, mixtures) = (design.points(37), design.mixtures());
        assert_eq!(mixtures.len(), points_of_row(3, Order::Second, false));
        assert_eq!(points.nrows(), mixtures.len());
        for (point, mixture) in points.rows().into_iter().zip(mixtures) {
            let of_b: &[usize] = match mixture {
                Mixture::A | Mixture::AWith(2) => &[],
                Mixture::AWith(0) | Mixture::BWith(1) => &[0, 2],
                Mixture::AWith(_) | Mixture::BWith(0) => &[1],
                Mixture::B | Mixture::BWith(_) => &[0, 1, 2],
                Mixture::AWithRanges | Mixture::AWithNature => panic!("nothing has a range"),
            };
            for input in 0..3 {
                let end = usize::from(of_b.contains(&input));
                assert!((point[input] - points[[end, input]]).abs() < 1e-300);
            }
        }
    }

    #[test]
    fn replicates_are_balanced_each_and_differ_from_each_other() {
        let design = Design::new(vec![vec![0]], Order::FirstAndTotal, 8 * REPLICATES, 5);
        let count = REPLICATES as usize;
        assert_eq!(design.replicates(), count);
        let mut eighths = vec![[0; 8]; count];
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a coordinate lies in 0..1"
        )]
        for row in 0..8 * REPLICATES {
            let place = (design.points(row)[[0, 0]] * 8.0) as usize;
            eighths[row as usize % count][place] += 1;
        }
        assert!(eighths.iter().all(|found| *found == [1; 8]), "{eighths:?}");
        let first = |row| design.points(row)[[0, 0]];
        assert!((1..REPLICATES).all(|row| (first(row) - first(0)).abs() > 1e-9));
    }

    #[test]
    fn rows_that_share_a_game_are_of_one_replicate_and_each_has_its_own_point() {
        for rows in (1..300).chain([1_000, 1_024, 4_095, 4_096]) {
            let (shares, apart) = (Shares::of(rows).with_games(), Shares::of(rows));
            let count = |shares: Shares| {
                let mut places: Vec<(u32, u32)> = (0..rows).map(|row| shares.place(row)).collect();
                places.sort_unstable();
                places
            };
            assert_eq!(count(shares), count(apart), "{rows}");
            let games = (0..rows).map(|row| {
                let (replicate, point) = shares.place(row);
                (replicate, point / shares.together())
            });
            let games: Vec<(u32, u32)> = games.collect();
            let turns = games.chunks(shares.together() as usize);
            assert!(
                turns
                    .clone()
                    .all(|turn| turn.iter().all(|game| *game == turn[0]))
            );
            let all: BTreeSet<_> = games.iter().collect();
            assert_eq!(all.len(), turns.count(), "{rows}");
            assert_eq!(shares.begun(rows as usize), shares.replicates as usize);
        }
        assert_eq!(Shares::of(1_024).with_games().together(), 4);
        assert_eq!(Shares::of(1_023).with_games().together(), 1);
    }

    #[test]
    fn points_with_the_same_ranges_share_a_game() {
        // Factors: a number drawn, a range of two inputs, a range of one, and the noise.
        let factors = vec![vec![0], vec![1, 2], vec![3], vec![]];
        let design = Design::new(factors.clone(), Order::Second, 1_024, 1).with_ranges(1);
        let mixtures = design.mixtures();
        let same = design.same_ranges().into_iter();
        let same: Vec<Vec<Mixture>> = same
            .map(|points| points.into_iter().map(|point| mixtures[point]).collect())
            .collect();
        assert_eq!(
            same,
            [
                vec![A, AWith(0), AWith(3), AWithNature],
                vec![B, BWith(0), BWith(3), AWithRanges],
                vec![AWith(1), BWith(2)],
                vec![AWith(2), BWith(1)],
            ]
        );
        // Four rows have the same places in the ranges, and each what nature draws of its own.
        let all: Vec<_> = (0..8).map(|row| design.points(row)).collect();
        for (row, points) in all.iter().enumerate() {
            let first = &all[row / 4 * 4];
            for (point, mixture) in mixtures.iter().enumerate() {
                assert!((1..4).all(
                    |input| points[[point, input]].to_bits() == first[[point, input]].to_bits()
                ));
                let is_same = points[[point, 0]].to_bits() == first[[point, 0]].to_bits();
                assert_eq!(is_same, row % 4 == 0, "{mixture:?}");
            }
        }
        assert_ne!(all[0][[0, 1]].to_bits(), all[4][[0, 1]].to_bits());
        // Without ranges all points share the one game.
        let plain = Design::new(factors, Order::FirstAndTotal, 64, 1);
        assert_eq!(plain.same_ranges(), [(0..6).collect::<Vec<usize>>()]);
    }
}
