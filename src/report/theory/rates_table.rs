//! What theory says of many realizations, as a page of tables; at most 100 columns.

use crate::analysis::position::Obstacle;
use crate::model::Scenario;
use crate::report::labels::{counted, percent, share};
use crate::report::settlement;
use crate::report::table::{interval, mean, rate_row, section};
use crate::report::theory::words::{CONCEPT_HEADS, name_row, obstacle};
use crate::simulation::{Rate, TheoryRates};

/// What theory says of many realizations.
pub fn rates_table(scenario: &Scenario, rates: &TheoryRates) -> String {
    let sections = [
        zone(rates),
        by_type(scenario, rates),
        parties(scenario, rates),
        solutions(scenario, rates),
        settlement::table(&rates.settlement, None, rates.realizations),
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

fn solutions(scenario: &Scenario, rates: &TheoryRates) -> Option<String> {
    if rates.zone.count == 0 {
        return None;
    }
    let rows = rates.objectives.iter().enumerate();
    let rows = rows.map(|(objective, &party)| {
        let mut row = vec![scenario.parties[party as usize].title.clone()];
        row.extend(rates.solutions.iter().map(|means| mean(&means[objective])));
        row
    });
    let mut title = format!(
        "Solutions where there is a zone (utilities; the frontier has {} points)",
        mean(&rates.points)
    );
    if rates.epsilon > 0.0 {
        let cut = "some frontiers are cut: no deal of the zone beats every listed one by more than";
        title = format!("{title}\n{cut} {:.1e}", rates.epsilon);
    }
    let mut header = vec![""];
    header.extend(CONCEPT_HEADS);
    section(&title, 1, &header, rows.collect())
}

fn plans(scenario: &Scenario, rates: &TheoryRates) -> Option<String> {
    let with_interval = |rate: Rate| format!("{} {}", share(rate), interval(rate));
    let rows = scenario.plans.iter().zip(&rates.plans);
    let rows = rows.map(|(plan, it)| {
        vec![
            plan.title.clone(),
            with_interval(it.acceptable),
            with_interval(it.signable),
            mean(&it.distance),
            mean(&it.inefficiency),
        ]
    });
    let title = "Plans (to a frontier: what some deal there gives everybody more, at least)";
    let header = [
        "",
        "acceptable",
        "signable",
        "to the zone's",
        "to that of all",
    ];
    section(title, 1, &header, rows.collect())
}

/// Heads of the columns of [`blocks`].
const HEADER: [&str; 7] = [
    "", "blocks", "error", "red line", "fallback", "breach", "at home",
];

/// How often each party or body blocks each plan, and for what.
fn blocks(scenario: &Scenario, rates: &TheoryRates) -> Option<String> {
    let mut rows = Vec::new();
    for (plan, it) in scenario.plans.iter().zip(&rates.plans) {
        rows.push(name_row(&plan.title, HEADER.len()));
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
            let mut row = vec![format!("· {}", party.title)];
            row.extend([share(said.blocks), interval(said.blocks)]);
            row.extend(causes.into_iter().map(share));
            rows.push(row);
        }
        for (stage, &rate) in scenario.stages.iter().zip(&it.refused_at_home) {
            if rate.count > 0 {
                let mut row = vec![format!("· {}", stage.title)];
                row.extend([share(rate), interval(rate)]);
                row.resize(HEADER.len(), String::new());
                rows.push(row);
            }
        }
    }
    section("Who blocks a plan, and why", 1, &HEADER, rows)
}
