//! One run from round to round: who offered, accepted and refused what, which levers acted, how it ended.

use crate::bargaining::{Action, Event};
use crate::model::{PackageId, PartyId};
use crate::report::Told;
use crate::report::csv::table as csv_table;
use crate::report::figure::Figure;
use crate::report::figure::canvas::{Anchor, Canvas, Type};
use crate::report::figure::page::{Frame, page};
use crate::report::figure::survival::round_ticks;
use crate::report::figure::theme::{
    BLUE, GREEN, GREY, GRID, INK, LABEL, MARGIN, PURPLE, SMALL, Sheet, Span, VERMILION, rounded,
};
use crate::report::words::end_sentence;

/// Height of a lane.
const LANE: i32 = 96;
/// Height of the name above some lanes, with the space before it.
const HEAD: i32 = 170;
/// Height of the axis below the lanes.
const AXIS: i32 = 240;
/// Half the width of the largest mark.
const MARK: i32 = 30;

/// What stands in a lane at a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Offer,
    Yes,
    No,
}

impl Mark {
    fn name(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Yes => "accepted",
            Self::No => "refused",
        }
    }
}

/// A lane of marks and bars.
#[derive(Clone, Debug, Default)]
struct Lane {
    name: String,
    marks: Vec<(u32, Mark)>,
    /// From a round to the end of another.
    bars: Vec<(u32, u32)>,
}

impl Lane {
    /// A lane of marks; of several in one round the last one stays.
    fn of(name: &str, marks: impl Iterator<Item = (u32, Mark)>) -> Self {
        let mut lane = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        for (round, mark) in marks {
            match lane.marks.last_mut() {
                Some(last) if last.0 == round => last.1 = mark,
                _ => lane.marks.push((round, mark)),
            }
        }
        lane
    }

    fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.bars.is_empty()
    }
}

/// Lanes under a name.
#[derive(Clone, Debug)]
struct Group {
    name: String,
    lanes: Vec<Lane>,
}

/// The rounds of a run from left to right.
#[derive(Clone, Copy, Debug)]
struct Rounds {
    span: Span,
    last: u32,
}

impl Rounds {
    /// Middle of a round, or of the way to the next by quarters.
    fn x(self, round: f64) -> i32 {
        self.span.at((round + 0.5) / f64::from(self.last + 1))
    }

    /// Half the width of a mark: as large as rounds allow.
    fn half(self) -> i32 {
        let wide = self.x(1.0) - self.x(0.0);
        (wide * 2 / 5).clamp(4, MARK)
    }
}

/// What happened in one run, by party and round.
pub fn timeline(told: &Told<'_>, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    let events = told.events();
    let happened = events.iter().map(|event| event.round).max().unwrap_or(0);
    let rounds = Rounds {
        span: Span {
            left: (sheet.width() / 3).clamp(850, 1_500),
            right: sheet.width() - 110,
        },
        last: happened.max(told.outcome.rounds_held.saturating_sub(1)),
    };
    let groups = groups(told, &events, rounds.last);
    let lanes: usize = groups.iter().map(|group| group.lanes.len()).sum();
    let units = |count: usize, height: i32| height * i32::try_from(count).unwrap_or(0);
    let height = units(groups.len(), HEAD) + units(lanes, LANE);
    let heading = format!("One run: {}", end_sentence(told.outcome));
    let frame = Frame {
        sheet,
        heading: &heading,
        caption: "Discs: offers. Blue squares: accepted; vermilion rings: refused; of several answers in a round the last. Bars: levers in use, packages closed. Green line: signed. This is one run: no estimate, no interval.",
        height: height + AXIS,
    };
    let foot = format!("Run {} of seed {}.", told.run, told.seed);
    let svg = page(&told.scenario.title, &foot, &frame, |canvas, top| {
        axis(canvas, rounds, (top, top + height));
        for event in &events {
            if matches!(event.action, Action::Signed(_)) {
                let x = rounds.x(f64::from(event.round));
                canvas.line((x, top + 60), (x, top + height), GREEN, 14);
            }
        }
        let mut y = top;
        for group in &groups {
            draw_group(canvas, rounds, y, group, sheet.width() - 2 * MARGIN);
            y += HEAD + units(group.lanes.len(), LANE);
        }
    });
    Figure {
        pages: vec![svg],
        data: data(&groups),
    }
}

