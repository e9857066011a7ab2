//! The agreement rate along factors whose levels are numbers.

use crate::experiment::sweep::Layout;
use crate::report::chart::{
    Axis, BLUE, Body, Chart, Extent, Frame, Level, Look, Panel, Panels, Series, Sheet, Unit,
};
use crate::report::figure::cells::CellLine;
use crate::report::labels::percent;

/// More lines than this nobody can follow.
const LINES_MAX: usize = 5;

/// The rates along one factor, by its numbers in growing order.
#[derive(Clone, Debug, PartialEq)]
struct Along<'a> {
    /// The level of the other factor, where there is one.
    name: Option<&'a str>,
    /// Numbers with their cells.
    points: Vec<(f64, &'a CellLine)>,
}

/// One factor with the rates along it.
#[derive(Clone, Debug, PartialEq)]
struct Factor<'a> {
    /// Name in files.
    id: &'a str,
    /// Name for readers.
    title: &'a str,
    /// One line, or one for each level of the other factor.
    lines: Vec<Along<'a>>,
    /// The scenario as written, with the factor's number there where it is known.
    written: Option<(Option<f64>, &'a CellLine)>,
}

/// Lines over the numbers of a sweep: of its only factor; of each such factor of a one-at-a-time sweep; or, where two
/// factors are crossed and the levels of one are numbers, a line for each of up to five levels of the other. None where
/// there is nothing of this, or there are fewer than two numbers.
pub fn factor(layout: &Layout, cells: &[CellLine], foot: &str) -> Option<Chart> {
    let factors = factors(layout, cells);
    let first = factors.first()?;
    let heading = match factors.as_slice() {
        [one] => format!("Agreement by: {}", one.title),
        _ => "Agreement along each factor by itself".to_owned(),
    };
    let shown = factors.iter().flat_map(|item| {
        let points = item.lines.iter().flat_map(|line| &line.points);
        let written = item.written.map(|written| written.1);
        points.map(|point| point.1).chain(written)
    });
    let highest = shown.map(|cell| cell.interval[1]).fold(0.0, f64::max);
    // The axis begins at 0 and ends at the next tenth.
    let most = (highest * 10.0).ceil().max(1.0) / 10.0;
    let up = Axis::new(
        "agreement rate, %",
        Unit::Percent,
        Extent::Fixed([0.0, most]),
    );
    let series = match first.lines.as_slice() {
        [_] => vec![Series::new("", Look::of(BLUE))],
        lines => {
            let names = lines.iter().map(|line| line.name.unwrap_or_default());
            let numbered = names.enumerate();
            numbered
                .map(|(number, name)| Series::new(name, Look::numbered(number)))
                .collect()
        }
    };
    Some(Chart {
        heading,
        title: layout.title.clone(),
        caption: caption(&factors),
        foot: foot.to_owned(),
        sheet: Sheet::Column,
        series,
        legend: false,
        frame: frame(&factors),
        body: Body::Panels(Panels {
            panels: factors.iter().map(panel).collect(),
            x: "value",
            y: "rate",
            axis: up,
            intervals: true,
            steps: false,
            numbered: false,
            columns: 2,
        }),
    })
}

fn panel(factor: &Factor<'_>) -> Panel {
    let level = factor.written.map(|(place, cell)| Level {
        at: cell.rate,
        words: format!("as written: {}", percent(cell.rate)),
        place,
    });
    Panel {
        name: String::new(),
        notes: Vec::new(),
        x: Axis::new(factor.title, Unit::Plain, Extent::Holding(Vec::new())),
        level,
    }
}

