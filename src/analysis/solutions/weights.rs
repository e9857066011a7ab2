//! Weights of shares that bound a score as tightly as weights can.

use crate::analysis::frontier::Question;
use crate::analysis::solutions::goal::{Goal, Shape};
use crate::game::INDIFFERENCE;

/// Steps in the search for weights.
const STEPS: u32 = 100;

/// Weights of shares for cuts: those that leave the least score possible, and those that fit a deal with these values.
pub(super) fn weights(question: &Question<'_>, goal: &Goal<'_>, values: &[f64]) -> Vec<Vec<f64>> {
    let shares: Vec<f64> = goal.shares(values).collect();
    match goal.shape {
        Shape::Sum => vec![vec![1.0; shares.len()]],
        Shape::Least => vec![balanced(question, goal)],
        Shape::Product => {
            let fitting = shares.iter().map(|share| 1.0 / share.max(INDIFFERENCE));
            vec![balanced(question, goal), fitting.collect()]
        }
    }
}

/// The weights of shares that leave the least score possible, by subgradient steps in their logarithms.
///
/// At weights λ the deal of greatest `Σ λ·a`, found block by block, bounds the score. Whoever has more of that deal than the
/// others, weighted as they are in a product, unweighted for the least share, loses weight.
fn balanced(question: &Question<'_>, goal: &Goal<'_>) -> Vec<f64> {
    let mut weights = vec![1.0; goal.scales.iter().flatten().count()];
    if weights.len() < 2 {
        return weights;
    }
    let mut best = weights.clone();
    let mut least = f64::INFINITY;
    for step in 0..STEPS {
        let shares = greatest_sum(question, goal, &weights);
        let most: f64 = weights
            .iter()
            .zip(&shares)
            .map(|(w, share)| w * share)
            .sum();
        let bound = goal.bound(&weights, most);
        if bound < least {
            least = bound;
            best.clone_from(&weights);
        }
        let stakes = weights.iter().zip(&shares).map(|(weight, share)| {
            if goal.shape == Shape::Product {
                weight * share
            } else {
                *share
            }
        });
        let stakes: Vec<f64> = stakes.collect();
        let mean = stakes.iter().sum::<f64>() / stakes.len() as f64;
        let spread = stakes.iter().map(|stake| (stake - mean).abs());
        let spread = spread.fold(f64::MIN_POSITIVE, f64::max);
        let length = 1.0 / f64::from(step + 1);
        for (weight, stake) in weights.iter_mut().zip(&stakes) {
            *weight *= libm::exp(length * (mean - stake) / spread);
        }
    }
    best
}

/// Shares in the deal of greatest weighted sum among all that some region allows, whatever floors they miss.
fn greatest_sum(question: &Question<'_>, goal: &Goal<'_>, weights: &[f64]) -> Vec<f64> {
    let (layout, objectives) = (question.layout, question.objectives);
    let counted = objectives.iter().zip(goal.scales);
    let counted: Vec<(u32, f64)> = counted
        .filter_map(|(&party, scale)| Some((party, (*scale)?)))
        .collect();
    let value =
        |party: u32, combo: usize| question.utilities[party as usize * layout.combos() + combo];
    let mut sums = vec![0.0; objectives.len()];
    for block in 0..layout.blocks() {
        let mut best = None;
        let mut most = f64::NEG_INFINITY;
        for combo in layout.block(block) {
            let mut regions = question.regions.iter();
            let pairs = counted.iter().zip(weights);
            let sum: f64 = pairs
                .map(|(&(party, scale), weight)| weight / scale * value(party, combo))
                .sum();
            if sum > most && regions.any(|region| region.allowed[combo]) {
                (best, most) = (Some(combo), sum);
            }
        }
        for (sum, &party) in sums.iter_mut().zip(objectives) {
            *sum += best.map_or(0.0, |combo| value(party, combo));
        }
    }
    goal.shares(&sums).collect()
}
