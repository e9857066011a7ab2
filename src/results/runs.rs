//! The table with a line for each run: its columns, what they mean, and how they are read off an outcome.

use crate::bargaining::{Failure, Outcome, PackageVerdict};
use crate::game::{Drawn, DrawnReader, Game, has};
use crate::model::{IssueId, PartyId, Scenario};
use crate::results::csv::lines;
use crate::results::number::number;

/// Every kind of column: name, which may be followed by the id of what it is of; unit; meaning.
pub(super) const COLUMNS: [(&str, &str, &str); 23] = [
    ("cell", "", "number of the cell, as in settings.csv"),
    ("run", "", "number of the run, from 0"),
    (
        "end",
        "",
        "how the talks ended: agreement, deadline, breakdown, ratification (a body at home refused)",
    ),
    (
        "failure",
        "",
        "why there is no agreement: the first cause that applies; empty with one",
    ),
    ("rounds", "rounds", "number of rounds held"),
    (
        "signed-round",
        "rounds",
        "round of the signature, the last one if there were several; empty without one",
    ),
    (
        "agreement-round",
        "rounds",
        "round in which the agreement comes into force, ratification included; empty without one",
    ),
    (
        "zone",
        "",
        "whether in some round held a deal was worth its reservation value to everybody whose consent it needs: open, empty, \
         undecided",
    ),
    ("type", "", "type of the party"),
    (
        "agreed",
        "",
        "whether the package is agreed at the end: accepted in the last round held, or closed before",
    ),
    ("ever", "", "whether the package is accepted in some round"),
    (
        "in-force",
        "",
        "whether the package is in force: part of an agreement, or by itself",
    ),
    (
        "issue",
        "",
        "option of the agreement; with packages in force alone what is in force; empty without a deal",
    ),
    (
        "utility",
        "utility",
        "utility with which the run leaves the party: of the agreed deal, without one its reservation value at the end",
    ),
    (
        "reservation",
        "utility",
        "reservation value of the party at the end",
    ),
    (
        "payoff",
        "utility",
        "discounted payoff of the party, costs subtracted",
    ),
    (
        "lever",
        "rounds",
        "round in which the lever is carried out; empty where it is not",
    ),
    (
        "refused-by",
        "",
        "party that was the last to refuse; empty where nobody refused",
    ),
    (
        "refused-package",
        "",
        "package that was refused last, where packages are answered one by one",
    ),
    (
        "consented",
        "",
        "whether the party consented to the deal signed last, of those whose consent it needs; with packages in force alone to \
         some package in force; empty where nothing is signed or in force",
    ),
    (
        "body",
        "",
        "what the body at home answered to the deal signed last: passed, refused; empty where it was not asked",
    ),
    ("version", "", "version of zopa"),
    (
        "drawn",
        "",
        "number drawn for this run, or what was chosen; empty where the run has none",
    ),
];

/// How the field of a column is read off an outcome.
type Read = Box<dyn Fn(&Scenario, &Outcome) -> String + Send + Sync>;

