//! The figures that a result folder allows: for each its name, the file it needs and how it is drawn.
//!
//! A new figure is a line of [`CATALOGUE`] and its name in [`crate::results::DRAWN_LATER`].

mod ids;
mod sources;

use crate::model::Labels;
use crate::report::chart::Chart;
use crate::report::figure::failures::failures;
use crate::report::figure::packages::packages;
use crate::report::figure::parties::parties;
use crate::report::figure::survival::survival;
use crate::report::figure::terms::terms;
use crate::results::{
    COMPARISON, DISCOVERY_JSON, FRONTIER, Results, ResultsError, SENSITIVITY_JSON, SOLUTION,
    SUMMARY, SWEEP,
};

pub use ids::ids;

/// What a figure is drawn from.
#[derive(Clone, Copy, Debug)]
struct Source<'a> {
    results: &'a Results,
    labels: &'a Labels,
}

/// Why there is no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoFigure {
    /// The results are of a kind that it does not show; what it shows.
    NotOfThis(&'static str),
    /// A file is not what it should be: which one, and what is wrong with it.
    Unreadable(String),
}

impl From<ResultsError> for NoFigure {
    fn from(error: ResultsError) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// A figure that can be drawn from results.
#[derive(Clone, Copy, Debug)]
pub struct Drawable {
    /// Its name, which is also that of its files.
    pub name: &'static str,
    /// The result file it needs.
    pub needs: &'static str,
    chart: fn(&Source<'_>) -> Result<Chart, NoFigure>,
}

/// All figures that can be drawn from results.
pub const CATALOGUE: [Drawable; 15] = [
    figure("packages", SUMMARY, |item| sources::runs(item, packages)),
    figure("failures", SUMMARY, |item| sources::runs(item, failures)),
    figure("survival", SUMMARY, |item| sources::runs(item, survival)),
    figure("terms", SUMMARY, |item| sources::runs(item, terms)),
    figure("frontier", FRONTIER, sources::frontier),
    figure("plans", SOLUTION, sources::plans),
    figure("levers", COMPARISON, sources::levers),
    figure("lever-causes", COMPARISON, sources::lever_causes),
    figure("cells", SWEEP, sources::heat_map),
    figure("changes", SWEEP, sources::changes),
    figure("causes", SWEEP, sources::causes),
    figure("tornado", SWEEP, sources::tornado),
    figure("factor", SWEEP, sources::factor),
    figure("sobol", SENSITIVITY_JSON, sources::sobol),
    figure("boxes", DISCOVERY_JSON, sources::boxes),
];

/// Charts that only a page shows, where they answer the pointer.
const ON_A_PAGE: [Drawable; 2] = [
    figure("parties", SUMMARY, |item| sources::runs(item, parties)),
    figure("rates", SWEEP, sources::rates),
];

const fn figure(
    name: &'static str,
    needs: &'static str,
    chart: fn(&Source<'_>) -> Result<Chart, NoFigure>,
) -> Drawable {
    Drawable { name, needs, chart }
}

impl Drawable {
    /// Its chart, with other words where there are labels.
    ///
    /// # Errors
    /// When the results are of another kind, or a file cannot be read.
    pub fn chart(&self, results: &Results, labels: &Labels) -> Result<Chart, NoFigure> {
        if results.text(self.needs).is_none() {
            return Err(NoFigure::NotOfThis(needed(self.needs)));
        }
        (self.chart)(&Source { results, labels })
    }
}

/// All figures that results allow, by name.
///
/// # Errors
/// When files are not what they should be: what is wrong, each fault once.
pub fn all(results: &Results) -> Result<Vec<(&'static str, Chart)>, Vec<String>> {
    charts(&CATALOGUE, results)
}

/// The charts of results that only a page shows, where they answer the pointer.
///
/// # Errors
/// As of [`all`].
pub fn on_a_page(results: &Results) -> Result<Vec<(&'static str, Chart)>, Vec<String>> {
    charts(&ON_A_PAGE, results)
}

fn charts(of: &[Drawable], results: &Results) -> Result<Vec<(&'static str, Chart)>, Vec<String>> {
    let (mut charts, mut faults) = (Vec::new(), Vec::new());
    for drawable in of {
        match drawable.chart(results, &Labels::default()) {
            Ok(chart) => charts.push((drawable.name, chart)),
            Err(NoFigure::NotOfThis(_)) => {}
            Err(NoFigure::Unreadable(fault)) => {
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
    }
    if faults.is_empty() {
        Ok(charts)
    } else {
        Err(faults)
    }
}

/// The results that hold a file, in words.
fn needed(file: &str) -> &'static str {
    match file {
        SUMMARY => "results of `zopa run`",
        FRONTIER => "results of `zopa solve` of central values",
        SOLUTION => "results of `zopa solve` of central values, of a scenario with plans",
        COMPARISON => "results of `zopa compare`",
        SWEEP => "results of `zopa sweep` or `zopa merge`",
        SENSITIVITY_JSON => "results of `zopa sensitivity`",
        DISCOVERY_JSON => "results of `zopa discover`",
        _ => "other results",
    }
}

#[cfg(test)]
mod tests {
    use super::CATALOGUE;
    use crate::results::DRAWN_LATER;

    #[test]
    fn result_folders_know_all_figures_and_no_others() {
        let names = CATALOGUE.map(|item| item.name);
        assert_eq!(names, DRAWN_LATER);
    }
}
