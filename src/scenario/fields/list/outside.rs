//! Keys of drivers and levers: what goes on away from the table.

use crate::scenario::fields::Need::{Otherwise, Required};
use crate::scenario::fields::list::{
    ANY, CHANGE, COST, COUNT, EMPTY, HALF_LIFE, POSITIVE, PROBABILITY, ROUND, SHARE, SPREAD, TIME,
    field, with_record, with_value,
};
use crate::scenario::fields::{Choice, Kind, Record};

pub(crate) static DRIVER: Record = Record {
    what: "a driver",
    groups: &[&[
        field("id", Kind::Id, Required, "Name in files."),
        field(
            "title",
            Kind::Text,
            Otherwise("the id"),
            "Name for readers.",
        ),
        field(
            "start",
            Kind::Uncertain(ANY),
            Otherwise("0"),
            "Value in round 0.",
        ),
        field(
            "process",
            Kind::Choice(&PROCESS),
            Required,
            "How it moves from one round to the next.",
        ),
        field(
            "lower",
            Kind::Plain(ANY),
            Otherwise("none"),
            "Absorbing barrier from below.",
        ),
        field(
            "upper",
            Kind::Plain(ANY),
            Otherwise("none"),
            "Absorbing barrier from above.",
        ),
    ]],
};

pub(crate) static PROCESS: Choice = Choice {
    what: "a process",
    variants: &[
        with_record(
            "random-walk",
            &RANDOM_WALK,
            "Moves by a normal step each round.",
        ),
        with_record(
            "mean-reverting",
            &MEAN_REVERTING,
            "Is drawn back to a mean.",
        ),
        with_record("battles", &BATTLES, "One step up or down each round."),
    ],
};

pub(crate) static RANDOM_WALK: Record = Record {
    what: "a random walk",
    groups: &[&[
        field(
            "drift",
            Kind::Uncertain(ANY),
            Otherwise("0"),
            "Mean change per round.",
        ),
        field(
            "sd",
            Kind::Uncertain(SPREAD),
            Required,
            "Standard deviation of the change per round.",
        ),
    ]],
};

pub(crate) static MEAN_REVERTING: Record = Record {
    what: "a mean-reverting process",
    groups: &[&[
        field("mean", Kind::Uncertain(ANY), Required, "Long-run mean."),
        field(
            "speed",
            Kind::Uncertain(SHARE),
            Required,
            "Share of the distance to the mean closed per round.",
        ),
        field(
            "sd",
            Kind::Uncertain(SPREAD),
            Required,
            "Standard deviation of the change per round.",
        ),
    ]],
};

pub(crate) static BATTLES: Record = Record {
    what: "a series of battles",
    groups: &[&[
        field(
            "step",
            Kind::Uncertain(POSITIVE),
            Required,
            "Size of a step.",
        ),
        field(
            "up",
            Kind::Uncertain(PROBABILITY),
            Required,
            "Probability of a step up.",
        ),
    ]],
};

pub(crate) static LEVERAGE: Record = Record {
    what: "a lever",
    groups: &[&[
        field("id", Kind::Id, Required, "Name in files."),
        field(
            "title",
            Kind::Text,
            Otherwise("the id"),
            "Name for readers.",
        ),
        field(
            "actor",
            Kind::Name("party"),
            Required,
            "Who acts and bears the cost.",
        ),
        field(
            "cost",
            Kind::Uncertain(COST),
            Otherwise("0"),
            "Cost to the actor in each round in which it is in force.",
        ),
        field(
            "credibility",
            Kind::Uncertain(SHARE),
            Otherwise("0"),
            "Share of the effect the mere threat has.",
        ),
        field(
            "credibility-half-life",
            Kind::Uncertain(HALF_LIFE),
            Otherwise("none: no decay"),
            "Rounds after which an idle threat is believed half as much.",
        ),
        field(
            "half-life",
            Kind::Uncertain(HALF_LIFE),
            Otherwise("none: no decay"),
            "Rounds after which the effect is halved.",
        ),
        field(
            "delay",
            Kind::Uncertain(TIME),
            Otherwise("0"),
            "Rounds between execution and the first effect.",
        ),
        field(
            "duration",
            Kind::Uncertain(TIME),
            Otherwise("none: it stays"),
            "Rounds from execution until it ends.",
        ),
        field(
            "effects",
            Kind::List(&Kind::Record(&EFFECT)),
            Required,
            "What it shifts.",
        ),
        field("use", Kind::Choice(&USE), Required, "When it is used."),
    ]],
};

