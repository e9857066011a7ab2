//! How long the talks go without agreement.

use crate::report::csv::{rate_cells, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Point, Type};
use crate::report::figure::drawing::page::{Frame, page, runs_and_seed};
use crate::report::figure::drawing::theme::{
    BLUE, Colour, GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, VERMILION, WHITE, blend, leading,
    rounded,
};
use crate::report::labels::percent;
use crate::simulation::{Rate, Summary};

/// Left edge of the plot.
const LEFT: i32 = 260;
/// Piece of each curve beyond the last round, without which its last step would not show.
const STUB: i32 = 50;
/// Height of the plot.
const PLOT: i32 = 1_250;
/// Height of the name of the vertical axis.
const HEAD: i32 = 130;
/// Height of the axis below the plot.
const AXIS: i32 = 230;

/// The scales of the plot.
#[derive(Clone, Copy, Debug)]
struct Scales {
    rounds: u32,
    /// Right edge of the plot; curves are named beyond it.
    right: i32,
    /// Least share shown, in percent.
    floor: i32,
    top: i32,
}

impl Scales {
    fn x(self, round: u32) -> i32 {
        let part = f64::from(round) / f64::from(self.rounds.max(1));
        LEFT + rounded(part * f64::from(self.right - STUB - LEFT))
    }

    fn y(self, share: f64) -> i32 {
        let floor = f64::from(self.floor) / 100.0;
        self.top + rounded((1.0 - share) / (1.0 - floor) * f64::from(PLOT))
    }
}

/// The share of runs without agreement by round, with those that broke down as a competing end.
pub fn survival(summary: &Summary, sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Column);
    let without = rates(summary, &summary.survival);
    let broken = rates(summary, &summary.broken_down);
    let breaks = broken.iter().any(|rate| rate.count > 0);
    let caption = if breaks {
        "Upper curve: runs without agreement after as many rounds; what it loses is agreed. Lower curve: those of them that have broken down. Bands: 95 % Wilson intervals, round by round."
    } else {
        "Runs without agreement after as many rounds; what the curve loses is agreed. Band: 95 % Wilson intervals, round by round."
    };
    let frame = Frame {
        sheet,
        heading: "How long the talks go without agreement",
        caption,
        height: HEAD + PLOT + AXIS,
    };
    let floor = if breaks { 0 } else { floor_below(&without) };
    let svg = page(
        &summary.title,
        &runs_and_seed(summary),
        &frame,
        |canvas, top| {
            let scales = Scales {
                rounds: u32::try_from(without.len()).unwrap_or(u32::MAX),
                right: sheet.width() - 640,
                floor,
                top: top + HEAD,
            };
            let length = summary.round_length.as_deref();
            axes(canvas, scales, length);
            if summary.runs == 0 {
                return;
            }
            let start = |count| Rate {
                count,
                runs: summary.runs,
            };
            curve(canvas, scales, start(summary.runs), &without, BLUE);
            let end = |rates: &[Rate]| rates.last().map_or(0.0, |rate| rate.value());
            let mut names = vec![("no agreement", end(&without), BLUE)];
            if breaks {
                curve(canvas, scales, start(0), &broken, VERMILION);
                names.push(("broken down", end(&broken), VERMILION));
            }
            name_curves(canvas, scales, &names);
        },
    );
    Figure {
        pages: vec![svg],
        data: data(&without, &broken),
    }
}

/// What is drawn, a line for each curve and round.
fn data(without: &[Rate], broken: &[Rate]) -> String {
    let curves = [("no agreement", without), ("broken down", broken)];
    let lines = curves.into_iter().flat_map(|(name, rates)| {
        rates.iter().enumerate().map(move |(round, &rate)| {
            let mut line = vec![name.to_owned(), (round + 1).to_string()];
            line.extend(rate_cells(rate));
            line
        })
    });
    let names = ["curve", "rounds", "runs", "count", "rate", "low", "high"];
    csv_table(&names, lines)
}

fn rates(summary: &Summary, shares: &[f64]) -> Vec<Rate> {
    let rate = |&share: &f64| Rate::of_share(share, summary.runs);
    shares.iter().map(rate).collect()
}

