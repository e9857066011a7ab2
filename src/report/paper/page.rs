//! The page: one file without links to others, which a browser shows and a printer prints.

use crate::report::labels::count;
use crate::report::paper::escape::html;
use crate::report::paper::kinds::Chapter;
use crate::report::paper::table::Table;
use crate::report::paper::{
    Content, Document, MARK, Part, Study, assumptions, figure, kinds, methods, references, repeat,
};

/// Nothing is loaded from anywhere; scripts and styles stand in the page.
#[cfg(feature = "figures")]
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:";
/// The same without Vega, which compiles its expressions.
#[cfg(not(feature = "figures"))]
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A part of the page that the contents name.
struct Section {
    id: &'static str,
    title: &'static str,
    body: String,
}

/// A study with what each of its parts tells, and a heading for each.
struct Telling<'a> {
    study: &'a Study,
    parts: Vec<(&'a Part, Chapter, String)>,
}

/// The page, or all that is wrong with figures.
pub(super) fn page(study: &Study) -> Result<String, Vec<String>> {
    let headings = study.headings();
    let parts = study.parts.iter().zip(headings.clone());
    let telling = Telling {
        study,
        parts: parts
            .map(|(part, heading)| (part, kinds::chapter(part), heading))
            .collect(),
    };
    let results = results_of(&telling)?;
    let sections = [
        section("question", "What was asked", question(&telling)),
        section("results", "Results", results),
        section("closer-look", "A closer look", closer_look(&telling)),
        section("methods", "How it was computed", paragraphs(study)),
        section("assumptions", "What it rests on", grounds(study)),
        section(
            "repeat",
            "How to repeat it",
            repeat::section(study, &headings),
        ),
        section("references", "References", literature(study)),
    ];
    let sections: Vec<Section> = sections
        .into_iter()
        .filter(|it| !it.body.is_empty())
        .collect();
    Ok(whole(&telling, &sections))
}

fn section(id: &'static str, title: &'static str, body: String) -> Section {
    Section { id, title, body }
}

fn whole(telling: &Telling<'_>, sections: &[Section]) -> String {
    let study = telling.study;
    let title = html(study.title());
    let contents: String = sections
        .iter()
        .map(|it| {
            let below = if it.id == "results" {
                contents_of_results(telling)
            } else {
                String::new()
            };
            format!("<li><a href=\"#{}\">{}</a>{below}</li>\n", it.id, it.title)
        })
        .collect();
    let body: String = sections
        .iter()
        .map(|it| {
            format!(
                "<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n",
                it.id, it.title, it.body
            )
        })
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "<!DOCTYPE html>\n<!-- {MARK}. -->\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"zopa {version}\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#content\">Skip to the content</a>\n\
         <header>\n<h1>{title}</h1>\n{}</header>\n\
         <nav aria-label=\"Contents\">\n<ol>\n{contents}</ol>\n</nav>\n\
         <main id=\"content\" tabindex=\"-1\">\n{body}</main>\n\
         <footer>\n<p>Written by zopa {version}. The numbers answer “if this, then that”: they are as good as the \
         assumptions above.</p>\n</footer>\n{}<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        lead(study),
        libraries(telling),
    )
}

fn lead(study: &Study) -> String {
    let described = study
        .scenarios()
        .into_iter()
        .find_map(|(given, _)| given.scenario.description.clone());
    described.map_or_else(String::new, |words| {
        format!("<p class=\"lead\">{}</p>\n", html(words.trim()))
    })
}

/// Where each part's results stand, where there are several parts.
fn contents_of_results(telling: &Telling<'_>) -> String {
    if telling.parts.len() < 2 {
        return String::new();
    }
    let parts = (1..).zip(&telling.parts);
    let items: String = parts
        .map(|(number, (_, _, heading))| {
            format!(
                "<li><a href=\"#results-{number}\">{}</a></li>\n",
                html(heading)
            )
        })
        .collect();
    format!("\n<ul>\n{items}</ul>\n")
}

/// What each part asks, and from how many runs its answer comes.
fn question(telling: &Telling<'_>) -> String {
    let parts = telling.parts.iter();
    parts
        .map(|(part, chapter, heading)| {
            let rows: String = facts(part)
                .iter()
                .map(|(name, value)| format!("<dt>{name}</dt><dd>{value}</dd>\n"))
                .collect();
            format!(
                "<h3>{}</h3>\n<p>{}</p>\n<dl>\n{rows}</dl>\n",
                html(heading),
                html(&chapter.question)
            )
        })
        .collect()
}

/// Names and values, the values as HTML.
fn facts(part: &Part) -> Vec<(&'static str, String)> {
    let from = &part.provenance;
    let name = match &part.content {
        Content::Solution(_) | Content::RealizedTheory(_) => "Realizations",
        _ => "Runs",
    };
    let runs = if from.interrupted {
        format!(
            "{} of {} asked for; stopped early",
            count(from.runs),
            count(from.runs_asked)
        )
    } else if from.runs == 0 {
        "none: central values".to_owned()
    } else {
        count(from.runs)
    };
    let mut rows = vec![("Scenario", html(&from.scenario))];
    if let Content::Sweep(manifest, _) = &part.content {
        rows.insert(0, ("Sweep", html(&manifest.layout.sweep)));
        rows.push(("Cells", count(manifest.layout.cells.len() as u64)));
    }
    if !from.assignments.is_empty() {
        let set = from.assignments.iter();
        let set: Vec<String> = set.map(|it| format!("<code>{}</code>", html(it))).collect();
        rows.push(("Values set", set.join("<br>")));
    }
    rows.push((name, html(&runs)));
    if from.runs > 0 {
        rows.push(("Seed", from.seed.to_string()));
    }
    rows.push(("Version", format!("zopa {}", html(&from.version))));
    rows
}

