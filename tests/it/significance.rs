//! One rule for several comparisons: what is significant is the same in the table, the figure, the JSON file, the estimates
//! and the sentences.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::tool::{call, code, place_with};

/// Three rows of a price in eighths: levers that shift a fallback a little, so that with few runs most effects lie near the
/// level, some on either side.
fn levers() -> String {
    let party = |id: &str, scores: &str| {
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = {{ uniform = [0.2, 0.8] }}\n\
             utility.price = {{ weight = 1, scores = {scores} }}\n"
        )
    };
    let lever = |number: usize, size: f64| {
        format!(
            "[[leverage]]\nid = \"pull-{number}\"\ntitle = \"Pull {number}\"\nactor = \"seller\"\nuse = \"always\"\n\
             effects = [{{ party = \"buyer\", reservation = {size:?} }}]\n"
        )
    };
    let options: Vec<String> = (0..9)
        .map(|step| format!("{{ id = \"p{step}\" }}"))
        .collect();
    let sizes = [-0.02, -0.03, -0.04, 0.02, 0.03, 0.0];
    let levers: String = (1..)
        .zip(sizes)
        .map(|(number, size)| lever(number, size))
        .collect();
    format!(
        "format = 1\ntitle = \"Eighths\"\nclock.rounds = 6\nprotocol.alternating-offers = {{}}\n\
         issue = [{{ id = \"price\", options = [{}] }}]\n{}{}{levers}",
        options.join(", "),
        party(
            "buyer",
            "[1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0]"
        ),
        party(
            "seller",
            "[0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1]"
        ),
    )
}

const SWEEP: &str = r#"
format = 1
scenario = "eighths.toml"
runs = 150
design = "one-at-a-time"
[[factor]]
id = "fallback"
path = "party.buyer.reservation"
levels = [{ uniform = [0.2, 0.75] }, { uniform = [0.23, 0.8] }, { uniform = [0.25, 0.8] }]
[[factor]]
id = "deadline"
path = "clock.rounds"
levels = [4, 5, 8]
"#;

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of a table that a condition on named columns holds for: the text of one column of each.
fn rows_of(
    path: &Path,
    column: &str,
    holds: impl Fn(&dyn Fn(&str) -> String) -> bool,
) -> BTreeSet<String> {
    let text = text(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("it has a first line").clone();
    let rows = reader.records().map(|row| row.expect("it is a row"));
    let chosen = rows.filter_map(|row| {
        let field = |name: &str| {
            let place = header.iter().position(|head| head == name);
            row[place.unwrap_or_else(|| panic!("no column {name}"))].to_owned()
        };
        holds(&field).then(|| field(column))
    });
    chosen.collect()
}

fn number(text: &str) -> f64 {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is no number"))
}

/// What the table of estimates shows beyond chance.
fn of_estimates(folder: &Path) -> BTreeSet<String> {
    rows_of(&folder.join("estimates.csv"), "setting", |field| {
        let is_agreement = field("measure") == "agreement" && field("rule").is_empty();
        let whole = !field("setting").contains(':') && field("group").is_empty();
        is_agreement && whole && !field("difference-low").is_empty() && {
            number(&field("difference-low")) > 0.0 || number(&field("difference-high")) < 0.0
        }
    })
}

/// What stands in a sentence of the answer behind some words.
fn sentence<'a>(page: &'a str, words: &str) -> &'a str {
    let rest = page.split_once(words).map_or("", |found| found.1);
    rest.split_once('.').map_or("", |found| found.0)
}

