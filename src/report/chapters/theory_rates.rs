//! What theory says of many realizations.

use crate::analysis::position::Obstacle;
use crate::model::Scenario;
use crate::report::chapters::chapter::{
    Chapter, Findings, INTERVALS, counted_rate, made_with, page,
};
use crate::report::chapters::rules;
use crate::report::labels::{count, counted, interval, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::report::words::{CONCEPTS, CONCEPTS_LEGEND, frontier_gap, joined, obstacle};
use crate::results::Provenance;
use crate::simulation::{PlanVerdicts, Rate, RealizedTheory};

/// What a person reads after `solve --realizations`; at most 100 columns.
pub fn realized(rates: &RealizedTheory, scenario: &Scenario) -> String {
    let head = format!(
        "{}\n{}, seed {}, before the first move\nbrackets: simulation error, 95 % Wilson interval in percent; ±: standard error\n",
        rates.title,
        counted(rates.realizations, "realization"),
        rates.seed,
    );
    let chapter = rates.chapter(Names::titles(Some(scenario)));
    page(&head, &[], &chapter.tables)
}

impl Findings for RealizedTheory {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        let mut tables = vec![
            zone(self),
            by_type(self, names),
            solutions(self),
            parties(self),
            plans(self),
            blocks(self, names),
        ];
        let parties = self.parties.iter();
        let parties = parties.map(|party| (party.title.as_str(), party.id.as_str()));
        tables.extend(rules::of_realizations(&self.settlement, parties));
        Chapter {
            heading: "Theory over many realizations",
            question: "With the uncertain numbers drawn again and again: how often is there a deal that every party whose consent \
                       it needs prefers to no deal, what stands in the way where there is none, and how often are the plans on \
                       the table acceptable?"
                .to_owned(),
            answer: answer(self),
            tables,
        }
    }

    fn method(&self, from: &Provenance) -> String {
        format!(
            "Theory was computed for {} realizations of the uncertain numbers with {}, each for the position before the first \
             move: the zone of possible agreement by an exact test, the Pareto frontier of its deals, and within the zone the \
             solutions of Nash (1950), Kalai and Smorodinsky (1975), the egalitarian (Kalai 1977) and the utilitarian one. {INTERVALS}. {}",
            count(from.runs),
            made_with(from),
            rules::METHOD
        )
    }
}

fn obstacles(rates: &RealizedTheory) -> impl Iterator<Item = (Obstacle, Rate)> {
    let known = Obstacle::ALL.into_iter();
    let met = known.map(|obstacle| (obstacle, rates.obstacles[obstacle.name()]));
    met.filter(|(_, rate)| rate.count > 0)
}

fn answer(rates: &RealizedTheory) -> Vec<String> {
    let with_interval = |rate: Rate| format!("{} ({})", percent(rate.value()), interval(rate));
    let mut sentences = vec![format!(
        "There is a zone of possible agreement before the first move in {} of {} realizations.",
        with_interval(rates.zone),
        count(rates.realizations)
    )];
    let met = obstacles(rates);
    let met = met.map(|(one, rate)| format!("in {} {}", percent(rate.value()), obstacle(one)));
    let met = joined(met, "; ");
    if !met.is_empty() {
        sentences.push(format!("Where there is none: {met}."));
    }
    if rates.undecided.count > 0 {
        sentences.push(format!(
            "In {} the test stopped at its limit.",
            with_interval(rates.undecided)
        ));
    }
    vec![sentences.join(" ")]
}

fn zone(rates: &RealizedTheory) -> Table {
    let mut answers = vec![(Cell::from("there is one"), rates.zone)];
    answers.extend(obstacles(rates).map(|(one, rate)| {
        let (id, words) = (one.name(), obstacle(one));
        (Cell::Term { id, words }, rate)
    }));
    if rates.undecided.count > 0 {
        answers.push((
            "undecided: the zone test stopped at its limit".into(),
            rates.undecided,
        ));
    }
    let answers = answers.into_iter();
    Table::new("Zone of possible agreement in round 0")
        .legend("Share of realizations with 95 % interval in percent.")
        .heads(["", "realizations", "share"])
        .rows(answers.map(|(answer, rate)| counted_rate(answer, rate)))
}

