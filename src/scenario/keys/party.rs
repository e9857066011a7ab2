//! Keys of parties, their types and how types are drawn together.

use crate::model::check::{IdleFault, ModelFault};
use crate::model::{
    DriverId, JointType, Limit, Linkage, Party, PartyId, PartyType, Profile, Range, Role, TypeId,
    Uncertain, Utility,
};
use crate::scenario::key::{Key, Many, Map, Sub, Word};
use crate::scenario::keys::consent::{ID, TITLE};
use crate::scenario::keys::strategy::{STRATEGY, strategy, warn_of_unused_rule};
use crate::scenario::keys::utility::{
    ISSUE_OVERRIDE, ISSUE_UTILITY, PATTERN, SCORE_SD, WEIGHT_CONCENTRATION,
};
use crate::scenario::keys::{breach, utility};
use crate::scenario::kind::{Keys, Kind, Record};
use crate::scenario::reader::Table;

impl Word for Role {
    const WORDS: &'static [&'static str] = &["principal", "mediator", "observer"];
    const VALUES: &'static [Self] = &[Self::Principal, Self::Mediator, Self::Observer];
}

static ROLE: Key<Role> = Key::word("role").means("What it does at the table.");
static INFLUENCE: Key<Option<f64>> = Key::plain("influence", Range::NON_NEGATIVE)
    .means("Its influence on every issue where a formula settles it; changes nothing in the talks.")
    .or_none("1 on issues some option of which may need its consent, else 0");
static UTILITY: Key<Map> = Key::map("utility", "issue", &Kind::Record(&ISSUE_UTILITY))
    .means("Weight of each issue and score of each option.")
    .with_notes()
    .or_else("none; required for principals and for whoever's consent is needed");
static TYPES: Key<Many> = Key::list("type", &Kind::Record(&TYPE))
    .means("Its possible types; each overrides what differs.")
    .or_else("one")
    .at_most(Limit::TYPES);
pub(super) static PARTY: Record = Record::new(
    "a party",
    &[&ID, &TITLE, &ROLE, &INFLUENCE, &UTILITY, &TYPES],
)
.and(PREFERENCES);

static PROBABILITY: Key<Option<Uncertain>> = Key::uncertain("probability", Range::PROBABILITY)
    .means("Probability of this type; those of a party sum to 1.")
    .or_none("none; required unless types are drawn jointly");
static TYPE_UTILITY: Key<Map> = Key::map("utility", "issue", &Kind::Record(&ISSUE_OVERRIDE))
    .means("Weights and scores that differ from the party's.")
    .with_notes()
    .or_else("the party's");
static TYPE: Record =
    Record::new("a type", &[&ID, &TITLE, &PROBABILITY, &TYPE_UTILITY]).and(PREFERENCES);

/// What a party wants and does; a type may override each key.
static PREFERENCES: Keys = &[
    &RESERVATION,
    &DISCOUNT,
    &ROUND_COST,
    &DEADLINE,
    &NEVER,
    &ANTICIPATE,
    &WEIGHT_CONCENTRATION,
    &SCORE_SD,
    &LINKAGES,
    &breach::BREACH,
    &LOADS,
    &PLAYS,
];

static RESERVATION: Key<Uncertain> = Key::uncertain("reservation", Range::UTILITY)
    .means("Utility of its best course without agreement.")
    .or_noting(0.0, "required for principals");
static DISCOUNT: Key<Uncertain> = Key::uncertain("discount", Range::FACTOR)
    .means("Discount factor per round.")
    .or(1.0);
static ROUND_COST: Key<Uncertain> = Key::uncertain("round-cost", Range::COST)
    .means("Fixed cost of each round without agreement, in utility.")
    .or(0.0);
static DEADLINE: Key<Option<Uncertain>> = Key::uncertain("deadline", Range::DEADLINE)
    .means("Whole rounds after which it walks out, which ends the talks.")
    .or_none("none: it stays as long as the clock runs");
