//! Under which numbers a result comes about: the limits of each PRIM box, with its coverage and density.

mod rows;

use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::boxes::rows::Drawing;
use crate::report::figure::drawing::page::{Frame, pages};
use crate::report::figure::drawing::theme::Sheet;
use crate::report::labels::counted;
use crate::results::BoxSearch;
use crate::simulation::Rate;

/// What a box demands of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxLimit {
    /// Its path.
    pub parameter: String,
    /// Name for readers.
    pub title: String,
    /// The least and greatest value drawn; none for a choice.
    pub range: Option<[f64; 2]>,
    /// The limits; none where there is none on this side.
    pub limits: [Option<f64>; 2],
    /// All that can be chosen, where it is a choice.
    pub choices: Vec<Choice>,
}

/// One of the things that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Whether it lies in the box.
    pub inside: bool,
}

/// A box with how well it does among the runs held out.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundBox {
    /// What it demands.
    pub limits: Vec<BoxLimit>,
    /// Of the runs of interest, those inside.
    pub coverage: Rate,
    /// Of the runs inside, those of interest.
    pub density: Rate,
    /// Of all runs held out, those of interest.
    pub base: Rate,
}

/// All boxes of a discovery.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxes {
    /// When the result comes about, in words after "When".
    pub when: String,
    /// All runs, those held out and those that found the boxes.
    pub runs: u64,
    /// The boxes, in the order in which they were found.
    pub boxes: Vec<FoundBox>,
}

impl Boxes {
    /// The boxes of a search.
    pub fn of(search: &BoxSearch) -> Self {
        let boxes = search.boxes.iter().map(|found| FoundBox {
            limits: found.limits.iter().map(BoxLimit::of).collect(),
            coverage: found.held_out.coverage_rate(),
            density: found.held_out.density_rate(),
            base: found.held_out.base_rate(),
        });
        Self {
            when: search.when.clone(),
            runs: search.runs,
            boxes: boxes.collect(),
        }
    }
}

impl BoxLimit {
    fn of(limit: &crate::results::BoxLimit) -> Self {
        let kept = limit.categories.as_deref().unwrap_or_default();
        let choices = limit.choices.iter().flatten().map(|choice| Choice {
            id: choice.id.clone(),
            title: choice.title.clone(),
            inside: kept.contains(&choice.id),
        });
        Self {
            parameter: limit.parameter.clone(),
            title: limit.title.clone(),
            range: limit.range,
            limits: [limit.low, limit.high],
            choices: choices.collect(),
        }
    }
}

/// The limits of each box within what was drawn.
pub fn boxes(title: &str, seed: u64, found: &Boxes, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Column);
    let drawing = Drawing::of(&found.boxes, sheet);
    let heading = format!("When {}: boxes found by PRIM", found.when);
    let frame = Frame {
        sheet,
        heading: &heading,
        caption: "Bars: all values drawn, with their ends; blue and filled: those inside the box, with its limits. Density: of the runs inside the box, those in which it is so; dashed: of all runs left by the boxes before. Coverage: of the runs in which it is so, those inside. Both in runs that did not find the box; lines and brackets: 95 % Wilson intervals.",
        height: 0,
    };
    let foot = format!("{}, seed {seed}.", counted(found.runs, "run"));
    let pages = pages(title, &foot, &frame, &drawing.heights(), |canvas, part| {
        drawing.draw(canvas, part);
    });
    Figure {
        pages,
        data: data(found),
    }
}

/// What is drawn, a line for each limit.
fn data(found: &Boxes) -> String {
    let lines = (1..).zip(&found.boxes).flat_map(|(number, it)| {
        it.limits.iter().map(move |limit: &BoxLimit| {
            let known = |value: Option<f64>| value.map_or_else(String::new, |it| it.to_string());
            let range = limit.range.map(|range| range.map(|it| it.to_string()));
            let ids = |inside: bool| {
                let choices = limit.choices.iter().filter(|it| it.inside || !inside);
                let ids: Vec<&str> = choices.map(|it| it.id.as_str()).collect();
                ids.join("|")
            };
            let mut line = vec![
                i32::to_string(&number),
                limit.parameter.clone(),
                limit.title.clone(),
            ];
            line.extend(limit.limits.map(known));
            line.extend(range.unwrap_or_default());
            line.extend([ids(true), ids(false)]);
            for rate in [it.coverage, it.density] {
                let [low, high] = rate.interval();
                line.extend([rate.value(), low, high].map(|it| it.to_string()));
            }
            line.push(it.base.value().to_string());
            line
        })
    });
    let names = [
        "box",
        "parameter",
        "title",
        "low",
        "high",
        "drawn-low",
        "drawn-high",
        "categories",
        "choices",
        "coverage",
        "coverage-low",
        "coverage-high",
        "density",
        "density-low",
        "density-high",
        "base",
    ];
    csv_table(&names, lines)
}
