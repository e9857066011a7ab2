//! The agreement rate along factors whose levels are numbers: which panels and lines there are.

mod panel;

use crate::experiment::sweep::Layout;
use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::cells::CellLine;
use crate::report::figure::drawing::page::{Frame, pages};
use crate::report::figure::drawing::theme::Sheet;
use crate::report::figure::factor::panel::{Measures, Panel};

/// More lines than this cannot be told apart.
const LINES_MAX: usize = 5;

/// The rates along one factor, by its numbers in growing order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Along<'a> {
    /// The level of the other factor, where there is one.
    pub(super) name: Option<&'a str>,
    /// Numbers with their cells.
    pub(super) points: Vec<(f64, &'a CellLine)>,
}

/// One factor with the rates along it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series<'a> {
    /// Name in files.
    id: &'a str,
    /// Name for readers.
    pub(super) title: &'a str,
    /// One line, or one for each level of the other factor.
    pub(super) lines: Vec<Along<'a>>,
    /// The scenario as written, with the factor's number there where it is known.
    pub(super) written: Option<(Option<f64>, &'a CellLine)>,
}

/// Lines over the numbers of a sweep: of its only factor; of each such factor of a one-at-a-time sweep; or, where two
/// factors are crossed and the levels of one are numbers, a line for each of up to five levels of the other. None where
/// there is nothing of this, or there are fewer than two numbers.
pub fn factor(
    layout: &Layout,
    cells: &[CellLine],
    foot: &str,
    sheet: Option<Sheet>,
) -> Option<Figure> {
    let series = series(layout, cells);
    if series.is_empty() {
        return None;
    }
    let sheet = sheet.unwrap_or(Sheet::Column);
    let measures = Measures::of(&series, sheet);
    let numbered = series.iter().enumerate();
    let panels: Vec<Panel<'_>> = numbered
        .map(|(number, it)| Panel::of(number, it, &measures))
        .collect();
    let rows: Vec<&[Panel<'_>]> = panels.chunks(measures.columns).collect();
    let heading = match series.as_slice() {
        [one] => format!("Agreement by: {}", one.title),
        _ => "Agreement along each factor by itself".to_owned(),
    };
    let caption = caption(&series);
    let frame = Frame {
        sheet,
        heading: &heading,
        caption: &caption,
        height: 0,
    };
    let tallest = |row: &&[Panel<'_>]| row.iter().map(Panel::height).max().unwrap_or(0);
    let heights: Vec<i32> = rows.iter().map(tallest).collect();
    let pages = pages(&layout.title, foot, &frame, &heights, |canvas, part| {
        let mut top = part.top;
        for number in part.rows.clone() {
            for panel in rows[number] {
                panel.draw(canvas, top);
            }
            top += heights[number];
        }
    });
    Some(Figure {
        pages,
        data: data(&series),
    })
}

/// What marks and bands mean.
fn caption(series: &[Series<'_>]) -> String {
    let mut words = "Marks: cells of the sweep, on straight lines between them.".to_owned();
    words.push_str(if series.iter().any(|it| it.lines.len() > 1) {
        " Upright lines across the marks: intervals cell by cell; lines stand a little apart."
    } else {
        " Band: intervals cell by cell."
    });
    let written = || series.iter().filter_map(|it| it.written);
    if written().next().is_some() {
        words.push_str(" Dashed: the scenario as written");
        if written().any(|(at, _)| at.is_some()) {
            words.push_str("; ring: the factor's number there");
        }
        words.push('.');
    }
    words
}

/// All that can be drawn, in the order of the factors.
fn series<'a>(layout: &'a Layout, cells: &'a [CellLine]) -> Vec<Series<'a>> {
    match layout.factors.len() {
        2 if layout.design == "full-factorial" => crossed(layout, cells).into_iter().collect(),
        1 => alone(layout, cells, 0).into_iter().collect(),
        factors if layout.design == "one-at-a-time" => (0..factors)
            .filter_map(|factor| alone(layout, cells, factor))
            .collect(),
        _ => Vec::new(),
    }
}

/// The cells in which one factor alone is set.
fn alone<'a>(layout: &'a Layout, cells: &'a [CellLine], factor: usize) -> Option<Series<'a>> {
    let names = &layout.factors[factor];
    let set = |cell: &CellLine| -> Vec<usize> {
        let levels = cell.levels.iter().enumerate();
        let set = levels.filter(|(_, level)| level.is_some());
        set.map(|(factor, _)| factor).collect()
    };
    let own = cells.iter().filter(|cell| set(cell) == [factor]);
    let written = cells.iter().find(|cell| set(cell).is_empty());
    Some(Series {
        id: &names.id,
        title: &names.title,
        lines: vec![along(None, own, factor)?],
        written: written.map(|cell| (names.written, cell)),
    })
}

/// The cells of two factors, along the one of them whose levels are numbers; of two such along that of more levels, the
/// first where they have as many.
fn crossed<'a>(layout: &'a Layout, cells: &'a [CellLine]) -> Option<Series<'a>> {
    let levels = |factor: usize| -> Vec<&'a str> {
        let mut found: Vec<&str> = Vec::new();
        for level in cells
            .iter()
            .filter_map(|cell| cell.levels[factor].as_deref())
        {
            if !found.contains(&level) {
                found.push(level);
            }
        }
        found
    };
    let numeric = |&factor: &usize| cells.iter().all(|cell| cell.numbers[factor].is_some());
    let mut numbers: Vec<usize> = [0, 1].into_iter().filter(numeric).collect();
    // The sort is stable: of equal ones the first comes first.
    numbers.sort_by_key(|&factor| std::cmp::Reverse(levels(factor).len()));
    let factor = *numbers.first()?;
    let other = 1 - factor;
    let others = levels(other);
    if others.len() > LINES_MAX {
        return None;
    }
    let line = |&level: &&'a str| {
        let of = |cell: &&CellLine| cell.levels[other].as_deref() == Some(level);
        along(Some(level), cells.iter().filter(of), factor)
    };
    let lines: Option<Vec<Along<'a>>> = others.iter().map(line).collect();
    let names = &layout.factors[factor];
    Some(Series {
        id: &names.id,
        title: &names.title,
        lines: lines?,
        written: None,
    })
}

/// Cells by the numbers of a factor; none where a level is no number, or there are fewer than two.
fn along<'a>(
    name: Option<&'a str>,
    cells: impl Iterator<Item = &'a CellLine>,
    factor: usize,
) -> Option<Along<'a>> {
    let points: Option<Vec<_>> = cells
        .map(|cell| Some((cell.numbers[factor]?, cell)))
        .collect();
    let mut points = points?;
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    points.dedup_by(|one, other| one.0.total_cmp(&other.0).is_eq());
    (points.len() >= 2).then_some(Along { name, points })
}

