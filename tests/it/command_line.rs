//! What the tool promises its callers: exit codes, files, bytes.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::tool::{WAGE, call, code, done, names, place_with, tool};

/// A folder with `wage.toml` in it.
fn place() -> TempDir {
    place_with(&[("wage.toml", WAGE)])
}

/// Ten slices to share, each side keeping what it gets: theory can be checked by hand.
const PIE: &str = r#"
format = 1
title = "Ten slices"

[clock]
rounds = 10

[[issue]]
id = "slices"
options = [{ id = "0" }, { id = "1" }, { id = "2" }, { id = "3" }, { id = "4" }, { id = "5" },
  { id = "6" }, { id = "7" }, { id = "8" }, { id = "9" }, { id = "10" }]

[[party]]
id = "ann"
title = "Ann"
role = "principal"
reservation = { uniform = [0.1, 0.3] }
[party.utility]
slices = { weight = 1, scores = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0] }

[[party]]
id = "bob"
title = "Bob"
role = "principal"
reservation = 0.3
[party.utility]
slices = { weight = 1, scores = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0] }

[[plan]]
id = "greedy"
title = "Nine for Ann"
options = { slices = "9" }

[[plan]]
id = "fair"
title = "Five each"
options = { slices = "5" }

[protocol.alternating-offers]
"#;

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("the file is there");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn a_run_writes_a_whole_result_folder() {
    let place = place();
    let output = call(&place, "run wage.toml --runs 3000");
    assert_eq!(code(&output), 0, "{output:?}");
    let folder = place.path().join("output/wage-runs-3000");
    let mut wanted = vec!["codebook.csv", "estimates.csv"];
    wanted.extend(["manifest.json", "runs.csv", "scenario.toml", "summary.json"]);
    if cfg!(feature = "figures") {
        wanted.extend(["failures.svg", "packages.svg", "survival.svg", "terms.svg"]);
        wanted.extend(["failures.data.csv", "packages.data.csv"]);
        wanted.extend(["survival.data.csv", "terms.data.csv"]);
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
    let folder = place.path().join("output/wage-runs-3000");
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
        "solve",
        "solve nowhere.toml",
        "solve bad.toml",
        "solve wage.toml --limit 0",
        "solve wage.toml --limit many",
        "solve wage.toml --realizations 0",
        "solve wage.toml --realizations -1",
        "solve wage.toml --seed 1",
        "solve wage.toml --threads 2",
        "solve wage.toml --format yaml",
        "solve wage.toml --set party.union.reservation=4 --output out",
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
    assert_eq!(code(&output), 2, "{output:?}");
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

/// The slices of Ann in a list of deals.
fn slices(list: &Value) -> Vec<&str> {
    let deals = list.as_array().expect("a list of deals").iter();
    let mut slices: Vec<&str> = deals
        .map(|entry| entry["deal"]["slices"].as_str().expect("an option"))
        .collect();
    slices.sort_unstable();
    slices
}

fn near(value: &Value, wanted: f64) -> bool {
    (value.as_f64().expect("a number") - wanted).abs() < 1e-12
}

#[test]
fn a_solution_is_what_one_finds_by_hand() {
    let place = place();
    fs::write(place.path().join("pie.toml"), PIE).expect("it can be written");
    let output = call(&place, "solve pie.toml --format json");
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(names(place.path()), ["pie.toml", "wage.toml"]);
    let value: Value = serde_json::from_slice(&output.stdout).expect("it is JSON only");
    assert_eq!((&value["format"], &value["deals"]), (&3.into(), &11.into()));
    // Ann takes two or more, Bob leaves her seven at most.
    assert_eq!(value["zone"]["exists"], true);
    assert_eq!(value["zone"]["deals"], 6);
    assert_eq!(value["parties"][0]["win-set"]["deals"], 9);
    assert_eq!(value["parties"][1]["win-set"]["deals"], 8);
    assert_eq!(slices(&value["pareto"]), ["2", "3", "4", "5", "6", "7"]);
    assert_eq!(value["complete"], true);
    assert!(near(&value["epsilon"], 0.0));
    // (.4 − .2)(.6 − .3) = (.5 − .2)(.5 − .3), and neither can gain more than .5: relative gains are .4 and .6 or .6 and .4.
    assert_eq!(slices(&value["nash"]), ["4", "5"]);
    assert_eq!(slices(&value["kalai-smorodinsky"]), ["4", "5"]);
    assert_eq!(slices(&value["kalai-smorodinsky-max-min"]), ["4", "5"]);
    assert_eq!(slices(&value["egalitarian"]), ["4", "5"]);
    assert_eq!(
        slices(&value["utilitarian"]),
        ["2", "3", "4", "5", "6", "7"]
    );
    let fair = &value["nash"][1];
    assert!(near(&fair["utilities"]["ann"], 0.5) || near(&fair["utilities"]["ann"], 0.4));

    let greedy = &value["plans"][0];
    assert_eq!(greedy["acceptable"], false);
    assert_eq!(greedy["accepted-by"], serde_json::json!(["ann"]));
    let refusal = &greedy["refused-by"][0];
    assert_eq!(refusal["party"], "bob");
    assert_eq!(refusal["reason"], "reservation");
    assert_eq!(refusal["blocks"], true);
    assert!(near(&refusal["amount"], 0.2));
    // Seven slices are the most that Bob leaves: Ann gives up .2 for them.
    assert!(near(&greedy["distance"], -0.2) && near(&greedy["inefficiency"], 0.0));
    let fair = &value["plans"][1];
    assert_eq!(fair["acceptable"], true);
    assert!(near(&fair["distance"], 0.0));
}

#[test]
fn what_a_limit_cuts_is_stated() {
    let place = place();
    fs::write(place.path().join("pie.toml"), PIE).expect("it can be written");
    let output = call(&place, "solve pie.toml --limit 2 --format json");
    assert_eq!(code(&output), 0, "{output:?}");
    let value: Value = serde_json::from_slice(&output.stdout).expect("it is JSON only");
    assert_eq!(value["complete"], false);
    let kept = slices(&value["pareto"]);
    assert!((1..=2).contains(&kept.len()), "{kept:?}");
    // Every deal in the zone must be within ε of a listed one, for both.
    let epsilon = value["epsilon"].as_f64().expect("a number");
    for slice in 2..=7_i32 {
        let close = |kept: &&str| {
            let kept: i32 = kept.parse().expect("a number");
            f64::from((kept - slice).abs()) / 10.0 <= epsilon + 1e-12
        };
        assert!(kept.iter().any(close), "{slice}, {kept:?}, {epsilon}");
    }
    assert!(epsilon < 0.5);
    let text = call(&place, "solve pie.toml --limit 2");
    assert!(String::from_utf8_lossy(&text.stdout).contains("frontier is incomplete"));
}

#[test]
fn a_solution_folder_holds_json_figure_and_manifest() {
    let place = place();
    for arguments in ["", "", "--realizations 40"] {
        let folder = if arguments.is_empty() {
            "theory"
        } else {
            "rates"
        };
        let output = call(
            &place,
            &format!("solve wage.toml --output {folder} {arguments}"),
        );
        assert_eq!(code(&output), 0, "{output:?}");
        let folder = place.path().join(folder);
        let mut wanted = vec![
            "frontier.csv",
            "manifest.json",
            "scenario.toml",
            "solution.json",
        ];
        if cfg!(feature = "figures") {
            wanted.splice(1..1, ["frontier.data.csv", "frontier.svg"]);
        }
        if !arguments.is_empty() {
            wanted = vec!["codebook.csv", "estimates.csv", "manifest.json"];
            wanted.extend(["scenario.toml", "solution.json"]);
        }
        assert_eq!(names(&folder), wanted);
        assert!(json(&folder.join("solution.json"))["zone"].is_object());
        if !arguments.is_empty() {
            continue;
        }
        let points = fs::read_to_string(folder.join("frontier.csv")).expect("it is there");
        assert!(points.starts_with("frontier,") && points.contains("\nall deals,"));
        assert_eq!(json(&folder.join("manifest.json"))["scenario"], "wage.toml");
    }
}

#[test]
fn rates_over_realizations_do_not_depend_on_threads_and_match_the_runs() {
    let place = place();
    let solve = |arguments: &str| {
        let call_words = format!("solve wage.toml --realizations 300 --format json {arguments}");
        let output = call(&place, &call_words);
        assert_eq!(code(&output), 0, "{output:?}");
        output.stdout
    };
    let bytes = solve("--threads 1");
    assert_eq!(bytes, solve("--threads 3"));
    assert_ne!(bytes, solve("--seed 2"));
    let value: Value = serde_json::from_slice(&bytes).expect("it is JSON only");
    // Nothing moves reservation values here, so the zone of round 0 is that of the runs.
    let output = call(&place, "run wage.toml --runs 300 --format json --no-runs");
    let runs: Value = serde_json::from_slice(&output.stdout).expect("it is JSON only");
    assert_eq!(value["zone"], runs["zone"]);
    let causes = value["obstacles"].as_object().expect("an object");
    let without: u64 = causes
        .values()
        .filter_map(|cause| cause["count"].as_u64())
        .sum();
    assert_eq!(
        without + value["zone"]["count"].as_u64().expect("a count"),
        300
    );
}

#[test]
fn every_scenario_is_solved_on_pages_of_a_hundred_columns() {
    let place = place();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let scenarios = names(&folder);
    let scenarios = scenarios.iter().filter(|name| {
        Path::new(name)
            .extension()
            .is_some_and(|ending| ending == "toml")
    });
    for name in scenarios {
        for arguments in ["", "--realizations 20"] {
            let path = folder.join(name);
            let output = tool(&place, "solve")
                .arg(path)
                .args(arguments.split_whitespace())
                .output();
            let output = output.expect("the tool starts");
            assert_eq!(code(&output), 0, "{name}: {output:?}");
            let text = String::from_utf8(output.stdout).expect("it is text");
            assert!(text.to_lowercase().contains("zone of possible agreement"));
            assert!(!text.contains("NaN"), "{text}");
            for line in text.lines() {
                assert!(line.chars().count() <= 100, "{name}: {line}");
            }
        }
    }
}

#[test]
fn an_equilibrium_is_told_where_there_is_one() {
    let place = place();
    let output = call(&place, "solve wage.toml --equilibrium --format json");
    assert_eq!(code(&output), 0);
    let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let told = &value["equilibrium"];
    assert_eq!(told["proposer"], "union");
    assert_eq!(told["deal"]["wage"], "middle");
    assert_eq!(told["round"], 0);
    assert!(value["take-it-or-leave-it"].is_null());
    let ultimatum = "solve wage.toml --equilibrium --set party.firm.reservation=0.2 \
                     --set protocol.ultimatum={proposer=\"firm\"}";
    let page = String::from_utf8(call(&place, ultimatum).stdout).expect("text");
    assert!(page.contains("refused with probability"), "{page}");
    // Without being asked for, it is not worked out.
    let plain = call(&place, "solve wage.toml --format json");
    let value: Value = serde_json::from_slice(&plain.stdout).expect("JSON");
    assert!(value["equilibrium"].is_null());
    assert_eq!(code(&call(&place, "new talks --template mediation")), 0);
    let output = call(&place, "solve talks.toml --equilibrium");
    assert_eq!(code(&output), 2);
    let message = String::from_utf8(output.stderr).expect("text");
    assert!(message.contains("not for `shuttle`"), "{message}");
}

/// Four parties and eleven issues of four options: four million deals.
fn many_deals() -> String {
    let numbers = 0..11;
    let options = r#"[{ id = "a" }, { id = "b" }, { id = "c" }, { id = "d" }]"#;
    let issue = |number| format!("[[issue]]\nid = \"i{number}\"\noptions = {options}\n");
    let issues: String = numbers.clone().map(issue).collect();
    let party = |name: usize| {
        let score = |issue: usize| {
            let scores = if (issue + name).is_multiple_of(2) {
                "[0.0, 0.3, 0.6, 1.0]"
            } else {
                "[1.0, 0.6, 0.3, 0.0]"
            };
            format!(
                "i{issue} = {{ weight = {}, scores = {scores} }}\n",
                1 + (issue * name) % 5
            )
        };
        let scores: String = numbers.clone().map(score).collect();
        let head =
            format!("[[party]]\nid = \"p{name}\"\nrole = \"principal\"\nreservation = 0.3\n");
        format!("{head}[party.utility]\n{scores}")
    };
    let parties: String = (1..5).map(party).collect();
    let head = "format = 1\ntitle = \"Many\"\n[clock]\nrounds = 2\n";
    format!("{head}{issues}{parties}[protocol.alternating-offers]\n")
}

#[test]
fn settlement_rules_take_fewer_runs_where_frontiers_are_large() {
    let many = many_deals();
    let place = place_with(&[("many.toml", &many), ("wage.toml", WAGE)]);
    for (line, wanted) in [
        ("run wage.toml --runs 600 --no-runs --output a", 500),
        ("run many.toml --runs 24 --no-runs --output b", 20),
        ("run many.toml --runs 24 --no-runs --rules 2 --output c", 2),
    ] {
        done(&place, line);
        let folder = line.rsplit(' ').next().expect("its output");
        let summary = json(&place.path().join(folder).join("summary.json"));
        assert_eq!(summary["settlement"]["realizations"], wanted, "{line}");
    }
}

#[test]
fn a_schema_is_json() {
    let place = place();
    let output = call(&place, "schema");
    let schema: Value = serde_json::from_slice(&output.stdout).expect("it is JSON only");
    assert!(schema.is_object());
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let place = place();
    for arguments in [
        "run wage.toml --runs 50",
        "solve wage.toml",
        "schema",
        "--help",
    ] {
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

/// Begins a long call, sends it a signal, and gives the manifest it leaves in a folder.
#[cfg(unix)]
fn interrupted(place: &TempDir, arguments: &str, folder: &str, signal: &str, code: i32) -> Value {
    let mut child = tool(place, arguments)
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
    let manifest = json(&place.path().join(folder).join("manifest.json"));
    assert_eq!(manifest["interrupted"], true);
    manifest
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_done() {
    // A batch system tells by the exit code whether to start again.
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let place = place();
        let line = "run wage.toml --runs 100000000000 --no-runs";
        let manifest = interrupted(&place, line, "output/wage-runs-100000000000", signal, code);
        let summary = json(
            &place
                .path()
                .join("output/wage-runs-100000000000/summary.json"),
        );
        assert_eq!(summary["runs"], manifest["runs"]);
        assert!(summary["runs"].as_u64().is_some_and(|runs| runs > 0));
    }
}

#[cfg(unix)]
#[test]
fn interrupted_analyses_keep_what_is_done() {
    let place = place();
    let line = "sensitivity wage.toml --samples 1000000 --runs-per-sample 100";
    let manifest = interrupted(
        &place,
        line,
        "output/wage-sensitivity-samples-1000000-runs-per-sample-100",
        "-INT",
        130,
    );
    let found = json(
        &place
            .path()
            .join("output/wage-sensitivity-samples-1000000-runs-per-sample-100/sensitivity.json"),
    );
    let samples = found["samples"].as_u64().expect("a number");
    assert!((2..1_000_000).contains(&samples));
    assert_eq!(manifest["runs"], samples * 5 * 100);
    assert_eq!(found["samples-asked"], 1_000_000);

    let line = "discover wage.toml --runs 50000000 --threads 1";
    let manifest = interrupted(
        &place,
        line,
        "output/wage-discovery-runs-50000000",
        "-INT",
        130,
    );
    let found = json(
        &place
            .path()
            .join("output/wage-discovery-runs-50000000/discovery.json"),
    );
    assert_eq!(found["runs"], manifest["runs"]);
}

/// What a call that is refused says, and that it leaves nothing behind.
fn refusal(place: &TempDir, arguments: &str) -> String {
    let output = call(place, arguments);
    assert_eq!(code(&output), 2, "{output:?}");
    assert_eq!(names(place.path()), ["wage.toml"]);
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("it is text")
}

#[test]
fn sensitivity_writes_a_tidy_table_that_threads_do_not_change() {
    let place = place();
    for arguments in ["--threads 1 --output a", "--threads 3 --output b"] {
        let line = format!("sensitivity wage.toml --samples 64 --runs-per-sample 2 {arguments}");
        let output = call(&place, &line);
        assert_eq!(code(&output), 0, "{output:?}");
    }
    let mut wanted = vec![
        "codebook.csv",
        "estimates.csv",
        "manifest.json",
        "scenario.toml",
        "sensitivity.csv",
        "sensitivity.json",
    ];
    if cfg!(feature = "figures") {
        wanted.extend(["sobol.data.csv", "sobol.svg"]);
    }
    assert_eq!(names(&place.path().join("a")), wanted);
    for name in wanted {
        let read = |folder| fs::read(place.path().join(folder).join(name)).expect("it is there");
        assert_eq!(read("a"), read("b"), "{name}");
    }
    let table = fs::read_to_string(place.path().join("a/sensitivity.csv")).expect("it is there");
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(
        lines[0][..7],
        ["of", "factor", "title", "index", "value", "low", "high"]
    );
    let factors = [
        ["party.union.reservation", "union: reservation value"],
        ["party.firm.reservation", "firm: reservation value"],
        ["noise", "Noise of the talks"],
    ];
    for (of_factor, [factor, title]) in lines[1..].chunks(3).zip(factors) {
        for (line, index) in of_factor.iter().zip(["first", "total", "interaction"]) {
            assert_eq!(line[..4], ["agreement", factor, title, index]);
        }
    }
    assert_eq!(lines.len(), 10);
    let estimates = fs::read_to_string(place.path().join("a/estimates.csv")).expect("it is there");
    let rows: Vec<Vec<&str>> = estimates
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    // The mean over points A and B, then the same indices.
    assert_eq!(rows[1][3..6], ["agreement", "", "256"]);
    assert_eq!(rows.len(), 11);
    for (row, line) in rows[2..].iter().zip(&lines[1..]) {
        let measure = format!("sobol-{}", line[3]);
        assert_eq!(row[3..6], [&measure, line[1], "384"]);
        assert_eq!((row[6], &row[8..10]), (line[4], &line[5..7]));
    }
    let manifest = json(&place.path().join("a/manifest.json"));
    // Two points, three mixed ones, 64 samples, two runs at each.
    assert_eq!(manifest["runs"], 5 * 64 * 2);
    let again =
        "zopa sensitivity wage.toml --of agreement --samples 64 --runs-per-sample 2 --seed 1";
    assert_eq!(manifest["command"], again);
}

#[test]
fn sensitivity_puts_what_no_path_names_into_one_factor() {
    let place = place();
    let line = "sensitivity wage.toml --samples 64 --parameters party.union --format json";
    let output = call(&place, line);
    assert_eq!(code(&output), 0, "{output:?}");
    let found: Value = serde_json::from_slice(&output.stdout).expect("it is JSON only");
    let factors = found["factors"].as_array().expect("a list");
    let names: Vec<&str> = factors
        .iter()
        .filter_map(|factor| factor["factor"].as_str())
        .collect();
    assert_eq!(names, ["party.union", "others", "noise"]);
    // Offers in turn between parties without noise: the numbers explain everything.
    assert_eq!(found["noise-share"], 0.0);
    assert_eq!(factors[2]["total"]["value"], 0.0);
}

#[test]
fn a_group_has_a_name_of_its_own_and_a_path_is_a_group_of_itself() {
    let place = place();
    let found = |arguments: &str| -> Value {
        let line = format!("sensitivity wage.toml --samples 64 --format json {arguments}");
        let output = call(&place, &line);
        assert_eq!(code(&output), 0, "{output:?}");
        serde_json::from_slice(&output.stdout).expect("it is JSON only")
    };
    let paths = ["party.union.reservation", "party.firm.reservation"];
    let grouped = found(&format!("--group fallbacks={} --output a", paths.join(",")));
    let factor = &grouped["factors"][0];
    assert_eq!(factor["factor"], "fallbacks");
    assert_eq!(factor["title"], "fallbacks");
    assert_eq!(factor["paths"], Value::from(paths.to_vec()));
    assert_eq!(
        grouped["factors"].as_array().map(Vec::len),
        Some(2),
        "all is held, but for the noise"
    );
    // All that is uncertain together explains everything.
    assert_eq!(factor["first"]["value"].as_f64().map(f64::round), Some(1.0));
    let path = "party.union.reservation";
    let [by_path, by_group] = [
        format!("--parameters {path} --output b"),
        format!("--group {path}={path} --output c"),
    ]
    .map(|arguments| found(&arguments)["factors"].clone());
    assert_eq!(by_path, by_group);

    for (arguments, fault) in [
        ("--group a", "a name and paths are needed, as in"),
        ("--group a=", "a name and paths are needed, as in"),
        (
            "--group a=party.union,",
            "a name and paths are needed, as in",
        ),
        (
            "--group noise=party.union",
            "--group: `noise` is a factor of its own; give the group another name",
        ),
        (
            "--group party.firm=party.union",
            "--group: `party.firm` is a path of the scenario",
        ),
        (
            "--group a=party.union --group a=party.firm",
            "--group: `a` is the name of another group",
        ),
        (
            "--parameters party.union --group a=party.union.reservation",
            "--parameters, --group: `party.union.reservation` lies under `party.union`, so it would count twice",
        ),
        (
            "--group a=party.nobody",
            "--group: `party.nobody`: nothing uncertain is under this path",
        ),
    ] {
        let output = call(
            &place,
            &format!("sensitivity wage.toml --output refused {arguments}"),
        );
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(code(&output), 2, "{words}");
        assert!(words.contains(fault), "{words}");
        assert!(!place.path().join("refused").exists());
    }
}

#[test]
fn pairs_of_factors_stand_in_every_file() {
    let place = place();
    let line = "sensitivity wage.toml --samples 64 --runs-per-sample 1 --second-order --output a";
    let output = call(&place, line);
    assert_eq!(code(&output), 0, "{output:?}");
    let page = String::from_utf8(output.stdout).expect("it is text");
    assert!(page.contains("second-order indices"), "{page}");
    let folder = place.path().join("a");
    let found = json(&folder.join("sensitivity.json"));
    let pairs = found["second-order"].as_array().expect("a list");
    // Two numbers and the noise.
    assert_eq!(pairs.len(), 3);
    assert_eq!(pairs[0]["factors"][1], "party.firm.reservation");
    assert!(
        pairs[0]["second"]["value"].as_f64() > Some(0.05),
        "{}",
        pairs[0]
    );
    // The talks have no noise: what it does with others is nothing.
    for pair in &pairs[1..] {
        assert_eq!(pair["second"]["interval"], serde_json::json!([0.0, 0.0]));
    }
    let name = "party.union.reservation*party.firm.reservation";
    for (file, column, index) in [
        ("sensitivity.csv", 1, "second"),
        ("estimates.csv", 4, "sobol-second"),
    ] {
        let table = fs::read_to_string(folder.join(file)).expect("it is there");
        let rows = table
            .lines()
            .map(|line| line.split(',').collect::<Vec<_>>());
        let mut rows = rows.filter(|row| row.contains(&index));
        assert_eq!(rows.next().expect("the first pair")[column], name, "{file}");
        assert_eq!(rows.count(), 2);
    }
    // Two points and two for each of three factors.
    assert_eq!(json(&folder.join("manifest.json"))["runs"], 64 * 8);
}

#[test]
fn points_are_kept_with_the_numbers_set_there_and_give_the_indices_again() {
    let place = place();
    let line = "sensitivity wage.toml --samples 40 --runs-per-sample 1 --second-order --points";
    for arguments in ["--threads 1 --output a", "--threads 3 --output b"] {
        assert_eq!(code(&call(&place, &format!("{line} {arguments}"))), 0);
    }
    let read = |folder: &str| fs::read_to_string(place.path().join(folder).join("points.csv"));
    let table = read("a").expect("it is there");
    assert_eq!(table, read("b").expect("it is there"));
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(
        rows[0],
        [
            "replicate",
            "row",
            "point",
            "mixed",
            "party.union.reservation",
            "party.firm.reservation",
            "agreement"
        ]
    );
    assert_eq!(rows.len(), 1 + 40 * 8);
    let manifest = json(&place.path().join("a/manifest.json"));
    let files = manifest["files"].as_array().expect("a list");
    assert!(files.iter().any(|file| file == "points.csv"), "{files:?}");
    let book = fs::read_to_string(place.path().join("a/codebook.csv")).expect("it is there");
    let known = book
        .lines()
        .filter(|line| line.starts_with("points.csv,"))
        .count();
    assert_eq!(known, rows[0].len());
    // Mixed points have one number of the other point, and the total index is Jansen's mean square.
    let (mut squares, mut values) = (0.0, Vec::new());
    for row in rows[1..].chunks(8) {
        let labels: Vec<[&str; 2]> = row.iter().map(|point| [point[2], point[3]]).collect();
        let [one, other, noise] = ["party.union.reservation", "party.firm.reservation", "noise"];
        let wanted = [
            ["A", ""],
            ["B", ""],
            ["A", one],
            ["A", other],
            ["A", noise],
            ["B", one],
            ["B", other],
            ["B", noise],
        ];
        assert_eq!(labels, wanted);
        assert_eq!((row[2][4], row[2][5]), (row[1][4], row[0][5]));
        assert_eq!((row[6][4], row[6][5]), (row[1][4], row[0][5]));
        assert_eq!(row[7][4..], row[1][4..]);
        let result = |point: usize| row[point][6].parse::<f64>().expect("a number");
        squares += (result(2) - result(0)).powi(2);
        values.extend([result(0), result(1)]);
    }
    let mean = values.iter().sum::<f64>() / 80.0;
    let variance = values
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>()
        / 80.0;
    let found = json(&place.path().join("a/sensitivity.json"));
    let total = found["factors"][0]["total"]["value"]
        .as_f64()
        .expect("a number");
    assert!((total - squares / 80.0 / variance).abs() < 1e-12, "{total}");
}

#[test]
fn sensitivity_says_when_there_is_nothing_to_explain() {
    let place = place();
    let line = "sensitivity wage.toml --samples 16 --of failure.agenda";
    let output = call(&place, line);
    assert_eq!(code(&output), 0, "{output:?}");
    let text = String::from_utf8(output.stdout).expect("it is text");
    assert!(text.contains("was the same at every point"), "{text}");
    let found = json(
        &place
            .path()
            .join("output/wage-sensitivity-of-failure.agenda-samples-16/sensitivity.json"),
    );
    assert!(found["factors"].is_null() && found["variance"].is_null());
    let table = place
        .path()
        .join("output/wage-sensitivity-of-failure.agenda-samples-16/sensitivity.csv");
    assert_eq!(
        fs::read_to_string(table)
            .expect("it is there")
            .lines()
            .count(),
        1
    );
}

#[test]
fn sensitivity_refuses_what_it_cannot_explain() {
    let place = place();
    assert_eq!(
        refusal(
            &place,
            "sensitivity wage.toml --of peace --parameters party.unoin,party.firm,party.firm.reservation"
        ),
        "--of: `peace` is nothing that can be asked of a run; ask for one of: agreement, in-force-in-time, signed, zone, partial, \
         package.all, package-ever.all, package-in-force.all, refused-package.all, refused-by.union, refused-by.firm, \
         failure.ratification, failure.red-lines, failure.no-zone, failure.commitment, failure.foreseen, failure.deadline, \
         failure.breakdown, failure.agenda, failure.undecided, rounds, utility.union, utility.firm, payoff.union, payoff.firm, \
         reservation.union, reservation.firm\n\
         --parameters: `party.unoin`: nothing uncertain is under this path; there is `party.union.reservation`, \
         `party.firm.reservation`\n\
         --parameters: `party.firm.reservation` lies under `party.firm`, so it would count twice; name one of them\n"
    );
    let fixed = "--set party.union.reservation=0.3 --set party.firm.reservation=0.3";
    assert_eq!(
        refusal(
            &place,
            &format!("sensitivity wage.toml {fixed} --parameters clock")
        ),
        "--parameters: `clock`: nothing uncertain is under this path; the scenario has no uncertain number\n"
    );
    for (arguments, fault) in [
        ("--samples 1", "1 is not in 2..=1048576"),
        ("--samples -4", "-4 is not in 2..=1048576"),
        ("--runs-per-sample 0", "0 is not in 1..=10000"),
        ("--samples many", "invalid digit found in string"),
    ] {
        let words = refusal(&place, &format!("sensitivity wage.toml {arguments}"));
        assert!(words.contains(fault), "{words}");
    }
}

#[test]
fn discovery_finds_where_the_wage_round_has_a_zone_on_any_number_of_threads() {
    let place = place();
    for arguments in ["--threads 1 --output a", "--threads 3 --output b"] {
        let line = format!("discover wage.toml --of zone --runs 4000 --drawn {arguments}");
        let output = call(&place, &line);
        assert_eq!(code(&output), 0, "{output:?}");
    }
    let mut wanted = vec![
        "boxes.csv",
        "codebook.csv",
        "discovery.json",
        "drawn.csv",
        "estimates.csv",
        "manifest.json",
        "peeling.csv",
        "scenario.toml",
    ];
    if cfg!(feature = "figures") {
        wanted.extend(["boxes.data.csv", "boxes.svg"]);
        wanted.sort_unstable();
    }
    assert_eq!(names(&place.path().join("a")), wanted);
    for name in wanted {
        let read = |folder| fs::read(place.path().join(folder).join(name)).expect("it is there");
        assert_eq!(read("a"), read("b"), "{name}");
    }
    // Only the middle wage can be worth their reservation values to both, and only up to one half.
    let found = json(&place.path().join("a/discovery.json"));
    let limits = found["boxes"][0]["limits"].as_array().expect("a list");
    let parameters: Vec<&str> = limits
        .iter()
        .filter_map(|limit| limit["parameter"].as_str())
        .collect();
    assert_eq!(
        parameters,
        ["party.union.reservation", "party.firm.reservation"]
    );
    assert_eq!(found["when"], "there is a zone of possible agreement");
    assert_eq!(limits[0]["title"], "union: reservation value");
    assert!(limits[0]["choices"].is_null());
    for limit in limits {
        // The peels may stop a little beside the edge.
        let high = limit["high"].as_f64().expect("a number");
        assert!(
            (high - 0.5).abs() < 0.06 && limit["low"].is_null(),
            "{limit}"
        );
    }
    let density = found["boxes"][0]["held-out"]["density"]
        .as_f64()
        .expect("a number");
    assert!(density > 0.85, "{density}");
    let read = |name: &str| fs::read_to_string(place.path().join("a").join(name));
    let estimates = read("estimates.csv").expect("it is there");
    let rows: Vec<Vec<&str>> = estimates
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(rows[1][2..6], ["", "of-interest", "zone", "4000"]);
    let ends = limits
        .iter()
        .map(|limit| (&limit["parameter"], limit["high"].as_f64()));
    let ends: Vec<String> = ends
        .map(|(path, high)| format!("{}<={}", path.as_str().unwrap_or(""), high.unwrap_or(0.0)))
        .collect();
    for (row, measure) in rows[2..].iter().zip(["density", "coverage", "mass"]) {
        assert_eq!(row[2..5], [&ends.join(";"), measure, "zone"]);
        let value: f64 = row[6].parse().expect("a number");
        assert_eq!(found["boxes"][0]["held-out"][measure], value);
    }
    assert_eq!(rows.len(), 5);
    let book = read("codebook.csv").expect("it is there");
    assert!(book.contains("coverage,result,share,"), "{book}");

    let drawn = fs::read_to_string(place.path().join("a/drawn.csv")).expect("it is there");
    let mut lines = drawn.lines();
    let header = "run,zone,party.union.reservation,party.firm.reservation";
    assert_eq!(lines.next(), Some(header));
    assert_eq!(lines.count(), 4_000);
}

#[test]
fn discovery_without_contrast_says_so() {
    let place = place();
    let output = call(&place, "discover wage.toml --of failure.agenda --runs 200");
    assert_eq!(code(&output), 0, "{output:?}");
    let text = String::from_utf8(output.stdout).expect("it is text");
    assert!(
        text.contains("No box: none of the runs has the result, or all have it"),
        "{text}"
    );
    let output = call(
        &place,
        "discover wage.toml --of failure.agenda --not --runs 200",
    );
    let text = String::from_utf8(output.stdout).expect("it is text");
    assert!(
        text.contains("Conditions for `not failure.agenda`"),
        "{text}"
    );
    assert!(text.contains("100.0 % of all runs"), "{text}");
}

#[test]
fn discovery_refuses_what_it_cannot_look_for() {
    let place = place();
    assert_eq!(
        refusal(&place, "discover wage.toml --of rounds"),
        "--of: `rounds` is a number, and a result that is yes or no is needed; ask for one of: agreement, \
         in-force-in-time, signed, zone, partial, package.all, package-ever.all, package-in-force.all, refused-package.all, refused-by.union, \
         refused-by.firm, failure.ratification, failure.red-lines, failure.no-zone, failure.commitment, failure.foreseen, \
         failure.deadline, failure.breakdown, failure.agenda, failure.undecided\n"
    );
    assert_eq!(
        refusal(&place, "discover wage.toml --runs 60000000"),
        "--runs: 60000000 runs are more than the 50000000 that can be held\n"
    );
    for (arguments, fault) in [
        ("--boxes 0", "0 is not in 1..=100"),
        ("--mass 0", "a number above 0 and below 1 is needed"),
        ("--mass nan", "a number above 0 and below 1 is needed"),
        ("--density 1.5", "a number from 0 to 1 is needed"),
        ("--runs 0", "a whole number of at least 1 is needed"),
    ] {
        let words = refusal(&place, &format!("discover wage.toml {arguments}"));
        assert!(words.contains(fault), "{words}");
    }
}

#[test]
fn how_many_says_what_a_precision_costs() {
    let place = place();
    let line =
        "how-many wage.toml --half-width 0.01 --with party.union.reservation=0.4 --format json";
    let output = call(&place, line);
    assert_eq!(code(&output), 0, "{output:?}");
    let found: Value = serde_json::from_slice(&output.stdout).expect("it is JSON only");
    let share = found["pilot"]["rate"].as_f64().expect("a number");
    let runs = found["runs-needed"]["runs"].as_f64().expect("a number");
    // Wilson's interval needs about z² runs fewer than 1.96² p (1 − p) / h².
    assert!(
        (runs - 38_414.6 * share * (1.0 - share)).abs() < 10.0,
        "{found}"
    );
    let pairs = &found["variant"];
    let number = |name: &str| pairs[name].as_f64().expect("a number");
    // One pair is added to either side.
    let (lost, won) = (
        (number("first-only") + 1.0) / 2_002.0,
        (number("second-only") + 1.0) / 2_002.0,
    );
    let variance = won + lost - (won - lost) * (won - lost);
    let needed = pairs["runs-needed"]["runs"].as_f64().expect("a number");
    assert!((needed - 38_414.6 * variance).abs() < 1.5, "{found}");
    // Nothing is written.
    assert_eq!(names(place.path()), ["wage.toml"]);
    let words = refusal(&place, "how-many wage.toml --half-width 0");
    assert!(
        words.contains("a number above 0 and below 1 is needed"),
        "{words}"
    );
    let words = refusal(&place, "how-many wage.toml");
    assert!(words.contains("--half-width"), "{words}");
    let words = refusal(
        &place,
        "how-many wage.toml --half-width 0.01 --with party.union.reservation=2",
    );
    assert!(words.contains("`party.union.reservation`"), "{words}");
}
