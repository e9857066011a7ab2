//! The table with a line for each run.

mod columns;

pub(super) use columns::Column;
#[cfg(feature = "parquet")]
pub(super) use columns::Kind;

use crate::bargaining::Outcome;
use crate::game::{Drawn, Game, Realization};
use crate::model::Scenario;
use crate::results::csv::lines;
use crate::results::number::number;
use crate::results::runs::columns::{COLUMNS, Source};
use crate::simulation::measure::Item;

/// The table with a line for each run of a scenario.
pub struct RunTable<'a> {
    scenario: &'a Scenario,
    columns: Vec<(String, Item, Source)>,
    drawn: Option<DrawnColumns<'a>>,
}

/// The numbers that nature draws, a column each.
struct DrawnColumns<'a> {
    game: &'a Game,
    seed: u64,
    drawn: Drawn,
}

impl std::fmt::Debug for RunTable<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.header())
    }
}

impl<'a> RunTable<'a> {
    /// The columns that every table has.
    pub fn new(scenario: &'a Scenario) -> Self {
        let columns = COLUMNS.iter().flat_map(|column| column.of(scenario));
        Self {
            scenario,
            columns: columns.collect(),
            drawn: None,
        }
    }

    /// The same with a column for each number that nature draws under a seed, after all others.
    #[must_use]
    pub fn with_drawn(mut self, game: &'a Game, seed: u64) -> Self {
        let drawn = Drawn::of(self.scenario, game);
        self.drawn = Some(DrawnColumns { game, seed, drawn });
        self
    }

    /// The first line: the names of the columns.
    pub fn header(&self) -> String {
        let columns = self.columns.iter().map(|column| column.0.clone());
        let drawn = self.drawn.iter().flat_map(|it| &it.drawn.numbers);
        let names = std::iter::once("run".to_owned()).chain(columns);
        let names = names.chain(drawn.map(|number| format!("drawn:{}", number.path)));
        lines(std::iter::once(names.collect()))
    }

    /// The first line of a table of several cells.
    pub fn header_with_cell(&self) -> String {
        format!("cell,{}", self.header())
    }

    /// The lines of runs that follow one another, the first of them being run `first`.
    pub fn rows(&self, first: u64, outcomes: &[Outcome]) -> String {
        lines(self.fields(first, outcomes))
    }

    /// The lines of runs of one cell that follow one another.
    pub fn rows_with_cell(&self, cell: u64, first: u64, outcomes: &[Outcome]) -> String {
        lines(self.fields(first, outcomes).map(|mut fields| {
            fields.insert(0, cell.to_string());
            fields
        }))
    }

    fn fields<'o>(
        &'o self,
        first: u64,
        outcomes: &'o [Outcome],
    ) -> impl Iterator<Item = Vec<String>> + 'o {
        let mut reader = Realization::default();
        let numbered = (first..).zip(outcomes);
        numbered.map(move |(run, outcome)| {
            let mut fields = vec![run.to_string()];
            let columns = self.columns.iter();
            fields.extend(
                columns.map(|(_, item, source)| source.field(self.scenario, outcome, *item)),
            );
            if let Some(it) = &self.drawn {
                let values = it.drawn.values(it.game, it.seed, run, &mut reader);
                let numbers = it.drawn.numbers.iter().zip(values);
                fields.extend(numbers.map(|(drawn, value)| drawn_words(&drawn.categories, value)));
            }
            fields
        })
    }
}

/// A value that was drawn: a number, or what was chosen.
pub fn drawn_words(categories: &[String], value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    match categories {
        [] => number(value),
        categories => {
            // A choice is a position among the categories.
            let mut placed = (0_u32..).zip(categories);
            let chosen = placed.find(|(place, _)| f64::from(*place).total_cmp(&value).is_eq());
            chosen.map_or_else(String::new, |(_, category)| category.clone())
        }
    }
}
