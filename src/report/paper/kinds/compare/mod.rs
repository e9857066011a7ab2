//! What each lever changes, read from its JSON.

mod answer;

use serde_json::Value;

use crate::report::labels::{count, counted, p_value, percent};
use crate::report::paper::Part;
use crate::report::paper::kinds::{Chapter, made_with};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{
    change, difference, entries, in_points, items, rate, texts, whole, words,
};

/// Tests at this level are told from nothing.
const LEVEL: f64 = 0.05;

/// What each lever changes.
pub(super) fn chapter(part: &Part, comparison: &Value, names: Names<'_>) -> Chapter {
    let effects = ranked(comparison);
    let tables = vec![
        agreement(comparison, &effects),
        rules(comparison, &effects),
        splits(comparison, &effects),
        rates(&effects, names),
        causes(&effects),
        parties(&effects, "utility", "Change of utility", names),
        parties(
            &effects,
            "payoff",
            "Change of payoff, costs of the levers included",
            names,
        ),
        parties(
            &effects,
            "lever-cost",
            "Cost of the levers to who uses them",
            names,
        ),
    ];
    Chapter {
        heading: "What each lever changes",
        question: "What does each lever, each set of levers and all of them together change against the same talks without any \
                   lever: how often there is agreement, signature and a zone of possible agreement, why talks fail, and what \
                   everybody is left with?"
            .to_owned(),
        answer: answer::answer(comparison, &effects),
        tables,
        method: method(part, comparison, effects.len()),
    }
}

/// The policies, levers and sets of them by rank, then those that are not ranked.
fn ranked(comparison: &Value) -> Vec<&Value> {
    let order = texts(&comparison["ranking"], "order");
    let mut effects: Vec<&Value> = items(comparison, "effects").collect();
    let place = |it: &&Value| {
        let found = order.iter().position(|id| *id == words(it, "policy"));
        found.unwrap_or(order.len())
    };
    effects.sort_by_key(place);
    effects
}

/// Its title, with a mark where it holds a lever that the file never uses.
fn title(effect: &Value) -> String {
    let mark = if effect["never-used-in-the-file"] == true {
        "\u{a0}*"
    } else {
        ""
    };
    format!("{}{mark}", words(effect, "title"))
}

fn rule_title(name: &str) -> &str {
    match name {
        "single-undertaking" => "single undertaking",
        "parallel" => "a parallel agenda",
        "compromise-mean" => "the compromise mean",
        "nash-kalai-smorodinsky" => "Nash or Kalai–Smorodinsky",
        "median" => "the median",
        other => other,
    }
}

fn agreement(comparison: &Value, effects: &[&Value]) -> Table {
    let half_width = comparison["half-width"].as_f64().unwrap_or(0.0);
    let needed = format!("runs for ±{} points", 100.0 * half_width);
    let columns = [
        "lever",
        "agreement with it",
        "change, points",
        "all at once",
        "p, Holm",
        &needed,
    ];
    let note = format!(
        "Against no lever at all, where {} agree; the same realizations. With 95 % intervals of simulation error: share in percent; \
         change as paired difference; all at once: so wide that all of them hold together. *: holds a lever that the file never \
         uses, here used from round 0 on.",
        rate(&comparison["none"]).words
    );
    let mut table = Table::new("What each lever changes in agreement", &columns).noted(&note);
    for effect in effects {
        let it = &effect["agreement"];
        let all = match (
            it["interval-all"][0].as_f64(),
            it["interval-all"][1].as_f64(),
        ) {
            (Some(low), Some(high)) => {
                let words = in_points(0.0, [low, high]).words;
                let (_, bounds) = words.split_once(' ').unwrap_or_default();
                Cell::words(&bounds.replace(' ', "\u{a0}"))
            }
            _ => Cell::none(),
        };
        let p = it["p-holm"].as_f64();
        let runs = whole(&it["runs-needed"]);
        table.rows.push(vec![
            Cell::words(&title(effect)),
            rate(&it["with"]),
            difference(it),
            all,
            p.map_or_else(Cell::none, |p| Cell::number(p_value(p), p)),
            Cell::number(count(runs), runs as f64),
        ]);
    }
    table
}

/// A table with a row for each policy and a column for each name.
fn matrix(
    caption: &str,
    note: &str,
    effects: &[&Value],
    names: Vec<String>,
    cells: impl Fn(&Value) -> Vec<Cell>,
) -> Table {
    let mut columns = vec!["lever".to_owned()];
    columns.extend(names);
    let mut table = Table::titled(caption, columns).noted(note);
    for effect in effects {
        let mut row = vec![Cell::words(&title(effect))];
        row.extend(cells(effect));
        table.rows.push(row);
    }
    table
}

