//! A rate over two factors of a sweep.

use crate::experiment::sweep::Layout;
use crate::report::chart::{Body, Cells, Chart, Frame, Row, Sheet};
use crate::report::figure::cells::CellLine;

/// Most levels of a factor: more are too small to read on a page.
const LEVELS_MAX: usize = 12;

/// A table of rates over two factors.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// What the numbers are.
    pub value: String,
    /// The factors in a word or two each, for the heading: that down the page as given, then the other.
    pub names: [String; 2],
    /// The factor down the page and its levels.
    pub rows: (String, Vec<String>),
    /// The factor across the page and its levels.
    pub columns: (String, Vec<String>),
    /// By row and column; none where there is no such cell.
    pub cells: Vec<Vec<Option<HeatCell>>>,
}

/// A rate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatCell {
    /// The rate, in 0..=1.
    pub rate: f64,
    /// Its interval.
    pub interval: [f64; 2],
}

impl HeatMap {
    /// The agreement rate in each cell of a full factorial over two factors; none of another sweep, or of one with more than
    /// 12 levels. Levels stand in the order in which they first come.
    pub fn of(layout: &Layout, cells: &[CellLine]) -> Option<Self> {
        let [down, across] = layout.factors.as_slice() else {
            return None;
        };
        let levels = |factor: usize| -> Vec<String> {
            let mut levels: Vec<String> = Vec::new();
            for level in cells.iter().filter_map(|cell| cell.levels[factor].as_ref()) {
                if !levels.contains(level) {
                    levels.push(level.clone());
                }
            }
            levels
        };
        let (rows, columns) = (levels(0), levels(1));
        let many = rows.len().max(columns.len()) > LEVELS_MAX;
        if many || layout.design != "full-factorial" {
            return None;
        }
        let cell = |row: &String, column: &String| {
            let levels = [Some(row), Some(column)];
            let mut cells = cells.iter();
            let found = cells.find(|cell| cell.levels.iter().map(Option::as_ref).eq(levels))?;
            Some(HeatCell {
                rate: found.rate,
                interval: found.interval,
            })
        };
        let row = |row: &String| columns.iter().map(|column| cell(row, column)).collect();
        Some(Self {
            value: "agreement".to_owned(),
            names: [down, across].map(|factor| factor.id.replace('-', " ")),
            cells: rows.iter().map(row).collect(),
            rows: (down.title.clone(), rows),
            columns: (across.title.clone(), columns),
        })
    }
}

/// A cell for each pair of levels; `foot` names runs and seed.
pub fn heat_map(title: &str, foot: &str, map: &HeatMap) -> Chart {
    let names = [&map.rows.0, &map.columns.0, &map.value, "low", "high"];
    let mut frame = Frame::new(names);
    for (row, cells) in map.cells.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let line = frame.line(row, column);
            line.value(&map.rows.1[row]).value(&map.columns.1[column]);
            if let Some(cell) = cell {
                line.value(cell.rate);
                line.values(cell.interval);
            }
        }
    }
    let [one, other] = &map.names;
    Chart {
        heading: format!("{} by {one} and {other}", capital(&map.value)),
        title: title.to_owned(),
        caption: caption(map),
        foot: foot.to_owned(),
        sheet: Sheet::Page,
        series: Vec::new(),
        legend: false,
        frame,
        body: Body::Cells(Cells {
            rows: map.rows.1.iter().map(Row::named).collect(),
            columns: map.columns.1.clone(),
            corner: [map.rows.0.clone(), map.columns.0.clone()],
            value: map.value.clone(),
            words: None,
            most: highest(map),
            scale: format!("{}, %", map.value),
            turnable: true,
        }),
    }
}

/// The end of the scale: the next tenth above the highest rate.
fn highest(map: &HeatMap) -> f64 {
    let rates = map.cells.iter().flatten().flatten().map(|item| item.rate);
    let most = rates.fold(0.0, f64::max);
    ((most * 10.0).ceil() / 10.0).clamp(0.1, 1.0)
}

/// What numbers and brackets mean.
fn caption(map: &HeatMap) -> String {
    let mut words = "In brackets: intervals, in percent; where cells have no room for them, they stand in the data file beside this figure.".to_owned();
    if map.cells.iter().flatten().any(Option::is_none) {
        words.push_str(" White: no such cell.");
    }
    words
}

/// Words with a capital letter in front.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next();
    let first: Option<String> = first.map(|letter| letter.to_uppercase().collect());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::{HeatCell, HeatMap, heat_map};
    use crate::experiment::sweep::{FactorLayout, Layout};
    use crate::report::chart::Sheet;
    use crate::report::figure::cells::CellLine;
    use crate::simulation::Rate;

    fn cell(agenda: &str, leader: &str, rate: f64) -> CellLine {
        CellLine {
            levels: [agenda, leader].map(|item| Some(item.to_owned())).into(),
            numbers: vec![None; 2],
            runs: 100,
            rate,
            interval: [rate - 0.1, rate + 0.1],
            difference: None,
            failures: [Rate { count: 0, runs: 0 }; 8],
        }
    }

    #[test]
    fn cells_fall_into_their_places() {
        let factor = |id: &str| FactorLayout {
            id: id.to_owned(),
            title: id.to_owned(),
            ..FactorLayout::default()
        };
        let mut layout = Layout {
            design: "full-factorial".to_owned(),
            factors: ["agenda", "first-leader"].map(factor).into(),
            ..Layout::default()
        };
        let cells = [
            cell("parallel", "rubio", 0.1),
            cell("parallel", "witkoff", 0.3),
            cell("single", "rubio", 0.2),
        ];
        let map = HeatMap::of(&layout, &cells).expect("it is a full factorial over two factors");
        assert_eq!(map.names[1], "first leader");
        assert_eq!(map.rows.1, ["parallel", "single"]);
        assert_eq!(map.columns.1, ["rubio", "witkoff"]);
        let found = map.cells[0][1].expect("there is such a cell");
        assert!((found.rate - 0.3).abs() < 1e-12);
        assert_eq!(map.cells[1][1], None);
        let chart = heat_map("Talks", "100 runs a cell, seed 1.", &map);
        let figure = chart.draw(None).pages.concat();
        assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
        assert!(figure.contains("30.0 %") && figure.contains("witkoff"));
        layout.design = "one-at-a-time".to_owned();
        assert_eq!(HeatMap::of(&layout, &cells), None);
    }

    #[test]
    fn a_map_is_turned_where_its_heads_would_break() {
        let cell = Some(HeatCell {
            rate: 0.2,
            interval: [0.181, 0.234],
        });
        let few = ["parallel", "sequential", "together"].map(str::to_owned);
        let many = (0..9).map(|number| format!("suspended deliveries {number}"));
        let many: Vec<String> = many.collect();
        let map = HeatMap {
            value: "agreement".to_owned(),
            names: ["agenda", "lever"].map(str::to_owned),
            rows: ("Agenda".to_owned(), few.into()),
            columns: ("Lever".to_owned(), many),
            cells: vec![vec![cell; 9]; 3],
        };
        let figure = heat_map("Talks", "100 runs.", &map).draw(Some(Sheet::Column));
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
        let twelve = HeatMap {
            columns: ("Lever".to_owned(), vec!["x".to_owned(); 12]),
            rows: ("Agenda".to_owned(), vec!["y".to_owned(); 12]),
            cells: vec![vec![cell; 12]; 12],
            ..map
        };
        let svg = heat_map("Talks", "100 runs.", &twelve)
            .draw(Some(Sheet::Column))
            .pages
            .concat();
        assert!(svg.contains("data file") && !svg.contains("[18.1"));
    }
}
