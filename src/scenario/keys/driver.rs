//! Keys of drivers: what goes on away from the table.

use crate::model::{Driver, Jumps, Process, Range, Uncertain};
use crate::scenario::key::{Key, Sub};
use crate::scenario::keys::consent::{ID, TITLE};
use crate::scenario::kind::Record;
use crate::scenario::reader::{Choice, Chosen, Table, Variant};

static START: Key<Uncertain> = Key::uncertain("start", Range::ANY)
    .means("Value in round 0.")
    .or(0.0);
static MOVES: Key<Process> =
    Key::choice("process").means("How it moves from one round to the next.");
static LOWER: Key<Option<f64>> = Key::plain("lower", Range::ANY)
    .means("Absorbing barrier from below.")
    .or_none("none");
static UPPER: Key<Option<f64>> = Key::plain("upper", Range::ANY)
    .means("Absorbing barrier from above.")
    .or_none("none");
static EVENTS: Key<Sub> = Key::table("jumps", &JUMPS)
    .means("Events that move it at once: an attack, a change of government.")
    .or_else("none");
pub(super) static DRIVER: Record = Record::new(
    "a driver",
    &[&ID, &TITLE, &START, &MOVES, &LOWER, &UPPER, &EVENTS],
);

static CHANCE: Key<Uncertain> = Key::uncertain("probability", Range::PROBABILITY)
    .means("Probability of a jump from one round to the next.");
static SIZE: Key<Uncertain> = Key::uncertain("size", Range::ANY)
    .means("What each jump adds to the driver; drawn, where it is, once a run.");
static JUMPS: Record = Record::new("jumps of a driver", &[&CHANCE, &SIZE]);

pub(super) fn driver(table: &Table<'_>) -> Driver {
    let id = table.get(&ID);
    Driver {
        title: table.title(&TITLE, &id),
        id,
        start: table.get(&START),
        process: table.choose(&MOVES),
        jumps: jumps(table),
        lower: table.get(&LOWER),
        upper: table.get(&UPPER),
    }
}

fn jumps(table: &Table<'_>) -> Option<Jumps> {
    let jumps = table.table(&EVENTS);
    let read = Jumps {
        probability: jumps.get(&CHANCE),
        size: jumps.get(&SIZE),
    };
    table.has(&EVENTS).then_some(read)
}

impl Chosen for Process {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "a process",
        variants: &[
            Variant::new("random-walk", &RANDOM_WALK, |given| Process::RandomWalk {
                drift: given.get(&DRIFT),
                sd: given.get(&SD),
            })
            .means("Moves by a normal step each round."),
            Variant::new("mean-reverting", &MEAN_REVERTING, |given| {
                Process::MeanReverting {
                    mean: given.get(&MEAN),
                    speed: given.get(&SPEED),
                    sd: given.get(&SD),
                }
            })
            .means("Is drawn back to a mean."),
            Variant::new("battles", &BATTLES, |given| Process::Battles {
                step: given.get(&STEP),
                up: given.get(&UP),
            })
            .means("One step up or down each round."),
        ],
    };
}

static DRIFT: Key<Uncertain> = Key::uncertain("drift", Range::ANY)
    .means("Mean change per round.")
    .or(0.0);
static SD: Key<Uncertain> =
    Key::uncertain("sd", Range::SPREAD).means("Standard deviation of the change per round.");
static RANDOM_WALK: Record = Record::new("a random walk", &[&DRIFT, &SD]);

static MEAN: Key<Uncertain> = Key::uncertain("mean", Range::ANY).means("Long-run mean.");
static SPEED: Key<Uncertain> = Key::uncertain("speed", Range::SHARE)
    .means("Share of the distance to the mean closed per round.");
static MEAN_REVERTING: Record = Record::new("a mean-reverting process", &[&MEAN, &SPEED, &SD]);

static STEP: Key<Uncertain> = Key::uncertain("step", Range::POSITIVE).means("Size of a step.");
static UP: Key<Uncertain> =
    Key::uncertain("up", Range::PROBABILITY).means("Probability of a step up.");
static BATTLES: Record = Record::new("a series of battles", &[&STEP, &UP]);
