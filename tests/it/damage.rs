//! Result folders are input: whatever somebody or some disk has done to a file in them, reading it is an error that names the
//! file, never a panic, and never other results.
//!
//! Every value of every file is damaged in turn. Damage alone is noticed; damage with matching checksums, as a program that
//! writes such folders might do it, may be read but never panics.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use zopa::results::{MANIFEST, Results};

use crate::result_folder::{self, RESULTS, others, place, sealed};
use crate::tool::{call, code, done, told};

/// What a reader makes of a folder, or why not.
fn read(folder: &Path) -> Result<String, String> {
    let results = Results::open(folder).map_err(|error| error.to_string())?;
    result_folder::read(&results)
}

/// The ways to each kind of value in a document: of the items of a list the first and the last stand for all.
fn ways(
    value: &Value,
    way: &str,
    pattern: &str,
    seen: &mut BTreeSet<String>,
    found: &mut Vec<String>,
) {
    if seen.insert(pattern.to_owned()) {
        found.push(way.to_owned());
    }
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                ways(
                    value,
                    &format!("{way}/{key}"),
                    &format!("{pattern}/{key}"),
                    seen,
                    found,
                );
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let kind = if place + 1 == items.len() {
                    "last"
                } else {
                    "some"
                };
                ways(
                    item,
                    &format!("{way}/{place}"),
                    &format!("{pattern}/{kind}"),
                    seen,
                    found,
                );
            }
        }
        _ => {}
    }
}

/// A document damaged at every place in every way.
fn damaged_json(text: &str) -> Vec<(String, String)> {
    let value: Value = serde_json::from_str(text).expect("it is JSON");
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    ways(&value, "", "", &mut seen, &mut found);
    let mut damaged = Vec::new();
    for way in found {
        let there = value.pointer(&way).expect("it is there");
        for other in others(there) {
            let mut broken = value.clone();
            *broken.pointer_mut(&way).expect("it is there") = other.clone();
            damaged.push((format!("{way} = {other}"), broken.to_string()));
        }
        let Some((parent, key)) = way.rsplit_once('/') else {
            continue;
        };
        let mut broken = value.clone();
        if let Some(fields) = broken.pointer_mut(parent).and_then(Value::as_object_mut) {
            let key = key.replace("~1", "/").replace("~0", "~");
            let was = fields.shift_remove(&key);
            damaged.push((format!("{way} gone"), broken.to_string()));
            let mut broken = value.clone();
            let fields = broken.pointer_mut(parent).and_then(Value::as_object_mut);
            fields
                .expect("it is a table")
                .insert("another".to_owned(), was.unwrap_or_default());
            damaged.push((format!("{parent} has another"), broken.to_string()));
        }
    }
    damaged
}

/// A table damaged in its head, its last line and one between: columns and lines gone, doubled, put elsewhere, and cells that are
/// something else.
fn damaged_csv(text: &str) -> Vec<(String, String)> {
    let rows: Vec<Vec<String>> = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    let whole = |rows: &[Vec<String>]| {
        let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        lines.join("\n") + "\n"
    };
    let mut damaged = Vec::new();
    let columns = rows[0].len();
    for column in 0..columns {
        let without = rows.iter().map(|row| {
            [
                &row[..column.min(row.len())],
                &row[(column + 1).min(row.len())..],
            ]
            .concat()
        });
        damaged.push((
            format!("column {column} gone"),
            whole(&without.collect::<Vec<_>>()),
        ));
        let doubled = rows.iter().map(|row| {
            [
                row.as_slice(),
                &row[column.min(row.len())..(column + 1).min(row.len())],
            ]
            .concat()
        });
        damaged.push((
            format!("column {column} twice"),
            whole(&doubled.collect::<Vec<_>>()),
        ));
        for row in [0, rows.len() / 2, rows.len() - 1] {
            for cell in [
                "",
                "x",
                "-1",
                "1e308",
                "NaN",
                "inf",
                "0.5",
                "18446744073709551615",
            ] {
                let mut broken = rows.clone();
                if let Some(there) = broken[row].get_mut(column) {
                    cell.clone_into(there);
                }
                damaged.push((
                    format!("line {row}, column {column} = {cell}"),
                    whole(&broken),
                ));
            }
        }
    }
    for row in [0, 1, rows.len() / 2, rows.len() - 1] {
        let row = row.min(rows.len() - 1);
        let mut broken = rows.clone();
        let gone = broken.remove(row);
        damaged.push((format!("line {row} gone"), whole(&broken)));
        broken.push(gone.clone());
        damaged.push((format!("line {row} at the end"), whole(&broken)));
        broken.push(gone);
        damaged.push((format!("line {row} twice"), whole(&broken)));
    }
    damaged
}

/// Any text cut short, and with a letter changed here and there.
fn damaged_text(text: &str) -> Vec<(String, String)> {
    let letters: Vec<char> = text.chars().collect();
    let mut damaged = Vec::new();
    for part in 0..24 {
        let place = letters.len() * part / 24;
        damaged.push((format!("cut at {place}"), letters[..place].iter().collect()));
        let mut changed = letters.clone();
        changed[place] = if changed[place] == '7' { '3' } else { '7' };
        damaged.push((format!("letter {place}"), changed.iter().collect()));
    }
    damaged.push(("more".to_owned(), format!("{text}x")));
    damaged
}

