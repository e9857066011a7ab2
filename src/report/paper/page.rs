//! The page: one file without links to others, which a browser shows and a printer prints.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::model::visible;
use crate::report::content::Content;
use crate::report::labels::count;
use crate::report::paper::pictures::Charts;
use crate::report::paper::{MARK, Part, Study, assumptions, methods, pictures, references, repeat};
use crate::report::table::Table;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A part of the page that the contents name: id, title and body.
type Section = (&'static str, &'static str, Markup);

impl Study {
    /// The page.
    pub fn page(&self) -> String {
        let charts = self
            .parts
            .iter()
            .map(|part| pictures::charts(&part.content));
        let charts: Vec<Charts> = charts.collect();
        let closer_look = closer_look(self, &charts);
        let libraries = if closer_look.0.is_empty() {
            Markup::default()
        } else {
            pictures::libraries()
        };
        let sections = [
            ("question", "What was asked", question(self)),
            ("results", "Results", results_of(self, &charts)),
            ("closer-look", "A closer look", closer_look),
            ("methods", "How it was computed", paragraphs(self)),
            ("assumptions", "What it rests on", grounds(self)),
            ("repeat", "How to repeat it", repeat::section(self)),
            ("references", "References", literature(self)),
        ];
        let filled = sections
            .into_iter()
            .filter(|(_, _, body)| !body.0.is_empty());
        let sections: Vec<Section> = filled.collect();
        let page = whole(self, &sections, &libraries).into_string();
        // A title may hold letters that HTML forbids, and some that turn the words after it round.
        visible(&page).into_owned()
    }
}

fn whole(study: &Study, sections: &[Section], libraries: &Markup) -> Markup {
    let title = study.title();
    let described = study
        .scenarios()
        .into_iter()
        .find_map(|(given, _)| given.scenario.description.clone());
    html! {
        (DOCTYPE) "\n"
        (PreEscaped(format!("<!-- {MARK}. -->\n")))
        html lang="en" {
            "\n"
            head {
                "\n"
                meta charset="utf-8"; "\n"
                meta http-equiv="Content-Security-Policy" content=(pictures::POLICY); "\n"
                meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
                meta name="generator" content={ "zopa " (VERSION) }; "\n"
                link rel="icon" href="data:,"; "\n"
                title { (title) } "\n"
                style { "\n" (PreEscaped(STYLE)) } "\n"
            }
            "\n"
            body {
                "\n"
                a class="skip" href="#content" { "Skip to the content" } "\n"
                header {
                    h1 { (title) }
                    @if let Some(words) = described { p class="lead" { (words.trim()) } }
                }
                "\n"
                nav aria-label="Contents" { "\n" (contents(&study.parts, sections)) } "\n"
                main id="content" tabindex="-1" {
                    @for (id, title, body) in sections {
                        "\n"
                        section id=(id) { "\n" h2 { (title) } "\n" (body) }
                    }
                }
                "\n"
                footer {
                    p {
                        "Written by zopa " (VERSION) ". The numbers answer “if this, then that”: they are only as good as the "
                        "assumptions above."
                    }
                }
                "\n"
                (libraries)
                script { "\n" (PreEscaped(SCRIPT)) } "\n"
            }
            "\n"
        }
        "\n"
    }
}

/// Where each section stands, and each part's results where there are several parts.
fn contents(parts: &[Part], sections: &[Section]) -> Markup {
    html! {
        ol {
            @for (id, title, _) in sections {
                "\n"
                li {
                    a href={ "#" (id) } { (title) }
                    @if *id == "results" && parts.len() > 1 {
                        "\n"
                        ul {
                            @for (number, part) in (1..).zip(parts) {
                                "\n"
                                li { a href={ "#results-" (number) } { (part.heading) } }
                            }
                        }
                    }
                }
            }
        }
        "\n"
    }
}

/// What each part asks, and from how many runs its answer comes.
fn question(study: &Study) -> Markup {
    html! {
        @for part in &study.parts {
            h3 { (part.heading) } "\n"
            p { (part.chapter.question) } "\n"
            dl {
                @for (name, value) in facts(part) { "\n" dt { (name) } dd { (value) } }
            }
            "\n"
        }
    }
}

