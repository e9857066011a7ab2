//! The agreement rate over two factors of a sweep.

use crate::report::chart::{Body, Cells, Chart, Frame, Row, Sheet};
use crate::report::figure::Drawn;
use crate::report::swept::{PlayedCell, Swept};

/// Most levels of a factor: more are too small to read on a page.
const LEVELS_MAX: usize = 12;

/// A cell for each pair of levels of two factors, every combination of whose levels is a cell of the sweep.
pub(super) fn heat_map(swept: &Swept) -> Drawn {
    let fault = Err("full-factorial sweeps over two factors of at most 12 levels each");
    let [down, across] = swept.layout.factors.as_slice() else {
        return fault;
    };
    let [rows, columns] = [0, 1].map(|factor| swept.levels(factor));
    let many = rows.len().max(columns.len()) > LEVELS_MAX;
    if many || swept.layout.design != "full-factorial" {
        return fault;
    }
    let value = "agreement";
    let mut frame = Frame::new([&down.title, &across.title, value, "low", "high"]);
    let mut caption = "In brackets: intervals, in percent; where cells have no room for them, they stand in the data file beside this figure.".to_owned();
    let mut most: f64 = 0.0;
    for (row, level) in rows.iter().enumerate() {
        for (column, other) in columns.iter().enumerate() {
            let is_here = |cell: &&PlayedCell| {
                let labels = cell.labels.iter().map(Option::as_deref);
                labels.eq([Some(*level), Some(*other)])
            };
            let line = frame.line(row, column);
            line.value(swept.words(0, level))
                .value(swept.words(1, other));
            if let Some(cell) = swept.cells.iter().find(is_here) {
                line.value(cell.rate).values(cell.interval);
                most = most.max(cell.rate);
            } else if !caption.contains("White") {
                caption.push_str(" White: no such cell.");
            }
        }
    }
    Ok(Chart {
        title: swept.layout.title.clone(),
        foot: swept.foot(),
        sheet: Sheet::Page,
        ..Chart::new(
            format!("Agreement by {} and {}", swept.short[0], swept.short[1]),
            caption,
            frame,
            Body::Cells(Cells {
                rows: rows
                    .into_iter()
                    .map(|level| Row::named(swept.words(0, level)))
                    .collect(),
                columns: columns
                    .into_iter()
                    .map(|level| swept.words(1, level))
                    .collect(),
                corner: [down.title.clone(), across.title.clone()],
                value: value.to_owned(),
                words: None,
                // The next tenth above the highest rate.
                most: ((most * 10.0).ceil() / 10.0).clamp(0.1, 1.0),
                scale: format!("{value}, %"),
                turnable: true,
            }),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::heat_map;
    use crate::experiment::sweep::{FactorLayout, Layout};
    use crate::report::chart::{Body, Chart, Sheet};
    use crate::report::swept::{PlayedCell, Swept};

    /// A full factorial over agendas and leaders, with the rates of its cells.
    fn swept(titles: [&str; 2], cells: Vec<PlayedCell>) -> Swept {
        let factor = |title: &str| FactorLayout {
            id: title.to_lowercase(),
            title: title.to_owned(),
            ..FactorLayout::default()
        };
        Swept {
            layout: Layout {
                design: "full-factorial".to_owned(),
                factors: titles.map(factor).into(),
                ..Layout::default()
            },
            short: titles.map(str::to_lowercase).into(),
            cells,
        }
    }

    fn cell(levels: [&str; 2], rate: f64, interval: [f64; 2]) -> PlayedCell {
        PlayedCell {
            labels: levels.map(|item| Some(item.to_owned())).into(),
            runs: 100,
            rate,
            interval,
            ..PlayedCell::default()
        }
    }

    /// The rate of a cell.
    fn rate(chart: &Chart, row: usize, column: usize) -> Option<f64> {
        let mut lines = chart.frame.of_row(row);
        let line = lines.find(|line| line.series == column)?;
        chart.frame.number(line, "agreement")
    }

    #[test]
    fn cells_fall_into_their_places() {
        let cells = [
            (["parallel", "rubio"], 0.1),
            (["parallel", "witkoff"], 0.3),
            (["single", "rubio"], 0.2),
        ];
        let cells = cells.map(|(levels, rate)| cell(levels, rate, [rate - 0.1, rate + 0.1]));
        let mut found = swept(["Agenda", "First leader"], cells.into());
        let chart = heat_map(&found).expect("it is a full factorial over two factors");
        let Body::Cells(body) = &chart.body else {
            panic!("these are cells");
        };
        let rows: Vec<&str> = body.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(rows, ["parallel", "single"]);
        assert_eq!(body.columns, ["rubio", "witkoff"]);
        assert!(rate(&chart, 0, 1).is_some_and(|rate| (rate - 0.3).abs() < 1e-12));
        assert_eq!(rate(&chart, 1, 1), None);
        assert_eq!(chart.heading, "Agreement by agenda and first leader");
        let figure = chart.draw(None).pages.concat();
        assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
        assert!(figure.contains("30.0 %") && figure.contains("witkoff"));
        found.layout.design = "one-at-a-time".to_owned();
        assert!(heat_map(&found).is_err());
    }

    #[test]
    fn a_map_is_turned_where_its_heads_would_break() {
        let of = |down: &[&str], across: &[String]| {
            let cell = |one: &str, other: &str| cell([one, other], 0.2, [0.181, 0.234]);
            let cells = down
                .iter()
                .flat_map(|one| across.iter().map(|other| cell(one, other)));
            let found = swept(["Agenda", "Lever"], cells.collect());
            let chart = heat_map(&found).expect("it is a full factorial over two factors");
            chart.draw(Some(Sheet::Column))
        };
        let few = ["parallel", "sequential", "together"];
        let many = (0..9).map(|number| format!("suspended deliveries {number}"));
        let figure = of(&few, &many.collect::<Vec<_>>());
        let svg = figure.pages.concat();
        assert!(svg.contains("Agreement by agenda and lever"));
        // Nine heads do not stand side by side on a column, three do: then brackets fit too.
        assert_eq!(svg.matches("[18.1, 23.4]").count(), 27);
        assert!(svg.contains("In brackets") && !svg.contains("no such cell"));
        assert!(!svg.contains('…'));
        // Data keep the order given.
        assert!(
            figure
                .data
                .starts_with("Agenda,Lever,agreement,low,high\nparallel,")
        );
        let twelve: Vec<String> = ('a'..='l').map(String::from).collect();
        let names: Vec<&str> = twelve.iter().map(String::as_str).collect();
        let svg = of(&names, &twelve).pages.concat();
        assert!(svg.contains("data file") && !svg.contains("[18.1"));
    }
}
