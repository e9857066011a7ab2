//! Under which numbers a result comes about: the limits of each PRIM box, with its coverage and density.

use serde_json::Value;

use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Canvas, Type};
use crate::report::figure::chart::{RowName, within};
use crate::report::figure::page::{Frame, page};
use crate::report::figure::theme::{
    BLUE, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, Span, leading,
};
use crate::report::labels::{counted, percent, share};
use crate::simulation::Rate;

/// Least height of a row.
const ROW: i32 = 190;
/// Height of the words above a box's rows.
const HEAD: i32 = 290;

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
    /// What may be chosen, where it is a choice.
    pub categories: Vec<String>,
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
    /// What the runs of interest have in common.
    pub of: String,
    /// All runs, those held out and those that found the boxes.
    pub runs: u64,
    /// The boxes, in the order in which they were found.
    pub boxes: Vec<FoundBox>,
}

impl Boxes {
    /// Reads a discovery.
    ///
    /// # Errors
    /// When it is not what `zopa discover` writes.
    pub fn read(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
        let boxes = list(&value, "boxes")?.iter().map(|found| {
            let limits = list(found, "limits")?.iter().map(limit);
            let counts = &found["held-out"];
            let rate = |count: &str, runs: &str| {
                Ok::<Rate, String>(Rate {
                    count: whole(counts, count)?,
                    runs: whole(counts, runs)?,
                })
            };
            Ok(FoundBox {
                limits: limits.collect::<Result<Vec<BoxLimit>, String>>()?,
                coverage: rate("hits", "interesting")?,
                density: rate("hits", "inside")?,
                base: rate("interesting", "runs")?,
            })
        });
        Ok(Self {
            of: words(&value, "of")?,
            runs: whole(&value, "runs")?,
            boxes: boxes.collect::<Result<Vec<FoundBox>, String>>()?,
        })
    }
}

fn limit(value: &Value) -> Result<BoxLimit, String> {
    let parameter = words(value, "parameter")?;
    let range = [value["range"][0].as_f64(), value["range"][1].as_f64()];
    let categories = value["categories"].as_array();
    let categories = categories.map_or(&[][..], Vec::as_slice).iter();
    Ok(BoxLimit {
        title: parameter.clone(),
        parameter,
        range: match range {
            [Some(low), Some(high)] => Some([low, high]),
            _ => None,
        },
        limits: [value["low"].as_f64(), value["high"].as_f64()],
        categories: categories
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect(),
    })
}

fn list<'v>(value: &'v Value, key: &str) -> Result<&'v [Value], String> {
    let items = value[key].as_array().map(Vec::as_slice);
    items.ok_or_else(|| format!("`{key}` is no list"))
}

fn words(value: &Value, key: &str) -> Result<String, String> {
    let words = value[key].as_str().map(str::to_owned);
    words.ok_or_else(|| format!("`{key}` is no text"))
}

fn whole(value: &Value, key: &str) -> Result<u64, String> {
    value[key]
        .as_u64()
        .ok_or_else(|| format!("`{key}` is no whole number"))
}

