//! One panel of the frontier: two parties' utilities, with what stands among them.

use std::collections::BTreeSet;

use crate::report::figure::drawing::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::drawing::theme::{
    GREY, GRID, INK, LABEL, NEUTRAL, SMALL, leading, rounded,
};
use crate::report::figure::frontier::key::{KEY_LETTERS, Mark, draw_mark, letter};
use crate::report::figure::frontier::place::{Area, Label, Taken};
use crate::report::figure::frontier::read::FrontierMarks;
use crate::report::figure::frontier::scale::Scale;

/// Space left of a square, for its scale.
pub(super) const LEFT: i32 = 290;
/// Space between the name of the vertical axis and the square.
const UNDER_NAME: i32 = 40;
/// Height of the numbers of the horizontal axis.
const NUMBERS: i32 = 120;
/// Space below a panel.
const BELOW: i32 = 90;
/// Lines of an axis' name.
const NAME_LINES: usize = 6;

const NAME: Type = Type {
    size: LABEL,
    weight: crate::report::figure::drawing::typesetting::Weight::Regular,
    colour: INK,
    anchor: Anchor::Start,
};

/// What a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Window {
    /// All deals' frontier and all plans.
    Whole,
    /// The zone's frontier from near by.
    Zone,
}

/// The pair of parties of a panel and what it shows of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    pub(super) across: usize,
    pub(super) up: usize,
    pub(super) window: Window,
}

/// The scale of a party in a window.
pub(super) fn scale(marks: &FrontierMarks, party: usize, window: Window) -> Scale {
    let zone = marks.zone.iter().map(|point| point[party]);
    let zone = zone.chain([marks.central.parties[party].reservation]);
    match window {
        Window::Zone => Scale::round(zone),
        Window::Whole => {
            let free = marks.free.iter().map(|point| point[party]);
            let plans = marks.central.plans.iter();
            let plans = plans.map(|plan| plan.utilities[party]);
            Scale::round(zone.chain(free).chain(plans))
        }
    }
}

/// A panel with its words in their places, its square's corner at zero.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    across: usize,
    up: usize,
    side: i32,
    x: Scale,
    y: Scale,
    names: [Vec<String>; 2],
    labels: Vec<Label>,
    /// The plans that have a letter here.
    pub(super) lettered: Vec<usize>,
    /// Whether the lines of reservation values have their name here.
    pub(super) reservation_named: bool,
}

impl Panel {
    /// Sets a panel; words that lead to their marks from afar only where it is large.
    pub(super) fn new(marks: &FrontierMarks, view: View, side: i32, large: bool) -> Self {
        let title = |party: usize| marks.central.parties[party].title.as_str();
        let up = format!("↑\u{a0}{}", title(view.up));
        let across = format!("{}\u{a0}→", title(view.across));
        let mut panel = Self {
            across: view.across,
            up: view.up,
            side,
            x: scale(marks, view.across, view.window),
            y: scale(marks, view.up, view.window),
            names: [
                NAME.balance(&up, side + LEFT - 40, NAME_LINES),
                NAME.balance(&across, side, NAME_LINES),
            ],
            labels: Vec::new(),
            lettered: Vec::new(),
            reservation_named: false,
        };
        panel.put_words(marks, large);
        panel
    }

    /// Heights of the words above the square and of the words below it.
    pub(super) fn margins(&self) -> (i32, i32) {
        let tall = |lines: &Vec<String>| {
            leading(LABEL) * i32::try_from(lines.len()).unwrap_or(i32::MAX / 200)
        };
        let [up, across] = &self.names;
        (tall(up) + UNDER_NAME, NUMBERS + tall(across) + BELOW)
    }

    fn x(&self, utility: f64) -> i32 {
        rounded(self.x.part(utility) * f64::from(self.side))
    }

    fn y(&self, utility: f64) -> i32 {
        self.side - rounded(self.y.part(utility) * f64::from(self.side))
    }

    /// Where some utilities stand, if the panel shows them.
    fn place(&self, utilities: &[f64]) -> Option<Point> {
        let (across, up) = (utilities[self.across], utilities[self.up]);
        (self.x.shows(across) && self.y.shows(up)).then(|| (self.x(across), self.y(up)))
    }

    /// The spots of some points; points that fall on one spot, a fifth of a point wide, are drawn once.
    fn spots(&self, points: &[Vec<f64>]) -> BTreeSet<Point> {
        let places = points.iter().filter_map(|point| self.place(point));
        places.map(|(x, y)| (x / 2 * 2, y / 2 * 2)).collect()
    }

