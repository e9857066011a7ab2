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
use crate::report::figure::source::Draw;
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
    draw: Draw,
}

/// All figures that can be drawn from results.
pub const CATALOGUE: [Drawable; 15] = [
    figure("packages", Draw::Run(packages)),
    figure("failures", Draw::Run(failures::failures)),
    figure("survival", Draw::Run(survival::survival)),
    figure("terms", Draw::Run(terms::terms)),
    figure("frontier", Draw::Frontier(frontier::of_solution)),
    figure("plans", Draw::Plans(plans::of_solution)),
    figure("levers", Draw::Comparison(changes::of_levers)),
    figure("lever-causes", Draw::Comparison(causes::of_levers)),
    figure("cells", Draw::Sweep(heat_map::heat_map)),
    figure("changes", Draw::Sweep(changes::of_cells)),
    figure("causes", Draw::Sweep(causes::of_cells)),
    figure("tornado", Draw::Sweep(tornado::tornado)),
    figure("factor", Draw::Sweep(factor::factor)),
    figure("sobol", Draw::Sensitivity(sobol::sobol)),
    figure("boxes", Draw::Discovery(boxes::boxes)),
];

/// Charts that only a page shows, where they answer the pointer.
pub const ON_A_PAGE: [Drawable; 2] = [
    figure("parties", Draw::Run(parties)),
    figure("rates", Draw::Sweep(|swept| Ok(rates::rates(swept)))),
];

const fn figure(name: &'static str, draw: Draw) -> Drawable {
    Drawable { name, draw }
}

impl Drawable {
    /// Its chart, with other words where there are labels.
    ///
    /// # Errors
    /// When the results are of another kind, or a file cannot be read.
    pub fn chart(&self, results: &Results, labels: &Labels) -> Result<Chart, NoFigure> {
        self.draw.chart(results, labels)
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
