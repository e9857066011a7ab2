//! The agreement rate along factors whose levels are numbers.

use crate::report::chart::{Axis, Body, Chart, Frame, Level, Look, Panel, Panels, Series, Unit};
use crate::report::labels::percent;
use crate::report::swept::{PlayedCell, Swept};
use crate::results::settings::AS_WRITTEN;

/// More lines than this nobody can follow.
pub(super) const LINES_MAX: usize = 5;

/// Numbers in growing order with their cells.
type Points<'a> = Vec<(f64, &'a PlayedCell)>;

/// One factor of a sweep, with the rates over its numbers.
#[derive(Debug)]
struct Along<'a> {
    id: &'a str,
    title: &'a str,
    /// One line without a name, or one for each level of the other factor.
    lines: Vec<(String, Points<'a>)>,
    /// The scenario as written, with the factor's number there where it is known.
    written: Option<(Option<f64>, &'a PlayedCell)>,
}

/// Lines over the numbers of a sweep: of its only factor; of each such factor of a one-at-a-time sweep; or, where two
/// factors are crossed and the levels of one are numbers, a line for each of up to five levels of the other. None where
/// there is nothing of this, or there are fewer than two numbers.
pub(super) fn factor(swept: &Swept) -> Option<Chart> {
    let factors = factors(swept);
    let first = factors.first()?;
    let heading = match factors.as_slice() {
        [one] => format!("Agreement by: {}", one.title),
        _ => "Agreement along each factor by itself".to_owned(),
    };
    let names = first.lines.iter().enumerate();
    // A line that stands alone needs no name.
    let is_alone = first.lines.len() == 1;
    let series = names.map(|(number, (name, _))| {
        let name = if is_alone { "" } else { name.as_str() };
        Series::new(name, Look::numbered(number))
    });
    let mut highest = 0.0_f64;
    let mut frame = Frame::new(["factor", "line", "value", "runs", "rate", "low", "high"]);
    let mut add =
        |place: (Option<usize>, usize), names: [&str; 2], at: Option<f64>, cell: &PlayedCell| {
            let line = frame.line(place.0, place.1);
            line.values(names).value(at);
            line.value(cell.runs).value(cell.rate).values(cell.interval);
            highest = highest.max(cell.interval[1]);
        };
    for (panel, one) in factors.iter().enumerate() {
        if let Some((at, cell)) = one.written {
            add((None, 0), [one.id, AS_WRITTEN], at, cell);
        }
        for (number, (name, points)) in one.lines.iter().enumerate() {
            for &(at, cell) in points {
                add((Some(panel), number), [one.id, name], Some(at), cell);
            }
        }
    }
    // The axis begins at 0 and ends at the next tenth.
    let most = (highest * 10.0).ceil().max(1.0) / 10.0;
    let body = Body::Panels(Panels {
        panels: factors.iter().map(panel).collect(),
        x: "value",
        y: "rate",
        axis: Axis::fixed("agreement rate, %", Unit::Percent, [0.0, most]),
        intervals: true,
        steps: false,
        numbered: false,
        columns: 2,
    });
    Some(Chart {
        series: series.collect(),
        ..swept.chart(heading, caption(&factors), (frame, body))
    })
}

fn panel(factor: &Along<'_>) -> Panel {
    let level = factor.written.map(|(place, cell)| Level {
        at: cell.rate,
        words: format!("as written: {}", percent(cell.rate)),
        place,
    });
    Panel {
        level,
        ..Panel::over(Axis::holding(factor.title, Unit::Plain, &[]))
    }
}

/// What marks and bands mean.
fn caption(factors: &[Along<'_>]) -> String {
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
fn factors(swept: &Swept) -> Vec<Along<'_>> {
    match (swept.layout.factors.len(), swept.layout.design.as_str()) {
        (2, "full-factorial") => crossed(swept).into_iter().collect(),
        (1, _) | (_, "one-at-a-time") => {
            let factors = 0..swept.layout.factors.len();
            factors.filter_map(|factor| alone(swept, factor)).collect()
        }
        _ => Vec::new(),
    }
}

/// The cells in which one factor alone is set.
fn alone(swept: &Swept, factor: usize) -> Option<Along<'_>> {
    let names = &swept.layout.factors[factor];
    Some(Along {
        id: &names.id,
        title: &names.title,
        lines: vec![(String::new(), along(swept.alone(factor), factor)?)],
        written: swept.written().map(|cell| (names.written, cell)),
    })
}

/// The cells of two factors, along the one of them whose levels are numbers; of two such along that of more levels, the
/// first where they have as many.
fn crossed(swept: &Swept) -> Option<Along<'_>> {
    let cells = || swept.cells.iter();
    let numeric = |&factor: &usize| cells().all(|cell| cell.place(factor).is_some());
    let numbers = [1, 0].into_iter().filter(numeric);
    let factor = numbers.max_by_key(|&factor| swept.levels(factor).len())?;
    let other = 1 - factor;
    let others = swept.levels(other);
    if others.len() > LINES_MAX {
        return None;
    }
    let line = |level: &str| {
        let of = cells().filter(|cell| cell.labels[other].as_deref() == Some(level));
        Some((swept.words(other, level), along(of, factor)?))
    };
    let names = &swept.layout.factors[factor];
    Some(Along {
        id: &names.id,
        title: &names.title,
        lines: others.into_iter().map(line).collect::<Option<_>>()?,
        written: None,
    })
}

