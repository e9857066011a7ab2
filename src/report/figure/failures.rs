//! Why there is no agreement.

use crate::bargaining::Failure;
use crate::report::chart::{
    Axis, Body, Chart, Estimate, Frame, Layer, Look, RATE, Row, Rows, Series, Sheet, Start,
};
use crate::report::figure::ends::Group;
use crate::report::figure::foot::runs_and_seed;
use crate::report::words::cause;
use crate::simulation::{Rate, Summary};

/// How runs end: all of them as one bar, then agreement and the causes of failure by frequency.
pub fn failures(summary: &Summary) -> Chart {
    let ends = ends(summary);
    let mut frame = Frame::new(["end", "group"].iter().chain(&RATE));
    for (number, (name, group, rate)) in ends.iter().enumerate() {
        let series = Group::ALL.iter().position(|item| item == group);
        let line = frame.line(number + 1, series.unwrap_or(0));
        line.value(*name).value(group.name()).rate(*rate);
    }
    let names = ends.iter().map(|end| end.0);
    let rows = std::iter::once("all runs").chain(names).map(Row::named);
    let estimate = Estimate {
        labelled: true,
        ..Estimate::with_interval("rate")
    };
    let layers = vec![Layer::Stack(Some(0)), Layer::Bar(Start::At(0.0), estimate)];
    Chart {
        heading: "How the talks end, and why they fail".to_owned(),
        title: summary.title.clone(),
        caption: "The first cause that applies counts, so the parts add up to 100 %; causes that never occur are left out. Thin lines: 95 % Wilson intervals.".to_owned(),
        foot: runs_and_seed(summary),
        sheet: Sheet::Column,
        series: Group::ALL
            .map(|group| Series::new(group.name(), Look::of(group.colour())))
            .into(),
        legend: true,
        frame,
        body: Body::Rows(Rows::new(rows.collect(), Axis::share_of_runs(), layers)),
    }
}

fn ends(summary: &Summary) -> Vec<(&'static str, Group, Rate)> {
    let occurred = summary.causes().filter(|(_, rate)| rate.count > 0);
    let mut failed: Vec<(Failure, Rate)> = occurred.collect();
    // Stable, so that equal causes keep the order in which they are tried.
    failed.sort_by_key(|(_, rate)| std::cmp::Reverse(rate.count));
    let of = |(failure, rate)| (cause(failure), Group::of(failure), rate);
    let agreement = ("agreement", Group::Agreement, summary.agreement);
    std::iter::once(agreement)
        .chain(failed.into_iter().map(of))
        .collect()
}
