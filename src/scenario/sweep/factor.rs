//! Factors: levels, ranges, policies, and what they may not have in common.

use crate::model::check::ModelFault;
use crate::model::check::is_id;
use crate::model::{Limit, NumberFault};
use crate::scenario::document::{Node, Value};
use crate::scenario::edit::{Assignment, segments};
use crate::scenario::fault::Fault;
use crate::scenario::inline::inline;
use crate::scenario::inline::label;
use crate::scenario::key::{Key, Many, Map};
use crate::scenario::keys::SCENARIO;
use crate::scenario::kind::Kind;
use crate::scenario::place::{At, Places};
use crate::scenario::reader::{Reader, Table};
use crate::scenario::sweep::keys;
use crate::scenario::sweep::{Design, Factor, Level, Placed, ValueRange, Values};

/// The greatest number of factors.
const FACTORS: Limit = Limit::new("factors", 64);

/// Ids that are columns of every table of cells.
const RESERVED: [&str; 9] = [
    "cell",
    "runs",
    "agreement",
    "signed",
    "zone",
    "difference",
    "precise",
    "run",
    "version",
];

/// A text with its place.
struct Spelled {
    text: String,
    at: At,
}

/// A factor with its places; without values where these are faulty.
pub(super) struct ReadFactor {
    at: At,
    id: Option<Spelled>,
    /// Where its range stands, when it has one without steps.
    open_range: Option<At>,
    /// Paths it sets, with their places.
    paths: Vec<Spelled>,
    pub(super) value: Option<Factor>,
}

/// A text of a key, where it is legible.
fn spelled(table: &Table<'_>, key: &'static Key<String>) -> Option<Spelled> {
    let node = table.node(&key)?;
    let text = table.get(key);
    (!table.reader.is_faulty(node.at)).then_some(Spelled { text, at: node.at })
}

/// Reads one factor.
pub(super) fn factor(table: &Table<'_>, places: &Places) -> ReadFactor {
    let reader = table.reader;
    let id = spelled(table, &keys::FACTOR_ID);
    let title = spelled(table, &keys::READERS_TITLE);
    let path = spelled(table, &keys::PATH);
    if let Some(path) = &path
        && segments(&path.text).is_none()
    {
        reader.fault(path.at, Fault::BadPath(path.text.clone()));
    }
    let forms = ["path", "levels", "range", "policies"].into_iter();
    let forms: Vec<&str> = forms.filter(|form| table.writes(form)).collect();
    let (values, open_range) = match (forms.as_slice(), &path) {
        (["path", "levels"], Some(path)) => (levels(table, &path.text, places), None),
        (["path", "range"], Some(path)) => range(table, &path.text, places),
        (["policies"], _) => (policies(table, places), None),
        // A path that is no text has been reported.
        (["path", "levels" | "range"], None) => (None, None),
        _ => {
            let found = forms.iter().map(|form| (*form).to_owned()).collect();
            reader.key_fault(table.at, Fault::FactorForm { found });
            (None, None)
        }
    };
    if !forms.contains(&"range") {
        for key in ["steps", "whole"] {
            if table.writes(key) {
                reader.key_fault(table.at, Fault::OnlyWithRange(key));
            }
        }
    }
    let paths = match (&values, path) {
        (_, Some(path)) => vec![path],
        (Some(Values::Levels(policies)), None) => paths_of_policies(policies, table.at),
        _ => Vec::new(),
    };
    let value = match (&id, values) {
        (Some(id), Some(values)) => Some(Factor {
            id: id.text.clone(),
            title: title.map_or_else(|| id.text.clone(), |title| title.text),
            values,
        }),
        _ => None,
    };
    ReadFactor {
        at: table.at,
        id,
        open_range,
        paths,
        value,
    }
}

fn paths_of_policies(policies: &[Level], at: At) -> Vec<Spelled> {
    let sets = policies.iter().flat_map(|policy| &policy.sets);
    let mut paths: Vec<&String> = sets.map(|set| &set.assignment.path).collect();
    paths.sort();
    paths.dedup();
    let spelled = |path: &String| Spelled {
        text: path.clone(),
        at,
    };
    paths.into_iter().map(spelled).collect()
}

fn placed_at(path: &str, node: &Node, places: &Places) -> Placed {
    Placed {
        assignment: Assignment {
            path: path.to_owned(),
            value: inline(node),
        },
        place: places.value_span(node.at),
    }
}

fn levels(table: &Table<'_>, path: &str, places: &Places) -> Option<Values> {
    let mut levels: Vec<Level> = Vec::new();
    for (node, _) in table.items(&keys::LEVELS) {
        let level = Level {
            label: label(node),
            title: None,
            sets: vec![placed_at(path, node, places)],
        };
        if levels.iter().any(|other| other.label == level.label) {
            let fault = ModelFault::NamedTwice {
                kind: "level",
                id: level.label,
            };
            table.reader.fault(node.at, fault);
        } else {
            levels.push(level);
        }
    }
    not_empty(table, &keys::LEVELS, "give at least one level")?;
    Some(Values::Levels(levels))
}

/// Reports an empty list; nothing of a list that is empty or none.
fn not_empty(table: &Table<'_>, key: &'static Key<Many>, remedy: &'static str) -> Option<()> {
    let items = table.node(&key)?.items()?;
    if items.is_empty() {
        table.fault(&key, ModelFault::EmptyList { remedy });
    }
    (!items.is_empty()).then_some(())
}

