//! From the files of a result folder to its figures, with other words where there are any.

use crate::experiment::compare::{Comparison, PolicyKind};
use crate::experiment::sweep::{FactorLayout, Layout, LevelLayout};
use crate::model::Named;
use crate::report::chart::Chart;
use crate::report::figure::boxes::boxes as draw_boxes;
use crate::report::figure::catalogue::{NoFigure, Source};
use crate::report::figure::causes::{causes as draw_causes, ends_of_cells, ends_of_levers};
use crate::report::figure::cells::{CellLine, cell_lines};
use crate::report::figure::factor::factor as draw_factor;
use crate::report::figure::frontier::{FrontierMarks, frontier as draw_frontier};
use crate::report::figure::heat_map::{HeatMap, heat_map as draw_heat_map};
use crate::report::figure::levers::{Forest, cell_rows, lever_rows, levers as draw_levers};
use crate::report::figure::plans::{PlanSlopes, plans as draw_plans};
use crate::report::figure::rates::rates as draw_rates;
use crate::report::figure::sobol::sobol as draw_sobol;
use crate::report::figure::tornado::tornado as draw_tornado;
use crate::report::labels::{counted, distinct};
use crate::results::{COMPARISON, DISCOVERY_JSON, ESTIMATES, MANIFEST, SOLUTION, SUMMARY};
use crate::simulation::Summary;

/// More cells than this are no figure to read.
const CHANGES_MAX: usize = 100;

impl Source<'_> {
    /// Title of the whole.
    pub(super) fn title(&self) -> &str {
        let words = self.labels.title.as_deref();
        words.unwrap_or_else(|| self.results.title())
    }
}

/// A figure of a summary.
pub(super) fn runs(source: &Source<'_>, draw: fn(&Summary) -> Chart) -> Result<Chart, NoFigure> {
    let summary = source.results.summary()?;
    let mut summary = summary.ok_or_else(|| source.results.lacking(SUMMARY))?;
    let labels = source.labels;
    source.title().clone_into(&mut summary.title);
    for package in &mut summary.packages {
        labels.put(Named::Package, &package.id, &mut package.title);
    }
    for issue in &mut summary.issues {
        labels.put(Named::Issue, &issue.id, &mut issue.title);
        for option in &mut issue.options {
            let kind = Named::IssueOption(issue.id.clone());
            labels.put(kind, &option.id, &mut option.title);
        }
    }
    for party in &mut summary.parties {
        labels.put(Named::Party, &party.id, &mut party.title);
    }
    for lever in &mut summary.levers {
        labels.put(Named::Lever, &lever.id, &mut lever.title);
    }
    Ok(draw(&summary))
}

/// What theory says among the utilities of two parties at a time.
pub(super) fn frontier(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let solution = source.results.solution()?;
    let solution = solution.ok_or_else(|| source.results.lacking(SOLUTION))?;
    let points = source.results.frontier(&solution)?.unwrap_or_default();
    let mut marks = FrontierMarks::of(&solution, points);
    if marks.objectives.len() < 2 {
        return Err(NoFigure::NotOfThis(
            "results of `zopa solve` of central values, of two parties or more who seek gains",
        ));
    }
    put_titles(source, &mut marks.central);
    Ok(draw_frontier(source.title(), &marks))
}

/// Puts other words in the place of the titles of parties and plans.
fn put_titles(source: &Source<'_>, found: &mut PlanSlopes) {
    for party in &mut found.parties {
        source.labels.put(Named::Party, &party.id, &mut party.title);
    }
    for plan in &mut found.plans {
        source.labels.put(Named::Plan, &plan.id, &mut plan.title);
    }
}

/// A comparison, levers and policies in other words where there are any.
fn comparison(source: &Source<'_>) -> Result<Comparison, NoFigure> {
    let found = source.results.comparison()?;
    let mut found = found.ok_or_else(|| source.results.lacking(COMPARISON))?;
    for effect in &mut found.effects {
        let named = match effect.kind {
            PolicyKind::Lever => Named::Lever,
            _ => Named::Policy,
        };
        source.labels.put(named, &effect.policy, &mut effect.title);
    }
    Ok(found)
}

