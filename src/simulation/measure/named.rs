//! A measure by its name, for whoever asks one thing of a run.

use crate::bargaining::Outcome;
use crate::model::Scenario;
use crate::simulation::measure::{Item, Line, OF_RUNS, Subjects};

/// A quantity that every run has: a line of [`OF_RUNS`] for one thing, named `package.ID` for instance.
#[derive(Clone, Debug)]
pub struct Measure {
    name: String,
    line: &'static Line<Outcome>,
    item: Item,
}

/// Why a name stands for no measure of the kind needed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MeasureError {
    /// No measure has this name.
    #[error("`{name}` is nothing that can be asked of a run; ask for one of: {known}")]
    Unknown {
        /// As given.
        name: String,
        /// All measures of the scenario, by name.
        known: String,
    },
    /// The measure is a number where a yes or no is needed.
    #[error(
        "`{name}` is a number, and a result that is yes or no is needed; ask for one of: {known}"
    )]
    NotYesNo {
        /// As given.
        name: String,
        /// The measures of the scenario that are yes or no, by name.
        known: String,
    },
}

impl PartialEq for Measure {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Measure {
    /// All measures of a scenario: first those that are yes or no, then the numbers.
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        Self::of_subjects(&Subjects::of(scenario))
    }

    /// The same of what there is in a scenario.
    pub(super) fn of_subjects(subjects: &Subjects) -> Vec<Self> {
        let lines = OF_RUNS.iter().filter(|line| line.is_of_every_run());
        let measures = lines.flat_map(|line| {
            let items = subjects.items(line.of).into_iter();
            items.map(move |(item, id)| Self {
                name: name(line.name, &id),
                line,
                item,
            })
        });
        measures.collect()
    }

    /// The measure of a name.
    ///
    /// # Errors
    /// When the scenario has none of that name.
    pub fn named(scenario: &Scenario, name: &str) -> Result<Self, MeasureError> {
        let all = Self::all(scenario);
        let found = all.iter().find(|measure| measure.name == name).cloned();
        found.ok_or_else(|| MeasureError::Unknown {
            name: name.to_owned(),
            known: names(&all),
        })
    }

    /// The measure of a name, where only yes or no is an answer.
    ///
    /// # Errors
    /// When the scenario has none of that name, or it is a number.
    pub fn yes_no(scenario: &Scenario, name: &str) -> Result<Self, MeasureError> {
        let measure = Self::named(scenario, name)?;
        if measure.is_yes_no() {
            return Ok(measure);
        }
        let mut all = Self::all(scenario);
        all.retain(Self::is_yes_no);
        Err(MeasureError::NotYesNo {
            name: name.to_owned(),
            known: names(&all),
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is yes or no.
    pub fn is_yes_no(&self) -> bool {
        self.line.is_yes_no()
    }

    /// The name of its line in the list.
    pub(super) fn line(&self) -> &'static str {
        self.line.name
    }

    /// Its value in a run; 1 for yes and 0 for no.
    ///
    /// # Panics
    /// Never: what is named here every run has.
    pub fn of(&self, outcome: &Outcome) -> f64 {
        let value = self.line.value(outcome, self.item);
        value.expect("every run has it")
    }
}

/// The name of a measure of one thing; that of the line alone where it is of the run as a whole.
pub(super) fn name(line: &str, id: &str) -> String {
    if id.is_empty() {
        line.to_owned()
    } else {
        format!("{line}.{id}")
    }
}

fn names(measures: &[Measure]) -> String {
    let names: Vec<&str> = measures.iter().map(Measure::name).collect();
    names.join(", ")
}
