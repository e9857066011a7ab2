//! Factors: levels, ranges, policies, and what they may not have in common.

use crate::scenario::Assignment;
use crate::scenario::decode::{Decoder, Fields};
use crate::scenario::document::{At, Places, Value};
use crate::scenario::edit::segments;
use crate::scenario::fault::{Fault, NumberFault, SweepFault};
use crate::scenario::fields::Kind;
use crate::scenario::fields::list::SCENARIO;
use crate::scenario::file::{Listed, Spelled, Word};
use crate::scenario::inline::{inline, label};
use crate::scenario::report::Report;
use crate::scenario::sweep::{Design, Factor, Level, Placed, ValueRange, Values};
use crate::scenario::validate::is_id;

/// The greatest number of factors.
const FACTORS_MAX: usize = 64;

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

/// A factor with its places; without values where these are faulty.
pub(super) struct SpelledFactor {
    at: At,
    id: Option<Word>,
    /// Where its range stands, when it has one without steps.
    open_range: Option<At>,
    /// Paths it sets, with their places.
    paths: Vec<Spelled<String>>,
    pub(super) value: Option<Factor>,
}

/// Reads one factor.
pub(super) fn factor(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    places: &Places,
) -> SpelledFactor {
    let id = decoder.word(fields, "id");
    let title = decoder.word(fields, "title");
    let path = decoder.word(fields, "path");
    if let Some(path) = &path
        && segments(&path.value).is_none()
    {
        let fault = SweepFault::BadPath(path.value.clone());
        decoder.report.value(path.at, fault);
    }
    let keys = fields.keys();
    let forms: Vec<String> = ["path", "levels", "range", "policies"]
        .iter()
        .filter(|form| keys.iter().any(|key| key == *form))
        .map(|form| (*form).to_owned())
        .collect();
    let words: Vec<&str> = forms.iter().map(String::as_str).collect();
    let (values, open_range) = match (words.as_slice(), &path) {
        (["path", "levels"], Some(path)) => (levels(decoder, fields, path, places), None),
        (["path", "range"], Some(path)) => range(decoder, fields, path, places),
        (["policies"], _) => (policies(decoder, fields, places), None),
        // A path that is no text has been reported.
        (["path", "levels" | "range"], None) => (None, None),
        _ => {
            let fault = SweepFault::FactorForm {
                found: forms.clone(),
            };
            decoder.report.key(fields.at, fault);
            (None, None)
        }
    };
    if !words.contains(&"range") {
        for key in ["steps", "whole"] {
            if keys.iter().any(|written| written == key) {
                decoder
                    .report
                    .key(fields.at, SweepFault::OnlyWithRange(key));
            }
        }
    }
    let paths = match (&values, path) {
        (_, Some(path)) => vec![path],
        (Some(Values::Levels(policies)), None) => policies_paths(policies, fields.at),
        _ => Vec::new(),
    };
    let value = match (&id, values) {
        (Some(id), Some(values)) => Some(Factor {
            id: id.value.clone(),
            title: title.map_or_else(|| id.value.clone(), |title| title.value),
            values,
        }),
        _ => None,
    };
    SpelledFactor {
        at: fields.at,
        id,
        open_range,
        paths,
        value,
    }
}

fn policies_paths(policies: &[Level], at: At) -> Vec<Spelled<String>> {
    let mut paths: Vec<&String> = policies
        .iter()
        .flat_map(|policy| policy.sets.iter().map(|set| &set.assignment.path))
        .collect();
    paths.sort();
    paths.dedup();
    let spelled = |path: &String| Spelled {
        value: path.clone(),
        at,
    };
    paths.into_iter().map(spelled).collect()
}

fn levels(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    path: &Word,
    places: &Places,
) -> Option<Values> {
    let listed = decoder.items(fields, "levels");
    let mut levels: Vec<Level> = Vec::new();
    for (node, _) in &listed.items {
        let level = Level {
            label: label(node),
            title: None,
            sets: vec![Placed {
                assignment: Assignment {
                    path: path.value.clone(),
                    value: inline(node),
                },
                place: places.value_span(node.at),
            }],
        };
        if levels.iter().any(|other| other.label == level.label) {
            let fault = Fault::NamedTwice {
                kind: "level",
                id: level.label,
            };
            decoder.report.value(node.at, fault);
        } else {
            levels.push(level);
        }
    }
    not_empty(decoder, &listed, "give at least one level")?;
    Some(Values::Levels(levels))
}

/// Reports an empty list; nothing of a list that is empty or none.
fn not_empty<T>(decoder: &mut Decoder<'_>, listed: &Listed<T>, remedy: &str) -> Option<()> {
    let at = listed.at?;
    if !listed.items.is_empty() {
        return Some(());
    }
    // A list of the wrong kind has been reported.
    if !decoder.report.touches(at) {
        let remedy = remedy.to_owned();
        decoder.report.value(at, Fault::EmptyList { remedy });
    }
    None
}

