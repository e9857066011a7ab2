//! How many runs a wished precision needs, as text.

use std::fmt::Write as _;

use crate::experiment::precision::{PilotAnswer, RunsNeeded};
use crate::report::labels::{count, counted, percent, share_bounds};
use crate::simulation::Rate;

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
        needed(answer.runs_needed, "run"),
        ends(answer.runs_needed),
    );
    if let Some(saturated) = saturated(answer.pilot, &answer.of) {
        let _ = writeln!(text, "{saturated}");
    }
    if let Some(variant) = &answer.variant {
        let _ = write!(
            text,
            "\nwith {}: {:+.1} points, {} of the pairs differ\ndifference to {wished}: {} of runs {}\n",
            variant.with,
            100.0 * variant.difference,
            percent(variant.discordant().value()),
            needed(variant.runs_needed, "pair"),
            ends(variant.runs_needed),
        );
        if variant.discordant().count == 0 {
            text.push_str(
                "no pair of the pilot differs, so it cannot say how many are needed; take a longer pilot\n",
            );
        }
    }
    text
}

/// What a pilot says whose runs are all alike: nothing of how the rate varies.
fn saturated(pilot: Rate, of: &str) -> Option<String> {
    let which = match pilot.count {
        0 => "no run",
        count if count == pilot.runs => "every run",
        _ => return None,
    };
    Some(format!(
        "{which} of the pilot has `{of}`, so the rate may be any within its interval; take a longer pilot"
    ))
}

fn needed(runs: RunsNeeded, noun: &str) -> String {
    if runs.runs < RUNS_MAX {
        return counted(runs.runs, noun);
    }
    format!("over {}, more than can be played", counted(RUNS_MAX, noun))
}

/// No machine plays more runs than this, so a larger number only says that.
const RUNS_MAX: u64 = 1_000_000_000_000;

fn ends(needed: RunsNeeded) -> String {
    let [low, high] = needed.interval.map(|runs| match runs {
        RUNS_MAX.. => format!("over {}", count(RUNS_MAX)),
        _ => count(runs),
    });
    format!("({low} to {high} by the pilot's interval)")
}
