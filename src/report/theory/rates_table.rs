//! What theory says of many realizations, as a page of tables; at most 100 columns.

use crate::analysis::position::Obstacle;
use crate::model::Scenario;
use crate::report::labels::{counted, percent, share};
use crate::report::table::{interval, mean, rate_row, section};
use crate::report::theory::words::{CONCEPT_TITLES, obstacle};
use crate::simulation::{Mean, Rate, TheoryRates};

/// What theory says of many realizations.
pub fn rates_table(scenario: &Scenario, rates: &TheoryRates) -> String {
    let sections = [
        zone(rates),
        by_type(scenario, rates),
        parties(scenario, rates),
        solutions(scenario, rates),
        plans(scenario, rates),
        blocks(scenario, rates),
    ];
    let mut text = format!(
        "{}\n{}, seed {}, before the first move\nbrackets: simulation error, 95 % Wilson interval in percent; ±: standard error\n",
        scenario.title,
        counted(rates.realizations, "realization"),
        rates.seed,
    );
    for section in sections.into_iter().flatten() {
        text.push('\n');
        text.push_str(&section);
    }
    text
}

fn zone(rates: &TheoryRates) -> Option<String> {
    let mut rows = vec![rate_row("there is one", rates.zone)];
    for (cause, rate) in Obstacle::ALL.into_iter().zip(rates.obstacles) {
        if rate.count > 0 {
            rows.push(rate_row(
                &format!("{}: {}", cause.name(), obstacle(cause)),
                rate,
            ));
        }
    }
    if rates.undecided.count > 0 {
        rows.push(rate_row(
            "undecided: the test stopped at its limit",
            rates.undecided,
        ));
    }
    let header = ["", "realizations", "share", "simulation error"];
    section("Zone of possible agreement in round 0", 1, &header, rows)
}

fn by_type(scenario: &Scenario, rates: &TheoryRates) -> Option<String> {
    let row = |(kinds, zone): &(Vec<usize>, Rate)| {
        let typed = scenario.parties.iter().zip(kinds);
        let typed = typed.filter(|(party, _)| party.types.len() > 1);
        let names = typed.map(|(party, &kind)| format!("{} {}", party.id, party.types[kind].id));
        let of_all = zone.runs as f64 / rates.realizations as f64;
        vec![
            names.collect::<Vec<_>>().join(", "),
            percent(of_all),
            share(*zone),
            interval(*zone),
        ]
    };
    let rows = rates.by_type.iter().map(row).collect();
    let header = ["", "of realizations", "zone", "error"];
    section("Zone by type profile", 1, &header, rows)
}

fn parties(scenario: &Scenario, rates: &TheoryRates) -> Option<String> {
    let rows = scenario.parties.iter().zip(&rates.parties);
    let rows = rows.map(|(party, it)| {
        vec![
            party.title.clone(),
            mean(&it.reservation),
            mean(&it.win_set),
        ]
    });
    let header = ["", "reservation", "win-set, share of all deals"];
    section(
        "Parties (each on its own scale)",
        1,
        &header,
        rows.collect(),
    )
}

/// Names of the objectives, for the heads of columns.
fn names<'a>(scenario: &'a Scenario, rates: &TheoryRates) -> Vec<&'a str> {
    let names = rates.objectives.iter();
    names
        .map(|&party| scenario.parties[party as usize].title.as_str())
        .collect()
}

fn solutions(scenario: &Scenario, rates: &TheoryRates) -> Option<String> {
    if rates.zone.count == 0 {
        return None;
    }
    let mut header = vec![""];
    header.extend(names(scenario, rates));
    let rows = CONCEPT_TITLES.iter().zip(&rates.solutions);
    let rows = rows.map(|(title, means)| {
        let values = means.iter().map(mean);
        std::iter::once((*title).to_owned()).chain(values).collect()
    });
    let mut title = format!(
        "Solutions where there is a zone (utilities; {} points on the frontier",
        mean(&rates.points)
    );
    if rates.epsilon > 0.0 {
        title = format!("{title}, some cut, ε {:.1e} at most", rates.epsilon);
    }
    section(&format!("{title})"), 1, &header, rows.collect())
}

fn plans(scenario: &Scenario, rates: &TheoryRates) -> Option<String> {
    let names = names(scenario, rates);
    let gains: Vec<String> = names.iter().map(|name| format!("Nash: {name}")).collect();
    let mut header = vec!["", "acceptable", "signable", "to zone", "to all"];
    header.extend(gains.iter().map(String::as_str));
    let rows = scenario.plans.iter().zip(&rates.plans);
    let with_interval = |rate: Rate| format!("{} {}", share(rate), interval(rate));
    let rows = rows.map(|(plan, it)| {
        let mut row = vec![
            plan.title.clone(),
            with_interval(it.acceptable),
            with_interval(it.signable),
            short(&it.distance),
            short(&it.inefficiency),
        ];
        row.extend(it.gains.iter().map(short));
        row
    });
    let title =
        "Plans (gain all could share in the zone and in all deals; gains at the Nash solution)";
    section(title, 1, &header, rows.collect())
}

/// A mean without its error, where columns are many.
fn short(mean: &Mean) -> String {
    mean.value()
        .map_or_else(|| "–".to_owned(), |value| format!("{value:+.3}"))
}

/// How often each party or body blocks each plan, and for what.
fn blocks(scenario: &Scenario, rates: &TheoryRates) -> Option<String> {
    let mut rows = Vec::new();
    for (plan, it) in scenario.plans.iter().zip(&rates.plans) {
        let mut name = plan.title.as_str();
        for (party, said) in scenario.parties.iter().zip(&it.parties) {
            if said.blocks.count == 0 {
                continue;
            }
            let causes = [
                said.red_lines,
                said.reservation,
                said.commitment,
                said.anticipation,
            ];
            let mut row = vec![name.to_owned(), party.title.clone()];
            row.push(format!("{} {}", share(said.blocks), interval(said.blocks)));
            row.extend(causes.into_iter().map(share));
            rows.push(row);
            // The plan is named once.
            name = "";
        }
        for (stage, &rate) in scenario.stages.iter().zip(&it.refused_at_home) {
            if rate.count > 0 {
                let mut row = vec![name.to_owned(), stage.title.clone()];
                row.push(format!("{} {}", share(rate), interval(rate)));
                row.extend([String::new(), String::new(), String::new(), String::new()]);
                rows.push(row);
                name = "";
            }
        }
    }
    let header = [
        "", "who", "blocks", "red line", "fallback", "breach", "at home",
    ];
    section("Who blocks a plan, and why", 2, &header, rows)
}
