//! Keys of strategies: what a party asks and what it takes.

use crate::scenario::fields::Need::{Otherwise, Required};
use crate::scenario::fields::list::{
    COUNT, EMPTY, EXPONENT, LAMBDA, NON_NEGATIVE, SHARE, field, range, with_record,
};
use crate::scenario::fields::{Choice, Kind, Record};

pub(crate) static STRATEGY: Record = Record {
    what: "a strategy",
    groups: &[&[
        field(
            "concession",
            Kind::Choice(&CONCESSION),
            Otherwise("time-dependent"),
            "What share of its best margin it asks.",
        ),
        field(
            "acceptance",
            Kind::Choice(&ACCEPTANCE),
            Otherwise("next-offer"),
            "What it takes.",
        ),
        field(
            "react",
            Kind::Uncertain(NON_NEGATIVE),
            Otherwise("0"),
            "Share of the other side's last concession by which its own demand falls.",
        ),
        field(
            "choose",
            Kind::Choice(&CHOOSE),
            Otherwise("least"),
            "Which of the deals that meet its target it offers.",
        ),
        field(
            "floor",
            Kind::Truth,
            Otherwise("true"),
            "Whether it accepts only acceptable deals.",
        ),
        field(
            "fair-share",
            Kind::Truth,
            Otherwise("true"),
            "Whether it criticises packages that take more than their share from it.",
        ),
    ]],
};

pub(crate) static CONCESSION: Choice = Choice {
    what: "a concession rule",
    variants: &[
        with_record(
            "time-dependent",
            &TIME_DEPENDENT,
            "Concedes with time: start · (1 − τ^exponent).",
        ),
        with_record(
            "hardliner",
            &EMPTY,
            "Always asks and takes only its best deal.",
        ),
        with_record(
            "micro",
            &EMPTY,
            "Concedes one deal of its ranking for each new offer of the others.",
        ),
        with_record(
            "naive-tit-for-tat",
            &TIT_FOR_TAT,
            "Concedes as much as the others did: start · best − gain · what they have conceded, in its own utility \
             (Faratin, Sierra and Jennings 1998).",
        ),
        with_record(
            "relative-tit-for-tat",
            &TIT_FOR_TAT,
            "Concedes in proportion: each time the others shorten what they withhold from it by a share, its own demand \
             falls by gain times that share (Faratin, Sierra and Jennings 1998).",
        ),
        with_record(
            "zeuthen",
            &EMPTY,
            "The party whose proposal has the least product of gains concedes just enough that another's is the least; it \
             knows what all want in the run (Zeuthen 1930; Harsanyi 1956).",
        ),
        with_record(
            "random",
            &EMPTY,
            "Offers an acceptable deal at random, each as likely; under a mediator it asks a random share of its best margin.",
        ),
        with_record(
            "bayesian",
            &BAYESIAN,
            "Offers the deal of greatest expected gain under a belief about the others that learns from their offers and \
             answers; bounded-rational (Zeng and Sycara 1998; Hindriks and Tykhonov 2008).",
        ),
        with_record(
            "rational",
            &EMPTY,
            "Plays the subgame-perfect equilibrium under complete information.",
        ),
    ],
};

pub(crate) static TIME_DEPENDENT: Record = Record {
    what: "time-dependent concession",
    groups: &[&[
        field(
            "start",
            Kind::Uncertain(SHARE),
            Otherwise("1"),
            "Share of its best margin asked at first.",
        ),
        field(
            "exponent",
            Kind::Uncertain(EXPONENT),
            Otherwise("1"),
            "Above 1 concedes late, below 1 early.",
        ),
        field(
            "tolerance",
            Kind::Plain(NON_NEGATIVE),
            Otherwise("0"),
            "Margin by which offers and acceptance may fall short of the target.",
        ),
    ]],
};

pub(crate) static TIT_FOR_TAT: Record = Record {
    what: "tit for tat",
    groups: &[&[
        field(
            "start",
            Kind::Uncertain(SHARE),
            Otherwise("1"),
            "Share of its best margin asked at first.",
        ),
        field(
            "gain",
            Kind::Uncertain(NON_NEGATIVE),
            Otherwise("1"),
            "Times as much is conceded as was seen.",
        ),
        field(
            "window",
            Kind::Whole(COUNT),
            Otherwise("1"),
            "Offers back over which each party's concessions are averaged.",
        ),
    ]],
};

pub(crate) static BAYESIAN: Record = Record {
    what: "a Bayesian concession rule",
    groups: &[&[
        field(
            "belief-draws",
            Kind::Whole(range("the number of draws", 1.0, 4096.0)),
            Otherwise("32"),
            "Prior draws of each other party's type and numbers.",
        ),
        field(
            "likelihood-lambda",
            Kind::Plain(LAMBDA),
            Otherwise("15"),
            "Sharpness of its picture of the others, per unit of utility.",
        ),
    ]],
};

pub(crate) static ACCEPTANCE: Choice = Choice {
    what: "an acceptance rule",
    variants: &[
        with_record(
            "next-offer",
            &EMPTY,
            "Takes what is worth at least what it would ask now.",
        ),
        with_record("logit", &LOGIT, "The target carries logistic noise."),
        with_record(
            "constant",
            &CONSTANT,
            "Takes what is worth at least a fixed share of its best margin, whatever it asks itself (Baarslag, Hindriks and \
             Jonker 2013).",
        ),
        with_record(
            "time-dependent",
            &FALLING,
            "Takes what is worth at least start · (1 − τ^exponent) of its best margin, whatever it asks itself.",
        ),
    ],
};

pub(crate) static LOGIT: Record = Record {
    what: "a logit",
    groups: &[&[field(
        "lambda",
        Kind::Uncertain(LAMBDA),
        Required,
        "Sharpness, per unit of utility; higher is nearer to exact.",
    )]],
};

pub(crate) static CONSTANT: Record = Record {
    what: "constant acceptance",
    groups: &[&[field(
        "share",
        Kind::Uncertain(SHARE),
        Required,
        "Share of its best margin from which on it takes a deal.",
    )]],
};

pub(crate) static FALLING: Record = Record {
    what: "time-dependent acceptance",
    groups: &[&[
        field(
            "start",
            Kind::Uncertain(SHARE),
            Otherwise("1"),
            "Share of its best margin needed at first.",
        ),
        field(
            "exponent",
            Kind::Uncertain(EXPONENT),
            Otherwise("1"),
            "Above 1 falls late, below 1 early.",
        ),
    ]],
};

pub(crate) static CHOOSE: Choice = Choice {
    what: "a way to choose offers",
    variants: &[
        with_record("least", &EMPTY, "The deal of least margin to itself."),
        with_record(
            "nearest",
            &EMPTY,
            "The deal nearest to the other's last offer.",
        ),
    ],
};
