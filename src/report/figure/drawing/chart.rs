//! What figures of rows share: a scale from left to right with its axis, and the names of rows.

use crate::report::figure::drawing::canvas::{Anchor, Canvas, Type};

use crate::report::figure::drawing::theme::{
    GREY, GRID, INK, LABEL, SMALL, Span, leading, rounded,
};

/// Height of an axis with its title below a plot.
pub(in crate::report::figure) const AXIS: i32 = 230;

/// A scale in whole round steps.
#[derive(Clone, Copy, Debug)]
pub(in crate::report::figure) struct Scale {
    /// Where it lies on the page.
    pub(in crate::report::figure) span: Span,
    low: f64,
    high: f64,
    step: f64,
    plus: &'static str,
}

impl Scale {
    /// A scale that holds some values, its numbers at least `room` units apart; from 0 to 1 where there are none.
    pub(in crate::report::figure) fn holding(
        values: impl Iterator<Item = f64>,
        span: Span,
        room: i32,
    ) -> Self {
        let finite = values.filter(|value| value.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
            (low.min(it), high.max(it))
        });
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let spread = if high > low {
            high - low
        } else {
            high.abs().max(1.0)
        };
        // The least round step whose numbers keep apart once the ends are rounded outwards.
        let count = |step: f64| (high / step).ceil() - (low / step).floor();
        let most = f64::from(((span.right - span.left) / room).max(1));
        let mut step = round_step(spread / most);
        while count(step).max(1.0) > most {
            // The next one up is at most two and a half times as large.
            step = round_step(1.5 * step);
        }
        let first = (low / step).floor() * step;
        let last = (high / step).ceil() * step;
        Self {
            span,
            low: first,
            high: if last > first { last } else { first + step },
            step,
            plus: "",
        }
    }

    /// The same of differences: positive ones have a sign.
    pub(in crate::report::figure) fn of_differences(self) -> Self {
        Self { plus: "+", ..self }
    }

    /// Place of a value on the page.
    pub(in crate::report::figure) fn x(&self, value: f64) -> i32 {
        self.span.at((value - self.low) / (self.high - self.low))
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let count = rounded((self.high - self.low) / self.step);
        let (low, step) = (self.low, self.step);
        (0..=count).map(move |tick| low + f64::from(tick) * step)
    }

    fn words(&self, tick: f64) -> String {
        // What rounds to nothing has no sign.
        if tick.abs() < self.step / 2.0 {
            return "0".to_owned();
        }
        let decimals = decimals(self.step);
        let sign = if tick < 0.0 { "−" } else { self.plus };
        format!("{sign}{:.decimals$}", tick.abs())
    }

    /// Draws grid and axis below rows.
    pub(in crate::report::figure) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        (top, bottom): (i32, i32),
        title: &str,
    ) {
        for tick in self.ticks() {
            let x = self.x(tick);
            canvas.line((x, top), (x, bottom), GRID, 5);
            canvas.words(
                (x, bottom + 85),
                &self.words(tick),
                Type::regular(SMALL, GREY).at(Anchor::Middle),
            );
        }
        canvas.line((self.span.left, bottom), (self.span.right, bottom), GREY, 6);
        let kind = Type::regular(LABEL, INK).at(Anchor::Middle);
        // Names of axes may be a little wider than they.
        for line in kind.wrap(title, self.span.right - self.span.left + 300, 1) {
            canvas.words((self.span.middle(), bottom + 185), &line, kind);
        }
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
pub(in crate::report::figure) fn within(value: f64, range: f64) -> String {
    let decimals = decimals((range.abs() / 100.0).max(1e-9));
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{:.decimals$}", value.abs())
}

/// The name of a row and a note below it, broken into lines.
#[derive(Clone, Debug)]
pub(in crate::report::figure) struct RowName {
    name: Vec<String>,
    note: Vec<String>,
}

const NAME: Type = Type {
    size: LABEL,
    weight: crate::report::figure::drawing::typesetting::Weight::Regular,
    colour: INK,
    anchor: Anchor::End,
};
const NOTE: Type = Type {
    size: SMALL,
    colour: GREY,
    ..NAME
};

impl RowName {
    /// Breaks both to fit into `room`.
    pub(in crate::report::figure) fn new(name: &str, note: &str, room: i32) -> Self {
        Self {
            name: NAME.balance(name, room, 7),
            note: NOTE.balance(note, room, 9),
        }
    }

    /// Height of its lines.
    pub(in crate::report::figure) fn height(&self) -> i32 {
        let lines =
            |lines: &[String], size| leading(size) * i32::try_from(lines.len()).unwrap_or(7);
        lines(&self.name, LABEL) + lines(&self.note, SMALL)
    }

    /// Writes it ending at `right`, about the height `middle`.
    pub(in crate::report::figure) fn draw(&self, canvas: &mut Canvas<'_>, right: i32, middle: i32) {
        let top = middle - self.height() / 2;
        canvas.lines((right, top + LABEL - 8), &self.name, NAME);
        let below = leading(LABEL) * i32::try_from(self.name.len()).unwrap_or(7);
        canvas.lines((right, top + below + SMALL - 8), &self.note, NOTE);
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, decimals, round_step, within};
    use crate::report::figure::drawing::theme::Span;

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
            let scale = Scale::holding(values.iter().copied(), span, 200);
            for value in values.iter().filter(|value| value.is_finite()) {
                assert!((0..=1_000).contains(&scale.x(*value)), "{values:?}");
            }
            let ticks: Vec<i32> = scale.ticks().map(|tick| scale.x(tick)).collect();
            assert!(
                ticks.windows(2).all(|pair| pair[1] - pair[0] >= 150),
                "{ticks:?}"
            );
        }
    }
}
