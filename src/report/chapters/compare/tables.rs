//! The tables of a comparison: the ranking first, then what lies behind it.

use crate::experiment::compare::{
    CONFIDENCE, Comparison, PairedEffect, PartyChanges, PolicyEffect,
};
use crate::report::labels::{count, percent, points};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Rows, Table};
use crate::simulation::Mean;

/// Moves between endings shown for each policy.
const MOVES_SHOWN: usize = 3;
/// What marks a policy with a lever that the file never uses.
pub(super) const ASSUMED: &str =
    "* includes a lever that the file never uses; here it is used from round 0 on";

const UTILITY: &str = "Change of utility";
const PAYOFF: &str = "Change of payoff, costs of the levers included";

/// The tables, in order.
pub(super) fn tables(comparison: &Comparison, names: Names<'_>) -> Vec<Table> {
    let effects = comparison.by_rank();
    let mut tables = vec![agreement(comparison, &effects)];
    tables.extend(rules(comparison, &effects));
    tables.extend([
        rates(&effects, names),
        splits(comparison, &effects),
        causes(&effects),
        moves(&effects),
        parties(&effects, names, UTILITY, |it| &it.utility),
        parties(&effects, names, PAYOFF, |it| &it.payoff),
        costs(&effects, names),
        saved(comparison, &effects),
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
        "On the same realizations. Change: paired difference in points. All at once: intervals so wide that all of them hold \
         together at 95 %. Runs: how many a change known to ±{points} points needs. {ASSUMED}.",
    );
    Table::new("Agreement, largest effect first")
        .note(&format!(
            "{} without levers",
            percent(comparison.none.value())
        ))
        .legend(&legend)
        .of(effects)
        .column("lever", |it| named(it))
        .column("with it", |it| Cell::share_of(it.agreement.with))
        .column("change", |it| it.agreement.cell())
        .column("all at once", |it| {
            it.agreement.interval_all.map(Cell::Bounds)
        })
        .column("p, Holm", |it| it.agreement.p_holm.map(Cell::P))
        .column(format!("runs, ±{points}"), |it| {
            it.agreement.runs_needed.map(Cell::Count)
        })
        .table()
}

/// A table of changes in points, to be filled with a row for each policy.
fn changes<'a>(title: &str, legend: &str, effects: &[&'a PolicyEffect]) -> Rows<&'a PolicyEffect> {
    let table = Table::new(title).note("change in points").legend(legend);
    let effects = effects.iter().copied();
    table.of(effects).column("lever", |it| named(it))
}

fn rules(comparison: &Comparison, effects: &[&PolicyEffect]) -> Option<Table> {
    let legend = "Change of agreement against no lever with 95 % interval: under the scenario's own rules, under the other \
                  agenda, and where formulas settle before the first move.";
    let rows = changes("Agreement under other rules", legend, effects)
        .column("as written", |it| it.agreement.cell())
        .columns(
            &comparison.rules,
            |rule| rule.rule.title(),
            |it, rule| rule.agreement[&it.policy].cell(),
        );
    (!comparison.rules.is_empty()).then(|| rows.table())
}

fn rates(effects: &[&PolicyEffect], names: Names<'_>) -> Table {
    let packages = effects.first().map(|it| it.packages.keys());
    let title = "Signed, zone, and packages agreed at the end";
    changes(
        title,
        "Change against no lever with 95 % interval.",
        effects,
    )
    .column("signed", |it| it.signed.cell())
    .column("zone", |it| it.zone.cell())
    .columns(
        packages.into_iter().flatten(),
        |id| Column::named(names.package(id), id),
        |it, id| it.packages[*id].cell(),
    )
    .table()
}

fn splits(comparison: &Comparison, effects: &[&PolicyEffect]) -> Table {
    let legend = "Levers with several targets: the lever with only its effects on one target, the others 0; cost and use stay. \
                  Interaction: whole less the sum of the parts. With 95 % intervals.";
    let mut parts = Vec::new();
    for split in &comparison.splits {
        let Some(whole) = effects.iter().find(|it| it.policy == split.lever) else {
            continue;
        };
        let mut add = |through: &str, agreement: Cell, zone: Cell| {
            parts.push((named(whole), through.to_owned(), agreement, zone));
        };
        add("all its targets", whole.agreement.cell(), whole.zone.cell());
        for part in &split.parts {
            add(&part.title, part.agreement.cell(), part.zone.cell());
        }
        let interaction = change(&split.interaction, Cell::Points);
        add("interaction", interaction, Cell::Empty);
    }
    Table::new("Through whom a lever acts")
        .note("change in points")
        .legend(legend)
        .of(parts)
        .column(Column::shared("lever"), |it| it.0.clone())
        .column("through", |it| it.1.clone())
        .keyed()
        .column("agreement", |it| it.2.clone())
        .column("zone", |it| it.3.clone())
        .table()
}

