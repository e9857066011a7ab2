//! The columns of the table with a line for each run: what they mean, and how they are read off an outcome.

use crate::bargaining::{Failure, Outcome};
use crate::game::has;
use crate::model::{IssueId, PartyId, Scenario};
use crate::results::number::number_or_empty;
use crate::simulation::measure::{Item, Line, OF_RUNS, Of, Subjects, Unit};

/// A column, or the columns of one name that differ by what they are of.
pub(crate) struct Column {
    /// Its name, followed by a colon and the id of what it is of where there is one.
    pub(crate) name: &'static str,
    content: Content,
}

/// What stands in a column.
enum Content {
    /// What the measure of this name says of every run.
    Measure(&'static str),
    /// What no measure says; what it is of is missing where the table adds it to outcomes.
    Own(Option<Of>, Kind, &'static str, Read),
}

/// What fields are read off.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Measure(&'static Line<Outcome>),
    Own(Read),
}

/// What the fields of a column hold; an empty field is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Flag,
    Count,
    Rounds,
    Utility,
}

impl Kind {
    /// In what it is given; empty where that goes without saying.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Text | Self::Flag | Self::Count => "",
            Self::Rounds => "rounds",
            Self::Utility => "utility",
        }
    }
}

/// How a field is read off an outcome, for the thing of this place among those that the column is of.
type Read = fn(&Scenario, &Outcome, usize) -> String;

/// Every column, in the order of the table.
pub(super) static COLUMNS: [Column; 23] = [
    Column::added(
        "cell",
        Kind::Count,
        "number of the cell, as in settings.csv",
    ),
    Column::added("run", Kind::Count, "number of the run, from 0"),
    Column::new(
        "end",
        Of::Run,
        Kind::Text,
        "how the talks ended: agreement, deadline, breakdown, ratification (a body at home refused)",
        |_, run, _| run.end.name().to_owned(),
    ),
    Column::new(
        "failure",
        Of::Run,
        Kind::Text,
        "why there is no agreement: the first cause that applies; empty with one",
        |_, run, _| run.failure.map_or("", Failure::name).to_owned(),
    ),
    Column::measure("rounds", "rounds"),
    Column::new(
        "signed-round",
        Of::Run,
        Kind::Rounds,
        "round of the signature, the last one if there were several; empty without one",
        |_, run, _| or_empty(run.signed),
    ),
    Column::new(
        "agreement-round",
        Of::Run,
        Kind::Rounds,
        "round in which the agreement comes into force, ratification included; empty without one",
        |_, run, _| or_empty(run.agreed),
    ),
    Column::new(
        "zone",
        Of::Run,
        Kind::Text,
        "whether in some round held a deal was worth its reservation value to everybody whose consent it needs: open, empty, \
                      undecided",
        |_, run, _| run.zone.name().to_owned(),
    ),
    Column::new(
        "type",
        Of::TypedParty,
        Kind::Text,
        "type of the party",
        |scenario, run, place| {
            let types = &scenario.parties[place].types;
            types[run.types[place].index()].id.clone()
        },
    ),
    Column::measure("agreed", "package"),
    Column::measure("ever", "package-ever"),
    Column::measure("in-force", "package-in-force"),
    Column::new(
        "issue",
        Of::Issue,
        Kind::Text,
        "option of the agreement; with packages in force alone what is in force; empty without a deal",
        |scenario, run, place| {
            let option = run
                .deal
                .as_ref()
                .map(|deal| deal.option(IssueId::at(place)));
            let options = &scenario.issues[place].options;
            option.map_or_else(String::new, |option| options[option].id.clone())
        },
    ),
    Column::measure("utility", "utility"),
    Column::measure("reservation", "reservation"),
    Column::measure("payoff", "payoff"),
    Column::new(
        "lever",
        Of::Lever,
        Kind::Rounds,
        "round in which the lever is carried out; empty where it is not",
        |_, run, place| or_empty(run.levers[place]),
    ),
    Column::new(
        "refused-by",
        Of::Run,
        Kind::Text,
        "party that was the last to refuse; empty where nobody refused",
        |scenario, run, _| {
            let party = run.last_refusal.map(|(party, _)| party);
            party.map_or_else(String::new, |party| {
                scenario.parties[party.index()].id.clone()
            })
        },
    ),
    Column::new(
        "refused-package",
        Of::Run,
        Kind::Text,
        "package that was refused last, where packages are answered one by one",
        |scenario, run, _| {
            let package = run.last_refusal.and_then(|(_, package)| package);
            package.map_or_else(String::new, |package| {
                scenario.packages[package.index()].id.clone()
            })
        },
    ),
    Column::new(
        "version",
        Of::Run,
        Kind::Text,
        "version of zopa",
        |_, _, _| env!("CARGO_PKG_VERSION").to_owned(),
    ),
    Column::new(
        "consented",
        Of::Party,
        Kind::Flag,
        "whether the party consented to the deal signed last, of those whose consent it needs; with packages in force alone to \
         some package in force; empty where nothing is signed or in force",
        |_, run, place| {
            let is_any = run.signed.is_some() || run.deal.is_some();
            let consented = is_any.then(|| has(run.consenting, PartyId::at(place)));
            consented.map_or_else(String::new, |consented| consented.to_string())
        },
    ),
    Column::new(
        "body",
        Of::Body,
        Kind::Text,
        "what the body at home answered to the deal signed last: passed, refused; empty where it was not asked",
        |_, run, place| {
            let answer = run.bodies[place].map(|passed| if passed { "passed" } else { "refused" });
            answer.unwrap_or_default().to_owned()
        },
    ),
    Column::added(
        "drawn",
        Kind::Text,
        "number drawn for this run, or what was chosen; empty where the run has none",
    ),
];

