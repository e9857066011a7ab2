//! The page: one file without links to others, which a browser shows and a printer prints.

use crate::report::labels::count;
use crate::report::paper::escape::html;
use crate::report::paper::{
    MARK, Part, Study, assumptions, figure, methods, references, results, sheet, theory,
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

/// The page, or all that is wrong with tables and figures.
pub(super) fn page(study: &Study) -> Result<String, Vec<String>> {
    let results = results_of(study)?;
    let sections = [
        section("question", "What was asked", question(study)),
        section("results", "Results", results),
        section("closer-look", "A closer look", closer_look(study)),
        section("methods", "How it was computed", paragraphs(study)),
        section("assumptions", "What it rests on", grounds(study)),
        section("repeat", "How to repeat it", repeat(study)),
        section("references", "References", literature(study)),
    ];
    let sections: Vec<Section> = sections
        .into_iter()
        .filter(|it| !it.body.is_empty())
        .collect();
    Ok(whole(study, &sections))
}

fn section(id: &'static str, title: &'static str, body: String) -> Section {
    Section { id, title, body }
}

fn whole(study: &Study, sections: &[Section]) -> String {
    let title = html(study.title());
    let contents: String = sections
        .iter()
        .map(|it| format!("<li><a href=\"#{}\">{}</a></li>\n", it.id, it.title))
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
        libraries(study),
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

/// Who made which results, for how many runs.
fn question(study: &Study) -> String {
    study
        .parts
        .iter()
        .map(|part| {
            let from = &part.provenance;
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
            let mut rows = vec![
                ("Scenario", html(&from.scenario)),
                ("Command", format!("<code>{}</code>", html(&from.command))),
                ("Runs", html(&runs)),
                ("Seed", from.seed.to_string()),
                (
                    "Fingerprint",
                    format!("<code>{}</code>", html(&from.fingerprint)),
                ),
                ("Version", format!("zopa {}", html(&from.version))),
            ];
            if !from.assignments.is_empty() {
                let set: Vec<String> = from
                    .assignments
                    .iter()
                    .map(|it| format!("<code>{}</code>", html(it)))
                    .collect();
                rows.insert(1, ("Values set", set.join("<br>")));
            }
            let rows: String = rows
                .iter()
                .map(|(name, value)| format!("<dt>{name}</dt><dd>{value}</dd>\n"))
                .collect();
            format!(
                "<h3>{}</h3>\n<dl>\n{rows}</dl>\n",
                html(&asked(study, part))
            )
        })
        .collect()
}

/// What a part answers; with its scenario, where a study has several.
fn asked(study: &Study, part: &Part) -> String {
    let question = match part.verb() {
        "run" => "How often, on what terms and why not",
        "solve" => "What theory says",
        "sensitivity" => "Which numbers drive the result",
        "discover" => "Under which numbers it comes about",
        "sweep" | "merge" => "What changes with the settings",
        "compare" => "What each lever changes",
        _ => "Results",
    };
    let title = &part.provenance.title;
    if study.title() == title && study.parts.iter().all(|it| it.provenance.title == *title) {
        question.to_owned()
    } else {
        format!("{question}: {title}")
    }
}

fn results_of(study: &Study) -> Result<String, Vec<String>> {
    let mut faults = Vec::new();
    let mut text = String::new();
    let mut number = 0;
    for part in &study.parts {
        text.push_str(&format!("<h3>{}</h3>\n", html(&asked(study, part))));
        let zone = part.solution.as_ref().and_then(theory::zone);
        text.extend(zone.map(|zone| format!("<p>{}</p>\n", html(&zone))));
        let of_runs = part.summary.iter().flat_map(results::tables);
        let mut tables: Vec<String> = of_runs.map(|table| table.html()).collect();
        tables.extend(
            part.solution
                .iter()
                .flat_map(theory::tables)
                .map(|table| table.html()),
        );
        for file in &part.tables {
            match sheet::table(file) {
                Ok(table) => tables.push(table.html()),
                Err(fault) => faults.push(format!("`{}`: {fault}", file.name)),
            }
        }
        let mut figures = String::new();
        for file in &part.figures {
            number += 1;
            match figure::element(part, file, number) {
                Ok(element) => figures.push_str(&element),
                Err(fault) => faults.push(format!("`{}`: {fault}", file.name)),
            }
        }
        // The headline comes first, then what can be seen, then the rest.
        let rest = tables.split_off(tables.len().min(1));
        text.push_str(&tables.concat());
        if !figures.is_empty() {
            text.push_str(&format!("<div class=\"pictures\">\n{figures}</div>\n"));
        }
        text.push_str(&rest.concat());
    }
    if faults.is_empty() {
        Ok(text)
    } else {
        Err(faults)
    }
}

#[cfg(feature = "figures")]
fn closer_look(study: &Study) -> String {
    use crate::report::paper::interactive;

    let parts = study.parts.iter().enumerate();
    let charts: Vec<(&Part, String)> = parts
        .map(|(place, part)| (part, interactive::elements(part, place + 1)))
        .filter(|(_, charts)| !charts.is_empty())
        .collect();
    if charts.is_empty() {
        return String::new();
    }
    let parts = charts
        .iter()
        .map(|(part, charts)| format!("<h3>{}</h3>\n{charts}", html(&asked(study, part))));
    let parts: String = parts.collect();
    format!(
        "<noscript><p>These figures need scripts; the tables above hold the same numbers.</p></noscript>\n\
         <p>Figures that answer the pointer. The tables above hold the same numbers.</p>\n{parts}"
    )
}

#[cfg(not(feature = "figures"))]
fn closer_look(_: &Study) -> String {
    String::new()
}

/// The libraries, where a figure uses them.
#[cfg(feature = "figures")]
fn libraries(study: &Study) -> String {
    use crate::report::paper::interactive::{LICENCES, VEGA, VEGA_LITE};

    if closer_look(study).is_empty() {
        return String::new();
    }
    format!("<script>\n/*\n{LICENCES}*/\n{VEGA}</script>\n<script>\n{VEGA_LITE}</script>\n")
}

#[cfg(not(feature = "figures"))]
fn libraries(_: &Study) -> String {
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
        "<p>Each number as the scenario file has it, values set by the command included. A note stands for all numbers of \
         the table it stands in, unless a number has its own.</p>\n{tables}"
    )
}

fn repeat(study: &Study) -> String {
    let mut text = String::from(
        "<p>The same scenario, seed and number of runs give the same results to the byte, on any machine and with any \
         number of threads. A result folder keeps its scenario as <code>scenario.toml</code>; put it where the command \
         looks for the file.</p>\n",
    );
    for part in &study.parts {
        let from = &part.provenance;
        text.push_str(&format!(
            "<pre><code>{}</code></pre>\n<p>The manifest then shows the fingerprint <code>{}</code>, with zopa {}.</p>\n",
            html(&from.command),
            html(&from.fingerprint),
            html(&from.version)
        ));
    }
    text
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
