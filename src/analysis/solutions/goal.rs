//! What a solution maximises, and what that says of every deal that does at least as well.

use crate::analysis::frontier::Cut;
use crate::game::INDIFFERENCE;

/// How the gains of the objectives become one score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// The product of the gains; a deal that costs an objective something has none.
    Product,
    /// The least gain.
    Least,
    /// The sum of the gains.
    Sum,
}

/// A score of deals, from what the objectives have of them.
///
/// A *share* is a gain over `level` in units of `scale`.
#[derive(Clone, Debug)]
pub(super) struct Goal<'a> {
    pub(super) shape: Shape,
    /// By objective: where gains begin.
    pub(super) levels: &'a [f64],
    /// By objective: the unit of its gains; none for whoever is left out of account.
    pub(super) scales: &'a [Option<f64>],
}

impl Goal<'_> {
    /// Gains of those who count, each in its unit.
    pub(super) fn shares(&self, values: &[f64]) -> impl Iterator<Item = f64> {
        let gains = values.iter().zip(self.levels).zip(self.scales);
        gains.filter_map(|((value, level), scale)| Some((value - level) / (*scale)?))
    }

    /// The difference between the greatest and the smallest share of a deal with these values.
    pub(super) fn spread(&self, values: &[f64]) -> f64 {
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let (least, most) = self
            .shares(values)
            .fold(ends, |(low, high), share| (low.min(share), high.max(share)));
        (most - least).max(0.0)
    }

    /// Units of those who count.
    fn units(&self) -> impl Iterator<Item = f64> {
        self.scales.iter().copied().flatten()
    }

    /// The score of a deal with these values; −∞ where it has none.
    pub(super) fn score(&self, values: &[f64]) -> f64 {
        match self.shape {
            Shape::Product => {
                let mut gains = values.iter().zip(self.levels);
                if gains.any(|(value, level)| value - level < -INDIFFERENCE) {
                    return f64::NEG_INFINITY;
                }
                self.shares(values).map(|share| share.max(0.0)).product()
            }
            Shape::Least => self.shares(values).fold(f64::INFINITY, f64::min),
            Shape::Sum => self.shares(values).sum(),
        }
    }

    /// By how much scores may differ near a deal with these values where no gain differs by more than rounding.
    pub(super) fn rounding(&self, values: &[f64]) -> f64 {
        let parts: Vec<f64> = self.units().map(|unit| INDIFFERENCE / unit).collect();
        match self.shape {
            Shape::Product => {
                let shares: Vec<f64> = self.shares(values).map(|share| share.max(0.0)).collect();
                let but = |left_out: usize| {
                    let others = shares.iter().enumerate();
                    let others = others.filter(|(place, _)| *place != left_out);
                    others.map(|(_, share)| share).product::<f64>()
                };
                let slopes = parts.iter().enumerate();
                slopes.map(|(place, part)| part * but(place)).sum()
            }
            Shape::Least | Shape::Sum => parts.into_iter().fold(INDIFFERENCE, f64::max),
        }
    }

    /// What each objective has at least of a deal with this score, if no share exceeds 1 in a product.
    pub(super) fn floors(&self, score: f64) -> Vec<f64> {
        let pairs = self.levels.iter().zip(self.scales);
        let floors = pairs.map(|(level, scale)| match (self.shape, scale) {
            (Shape::Product, Some(scale)) if score > 0.0 => level + scale * score,
            (Shape::Product, _) => level - INDIFFERENCE,
            (Shape::Least, Some(scale)) => level + scale * score,
            (Shape::Least, None) | (Shape::Sum, _) => f64::NEG_INFINITY,
        });
        floors.collect()
    }

    /// The weights of all objectives for some of those who count, in their units.
    fn weights(&self, of_shares: &[f64]) -> Vec<f64> {
        let mut of_shares = of_shares.iter();
        let scales = self.scales.iter();
        let weights = scales.map(|scale| {
            let scale = (*scale)?;
            of_shares.next().map(|weight| weight / scale)
        });
        weights.map(|weight| weight.unwrap_or(0.0)).collect()
    }

    /// The cut that these weights of shares make: what the weighted sum is at least where the score is.
    ///
    /// Of shares a with weights λ, `Σ λ·a ≥ Σ λ · min a`, and `Σ λ·a ≥ k · (Π λ · Π a)^(1/k)`, the arithmetic mean being
    /// no less than the geometric one. None where nothing is bounded.
    pub(super) fn cut(&self, score: f64, of_shares: &[f64]) -> Option<Cut> {
        let need = match self.shape {
            Shape::Product if score <= 0.0 => return None,
            Shape::Product => {
                let count = of_shares.len() as f64;
                let product: f64 = of_shares.iter().product();
                count * libm::pow(product * score, 1.0 / count)
            }
            Shape::Least => score * of_shares.iter().sum::<f64>(),
            Shape::Sum => score,
        };
        let weights = self.weights(of_shares);
        let levels = weights.iter().zip(self.levels);
        let levels: f64 = levels.map(|(weight, level)| weight * level).sum();
        let need = need + levels;
        (need.is_finite() && !of_shares.is_empty()).then_some(Cut { weights, need })
    }

    /// The greatest score that weights of shares leave possible where no weighted sum of shares exceeds `most`.
    pub(super) fn bound(&self, of_shares: &[f64], most: f64) -> f64 {
        match self.shape {
            Shape::Product => {
                let count = of_shares.len() as f64;
                let product: f64 = of_shares.iter().product();
                libm::pow(most.max(0.0) / count, count) / product
            }
            Shape::Least => most / of_shares.iter().sum::<f64>(),
            Shape::Sum => most,
        }
    }
}
