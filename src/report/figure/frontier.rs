//! The Pareto frontier with plans and solutions, two parties a panel.

use std::collections::BTreeSet;

use crate::analysis::frontier::Point as Deal;
use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::frontier_key::{
    KEY_LETTERS, Mark, draw_key, draw_mark, key_height, letter,
};
use crate::report::figure::frontier_scale::Scale;
use crate::report::figure::page::{Frame, page};
use crate::report::figure::theme::{
    GREY, GRID, INK, LABEL, MARGIN, NEUTRAL, SMALL, Sheet, rounded,
};
use crate::report::theory::Solution;

/// Greatest side of a panel's square.
const SIDE_MAX: i32 = 1_900;
/// Space left of a square, for its scale.
const LEFT: i32 = 290;
/// Space between panels.
const GAP: i32 = 110;
/// Height of the name of the vertical axis.
const HEAD: i32 = 150;
/// Height of scale and name of the horizontal axis.
const AXIS: i32 = 300;

/// What a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    /// All deals' frontier and all plans.
    Whole,
    /// The zone's frontier from near by.
    Zone,
}

/// The pair of parties of a panel, where it stands and what it shows.
#[derive(Clone, Copy, Debug)]
struct Panel {
    across: usize,
    up: usize,
    /// Upper left corner of the square.
    at: Point,
    side: i32,
    x: Scale,
    y: Scale,
}

impl Panel {
    fn x(&self, utility: f64) -> i32 {
        self.at.0 + rounded(self.x.part(utility) * f64::from(self.side))
    }

    fn y(&self, utility: f64) -> i32 {
        self.at.1 + self.side - rounded(self.y.part(utility) * f64::from(self.side))
    }

    /// Where some utilities stand, if the panel shows them.
    fn place(&self, utilities: &[f64]) -> Option<Point> {
        let (across, up) = (utilities[self.across], utilities[self.up]);
        (self.x.shows(across) && self.y.shows(up)).then(|| (self.x(across), self.y(up)))
    }
}

/// The frontier of the zone and of all deals, the plans and the solutions, for each pair of objectives.
pub fn frontier(solution: &Solution<'_>, sheet: Option<Sheet>) -> Figure {
    let panels = panels(solution);
    let natural = if panels.len() < 2 {
        Sheet::Column
    } else {
        Sheet::Page
    };
    let sheet = sheet.unwrap_or(natural);
    let columns_max = match sheet {
        Sheet::Column => 1,
        Sheet::Page => 3,
        Sheet::Slide => 2,
    };
    let columns = i32::try_from(panels.len())
        .unwrap_or(1)
        .clamp(1, columns_max);
    let width = sheet.width();
    let room = width - 2 * MARGIN - columns * LEFT - (columns - 1) * GAP;
    let side = (room / columns).min(SIDE_MAX);
    let key = key(solution);
    let rows = (i32::try_from(panels.len()).unwrap_or(1) + columns - 1) / columns;
    let panel_height = HEAD + side + AXIS;
    let frame = Frame {
        sheet,
        heading: "What theory says: frontier, solutions, plans",
        caption: "Utilities, each party on its own scale. Grey lines: reservation values. Plans: discs where acceptable, rings where not. A solution's mark stands at the first of tied deals.",
        height: rows * panel_height + key_height(&key, sheet),
    };
    let svg = page(
        &solution.scenario.title,
        &foot(solution),
        &frame,
        |canvas, top| {
            for (number, &(pair, window)) in (0..).zip(&panels) {
                let (row, column) = (number / columns, number % columns);
                let at = (
                    MARGIN + LEFT + column * (side + GAP + LEFT),
                    top + HEAD + row * panel_height,
                );
                draw_panel(canvas, solution, &panel(solution, pair, window, at, side));
            }
            draw_key(canvas, &key, top + rows * panel_height, sheet);
        },
    );
    let data = data(solution);
    Figure {
        pages: vec![svg],
        data,
    }
}