/// How talks end with each lever.
pub(super) fn lever_causes(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let ends = ends_of_levers(&comparison(source)?);
    let runs = ends.first().map_or(0, |item| item.agreement.runs);
    let foot = format!(
        "{} of each, all on the same realizations, seed {}. Intervals: simulation error, 95 %.",
        counted(runs, "run"),
        source.results.seed()
    );
    Ok(draw_causes(source.title(), &foot, &ends))
}

/// What each lever changes.
pub(super) fn levers(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let (baseline, rows) = lever_rows(&comparison(source)?);
    let forest = Forest {
        heading: "What each lever changes, against none".to_owned(),
        title: source.title().to_owned(),
        foot: format!(
            "{} of each, seed {}. Intervals: simulation error.",
            counted(rows.iter().map(|row| row.runs).max().unwrap_or(0), "run"),
            source.results.seed()
        ),
        confidence: "95".to_owned(),
        baseline,
        rows,
    };
    Ok(draw_levers(&forest))
}

/// The layout of a sweep with its cells, factors and levels in other words where there are any.
fn sweep(source: &Source<'_>) -> Result<(Layout, Vec<CellLine>), NoFigure> {
    let manifest = source.results.sweep();
    let manifest = manifest.ok_or_else(|| {
        let fault = "this is not the manifest of a sweep".to_owned();
        source.results.garbled(MANIFEST, fault)
    })?;
    let mut layout = manifest.layout;
    let estimates = source.results.estimates()?;
    let estimates = estimates.ok_or_else(|| source.results.lacking(ESTIMATES))?;
    for (place, factor) in layout.factors.iter_mut().enumerate() {
        let labels = layout
            .cells
            .iter()
            .filter_map(|cell| cell.labels[place].as_ref());
        factor.levels = in_words(source, factor, labels);
        source
            .labels
            .put(Named::Factor, &factor.id, &mut factor.title);
    }
    source.title().clone_into(&mut layout.title);
    let cells = cell_lines(&layout, &estimates)
        .map_err(|fault| source.results.garbled(ESTIMATES, fault))?;
    Ok((layout, cells))
}

/// The words of each level of a factor; levels of the same words have their ids too.
fn in_words<'a>(
    source: &Source<'_>,
    factor: &FactorLayout,
    labels: impl Iterator<Item = &'a String>,
) -> Vec<LevelLayout> {
    let mut levels: Vec<LevelLayout> = Vec::new();
    for label in labels {
        if levels.iter().all(|level| level.label != *label) {
            let mut title = factor.level(label).to_owned();
            source.labels.put(Named::Policy, label, &mut title);
            let label = label.clone();
            levels.push(LevelLayout { label, title });
        }
    }
    let named = levels.iter();
    let titles = distinct(named.map(|level| (level.label.as_str(), level.title.as_str())));
    for (level, title) in levels.iter_mut().zip(titles) {
        level.title = title;
    }
    levels
}

/// The runs of a sweep, for the foot of a figure.
pub(super) fn foot(layout: &Layout) -> String {
    format!(
        "{} Intervals: simulation error, {} %.",
        runs_and_seed(layout),
        percent_of(layout.stop.confidence()),
    )
}

fn runs_and_seed(layout: &Layout) -> String {
    let at_most = if layout.stop.is_fixed() {
        ""
    } else {
        "at most "
    };
    format!(
        "{at_most}{} in each cell, all on the same realizations, seed {}.",
        counted(layout.stop.ceiling(), "run"),
        layout.seed,
    )
}

/// A confidence level in percent, to two digits behind the point at most.
fn percent_of(confidence: f64) -> String {
    let hundredths = (confidence * 10_000.0).round();
    (hundredths / 100.0).to_string()
}

/// The agreement rate over two factors, every combination of whose levels is a cell.
pub(super) fn heat_map(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let (layout, cells) = sweep(source)?;
    let map = HeatMap::of(&layout, &cells);
    let mut map = map.ok_or(NoFigure::NotOfThis(
        "full-factorial sweeps over two factors of at most 12 levels each",
    ))?;
    for (name, factor) in map.names.iter_mut().zip(&layout.factors) {
        if let Some(words) = source.labels.get(Named::Factor, &factor.id) {
            words.clone_into(name);
        }
    }
    Ok(draw_heat_map(&layout.title, &foot(&layout), &map))
}

