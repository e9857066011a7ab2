//! Sobol indices from two samples and their mixtures, with the error that independent replicates show.

use ndarray::{Array2, ArrayView1, Axis};
use serde::{Deserialize, Serialize};

use crate::experiment::sensitivity::design::{Design, Order};
use crate::experiment::sensitivity::shares::Shares;
use crate::simulation::{CONFIDENCE, simultaneous, student_bound};

/// What a model gave at the points of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluations {
    /// One line a row of the design: at A, at B, at A with each factor from B, then, for pairs, at B with each from A; then, where
    /// numbers have ranges, at A with all of these from B, and with all that nature draws.
    values: Array2<f64>,
    factors: usize,
    shares: Shares,
    order: Order,
    has_ranges: bool,
}

impl Evaluations {
    /// None yet, at the points of a design.
    pub fn new(design: &Design) -> Self {
        Self {
            values: Array2::zeros((0, design.points_of_row())),
            factors: design.factors(),
            shares: design.shares(),
            order: design.order(),
            has_ranges: design.has_ranges(),
        }
    }

    /// Evaluates a function at the first rows of a design.
    pub fn of(design: &Design, rows: u32, function: impl Fn(&[f64]) -> f64) -> Self {
        let mut evaluations = Self::new(design);
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
        self.factors
    }

    /// Number of independent replicates that hold a row.
    pub fn replicates(&self) -> usize {
        self.shares.begun(self.rows())
    }

    /// Where at each row the results with all ranges from B, and with all that nature draws from B, stand.
    fn sides(&self) -> impl Iterator<Item = usize> {
        let end = self.values.ncols();
        end - if self.has_ranges { 2 } else { 0 }..end
    }

    /// The first rows alone, without pairs.
    fn first(&self, rows: usize) -> Self {
        Self {
            values: self.values.view().split_at(Axis(0), rows).0.to_owned(),
            order: Order::FirstAndTotal,
            has_ranges: false,
            ..*self
        }
    }

    /// The factors two by two, the first of a pair before the second; none where pairs were not asked about.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let asked = self.order == Order::Second;
        let factors = if asked { self.factors } else { 0 };
        (0..factors).flat_map(move |one| (one + 1..factors).map(move |other| (one, other)))
    }
}

/// The inputs of a point: lines of a design lie in one piece.
pub(super) fn inputs<'a>(point: &ArrayView1<'a, f64>) -> &'a [f64] {
    point.to_slice().unwrap_or_default()
}

/// A share of the variance with its 95 % interval, Student's over replicates; estimates may fall below 0.
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
    /// Total less first: the share that the factor makes by interaction with others. Since 0 is a claim too, the intervals of
    /// all factors hold together.
    pub interaction: Index,
}

/// What two factors do together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The places of the two, the lower first.
    pub factors: (usize, usize),
    /// Second-order index: the share that both make together, beyond what each makes alone. The intervals of all pairs hold
    /// together.
    pub second: Index,
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
    /// Each two factors, where they were asked about.
    pub pairs: Vec<Pair>,
    /// All ranges together, then all that nature draws, where numbers have ranges.
    pub sides: Vec<Orders>,
    /// Sum of the first-order indices: one where factors only add up.
    pub first_sum: Index,
    /// Independent replicates behind the intervals.
    pub replicates: usize,
    /// How fast the error falls: with the number of samples to the power of minus this, ½ for independent points.
    pub rate: f64,
}

