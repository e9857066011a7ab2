//! What each party gets.

use crate::report::chart::{
    Axis, Body, Chart, Estimate, Frame, Layer, Look, Row, Rows, Series, Unit,
};
use crate::report::figure::runs::of_runs;
use crate::report::labels::distinct;
use crate::simulation::Summary;

/// Half the width of a 95 % interval, in standard errors.
const HALF_WIDTH: f64 = 1.96;

/// The means of each party's values, on its own scale from 0 to 1; payoffs, with their costs, may lie below.
pub fn parties(summary: &Summary) -> Chart {
    let names = summary.parties.iter();
    let names = distinct(names.map(|item| (item.id.as_str(), item.title.as_str())));
    let quantities = [
        "reservation value",
        "utility if agreed",
        "utility",
        "payoff",
    ];
    let mut frame = Frame::new(["party", "what", "values", "mean", "low", "high"]);
    let mut rows = Vec::new();
    for (party, name) in summary.parties.iter().zip(&names) {
        let means = [
            party.reservation,
            party.agreed_utility,
            party.utility,
            party.payoff,
        ];
        for (number, (what, mean)) in quantities.into_iter().zip(means).enumerate() {
            if let Some(value) = mean.value() {
                let half = HALF_WIDTH * mean.standard_error().unwrap_or(0.0);
                let line = frame.line(rows.len(), number);
                line.value(&party.id).value(what).value(mean.count());
                line.values([value, value - half, value + half]);
                rows.push(Row {
                    group: Some(name.clone()),
                    ..Row::named(what)
                });
            }
        }
    }
    let axis = Axis::holding("mean", Unit::Plain, &[0.0, 1.0]);
    let layers = vec![Layer::Mark(Estimate::with_interval("mean"))];
    let series = quantities.into_iter().enumerate();
    let series = series.map(|(number, name)| Series::new(name, Look::numbered(number)));
    Chart {
        series: series.collect(),
        legend: true,
        ..of_runs(
            summary,
            "What each party gets, on its own scale",
            "Means with 95 % intervals; payoffs count the costs of rounds and levers.",
            frame,
            Body::Rows(Rows::new(rows, axis, layers)),
        )
    }
}
