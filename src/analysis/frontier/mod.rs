//! The exact Pareto frontier: the deals no other deal improves on for one party without costing another.
//!
//! Utility adds up over blocks of issues, so the frontier is found block by block: of the partial deals over the first k
//! blocks only those matter that no other partial deal matches or beats for every party; each is extended by the combos
//! of block k + 1 that pass the same test (`merge`, `stage`, `maxima`). Nothing is enumerated.
//!
//! **Exactness.** A deal's utility is the sum of the values of its combos, added in block order, as talks
//! compute it. The blocks are merged in that same order, and rounding never turns a sum round: a ≥ b gives
//! a + c ≥ b + c also as rounded. So dominance of partial deals implies dominance of whole deals as reported, and merging
//! loses nothing. What it keeps may differ by rounding alone: sums that are equal on paper, reached by other combos.
//! So the points found are compared once more, now by the ranks of their utilities ([`crate::analysis::ties`]): no point stays that
//! another matches or beats when sums within 1e-12 of each other count as equal. Ranks cannot replace the comparison of partial
//! deals: partial sums that are equal may lead to whole sums that are not.
//!
//! **Limits.** Where more than [`Question::points_max`] partial deals matter, they are thinned on a grid and the answer
//! says how much may have been lost: [`Frontier::epsilon`]. The archive of boxes is that of Laumanns, Thiele, Deb and
//! Zitzler (2002), Evolutionary Computation 10(3).

mod cut;
mod extremes;
mod fence;
mod finder;
mod ground;
mod maxima;
mod merge;
mod pairs;
mod question;
mod stage;
#[cfg(test)]
mod tests;

pub use cut::Cut;
pub use extremes::extremes;
pub use finder::{Finder, Frontier, Point};
pub use question::{POINTS_MAX, Question, Region};

/// The frontier of a question.
///
/// # Panics
/// When the tables do not fit the layout, or there is no objective.
pub fn frontier(question: &Question) -> Frontier {
    Finder::default().find(question)
}
