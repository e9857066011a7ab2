//! The figures of a sweep: rates over two factors, cell by cell, and how far each factor moves them.

use crate::report::chart::{
    Axis, BLUE, Body, Cells, Chart, Columns, Frame, GREY, Layer, Line, Look, Row, Rows, Series,
    Sheet, Start, Unit, VERMILION,
};
use crate::report::labels::percent;
use crate::report::swept::{PlayedCell, Swept};

/// Most levels of a factor: more are too small to read on a page.
pub(super) const LEVELS_MAX: usize = 12;

/// A cell for each pair of levels of two factors, every combination of whose levels is a cell of the sweep.
pub(super) fn heat_map(swept: &Swept) -> Option<Chart> {
    let [down, across] = swept.layout.factors.as_slice() else {
        return None;
    };
    let [rows, columns] = [0, 1].map(|factor| swept.levels(factor));
    let many = rows.len().max(columns.len()) > LEVELS_MAX;
    if many || swept.layout.design != "full-factorial" {
        return None;
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
    let rows = rows.into_iter().map(|level| swept.words(0, level));
    let columns = columns.into_iter().map(|level| swept.words(1, level));
    let body = Body::Cells(Cells {
        rows: rows.map(Row::named).collect(),
        columns: columns.collect(),
        corner: [down.title.clone(), across.title.clone()],
        value: value.to_owned(),
        words: None,
        // The next tenth above the highest rate.
        most: ((most * 10.0).ceil() / 10.0).clamp(0.1, 1.0),
        scale: format!("{value}, %"),
        turnable: true,
    });
    let heading = format!("Agreement by {} and {}", swept.short[0], swept.short[1]);
    Some(Chart {
        sheet: Sheet::Page,
        ..swept.chart(heading, caption, (frame, body))
    })
}

/// The cells in their order, each with its number and its settings.
pub(super) fn rates(swept: &Swept) -> Chart {
    let mut frame = Frame::new(["cell", "runs", "rate", "low", "high"]);
    let mut rows = Vec::new();
    for cell in &swept.cells {
        let line = frame.line(rows.len(), 0);
        line.value(cell.number).value(cell.runs);
        line.value(cell.rate).values(cell.interval);
        let settings = swept.settings(cell, "as in the scenario");
        rows.push(Row::named(format!("{}: {settings}", cell.number)));
    }
    let axis = Axis::holding("share of runs in agreement, %", Unit::Percent, &[]);
    let layers = vec![Layer::Mark(Columns::with_interval("rate"))];
    let body = Body::Rows(Rows::new(rows, axis, layers));
    Chart {
        series: vec![Series::new("agreement", Look::of(BLUE))],
        ..swept.chart(
            "Agreement in each cell",
            "Number and settings of each cell, its agreement rate with its interval.",
            (frame, body),
        )
    }
}

/// A factor by its place, with its cells and what each sets, least rate first.
type Moves<'a> = (usize, Vec<(String, &'a PlayedCell)>);

/// How far the agreement rate moves over the levels of a factor.
fn range((_, cells): &Moves<'_>) -> f64 {
    let rate = |cell: Option<&(String, &PlayedCell)>| cell.map_or(0.0, |item| item.1.rate);
    rate(cells.last()) - rate(cells.first())
}

/// The title of a factor over the levels at its ends, beside their rates.
fn row(swept: &Swept, (place, cells): &Moves<'_>) -> Row {
    let (note, numbers) = match cells.as_slice() {
        [] => (String::new(), Vec::new()),
        [only] => (only.0.clone(), vec![percent(only.1.rate)]),
        [first, .., last] => {
            let ends = [first, last].map(|cell| percent(cell.1.rate));
            let numbers = if ends[0] == ends[1] {
                ends[0].clone()
            } else {
                format!("{} to {}", ends[0].trim_end_matches(" %"), ends[1])
            };
            (format!("{} – {}", first.0, last.0), vec![numbers])
        }
    };
    Row {
        note,
        numbers,
        ..Row::named(&swept.layout.factors[*place].title)
    }
}

/// What the least and the greatest agreement rate over the levels of each factor are, against the scenario as written.
pub(super) fn tornado(swept: &Swept) -> Option<Chart> {
    let written = swept.written()?;
    if swept.layout.design != "one-at-a-time" || swept.cells.len() < 2 {
        return None;
    }
    let factors = factors(swept);
    let names = ["factor", "level", "runs", "rate", "low", "high"];
    let paired = ["difference", "difference-low", "difference-high"];
    let ends = ["end-low", "end-high"];
    let mut frame = Frame::new(names.iter().chain(&paired).chain(&ends));
    add_cell(frame.line(None, 0), ["", ""], (written, written.rate));
    for (row, (place, cells)) in factors.iter().enumerate() {
        let (id, last) = (&swept.layout.factors[*place].id, cells.len().max(1) - 1);
        for (number, (level, cell)) in cells.iter().enumerate() {
            // Levels between the ends are numbers in the data file only.
            let is_end = number == 0 || number == last;
            let line = frame.line(is_end.then_some(row), usize::from(number > 0));
            add_cell(line, [id, level], (cell, written.rate));
        }
    }
    let estimate = Columns {
        interval: Some(ends),
        ..Columns::of("rate")
    };
    let axis = Axis::holding("agreement rate, %", Unit::Percent, &[]);
    let layers = vec![
        Layer::Rule(written.rate, Look::of(GREY)),
        Layer::Bar(Start::At(written.rate), estimate),
    ];
    let body = Body::Rows(Rows {
        lanes: 2,
        remark: Some(format!("scenario as written: {}", percent(written.rate))),
        ..Rows::new(factors.iter().map(|moves| row(swept, moves)), axis, layers)
    });
    Some(Chart {
        series: vec![
            Series::new("least rate", Look::of(VERMILION)),
            Series::new("greatest rate", Look::of(BLUE)),
        ],
        ..swept.chart(
            "What each factor by itself does to agreement",
            "Bars: from the rate of the scenario as written, the upright line, to the least rate over the factor's levels (vermilion) and to the greatest (blue), named below the factor in this order; all else as in the scenario. Thin lines: paired intervals of the difference to the scenario as written, drawn about its rate; an interval that touches the line holds no difference.",
            (frame, body),
        )
    })
}

/// The factors, widest range first; of equal ones in the order of the sweep.
fn factors(swept: &Swept) -> Vec<Moves<'_>> {
    let factors = (0..swept.layout.factors.len()).map(|factor| {
        let cells = swept.alone(factor);
        let cells = cells.filter_map(|cell| Some((swept.level(cell, factor)?, cell)));
        let mut cells: Vec<(String, &PlayedCell)> = cells.collect();
        cells.sort_by(|one, other| one.1.rate.total_cmp(&other.1.rate));
        (factor, cells)
    });
    let mut factors: Vec<Moves<'_>> = factors.collect();
    factors.sort_by(|one, other| range(other).total_cmp(&range(one)));
    factors
}

/// Writes a cell; the ends of its paired interval are given as rates too, about that of the scenario as written.
fn add_cell(line: &mut Line, names: [&str; 2], (cell, written): (&PlayedCell, f64)) {
    line.values(names).value(cell.runs);
    line.value(cell.rate).values(cell.interval);
    if let Some([difference, low, high]) = cell.difference {
        line.values([difference, low, high]);
        line.values([low, high].map(|bound| (written + bound).clamp(0.0, 1.0)));
    }
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
            ..Swept::default()
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
        assert!(heat_map(&found).is_none());
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
