//! How many runs a wished precision needs, as JSON and text.

use serde_json::{Value, json};

use crate::experiment::precision::{Pairs, RunsNeeded};
use crate::report::json::{FORMAT, pretty};
use crate::report::labels::{count, counted, percent};
use crate::simulation::Rate;

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
    pub variant: Option<(&'a str, Pairs, RunsNeeded)>,
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
    pub fn json(&self) -> String {
        let variant = self.variant.map(|(variant, pairs, needed)| {
            json!({
                "with": variant,
                "pairs": pairs.runs,
                "first-only": pairs.first_only,
                "second-only": pairs.second_only,
                "difference": pairs.difference(),
                "runs-needed": needed_json(needed),
            })
        });
        pretty(&json!({
            "format": FORMAT,
            "title": self.title,
            "of": self.of,
            "seed": self.seed,
            "half-width": self.half_width,
            "pilot": {
                "runs": self.pilot.runs,
                "count": self.pilot.count,
                "rate": self.pilot.value(),
                "interval": self.pilot.interval(),
            },
            "runs-needed": needed_json(self.rate),
            "variant": variant,
        }))
    }
}

fn needed_json(needed: RunsNeeded) -> Value {
    json!({ "runs": needed.runs, "interval": [needed.low, needed.high] })
}
