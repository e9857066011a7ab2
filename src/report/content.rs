//! What a result folder holds, read once: by the report, by each figure and for label files.

use crate::experiment::compare::{Comparison, PolicyKind};
use crate::experiment::discovery::BoxSearch;
use crate::experiment::sensitivity::SobolIndices;
use crate::model::{Ids, Labels, Named};
use crate::report::swept::Swept;
use crate::results::json::ResultFile;
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
        let readers: [Reader; 7] = [
            |results| read(results, Self::Runs),
            theory,
            |results| read(results, Self::Realizations),
            |results| read(results, Self::Comparison),
            |results| read(results, Self::Sensitivity),
            |results| read(results, Self::Discovery),
            sweep,
        ];
        let found = readers
            .into_iter()
            .map(|reader| reader(results).transpose());
        found.flatten().next().transpose()
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
        self.each_title(|named, id, _| ids.add(named, id));
        ids
    }

    /// Puts other words in the place of titles.
    pub fn label(&mut self, labels: &Labels) {
        self.each_title(|named, id, title| labels.put(named, id, title));
    }

    /// Shows the titles of all that figures speak of, each with the kind and the id of what has it.
    fn each_title(&mut self, mut show: impl FnMut(Named, &str, &mut String)) {
        match self {
            Self::Runs(found) => {
                for package in &mut found.packages {
                    show(Named::Package, &package.id, &mut package.title);
                }
                for issue in &mut found.issues {
                    for option in &mut issue.options {
                        let named = Named::IssueOption(issue.id.clone());
                        show(named, &option.id, &mut option.title);
                    }
                    show(Named::Issue, &issue.id, &mut issue.title);
                }
                for party in &mut found.parties {
                    show(Named::Party, &party.id, &mut party.title);
                }
                for lever in &mut found.levers {
                    show(Named::Lever, &lever.id, &mut lever.title);
                }
            }
            Self::Theory(found, _) => {
                for party in &mut found.parties {
                    show(Named::Party, &party.id, &mut party.title);
                }
                for plan in &mut found.plans {
                    show(Named::Plan, &plan.id, &mut plan.title);
                }
            }
            Self::Realizations(_) => {}
            Self::Comparison(found) => {
                for effect in &mut found.effects {
                    let named = match effect.kind {
                        PolicyKind::Lever => Named::Lever,
                        _ => Named::Policy,
                    };
                    show(named, &effect.policy, &mut effect.title);
                }
            }
            Self::Sensitivity(found) => {
                for factor in found.factors.iter_mut().flatten() {
                    show(Named::Factor, &factor.factor, &mut factor.title);
                }
            }
            Self::Discovery(found) => {
                for limit in found.boxes.iter_mut().flat_map(|one| &mut one.limits) {
                    show(Named::Factor, &limit.parameter, &mut limit.title);
                }
            }
            Self::Sweep(found) => {
                let found = &mut **found;
                for (factor, short) in found.layout.factors.iter_mut().zip(&mut found.short) {
                    show(Named::Factor, &factor.id, short);
                    show(Named::Factor, &factor.id, &mut factor.title);
                    for level in &mut factor.levels {
                        show(Named::Policy, &level.label, &mut level.title);
                    }
                }
            }
        }
    }
}

/// What makes content of a folder that holds the results of one command.
type Reader = fn(&Results) -> Result<Option<Content>, ResultsError>;

/// Results that stand in one file.
fn read<T: ResultFile>(
    results: &Results,
    content: fn(Box<T>) -> Content,
) -> Result<Option<Content>, ResultsError> {
    let found = results.file()?;
    Ok(found.map(|found| content(Box::new(found))))
}

fn theory(results: &Results) -> Result<Option<Content>, ResultsError> {
    let Some(found) = results.file()? else {
        return Ok(None);
    };
    let points = results.frontier(&found)?;
    Ok(Some(Content::Theory(Box::new(found), points)))
}

fn sweep(results: &Results) -> Result<Option<Content>, ResultsError> {
    let Some(manifest) = results.sweep() else {
        return Ok(None);
    };
    let terms = results.file()?;
    let swept = results.estimates(|estimates| Swept::of(manifest.layout, estimates, terms))?;
    let swept = swept.ok_or_else(|| results.lacking(ESTIMATES))?;
    Ok(Some(Content::Sweep(Box::new(swept))))
}
