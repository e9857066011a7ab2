//! The figures: from results to charts, one file each.
//!
//! Every figure names its runs, its seed and what its intervals mean. A new one is a file here and a line of [`CATALOGUE`].

mod boxes;
mod causes;
mod cells;
mod changes;
mod ends;
mod factor;
mod failures;
mod frontier;
mod heat_map;
mod packages;
mod parties;
mod plans;
mod rates;
mod runs;
mod sobol;
mod source;
mod survival;
mod terms;
mod timeline;
mod tornado;

use crate::model::Labels;
use crate::report::chart::Chart;
use crate::report::figure::source::Source;
use crate::results::Results;

pub use packages::packages;
pub use parties::parties;
pub use source::{NoFigure, ids};
pub use timeline::timeline;

/// A figure that can be drawn from results.
#[derive(Clone, Copy, Debug)]
pub struct Drawable {
    /// Its name, which is also that of its files.
    pub name: &'static str,
    draw: fn(Source<'_>) -> Result<Chart, NoFigure>,
}

/// All figures that can be drawn from results.
pub const CATALOGUE: [Drawable; 15] = [
    figure("packages", |from| from.run(packages)),
    figure("failures", |from| from.run(failures::failures)),
    figure("survival", |from| from.run(survival::survival)),
    figure("terms", |from| from.run(terms::terms)),
    figure("frontier", |from| from.frontier(frontier::of_solution)),
    figure("plans", |from| from.plans(plans::of_solution)),
    figure("levers", |from| from.comparison(changes::of_levers)),
    figure("lever-causes", |from| from.comparison(causes::of_levers)),
    figure("cells", |from| from.sweep(heat_map::heat_map)),
    figure("changes", |from| from.sweep(changes::of_cells)),
    figure("causes", |from| from.sweep(causes::of_cells)),
    figure("tornado", |from| from.sweep(tornado::tornado)),
    figure("factor", |from| from.sweep(factor::factor)),
    figure("sobol", |from| from.sensitivity(sobol::sobol)),
    figure("boxes", |from| from.discovery(boxes::boxes)),
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
    figure("parties", |from| from.run(parties)),
    figure("rates", |from| from.sweep(|swept| Ok(rates::rates(swept)))),
];

const fn figure(name: &'static str, draw: fn(Source<'_>) -> Result<Chart, NoFigure>) -> Drawable {
    Drawable { name, draw }
}

impl Drawable {
    /// Its chart, with other words where there are labels.
    ///
    /// # Errors
    /// When the results are of another kind, or a file cannot be read.
    pub fn chart(&self, results: &Results, labels: &Labels) -> Result<Chart, NoFigure> {
        (self.draw)(Source { results, labels })
    }
}

/// Those of some figures that results allow, by name; `refused` judges the results of another kind.
///
/// # Errors
/// When files are not what they should be, or as `refused` says: what is wrong, each fault once.
pub fn charts(
    of: &[Drawable],
    results: &Results,
    labels: &Labels,
    refused: impl Fn(&Drawable, &str) -> Option<String>,
) -> Result<Vec<(&'static str, Chart)>, Vec<String>> {
    let (mut charts, mut faults) = (Vec::new(), Vec::new());
    for drawable in of {
        let fault = match drawable.chart(results, labels) {
            Ok(chart) => {
                charts.push((drawable.name, chart));
                None
            }
            Err(NoFigure::NotOfThis(what)) => refused(drawable, what),
            Err(NoFigure::Unreadable(fault)) => Some(fault),
        };
        // Several figures are drawn from one file.
        faults.extend(fault.filter(|fault| !faults.contains(fault)));
    }
    if faults.is_empty() {
        Ok(charts)
    } else {
        Err(faults)
    }
}

/// Those of some figures that results allow, by name.
///
/// # Errors
/// When files are not what they should be: what is wrong, each fault once.
pub fn allowed(
    of: &[Drawable],
    results: &Results,
) -> Result<Vec<(&'static str, Chart)>, Vec<String>> {
    charts(of, results, &Labels::default(), |_, _| None)
}

#[cfg(test)]
mod tests;
