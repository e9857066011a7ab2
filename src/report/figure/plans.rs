//! What each plan is worth to each party beside its reservation value: slopes, one panel for each plan.

use serde_json::Value;

use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::page::{Frame, page};
use crate::report::figure::theme::{
    BLUE, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, VERMILION, leading, rounded,
};

/// Least height of a panel's plot.
const PLOT: i32 = 1_100;
/// Height of a panel's name.
const HEAD: i32 = 380;
/// Height of the words below a panel.
const FOOT: i32 = 170;
/// Space left of a panel, for its scale.
const LEFT: i32 = 190;
/// Distance between the baselines of names.
const NAMES: i32 = 92;

/// A party with its reservation value.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// What no agreement is worth to it.
    pub reservation: f64,
}

/// A plan with what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Slopes {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Whether all whose consent it needs accept it.
    pub acceptable: bool,
    /// Utility by party.
    pub utilities: Vec<f64>,
}

/// Plans and parties of a solution.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSlopes {
    /// The parties.
    pub parties: Vec<Holder>,
    /// The plans.
    pub plans: Vec<Slopes>,
}

impl PlanSlopes {
    /// Reads a solution of central values; no plans where it has none or is one of many realizations.
    ///
    /// # Errors
    /// When it is not what `zopa solve` writes.
    pub fn read(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
        let list = |key: &str| {
            let items = value[key].as_array();
            items.ok_or_else(|| format!("`{key}` is no list"))
        };
        let mut found = Self {
            parties: Vec::new(),
            plans: Vec::new(),
        };
        if !value["realizations"].is_null() {
            return Ok(found);
        }
        for party in list("parties")? {
            found.parties.push(Holder {
                id: words(party, "id")?,
                title: words(party, "title")?,
                reservation: number(&party["reservation"], "parties.reservation")?,
            });
        }
        for plan in list("plans")? {
            let worth = |party: &Holder| number(&plan["utilities"][&party.id], "plans.utilities");
            let utilities: Result<Vec<f64>, String> = found.parties.iter().map(worth).collect();
            found.plans.push(Slopes {
                id: words(plan, "id")?,
                title: words(plan, "title")?,
                acceptable: plan["acceptable"].as_bool().unwrap_or(false),
                utilities: utilities?,
            });
        }
        Ok(found)
    }
}

fn words(value: &Value, key: &str) -> Result<String, String> {
    let words = value[key].as_str().map(str::to_owned);
    words.ok_or_else(|| format!("`{key}` is no text"))
}

fn number(value: &Value, path: &str) -> Result<f64, String> {
    value
        .as_f64()
        .ok_or_else(|| format!("`{path}` is no number"))
}

/// Where a panel stands.
#[derive(Clone, Copy, Debug)]
struct Panel {
    /// Upper left corner of the plot.
    at: Point,
    /// Width of the plot.
    plot: i32,
    height: i32,
    /// Room for names right of it.
    names: i32,
}

impl Panel {
    fn y(&self, utility: f64) -> i32 {
        self.at.1 + rounded((1.0 - utility.clamp(0.0, 1.0)) * f64::from(self.height))
    }
}

/// For each plan a line for each party, from its reservation value to what the plan is worth to it.
pub fn plans(title: &str, found: &PlanSlopes, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    let columns_max = match sheet {
        Sheet::Column => 1,
        Sheet::Page => 3,
        Sheet::Slide => 2,
    };
    let count = i32::try_from(found.plans.len()).unwrap_or(1).max(1);
    let columns = count.min(columns_max);
    let rows = (count + columns - 1) / columns;
    let parties = i32::try_from(found.parties.len()).unwrap_or(0);
    let height = PLOT.max(NAMES * parties);
    let wide = (sheet.width() - 2 * MARGIN) / columns;
    let plot = (wide - LEFT) * 2 / 5;
    let frame = Frame {
        sheet,
        heading: "What each plan is worth beside no agreement",
        caption: "Left: reservation value; right: utility of the plan, each party on its own scale from 0 to 1. Blue rises, dashed vermilion falls. Red lines, the risk of breach and the body at home count for acceptance too. Central values: no chance, so no intervals.",
        height: rows * (HEAD + height + FOOT),
    };
    let foot = "Central values, before the first move.";
    let svg = page(title, foot, &frame, |canvas, top| {
        for (number, plan) in (0..).zip(&found.plans) {
            let (row, column) = (number / columns, number % columns);
            let left = MARGIN + column * wide + LEFT;
            let panel = Panel {
                at: (left, top + HEAD + row * (HEAD + height + FOOT)),
                plot,
                height,
                names: wide - LEFT - plot - 110,
            };
            draw_panel(canvas, panel, &found.parties, plan, wide - 60);
        }
    });
    Figure {
        pages: vec![svg],
        data: data(found),
    }
}

