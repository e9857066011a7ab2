//! Keys of stages, protocols and agendas.

use crate::scenario::fields::Need::{Otherwise, Required};
use crate::scenario::fields::list::party::{ISSUE_UTILITY, PATTERN};
use crate::scenario::fields::list::strategy::LOGIT;
use crate::scenario::fields::list::{
    CHANGE, COUNT, EMPTY, NON_NEGATIVE, POSITIVE, PROBABILITY, QUOTA, SHARE, SPREAD, TIME, field,
    range, with_record,
};
use crate::scenario::fields::{Choice, Field, Kind, Record};

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

pub(crate) static APPROVAL: Choice = Choice {
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

pub(crate) static PROTOCOL: Choice = Choice {
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

pub(crate) static ALTERNATING_OFFERS: Record = Record {
    what: "alternating offers",
    groups: &[&[
        field(
            "order",
            Kind::List(&Kind::Name("party")),
            Otherwise("all principals in file order"),
            "Speaking order.",
        ),
        field(
            "one-offer-per-round",
            Kind::Truth,
            Otherwise("false"),
            "Whether a round is one offer with its answers, as in Rubinstein 1982; else all speak in it.",
        ),
    ]],
};

pub(crate) static SHUTTLE: Record = Record {
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

pub(crate) static SINGLE_TEXT: Record = Record {
    what: "a single text",
    groups: &[MEDIATION],
};

pub(crate) static MEDIATION: &[Field] = &[
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

pub(crate) static ROLES: Record = Record {
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

pub(crate) static ULTIMATUM: Record = Record {
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

pub(crate) static AGENDA: Choice = Choice {
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

pub(crate) static PARALLEL: Record = Record {
    what: "a parallel agenda",
    groups: &[PACKAGED],
};

pub(crate) static SEQUENTIAL: Record = Record {
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

pub(crate) static PACKAGED: &[Field] = &[
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

pub(crate) static IN_FORCE: Choice = Choice {
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

pub(crate) static ALONE: Record = Record {
    what: "this choice",
    groups: &[&[field(
        "status-quo",
        Kind::Name("plan"),
        Required,
        "The plan that describes the state of affairs without any package.",
    )]],
};
