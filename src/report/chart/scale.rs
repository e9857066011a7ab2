//! Scales in round steps, and the axes that show them.

use serde_json::Value;

use crate::report::chart::axis::{Axis, Extent, Unit};
use crate::report::chart::picture::{Picture, Point};
use crate::report::chart::theme::{GREY, GRID, SMALL, count, rounded};
use crate::report::chart::typesetting::{Anchor, Type};

/// Width of the lines of a grid.
pub(super) const GRID_WIDTH: u32 = 5;
/// The logarithm of 2.
const TWICE: f64 = std::f64::consts::LOG10_2;
/// How numbers of axes are set.
pub(super) const NUMBER: Type = Type::regular(SMALL, GREY);

/// A scale in round steps, along either direction of the page; numbers are in the unit they are written in.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    /// Where its least and its greatest value stand on the page.
    pub(super) ends: [i32; 2],
    low: f64,
    high: f64,
    step: f64,
    unit: Unit,
    words: Vec<String>,
}

impl Scale {
    /// The scale of an axis that holds some values too, its numbers at least `room` units apart; from 0 to 1 where there is
    /// nothing to hold.
    pub(super) fn of(
        axis: &Axis,
        values: impl Iterator<Item = f64>,
        ends: [i32; 2],
        room: i32,
    ) -> Self {
        let (range, words) = match &axis.extent {
            Extent::Fixed(range) => (*range, [].as_slice()),
            Extent::Words(words) => (
                [0.0, count(words.len().max(2) - 1).into()],
                words.as_slice(),
            ),
            Extent::Holding(more) => (range(values.chain(more.iter().copied())), [].as_slice()),
        };
        let [mut low, mut high] = range.map(|end| axis.unit.spaced(end));
        let spread = if high > low {
            high - low
        } else {
            high.abs().max(1.0)
        };
        let most = f64::from(((ends[1] - ends[0]).abs() / room).max(1));
        let least = spread / most;
        let mut step = match axis.unit {
            // From 1 to 2, from 2 to 5, from 5 to 10.
            Unit::Ratio if least <= TWICE && matches!(axis.extent, Extent::Fixed(_)) => TWICE,
            Unit::Ratio => least.ceil(),
            Unit::Whole => round_step(least.max(1.0)),
            Unit::Percent | Unit::Points | Unit::Plain => round_step(least),
        };
        if let Extent::Holding(_) = axis.extent {
            // The least round step whose numbers keep apart once the ends are rounded outwards.
            let outwards = |step: f64| [(low / step + 1e-9).floor(), (high / step - 1e-9).ceil()];
            let mut steps = outwards(step);
            while (steps[1] - steps[0]).max(1.0) > most {
                // The next one up is at most two and a half times as large.
                step = round_step(1.5 * step);
                steps = outwards(step);
            }
            [low, high] = steps.map(|end| end * step);
        }
        Self {
            ends,
            low,
            high: if high > low { high } else { low + step },
            step,
            unit: axis.unit,
            words: words.to_vec(),
        }
    }

    /// Place of a value on the page.
    pub(super) fn at(&self, value: f64) -> i32 {
        self.at_number(self.unit.spaced(value))
    }

    /// What lies beyond an axis of fixed extent by more than its length, as a damaged file may have it, stands at that length: a
    /// dashed line to infinity has no end.
    fn at_number(&self, number: f64) -> i32 {
        let share = (number - self.low) / (self.high - self.low);
        let share = share.clamp(-1.0, 2.0);
        let [first, last] = self.ends;
        first.saturating_add(rounded(share * f64::from(last - first)))
    }

    /// Halfway between its ends.
    pub(super) fn middle(&self) -> i32 {
        i32::midpoint(self.ends[0], self.ends[1])
    }

    /// The place of a value of a frame, a number or one of the words of the axis.
    pub(super) fn place(&self, value: &Value) -> Option<i32> {
        let number = match value.as_str() {
            Some(text) => count(self.words.iter().position(|word| word == text)?).into(),
            None => value.as_f64()?,
        };
        Some(self.at(number))
    }

    /// How far apart two values that differ by 1 stand.
    pub(super) fn unit_length(&self) -> i32 {
        (self.at(1.0) - self.at(0.0)).abs()
    }

