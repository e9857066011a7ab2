//! Keys of consent rules and of whatever else has an id and a title.

use crate::model::{ConsentRule, PartyId, Range};
use crate::scenario::key::{Key, Map};
use crate::scenario::kind::{Kind, Record};
use crate::scenario::reader::{Choice, Chosen, Table, Variant};

pub(super) static ID: Key<String> = Key::id().means("Name in files.");
pub(super) static TITLE: Key<String> = Key::text("title")
    .means("Name for readers.")
    .or_else("the id");

const PARTIES: Kind = Kind::List(&Kind::Name("party"));
impl Chosen for ConsentRule {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "a consent rule",
        variants: &[
            Variant::given("all", PARTIES, |given| {
                ConsentRule::All(given.given_names())
            })
            .means("Every one of these parties; an empty list needs nobody."),
            Variant::given("any", PARTIES, |given| {
                ConsentRule::Any(given.given_names())
            })
            .means("At least one of these parties."),
            Variant::new("quota", &QUOTA, |given| {
                let (votes, quota) = quota(given);
                ConsentRule::Quota { votes, quota }
            })
            .means("Parties whose votes reach a quota."),
        ],
    };
}

static VOTES: Key<Map> = Key::map("votes", "party", &Kind::Plain(Range::VOTES))
    .needs_no_source()
    .means("Votes of each party.");
static NEEDED: Key<f64> = Key::plain("needed", Range::VOTES)
    .needs_no_source()
    .means("Votes needed.");
pub(super) static QUOTA: Record = Record::new("a quota", &[&VOTES, &NEEDED]);

/// Votes by party and the votes needed.
pub(super) fn quota(table: &Table<'_>) -> (Vec<(PartyId, f64)>, f64) {
    let mut votes = Vec::new();
    for entry in table.map(&VOTES).unwrap_or_default() {
        let number = table.read(entry.node, entry.kind);
        match table.reader.key_of(entry.key, entry.node.at) {
            Some(party) => votes.push((party, number)),
            // The votes are more than they seem.
            None => table.mark(&VOTES),
        }
    }
    (votes, table.get(&NEEDED))
}
