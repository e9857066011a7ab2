//! Which uncertain numbers drive a result: Sobol indices with their intervals.

use crate::report::chart::{
    Axis, BLUE, Body, Chart, Estimate, Extent, Frame, INK, Layer, Look, Row, Rows, Series, Sheet,
    Start, Unit, VERMILION,
};
use crate::report::csv::CsvTable;
use crate::report::labels::counted;

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
    /// Reads the lines of a sensitivity analysis; none where it has none.
    ///
    /// # Errors
    /// Where a column is missing or a number cannot be read.
    pub fn read(table: &CsvTable) -> Result<Option<Self>, String> {
        let mut places = [0; 8];
        let names = [
            "of",
            "factor",
            "index",
            "value",
            "low",
            "high",
            "samples",
            "runs-per-sample",
        ];
        for (place, name) in places.iter_mut().zip(names) {
            let column = table.column(name);
            *place = column.ok_or_else(|| format!("there is no column `{name}`"))?;
        }
        let [of, factor, index, value, low, high, samples, runs] = places;
        // Results of before numbers had titles have none.
        let title = table.column("title");
        let Some(first) = table.rows.first() else {
            return Ok(None);
        };
        let mut rows: Vec<SobolRow> = Vec::new();
        for line in &table.rows {
            let number = |place: usize| {
                let read: Option<f64> = line[place].parse().ok();
                // Few samples may give any index, but none beyond measure.
                let read = read.filter(|it| it.abs() < 1e6);
                read.ok_or_else(|| {
                    format!("`{}` is no index: `{}`", table.header[place], line[place])
                })
            };
            let found = Some(Index {
                value: number(value)?,
                interval: [number(low)?, number(high)?],
            });
            let is_new = rows.last().is_none_or(|row| row.factor != line[factor]);
            if is_new {
                rows.push(SobolRow {
                    factor: line[factor].clone(),
                    title: line[title.unwrap_or(factor)].clone(),
                    first: None,
                    total: None,
                });
            }
            let Some(row) = rows.last_mut() else {
                continue;
            };
            match line[index].as_str() {
                "first" => row.first = found,
                "total" => row.total = found,
                other => return Err(format!("`index` is neither `first` nor `total`: `{other}`")),
            }
        }
        let total = |row: &SobolRow| row.total.map_or(0.0, |it| it.value);
        rows.sort_by(|one, other| total(other).total_cmp(&total(one)));
        Ok(Some(Self {
            of: first[of].clone(),
            samples: [first[samples].clone(), first[runs].clone()],
            rows,
        }))
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