    /// The places of the numbers or words on the axis, with what is written there.
    pub(super) fn ticks(&self) -> Vec<(i32, String)> {
        if !self.words.is_empty() {
            let words = (0..).zip(&self.words);
            return words
                .map(|(place, word)| (self.at(f64::from(place)), word.clone()))
                .collect();
        }
        if self.unit == Unit::Ratio {
            return self.ratio_ticks();
        }
        let first = (self.low / self.step - 1e-9).ceil();
        let last = (self.high / self.step + 1e-9).floor();
        let ticks = (0..=rounded(last - first)).map(|tick| (first + f64::from(tick)) * self.step);
        ticks
            .map(|tick| (self.at_number(tick), self.number(tick)))
            .collect()
    }

    /// The powers of ten of a scale of ratios whose numbers keep apart; where twice and five times these do, too, all of them.
    fn ratio_ticks(&self) -> Vec<(i32, String)> {
        let digits: &[f64] = if self.step < 1.0 {
            &[1.0, 2.0, 5.0]
        } else {
            &[1.0]
        };
        let step = self.step.max(1.0);
        let [first, last] = [(self.low / step).floor(), (self.high / step).ceil()];
        let powers = (0..=rounded(last - first)).map(|tick| (first + f64::from(tick)) * step);
        let numbers = powers.flat_map(|power| {
            let power = libm::pow(10.0, power);
            digits.iter().map(move |digit| digit * power)
        });
        let within = [self.low - 1e-9, self.high + 1e-9];
        let shown = numbers.filter(|number| {
            let place = libm::log10(*number);
            within[0] <= place && place <= within[1]
        });
        shown
            .map(|number| (self.at(number), self.unit.written(number)))
            .collect()
    }

    fn number(&self, tick: f64) -> String {
        // What rounds to nothing has no sign.
        if tick.abs() < self.step / 2.0 {
            return "0".to_owned();
        }
        let decimals = decimals(self.step);
        let sign = match self.unit {
            _ if tick < 0.0 => "−",
            Unit::Points => "+",
            Unit::Percent | Unit::Whole | Unit::Plain | Unit::Ratio => "",
        };
        format!("{sign}{:.decimals$}", tick.abs())
    }

    /// Draws a line at some height with the numbers or words below it.
    pub(super) fn draw_numbers(&self, picture: &mut Picture, y: i32) {
        // Words are wide: they stay clear of the lowest number left of the plot.
        let below = if self.words.is_empty() { 85 } else { 110 };
        for (x, number) in self.ticks() {
            picture.words((x, y + below), &number, NUMBER.at(Anchor::Middle));
        }
        let [left, right] = self.ends;
        picture.line((left, y), (right, y), GREY, 6);
    }

    /// Draws the axes of a plot between two corners, this scale across and another one up: grid and numbers.
    pub(super) fn draw_axes(&self, picture: &mut Picture, up: &Self, (from, to): (Point, Point)) {
        for (y, number) in up.ticks() {
            picture.line((from.0, y), (to.0, y), GRID, GRID_WIDTH);
            picture.words((from.0 - 35, y + 25), &number, NUMBER.at(Anchor::End));
        }
        for (x, _) in self.ticks() {
            picture.line((x, from.1), (x, to.1), GRID, GRID_WIDTH);
        }
        self.draw_numbers(picture, to.1);
    }
}

/// The least and the greatest of some numbers; 0 and 1 where there are none.
fn range(values: impl Iterator<Item = f64>) -> [f64; 2] {
    let finite = values.filter(|value| value.is_finite());
    let ends = finite.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], item| {
        [low.min(item), high.max(item)]
    });
    if ends[0] <= ends[1] { ends } else { [0.0, 1.0] }
}

/// The least of 1, 2 and 5 times a power of ten that is no smaller.
fn round_step(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    let steps = [1.0, 2.0, 5.0].map(|digit| digit * power);
    let fits = |step: &f64| *step >= least * (1.0 - 1e-9);
    steps.into_iter().find(fits).unwrap_or(10.0 * power)
}

/// Digits behind the point that tell multiples of a step apart.
fn decimals(step: f64) -> usize {
    let digits = (0..12_u8).find(|&digits| {
        let grown = step * libm::pow(10.0, f64::from(digits));
        grown > 0.99
    });
    usize::from(digits.unwrap_or(12))
}

