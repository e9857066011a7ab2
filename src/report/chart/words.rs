//! What a chart shows, in words with numbers, for readers who do not see it.

use crate::report::chart::axis::Unit;
use crate::report::chart::frame::{self, Line};
use crate::report::chart::scale::written;
use crate::report::chart::spec::{Body, Cells, Chart, Layer, Panels, Row, Rows, Scatter};
use crate::report::labels::percent;
use crate::simulation::Rate;

/// Sentences that anybody listens to.
const SENTENCES_MAX: usize = 60;

impl Chart {
    /// What it shows, in sentences.
    pub fn description(&self) -> String {
        let mut sentences = match &self.body {
            Body::Rows(body) => self.of_rows(body),
            Body::Cells(body) => self.of_cells(body),
            Body::Panels(body) => self.of_panels(body),
            Body::Scatter(body) => self.of_scatter(body),
        };
        let more = sentences.len().saturating_sub(SENTENCES_MAX);
        sentences.truncate(SENTENCES_MAX);
        if more > 0 {
            sentences.push(format!("{more} more are not read out"));
        }
        let mut words = sentences.join(". ");
        if !words.is_empty() {
            words.push_str(". ");
        }
        words + &self.caption
    }

    /// A sentence for each row: what its lines say.
    fn by_row(&self, rows: &[Row], said: impl Fn(&Line) -> Option<String>) -> Vec<String> {
        let rows = rows.iter().enumerate();
        let sentences = rows
            .filter_map(|(number, row)| sentence(row, self.frame.of_row(number).filter_map(&said)));
        sentences.collect()
    }

    /// What the estimates of each row or the parts of its bar are.
    fn of_rows(&self, body: &Rows) -> Vec<String> {
        let said = |line: &Line| {
            let number = body.layers.iter().find_map(|layer| match layer {
                Layer::Mark(item) | Layer::Bar(_, item) => self.frame.number(line, item.value),
                Layer::Stack(_) => self.frame.rate(line).map(Rate::value),
                Layer::Rule(..) => None,
            })?;
            let number = written(number, body.axis.unit);
            Some(if self.legend || body.dense {
                format!("{} {number}", self.series[line.series].name)
            } else {
                number
            })
        };
        let mut sentences: Vec<String> = body.remark.iter().cloned().collect();
        sentences.extend(self.by_row(&body.rows, said));
        sentences
    }

    /// What stands in the cells of each row.
    fn of_cells(&self, body: &Cells) -> Vec<String> {
        self.by_row(&body.rows, |line| {
            let words = body
                .words
                .and_then(|column| self.frame.get(line, column).as_str());
            let name = words.or_else(|| body.columns.get(line.series).map(String::as_str));
            let share = self.frame.number(line, &body.value)?;
            Some(format!("{} {}", name.unwrap_or_default(), percent(share)))
        })
    }

    /// A sentence for each line: its first and last point and three between them.
    fn of_panels(&self, body: &Panels) -> Vec<String> {
        let frame = &self.frame;
        let mut sentences = Vec::new();
        for (number, panel) in body.panels.iter().enumerate() {
            for (series, named) in self.series.iter().enumerate() {
                let lines = frame.of_row(number).filter(|line| line.series == series);
                let lines: Vec<&Line> = lines.collect();
                let Some(last) = lines.len().checked_sub(1) else {
                    continue;
                };
                let mut places: Vec<usize> = (0..=4).map(|part| last * part / 4).collect();
                places.dedup();
                let points = places.into_iter().filter_map(|place| {
                    let at = frame::written(frame.get(lines[place], body.x));
                    let height = frame.number(lines[place], body.y)?;
                    Some(format!("{at}: {}", written(height, body.axis.unit)))
                });
                let names = [&panel.name, &panel.x.title, &named.name];
                let names = names.into_iter().filter(|name| !name.is_empty());
                let name = names.map(String::as_str).collect::<Vec<_>>().join(", ");
                let row = Row::named(name);
                sentences.extend(sentence(&row, points));
            }
        }
        sentences
    }

    /// How many points there are of each kind, and where the named ones are.
    fn of_scatter(&self, body: &Scatter) -> Vec<String> {
        let lines = self.frame.lines();
        let counts = self.series.iter().enumerate();
        let counts = counts.filter_map(|(number, series)| {
            let drawn = self.frame.of_row(0);
            let count = drawn.filter(|line| line.series == number).count();
            let counts = count > 0 && !series.name.is_empty();
            counts.then(|| format!("{}: {count}", series.name))
        });
        let named = body.named.iter().filter_map(|item| {
            let place = body.sides.iter().filter_map(|side| {
                let value = self.frame.number(&lines[item.line], &side.column)?;
                Some(format!("{} {}", side.title, written(value, Unit::Plain)))
            });
            sentence(&Row::named(&item.name), place)
        });
        counts.chain(named).collect()
    }
}

/// `Group, name: one, other`; nothing of a row of which nothing is known.
fn sentence(row: &Row, said: impl Iterator<Item = String>) -> Option<String> {
    let said: Vec<String> = said.collect();
    let group = row.group.as_ref().map(|group| format!("{group}, "));
    let name = format!("{}{}", group.unwrap_or_default(), row.name);
    (!said.is_empty()).then(|| format!("{name}: {}", said.join(", ")))
}
