//! The columns of the table with a line for each run: what they mean, and how they are read off an outcome.

use std::sync::LazyLock;

use crate::bargaining::{Failure, Outcome};
use crate::game::has;
use crate::model::{IssueId, PartyId, Scenario};
use crate::results::csv::number_or_empty;
use crate::simulation::measure::{Item, Line, OF_RUNS, Of, Subjects, Unit};

/// A column, or the columns of one name that differ by what they are of.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name, followed by a colon and the id of what it is of where there is one.
    pub(crate) name: &'static str,
    /// What it is of; missing where the table adds it to outcomes.
    of: Option<Of>,
    /// What its fields hold.
    pub(crate) kind: Kind,
    /// What it says.
    pub(crate) meaning: &'static str,
    read: Read,
}

/// What fields are read off: a function for the thing of this place among those that the column is of, or a measure.
#[derive(Debug)]
enum Read {
    Own(fn(&Scenario, &Outcome, usize) -> String),
    Measure(&'static Line<Outcome>),
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

/// Every column, in the order of the table.
pub(super) static COLUMNS: LazyLock<[Column; 25]> = LazyLock::new(|| {
    [
        Column::added("cell", Kind::Count)
            .meaning("number of the cell, as in settings.csv"),
        Column::added("run", Kind::Count)
            .meaning("number of the run, from 0"),
        Column::own("end", Of::Run, Kind::Text, |_, run, _| run.end.name().to_owned())
            .meaning("how the talks ended: agreement, deadline, breakdown, ratification (a body at home refused)"),
        Column::own("failure", Of::Run, Kind::Text, |_, run, _| {
            run.failure.map_or("", Failure::name).to_owned()
        })
        .meaning("why there is no agreement: the first cause that applies; empty with one"),
        Column::measure("rounds", "rounds"),
        Column::own("signed-round", Of::Run, Kind::Rounds, |_, run, _| or_empty(run.signed))
            .meaning("round of the signature, the last one if there were several; empty without one"),
        Column::own("agreement-round", Of::Run, Kind::Rounds, |_, run, _| or_empty(run.agreed))
            .meaning("round in which the agreement comes into force, ratification included; empty without one"),
        Column::own("zone", Of::Run, Kind::Text, |_, run, _| run.zone.name().to_owned())
            .meaning("whether in some round held a deal was worth its reservation value to everybody whose consent it needs: open, empty, \
             undecided"),
        Column::own("type", Of::TypedParty, Kind::Text, |scenario, run, place| {
            let types = &scenario.parties[place].types;
            types[run.types[place].index()].id.clone()
        })
        .meaning("type of the party"),
        Column::measure("agreed", "package"),
        Column::measure("ever", "package-ever"),
        Column::measure("in-force", "package-in-force"),
        Column::own("issue", Of::Issue, Kind::Text, |scenario, run, place| {
            let option = run
                .deal
                .as_ref()
                .map(|deal| deal.option(IssueId::at(place)));
            let options = &scenario.issues[place].options;
            option.map_or_else(String::new, |option| options[option].id.clone())
        })
        .meaning("option of the agreement; with packages in force alone what is in force; empty without a deal"),
        Column::measure("utility", "utility"),
        Column::measure("reservation", "reservation"),
        Column::measure("payoff", "payoff"),
        Column::own("lever", Of::Lever, Kind::Rounds, |_, run, place| or_empty(run.levers[place]))
            .meaning("round in which the lever is carried out; empty where it is not"),
        Column::own("refused-by", Of::Run, Kind::Text, |scenario, run, _| {
            let party = run.last_refusal.map(|(party, _)| party);
            party.map_or_else(String::new, |party| {
                scenario.parties[party.index()].id.clone()
            })
        })
        .meaning("party that was the last to refuse; empty where nobody refused"),
        Column::own("refused-package", Of::Run, Kind::Text, |scenario, run, _| {
            let package = run.last_refusal.and_then(|(_, package)| package);
            package.map_or_else(String::new, |package| {
                scenario.packages[package.index()].id.clone()
            })
        })
        .meaning("package that was refused last, where packages are answered one by one"),
        Column::own("version", Of::Run, Kind::Text, |_, _, _| env!("CARGO_PKG_VERSION").to_owned())
            .meaning("version of zopa"),
        Column::own("consented", Of::Party, Kind::Flag, |_, run, place| {
            let is_any = run.signed.is_some() || run.deal.is_some();
            let consented = is_any.then(|| has(run.consenting, PartyId::at(place)));
            consented.map_or_else(String::new, |consented| consented.to_string())
        })
        .meaning("whether the party consented to the deal signed last, of those whose consent it needs; with packages in force alone to \
             some package in force; empty where nothing is signed or in force"),
        Column::own("body", Of::Body, Kind::Text, |_, run, place| {
            let answer =
                run.bodies[place].last.map(|passed| if passed { "passed" } else { "refused" });
            answer.unwrap_or_default().to_owned()
        })
        .meaning("what the body at home answered to the deal signed last: passed, refused; empty where it was not asked"),
        Column::measure("walked-out", "walked-out"),
        Column::measure("outvoted", "outvoted"),
        Column::added("drawn", Kind::Text)
            .meaning("number drawn for this run, or what was chosen; empty where the run has none"),
    ]
});

impl Column {
    /// What the measure of a name says of every run.
    fn measure(name: &'static str, measure: &str) -> Self {
        let line = OF_RUNS.iter().find(|line| line.name == measure);
        let line = line.expect("columns name measures that are listed");
        Self {
            name,
            of: Some(line.of),
            kind: match line.unit() {
                Unit::Share => Kind::Flag,
                Unit::Utility => Kind::Utility,
                Unit::Rounds => Kind::Rounds,
                Unit::Count => Kind::Count,
            },
            meaning: line.meaning,
            read: Read::Measure(line),
        }
    }

    /// A column that the table adds to outcomes.
    fn added(name: &'static str, kind: Kind) -> Self {
        Self {
            of: None,
            ..Self::own(name, Of::Run, kind, |_, _, _| String::new())
        }
    }

    /// A column that is no measure.
    fn own(
        name: &'static str,
        of: Of,
        kind: Kind,
        read: fn(&Scenario, &Outcome, usize) -> String,
    ) -> Self {
        Self {
            name,
            of: Some(of),
            kind,
            meaning: "",
            read: Read::Own(read),
        }
    }

    /// The same with its meaning for the code book.
    fn meaning(self, meaning: &'static str) -> Self {
        Self { meaning, ..self }
    }

    /// The column behind a name in a table, which may be followed by an id.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        let name = name.split_once(':').map_or(name, |(name, _)| name);
        COLUMNS.iter().find(|column| column.name == name)
    }

    /// The columns that a scenario has of it: their names, and what they are of.
    pub(super) fn of(&self, scenario: &Scenario) -> Vec<(String, Item)> {
        let items = self.of.map(|of| Subjects::of(scenario).items(of));
        let columns = items.into_iter().flatten().map(|(item, id)| match &*id {
            "" => (self.name.to_owned(), item),
            id => (format!("{}:{id}", self.name), item),
        });
        columns.collect()
    }

    /// The field of a run; empty where there is no value.
    pub(super) fn field(&self, scenario: &Scenario, outcome: &Outcome, item: Item) -> String {
        match self.read {
            Read::Own(read) => read(scenario, outcome, item.0),
            Read::Measure(line) => match line.value(outcome, item) {
                Some(value) if line.is_yes_no() => (value > 0.0).to_string(),
                value => number_or_empty(value),
            },
        }
    }
}

fn or_empty(round: Option<u32>) -> String {
    round.map_or_else(String::new, |round| round.to_string())
}
