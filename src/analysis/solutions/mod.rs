//! Solutions of cooperative bargaining theory on the deals that everybody whose consent is needed could sign.
//!
//! Gains are counted from no agreement, and the ideal of an objective is the most it can have of any of these deals. So
//! a deal that nobody could sign changes nothing, and each solution keeps the axioms it is known by: Nash's picks what the
//! product of gains is greatest for, whatever else there is (independence of irrelevant alternatives) and however utility is measured (scale invariance); both
//! readings of Kalai and Smorodinsky's are scale invariant, and what they give rises where everybody's chances do; the
//! egalitarian one rises with every deal that is added. On single deals there may be ties, and all are listed, but for
//! deals that give all objectives the same.
//!
//! **Who cannot gain.** An objective whose ideal is no agreement itself has a gain of 0 in every deal it signs. It would make
//! every product and every least gain 0 and all deals alike, so it is left out of account, and the others' gains decide.

mod bargain;
mod equal;
mod goal;
mod pick;
mod prospect;
mod search;
#[cfg(test)]
mod tests;
mod weights;

pub use bargain::Bargain;
pub use pick::Pick;
pub use prospect::Prospect;

use crate::analysis::frontier::{Question, frontier};

/// What each solution picks.
#[derive(Clone, Debug, PartialEq)]
pub struct Solutions {
    /// Greatest product of gains, `Π g_p` (Nash 1950, Econometrica 18(2)), of deals that cost no objective anything.
    pub nash: Pick,
    /// Most equal relative gains: least difference between the greatest and the smallest `g_p / ideal_p` of the deals that
    /// no other beats.
    pub kalai_smorodinsky: Pick,
    /// Greatest smallest relative gain (Kalai and Smorodinsky 1975, Econometrica 43(3), on single deals).
    pub kalai_smorodinsky_max_min: Pick,
    /// Greatest smallest gain, `min g_p` (Kalai 1977, Econometrica 45(7)).
    pub egalitarian: Pick,
    /// Greatest sum of utilities.
    pub utilitarian: Pick,
}

/// All solutions of a question whose values are utilities and count for gains over `levels` as they are: no breach is
/// feared.
pub fn solve(question: &Question<'_>, levels: &[f64]) -> Solutions {
    let mut bargain = Bargain::new(question, levels.to_vec());
    let [kalai_smorodinsky, kalai_smorodinsky_max_min] = bargain.kalai_smorodinsky();
    Solutions {
        nash: bargain.nash(),
        kalai_smorodinsky,
        kalai_smorodinsky_max_min,
        egalitarian: bargain.egalitarian(),
        utilitarian: Prospect::new(question, frontier(question)).utilitarian(),
    }
}