fn by_type(rates: &RealizedTheory, names: Names<'_>) -> Table {
    Table::new("Zone by type profile")
        .legend("Zone: share of the realizations with these types, with 95 % interval in percent.")
        .of(&rates.by_type)
        .column("types", |profile| names.profile(&profile.types))
        .column("realizations", |profile| Cell::Count(profile.realizations))
        .column("zone", |profile| profile.zone)
        .table()
}

fn solutions(rates: &RealizedTheory) -> Table {
    let parties = rates.parties.iter();
    let objectives = parties.filter(|party| rates.objectives.contains(&party.id));
    let legend = format!(
        "Mean ± standard error over the realizations with a zone. {CONCEPTS_LEGEND} The frontier has {} points on average.",
        Cell::from(&rates.pareto.points).words()
    );
    let mut note = rules::SCALES.to_owned();
    if let Some(epsilon) = rates.pareto.epsilon.filter(|&epsilon| epsilon > 0.0) {
        let gap = frontier_gap(epsilon);
        note = format!("{note}; some frontiers are incomplete: {gap}");
    }
    let proven = rates.proven;
    if proven.count < proven.runs {
        let unproven = count(proven.runs - proven.count);
        note = format!(
            "{note}; best found, not proven best in all, in {unproven} of {}",
            counted(proven.runs, "realization")
        );
    }
    let solutions = CONCEPTS.into_iter().zip(rates.solutions.values());
    Table::new("Solutions where there is a zone")
        .note(&note)
        .legend(&legend)
        .of(solutions.filter(|_| rates.zone.count > 0))
        .column("solution", |row| row.0)
        .columns(
            objectives,
            |party| rules::utility_of(&party.title, &party.id),
            |row, party| &row.1[&party.id],
        )
        .table()
}

fn parties(rates: &RealizedTheory) -> Table {
    Table::new("Parties")
        .note("each on its own scale")
        .legend("Reservation: the reservation value. Mean ± standard error over the realizations.")
        .of(&rates.parties)
        .column("party", |party| &party.title)
        .column("reservation", |party| &party.reservation)
        .column("deals it accepts, share", |party| &party.acceptance_set)
        .table()
}

fn plans(rates: &RealizedTheory) -> Table {
    let [below_zone, below_all] = rules::BELOW_HEADS;
    Table::new("Plans")
        .note(rules::BELOW)
        .legend(
            "Share of realizations with 95 % interval in percent. Could be signed: acceptable at the table, whatever happens at \
             home. Below a frontier: mean ± standard error.",
        )
        .of(&rates.plans)
        .column("plan", |plan| &plan.title)
        .column("acceptable", |plan| plan.acceptable)
        .column("could be signed", |plan| plan.signable)
        .column(below_zone, |plan| &plan.distance)
        .column(below_all, |plan| &plan.inefficiency)
        .table()
}

/// How often each party or body blocks each plan, and for what.
fn blocks(rates: &RealizedTheory, names: Names<'_>) -> Table {
    let mut table = Table::new("Who blocks a plan, and why")
        .legend(
            "Share of realizations, in the first column with 95 % interval in percent; several reasons may hold at once.",
        )
        .grouped_by("plan")
        .heads(["who", "blocks", "red line", "fallback", "risk of breach", "at home"]);
    for plan in &rates.plans {
        for party in &rates.parties {
            let found: &PlanVerdicts = &plan.parties[&party.id];
            if found.blocks.count > 0 {
                let causes = [
                    found.red_line,
                    found.reservation,
                    found.commitment,
                    found.at_home,
                ];
                let mut cells = vec![party.title.as_str().into(), found.blocks.into()];
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
