//! How long the talks go without agreement.

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Frame, Look, Panel, Panels, Series, Unit, VERMILION,
};
use crate::report::figure::runs::of_runs;
use crate::simulation::{Rate, Summary};

/// The share of runs without agreement by round, with those that broke down as a competing end.
pub(super) fn survival(summary: &Summary) -> Chart {
    let rate = |&share: &f64| Rate::of_share(share, summary.runs);
    let without: Vec<Rate> = summary.survival.iter().map(rate).collect();
    let broken: Vec<Rate> = summary.broken_down.iter().map(rate).collect();
    let breaks = broken.iter().any(|rate| rate.count > 0);
    let mut series = vec![Series::new("no\u{a0}agreement", Look::of(BLUE))];
    let mut frame = Frame::of_rates(["curve", "rounds"]);
    add_curve(
        &mut frame,
        (0, "no agreement"),
        summary.runs,
        summary,
        &without,
    );
    if breaks {
        series.push(Series::new("broken\u{a0}down", Look::of(VERMILION)));
        add_curve(&mut frame, (1, "broken down"), 0, summary, &broken);
    }
    let caption = if breaks {
        "Upper curve: runs without agreement after as many rounds; what it loses is agreed. Lower curve: those of them that have broken down. Bands: 95 % Wilson intervals, round by round."
    } else {
        "Runs without agreement after as many rounds; what the curve loses is agreed. Band: 95 % Wilson intervals, round by round."
    };
    let floor = if breaks { 0.0 } else { floor_below(&without) };
    let up = if floor > 0.0 {
        format!("share of runs, % (axis starts at {:.0} %)", 100.0 * floor)
    } else {
        "share of runs, %".to_owned()
    };
    let length = summary.round_length.as_ref();
    let across = length.map_or_else(
        || "rounds held".to_owned(),
        |length| format!("rounds held ({length} each)"),
    );
    let rounds = [0.0, without.len().max(1) as f64];
    let body = Body::Panels(Panels {
        panels: vec![Panel::over(Axis::fixed(across, Unit::Whole, rounds))],
        x: "rounds",
        y: "rate",
        axis: Axis::fixed(up, Unit::Percent, [floor, 1.0]),
        intervals: true,
        steps: true,
        numbered: true,
        columns: 1,
    });
    Chart {
        series,
        ..of_runs(
            summary,
            "How long the talks go without agreement",
            caption,
            frame,
            body,
        )
    }
}

/// A curve from before the first round, when nothing is uncertain.
fn add_curve(
    frame: &mut Frame,
    (series, name): (usize, &str),
    count: u64,
    summary: &Summary,
    rates: &[Rate],
) {
    let runs = summary.runs;
    let rate = Rate { count, runs };
    let row = (runs > 0).then_some(0);
    let line = frame.line(row, series);
    line.value(name).value(0_u64).value(runs).value(count);
    line.values([rate.value(); 3]);
    for (rounds, rate) in (1_u64..).zip(rates) {
        let line = frame.line(row, series);
        line.value(name).value(rounds).rate(*rate);
    }
}

/// Where the axis may start when nothing lies near zero: a multiple of 20 % with room below the curve.
fn floor_below(without: &[Rate]) -> f64 {
    let lows = without.iter().map(|rate| rate.interval()[0]);
    let lowest = lows.fold(1.0, f64::min);
    ((lowest - 0.05) * 5.0).floor().clamp(0.0, 4.0) / 5.0
}
