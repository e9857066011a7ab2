//! Figures inside the page: ids of their own, a title and a description for those who do not see them.

use maud::{Markup, PreEscaped, html};

use crate::bargaining::Failure;
use crate::report::chapters::Chapter;
use crate::report::labels::{percent, share};
use crate::report::paper::{Content, Document, Part};
use crate::report::words::cause;
use crate::simulation::Summary;

/// What precedes the words that stand in a figure.
const WORDS: &str = "The words in the figure";

/// The figure that a file is a sheet of: `terms` of `terms.svg` as of `terms-2.svg`.
fn figure_of(name: &str) -> &str {
    let stem = name.trim_end_matches(".svg");
    match stem.rsplit_once('-') {
        Some((figure, sheet)) if sheet.parse::<u16>().is_ok() => figure,
        _ => stem,
    }
}

/// What a figure shows, by its file.
pub(super) fn heading(name: &str) -> String {
    let known = match figure_of(name) {
        "packages" => "How often each package is agreed",
        "failures" => "How the talks end, and why they fail",
        "survival" => "How long the talks go without agreement",
        "terms" => "On what terms the parties agree",
        "frontier" => "What theory says: frontier, solutions, plans",
        "cells" => "Results over the settings of the sweep",
        "levers" => "What each lever changes",
        "plans" => "What each plan is worth beside no agreement",
        "causes" => "How the talks end, and why they fail, cell by cell",
        "lever-causes" => "How the talks end, and why they fail, lever by lever",
        "changes" => "What each setting of the sweep changes",
        "tornado" => "How far each factor moves the result",
        "factor" => "The result along one factor",
        "sobol" => "Sobol indices of the uncertain numbers",
        "boxes" => "Boxes in which runs of interest are dense",
        other => return other.replace(['-', '_'], " "),
    };
    known.to_owned()
}

/// A figure with all its sheets as an element of the page; `number` makes its ids its own.
///
/// # Errors
/// When a file holds anything but a drawing; the message names it.
pub(super) fn element(
    part: &Part,
    chapter: &Chapter,
    sheets: &[Document],
    number: usize,
) -> Result<Markup, String> {
    let name = sheets.first().map_or("", |sheet| sheet.name.as_str());
    let heading = heading(name);
    let mut drawings = Vec::new();
    for (place, file) in (1..).zip(sheets) {
        let (id, title) = match (place, sheets.len()) {
            (1, 1) => (format!("figure-{number}"), heading.clone()),
            (_, all) => (
                format!("figure-{number}-{place}"),
                format!("{heading}, sheet {place} of {all}"),
            ),
        };
        let described = description(part, chapter, file);
        let drawing = drawing(file, &id, &title, &described);
        drawings.push(drawing.map_err(|fault| format!("`{}`: {fault}", file.name))?);
    }
    Ok(html! {
        figure {
            "\n"
            @for drawing in drawings { (drawing) }
            figcaption { "Figure " (number) ": " (heading) "." }
            "\n"
        }
        "\n"
    })
}

/// One sheet with a title and a description of its own; whoever has no pointer scrolls a wide one with the arrow keys.
fn drawing(file: &Document, id: &str, title: &str, described: &str) -> Result<Markup, String> {
    let svg = file.text.trim();
    if !svg.starts_with("<svg ") || !svg.ends_with("</svg>") {
        return Err("no SVG figure".to_owned());
    }
    if let Some(found) = forbidden(svg) {
        return Err(format!(
            "a figure holds nothing but a drawing, and this one has `{found}`"
        ));
    }
    let svg = with_own_ids(svg, id);
    let (open, rest) = svg.split_once('>').ok_or("no SVG figure")?;
    let width = open
        .split_once(" width=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    let width = width.map_or("89mm", |(width, _)| width);
    Ok(html! {
        div class="drawing" tabindex="0" role="group" aria-label=(title) style={ "--width: " (width) } {
            "\n"
            (PreEscaped(open))
            (PreEscaped(format!(" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n")))
            title id={ (id) "-title" } { (title) } "\n"
            desc id={ (id) "-desc" } { (described) } "\n"
            (PreEscaped(rest)) "\n"
        }
        "\n"
    })
}

/// What could act or reach out of the page; attributes that begin with `on` are handlers.
fn forbidden(svg: &str) -> Option<&'static str> {
    let lower = svg.to_ascii_lowercase();
    let elements = [
        "<script",
        "<foreignobject",
        "<image",
        "<a ",
        "<style",
        "<iframe",
        "<use",
        "javascript:",
        "http-equiv",
    ];
    let found = elements.into_iter().find(|&it| lower.contains(it));
    found.or_else(|| {
        let tags = lower.split('<').filter_map(|tag| tag.split('>').next());
        let handles = |tag: &str| {
            // An attribute follows a space.
            tag.match_indices(" on").any(|(at, _)| {
                let rest = tag[at + 3..].trim_start_matches(|it: char| it.is_ascii_alphabetic());
                rest.len() < tag.len() - at - 3 && rest.trim_start().starts_with('=')
            })
        };
        tags.into_iter().any(handles).then_some("on…=")
    })
}

