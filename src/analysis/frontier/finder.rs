//! Finds a frontier: merges each region, and keeps of all points those that none beats.

use crate::analysis::frontier::maxima::Maxima;
use crate::analysis::frontier::merge::Merge;
use crate::analysis::frontier::question::Question;
use crate::analysis::frontier::stage::Stage;
use crate::analysis::ties::ranks;

/// A deal on the frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// A combo for each block.
    pub combos: Vec<u32>,
    /// What each party has of it, objective or not.
    pub utilities: Vec<f64>,
}

/// The frontier of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// Its points by falling sum of the objectives' utilities, ties by lowest combos in block order.
    ///
    /// Of several deals that give all objectives the same utilities, one is listed: in one region and where only
    /// objectives have floors the one of lowest combos in block order, as far as sums of utilities are exact.
    pub points: Vec<Point>,
    /// Whether these are all.
    pub complete: bool,
    /// By how much, at most, a deal that is not listed exceeds some listed one in the utility of any objective.
    ///
    /// For every deal y in question there is a point x with `u_p(y) ≤ u_p(x) + epsilon` for all objectives p. 0 when
    /// complete; ∞ when nothing was found although there may be something.
    pub epsilon: f64,
}

impl Frontier {
    /// A frontier without points, which misses others by so much.
    pub(crate) fn without_points(epsilon: f64) -> Self {
        Self {
            points: Vec::new(),
            complete: epsilon <= 0.0,
            epsilon,
        }
    }
}

/// Reusable memory for many questions; an answer depends on its question alone.
#[derive(Clone, Debug, Default)]
pub struct Finder {
    merge: Merge,
    maxima: Maxima,
    /// Points of all regions, by the objectives' utilities.
    union: Stage,
    /// Deals that thinning may hide behind others which miss a floor by a little.
    hidden: Vec<f64>,
}

impl Finder {
    /// The frontier of a question.
    ///
    /// # Panics
    /// When the tables do not fit the layout, or there is no objective.
    pub fn find(&mut self, question: &Question) -> Frontier {
        question.check();
        let mut points: Vec<Point> = Vec::new();
        let mut epsilon: f64 = 0.0;
        let mut complete = true;
        self.hidden.clear();
        for region in question.regions {
            let missed = self.merge.run(question, region, &mut self.maxima);
            epsilon = epsilon.max(missed);
            complete &= missed <= 0.0;
            self.hidden.extend_from_slice(self.merge.hidden());
            let found =
                (0..self.merge.found()).map(|place| point(question, self.merge.deal(place)));
            points.extend(found);
        }
        points.sort_by(|one, other| one.combos.cmp(&other.combos));
        self.drop_beaten(question, &mut points);
        if points.len() > question.points_max {
            // Each region has few enough, all together have not.
            let thinned = self.thin(question, &mut points);
            complete &= thinned <= 0.0;
            epsilon += thinned;
        }
        let epsilon = epsilon.max(self.least_excess(question, &points));
        Frontier {
            points: by_falling_sum(question, points),
            complete,
            epsilon,
        }
    }

    /// Keeps the points that no other matches or beats by the ranks of the objectives' utilities; of equals the first.
    ///
    /// Regions may overlap, and one may beat another; within a region only rounding is left to compare.
    fn drop_beaten(&mut self, question: &Question, points: &mut Vec<Point>) {
        let width = question.objectives.len();
        let mut rows = vec![0.0; points.len() * width];
        for (column, &party) in question.objectives.iter().enumerate() {
            let values = points.iter().map(|point| point.utilities[party as usize]);
            let ranks = ranks(&values.collect::<Vec<f64>>());
            for (place, rank) in ranks.into_iter().enumerate() {
                rows[place * width + column] = rank;
            }
        }
        retain(points, self.maxima.keep(&rows, width, &[]));
    }

    /// Thins points on a grid; returns its width.
    fn thin(&mut self, question: &Question, points: &mut Vec<Point>) -> f64 {
        let width = question.objectives.len();
        self.union.clear(width, question.points_max);
        for (place, point) in (0..).zip(points.iter()) {
            self.union.push(objectives(question, point), (place, 0));
        }
        let least: Vec<f64> = (0..width)
            .map(|column| self.union.least_finite(column))
            .collect();
        let caps = vec![f64::INFINITY; width];
        self.union.compress(&least, &caps, &mut self.maxima);
        let kept: Vec<u32> = self.union.links().iter().map(|link| link.0).collect();
        retain(points, &kept);
        self.union.spacing()
    }

    /// By how much the hidden deals exceed what is listed, at most.
    fn least_excess(&self, question: &Question, points: &[Point]) -> f64 {
        let width = question.objectives.len();
        let excess = |hidden: &[f64], point: &Point| {
            let pairs = hidden.iter().zip(objectives(question, point));
            pairs.fold(0.0, |most: f64, (&hidden, listed)| {
                if hidden > listed {
                    most.max(hidden - listed)
                } else {
                    most
                }
            })
        };
        self.hidden.chunks_exact(width).fold(0.0, |worst, hidden| {
            let nearest = points.iter().map(|point| excess(hidden, point));
            worst.max(nearest.fold(f64::INFINITY, f64::min))
        })
    }
}

/// Keeps the points of these places, which rise.
fn retain(points: &mut Vec<Point>, places: &[u32]) {
    let mut kept = places.iter().peekable();
    let mut place = 0;
    points.retain(|_| {
        let keep = kept.next_if_eq(&&place).is_some();
        place += 1;
        keep
    });
}

/// Sorts points in rising order of their combos by falling sum of the objectives' utilities; equal sums stay in order.
fn by_falling_sum(question: &Question, points: Vec<Point>) -> Vec<Point> {
    let sums = points.iter().map(|point| objectives(question, point).sum());
    let ranks = ranks(&sums.collect::<Vec<f64>>());
    let mut ranked: Vec<(f64, Point)> = ranks.into_iter().zip(points).collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    ranked.into_iter().map(|(_, point)| point).collect()
}

/// A point's utilities of the objectives.
fn objectives(question: &Question, point: &Point) -> impl Iterator<Item = f64> {
    question
        .objectives
        .iter()
        .map(|&party| point.utilities[party as usize])
}

/// A deal with everybody's utility, added in block order.
fn point(question: &Question, combos: Vec<u32>) -> Point {
    let width = question.layout.combos();
    let utilities = (0..question.layout.parties() as usize).map(|party| {
        let values = &question.utilities[party * width..];
        combos
            .iter()
            .fold(0.0, |sum, &combo| sum + values[combo as usize])
    });
    Point {
        utilities: utilities.collect(),
        combos,
    }
}
