//! Small result folders of every kind, what readers make of them, and how they are damaged: for tests of damage and for the
//! fuzzer.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use zopa::report::Content;
use zopa::report::figure::{CATALOGUE, allowed};
use zopa::report::paper::{Part, Study};
use zopa::results::{MANIFEST, Results, Stamp};

use crate::tool::{WAGE, place_with};

/// A command of each kind that writes results, with the files of which every value is damaged.
pub(crate) const RESULTS: [(&str, &[&str]); 8] = [
    ("run river.toml --runs 60", &["summary.json", MANIFEST]),
    ("solve river.toml", &["solution.json", "frontier.csv"]),
    (
        "solve ultimatum.toml --equilibrium",
        &["solution.json", "frontier.csv"],
    ),
    ("solve river.toml --realizations 30", &["solution.json"]),
    ("compare river.toml --runs 30", &["compare.json"]),
    ("sensitivity talks.toml --samples 8", &["sensitivity.json"]),
    ("discover river.toml --runs 1000", &["discovery.json"]),
    ("sweep rounds.toml", &[MANIFEST, "estimates.csv"]),
];

const SWEEP: &str = r#"
format = 1
title = "Rounds"
scenario = "talks.toml"
runs = 40
design = "full-factorial"

[[factor]]
id = "rounds"
path = "clock.rounds"
levels = [3, 5]

[[factor]]
id = "breakdown"
path = "clock.breakdown"
levels = [0.0, 0.1]
"#;

/// A folder with the scenarios and the sweep that these commands work on.
pub(crate) fn place() -> TempDir {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/river-compact.toml");
    let river = fs::read_to_string(path).expect("the scenario is there");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/take-it-or-leave-it.toml");
    let ultimatum = fs::read_to_string(path).expect("the scenario is there");
    place_with(&[
        ("river.toml", &river),
        ("ultimatum.toml", &ultimatum),
        ("talks.toml", WAGE),
        ("rounds.toml", SWEEP),
    ])
}

/// What a reader makes of results: their page, which has all tables and figures in it; or why not.
pub(crate) fn read(results: &Results) -> Result<String, String> {
    let content = Content::whole(results).map_err(|error| error.to_string())?;
    let place = results.path().join(MANIFEST);
    let content = content.ok_or_else(|| format!("{} names no results", place.display()))?;
    let mut seen = String::new();
    for (_, chart) in allowed(&CATALOGUE, &content) {
        let figure = chart.draw(None);
        seen.push_str(&figure.pages.concat());
        seen.push_str(&figure.data);
    }
    let part = Part::new(results.provenance.clone(), None, content);
    let study = Study::of(vec![part]);
    seen.push_str(&study.methods());
    seen.push_str(&study.headline_markdown().unwrap_or_default());
    Ok(seen)
}

/// What may stand in the place of a value.
pub(crate) fn others(value: &Value) -> Vec<Value> {
    let mut others = vec![
        json!(null),
        json!(true),
        json!("x"),
        json!(""),
        json!([]),
        json!({}),
        json!([[1]]),
    ];
    others.extend([
        json!(-1),
        json!(0),
        json!(0.5),
        json!(1e308),
        json!(u64::MAX),
        json!(7),
    ]);
    match value {
        Value::Array(items) => {
            if let Some((last, rest)) = items.split_last() {
                others.push(json!(rest));
                others.push(json!(
                    [items.as_slice(), std::slice::from_ref(last)].concat()
                ));
                others.push(json!(items.iter().rev().collect::<Vec<_>>()));
            }
        }
        Value::String(words) => others.push(json!(format!("{words}{words}"))),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or(0.0);
            others.extend([json!(number + 1.0), json!(-number), json!(number * 1e9)]);
        }
        _ => {}
    }
    others.retain(|other| other != value);
    others
}

/// A manifest with the checksums of a file as it is, and its own; none where the manifest is no longer one.
pub(crate) fn sealed(manifest: &str, name: &str, text: &str) -> Option<String> {
    let manifest = if name == MANIFEST { text } else { manifest };
    let mut value: Value = serde_json::from_str(manifest).ok()?;
    let fields = value.as_object_mut()?;
    if name != MANIFEST {
        let checksums = fields.get_mut("checksums")?.as_object_mut()?;
        checksums.insert(name.to_owned(), json!(Stamp::of(text.as_bytes())));
    }
    fields.shift_remove("checksum");
    let seal = format!("{:08x}", crc32fast::hash(value.to_string().as_bytes()));
    value["checksum"] = json!(seal);
    Some(value.to_string())
}
