//! Why there is no agreement.

use crate::bargaining::Failure;
use crate::report::chart::{Axis, Body, Chart, Estimate, Frame, Layer, Row, Rows, Start};
use crate::report::figure::ends::{AGREEMENT, GROUPS, group_of, series};
use crate::report::figure::runs::of_runs;
use crate::report::words::cause;
use crate::simulation::{Rate, Summary};

/// How runs end: all of them as one bar, then agreement and the causes of failure by frequency.
pub(super) fn failures(summary: &Summary) -> Chart {
    let ends = ends(summary);
    let mut frame = Frame::of_rates(["end", "group"]);
    for (number, (name, group, rate)) in ends.iter().enumerate() {
        let line = frame.line(number + 1, *group);
        line.value(name).value(GROUPS[*group].0).rate(*rate);
    }
    let names = ends.iter().map(|end| end.0);
    let rows = std::iter::once("all runs").chain(names).map(Row::named);
    let estimate = Estimate::with_interval("rate").labelled();
    let layers = vec![Layer::Stack(Some(0)), Layer::Bar(Start::At(0.0), estimate)];
    Chart {
        series: series(),
        legend: true,
        ..of_runs(
            summary,
            "How the talks end, and why they fail",
            "The first cause that applies counts, so the parts add up to 100 %; causes that never occur are left out. Thin lines: 95 % Wilson intervals.",
            frame,
            Body::Rows(Rows::new(rows, Axis::share_of_runs(), layers)),
        )
    }
}

fn ends(summary: &Summary) -> Vec<(&'static str, usize, Rate)> {
    let occurred = summary.causes().filter(|(_, rate)| rate.count > 0);
    let mut failed: Vec<(Failure, Rate)> = occurred.collect();
    // Stable, so that equal causes keep the order in which they are tried.
    failed.sort_by_key(|(_, rate)| std::cmp::Reverse(rate.count));
    let failed = failed.into_iter();
    let failed = failed.map(|(failure, rate)| (cause(failure), group_of(failure), rate));
    let agreement = ("agreement", AGREEMENT, summary.agreement);
    std::iter::once(agreement).chain(failed).collect()
}
