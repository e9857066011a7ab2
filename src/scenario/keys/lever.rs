//! Keys of levers: moves away from the table.

use crate::model::{
    DriverId, Effect, EffectTarget, IssueId, Lever, Limit, PartyId, Range, StageId, Uncertain, Use,
};
use crate::scenario::fault::Fault;
use crate::scenario::key::{Key, Many, Sub, Word};
use crate::scenario::keys::consent::{ID, TITLE};
use crate::scenario::kind::{Kind, Record};
use crate::scenario::reader::{Choice, Chosen, Table, Variant};

static ACTOR: Key<PartyId> = Key::name("actor").means("Who acts and bears the cost.");
static COST: Key<Uncertain> = Key::uncertain("cost", Range::COST)
    .means("Cost to the actor in each round in which it is in force.")
    .or(0.0);
static CREDIBILITY: Key<Uncertain> = Key::uncertain("credibility", Range::SHARE)
    .means("Share of the effect the mere threat has.")
    .or(0.0);
static CREDIBILITY_HALF_LIFE: Key<Option<Uncertain>> =
    Key::uncertain("credibility-half-life", Range::HALF_LIFE)
        .means("Rounds after which an idle threat is believed half as much.")
        .or_none("none: no decay");
static HALF_LIFE: Key<Option<Uncertain>> = Key::uncertain("half-life", Range::HALF_LIFE)
    .means("Rounds after which the effect is halved.")
    .or_none("none: no decay");
static DELAY: Key<Uncertain> = Key::uncertain("delay", Range::TIME)
    .means("Rounds between execution and the first effect.")
    .or(0.0);
static DURATION: Key<Option<Uncertain>> = Key::uncertain("duration", Range::TIME)
    .means("Rounds from execution until it ends.")
    .or_none("none: it stays");
static EFFECTS: Key<Many> = Key::list("effects", &Kind::Record(&EFFECT))
    .means("What it shifts.")
    .at_most(Limit::EFFECTS);
static USED: Key<Use> = Key::choice("use").means("When it is used.");
pub(super) static LEVERAGE: Record = Record::new(
    "a lever",
    &[
        &ID,
        &TITLE,
        &ACTOR,
        &COST,
        &CREDIBILITY,
        &CREDIBILITY_HALF_LIFE,
        &HALF_LIFE,
        &DELAY,
        &DURATION,
        &EFFECTS,
        &USED,
    ],
);

pub(super) fn lever(table: &Table<'_>) -> Lever {
    let id = table.get(&ID);
    let mut effects = Vec::new();
    for (entry, table_of_effect) in table.tables(&EFFECTS).iter().enumerate() {
        let shifts = shifts(table_of_effect);
        if shifts.is_empty() {
            // That nothing is left of an entry has been reported.
            table.mark(&EFFECTS);
        }
        let shifts = shifts.into_iter();
        effects.extend(shifts.map(|(target, size)| Effect {
            entry,
            target,
            size,
        }));
    }
    Lever {
        title: table.title(&TITLE, &id),
        id,
        actor: table.name(&ACTOR).unwrap_or(PartyId::at(0)),
        cost: table.get(&COST),
        credibility: table.get(&CREDIBILITY),
        credibility_half_life: table.get(&CREDIBILITY_HALF_LIFE),
        half_life: table.get(&HALF_LIFE),
        delay: table.get(&DELAY),
        duration: table.get(&DURATION),
        effects,
        usage: table.choose(&USED),
    }
}

/// Properties of the mediator's channel.
impl Word for EffectTarget {
    const WORDS: &'static [&'static str] = &["noise", "reading-error"];
    const VALUES: &'static [Self] = &[Self::Noise, Self::ReadingError];
}

/// What of the clock may be shifted.
#[derive(Clone, Copy)]
enum OfClock {
    Breakdown,
    Rounds,
}

impl Word for OfClock {
    const WORDS: &'static [&'static str] = &["breakdown", "rounds"];
    const VALUES: &'static [Self] = &[Self::Breakdown, Self::Rounds];
}

