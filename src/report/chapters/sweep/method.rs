//! How a sweep was computed, in sentences.

use crate::experiment::sweep::{Layout, Target};
use crate::report::chapters::chapter::made_with;
use crate::report::labels::{count, counted};
use crate::report::swept::confidence;
use crate::results::Provenance;

/// What every cell sets, so that nobody need look through all of them.
fn common(layout: &Layout) -> Vec<&str> {
    let Some((first, rest)) = layout.cells.split_first() else {
        return Vec::new();
    };
    let everywhere = |set: &&String| rest.iter().all(|cell| cell.sets.contains(set));
    if rest.is_empty() {
        return Vec::new();
    }
    let common = first.sets.iter().filter(everywhere);
    common.map(String::as_str).collect()
}

pub(super) fn method(from: &Provenance, layout: &Layout) -> String {
    let as_written = "cell 0 is the scenario as written, with what holds in every cell";
    let design = match layout.design.as_str() {
        "full-factorial" => {
            "a full factorial design, every combination of levels; cell 0 has the first level of each factor".to_owned()
        }
        "one-at-a-time" => format!("one factor changed at a time; {as_written}"),
        "latin-hypercube" => {
            format!("a Latin hypercube sample (McKay, Beckman and Conover 1979); {as_written}")
        }
        "sobol" => format!(
            "a Sobol sequence scrambled by the seed (Joe and Kuo 2008; Owen 1995); {as_written}"
        ),
        other => other.to_owned(),
    };
    let common = common(layout);
    let common = if common.is_empty() {
        String::new()
    } else {
        format!(
            " In every cell these values were set: {}.",
            common.join("; ")
        )
    };
    format!(
        "The sweep {} was played with {}: {} by {design}.{common} {} All cells meet the same realizations (common random numbers; \
         Glasserman and Yao 1992), so that differences to cell 0 are paired run by run; their intervals are score intervals for \
         paired proportions (Tango 1998), those of shares Wilson score intervals (Wilson 1927). Both cover simulation error only. \
         {} were played in all.",
        layout.sweep,
        made_with(from),
        counted(layout.cells.len() as u64, "cell"),
        stopping(layout),
        counted(from.runs, "run"),
    )
}

/// How long each cell was played, and the confidence of its intervals.
fn stopping(layout: &Layout) -> String {
    let stop = &layout.stop;
    let Some((half_width, of)) = stop.wish() else {
        return format!(
            "Each cell was played {}, and every interval has confidence 95 %.",
            counted(stop.ceiling(), "time")
        );
    };
    let of = match of {
        Target::Rate => "the agreement rate",
        Target::Difference => "the difference to cell 0",
    };
    let looks: Vec<String> = stop.looks().iter().map(|&look| count(look)).collect();
    format!(
        "Each cell was played until the 95 % interval of {of} was no wider than ±{} points, at most {}, with looks after {} runs. \
         So that repeated looks keep the overall level, each look has an equal part of the error allowed (Bonferroni; Dunn 1961): \
         every interval has confidence {} %.",
        100.0 * half_width,
        counted(stop.ceiling(), "time"),
        looks.join(", "),
        confidence(layout)
    )
}