pub(crate) static EFFECT: Record = Record {
    what: "an effect",
    groups: &[&[
        field(
            "party",
            Kind::Name("party"),
            Otherwise("none"),
            "The party it concerns.",
        ),
        field(
            "reservation",
            Kind::Uncertain(CHANGE),
            Otherwise("none"),
            "Shift of the party's reservation value.",
        ),
        field(
            "round-cost",
            Kind::Uncertain(ANY),
            Otherwise("none"),
            "Shift of the party's cost per round.",
        ),
        field(
            "breach",
            Kind::Uncertain(CHANGE),
            Otherwise("none"),
            "Shift of the party's belief that an agreement will be broken.",
        ),
        field(
            "weight",
            Kind::Record(&WEIGHT_SHIFT),
            Otherwise("none"),
            "Shift of the party's weight of an issue.",
        ),
        field(
            "score",
            Kind::Record(&SCORE_SHIFT),
            Otherwise("none"),
            "Shift of the party's score of an option.",
        ),
        field(
            "driver",
            Kind::Name("driver"),
            Otherwise("none"),
            "The driver it shifts, with `shift`.",
        ),
        field(
            "channel",
            Kind::Word(&["noise", "reading-error"]),
            Otherwise("none"),
            "The property of the mediator's channel it shifts, with `shift`.",
        ),
        field(
            "shift",
            Kind::Uncertain(ANY),
            Otherwise("none"),
            "Shift of the driver or the channel.",
        ),
    ]],
};

pub(crate) static WEIGHT_SHIFT: Record = Record {
    what: "a shift of a weight",
    groups: &[&[
        field("issue", Kind::Name("issue"), Required, "The issue."),
        field(
            "shift",
            Kind::Uncertain(ANY),
            Required,
            "Shift of the weight.",
        ),
    ]],
};

pub(crate) static SCORE_SHIFT: Record = Record {
    what: "a shift of a score",
    groups: &[&[
        field("issue", Kind::Name("issue"), Required, "The issue."),
        field("option", Kind::Name("option"), Required, "The option."),
        field(
            "shift",
            Kind::Uncertain(CHANGE),
            Required,
            "Shift of the score.",
        ),
    ]],
};

pub(crate) static USE: Choice = Choice {
    what: "a rule of use",
    variants: &[
        with_record("never", &EMPTY, "Not at all, and no threat either."),
        with_record("always", &EMPTY, "From round 0 on."),
        with_value("from-round", Kind::Whole(ROUND), "From this round on."),
        with_record("rounds", &USE_ROUNDS, "From a round until a round."),
        with_record(
            "after-refusals",
            &USE_AFTER_REFUSALS,
            "After a party has refused in so many rounds.",
        ),
        with_record(
            "when-stuck",
            &USE_WHEN_STUCK,
            "When nothing has moved for so many rounds.",
        ),
        with_record(
            "once-accepts",
            &USE_ONCE_ACCEPTS,
            "After a party has accepted.",
        ),
        with_value(
            "with-probability",
            Kind::Uncertain(PROBABILITY),
            "From round 0 on with this probability.",
        ),
    ],
};

pub(crate) static USE_ROUNDS: Record = Record {
    what: "a span of rounds",
    groups: &[&[
        field("from", Kind::Whole(ROUND), Required, "First round."),
        field(
            "until",
            Kind::Whole(ROUND),
            Otherwise("none: to the end"),
            "First round in which it has ended.",
        ),
    ]],
};

pub(crate) static USE_AFTER_REFUSALS: Record = Record {
    what: "this rule of use",
    groups: &[&[
        field(
            "party",
            Kind::Name("party"),
            Required,
            "Whose refusals count.",
        ),
        field(
            "count",
            Kind::Whole(COUNT),
            Required,
            "How many rounds with a refusal.",
        ),
    ]],
};

pub(crate) static USE_WHEN_STUCK: Record = Record {
    what: "this rule of use",
    groups: &[&[field(
        "rounds",
        Kind::Whole(COUNT),
        Required,
        "How many rounds without movement.",
    )]],
};

pub(crate) static USE_ONCE_ACCEPTS: Record = Record {
    what: "this rule of use",
    groups: &[&[field(
        "party",
        Kind::Name("party"),
        Required,
        "Whose acceptance is rewarded.",
    )]],
};
