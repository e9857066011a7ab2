//! Processor time a run against the size of a scenario, as a chart and a table.
//!
//! `cargo bench --bench sizes` writes `docs/reference/sizes.svg` and `.csv`, and with a folder behind `--` also a PNG there.

#![allow(
    clippy::print_stdout,
    reason = "it says what it measures and what it wrote"
)]

#[path = "texts/many.rs"]
mod many;

use std::env;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use zopa::bargaining::{Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::report::chart::{
    Axis, Body, Chart, Fonts, Frame, Look, Panel, Panels, Series, Sheet, Unit, png,
};
use zopa::scenario::{self, Assignment};

use crate::many::{CONCEDING, many};

/// A pass is made of so many runs that it takes this long, in seconds.
const PASS: f64 = 0.15;
/// Passes of which the quickest counts: what else the machine does only makes them slower.
const PASSES: usize = 6;
/// Runs a pass has at least.
const RUNS_MIN: u64 = 64;

/// The scenario of a size.
type OfSize = fn(u32) -> Game;

/// A line of the chart: what else is the case, its sizes, its scenarios.
type Curve = (&'static str, &'static [u32], OfSize);

/// A panel: its name, its axis with its ends, its lines.
type Sizes = (&'static str, &'static str, [f64; 2], Vec<Curve>);

fn of(text: &str) -> Game {
    let loaded =
        scenario::parse("sizes", text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    Game::compile(&loaded.scenario).expect("it is within all limits")
}

/// The flagship, whose mediator believes in so many draws.
fn shuttle(draws: u32) -> Game {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ukraine-2025.toml");
    let draws: Assignment = format!("protocol.shuttle.belief-draws={draws}")
        .parse()
        .expect("an assignment");
    let loaded =
        scenario::load(Path::new(path), &[draws]).unwrap_or_else(|problems| panic!("{problems}"));
    Game::compile(&loaded.scenario).expect("it is within all limits")
}

/// Where parties react to each other, all are asked in each round.
fn reacting(rounds: u32) -> Game {
    of(&many(
        [5, 5, 2],
        rounds,
        &format!("{CONCEDING}\nstrategy.react = 0.1"),
    ))
}

fn sizes() -> Vec<Sizes> {
    vec![
        (
            "Issues",
            "issues, 2 parties, 100 rounds",
            [4.0, 80.0],
            vec![
                ("of 5 options", &[5, 8, 16, 32, 64], |issues| {
                    of(&many([issues, 5, 2], 100, CONCEDING))
                }),
                ("of 2 options", &[5, 8, 16, 32, 64], |issues| {
                    of(&many([issues, 2, 2], 100, CONCEDING))
                }),
            ],
        ),
        (
            "Options",
            "options of each of 5 issues",
            [1.5, 1_400.0],
            vec![("", &[2, 5, 10, 30, 100, 300, 1_000], |options| {
                of(&many([5, options, 2], 100, CONCEDING))
            })],
        ),
        (
            "Parties",
            "parties, all of whom must agree",
            [1.5, 90.0],
            vec![("", &[2, 4, 8, 16, 32, 64], |parties| {
                of(&many([5, 5, parties], 100, CONCEDING))
            })],
        ),
        (
            "Rounds",
            "rounds, 2 parties, 5 issues of 5 options",
            [6.0, 16_000.0],
            vec![
                ("reacting", &[10, 100, 1_000, 10_000], reacting),
                ("by time alone", &[10, 100, 1_000, 10_000], |rounds| {
                    of(&many([5, 5, 2], rounds, CONCEDING))
                }),
            ],
        ),
        (
            "Draws of a mediator's belief",
            "draws, a shuttle over 14 issues",
            [10.0, 6_500.0],
            vec![("", &[16, 64, 256, 1_024, 4_096], shuttle)],
        ),
    ]
}

/// Seconds of the processor that this thread has had, where Linux says so; without, seconds that have passed since some time.
fn clock(begun: Instant) -> f64 {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = times
        .split(' ')
        .next()
        .and_then(|word| word.parse::<u64>().ok());
    nanoseconds.map_or_else(
        || begun.elapsed().as_secs_f64(),
        |count| count as f64 * 1e-9,
    )
}

/// A point of the chart.
struct Point {
    panel: usize,
    /// Its line among those of all panels.
    line: usize,
    size: u32,
    game: Game,
    /// Runs of a pass.
    runs: u64,
    /// Milliseconds a run, in the quickest pass.
    least: f64,
    /// Share of the runs in agreement.
    agreed: f64,
}

impl Point {
    /// Takes a pass, and says how many seconds that took.
    fn pass(&mut self, begun: Instant) -> f64 {
        let prepared = Prepared::new(&self.game, 1);
        let mut workspace = Workspace::default();
        let from = clock(begun);
        let agreed = (0..self.runs).filter(|&run| {
            let outcome = play(&prepared, black_box(run), &mut workspace, &mut Silent);
            outcome.deal.is_some()
        });
        self.agreed = agreed.count() as f64 / self.runs as f64;
        let took = clock(begun) - from;
        self.least = self.least.min(1e3 * took / self.runs as f64);
        took
    }
}

/// The points of all lines, measured by turns: what else the machine does for a while meets one pass of each.
fn measured(sizes: &[Sizes]) -> Vec<Point> {
    let (begun, mut line, mut points) = (Instant::now(), 0, Vec::new());
    for (panel, (.., curves)) in sizes.iter().enumerate() {
        for (_, sizes, of_size) in curves {
            points.extend(sizes.iter().map(|&size| Point {
                panel,
                line,
                size,
                game: of_size(size),
                runs: RUNS_MIN,
                least: f64::INFINITY,
                agreed: 0.0,
            }));
            line += 1;
        }
    }
    for point in &mut points {
        while point.pass(begun) < PASS {
            point.runs *= 2;
        }
        point.least = f64::INFINITY;
    }
    for pass in 1..=PASSES {
        println!("pass {pass} of {PASSES}");
        for point in &mut points {
            point.pass(begun);
        }
    }
    points
}

/// A number as the table has it, in a few digits.
fn short(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn chart() -> Chart {
    let sizes = sizes();
    let lines = sizes
        .iter()
        .flat_map(|(.., curves)| curves.iter().enumerate());
    let lines: Vec<(usize, &str)> = lines.map(|(number, curve)| (number, curve.0)).collect();
    let mut frame = Frame::new(["what", "line", "size", "milliseconds", "agreed"]);
    let points = measured(&sizes);
    for point in &points {
        let line = frame.line(point.panel, point.line);
        line.value(sizes[point.panel].0).value(lines[point.line].1);
        line.value(point.size);
        line.values([point.least, point.agreed].map(short));
    }
    let series = lines.iter();
    let series = series.map(|(number, name)| Series::new(*name, Look::numbered(*number)));
    let panels = sizes.iter().map(|(name, title, ends, _)| Panel {
        name: (*name).to_owned(),
        ..Panel::over(Axis::fixed(*title, Unit::Ratio, *ends))
    });
    let most = points.iter().map(|point| point.least).fold(1.0, f64::max);
    let body = Body::Panels(Panels {
        panels: panels.collect(),
        x: "size",
        y: "milliseconds",
        axis: Axis::fixed("ms a run", Unit::Ratio, [0.001, 2.0 * most]),
        intervals: false,
        steps: false,
        numbered: false,
        columns: 2,
    });
    let caption = "Both axes are logarithmic. Parties concede late; but for the mediator's, their reservation values alone are drawn.";
    let most = points.iter().map(|point| point.least).fold(0.0, f64::max);
    let heading = format!(
        "A run takes {most:.0} ms at most, with 64 issues or parties, 1,000 options, 10,000 rounds or 4,096 draws"
    );
    Chart {
        foot: "One thread; the quickest of six passes. Drawn by `cargo bench --bench sizes`."
            .to_owned(),
        sheet: Sheet::Page,
        series: series.collect(),
        ..Chart::new(heading, caption, frame, body)
    }
}

fn main() -> Result<(), std::io::Error> {
    let drawn = chart().draw(None);
    print!("{}", drawn.data);
    let [svg] = drawn.pages.as_slice() else {
        panic!("the chart is made for one sheet");
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference");
    fs::write(folder.join("sizes.svg"), svg)?;
    fs::write(folder.join("sizes.csv"), &drawn.data)?;
    println!("wrote sizes.svg and sizes.csv into {}", folder.display());
    // Cargo adds `--bench`.
    if let Some(other) = env::args().skip(1).find(|word| !word.starts_with("--")) {
        let picture = png(svg, &Fonts::default());
        fs::write(Path::new(&other).join("sizes.png"), picture.bytes)?;
    }
    Ok(())
}