/// The indices of each factor; none when the result is the same at all points A and B.
///
/// First order by Saltelli and others (2010), `Σ (b − m)(ab_i − a) / n / V`, total order by Jansen (1999),
/// `Σ (a − ab_i)² / 2n / V`; m and V are mean and variance over the points A and B. With `ba_i` at B with factor i from A, the
/// second order of i and j is the mean of `Σ (ba_i − b)(ab_j − a) / n / V` and the same with i and j exchanged: of the four
/// products that it is made of, those at points that share i, j, both and neither have means `V_i + m²`, `V_j + m²`,
/// `V_i + V_j + V_ij + m²` and `m²` (Saltelli 2002), so that `V_ij` remains. A factor without influence has 0 exactly.
pub fn indices(evaluations: &Evaluations) -> Option<Indices> {
    let found = estimates(evaluations)?;
    let rate = rate(evaluations, &found);
    let index = |estimate: &Estimate, wider: f64| Index {
        value: estimate.value,
        interval: [
            estimate.value - wider * estimate.half_width,
            estimate.value + wider * estimate.half_width,
        ],
    };
    let of_each = found.factors.iter().chain(&found.sides);
    let interactions = found.wider(of_each.map(|factor| &factor[2]));
    let of_pairs = found.wider(found.pairs.iter());
    let orders = |factor: &[Estimate; 3]| Orders {
        first: index(&factor[0], 1.0),
        total: index(&factor[1], 1.0),
        interaction: index(&factor[2], interactions),
    };
    let pairs = evaluations.pairs().zip(&found.pairs);
    Some(Indices {
        mean: found.mean,
        variance: found.variance,
        factors: found.factors.iter().map(orders).collect(),
        sides: found.sides.iter().map(orders).collect(),
        pairs: pairs
            .map(|(factors, second)| Pair {
                factors,
                second: index(second, of_pairs),
            })
            .collect(),
        first_sum: index(&found.first_sum, 1.0),
        replicates: found.replicates,
        rate,
    })
}

/// Bounds of what the rate of the error may be: that of independent points, and that of the smoothest results under nested
/// scrambling (Owen 1997).
const RATES: [f64; 2] = [0.5, 1.5];

/// Rows of a replicate from which the error of fewer rows is judged at least.
const ROWS_OF_QUARTER: usize = 4;

/// How fast the errors of all indices together fell from a quarter of the rows to all; as for independent points where there
/// are too few rows to see.
fn rate(evaluations: &Evaluations, whole: &Estimates) -> f64 {
    let quarter = evaluations.rows() / 4;
    if quarter < ROWS_OF_QUARTER * whole.replicates {
        return RATES[0];
    }
    let spread = |found: &Estimates| -> f64 {
        let all = found.factors.iter().flatten();
        let squares = all.map(|estimate| estimate.half_width * estimate.half_width);
        squares.sum()
    };
    let quarter = estimates(&evaluations.first(quarter));
    quarter.map_or(RATES[0], |quarter| {
        let narrower = 0.5 * libm::log2(spread(&quarter) / spread(whole));
        // Without any error there is nothing to narrow.
        if narrower.is_nan() {
            return RATES[0];
        }
        (0.5 * narrower).clamp(RATES[0], RATES[1])
    })
}

/// A share of the variance with half the width of its interval.
#[derive(Clone, Copy, Debug)]
struct Estimate {
    value: f64,
    half_width: f64,
}

struct Estimates {
    mean: f64,
    variance: f64,
    first_sum: Estimate,
    /// First order, total order and their difference.
    factors: Vec<[Estimate; 3]>,
    /// The same of all ranges and of all that nature draws.
    sides: Vec<[Estimate; 3]>,
    pairs: Vec<Estimate>,
    replicates: usize,
}

impl Estimates {
    /// How much wider intervals must be for those of all these to hold together; what is known exactly does not count.
    fn wider<'a>(&self, all: impl Iterator<Item = &'a Estimate>) -> f64 {
        let uncertain = all.filter(|one| one.half_width > 0.0).count();
        match self.replicates as u64 - 1 {
            0 => 1.0,
            freedom => {
                let together = simultaneous(CONFIDENCE, uncertain);
                student_bound(together, freedom) / student_bound(CONFIDENCE, freedom)
            }
        }
    }
}