/// A line for each cell.
fn frame(factors: &[Factor<'_>]) -> Frame {
    let mut frame = Frame::new(["factor", "line", "value", "runs", "rate", "low", "high"]);
    let mut add = |place: (Option<usize>, usize),
                   id: &str,
                   name: Option<&str>,
                   at: Option<f64>,
                   cell: &CellLine| {
        let line = frame.line(place.0, place.1);
        line.value(id).value(name.unwrap_or_default()).value(at);
        line.value(cell.runs).value(cell.rate).values(cell.interval);
    };
    for (panel, one) in factors.iter().enumerate() {
        if let Some((at, cell)) = one.written {
            add((None, 0), one.id, Some("as written"), at, cell);
        }
        for (number, along) in one.lines.iter().enumerate() {
            for &(at, cell) in &along.points {
                add((Some(panel), number), one.id, along.name, Some(at), cell);
            }
        }
    }
    frame
}

/// What marks and bands mean.
fn caption(factors: &[Factor<'_>]) -> String {
    let mut words = "Marks: cells of the sweep, on straight lines between them.".to_owned();
    words.push_str(if factors.iter().any(|item| item.lines.len() > 1) {
        " Upright lines across the marks: intervals cell by cell; lines stand a little apart."
    } else {
        " Band: intervals cell by cell."
    });
    let written = || factors.iter().filter_map(|item| item.written);
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
fn factors<'a>(layout: &'a Layout, cells: &'a [CellLine]) -> Vec<Factor<'a>> {
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
fn alone<'a>(layout: &'a Layout, cells: &'a [CellLine], factor: usize) -> Option<Factor<'a>> {
    let names = &layout.factors[factor];
    let own = cells.iter().filter(|cell| cell.changed() == [factor]);
    let written = cells.iter().find(|cell| cell.changed().is_empty());
    Some(Factor {
        id: &names.id,
        title: &names.title,
        lines: vec![along(None, own, factor)?],
        written: written.map(|cell| (names.written, cell)),
    })
}

/// The cells of two factors, along the one of them whose levels are numbers; of two such along that of more levels, the
/// first where they have as many.
fn crossed<'a>(layout: &'a Layout, cells: &'a [CellLine]) -> Option<Factor<'a>> {
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
    Some(Factor {
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

#[cfg(test)]
mod tests {
    use super::factors;
    use crate::experiment::sweep::{FactorLayout, Layout};
    use crate::report::figure::cells::CellLine;
    use crate::simulation::Rate;

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
            failures: [Rate { count: 0, runs: 0 }; 8],
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
        let found = factors(&layout, &cells);
        let ids: Vec<&str> = found.iter().map(|item| item.id).collect();
        assert_eq!(ids, ["rounds", "fallback"]);
        let numbers: Vec<f64> = found[0].lines[0].points.iter().map(|item| item.0).collect();
        assert_eq!(numbers, [10.0, 20.0]);
        let written = found[0].written.map(|item| item.0);
        assert_eq!(written, Some(Some(7.0)));
    }

    #[test]
    fn two_crossed_factors_give_a_line_for_each_level_of_the_other() {
        let layout = layout("full-factorial", &["agenda", "rounds"]);
        let cells = |agendas: usize| -> Vec<CellLine> {
            let agendas = (0..agendas).map(|number| format!("a{number}"));
            let pair = |agenda: String| ["6", "12", "24"].map(|item| cell(&[&agenda, item]));
            agendas.flat_map(pair).collect()
        };
        let all = cells(5);
        let found = factors(&layout, &all);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].id, found[0].lines.len()), ("rounds", 5));
        assert_eq!(found[0].lines[4].name, Some("a4"));
        assert!(factors(&layout, &cells(6)).is_empty());
        // Of two factors of numbers that of more levels lies across.
        let numbers: Vec<CellLine> = ["1", "2"]
            .iter()
            .flat_map(|one| ["6", "12", "24"].map(|other| cell(&[one, other])))
            .collect();
        assert_eq!(factors(&layout, &numbers)[0].id, "rounds");
    }

    #[test]
    fn words_are_no_numbers() {
        let words = layout("full-factorial", &["agenda"]);
        assert!(factors(&words, &[cell(&["a"]), cell(&["b"])]).is_empty());
        let sample = layout("sobol", &["one", "two"]);
        assert!(factors(&sample, &[cell(&["1", "2"]), cell(&["2", "3"])]).is_empty());
    }
}