impl OfClock {
    fn target(self) -> EffectTarget {
        match self {
            Self::Breakdown => EffectTarget::Breakdown,
            Self::Rounds => EffectTarget::Rounds,
        }
    }
}

/// When a payment is due.
#[derive(Clone, Copy)]
struct Due;

impl Word for Due {
    const WORDS: &'static [&'static str] = &["agreement"];
    const VALUES: &'static [Self] = &[Self];
}

static PARTY: Key<PartyId> = Key::name("party")
    .means("The party it concerns.")
    .or_else("none");
static STAGE: Key<StageId> = Key::name("stage")
    .means("The body at home it concerns, by its stage.")
    .or_else("none");
static RESERVATION: Key<Option<Uncertain>> = Key::uncertain("reservation", Range::CHANGE)
    .means("Shift of the party's, or the body's, reservation value.")
    .or_none("none");
static ROUND_COST: Key<Option<Uncertain>> = Key::uncertain("round-cost", Range::ANY)
    .means("Shift of the party's cost per round.")
    .or_none("none");
static BREACH: Key<Option<Uncertain>> = Key::uncertain("breach", Range::CHANGE)
    .means("Shift of the party's belief that an agreement will be broken.")
    .or_none("none");
static WEIGHT: Key<Sub> = Key::table("weight", &WEIGHT_SHIFT)
    .means("Shift of the party's weight of an issue.")
    .or_else("none");
static SCORE: Key<Sub> = Key::table("score", &SCORE_SHIFT)
    .means("Shift of the party's score of an option.")
    .or_else("none");
static PAYMENT: Key<Option<Uncertain>> = Key::uncertain("payment", Range::CHANGE)
    .means("What the party is paid, in its utility, or pays where it is negative: once, `on` agreement.")
    .or_none("none");
static ON: Key<Due> = Key::word("on")
    .means("When a payment is due.")
    .or_else("none; required with `payment`");
static DRIVER: Key<DriverId> = Key::name("driver")
    .means("The driver it shifts, with `shift`.")
    .or_else("none");
static CHANNEL: Key<EffectTarget> = Key::word("channel")
    .means("The property of the mediator's channel it shifts, with `shift`.")
    .or_else("none");
static SUPPORT: Key<Option<Uncertain>> = Key::uncertain("support", Range::SUPPORT)
    .means("Shift of the share of yes in the body's `vote` before its swing, or of the probability of its `logit`.")
    .or_none("none");
static TIME: Key<OfClock> = Key::word("clock")
    .means("What of the clock it shifts, with `shift`: the chance of a breakdown, or the number of rounds.")
    .or_else("none");
static SHIFT: Key<Option<Uncertain>> = Key::uncertain("shift", Range::ANY)
    .means("Shift of the driver, the channel or the clock.")
    .or_none("none");
static EFFECT: Record = Record::new(
    "an effect",
    &[
        &PARTY,
        &RESERVATION,
        &ROUND_COST,
        &BREACH,
        &WEIGHT,
        &SCORE,
        &DRIVER,
        &CHANNEL,
        &SHIFT,
        &STAGE,
        &SUPPORT,
        &TIME,
        &PAYMENT,
        &ON,
    ],
);
/// What an effect may name, what may be shifted of a party and of a body, and all that may be shifted.
const TARGETS: [&str; 5] = ["party", "driver", "channel", "stage", "clock"];
const OF_PARTY: [&str; 6] = [
    "reservation",
    "round-cost",
    "breach",
    "weight",
    "score",
    "payment",
];
const OF_STAGE: [&str; 2] = ["reservation", "support"];
const SHIFTS: [&str; 9] = [
    "reservation",
    "round-cost",
    "breach",
    "weight",
    "score",
    "support",
    "shift",
    "payment",
    "on",
];

static ISSUE: Key<IssueId> = Key::name("issue").means("The issue.");
static WEIGHT_SIZE: Key<Uncertain> =
    Key::uncertain("shift", Range::ANY).means("Shift of the weight.");
static WEIGHT_SHIFT: Record = Record::new("a shift of a weight", &[&ISSUE, &WEIGHT_SIZE]);