/// All estimates; none when the result is the same at all points A and B.
fn estimates(evaluations: &Evaluations) -> Option<Estimates> {
    let ends = |row: ArrayView1<'_, f64>| [row[0], row[1]];
    let rows = || evaluations.values.rows().into_iter();
    let n = evaluations.rows() as f64;
    let mean = rows().flat_map(ends).sum::<f64>() / (2.0 * n);
    let square = |value: f64| (value - mean) * (value - mean);
    let spread = |row: ArrayView1<'_, f64>| 0.5 * ends(row).map(square).iter().sum::<f64>();
    let variance = rows().map(spread).sum::<f64>() / n;
    // Equal values may differ from their mean by rounding.
    if evaluations.rows() == 0 || variance <= 1e-24 * mean * mean {
        return None;
    }
    let replicates = evaluations.replicates();
    let sums = |part: &dyn Fn(ArrayView1<'_, f64>) -> f64| {
        let mut sums = vec![0.0; replicates];
        for (row, values) in (0..).zip(rows()) {
            sums[evaluations.shares.place(row).0 as usize] += part(values);
        }
        Sums(sums)
    };
    let spreads = sums(&spread);
    let share = |part: &dyn Fn(ArrayView1<'_, f64>) -> f64| sums(part).share_of(&spreads);
    // What is from B at A stands at this place.
    let first = |row: &ArrayView1<'_, f64>, place: usize| (row[1] - mean) * (row[place] - row[0]);
    let total = |row: &ArrayView1<'_, f64>, place: usize| {
        let change = row[place] - row[0];
        0.5 * change * change
    };
    let orders = |place: usize| {
        [
            share(&|row| first(&row, place)),
            share(&|row| total(&row, place)),
            share(&|row| total(&row, place) - first(&row, place)),
        ]
    };
    let of_factors = 2..2 + evaluations.factors;
    let pairs = evaluations.pairs().map(|(one, other)| {
        let change_of_b = |row: &ArrayView1<'_, f64>, factor: usize| {
            row[2 + evaluations.factors + factor] - row[1]
        };
        let change_of_a = |row: &ArrayView1<'_, f64>, factor: usize| row[2 + factor] - row[0];
        share(&|row| {
            let both = change_of_b(&row, one) * change_of_a(&row, other)
                + change_of_b(&row, other) * change_of_a(&row, one);
            0.5 * both
        })
    });
    Some(Estimates {
        mean,
        variance,
        first_sum: share(&|row| of_factors.clone().map(|place| first(&row, place)).sum()),
        factors: of_factors.clone().map(orders).collect(),
        sides: evaluations.sides().map(orders).collect(),
        pairs: pairs.collect(),
        replicates,
    })
}

/// A sum over rows, replicate by replicate.
struct Sums(Vec<f64>);

impl Sums {
    /// These as a share of others, with the error of the ratio.
    ///
    /// Both are pooled, so that the bias of a ratio is that of all rows and not of one replicate. Where `X_r` and `V_r` are the
    /// sums of R independent replicates, leaving one out moves the ratio θ = ΣX/ΣV by `−(X_r − θ V_r) / (ΣV − V_r)`. The
    /// jackknife gives the variance (R−1)/R times the sum of these squared, at R − 1 degrees of freedom (Cochran 1977, sections
    /// 6.4 and 6.17). A replicate alone says nothing of its error.
    fn share_of(&self, others: &Self) -> Estimate {
        let whole: f64 = others.0.iter().sum();
        let value = self.0.iter().sum::<f64>() / whole;
        let (count, freedom) = (self.0.len() as f64, self.0.len() as u64 - 1);
        // A replicate with almost all of the spread must not make the error infinite.
        let rest = |other: &f64| (whole - other).max(whole / count);
        let off = self.0.iter().zip(&others.0);
        let off = off.map(|(own, other)| (own - value * other) / rest(other));
        let squares: f64 = off.map(|off| off * off).sum();
        let error = libm::sqrt(squares * freedom as f64 / count);
        let half_width = match freedom {
            0 => f64::INFINITY,
            _ => student_bound(CONFIDENCE, freedom) * error,
        };
        Estimate { value, half_width }
    }
}

#[cfg(test)]
mod tests;
