//! Factors: levels, ranges, policies, and what they may not have in common.

use crate::model::check::{ModelFault, is_id};
use crate::model::{Limit, Range};
use crate::scenario::assignment::segments;
use crate::scenario::fault::Fault;
use crate::scenario::inline::label;
use crate::scenario::key::{Key, Many};
use crate::scenario::keys::{WHOLE_FILE, is_list};
use crate::scenario::kind::{Kind, kind_at};
use crate::scenario::place::{At, Span};
use crate::scenario::placed::{placed, placed_at};
use crate::scenario::reader::{Reader, Table};
use crate::scenario::sweep::{Design, Factor, Level, ValueRange, Values, keys};

/// The greatest number of factors.
const FACTORS: Limit = Limit::new("factors", 64);

/// Ids that are columns of every table of cells.
const RESERVED: [&str; 10] = [
    "cell",
    "runs",
    "agreement",
    "in-force-in-time",
    "signed",
    "zone",
    "difference",
    "precise",
    "run",
    "version",
];

/// A factor that has been read; without values where these are faulty.
pub(super) struct ReadFactor<'n> {
    table: Table<'n>,
    id: Option<String>,
    /// Where its range stands, when it has one without steps.
    open_range: Option<At>,
    /// Paths it sets.
    paths: Vec<String>,
    pub(super) value: Option<Factor>,
}

/// A text of a key, where it is legible.
fn legible(table: &Table<'_>, key: &'static Key<String>) -> Option<String> {
    let node = table.node(key)?;
    let text = table.get(key);
    (!table.reader.is_faulty(node.at)).then_some(text)
}

/// Reads one factor.
pub(super) fn factor<'n>(table: &Table<'n>) -> ReadFactor<'n> {
    let id = legible(table, &keys::FACTOR_ID);
    let title = legible(table, &keys::READERS_TITLE);
    let path = legible(table, &keys::PATH);
    if let Some(path) = &path
        && segments(path).is_none()
    {
        table.fault(&keys::PATH, Fault::BadPath(path.clone()));
    }
    let forms = ["path", "levels", "range", "policies"].into_iter();
    let forms: Vec<&str> = forms.filter(|form| table.is_written(form)).collect();
    let values = match (forms.as_slice(), &path) {
        (["path", "levels"], Some(path)) => levels(table, path),
        (["path", "range"], Some(path)) => range(table, path),
        (["policies"], _) => policies(table),
        // A path that is no text has been reported.
        (["path", "levels" | "range"], None) => None,
        _ => {
            let found = forms.iter().map(|form| (*form).to_owned()).collect();
            let fault = Fault::FactorForm { found };
            table.reader.key_fault(table.at, fault);
            None
        }
    };
    let is_open = matches!(values, Some(Values::Range(_)));
    let range = table.node(&keys::RANGE).filter(|_| is_open);
    if !forms.contains(&"range") {
        for key in ["steps", "whole"] {
            if table.is_written(key) {
                let fault = Fault::OnlyWithRange(key);
                table.reader.key_fault(table.at, fault);
            }
        }
    }
    let paths = match (&values, path) {
        (_, Some(path)) => vec![path],
        (Some(Values::Levels(policies)), None) => paths_of_policies(policies),
        _ => Vec::new(),
    };
    let value = id.clone().zip(values).map(|(id, values)| Factor {
        title: title.unwrap_or_else(|| id.clone()),
        id,
        values,
    });
    ReadFactor {
        table: table.clone(),
        id,
        open_range: range.map(|node| node.at),
        paths,
        value,
    }
}

