//! The columns of the table with a line for each run: what they mean, and how they are read off an outcome.

use crate::bargaining::{Failure, Outcome};
use crate::game::has;
use crate::model::{IssueId, PartyId, Scenario};
use crate::results::number::number;

/// A column, or the columns of one name that differ by what they are of.
pub(crate) struct Column {
    /// Its name, followed by a colon and the id of what it is of where there is one.
    pub(crate) name: &'static str,
    pub(super) of: Of,
    pub(crate) kind: Kind,
    pub(crate) meaning: &'static str,
    pub(super) read: Read,
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

/// What there is a column of.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// What the table itself adds to outcomes.
    Line,
    Run,
    Package,
    Issue,
    Party,
    /// Parties with several types.
    Typed,
    Lever,
    /// Bodies that ratify.
    Stage,
}

/// How a field is read off an outcome, for the thing of this place among those that the column is of.
pub(super) type Read = fn(&Scenario, &Outcome, usize) -> String;

/// Every column, in the order of the table.
pub(super) static COLUMNS: [Column; 23] = [
    Column::new(
        "cell",
        Of::Line,
        Kind::Count,
        "number of the cell, as in settings.csv",
        |_, _, _| String::new(),
    ),
    Column::new(
        "run",
        Of::Line,
        Kind::Count,
        "number of the run, from 0",
        |_, _, _| String::new(),
    ),
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
    Column::new(
        "rounds",
        Of::Run,
        Kind::Rounds,
        "number of rounds held",
        |_, run, _| run.rounds_held.to_string(),
    ),
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
        Of::Typed,
        Kind::Text,
        "type of the party",
        |scenario, run, place| {
            let types = &scenario.parties[place].types;
            types[run.types[place].index()].id.clone()
        },
    ),
    Column::new(
        "agreed",
        Of::Package,
        Kind::Flag,
        "whether the package is agreed at the end: accepted in the last round held, or closed before",
        |_, run, place| run.packages[place].agreed.to_string(),
    ),
    Column::new(
        "ever",
        Of::Package,
        Kind::Flag,
        "whether the package is accepted in some round",
        |_, run, place| run.packages[place].ever.to_string(),
    ),
    Column::new(
        "in-force",
        Of::Package,
        Kind::Flag,
        "whether the package is in force: part of an agreement, or by itself",
        |_, run, place| run.packages[place].in_force.to_string(),
    ),
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
    Column::new(
        "utility",
        Of::Party,
        Kind::Utility,
        "utility with which the run leaves the party: of the agreed deal, without one its reservation value at the end",
        |_, run, place| number(run.utilities[place]),
    ),
    Column::new(
        "reservation",
        Of::Party,
        Kind::Utility,
        "reservation value of the party at the end",
        |_, run, place| number(run.reservations[place]),
    ),
    Column::new(
        "payoff",
        Of::Party,
        Kind::Utility,
        "discounted payoff of the party, costs subtracted",
        |_, run, place| number(run.payoffs[place]),
    ),
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
        Of::Stage,
        Kind::Text,
        "what the body at home answered to the deal signed last: passed, refused; empty where it was not asked",
        |_, run, place| {
            let answer = run.bodies[place].map(|passed| if passed { "passed" } else { "refused" });
            answer.unwrap_or_default().to_owned()
        },
    ),
    Column::new(
        "drawn",
        Of::Line,
        Kind::Text,
        "number drawn for this run, or what was chosen; empty where the run has none",
        |_, _, _| String::new(),
    ),
];

impl Column {
    const fn new(
        name: &'static str,
        of: Of,
        kind: Kind,
        meaning: &'static str,
        read: Read,
    ) -> Self {
        Self {
            name,
            of,
            kind,
            meaning,
            read,
        }
    }

    /// The column behind a name in a table, which may be followed by an id.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        let name = name.split_once(':').map_or(name, |(name, _)| name);
        COLUMNS.iter().find(|column| column.name == name)
    }
}

impl Of {
    /// Places and ids of what there is; the run as a whole has no id.
    pub(super) fn things(self, scenario: &Scenario) -> Vec<(usize, Option<&str>)> {
        fn of<T>(things: &[T], id: fn(&T) -> &str) -> Vec<(usize, Option<&str>)> {
            let ids = things.iter().map(|thing| Some(id(thing)));
            ids.enumerate().collect()
        }
        match self {
            Self::Line => Vec::new(),
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
            Self::Stage => of(&scenario.stages, |stage| &stage.id),
        }
    }
}

fn or_empty(round: Option<u32>) -> String {
    round.map_or_else(String::new, |round| round.to_string())
}
