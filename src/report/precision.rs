//! How many runs a wished precision needs, as text.

use std::fmt::Write as _;

use crate::experiment::precision::{PilotAnswer, RunsNeeded};
use crate::report::labels::{count, counted, percent, share_bounds};

/// The page a person reads.
pub fn precision(answer: &PilotAnswer) -> String {
    let wished = format!("±{} points", answer.half_width * 100.0);
    let mut text = format!(
        "{}\npilot: {}, seed {}: `{}` in {} {}\n\nrate to {wished}: {} {}\n",
        answer.title,
        counted(answer.pilot.runs, "run"),
        answer.seed,
        answer.of,
        percent(answer.pilot.value()),
        share_bounds(answer.pilot.interval()),
        counted(answer.runs_needed.runs, "run"),
        ends(answer.runs_needed),
    );
    if let Some(variant) = &answer.variant {
        let _ = write!(
            text,
            "\nwith {}: {:+.1} points, {} of the pairs differ\ndifference to {wished}: {} of runs {}\n",
            variant.with,
            100.0 * variant.difference,
            percent(variant.discordant().value()),
            counted(variant.runs_needed.runs, "pair"),
            ends(variant.runs_needed),
        );
    }
    text
}

fn ends(needed: RunsNeeded) -> String {
    let [low, high] = needed.interval.map(count);
    format!("({low} to {high} by the pilot's interval)")
}
