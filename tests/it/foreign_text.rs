//! What users write is text and nothing else, wherever it arrives: on a terminal, in a spreadsheet, on a page, in a picture.

use std::fs;
use std::path::Path;

use zopa::scenario::{Assignment, Problems, parse};

use crate::tool::{WAGE, call, code, done, names, place_with, told};

/// Titles that steer a terminal, turn text round, or look like something that acts.
const TITLES: [&str; 7] = [
    r"x\u001b]0;mine\u0007\u009b31m",
    r"a\u0000b\u001b[31mc\u0007\u202ed\u2066",
    r"one\r\ntwo\rthree\u2028four",
    "=HYPERLINK('http://example.org','x')",
    "@SUM(1+1)|cmd",
    "javascript:alert(1) <script>alert(2)</script> ]]> --> & \u{22}",
    "+1 -1 <b>`$HOME`</b> \u{5c}\u{5c}input{x} [x](javascript:y)",
];

/// A scenario whose every title is the same text.
fn scenario(title: &str) -> String {
    let title = title.replace('"', "\\\"");
    let titled = WAGE
        .replace("Wage round", &title)
        .replace(
            r#"id = "wage""#,
            &format!("id = \"wage\"\ntitle = \"{title}\""),
        )
        .replace(
            r#"{ id = "low" }"#,
            &format!("{{ id = \"low\", title = \"{title}\" }}"),
        )
        .replace(
            r#"id = "union""#,
            &format!("id = \"union\"\ntitle = \"{title}\""),
        )
        .replace(
            "rounds = 10",
            &format!("rounds = 10\nround-length = \"{title}\""),
        );
    titled.replace(
        "format = 1",
        &format!("format = 1\ndescription = \"{title}\"\nassumption = \"{title}\""),
    )
}

const SWEEP: &str = r#"
format = 1
title = "TITLE"
scenario = "wage.toml"
runs = 20
design = "full-factorial"

[[factor]]
id = "deadline"
title = "TITLE"
path = "clock.rounds"
levels = [5, 10]
"#;

fn steers(text: &str) -> Option<char> {
    text.chars()
        .find(|&letter| zopa::model::is_steering(letter))
}

#[test]
fn no_title_steers_a_terminal_or_a_page() {
    for title in TITLES {
        let text = scenario(title);
        let sweep = SWEEP.replace("TITLE", &title.replace('"', "\\\""));
        let place = place_with(&[("wage.toml", &text), ("rounds.toml", &sweep)]);
        for line in [
            "check wage.toml",
            "run wage.toml --runs 60 --output run",
            "run wage.toml --runs 60 --output run --format json",
            "solve wage.toml --output solve",
            "trace wage.toml",
            "trace wage.toml --format json",
            "discover wage.toml --runs 300 --output discover",
            "sensitivity wage.toml --samples 4 --output sensitivity",
            "sweep rounds.toml --output sweep",
            "how-many wage.toml --half-width 0.1 --pilot 20",
            "report run solve discover sensitivity sweep --output page",
            "plot run --format png --format pdf --format svg --output figures",
            "run wage.toml --set party.union.reservation=4",
        ] {
            let output = call(&place, line);
            let wanted = if line.ends_with("=4") { 2 } else { 0 };
            assert_eq!(code(&output), wanted, "{title}: {line}: {}", told(&output));
            for text in [&output.stdout, &output.stderr] {
                let text = String::from_utf8_lossy(text);
                assert_eq!(steers(&text), None, "{title}: {line}: {text}");
            }
        }
        for folder in [
            "run",
            "solve",
            "discover",
            "sensitivity",
            "sweep",
            "page",
            "figures",
        ] {
            let folder = place.path().join(folder);
            for name in names(&folder) {
                is_text_alone(&folder, &name);
            }
        }
        // A program that reads the JSON gets the title as it was written.
        let summary =
            fs::read_to_string(place.path().join("run/summary.json")).expect("it is there");
        let summary: serde_json::Value = serde_json::from_str(&summary).expect("it is JSON");
        let written: toml::Table = text.parse().expect("it is TOML");
        assert_eq!(summary["title"].as_str(), written["title"].as_str());
    }
}

/// Whether nothing in a file that a reader opens steers or acts.
fn is_text_alone(folder: &Path, name: &str) {
    let Ok(text) = fs::read_to_string(folder.join(name)) else {
        return;
    };
    let ending = name.rsplit_once('.').map_or("", |parts| parts.1);
    match ending {
        // A copy is a copy, byte for byte.
        "toml" => {}
        "csv" => {
            let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
            for cell in reader.records().flat_map(|record| {
                record
                    .expect("it is a table")
                    .iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            }) {
                let acts = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!acts || cell.parse::<f64>().is_ok(), "{name}: {cell}");
            }
        }
        _ => {
            assert_eq!(steers(&text), None, "{name}");
            let acts: &[&str] = match ending {
                "tex" => &["\\input{"],
                "md" => &[" [x](javascript"],
                "html" | "svg" => &["<script>alert", "<b>`", "href=\"javascript"],
                _ => &[],
            };
            for act in acts {
                assert!(!text.contains(act), "{name}: {act}");
            }
        }
    }
}

#[test]
fn our_own_results_are_reported_whatever_their_titles_say() {
    let text = WAGE.replace(
        "Wage round",
        "Price (JavaScript: the good parts), javascript:void(0)",
    );
    let place = place_with(&[("wage.toml", &text)]);
    done(&place, "run wage.toml --runs 60");
    done(&place, "report output/wage-runs-60");
}

#[test]
fn no_assignment_steers_what_is_said_of_it() {
    for words in [
        "party.union.\rreservation=2",
        "clock.rounds=\u{1b}[31m",
        "a\u{7}b",
    ] {
        let problems = match words.parse::<Assignment>() {
            Ok(set) => parse("wage.toml", WAGE, &[set]).expect_err("it is wrong"),
            Err(problem) => Problems::one(*problem),
        };
        let said = problems.to_string();
        assert_eq!(steers(&said), None, "{said:?}");
        assert!(said.starts_with("--set "), "{said:?}");
    }
}
