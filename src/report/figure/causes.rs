//! Why there is no agreement, cell by cell or lever by lever: bars that add up to all runs.

use crate::bargaining::Failure;
use crate::experiment::sweep::Layout;
use crate::report::csv::{CsvTable, share, table as csv_table};
use crate::report::figure::Figure;
use crate::report::figure::drawing::canvas::{Anchor, Canvas, Type};
use crate::report::figure::drawing::chart::{AXIS, RowName, Scale};
use crate::report::figure::drawing::page::{Frame, Groups, Part, pages};
use crate::report::figure::drawing::theme::{Colour, INK, LABEL, MARGIN, Sheet, Span};
use crate::report::figure::ends::{Group, Legend, colour_of, draw_stack};
use crate::report::figure::levers::{in_words, name};
use crate::report::labels::{cause, percent};
use crate::results::{Comparison, PairedEffect, PolicyEffect};
use crate::simulation::Rate;

/// Height of a bar.
const BAR: i32 = 130;

/// How the runs of a cell end.
#[derive(Clone, Debug, PartialEq)]
pub struct Ends {
    /// What it stands under together with its neighbours.
    pub group: Option<String>,
    /// Name for readers.
    pub title: String,
    /// Agreement.
    pub agreement: Rate,
    /// By cause, in the order of [`Failure::ALL`].
    pub failures: [Rate; Failure::ALL.len()],
}

impl Ends {
    /// Agreement, then the causes, one group after the other, each with its colour and its words.
    fn parts(&self) -> Vec<(Colour, &'static str, Rate)> {
        let mut causes: Vec<_> = Failure::ALL.into_iter().zip(self.failures).collect();
        let place = |failure| {
            let mut groups = Group::ALL.into_iter();
            groups.position(|it| it == Group::of(failure))
        };
        // Stable: causes of a group keep the order in which they are tried.
        causes.sort_by_key(|part| place(part.0));
        let causes = causes.into_iter();
        let causes = causes.map(|(failure, rate)| (colour_of(failure), cause(failure), rate));
        let agreement = Group::Agreement;
        let agreement = (agreement.colour(), agreement.name(), self.agreement);
        std::iter::once(agreement).chain(causes).collect()
    }
}

/// How the runs of each cell of a sweep end.
///
/// # Errors
/// Where a column is missing or a number cannot be read; the message names it.
pub fn ends_of_cells(layout: &Layout, table: &CsvTable) -> Result<Vec<Ends>, String> {
    let (cell, runs) = (column(table, "cell")?, column(table, "runs")?);
    let agreement = column(table, "agreement")?;
    let mut causes = [0; Failure::ALL.len()];
    for (place, failure) in causes.iter_mut().zip(Failure::ALL) {
        *place = column(table, &format!("failure:{}", failure.name()))?;
    }
    let read = |line: &Vec<String>| {
        let count = number(&line[runs], "runs")?;
        let rate = |place: usize| rate_of(&line[place], &table.header[place], count);
        let factors = (cell + 1..runs).filter(|&place| !line[place].is_empty());
        let levels = factors.map(|place| in_words(layout, place - cell - 1, &line[place]));
        let (group, title) = name(layout, &levels.collect::<Vec<_>>());
        let mut failures = [Rate { count: 0, runs: 0 }; Failure::ALL.len()];
        for (failure, place) in failures.iter_mut().zip(causes) {
            *failure = rate(place)?;
        }
        Ok(Ends {
            group,
            title: if title.is_empty() {
                "as written".to_owned()
            } else {
                title
            },
            agreement: rate(agreement)?,
            failures,
        })
    };
    table.rows.iter().map(read).collect()
}

/// How runs end without levers, and with each of them, by rank.
pub fn ends_of_levers(found: &Comparison) -> Vec<Ends> {
    let effects = found.by_rank();
    let of =
        |title: &str, agreement: Rate, cause: &dyn Fn(&PairedEffect) -> Rate, of: &PolicyEffect| {
            let nothing = Rate {
                count: 0,
                runs: agreement.runs,
            };
            let rate = |failure: Failure| of.failures.get(failure.name()).map_or(nothing, cause);
            Ends {
                group: None,
                title: title.to_owned(),
                agreement,
                failures: Failure::ALL.map(rate),
            }
        };
    let first = effects.first().copied();
    let none = first.map(|it| of("no lever used", found.none, &|cause| cause.without, it));
    let levers = effects
        .iter()
        .map(|it| of(&it.title, it.agreement.with, &|cause| cause.with, it));
    none.into_iter().chain(levers).collect()
}

