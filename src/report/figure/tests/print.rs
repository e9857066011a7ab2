//! What is printed is whole, the same every time, and nothing in it overlaps.

use resvg::usvg::{Group, Node, Rect};

use crate::report::chart::print::tree;
use crate::report::chart::{Chart, Fonts, Row, Sheet, pdf, png};
use crate::report::figure::causes::{Ends, causes};
use crate::report::figure::changes::{Change, changes_chart};
use crate::report::figure::packages;
use crate::report::figure::runs::{failures, survival, terms};
use crate::report::figure::tests::invented::{long, one_at_a_time};
use crate::report::fixture;
use crate::report::swept::{PlayedCell, Swept};
use crate::simulation::{PackageSummary, Rate, Summary};

/// All figures on all sheets, by name.
fn figures(summary: &Summary) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for sheet in Sheet::ALL {
        for (name, draw) in [
            ("packages", packages as fn(&Summary) -> _),
            ("failures", failures),
            ("survival", survival),
            ("terms", terms),
        ] {
            let figure = draw(summary).draw(Some(sheet));
            for (name, page) in figure.named(name) {
                all.push((format!("{name} on {sheet:?}"), page.to_owned()));
            }
        }
    }
    all
}

/// The words of a figure with the boxes their letters fill.
pub(super) fn words(group: &Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Text(text) => {
                let chunks = text.chunks().iter();
                let words: String = chunks.map(|chunk| chunk.text().to_owned()).collect();
                found.push((words, text.abs_bounding_box()));
            }
            Node::Group(group) => words(group, found),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// A summary with the longest names anybody would give.
fn long_named() -> Summary {
    let mut summary = fixture::summary();
    let long = |words: &str| format!("{words} and its Mitbestimmungsangelegenheiten ").repeat(2);
    summary.title = long(&summary.title);
    summary.round_length = Some("1 month of thirty days".to_owned());
    for package in &mut summary.packages {
        package.title = long(&package.title);
    }
    for issue in &mut summary.issues {
        issue.title = long(&issue.title);
        for option in &mut issue.options {
            option.title = long(&option.title);
        }
    }
    summary
}

/// Measures the sheet.
pub(super) fn assert_fits(name: &str, svg: &str) {
    let size = tree(svg).size();
    let millimetres = if size.width() > 1_000.0 { 190.6 } else { 234.1 };
    // 96 pixels to an inch.
    let most = millimetres * 96.0 / 25.4;
    assert!(size.height() <= most, "{name}: {size:?}");
}

/// Looks at every pair of words.
pub(super) fn assert_apart(name: &str, svg: &str) {
    let tree = tree(svg);
    let mut found = Vec::new();
    words(tree.root(), &mut found);
    assert!(found.len() > 4, "{name}");
    let size = tree.size();
    for (at, (text, area)) in found.iter().enumerate() {
        let inside = area.left() >= 0.0
            && area.top() >= 0.0
            && area.right() <= size.width()
            && area.bottom() <= size.height();
        assert!(inside, "{name}: {text:?} leaves the page: {area:?}");
        for (other, place) in &found[at + 1..] {
            // Boxes include the space of accents and descenders, of which a little may be shared.
            let shared = 0.12 * area.height().min(place.height());
            let apart = area.right() <= place.left() + shared
                || place.right() <= area.left() + shared
                || area.bottom() <= place.top() + shared
                || place.bottom() <= area.top() + shared;
            assert!(
                apart,
                "{name}: {text:?} at {area:?} and {other:?} at {place:?}"
            );
        }
    }
}

#[test]
fn words_never_overlap_nor_leave_the_page() {
    for summary in [fixture::summary(), long_named(), fixture::nothing()] {
        for (name, svg) in figures(&summary) {
            assert_apart(&name, &svg);
        }
    }
}

/// A summary of many issues in several packages, named as people name them, with as many options as fit a plan.
fn usual_named(issues: usize) -> Summary {
    let mut summary = fixture::summary();
    summary.title = "Between Miami and Moscow: the four packages, December 2025".to_owned();
    let (package, issue) = (summary.packages[0].clone(), summary.issues[0].clone());
    summary.packages = (0..issues.div_ceil(3))
        .map(|number| PackageSummary {
            id: format!("package-{number}"),
            title: usual(number),
            ..package.clone()
        })
        .collect();
    summary.issues = (0..issues)
        .map(|number| {
            let mut issue = issue.clone();
            issue.title = usual(number + 3);
            issue.package = format!("package-{}", number / 3);
            let option = issue.options[0].clone();
            issue.options = vec![option; 2 + number % 6];
            for (place, option) in issue.options.iter_mut().enumerate() {
                option.title = usual(number + place);
            }
            issue
        })
        .collect();
    summary
}

/// A name of the length that people give.
fn usual(number: usize) -> String {
    let names = [
        "Territory",
        "Secondary sanctions on buyers of Russian oil",
        "Press the EU to suspend the reparations loan",
        "Ukraine leaves the rest of Donetsk, demilitarised",
        "Control of Donbas and the front line",
        "Peacetime size of Ukraine's forces",
        "US-Russia economic cooperation",
    ];
    names[number % names.len()].to_owned()
}

#[test]
fn one_to_twenty_issues_are_told_whole_with_usual_names() {
    for issues in [1, 7, 20] {
        for (name, svg) in figures(&usual_named(issues)) {
            assert_apart(&name, &svg);
            assert_fits(&name, &svg);
            assert!(!svg.contains('…'), "{name} of {issues} issues cuts a name");
        }
    }
}

pub(super) fn draw_on_all(name: &str, chart: &Chart) {
    for sheet in Sheet::ALL.map(Some).into_iter().chain([None]) {
        let figure = chart.draw(sheet);
        for (name, page) in figure.named(name) {
            let name = format!("{name} on {sheet:?}");
            assert_apart(&name, page);
            assert_fits(&name, page);
            assert!(!page.contains("NaN"), "{name}");
        }
        let lines: Vec<&str> = figure.data.lines().collect();
        assert!(lines.len() > 1, "{name} tells its numbers");
    }
}

#[test]
fn rows_of_levers_keep_their_words_apart() {
    for factors in [1, 2, 20] {
        let swept = one_at_a_time(factors, long);
        let cells = swept.cells.iter();
        let remark = format!("0 = {}: 50.0 % [40.0, 60.0]", long(9));
        let changes = cells
            .clone()
            .skip(1)
            .map(|cell| change(&swept, cell))
            .collect();
        let chart = Chart {
            heading: "What each changes".to_owned(),
            title: long(0),
            foot: "1,000 runs of each, seed 7.".to_owned(),
            ..changes_chart(Some(remark), "95", changes)
        };
        draw_on_all("levers", &chart);
        let ends = cells.map(|cell| ends_of(&swept, cell));
        let chart = Chart {
            title: long(0),
            foot: "500 runs".to_owned(),
            ..causes(ends)
        };
        draw_on_all("causes", &chart);
    }
}

/// Ends of runs, each with some of the causes.
fn ends_of(swept: &Swept, cell: &PlayedCell) -> Ends {
    let rate = |count: u64| Rate { count, runs: 180 };
    let mut failures = [0, 1, 2, 3, 0, 4, 5, 6, 7].map(|place| rate(5 * place));
    failures[8].count += u64::from(cell.rate > 0.5);
    Ends {
        row: Row {
            group: Some(long(usize::from(cell.rate > 0.5))),
            ..Row::named(swept.settings(cell, ""))
        },
        agreement: rate(40 - u64::from(cell.rate > 0.5)),
        failures,
    }
}

fn change(swept: &Swept, cell: &PlayedCell) -> Change {
    Change {
        row: Row {
            group: Some(long(usize::from(cell.rate > 0.5))),
            ..Row::named(swept.settings(cell, ""))
        },
        runs: cell.runs,
        difference: cell.rate - 0.5,
        interval: cell.interval.map(|bound| bound - 0.5),
        never_in_file: true,
        band: Vec::new(),
    }
}

#[test]
fn printing_twice_gives_the_same_bytes() {
    let svg = packages(&fixture::summary()).draw(None).pages.concat();
    let fonts = Fonts::of_machine;
    assert_eq!(pdf(&svg, &fonts()), pdf(&svg, &fonts()));
    assert_eq!(png(&svg, &fonts()), png(&svg, &fonts()));
    assert!(png(&svg, &fonts()).lacking.is_empty());
}

#[test]
fn a_pdf_has_the_size_on_paper_and_its_fonts() {
    let svg = packages(&fixture::summary())
        .draw(Some(Sheet::Column))
        .pages
        .concat();
    let bytes = pdf(&svg, &Fonts::of_machine()).bytes;
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-"));
    // 89 mm are 252.3 points.
    let page = text.split("/MediaBox").nth(1).unwrap_or_default();
    let size: String = page.chars().take(40).collect();
    assert!(size.contains("0 0 252."), "the size of the page: {size}");
    assert!(text.contains("Arimo") && text.contains("/FontFile"));
}

#[test]
fn a_png_tells_its_resolution() {
    let svg = packages(&fixture::summary())
        .draw(Some(Sheet::Column))
        .pages
        .concat();
    let bytes = png(&svg, &Fonts::of_machine()).bytes;
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let width = u32::from_be_bytes(bytes[16..20].try_into().expect("four bytes"));
    // 89 mm at 300 pixels to the inch.
    assert!((1_050..=1_053).contains(&width), "{width}");
    assert_eq!(&bytes[37..41], b"pHYs");
}