/// Makes results, then damages each of some files in turn, in every `step`-th way.
fn damage_is_noticed(command: &str, files: &[&str], step: usize) {
    let place = place();
    done(&place, &format!("{command} --output out"));
    let folder = place.path().join("out");
    let wanted = read(&folder).expect("the results are whole");
    let manifest = fs::read_to_string(folder.join(MANIFEST)).expect("it is there");
    let mut faults = Vec::new();
    for &name in files {
        let path = folder.join(name);
        let before = fs::read_to_string(&path).expect("the file is there");
        let mut damaged = damaged_text(&before);
        damaged.extend(match name.rsplit_once('.') {
            Some((_, "json")) => damaged_json(&before),
            _ => damaged_csv(&before),
        });
        damaged.retain(|(_, text)| *text != before);
        assert!(damaged.len() > 40, "{name}: {} damages", damaged.len());
        for (what, text) in damaged.iter().step_by(step) {
            for is_sealed in [false, true] {
                fs::write(&path, text).expect("it can be written");
                if let Some(manifest) = sealed(&manifest, name, text).filter(|_| is_sealed) {
                    fs::write(folder.join(MANIFEST), manifest).expect("it can be written");
                }
                let found = catch_unwind(AssertUnwindSafe(|| read(&folder)));
                let fault = match found {
                    Err(_) => Some("a panic".to_owned()),
                    Ok(Err(words))
                        // Damage that looks whole shows where another file does not fit it.
                        if words.contains(name) || words.contains("/out`") || is_sealed && words.contains("/out/") =>
                    {
                        None
                    }
                    Ok(Err(words)) => Some(format!("the file is not named: {words}")),
                    Ok(Ok(seen)) => (!is_sealed && seen != wanted).then(|| "other results".to_owned()),
                };
                let seal = if is_sealed { ", sealed" } else { "" };
                faults.extend(fault.map(|fault| format!("{name}: {what}{seal}: {fault}")));
                if is_sealed {
                    fs::write(folder.join(MANIFEST), &manifest).expect("it can be written");
                }
            }
        }
        fs::write(&path, &before).expect("it can be written");
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// A prime, so that every way of damage is met at some value.
const STEP: usize = 23;

#[test]
fn of_results_of_every_kind() {
    for (command, files) in RESULTS {
        damage_is_noticed(command, files, STEP);
    }
}

#[test]
#[ignore = "slow: minutes"]
fn of_results_of_every_kind_in_every_way() {
    for (command, files) in RESULTS {
        damage_is_noticed(command, files, 1);
    }
}

/// Whether a call refuses with a word of a place, or does exactly as if nothing had been damaged.
fn judged(place: &TempDir, line: &str, tables: &[&str], wanted: &[Vec<u8>]) -> Option<String> {
    let output = call(place, line);
    let words = told(&output);
    match code(&output) {
        2 if words.contains("manifest.json")
            || words.contains("part-1")
            || words.contains(".toml`") =>
        {
            None
        }
        0 => {
            let read = tables
                .iter()
                .map(|table| fs::read(place.path().join(table)).unwrap_or_default());
            let same = read.collect::<Vec<_>>() == wanted;
            (!same).then(|| "other results".to_owned())
        }
        code => Some(format!("code {code}: {words}")),
    }
}

#[test]
fn of_shards_that_are_merged_or_resumed() {
    let place = place();
    let at = |name: &str| place.path().join(name);
    for shard in [1, 2] {
        done(
            &place,
            &format!("sweep rounds.toml --shard {shard}/2 --output part-{shard}"),
        );
    }
    let merge = "merge part-1 part-2 --output all";
    done(&place, merge);
    let tables = [
        "all/estimates.csv",
        "all/settings.csv",
        "all/terms.json",
        "all/manifest.json",
        "all/scenario.toml",
    ];
    let wanted: Vec<_> = tables
        .iter()
        .map(|table| fs::read(at(table)).expect("it is there"))
        .collect();
    let resume = "sweep rounds.toml --shard 1/2 --output part-1 --resume";
    let parts = ["part-1/manifest.json", "part-1/scenario.toml"];
    let before = parts.map(|part| fs::read(at(part)).expect("it is there"));
    let text = String::from_utf8(before[0].clone()).expect("it is text");
    // A third of the damages: each is two calls.
    let damaged = damaged_text(&text).into_iter().chain(damaged_json(&text));
    let mut faults = Vec::new();
    for (what, text) in damaged.filter(|damaged| damaged.1 != text).step_by(6) {
        fs::write(at(parts[0]), &text).expect("it can be written");
        faults.extend(
            judged(&place, merge, &tables, &wanted).map(|fault| format!("merge, {what}: {fault}")),
        );
        fs::write(at(parts[0]), &text).expect("it can be written");
        faults.extend(
            judged(&place, resume, &parts, &before).map(|fault| format!("resume, {what}: {fault}")),
        );
    }
    fs::write(at(parts[0]), &before[0]).expect("it can be written");
    fs::write(at(parts[1]), "format = 1\n").expect("it can be written");
    for line in [merge, resume] {
        faults
            .extend(judged(&place, line, &tables, &wanted).map(|fault| format!("{line}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
