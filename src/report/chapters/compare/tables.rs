//! The tables of a comparison: the ranking first, then what lies behind it.

use std::cmp::Reverse;

use indexmap::IndexSet;

use crate::experiment::compare::{Comparison, PairedEffect, PartyChanges, PolicyEffect};
use crate::report::chapters::band;
use crate::report::chapters::compare::{robust, terms};
use crate::report::labels::{count, counted, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, RowsOf, Table};
use crate::report::words::{ASSUMED, joined};
use crate::simulation::Mean;

/// Moves between endings shown for each policy.
const MOVES_SHOWN: usize = 3;

/// What intervals of a table are.
const TOGETHER: &str = "with an interval so wide that those of all policies hold together at 95 %";

const UTILITY: &str = "Change of utility";
const PAYOFF: &str = "Change of payoff, costs of the levers included";

/// The tables, in order.
pub(super) fn tables(comparison: &Comparison, names: Names<'_>) -> Vec<Table> {
    let effects = comparison.by_rank();
    let means = (effects.as_slice(), comparison.confidence_of_each());
    let mut tables = vec![agreement(comparison, &effects)];
    tables.extend(robust::tables(comparison, names));
    tables.extend(rules(comparison, &effects));
    tables.extend([rates(&effects, names)]);
    tables.extend(rates_over_ranges(comparison, &effects, names));
    tables.extend(terms::table(comparison, names, named));
    tables.extend([
        splits(comparison, &effects),
        robust::units(comparison),
        robust::sizes(comparison),
        causes(&effects),
        moves(&effects),
        parties(means, names, UTILITY, |changes| &changes.utility),
        parties(means, names, PAYOFF, |changes| &changes.payoff),
        costs(means, names),
        saved(&effects),
    ]);
    tables
}

/// Its name, with a mark where it includes a lever that the file never uses.
fn named(effect: &PolicyEffect) -> Cell {
    let mark = if effect.never_used_in_the_file {
        "*"
    } else {
        ""
    };
    let marked = |words: &str| format!("{words}{mark}");
    Cell::named(&marked(&effect.title), &marked(&effect.policy))
}

fn agreement(comparison: &Comparison, effects: &[&PolicyEffect]) -> Table {
    let points = 100.0 * comparison.half_width;
    let legend = format!(
        "On the same realizations. Change: paired difference in points, {TOGETHER}. p: adjusted alike, at most 0.05 where the \
         interval excludes 0. Runs: how many a change known to ±{points} points needs, at the same confidence. {ASSUMED}.",
    );
    let mut note = format!("{} without levers", percent(comparison.none.value()));
    let spread = comparison.band.as_ref();
    if let Some(spread) = spread.and_then(|band| band.find("agreement", "")) {
        note = format!("{note}, {} over the ranges", band::share(spread).words());
    }
    let table = Table::new("Agreement, largest effect first")
        .note(&note)
        .legend(&legend);
    by_policy(table, effects)
        .column("with it", |effect| Cell::share_of(effect.agreement.with))
        .column("change", |effect| effect.agreement.cell())
        .columns(
            &comparison.band,
            |_| band::HEAD,
            |effect, found| {
                found
                    .find("agreement", &effect.policy)
                    .map(band::difference)
            },
        )
        .column("p, all at once", |effect| Cell::P(effect.agreement.p_all))
        .column(format!("runs, ±{points}"), |effect| {
            effect.agreement.runs_needed.map(Cell::Count)
        })
        .table()
}

/// A table with a row for each policy, to be filled with columns.
fn by_policy<'a>(table: Table, effects: &[&'a PolicyEffect]) -> RowsOf<&'a PolicyEffect> {
    let effects = effects.iter().copied();
    table.of(effects).column("lever", |effect| named(effect))
}

/// A table of changes in points, to be filled with a row for each policy.
fn changes<'a>(
    title: &str,
    legend: &str,
    effects: &[&'a PolicyEffect],
) -> RowsOf<&'a PolicyEffect> {
    let table = Table::new(title).note("change in points").legend(legend);
    by_policy(table, effects)
}

