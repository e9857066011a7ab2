//! Looks for the deals of greatest score in a zone of any size, and proves that there are none better.
//!
//! Scores rise with every gain, so the best deals lie on the Pareto frontier. Where that is small it is at hand, and the best
//! is picked from it. Where it is too large to be listed, the frontier finder merges the zone once more, with what a score
//! within reach says of every better deal: floors under single gains, and weights λ with a bound on `Σ λ·a` (a branch and bound;
//! Land and Doig 1960, Econometrica 28(3)). What is found raises the score, which tightens the bounds, until the
//! merge ends without having thinned anything: then nothing better is left. The weights are those that leave the least
//! possible by themselves, the dual of the problem in which deals may be mixed (Held and Karp 1971, Mathematical
//! Programming 1); that is what makes the bounds tight, since among many deals mixing gains next to nothing.

use crate::analysis::frontier::{Cut, Finder, Frontier, Point, Question, Region};
use crate::analysis::solutions::goal::{Goal, Shape};
use crate::analysis::solutions::pick::Pick;
use crate::analysis::solutions::weights::weights;

/// Most points of the frontier by which a search starts, and of the merges that follow where that is too few.
const ROWS: [usize; 3] = [4_096, 4_096, 32_768];
/// Objectives up to which merges are as large.
const OBJECTIVES_FEW: usize = 8;

/// Most points of merges for so many objectives.
///
/// Among the gains of many hardly any deal is beaten, so that each point is compared with all others, in all gains, for the
/// ideal of each objective: beyond a few, merges shrink with the cube of their number, which keeps the time about the same.
pub(super) fn rows(objectives: usize) -> [usize; 3] {
    let many = objectives.max(OBJECTIVES_FEW).pow(3);
    ROWS.map(|rows| (rows * OBJECTIVES_FEW.pow(3) / many).max(1))
}

/// Merges of one size that may each find a better deal.
pub(super) const MERGES_MAX: usize = 6;

/// Most ties that are listed where there are too many to list all.
const TIES_MAX: usize = 16;

/// A score below another by no more than this may still be tied with it; which of them are tied is decided afterwards.
pub(super) const NEAR: f64 = 1e-9;

/// The deals of a zone by what they give some objectives.
#[derive(Debug)]
pub(super) struct Search<'a> {
    question: Question<'a>,
    finder: Finder,
    /// Most points of the first frontier, and of the merges that follow.
    pub(super) rows: [usize; 3],
    /// The frontier of the zone, as far as it was found.
    pub(super) start: Frontier,
}

/// The best deal found.
#[derive(Clone, Debug)]
struct Best {
    score: f64,
    point: Point,
    proven: bool,
}

impl<'a> Search<'a> {
    /// Starts with the frontier of the zone of a question.
    pub(super) fn new(question: &Question<'a>, rows: [usize; 3]) -> Self {
        let mut finder = Finder::default();
        let start = finder.find(&Question {
            points_max: rows[0],
            ..*question
        });
        Self {
            question: *question,
            finder,
            rows,
            start,
        }
    }

    /// Starts with what is known of the frontier of a question.
    pub(super) fn known(question: &Question<'a>, start: Frontier) -> Self {
        Self {
            question: *question,
            finder: Finder::default(),
            rows: rows(question.objectives.len()),
            start,
        }
    }

    /// What is known of the frontier.
    pub(super) fn into_start(self) -> Frontier {
        self.start
    }

    /// What a point gives the objectives.
    pub(super) fn values(&self, point: &Point) -> Vec<f64> {
        let parties = self.question.objectives.iter();
        parties
            .map(|&party| point.utilities[party as usize])
            .collect()
    }

    /// The places of all objectives.
    pub(super) fn all(&self) -> Vec<usize> {
        (0..self.question.objectives.len()).collect()
    }

    /// Whether an objective's consent is needed in every region.
    pub(super) fn is_always_asked(&self, place: usize) -> bool {
        let party = self.question.objectives[place] as usize;
        let mut regions = self.question.regions.iter();
        regions.all(|region| region.floors[party] > f64::NEG_INFINITY)
    }

    /// The most that one objective may have, and whether that is proven; none where no deal was found.
    pub(super) fn greatest(&mut self, objective: usize) -> Option<(f64, bool)> {
        let levels = vec![0.0; self.question.objectives.len()];
        let mut scales = vec![None; levels.len()];
        scales[objective] = Some(1.0);
        let goal = Goal {
            shape: Shape::Least,
            levels: &levels,
            scales: &scales,
        };
        let best = self.best(&goal, &[objective])?;
        Some((best.score, best.proven))
    }

    /// The greatest score, and whether it is proven; none where no deal has any.
    pub(super) fn score(&mut self, goal: &Goal<'_>) -> Option<(f64, bool)> {
        let all = self.all();
        let best = self.best(goal, &all)?;
        Some((best.score, best.proven))
    }

