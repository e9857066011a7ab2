//! Every key of the format, with its kind, its default and its meaning. Data only.

mod outside;
mod party;
mod strategy;
mod sweep;
mod table;

pub(crate) use outside::{DRIVER, EFFECT, LEVERAGE};
pub(crate) use party::{ISSUE_OVERRIDE, JOINT_TYPE, PARTY, TYPE};
pub(crate) use sweep::{CELLS_MAX, SWEEP};
pub(crate) use table::{AGENDA, PROTOCOL, STAGE};

use crate::scenario::fields::Need::{Otherwise, Required};
use crate::scenario::fields::{Choice, Field, Kind, Need, Range, Record, Settings, Variant};

/// The greatest number of rounds.
pub(crate) const ROUNDS_MAX: u32 = 10_000;

pub(crate) const UTILITY_RANGE: Range = range("a utility", 0.0, 1.0);
pub(crate) const SCORE: Range = range("a score", 0.0, 1.0);
pub(crate) const PROBABILITY: Range = range("a probability", 0.0, 1.0);
pub(crate) const SHARE: Range = range("a share", 0.0, 1.0);
pub(crate) const FACTOR: Range = range("a discount factor", 0.0, 1.0);
pub(crate) const CHANGE: Range = range("a change of utility", -1.0, 1.0);
pub(crate) const COST: Range = range("a cost", 0.0, f64::INFINITY);
pub(crate) const LOSS: Range = range("a loss", 0.0, f64::INFINITY);
pub(crate) const WEIGHT: Range = range("a weight", 0.0, f64::INFINITY);
pub(crate) const SPREAD: Range = range("a standard deviation", 0.0, f64::INFINITY);
pub(crate) const TIME: Range = range("a number of rounds", 0.0, f64::INFINITY);
pub(crate) const HALF_LIFE: Range = range("a half-life", f64::MIN_POSITIVE, f64::INFINITY);
pub(crate) const VOTES: Range = range("a number of votes", f64::MIN_POSITIVE, f64::INFINITY);
pub(crate) const LAMBDA: Range = range("a lambda", 1e-6, 1e9);
pub(crate) const EXPONENT: Range = range("an exponent", 1e-3, 1e3);
pub(crate) const ANY: Range = range("a number", f64::NEG_INFINITY, f64::INFINITY);
pub(crate) const POSITIVE: Range = range("this number", f64::MIN_POSITIVE, f64::INFINITY);
pub(crate) const NON_NEGATIVE: Range = range("this number", 0.0, f64::INFINITY);
pub(crate) const ROUND: Range = range("a round", 0.0, ROUNDS_MAX as f64);
pub(crate) const COUNT: Range = range("a count", 1.0, ROUNDS_MAX as f64);

pub(crate) const fn range(what: &'static str, low: f64, high: f64) -> Range {
    Range { what, low, high }
}

pub(crate) const fn field(key: &'static str, kind: Kind, need: Need, doc: &'static str) -> Field {
    Field {
        key,
        kind,
        need,
        doc,
    }
}

pub(crate) const fn with_record(
    key: &'static str,
    record: &'static Record,
    doc: &'static str,
) -> Variant {
    Variant {
        key,
        settings: Settings::Record(record),
        doc,
    }
}

pub(crate) const fn with_value(key: &'static str, kind: Kind, doc: &'static str) -> Variant {
    Variant {
        key,
        settings: Settings::Single(kind),
        doc,
    }
}

/// The whole file.
pub(crate) static SCENARIO: Record = Record {
    what: "a scenario",
    groups: &[&[
        field(
            "format",
            Kind::Whole(range("the format", 0.0, 1e6)),
            Required,
            "Version of the file format: 1.",
        ),
        field(
            "title",
            Kind::Text,
            Required,
            "Title for tables and figures.",
        ),
        field(
            "description",
            Kind::Text,
            Otherwise("none"),
            "What the scenario is about.",
        ),
        field(
            "clock",
            Kind::Record(&CLOCK),
            Otherwise("one round; only for an ultimatum"),
            "Time: how many rounds there are and what may end them early.",
        ),
        field(
            "consent",
            Kind::Choice(&CONSENT),
            Otherwise("all principals"),
            "Whose consent an option needs unless it, its issue or its package says otherwise.",
        ),
        field(
            "package",
            Kind::List(&Kind::Record(&PACKAGE)),
            Otherwise("one package of all issues"),
            "Groups of issues negotiated and closed together.",
        ),
        field(
            "issue",
            Kind::List(&Kind::Record(&ISSUE)),
            Required,
            "Questions to settle.",
        ),
        field(
            "party",
            Kind::List(&Kind::Record(&PARTY)),
            Required,
            "The negotiators.",
        ),
        field(
            "joint-type",
            Kind::List(&Kind::Record(&JOINT_TYPE)),
            Otherwise("types drawn party by party"),
            "Types of several parties drawn together; the probabilities of the rows sum to 1.",
        ),
        field(
            "plan",
            Kind::List(&Kind::Record(&PLAN)),
            Otherwise("none"),
            "Deals with a name and an author.",
        ),
        field(
            "driver",
            Kind::List(&Kind::Record(&DRIVER)),
            Otherwise("none"),
            "Processes outside the talks that move reservation values.",
        ),
        field(
            "leverage",
            Kind::List(&Kind::Record(&LEVERAGE)),
            Otherwise("none"),
            "Moves away from the table that change what no agreement, delay or a deal is worth.",
        ),
        field(
            "stage",
            Kind::List(&Kind::Record(&STAGE)),
            Otherwise("none"),
            "Ratification at home after signature, in this order.",
        ),
        field(
            "protocol",
            Kind::Choice(&PROTOCOL),
            Required,
            "Who may speak when, and what closes the deal.",
        ),
        field(
            "agenda",
            Kind::Choice(&AGENDA),
            Otherwise("single-undertaking"),
            "Whether packages close one by one.",
        ),
    ]],
};

