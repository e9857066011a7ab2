//! The figures: from results to charts.
//!
//! Every figure names its runs, its seed and what its intervals mean. A new one is a function here and a line of [`CATALOGUE`].

mod boxes;
mod causes;
mod changes;
mod factor;
mod frontier;
mod needs;
mod plans;
mod runs;
mod settings;
mod sobol;
mod sweeps;
mod timeline;

use crate::report::chart::Chart;
use crate::report::content::Content;
use crate::report::figure::needs::{Drawn, comparison, of_runs, swept};

pub use runs::{packages, parties};
pub use timeline::timeline;

/// A figure that can be drawn from results.
#[derive(Clone, Copy, Debug)]
pub struct Drawable {
    /// Its name, which is also that of its files.
    pub name: &'static str,
    draw: fn(&Content) -> Drawn,
}

/// All figures that can be drawn from results.
pub const CATALOGUE: [Drawable; 15] = [
    figure("packages", |from| of_runs(from).map(runs::packages)),
    figure("failures", |from| of_runs(from).map(runs::failures)),
    figure("survival", |from| of_runs(from).map(runs::survival)),
    figure("terms", |from| of_runs(from).map(runs::terms)),
    figure("frontier", |from| match from {
        Content::Theory(found, Some(points)) => frontier::frontier(found, points),
        _ => Err("results of `zopa solve` of central values"),
    }),
    figure("plans", |from| match from {
        Content::Theory(found, _) => plans::plans(found),
        _ => Err(plans::NEEDS),
    }),
    figure("levers", |from| comparison(from).map(changes::of_levers)),
    figure("lever-causes", |from| {
        comparison(from).map(causes::of_levers)
    }),
    figure("cells", |from| sweeps::heat_map(swept(from)?)),
    figure("changes", |from| changes::of_cells(swept(from)?)),
    figure("causes", |from| causes::of_cells(swept(from)?)),
    figure("tornado", |from| sweeps::tornado(swept(from)?)),
    figure("factor", |from| factor::factor(swept(from)?)),
    figure("sobol", |from| match from {
        Content::Sensitivity(found) => sobol::sobol(found),
        _ => Err("results of `zopa sensitivity`"),
    }),
    figure("boxes", |from| match from {
        Content::Discovery(found) => boxes::boxes(found),
        _ => Err("results of `zopa discover`"),
    }),
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
    figure("parties", |from| of_runs(from).map(runs::parties)),
    figure("rates", |from| swept(from).map(sweeps::rates)),
];

const fn figure(name: &'static str, draw: fn(&Content) -> Drawn) -> Drawable {
    Drawable { name, draw }
}

impl Drawable {
    /// Its chart.
    ///
    /// # Errors
    /// The results that it would show, where these are others.
    pub fn chart(&self, content: &Content) -> Result<Chart, &'static str> {
        (self.draw)(content)
    }
}

/// Those of some figures that results allow, by name.
pub fn allowed(of: &[Drawable], content: &Content) -> Vec<(&'static str, Chart)> {
    let charts = of.iter().map(|it| Some((it.name, it.chart(content).ok()?)));
    charts.flatten().collect()
}

#[cfg(test)]
mod tests;
