//! The points at which a model is looked at: replicated scrambles of one Sobol sequence, and mixtures of their points.

use ndarray::Array2;

use crate::experiment::design::sobol::Sobol;

/// Independently scrambled replicates of the sequence at least, where there are rows for so many.
///
/// With 16 the bound of Student's t is 9 % beyond the normal one, and each still holds enough points to be balanced.
const REPLICATES: u32 = 16;

/// How rows are shared out among replicates.
///
/// Each replicate has as many points as the greatest power of two that leaves [`REPLICATES`] of them, since a power of two is
/// balanced and what is left over is not: 16 of 64 for 1,024 rows, 31 of 32 and one of 8 for 1,000. Below 32 rows each is a
/// replicate of its own. Rows take turns among replicates, so that an analysis that is cut short has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shares {
    replicates: u32,
    /// Points of the last replicate; the others have as many at least.
    last: u32,
}

impl Shares {
    pub(super) fn of(rows: u32) -> Self {
        let mut points = 1;
        while points <= rows / REPLICATES / 2 {
            points *= 2;
        }
        let replicates = rows.div_ceil(points).max(1);
        Self {
            replicates,
            last: rows - (replicates - 1) * points,
        }
    }

    /// The replicate of a row, and which of its points the row has.
    pub(super) fn place(self, row: u32) -> (u32, u32) {
        let whole = self.last * self.replicates;
        if row < whole {
            return (row % self.replicates, row / self.replicates);
        }
        let (rest, others) = (row - whole, self.replicates - 1);
        (rest % others, self.last + rest / others)
    }
}

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
}

/// Whether pairs of factors are asked about: that takes more points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Each factor alone and in all.
    FirstAndTotal,
    /// Each two factors, too.
    Second,
}

/// Points of a row with so many factors.
pub(super) fn points_of_row(factors: usize, order: Order) -> usize {
    match order {
        Order::FirstAndTotal => 2 + factors,
        Order::Second => 2 + 2 * factors,
    }
}

/// Which inputs belong to which factor, and the points at which a model is to be looked at.
///
/// Each row holds two independent points A and B of one scrambled Sobol sequence, and their mixtures (Saltelli 2002; Saltelli
/// and others 2010, Computer Physics Communications 181). Rows belong to replicates, each of which scrambles the sequence by
/// itself: rows of one replicate are balanced against each other and so tell nothing of the error, but replicates are
/// independent (Owen 1997).
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
}

impl Design {
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

    pub(super) fn shares(&self) -> Shares {
        self.shares
    }

    /// The points of each row, in their order.
    pub fn mixtures(&self) -> Vec<Mixture> {
        let factors = 0..self.factors;
        let second = factors.clone().filter(|_| self.order == Order::Second);
        let ends = [Mixture::A, Mixture::B].into_iter();
        let mixed = ends.chain(factors.map(Mixture::AWith));
        mixed.chain(second.map(Mixture::BWith)).collect()
    }

    /// The points of a row, one a line.
    pub fn points(&self, row: u32) -> Array2<f64> {
        let (replicate, number) = self.shares.place(row);
        let sequence = &self.replicates[replicate as usize];
        let mixtures = self.mixtures();
        let mut points = Array2::zeros((mixtures.len(), self.pairs.len()));
        for (input, pair) in self.pairs.iter().enumerate() {
            let [a, b] = [0, 1].map(|end| sequence.coordinate(number, 2 * pair + end));
            for (point, mixture) in mixtures.iter().enumerate() {
                let is_of_b = match *mixture {
                    Mixture::A => false,
                    Mixture::B => true,
                    Mixture::AWith(factor) => factor == self.factor_of[input],
                    Mixture::BWith(factor) => factor != self.factor_of[input],
                };
                points[[point, input]] = if is_of_b { b } else { a };
            }
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::{Design, Mixture, Order, REPLICATES, Shares, points_of_row};

    #[test]
    fn mixtures_differ_from_their_point_in_one_factor_only() {
        let design = Design::new(vec![vec![0, 2], vec![1], vec![]], Order::Second, 64, 1);
        let (points, mixtures) = (design.points(37), design.mixtures());
        assert_eq!(mixtures.len(), points_of_row(3, Order::Second));
        assert_eq!(points.nrows(), mixtures.len());
        for (point, mixture) in points.rows().into_iter().zip(mixtures) {
            let of_b: &[usize] = match mixture {
                Mixture::A | Mixture::AWith(2) => &[],
                Mixture::AWith(0) | Mixture::BWith(1) => &[0, 2],
                Mixture::AWith(_) | Mixture::BWith(0) => &[1],
                Mixture::B | Mixture::BWith(_) => &[0, 1, 2],
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
        #[allow(
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
    fn rows_are_shared_out_in_powers_of_two_but_for_what_is_left() {
        for rows in (1..300).chain([1_000, 1_024, 4_095, 4_096]) {
            let shares = Shares::of(rows);
            let mut points = vec![0; shares.replicates as usize];
            for row in 0..rows {
                let (replicate, point) = shares.place(row);
                // Each replicate has its points in their order.
                assert_eq!(point, points[replicate as usize], "{row} of {rows}");
                points[replicate as usize] += 1;
            }
            let (last, others) = points.split_last().expect("there is one");
            let most = *points.iter().max().expect("there is one");
            assert!(most.is_power_of_two() && others.iter().all(|&count| count == most));
            assert!(*last > 0 && (rows < 32 || points.len() <= 32), "{points:?}");
            assert!(points.len() >= rows.min(REPLICATES) as usize, "{rows}");
        }
        assert_eq!(Shares::of(1_024).replicates, 16);
    }
}
