//! Estimates of what lies behind a result: Sobol indices, and boxes in the numbers drawn.

use crate::experiment::discovery::{BoxLimit, BoxRate, BoxSearch};
use crate::experiment::sensitivity::{Index, SobolIndices};
use crate::results::estimates::{Estimate, Estimates};
use crate::results::number;
use crate::simulation::CONFIDENCE;
use crate::simulation::measure::Count;

/// Points A and B of a row, from which mean and variance of a result come.
const POINTS: u64 = 2;
/// Further points that an index of a factor needs, and one of a pair.
const MIXED: [u64; 2] = [1, 4];

/// Measures of a sensitivity analysis, shares of a number's path, with what they mean.
pub(in crate::results) const OF_INDICES: [[&str; 2]; 4] = [
    [
        "sobol-first",
        "first-order Sobol index of the number at the path: the share of the variance of the result that it makes alone",
    ],
    [
        "sobol-total",
        "total-order Sobol index: the share of the variance that it makes alone and together with others",
    ],
    [
        "sobol-interaction",
        "total-order less first-order Sobol index: the share of the variance that it makes together with others only",
    ],
    [
        "sobol-second",
        "second-order Sobol index of two paths, joined by *: the share that both make together, beyond what each makes alone",
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

/// The estimates of a sensitivity analysis: the mean of the result, then the indices of each factor, of all ranges and of all
/// that nature draws where numbers have ranges, then those of each pair; none where it never varied.
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
    let [of_factor @ .., of_pair] = OF_INDICES;
    let row = |measure: [&str; 2], of: String, mixed: u64, index: Index| Estimate {
        measure: measure[0].to_owned(),
        of,
        runs: (POINTS + mixed) * runs_of_point,
        value: Some(index.value),
        low: Some(index.interval[0]),
        high: Some(index.interval[1]),
        ..Estimate::default()
    };
    let sides = found.sides.iter().flatten();
    let factors = found.factors.iter().flatten().chain(sides);
    let factors = factors.flat_map(|factor| {
        let indices = [factor.first, factor.total, factor.interaction];
        let indices = of_factor.into_iter().zip(indices);
        indices.map(|(measure, index)| row(measure, factor.factor.clone(), MIXED[0], index))
    });
    let pairs = found.second_order.iter().flatten();
    let pairs = pairs.map(|pair| row(of_pair, pair.factors.join("*"), MIXED[1], pair.second));
    Estimates {
        rows: mean.into_iter().chain(factors).chain(pairs).collect(),
    }
}

/// The estimates of a search for boxes: the share of runs of interest, then how good each box is in the runs held out.
pub fn of_boxes(found: &BoxSearch) -> Estimates {
    let row = |[measure, _]: [&str; 2], group: &str, rate: BoxRate| {
        let counted = Count::Rate(rate.rate);
        let counted = Estimate::of(measure, found.of.clone(), counted, CONFIDENCE);
        let mut row = Estimate {
            group: group.to_owned(),
            ..counted
        };
        // Runs at one point in the ranges are not independent, so that shares are further off.
        if found.runs_of_point.is_some() && row.value.is_some() {
            [row.low, row.high] = rate.interval().map(Some);
            row.se = rate.standard_error();
        }
        row
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
