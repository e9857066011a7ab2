//! Every key of the format, with its kind, its default and its meaning. Data only.

use crate::scenario::fields::Need::{Otherwise, Required};
use crate::scenario::fields::{Choice, Field, Kind, Need, Range, Record, Settings, Variant};

/// The greatest number of rounds.
pub(crate) const ROUNDS_MAX: u32 = 10_000;

const UTILITY_RANGE: Range = range("a utility", 0.0, 1.0);
const SCORE: Range = range("a score", 0.0, 1.0);
const PROBABILITY: Range = range("a probability", 0.0, 1.0);
const SHARE: Range = range("a share", 0.0, 1.0);
const FACTOR: Range = range("a discount factor", 0.0, 1.0);
const CHANGE: Range = range("a change of utility", -1.0, 1.0);
const COST: Range = range("a cost", 0.0, f64::INFINITY);
const LOSS: Range = range("a loss", 0.0, f64::INFINITY);
const WEIGHT: Range = range("a weight", 0.0, f64::INFINITY);
const SPREAD: Range = range("a standard deviation", 0.0, f64::INFINITY);
const TIME: Range = range("a number of rounds", 0.0, f64::INFINITY);
const HALF_LIFE: Range = range("a half-life", f64::MIN_POSITIVE, f64::INFINITY);
const VOTES: Range = range("a number of votes", f64::MIN_POSITIVE, f64::INFINITY);
const LAMBDA: Range = range("a lambda", 1e-6, 1e9);
const EXPONENT: Range = range("an exponent", 1e-3, 1e3);
const ANY: Range = range("a number", f64::NEG_INFINITY, f64::INFINITY);
const POSITIVE: Range = range("this number", f64::MIN_POSITIVE, f64::INFINITY);
const NON_NEGATIVE: Range = range("this number", 0.0, f64::INFINITY);
const ROUND: Range = range("a round", 0.0, ROUNDS_MAX as f64);
const COUNT: Range = range("a count", 1.0, ROUNDS_MAX as f64);

const fn range(what: &'static str, low: f64, high: f64) -> Range {
    Range { what, low, high }
}

const fn field(key: &'static str, kind: Kind, need: Need, doc: &'static str) -> Field {
    Field {
        key,
        kind,
        need,
        doc,
    }
}

const fn with_record(key: &'static str, record: &'static Record, doc: &'static str) -> Variant {
    Variant {
        key,
        settings: Settings::Record(record),
        doc,
    }
}