fn paths_of_policies(policies: &[Level]) -> Vec<String> {
    let sets = policies.iter().flat_map(|policy| &policy.sets);
    let mut paths: Vec<String> = sets.map(|set| set.assignment.path.clone()).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Where the path of a factor stands.
fn path_span(table: &Table<'_>) -> Span {
    let node = table.node(&keys::PATH);
    node.map_or(Span::whole(0), |node| table.reader.span(node.at))
}

/// Whether a whole number belongs at a path of a scenario.
fn is_whole(path: &str) -> bool {
    let segments = segments(path).unwrap_or_default();
    matches!(kind_at(&WHOLE_FILE, &segments), Some(Kind::Whole(_)))
}

fn levels(table: &Table<'_>, path: &str) -> Option<Values> {
    let mut levels: Vec<Level> = Vec::new();
    let place = path_span(table);
    for (node, _) in table.items(&keys::LEVELS) {
        let level = Level {
            label: label(node),
            title: None,
            sets: vec![placed_at(table, path, node, place)],
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
    let items = table.node(key)?.items()?;
    if items.is_empty() {
        table.fault(key, ModelFault::EmptyList { remedy });
    }
    (!items.is_empty()).then_some(())
}

/// The values of a range: its steps, or any value of it.
fn range(table: &Table<'_>, path: &str) -> Option<Values> {
    let reader = table.reader;
    let steps = table.get(&keys::STEPS);
    // A range of a parameter that is a whole number has whole numbers in it, whether it says so or not.
    let whole = table.get(&keys::WHOLE) || is_whole(path);
    let node = table.node(&keys::RANGE)?;
    // A range that is no list is reported as any other list is.
    table.items(&keys::RANGE);
    if reader.is_faulty(node.at) {
        return None;
    }
    let [low, high] = reader.range_ends(node, &Kind::Plain(Range::ANY))?;
    let range = ValueRange {
        path: path.to_owned(),
        low,
        high,
        whole,
        place: [table.reader.span(node.at), path_span(table)],
    };
    let steps_node = table.node(&keys::STEPS);
    match steps {
        Some(_) if steps_node.is_some_and(|node| reader.is_faulty(node.at)) => None,
        None if table.has(&keys::STEPS) => None,
        None => Some(Values::Range(range)),
        Some(steps) => {
            let mut levels = range.steps(steps);
            levels.dedup_by(|one, other| one.label == other.label);
            Some(Values::Levels(levels))
        }
    }
}

fn policies(table: &Table<'_>) -> Option<Values> {
    let policies = table.tables(&keys::POLICIES);
    not_empty(table, &keys::POLICIES, "give at least one policy")?;
    let mut levels: Vec<Level> = Vec::new();
    for policy in policies {
        let title = legible(&policy, &keys::READERS_TITLE);
        let sets = placed(&policy, &keys::POLICY_SET, is_list);
        let Some(id) = legible(&policy, &keys::POLICY_ID) else {
            continue;
        };
        if !is_id(&id) {
            policy.fault(&keys::POLICY_ID, ModelFault::BadId(id.clone()));
        }
        if levels.iter().any(|other| other.label == id) {
            let kind = "policy";
            policy.fault(&keys::POLICY_ID, ModelFault::DuplicateId { kind, id });
            continue;
        }
        levels.push(Level {
            label: id,
            title,
            sets,
        });
    }
    Some(Values::Levels(levels))
}

/// What factors may not have in common, and what the design asks of them; `at` is the place of their list.
pub(super) fn check_factors(
    at: Option<At>,
    factors: &[ReadFactor<'_>],
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
        check_id(factor, before);
        check_paths(factor, before);
        let listed = [Design::FullFactorial, Design::OneAtATime];
        if let (Some(at), Some(design)) = (factor.open_range, design)
            && listed.contains(&design)
        {
            let design = design.name();
            reader.fault(at, Fault::RangeNeedsSteps { design });
        }
    }
}

fn check_id(factor: &ReadFactor<'_>, before: &[ReadFactor<'_>]) {
    let Some(id) = &factor.id else {
        return;
    };
    let fault = |fault: ModelFault| factor.table.fault(&keys::FACTOR_ID, fault);
    if !is_id(id) {
        fault(ModelFault::BadId(id.clone()));
    } else if RESERVED.contains(&id.as_str()) {
        fault(ModelFault::ReservedId(id.clone()));
    }
    if before.iter().any(|other| other.id == factor.id) {
        let (kind, id) = ("factor", id.clone());
        fault(ModelFault::DuplicateId { kind, id });
    }
}

/// Refuses two factors of which one would undo what the other sets.
fn check_paths(factor: &ReadFactor<'_>, before: &[ReadFactor<'_>]) {
    for path in &factor.paths {
        // A broken path has been reported.
        let Some(walked) = segments(path) else {
            continue;
        };
        let overlaps = |other: &String| {
            segments(other)
                .is_some_and(|other| other.iter().zip(&walked).all(|(one, two)| one == two))
        };
        let clash = before.iter().find(|other| other.paths.iter().any(overlaps));
        if let Some(other) = clash {
            let fault = Fault::SetTwice {
                path: path.clone(),
                other: other.id.clone().unwrap_or_default(),
            };
            factor.table.reader.key_fault(factor.table.at, fault);
        }
    }
}
