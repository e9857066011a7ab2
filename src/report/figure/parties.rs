//! What each party gets.

use crate::report::chart::{
    Axis, Body, Chart, Estimate, Extent, Frame, Layer, Look, Row, Rows, Series, Sheet, Unit,
};
use crate::report::figure::foot::runs_and_seed;
use crate::report::labels::distinct;
use crate::simulation::Summary;

/// Half the width of a 95 % interval, in standard errors.
const HALF_WIDTH: f64 = 1.96;

/// The means of each party's values, on its own scale from 0 to 1; payoffs, with their costs, may lie below.
pub fn parties(summary: &Summary) -> Chart {
    let names = summary.parties.iter();
    let names = distinct(names.map(|item| (item.id.as_str(), item.title.as_str())));
    let series = [
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
        for (number, (what, mean)) in series.into_iter().zip(means).enumerate() {
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
    let axis = Axis::new("mean", Unit::Plain, Extent::Holding(vec![0.0, 1.0]));
    let layers = vec![Layer::Mark(Estimate::with_interval("mean"))];
    let looks = series.into_iter().enumerate();
    Chart {
        heading: "What each party gets, on its own scale".to_owned(),
        title: summary.title.clone(),
        caption: "Means with 95 % intervals; payoffs count the costs of rounds and levers."
            .to_owned(),
        foot: runs_and_seed(summary),
        sheet: Sheet::Column,
        series: looks
            .map(|(number, name)| Series::new(name, Look::numbered(number)))
            .collect(),
        legend: true,
        frame,
        body: Body::Rows(Rows::new(rows, axis, layers)),
    }
}
