//! The table with a line for each run: its columns, what they mean, and how they are read off an outcome.

use crate::bargaining::{Failure, Outcome};
use crate::game::{Drawn, DrawnReader, Game};
use crate::model::{IssueId, Scenario};
use crate::results::csv::lines;
use crate::results::number::number;

/// A column, or the columns of one name that differ by what they are of.
#[derive(Debug)]
pub(super) struct Column {
    /// Its name, followed by a colon and the id of what it is of where there is one.
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    #[cfg_attr(
        not(feature = "parquet"),
        expect(dead_code, reason = "only Parquet has typed columns")
    )]
    pub(super) kind: Kind,
    pub(super) meaning: &'static str,
}

/// What the fields of a column hold; an empty field is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Count,
    Number,
    Flag,
    Text,
}

/// What there is a column of.
#[derive(Clone, Copy)]
enum Of {
    Run,
    Package,
    Issue,
    Party,
    /// Parties with several types.
    Typed,
    Lever,
}

/// How a field is read off an outcome, for the thing of this place among those that the column is of.
type Read = fn(&Scenario, &Outcome, usize) -> String;

/// The columns that number a line.
static NUMBERS: [Column; 2] = [
    Column {
        name: "cell",
        unit: "",
        kind: Kind::Count,
        meaning: "number of the cell, as in settings.csv",
    },
    Column {
        name: "run",
        unit: "",
        kind: Kind::Count,
        meaning: "number of the run, from 0",
    },
];

/// The columns read off an outcome, in their order.
static OF_OUTCOMES: [(Column, Of, Read); 18] = [
    (
        Column {
            name: "end",
            unit: "",
            kind: Kind::Text,
            meaning: "how the talks ended: agreement, deadline, breakdown, ratification (a body at home refused)",
        },
        Of::Run,
        |_, run, _| run.end.name().to_owned(),
    ),
    (
        Column {
            name: "failure",
            unit: "",
            kind: Kind::Text,
            meaning: "why there is no agreement: the first cause that applies; empty with one",
        },
        Of::Run,
        |_, run, _| run.failure.map_or("", Failure::name).to_owned(),
    ),
    (
        Column {
            name: "rounds",
            unit: "rounds",
            kind: Kind::Count,
            meaning: "number of rounds held",
        },
        Of::Run,
        |_, run, _| run.rounds_held.to_string(),
    ),
    (
        Column {
            name: "signed-round",
            unit: "rounds",
            kind: Kind::Count,
            meaning: "round of the signature, the last one if there were several; empty without one",
        },
        Of::Run,
        |_, run, _| or_empty(run.signed),
    ),
    (
        Column {
            name: "agreement-round",
            unit: "rounds",
            kind: Kind::Count,
            meaning: "round in which the agreement comes into force, ratification included; empty without one",
        },
        Of::Run,
        |_, run, _| or_empty(run.agreed),
    ),
    (
        Column {
            name: "zone",
            unit: "",
            kind: Kind::Text,
            meaning: "whether in some round held a deal was worth its reservation value to everybody whose consent it needs: open, empty, \
                      undecided",
        },
        Of::Run,
        |_, run, _| run.zone.name().to_owned(),
    ),
    (
        Column {
            name: "type",
            unit: "",
            kind: Kind::Text,
            meaning: "type of the party",
        },
        Of::Typed,
        |scenario, run, place| {
            let types = &scenario.parties[place].types;
            types[run.types[place].index()].id.clone()
        },
    ),
    (
        Column {
            name: "agreed",
            unit: "",
            kind: Kind::Flag,
            meaning: "whether the package is agreed at the end: accepted in the last round held, or closed before",
        },
        Of::Package,
        |_, run, place| run.packages[place].agreed.to_string(),
    ),
    (
        Column {
            name: "ever",
            unit: "",
            kind: Kind::Flag,
            meaning: "whether the package is accepted in some round",
        },
        Of::Package,
        |_, run, place| run.packages[place].ever.to_string(),
    ),
    (
        Column {
            name: "in-force",
            unit: "",
            kind: Kind::Flag,
            meaning: "whether the package is in force: part of an agreement, or by itself",
        },
        Of::Package,
        |_, run, place| run.packages[place].in_force.to_string(),
    ),
    (
        Column {
            name: "issue",
            unit: "",
            kind: Kind::Text,
            meaning: "option of the agreement; with packages in force alone what is in force; empty without a deal",
        },
        Of::Issue,
        |scenario, run, place| {
            let option = run
                .deal
                .as_ref()
                .map(|deal| deal.option(IssueId::at(place)));
            let options = &scenario.issues[place].options;
            option.map_or_else(String::new, |option| options[option].id.clone())
        },
    ),
    (
        Column {
            name: "utility",
            unit: "utility",
            kind: Kind::Number,
            meaning: "utility with which the run leaves the party: of the agreed deal, without one its reservation value at the end",
        },
        Of::Party,
        |_, run, place| number(run.utilities[place]),
    ),
    (
        Column {
            name: "reservation",
            unit: "utility",
            kind: Kind::Number,
            meaning: "reservation value of the party at the end",
        },
        Of::Party,
        |_, run, place| number(run.reservations[place]),
    ),
    (
        Column {
            name: "payoff",
            unit: "utility",
            kind: Kind::Number,
            meaning: "discounted payoff of the party, costs subtracted",
        },
        Of::Party,
        |_, run, place| number(run.payoffs[place]),
    ),
    (
        Column {
            name: "lever",
            unit: "rounds",
            kind: Kind::Count,
            meaning: "round in which the lever is carried out; empty where it is not",
        },
        Of::Lever,
        |_, run, place| or_empty(run.levers[place]),
    ),
    (
        Column {
            name: "refused-by",
            unit: "",
            kind: Kind::Text,
            meaning: "party that was the last to refuse; empty where nobody refused",
        },
        Of::Run,
        |scenario, run, _| {
            let party = run.last_refusal.map(|(party, _)| party);
            party.map_or_else(String::new, |party| {
                scenario.parties[party.index()].id.clone()
            })
        },
    ),
    (
        Column {
            name: "refused-package",
            unit: "",
            kind: Kind::Text,
            meaning: "package that was refused last, where packages are answered one by one",
        },
        Of::Run,
        |scenario, run, _| {
            let package = run.last_refusal.and_then(|(_, package)| package);
            package.map_or_else(String::new, |package| {
                scenario.packages[package.index()].id.clone()
            })
        },
    ),
    (
        Column {
            name: "version",
            unit: "",
            kind: Kind::Text,
            meaning: "version of zopa",
        },
        Of::Run,
        |_, _, _| env!("CARGO_PKG_VERSION").to_owned(),
    ),
];

