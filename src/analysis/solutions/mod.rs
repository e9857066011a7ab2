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

mod equal;
mod goal;
mod search;
#[cfg(test)]
mod tests;
mod weights;

use crate::analysis::frontier::{Frontier, Point, Question, extremes, frontier};
use crate::analysis::ties::difference;
use crate::game::INDIFFERENCE;
use goal::{Goal, Shape};
use search::{Search, rows};

/// What a solution picks.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// Its deals: several where they are tied, none where no deal qualifies. The one of greatest sum of the objectives'
    /// gains stands first, of these that of the lowest combos.
    pub points: Vec<Point>,
    /// Whether it is proven that no deal is better by more than [`INDIFFERENCE`].
    pub proven: bool,
}

impl Pick {
    /// No deal.
    pub fn none(proven: bool) -> Self {
        Self {
            points: Vec::new(),
            proven,
        }
    }
}

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

/// Parties with the deals they may sign, and what no agreement is worth to them.
#[derive(Debug)]
pub struct Bargain<'a> {
    search: Search<'a>,
    /// By objective: what no agreement is worth to it.
    levels: Vec<f64>,
    /// By objective: the most it can gain; none where that is nothing.
    ideals: Vec<Option<f64>>,
    /// By objective who can gain: a bound on its gain in any combination of options.
    reaches: Vec<Option<f64>>,
    /// Whether the ideals are proven.
    proven: bool,
}

impl<'a> Bargain<'a> {
    /// The bargain over the deals of a question, in which values are such that gains over `levels` add up.
    ///
    /// # Panics
    /// When there is not one level for each objective.
    pub fn new(question: &Question<'a>, levels: Vec<f64>) -> Self {
        Self::with_rows(question, levels, rows(question.objectives.len()))
    }

    /// The bargain, searched by merges of these sizes.
    fn with_rows(question: &Question<'a>, levels: Vec<f64>, rows: [usize; 3]) -> Self {
        assert!(
            levels.len() == question.objectives.len(),
            "every objective has a level from which its gains are counted"
        );
        let mut search = Search::new(question, rows);
        let mut proven = true;
        let mut ideals = Vec::new();
        let mut reaches = Vec::new();
        for (place, (level, &party)) in levels.iter().zip(question.objectives).enumerate() {
            let found = search.greatest(place);
            proven &= found.is_none_or(|(_, proven)| proven);
            let ideal = found.map(|(most, _)| most - level);
            let ideal = ideal.filter(|ideal| *ideal > INDIFFERENCE);
            let values = &question.utilities[party as usize * question.layout.combos()..];
            let reach = extremes(question.layout, values).1 - level;
            reaches.push(ideal.map(|ideal| ideal.max(reach)));
            ideals.push(ideal);
        }
        Self {
            search,
            levels,
            ideals,
            reaches,
            proven,
        }
    }

    /// The Nash solution.
    pub fn nash(&mut self) -> Pick {
        self.pick(Shape::Product, &self.reaches.clone())
    }

    /// Both readings of Kalai and Smorodinsky's solution: the most equal relative gains, and the greatest smallest one.
    pub fn kalai_smorodinsky(&mut self) -> [Pick; 2] {
        let ideals = self.ideals.clone();
        let max_min = self.pick(Shape::Least, &ideals);
        let goal = Goal {
            shape: Shape::Least,
            levels: &self.levels,
            scales: &ideals,
        };
        let equal = self.search.most_equal(&goal, &max_min);
        let equal = Pick {
            proven: equal.proven && self.proven,
            ..equal
        };
        [equal, max_min]
    }

    /// The egalitarian solution.
    pub fn egalitarian(&mut self) -> Pick {
        let gains = self.ideals.iter().map(|ideal| ideal.map(|_| 1.0));
        let gains: Vec<Option<f64>> = gains.collect();
        self.pick(Shape::Least, &gains)
    }

    fn pick(&mut self, shape: Shape, scales: &[Option<f64>]) -> Pick {
        let goal = Goal {
            shape,
            levels: &self.levels,
            scales,
        };
        let pick = self.search.pick(&goal);
        Pick {
            proven: pick.proven && self.proven,
            ..pick
        }
    }
}

/// A frontier as far as it was found, with the deals it is drawn from: what their utilities add up to is searched for
/// where the frontier is not complete.
#[derive(Debug)]
pub struct Prospect<'a> {
    search: Search<'a>,
    count: usize,
}

impl<'a> Prospect<'a> {
    /// The deals of a question, of whose frontier this is known.
    pub fn new(question: &Question<'a>, known: Frontier) -> Self {
        Self {
            search: Search::known(question, known),
            count: question.objectives.len(),
        }
    }

    /// The deals of greatest sum of the objectives' utilities.
    pub fn utilitarian(&mut self) -> Pick {
        let (levels, scales) = self.plain();
        self.search.pick(&Goal {
            shape: Shape::Sum,
            levels: &levels,
            scales: &scales,
        })
    }

    /// The greatest gain over some utilities of the objectives that a deal gives all of them alike; negative where each deal
    /// costs somebody that much, none where there is no deal.
    pub fn shared_gain(&mut self, over: &[f64]) -> Option<f64> {
        let (_, scales) = self.plain();
        let best = self.search.score(&Goal {
            shape: Shape::Least,
            levels: over,
            scales: &scales,
        });
        best.map(|(gain, _)| difference(gain))
    }

    /// The frontier it began with.
    pub fn into_frontier(self) -> Frontier {
        self.search.into_start()
    }

    fn plain(&self) -> (Vec<f64>, Vec<Option<f64>>) {
        (vec![0.0; self.count], vec![Some(1.0); self.count])
    }
}
