//! A rate over two factors of a sweep.

use crate::report::chart::{Body, Cells, Chart, Frame, Row, Sheet};
use crate::report::csv::{CsvTable, share};

/// Most levels of a factor: more cannot be told apart on a page.
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
    /// The rate, in 0..=1; the plain mean of the cells that differ in other factors only.
    pub rate: f64,
    /// Its interval, where a single cell is behind it.
    pub interval: Option<[f64; 2]>,
}

impl HeatMap {
    /// A heat map of the lines of a sweep's cells: two columns of factors, one of rates, its bounds.
    ///
    /// Levels stand in the order in which they first come; lines without a level, as a baseline's, are left out.
    ///
    /// # Errors
    /// Where a column is missing, a number cannot be read, or a factor has more than 12 levels.
    pub fn read(
        table: &CsvTable,
        rows: &str,
        columns: &str,
        rate: &str,
        bounds: [&str; 2],
    ) -> Result<Self, String> {
        let column = |name: &str| {
            let place = table.column(name);
            place.ok_or_else(|| format!("there is no column `{name}`"))
        };
        let (down, across) = (column(rows)?, column(columns)?);
        let numbers = [column(rate)?, column(bounds[0])?, column(bounds[1])?];
        let levels = |place: usize| -> Result<Vec<String>, String> {
            let mut levels: Vec<String> = Vec::new();
            for line in &table.rows {
                if !line[place].is_empty() && !levels.contains(&line[place]) {
                    levels.push(line[place].clone());
                }
            }
            if levels.len() > LEVELS_MAX {
                let name = &table.header[place];
                return Err(format!(
                    "`{name}` has {} levels, at most {LEVELS_MAX} can be told apart",
                    levels.len()
                ));
            }
            Ok(levels)
        };
        let (row_levels, column_levels) = (levels(down)?, levels(across)?);
        let mut found = vec![vec![Vec::new(); column_levels.len()]; row_levels.len()];
        for line in &table.rows {
            let mut values = [0.0; 3];
            for (value, place) in values.iter_mut().zip(numbers) {
                *value = share(&line[place], &table.header[place])?;
            }
            let at =
                |levels: &[String], place: usize| levels.iter().position(|it| *it == line[place]);
            if let (Some(row), Some(column)) = (at(&row_levels, down), at(&column_levels, across)) {
                found[row][column].push(values);
            }
        }
        let rows_of = |row: &Vec<Vec<[f64; 3]>>| row.iter().map(|it| joined(it)).collect();
        Ok(Self {
            value: rate.to_owned(),
            names: [rows, columns].map(str::to_owned),
            rows: (rows.to_owned(), row_levels),
            columns: (columns.to_owned(), column_levels),
            cells: found.iter().map(rows_of).collect(),
        })
    }
}

/// One cell of the map from all that fall into it.
fn joined(values: &[[f64; 3]]) -> Option<HeatCell> {
    let mut sum = 0.0;
    for value in values {
        sum += value[0];
    }
    let interval = match values {
        [[_, low, high]] => Some([*low, *high]),
        _ => None,
    };
    (!values.is_empty()).then(|| HeatCell {
        rate: sum / values.len() as f64,
        interval,
    })
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
                line.values(cell.interval.into_iter().flatten());
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
    let rates = map.cells.iter().flatten().flatten().map(|it| it.rate);
    let most = rates.fold(0.0, f64::max);
    ((most * 10.0).ceil() / 10.0).clamp(0.1, 1.0)
}

/// What numbers and brackets mean.
fn caption(map: &HeatMap) -> String {
    let cells = || map.cells.iter().flatten();
    let averaged = cells().flatten().any(|it| it.interval.is_none());
    let mut words = if averaged {
        "Each number is the mean over the cells that differ in other factors only.".to_owned()
    } else {
        "In brackets: intervals, in percent; where cells have no room for them, they stand in the data file beside this figure."
            .to_owned()
    };
    if cells().any(Option::is_none) {
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
    use crate::report::chart::Sheet;
    use crate::report::csv::CsvTable;

    const CELLS: &str = "cell,agenda,leader,depth,runs,agreement,agreement-low,agreement-high\n\
        0,,,,100,0.5,0.4,0.6\n\
        1,parallel,rubio,1,100,0.1,0.05,0.2\n\
        2,parallel,witkoff,1,100,0.3,0.2,0.4\n\
        3,single,rubio,1,100,0.2,0.1,0.3\n\
        4,single,rubio,2,100,0.4,0.3,0.5\n";

    fn map(rows: &str, columns: &str) -> Result<HeatMap, String> {
        let table = CsvTable::read(CELLS).expect("it is a table");
        let bounds = ["agreement-low", "agreement-high"];
        HeatMap::read(&table, rows, columns, "agreement", bounds)
    }

    #[test]
    fn cells_fall_into_their_places_and_others_are_averaged() {
        let map = map("agenda", "leader").expect("the columns are there");
        assert_eq!(map.rows.1, ["parallel", "single"]);
        assert_eq!(map.columns.1, ["rubio", "witkoff"]);
        let cell = map.cells[0][1].expect("there is such a cell");
        assert_eq!(cell.interval, Some([0.2, 0.4]));
        let joined = map.cells[1][0].expect("there are two");
        assert!((joined.rate - 0.3).abs() < 1e-12 && joined.interval.is_none());
        assert_eq!(map.cells[1][1], None);
        let figure = heat_map("Talks", "100 runs a cell, seed 1.", &map)
            .draw(None)
            .pages
            .concat();
        assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
        assert!(figure.contains("30.0 %") && figure.contains("witkoff"));
    }

    #[test]
    fn a_map_is_turned_where_its_heads_would_break() {
        let cell = Some(HeatCell {
            rate: 0.2,
            interval: Some([0.181, 0.234]),
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

    #[test]
    fn a_factor_that_is_not_there_is_named() {
        assert_eq!(
            map("agenda", "leder"),
            Err("there is no column `leder`".to_owned())
        );
    }
}