fn rules(comparison: &Comparison, effects: &[&PolicyEffect]) -> Option<Table> {
    let runs = comparison.rules.iter().map(|rule| rule.runs).min();
    let legend = format!(
        "Change of agreement against no lever, {TOGETHER}: under the scenario's own rules, where the parties talk otherwise (the first {} \
         only), and where formulas settle before the first move.",
        counted(runs.unwrap_or(0), "run"),
    );
    let rows = changes("Agreement under other rules", &legend, effects)
        .column("as written", |effect| effect.agreement.cell())
        .columns(
            &comparison.rules,
            |rule| rule.rule.title(),
            |effect, rule| rule.agreement[&effect.policy].cell(),
        );
    (!comparison.rules.is_empty()).then(|| rows.table())
}

fn rates(effects: &[&PolicyEffect], names: Names<'_>) -> Table {
    let packages = effects.first().map(|effect| effect.packages.keys());
    let comes_late = |effect: &&PolicyEffect| effect.in_force_in_time != effect.agreement;
    let late = effects.iter().any(comes_late);
    let title = "Signed, zone, and packages agreed at the end";
    let legend = format!("Change against no lever, {TOGETHER}.");
    changes(title, &legend, effects)
        .columns(
            late.then_some("in force in time"),
            |head| *head,
            |effect, _| effect.in_force_in_time.cell(),
        )
        .column("signed", |effect| effect.signed.cell())
        .column("zone", |effect| effect.zone.cell())
        .columns(
            packages.into_iter().flatten(),
            |id| Column::named(names.package(id), id),
            |effect, id| effect.packages[*id].cell(),
        )
        .table()
}

/// The bands of the same changes, where there are any.
fn rates_over_ranges(
    comparison: &Comparison,
    effects: &[&PolicyEffect],
    names: Names<'_>,
) -> Option<Table> {
    let band = comparison.band.as_ref()?;
    let measures = band.results.iter().filter(|found| found.of.is_empty());
    let measures: Vec<&str> = measures.map(|found| found.measure.as_str()).collect();
    // Agreement has a table of its own, and what comes late is seldom another thing.
    let late = effects
        .iter()
        .any(|effect| effect.in_force_in_time != effect.agreement);
    let shown = measures.into_iter().filter(|measure| match *measure {
        "agreement" => false,
        "in-force-in-time" => late,
        _ => true,
    });
    let shown: Vec<&str> = shown.collect();
    let title = "Signed, zone and packages over the ranges";
    let legend = "Change against no lever over the ranges of all assumptions together, with the error of its ends.";
    let head = |measure: &&&str| match measure.split_once('.') {
        Some((_, id)) => Column::named(names.package(id), id),
        None => Column::from(measure.replace('-', " ")),
    };
    let table = changes(title, legend, effects)
        .columns(&shown, head, |effect, measure: &&&str| {
            let spread = comparison.band.as_ref()?.find(measure, &effect.policy);
            spread.map(band::difference)
        })
        .table();
    (!shown.is_empty()).then_some(table)
}

fn splits(comparison: &Comparison, effects: &[&PolicyEffect]) -> Table {
    let mut rows = Vec::new();
    for split in &comparison.splits {
        let mut effects = effects.iter();
        let Some(whole) = effects.find(|effect| effect.policy == split.lever) else {
            continue;
        };
        let mut add = |through: &str, agreement: Cell, zone: Cell| {
            rows.push(vec![named(whole), through.into(), agreement, zone]);
        };
        add("all its targets", whole.agreement.cell(), whole.zone.cell());
        for part in &split.parts {
            add(&part.title, part.agreement.cell(), part.zone.cell());
        }
        let each = comparison.confidence_of_each_interaction();
        let interaction = change(&split.interaction, each, Cell::Points);
        add("interaction", interaction, Cell::Empty);
    }
    let heads = ["through", "agreement", "zone"].map(Column::from);
    let table = Table::new("Through whom a lever acts")
        .note("change in points")
        .legend(
            "Levers with several targets: the lever with only its effects on one target, the others 0; cost and use stay. \
             Interaction: whole less the sum of the parts. Intervals are so wide that those of all parts hold together at 95 %, \
             and those of all interactions; of the whole lever as in the tables above.",
        )
        .heads([Column::shared("lever")].into_iter().chain(heads))
        .rows(rows);
    Table { keys: 2, ..table }
}

