//! Keys of levers: moves away from the table.

use crate::model::{Effect, Lever, Limit, PartyId, Range, StageId, Uncertain, Use};
use crate::scenario::key::{Key, Many};
use crate::scenario::keys::consent::{ID, TITLE};
use crate::scenario::keys::effect::{EFFECT, shifts};
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

impl Chosen for Use {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "a rule of use",
        variants: &[
            Variant::word("never", |_| Use::Never).means("Not at all, and no threat either."),
            Variant::word("threat", |_| Use::Threat)
                .means("Never carried out, only threatened, with its `credibility`."),
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
