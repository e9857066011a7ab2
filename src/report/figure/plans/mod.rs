//! What each plan is worth to each party beside its reservation value: slopes, one panel for each plan.

mod read;

use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::drawing::page::{Frame, pages, room_for_rows};
use crate::report::figure::drawing::theme::{
    BLUE, Colour, GREY, GRID, INK, LABEL, MARGIN, NEUTRAL, SMALL, Sheet, VERMILION, leading,
    rounded,
};

pub use read::{Holder, PlanObstacle, PlanSlopes, Slopes};

/// Width of the utility before a name.
const NUMBER: i32 = 165;
/// Space between the words above a panel and its plot.
const ABOVE: i32 = 70;
/// Height of the words below a panel, with the space to the next row.
const FOOT: i32 = 230;
/// Space left of a panel, for its scale.
const LEFT: i32 = 210;
/// Space between a plot and the names right of it.
const BESIDE: i32 = 80;
/// Space right of a panel.
const GAP: i32 = 70;
/// Lines of a verdict that names everybody; a longer one counts them.
const VERDICT_MAX: usize = 6;

const NAME: Type = Type {
    size: LABEL,
    weight: crate::report::figure::drawing::typesetting::Weight::Bold,
    colour: INK,
    anchor: Anchor::Start,
};
const NOTE: Type = Type {
    size: SMALL,
    weight: crate::report::figure::drawing::typesetting::Weight::Regular,
    colour: GREY,
    anchor: Anchor::Start,
};

/// The words of a panel, broken into lines.
#[derive(Clone, Debug)]
struct Words {
    name: Vec<String>,
    verdict: Vec<String>,
    /// For each party its name.
    parties: Vec<Vec<String>>,
}

impl Words {
    fn head(&self) -> i32 {
        tall(&self.name, LABEL) + tall(&self.verdict, SMALL) + ABOVE
    }
}

/// Least height of a panel's plot: so that two rows fit on a slide.
fn least_plot(sheet: Sheet) -> i32 {
    match sheet {
        Sheet::Column | Sheet::Page => 580,
        Sheet::Slide => 420,
    }
}

fn tall(lines: &[String], size: i32) -> i32 {
    leading(size) * i32::try_from(lines.len()).unwrap_or(i32::MAX / 200)
}

/// How panels stand on sheets.
#[derive(Clone, Debug)]
struct Layout {
    columns: usize,
    /// Width of a panel with all that belongs to it.
    wide: i32,
    /// Width and height of its plot.
    plot: (i32, i32),
    /// The words of each plan.
    words: Vec<Words>,
    /// Height of the words above the plots of each row.
    heads: Vec<i32>,
}

impl Layout {
    fn of(found: &PlanSlopes, sheet: Sheet, columns: usize, lines_max: usize) -> Self {
        let wide = (sheet.width() - 2 * MARGIN) / i32::try_from(columns).unwrap_or(1);
        // A lone column of a wide sheet leaves room for long names.
        let share = if wide > 4_000 { 25 } else { 40 };
        let plot = (wide - LEFT) * share / 100;
        let names = wide - LEFT - plot - BESIDE - GAP;
        let words = |plan: &Slopes| {
            let room = wide - GAP;
            let mut verdict = NOTE.balance(&found.verdict(plan), room, VERDICT_MAX + 1);
            if verdict.len() > VERDICT_MAX {
                verdict = NOTE.balance(&found.short_verdict(plan), room, 2);
            }
            let party = |party: &Holder| NOTE.wrap(&party.title, names - NUMBER, lines_max);
            Words {
                name: NAME.balance(&plan.title, room, 3),
                verdict,
                parties: found.parties.iter().map(party).collect(),
            }
        };
        let words: Vec<Words> = found.plans.iter().map(words).collect();
        let labels = words.iter().map(|it| {
            let labels = it.parties.iter().map(|lines| tall(lines, SMALL));
            labels.sum::<i32>()
        });
        let height = labels.max().unwrap_or(0).max(least_plot(sheet));
        let heads = words.chunks(columns).map(|row| {
            let heads = row.iter().map(Words::head);
            heads.max().unwrap_or(0)
        });
        Self {
            columns,
            wide,
            plot: (plot, height),
            heads: heads.collect(),
            words,
        }
    }

