use super::{Assumption, Document, Given, Part, Study};
use crate::report::fixture;
use crate::store::Provenance;

/// A title that tries to leave every text it stands in.
const HOSTILE: &str = "</title><script>alert(1)</script> & 50 % of a_b | \"it's\"";

fn study() -> Study {
    let (mut summary, mut scenario) = (fixture::summary(), fixture::scenario());
    HOSTILE.clone_into(&mut summary.title);
    HOSTILE.clone_into(&mut summary.packages[0].title);
    HOSTILE.clone_into(&mut summary.parties[0].title);
    HOSTILE.clone_into(&mut scenario.parties[0].title);
    scenario.description = Some(HOSTILE.to_owned());
    let provenance = Provenance {
        version: "0.1.0".to_owned(),
        scenario: "wage.toml".to_owned(),
        fingerprint: "0123".to_owned(),
        title: HOSTILE.to_owned(),
        seed: 7,
        runs: 1_000,
        runs_asked: 2_000,
        interrupted: true,
        assignments: vec!["clock.rounds=4".to_owned()],
        command: format!("zopa run wage.toml --set 'title={HOSTILE}'"),
        files: Vec::new(),
    };
    let number = Assumption {
        path: "clock.rounds".to_owned(),
        value: "4".to_owned(),
        sources: vec![HOSTILE.to_owned()],
        assumptions: Vec::new(),
        judged: true,
    };
    let svg = "<svg width=\"89mm\" viewBox=\"0 0 1 1\"><text id=\"a\">A</text></svg>";
    let part = Part {
        provenance,
        given: Some(Given {
            scenario,
            numbers: vec![number],
        }),
        summary: Some(summary),
        solution: None,
        tables: vec![Document {
            name: "cells.csv".to_owned(),
            text: format!("cell,rate\n{},0.5\n", HOSTILE.replace('"', "")),
        }],
        figures: vec![Document {
            name: "packages.svg".to_owned(),
            text: svg.to_owned(),
        }],
    };
    Study { parts: vec![part] }
}

/// The page without the scripts and styles that are ours.
fn content() -> String {
    let page = study().page().expect("all of it can be told");
    let (before, after) = page.split_once("<style>").expect("there is a style");
    let (_, body) = after.split_once("</style>").expect("it ends");
    let (body, _) = body.split_once("<footer>").expect("there is a footer");
    format!("{before}{body}")
}

#[test]
fn a_hostile_title_stays_text_in_the_page() {
    let content = content();
    assert!(!content.contains("<script>alert"));
    assert_eq!(content.matches("</title><script>").count(), 0);
    assert!(content.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; 50 %"));
    assert!(
        content.contains("<title id=\"figure-1-title\">How often each package is agreed</title>")
    );
}

#[test]
fn headings_descend_by_one_and_ids_are_unique() {
    let content = content();
    let levels: Vec<u32> = content
        .match_indices("<h")
        .filter_map(|(at, _)| char::from(content.as_bytes()[at + 2]).to_digit(10))
        .filter(|level| (1..=6).contains(level))
        .collect();
    assert_eq!(levels.iter().filter(|&&level| level == 1).count(), 1);
    assert!(
        levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{levels:?}"
    );
    let mut ids: Vec<&str> = content
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
}

#[test]
fn the_page_asks_for_nothing_outside() {
    let content = content();
    for word in ["src=\"http", "href=\"http", "url(http", "@import"] {
        assert!(!content.contains(word), "{word}");
    }
    assert!(content.contains("default-src 'none'"));
}

#[test]
fn the_same_results_give_the_same_bytes() {
    assert_eq!(study().page(), study().page());
    assert_eq!(study().methods(), study().methods());
    assert_eq!(study().headline_tex(), study().headline_tex());
}

#[test]
fn tables_for_papers_hold_the_numbers_and_survive_titles() {
    let tex = study().headline_tex().expect("runs are counted");
    assert!(
        tex.contains("    agreement & 120 & 12.0\\,\\% & 10.1--14.2 \\\\\n"),
        "{tex}"
    );
    assert!(tex.contains("50 \\% of a\\_b \\textbar{} \\textquotedbl{}it's\\textquotedbl{}"));
    assert!(!tex.contains("a_b"));
    let markdown = study().headline_markdown().expect("runs are counted");
    assert!(markdown.contains("| Outcome | agreement | 120 | 12.0 % | 10.1–14.2 |\n"));
    let row = markdown
        .lines()
        .find(|line| line.contains("Agreed at the end"))
        .expect("a row");
    assert_eq!(row.matches('|').count() - row.matches("\\|").count(), 6);
}

#[test]
fn methods_name_runs_seed_and_what_was_left_undone() {
    let methods = study().methods();
    for words in [
        "played 1,000 times",
        "seed 7",
        "1,000 of 2,000 runs asked for",
        "clock.rounds=4",
    ] {
        assert!(methods.contains(words), "{words} is missing in\n{methods}");
    }
}

#[test]
fn a_figure_that_acts_and_a_table_that_is_none_are_refused_together() {
    let mut study = study();
    "<svg ><script>1</script></svg>".clone_into(&mut study.parts[0].figures[0].text);
    "a,b\n1\n".clone_into(&mut study.parts[0].tables[0].text);
    let faults = study.page().expect_err("both are bad");
    assert_eq!(faults.len(), 2);
    assert!(faults[1].contains("`packages.svg`: a figure holds nothing but a drawing"));
}