fn column(table: &CsvTable, name: &str) -> Result<usize, String> {
    let place = table.column(name);
    place.ok_or_else(|| format!("there is no column `{name}`"))
}

fn number(words: &str, name: &str) -> Result<u64, String> {
    let read = words.parse();
    read.map_err(|_| format!("`{name}` is no number: `{words}`"))
}

/// A rate of so many runs; tables have shares or counts.
fn rate_of(words: &str, name: &str, runs: u64) -> Result<Rate, String> {
    Ok(Rate::of_share(share(words, name)?.max(0.0), runs))
}

/// Draws a bar for each, in their order; `foot` names runs and seed.
pub fn causes(title: &str, foot: &str, ends: &[Ends], sheet: Option<Sheet>) -> Figure {
    let sheet = sheet.unwrap_or(Sheet::Page);
    let span = Span {
        left: (sheet.width() / 3).clamp(790, 1_750),
        right: sheet.width() - 380,
    };
    // Every part in the order of the bars, whichever bar has it.
    let kinds = ends.first().map_or(0, |it| it.parts().len());
    let there = (0..kinds).filter_map(|kind| {
        let mut parts = ends.iter().map(|it| it.parts()[kind]);
        parts.find(|part| part.2.count > 0)
    });
    let legend = Legend::new(sheet, there.map(|part| (part.0, part.1)));
    let names = ends
        .iter()
        .map(|it| RowName::new(&it.title, "", span.left - MARGIN - 60));
    let names: Vec<RowName> = names.collect();
    let heads = Groups::new(
        ends.iter().map(|it| it.group.clone()).collect(),
        sheet.width() - 2 * MARGIN,
    );
    let frame = Frame {
        sheet,
        heading: "How the talks end, and why they fail",
        caption: "Each bar is all runs, in the order of the legend: agreement, then the causes of failure, of which the first that applies counts. Numbers: percent; right: agreement. Thin lines: 95 % Wilson intervals of each border, the share of all that lies left of it.",
        height: legend.height() + heads.height() + AXIS,
    };
    let row = |number: usize| names[number].height().max(BAR) + 50;
    let heights: Vec<i32> = (0..ends.len())
        .map(|it| row(it) + heads.above(it))
        .collect();
    let scale = Scale::holding([0.0, 100.0].into_iter(), span, 230);
    let draw = |canvas: &mut Canvas<'_>, part: &Part| {
        legend.draw(canvas, part.top);
        let spare = part.rows.clone().next().map_or(0, |row| heads.above(row));
        let top = part.top + legend.height();
        let bottom = top + heads.height() + part.height - spare;
        scale.draw(canvas, (top, bottom), "share of runs, %");
        let mut y = top;
        for number in part.rows.clone() {
            y = heads.draw(canvas, part, number, y);
            let middle = y + row(number) / 2;
            names[number].draw(canvas, span.left - 60, middle);
            let parts = ends[number].parts();
            let parts: Vec<_> = parts.iter().map(|part| (part.0, part.2)).collect();
            draw_stack(canvas, span, (middle - BAR / 2, BAR), &parts);
            let kind = Type::regular(LABEL, INK).bold().at(Anchor::End);
            let agreed = percent(ends[number].agreement.value());
            canvas.words((sheet.width() - MARGIN, middle + 26), &agreed, kind);
            y += row(number);
        }
    };
    Figure {
        pages: pages(title, foot, &frame, &heights, draw),
        data: data(ends),
    }
}

/// What is drawn, a line for each part.
fn data(ends: &[Ends]) -> String {
    let lines = ends.iter().flat_map(|it| {
        let causes = Failure::ALL.into_iter().zip(it.failures);
        let causes = causes.map(|(failure, rate)| (cause(failure), Group::of(failure), rate));
        let parts = std::iter::once(("agreement", Group::Agreement, it.agreement)).chain(causes);
        parts.map(|(end, group, rate)| {
            let head = [
                it.group.as_deref().unwrap_or_default(),
                &it.title,
                end,
                group.name(),
            ];
            let mut line: Vec<String> = head.map(str::to_owned).into();
            line.extend(crate::report::csv::rate_cells(rate));
            line
        })
    });
    let names = [
        "group", "row", "end", "ends", "runs", "count", "rate", "low", "high",
    ];
    csv_table(&names, lines)
}