fn results_of(telling: &Telling<'_>) -> Result<String, Vec<String>> {
    let mut faults = Vec::new();
    let mut text = String::new();
    let mut drawn = 0;
    for (number, (part, chapter, heading)) in (1..).zip(&telling.parts) {
        text.push_str(&format!(
            "<h3 id=\"results-{number}\">{}</h3>\n",
            html(heading)
        ));
        let answer = chapter.answer.iter();
        text.extend(answer.map(|words| format!("<p class=\"answer\">{}</p>\n", html(words))));
        let mut figures = String::new();
        for sheets in sheets_of_each(&part.figures) {
            drawn += 1;
            match figure::element(part, chapter, sheets, drawn) {
                Ok(element) => figures.push_str(&element),
                Err(fault) => faults.push(fault),
            }
        }
        // The headline comes first, then what can be seen, then the rest.
        let mut tables = chapter.tables.iter().map(Table::html);
        text.extend(tables.by_ref().find(|table| !table.is_empty()));
        if !figures.is_empty() {
            text.push_str(&format!("<div class=\"pictures\">\n{figures}</div>\n"));
        }
        text.extend(tables);
    }
    if faults.is_empty() {
        Ok(text)
    } else {
        Err(faults)
    }
}

/// The sheets of each figure: `terms.svg` with `terms-2.svg`, where it goes over several.
fn sheets_of_each(figures: &[Document]) -> impl Iterator<Item = &[Document]> {
    figures.chunk_by(|_, next| {
        let stem = next.name.trim_end_matches(".svg");
        let sheet = stem.rsplit_once('-').map(|it| it.1.parse::<u16>());
        matches!(sheet, Some(Ok(number)) if number > 1)
    })
}

#[cfg(feature = "figures")]
fn closer_look(telling: &Telling<'_>) -> String {
    use crate::report::paper::interactive;

    let parts = (1..).zip(&telling.parts);
    let charts: Vec<(&String, String)> = parts
        .map(|(number, (part, _, heading))| (heading, interactive::elements(part, number)))
        .filter(|(_, charts)| !charts.is_empty())
        .collect();
    if charts.is_empty() {
        return String::new();
    }
    let parts = charts
        .iter()
        .map(|(heading, charts)| format!("<h3>{}</h3>\n{charts}", html(heading)));
    let parts: String = parts.collect();
    format!(
        "<noscript><p>These figures need scripts; the result files hold the numbers.</p></noscript>\n\
         <p>Figures that answer the pointer. The result files hold the numbers.</p>\n{parts}"
    )
}

#[cfg(not(feature = "figures"))]
fn closer_look(_: &Telling<'_>) -> String {
    String::new()
}

/// The libraries, where a figure uses them.
#[cfg(feature = "figures")]
fn libraries(telling: &Telling<'_>) -> String {
    use crate::report::paper::interactive::{LICENCES, VEGA, VEGA_LITE};

    if closer_look(telling).is_empty() {
        return String::new();
    }
    format!("<script>\n/*\n{LICENCES}*/\n{VEGA}</script>\n<script>\n{VEGA_LITE}</script>\n")
}

#[cfg(not(feature = "figures"))]
fn libraries(_: &Telling<'_>) -> String {
    String::new()
}

fn paragraphs(study: &Study) -> String {
    let paragraphs = methods::paragraphs(study).into_iter();
    paragraphs
        .map(|it| format!("<p>{}</p>\n", html(&it)))
        .collect()
}

fn grounds(study: &Study) -> String {
    let scenarios = study.scenarios();
    if scenarios.is_empty() {
        return "<p>The results hold no copy of their scenario, so its numbers cannot be listed here.</p>\n".to_owned();
    }
    let several = scenarios.len() > 1;
    let tables = scenarios.iter().map(|(given, parts)| {
        let of = &parts[0].provenance;
        let heading = if several {
            format!("<h3>{} ({})</h3>\n", html(&of.title), html(&of.fingerprint))
        } else {
            String::new()
        };
        format!("{heading}{}", assumptions::table(given).html())
    });
    let tables: String = tables.collect();
    format!(
        "<p>Each number as the scenario file has it, values set by the command included; what a sweep sets in its cells stands \
         with its results. A note stands for all numbers of the table it stands in, unless a number has its own.</p>\n{tables}"
    )
}

fn literature(study: &Study) -> String {
    let references: String = references::of(study)
        .into_iter()
        .map(|it| format!("<li>{}</li>\n", html(it)))
        .collect();
    if references.is_empty() {
        return String::new();
    }
    format!("<ul>\n{references}</ul>\n")
}