/// What is drawn, a line for each mark: what it is, its name, and everybody's utility.
fn data(solution: &Solution<'_>) -> String {
    let theory = solution.theory;
    let mut lines = Vec::new();
    let mut add = |mark: &str, name: &str, utilities: &[f64]| {
        let mut line = vec![mark.to_owned(), name.to_owned()];
        line.extend(utilities.iter().map(ToString::to_string));
        lines.push(line);
    };
    for point in &theory.free.points {
        add("frontier of all deals", "", &point.utilities);
    }
    let zone = &theory.solved.frontier.points;
    for point in zone {
        add("frontier of the zone", "", &point.utilities);
    }
    for (name, places) in CONCEPTS.into_iter().zip(theory.solved.concepts()) {
        for &place in places {
            add("solution", name, &zone[place].utilities);
        }
    }
    for (plan, place) in solution.scenario.plans.iter().zip(&theory.plans) {
        add("plan", &plan.id, &place.utilities);
    }
    let parties = solution.scenario.parties.iter();
    let mut names = vec!["mark", "name"];
    names.extend(parties.map(|party| party.id.as_str()));
    csv_table(&names, lines)
}

/// Names of the solutions, in the order of the theory's concepts.
const CONCEPTS: [&str; 5] = [
    "Nash",
    "Kalai–Smorodinsky, most equal",
    "Kalai–Smorodinsky, max–min",
    "egalitarian",
    "utilitarian",
];

/// All pairs of objectives, the first across and the second up; a lone pair is seen from near by, too, where its zone is
/// small.
fn panels(solution: &Solution<'_>) -> Vec<((usize, usize), Window)> {
    let mut panels = Vec::new();
    for (place, &across) in solution.objectives.iter().enumerate() {
        for &up in &solution.objectives[place + 1..] {
            panels.push(((across as usize, up as usize), Window::Whole));
        }
    }
    if let [((across, up), _)] = panels[..] {
        let near = |party: usize| {
            let width = |window| {
                let scale = scale(solution, party, window);
                scale.spread()
            };
            width(Window::Zone) < 0.4 * width(Window::Whole)
        };
        if !solution.theory.solved.frontier.points.is_empty() && near(across) && near(up) {
            panels.push(((across, up), Window::Zone));
        }
    }
    panels
}

fn foot(solution: &Solution<'_>) -> String {
    let frontier = &solution.theory.solved.frontier;
    let cut = if frontier.complete {
        String::new()
    } else {
        format!(
            " The frontier is cut: no deal beats all points shown by more than {:.1e}.",
            frontier.epsilon
        )
    };
    format!("Central values, before the first move.{cut}")
}

fn scale(solution: &Solution<'_>, party: usize, window: Window) -> Scale {
    let theory = solution.theory;
    let zone = theory.solved.frontier.points.iter();
    let zone = zone.map(|point| point.utilities[party]);
    let zone = zone.chain([theory.parties[party].reservation]);
    match window {
        Window::Zone => Scale::round(zone),
        Window::Whole => {
            let free = theory
                .free
                .points
                .iter()
                .map(|point| point.utilities[party]);
            let plans = theory.plans.iter().map(|plan| plan.utilities[party]);
            Scale::round(zone.chain(free).chain(plans))
        }
    }
}

fn panel(
    solution: &Solution<'_>,
    (across, up): (usize, usize),
    window: Window,
    at: Point,
    side: i32,
) -> Panel {
    Panel {
        across,
        up,
        at,
        side,
        x: scale(solution, across, window),
        y: scale(solution, up, window),
    }
}

/// The marks of a figure with their words; those that are nowhere drawn are left out.
fn key(solution: &Solution<'_>) -> Vec<(Mark, String)> {
    let theory = solution.theory;
    let mut key = vec![(Mark::Free, "frontier of all deals".to_owned())];
    if !theory.solved.frontier.points.is_empty() {
        key.push((Mark::Zone, "frontier of the zone".to_owned()));
        for (concept, name) in CONCEPTS.into_iter().enumerate() {
            key.push((Mark::Concept(concept), name.to_owned()));
        }
    }
    let plans = solution.scenario.plans.iter().zip(&theory.plans);
    for (number, (plan, place)) in plans.take(KEY_LETTERS).enumerate() {
        key.push((Mark::Plan(number, place.acceptable()), plan.title.clone()));
    }
    key
}