static NEVER: Key<Many> = Key::list("never", &PATTERN)
    .means("Red lines: combinations of options it refuses at any price.")
    .or_else("none")
    .at_most(Limit::RED_LINES);
static ANTICIPATE: Key<f64> = Key::plain("anticipate", Range::PROBABILITY)
    .means("It refuses what its own body would approve with a lower probability.")
    .or(0.0);
static LINKAGES: Key<Many> = Key::list("linkages", &Kind::Record(&LINKAGE))
    .means("Combinations that add to or take from utility.")
    .or_else("none")
    .at_most(Limit::LINKAGES);
static LOADS: Key<Map> = Key::map("loads", "driver", &Kind::Uncertain(Range::ANY))
    .means("Change of its reservation value per unit of a driver.")
    .or_else("none");
static PLAYS: Key<Sub> = Key::table("strategy", &STRATEGY)
    .means("How it concedes and what it accepts.")
    .or_else("time-dependent concession, next-offer acceptance");

static WHEN: Key<Map> = Key::of_kind("when", PATTERN).means("The options that must come together.");
static BONUS: Key<Uncertain> =
    Key::uncertain("bonus", Range::CHANGE).means("What it adds to utility, from −1 to 1.");
static LINKAGE: Record = Record::new("a linkage", &[&WHEN, &BONUS]);

static ROW_PROBABILITY: Key<Uncertain> = Key::uncertain("probability", Range::PROBABILITY)
    .means("Probability of this row; all rows sum to 1.");
static ROW_TYPES: Key<Map> = Key::map("types", "party", &Kind::Name("type"))
    .means("One type for each party that is drawn jointly.");
pub(super) static JOINT_TYPE: Record = Record::new("a joint type", &[&ROW_PROBABILITY, &ROW_TYPES]);

pub(super) fn party<'n>(id: PartyId, table: &Table<'n>, joint: &[JointType]) -> Party {
    let party_id = id;
    let id = table.get(&ID);
    let title = table.title(&TITLE, &id);
    let role = table.word(&ROLE);
    let parts = utility::parts(table, &UTILITY);
    let types = table.tables(&TYPES);
    let need_reservation = |kind: &Table<'_>| {
        if role == Some(Role::Principal) && !kind.has(&RESERVATION) {
            table.require(&RESERVATION, "a principal");
        }
    };
    let party_types = if types.is_empty() {
        if table
            .node(&TYPES)
            .is_some_and(|node| node.items().is_some())
        {
            let remedy = "leave `type` out for a party of one type";
            table.fault(&TYPES, ModelFault::EmptyList { remedy });
        }
        need_reservation(table);
        vec![PartyType {
            id: id.clone(),
            title: title.clone(),
            probability: Uncertain::fixed(1.0),
            profile: profile(table, parts.utility(table)),
        }]
    } else {
        // What all types override is read too, so that its faults are found.
        profile(table, utility::Parts::default().utility(table));
        warn_of_overridden(table, &types, &id);
        let of = |(position, kind): (usize, &Table<'n>)| {
            let own = utility::parts(kind, &TYPE_UTILITY);
            own.check_additions(&parts);
            let over = kind.over(table);
            need_reservation(&over);
            let id = kind.get(&ID);
            PartyType {
                title: kind.title(&TITLE, &id),
                id,
                probability: probability(kind, marginal(joint, party_id, TypeId::at(position))),
                profile: profile(&over, own.over(&parts).utility(&over)),
            }
        };
        types.iter().enumerate().map(of).collect()
    };
    Party {
        id,
        title,
        // What a check finds about the role of a party without a legible one is dropped.
        role: role.unwrap_or(Role::Principal),
        influence: table.get(&INFLUENCE),
        types: party_types,
    }
}

fn profile(table: &Table<'_>, utility: Utility) -> Profile {
    Profile {
        utility,
        linkages: table.tables(&LINKAGES).iter().map(linkage).collect(),
        red_lines: utility::patterns(table, &NEVER),
        breach: breach::breach(table),
        reservation: table.get(&RESERVATION),
        discount: table.get(&DISCOUNT),
        round_cost: table.get(&ROUND_COST),
        deadline: table.get(&DEADLINE),
        loads: loads(table, &LOADS),
        anticipate: table.get(&ANTICIPATE),
        strategy: strategy(&table.merged(&PLAYS)),
    }
}