fn causes(effects: &[&PolicyEffect]) -> Table {
    let causes = effects.iter().flat_map(|effect| effect.failures.keys());
    let causes: IndexSet<&String> = causes.collect();
    let title = "Causes of failure created (+) and removed (−)";
    let legend = format!(
        "Change of the share of runs that fail for each cause, against no lever, {TOGETHER}."
    );
    let change = |effect: &&PolicyEffect, id: &&String| {
        let change = effect.failures.get(*id);
        change.map_or(Cell::Alike, PairedEffect::cell)
    };
    changes(title, &legend, effects)
        .columns(causes, |id| Column::named(Names::failure(id), id), change)
        .table()
}

fn moves(effects: &[&PolicyEffect]) -> Table {
    let table = Table::new("Where runs move: the largest changes of ending");
    by_policy(table, effects)
        .column("without → with it, runs", |effect| largest_moves(effect))
        .table()
}

/// The most frequent changes of ending; equal ones in the order of endings.
fn largest_moves(effect: &PolicyEffect) -> String {
    let moves = effect.transitions.iter();
    let mut moves: Vec<_> = moves.filter(|one| one.without != one.with).collect();
    moves.sort_by_key(|one| Reverse(one.runs));
    if moves.is_empty() {
        return "none".to_owned();
    }
    let shown = moves.into_iter().take(MOVES_SHOWN);
    let shown = shown.map(|one| format!("{} → {} {}", one.without, one.with, count(one.runs)));
    joined(shown, ", ")
}

fn parties(
    (effects, each): (&[&PolicyEffect], f64),
    names: Names<'_>,
    title: &str,
    of: impl Fn(&PartyChanges) -> &Mean,
) -> Table {
    let ids = effects.first().map(|effect| effect.parties.keys());
    let table = Table::new(title)
        .note("each party on its own scale")
        .legend(&format!("Mean over all runs, {TOGETHER}."));
    by_policy(table, effects)
        .columns(
            ids.into_iter().flatten(),
            |id| Column::named(names.party(id), id),
            |effect, id| change(of(&effect.parties[*id]), each, Cell::Change),
        )
        .table()
}

fn costs((effects, each): (&[&PolicyEffect], f64), names: Names<'_>) -> Table {
    let paid = effects.iter().flat_map(|effect| {
        effect.parties.iter().filter_map(move |(id, party)| {
            let cost = party.lever_cost.value().filter(|&cost| cost > 0.0)?;
            Some((effect, id, party, cost))
        })
    });
    Table::new("What levers cost the parties that use them")
        .note("in payoff")
        .of(paid)
        .column(Column::shared("lever"), |paid| named(paid.0))
        .column("party", |paid| Cell::named(names.party(paid.1), paid.1))
        .keyed()
        .column("used", |paid| Cell::Share(paid.0.used.value()))
        .column("cost per run", |paid| &paid.2.lever_cost)
        .column("per run in use", |paid| {
            Cell::Number(paid.3 / paid.0.used.value())
        })
        .column("change of payoff", |paid| {
            change(&paid.2.payoff, each, Cell::Change)
        })
        .table()
}

fn saved(effects: &[&PolicyEffect]) -> Table {
    let table = Table::new("Variance saved").note("by the same realizations; errors in points");
    let error = |se: f64| Cell::Written(format!("{:.2}", 100.0 * se), se);
    by_policy(table, effects)
        .column("saved by pairing", |effect| {
            Cell::Share(effect.agreement.saved_by_pairing)
        })
        .column("standard error", |effect| effect.agreement.se.map(error))
        .table()
}

impl PairedEffect {
    /// The difference with its interval, in points.
    pub(super) fn cell(&self) -> Cell {
        if self.differs() {
            Cell::Points(self.difference, self.interval_all)
        } else {
            Cell::Alike
        }
    }
}

/// A mean change with its interval of this confidence.
fn change(mean: &Mean, confidence: f64, cell: impl Fn(f64, [f64; 2]) -> Cell) -> Cell {
    let interval = mean.interval(confidence);
    let known = mean.value().zip(interval);
    known.map(|(mean, interval)| cell(mean, interval)).into()
}