impl Column {
    const fn measure(name: &'static str, measure: &'static str) -> Self {
        let content = Content::Measure(measure);
        Self { name, content }
    }

    const fn added(name: &'static str, kind: Kind, meaning: &'static str) -> Self {
        let content = Content::Own(None, kind, meaning, |_, _, _| String::new());
        Self { name, content }
    }

    const fn new(
        name: &'static str,
        of: Of,
        kind: Kind,
        meaning: &'static str,
        read: Read,
    ) -> Self {
        let content = Content::Own(Some(of), kind, meaning, read);
        Self { name, content }
    }

    /// The column behind a name in a table, which may be followed by an id.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        let name = name.split_once(':').map_or(name, |(name, _)| name);
        COLUMNS.iter().find(|column| column.name == name)
    }

    /// What its fields hold.
    pub(crate) fn kind(&self) -> Kind {
        match self.content {
            Content::Own(_, kind, _, _) => kind,
            Content::Measure(name) => match line(name).unit() {
                Unit::Share => Kind::Flag,
                Unit::Utility => Kind::Utility,
                Unit::Rounds => Kind::Rounds,
                Unit::Count => Kind::Count,
            },
        }
    }

    /// What it says.
    pub(crate) fn meaning(&self) -> &'static str {
        match self.content {
            Content::Own(_, _, meaning, _) => meaning,
            Content::Measure(name) => line(name).meaning,
        }
    }

    /// The columns that a scenario has of it: name, what it is of, and how fields are read.
    pub(super) fn of(&self, scenario: &Scenario) -> Vec<(String, Item, Source)> {
        let (of, source) = match self.content {
            Content::Measure(name) => (Some(line(name).of), Source::Measure(line(name))),
            Content::Own(of, _, _, read) => (of, Source::Own(read)),
        };
        let items = of.map_or_else(Vec::new, |of| Subjects::of(scenario).items(of));
        let columns = items.into_iter().map(|(item, id)| match &*id {
            "" => (self.name.to_owned(), item, source),
            id => (format!("{}:{id}", self.name), item, source),
        });
        columns.collect()
    }
}

impl Source {
    /// The field of a run; empty where there is no value.
    pub(super) fn field(self, scenario: &Scenario, outcome: &Outcome, item: Item) -> String {
        match self {
            Self::Own(read) => read(scenario, outcome, item.0),
            Self::Measure(line) => match line.value(outcome, item) {
                Some(value) if line.is_yes_no() => (value > 0.0).to_string(),
                value => number_or_empty(value),
            },
        }
    }
}

/// The measure of a name.
fn line(name: &str) -> &'static Line<Outcome> {
    let found = OF_RUNS.iter().find(|line| line.name == name);
    found.expect("columns name measures that are listed")
}

fn or_empty(round: Option<u32>) -> String {
    round.map_or_else(String::new, |round| round.to_string())
}