fn draw_panel(canvas: &mut Canvas<'_>, solution: &Solution<'_>, panel: &Panel) {
    axes(canvas, solution, panel);
    let theory = solution.theory;
    let dots = |canvas: &mut Canvas<'_>, points: &[Deal], mark: Mark| {
        // Points that fall on one spot are drawn once; a spot is a fifth of a point wide.
        let spots = points.iter().filter_map(|point| {
            let (x, y) = panel.place(&point.utilities)?;
            Some((x / 2, y / 2))
        });
        for (x, y) in spots.collect::<BTreeSet<_>>() {
            draw_mark(canvas, (2 * x, 2 * y), mark);
        }
    };
    dots(canvas, &theory.free.points, Mark::Free);
    dots(canvas, &theory.solved.frontier.points, Mark::Zone);
    for (concept, places) in theory.solved.concepts().into_iter().enumerate() {
        let first = places
            .first()
            .map(|&place| &theory.solved.frontier.points[place]);
        if let Some(at) = first.and_then(|point| panel.place(&point.utilities)) {
            draw_mark(canvas, at, Mark::Concept(concept));
        }
    }
    let plans = theory.plans.iter().take(KEY_LETTERS).enumerate();
    let shown = plans.filter_map(|(number, plan)| {
        let at = panel.place(&plan.utilities)?;
        Some((number, at, plan.acceptable()))
    });
    let shown: Vec<(usize, Point, bool)> = shown.collect();
    let mut taken: Vec<Point> = shown.iter().map(|plan| plan.1).collect();
    for (number, at, acceptable) in shown {
        draw_mark(canvas, at, Mark::Plan(number, acceptable));
        name_plan(canvas, panel, at, number, &mut taken);
    }
}

fn axes(canvas: &mut Canvas<'_>, solution: &Solution<'_>, panel: &Panel) {
    let (left, top) = panel.at;
    let (right, bottom) = (left + panel.side, top + panel.side);
    let small = Type::regular(SMALL, GREY);
    for tick in panel.x.ticks() {
        let x = panel.x(tick);
        canvas.line((x, top), (x, bottom), GRID, 5);
        canvas.words(
            (x, bottom + 95),
            &panel.x.label(tick),
            small.at(Anchor::Middle),
        );
    }
    for tick in panel.y.ticks() {
        let y = panel.y(tick);
        canvas.line((left, y), (right, y), GRID, 5);
        canvas.words(
            (left - 30, y + 25),
            &panel.y.label(tick),
            small.at(Anchor::End),
        );
    }
    let reserved = |party: usize| solution.theory.parties[party].reservation;
    let (x, y) = (panel.x(reserved(panel.across)), panel.y(reserved(panel.up)));
    canvas.line((x, top), (x, bottom), NEUTRAL, 10);
    canvas.line((left, y), (right, y), NEUTRAL, 10);
    canvas.frame((left, top), (right, bottom), GREY, 6);
    let name = Type::regular(LABEL, INK);
    let title = |party: usize| solution.scenario.parties[party].title.as_str();
    let room = panel.side + LEFT - 40;
    if let Some(line) = name.wrap(title(panel.up), room, 1).first() {
        canvas.words((left - LEFT + 40, top - 50), &format!("↑ {line}"), name);
    }
    if let Some(line) = name.wrap(title(panel.across), panel.side - 150, 1).first() {
        let kind = name.at(Anchor::End);
        canvas.words((right, bottom + 205), &format!("{line} →"), kind);
    }
}

/// Writes a plan's letter beside its mark, where no other plan and no other letter stands.
fn name_plan(
    canvas: &mut Canvas<'_>,
    panel: &Panel,
    at: Point,
    number: usize,
    taken: &mut Vec<Point>,
) {
    let reach = 95;
    let slant = reach * 3 / 4;
    let ways = [
        (reach, 0),
        (-reach, 0),
        (0, -reach),
        (0, reach),
        (slant, -slant),
        (-slant, slant),
        (-slant, -slant),
        (slant, slant),
    ];
    let inside = |place: &Point| {
        let (right, bottom) = (panel.at.0 + panel.side, panel.at.1 + panel.side);
        place.0 > panel.at.0 + 40
            && place.0 < right - 40
            && place.1 > panel.at.1 + 40
            && place.1 < bottom - 40
    };
    let free = |place: &Point, taken: &[Point]| {
        taken
            .iter()
            .filter(|it| **it != at)
            .all(|it| (it.0 - place.0).abs() > 70 || (it.1 - place.1).abs() > 80)
    };
    let places = ways.map(|way| (at.0 + way.0, at.1 + way.1));
    let place = places
        .iter()
        .find(|place| inside(place) && free(place, taken))
        .or_else(|| places.iter().find(|place| inside(place)))
        .copied()
        .unwrap_or(places[0]);
    taken.push(place);
    let kind = Type::regular(SMALL, INK).bold().at(Anchor::Middle);
    canvas.words((place.0, place.1 + 25), &letter(number), kind);
}