    /// As many columns as leave the names on two lines and the rows on a sheet; where none does, one with shorter names.
    fn fitting(found: &PlanSlopes, sheet: Sheet, room: i32) -> Self {
        let columns: &[usize] = match sheet {
            Sheet::Column => &[],
            Sheet::Page | Sheet::Slide => &[3, 2],
        };
        let count = found.plans.len().max(1);
        let several = columns.iter().filter(|it| **it <= count);
        let several = several.map(|&columns| (columns, 2));
        let tries = several.chain([(1, 3), (1, 2), (1, 1)]);
        let mut layouts = tries.map(|(columns, lines)| Self::of(found, sheet, columns, lines));
        let fits = |it: &Self| {
            let low = it.rows().iter().all(|row| *row <= room);
            let names = it.words.iter().flat_map(|words| &words.parties);
            let cut = |lines: &Vec<String>| lines.last().is_some_and(|last| last.ends_with('…'));
            low && (it.columns == 1 || !names.into_iter().any(cut))
        };
        let found_fitting = layouts.find(fits);
        found_fitting.unwrap_or_else(|| Self::of(found, sheet, 1, 1))
    }

    /// Heights of the rows of panels.
    fn rows(&self) -> Vec<i32> {
        let row = |head: &i32| head + self.plot.1 + FOOT;
        self.heads.iter().map(row).collect()
    }
}

/// Where the plot of a panel stands.
#[derive(Clone, Copy, Debug)]
struct Panel {
    /// Upper left corner.
    at: Point,
    width: i32,
    height: i32,
}

impl Panel {
    fn y(&self, utility: f64) -> i32 {
        self.at.1 + rounded((1.0 - utility.clamp(0.0, 1.0)) * f64::from(self.height))
    }
}

/// For each plan a line for each party, from its reservation value to what the plan is worth to it.
pub fn plans(title: &str, found: &PlanSlopes, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    let frame = Frame {
        sheet,
        heading: "What each plan is worth beside no agreement",
        caption: "Left: reservation value; right: utility of the plan, each party on its own scale from 0 to 1. Solid blue rises, dashed vermilion falls. Red lines, the risk of breach and the body at home count for acceptance too.",
        height: 0,
    };
    let foot = "Central values, before the first move: no chance, so no intervals.";
    let layout = Layout::fitting(found, sheet, room_for_rows(title, foot, &frame));
    let rows = layout.rows();
    let pages = pages(title, foot, &frame, &rows, |canvas, part| {
        let mut top = part.top;
        for row in part.rows.clone() {
            let first = row * layout.columns;
            let plans = found.plans.iter().zip(&layout.words).skip(first);
            for (column, (plan, words)) in (0..).zip(plans.take(layout.columns)) {
                let left = MARGIN + column * layout.wide;
                let panel = Panel {
                    at: (left + LEFT, top + layout.heads[row]),
                    width: layout.plot.0,
                    height: layout.plot.1,
                };
                canvas.lines((left, top + LABEL), &words.name, NAME);
                let below = top + tall(&words.name, LABEL) + SMALL;
                canvas.lines((left, below), &words.verdict, NOTE);
                draw_panel(canvas, panel, &found.parties, plan, words);
            }
            top += rows[row];
        }
    });
    Figure {
        pages,
        data: data(found),
    }
}

