//! How often each package is agreed.

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Frame, GREEN, Layer, Look, Row, Rows, Series, Shape,
    VERMILION,
};
use crate::report::figure::runs::of_runs;
use crate::simulation::Summary;

/// The share of runs in which each package is agreed at some time, agreed at the end, and in force.
pub fn packages(summary: &Summary) -> Chart {
    let series = vec![
        Series::new("at some time", Look::of(VERMILION).shaped(Shape::Ring)),
        Series::new("at the end", Look::of(BLUE)),
        Series::new("in force", Look::of(GREEN).shaped(Shape::Square)),
    ];
    let mut frame = Frame::of_rates(["package", "agreed"]);
    for (row, package) in summary.packages.iter().enumerate() {
        let rates = [package.ever, package.agreed(), package.in_force];
        for ((number, one), rate) in series.iter().enumerate().zip(rates) {
            let line = frame.line(row, number);
            line.value(&package.id).value(&one.name).rate(rate);
        }
    }
    let rows = summary.packages.iter().map(|item| Row::named(&item.title));
    let layers = vec![Layer::Mark(Estimate::with_interval("rate").labelled())];
    let body = Body::Rows(Rows {
        lanes: series.len(),
        ..Rows::new(rows, Axis::share_of_runs(), layers)
    });
    Chart {
        series,
        legend: true,
        ..of_runs(
            summary,
            "How often each package is agreed",
            "At some time: accepted by all its consenters in some round. At the end: in the last round held, or closed before. In force: part of an agreement, or in force by itself. Thin lines across the marks: 95 % Wilson intervals.",
            frame,
            body,
        )
    }
}
