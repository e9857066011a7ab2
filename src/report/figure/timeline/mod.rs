//! One run from round to round: who offered, accepted and refused what, which levers acted, how it ended.

mod lanes;

use crate::bargaining::Action;
use crate::report::TracedRun;
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::drawing::page::{Frame, pages, room_for_rows};
use crate::report::figure::drawing::theme::{
    BLUE, GREEN, GREY, GRID, INK, LABEL, MARGIN, PURPLE, SMALL, Sheet, Span, VERMILION, WHITE,
    leading, rounded,
};
use crate::report::figure::survival::round_ticks;
use crate::report::words::end_sentence;

use crate::report::figure::timeline::lanes::{Bars, Group, Lane, Mark, data, groups};

/// Least height of a lane.
const LANE: i32 = 96;
/// Space round the name above some lanes.
const HEAD: i32 = 85;
/// Height of the axis below the lanes.
const AXIS: i32 = 240;
/// Half the width of the largest mark.
const MARK: i32 = 30;

/// Lanes that stay together on a sheet: a group, or what fits of it.
#[derive(Clone, Debug)]
struct Block<'a> {
    name: Vec<String>,
    bars: Bars,
    /// Each with its name in lines.
    lanes: Vec<(&'a Lane, Vec<String>)>,
}

const GROUP_NAME: Type = Type {
    size: LABEL,
    weight: crate::report::figure::drawing::typesetting::Weight::Bold,
    colour: INK,
    anchor: Anchor::Start,
};
const LANE_NAME: Type = Type {
    size: SMALL,
    weight: crate::report::figure::drawing::typesetting::Weight::Regular,
    colour: GREY,
    anchor: Anchor::End,
};

impl<'a> Block<'a> {
    fn begin(name: &str, bars: Bars, rounds: Rounds) -> Self {
        Self {
            name: GROUP_NAME.wrap(name, rounds.span.right - MARGIN, 3),
            bars,
            lanes: Vec::new(),
        }
    }

    /// The blocks of some groups, each no higher than `room` where a lane by itself is not.
    fn of(groups: &'a [Group], rounds: Rounds, room: i32) -> Vec<Self> {
        let mut blocks = Vec::new();
        for group in groups {
            let mut block = Self::begin(&group.name, group.bars, rounds);
            for lane in &group.lanes {
                let wide = rounds.span.left - MARGIN - 50;
                let lane = (lane, LANE_NAME.balance(&lane.name, wide, 5));
                if !block.lanes.is_empty() && block.height() + lane_height(&lane.1) > room {
                    let name = format!("{} (continued)", group.name);
                    let next = Self::begin(&name, group.bars, rounds);
                    blocks.push(std::mem::replace(&mut block, next));
                }
                block.lanes.push(lane);
            }
            blocks.push(block);
        }
        blocks
    }

    /// Height of its name.
    fn head(&self) -> i32 {
        HEAD + leading(LABEL) * i32::try_from(self.name.len()).unwrap_or(3)
    }

    fn height(&self) -> i32 {
        let lanes = self.lanes.iter().map(|lane| lane_height(&lane.1));
        self.head() + lanes.sum::<i32>()
    }
}