fn draw_panel(
    canvas: &mut Canvas<'_>,
    panel: Panel,
    parties: &[Holder],
    plan: &Slopes,
    words: &Words,
) {
    let (left, top) = panel.at;
    let right = left + panel.width;
    for tick in 0..=5 {
        let share = f64::from(tick) / 5.0;
        let y = panel.y(share);
        canvas.line((left, y), (right, y), GRID, 5);
        let kind = NOTE.at(Anchor::End);
        canvas.words((left - 50, y + 25), &format!("{share:.1}"), kind);
    }
    for x in [left, right] {
        canvas.line((x, top), (x, top + panel.height), GREY, 6);
    }
    let under = top + panel.height + 125;
    canvas.words((left - LEFT, under), "no agreement", NOTE);
    canvas.words((right - 60, under), "plan", NOTE);
    for (party, &utility) in parties.iter().zip(&plan.utilities) {
        let (from, to) = (panel.y(party.reservation), panel.y(utility));
        if utility >= party.reservation {
            canvas.line((left, from), (right, to), BLUE, 14);
        } else {
            dashed(canvas, (left, from), (right, to));
        }
        let colour = colour(party, utility);
        canvas.ring((left, from), 22, colour, 12);
        canvas.disc((right, to), 28, colour);
    }
    name_ends(canvas, panel, parties, plan, words);
}

/// Writes names beside the ends of the slopes, in their order and apart; a thin line leads to those that had to move.
fn name_ends(
    canvas: &mut Canvas<'_>,
    panel: Panel,
    parties: &[Holder],
    plan: &Slopes,
    words: &Words,
) {
    let end = |(number, utility): (usize, &f64)| (panel.y(*utility), number);
    let mut ends: Vec<(i32, usize)> = plan.utilities.iter().enumerate().map(end).collect();
    ends.sort_unstable();
    let height = |number: usize| tall(&words.parties[number], SMALL);
    let highest = panel.at.1 - leading(SMALL) / 2;
    let top = |&(y, number): &(i32, usize)| (y - height(number) / 2).max(highest);
    let mut tops: Vec<i32> = ends.iter().map(top).collect();
    // Pushed down first, then up where they leave the panel.
    for place in 1..tops.len() {
        tops[place] = tops[place].max(tops[place - 1] + height(ends[place - 1].1));
    }
    let mut free = panel.at.1 + panel.height + leading(SMALL) / 2;
    for (top, &(_, number)) in tops.iter_mut().zip(&ends).rev() {
        *top = (*top).min(free - height(number));
        free = *top;
    }
    let right = panel.at.0 + panel.width;
    for (&(y, number), top) in ends.iter().zip(tops) {
        let middle = top + height(number) / 2;
        if (middle - y).abs() > 30 {
            canvas.line((right + 28, y), (right + BESIDE - 12, middle), NEUTRAL, 6);
        }
        let kind = Type {
            colour: colour(&parties[number], plan.utilities[number]),
            ..NOTE
        };
        let at = (right + BESIDE, top + SMALL - 4);
        canvas.words(at, &format!("{:.2}", plan.utilities[number]), kind);
        canvas.lines((at.0 + NUMBER, at.1), &words.parties[number], kind);
    }
}

fn colour(party: &Holder, utility: f64) -> Colour {
    if utility >= party.reservation {
        BLUE
    } else {
        VERMILION
    }
}

/// Ten dashes.
fn dashed(canvas: &mut Canvas<'_>, from: Point, to: Point) {
    let at = |part: i32| {
        let along = |from: i32, to: i32| from + (to - from) * part / 20;
        (along(from.0, to.0), along(from.1, to.1))
    };
    for dash in 0..10 {
        canvas.line(at(2 * dash), at(2 * dash + 1), VERMILION, 14);
    }
}

/// What is drawn, a line for each plan and party.
fn data(found: &PlanSlopes) -> String {
    let lines = found.plans.iter().flat_map(|plan| {
        let parties = found.parties.iter().zip(&plan.utilities);
        parties.map(|(party, utility)| {
            vec![
                plan.id.clone(),
                plan.acceptable.to_string(),
                party.id.clone(),
                party.reservation.to_string(),
                utility.to_string(),
            ]
        })
    });
    let names = ["plan", "acceptable", "party", "reservation", "utility"];
    csv_table(&names, lines)
}
