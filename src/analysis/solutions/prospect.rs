//! What sums of utilities pick, and what a deal gives everybody alike, where a frontier may be known.

use crate::analysis::frontier::{Frontier, Question};
use crate::analysis::solutions::goal::{Goal, Shape};
use crate::analysis::solutions::pick::Pick;
use crate::analysis::solutions::search::Search;
use crate::analysis::ties::difference;

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
