//! What a result folder holds, read once: by the report, by each figure and for label files.

use crate::experiment::compare::{Comparison, PolicyKind};
use crate::experiment::discovery::BoxSearch;
use crate::experiment::sensitivity::SobolIndices;
use crate::model::{Ids, Labels, Named};
use crate::report::swept::Swept;
use crate::results::{ESTIMATES, FrontierPoints, Results, ResultsError, Solution};
use crate::simulation::{RealizedTheory, Summary};

/// The results of one command.
#[derive(Clone, Debug)]
pub enum Content {
    /// A summary of many runs.
    Runs(Box<Summary>),
    /// Theory at central values, with the points of its frontiers where the folder has them.
    Theory(Box<Solution>, Option<FrontierPoints>),
    /// Theory over many realizations.
    Realizations(Box<RealizedTheory>),
    /// What each lever changes.
    Comparison(Box<Comparison>),
    /// Which numbers drive a result.
    Sensitivity(Box<SobolIndices>),
    /// Under which numbers a result comes about.
    Discovery(Box<BoxSearch>),
    /// What changes with the settings of a sweep.
    Sweep(Box<Swept>),
}

impl Content {
    /// What a folder holds; nothing where no command has written results into it.
    ///
    /// # Errors
    /// When a file of the results cannot be read as what it should be.
    pub fn of(results: &Results) -> Result<Option<Self>, ResultsError> {
        if let Some(found) = results.file()? {
            return Ok(Some(Self::Runs(Box::new(found))));
        }
        if let Some(found) = results.file()? {
            let points = results.frontier(&found)?;
            return Ok(Some(Self::Theory(Box::new(found), points)));
        }
        if let Some(found) = results.file()? {
            return Ok(Some(Self::Realizations(Box::new(found))));
        }
        if let Some(found) = results.file()? {
            return Ok(Some(Self::Comparison(Box::new(found))));
        }
        if let Some(found) = results.file()? {
            return Ok(Some(Self::Sensitivity(Box::new(found))));
        }
        if let Some(found) = results.file()? {
            return Ok(Some(Self::Discovery(Box::new(found))));
        }
        let Some(manifest) = results.sweep() else {
            return Ok(None);
        };
        let estimates = results.estimates()?;
        let estimates = estimates.ok_or_else(|| results.lacking(ESTIMATES))?;
        let swept = Swept::of(manifest.layout, &estimates);
        let swept = swept.map_err(|fault| results.garbled(ESTIMATES, fault))?;
        Ok(Some(Self::Sweep(Box::new(swept))))
    }

    /// As [`Self::of`], but an unfinished sweep is an error.
    ///
    /// # Errors
    /// As [`Self::of`], and when cells are missing.
    pub fn whole(results: &Results) -> Result<Option<Self>, ResultsError> {
        let found = Self::of(results)?;
        if let Some(Self::Sweep(swept)) = &found {
            let (cells, wanted) = (swept.cells.len(), swept.layout.cells.len());
            if cells != wanted {
                let fault = format!("it has {cells} cells, and the manifest lists {wanted}");
                return Err(results.garbled(ESTIMATES, fault));
            }
        }
        Ok(found)
    }

    /// All ids that figures speak of.
    pub fn ids(&mut self) -> Ids {
        let mut ids = Ids::default();
        for (named, id, _) in self.titles() {
            ids.add(named, id);
        }
        ids
    }

    /// Puts other words in the place of titles.
    pub fn label(&mut self, labels: &Labels) {
        for (named, id, title) in self.titles() {
            labels.put(named, id, title);
        }
    }

    /// The titles of all that figures speak of, each with the kind and the id of what has it.
    fn titles(&mut self) -> Vec<(Named, &str, &mut String)> {
        let mut titles = Titles::default();
        match self {
            Self::Runs(found) => {
                let found = &mut **found;
                titles.add(&Named::Package, &mut found.packages, |it| {
                    (&it.id, &mut it.title)
                });
                for issue in &mut found.issues {
                    let option = Named::IssueOption(issue.id.clone());
                    titles.add(&option, &mut issue.options, |it| (&it.id, &mut it.title));
                    titles.0.push((Named::Issue, &issue.id, &mut issue.title));
                }
                titles.add(&Named::Party, &mut found.parties, |it| {
                    (&it.id, &mut it.title)
                });
                titles.add(&Named::Lever, &mut found.levers, |it| {
                    (&it.id, &mut it.title)
                });
            }
            Self::Theory(found, _) => {
                let found = &mut **found;
                titles.add(&Named::Party, &mut found.parties, |it| {
                    (&it.id, &mut it.title)
                });
                titles.add(&Named::Plan, &mut found.plans, |it| (&it.id, &mut it.title));
            }
            Self::Realizations(_) => {}
            Self::Comparison(found) => {
                for it in &mut found.effects {
                    let kind = match it.kind {
                        PolicyKind::Lever => Named::Lever,
                        _ => Named::Policy,
                    };
                    titles.0.push((kind, &it.policy, &mut it.title));
                }
            }
            Self::Sensitivity(found) => {
                let factors = found.factors.iter_mut().flatten();
                titles.add(&Named::Factor, factors, |it| (&it.factor, &mut it.title));
            }
            Self::Discovery(found) => {
                let limits = found.boxes.iter_mut().flat_map(|it| &mut it.limits);
                titles.add(&Named::Factor, limits, |it| (&it.parameter, &mut it.title));
            }
            Self::Sweep(found) => {
                let found = &mut **found;
                for (factor, short) in found.layout.factors.iter_mut().zip(&mut found.short) {
                    titles.0.push((Named::Factor, &factor.id, short));
                    titles
                        .0
                        .push((Named::Factor, &factor.id, &mut factor.title));
                    titles.add(&Named::Policy, &mut factor.levels, |it| {
                        (&it.label, &mut it.title)
                    });
                }
            }
        }
        titles.0
    }
}

/// Titles with the kind and the id of what has each.
#[derive(Default)]
struct Titles<'a>(Vec<(Named, &'a str, &'a mut String)>);

impl<'a> Titles<'a> {
    /// Adds those of some things of one kind.
    fn add<T: 'a>(
        &mut self,
        kind: &Named,
        things: impl IntoIterator<Item = &'a mut T>,
        title: fn(&'a mut T) -> (&'a str, &'a mut String),
    ) {
        let things = things.into_iter().map(title);
        self.0
            .extend(things.map(|(id, title)| (kind.clone(), id, title)));
    }
}
