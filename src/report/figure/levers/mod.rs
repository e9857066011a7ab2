//! What each lever, or each cell of a sweep, changes: differences to a baseline with their intervals, one row each.

mod rows;

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Extent, Frame, GREY, Layer, Look, NEUTRAL, Row, Rows,
    Series, Shape, Sheet, Unit, VERMILION,
};
use crate::report::labels::{percent, points};

pub use rows::{cell_rows, lever_rows};

/// Differences of the agreement rate to a baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// What is compared, in bold above the figure.
    pub heading: String,
    /// Title of the scenario or of the sweep.
    pub title: String,
    /// Runs and seed, below the figure.
    pub foot: String,
    /// Confidence of each interval, in percent.
    pub confidence: String,
    /// What the rows are compared with.
    pub baseline: Option<Baseline>,
    /// The rows, from the top down.
    pub rows: Vec<LeverRow>,
}

/// What rows are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// Name for readers.
    pub title: String,
    /// Its agreement rate, in 0..=1.
    pub rate: f64,
    /// The interval of that.
    pub interval: [f64; 2],
}

/// One row of the figure; differences and bounds in −1..=1.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverRow {
    /// What it stands under together with its neighbours.
    pub group: Option<String>,
    /// Name for readers.
    pub title: String,
    /// Runs.
    pub runs: u64,
    /// Difference to the baseline.
    pub difference: f64,
    /// Its interval.
    pub interval: [f64; 2],
    /// The interval that holds together with those of all other rows.
    pub simultaneous: [f64; 2],
    /// Whether the effect can be distinguished from none, all rows together.
    pub significant: bool,
    /// Whether it holds a lever that the file never uses.
    pub never_in_file: bool,
    /// Whether it has a rank; rows without stand below the others.
    pub ranked: bool,
}

/// The rows in their order, the baseline's rate above them.
pub fn levers(forest: &Forest) -> Chart {
    let names = [
        "group",
        "row",
        "runs",
        "difference",
        "low",
        "high",
        "all-low",
        "all-high",
        "significant",
    ];
    let mut frame = Frame::new(names);
    for (number, row) in forest.rows.iter().enumerate() {
        let series = match (row.significant, row.difference > 0.0) {
            (true, true) => 0,
            (true, false) => 1,
            (false, _) => 2,
        };
        let line = frame.line(number, series);
        line.value(row.group.as_ref()).value(&row.title);
        line.value(row.runs).value(row.difference);
        line.values(row.interval).values(row.simultaneous);
        line.value(row.significant);
    }
    let estimate = Estimate {
        wider: Some(["all-low", "all-high"]),
        ..Estimate::with_interval("difference")
    };
    let axis = Axis::new(
        "difference of agreement, points",
        Unit::Points,
        Extent::Holding(vec![0.0]),
    );
    let layers = vec![Layer::Rule(0.0, Look::of(GREY)), Layer::Mark(estimate)];
    let remark = forest.baseline.as_ref().map(|baseline| {
        let [low, high] = baseline.interval.map(|bound| 100.0 * bound);
        let rate = percent(baseline.rate);
        format!("0 = {}: {rate} [{low:.1}, {high:.1}]", baseline.title)
    });
    Chart {
        heading: forest.heading.clone(),
        title: forest.title.clone(),
        caption: caption(forest),
        foot: forest.foot.clone(),
        sheet: Sheet::Page,
        series: vec![
            Series::new("more agreement", Look::of(BLUE)),
            Series::new("less agreement", Look::of(VERMILION)),
            Series::new("not significant", Look::of(NEUTRAL).shaped(Shape::Ring)),
        ],
        legend: false,
        frame,
        body: Body::Rows(Rows {
            remark,
            ..Rows::new(rows(&forest.rows), axis, layers)
        }),
    }
}

fn rows(rows: &[LeverRow]) -> Vec<Row> {
    let row = |(number, row): (usize, &LeverRow)| {
        let mark = if row.never_in_file { "\u{a0}*" } else { "" };
        let [low, high] = row.interval.map(points);
        Row {
            group: row.group.clone(),
            name: format!("{}{mark}", row.title),
            note: String::new(),
            numbers: vec![points(row.difference), format!("[{low}, {high}]")],
            apart: number > 0 && rows[number - 1].ranked && !row.ranked,
        }
    };
    rows.iter().enumerate().map(row).collect()
}

/// What the marks mean.
fn caption(forest: &Forest) -> String {
    let mut words = format!(
        "Difference of the agreement rate to the baseline, 0, on the same realizations. Thick lines: {} % score intervals (Tango 1998)",
        forest.confidence
    );
    let is_wider = |row: &LeverRow| row.simultaneous[0] < row.interval[0];
    if forest.rows.iter().any(is_wider) {
        words.push_str(
            "; thin lines: intervals that hold all at once (Šidák). \
             Colour: significant, all at once (Holm); open circles: not significant.",
        );
    } else {
        words.push_str(". Open circles: intervals that hold 0.");
    }
    if forest.rows.iter().any(|row| row.never_in_file) {
        words.push_str(
            " *: holds a lever that the file never uses; here it is used from round 0 on.",
        );
    }
    words
}

#[cfg(test)]
mod tests;