/// The values of a range, and where it stands when it has no steps.
fn range(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    path: &Word,
    places: &Places,
) -> (Option<Values>, Option<At>) {
    let steps = decoder.whole(fields, "steps");
    let whole = decoder.truth(fields, "whole");
    let listed = decoder.items(fields, "range");
    let Some(at) = listed.at.filter(|&at| !decoder.report.touches(at)) else {
        return (None, None);
    };
    let ends: Vec<f64> = listed
        .items
        .iter()
        .map(|(node, kind)| decoder.fixed(node, kind).value)
        .collect();
    if listed
        .items
        .iter()
        .any(|(node, _)| decoder.report.touches(node.at))
    {
        return (None, None);
    }
    let &[low, high] = ends.as_slice() else {
        let found = ends.len();
        decoder.report.value(at, SweepFault::RangeEnds { found });
        return (None, None);
    };
    if low > high {
        decoder
            .report
            .value(at, NumberFault::Unordered { low, high });
        return (None, None);
    }
    if high - low <= 0.0 {
        decoder.report.value(at, SweepFault::EmptyRange(low));
        return (None, None);
    }
    let range = ValueRange {
        path: path.value.clone(),
        low,
        high,
        whole: whole.is_some_and(|whole| whole.value),
        place: places.value_span(at),
    };
    match steps {
        None if fields.says("steps") => (None, None),
        None => (Some(Values::Range(range)), Some(at)),
        Some(steps) => {
            let mut levels = range.steps(steps.value);
            levels.dedup_by(|one, other| one.label == other.label);
            (Some(Values::Levels(levels)), None)
        }
    }
}

fn policies(decoder: &mut Decoder<'_>, fields: &Fields<'_>, places: &Places) -> Option<Values> {
    let listed = decoder.tables(fields, "policies", |decoder, item| {
        let title = decoder.word(&item, "title").map(|title| title.value);
        let id = decoder.word(&item, "id");
        let sets = placed(decoder, &item, "set", places);
        (id, title, sets)
    });
    not_empty(decoder, &listed, "give at least one policy")?;
    let mut levels: Vec<Level> = Vec::new();
    for (id, title, sets) in listed.items {
        let Some(id) = id else { continue };
        if !is_id(&id.value) {
            decoder.report.value(id.at, Fault::BadId(id.value.clone()));
        }
        if levels.iter().any(|other| other.label == id.value) {
            let kind = "policy";
            let fault = Fault::DuplicateId { kind, id: id.value };
            decoder.report.value(id.at, fault);
            continue;
        }
        levels.push(Level {
            label: id.value,
            title,
            sets,
        });
    }
    Some(Values::Levels(levels))
}

/// The assignments of a table of paths and values.
pub(super) fn placed(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    key: &str,
    places: &Places,
) -> Vec<Placed> {
    let mut sets = Vec::new();
    let entries = decoder.map_at(fields, key);
    for (path, node, _) in entries.map(|(_, entries)| entries).unwrap_or_default() {
        if segments(&path.value).is_none() {
            let fault = SweepFault::BadPath(path.value);
            decoder.report.key(node.at, fault);
            continue;
        }
        let is_list = SCENARIO
            .field(&path.value)
            .is_some_and(|field| matches!(field.kind, Kind::List(_)));
        if is_list && matches!(node.value, Value::Table(_)) {
            let fault = SweepFault::PathUnquoted { key: path.value };
            decoder.report.key(node.at, fault);
            continue;
        }
        sets.push(Placed {
            assignment: Assignment {
                path: path.value,
                value: inline(node),
            },
            place: places.value_span(node.at),
        });
    }
    sets
}

/// What factors may not have in common, and what the design asks of them.
pub(super) fn check_factors(
    factors: &Listed<SpelledFactor>,
    design: Option<Design>,
    report: &mut Report,
) {
    if let Some(at) = factors.at {
        if factors.items.is_empty() && !report.touches(at) {
            let remedy = "add `[[factor]]` with `id`, `path` and `levels`".to_owned();
            report.value(at, Fault::EmptyList { remedy });
        }
        if factors.items.len() > FACTORS_MAX {
            report.value(
                at,
                Fault::TooMany {
                    what: "factors".to_owned(),
                    limit: FACTORS_MAX as f64,
                    found: factors.items.len() as f64,
                },
            );
        }
    }
    for (position, factor) in factors.items.iter().enumerate() {
        let before = &factors.items[..position];
        check_id(factor, before, report);
        check_paths(factor, before, report);
        let listed = [Design::FullFactorial, Design::OneAtATime];
        if let (Some(at), Some(design)) = (factor.open_range, design)
            && listed.contains(&design)
        {
            let design = design.name();
            report.value(at, SweepFault::RangeNeedsSteps { design });
        }
    }
}

fn check_id(factor: &SpelledFactor, before: &[SpelledFactor], report: &mut Report) {
    let Some(id) = &factor.id else { return };
    if !is_id(&id.value) {
        report.value(id.at, Fault::BadId(id.value.clone()));
    } else if RESERVED.contains(&id.value.as_str()) {
        report.value(id.at, Fault::ReservedId(id.value.clone()));
    }
    let same = |other: &SpelledFactor| other.id.as_ref().is_some_and(|it| it.value == id.value);
    if before.iter().any(same) {
        let kind = "factor";
        let fault = Fault::DuplicateId {
            kind,
            id: id.value.clone(),
        };
        report.value(id.at, fault);
    }
}

/// Refuses two factors of which one would undo what the other sets.
fn check_paths(factor: &SpelledFactor, before: &[SpelledFactor], report: &mut Report) {
    for path in &factor.paths {
        // A broken path has been reported.
        let Some(walked) = segments(&path.value) else {
            continue;
        };
        let overlaps = |other: &Spelled<String>| {
            segments(&other.value)
                .is_some_and(|other| other.iter().zip(&walked).all(|(one, two)| one == two))
        };
        let clash = before.iter().find(|other| other.paths.iter().any(overlaps));
        if let Some(other) = clash {
            let other = other.id.as_ref().map(|id| id.value.clone());
            let fault = SweepFault::SetTwice {
                path: path.value.clone(),
                other: other.unwrap_or_default(),
            };
            report.key(factor.at, fault);
        }
    }
}