/// The values of a range, and where it stands when it has no steps.
fn range(table: &Table<'_>, path: &str, places: &Places) -> (Option<Values>, Option<At>) {
    let nothing = (None, None);
    let reader = table.reader;
    let steps = table.get(&keys::STEPS);
    let whole = table.get(&keys::WHOLE);
    let items = table.items(&keys::RANGE);
    let Some(node) = table
        .node(&keys::RANGE)
        .filter(|node| !reader.is_faulty(node.at))
    else {
        return nothing;
    };
    let ends: Vec<f64> = items
        .iter()
        .map(|(node, kind)| table.read(node, kind))
        .collect();
    if items.iter().any(|(node, _)| reader.is_faulty(node.at)) {
        return nothing;
    }
    let &[low, high] = ends.as_slice() else {
        reader.fault(node.at, Fault::RangeEnds { found: ends.len() });
        return nothing;
    };
    if low > high {
        reader.fault(node.at, NumberFault::Unordered { low, high });
        return nothing;
    }
    if high - low <= 0.0 {
        reader.fault(node.at, Fault::EmptyRange(low));
        return nothing;
    }
    let range = ValueRange {
        path: path.to_owned(),
        low,
        high,
        whole,
        place: places.value_span(node.at),
    };
    let steps_node = table.node(&keys::STEPS);
    match steps {
        Some(_) if steps_node.is_some_and(|node| reader.is_faulty(node.at)) => nothing,
        None if table.says(&keys::STEPS) => nothing,
        None => (Some(Values::Range(range)), Some(node.at)),
        Some(steps) => {
            let mut levels = range.steps(steps);
            levels.dedup_by(|one, other| one.label == other.label);
            (Some(Values::Levels(levels)), None)
        }
    }
}

fn policies(table: &Table<'_>, places: &Places) -> Option<Values> {
    let policies = table.tables(&keys::POLICIES);
    not_empty(table, &keys::POLICIES, "give at least one policy")?;
    let mut levels: Vec<Level> = Vec::new();
    for policy in policies {
        let title = spelled(&policy, &keys::READERS_TITLE).map(|title| title.text);
        let sets = placed(&policy, &keys::POLICY_SET, places);
        let Some(id) = spelled(&policy, &keys::POLICY_ID) else {
            continue;
        };
        if !is_id(&id.text) {
            table
                .reader
                .fault(id.at, ModelFault::BadId(id.text.clone()));
        }
        if levels.iter().any(|other| other.label == id.text) {
            let kind = "policy";
            let fault = ModelFault::DuplicateId { kind, id: id.text };
            table.reader.fault(id.at, fault);
            continue;
        }
        levels.push(Level {
            label: id.text,
            title,
            sets,
        });
    }
    Some(Values::Levels(levels))
}

/// The assignments of a table of paths and values.
pub(super) fn placed(table: &Table<'_>, key: &'static Key<Map>, places: &Places) -> Vec<Placed> {
    let mut sets = Vec::new();
    for entry in table.map(key).unwrap_or_default() {
        let path = entry.key.to_owned();
        if segments(&path).is_none() {
            table.reader.key_fault(entry.node.at, Fault::BadPath(path));
            continue;
        }
        let field = SCENARIO.field(&path);
        let is_list = field.is_some_and(|field| matches!(field.kind, Kind::List(_)));
        if is_list && matches!(entry.node.value, Value::Table(_)) {
            let fault = Fault::PathUnquoted { key: path };
            table.reader.key_fault(entry.node.at, fault);
            continue;
        }
        sets.push(placed_at(entry.key, entry.node, places));
    }
    sets
}

/// What factors may not have in common, and what the design asks of them; `at` is the place of their list.
pub(super) fn check_factors(
    at: Option<At>,
    factors: &[ReadFactor],
    design: Option<Design>,
    reader: &Reader,
) {
    if let Some(at) = at {
        if factors.is_empty() {
            let remedy = "add `[[factor]]` with `id`, `path` and `levels`";
            reader.fault(at, ModelFault::EmptyList { remedy });
        }
        if let Some(fault) = FACTORS.fault(factors.len()) {
            reader.fault(at, fault);
        }
    }
    for (position, factor) in factors.iter().enumerate() {
        let before = &factors[..position];
        check_id(factor, before, reader);
        check_paths(factor, before, reader);
        let listed = [Design::FullFactorial, Design::OneAtATime];
        if let (Some(at), Some(design)) = (factor.open_range, design)
            && listed.contains(&design)
        {
            let design = design.name();
            reader.fault(at, Fault::RangeNeedsSteps { design });
        }
    }
}

fn check_id(factor: &ReadFactor, before: &[ReadFactor], reader: &Reader) {
    let Some(Spelled { text, at }) = &factor.id else {
        return;
    };
    if !is_id(text) {
        reader.fault(*at, ModelFault::BadId(text.clone()));
    } else if RESERVED.contains(&text.as_str()) {
        reader.fault(*at, ModelFault::ReservedId(text.clone()));
    }
    let has_same = |other: &ReadFactor| other.id.as_ref().is_some_and(|id| id.text == *text);
    if before.iter().any(has_same) {
        let kind = "factor";
        let id = text.clone();
        reader.fault(*at, ModelFault::DuplicateId { kind, id });
    }
}

/// Refuses two factors of which one would undo what the other sets.
fn check_paths(factor: &ReadFactor, before: &[ReadFactor], reader: &Reader) {
    for path in &factor.paths {
        // A broken path has been reported.
        let Some(walked) = segments(&path.text) else {
            continue;
        };
        let overlaps = |other: &Spelled| {
            segments(&other.text)
                .is_some_and(|other| other.iter().zip(&walked).all(|(one, two)| one == two))
        };
        let clash = before.iter().find(|other| other.paths.iter().any(overlaps));
        if let Some(other) = clash {
            let other = other.id.as_ref().map(|id| id.text.clone());
            let fault = Fault::SetTwice {
                path: path.text.clone(),
                other: other.unwrap_or_default(),
            };
            reader.key_fault(factor.at, fault);
        }
    }
}
