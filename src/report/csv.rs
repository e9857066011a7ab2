//! The table with a line for each run; an empty field where there is nothing to say.

use crate::bargaining::{Failure, Outcome};
use crate::model::{IssueId, Scenario};
use crate::report::words::typed_parties;
pub use crate::results::csv::CsvTable;
pub(super) use crate::results::csv::lines;
#[cfg(feature = "figures")]
pub(super) use crate::results::csv::{share, table};
#[cfg(feature = "figures")]
use crate::simulation::Rate;

/// A rate as runs, count, share and interval; no share where there are no runs.
#[cfg(feature = "figures")]
pub(super) fn rate_cells(rate: Rate) -> [String; 5] {
    let [low, high] = rate.interval();
    let known = |value: f64| {
        if rate.runs > 0 {
            value.to_string()
        } else {
            String::new()
        }
    };
    [
        rate.runs.to_string(),
        rate.count.to_string(),
        known(rate.value()),
        known(low),
        known(high),
    ]
}

/// The first line of the table of runs: the names of the columns.
pub fn header(scenario: &Scenario) -> String {
    let mut names: Vec<String> = [
        "run",
        "end",
        "failure",
        "rounds",
        "signed-round",
        "agreement-round",
        "zone",
    ]
    .map(str::to_owned)
    .into();
    let parties: Vec<&str> = scenario.parties.iter().map(|it| it.id.as_str()).collect();
    for party in typed_parties(scenario) {
        names.push(format!("type:{}", parties[party.index()]));
    }
    for verdict in ["agreed", "ever", "in-force"] {
        let packages = scenario.packages.iter();
        names.extend(packages.map(|package| format!("{verdict}:{}", package.id)));
    }
    names.extend(scenario.issues.iter().map(|it| format!("issue:{}", it.id)));
    for quantity in ["utility", "reservation", "payoff"] {
        names.extend(parties.iter().map(|party| format!("{quantity}:{party}")));
    }
    names.extend(scenario.levers.iter().map(|it| format!("lever:{}", it.id)));
    names.extend(["refused-by", "refused-package", "version"].map(str::to_owned));
    lines(std::iter::once(names))
}

/// The lines of runs that follow one another, the first of them being run `first`.
pub fn rows(scenario: &Scenario, first: u64, outcomes: &[Outcome]) -> String {
    let numbered = (first..).zip(outcomes);
    lines(numbered.map(|(run, outcome)| row(scenario, run, outcome)))
}

/// The first line of a table of runs of several cells.
pub fn header_with_cell(scenario: &Scenario) -> String {
    format!("cell,{}", header(scenario))
}

/// The lines of runs of one cell that follow one another.
pub fn rows_with_cell(scenario: &Scenario, cell: u64, first: u64, outcomes: &[Outcome]) -> String {
    let numbered = (first..).zip(outcomes);
    lines(numbered.map(|(run, outcome)| {
        let mut fields = vec![cell.to_string()];
        fields.extend(row(scenario, run, outcome));
        fields
    }))
}

fn row(scenario: &Scenario, run: u64, outcome: &Outcome) -> Vec<String> {
    let mut fields = vec![
        run.to_string(),
        outcome.end.name().to_owned(),
        outcome.failure.map_or("", Failure::name).to_owned(),
        outcome.rounds_held.to_string(),
        number_or_empty(outcome.signed),
        number_or_empty(outcome.agreed),
        outcome.zone.name().to_owned(),
    ];
    for party in typed_parties(scenario) {
        let kind = outcome.types[party.index()];
        fields.push(
            scenario.parties[party.index()].types[kind.index()]
                .id
                .clone(),
        );
    }
    let verdicts = &outcome.packages;
    fields.extend(verdicts.iter().map(|verdict| verdict.agreed.to_string()));
    fields.extend(verdicts.iter().map(|verdict| verdict.ever.to_string()));
    fields.extend(verdicts.iter().map(|verdict| verdict.in_force.to_string()));
    for (index, issue) in scenario.issues.iter().enumerate() {
        let option = |deal: &crate::model::Deal| {
            let option = deal.option(IssueId::at(index));
            issue.options[option].id.clone()
        };
        fields.push(outcome.deal.as_ref().map(option).unwrap_or_default());
    }
    for values in [&outcome.utilities, &outcome.reservations, &outcome.payoffs] {
        // Rust's own formatting is the shortest that reads back to the same number.
        fields.extend(values.iter().map(f64::to_string));
    }
    fields.extend(outcome.levers.iter().map(|&round| number_or_empty(round)));
    let (party, package) = match outcome.last_refusal {
        None => (String::new(), String::new()),
        Some((party, package)) => (
            scenario.parties[party.index()].id.clone(),
            package.map_or_else(String::new, |it| scenario.packages[it.index()].id.clone()),
        ),
    };
    fields.extend([party, package, env!("CARGO_PKG_VERSION").to_owned()]);
    fields
}

fn number_or_empty(round: Option<u32>) -> String {
    round.map_or_else(String::new, |round| round.to_string())
}

#[cfg(test)]
mod tests {
    use super::{header, rows};
    use crate::report::fixture;

    #[test]
    fn each_run_is_one_line_under_the_same_header() {
        let scenario = fixture::scenario();
        let text =
            header(&scenario) + &rows(&scenario, 8, &[fixture::agreed().0, fixture::failed()]);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            text,
            format!(
                "run,end,failure,rounds,signed-round,agreement-round,zone,type:union,\
                 agreed:pay,agreed:time,ever:pay,ever:time,in-force:pay,in-force:time,\
                 issue:wage,issue:hours,utility:union,utility:firm,\
                 reservation:union,reservation:firm,payoff:union,payoff:firm,\
                 refused-by,refused-package,version\n\
                 8,agreement,,2,1,1,open,hard,true,true,true,true,true,true,low,short,\
                 0.5,0.30000000000000004,0.3,0.25,0.4,0.0000001,firm,pay,{version}\n\
                 9,deadline,no-zone,4,,,empty,hard,false,false,false,false,false,false,,,\
                 0.5,0.30000000000000004,0.3,0.25,0.4,0.0000001,,,{version}\n"
            )
        );
    }
}