/// The figure with every id, and every use of it, made its own.
fn with_own_ids(svg: &str, id: &str) -> String {
    svg.replace(" id=\"", &format!(" id=\"{id}-"))
        .replace("url(#", &format!("url(#{id}-"))
        .replace("href=\"#", &format!("href=\"#{id}-"))
}

/// What the figure says, in words with numbers.
fn description(part: &Part, chapter: &Chapter, file: &Document) -> String {
    match (&part.content, figure_of(&file.name)) {
        (Content::Run(summary), "packages") => packages(summary),
        (Content::Run(summary), "failures") => failures(summary),
        (Content::Run(summary), "survival") => survival(summary),
        (Content::Run(summary), "terms") => terms(summary),
        _ => format!(
            "{} {WORDS}: {}.",
            chapter.answer.join(" "),
            written(&file.text)
        ),
    }
}

fn packages(summary: &Summary) -> String {
    let packages = summary.packages.iter().map(|package| {
        format!(
            "{}: {} at some time, {} at the end, {} in force",
            package.title,
            share(package.ever),
            share(package.agreed),
            share(package.in_force)
        )
    });
    format!(
        "Share of runs. {}.",
        packages.collect::<Vec<_>>().join(". ")
    )
}

fn failures(summary: &Summary) -> String {
    let causes = Failure::ALL.into_iter().filter_map(|failure| {
        let part = summary.failure_share(failure);
        (part > 0.0).then(|| format!("{}: {}", cause(failure), percent(part)))
    });
    let agreed = format!("agreement: {}", share(summary.agreement));
    let parts: Vec<String> = std::iter::once(agreed).chain(causes).collect();
    format!("Share of runs, adding up to 100 %. {}.", parts.join("; "))
}

fn survival(summary: &Summary) -> String {
    let last = summary.survival.len().saturating_sub(1);
    let rounds = [0, last / 4, last / 2, last * 3 / 4, last];
    let mut points: Vec<String> = Vec::new();
    for round in rounds {
        let Some(&without) = summary.survival.get(round) else {
            continue;
        };
        let words = format!("after round {round}, {}", percent(without));
        if !points.contains(&words) {
            points.push(words);
        }
    }
    format!("Share of runs without agreement: {}.", points.join("; "))
}

fn terms(summary: &Summary) -> String {
    if summary.agreement.count == 0 {
        return "No run ended in agreement, so there are no terms.".to_owned();
    }
    let issues = summary.issues.iter().map(|issue| {
        let options = issue.options.iter().filter(|option| option.share.count > 0);
        let options: Vec<String> = options
            .map(|option| format!("{} {}", option.title, share(option.share)))
            .collect();
        format!("{}: {}", issue.title, options.join(", "))
    });
    format!(
        "Share of agreements with each option. {}.",
        issues.collect::<Vec<_>>().join(". ")
    )
}

/// The words that stand in a drawing, in its order.
fn written(svg: &str) -> String {
    let texts = svg
        .split("<text")
        .skip(1)
        .filter_map(|it| it.split_once('>'));
    let words = texts.filter_map(|(_, rest)| rest.split("</text").next());
    let words: Vec<String> = words.map(plain).filter(|it| !it.is_empty()).collect();
    words.join("; ")
}

/// Text of SVG without entities and elements.
fn plain(text: &str) -> String {
    let mut words = String::new();
    for (place, piece) in text.split('<').enumerate() {
        let piece = if place == 0 {
            Some(piece)
        } else {
            piece.split_once('>').map(|it| it.1)
        };
        words.push_str(piece.unwrap_or_default());
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    for (entity, letter) in entities {
        words = words.replace(entity, letter);
    }
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{figure_of, forbidden, heading, with_own_ids, written};

    #[test]
    fn drawings_pass_and_what_acts_does_not() {
        assert_eq!(
            forbidden("<svg ><text x=\"1\">acts on = script</text></svg>"),
            None
        );
        assert_eq!(forbidden("<svg ><SCRIPT>1</SCRIPT></svg>"), Some("<script"));
        assert_eq!(forbidden("<svg ><g onload = \"x()\"/></svg>"), Some("on…="));
        assert_eq!(
            forbidden("<svg ><image href=\"http://x\"/></svg>"),
            Some("<image")
        );
    }

    #[test]
    fn every_sheet_has_the_heading_of_its_figure() {
        assert_eq!(figure_of("changes-12.svg"), "changes");
        assert_eq!(figure_of("lever-causes.svg"), "lever-causes");
        assert_eq!(heading("terms-2.svg"), heading("terms.svg"));
        assert_eq!(heading("own_words-a.svg"), "own words a");
    }

    #[test]
    fn ids_are_the_figures_own() {
        let svg = "<svg ><clipPath id=\"c\"/><g clip-path=\"url(#c)\"/></svg>";
        let wanted = "<svg ><clipPath id=\"figure-2-c\"/><g clip-path=\"url(#figure-2-c)\"/></svg>";
        assert_eq!(with_own_ids(svg, "figure-2"), wanted);
    }

    #[test]
    fn the_words_of_a_drawing_are_read() {
        let svg = "<svg ><text x=\"1\">\nA &amp; b\n</text><text>5 <tspan>%</tspan></text></svg>";
        assert_eq!(written(svg), "A & b; 5 %");
    }
}