fn groups(told: &Told<'_>, events: &[Event], last: u32) -> Vec<Group> {
    let scenario = told.scenario;
    let parties = (0..).zip(&scenario.parties);
    let mut groups: Vec<Group> = parties
        .map(|(index, party)| Group {
            name: party.title.clone(),
            lanes: party_lanes(told, events, PartyId(index)),
        })
        .collect();
    groups.push(Group {
        name: "Packages closed".to_owned(),
        lanes: closings(told, events, last),
    });
    groups.push(Group {
        name: "Levers in use".to_owned(),
        lanes: levers(told, events, last),
    });
    let stages = scenario.stages.iter().enumerate().map(|(index, stage)| {
        let decided = events.iter().filter_map(|event| match event.action {
            Action::Stage {
                stage, approved, ..
            } if stage.index() == index => {
                Some((event.round, if approved { Mark::Yes } else { Mark::No }))
            }
            _ => None,
        });
        Lane::of(&stage.title, decided)
    });
    groups.push(Group {
        name: "At home".to_owned(),
        lanes: stages.collect(),
    });
    for group in &mut groups {
        group.lanes.retain(|lane| !lane.is_empty());
    }
    groups.retain(|group| !group.lanes.is_empty());
    groups
}

/// Offers, answers by package, answers to the whole, and the final vote of a party.
fn party_lanes(told: &Told<'_>, events: &[Event], party: PartyId) -> Vec<Lane> {
    let offers = events.iter().filter_map(|event| match &event.action {
        Action::Offer { party: by, .. } if *by == party => Some((event.round, Mark::Offer)),
        _ => None,
    });
    let answers = |on: Option<PackageId>| {
        events.iter().filter_map(move |event| match event.action {
            Action::Accept {
                party: by, package, ..
            } if by == party && package == on => Some((event.round, Mark::Yes)),
            Action::Refuse {
                party: by, package, ..
            } if by == party && package == on => Some((event.round, Mark::No)),
            _ => None,
        })
    };
    let votes = events.iter().filter_map(|event| match event.action {
        Action::Vote { party: by, yes, .. } if by == party => {
            Some((event.round, if yes { Mark::Yes } else { Mark::No }))
        }
        _ => None,
    });
    let mut lanes = vec![Lane::of("offers", offers)];
    for (index, package) in (0..).zip(&told.scenario.packages) {
        lanes.push(Lane::of(&package.title, answers(Some(PackageId(index)))));
    }
    lanes.push(Lane::of("the whole text", answers(None)));
    lanes.push(Lane::of("final vote", votes));
    lanes
}

/// For each package the rounds for which it stood closed.
fn closings(told: &Told<'_>, events: &[Event], last: u32) -> Vec<Lane> {
    let packages = told.scenario.packages.iter().enumerate();
    let lane = |(index, package): (usize, &crate::model::Package)| {
        let turns = events.iter().filter_map(|event| match event.action {
            Action::Closed(closed) if closed.index() == index => Some((event.round, true)),
            Action::Reopened => Some((event.round, false)),
            _ => None,
        });
        Lane {
            name: package.title.clone(),
            bars: bars(turns, last),
            ..Lane::default()
        }
    };
    packages.map(lane).collect()
}

/// For each lever the rounds for which it was in use.
fn levers(told: &Told<'_>, events: &[Event], last: u32) -> Vec<Lane> {
    let levers = told.scenario.levers.iter().enumerate();
    let lane = |(index, lever): (usize, &crate::model::Lever)| {
        let turns = events.iter().filter_map(|event| match event.action {
            Action::LeverStarted(it) if it.index() == index => Some((event.round, true)),
            Action::LeverEnded(it) if it.index() == index => Some((event.round, false)),
            _ => None,
        });
        Lane {
            name: lever.title.clone(),
            bars: bars(turns, last),
            ..Lane::default()
        }
    };
    levers.map(lane).collect()
}

