//! What theory says of many realizations, read from its JSON.

use serde_json::Value;

use crate::report::labels::{count, percent};
use crate::report::paper::Part;
use crate::report::paper::kinds::theory::{CONCEPTS, obstacle};
use crate::report::paper::kinds::{Chapter, made_with, settlement};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{
    entries, items, mean, rate, rate_in_words, texts, whole, words,
};

/// What theory says of many realizations.
pub(super) fn chapter(part: &Part, rates: &Value, names: Names<'_>) -> Chapter {
    let mut tables = vec![
        zone(rates),
        by_type(rates, names),
        solutions(rates, names),
        parties(rates),
        plans(rates),
        blocks(rates, names),
    ];
    tables.extend(settlement::of_realizations(&rates["settlement"], names));
    Chapter {
        heading: "What theory says of many realizations",
        question: "With the uncertain numbers drawn again and again: how often is there a deal that everybody whose consent it \
                   needs prefers to no deal, what stands in the way where there is none, and how often are the plans on the \
                   table acceptable?"
            .to_owned(),
        answer: answer(rates),
        tables,
        method: method(part),
    }
}

fn answer(rates: &Value) -> Vec<String> {
    let mut sentences = vec![format!(
        "There is a zone of possible agreement before the first move in {} of {} realizations.",
        rate_in_words(&rates["zone"]),
        count(whole(&rates["realizations"]))
    )];
    let obstacles: Vec<String> = entries(&rates["obstacles"])
        .filter(|(_, it)| whole(&it["count"]) > 0)
        .map(|(name, it)| {
            let share = percent(it["rate"].as_f64().unwrap_or(0.0));
            format!("in {share} {}", obstacle(name))
        })
        .collect();
    if !obstacles.is_empty() {
        sentences.push(format!("Where there is none: {}.", obstacles.join("; ")));
    }
    if whole(&rates["undecided"]["count"]) > 0 {
        sentences.push(format!(
            "In {} the test stopped at its limit.",
            rate_in_words(&rates["undecided"])
        ));
    }
    vec![sentences.join(" ")]
}

fn method(part: &Part) -> String {
    format!(
        "What theory says was computed for {} realizations of the uncertain numbers with {}, each as the position is before the \
         first move: the zone of possible agreement by an exact test, the Pareto frontier of its deals, and on it the solutions \
         of Nash (1950), Kalai and Smorodinsky (1975), the egalitarian (Kalai 1977) and the utilitarian one. Shares carry 95 % \
         Wilson score intervals (Wilson 1927) and means standard errors; both hold simulation error only. {}",
        count(part.provenance.runs),
        made_with(part),
        settlement::METHOD
    )
}

fn zone(rates: &Value) -> Table {
    let note = "Share of realizations with 95 % interval in percent.";
    let columns = ["before the first move", "realizations", "share"];
    let mut table = Table::new("Zone of possible agreement", &columns).noted(note);
    let mut add = |name: &str, it: &Value| {
        let number = whole(&it["count"]);
        table.rows.push(vec![
            Cell::words(name),
            Cell::number(count(number), number as f64),
            rate(it),
        ]);
    };
    add("there is one", &rates["zone"]);
    for (name, it) in entries(&rates["obstacles"]) {
        if whole(&it["count"]) > 0 {
            add(obstacle(name), it);
        }
    }
    if whole(&rates["undecided"]["count"]) > 0 {
        add(
            "undecided: the test stopped at its limit",
            &rates["undecided"],
        );
    }
    table
}

fn by_type(rates: &Value, names: Names<'_>) -> Table {
    let note = "Zone: share of the realizations with these types, with 95 % interval in percent.";
    let columns = ["types", "realizations", "zone"];
    let mut table = Table::new("Zone by type profile", &columns).noted(note);
    for it in items(rates, "by-type") {
        let types = entries(&it["types"]);
        let types: Vec<String> = types
            .map(|(party, kind)| {
                let kind = kind.as_str().unwrap_or_default();
                format!("{}: {}", names.party(party), names.kind(party, kind))
            })
            .collect();
        let number = whole(&it["realizations"]);
        table.rows.push(vec![
            Cell::words(&types.join("; ")),
            Cell::number(count(number), number as f64),
            rate(&it["zone"]),
        ]);
    }
    table
}