/// The columns of numbers that nature draws, named by their paths.
static DRAWN: Column = Column {
    name: "drawn",
    unit: "",
    kind: Kind::Text,
    meaning: "number drawn for this run, or what was chosen; empty where the run has none",
};

impl Column {
    /// The column behind a name in a table, which may be followed by an id.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        let name = name.split_once(':').map_or(name, |(name, _)| name);
        let of_outcomes = OF_OUTCOMES.iter().map(|(column, _, _)| column);
        let mut all = NUMBERS.iter().chain(of_outcomes).chain([&DRAWN]);
        all.find(|column| column.name == name)
    }
}

impl Of {
    /// Places and ids of what there is; the run as a whole has no id.
    fn things(self, scenario: &Scenario) -> Vec<(usize, Option<&str>)> {
        fn of<T>(things: &[T], id: fn(&T) -> &str) -> Vec<(usize, Option<&str>)> {
            let ids = things.iter().map(|thing| Some(id(thing)));
            ids.enumerate().collect()
        }
        match self {
            Self::Run => vec![(0, None)],
            Self::Package => of(&scenario.packages, |package| &package.id),
            Self::Issue => of(&scenario.issues, |issue| &issue.id),
            Self::Party => of(&scenario.parties, |party| &party.id),
            Self::Typed => {
                let mut parties = Self::Party.things(scenario);
                parties.retain(|&(place, _)| scenario.parties[place].types.len() > 1);
                parties
            }
            Self::Lever => of(&scenario.levers, |lever| &lever.id),
        }
    }
}

/// The table with a line for each run of a scenario.
pub struct RunTable<'a> {
    scenario: &'a Scenario,
    columns: Vec<(String, usize, Read)>,
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
        let columns = OF_OUTCOMES.iter().flat_map(|(column, of, read)| {
            let things = of.things(scenario).into_iter();
            things.map(|(place, id)| {
                let name = column.name;
                let name = id.map_or_else(|| name.to_owned(), |id| format!("{name}:{id}"));
                (name, place, *read)
            })
        });
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
        let names = names.chain(drawn.map(|number| format!("{}:{}", DRAWN.name, number.path)));
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
        let mut reader = DrawnReader::default();
        let numbered = (first..).zip(outcomes);
        numbered.map(move |(run, outcome)| {
            let mut fields = vec![run.to_string()];
            let columns = self.columns.iter();
            fields.extend(columns.map(|(_, place, read)| read(self.scenario, outcome, *place)));
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
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a choice is a position among the categories"
)]
pub fn drawn_words(categories: &[String], value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    match categories {
        [] => number(value),
        categories => categories.get(value as usize).cloned().unwrap_or_default(),
    }
}

fn or_empty(round: Option<u32>) -> String {
    round.map_or_else(String::new, |round| round.to_string())
}
