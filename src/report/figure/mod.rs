//! The figures: from results to charts.
//!
//! Every figure names its runs, its seed and what its intervals mean. A new one is a function here and a line of [`CATALOGUE`].

mod bands;
mod boxes;
mod causes;
mod changes;
mod endings;
mod factor;
mod frontier;
mod plans;
mod runs;
mod settings;
mod sobol;
mod sweeps;
mod timeline;

use crate::experiment::compare::Comparison;
use crate::experiment::discovery::BoxSearch;
use crate::experiment::sensitivity::SobolIndices;
use crate::report::chart::Chart;
use crate::report::content::Content;
use crate::report::swept::Swept;
use crate::results::{FrontierPoints, Solution};
use crate::simulation::Summary;

pub use runs::{packages, parties};
pub use timeline::timeline;

/// A figure that can be drawn from results.
#[derive(Clone, Copy, Debug)]
pub struct Drawable {
    /// Its name, which is also that of its files.
    pub name: &'static str,
    /// The results that it shows.
    pub needs: &'static str,
    draw: Draw,
}

/// How results of a command are drawn; none where they lack what the figure shows.
#[derive(Clone, Copy, Debug)]
enum Draw {
    Runs(fn(&Summary) -> Chart),
    Theory(fn(&Solution, Option<&FrontierPoints>) -> Option<Chart>),
    Comparison(fn(&Comparison) -> Chart),
    Sensitivity(fn(&SobolIndices) -> Option<Chart>),
    Discovery(fn(&BoxSearch) -> Option<Chart>),
    Sweep(fn(&Swept) -> Option<Chart>),
}

const RUNS: &str = "results of `zopa run`";
const COMPARISON: &str = "results of `zopa compare`";

/// All figures that can be drawn from results.
pub const CATALOGUE: [Drawable; 15] = [
    figure("packages", RUNS, Draw::Runs(runs::packages)),
    figure("failures", RUNS, Draw::Runs(runs::failures)),
    figure("survival", RUNS, Draw::Runs(runs::survival)),
    figure("terms", RUNS, Draw::Runs(runs::terms)),
    figure(
        "frontier",
        "results of `zopa solve` of central values, of two parties or more who seek gains",
        Draw::Theory(|found, points| frontier::frontier(found, points?)),
    ),
    figure(
        "plans",
        "results of `zopa solve` of central values, of a scenario with plans",
        Draw::Theory(|found, _| plans::plans(found)),
    ),
    figure("levers", COMPARISON, Draw::Comparison(changes::of_levers)),
    figure(
        "lever-causes",
        COMPARISON,
        Draw::Comparison(causes::of_levers),
    ),
    figure(
        "cells",
        "full-factorial sweeps over two factors of at most 12 levels each",
        Draw::Sweep(sweeps::heat_map),
    ),
    figure(
        "changes",
        "sweeps of 2 to 101 cells",
        Draw::Sweep(changes::of_cells),
    ),
    figure(
        "causes",
        "sweeps of 1 to 101 cells",
        Draw::Sweep(causes::of_cells),
    ),
    figure(
        "tornado",
        "one-at-a-time sweeps",
        Draw::Sweep(sweeps::tornado),
    ),
    figure(
        "factor",
        "sweeps along a factor whose levels are numbers, alone or crossed with one of at most 5 levels",
        Draw::Sweep(factor::factor),
    ),
    figure(
        "sobol",
        "results of `zopa sensitivity` in which something varied",
        Draw::Sensitivity(sobol::sobol),
    ),
    figure(
        "boxes",
        "results of `zopa discover` with a box that was confirmed",
        Draw::Discovery(boxes::boxes),
    ),
];

/// Names of all figures.
pub const NAMES: [&str; CATALOGUE.len()] = {
    let mut names = [""; CATALOGUE.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = CATALOGUE[place].name;
        place += 1;
    }
    names
};

/// Charts that only a page shows, where they answer the pointer.
pub const ON_A_PAGE: [Drawable; 2] = [
    figure("parties", RUNS, Draw::Runs(runs::parties)),
    figure(
        "rates",
        "sweeps",
        Draw::Sweep(|swept| Some(sweeps::rates(swept))),
    ),
];

const fn figure(name: &'static str, needs: &'static str, draw: Draw) -> Drawable {
    Drawable { name, needs, draw }
}

impl Drawable {
    /// Its chart; none where it shows other results.
    pub fn chart(&self, content: &Content) -> Option<Chart> {
        match (self.draw, content) {
            (Draw::Runs(draw), Content::Runs(found)) => Some(draw(found)),
            (Draw::Theory(draw), Content::Theory(found, points)) => draw(found, points.as_ref()),
            (Draw::Comparison(draw), Content::Comparison(found)) => Some(draw(found)),
            (Draw::Sensitivity(draw), Content::Sensitivity(found)) => draw(found),
            (Draw::Discovery(draw), Content::Discovery(found)) => draw(found),
            (Draw::Sweep(draw), Content::Sweep(found)) => draw(found),
            _ => None,
        }
    }
}

/// Those of some figures that results allow, by name.
pub fn allowed(of: &[Drawable], content: &Content) -> Vec<(&'static str, Chart)> {
    let charts = of
        .iter()
        .map(|figure| Some((figure.name, figure.chart(content)?)));
    charts.flatten().collect()
}

#[cfg(test)]
mod tests;
