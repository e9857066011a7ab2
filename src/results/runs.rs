//! The table with a line for each run: its columns, what they mean, and how they are read off an outcome.

use crate::bargaining::{Failure, Outcome};
use crate::game::{Drawn, DrawnReader, Game};
use crate::model::{IssueId, PartyId, Scenario};
use crate::results::csv::lines;
use crate::results::number::number;

/// How the field of a column is read off an outcome.
type Read = Box<dyn Fn(&Scenario, &Outcome) -> String + Send + Sync>;

/// One column.
pub(super) struct Column {
    pub(super) name: String,
    /// Id of what it is of; empty for the run as a whole.
    pub(super) of: String,
    pub(super) unit: &'static str,
    pub(super) meaning: &'static str,
    read: Read,
}

impl Column {
    fn new(
        name: &str,
        of: &str,
        unit: &'static str,
        meaning: &'static str,
        read: impl Fn(&Scenario, &Outcome) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: match of {
                "" => name.to_owned(),
                of => format!("{name}:{of}"),
            },
            of: of.to_owned(),
            unit,
            meaning,
            read: Box::new(read),
        }
    }
}

/// The table with a line for each run of a scenario.
pub struct RunTable<'a> {
    scenario: &'a Scenario,
    columns: Vec<Column>,
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
        let mut columns = of_the_run();
        columns.extend(of_types(scenario));
        columns.extend(of_packages(scenario));
        columns.extend(of_issues(scenario));
        columns.extend(of_parties(scenario));
        columns.extend(of_levers(scenario));
        columns.extend(of_the_end());
        Self {
            scenario,
            columns,
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
        lines(std::iter::once(self.names()))
    }

    /// The first line of a table of several cells.
    pub fn header_with_cell(&self) -> String {
        format!("{CELL},{}", self.header())
    }

    /// The lines of runs that follow one another, the first of them being run `first`.
    pub fn rows(&self, first: u64, outcomes: &[Outcome]) -> String {
        let mut reader = DrawnReader::default();
        let numbered = (first..).zip(outcomes);
        lines(numbered.map(|(run, outcome)| self.row(run, outcome, &mut reader)))
    }

    /// The lines of runs of one cell that follow one another.
    pub fn rows_with_cell(&self, cell: u64, first: u64, outcomes: &[Outcome]) -> String {
        let mut reader = DrawnReader::default();
        let numbered = (first..).zip(outcomes);
        lines(numbered.map(|(run, outcome)| {
            let mut fields = vec![cell.to_string()];
            fields.extend(self.row(run, outcome, &mut reader));
            fields
        }))
    }

    fn names(&self) -> Vec<String> {
        let columns = self.described();
        columns.into_iter().map(|column| column.0).collect()
    }

    /// Every column: name, what it is of, unit, meaning.
    pub(super) fn described(&self) -> Vec<(String, String, &'static str, &'static str)> {
        let of = |it: &Column| (it.name.clone(), it.of.clone(), it.unit, it.meaning);
        let run = (
            RUN.to_owned(),
            String::new(),
            "",
            "number of the run, from 0",
        );
        let mut described = vec![run];
        described.extend(self.columns.iter().map(of));
        let drawn = self.drawn.iter().flat_map(|it| &it.drawn.numbers);
        described.extend(drawn.map(|number| {
            let name = format!("drawn:{}", number.path);
            (
                name,
                number.path.clone(),
                "",
                "the value drawn for this run; empty where the run has none",
            )
        }));
        described
    }

    fn row(&self, run: u64, outcome: &Outcome, reader: &mut DrawnReader) -> Vec<String> {
        let mut fields = vec![run.to_string()];
        let columns = self.columns.iter();
        fields.extend(columns.map(|column| (column.read)(self.scenario, outcome)));
        if let Some(it) = &self.drawn {
            let values = it.drawn.values(it.game, it.seed, run, reader);
            let numbers = it.drawn.numbers.iter().zip(values);
            fields.extend(numbers.map(|(drawn, value)| drawn_words(&drawn.categories, value)));
        }
        fields
    }
}

const CELL: &str = "cell";
const RUN: &str = "run";

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

fn of_the_run() -> Vec<Column> {
    vec![
        Column::new(
            "end",
            "",
            "",
            "how the talks ended: agreement, deadline, breakdown, ratification (a body at home refused)",
            |_, run| run.end.name().to_owned(),
        ),
        Column::new(
            "failure",
            "",
            "",
            "why there is no agreement: the first cause that applies; empty with one",
            |_, run| run.failure.map_or("", Failure::name).to_owned(),
        ),
        Column::new("rounds", "", "rounds", "number of rounds held", |_, run| {
            run.rounds_held.to_string()
        }),
        Column::new(
            "signed-round",
            "",
            "rounds",
            "round of the signature, the last one if there were several; empty without one",
            |_, run| or_empty(run.signed),
        ),
        Column::new(
            "agreement-round",
            "",
            "rounds",
            "round in which the agreement comes into force, ratification included; empty without one",
            |_, run| or_empty(run.agreed),
        ),
        Column::new(
            "zone",
            "",
            "",
            "whether in some round held a deal was worth its reservation value to everybody whose consent it needs: open, \
             empty, undecided",
            |_, run| run.zone.name().to_owned(),
        ),
    ]
}