/// Names and values.
fn facts(part: &Part) -> Vec<(&'static str, Markup)> {
    let from = &part.provenance;
    let plain = |words: &str| html! { (words) };
    let runs = if from.interrupted && from.runs == from.runs_asked {
        format!("{}; what followed was stopped early", count(from.runs))
    } else if from.interrupted {
        let (done, asked) = (count(from.runs), count(from.runs_asked));
        format!("{done} of {asked} asked for; stopped early")
    } else if from.runs == 0 {
        "none: central values".to_owned()
    } else {
        count(from.runs)
    };
    let mut rows = vec![("Scenario", plain(&from.scenario))];
    if let Some(layout) = part.layout() {
        rows.insert(0, ("Sweep", plain(&layout.sweep)));
        rows.push(("Cells", plain(&count(layout.cells.len() as u64))));
    }
    if !from.assignments.is_empty() {
        let set = from.assignments.iter().enumerate();
        let set = html! { @for (place, value) in set { @if place > 0 { br; } code { (value) } } };
        rows.push(("Values set", set));
    }
    let unit = match part.content {
        Content::Theory(..) | Content::Realizations(_) => "Realizations",
        _ => "Runs",
    };
    rows.push((unit, plain(&runs)));
    if from.runs > 0 {
        rows.push(("Seed", plain(&from.seed.to_string())));
    }
    rows.push(("Version", plain(&format!("zopa {}", from.version))));
    rows
}

fn results_of(study: &Study, charts: &[Charts]) -> Markup {
    let mut first = 1;
    let pictures = charts.iter().map(|charts| {
        let (count, figures) = pictures::figures(charts, first);
        first += count;
        figures
    });
    let pictures: Vec<Markup> = pictures.collect();
    html! {
        @for (number, (part, figures)) in (1..).zip(study.parts.iter().zip(pictures)) {
            h3 id={ "results-" (number) } { (part.heading) } "\n"
            @for words in &part.chapter.answer { p class="answer" { (words) } "\n" }
            // The headline comes first, then what can be seen, then the rest.
            @let (headline, rest) = headline_first(&part.chapter.tables);
            @for table in headline { (table.html()) }
            @if !figures.0.is_empty() { div class="pictures" { "\n" (figures) } "\n" }
            @for table in rest { (table.html()) }
        }
    }
}

/// The first table that has rows, and what follows it.
fn headline_first(tables: &[Table]) -> (&[Table], &[Table]) {
    let first = tables.iter().position(|table| !table.rows.is_empty());
    tables.split_at(first.map_or(0, |place| place + 1))
}

fn closer_look(study: &Study, charts: &[Charts]) -> Markup {
    let numbered = (1..).zip(study.parts.iter().zip(charts));
    let charts =
        numbered.map(|(number, (part, charts))| (&part.heading, pictures::live(charts, number)));
    let charts: Vec<(&String, Markup)> =
        charts.filter(|(_, charts)| !charts.0.is_empty()).collect();
    html! {
        @if !charts.is_empty() {
            noscript { p { "These figures need scripts; the result files hold the numbers." } } "\n"
            p { "Figures that respond to the pointer. The result files hold the numbers." } "\n"
            @for (heading, charts) in charts { h3 { (heading) } "\n" (charts) }
        }
    }
}

fn paragraphs(study: &Study) -> Markup {
    html! { @for words in methods::paragraphs(study) { p { (words) } "\n" } }
}

fn grounds(study: &Study) -> Markup {
    let scenarios = study.scenarios();
    if scenarios.is_empty() {
        return html! {
            p { "The results hold no copy of their scenario, so its numbers cannot be listed here." } "\n"
        };
    }
    let several = scenarios.len() > 1;
    html! {
        p {
            "Each number as it stands in the scenario file, including values set by the command; what a sweep sets in its cells is "
            "shown with its results. A note applies to all numbers of its table, unless a number has a note of its own."
        }
        "\n"
        @for (given, parts) in scenarios {
            @let from = &parts[0].provenance;
            @if several { h3 { (from.title) " (" (from.fingerprint) ")" } "\n" }
            (assumptions::table(given).html())
        }
    }
}

fn literature(study: &Study) -> Markup {
    let references = references::of(study);
    html! {
        @if !references.is_empty() {
            ul { @for reference in references { "\n" li { (reference) } } }
            "\n"
        }
    }
}
