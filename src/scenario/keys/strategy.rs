//! Keys of strategies: what a party asks and what it takes.

use crate::model::check::ModelFault;
use crate::model::{Acceptance, Choose, Concession, Imitation, Range, Strategy, Uncertain};
use crate::scenario::key::Key;
use crate::scenario::kind::Record;
use crate::scenario::reader::{Choice, Chosen, Table, Variant};

static CONCEDES: Key<Concession> = Key::choice("concession")
    .means("What share of its best margin it asks.")
    .or_else("time-dependent");
static ACCEPTS: Key<Acceptance> = Key::choice("acceptance")
    .means("What it takes.")
    .or_else("next-offer");
static REACT: Key<Uncertain> = Key::uncertain("react", Range::NON_NEGATIVE)
    .means("Share of the other side's last concession by which its own demand falls.")
    .or(0.0);
static CHOOSES: Key<Choose> = Key::choice("choose")
    .means("Which of the deals that meet its target it offers.")
    .or_else("nearest");
static FLOOR: Key<bool> =
    Key::truth("floor", true).means("Whether it accepts only acceptable deals.");
static FAIR_SHARE: Key<bool> = Key::truth("fair-share", true)
    .means("Whether it criticises packages that take more than their share from it.");
pub(super) static STRATEGY: Record = Record::new(
    "a strategy",
    &[&CONCEDES, &ACCEPTS, &REACT, &CHOOSES, &FLOOR, &FAIR_SHARE],
);

pub(super) fn strategy(table: &Table<'_>) -> Strategy {
    Strategy {
        concession: table.choose(&CONCEDES),
        acceptance: table.choose(&ACCEPTS),
        react: table.get(&REACT),
        choose: table.choose_if_written(&CHOOSES),
        floor: table.get(&FLOOR),
        fair_share: table.get(&FAIR_SHARE),
    }
}

/// Warns of a concession rule in an ultimatum, which plays none but the rational one.
pub(super) fn warn_of_unused_rule(table: &Table<'_>) {
    if let Some((at, concession)) = table.choose_with_place(&CONCEDES)
        && concession != Concession::Rational
    {
        table
            .reader
            .report
            .borrow_mut()
            .warn(at, ModelFault::ConcessionUnused);
    }
}

impl Chosen for Concession {
    const CHOICE: &'static Choice<Self> = &Choice {
    what: "a concession rule",
    variants: &[
        Variant::new("time-dependent",
            &TIME_DEPENDENT,
            |given| Concession::TimeDependent {
                start: given.get(&START),
                exponent: given.get(&EXPONENT),
                horizon: given.get(&HORIZON),
                tolerance: given.get(&TOLERANCE),
            }).means("Concedes with time: start · (1 − τ^exponent)."),
        Variant::word("hardliner",
            |_| Concession::Hardliner).means("Always asks and takes only its best deal."),
        Variant::word("micro",
            |_| Concession::Micro).means("Concedes one deal of its ranking for each new offer of the others."),
        Variant::new("naive-tit-for-tat",
            &TIT_FOR_TAT,
            |given| tit_for_tat(given, Imitation::Naive)).means("Concedes as much as the others did: start · best − gain · what they have conceded, in its own utility."),
        Variant::new("relative-tit-for-tat",
            &TIT_FOR_TAT,
            |given| tit_for_tat(given, Imitation::Relative)).means("Concedes in proportion: each time the others shorten what they withhold from it by a share, its own demand \
             falls by gain times that share (relative tit for tat; Faratin, Sierra and Jennings 1998)."),
        Variant::word("zeuthen",
            |_| Concession::Zeuthen).means("The party whose proposal has the least product of gains concedes just enough that another's is the least; it \
             knows what all want in the run (Zeuthen 1930; Harsanyi 1956)."),
        Variant::word("random",
            |_| Concession::Random).means("Offers an acceptable deal at random, each as likely; under a mediator it asks a random share of its best margin."),
        Variant::new("bayesian",
            &BAYESIAN,
            |given| Concession::Bayesian {
                draws: given.get(&BELIEF_DRAWS),
                likelihood_lambda: given.get(&LIKELIHOOD_LAMBDA),
            }).means("Offers the deal of greatest expected gain under a belief about the others that learns from their offers and \
             answers; bounded-rational (Zeng and Sycara 1998; Hindriks and Tykhonov 2008)."),
        Variant::word("rational",
            |_| Concession::Rational).means("Plays the subgame-perfect equilibrium under complete information."),
    ],
};
}

static START: Key<Uncertain> = Key::uncertain("start", Range::SHARE)
    .means("Share of its best margin asked at first.")
    .or(1.0);
static EXPONENT: Key<Uncertain> = Key::uncertain("exponent", Range::EXPONENT)
    .means("Above 1 concedes late, below 1 early.")
    .or(1.0);
