//! Sobol indices from two samples and their mixtures, with bootstrap intervals.

use ndarray::{Array2, ArrayView1};
use serde::{Deserialize, Serialize};

use crate::experiment::design::sobol::Sobol;
use crate::game::{Owner, Purpose, Stream};
use crate::simulation::in_places;

/// Resamples behind an interval.
const RESAMPLES: usize = 1_000;

/// Which inputs belong to which factor, and the points at which a model is to be looked at.
///
/// Each row holds two independent points A and B of one scrambled Sobol sequence; for factor i the mixed point has the
/// inputs of i from B and all others from A (Saltelli and others 2010, Computer Physics Communications 181).
#[derive(Clone, Debug)]
pub struct Design {
    sequence: Sobol,
    factors: Vec<Vec<usize>>,
    /// The pair of dimensions of each input: low ones, which are balanced best, for factors with few inputs.
    pairs: Vec<usize>,
}

impl Design {
    /// A design for factors that together hold each input `0..n` once.
    pub fn new(factors: Vec<Vec<usize>>, seed: u64) -> Self {
        let mut order: Vec<&Vec<usize>> = factors.iter().collect();
        order.sort_by_key(|inputs| inputs.len());
        let inputs: usize = factors.iter().map(Vec::len).sum();
        let mut pairs = vec![0; inputs];
        for (pair, &input) in order.into_iter().flatten().enumerate() {
            pairs[input] = pair;
        }
        Self {
            sequence: Sobol::new(2 * inputs, seed),
            factors,
            pairs,
        }
    }

    /// Number of factors.
    pub fn factors(&self) -> usize {
        self.factors.len()
    }

    /// The points of a row, one a line: A, B, then for each factor A with the inputs of that factor from B.
    pub fn points(&self, row: u32) -> Array2<f64> {
        let mut points = Array2::zeros((self.factors.len() + 2, self.pairs.len()));
        for (input, pair) in self.pairs.iter().enumerate() {
            let [a, b] = [0, 1].map(|point| self.sequence.coordinate(row, 2 * pair + point));
            points.column_mut(input).fill(a);
            points[[1, input]] = b;
        }
        for (factor, inputs) in self.factors.iter().enumerate() {
            for &input in inputs {
                points[[factor + 2, input]] = points[[1, input]];
            }
        }
        points
    }
}

/// What a model gave at the points of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluations {
    /// One line a row of the design: at A, at B, then at the mixed point of each factor.
    values: Array2<f64>,
}

impl Evaluations {
    /// None yet, of so many factors.
    pub fn new(factors: usize) -> Self {
        Self {
            values: Array2::zeros((0, factors + 2)),
        }
    }

    /// Evaluates a function at the first rows of a design.
    pub fn of(design: &Design, rows: u32, function: impl Fn(&[f64]) -> f64) -> Self {
        let mut evaluations = Self::new(design.factors());
        for row in 0..rows {
            let points = design.points(row);
            let points = points.rows().into_iter();
            let values: Vec<f64> = points.map(|point| function(inputs(&point))).collect();
            evaluations.push(&values);
        }
        evaluations
    }

    /// Adds what the model gave at the points of the next row.
    ///
    /// # Panics
    /// There are not as many values as points in a row.
    pub fn push(&mut self, values: &[f64]) {
        self.values
            .push_row(ArrayView1::from(values))
            .expect("a value for each point of a row");
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.nrows()
    }

    /// Number of factors.
    pub fn factors(&self) -> usize {
        self.values.ncols() - 2
    }
}

/// The inputs of a point: lines of a design lie in one piece.
pub(super) fn inputs<'a>(point: &ArrayView1<'a, f64>) -> &'a [f64] {
    point.to_slice().unwrap_or_default()
}

/// A number with the 95 % percentile interval of the bootstrap (Efron 1979); estimates of indices may fall below 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// The estimate.
    pub value: f64,
    /// Its interval.
    pub interval: [f64; 2],
}

impl Index {
    /// Half the width of its interval.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.interval[1] - self.interval[0])
    }
}

/// How much of the variance of a result one factor explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orders {
    /// First-order index: the share that goes when the factor alone becomes known, `V[E(y | x_i)] / V(y)`.
    pub first: Index,
    /// Total-order index: the share that stays when all but the factor is known, `E[V(y | x_~i)] / V(y)`.
    pub total: Index,
}

/// All indices of a result that varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Indices {
    /// Mean of the result over the points A and B.
    pub mean: f64,
    /// Its variance there.
    pub variance: f64,
    /// Each factor.
    pub factors: Vec<Orders>,
    /// Sum of the first-order indices: one where factors only add up.
    pub first_sum: Index,
}

/// The indices of each factor; none when the result is the same at all points A and B.
///
/// First order by Saltelli and others (2010), `Σ (b − m)(ab_i − a) / n / V`, total order by Jansen (1999),
/// `Σ (a − ab_i)² / 2n / V`; m and V are mean and variance over the points A and B. A factor without influence has 0 exactly.
///
/// # Panics
/// At 2^32 rows, which fit in no memory.
pub fn indices(evaluations: &Evaluations, seed: u64, threads: Option<usize>) -> Option<Indices> {
    let rows = u32::try_from(evaluations.rows()).expect("fewer than 2^32 points fit in memory");
    let all: Vec<u32> = (0..rows).collect();
    let plain = estimates(evaluations, &all)?;
    let resample = |number: usize| {
        let owner = Owner::named("sensitivity");
        let mut stream = Stream::new(seed, Purpose::Bootstrap, owner, number as u64);
        let chosen: Vec<u32> = all.iter().map(|_| stream.below(rows)).collect();
        estimates(evaluations, &chosen)
    };
    let resampled = in_places(threads, RESAMPLES, resample).into_iter();
    // A resample in which nothing varies has no indices.
    let resampled: Vec<Vec<f64>> = resampled.flatten().collect();
    let index = |place: usize| {
        let mut values: Vec<f64> = resampled.iter().map(|sample| sample[place]).collect();
        values.sort_by(f64::total_cmp);
        let value = plain[place];
        // Rounding of equal resamples must not part the ends from the value.
        let [low, high] = [0.025, 0.975].map(|share| percentile(&values, share));
        Index {
            value,
            interval: [low.min(value), high.max(value)],
        }
    };
    let factors = (0..evaluations.factors()).map(|factor| Orders {
        first: index(3 + 2 * factor),
        total: index(4 + 2 * factor),
    });
    Some(Indices {
        mean: plain[0],
        variance: plain[1],
        factors: factors.collect(),
        first_sum: index(2),
    })
}