/// The stretches from each beginning to the end that follows it, or to the last round.
fn bars(turns: impl Iterator<Item = (u32, bool)>, last: u32) -> Vec<(u32, u32)> {
    let mut bars = Vec::new();
    let mut begun = None;
    for (round, begins) in turns {
        match (begun, begins) {
            (None, true) => begun = Some(round),
            (Some(from), false) => {
                bars.push((from, round));
                begun = None;
            }
            _ => {}
        }
    }
    bars.extend(begun.map(|from| (from, last)));
    bars
}

fn axis(canvas: &mut Canvas<'_>, rounds: Rounds, (top, bottom): (i32, i32)) {
    let span = rounds.span;
    canvas.line((span.left, bottom), (span.right, bottom), GREY, 6);
    for round in round_ticks(rounds.last) {
        let x = rounds.x(f64::from(round));
        canvas.line((x, top + 60), (x, bottom + 25), GRID, 5);
        canvas.words(
            (x, bottom + 100),
            &round.to_string(),
            Type::regular(SMALL, GREY).at(Anchor::Middle),
        );
    }
    let kind = Type::regular(LABEL, INK).at(Anchor::Middle);
    canvas.words((span.middle(), bottom + 200), "round, from 0", kind);
}

fn draw_group(canvas: &mut Canvas<'_>, rounds: Rounds, top: i32, group: &Group, room: i32) {
    let bold = Type::regular(LABEL, INK).bold();
    let left = rounds.span.left;
    for line in bold.wrap(&group.name, room.min(left - MARGIN - 50), 1) {
        canvas.words((MARGIN, top + HEAD - 35), &line, bold);
    }
    canvas.line((MARGIN, top + 60), (rounds.span.right, top + 60), GRID, 5);
    let kind = Type::regular(SMALL, GREY).at(Anchor::End);
    let half = rounds.half();
    let mut middle = top + HEAD + LANE / 2;
    for lane in &group.lanes {
        for line in kind.wrap(&lane.name, left - MARGIN - 50, 1) {
            canvas.words((left - 50, middle + 25), &line, kind);
        }
        for &(from, to) in &lane.bars {
            let (from, to) = (rounds.x(f64::from(from)), rounds.x(f64::from(to)));
            canvas.block((from - half, middle - 22), (to + half, middle + 22), PURPLE);
        }
        for &(round, mark) in &lane.marks {
            draw_mark(canvas, (rounds.x(f64::from(round)), middle), half, mark);
        }
        middle += LANE;
    }
}

fn draw_mark(canvas: &mut Canvas<'_>, (x, y): (i32, i32), half: i32, mark: Mark) {
    let radius = half.unsigned_abs();
    match mark {
        Mark::Offer => canvas.disc((x, y), radius, INK),
        Mark::Yes => canvas.block((x - half, y - half), (x + half, y + half), BLUE),
        Mark::No => {
            let width = rounded(f64::from(half) * 0.4).max(2).unsigned_abs();
            canvas.ring((x, y), radius - width / 2, VERMILION, width);
        }
    }
}

/// What is drawn, a line for each mark and bar.
fn data(groups: &[Group]) -> String {
    let lines = groups.iter().flat_map(|group| {
        group.lanes.iter().flat_map(move |lane| {
            let line = move |from: u32, to: u32, what: &str| {
                let words = [&group.name, &lane.name].map(String::clone);
                let rest = [from.to_string(), to.to_string(), what.to_owned()];
                words.into_iter().chain(rest).collect::<Vec<String>>()
            };
            let marks = lane.marks.iter();
            let marks = marks.map(move |&(round, mark)| line(round, round, mark.name()));
            let bars = lane.bars.iter();
            marks.chain(bars.map(move |&(from, to)| line(from, to, "lasting")))
        })
    });
    csv_table(&["who", "on", "from-round", "to-round", "what"], lines)
}
