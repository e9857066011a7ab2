//! Estimates of what lies behind a result: Sobol indices, and boxes in the numbers drawn.

use crate::experiment::discovery::{BoxLimit, BoxSearch};
use crate::experiment::sensitivity::SobolIndices;
use crate::results::estimates::{Estimate, Estimates};
use crate::results::number;
use crate::simulation::CONFIDENCE;
use crate::simulation::measure::Count;

/// Runs at the points A and B of a row, from which mean and variance of a result come; an index needs the mixed point too.
const POINTS: u64 = 2;

/// Measures of a sensitivity analysis, shares of a number's path, with what they mean.
pub(in crate::results) const OF_INDICES: [[&str; 2]; 2] = [
    [
        "sobol-first",
        "first-order Sobol index of the number at the path: the share of the variance of the result that it makes alone",
    ],
    [
        "sobol-total",
        "total-order Sobol index: the share of the variance that it makes alone and together with others",
    ],
];

/// Measures of a search for boxes, shares of a result, with what they mean: of all runs, then of a box.
pub(in crate::results) const OF_BOXES: [[&str; 2]; 4] = [
    [
        "of-interest",
        "share of runs with the result that was asked for",
    ],
    [
        "density",
        "share of the runs inside the box that have the result",
    ],
    [
        "coverage",
        "share of the runs with the result that lie inside the box",
    ],
    ["mass", "share of all runs that lie inside the box"],
];

/// The estimates of a sensitivity analysis: the mean of the result, then both indices of each factor; none where it never
/// varied.
pub fn of_indices(found: &SobolIndices) -> Estimates {
    let runs_of_point = u64::from(found.samples) * u64::from(found.runs_per_sample);
    let (measure, of) = found.of.split_once('.').unwrap_or((&found.of, ""));
    let mean = found.mean.map(|mean| Estimate {
        measure: measure.to_owned(),
        of: of.to_owned(),
        runs: POINTS * runs_of_point,
        value: Some(mean),
        ..Estimate::default()
    });
    let factors = found.factors.iter().flatten().flat_map(|factor| {
        let indices = OF_INDICES.iter().zip([factor.first, factor.total]);
        indices.map(|([measure, _], index)| Estimate {
            measure: (*measure).to_owned(),
            of: factor.factor.clone(),
            runs: (POINTS + 1) * runs_of_point,
            value: Some(index.value),
            low: Some(index.interval[0]),
            high: Some(index.interval[1]),
            ..Estimate::default()
        })
    });
    Estimates {
        rows: mean.into_iter().chain(factors).collect(),
    }
}

/// The estimates of a search for boxes: the share of runs of interest, then how good each box is in the runs held out.
pub fn of_boxes(found: &BoxSearch) -> Estimates {
    let row = |[measure, _]: [&str; 2], group: &str, rate| Estimate {
        group: group.to_owned(),
        ..Estimate::of(measure, found.of.clone(), Count::Rate(rate), CONFIDENCE)
    };
    let [all, of_box @ ..] = OF_BOXES;
    let mut rows = vec![row(all, "", found.rate())];
    for found_box in &found.boxes {
        let group = found_box.limits.iter().flat_map(conditions);
        let group = group.collect::<Vec<_>>().join(";");
        let counts = &found_box.held_out;
        let rates = [
            counts.density_rate(),
            counts.coverage_rate(),
            counts.mass_rate(),
        ];
        rows.extend(
            of_box
                .into_iter()
                .zip(rates)
                .map(|(name, rate)| row(name, &group, rate)),
        );
    }
    Estimates { rows }
}

/// What a limit demands: `PATH>=LOW`, `PATH<=HIGH`, or `PATH=CHOICE|CHOICE`.
fn conditions(limit: &BoxLimit) -> Vec<String> {
    let path = &limit.parameter;
    let low = limit.low.map(|low| format!("{path}>={}", number(low)));
    let high = limit.high.map(|high| format!("{path}<={}", number(high)));
    let kept = limit.categories.as_ref();
    let kept = kept.map(|kept| format!("{path}={}", kept.join("|")));
    [low, high, kept].into_iter().flatten().collect()
}
