//! Figures are whole and keep to their sheets, whatever the names.

use crate::report::chart::Sheet;
use crate::report::figure::factor::LINES_MAX;
use crate::report::figure::runs::{failures, survival, terms};
use crate::report::figure::settings::CELLS_MAX;
use crate::report::figure::sweeps::LEVELS_MAX;
use crate::report::figure::{CATALOGUE, packages};
use crate::report::fixture;
use crate::simulation::Summary;

/// All figures on all sheets.
fn of(summary: &Summary) -> Vec<String> {
    let sheets = Sheet::ALL.map(Some).into_iter().chain([None]);
    let draw =
        |sheet| [packages, failures, survival, terms].map(|item| item(summary).draw(sheet).pages);
    sheets.flat_map(draw).flatten().collect()
}

fn number(line: &str, attribute: &str) -> f64 {
    let after = line
        .split_once(&format!(" {attribute}=\""))
        .expect("the attribute stands there")
        .1;
    let (number, _) = after.split_once('"').expect("it is quoted");
    number.parse().expect("it is a number")
}

#[test]
fn figures_are_whole_opaque_and_sized_on_paper() {
    for figure in of(&fixture::summary()) {
        assert!(figure.starts_with("<svg ") && figure.trim_end().ends_with("</svg>"));
        let widths = ["width=\"89.0mm\"", "width=\"183.0mm\"", "width=\"338.7mm\""];
        assert!(widths.iter().any(|&width| figure.contains(width)));
        assert!(!figure.contains("opacity") && !figure.contains("NaN"));
        assert!(figure.contains("Wage &amp; hours") && figure.contains("1,000 runs, seed 7"));
    }
}

#[test]
fn no_words_leave_the_page_however_long_the_titles() {
    let mut summary = fixture::summary();
    let long = "Kraftfahrzeughaftpflichtversicherung/обязательства on what is owed ".repeat(4);
    summary.title.clone_from(&long);
    summary.packages[0].title.clone_from(&long);
    summary.issues[0].title.clone_from(&long);
    summary.issues[0].options[1].title.clone_from(&long);
    summary.round_length = Some(long);
    for figure in of(&summary) {
        assert_words_on_page(&figure);
    }
}

fn assert_words_on_page(figure: &str) {
    let page = [("89.0", 2_523.0), ("183.0", 5_187.0), ("338.7", 4_800.0)]
        .into_iter()
        .find(|(width, _)| figure.contains(&format!("width=\"{width}mm\"")))
        .expect("one of the sheets")
        .1;
    let lines: Vec<&str> = figure.lines().collect();
    for pair in lines.windows(2).filter(|pair| pair[0].starts_with("<text")) {
        let size = number(pair[0], "font-size");
        // Four tenths of the size is a narrow letter: what is longer than that would surely leave.
        let long = pair[1].chars().count() as f64 * size * 0.4;
        let x = number(pair[0], "x");
        let (left, right) = if pair[0].contains("\"end\"") {
            (x - long, x)
        } else if pair[0].contains("\"middle\"") {
            (x - long / 2.0, x + long / 2.0)
        } else {
            (x, x + long)
        };
        assert!(left >= 0.0 && right <= page, "{pair:?}");
    }
}

#[test]
fn without_runs_figures_are_empty_but_whole() {
    for figure in of(&fixture::nothing()) {
        assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
    }
}

#[test]
fn what_figures_need_names_the_limits_that_they_keep() {
    for (name, limit) in [
        ("cells", LEVELS_MAX),
        ("changes", CELLS_MAX),
        ("causes", CELLS_MAX),
        ("factor", LINES_MAX),
    ] {
        let figure = CATALOGUE.iter().find(|figure| figure.name == name);
        let needs = figure.expect("there is such a figure").needs;
        let mut words = needs.split_whitespace();
        assert!(words.any(|word| word == limit.to_string()), "{needs}");
    }
}