/// What is drawn, a line for each cell.
fn data(series: &[Series<'_>]) -> String {
    let line = |id: &str, name: Option<&str>, value: Option<f64>, cell: &CellLine| {
        let [low, high] = cell.interval;
        let mut line = vec![id.to_owned(), name.unwrap_or_default().to_owned()];
        line.push(value.map_or_else(String::new, |value| value.to_string()));
        line.push(cell.runs.to_string());
        line.extend([cell.rate, low, high].map(|it| it.to_string()));
        line
    };
    let mut lines = Vec::new();
    for one in series {
        if let Some((value, cell)) = one.written {
            lines.push(line(one.id, Some("as written"), value, cell));
        }
        for along in &one.lines {
            for &(value, cell) in &along.points {
                lines.push(line(one.id, along.name, Some(value), cell));
            }
        }
    }
    let names = ["factor", "line", "value", "runs", "rate", "low", "high"];
    csv_table(&names, lines)
}

#[cfg(test)]
mod tests {
    use super::series;
    use crate::experiment::sweep::{FactorLayout, Layout};
    use crate::report::figure::cells::CellLine;

    fn layout(design: &str, factors: &[&str]) -> Layout {
        let names = |id: &&str| FactorLayout {
            id: (*id).to_owned(),
            title: (*id).to_owned(),
            written: Some(7.0),
            ..FactorLayout::default()
        };
        Layout {
            design: design.to_owned(),
            factors: factors.iter().map(names).collect(),
            ..Layout::default()
        }
    }

    fn cell(levels: &[&str]) -> CellLine {
        let some = |level: &&str| (!level.is_empty()).then(|| (*level).to_owned());
        CellLine {
            levels: levels.iter().map(some).collect(),
            numbers: levels.iter().map(|level| level.parse().ok()).collect(),
            runs: 100,
            rate: 0.5,
            interval: [0.4, 0.6],
            difference: None,
        }
    }

    #[test]
    fn one_at_a_time_gives_a_panel_for_each_factor_of_numbers() {
        let layout = layout("one-at-a-time", &["rounds", "agenda", "fallback"]);
        let cells = [
            cell(&["", "", ""]),
            cell(&["20", "", ""]),
            cell(&["10", "", ""]),
            cell(&["", "parallel", ""]),
            cell(&["", "sequential", ""]),
            cell(&["", "", "0.2"]),
            cell(&["", "", "0.4"]),
        ];
        let found = series(&layout, &cells);
        let ids: Vec<&str> = found.iter().map(|it| it.id).collect();
        assert_eq!(ids, ["rounds", "fallback"]);
        let numbers: Vec<f64> = found[0].lines[0].points.iter().map(|it| it.0).collect();
        assert_eq!(numbers, [10.0, 20.0]);
        let written = found[0].written.map(|it| it.0);
        assert_eq!(written, Some(Some(7.0)));
    }

    #[test]
    fn two_crossed_factors_give_a_line_for_each_level_of_the_other() {
        let layout = layout("full-factorial", &["agenda", "rounds"]);
        let cells = |agendas: usize| -> Vec<CellLine> {
            let agendas = (0..agendas).map(|number| format!("a{number}"));
            let pair = |agenda: String| ["6", "12", "24"].map(|it| cell(&[&agenda, it]));
            agendas.flat_map(pair).collect()
        };
        let all = cells(5);
        let found = series(&layout, &all);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].id, found[0].lines.len()), ("rounds", 5));
        assert_eq!(found[0].lines[4].name, Some("a4"));
        assert!(series(&layout, &cells(6)).is_empty());
        // Of two factors of numbers that of more levels lies across.
        let numbers: Vec<CellLine> = ["1", "2"]
            .iter()
            .flat_map(|one| ["6", "12", "24"].map(|other| cell(&[one, other])))
            .collect();
        assert_eq!(series(&layout, &numbers)[0].id, "rounds");
    }

    #[test]
    fn words_are_no_numbers() {
        let words = layout("full-factorial", &["agenda"]);
        assert!(series(&words, &[cell(&["a"]), cell(&["b"])]).is_empty());
        let sample = layout("sobol", &["one", "two"]);
        assert!(series(&sample, &[cell(&["1", "2"]), cell(&["2", "3"])]).is_empty());
    }
}
