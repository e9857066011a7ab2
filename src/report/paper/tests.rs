use super::{Given, Part, Study};
use crate::report::content::Content;
use crate::report::fixture;
use crate::results::Provenance;
use crate::scenario::{Note, NoteKind, Stated};
use crate::simulation::Summary;

/// A title that tries to leave every text it stands in.
const HOSTILE: &str = "</title><script>alert(1)</script> & 50 % of a_b | \"it's\"";

fn study() -> Study {
    study_of(fixture::summary())
}

fn study_of(mut summary: Summary) -> Study {
    let mut scenario = fixture::scenario();
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
        ..Provenance::default()
    };
    let path = "clock.rounds";
    let source = Note {
        path: path.to_owned(),
        kind: NoteKind::Source,
        text: HOSTILE.to_owned(),
    };
    let number = Stated {
        path: path.to_owned(),
        value: "4".to_owned(),
        notes: vec![source],
        judged: true,
    };
    let given = Given {
        scenario,
        text: HOSTILE.to_owned(),
        sweep: None,
        numbers: vec![number],
    };
    let content = Content::Runs(Box::new(summary));
    Study::of(vec![Part::new(provenance, Some(given), content)])
}

/// The page without the scripts and styles that are ours.
fn content() -> String {
    let page = study().page();
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
        tex.contains("    {}agreement & 120 & 12.0\\,\\% \\mbox{[10.1, 14.2]} \\tabularnewline\n"),
        "{tex}"
    );
    assert!(tex.contains("50\\,\\% of a\\_b \\textbar{} \\textquotedbl{}it's\\textquotedbl{}"));
    assert!(!tex.contains("a_b"));
    let markdown = study().headline_markdown().expect("runs are counted");
    assert!(markdown.contains("| Outcome | agreement | 120 | 12.0 % \\[10.1, 14.2\\] |\n"));
    let row = markdown
        .lines()
        .find(|line| line.contains("Agreed at the end"))
        .expect("a row");
    assert_eq!(row.matches('|').count() - row.matches("\\|").count(), 5);
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

#[cfg(feature = "figures")]
#[test]
fn charts_are_drawn_with_titles_and_descriptions_and_hold_nothing_that_acts() {
    let page = study().page();
    // Packages, causes of failure, survival, terms.
    assert_eq!(page.matches("<figure>").count(), 4);
    assert!(page.contains("Figure 1: How often each package is agreed."));
    assert!(page.contains("at some time 40.0 %, at the end 25.0 %, in force 12.0 %"));
    let (_, drawing) = page.split_once("<svg ").expect("a drawing");
    let (drawing, _) = drawing.split_once("</svg>").expect("it ends");
    for word in ["<script", "<style", "<image", "<a ", "href", "javascript:"] {
        assert!(!drawing.contains(word), "{word}");
    }
    assert!(page.contains("data-chart=\"chart-1-1\"") && page.contains("data-chart=\"chart-1-2\""));
}

#[cfg(feature = "figures")]
#[test]
fn sheets_of_one_figure_are_one_figure() {
    let mut summary = fixture::summary();
    let package = summary.packages[0].clone();
    summary.packages = vec![package; 60];
    let page = study_of(summary).page();
    assert_eq!(page.matches("<figure>").count(), 4);
    let (_, drawn) = page.split_once("<figure>").expect("a figure");
    let (drawn, _) = drawn.split_once("</figure>").expect("it ends");
    let sheets = drawn.matches("class=\"drawing\"").count();
    assert!(sheets > 1);
    assert!(drawn.contains(&format!("How often each package is agreed (2 of {sheets})")));
    assert!(page.contains("Figure 1: How often each package is agreed."));
}

#[test]
fn parts_of_one_kind_have_headings_of_their_own() {
    let parts = study().parts.into_iter().chain(study().parts);
    let study = Study::of(parts.collect());
    let [one, other] = [0, 1].map(|place| study.parts[place].heading.as_str());
    assert_ne!(one, other);
    assert_eq!(other, format!("{one} (clock.rounds=4)"));
}

#[test]
fn what_other_rules_settled_is_read_back_and_told() {
    use crate::analysis::settlement::{Rule, RuleOutcome, Settlement};
    use crate::simulation::measure::Subjects;
    use crate::simulation::{Rate, SettlementTally};

    let mut summary = fixture::summary();
    let subjects = Subjects {
        parties: summary
            .parties
            .iter()
            .map(|party| party.id.clone())
            .collect(),
        ..Subjects::default()
    };
    let mut tally = SettlementTally::new(&subjects);
    let outcomes = Rule::ALL.map(|rule| RuleOutcome {
        rule,
        deal: None,
        unrounded: None,
        settlement: Settlement::Refused,
    });
    tally.add(&[0.25, 0.5], outcomes);
    summary.settlement = Some(tally.estimates(Some(Rate { count: 1, runs: 1 })));
    let text = crate::report::json::summary(&summary);
    let read: crate::simulation::Summary = crate::results::json::read(&text).expect("our own text");
    let (told, wanted) = (read.settlement, summary.settlement);
    let (told, wanted) = (told.expect("it is there"), wanted.expect("it is there"));
    assert_eq!(told.played, wanted.played);
    assert_eq!(told.realizations, 1);
    assert_eq!(told.rules[1].rule, Rule::Median);
    assert_eq!(told.rules[1].parties[1].utility.value(), Some(0.5));

    let mut summary = fixture::summary();
    summary.settlement = Some(wanted);
    let page = study_of(summary).page();
    assert!(page.contains("Other settlement rules on the first 1 run"));
    assert!(page.contains("compromise mean, issue by issue"));
}