static OPTION: Key<String> = Key::required("option", Kind::Name("option")).means("The option.");
static SCORE_SIZE: Key<Uncertain> =
    Key::uncertain("shift", Range::CHANGE).means("Shift of the score.");
static SCORE_SHIFT: Record = Record::new("a shift of a score", &[&ISSUE, &OPTION, &SCORE_SIZE]);

/// A shift and its size.
type Shift = (EffectTarget, Uncertain);

/// The shifts of one entry.
fn shifts(table: &Table<'_>) -> Vec<Shift> {
    let targets = TARGETS.into_iter();
    let found: Vec<&str> = targets.filter(|key| table.is_written(key)).collect();
    match found.as_slice() {
        ["party"] => {
            keep_to(table, "party", &OF_PARTY);
            // When it is due says nothing without a payment, and a payment nothing without it.
            match (table.is_written("payment"), table.word(&ON).is_some()) {
                (true, false) => table.require(&ON, "a payment"),
                (false, true) => table.require(&PAYMENT, "what is due on agreement"),
                _ => {}
            }
            party_shifts(table)
        }
        ["stage"] => {
            keep_to(table, "stage", &OF_STAGE);
            stage_shifts(table)
        }
        ["driver"] => {
            refuse(table, "driver", &["shift"]);
            shift(table, table.name(&DRIVER).map(EffectTarget::Driver))
        }
        ["channel"] => {
            refuse(table, "channel", &["shift"]);
            shift(table, table.word(&CHANNEL))
        }
        ["clock"] => {
            refuse(table, "clock", &["shift"]);
            shift(table, table.word(&TIME).map(OfClock::target))
        }
        _ => {
            let found = found.into_iter().map(str::to_owned).collect();
            table.reader.fault(table.at, Fault::EffectTarget { found });
            Vec::new()
        }
    }
}

/// Reports what cannot be shifted of a target, and that nothing of it is shifted.
fn keep_to(table: &Table<'_>, target: &'static str, keys: &'static [&'static str]) {
    refuse(table, target, keys);
    if !keys.iter().any(|key| table.is_written(key)) {
        let fault = Fault::EffectWithoutShift { target, keys };
        table.reader.fault(table.at, fault);
    }
}

/// The shift of a driver, the channel or the clock.
fn shift(table: &Table<'_>, target: Option<EffectTarget>) -> Vec<Shift> {
    table.require(&SHIFT, "this effect");
    target.zip(table.get(&SHIFT)).into_iter().collect()
}

