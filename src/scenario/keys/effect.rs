//! Keys of what a lever shifts.

use crate::model::{DriverId, EffectTarget, IssueId, PartyId, Range, StageId, Uncertain};
use crate::scenario::fault::Fault;
use crate::scenario::key::{Key, Sub, Word};
use crate::scenario::kind::{Kind, Record};
use crate::scenario::reader::Table;

/// A property of the mediator's channel.
#[derive(Clone, Copy)]
enum OfChannel {
    Noise,
    ReadingError,
}

impl Word for OfChannel {
    const WORDS: &'static [&'static str] = &["noise", "reading-error"];
    const VALUES: &'static [Self] = &[Self::Noise, Self::ReadingError];
}

impl OfChannel {
    fn target(self, party: Option<PartyId>) -> EffectTarget {
        match self {
            Self::Noise => EffectTarget::Noise(party),
            Self::ReadingError => EffectTarget::ReadingError(party),
        }
    }
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
static CHANNEL: Key<OfChannel> = Key::word("channel")
    .means("The property of the mediator's channel it shifts, with `shift`; of one party's, with `party`.")
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
pub(super) static EFFECT: Record = Record::new(
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
pub(super) type Shift = (EffectTarget, Uncertain);

/// The shifts of one entry.
pub(super) fn shifts(table: &Table<'_>) -> Vec<Shift> {
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
            shift(table, table.word(&CHANNEL).map(|of| of.target(None)))
        }
        ["party", "channel"] => {
            refuse(table, "channel", &["shift"]);
            let of = table.word(&CHANNEL).zip(table.name(&PARTY));
            shift(table, of.map(|(of, party)| of.target(Some(party))))
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
