//! The values of a factor, and what each of them sets.

use crate::scenario::assignment::Assignment;
use crate::scenario::inline::number;
use crate::scenario::place::Span;
use crate::scenario::placed::Placed;
use crate::scenario::ranges::whole_in;

/// Something that differs between cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// The values it takes.
    pub values: Values,
}

/// The values of a factor.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// One of these.
    Levels(Vec<Level>),
    /// Any between two ends.
    Range(ValueRange),
}

/// One value of a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Name in result files: the value as written, or the policy's id.
    pub label: String,
    /// Name for readers, where the file gives one.
    pub title: Option<String>,
    /// What it sets.
    pub sets: Vec<Placed>,
}

/// Values between two ends, for one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRange {
    pub(super) path: String,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) whole: bool,
    /// Where its values stand, and where its path.
    pub(super) place: [Span; 2],
}

impl Values {
    /// The levels there are; none of a range.
    pub fn levels(&self) -> &[Level] {
        match self {
            Self::Levels(levels) => levels,
            Self::Range(_) => &[],
        }
    }

    /// The value at a point in 0..1: with levels each has an equal part.
    pub fn at(&self, point: f64) -> Level {
        match self {
            Self::Levels(levels) => {
                let parts = levels.len() as f64;
                let is_here = |place: &usize| point * parts < (place + 1) as f64;
                let place = (0..levels.len()).find(is_here);
                levels[place.unwrap_or(levels.len() - 1)].clone()
            }
            Self::Range(range) => range.at(point),
        }
    }
}

impl ValueRange {
    /// The value at a point in 0..1; whole numbers have an equal part each.
    fn at(&self, point: f64) -> Level {
        let ends = [self.low, self.high];
        self.level(if self.whole {
            whole_in(ends, point)
        } else {
            between(ends, point)
        })
    }

    /// Evenly spaced levels, both ends included.
    pub(super) fn steps(&self, steps: u32) -> Vec<Level> {
        let step = |position: u32| {
            let place = f64::from(position) / f64::from(steps - 1);
            let value = between([self.low, self.high], place);
            self.level(if self.whole {
                libm::round(value)
            } else {
                value
            })
        };
        (0..steps).map(step).collect()
    }

    fn level(&self, value: f64) -> Level {
        let text = number(value, self.whole);
        Level {
            label: text.clone(),
            title: None,
            sets: vec![Placed {
                assignment: Assignment {
                    path: self.path.clone(),
                    value: text,
                },
                place: self.place[0],
                path_place: self.place[1],
            }],
        }
    }
}

/// The number at a place in 0..1 between two others, to six digits, so that a tenth is written as one.
fn between([low, high]: [f64; 2], place: f64) -> f64 {
    let value = low * (1.0 - place) + high * place;
    format!("{value:.5e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::{ValueRange, Values};
    use crate::scenario::place::Span;

    fn range(low: f64, high: f64, whole: bool) -> ValueRange {
        ValueRange {
            path: "clock.rounds".to_owned(),
            low,
            high,
            whole,
            place: [Span::whole(0); 2],
        }
    }

    fn labels(values: &Values, points: &[f64]) -> Vec<String> {
        points.iter().map(|&point| values.at(point).label).collect()
    }

    #[test]
    fn whole_numbers_have_an_equal_part_each() {
        let values = Values::Range(range(1.0, 4.0, true));
        let found = labels(&values, &[0.0, 0.24, 0.26, 0.51, 0.76, 1.0]);
        assert_eq!(found, ["1", "1", "2", "3", "4", "4"]);
    }

    #[test]
    fn levels_of_a_range_are_evenly_spaced_and_share_the_points() {
        let values = Values::Levels(range(0.3, 0.6, false).steps(4));
        assert_eq!(
            labels(&values, &[0.0, 0.26, 0.5, 0.99]),
            ["0.3", "0.4", "0.5", "0.6"]
        );
    }
}
