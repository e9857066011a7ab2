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

/// A name that stands for no measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is nothing that can be asked of a run; ask for one of: {known}")]
pub struct UnknownMeasure {
    /// As given.
    pub name: String,
    /// All measures of the scenario, by name.
    pub known: String,
}

impl Measure {
    /// All measures of a scenario: first those that are yes or no, then the numbers.
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let subjects = Subjects::of(scenario);
        let lines = OF_RUNS.iter().filter(|line| line.is_of_every_run());
        let measures = lines.flat_map(|line| {
            let items = subjects.items(line.of).into_iter();
            items.map(move |(item, id)| Self {
                name: if id.is_empty() {
                    line.name.to_owned()
                } else {
                    format!("{}.{id}", line.name)
                },
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
    pub fn named(scenario: &Scenario, name: &str) -> Result<Self, UnknownMeasure> {
        let all = Self::all(scenario);
        let found = all.iter().find(|measure| measure.name == name).cloned();
        found.ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(Self::name).collect();
            UnknownMeasure {
                name: name.to_owned(),
                known: names.join(", "),
            }
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

    /// Its value in a run; 1 for yes and 0 for no.
    ///
    /// # Panics
    /// Never: what is named here every run has.
    pub fn of(&self, outcome: &Outcome) -> f64 {
        let value = self.line.value(outcome, self.item);
        value.expect("every run has it")
    }
}
