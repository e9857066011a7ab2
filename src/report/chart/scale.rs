//! Scales in round steps, and the axes that show them.

use serde_json::Value;

use crate::report::chart::axis::{Axis, Extent, Unit};
use crate::report::chart::canvas::Canvas;
use crate::report::chart::theme::{GREY, GRID, SMALL, Span, count, rounded};
use crate::report::chart::typesetting::{Anchor, Type};
use crate::report::labels::{percent, points};

/// A scale in round steps, along either direction of the page; numbers are in the unit they are written in.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    /// Where it lies on the page.
    pub(super) span: Span,
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
        span: Span,
        room: i32,
    ) -> Self {
        let (ends, rounds) = match &axis.extent {
            Extent::Fixed(ends) => (*ends, false),
            Extent::Words(words) => ([0.0, count(words.len().max(2) - 1).into()], false),
            Extent::Holding(more) => (ends(values.chain(more.iter().copied())), true),
        };
        let factor = factor(axis.unit);
        let [low, high] = ends.map(|end| end * factor);
        let spread = if high > low {
            high - low
        } else {
            high.abs().max(1.0)
        };
        // The least round step whose numbers keep apart once the ends are rounded outwards.
        let steps = |step: f64| (high / step - 1e-9).ceil() - (low / step + 1e-9).floor();
        let most = f64::from(((span.right - span.left).abs() / room).max(1));
        let smallest = if axis.unit == Unit::Whole { 1.0 } else { 0.0 };
        let mut step = round_step((spread / most).max(smallest));
        while rounds && steps(step).max(1.0) > most {
            // The next one up is at most two and a half times as large.
            step = round_step(1.5 * step);
        }
        let first = (low / step + 1e-9).floor() * step;
        let last = (high / step - 1e-9).ceil() * step;
        let (low, high) = if rounds { (first, last) } else { (low, high) };
        Self {
            span,
            low,
            high: if high > low { high } else { low + step },
            step,
            unit: axis.unit,
            words: match &axis.extent {
                Extent::Words(words) => words.clone(),
                Extent::Fixed(_) | Extent::Holding(_) => Vec::new(),
            },
        }
    }

    /// The same some way further right or down.
    pub(super) fn moved(&self, by: i32) -> Self {
        let span = Span {
            left: self.span.left + by,
            right: self.span.right + by,
        };
        Self {
            span,
            ..self.clone()
        }
    }

    /// Place of a value on the page.
    pub(super) fn at(&self, value: f64) -> i32 {
        let value = value * factor(self.unit);
        self.span.at((value - self.low) / (self.high - self.low))
    }

    /// The place of a value of a frame, a number or one of the words of the axis.
    pub(super) fn place(&self, value: &Value) -> Option<f64> {
        match value.as_str() {
            Some(text) => {
                let place = self.words.iter().position(|word| word == text)?;
                Some(count(place).into())
            }
            None => value.as_f64(),
        }
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
        let first = (self.low / self.step - 1e-9).ceil();
        let last = (self.high / self.step + 1e-9).floor();
        let ticks = (0..=rounded(last - first)).map(|tick| (first + f64::from(tick)) * self.step);
        let part = |tick: f64| (tick - self.low) / (self.high - self.low);
        ticks
            .map(|tick| (self.span.at(part(tick)), self.number(tick)))
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
            Unit::Percent | Unit::Whole | Unit::Plain => "",
        };
        format!("{sign}{:.decimals$}", tick.abs())
    }

    /// Draws the grid of an axis from left to right, its numbers and its title of some lines below it.
    pub(super) fn draw_across(&self, canvas: &mut Canvas<'_>, (top, bottom): (i32, i32)) {
        const NUMBER: Type = Type::regular(SMALL, GREY).at(Anchor::Middle);
        // Words are wide: they stay clear of the lowest number left of the plot.
        let below = if self.words.is_empty() { 85 } else { 110 };
        for (x, number) in self.ticks() {
            canvas.line((x, top), (x, bottom), GRID, 5);
            canvas.words((x, bottom + below), &number, NUMBER);
        }
        canvas.line((self.span.left, bottom), (self.span.right, bottom), GREY, 6);
    }

    /// Draws the grid of an axis upwards between two edges, its numbers left of it.
    pub(super) fn draw_up(&self, canvas: &mut Canvas<'_>, (left, right): (i32, i32)) {
        const NUMBER: Type = Type::regular(SMALL, GREY).at(Anchor::End);
        for (y, number) in self.ticks() {
            canvas.line((left, y), (right, y), GRID, 5);
            canvas.words((left - 35, y + 25), &number, NUMBER);
        }
    }
}

/// The least and the greatest of some numbers; 0 and 1 where there are none.
fn ends(values: impl Iterator<Item = f64>) -> [f64; 2] {
    let finite = values.filter(|value| value.is_finite());
    let ends = finite.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], item| {
        [low.min(item), high.max(item)]
    });
    if ends[0] <= ends[1] { ends } else { [0.0, 1.0] }
}

/// By how much a value grows when it is written.
fn factor(unit: Unit) -> f64 {
    match unit {
        Unit::Percent | Unit::Points => 100.0,
        Unit::Whole | Unit::Plain => 1.0,
    }
}

/// A value as it stands beside its mark.
pub(super) fn written(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Percent => percent(value),
        Unit::Points => points(value),
        Unit::Whole => rounded(value).to_string(),
        Unit::Plain => format!("{value:.2}"),
    }
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
    use crate::report::chart::theme::Span;

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
    fn scales_hold_their_values_and_numbers_keep_apart() {
        let span = Span {
            left: 0,
            right: 1_000,
        };
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
    fn fixed_scales_end_where_they_are_told_and_whole_ones_have_whole_steps() {
        let span = Span {
            left: 1_000,
            right: 0,
        };
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
