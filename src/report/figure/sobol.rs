//! Which uncertain numbers drive a result: Sobol indices with their intervals.

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Extent, Frame, INK, Layer, Look, Row, Rows, Series, Sheet,
    Start, Unit, VERMILION,
};
use crate::report::labels::counted;
use crate::results::SobolIndices;

/// A number whose total order lies below this with its whole interval is left out.
const SMALLEST: f64 = 0.005;

/// An index with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// Estimate.
    pub value: f64,
    /// Its interval.
    pub interval: [f64; 2],
}

/// The indices of one factor.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolRow {
    /// Its path.
    pub factor: String,
    /// Name for readers.
    pub title: String,
    /// Share of the variance that this factor makes alone.
    pub first: Option<Index>,
    /// Share of the variance that it makes together with others.
    pub total: Option<Index>,
}

/// A whole analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Sobol {
    /// What was asked for.
    pub of: String,
    /// Points of the design, runs at each.
    pub samples: [String; 2],
    /// Factors, greatest total index first; of equal ones in the order of the table.
    pub rows: Vec<SobolRow>,
}

impl Sobol {
    /// The indices found; none where the result never varied.
    pub fn of(found: &SobolIndices) -> Option<Self> {
        found.factors.as_ref()?;
        let index = |index: crate::results::Index| {
            Some(Index {
                value: index.value,
                interval: index.interval,
            })
        };
        let rows = found.ranked().into_iter().map(|factor| SobolRow {
            factor: factor.factor.clone(),
            title: factor.title.clone(),
            first: index(factor.first),
            total: index(factor.total),
        });
        Some(Self {
            of: found.of.clone(),
            samples: [found.samples, found.runs_per_sample].map(|it| it.to_string()),
            rows: rows.collect(),
        })
    }
}

/// Bars of first and total order with intervals, greatest total order first.
pub fn sobol(title: &str, seed: u64, found: &Sobol) -> Chart {
    let small = |row: &SobolRow| row.total.is_some_and(|it| it.interval[1] < SMALLEST);
    let shown = || found.rows.iter().filter(|row| !small(row));
    let mut frame = Frame::new(["factor", "title", "index", "value", "low", "high"]);
    for (number, row) in shown().enumerate() {
        let both = [("first", row.first), ("total", row.total)];
        for (series, (order, index)) in both.into_iter().enumerate() {
            if let Some(index) = index {
                let line = frame.line(number, series);
                line.value(&row.factor).value(&row.title).value(order);
                line.value(index.value).values(index.interval);
            }
        }
    }
    let mut caption = "First order: the share that a number accounts for alone. Total order: together with others. Bars: Sobol indices; lines: 95 % bootstrap intervals.".to_owned();
    let left_out = found.rows.len() - shown().count();
    if left_out > 0 {
        let less = format!(
            " Left out: {} whose total order lies below {SMALLEST} with its whole interval.",
            counted(left_out as u64, "number"),
        );
        caption.push_str(&less);
    }
    let [samples, runs] = &found.samples;
    let axis = Axis::new(
        "share of the variance",
        Unit::Plain,
        Extent::Holding(Vec::new()),
    );
    let layers = vec![
        Layer::Bar(Start::At(0.0), Estimate::with_interval("value")),
        Layer::Rule(0.0, Look::of(INK)),
    ];
    Chart {
        heading: format!("What drives {}: shares of its variance", found.of),
        title: title.to_owned(),
        caption,
        foot: format!("{samples} samples, runs at each point: {runs}, seed {seed}."),
        sheet: Sheet::Column,
        series: vec![
            Series::new("first order", Look::of(BLUE)),
            Series::new("total order", Look::of(VERMILION).outlined()),
        ],
        legend: true,
        frame,
        body: Body::Rows(Rows {
            lanes: 2,
            ..Rows::new(
                shown().map(|row| Row::named(&row.title)).collect(),
                axis,
                layers,
            )
        }),
    }
}
