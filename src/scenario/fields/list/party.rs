//! Keys of parties, their types and how types are drawn together.

use crate::scenario::fields::Need::{Otherwise, Required};
use crate::scenario::fields::list::strategy::STRATEGY;
use crate::scenario::fields::list::{
    ANY, CHANGE, COST, FACTOR, LOSS, NON_NEGATIVE, POSITIVE, PROBABILITY, SCORE, SPREAD,
    UTILITY_RANGE, WEIGHT, field,
};
use crate::scenario::fields::{Field, Kind, Record};

pub(crate) static PARTY: Record = Record {
    what: "a party",
    groups: &[
        &[
            field("id", Kind::Id, Required, "Name in files."),
            field(
                "title",
                Kind::Text,
                Otherwise("the id"),
                "Name for readers.",
            ),
            field(
                "role",
                Kind::Word(&["principal", "mediator", "observer"]),
                Required,
                "What it does at the table.",
            ),
            field(
                "influence",
                Kind::Plain(NON_NEGATIVE),
                Otherwise("1 on issues some option of which may need its consent, else 0"),
                "Its influence on every issue where a formula settles it; changes nothing in the talks.",
            ),
            field(
                "utility",
                Kind::Map {
                    of: "issue",
                    value: &Kind::Record(&ISSUE_UTILITY),
                    notes: true,
                },
                Otherwise("none; required for principals and for whoever's consent is needed"),
                "Weight of each issue and score of each option.",
            ),
            field(
                "type",
                Kind::List(&Kind::Record(&TYPE)),
                Otherwise("one"),
                "Its possible types; each overrides what differs.",
            ),
        ],
        PREFERENCES,
    ],
};

pub(crate) static TYPE: Record = Record {
    what: "a type",
    groups: &[
        &[
            field("id", Kind::Id, Required, "Name in files."),
            field(
                "title",
                Kind::Text,
                Otherwise("the id"),
                "Name for readers.",
            ),
            field(
                "probability",
                Kind::Uncertain(PROBABILITY),
                Otherwise("none; required unless types are drawn jointly"),
                "Probability of this type; those of a party sum to 1.",
            ),
            field(
                "utility",
                Kind::Map {
                    of: "issue",
                    value: &Kind::Record(&ISSUE_OVERRIDE),
                    notes: true,
                },
                Otherwise("the party's"),
                "Weights and scores that differ from the party's.",
            ),
        ],
        PREFERENCES,
    ],
};

/// What a party wants and does; a type may override each key.
pub(crate) static PREFERENCES: &[Field] = &[
    field(
        "reservation",
        Kind::Uncertain(UTILITY_RANGE),
        Otherwise("0; required for principals"),
        "Utility of its best course without agreement.",
    ),
    field(
        "discount",
        Kind::Uncertain(FACTOR),
        Otherwise("1"),
        "Discount factor per round.",
    ),
    field(
        "round-cost",
        Kind::Uncertain(COST),
        Otherwise("0"),
        "Fixed cost of each round without agreement, in utility.",
    ),
    field(
        "never",
        Kind::List(&PATTERN),
        Otherwise("none"),
        "Red lines: combinations of options it refuses at any price.",
    ),
    field(
        "anticipate",
        Kind::Plain(PROBABILITY),
        Otherwise("0"),
        "It refuses what its own body would approve with a lower probability.",
    ),
    field(
        "weight-concentration",
        Kind::Plain(POSITIVE),
        Otherwise("none"),
        "Draws weights around their centre; higher is closer.",
    ),
    field(
        "score-sd",
        Kind::Plain(SPREAD),
        Otherwise("0"),
        "Standard deviation of an error on each score.",
    ),
    field(
        "linkages",
        Kind::List(&Kind::Record(&LINKAGE)),
        Otherwise("none"),
        "Combinations that add to or take from utility.",
    ),
    field(
        "breach",
        Kind::Record(&BREACH),
        Otherwise("none: agreements are kept"),
        "Its belief that an agreement will be broken, and what it then loses.",
    ),
    field(
        "loads",
        Kind::Map {
            of: "driver",
            value: &Kind::Uncertain(ANY),
            notes: false,
        },
        Otherwise("none"),
        "Change of its reservation value per unit of a driver.",
    ),
    field(
        "strategy",
        Kind::Record(&STRATEGY),
        Otherwise("time-dependent concession, next-offer acceptance"),
        "How it concedes and what it accepts.",
    ),
];

pub(crate) static PATTERN: Kind = Kind::Map {
    of: "issue",
    value: &Kind::Names("option"),
    notes: false,
};

pub(crate) static ISSUE_UTILITY: Record = Record {
    what: "the utility of an issue",
    groups: &[&[
        field(
            "weight",
            Kind::Uncertain(WEIGHT),
            Required,
            "Weight of the issue; weights are normalised to sum 1.",
        ),
        field(
            "scores",
            Kind::List(&Kind::Uncertain(SCORE)),
            Required,
            "Score of each option from 0 to 1, in the order of the options.",
        ),
    ]],
};

pub(crate) static ISSUE_OVERRIDE: Record = Record {
    what: "the utility of an issue",
    groups: &[&[
        field(
            "weight",
            Kind::Uncertain(WEIGHT),
            Otherwise("the party's"),
            "Weight of the issue; weights are normalised to sum 1.",
        ),
        field(
            "scores",
            Kind::List(&Kind::Uncertain(SCORE)),
            Otherwise("the party's"),
            "Score of each option from 0 to 1, in the order of the options.",
        ),
    ]],
};

pub(crate) static LINKAGE: Record = Record {
    what: "a linkage",
    groups: &[&[
        field(
            "when",
            Kind::Map {
                of: "issue",
                value: &Kind::Names("option"),
                notes: false,
            },
            Required,
            "The options that must come together.",
        ),
        field(
            "bonus",
            Kind::Uncertain(CHANGE),
            Required,
            "What it adds to utility, from −1 to 1.",
        ),
    ]],
};

pub(crate) static BREACH: Record = Record {
    what: "a breach",
    groups: &[&[
        field(
            "loss",
            Kind::Uncertain(LOSS),
            Required,
            "What it loses below its reservation value when the agreement is broken.",
        ),
        field(
            "issues",
            Kind::List(&Kind::Name("issue")),
            Otherwise("none"),
            "Up to three issues the probability depends on.",
        ),
        field(
            "probability",
            Kind::Grid(PROBABILITY),
            Required,
            "Probability of a breach: a number, or nested lists by the options of the issues.",
        ),
    ]],
};

pub(crate) static JOINT_TYPE: Record = Record {
    what: "a joint type",
    groups: &[&[
        field(
            "probability",
            Kind::Uncertain(PROBABILITY),
            Required,
            "Probability of this row; all rows sum to 1.",
        ),
        field(
            "types",
            Kind::Map {
                of: "party",
                value: &Kind::Name("type"),
                notes: false,
            },
            Required,
            "One type for each party that is drawn jointly.",
        ),
    ]],
};
