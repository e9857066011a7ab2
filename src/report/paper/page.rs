//! The page: one file without links to others, which a browser shows and a printer prints.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::report::chapters::Chapter;
use crate::report::content::Content;
use crate::report::labels::count;
use crate::report::paper::{MARK, Part, Study, assumptions, methods, pictures, references, repeat};
use crate::report::table::Table;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A part of the page that the contents name.
struct Section {
    id: &'static str,
    title: &'static str,
    body: Markup,
}

/// What one part of a study says, under a heading of its own.
struct PagePart<'a> {
    source: &'a Part,
    chapter: Chapter,
    heading: &'a str,
}

impl Study {
    /// The page.
    pub fn page(&self) -> String {
        let headings = self.headings();
        let parts: Vec<PagePart<'_>> = self
            .parts
            .iter()
            .zip(&headings)
            .map(|(source, heading)| PagePart {
                source,
                chapter: source.chapter(),
                heading,
            })
            .collect();
        let closer_look = closer_look(&parts);
        let libraries = if closer_look.0.is_empty() {
            Markup::default()
        } else {
            pictures::libraries()
        };
        let sections = [
            ("question", "What was asked", question(&parts)),
            ("results", "Results", results_of(&parts)),
            ("closer-look", "A closer look", closer_look),
            ("methods", "How it was computed", paragraphs(self)),
            ("assumptions", "What it rests on", grounds(self)),
            (
                "repeat",
                "How to repeat it",
                repeat::section(self, &headings),
            ),
            ("references", "References", literature(self)),
        ];
        let filled = sections.into_iter().filter(|it| !it.2.0.is_empty());
        let sections = filled.map(|(id, title, body)| Section { id, title, body });
        let sections: Vec<Section> = sections.collect();
        let mut page = whole(self, &parts, &sections, &libraries).into_string();
        // HTML forbids control characters, and a title may hold any.
        page.retain(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'));
        page
    }
}

fn whole(
    study: &Study,
    parts: &[PagePart<'_>],
    sections: &[Section],
    libraries: &Markup,
) -> Markup {
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
                nav aria-label="Contents" { "\n" (contents(parts, sections)) } "\n"
                main id="content" tabindex="-1" {
                    @for section in sections {
                        "\n"
                        section id=(section.id) { "\n" h2 { (section.title) } "\n" (section.body) }
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
fn contents(parts: &[PagePart<'_>], sections: &[Section]) -> Markup {
    html! {
        ol {
            @for section in sections {
                "\n"
                li {
                    a href={ "#" (section.id) } { (section.title) }
                    @if section.id == "results" && parts.len() > 1 {
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
fn question(parts: &[PagePart<'_>]) -> Markup {
    html! {
        @for part in parts {
            h3 { (part.heading) } "\n"
            p { (part.chapter.question) } "\n"
            dl {
                @for (name, value) in facts(part.source) { "\n" dt { (name) } dd { (value) } }
            }
            "\n"
        }
    }
}

/// Names and values.
fn facts(part: &Part) -> Vec<(&'static str, Markup)> {
    let from = &part.provenance;
    let plain = |words: &str| html! { (words) };
    let runs = if from.interrupted {
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
        let set = html! { @for (place, it) in set { @if place > 0 { br; } code { (it) } } };
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

fn results_of(parts: &[PagePart<'_>]) -> Markup {
    let mut drawn = 0;
    let pictures = parts.iter().map(|part| {
        let (count, figures) = pictures::figures(&part.source.content, drawn + 1);
        drawn += count;
        figures
    });
    let pictures: Vec<Markup> = pictures.collect();
    html! {
        @for (number, (part, figures)) in (1..).zip(parts.iter().zip(pictures)) {
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

fn closer_look(parts: &[PagePart<'_>]) -> Markup {
    let numbered = (1..).zip(parts);
    let charts =
        numbered.map(|(number, part)| (part.heading, pictures::live(&part.source.content, number)));
    let charts: Vec<(&str, Markup)> = charts.filter(|(_, charts)| !charts.0.is_empty()).collect();
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
