//! Solutions by gains over what no agreement is worth.

use crate::analysis::frontier::{Question, extremes};
use crate::analysis::solutions::goal::{Goal, Shape};
use crate::analysis::solutions::pick::Pick;
use crate::analysis::solutions::search::{Search, rows};
use crate::game::INDIFFERENCE;

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
    pub(super) fn with_rows(question: &Question<'a>, levels: Vec<f64>, rows: [usize; 3]) -> Self {
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