#[test]
fn what_levers_do_significantly_is_the_same_everywhere() {
    let place: TempDir = place_with(&[("eighths.toml", &levers())]);
    let (mut some, mut none) = (0, 0);
    for seed in 0..12 {
        let line = format!("compare eighths.toml --runs 150 --seed {seed} --output c{seed}");
        let output = call(&place, &line);
        assert_eq!(code(&output), 0, "{output:?}");
        let page = String::from_utf8(output.stdout).expect("it is text");
        let folder = place.path().join(format!("c{seed}"));
        let found: Value =
            serde_json::from_str(&text(&folder.join("compare.json"))).expect("it is JSON");
        let effects = found["effects"].as_array().expect("a list");
        let mut of_json = BTreeSet::new();
        let mut titles = BTreeSet::new();
        for effect in effects {
            let agreement = &effect["agreement"];
            let end = |place: usize| agreement["interval-all"][place].as_f64().expect("a number");
            let is_significant = end(0) > 0.0 || end(1) < 0.0;
            let p = agreement["p-all"].as_f64().expect("a number");
            assert_eq!(is_significant, p < 0.05, "seed {seed}: {agreement}");
            let policy = effect["policy"].as_str().expect("an id");
            if is_significant {
                of_json.insert(policy.to_owned());
                titles.insert(effect["title"].as_str().expect("a title").to_owned());
            }
            let words = sentence(&page, "Significant effects on agreement, all at once: ");
            let listed = words
                .split([',', ' '])
                .any(|word| word.trim_matches('`') == policy);
            assert_eq!(listed, is_significant, "seed {seed}, {policy}: {words}");
            // The first table has a row for each policy, with the interval that decides.
            let row = page
                .lines()
                .find(|line| line.trim_start().starts_with(policy));
            let row = row.expect("the policy has a row");
            if agreement["only-with"] != 0 || agreement["only-without"] != 0 {
                let low = format!("{:.2}", 100.0 * end(0).abs());
                assert!(row.contains(&low), "{row} without {low}");
            }
        }
        assert_eq!(of_estimates(&folder), of_json, "seed {seed}");
        let drawn = rows_of(&folder.join("levers.data.csv"), "row", |field| {
            let excludes = number(&field("low")) > 0.0 || number(&field("high")) < 0.0;
            assert_eq!(field("significant"), excludes.to_string());
            excludes
        });
        assert_eq!(drawn, titles, "seed {seed}");
        // Ranks by the same rule.
        for pair in found["ranking"]["pairs"].as_array().expect("a list") {
            let ends = pair["interval-all"].as_array().expect("two ends");
            let is_distinct = ends[0].as_f64() > Some(0.0) || ends[1].as_f64() < Some(0.0);
            assert_eq!(is_distinct, pair["p-all"].as_f64() < Some(0.05));
            let together = found["ranking"]["not-told-apart"]
                .as_array()
                .expect("a list");
            let holds =
                |group: &Value, id: &Value| group.as_array().is_some_and(|ids| ids.contains(id));
            let one_group = together
                .iter()
                .any(|group| holds(group, &pair["upper"]) && holds(group, &pair["lower"]));
            assert_eq!(one_group, !is_distinct, "{pair}");
        }
        some += of_json.len();
        none += effects.len() - of_json.len();
    }
    assert!(some >= 5 && none >= 5, "{some} and {none}: both are seen");
}

#[test]
fn what_cells_change_significantly_is_the_same_everywhere() {
    let place: TempDir = place_with(&[("eighths.toml", &levers()), ("sweep.toml", SWEEP)]);
    let (mut some, mut none) = (0, 0);
    for seed in 0..6 {
        let line = format!("sweep sweep.toml --seed {seed} --output s{seed}");
        let output = call(&place, &line);
        assert_eq!(code(&output), 0, "{output:?}");
        let folder = place.path().join(format!("s{seed}"));
        let of_estimates = of_estimates(&folder);
        let drawn = rows_of(&folder.join("changes.data.csv"), "row", |field| {
            let excludes = number(&field("low")) > 0.0 || number(&field("high")) < 0.0;
            assert_eq!(field("significant"), excludes.to_string());
            excludes
        });
        assert_eq!(of_estimates.len(), drawn.len(), "seed {seed}");
        assert_eq!(code(&call(&place, &format!("report s{seed}"))), 0);
        let page = text(&folder.join("report.html"));
        let words = format!(
            "In {} of the 6 other cells the interval of the difference",
            of_estimates.len()
        );
        assert!(page.contains(&words), "seed {seed}: {words}");
        some += of_estimates.len();
        none += 6 - of_estimates.len();
    }
    assert!(some >= 3 && none >= 3, "{some} and {none}: both are seen");
}