fn causes(effects: &[&PolicyEffect]) -> Table {
    let mut causes: Vec<&String> = Vec::new();
    for cause in effects.iter().flat_map(|it| it.failures.keys()) {
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    let title = "Causes of failure created (+) and removed (−)";
    let legend = "Change of the share of runs that fail for each cause, against no lever, with 95 % interval.";
    changes(title, legend, effects)
        .columns(
            causes,
            |id| Column::named(Names::failure(id), id),
            |it, id| it.failures.get(*id).map_or(Cell::Alike, PairedEffect::cell),
        )
        .table()
}

fn moves(effects: &[&PolicyEffect]) -> Table {
    Table::new("Where runs move: the largest changes of ending")
        .of(effects)
        .column("lever", |it| named(it))
        .column("without → with it, runs", |it| largest_moves(it))
        .table()
}

/// The most frequent changes of ending; equal ones in the order of endings.
fn largest_moves(effect: &PolicyEffect) -> String {
    let moves = effect.transitions.iter();
    let mut moves: Vec<_> = moves.filter(|it| it.without != it.with).collect();
    moves.sort_by_key(|it| std::cmp::Reverse(it.runs));
    let shown = moves.iter().take(MOVES_SHOWN);
    let words: Vec<String> = shown
        .map(|it| format!("{} → {} {}", it.without, it.with, count(it.runs)))
        .collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

fn parties(
    effects: &[&PolicyEffect],
    names: Names<'_>,
    title: &str,
    of: impl Fn(&PartyChanges) -> &Mean,
) -> Table {
    let ids = effects.first().map(|it| it.parties.keys());
    Table::new(title)
        .note("each party on its own scale")
        .legend("Mean over all runs with 95 % interval.")
        .of(effects)
        .column("lever", |it| named(it))
        .columns(
            ids.into_iter().flatten(),
            |id| Column::named(names.party(id), id),
            |it, id| change(of(&it.parties[*id]), Cell::Change),
        )
        .table()
}

fn costs(effects: &[&PolicyEffect], names: Names<'_>) -> Table {
    let paid = effects.iter().flat_map(|effect| {
        effect.parties.iter().filter_map(move |(id, party)| {
            let cost = party.lever_cost.value().filter(|&cost| cost > 0.0)?;
            Some((effect, id, party, cost))
        })
    });
    Table::new("What levers cost the parties that use them")
        .note("in payoff")
        .of(paid)
        .column(Column::shared("lever"), |it| named(it.0))
        .column("party", |it| Cell::named(names.party(it.1), it.1))
        .keyed()
        .column("used", |it| Cell::Share(it.0.used.value()))
        .column("cost per run", |it| &it.2.lever_cost)
        .column("per run in use", |it| {
            Cell::Number(it.3 / it.0.used.value())
        })
        .column("change of payoff", |it| change(&it.2.payoff, Cell::Change))
        .table()
}

fn saved(comparison: &Comparison, effects: &[&PolicyEffect]) -> Table {
    let zones = count(comparison.zone_runs);
    let error = |se: f64| Cell::Written(format!("{:.2}", 100.0 * se), se);
    let adjusted = |it: &PolicyEffect| it.agreement.zone_adjusted;
    Table::new("Variance saved")
        .note(&format!(
            "by the same realizations, and by the zone of {zones} more as control variate; changes and errors in points"
        ))
        .of(effects)
        .column("lever", |it| named(it))
        .column("saved by pairing", |it| {
            Cell::Share(it.agreement.saved_by_pairing)
        })
        .column("standard error", |it| it.agreement.se.map(error))
        .column("change with zones", |it| {
            let change = adjusted(it).map(|it| it.difference);
            change.map_or(Cell::Empty, |it| Cell::Written(points(it), it))
        })
        .column("standard error", |it| {
            adjusted(it).map_or(Cell::Empty, |it| error(it.standard_error))
        })
        .column("saved further", |it| {
            adjusted(it).map_or(Cell::Empty, |it| Cell::Share(it.variance_saved))
        })
        .table()
}

impl PairedEffect {
    /// The difference with its interval, in points.
    pub(super) fn cell(&self) -> Cell {
        if self.differs() {
            Cell::Points(self.difference, self.interval)
        } else {
            Cell::Alike
        }
    }
}

/// A mean change with its 95 % interval.
fn change(mean: &Mean, cell: impl Fn(f64, [f64; 2]) -> Cell) -> Cell {
    let interval = mean.interval(CONFIDENCE);
    let known = mean.value().zip(interval);
    known.map(|(mean, interval)| cell(mean, interval)).into()
}