/// Reports keys of shifts that are not among those of a target.
fn refuse(table: &Table<'_>, target: &'static str, keys: &[&'static str]) {
    for key in SHIFTS {
        let fits = keys.contains(&key) || key == "on" && target == "party";
        if !fits && table.is_written(key) {
            let mut report = table.reader.report.borrow_mut();
            report.child(table.at, key, Fault::EffectKey { key, target });
        }
    }
}

fn party_shifts(table: &Table<'_>) -> Vec<Shift> {
    let named = table.name(&PARTY);
    // Shifts of nobody are read too, so that their faults are found.
    let party = named.unwrap_or(PartyId::at(0));
    let plain = [
        (EffectTarget::Reservation(party), table.get(&RESERVATION)),
        (EffectTarget::RoundCost(party), table.get(&ROUND_COST)),
        (EffectTarget::Breach(party), table.get(&BREACH)),
        (EffectTarget::Payment(party), table.get(&PAYMENT)),
    ];
    let written = plain.into_iter();
    let mut shifts: Vec<Shift> = written
        .filter_map(|(target, size)| Some((target, size?)))
        .collect();
    if table.node(&WEIGHT).is_some() {
        let table = table.table(&WEIGHT);
        let size = table.get(&WEIGHT_SIZE);
        let target = table.name(&ISSUE);
        let target = target.map(|issue| EffectTarget::Weight(party, issue));
        shifts.extend(target.map(|target| (target, size)));
    }
    if table.node(&SCORE).is_some() {
        let table = table.table(&SCORE);
        let size = table.get(&SCORE_SIZE);
        let target = table.name(&ISSUE).and_then(|issue| {
            let option = table.option(&OPTION, issue)?;
            Some(EffectTarget::Score(party, issue, option))
        });
        shifts.extend(target.map(|target| (target, size)));
    }
    shifts.retain(|_| named.is_some());
    shifts
}

fn stage_shifts(table: &Table<'_>) -> Vec<Shift> {
    let (reservation, support) = (table.get(&RESERVATION), table.get(&SUPPORT));
    let Some(stage) = table.name(&STAGE) else {
        return Vec::new();
    };
    let shifts = [
        (EffectTarget::BodyReservation(stage), reservation),
        (EffectTarget::Support(stage), support),
    ];
    let written = shifts.into_iter();
    written
        .filter_map(|(target, size)| Some((target, size?)))
        .collect()
}

impl Chosen for Use {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "a rule of use",
        variants: &[
            Variant::word("never", |_| Use::Never).means("Not at all, and no threat either."),
            Variant::word("always", |_| Use::Always).means("From round 0 on."),
            Variant::given("from-round", Kind::Whole(Range::ROUND), |given| {
                Use::Rounds {
                    from: given.given(),
                    until: None,
                }
            })
            .means("From this round on."),
            Variant::new("rounds", &ROUNDS, |given| Use::Rounds {
                from: given.get(&FROM),
                until: given.get(&UNTIL),
            })
            .means("From a round until a round."),
            Variant::new("after-refusals", &AFTER_REFUSALS, |given| {
                Use::AfterRefusals {
                    party: given.name(&REFUSING).unwrap_or(PartyId::at(0)),
                    count: given.get(&REFUSALS),
                }
            })
            .means("After a party has refused in so many rounds."),
            Variant::new("when-stuck", &WHEN_STUCK, |given| Use::WhenStuck {
                rounds: given.get(&STUCK_ROUNDS),
            })
            .means("When nothing has moved for so many rounds."),
            Variant::new("once-accepts", &ONCE_ACCEPTS, |given| Use::OnceAccepts {
                party: given.name(&ACCEPTING).unwrap_or(PartyId::at(0)),
            })
            .means("After a party has accepted."),
            Variant::word("upon-signature", |_| Use::UponSignature)
                .means("When a deal is signed that a body at home is asked about: a campaign for ratification."),
            Variant::new("once-refuses", &ONCE_REFUSES, |given| Use::OnceRefuses {
                stage: given.name(&REFUSING_BODY).unwrap_or(StageId::at(0)),
            })
            .means("After a body at home has refused."),
            Variant::given(
                "with-probability",
                Kind::Uncertain(Range::PROBABILITY),
                |given| Use::WithProbability(given.given()),
            )
            .means("From round 0 on with this probability."),
        ],
    };
}

static FROM: Key<u32> = Key::whole("from", Range::ROUND).means("First round.");
static UNTIL: Key<Option<u32>> = Key::whole("until", Range::ROUND)
    .means("First round in which it has ended.")
    .or_none("none: to the end");
static ROUNDS: Record = Record::new("a span of rounds", &[&FROM, &UNTIL]);

static REFUSING: Key<PartyId> = Key::name("party").means("Whose refusals count.");
static REFUSALS: Key<u32> =
    Key::whole("count", Range::COUNT).means("How many rounds with a refusal.");
static AFTER_REFUSALS: Record = Record::new("a use after refusals", &[&REFUSING, &REFUSALS]);

static STUCK_ROUNDS: Key<u32> =
    Key::whole("rounds", Range::COUNT).means("How many rounds without movement.");
static WHEN_STUCK: Record = Record::new("a use when talks are stuck", &[&STUCK_ROUNDS]);

static ACCEPTING: Key<PartyId> = Key::name("party").means("Whose acceptance is rewarded.");
static ONCE_ACCEPTS: Record = Record::new("a use once a party accepts", &[&ACCEPTING]);

static REFUSING_BODY: Key<StageId> =
    Key::name("stage").means("The stage of the body whose refusal it waits for.");
static ONCE_REFUSES: Record = Record::new("a use once a body refuses", &[&REFUSING_BODY]);