    /// The first deal of each concept, where it is shown.
    fn concepts(&self, marks: &FrontierMarks) -> Vec<(usize, Point)> {
        let firsts = marks.solutions.iter().enumerate();
        let firsts = firsts.filter_map(|(concept, deals)| Some((concept, deals.first()?)));
        let placed = firsts.filter_map(|(concept, deal)| Some((concept, self.place(deal)?)));
        placed.collect()
    }

    /// The plans that are shown: which, where, and whether each is acceptable.
    fn plans(&self, marks: &FrontierMarks) -> Vec<(usize, Point, bool)> {
        let plans = marks.central.plans.iter().take(KEY_LETTERS).enumerate();
        let placed = plans.filter_map(|(number, plan)| {
            Some((number, self.place(&plan.utilities)?, plan.acceptable))
        });
        placed.collect()
    }

    fn reservations(&self, marks: &FrontierMarks) -> Point {
        let reserved = |party: usize| marks.central.parties[party].reservation;
        (self.x(reserved(self.across)), self.y(reserved(self.up)))
    }

    fn put_words(&mut self, marks: &FrontierMarks, large: bool) {
        let plans = self.plans(marks);
        let (x, y) = self.reservations(marks);
        let points = self.spots(&marks.free).into_iter();
        let points = points.map(|at| Area::about(at, 16));
        let zone = self.spots(&marks.zone).into_iter();
        let zone = zone.map(|at| Area::about(at, 22));
        let concepts = self.concepts(marks).into_iter();
        let concepts = concepts.map(|(_, at)| Area::about(at, 60));
        let lines = [
            Area {
                from: (x - 10, 0),
                to: (x + 10, self.side),
            },
            Area {
                from: (0, y - 10),
                to: (self.side, y + 10),
            },
        ];
        let mut taken = Taken {
            square: Area {
                from: (20, 20),
                to: (self.side - 20, self.side - 20),
            },
            hard: plans.iter().map(|plan| Area::about(plan.1, 36)).collect(),
            soft: points.chain(zone).chain(concepts).chain(lines).collect(),
        };
        if large {
            let label = taken.name_line(y, "reservation value");
            self.reservation_named = label.is_some();
            self.labels.extend(label);
        }
        let title = |number: usize| marks.central.plans[number].title.as_str();
        let mut unnamed = Vec::new();
        for (number, at, _) in plans {
            match taken.name_near(at, title(number)) {
                Some(label) => self.labels.push(label),
                None => unnamed.push((number, at)),
            }
        }
        for (number, at) in unnamed {
            let far = if large {
                taken.name_far(at, title(number))
            } else {
                None
            };
            let named = far.is_some();
            let label = far.or_else(|| taken.letter(at, &letter(number)));
            self.labels.extend(label);
            if !named {
                self.lettered.push(number);
            }
        }
    }

    /// Draws it, the corner of its square at a point.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, marks: &FrontierMarks, corner: Point) {
        let moved = |at: Point| (at.0 + corner.0, at.1 + corner.1);
        self.axes(canvas, marks, corner);
        for at in self.spots(&marks.free) {
            draw_mark(canvas, moved(at), Mark::Free);
        }
        for at in self.spots(&marks.zone) {
            draw_mark(canvas, moved(at), Mark::Zone);
        }
        for (concept, at) in self.concepts(marks) {
            draw_mark(canvas, moved(at), Mark::Concept(concept));
        }
        for label in &self.labels {
            label.draw(canvas, corner);
        }
        for (number, at, acceptable) in self.plans(marks) {
            draw_mark(canvas, moved(at), Mark::Plan(number, acceptable));
        }
    }

    fn axes(&self, canvas: &mut Canvas<'_>, marks: &FrontierMarks, corner: Point) {
        let (left, top) = corner;
        let (right, bottom) = (left + self.side, top + self.side);
        let small = Type::regular(SMALL, GREY);
        for tick in self.x.ticks() {
            let x = left + self.x(tick);
            canvas.line((x, top), (x, bottom), GRID, 5);
            let at = (x, bottom + 95);
            canvas.words(at, &self.x.label(tick), small.at(Anchor::Middle));
        }
        for tick in self.y.ticks() {
            let y = top + self.y(tick);
            canvas.line((left, y), (right, y), GRID, 5);
            let at = (left - 30, y + 25);
            canvas.words(at, &self.y.label(tick), small.at(Anchor::End));
        }
        let (x, y) = self.reservations(marks);
        canvas.line((left + x, top), (left + x, bottom), NEUTRAL, 10);
        canvas.line((left, top + y), (right, top + y), NEUTRAL, 10);
        canvas.frame((left, top), (right, bottom), GREY, 6);
        let [up, across] = &self.names;
        let above = top - self.margins().0 + LABEL;
        canvas.lines((left - LEFT + 40, above), up, NAME);
        let below = bottom + NUMBERS + LABEL;
        canvas.lines((right, below), across, NAME.at(Anchor::End));
    }
}