/// The agreement rate in each cell.
pub(super) fn rates(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let (layout, cells) = sweep(source)?;
    Ok(draw_rates(&layout, &cells, &foot(&layout)))
}

/// What each cell changes, against the first.
pub(super) fn changes(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let (layout, cells) = sweep(source)?;
    let (baseline, rows) = cell_rows(&layout, &cells);
    if rows.is_empty() || rows.len() > CHANGES_MAX {
        return Err(NoFigure::NotOfThis("sweeps of 2 to 101 cells"));
    }
    let forest = Forest {
        heading: "What each cell changes, against the first".to_owned(),
        title: layout.title.clone(),
        foot: format!("{} Intervals: simulation error.", runs_and_seed(&layout)),
        confidence: percent_of(layout.stop.confidence()),
        baseline,
        rows,
    };
    Ok(draw_levers(&forest))
}

/// How talks end in each cell.
pub(super) fn causes(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let (layout, cells) = sweep(source)?;
    let ends = ends_of_cells(&layout, &cells);
    if ends.is_empty() || ends.len() > CHANGES_MAX + 1 {
        return Err(NoFigure::NotOfThis("sweeps of 1 to 101 cells"));
    }
    let (title, foot) = (&layout.title, runs_and_seed(&layout));
    let foot = format!("{foot} Intervals: simulation error, 95 %.");
    Ok(draw_causes(title, &foot, &ends))
}

/// What each plan is worth beside no agreement.
pub(super) fn plans(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let none = "results of `zopa solve` of central values, of a scenario with plans";
    let solution = source.results.solution()?;
    let mut found = PlanSlopes::of(&solution.ok_or(NoFigure::NotOfThis(none))?);
    if found.plans.is_empty() {
        return Err(NoFigure::NotOfThis(none));
    }
    put_titles(source, &mut found);
    Ok(draw_plans(source.title(), &found))
}

/// A figure of cells that not every sweep allows.
type OfCells = fn(&Layout, &[CellLine], &str) -> Option<Chart>;

fn of_cells(source: &Source<'_>, draw: OfCells, what: &'static str) -> Result<Chart, NoFigure> {
    let (layout, cells) = sweep(source)?;
    let chart = draw(&layout, &cells, &foot(&layout));
    chart.ok_or(NoFigure::NotOfThis(what))
}

/// How far each factor moves the rate by itself.
pub(super) fn tornado(source: &Source<'_>) -> Result<Chart, NoFigure> {
    of_cells(source, draw_tornado, "one-at-a-time sweeps")
}

/// The rate along one factor.
pub(super) fn factor(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let what = "sweeps along a factor whose levels are numbers, alone or crossed with one of at most 5 levels";
    of_cells(source, draw_factor, what)
}

/// Which uncertain numbers drive a result.
pub(super) fn sobol(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let found = source.results.sensitivity()?;
    let found = found.filter(|found| found.factors.is_some());
    let mut found = found.ok_or(NoFigure::NotOfThis(
        "results of `zopa sensitivity` in which something varied",
    ))?;
    for row in found.factors.iter_mut().flatten() {
        let title = &mut row.title;
        source.labels.put(Named::Factor, &row.factor, title);
    }
    Ok(draw_sobol(source.title(), source.results.seed(), &found))
}

/// Under which numbers a result comes about.
pub(super) fn boxes(source: &Source<'_>) -> Result<Chart, NoFigure> {
    let found = source.results.discovery()?;
    let mut found = found.ok_or_else(|| source.results.lacking(DISCOVERY_JSON))?;
    if found.boxes.is_empty() {
        return Err(NoFigure::NotOfThis(
            "results of `zopa discover` with a box that was confirmed",
        ));
    }
    for limit in found.boxes.iter_mut().flat_map(|item| &mut item.limits) {
        source
            .labels
            .put(Named::Factor, &limit.parameter, &mut limit.title);
    }
    Ok(draw_boxes(source.title(), source.results.seed(), &found))
}