/// Where the axis may start when nothing lies near zero: a multiple of 20 % with room below the curve.
fn floor_below(without: &[Rate]) -> i32 {
    let lowest = without
        .iter()
        .map(|rate| rate.interval()[0])
        .fold(1.0, f64::min);
    rounded(((lowest - 0.05) * 5.0).floor()).clamp(0, 4) * 20
}

fn axes(canvas: &mut Canvas<'_>, scales: Scales, length: Option<&str>) {
    let bottom = scales.top + PLOT;
    let step = if scales.floor >= 60 { 5 } else { 20 };
    let mut tick = scales.floor;
    while tick <= 100 {
        let y = scales.y(f64::from(tick) / 100.0);
        canvas.line((LEFT, y), (scales.right, y), GRID, 5);
        canvas.words(
            (LEFT - 35, y + 25),
            &tick.to_string(),
            Type::regular(SMALL, GREY).at(Anchor::End),
        );
        tick += step;
    }
    let from = if scales.floor > 0 {
        format!("share of runs, % (axis starts at {} %)", scales.floor)
    } else {
        "share of runs, %".to_owned()
    };
    canvas.words((MARGIN, scales.top - 60), &from, Type::regular(LABEL, INK));
    canvas.line((LEFT, bottom), (scales.right, bottom), GREY, 6);
    for round in round_ticks(scales.rounds) {
        let x = scales.x(round);
        canvas.line((x, bottom), (x, bottom + 25), GREY, 6);
        canvas.words(
            (x, bottom + 100),
            &round.to_string(),
            Type::regular(SMALL, GREY).at(Anchor::Middle),
        );
    }
    let name = length.map_or_else(
        || "rounds held".to_owned(),
        |length| format!("rounds held ({length} each)"),
    );
    let name_type = Type::regular(LABEL, INK).at(Anchor::Middle);
    let room = scales.right - LEFT;
    if let Some(line) = name_type.wrap(&name, room, 1).first() {
        canvas.words(
            (i32::midpoint(LEFT, scales.right), bottom + 195),
            line,
            name_type,
        );
    }
}

/// At most about six round numbers from 0 to the last round.
pub(super) fn round_ticks(rounds: u32) -> impl Iterator<Item = u32> {
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000]
        .into_iter()
        .find(|step| rounds / step <= 6)
        .unwrap_or(5_000);
    (0..=rounds).step_by(step as usize)
}

/// Steps from `start` through the rates after each round; points are drawn only where a curve moves.
fn steps(scales: Scales, shares: impl Iterator<Item = f64>) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let mut height = None;
    for (round, share) in (0..).zip(shares) {
        let (x, y) = (scales.x(round), scales.y(share));
        if height == Some(y) && round < scales.rounds {
            continue;
        }
        if let Some(before) = height {
            points.push((x, before));
        }
        points.push((x, y));
        height = Some(y);
    }
    points.extend(height.map(|last| (scales.right, last)));
    points
}

fn curve(canvas: &mut Canvas<'_>, scales: Scales, start: Rate, after: &[Rate], colour: Colour) {
    // Nothing is uncertain before the first round.
    let with_start = |first: f64, value: fn(Rate) -> f64| {
        let rest = after.iter().map(move |&rate| value(rate));
        steps(scales, std::iter::once(first).chain(rest))
    };
    let first = start.value();
    let mut band = with_start(first, |rate| rate.interval()[1]);
    let mut lower = with_start(first, |rate| rate.interval()[0]);
    lower.reverse();
    band.append(&mut lower);
    canvas.shape(band, blend(WHITE, colour, 0.35));
    canvas.path(with_start(first, Rate::value), colour, 16);
}

fn name_curves(canvas: &mut Canvas<'_>, scales: Scales, names: &[(&str, f64, Colour)]) {
    // From below: names stay above the axis, and one that would touch the one before moves up.
    let mut free = scales.top + PLOT - leading(LABEL);
    for &(name, share, colour) in names.iter().rev() {
        let baseline = (scales.y(share) + 25).min(free);
        let kind = Type::regular(LABEL, colour).bold();
        canvas.words((scales.right + 40, baseline), name, kind);
        canvas.words(
            (scales.right + 40, baseline + leading(LABEL)),
            &percent(share),
            Type::regular(LABEL, INK),
        );
        free = baseline - leading(LABEL) * 2 - 40;
    }
}
