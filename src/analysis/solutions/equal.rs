//! The undominated deals with the most equal shares, in a zone of any size.
//!
//! This score does not rise with gains, so no cut helps. But let x be a deal whose least share v is the greatest, and s the
//! difference between the greatest and the smallest share of some undominated deal. An undominated deal y of less
//! difference is not beaten by x, so some share of y is at least v, and each at least v − s: floors, which rise as better
//! deals are found. A deal found by thinning may be dominated; raising the floors to it finds an undominated one.

use crate::analysis::frontier::Point;
use crate::analysis::solutions::goal::Goal;
use crate::analysis::solutions::pick::Pick;
use crate::analysis::solutions::search::{MERGES_MAX, NEAR, Search};

impl Search<'_> {
    /// The undominated deals of least difference between shares; `best` are those of greatest least share.
    pub(super) fn most_equal(&mut self, goal: &Goal<'_>, best: &Pick) -> Pick {
        if self.start.complete {
            let points = self.start.points.clone();
            return self.evenest(goal, points, true);
        }
        let Some(first) = best.points.first() else {
            return Pick::none(false);
        };
        let level = goal.score(&self.values(first));
        let mut known = best.points.clone();
        let even = self.first_evenest(goal, &self.start.points).cloned();
        known.extend(even.and_then(|point| self.undominated_above(goal, &point)));
        for rows in self.rows.into_iter().skip(1) {
            for _ in 0..MERGES_MAX {
                let gap = self.least_spread(goal, &known);
                let floors = if self.binds(goal) {
                    goal.floors(level - gap - NEAR)
                } else {
                    vec![f64::NEG_INFINITY; goal.scales.len()]
                };
                let found = self.raised(&floors, &[], rows, &self.all());
                if found.complete {
                    return self.evenest(goal, found.points, best.proven);
                }
                let even = self.first_evenest(goal, &found.points).cloned();
                let even = even.filter(|point| goal.spread(&self.values(point)) < gap);
                let even = even.and_then(|point| self.undominated_above(goal, &point));
                let Some(even) = even.filter(|point| goal.spread(&self.values(point)) < gap) else {
                    break;
                };
                known.push(even);
            }
        }
        self.evenest(goal, known, false)
    }

    /// Whether each objective that is left out of account has to consent whatever the deal, so that it is indifferent.
    fn binds(&self, goal: &Goal<'_>) -> bool {
        let places = self.all().into_iter().zip(goal.scales);
        let mut left_out = places.filter(|(_, scale)| scale.is_none());
        left_out.all(|(place, _)| self.is_always_asked(place))
    }

    fn least_spread(&self, goal: &Goal<'_>, points: &[Point]) -> f64 {
        let spreads = points.iter().map(|point| goal.spread(&self.values(point)));
        spreads.fold(f64::INFINITY, f64::min)
    }

    fn first_evenest<'p>(&self, goal: &Goal<'_>, points: &'p [Point]) -> Option<&'p Point> {
        let spread = |point: &Point| goal.spread(&self.values(point));
        let points = points.iter();
        points.min_by(|one, other| spread(one).total_cmp(&spread(other)))
    }

    /// The points of least difference between shares.
    fn evenest(&self, goal: &Goal<'_>, mut points: Vec<Point>, proven: bool) -> Pick {
        let least = self.least_spread(goal, &points);
        points.retain(|point| {
            let values = self.values(point);
            goal.spread(&values) <= least + goal.rounding(&values)
        });
        Pick { points, proven }
    }
}
