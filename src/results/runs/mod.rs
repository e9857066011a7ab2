//! The table with a line for each run.

mod columns;

pub(super) use columns::Column;
#[cfg(feature = "parquet")]
pub(super) use columns::Kind;

use crate::bargaining::Outcome;
use crate::game::{Drawn, Game, Realization};
use crate::model::Scenario;
use crate::results::csv::{lines, number};
use crate::results::runs::columns::COLUMNS;
use crate::simulation::measure::Item;

/// The table with a line for each run of a scenario.
#[derive(Debug)]
pub struct RunTable<'a> {
    scenario: &'a Scenario,
    /// The cell, where the table is that of several.
    cell: Option<u64>,
    columns: Vec<(String, Item, &'static Column)>,
    drawn: Option<DrawnColumns<'a>>,
}

/// The numbers that nature draws, a column each.
#[derive(Debug)]
struct DrawnColumns<'a> {
    game: &'a Game,
    seed: u64,
    drawn: Drawn,
}

impl<'a> RunTable<'a> {
    /// The columns that every table has.
    pub fn new(scenario: &'a Scenario) -> Self {
        let columns = COLUMNS.iter().flat_map(|column| {
            let names = column.of(scenario).into_iter();
            names.map(move |(name, item)| (name, item, column))
        });
        Self {
            scenario,
            cell: None,
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

    /// The same as a part of a table of several cells, whose first column is the number of the cell.
    #[must_use]
    pub fn in_cell(mut self, cell: u64) -> Self {
        self.cell = Some(cell);
        self
    }

    /// The first line: the names of the columns.
    pub fn header(&self) -> String {
        let first = self.cell.map(|_| "cell").into_iter().chain(["run"]);
        let columns = self.columns.iter().map(|column| column.0.clone());
        let drawn = self.drawn.iter().flat_map(|drawn| &drawn.drawn.numbers);
        let names = first.map(str::to_owned).chain(columns);
        let names = names.chain(drawn.map(|number| format!("drawn:{}", number.path)));
        lines(std::iter::once(names.collect()))
    }

    /// The lines of runs that follow one another, the first of them being run `first`.
    pub fn rows(&self, first: u64, outcomes: &[Outcome]) -> String {
        lines(self.fields(first, outcomes))
    }

    fn fields<'o>(
        &'o self,
        first: u64,
        outcomes: &'o [Outcome],
    ) -> impl Iterator<Item = Vec<String>> + 'o {
        let mut reader = Realization::default();
        let numbered = (first..).zip(outcomes);
        numbered.map(move |(run, outcome)| {
            let first = self.cell.into_iter().chain([run]);
            let mut fields: Vec<String> = first.map(|number| number.to_string()).collect();
            let columns = self.columns.iter();
            fields.extend(
                columns.map(|(_, item, column)| column.field(self.scenario, outcome, *item)),
            );
            if let Some(columns) = &self.drawn {
                let values = columns
                    .drawn
                    .values(columns.game, columns.seed, run, &mut reader);
                let numbers = columns.drawn.numbers.iter().zip(values);
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
