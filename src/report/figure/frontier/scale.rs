//! The scale of utilities of a panel of the frontier.

use crate::report::figure::drawing::theme::rounded;

/// A window of utilities.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    /// A window round some utilities.
    pub(super) fn round(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let spread = (high - low).max(0.02);
        let step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
            .into_iter()
            .find(|step| spread / step <= 6.0)
            .unwrap_or(1.0);
        // A little room, so that no mark sits on the frame.
        Self {
            low: low - 0.06 * spread,
            high: high + 0.06 * spread,
            step,
        }
    }

    /// From its low end to its high one.
    pub(super) fn spread(self) -> f64 {
        self.high - self.low
    }

    /// Where a utility lies, 0 at the low end and 1 at the high one.
    pub(super) fn part(self, utility: f64) -> f64 {
        (utility - self.low) / (self.high - self.low)
    }

    /// Whether a utility lies inside.
    pub(super) fn shows(self, utility: f64) -> bool {
        (0.0..=1.0).contains(&self.part(utility))
    }

    /// Multiples of the step.
    pub(super) fn ticks(self) -> impl Iterator<Item = f64> {
        let first = (self.low / self.step).ceil();
        let count = rounded((self.high / self.step).floor() - first);
        (0..=count).map(move |tick| (first + f64::from(tick)) * self.step)
    }

    /// A tick's number, with so many digits as its neighbours need.
    pub(super) fn label(self, tick: f64) -> String {
        // What rounds to nothing has no sign.
        let tick = if tick.abs() < self.step / 2.0 {
            0.0
        } else {
            tick
        };
        if self.step < 0.1 {
            format!("{tick:.2}")
        } else {
            format!("{tick:.1}")
        }
    }
}
