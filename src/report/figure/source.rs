//! From the files of a result folder to its figures, with other words where there are any.

use crate::experiment::compare::{Comparison, PolicyKind};
use crate::experiment::discovery::BoxSearch;
use crate::experiment::sensitivity::SobolIndices;
use crate::model::{Ids, Labels, Named};
use crate::report::chart::Chart;
use crate::report::figure::cells::Swept;
use crate::results::{FrontierPoints, Results, ResultsError, Solution};
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

impl From<&'static str> for NoFigure {
    fn from(needs: &'static str) -> Self {
        Self::NotOfThis(needs)
    }
}

/// A chart, or the results that it would show.
pub(super) type Drawn = Result<Chart, &'static str>;

/// Results that figures are drawn from, with other words for what they speak of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) results: &'a Results,
    pub(super) labels: &'a Labels,
}

/// A chart, or why there is none.
type Found = Result<Chart, NoFigure>;

impl Source<'_> {
    /// A figure of many runs.
    pub(super) fn run(self, draw: fn(&Summary) -> Chart) -> Found {
        let found = self.results.summary()?;
        self.draw(found, "results of `zopa run`", |found| Ok(draw(&found)))
    }

    /// A figure of theory at central values and of the points of its frontiers.
    pub(super) fn frontier(self, draw: fn(&Solution, FrontierPoints) -> Drawn) -> Found {
        let needs = "results of `zopa solve` of central values";
        let found = self.results.solution()?;
        let points = found.as_ref().map(|found| self.results.frontier(found));
        match points.transpose()?.flatten() {
            Some(points) => self.draw(found, needs, |found| Ok(draw(&found, points)?)),
            None => Err(NoFigure::NotOfThis(needs)),
        }
    }

    /// A figure of plans at central values.
    pub(super) fn plans(self, draw: fn(&Solution) -> Drawn) -> Found {
        let needs = "results of `zopa solve` of central values, of a scenario with plans";
        let found = self.results.solution()?;
        self.draw(found, needs, |found| Ok(draw(&found)?))
    }

    /// A figure of a comparison of levers.
    pub(super) fn comparison(self, draw: fn(&Comparison) -> Chart) -> Found {
        let found = self.results.comparison()?;
        self.draw(found, "results of `zopa compare`", |found| Ok(draw(&found)))
    }

    /// A figure of the cells of a sweep.
    pub(super) fn sweep(self, draw: fn(&Swept) -> Drawn) -> Found {
        let needs = "results of `zopa sweep` or `zopa merge`";
        self.draw(Swept::open(self.results), needs, |found| {
            Ok(draw(&found.with_cells(self.results)?)?)
        })
    }

    /// A figure of Sobol indices.
    pub(super) fn sensitivity(self, draw: fn(&SobolIndices) -> Drawn) -> Found {
        let (needs, found) = ("results of `zopa sensitivity`", self.results.sensitivity()?);
        self.draw(found, needs, |found| Ok(draw(&found)?))
    }

    /// A figure of PRIM boxes.
    pub(super) fn discovery(self, draw: fn(&BoxSearch) -> Drawn) -> Found {
        let (needs, found) = ("results of `zopa discover`", self.results.discovery()?);
        self.draw(found, needs, |found| Ok(draw(&found)?))
    }

    /// Draws what was found, in other words where there are any.
    fn draw<T: HasTitles>(
        self,
        found: Option<T>,
        needs: &'static str,
        draw: impl FnOnce(T) -> Found,
    ) -> Found {
        let mut found = found.ok_or(NoFigure::NotOfThis(needs))?;
        for (named, id, title) in found.titles() {
            self.labels.put(named, id, title);
        }
        let mut chart = draw(found)?;
        if let Some(title) = &self.labels.title {
            chart.title.clone_from(title);
        }
        Ok(chart)
    }
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

fn add(ids: &mut Ids, mut found: Option<impl HasTitles>) {
    for (named, id, _) in found.iter_mut().flat_map(HasTitles::titles) {
        ids.add(named, id);
    }
}

/// A title with the kind and the id of what has it.
type Title<'a> = (Named, &'a str, &'a mut String);

/// Results that give titles to what they speak of.
trait HasTitles {
    /// All titles.
    fn titles(&mut self) -> Vec<Title<'_>>;
}

impl HasTitles for Summary {
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

impl HasTitles for Solution {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let parties = self.parties.iter_mut();
        let parties = parties.map(|item| (Named::Party, item.id.as_str(), &mut item.title));
        let plans = self.plans.iter_mut();
        let plans = plans.map(|item| (Named::Plan, item.id.as_str(), &mut item.title));
        parties.chain(plans).collect()
    }
}

impl HasTitles for Comparison {
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

impl HasTitles for Swept {
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

impl HasTitles for SobolIndices {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let rows = self.factors.iter_mut().flatten();
        rows.map(|item| (Named::Factor, item.factor.as_str(), &mut item.title))
            .collect()
    }
}

impl HasTitles for BoxSearch {
    fn titles(&mut self) -> Vec<Title<'_>> {
        let limits = self.boxes.iter_mut().flat_map(|item| &mut item.limits);
        limits
            .map(|item| (Named::Factor, item.parameter.as_str(), &mut item.title))
            .collect()
    }
}