fn solutions(rates: &Value, names: Names<'_>) -> Table {
    let objectives = texts(rates, "objectives");
    let mut columns = vec!["solution".to_owned()];
    let titles = objectives.iter().map(|it| names.party(it));
    columns.extend(titles.map(|title| format!("utility of {title}")));
    let note = format!(
        "Mean ± standard error over the realizations with a zone. The frontier has {} points on average.",
        mean(&rates["pareto"]["points"]).words
    );
    let mut table = Table::titled("Solutions where there is a zone", columns).noted(&note);
    if whole(&rates["zone"]["count"]) == 0 {
        return table;
    }
    for (concept, title) in CONCEPTS {
        let means = &rates["solutions"][concept];
        let mut row = vec![Cell::words(title)];
        row.extend(objectives.iter().map(|&party| mean(&means[party])));
        table.rows.push(row);
    }
    table
}

fn parties(rates: &Value) -> Table {
    let columns = ["party", "reservation value", "deals it would take, share"];
    let note = "Each party on its own scale; mean ± standard error over the realizations.";
    let mut table = Table::new("Parties", &columns).noted(note);
    for it in items(rates, "parties") {
        table.rows.push(vec![
            Cell::words(words(it, "title")),
            mean(&it["reservation"]),
            mean(&it["win-set"]),
        ]);
    }
    table
}

fn plans(rates: &Value) -> Table {
    let columns = [
        "plan",
        "acceptable",
        "could be signed",
        "to the frontier of the zone",
        "to that of all deals",
    ];
    let note = "Share of realizations with 95 % interval in percent. Could be signed: acceptable at the table, whatever happens at \
                home. To a frontier: what some deal there gives every party more, at least; mean ± standard error.";
    let mut table = Table::new("Plans", &columns).noted(note);
    for plan in items(rates, "plans") {
        table.rows.push(vec![
            Cell::words(words(plan, "title")),
            rate(&plan["acceptable"]),
            rate(&plan["signable"]),
            mean(&plan["distance"]),
            mean(&plan["inefficiency"]),
        ]);
    }
    table
}

/// How often each party or body blocks each plan, and for what.
fn blocks(rates: &Value, names: Names<'_>) -> Table {
    let columns = [
        "plan",
        "who",
        "blocks",
        "red line",
        "fallback",
        "risk of breach",
        "at home",
    ];
    let note = "Share of realizations, in the first column with 95 % interval in percent; several reasons may hold at once.";
    let mut table = Table::new("Who blocks a plan, and why", &columns).noted(note);
    let share = |it: &Value| {
        let share = it["rate"].as_f64();
        share.map_or_else(Cell::none, |it| Cell::number(percent(it), it))
    };
    for plan in items(rates, "plans") {
        let parties = items(rates, "parties").map(|it| words(it, "id"));
        for party in parties {
            let said = &plan["parties"][party];
            if whole(&said["blocks"]["count"]) == 0 {
                continue;
            }
            let mut row = vec![
                Cell::words(words(plan, "title")),
                Cell::words(&names.party(party)),
                rate(&said["blocks"]),
            ];
            let causes = ["red-line", "reservation", "commitment", "at-home"];
            row.extend(causes.map(|cause| share(&said[cause])));
            table.rows.push(row);
        }
        for (stage, it) in entries(&plan["refused-at-home"]) {
            if whole(&it["count"]) > 0 {
                let mut row = vec![
                    Cell::words(words(plan, "title")),
                    Cell::words(&names.stage(stage)),
                    rate(it),
                ];
                row.resize_with(columns.len(), Cell::none);
                table.rows.push(row);
            }
        }
    }
    table
}
