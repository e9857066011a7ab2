//! What theory says of many realizations.

use crate::analysis::position::{CONCEPTS, Obstacle};
use crate::report::labels::{count, percent};
use crate::report::paper::Part;
use crate::report::paper::kinds::theory::{CONCEPT_TITLES, obstacle};
use crate::report::paper::kinds::{Chapter, made_with, settlement};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::share_in_words;
use crate::results::RealizedTheory;
use crate::simulation::Rate;

/// What theory says of many realizations.
pub(super) fn chapter(part: &Part, rates: &RealizedTheory, names: Names<'_>) -> Chapter {
    let mut tables = vec![
        zone(rates),
        by_type(rates, names),
        solutions(rates, names),
        parties(rates),
        plans(rates),
        blocks(rates, names),
    ];
    tables.extend(settlement::of_realizations(&rates.settlement, names));
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

fn answer(rates: &RealizedTheory) -> Vec<String> {
    let mut sentences = vec![format!(
        "There is a zone of possible agreement before the first move in {} of {} realizations.",
        share_in_words(rates.zone),
        count(rates.realizations)
    )];
    let obstacles: Vec<String> = obstacles(rates)
        .map(|(it, rate)| format!("in {} {}", percent(rate.value()), obstacle(it)))
        .collect();
    if !obstacles.is_empty() {
        sentences.push(format!("Where there is none: {}.", obstacles.join("; ")));
    }
    if rates.undecided.count > 0 {
        sentences.push(format!(
            "In {} the test stopped at its limit.",
            share_in_words(rates.undecided)
        ));
    }
    vec![sentences.join(" ")]
}

/// The obstacles that were met, with how often each was.
fn obstacles(rates: &RealizedTheory) -> impl Iterator<Item = (Obstacle, Rate)> {
    let all = Obstacle::ALL.into_iter();
    let all = all.filter_map(|it| Some((it, *rates.obstacles.get(it.name())?)));
    all.filter(|(_, rate)| rate.count > 0)
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

fn zone(rates: &RealizedTheory) -> Table {
    let note = "Share of realizations with 95 % interval in percent.";
    let columns = ["before the first move", "realizations", "share"];
    let mut table = Table::new("Zone of possible agreement", &columns).noted(note);
    let mut add = |name: &str, it: Rate| {
        table.rows.push(vec![
            Cell::words(name),
            Cell::number(count(it.count), it.count as f64),
            Cell::rate(it),
        ]);
    };
    add("there is one", rates.zone);
    for (it, rate) in obstacles(rates) {
        add(obstacle(it), rate);
    }
    if rates.undecided.count > 0 {
        add("undecided: the test stopped at its limit", rates.undecided);
    }
    table
}

fn by_type(rates: &RealizedTheory, names: Names<'_>) -> Table {
    let note = "Zone: share of the realizations with these types, with 95 % interval in percent.";
    let columns = ["types", "realizations", "zone"];
    let mut table = Table::new("Zone by type profile", &columns).noted(note);
    for it in &rates.by_type {
        let types = it.types.iter();
        let types: Vec<String> = types
            .map(|(party, kind)| format!("{}: {}", names.party(party), names.kind(party, kind)))
            .collect();
        let number = it.realizations;
        table.rows.push(vec![
            Cell::words(&types.join("; ")),
            Cell::number(count(number), number as f64),
            Cell::rate(it.zone),
        ]);
    }
    table
}

fn solutions(rates: &RealizedTheory, names: Names<'_>) -> Table {
    let objectives = &rates.objectives;
    let mut columns = vec!["solution".to_owned()];
    let titles = objectives.iter().map(|it| names.party(it));
    columns.extend(titles.map(|title| format!("utility of {title}")));
    let note = format!(
        "Mean ± standard error over the realizations with a zone. The frontier has {} points on average.",
        Cell::mean(&rates.pareto.points).words
    );
    let mut table = Table::titled("Solutions where there is a zone", columns).noted(&note);
    if rates.zone.count == 0 {
        return table;
    }
    for (concept, title) in CONCEPTS.into_iter().zip(CONCEPT_TITLES) {
        let Some(means) = rates.solutions.get(concept) else {
            continue;
        };
        let mut row = vec![Cell::words(title)];
        let means = objectives.iter().filter_map(|party| means.get(party));
        row.extend(means.map(Cell::mean));
        table.rows.push(row);
    }
    table
}

fn parties(rates: &RealizedTheory) -> Table {
    let columns = ["party", "reservation value", "deals it would take, share"];
    let note = "Each party on its own scale; mean ± standard error over the realizations.";
    let mut table = Table::new("Parties", &columns).noted(note);
    for party in &rates.parties {
        table.rows.push(vec![
            Cell::words(&party.title),
            Cell::mean(&party.reservation),
            Cell::mean(&party.win_set),
        ]);
    }
    table
}

fn plans(rates: &RealizedTheory) -> Table {
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
    for plan in &rates.plans {
        table.rows.push(vec![
            Cell::words(&plan.title),
            Cell::rate(plan.acceptable),
            Cell::rate(plan.signable),
            Cell::mean(&plan.distance),
            Cell::mean(&plan.inefficiency),
        ]);
    }
    table
}

/// How often each party or body blocks each plan, and for what.
fn blocks(rates: &RealizedTheory, names: Names<'_>) -> Table {
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
    let share = |rate: Rate| Cell::number(percent(rate.value()), rate.value());
    for plan in &rates.plans {
        for (party, said) in &plan.parties {
            if said.blocks.count == 0 {
                continue;
            }
            let mut row = vec![
                Cell::words(&plan.title),
                Cell::words(&names.party(party)),
                Cell::rate(said.blocks),
            ];
            let causes = [
                said.red_line,
                said.reservation,
                said.commitment,
                said.at_home,
            ];
            row.extend(causes.map(share));
            table.rows.push(row);
        }
        for (stage, rate) in &plan.refused_at_home {
            if rate.count > 0 {
                let mut row = vec![
                    Cell::words(&plan.title),
                    Cell::words(&names.stage(stage)),
                    Cell::rate(*rate),
                ];
                row.resize_with(columns.len(), Cell::none);
                table.rows.push(row);
            }
        }
    }
    table
}
