//! Keys of policies: levers used together, and what else is set with them.

use crate::model::LeverId;
use crate::model::check::ModelFault;
use crate::scenario::key::{Key, Map};
use crate::scenario::keys::consent::{ID, TITLE};
use crate::scenario::kind::Record;
use crate::scenario::placed::{PARAMETERS, placed};
use crate::scenario::policy::{NamedPolicy, RESERVED};
use crate::scenario::reader::Table;

static LEVERS: Key<Vec<LeverId>> = Key::names("levers")
    .means("Levers used together, by their own rules of use, from round 0 on where the file never uses one; no others are.")
    .or_else("none");
static SET: Key<Map> = Key::of_kind("set", PARAMETERS)
    .means("What else is set: paths in quotes and values, as in `\"agenda\" = \"sequential\"` or another rule of use.")
    .or_else("nothing");
pub(super) static POLICY: Record = Record::new("a policy", &[&ID, &TITLE, &LEVERS, &SET]);

/// The policies of a list, in order; what a policy sets is judged where it is put.
pub(super) fn policies(tables: &[Table<'_>], is_list: fn(&str) -> bool) -> Vec<NamedPolicy> {
    let mut policies: Vec<NamedPolicy> = Vec::new();
    for table in tables {
        let id = table.get(&ID);
        let is_known = policies.iter().any(|other| other.id == id)
            || table.reader.names.of("lever").contains(&id);
        if RESERVED.contains(&id.as_str()) {
            table.fault(&ID, ModelFault::ReservedId(id.clone()));
        } else if is_known && !id.is_empty() {
            let kind = "policy";
            let id = id.clone();
            table.fault(&ID, ModelFault::DuplicateId { kind, id });
        }
        policies.push(NamedPolicy {
            title: table.title(&TITLE, &id),
            id,
            levers: table.names(&LEVERS).unwrap_or_default(),
            sets: placed(table, &SET, is_list),
        });
    }
    policies
}
