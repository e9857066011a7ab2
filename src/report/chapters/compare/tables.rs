//! The tables of a comparison: the ranking first, then what lies behind it.

use crate::experiment::compare::{CONFIDENCE, Comparison, PairedEffect, PolicyEffect};
use crate::report::labels::{count, percent, points};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table};
use crate::simulation::Mean;

/// Moves between endings shown for each policy.
const MOVES_SHOWN: usize = 3;
/// What marks a policy with a lever that the file never uses.
pub(super) const ASSUMED: &str =
    "* includes a lever that the file never uses; here it is used from round 0 on";

/// The tables, in order.
pub(super) fn tables(comparison: &Comparison, names: Names<'_>) -> Vec<Table> {
    let effects = comparison.by_rank();
    vec![
        agreement(comparison, &effects),
        rules(comparison, &effects),
        rates(&effects, names),
        splits(comparison, &effects),
        causes(&effects),
        moves(&effects),
        parties(&effects, names, "Change of utility", |it| &it.utility),
        parties(
            &effects,
            names,
            "Change of payoff, costs of the levers included",
            |it| &it.payoff,
        ),
        costs(&effects, names),
        saved(comparison, &effects),
    ]
}

/// Its name, with a mark where it includes a lever that the file never uses.
fn named(effect: &PolicyEffect) -> Cell {
    let mark = if effect.never_used_in_the_file {
        "*"
    } else {
        ""
    };
    Cell::named(
        &format!("{}{mark}", effect.title),
        &format!("{}{mark}", effect.policy),
    )
}

fn agreement(comparison: &Comparison, effects: &[&PolicyEffect]) -> Table {
    let needed = format!("runs, ±{}", 100.0 * comparison.half_width);
    let legend = format!(
        "On the same realizations. Change: paired difference in points. All at once: intervals so wide that all of them hold \
         together at 95 %. Runs: how many a change known to ±{} points needs. {ASSUMED}.",
        100.0 * comparison.half_width
    );
    let rows = effects.iter().map(|effect| {
        let it = &effect.agreement;
        vec![
            named(effect),
            Cell::share_of(it.with),
            it.cell(),
            it.interval_all.map_or(Cell::Missing, Cell::Bounds),
            it.p_holm.map_or(Cell::Missing, Cell::P),
            it.runs_needed.map_or(Cell::Missing, Cell::Count),
        ]
    });
    let columns = [
        "lever",
        "with it",
        "change",
        "all at once",
        "p, Holm",
        &needed,
    ];
    Table::new("Agreement, largest effect first", columns)
        .note(&format!(
            "{} without levers",
            percent(comparison.none.value())
        ))
        .legend(&legend)
        .rows(rows)
}

/// A table with a row for each policy and a column for each name.
fn matrix(
    title: &str,
    effects: &[&PolicyEffect],
    columns: impl IntoIterator<Item = Column>,
    cells: impl Fn(&PolicyEffect) -> Vec<Cell>,
) -> Table {
    let rows = effects.iter().map(|effect| {
        let mut row = vec![named(effect)];
        row.extend(cells(effect));
        row
    });
    Table::new(title, ["lever"]).and(columns).rows(rows)
}

fn rules(comparison: &Comparison, effects: &[&PolicyEffect]) -> Table {
    if comparison.rules.is_empty() {
        return Table::default();
    }
    let rules = comparison.rules.iter();
    let columns = std::iter::once("as written").chain(rules.map(|it| it.rule.title()));
    let columns = columns.map(Column::from);
    matrix("Agreement under other rules", effects, columns, |effect| {
        let mut cells = vec![effect.agreement.cell()];
        let rules = comparison.rules.iter();
        cells.extend(rules.map(|it| it.agreement[&effect.policy].cell()));
        cells
    })
    .note("change in points")
    .legend(
        "Change of agreement against no lever with 95 % interval: under the scenario's own rules, under the other agenda, and \
         where formulas settle before the first move.",
    )
}

fn rates(effects: &[&PolicyEffect], names: Names<'_>) -> Table {
    let packages = effects.first().map(|it| it.packages.keys());
    let packages = packages.into_iter().flatten();
    let packages = packages.map(|id| Column::named(names.package(id), id));
    let columns = ["signed", "zone"]
        .map(Column::from)
        .into_iter()
        .chain(packages);
    let title = "Signed, zone, and packages agreed at the end";
    matrix(title, effects, columns, |effect| {
        let mut cells = vec![effect.signed.cell(), effect.zone.cell()];
        cells.extend(effect.packages.values().map(PairedEffect::cell));
        cells
    })
    .note("change in points")
    .legend("Change against no lever with 95 % interval.")
}