    /// The undominated deals of greatest score: of each set of equal values one, and where they are too many to be
    /// listed, some.
    pub(super) fn pick(&mut self, goal: &Goal<'_>) -> Pick {
        let all = self.all();
        let Some(best) = self.best(goal, &all) else {
            return Pick::none(self.start.complete);
        };
        let values = self.values(&best.point);
        let least = best.score - goal.rounding(&values);
        let ties = |search: &Self, mut points: Vec<Point>| {
            points.retain(|point| goal.score(&search.values(point)) >= least);
            points
        };
        if self.start.complete {
            let points = ties(self, self.start.points.clone());
            return Pick {
                points,
                proven: true,
            };
        }
        let weights = weights(&self.question, goal, &values);
        let found = self.merge(goal, best.score - NEAR, &weights, self.rows[0], &all);
        let points = ties(self, found.points);
        if found.complete && !points.is_empty() {
            return Pick {
                points,
                proven: best.proven,
            };
        }
        // What thinning left may be dominated by what it dropped.
        let mut lifted: Vec<Point> = Vec::new();
        for point in points.iter().take(TIES_MAX).chain([&best.point]) {
            let above = self.undominated_above(goal, point);
            lifted.extend(above.filter(|above| lifted.iter().all(|known| known != above)));
        }
        let proven = best.proven && !lifted.is_empty();
        if lifted.is_empty() {
            lifted.push(best.point);
        }
        Pick {
            points: lifted,
            proven,
        }
    }

    /// An undominated deal that gives nobody less than a point; none where that could not be found out.
    pub(super) fn undominated_above(&mut self, goal: &Goal<'_>, point: &Point) -> Option<Point> {
        let floors = self.values(point);
        let shares: f64 = goal.shares(&floors).sum();
        let sum = Goal {
            shape: Shape::Sum,
            ..goal.clone()
        };
        let even = vec![1.0; goal.scales.iter().flatten().count()];
        let cuts: Vec<Cut> = sum.cut(shares - NEAR, &even).into_iter().collect();
        let found = self.raised(&floors, &cuts, self.rows[2], &self.all());
        found.points.into_iter().next().filter(|_| found.complete)
    }

    /// The best deal by a goal that rises with what these objectives have, given by place.
    fn best(&mut self, goal: &Goal<'_>, places: &[usize]) -> Option<Best> {
        let start = std::mem::take(&mut self.start.points);
        let mut best = self.best_of(goal, &start);
        self.start.points = start;
        if self.start.complete {
            return best.map(|best| Best {
                proven: true,
                ..best
            });
        }
        for rows in self.rows.into_iter().skip(1) {
            for _ in 0..MERGES_MAX {
                let found = match &best {
                    Some(best) => {
                        let values = self.values(&best.point);
                        let weights = weights(&self.question, goal, &values);
                        let aim = best.score + goal.rounding(&values);
                        self.merge(goal, aim, &weights, rows, places)
                    }
                    None => self.merge(goal, f64::NEG_INFINITY, &[], rows, places),
                };
                let better = self.best_of(goal, &found.points);
                let least = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.score);
                let raised = better.as_ref().is_some_and(|better| better.score > least);
                if raised {
                    best = better;
                }
                if found.complete {
                    return best.map(|best| Best {
                        proven: true,
                        ..best
                    });
                }
                if !raised {
                    break;
                }
            }
        }
        best
    }

    /// The first point of greatest score, which is not proven; none where none has any.
    fn best_of(&self, goal: &Goal<'_>, points: &[Point]) -> Option<Best> {
        let mut best: Option<Best> = None;
        for point in points {
            let score = goal.score(&self.values(point));
            let least = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.score);
            if score > least {
                best = Some(Best {
                    score,
                    point: point.clone(),
                    proven: false,
                });
            }
        }
        best
    }

    /// The frontier of deals that may reach a score, for some of the objectives.
    fn merge(
        &mut self,
        goal: &Goal<'_>,
        score: f64,
        weights: &[Vec<f64>],
        rows: usize,
        places: &[usize],
    ) -> Frontier {
        let floors = goal.floors(score);
        let cuts = weights
            .iter()
            .filter_map(|weights| goal.cut(score, weights));
        let cuts = cuts.map(|cut| Cut {
            weights: places.iter().map(|&place| cut.weights[place]).collect(),
            need: cut.need,
        });
        self.raised(&floors, &cuts.collect::<Vec<Cut>>(), rows, places)
    }

    /// The frontier for some of the objectives of deals that give each objective at least a floor and pass the cuts.
    pub(super) fn raised(
        &mut self,
        floors: &[f64],
        cuts: &[Cut],
        rows: usize,
        places: &[usize],
    ) -> Frontier {
        let objectives = self.question.objectives;
        let regions = self.question.regions.iter().map(|region| {
            let mut region = region.clone();
            for (&party, floor) in objectives.iter().zip(floors) {
                let held = &mut region.floors[party as usize];
                *held = held.max(*floor);
            }
            region
        });
        let regions: Vec<Region> = regions.collect();
        let chosen: Vec<u32> = places.iter().map(|&place| objectives[place]).collect();
        self.finder.find(&Question {
            objectives: &chosen,
            regions: &regions,
            cuts,
            points_max: rows,
            ..self.question
        })
    }
}