fn draw_panel(canvas: &mut Canvas<'_>, panel: Panel, parties: &[Holder], plan: &Slopes, room: i32) {
    let (left, top) = panel.at;
    let right = left + panel.plot;
    let bold = Type::regular(LABEL, INK).bold();
    let name = bold.wrap(&plan.title, room, 2);
    canvas.lines((left - LEFT, top - HEAD + LABEL), &name, bold);
    let verdict = if plan.acceptable {
        "acceptable to all it needs"
    } else {
        "not acceptable to all it needs"
    };
    let small = Type::regular(SMALL, GREY);
    let below = leading(LABEL) * i32::try_from(name.len()).unwrap_or(2);
    for line in small.wrap(verdict, room, 1) {
        canvas.words((left - LEFT, top - HEAD + LABEL + below - 10), &line, small);
    }
    for tick in 0..=5 {
        let share = f64::from(tick) / 5.0;
        let y = panel.y(share);
        canvas.line((left, y), (right, y), GRID, 5);
        let kind = small.at(Anchor::End);
        canvas.words((left - 30, y + 25), &format!("{share:.1}"), kind);
    }
    for x in [left, right] {
        canvas.line((x, top), (x, top + panel.height), GREY, 6);
    }
    let under = top + panel.height + 125;
    canvas.words((left - LEFT, under), "no agreement", small);
    canvas.words((right - 60, under), "plan", small);
    draw_slopes(canvas, panel, parties, plan);
}

fn draw_slopes(canvas: &mut Canvas<'_>, panel: Panel, parties: &[Holder], plan: &Slopes) {
    let (left, right) = (panel.at.0, panel.at.0 + panel.plot);
    let mut ends: Vec<(i32, usize)> = Vec::new();
    for (number, (party, &utility)) in parties.iter().zip(&plan.utilities).enumerate() {
        let (from, to) = (panel.y(party.reservation), panel.y(utility));
        if utility >= party.reservation {
            canvas.line((left, from), (right, to), BLUE, 14);
        } else {
            dashed(canvas, (left, from), (right, to));
        }
        let colour = colour(party, utility);
        canvas.ring((left, from), 22, colour, 12);
        canvas.disc((right, to), 28, colour);
        ends.push((to, number));
    }
    // Names keep the order of the ends and stay apart; pushed down first, then up where they leave the panel.
    ends.sort_unstable();
    let mut baselines: Vec<i32> = ends.iter().map(|end| end.0 + 25).collect();
    for place in 1..baselines.len() {
        baselines[place] = baselines[place].max(baselines[place - 1] + NAMES);
    }
    let mut free = panel.at.1 + panel.height + 25;
    for baseline in baselines.iter_mut().rev() {
        *baseline = (*baseline).min(free);
        free = *baseline - NAMES;
    }
    for (&(_, number), baseline) in ends.iter().zip(baselines) {
        let (party, utility) = (&parties[number], plan.utilities[number]);
        let kind = Type::regular(SMALL, colour(party, utility));
        let words = format!("{utility:.2} {}", party.title);
        for line in kind.wrap(&words, panel.names, 1) {
            canvas.words((right + 60, baseline), &line, kind);
        }
    }
}

fn colour(party: &Holder, utility: f64) -> crate::report::figure::theme::Colour {
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