/// Cells by the numbers of a factor; none where a level is no number, or there are fewer than two.
fn along<'a>(cells: impl Iterator<Item = &'a PlayedCell>, factor: usize) -> Option<Points<'a>> {
    let points = cells.map(|cell| Some((cell.place(factor)?, cell)));
    let mut points = points.collect::<Option<Points<'_>>>()?;
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    points.dedup_by(|one, other| one.0.total_cmp(&other.0).is_eq());
    (points.len() >= 2).then_some(points)
}

#[cfg(test)]
mod tests {
    use super::factors;
    use crate::experiment::sweep::{FactorLayout, Layout};
    use crate::report::swept::{PlayedCell, Swept};

    fn swept(design: &str, factors: &[&str], cells: &[PlayedCell]) -> Swept {
        let names = |id: &&str| FactorLayout {
            id: (*id).to_owned(),
            title: (*id).to_owned(),
            written: Some(7.0),
            ..FactorLayout::default()
        };
        Swept {
            layout: Layout {
                design: design.to_owned(),
                factors: factors.iter().map(names).collect(),
                ..Layout::default()
            },
            cells: cells.to_vec(),
            ..Swept::default()
        }
    }

    fn cell(levels: &[&str]) -> PlayedCell {
        let some = |level: &&str| (!level.is_empty()).then(|| (*level).to_owned());
        PlayedCell {
            labels: levels.iter().map(some).collect(),
            runs: 100,
            rate: 0.5,
            interval: [0.4, 0.6],
            ..PlayedCell::default()
        }
    }

    #[test]
    fn one_at_a_time_gives_a_panel_for_each_factor_of_numbers() {
        let cells = [
            cell(&["", "", ""]),
            cell(&["20", "", ""]),
            cell(&["10", "", ""]),
            cell(&["", "parallel", ""]),
            cell(&["", "sequential", ""]),
            cell(&["", "", "0.2"]),
            cell(&["", "", "0.4"]),
        ];
        let swept = swept("one-at-a-time", &["rounds", "agenda", "fallback"], &cells);
        let found = factors(&swept);
        let ids: Vec<&str> = found.iter().map(|item| item.id).collect();
        assert_eq!(ids, ["rounds", "fallback"]);
        let numbers: Vec<f64> = found[0].lines[0].1.iter().map(|item| item.0).collect();
        assert_eq!(numbers, [10.0, 20.0]);
        let written = found[0].written.map(|item| item.0);
        assert_eq!(written, Some(Some(7.0)));
    }

    #[test]
    fn two_crossed_factors_give_a_line_for_each_level_of_the_other() {
        let swept = |cells: &[PlayedCell]| swept("full-factorial", &["agenda", "rounds"], cells);
        let cells = |agendas: usize| -> Vec<PlayedCell> {
            let agendas = (0..agendas).map(|number| format!("a{number}"));
            let pair = |agenda: String| ["6", "12", "24"].map(|item| cell(&[&agenda, item]));
            agendas.flat_map(pair).collect()
        };
        let all = swept(&cells(5));
        let found = factors(&all);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].id, found[0].lines.len()), ("rounds", 5));
        assert_eq!(found[0].lines[4].0, "a4");
        assert!(factors(&swept(&cells(6))).is_empty());
        // Of two factors of numbers that of more levels lies across.
        let numbers: Vec<PlayedCell> = ["1", "2"]
            .iter()
            .flat_map(|one| ["6", "12", "24"].map(|other| cell(&[one, other])))
            .collect();
        assert_eq!(factors(&swept(&numbers))[0].id, "rounds");
    }

    #[test]
    fn words_are_no_numbers() {
        let words = [cell(&["a"]), cell(&["b"])];
        assert!(factors(&swept("full-factorial", &["agenda"], &words)).is_empty());
        let numbers = [cell(&["1", "2"]), cell(&["2", "3"])];
        assert!(factors(&swept("sobol", &["one", "two"], &numbers)).is_empty());
    }
}