fn of_types(scenario: &Scenario) -> Vec<Column> {
    let parties = (0..scenario.parties.len()).map(PartyId::at);
    let typed = parties.filter(|id| scenario.parties[id.index()].types.len() > 1);
    typed
        .map(|party| {
            let id = &scenario.parties[party.index()].id;
            Column::new("type", id, "", "type of the party", move |scenario, run| {
                let kind = run.types[party.index()];
                let types = &scenario.parties[party.index()].types;
                types[kind.index()].id.clone()
            })
        })
        .collect()
}

fn of_packages(scenario: &Scenario) -> Vec<Column> {
    type Verdict = fn(&crate::bargaining::PackageVerdict) -> bool;
    let verdicts: [(&str, &'static str, Verdict); 3] = [
        (
            "agreed",
            "whether the package is agreed at the end: accepted in the last round held, or closed before",
            |verdict| verdict.agreed,
        ),
        (
            "ever",
            "whether the package is accepted in some round",
            |verdict| verdict.ever,
        ),
        (
            "in-force",
            "whether the package is in force: part of an agreement, or by itself",
            |verdict| verdict.in_force,
        ),
    ];
    let columns = verdicts.into_iter().flat_map(|(name, meaning, of)| {
        let packages = scenario.packages.iter().enumerate();
        packages.map(move |(place, package)| {
            Column::new(name, &package.id, "", meaning, move |_, run| {
                of(&run.packages[place]).to_string()
            })
        })
    });
    columns.collect()
}

fn of_issues(scenario: &Scenario) -> Vec<Column> {
    let issues = scenario.issues.iter().enumerate();
    let meaning = "option of the agreement; with packages in force alone what is in force; empty without a deal";
    issues
        .map(|(place, issue)| {
            Column::new("issue", &issue.id, "", meaning, move |scenario, run| {
                let deal = run.deal.as_ref();
                let option = deal.map(|deal| deal.option(IssueId::at(place)));
                let options = &scenario.issues[place].options;
                option.map_or_else(String::new, |option| options[option].id.clone())
            })
        })
        .collect()
}

fn of_parties(scenario: &Scenario) -> Vec<Column> {
    type Values = fn(&Outcome) -> &[f64];
    let quantities: [(&str, &'static str, Values); 3] = [
        (
            "utility",
            "utility with which the run leaves the party: of the agreed deal, without one its reservation value at the end",
            |run| &run.utilities,
        ),
        (
            "reservation",
            "reservation value of the party at the end",
            |run| &run.reservations,
        ),
        (
            "payoff",
            "discounted payoff of the party, costs subtracted",
            |run| &run.payoffs,
        ),
    ];
    let columns = quantities.into_iter().flat_map(|(name, meaning, of)| {
        let parties = scenario.parties.iter().enumerate();
        parties.map(move |(place, party)| {
            Column::new(name, &party.id, "utility", meaning, move |_, run| {
                number(of(run)[place])
            })
        })
    });
    columns.collect()
}

fn of_levers(scenario: &Scenario) -> Vec<Column> {
    let levers = scenario.levers.iter().enumerate();
    let meaning = "round in which the lever is carried out; empty where it is not";
    levers
        .map(|(place, lever)| {
            Column::new("lever", &lever.id, "rounds", meaning, move |_, run| {
                or_empty(run.levers[place])
            })
        })
        .collect()
}

fn of_the_end() -> Vec<Column> {
    vec![
        Column::new(
            "refused-by",
            "",
            "",
            "party that was the last to refuse; empty where nobody refused",
            |scenario, run| {
                let party = run.last_refusal.map(|(party, _)| party);
                party.map_or_else(String::new, |it| scenario.parties[it.index()].id.clone())
            },
        ),
        Column::new(
            "refused-package",
            "",
            "",
            "package that was refused last, where packages are answered one by one",
            |scenario, run| {
                let package = run.last_refusal.and_then(|(_, package)| package);
                package.map_or_else(String::new, |it| scenario.packages[it.index()].id.clone())
            },
        ),
        Column::new("version", "", "", "version of zopa", |_, _| {
            env!("CARGO_PKG_VERSION").to_owned()
        }),
    ]
}