/// A number with so many digits as tell it apart within a range.
pub fn within(value: f64, range: f64) -> String {
    let decimals = decimals((range.abs() / 100.0).max(1e-9));
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{:.decimals$}", value.abs())
}

#[cfg(test)]
mod tests {
    use super::{Scale, decimals, round_step, within};
    use crate::report::chart::axis::{Axis, Unit};

    fn close(found: f64, wanted: f64) -> bool {
        (found / wanted - 1.0).abs() < 1e-9
    }

    #[test]
    fn steps_are_round_and_large_enough() {
        for (least, wanted) in [
            (0.07, 0.1),
            (0.1, 0.1),
            (0.11, 0.2),
            (3.0, 5.0),
            (7.0, 10.0),
        ] {
            let step = round_step(least);
            assert!(close(step, wanted), "{least}: {step}");
        }
        assert_eq!([1.0, 5.0, 0.5, 0.02, 100.0].map(decimals), [0, 0, 1, 2, 0]);
        assert_eq!(within(-0.123_456, 0.5), "−0.123");
    }

    #[test]
    fn what_lies_far_beyond_an_axis_stands_near_it() {
        let axis = Axis::holding("", Unit::Plain, &[0.0, 1.0]);
        let scale = Scale::of(&axis, std::iter::empty(), [100, 1_100], 200);
        let places = [-1e300, -0.5, 1.5, 1e300, f64::INFINITY].map(|value| scale.at(value));
        assert_eq!(places, [-900, -400, 1_600, 2_100, 2_100]);
    }

    #[test]
    fn scales_hold_their_values_and_numbers_keep_apart() {
        let span = [0, 1_000];
        for values in [
            vec![0.1, 0.35],
            vec![3.0, 3.0],
            vec![],
            vec![-40.0, 7.0, f64::NAN],
        ] {
            let axis = Axis::holding("", Unit::Plain, &values);
            let scale = Scale::of(&axis, std::iter::empty(), span, 200);
            for value in values.iter().filter(|value| value.is_finite()) {
                assert!((0..=1_000).contains(&scale.at(*value)), "{values:?}");
            }
            let ticks: Vec<i32> = scale.ticks().into_iter().map(|tick| tick.0).collect();
            assert!(
                ticks.windows(2).all(|pair| pair[1] - pair[0] >= 150),
                "{ticks:?}"
            );
        }
    }

    #[test]
    fn ratios_are_spaced_evenly_and_have_round_numbers() {
        let words = |ends: [f64; 2]| {
            let axis = Axis::fixed("", Unit::Ratio, ends);
            let scale = Scale::of(&axis, std::iter::empty(), [0, 1_000], 100);
            let [low, high] = ends;
            // Halfway lies the geometric mean.
            assert_eq!(
                [low, (low * high).sqrt(), high].map(|end| scale.at(end)),
                [0, 500, 1_000]
            );
            let ticks = scale.ticks().into_iter();
            ticks.map(|tick| tick.1).collect::<Vec<_>>()
        };
        assert_eq!(
            words([0.01, 1_000.0]),
            ["0.01", "0.1", "1", "10", "100", "1,000"]
        );
        assert_eq!(words([5.0, 64.0]), ["5", "10", "20", "50"]);
        let axis = Axis::holding("", Unit::Ratio, &[]);
        let scale = Scale::of(&axis, [3.0, 40_000.0].into_iter(), [0, 1_000], 100);
        assert_eq!([1.0, 100_000.0].map(|end| scale.at(end)), [0, 1_000]);
    }

    #[test]
    fn fixed_scales_end_where_they_are_told_and_whole_ones_have_whole_steps() {
        let span = [1_000, 0];
        let axis = Axis::fixed("", Unit::Percent, [0.8, 1.0]);
        let ticks = Scale::of(&axis, std::iter::empty(), span, 200).ticks();
        let words: Vec<&str> = ticks.iter().map(|tick| tick.1.as_str()).collect();
        assert_eq!(words, ["80", "85", "90", "95", "100"]);
        assert_eq!((ticks[0].0, ticks[4].0), (1_000, 0));
        let axis = Axis::fixed("", Unit::Whole, [-0.5, 2.5]);
        let ticks = Scale::of(&axis, std::iter::empty(), span, 10).ticks();
        assert_eq!(ticks.len(), 3);
    }
}