static HORIZON: Key<Option<Uncertain>> = Key::uncertain("horizon", Range::HORIZON)
    .means(
        "Rounds H until it has conceded fully; τ = min(1, (t+1)/(H+1)) in round t, counted from 0.",
    )
    .or_none("the rounds of the clock");
static TOLERANCE: Key<f64> = Key::plain("tolerance", Range::NON_NEGATIVE)
    .means("Margin by which offers and acceptance may fall short of the target.")
    .or(0.0);
static TIME_DEPENDENT: Record = Record::new(
    "time-dependent concession",
    &[&START, &EXPONENT, &HORIZON, &TOLERANCE],
);

static GAIN: Key<Uncertain> = Key::uncertain("gain", Range::NON_NEGATIVE)
    .means("Concedes this many times what it has seen others concede.")
    .or(1.0);
static WINDOW: Key<u32> = Key::whole("window", Range::COUNT)
    .means("Offers back over which each party's concessions are averaged.")
    .or(1.0);
static TIT_FOR_TAT: Record = Record::new("tit for tat", &[&START, &GAIN, &WINDOW]);

fn tit_for_tat(given: &Table<'_>, imitation: Imitation) -> Concession {
    Concession::TitForTat {
        imitation,
        start: given.get(&START),
        gain: given.get(&GAIN),
        window: given.get(&WINDOW),
    }
}

static BELIEF_DRAWS: Key<u32> = Key::whole("belief-draws", Range::BAYESIAN_DRAWS)
    .needs_no_source()
    .means("Prior draws of each other party's type and numbers.")
    .or(32.0);
static LIKELIHOOD_LAMBDA: Key<f64> = Key::plain("likelihood-lambda", Range::LAMBDA)
    .means("Sharpness of its picture of the others, per unit of utility.")
    .or(15.0);
static BAYESIAN: Record = Record::new(
    "a Bayesian concession rule",
    &[&BELIEF_DRAWS, &LIKELIHOOD_LAMBDA],
);

impl Chosen for Acceptance {
    const CHOICE: &'static Choice<Self> = &Choice {
    what: "an acceptance rule",
    variants: &[
        Variant::word("next-offer",
            |_| Acceptance::NextOffer).means("Takes what is worth at least what it would ask now."),
        Variant::new("logit",
            &LOGIT,
            |given| Acceptance::Logit {
                lambda: given.get(&LAMBDA),
            }).means("The target carries logistic noise."),
        Variant::new("constant",
            &CONSTANT,
            |given| Acceptance::Constant {
                share: given.get(&SHARE),
            }).means("Takes what is worth at least a fixed share of its best margin, whatever it asks itself (Baarslag, Hindriks and \
             Jonker 2013)."),
        Variant::new("time-dependent",
            &FALLING,
            |given| Acceptance::TimeDependent {
                start: given.get(&FALLING_START),
                exponent: given.get(&FALLING_EXPONENT),
                horizon: given.get(&FALLING_HORIZON),
            }).means("Takes what is worth at least start · (1 − τ^exponent) of its best margin, whatever it asks itself."),
    ],
};
}

pub(super) static LAMBDA: Key<Uncertain> = Key::uncertain("lambda", Range::LAMBDA)
    .means("Sharpness, per unit of utility; higher is nearer to exact.");
pub(super) static LOGIT: Record = Record::new("a logit", &[&LAMBDA]);

static SHARE: Key<Uncertain> = Key::uncertain("share", Range::SHARE)
    .means("Share of its best margin from which on it takes a deal.");
static CONSTANT: Record = Record::new("constant acceptance", &[&SHARE]);

static FALLING_START: Key<Uncertain> = Key::uncertain("start", Range::SHARE)
    .means("Share of its best margin needed at first.")
    .or(1.0);
static FALLING_EXPONENT: Key<Uncertain> = Key::uncertain("exponent", Range::EXPONENT)
    .means("Above 1 falls late, below 1 early.")
    .or(1.0);
static FALLING_HORIZON: Key<Option<Uncertain>> = Key::uncertain("horizon", Range::HORIZON)
    .means("Rounds until the share has fallen fully.")
    .or_none("the rounds of the clock");
static FALLING: Record = Record::new(
    "time-dependent acceptance",
    &[&FALLING_START, &FALLING_EXPONENT, &FALLING_HORIZON],
);

impl Chosen for Choose {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "a way to choose offers",
        variants: &[
            Variant::word("least", |_| Choose::Least)
                .means("The deal of least margin to itself, as in GENIUS and NegMAS."),
            Variant::word("nearest", |_| Choose::Nearest).means(
                "The deal nearest to the other's last offer, taking back what matters most to it.",
            ),
        ],
    };
}
