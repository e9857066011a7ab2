//! What the tool promises its callers: exit codes, files, bytes.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const WAGE: &str = r#"
format = 1
title = "Wage round"

[clock]
rounds = 10

[[issue]]
id = "wage"
options = [{ id = "low" }, { id = "middle" }, { id = "high" }]

[[party]]
id = "union"
role = "principal"
reservation = { uniform = [0.1, 0.9] }
[party.utility]
wage = { weight = 1, scores = [0.0, 0.5, 1.0] }

[[party]]
id = "firm"
role = "principal"
reservation = { uniform = [0.1, 0.9] }
[party.utility]
wage = { weight = 1, scores = [1.0, 0.5, 0.0] }

[protocol.alternating-offers]
"#;

/// A folder with `wage.toml` in it.
fn place() -> TempDir {
    let place = tempfile::tempdir().expect("a folder for the test");
    fs::write(place.path().join("wage.toml"), WAGE).expect("it can be written");
    place
}

fn tool(place: &TempDir, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zopa"));
    command
        .current_dir(place.path())
        .args(arguments.split_whitespace());
    command
}

fn call(place: &TempDir, arguments: &str) -> Output {
    tool(place, arguments).output().expect("the tool starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal ended it")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("the file is there");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn a_run_writes_a_whole_result_folder() {
    let place = place();
    let output = call(&place, "run wage.toml --runs 3000");
    assert_eq!(code(&output), 0, "{output:?}");
    let folder = place.path().join("output/wage");
    let mut wanted = vec!["manifest.json", "runs.csv", "summary.json"];
    if cfg!(feature = "figures") {
        wanted.extend(["failures.svg", "packages.svg", "survival.svg", "terms.svg"]);
        wanted.sort_unstable();
    }
    assert_eq!(names(&folder), wanted);

    let rows = fs::read_to_string(folder.join("runs.csv")).expect("it is there");
    let widths: Vec<usize> = rows.lines().map(|row| row.split(',').count()).collect();
    assert_eq!(widths.len(), 3_001);
    assert!(widths.iter().all(|&width| width == widths[0]));

    let manifest = json(&folder.join("manifest.json"));
    assert_eq!(manifest["scenario"], "wage.toml");
    assert_eq!(manifest["runs"], 3_000);
    assert_eq!(manifest["interrupted"], false);
}

#[test]
fn shares_of_failures_and_agreement_add_up_to_one() {
    let place = place();
    let output = call(&place, "run wage.toml --runs 3000 --format json --no-runs");
    assert_eq!(code(&output), 0, "{output:?}");
    let summary: Value = serde_json::from_slice(&output.stdout).expect("it is JSON only");
    let failures = summary["failures"].as_object().expect("an object");
    let failed: f64 = failures.values().filter_map(Value::as_f64).sum();
    let agreed = summary["agreement"]["rate"].as_f64().expect("a number");
    assert!((failed + agreed - 1.0).abs() < 1e-9);
    assert!(agreed > 0.0 && agreed < 1.0, "{agreed}");
    let folder = place.path().join("output/wage");
    assert_eq!(summary, json(&folder.join("summary.json")));
    assert!(!folder.join("runs.csv").exists());
}

#[test]
fn equal_calls_give_equal_bytes_on_any_number_of_threads() {
    let place = place();
    for arguments in ["--threads 1 --output a", "--threads 3 --output b"] {
        let output = call(&place, &format!("run wage.toml --runs 5000 {arguments}"));
        assert_eq!(code(&output), 0, "{output:?}");
    }
    let (a, b) = (place.path().join("a"), place.path().join("b"));
    assert_eq!(names(&a), names(&b));
    for name in names(&a) {
        let bytes = |folder: &Path| fs::read(folder.join(&name)).expect("it can be read");
        assert_eq!(bytes(&a), bytes(&b), "{name}");
    }
}

#[test]
fn a_trace_is_told_in_words_and_in_json() {
    let place = place();
    let told = call(&place, "trace wage.toml --run 3");
    assert_eq!(code(&told), 0, "{told:?}");
    assert!(String::from_utf8_lossy(&told.stdout).starts_with("Wage round\nrun 3 of seed 1"));
    let told = call(&place, "trace wage.toml --run 3 --format json");
    let value: Value = serde_json::from_slice(&told.stdout).expect("it is JSON only");
    assert_eq!(value["run"], 3);
    assert_eq!(names(place.path()), ["wage.toml"]);
}

#[test]
fn bad_input_exits_with_2_and_writes_nothing() {
    let place = place();
    fs::write(place.path().join("bad.toml"), "format = 1\nparty = 3\n").expect("it can be written");
    for arguments in [
        "run nowhere.toml",
        "run .",
        "run bad.toml",
        "run wage.toml --runs 0",
        "run wage.toml --runs -1",
        "run wage.toml --threads 0",
        "run wage.toml --set nonsense",
        "run wage.toml --set party.nobody.reservation=0.4",
        "run wage.toml --set party.union.reservation=4",
        "run wage.toml --what",
        "trace bad.toml",
        "trace wage.toml --run -1",
        "check bad.toml wage.toml",
        "new wage",
        "new talks --template nonsense",
        "frobnicate",
    ] {
        let output = call(&place, arguments);
        assert_eq!(code(&output), 2, "{arguments}: {output:?}");
        assert!(!output.stderr.is_empty(), "{arguments} says nothing");
        assert_eq!(
            names(place.path()),
            ["bad.toml", "wage.toml"],
            "{arguments}"
        );
    }
}

#[test]
fn a_folder_that_cannot_take_results_fails_before_the_runs() {
    let place = place();
    let output = call(&place, "run wage.toml --output wage.toml");
    assert_eq!(code(&output), 1, "{output:?}");
    fs::create_dir(place.path().join("mine")).expect("it can be made");
    let mine = place.path().join("mine/manifest.json");
    fs::write(&mine, "{}").expect("it can be written");
    let output = call(&place, "run wage.toml --output mine");
    assert_eq!(code(&output), 1, "{output:?}");
    assert_eq!(fs::read_to_string(&mine).expect("it is still there"), "{}");
    assert_eq!(names(&place.path().join("mine")), ["manifest.json"]);
}

#[test]
fn every_template_is_a_scenario_that_runs() {
    let place = place();
    let listed = call(&place, "new x --template nonsense");
    let listed = String::from_utf8_lossy(&listed.stderr).into_owned();
    let templates: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .collect();
    assert!(!templates.is_empty(), "{listed}");
    for template in templates {
        let written = call(&place, &format!("new t-{template} --template {template}"));
        assert_eq!(code(&written), 0, "{written:?}");
        let played = call(&place, &format!("run t-{template}.toml --runs 20"));
        assert_eq!(code(&played), 0, "{played:?}");
    }
}

#[test]
fn a_schema_is_json() {
    let output = call(&place(), "schema");
    let schema: Value = serde_json::from_slice(&output.stdout).expect("it is JSON only");
    assert!(schema.is_object());
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let place = place();
    for arguments in ["run wage.toml --runs 50", "schema", "--help"] {
        let mut child = tool(&place, arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the tool starts");
        drop(child.stdout.take());
        let mut said = String::new();
        let mut stderr = child.stderr.take().expect("it is piped");
        stderr.read_to_string(&mut said).expect("it is text");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{arguments}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_done() {
    // A batch system tells by the exit code whether to start again.
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        interrupt_a_run(signal, code);
    }
}

#[cfg(unix)]
fn interrupt_a_run(signal: &str, code: i32) {
    let place = place();
    let mut child = tool(&place, "run wage.toml --runs 100000000000 --no-runs")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the tool starts");
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    let sent = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(sent.is_ok_and(|status| status.success()));
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(code));
    let manifest = json(&place.path().join("output/wage/manifest.json"));
    assert_eq!(manifest["interrupted"], true);
    let summary = json(&place.path().join("output/wage/summary.json"));
    assert_eq!(summary["runs"], manifest["runs"]);
    assert!(summary["runs"].as_u64().is_some_and(|runs| runs > 0));
}