/// The value below which a share of sorted values lies.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = share * last as f64;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a length"
    )]
    let below = place as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// Mean, variance and sum of the first-order indices, then the first-order and the total-order index of each factor.
fn estimates(evaluations: &Evaluations, rows: &[u32]) -> Option<Vec<f64>> {
    let n = rows.len() as f64;
    let row = |row: &u32| evaluations.values.row(*row as usize);
    let ends = |number: &u32| (row(number)[0], row(number)[1]);
    let sum = rows.iter().map(ends).fold(0.0, |sum, (a, b)| sum + a + b);
    let mean = sum / (2.0 * n);
    let square = |value: f64| (value - mean) * (value - mean);
    let squares = rows.iter().map(ends);
    let squares = squares.fold(0.0, |sum, (a, b)| sum + square(a) + square(b));
    let variance = squares / (2.0 * n);
    // Equal values may differ from their mean by rounding.
    if rows.is_empty() || variance <= 1e-24 * mean * mean {
        return None;
    }
    let mut sums = vec![[0.0; 2]; evaluations.factors()];
    for number in rows {
        let (a, b) = ends(number);
        for ([first, total], mixed) in sums.iter_mut().zip(row(number).iter().skip(2)) {
            let change = mixed - a;
            *first += (b - mean) * change;
            *total += change * change;
        }
    }
    let orders = sums.into_iter();
    let orders = orders.map(|[first, total]| [first / n / variance, 0.5 * total / n / variance]);
    let first_sum = orders.clone().map(|order| order[0]).sum();
    let all = [mean, variance, first_sum].into_iter();
    Some(all.chain(orders.flatten()).collect())
}

#[cfg(test)]
mod tests {
    use super::{Design, Evaluations, Indices, indices};

    const ROWS: u32 = 1 << 12;

    /// Indices of a function of some numbers, each a factor.
    fn of(inputs: usize, function: impl Fn(&[f64]) -> f64) -> Option<Indices> {
        let factors = (0..inputs).map(|input| vec![input]).collect();
        indices(
            &Evaluations::of(&Design::new(factors, 1), ROWS, function),
            1,
            Some(1),
        )
    }

    #[test]
    fn an_additive_function_shares_out_its_variance() {
        // y = 3x + 2y + z over uniform numbers: shares 9, 4 and 1 of 14.
        let found = of(4, |x| 3.0 * x[0] + 2.0 * x[1] + x[2]).expect("it varies");
        for (factor, share) in found.factors.iter().zip([9.0, 4.0, 1.0]) {
            assert!(
                (factor.first.value - share / 14.0).abs() < 0.002,
                "{factor:?}"
            );
            assert!(
                (factor.total.value - share / 14.0).abs() < 0.002,
                "{factor:?}"
            );
        }
        assert!((found.first_sum.value - 1.0).abs() < 0.003);
        assert!((found.mean - 3.0).abs() < 1e-3 && (found.variance - 14.0 / 12.0).abs() < 1e-3);
        // The fourth number is not used.
        let unused = found.factors[3];
        for estimate in [unused.first, unused.total] {
            assert!(estimate.value.abs() < 1e-300 && estimate.half_width() < 1e-300);
        }
    }

    #[test]
    fn numbers_in_one_factor_count_together() {
        let function = |x: &[f64]| x[0] * x[1] + x[2];
        let design = Design::new(vec![vec![0, 1], vec![2]], 1);
        let found =
            indices(&Evaluations::of(&design, ROWS, function), 1, Some(1)).expect("it varies");
        // V(x·y) = 1/9 − 1/16 = 7/144 and V(z) = 1/12: shares 7 and 12 of 19.
        assert!((found.factors[0].first.value - 7.0 / 19.0).abs() < 0.005);
        assert!((found.factors[0].total.value - 7.0 / 19.0).abs() < 0.005);
        assert!((found.factors[1].first.value - 12.0 / 19.0).abs() < 0.005);
    }

    #[test]
    fn a_constant_has_no_indices() {
        assert_eq!(of(2, |_| 0.1), None);
        let design = Design::new(vec![vec![0]], 1);
        assert_eq!(
            indices(&Evaluations::of(&design, 0, |_| 1.0), 1, None),
            None
        );
        // One row can show a difference, but hardly more.
        let one = Evaluations::of(&design, 1, |x| x[0]);
        let found = indices(&one, 1, Some(1)).expect("two points differ");
        assert!(found.factors[0].total.value.is_finite());
    }

    #[test]
    fn intervals_do_not_depend_on_threads_and_follow_their_seed() {
        let design = Design::new(vec![vec![0], vec![1]], 3);
        let evaluations = Evaluations::of(&design, 256, |x| x[0] * x[1]);
        let alone = indices(&evaluations, 3, Some(1));
        assert_eq!(alone, indices(&evaluations, 3, Some(3)));
        assert_ne!(alone, indices(&evaluations, 4, Some(1)));
    }
}