const fn with_value(key: &'static str, kind: Kind, doc: &'static str) -> Variant {
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
            Kind::Whole(range("the format", 1.0, 1.0)),
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

static CONSENT: Choice = Choice {
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

static QUOTA: Record = Record {
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

static PACKAGE: Record = Record {
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

static ISSUE: Record = Record {
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

static OPTION: Record = Record {
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
static PREFERENCES: &[Field] = &[
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

static PATTERN: Kind = Kind::Map {
    of: "issue",
    value: &Kind::Names("option"),
    notes: false,
};

static ISSUE_UTILITY: Record = Record {
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

static LINKAGE: Record = Record {
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

static BREACH: Record = Record {
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

static STRATEGY: Record = Record {
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

static CONCESSION: Choice = Choice {
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
    ],
};

static TIME_DEPENDENT: Record = Record {
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

/// Settings of a variant that has none.
static EMPTY: Record = Record {
    what: "this choice",
    groups: &[],
};

static ACCEPTANCE: Choice = Choice {
    what: "an acceptance rule",
    variants: &[
        with_record(
            "next-offer",
            &EMPTY,
            "Takes what is worth at least what it would ask now.",
        ),
        with_record("logit", &LOGIT, "The target carries logistic noise."),
    ],
};

static LOGIT: Record = Record {
    what: "a logit",
    groups: &[&[field(
        "lambda",
        Kind::Uncertain(LAMBDA),
        Required,
        "Sharpness, per unit of utility; higher is nearer to exact.",
    )]],
};

static CHOOSE: Choice = Choice {
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

static JOINT_TYPE: Record = Record {
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

static PLAN: Record = Record {
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

static DRIVER: Record = Record {
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

static PROCESS: Choice = Choice {
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

static RANDOM_WALK: Record = Record {
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

static MEAN_REVERTING: Record = Record {
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

static BATTLES: Record = Record {
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

static LEVERAGE: Record = Record {
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

static WEIGHT_SHIFT: Record = Record {
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

static SCORE_SHIFT: Record = Record {
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

static USE: Choice = Choice {
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

static USE_ROUNDS: Record = Record {
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

static USE_AFTER_REFUSALS: Record = Record {
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

static USE_WHEN_STUCK: Record = Record {
    what: "this rule of use",
    groups: &[&[field(
        "rounds",
        Kind::Whole(COUNT),
        Required,
        "How many rounds without movement.",
    )]],
};

static USE_ONCE_ACCEPTS: Record = Record {
    what: "this rule of use",
    groups: &[&[field(
        "party",
        Kind::Name("party"),
        Required,
        "Whose acceptance is rewarded.",
    )]],
};

pub(crate) static STAGE: Record = Record {
    what: "a stage",
    groups: &[&[
        field("id", Kind::Id, Required, "Name in files."),
        field(
            "title",
            Kind::Text,
            Otherwise("the id"),
            "Name for readers.",
        ),
        field(
            "party",
            Kind::Name("party"),
            Otherwise("none"),
            "The party whose body this is.",
        ),
        field(
            "approval",
            Kind::Choice(&APPROVAL),
            Required,
            "How it decides.",
        ),
        field(
            "utility",
            Kind::Map {
                of: "issue",
                value: &Kind::Record(&ISSUE_UTILITY),
                notes: true,
            },
            Otherwise("none; required for logit and threshold"),
            "Weight of each issue and score of each option, as the body sees them.",
        ),
        field(
            "reservation",
            Kind::Uncertain(range("a body's reservation value", -10.0, 10.0)),
            Otherwise("none; required for logit and threshold"),
            "Utility at which the body is even.",
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
            "delay",
            Kind::Uncertain(TIME),
            Otherwise("0"),
            "Rounds it takes.",
        ),
        field(
            "when",
            Kind::List(&PATTERN),
            Otherwise("always"),
            "It is held when the deal matches one of these.",
        ),
        field(
            "forbid",
            Kind::List(&PATTERN),
            Otherwise("none"),
            "Deals that match one of these are refused whatever their utility.",
        ),
        field(
            "on-failure",
            Kind::Word(&["back", "end"]),
            Otherwise("back"),
            "Whether the talks go on after a refusal.",
        ),
    ]],
};

static APPROVAL: Choice = Choice {
    what: "a way to approve",
    variants: &[
        with_record(
            "logit",
            &LOGIT,
            "Approves with logit probability in its utility.",
        ),
        with_record(
            "threshold",
            &EMPTY,
            "Approves what reaches its reservation value.",
        ),
        with_record("quota", &QUOTA, "Parties vote."),
    ],
};

static PROTOCOL: Choice = Choice {
    what: "a protocol",
    variants: &[
        with_record(
            "alternating-offers",
            &ALTERNATING_OFFERS,
            "Each in turn accepts the standing offer or makes another.",
        ),
        with_record(
            "shuttle",
            &SHUTTLE,
            "A mediator carries one text between principals who never meet.",
        ),
        with_record(
            "single-text",
            &SINGLE_TEXT,
            "A mediator drafts one text at one table.",
        ),
        with_record("ultimatum", &ULTIMATUM, "One take-it-or-leave-it offer."),
    ],
};

static ALTERNATING_OFFERS: Record = Record {
    what: "alternating offers",
    groups: &[&[field(
        "order",
        Kind::List(&Kind::Name("party")),
        Otherwise("all principals in file order"),
        "Speaking order.",
    )]],
};

static SHUTTLE: Record = Record {
    what: "a shuttle",
    groups: &[
        MEDIATION,
        &[
            field(
                "noise",
                Kind::Uncertain(PROBABILITY),
                Otherwise("0.1"),
                "Probability that a verdict is misreported.",
            ),
            field(
                "bias",
                Kind::Uncertain(CHANGE),
                Otherwise("0"),
                "What the mediator's reading adds to a party's margin.",
            ),
            field(
                "reading-error",
                Kind::UncertainOr(SPREAD, "none"),
                Otherwise("0.05"),
                "Standard deviation of the reading; `none` for no graded reading.",
            ),
        ],
    ],
};

static SINGLE_TEXT: Record = Record {
    what: "a single text",
    groups: &[MEDIATION],
};

static MEDIATION: &[Field] = &[
    field(
        "mediator",
        Kind::Name("party"),
        Required,
        "Who drafts; no principal.",
    ),
    field(
        "visits",
        Kind::List(&Kind::Name("party")),
        Otherwise("all principals in file order"),
        "Principals in the order in which they are visited.",
    ),
    field(
        "opening",
        Kind::Name("plan"),
        Otherwise("the mediator's best deal"),
        "The first text.",
    ),
    field(
        "kappa",
        Kind::Plain(NON_NEGATIVE),
        Otherwise("0.5"),
        "Exponent of the mediator's own gain; 0 is a neutral mediator.",
    ),
    field(
        "edits",
        Kind::Whole(range("the number of edits", 0.0, 64.0)),
        Otherwise("2"),
        "Single-issue changes per redraft.",
    ),
    field(
        "belief-draws",
        Kind::Whole(range("the number of draws", 0.0, 4096.0)),
        Otherwise("64"),
        "Draws that stand for the mediator's belief about each party; 0 for none.",
    ),
    field(
        "likelihood-lambda",
        Kind::Plain(POSITIVE),
        Otherwise("15"),
        "Sharpness of the likelihood.",
    ),
    field(
        "forgetting",
        Kind::Plain(SHARE),
        Otherwise("1"),
        "Power to which belief weights are raised before each report; 1 forgets nothing.",
    ),
    field(
        "red-line-penalty",
        Kind::Plain(NON_NEGATIVE),
        Otherwise("4"),
        "Cost in log probability of each red line a draft crosses.",
    ),
    field(
        "roles",
        Kind::Record(&ROLES),
        Otherwise("all"),
        "Which of its roles the mediator plays.",
    ),
];

static ROLES: Record = Record {
    what: "the mediator's roles",
    groups: &[&[
        field(
            "carrying",
            Kind::Truth,
            Otherwise("true"),
            "Carries answers.",
        ),
        field(
            "formulating",
            Kind::Truth,
            Otherwise("true"),
            "Formulates new texts.",
        ),
        field(
            "pressing",
            Kind::Truth,
            Otherwise("true"),
            "Uses its levers.",
        ),
    ]],
};

static ULTIMATUM: Record = Record {
    what: "an ultimatum",
    groups: &[&[
        field(
            "proposer",
            Kind::Name("party"),
            Required,
            "Who makes the offer.",
        ),
        field(
            "belief-draws",
            Kind::Whole(range("the number of draws", 1.0, 1_000_000.0)),
            Otherwise("1024"),
            "Draws that stand for the proposer's belief about each of the others.",
        ),
    ]],
};

static AGENDA: Choice = Choice {
    what: "an agenda",
    variants: &[
        with_record(
            "single-undertaking",
            &EMPTY,
            "Nothing is agreed until everything is.",
        ),
        with_record(
            "parallel",
            &PARALLEL,
            "All packages are open at once; each closes by itself.",
        ),
        with_record(
            "sequential",
            &SEQUENTIAL,
            "Packages open one after the other.",
        ),
    ],
};

static PARALLEL: Record = Record {
    what: "a parallel agenda",
    groups: &[PACKAGED],
};

static SEQUENTIAL: Record = Record {
    what: "a sequential agenda",
    groups: &[
        &[field(
            "order",
            Kind::List(&Kind::Name("package")),
            Otherwise("packages in file order"),
            "Every package once, in the order in which they open.",
        )],
        PACKAGED,
    ],
};

static PACKAGED: &[Field] = &[
    field(
        "in-force",
        Kind::Choice(&IN_FORCE),
        Otherwise("together"),
        "What a closed package is worth.",
    ),
    field(
        "reopen-after",
        Kind::Whole(COUNT),
        Otherwise("2"),
        "Rounds without a newly closed package after which closed ones reopen.",
    ),
];

static IN_FORCE: Choice = Choice {
    what: "what is in force",
    variants: &[
        with_record(
            "together",
            &EMPTY,
            "Nothing until the whole deal has consent.",
        ),
        with_record(
            "alone",
            &ALONE,
            "Each closed package takes effect by itself.",
        ),
    ],
};

static ALONE: Record = Record {
    what: "this choice",
    groups: &[&[field(
        "status-quo",
        Kind::Name("plan"),
        Required,
        "The plan that describes the state of affairs without any package.",
    )]],
};