fn splits(comparison: &Comparison, effects: &[&PolicyEffect]) -> Table {
    let columns = [
        Column::shared("lever"),
        "through".into(),
        "agreement".into(),
        "zone".into(),
    ];
    let mut table = Table::new("Through whom a lever acts", columns)
        .note("change in points")
        .keyed_by(2)
        .legend(
            "Levers with several targets: the lever with only its effects on one target, the others 0; cost and use stay. \
             Interaction: whole less the sum of the parts. With 95 % intervals.",
        );
    for split in &comparison.splits {
        let Some(whole) = effects.iter().find(|it| it.policy == split.lever) else {
            continue;
        };
        let mut add = |through: &str, agreement: Cell, zone: Cell| {
            table.push("", vec![named(whole), through.into(), agreement, zone]);
        };
        add("all its targets", whole.agreement.cell(), whole.zone.cell());
        for part in &split.parts {
            add(&part.title, part.agreement.cell(), part.zone.cell());
        }
        let interval = split.interaction.interval(CONFIDENCE);
        let interaction = match (split.interaction.value(), interval) {
            (Some(mean), Some(interval)) => Cell::Points(mean, interval),
            _ => Cell::Missing,
        };
        add("interaction", interaction, Cell::Empty);
    }
    table
}

fn causes(effects: &[&PolicyEffect]) -> Table {
    let mut causes: Vec<&String> = Vec::new();
    for cause in effects.iter().flat_map(|it| it.failures.keys()) {
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    let columns = causes
        .iter()
        .map(|id| Column::named(Names::failure(id), id));
    let title = "Causes of failure created (+) and removed (−)";
    matrix(title, effects, columns, |effect| {
        let change = |id: &&String| effect.failures.get(*id).map_or(Cell::Alike, PairedEffect::cell);
        causes.iter().map(change).collect()
    })
    .note("change in points")
    .legend("Change of the share of runs that fail for each cause, against no lever, with 95 % interval.")
}

fn moves(effects: &[&PolicyEffect]) -> Table {
    let columns = [Column::from("without → with it, runs")];
    let title = "Where runs move: the largest changes of ending";
    matrix(title, effects, columns, |effect| {
        vec![largest_moves(effect).into()]
    })
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
    of: impl Fn(&crate::experiment::compare::PartyChanges) -> &Mean,
) -> Table {
    let ids = effects.first().map(|it| it.parties.keys());
    let columns = ids.into_iter().flatten();
    let columns = columns.map(|id| Column::named(names.party(id), id));
    matrix(title, effects, columns, |effect| {
        effect.parties.values().map(|it| change(of(it))).collect()
    })
    .note("each party on its own scale")
    .legend("Mean over all runs with 95 % interval.")
}

fn costs(effects: &[&PolicyEffect], names: Names<'_>) -> Table {
    let columns = [
        Column::shared("lever"),
        "party".into(),
        "used".into(),
        "cost per run".into(),
        "per run in use".into(),
        "change of payoff".into(),
    ];
    let rows = effects.iter().flat_map(|effect| {
        let used = effect.used.value();
        effect.parties.iter().filter_map(move |(id, party)| {
            let cost = party.lever_cost.value().filter(|&cost| cost > 0.0)?;
            Some(vec![
                named(effect),
                Cell::named(names.party(id), id),
                Cell::Share(used),
                (&party.lever_cost).into(),
                Cell::Number(cost / used),
                change(&party.payoff),
            ])
        })
    });
    Table::new("What levers cost the parties that use them", columns)
        .note("in payoff")
        .keyed_by(2)
        .rows(rows)
}

fn saved(comparison: &Comparison, effects: &[&PolicyEffect]) -> Table {
    let zones = count(comparison.zone_runs);
    let error = |se: f64| Cell::Written(format!("{:.2}", 100.0 * se), se);
    let columns = [
        "saved by pairing",
        "standard error",
        "change with zones",
        "standard error",
        "saved further",
    ];
    matrix("Variance saved", effects, columns.map(Column::from), |effect| {
        let it = &effect.agreement;
        let mut cells = vec![
            Cell::Share(it.saved_by_pairing),
            it.se.map_or(Cell::Missing, error),
        ];
        if let Some(adjusted) = &it.zone_adjusted {
            let change = adjusted.difference;
            cells.extend([
                Cell::Written(points(change), change),
                error(adjusted.standard_error),
                Cell::Share(adjusted.variance_saved),
            ]);
        }
        cells
    })
    .note(&format!(
        "by the same realizations, and by the zone of {zones} more as control variate; changes and errors in points"
    ))
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

/// A change of a mean with its 95 % interval.
fn change(mean: &Mean) -> Cell {
    match (mean.value(), mean.interval(CONFIDENCE)) {
        (Some(value), Some(interval)) => Cell::Change(value, interval),
        _ => Cell::Missing,
    }
}
