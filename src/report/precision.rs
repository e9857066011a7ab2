//! How many runs a wished precision needs, as a file and as text.

use crate::experiment::precision::RunsNeeded;
use crate::report::labels::{count, counted, percent};
use crate::results::{PilotAnswer, VariantAnswer};
use crate::simulation::{PairedRates, Rate};

/// What a pilot says about one rate, and about its difference from that of a variant.
#[derive(Clone, Copy, Debug)]
pub struct PrecisionReport<'a> {
    /// Title of the scenario.
    pub title: &'a str,
    /// Name of the measure.
    pub of: &'a str,
    /// Seed of the pilot.
    pub seed: u64,
    /// Wished half-width, as a share.
    pub half_width: f64,
    /// The rate in the pilot.
    pub pilot: Rate,
    /// Runs for the rate.
    pub rate: RunsNeeded,
    /// The variant in words, its pairs with the pilot's runs, and the pairs needed for the difference.
    pub variant: Option<(&'a str, PairedRates, RunsNeeded)>,
}

impl PrecisionReport<'_> {
    /// The page a person reads.
    pub fn text(&self) -> String {
        let [low, high] = self.pilot.interval();
        let wished = format!("±{} points", self.half_width * 100.0);
        let mut parts = vec![format!(
            "{}\npilot: {}, seed {}: `{}` in {} [{:.1}, {:.1}]\n\nrate to {wished}: {} ({} to {} by the pilot's interval)\n",
            self.title,
            counted(self.pilot.runs, "run"),
            self.seed,
            self.of,
            percent(self.pilot.value()),
            100.0 * low,
            100.0 * high,
            counted(self.rate.runs, "run"),
            count(self.rate.low),
            count(self.rate.high),
        )];
        if let Some((variant, pairs, needed)) = self.variant {
            parts.push(format!(
                "\nwith {variant}: {:+.1} points, {} of the pairs differ\ndifference to {wished}: {} of runs ({} to {} by the \
                 pilot's interval)\n",
                100.0 * pairs.difference(),
                percent(pairs.discordant().value()),
                counted(needed.runs, "pair"),
                count(needed.low),
                count(needed.high),
            ));
        }
        parts.concat()
    }

    /// The same for programs.
    pub fn file(&self) -> PilotAnswer {
        let variant = self.variant;
        PilotAnswer {
            title: self.title.to_owned(),
            of: self.of.to_owned(),
            seed: self.seed,
            half_width: self.half_width,
            pilot: self.pilot,
            runs_needed: self.rate.into(),
            variant: variant.map(|(with, pairs, needed)| VariantAnswer::of(with, pairs, needed)),
        }
    }
}