/// The table with a line for each run of a scenario.
pub struct RunTable<'a> {
    scenario: &'a Scenario,
    columns: Vec<(String, Read)>,
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
        columns.extend(of_consent(scenario));
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
        let mut reader = DrawnReader::default();
        let numbered = (first..).zip(outcomes);
        numbered.map(move |(run, outcome)| {
            let mut fields = vec![run.to_string()];
            let columns = self.columns.iter();
            fields.extend(columns.map(|(_, read)| read(self.scenario, outcome)));
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

fn column(
    name: &str,
    read: impl Fn(&Scenario, &Outcome) -> String + Send + Sync + 'static,
) -> (String, Read) {
    (name.to_owned(), Box::new(read))
}

fn column_of(
    name: &str,
    id: &str,
    read: impl Fn(&Scenario, &Outcome) -> String + Send + Sync + 'static,
) -> (String, Read) {
    (format!("{name}:{id}"), Box::new(read))
}

fn or_empty(round: Option<u32>) -> String {
    round.map_or_else(String::new, |round| round.to_string())
}

fn of_the_run() -> Vec<(String, Read)> {
    vec![
        column("end", |_, run| run.end.name().to_owned()),
        column("failure", |_, run| {
            run.failure.map_or("", Failure::name).to_owned()
        }),
        column("rounds", |_, run| run.rounds_held.to_string()),
        column("signed-round", |_, run| or_empty(run.signed)),
        column("agreement-round", |_, run| or_empty(run.agreed)),
        column("zone", |_, run| run.zone.name().to_owned()),
    ]
}

fn of_types(scenario: &Scenario) -> Vec<(String, Read)> {
    let parties = (0..scenario.parties.len()).map(PartyId::at);
    let several = |id: &PartyId| scenario.parties[id.index()].types.len() > 1;
    parties
        .filter(several)
        .map(|party| {
            let id = &scenario.parties[party.index()].id;
            column_of("type", id, move |scenario, run| {
                let kind = run.types[party.index()];
                let types = &scenario.parties[party.index()].types;
                types[kind.index()].id.clone()
            })
        })
        .collect()
}

fn of_packages(scenario: &Scenario) -> Vec<(String, Read)> {
    type Verdict = fn(&PackageVerdict) -> bool;
    let verdicts: [(&str, Verdict); 3] = [
        ("agreed", |verdict| verdict.agreed),
        ("ever", |verdict| verdict.ever),
        ("in-force", |verdict| verdict.in_force),
    ];
    let columns = verdicts.into_iter().flat_map(|(name, of)| {
        let packages = scenario.packages.iter().enumerate();
        packages.map(move |(place, package)| {
            column_of(name, &package.id, move |_, run| {
                of(&run.packages[place]).to_string()
            })
        })
    });
    columns.collect()
}

fn of_issues(scenario: &Scenario) -> Vec<(String, Read)> {
    let issues = scenario.issues.iter().enumerate();
    issues
        .map(|(place, issue)| {
            column_of("issue", &issue.id, move |scenario, run| {
                let deal = run.deal.as_ref();
                let option = deal.map(|deal| deal.option(IssueId::at(place)));
                let options = &scenario.issues[place].options;
                option.map_or_else(String::new, |option| options[option].id.clone())
            })
        })
        .collect()
}

fn of_parties(scenario: &Scenario) -> Vec<(String, Read)> {
    type Values = fn(&Outcome) -> &[f64];
    let quantities: [(&str, Values); 3] = [
        ("utility", |run| &run.utilities),
        ("reservation", |run| &run.reservations),
        ("payoff", |run| &run.payoffs),
    ];
    let columns = quantities.into_iter().flat_map(|(name, of)| {
        let parties = scenario.parties.iter().enumerate();
        parties.map(move |(place, party)| {
            column_of(name, &party.id, move |_, run| number(of(run)[place]))
        })
    });
    columns.collect()
}

fn of_levers(scenario: &Scenario) -> Vec<(String, Read)> {
    let levers = scenario.levers.iter().enumerate();
    levers
        .map(|(place, lever)| {
            column_of("lever", &lever.id, move |_, run| {
                or_empty(run.levers[place])
            })
        })
        .collect()
}

fn of_consent(scenario: &Scenario) -> Vec<(String, Read)> {
    let parties = (0..scenario.parties.len()).map(PartyId::at);
    let parties = parties.map(|party| {
        let id = &scenario.parties[party.index()].id;
        column_of("consented", id, move |_, run| {
            let is_any = run.signed.is_some() || run.deal.is_some();
            let consented = is_any.then(|| has(run.consenting, party));
            consented.map_or_else(String::new, |consented| consented.to_string())
        })
    });
    let bodies = scenario.stages.iter().enumerate();
    let bodies = bodies.map(|(place, stage)| {
        column_of("body", &stage.id, move |_, run| {
            let answer = run.bodies[place].map(|passed| if passed { "passed" } else { "refused" });
            answer.unwrap_or_default().to_owned()
        })
    });
    parties.chain(bodies).collect()
}

fn of_the_end() -> Vec<(String, Read)> {
    vec![
        column("refused-by", |scenario, run| {
            let party = run.last_refusal.map(|(party, _)| party);
            party.map_or_else(String::new, |it| scenario.parties[it.index()].id.clone())
        }),
        column("refused-package", |scenario, run| {
            let package = run.last_refusal.and_then(|(_, package)| package);
            package.map_or_else(String::new, |it| scenario.packages[it.index()].id.clone())
        }),
        column("version", |_, _| env!("CARGO_PKG_VERSION").to_owned()),
    ]
}
