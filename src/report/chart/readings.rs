//! What a chart shows, number by number: for its description in words and for its live copy.

use serde::Serialize;
use serde_json::Value;

use crate::report::chart::axis::Unit;
use crate::report::chart::frame::{Line, written};
use crate::report::chart::spec::{BAND, Body, Chart, Layer, Row, Scatter};
use crate::report::labels::percent;

/// Most sentences in a description.
const SENTENCES_MAX: usize = 60;

/// A number that is drawn, with the words for where it stands.
#[derive(Debug, Serialize)]
pub(super) struct Reading<'a> {
    /// Its row or panel.
    #[serde(skip)]
    pub(super) row: usize,
    /// The number of its series.
    #[serde(skip)]
    number: usize,
    pub(super) group: Option<&'a str>,
    /// The name of the row or panel.
    pub(super) name: String,
    series: &'a str,
    /// Where on the axis from left to right, in a panel.
    at: &'a Value,
    value: f64,
    pub(super) low: Option<f64>,
    high: Option<f64>,
    #[serde(rename = "band-low", skip_serializing_if = "Option::is_none")]
    band_low: Option<f64>,
    #[serde(rename = "band-high", skip_serializing_if = "Option::is_none")]
    band_high: Option<f64>,
}

impl<'a> Reading<'a> {
    fn stands_in(&mut self, row: &'a Row) {
        self.group = row.group.as_deref();
        self.name.clone_from(&row.name);
    }
}

impl Chart {
    /// All numbers drawn, in the order of the frame; none of points, which are two numbers each.
    pub(super) fn readings(&self) -> Vec<Reading<'_>> {
        let lines = self.frame.lines().iter();
        lines.filter_map(|line| self.reading(line)).collect()
    }

    fn reading<'a>(&'a self, line: &'a Line) -> Option<Reading<'a>> {
        let (frame, row) = (&self.frame, line.row?);
        let series = self.series.get(line.series);
        let mut reading = Reading {
            row,
            number: line.series,
            group: None,
            name: String::new(),
            series: series.map_or("", |series| series.name.as_str()),
            at: &Value::Null,
            value: 0.0,
            low: None,
            high: None,
            band_low: None,
            band_high: None,
        };
        match &self.body {
            Body::Rows(body) => {
                reading.stands_in(body.rows.get(row)?);
                // The first layer that has a number of the line.
                let (value, interval) = body.layers.iter().find_map(|layer| match layer {
                    Layer::Mark(item) | Layer::Bar(_, item) => {
                        Some((frame.number(line, item.value)?, item.interval))
                    }
                    Layer::Stack(None) => Some((frame.rate(line)?.value(), None)),
                    Layer::Band | Layer::Stack(Some(_)) | Layer::Rule(..) => None,
                })?;
                reading.value = value;
                if let Some([low, high]) = interval.and_then(|item| frame.pair(line, item)) {
                    (reading.low, reading.high) = (Some(low), Some(high));
                }
                if body.layers.contains(&Layer::Band) {
                    [reading.band_low, reading.band_high] = self.band(line);
                }
            }
            Body::Cells(body) => {
                reading.stands_in(body.rows.get(row)?);
                reading.value = frame.number(line, &body.value)?;
                let words = body.words.and_then(|item| frame.get(line, item).as_str());
                let column = body.columns.get(line.series).map(String::as_str);
                reading.series = words.or(column).unwrap_or_default();
                [reading.band_low, reading.band_high] = self.band(line);
            }
            Body::Panels(body) => {
                let panel = body.panels.get(row)?;
                reading.name = named([&panel.name, &panel.x.title]);
                reading.at = frame.get(line, body.x);
                reading.value = frame.number(line, body.y)?;
                [reading.band_low, reading.band_high] = self.band(line);
            }
            Body::Scatter(_) => return None,
        }
        Some(reading)
    }

    /// The ends of the band of a line, where the frame has any.
    fn band(&self, line: &Line) -> [Option<f64>; 2] {
        BAND.map(|end| {
            let has = self.frame.has(end);
            has.then(|| self.frame.number(line, end)).flatten()
        })
    }

    /// What it shows, in sentences.
    pub fn description(&self) -> String {
        let mut sentences = match &self.body {
            Body::Rows(body) => {
                let remark = body.remark.iter().cloned();
                let rows = self.by_row(|reading| {
                    let number = body.axis.unit.written(reading.value);
                    if self.legend || body.dense {
                        format!("{} {number}", reading.series)
                    } else {
                        number
                    }
                });
                remark.chain(rows).collect()
            }
            Body::Cells(_) => {
                self.by_row(|cell| format!("{} {}", cell.series, percent(cell.value)))
            }
            Body::Panels(body) => self.by_line(body.axis.unit),
            Body::Scatter(body) => self.of_points(body),
        };
        let more = sentences.len().saturating_sub(SENTENCES_MAX);
        sentences.truncate(SENTENCES_MAX);
        if more > 0 {
            sentences.push(format!("{more} more are not read out"));
        }
        sentences.push(self.caption.clone());
        sentences.join(". ")
    }

    /// A sentence for each row: what is read of its lines.
    fn by_row(&self, read: impl Fn(&Reading<'_>) -> String) -> Vec<String> {
        let mut readings = self.readings();
        readings.sort_by_key(|reading| reading.row);
        let rows = readings.chunk_by(|one, other| one.row == other.row);
        let sentences = rows.map(|row| {
            let group = row[0].group.unwrap_or_default();
            sentence([group, &row[0].name], row.iter().map(&read))
        });
        sentences.collect()
    }

    /// A sentence for each line of a panel: its first and last point and three between them.
    fn by_line(&self, unit: Unit) -> Vec<String> {
        let mut readings = self.readings();
        readings.sort_by_key(|reading| (reading.row, reading.number));
        let lines =
            readings.chunk_by(|one, other| (one.row, one.number) == (other.row, other.number));
        let sentences = lines.map(|line| {
            let last = line.len() - 1;
            let mut places: Vec<usize> = (0..=4).map(|part| last * part / 4).collect();
            places.dedup();
            let points = places.into_iter().map(|place| {
                let point = &line[place];
                format!("{}: {}", written(point.at), unit.written(point.value))
            });
            sentence([&line[0].name, line[0].series], points)
        });
        sentences.collect()
    }

    /// How many points there are of each kind, and where the named ones are.
    fn of_points(&self, body: &Scatter) -> Vec<String> {
        let lines = self.frame.lines();
        let counts = self.series.iter().enumerate();
        let counts = counts.filter_map(|(number, series)| {
            let drawn = self.frame.of_row(0);
            let count = drawn.filter(|line| line.series == number).count();
            let counts = count > 0 && !series.name.is_empty();
            counts.then(|| format!("{}: {count}", series.name))
        });
        let named = body.named.iter().map(|item| {
            let place = body.sides.iter().filter_map(|side| {
                let value = self.frame.number(&lines[item.line], &side.column)?;
                Some(format!("{} {}", side.title, Unit::Plain.written(value)))
            });
            sentence([&item.name, ""], place)
        });
        counts.chain(named).collect()
    }
}

/// `Group, name: one, other`.
fn sentence(names: [&str; 2], read: impl Iterator<Item = String>) -> String {
    format!("{}: {}", named(names), read.collect::<Vec<_>>().join(", "))
}

fn named(names: [&str; 2]) -> String {
    let names = names.into_iter().filter(|name| !name.is_empty());
    names.collect::<Vec<_>>().join(", ")
}