/// Warns of concession rules in an ultimatum.
pub(super) fn warn_of_unused_rules(table: &Table<'_>) {
    warn_of_unused_rule(&table.table(&PLAYS));
    for kind in table.tables(&TYPES) {
        warn_of_unused_rule(&kind.table(&PLAYS));
    }
}

/// The numbers that a type replaces as a whole.
static NUMBERS: Keys = &[
    &RESERVATION,
    &DISCOUNT,
    &ROUND_COST,
    &DEADLINE,
    &ANTICIPATE,
    &WEIGHT_CONCENTRATION,
    &SCORE_SD,
];

/// Warns of numbers of a party that each of its types replaces by its own.
fn warn_of_overridden(table: &Table<'_>, types: &[Table<'_>], party: &str) {
    let fields = NUMBERS.iter().map(|key| key.field());
    let overridden = fields.filter(|field| {
        let mut types = types.iter();
        types.all(|kind| kind.is_written(field.key))
    });
    let written =
        overridden.filter_map(|field| Some((table.node(field)?.at, field.key.to_owned())));
    let (places, keys): (Vec<_>, Vec<_>) = written.unzip();
    let Some(&first) = places.first() else {
        return;
    };
    let party = party.to_owned();
    let mut report = table.reader.report.borrow_mut();
    for at in places {
        report.note_idle(at);
    }
    report.warn(
        first,
        ModelFault::from(IdleFault::Overridden { keys, party }),
    );
}

fn linkage(table: &Table<'_>) -> Linkage {
    Linkage {
        pattern: utility::pattern_at(table, &WHEN),
        bonus: table.get(&BONUS),
    }
}

/// What moves by so much per unit of each driver.
pub(super) fn loads(table: &Table<'_>, key: &'static Key<Map>) -> Vec<(DriverId, Uncertain)> {
    let entries = table.map(key).unwrap_or_default().into_iter();
    let load = |entry: crate::scenario::reader::Entry<'_>| {
        let number = table.read(entry.node, entry.kind);
        Some((table.reader.key_of(entry.key, entry.node.at)?, number))
    };
    entries.filter_map(load).collect()
}

/// The probability of a type as written, or as the rows of joint types make it.
fn probability(kind: &Table<'_>, marginal: Option<f64>) -> Uncertain {
    let written = kind.get(&PROBABILITY);
    if written.is_none() && marginal.is_none() {
        kind.require(&PROBABILITY, "a type");
    }
    written.unwrap_or(Uncertain::fixed(marginal.unwrap_or(1.0)))
}

/// Probability of a type when drawn jointly; none when the party is drawn by itself.
fn marginal(joint: &[JointType], party: PartyId, kind: TypeId) -> Option<f64> {
    let is_drawn = joint
        .iter()
        .any(|row| row.types.iter().any(|pair| pair.0 == party));
    let rows = joint
        .iter()
        .filter(|row| row.types.contains(&(party, kind)));
    is_drawn.then(|| rows.map(|row| row.probability.central()).sum())
}

pub(super) fn joint_type(table: &Table<'_>) -> JointType {
    let reader = table.reader;
    let mut types = Vec::new();
    for entry in table.map(&ROW_TYPES).unwrap_or_default() {
        let kind = reader.text(entry.node, entry.kind);
        let party = reader.key_of::<PartyId>(entry.key, entry.node.at);
        let found = party.zip(kind).and_then(|(party, kind)| {
            let kinds = reader.names.types(party.index());
            let kind = reader.find("type", kinds, kind, entry.node.at)?;
            Some((party, TypeId::at(kind)))
        });
        match found {
            Some(pair) => types.push(pair),
            None => table.mark(&ROW_TYPES),
        }
    }
    types.sort_unstable();
    JointType {
        probability: table.get(&ROW_PROBABILITY),
        types,
    }
}
