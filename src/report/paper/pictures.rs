//! Charts on the page: drawn, and those that respond to the pointer; the libraries for these stand in `vendor/`.

use maud::{Markup, PreEscaped, html};

use crate::report::chart::{Chart, Live};
use crate::report::content::Content;
use crate::report::figure::{CATALOGUE, ON_A_PAGE, allowed};

/// Nothing is loaded from anywhere; scripts and styles stand in the page, and Vega compiles its expressions.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:";
/// Vega, with a line that ends it.
const VEGA: &str = include_str!("vendor/vega.min.js");
/// Vega-Lite, which writes for Vega.
const VEGA_LITE: &str = include_str!("vendor/vega-lite.min.js");
/// Under which licences they stand.
const LICENCES: &str = include_str!("vendor/LICENCES.txt");

/// All that can be drawn of some results: the figures, and what has its place on a page alone.
pub(super) type Charts = [Vec<Chart>; 2];

/// The charts of some results.
pub(super) fn charts(content: &Content) -> Charts {
    let charts = [&CATALOGUE[..], &ON_A_PAGE].map(|of| allowed(of, content));
    charts.map(|charts| charts.into_iter().map(|(_, chart)| chart).collect())
}

/// The figures, the first with this number, and how many they are.
pub(super) fn figures([charts, _]: &Charts, first: usize) -> (usize, Markup) {
    let figures =
        html! { @for (number, chart) in (first..).zip(charts) { (figure(chart, number)) } };
    (charts.len(), figures)
}

/// The live copies; `part` makes their ids their own.
pub(super) fn live(charts: &Charts, part: usize) -> Markup {
    let charts = charts.iter().flatten().filter_map(Chart::live);
    html! { @for (number, chart) in (1..).zip(charts) { (element(&chart, &format!("chart-{part}-{number}"))) } }
}

/// A drawn chart with all its sheets; whoever has no pointer scrolls a wide one with the arrow keys.
fn figure(chart: &Chart, number: usize) -> Markup {
    html! {
        figure {
            "\n"
            @for (heading, svg) in chart.inline(&format!("figure-{number}")) {
                @let width = format!("--width: {:.1}mm", chart.sheet.millimetres());
                div class="drawing" tabindex="0" role="group" aria-label=(heading) style=(width) {
                    "\n" (PreEscaped(svg)) "\n"
                }
                "\n"
            }
            figcaption { "Figure " (number) ": " (chart.heading) "." } "\n"
        }
        "\n"
    }
}

/// The libraries that live copies need.
pub(super) fn libraries() -> Markup {
    html! {
        script { (PreEscaped(format!("\n/*\n{LICENCES}*/\n{VEGA}"))) } "\n"
        script { "\n" (PreEscaped(VEGA_LITE)) } "\n"
    }
}

fn element(chart: &Live, id: &str) -> Markup {
    // Only a `<` could end a script element.
    let specification = chart.specification.to_string().replace('<', "\\u003c");
    html! {
        div class="live" hidden {
            "\n"
            h4 { (chart.title) } "\n"
            p { (chart.help) } "\n"
            @if !chart.picks.is_empty() {
                fieldset data-chart=(id) {
                    legend { "Shown" } "\n"
                    @if chart.axes.is_empty() { (boxes(chart)) } @else { (selects(chart)) }
                }
                "\n"
            }
            div class="chart" id=(id) tabindex="0" role="group" aria-label=(chart.title) {} "\n"
            script type="application/json" data-chart=(id) { (PreEscaped(specification)) } "\n"
        }
        "\n"
    }
}

/// A box to tick for each pick.
fn boxes(chart: &Live) -> Markup {
    html! {
        @for pick in &chart.picks {
            label { input type="checkbox" checked value=(pick); " " (pick) } "\n"
        }
    }
}

/// A pick to choose for each axis.
fn selects(chart: &Live) -> Markup {
    html! {
        @for (axis, signal) in chart.axes.iter().enumerate() {
            label {
                (signal) " "
                select data-signal=(signal) {
                    @for (place, pick) in chart.picks.iter().enumerate() {
                        "\n" option value=(pick) selected[place == axis] { (pick) }
                    }
                }
            }
            "\n"
        }
    }
}
