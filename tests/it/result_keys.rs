//! What result files promise their readers: a key that is missing, renamed or of another kind is one error, which names the
//! file and the key.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::tool::{call, code, done, place_with, told};

/// A step into a JSON value.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

/// The way to each key of a value; of the items of a list the first that has a key stands for all.
fn keys(value: &Value, way: &[Step], seen: &mut BTreeSet<String>, found: &mut Vec<Vec<Step>>) {
    let further = |step: Step| [way, &[step]].concat();
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let way = further(Step::Key(key.clone()));
                let pattern = way.iter().map(|step| match step {
                    Step::Key(key) => format!(".{key}"),
                    Step::Item(_) => "[]".to_owned(),
                });
                if seen.insert(pattern.collect()) {
                    found.push(way.clone());
                }
                keys(value, &way, seen, found);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                keys(item, &further(Step::Item(place)), seen, found);
            }
        }
        _ => {}
    }
}

/// The table that a key stands in.
fn table<'a>(value: &'a mut Value, way: &[Step]) -> &'a mut Map<String, Value> {
    let mut place = value;
    for step in &way[..way.len() - 1] {
        place = match step {
            Step::Key(key) => &mut place[key.as_str()],
            Step::Item(item) => &mut place[*item],
        };
    }
    place.as_object_mut().expect("keys stand in tables")
}

/// The same value with the key at the end of a way renamed.
fn renamed(value: &Value, way: &[Step], key: &str) -> Value {
    let mut value = value.clone();
    let table = table(&mut value, way);
    let fields = std::mem::take(table).into_iter();
    *table = fields
        .map(|(name, it)| {
            let name = if name == key {
                format!("x-{name}")
            } else {
                name
            };
            (name, it)
        })
        .collect();
    value
}

/// The same value with something of another kind under the key at the end of a way.
fn mistyped(value: &Value, way: &[Step], key: &str) -> Value {
    let mut value = value.clone();
    let place = &mut table(&mut value, way)[key];
    *place = if place.is_object() {
        json!(true)
    } else {
        json!({ "x": true })
    };
    value
}

/// Whether a call refuses, and says which file and which key.
fn refuses(place: &Path, call_words: &str, file: &str, key: &str) -> Result<(), String> {
    let output = call(place, call_words);
    let words = told(&output);
    let fault = words.lines().next().unwrap_or_default();
    if code(&output) == 2 && fault.contains(file) && fault.contains(key) {
        return Ok(());
    }
    Err(format!("{key}: code {}: {fault}", code(&output)))
}

/// Makes results in the folder `out`, then breaks each key of a file in turn.
fn each_key_is_missed(scenario: &str, command: &str, files: &[&str]) {
    // Of many realizations there is no figure.
    let plot = if command.contains("--realizations") {
        "report"
    } else {
        "plot"
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("scenarios")
        .join(scenario);
    let text = fs::read_to_string(path).expect("the scenario is there");
    let place = place_with(&[("talks.toml", &text), ("rounds.toml", ROUNDS)]);
    done(&place, &format!("{command} --output out"));
    done(&place, "report out --output page");
    let mut faults = Vec::new();
    for &file in files {
        let path = place.path().join("out").join(file);
        let before = fs::read_to_string(&path).expect("the file is there");
        let value: Value = serde_json::from_str(&before).expect("it is JSON");
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        keys(&value, &[], &mut seen, &mut found);
        assert!(found.len() > 10, "{file}: {found:?}");
        for way in found {
            let Some(Step::Key(key)) = way.last() else {
                continue;
            };
            if file == MANIFEST && key == "tool" {
                continue;
            }
            for (broken, what) in [
                (renamed(&value, &way, key), "report"),
                (mistyped(&value, &way, key), plot),
            ] {
                fs::write(&path, broken.to_string()).expect("it can be written");
                let call = format!("{what} out --output page");
                let refused = refuses(place.path(), &call, file, key);
                faults.extend(
                    refused
                        .err()
                        .map(|fault| format!("{file} {way:?}: {fault}")),
                );
            }
        }
        fs::write(&path, before).expect("it can be written");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

const MANIFEST: &str = "manifest.json";

const ROUNDS: &str = r#"
format = 1
title = "Rounds"
scenario = "talks.toml"
runs = 60
design = "full-factorial"

[[factor]]
id = "rounds"
path = "clock.rounds"
levels = [12, 24]
"#;

#[test]
fn of_runs() {
    let command = "run talks.toml --runs 60";
    each_key_is_missed("river-compact.toml", command, &["summary.json", MANIFEST]);
}

#[test]
fn of_central_values() {
    let command = "solve talks.toml";
    each_key_is_missed("river-compact.toml", command, &["solution.json"]);
}

#[test]
fn of_rational_parties() {
    let command = "solve talks.toml --equilibrium";
    each_key_is_missed("take-it-or-leave-it.toml", command, &["solution.json"]);
}

#[test]
fn of_realizations() {
    let command = "solve talks.toml --realizations 30";
    each_key_is_missed("river-compact.toml", command, &["solution.json"]);
}

#[test]
fn of_levers() {
    let command = "compare talks.toml --runs 30";
    each_key_is_missed("river-compact.toml", command, &["compare.json"]);
}

#[test]
fn of_what_drives_a_result() {
    let command = "sensitivity talks.toml --samples 8";
    each_key_is_missed("first-steps.toml", command, &["sensitivity.json"]);
}

#[test]
fn of_boxes() {
    let command = "discover talks.toml --runs 1000";
    each_key_is_missed("river-compact.toml", command, &["discovery.json"]);
}

#[test]
fn of_a_sweep() {
    let files = [MANIFEST, "terms.json"];
    each_key_is_missed("first-steps.toml", "sweep rounds.toml", &files);
}
