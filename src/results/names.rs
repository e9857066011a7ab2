//! Names of the files of results, and the version of their format.

/// Version of the format of results: of the manifest, and of every JSON file beside it.
pub const FORMAT: u32 = 3;

/// Name of the summary of all runs.
pub const SUMMARY: &str = "summary.json";
/// Name of the table with a line for each run.
pub const RUNS: &str = "runs.csv";
/// Name of the same table as Parquet.
pub const RUNS_PARQUET: &str = "runs.parquet";
/// Name of the table of all estimates.
pub const ESTIMATES: &str = "estimates.csv";
/// Name of the table that says what holds in each setting.
pub const SETTINGS: &str = "settings.csv";
/// Name of the table that explains measures and columns.
pub const CODEBOOK: &str = "codebook.csv";
/// Name of the file that says where the others come from.
pub const MANIFEST: &str = "manifest.json";
/// Name of the copy of the scenario that the results were made from, without assignments.
pub const SCENARIO: &str = "scenario.toml";
/// Name of what the cells of a sweep agree on.
pub const TERMS: &str = "terms.json";
/// Name of the copy of the sweep file.
pub const SWEEP: &str = "sweep.toml";
/// Name of the page that reports a study.
pub const REPORT: &str = "report.html";
/// Name of the headline results as a LaTeX table.
pub const HEADLINE_TEX: &str = "headline.tex";
/// Name of the same as a Markdown table.
pub const HEADLINE_MARKDOWN: &str = "headline.md";
/// Name of the methods paragraph.
pub const METHODS: &str = "methods.md";
/// Names of all report files.
pub const REPORTS: [&str; 4] = [REPORT, HEADLINE_TEX, HEADLINE_MARKDOWN, METHODS];
/// Name of what theory says.
pub const SOLUTION: &str = "solution.json";
/// Name of the points of its frontiers.
pub const FRONTIER: &str = "frontier.csv";
/// Name of the table of Sobol indices.
pub const SENSITIVITY: &str = "sensitivity.csv";
/// Name of the same with all that belongs to them.
pub const SENSITIVITY_JSON: &str = "sensitivity.json";
/// Name of the table of the points at which a sensitivity analysis looked.
pub const POINTS: &str = "points.csv";
/// Name of the table of PRIM boxes.
pub const BOXES: &str = "boxes.csv";
/// Name of the table of the peels that led to them.
pub const PEELING: &str = "peeling.csv";
/// Name of the same with all that belongs to them.
pub const DISCOVERY_JSON: &str = "discovery.json";
/// Name of the table with the numbers drawn for each run.
pub const DRAWN: &str = "drawn.csv";
/// Name of a comparison of levers.
pub const COMPARISON: &str = "compare.json";

/// Endings of a figure's files: its drawing in three formats, and its numbers.
pub const FIGURE_ENDINGS: [&str; 4] = ["svg", "pdf", "png", "data.csv"];

/// Whether a result folder that may hold some figures may hold a file of this name.
pub(crate) fn is_a_result(name: &str, figures: &[&str]) -> bool {
    const TABLES: [&str; 22] = [
        SUMMARY,
        RUNS,
        RUNS_PARQUET,
        // Written by earlier versions.
        "cells.csv",
        ESTIMATES,
        SETTINGS,
        CODEBOOK,
        SOLUTION,
        FRONTIER,
        SCENARIO,
        SWEEP,
        TERMS,
        MANIFEST,
        SENSITIVITY,
        SENSITIVITY_JSON,
        POINTS,
        BOXES,
        PEELING,
        DISCOVERY_JSON,
        DRAWN,
        COMPARISON,
        "compare.csv",
    ];
    TABLES.contains(&name) || REPORTS.contains(&name) || is_a_figure(name, figures)
}

/// Whether a file of this name is one of a figure: `terms.svg`, or `terms-2.svg` where it goes over several sheets.
fn is_a_figure(name: &str, figures: &[&str]) -> bool {
    let Some((stem, ending)) = name.split_once('.') else {
        return false;
    };
    let figure = match stem.rsplit_once('-') {
        Some((figure, sheet)) if sheet.parse::<u16>().is_ok() => figure,
        _ => stem,
    };
    FIGURE_ENDINGS.contains(&ending) && figures.contains(&figure)
}