/// The limits of each box within what was drawn.
pub fn boxes(title: &str, seed: u64, found: &Boxes, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Column);
    let span = Span {
        left: sheet.width() / 2,
        right: sheet.width() - 110,
    };
    let room = span.left - MARGIN - 60;
    let row_name = |it: &BoxLimit| RowName::new(&it.title, &in_words(it), room);
    let names = found
        .boxes
        .iter()
        .map(|it| it.limits.iter().map(row_name).collect());
    let names: Vec<Vec<RowName>> = names.collect();
    let height_of = |name: &RowName| (name.height() + 70).max(ROW);
    let rows: i32 = names.iter().flatten().map(height_of).sum();
    let heading = format!("Under which numbers it comes about: {}", found.of);
    let frame = Frame {
        sheet,
        heading: &heading,
        caption: "Grey: all values drawn; blue: those inside the box. Coverage: share of the runs in question that lie inside; density: share of the runs inside that are so. Both are counted in runs that did not find the box; in brackets 95 % Wilson intervals.",
        height: rows + HEAD * i32::try_from(names.len()).unwrap_or(1),
    };
    let foot = format!("{}, seed {seed}.", counted(found.runs, "run"));
    let svg = page(title, &foot, &frame, |canvas, top| {
        let mut y = top;
        for (number, (it, names)) in (1..).zip(found.boxes.iter().zip(&names)) {
            draw_head(canvas, y, number, it, sheet.width() - 2 * MARGIN);
            y += HEAD;
            for (limit, name) in it.limits.iter().zip(names) {
                let middle = y + height_of(name) / 2;
                name.draw(canvas, span.left - 60, middle);
                draw_limit(canvas, span, middle, limit);
                y += height_of(name);
            }
        }
    });
    Figure {
        pages: vec![svg],
        data: data(found),
    }
}

fn draw_head(canvas: &mut Canvas<'_>, top: i32, number: u32, found: &FoundBox, room: i32) {
    let bold = Type::regular(LABEL, INK).bold();
    let small = Type::regular(SMALL, GREY);
    canvas.words((MARGIN, top + 100), &format!("Box {number}"), bold);
    let rate = |rate: Rate| {
        let [low, high] = rate.interval().map(|bound| 100.0 * bound);
        format!("{} [{low:.1}, {high:.1}]", share(rate))
    };
    let words = [
        format!(
            "density {}, of all runs {}",
            rate(found.density),
            percent(found.base.value())
        ),
        format!("coverage {}", rate(found.coverage)),
    ];
    let mut baseline = top + 100 + leading(LABEL) - 8;
    for words in words {
        for line in small.wrap(&words, room, 1) {
            canvas.words((MARGIN, baseline), &line, small);
        }
        baseline += leading(SMALL);
    }
}

/// The limits of a number within what was drawn, or what may be chosen.
fn in_words(limit: &BoxLimit) -> String {
    let Some([least, greatest]) = limit.range else {
        return limit.categories.join(" or ");
    };
    let shown = |value: f64| within(value, greatest - least);
    let range = format!("drawn {} to {}", shown(least), shown(greatest));
    match limit.limits {
        [Some(low), Some(high)] => format!("{} to {}; {range}", shown(low), shown(high)),
        [Some(low), None] => format!("from {}; {range}", shown(low)),
        [None, Some(high)] => format!("up to {}; {range}", shown(high)),
        [None, None] => range,
    }
}

fn draw_limit(canvas: &mut Canvas<'_>, span: Span, middle: i32, limit: &BoxLimit) {
    let Some([least, greatest]) = limit.range else {
        return;
    };
    canvas.block((span.left, middle - 30), (span.right, middle + 30), GRID);
    let spread = (greatest - least).max(f64::MIN_POSITIVE);
    let x = |value: f64| span.at(((value - least) / spread).clamp(0.0, 1.0));
    let [low, high] = limit.limits;
    let from = low.map_or(span.left, x);
    let to = high.map_or(span.right, x);
    canvas.block((from, middle - 30), (to.max(from + 10), middle + 30), BLUE);
}

/// What is drawn, a line for each limit.
fn data(found: &Boxes) -> String {
    let lines = (1..).zip(&found.boxes).flat_map(|(number, it)| {
        it.limits.iter().map(move |limit: &BoxLimit| {
            let known = |value: Option<f64>| value.map_or_else(String::new, |it| it.to_string());
            let range = limit.range.map(|range| range.map(|it| it.to_string()));
            let mut line = vec![i32::to_string(&number), limit.parameter.clone()];
            line.extend(limit.limits.map(known));
            line.extend(range.unwrap_or_default());
            line.push(limit.categories.join("|"));
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
        "low",
        "high",
        "drawn-low",
        "drawn-high",
        "categories",
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
