//! From the files of a result folder to its figures, with other words where there are any.

use crate::experiment::compare::PolicyKind;
use crate::model::{Ids, Labels, Named};
use crate::report::chart::Chart;
use crate::report::figure::cells::Swept;
use crate::results::{
    BoxSearch, Comparison, FrontierPoints, Results, ResultsError, SobolIndices, Solution,
};
use crate::simulation::Summary;

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

/// A chart, or the results that it would show.
pub(super) type Drawn = Result<Chart, &'static str>;

/// From which results a figure is drawn, and how.
#[derive(Clone, Copy, Debug)]
pub(super) enum Draw {
    Run(fn(&Summary) -> Chart),
    Frontier(fn(&Solution, FrontierPoints) -> Drawn),
    Plans(fn(&Solution) -> Drawn),
    Comparison(fn(&Comparison) -> Chart),
    Sweep(fn(&Swept) -> Drawn),
    Sensitivity(fn(&SobolIndices) -> Drawn),
    Discovery(fn(&BoxSearch) -> Drawn),
}

impl Draw {
    /// The results it is drawn from.
    fn needs(self) -> &'static str {
        match self {
            Self::Run(_) => "results of `zopa run`",
            Self::Frontier(_) => "results of `zopa solve` of central values",
            Self::Plans(_) => "results of `zopa solve` of central values, of a scenario with plans",
            Self::Comparison(_) => "results of `zopa compare`",
            Self::Sweep(_) => "results of `zopa sweep` or `zopa merge`",
            Self::Sensitivity(_) => "results of `zopa sensitivity`",
            Self::Discovery(_) => "results of `zopa discover`",
        }
    }

    /// The chart of some results.
    pub(super) fn chart(self, results: &Results, labels: &Labels) -> Result<Chart, NoFigure> {
        let drawn = match self {
            Self::Run(draw) => labelled(results.summary()?, labels).map(|found| Ok(draw(&found))),
            Self::Frontier(draw) => match labelled(results.solution()?, labels) {
                Some(found) => {
                    let points = results.frontier(&found)?;
                    points.map(|points| draw(&found, points))
                }
                None => None,
            },
            Self::Plans(draw) => labelled(results.solution()?, labels).map(|found| draw(&found)),
            Self::Comparison(draw) => {
                labelled(results.comparison()?, labels).map(|found| Ok(draw(&found)))
            }
            Self::Sweep(draw) => match labelled(Swept::open(results), labels) {
                Some(found) => Some(draw(&found.with_cells(results)?)),
                None => None,
            },
            Self::Sensitivity(draw) => {
                labelled(results.sensitivity()?, labels).map(|found| draw(&found))
            }
            Self::Discovery(draw) => {
                labelled(results.discovery()?, labels).map(|found| draw(&found))
            }
        };
        let drawn = drawn.unwrap_or_else(|| Err(self.needs()));
        let mut chart = drawn.map_err(NoFigure::NotOfThis)?;
        if let Some(title) = &labels.title {
            chart.title.clone_from(title);
        }
        Ok(chart)
    }
}

/// Results in other words, where there are any.
fn labelled<T: Titled>(mut found: Option<T>, labels: &Labels) -> Option<T> {
    for (named, id, title) in found.iter_mut().flat_map(Titled::titles) {
        labels.put(named, id, title);
    }
    found
}

/// All ids that the figures of some results speak of.
///
/// # Errors
/// When a file is not what it should be.
pub fn ids(results: &Results) -> Result<Ids, ResultsError> {
    let mut ids = Ids::default();
    add(&mut ids, results.summary()?);
    add(&mut ids, results.solution()?);
    add(&mut ids, Swept::open(results));
    add(&mut ids, results.discovery()?);
    add(&mut ids, results.comparison()?);
    add(&mut ids, results.sensitivity()?);
    Ok(ids)
}

fn add(ids: &mut Ids, mut found: Option<impl Titled>) {
    for (named, id, _) in found.iter_mut().flat_map(Titled::titles) {
        ids.add(named, id);
    }
}

/// A title with the kind and the id of what has it.
type Title<'a> = (Named, &'a str, &'a mut String);

/// Results that give titles to what they speak of.
trait Titled {
    /// All titles.
    fn titles(&mut self) -> Vec<Title<'_>>;
}

impl Titled for Summary {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let mut titles: Vec<Title<'_>> = Vec::new();
        for item in &mut self.packages {
            titles.push((Named::Package, &item.id, &mut item.title));
        }
        for issue in &mut self.issues {
            for option in &mut issue.options {
                let named = Named::IssueOption(issue.id.clone());
                titles.push((named, &option.id, &mut option.title));
            }
            titles.push((Named::Issue, &issue.id, &mut issue.title));
        }
        for item in &mut self.parties {
            titles.push((Named::Party, &item.id, &mut item.title));
        }
        for item in &mut self.levers {
            titles.push((Named::Lever, &item.id, &mut item.title));
        }
        titles
    }
}

impl Titled for Solution {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let parties = self.parties.iter_mut();
        let parties = parties.map(|item| (Named::Party, item.id.as_str(), &mut item.title));
        let plans = self.plans.iter_mut();
        let plans = plans.map(|item| (Named::Plan, item.id.as_str(), &mut item.title));
        parties.chain(plans).collect()
    }
}

impl Titled for Comparison {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let effects = self.effects.iter_mut().map(|item| {
            let named = match item.kind {
                PolicyKind::Lever => Named::Lever,
                _ => Named::Policy,
            };
            (named, item.policy.as_str(), &mut item.title)
        });
        effects.collect()
    }
}

impl Titled for Swept {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let mut titles: Vec<Title<'_>> = Vec::new();
        for (factor, short) in self.layout.factors.iter_mut().zip(&mut self.short) {
            titles.push((Named::Factor, &factor.id, short));
            titles.push((Named::Factor, &factor.id, &mut factor.title));
            for level in &mut factor.levels {
                titles.push((Named::Policy, &level.label, &mut level.title));
            }
        }
        titles
    }
}

impl Titled for SobolIndices {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let rows = self.factors.iter_mut().flatten();
        rows.map(|item| (Named::Factor, item.factor.as_str(), &mut item.title))
            .collect()
    }
}

impl Titled for BoxSearch {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let limits = self.boxes.iter_mut().flat_map(|item| &mut item.limits);
        limits
            .map(|item| (Named::Factor, item.parameter.as_str(), &mut item.title))
            .collect()
    }
}