fn lane_height(name: &[String]) -> i32 {
    LANE.max(leading(SMALL) * i32::try_from(name.len()).unwrap_or(5) + 20)
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
pub fn timeline(told: &TracedRun<'_>, sheet: Option<Sheet>) -> Figure {
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
    let signed = events.iter().filter_map(|event| match event.action {
        Action::Signed(_) => Some(event.round),
        _ => None,
    });
    let signed: Vec<u32> = signed.collect();
    let heading = heading(told);
    let caption = caption(&groups, !signed.is_empty());
    let frame = Frame {
        sheet,
        heading: &heading,
        caption: &caption,
        height: AXIS,
    };
    let title = &told.scenario.title;
    let foot = format!("Run {} of seed {}.", told.run, told.seed);
    let blocks = Block::of(&groups, rounds, room_for_rows(title, &foot, &frame));
    let rows: Vec<i32> = blocks.iter().map(Block::height).collect();
    let length = told.scenario.clock.round_length.as_deref();
    let pages = pages(title, &foot, &frame, &rows, |canvas, part| {
        let bottom = part.top + part.height;
        axis(canvas, rounds, (part.top, bottom), length);
        for &round in &signed {
            let x = rounds.x(f64::from(round));
            canvas.line((x, part.top + 60), (x, bottom), GREEN, 14);
        }
        let mut top = part.top;
        for block in &blocks[part.rows.clone()] {
            draw_block(canvas, rounds, top, block);
            top += block.height();
        }
    });
    Figure {
        pages,
        data: data(&groups),
    }
}

/// How the run ended, as the end of a sentence.
fn heading(told: &TracedRun<'_>) -> String {
    let end = end_sentence(told.outcome).replacen(": ", ", ", 1);
    let mut letters = end.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    format!("One run: {first}{}", letters.as_str())
}

/// What the marks mean that are drawn.
fn caption(groups: &[Group], signed: bool) -> String {
    let drawn = |mark: Mark| {
        let mut marks = groups.iter().flat_map(|group| &group.lanes);
        marks.any(|lane| lane.marks.iter().any(|it| it.1 == mark))
    };
    let bars = |bars: Bars| {
        let mut lanes = groups.iter().filter(|it| it.bars == bars);
        lanes.any(|group| group.lanes.iter().any(|lane| !lane.bars.is_empty()))
    };
    let answers = match (drawn(Mark::Yes), drawn(Mark::No)) {
        (true, true) => {
            "Squares: accepted; rings: refused; of several answers in a round the last."
        }
        (true, false) => "Squares: accepted; of several answers in a round the last.",
        (false, true) => "Rings: refused; of several answers in a round the last.",
        (false, false) => "",
    };
    let told = [
        (drawn(Mark::Offer), "Discs: offers."),
        (!answers.is_empty(), answers),
        (bars(Bars::Outlined), "Outlined bars: packages closed."),
        (bars(Bars::Filled), "Filled bars: levers in use."),
        (signed, "Thick green line: signed."),
        (true, "This is one run: no estimate, no interval."),
    ];
    let told = told.into_iter().filter(|it| it.0).map(|it| it.1);
    told.collect::<Vec<_>>().join(" ")
}

fn axis(canvas: &mut Canvas<'_>, rounds: Rounds, (top, bottom): (i32, i32), length: Option<&str>) {
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
    let name = length.map_or_else(
        || "round, from 0".to_owned(),
        |length| format!("round, from 0 ({length} each)"),
    );
    let kind = Type::regular(LABEL, INK).at(Anchor::Middle);
    for line in kind.wrap(&name, span.right - span.left, 1) {
        canvas.words((span.middle(), bottom + 200), &line, kind);
    }
}

fn draw_block(canvas: &mut Canvas<'_>, rounds: Rounds, top: i32, block: &Block<'_>) {
    canvas.line((MARGIN, top + 60), (rounds.span.right, top + 60), GRID, 5);
    let mut baseline = top + 75 + LABEL;
    for line in &block.name {
        canvas.words_on_white((MARGIN, baseline), line, GROUP_NAME);
        baseline += leading(LABEL);
    }
    let half = rounds.half();
    let mut lane_top = top + block.head();
    for (lane, name) in &block.lanes {
        let height = lane_height(name);
        let middle = lane_top + height / 2;
        let lines = leading(SMALL) * i32::try_from(name.len()).unwrap_or(5);
        let first = middle - lines / 2 + SMALL - 4;
        canvas.lines((rounds.span.left - 50, first), name, LANE_NAME);
        for &(from, to) in &lane.bars {
            let (from, to) = (rounds.x(f64::from(from)), rounds.x(f64::from(to)));
            let corners = ((from - half, middle - 22), (to + half, middle + 22));
            draw_bar(canvas, corners, block.bars);
        }
        for &(round, mark) in &lane.marks {
            draw_mark(canvas, (rounds.x(f64::from(round)), middle), half, mark);
        }
        lane_top += height;
    }
}

fn draw_bar(canvas: &mut Canvas<'_>, (from, to): (Point, Point), bars: Bars) {
    match bars {
        Bars::Filled => canvas.block(from, to, PURPLE),
        Bars::Outlined => {
            canvas.block(from, to, GREEN);
            canvas.block((from.0 + 10, from.1 + 10), (to.0 - 10, to.1 - 10), WHITE);
        }
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
