//! Weights and scores, compiled and drawn: each around a centre that may be drawn itself, with an error of its own.

use crate::game::quantile;
use crate::game::streams::{Numbers, Streams};
use crate::game::uniforms::Uniforms;
use crate::game::{Owner, Slot};
use crate::model::{Group, Subject, Utility};

/// Weights and scores, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledUtility {
    /// A weight an issue.
    weights: Numbers,
    /// Standard deviation of the logarithm of each weight around its centre; empty for none.
    weight_deviations: Vec<f64>,
    /// Stream of these errors, one slot an issue.
    weight_errors: Owner,
    /// A score an option, issue by issue.
    scores: Numbers,
    /// Standard deviation of the error of each score.
    score_deviation: f64,
    /// Stream of these errors, one slot an option.
    score_errors: Owner,
}

impl CompiledUtility {
    /// Compiles weights and scores whose streams are named after `name`.
    pub(crate) fn of(
        utility: &Utility,
        subject: Subject,
        name: &str,
        streams: &mut Streams,
    ) -> Self {
        let centres: Vec<f64> = utility
            .weights
            .iter()
            .map(|weight| weight.central())
            .collect();
        let total: f64 = centres.iter().sum();
        let deviations = utility.weight_concentration.map(|concentration| {
            let deviation = |&centre: &f64| {
                // A weight of zero stays zero; it has no logarithm to spread.
                if centre > 0.0 {
                    libm::sqrt(total / (concentration * centre))
                } else {
                    0.0
                }
            };
            centres.iter().map(deviation).collect()
        });
        Self {
            weights: streams.take(subject, Group::Weights),
            weight_deviations: deviations.unwrap_or_default(),
            weight_errors: Owner::named(&format!("{name}/weight-errors")),
            scores: streams.take(subject, Group::Scores),
            score_deviation: utility.score_sd,
            score_errors: Owner::named(&format!("{name}/score-errors")),
        }
    }

    /// Whether every draw gives the same weights and scores.
    pub(crate) fn is_fixed(&self) -> bool {
        !self.weights.drawn
            && self.weight_deviations.is_empty()
            && !self.scores.drawn
            && self.score_deviation <= 0.0
    }

    /// The slot of the error of a weight or a score, where it has one.
    pub(crate) fn error(&self, group: Group, position: u32) -> Option<Slot> {
        let (owner, deviation) = match group {
            Group::Weights => {
                let deviation = self.weight_deviations.get(position as usize);
                (self.weight_errors, deviation.copied()?)
            }
            Group::Scores => (self.score_errors, self.score_deviation),
            _ => return None,
        };
        (deviation > 0.0).then_some(Slot { owner, position })
    }

    /// Draws normalised weights and scores; returns the sum of the weights as written or drawn, and their sum with their errors,
    /// by which they were divided.
    ///
    /// `weight-concentration` is about how a party's attention is divided, not about how much of it there is, so its
    /// errors do not enter the first sum.
    pub(crate) fn draw(
        &self,
        uniforms: &mut impl Uniforms,
        weights: &mut Vec<f64>,
        scores: &mut Vec<f64>,
    ) -> (f64, f64) {
        self.weights.draw(uniforms, weights);
        let scale = weights.iter().sum();
        if !self.weight_deviations.is_empty() {
            uniforms.open(self.weight_errors);
            for (weight, deviation) in weights.iter_mut().zip(&self.weight_deviations) {
                // Half the variance is taken off, so that the centre is the mean, as it is of a Dirichlet draw.
                let error = deviation * quantile::standard_normal(uniforms.next());
                *weight *= libm::exp(error - 0.5 * deviation * deviation);
            }
        }
        let attention = normalise(weights);
        self.scores.draw(uniforms, scores);
        if self.score_deviation > 0.0 {
            uniforms.open(self.score_errors);
            for score in scores {
                let error = self.score_deviation * quantile::standard_normal(uniforms.next());
                *score = (*score + error).clamp(0.0, 1.0);
            }
        }
        (scale, attention)
    }
}

/// Makes weights sum to 1, and says what they summed to; weights that are all 0 stay so.
pub(crate) fn normalise(weights: &mut [f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        for weight in weights {
            *weight /= total;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn weights_sum_to_one_unless_all_are_zero() {
        let mut weights = vec![1.0, 0.0, 3.0];
        normalise(&mut weights);
        assert_eq!(weights, [0.25, 0.0, 0.75]);
        let mut none = vec![0.0, 0.0];
        normalise(&mut none);
        assert_eq!(none, [0.0, 0.0]);
    }
}