pub(crate) static CLOCK: Record = Record {
    what: "the clock",
    groups: &[&[
        field(
            "rounds",
            Kind::Whole(range("the number of rounds", 1.0, ROUNDS_MAX as f64)),
            Otherwise("1; only for an ultimatum"),
            "Number of rounds until the deadline, 1 to 10000.",
        ),
        field(
            "round-length",
            Kind::Text,
            Otherwise("none"),
            "What a round stands for, in words.",
        ),
        field(
            "breakdown",
            Kind::Uncertain(PROBABILITY),
            Otherwise("0"),
            "Probability that the talks break down after a round without agreement.",
        ),
    ]],
};

pub(crate) static CONSENT: Choice = Choice {
    what: "a consent rule",
    variants: &[
        with_value(
            "all",
            Kind::List(&Kind::Name("party")),
            "Every one of these parties; an empty list needs nobody.",
        ),
        with_value(
            "any",
            Kind::List(&Kind::Name("party")),
            "At least one of these parties.",
        ),
        with_record("quota", &QUOTA, "Parties whose votes reach a quota."),
    ],
};

pub(crate) static QUOTA: Record = Record {
    what: "a quota",
    groups: &[&[
        field(
            "votes",
            Kind::Map {
                of: "party",
                value: &Kind::Plain(VOTES),
                notes: false,
            },
            Required,
            "Votes of each party.",
        ),
        field("needed", Kind::Plain(VOTES), Required, "Votes needed."),
    ]],
};

pub(crate) static PACKAGE: Record = Record {
    what: "a package",
    groups: &[&[
        field("id", Kind::Id, Required, "Name in files."),
        field(
            "title",
            Kind::Text,
            Otherwise("the id"),
            "Name for readers.",
        ),
        field(
            "consent",
            Kind::Choice(&CONSENT),
            Otherwise("the default rule"),
            "Whose consent its issues need.",
        ),
    ]],
};

pub(crate) static ISSUE: Record = Record {
    what: "an issue",
    groups: &[&[
        field("id", Kind::Id, Required, "Name in files."),
        field(
            "title",
            Kind::Text,
            Otherwise("the id"),
            "Name for readers.",
        ),
        field(
            "package",
            Kind::Name("package"),
            Otherwise("the only one; required where packages are declared"),
            "The package it belongs to.",
        ),
        field(
            "consent",
            Kind::Choice(&CONSENT),
            Otherwise("the rule of its package"),
            "Whose consent its options need.",
        ),
        field(
            "options",
            Kind::List(&Kind::Record(&OPTION)),
            Required,
            "The ways to settle it, in order.",
        ),
    ]],
};

pub(crate) static OPTION: Record = Record {
    what: "an option",
    groups: &[&[
        field("id", Kind::Id, Required, "Name in files."),
        field(
            "title",
            Kind::Text,
            Otherwise("the id"),
            "Name for readers.",
        ),
        field(
            "value",
            Kind::Plain(ANY),
            Otherwise("its position from 0"),
            "Place on a scale of the author's choice.",
        ),
        field(
            "consent",
            Kind::Choice(&CONSENT),
            Otherwise("the rule of its issue"),
            "Whose consent this option needs.",
        ),
    ]],
};

/// Settings of a variant that has none.
pub(crate) static EMPTY: Record = Record {
    what: "this choice",
    groups: &[],
};

pub(crate) static PLAN: Record = Record {
    what: "a plan",
    groups: &[&[
        field("id", Kind::Id, Required, "Name in files."),
        field(
            "title",
            Kind::Text,
            Otherwise("the id"),
            "Name for readers.",
        ),
        field(
            "author",
            Kind::Text,
            Otherwise("none"),
            "Who wrote it, in words.",
        ),
        field(
            "options",
            Kind::Map {
                of: "issue",
                value: &Kind::Name("option"),
                notes: false,
            },
            Required,
            "One option for every issue.",
        ),
    ]],
};