fn rules(comparison: &Value, effects: &[&Value]) -> Table {
    let rules: Vec<&Value> = items(comparison, "rules").collect();
    if rules.is_empty() {
        return Table::new("", &[]);
    }
    let mut names = vec!["as written".to_owned()];
    names.extend(
        rules
            .iter()
            .map(|it| rule_title(words(it, "rule")).to_owned()),
    );
    let note = "Change of agreement against no lever, in points with 95 % interval: under the scenario's own rules, under the \
                other agenda, and where formulas settle before the first move.";
    matrix(
        "The same under other rules",
        note,
        effects,
        names,
        |effect| {
            let policy = words(effect, "policy");
            let mut cells = vec![difference(&effect["agreement"])];
            cells.extend(rules.iter().map(|it| difference(&it["agreement"][policy])));
            cells
        },
    )
}

fn splits(comparison: &Value, effects: &[&Value]) -> Table {
    let columns = ["lever", "through", "agreement, points", "zone, points"];
    let note = "Levers with several targets: the lever with only its effects on one target, the others 0; cost and use stay. \
                Interaction: whole less the sum of the parts. With 95 % intervals.";
    let mut table = Table::new("Through whom a lever acts", &columns).noted(note);
    for split in items(comparison, "splits") {
        let whole = effects
            .iter()
            .find(|it| words(it, "policy") == words(split, "lever"));
        let Some(whole) = whole else { continue };
        let title = || Cell::words(&title(whole));
        table.rows.push(vec![
            title(),
            Cell::words("all its targets"),
            difference(&whole["agreement"]),
            difference(&whole["zone"]),
        ]);
        for part in items(split, "parts") {
            table.rows.push(vec![
                title(),
                Cell::words(words(part, "title")),
                difference(&part["agreement"]),
                difference(&part["zone"]),
            ]);
        }
        let it = &split["interaction"];
        let interaction = match (
            it["mean"].as_f64(),
            it["interval"][0].as_f64(),
            it["interval"][1].as_f64(),
        ) {
            (Some(mean), Some(low), Some(high)) => in_points(mean, [low, high]),
            _ => Cell::none(),
        };
        let row = [
            title(),
            Cell::words("interaction"),
            interaction,
            Cell::none(),
        ];
        table.rows.push(row.into());
    }
    table
}

fn rates(effects: &[&Value], names: Names<'_>) -> Table {
    let packages: Vec<String> = keys(effects, "packages");
    let mut columns = vec!["signed".to_owned(), "zone".to_owned()];
    columns.extend(packages.iter().map(|id| names.package(id)));
    let note =
        "Change against no lever, in points with 95 % interval; packages: agreed at the end.";
    matrix(
        "Signature, zone and packages",
        note,
        effects,
        columns,
        |effect| {
            let mut cells = vec![difference(&effect["signed"]), difference(&effect["zone"])];
            cells.extend(
                packages
                    .iter()
                    .map(|id| difference(&effect["packages"][id])),
            );
            cells
        },
    )
}

fn causes(effects: &[&Value]) -> Table {
    let causes = keys(effects, "failures");
    let columns = causes.iter().map(|id| Names::failure(id)).collect();
    let note = "Change of the share of runs that fail for each cause, against no lever, in points with 95 % interval: + is a cause \
                created, − one removed.";
    matrix(
        "Causes of failure created and removed",
        note,
        effects,
        columns,
        |effect| {
            let cells = causes.iter().map(|id| difference(&effect["failures"][id]));
            cells.collect()
        },
    )
}

fn parties(effects: &[&Value], quantity: &str, caption: &str, names: Names<'_>) -> Table {
    let parties = keys(effects, "parties");
    let columns = parties.iter().map(|id| names.party(id)).collect();
    let note = "Mean over all runs, each party on its own scale, with 95 % interval.";
    matrix(caption, note, effects, columns, |effect| {
        let cells = parties
            .iter()
            .map(|id| change(&effect["parties"][id][quantity]));
        cells.collect()
    })
}

/// The names under a key, those of any policy, in the order met.
fn keys(effects: &[&Value], key: &str) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for effect in effects {
        for (name, _) in entries(&effect[key]) {
            if !keys.contains(name) {
                keys.push(name.clone());
            }
        }
    }
    keys
}

fn method(part: &Part, comparison: &Value, policies: usize) -> String {
    let zones = whole(&comparison["zone-runs"]);
    format!(
        "The talks were played with {} without any lever, with each lever alone and with sets of levers, {} policies, for {} each \
         on the same realizations, so that every difference is paired run by run (common random numbers; Glasserman and Yao \
         1992). Intervals of differences are 95 % score intervals for paired proportions (Tango 1998); p-values are those of \
         McNemar's test in its mid-p form (McNemar 1947; Fagerland, Lydersen and Laake 2013), adjusted for all policies by Holm \
         (1979) and told from no effect at {}; simultaneous intervals have confidence 0.95^(1/{policies}) each (Šidák 1967). Each \
         two policies were also tested against each other, with Holm's adjustment over all pairs; groups that are not told \
         apart follow Piepho (2004). Runs needed follow Bonett and Price (2012). The zone of {} more was looked at without \
         playing them, as a control variate (Neyman 1938; Cochran 1977). Intervals hold simulation error only.",
        made_with(part),
        count(policies as u64),
        counted(part.provenance.runs, "run"),
        percent(LEVEL),
        counted(zones, "realization"),
    )
}
