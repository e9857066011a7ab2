//! What theory says of many realizations.

use crate::analysis::position::Obstacle;
use crate::model::Scenario;
use crate::report::chapters::theory::{BELOW, BELOW_HEADS, SCALES};
use crate::report::chapters::{Chapter, made_with, page, rules};
use crate::report::labels::{count, counted, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::report::words::{CONCEPTS, CONCEPTS_LEGEND, ZONE_UNDECIDED, obstacle};
use crate::results::Provenance;
use crate::simulation::{PartyMeans, PlanVerdicts, Rate, RealizedTheory};

/// What a person reads after `solve --realizations`; at most 100 columns.
pub fn realized(rates: &RealizedTheory, scenario: &Scenario) -> String {
    let head = format!(
        "{}\n{}, seed {}, before the first move\nbrackets: simulation error, 95 % Wilson interval in percent; ±: standard error\n",
        rates.title,
        counted(rates.realizations, "realization"),
        rates.seed,
    );
    page(&head, &[], &tables(rates, Names(Some(scenario))))
}

/// What theory says of many realizations.
pub(super) fn chapter(from: &Provenance, rates: &RealizedTheory, names: Names<'_>) -> Chapter {
    Chapter {
        heading: "Theory over many realizations",
        question: "With the uncertain numbers drawn again and again: how often is there a deal that every party whose consent it \
                   needs prefers to no deal, what stands in the way where there is none, and how often are the plans on the \
                   table acceptable?"
            .to_owned(),
        answer: answer(rates),
        tables: tables(rates, names),
        method: method(from),
    }
}

fn tables(rates: &RealizedTheory, names: Names<'_>) -> Vec<Table> {
    let mut tables = vec![
        zone(rates),
        by_type(rates, names),
        solutions(rates),
        parties(rates),
        plans(rates),
        blocks(rates, names),
    ];
    let parties = rates.parties.iter();
    let parties = parties.map(|party| (party.title.as_str(), party.id.as_str()));
    tables.extend(rules::of_realizations(&rates.settlement, parties));
    tables
}

fn obstacles(rates: &RealizedTheory) -> impl Iterator<Item = (Obstacle, Rate)> {
    let known = Obstacle::ALL.into_iter();
    let met = known.map(|it| (it, rates.obstacles[it.name()]));
    met.filter(|(_, rate)| rate.count > 0)
}

fn answer(rates: &RealizedTheory) -> Vec<String> {
    let with_interval = |rate: Rate| {
        let [low, high] = rate.interval().map(|bound| 100.0 * bound);
        let share = percent(rate.value());
        format!("{share} (95 % interval {low:.1}–{high:.1} %)")
    };
    let mut sentences = vec![format!(
        "There is a zone of possible agreement before the first move in {} of {} realizations.",
        with_interval(rates.zone),
        count(rates.realizations)
    )];
    let obstacles = obstacles(rates);
    let obstacles: Vec<String> = obstacles
        .map(|(it, rate)| format!("in {} {}", percent(rate.value()), obstacle(it)))
        .collect();
    if !obstacles.is_empty() {
        sentences.push(format!("Where there is none: {}.", obstacles.join("; ")));
    }
    if rates.undecided.count > 0 {
        sentences.push(format!(
            "In {} the test stopped at its limit.",
            with_interval(rates.undecided)
        ));
    }
    vec![sentences.join(" ")]
}

fn method(from: &Provenance) -> String {
    format!(
        "Theory was computed for {} realizations of the uncertain numbers with {}, each for the position before the first move: \
         the zone of possible agreement by an exact test, the Pareto frontier of its deals, and on it the solutions of Nash \
         (1950), Kalai and Smorodinsky (1975), the egalitarian (Kalai 1977) and the utilitarian one. Shares carry 95 % Wilson \
         score intervals (Wilson 1927) and means standard errors; both cover simulation error only. {}",
        count(from.runs),
        made_with(from),
        rules::METHOD
    )
}

fn zone(rates: &RealizedTheory) -> Table {
    let row = |name: Cell, rate: Rate| vec![name, Cell::Count(rate.count), rate.into()];
    let obstacles = obstacles(rates).map(|(it, rate)| {
        let (id, words) = (it.name(), obstacle(it));
        row(Cell::Term { id, words }, rate)
    });
    let undecided =
        (rates.undecided.count > 0).then(|| row(ZONE_UNDECIDED.into(), rates.undecided));
    let rows = std::iter::once(row("there is one".into(), rates.zone));
    Table::new(
        "Zone of possible agreement in round 0",
        ["", "realizations", "share"],
    )
    .legend("Share of realizations with 95 % interval in percent.")
    .rows(rows.chain(obstacles).chain(undecided))
}

fn by_type(rates: &RealizedTheory, names: Names<'_>) -> Table {
    let rows = rates.by_type.iter().map(|profile| {
        vec![
            names.profile(&profile.types),
            Cell::Count(profile.realizations),
            profile.zone.into(),
        ]
    });
    Table::new("Zone by type profile", ["types", "realizations", "zone"])
        .legend("Zone: share of the realizations with these types, with 95 % interval in percent.")
        .rows(rows)
}

fn solutions(rates: &RealizedTheory) -> Table {
    let objectives = || {
        let weighed = |party: &&PartyMeans| rates.objectives.contains(&party.id);
        rates.parties.iter().filter(weighed)
    };
    let legend = format!(
        "Mean ± standard error over the realizations with a zone. {CONCEPTS_LEGEND} The frontier has {} points on average.",
        Cell::from(&rates.pareto.points).words()
    );
    let mut note = SCALES.to_owned();
    if let Some(epsilon) = rates.pareto.epsilon.filter(|&it| it > 0.0) {
        note = format!(
            "{note}; some frontiers are incomplete: no deal of the zone beats every listed one by more than {epsilon:.1e}"
        );
    }
    let rows = CONCEPTS.into_iter().zip(rates.solutions.values());
    let rows = rows.map(|(title, means)| {
        let mut cells = vec![title.into()];
        cells.extend(objectives().map(|party| Cell::from(&means[&party.id])));
        cells
    });
    Table::new("Solutions where there is a zone", ["solution"])
        .and(objectives().map(|it| rules::utility_of(&it.title, &it.id)))
        .note(&note)
        .legend(&legend)
        .rows(rows.filter(|_| rates.zone.count > 0))
}

fn parties(rates: &RealizedTheory) -> Table {
    let rows = rates.parties.iter().map(|party| {
        vec![
            party.title.as_str().into(),
            (&party.reservation).into(),
            (&party.win_set).into(),
        ]
    });
    Table::new(
        "Parties",
        ["party", "reservation", "deals it accepts, share"],
    )
    .note("each on its own scale")
    .legend("Reservation: the reservation value. Mean ± standard error over the realizations.")
    .rows(rows)
}

fn plans(rates: &RealizedTheory) -> Table {
    let rows = rates.plans.iter().map(|plan| {
        vec![
            plan.title.as_str().into(),
            plan.acceptable.into(),
            plan.signable.into(),
            (&plan.distance).into(),
            (&plan.inefficiency).into(),
        ]
    });
    Table::new("Plans", ["plan", "acceptable", "could be signed"])
        .and(BELOW_HEADS)
        .note(BELOW)
        .legend(
            "Share of realizations with 95 % interval in percent. Could be signed: acceptable at the table, whatever happens at \
             home. Below a frontier: mean ± standard error.",
        )
        .rows(rows)
}

/// How often each party or body blocks each plan, and for what.
fn blocks(rates: &RealizedTheory, names: Names<'_>) -> Table {
    let columns = [
        "who",
        "blocks",
        "red line",
        "fallback",
        "risk of breach",
        "at home",
    ];
    let mut table = Table::new("Who blocks a plan, and why", columns)
        .legend(
            "Share of realizations, in the first column with 95 % interval in percent; several reasons may hold at once.",
        )
        .grouped_by("plan");
    for plan in &rates.plans {
        for party in &rates.parties {
            let it: &PlanVerdicts = &plan.parties[&party.id];
            if it.blocks.count > 0 {
                let mut cells = vec![party.title.as_str().into(), it.blocks.into()];
                let causes = [it.red_line, it.reservation, it.commitment, it.at_home];
                cells.extend(causes.map(Cell::share_of));
                table.push(&plan.title, cells);
            }
        }
        for (stage, &rate) in &plan.refused_at_home {
            if rate.count > 0 {
                table.push(&plan.title, vec![names.stage(stage).into(), rate.into()]);
            }
        }
    }
    table
}
