//! How often many runs agree, on what terms and why not.

use std::cmp::Reverse;
use std::fmt::Write as _;

use crate::bargaining::Failure;
use crate::report::chapters::chapter::{
    Chapter, Findings, INTERVALS, counted_rate, made_with, page,
};
use crate::report::chapters::convergence::{converged, convergence, not_converged};
use crate::report::chapters::rules;
use crate::report::chapters::{band, deals, decisive};
use crate::report::labels::{count, counted, interval, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table, paragraph};
use crate::report::words::{cause, rounds};
use crate::results::Provenance;
use crate::simulation::{Rate, Summary};

/// What a person reads after `run`; at most 100 columns.
pub fn table(summary: &Summary) -> String {
    let mut tables = vec![agreement(summary)];
    tables.extend(decisive::of_runs(summary, Names::TYPED));
    tables.extend(rules::of_runs(summary));
    tables.extend([
        packages(summary),
        failures(summary),
        by_type(summary, Names::TYPED),
        deals::table(summary, Names::TYPED),
        terms(summary),
        parties(summary),
        bodies(summary),
        levers(summary),
    ]);
    let first = [
        decisive::headline(summary, Names::TYPED),
        not_converged(summary),
    ];
    let first: Vec<String> = first.into_iter().flatten().collect();
    let mut text = page(&head(summary), &first, &tables);
    if summary.agreement.count == 0 {
        text.push_str("\nNo run ended in agreement, so there are no terms.\n");
    }
    if let Some(words) = converged(summary) {
        text.push('\n');
        text.push_str(&paragraph(&words));
    }
    text
}

fn head(summary: &Summary) -> String {
    format!(
        "{}\n{}, seed {}, at most {}\nbrackets: simulation error, 95 % Wilson interval in percent; ±: standard error\n",
        summary.title,
        counted(summary.runs, "run"),
        summary.seed,
        rounds(summary.rounds, summary.round_length.as_deref()),
    )
}

impl Findings for Summary {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        let mut tables = vec![headline(self)];
        tables.extend(decisive::of_runs(self, names));
        tables.extend([
            packages(self),
            by_type(self, names),
            deals::table(self, names),
            terms(self),
            parties(self),
            bodies(self),
            levers(self),
        ]);
        tables.extend(rules::of_runs(self));
        Chapter {
            heading: "How often, on what terms and why not",
            question: "How often do the talks end in agreement, which packages are agreed, on what terms, and what stands in \
                       the way where they fail?"
                .to_owned(),
            answer: answer(self, names),
            tables,
        }
    }

    fn method(&self, from: &Provenance) -> String {
        let mut text = format!(
            "The negotiation was played {} times with {}. In each run nature draws every uncertain number anew from its \
             distribution, each from a random stream of its own, so that the result is a function of scenario, seed and number \
             of runs. {INTERVALS}, not doubt about the assumptions. A failure is counted under the first cause that applies, so that \
             causes and agreement add up to 100 %.",
            count(from.runs),
            made_with(from),
        );
        if let Some(found) = &self.band {
            text.push(' ');
            text.push_str(&band::method(found));
        }
        if let Some(found) = &self.decisive {
            text.push(' ');
            text.push_str(&decisive::method(found));
        }
        if let Some(found) = &self.convergence {
            let _ = write!(
                text,
                " Convergence: {} Differences are paired run by run, with Tango's score intervals (1998).",
                convergence(self, found)
            );
        }
        if let Some(settled) = &self.settlement {
            let _ = write!(
                text,
                " {} They use the numbers of the first {}.",
                rules::METHOD,
                counted(settled.realizations, "run")
            );
        }
        text
    }
}

fn answer(summary: &Summary, names: Names<'_>) -> Vec<String> {
    if summary.runs == 0 {
        return vec!["No run was played to its end.".to_owned()];
    }
    let mut sentences = vec![format!(
        "{} of {} end in agreement ({}). In {} there is a zone of possible agreement in some round.",
        percent(summary.agreement.value()),
        counted(summary.runs, "run"),
        interval(summary.agreement),
        percent(summary.zone.value()),
    )];
    sentences.extend(decisive::headline(summary, names));
    sentences.extend(not_converged(summary));
    if summary.some_come_late() {
        sentences.push(format!(
            "In {} the agreement is in force before the deadline has passed.",
            percent(summary.in_force_in_time.value())
        ));
    }
    // Of causes equally frequent the first listed is named.
    let main = summary.causes().min_by_key(|cause| Reverse(cause.1.count));
    if let Some((failure, rate)) = main.filter(|main| main.1.count > 0) {
        sentences.push(format!(
            "The most frequent reason for no agreement: {} ({} of all runs).",
            cause(failure),
            percent(rate.value())
        ));
    }
    if summary.packages.len() > 1 {
        let packages = || summary.packages.iter();
        let most = packages().rev().max_by_key(|package| package.count);
        let least = packages().min_by_key(|package| package.count);
        if let (Some(most), Some(least)) = (most, least) {
            sentences.push(format!(
                "At the end of the talks the package agreed most often is “{}” ({}), least often “{}” ({}).",
                most.title,
                percent(most.rate),
                least.title,
                percent(least.rate)
            ));
        }
    }
    vec![sentences.join(" ")]
}

/// Agreement, signature, zone.
fn outcome_rows(summary: &Summary) -> Vec<Vec<Cell>> {
    let partial = (summary.partial.count > 0).then_some(summary.partial);
    let late = summary.some_come_late().then_some(summary.in_force_in_time);
    let rows = [
        ("agreement", "agreement", Some(summary.agreement)),
        ("in force before the deadline", "in-force-in-time", late),
        ("signed", "signed", Some(summary.signed)),
        (
            "partial: some packages in force, not all",
            "partial",
            partial,
        ),
        ("zone of possible agreement", "zone", Some(summary.zone)),
    ];
    let rows = rows.into_iter().filter_map(|(words, measure, rate)| {
        let band = band::cell(summary, measure, "");
        Some([counted_rate(words, rate?), vec![band]].concat())
    });
    rows.collect()
}

/// Heads of a table of results, their runs, their shares and, where there are any, their bands.
fn heads(first: &'static str, summary: &Summary) -> impl Iterator<Item = &'static str> {
    [first, "runs", "share"]
        .into_iter()
        .chain(band::head(summary))
}

/// Each cause of failure that occurred.
fn failure_rows(summary: &Summary) -> Vec<Vec<Cell>> {
    let failed = summary.causes().filter(|failed| failed.1.count > 0);
    let rows = failed.map(|(failure, rate)| {
        let band = band::cell(summary, "failure", failure.name());
        [counted_rate(term(failure), rate), vec![band]].concat()
    });
    rows.collect()
}

fn term(failure: Failure) -> Cell {
    Cell::Term {
        id: failure.name(),
        words: cause(failure),
    }
}

/// The results a reader needs first, for papers.
fn headline(summary: &Summary) -> Table {
    let packages = summary.packages.iter();
    let packages = packages.map(|package| {
        let band = band::cell(summary, "package", &package.id);
        [counted_rate(&package.title, package.agreed()), vec![band]].concat()
    });
    let mut table = Table::new("Headline results")
        .legend(
            "Share of runs with 95 % Wilson interval in percent, simulation error only. At the end: accepted in the last round \
             held, or closed before.",
        )
        .grouped_by("group")
        .heads(heads("result", summary));
    for (group, rows) in [
        ("Outcome", outcome_rows(summary)),
        ("Agreed at the end", packages.collect()),
        ("Why no agreement", failure_rows(summary)),
    ] {
        for cells in rows {
            table.push(group, cells);
        }
    }
    table
}

fn agreement(summary: &Summary) -> Table {
    let efficiency = summary.efficiency;
    let efficiency = efficiency.map(|rate| Cell::Written(format!("{rate:.2}"), rate));
    let name = "efficiency: agreements per run with a zone";
    Table::new("Agreement")
        .heads(heads("", summary))
        .rows(outcome_rows(summary))
        .rows([vec![name.into(), Cell::Empty, efficiency.into()]])
}

fn failures(summary: &Summary) -> Table {
    Table::new("Why no agreement")
        .note("adds up to all runs")
        .heads(heads("", summary))
        .rows(outcome_rows(summary).into_iter().take(1))
        .rows(failure_rows(summary))
}

fn packages(summary: &Summary) -> Table {
    Table::new("Packages")
        .legend(
            "Share of runs with 95 % interval in percent. At the end: accepted in the last round held, or closed before. Ever: \
             accepted in some round by all it needs. In force: part of an agreement, or in force by itself. Refused last: the \
             last refusal of a run without agreement was of this package.",
        )
        .of(&summary.packages)
        .column("package", |package| &package.title)
        .column("at the end", |package| package.agreed())
        .columns(
            band::head(summary),
            |head| *head,
            |package, _| band::cell(summary, "package", &package.id),
        )
        .column("ever", |package| package.ever)
        .column("in force", |package| package.in_force)
        .column("refused last", |package| Cell::share_of(package.refused_last))
        .table()
}

fn by_type(summary: &Summary, names: Names<'_>) -> Table {
    Table::new("By type profile")
        .legend("Shares of the runs with these types, with 95 % interval in percent.")
        .of(&summary.by_type)
        .column("types", |profile| names.profile(&profile.types))
        .column("of runs", |profile| Cell::Share(profile.share))
        .column("agreement", |profile| profile.agreement)
        .columns(
            summary.some_come_late().then_some("in force in time"),
            |head| *head,
            |profile, _| Cell::share_of(profile.in_force_in_time),
        )
        .column("signed", |profile| Cell::share_of(profile.signed))
        .column("zone", |profile| Cell::share_of(profile.zone))
        .table()
}

fn terms(summary: &Summary) -> Table {
    let agreements = counted(summary.agreement.count, "agreement");
    let options = summary.issues.iter().flat_map(|issue| {
        let shares = issue.options.iter().map(move |option| {
            let share = option.among(summary.agreement.count);
            (&issue.title, &option.title, share)
        });
        shares.filter(|option| option.2.count > 0)
    });
    Table::new(&format!("Terms of the {agreements}"))
        .note("options never agreed are left out")
        .legend("Share of the agreements with 95 % interval in percent.")
        .of(options)
        .column(Column::shared("issue"), |option| option.0)
        .column("option", |option| option.1)
        .column("share", |option| option.2)
        .table()
}

fn parties(summary: &Summary) -> Table {
    let some_leave = summary
        .parties
        .iter()
        .any(|party| party.walked_out.is_some());
    let leaving = if some_leave {
        " Walked out: share of runs that its own deadline ended."
    } else {
        ""
    };
    Table::new("Parties")
        .note("each on its own scale")
        .legend(&format!(
            "Utilities from 0 to 1, never comparable between parties: mean ± standard error. Utility: of the agreement, else of \
             the reservation value. Reservation: the reservation value at the end. Payoff: with time and levers charged. Refused \
             last: share of runs whose last refusal was the party's.{leaving}"
        ))
        .of(&summary.parties)
        .column("party", |party| &party.title)
        .column("utility", |party| &party.utility)
        .column("if agreed", |party| &party.agreed_utility)
        .column("reservation", |party| &party.reservation)
        .column("payoff", |party| &party.payoff)
        .column("refused last", |party| Cell::share_of(party.refused_last))
        .columns(
            some_leave.then_some("walked out"),
            |head| *head,
            |party, _| Cell::from(party.walked_out.map(Cell::share_of)),
        )
        .table()
}

fn bodies(summary: &Summary) -> Table {
    Table::new("Bodies at home")
        .legend(
            "Share of runs with 95 % interval in percent in which the body approved or refused the deal signed last; in the others it was not \
             asked. Of those asked: share that it approved.",
        )
        .of(&summary.bodies)
        .column("body", |body| &body.title)
        .column("approved", |body| body.approved)
        .column("refused", |body| body.refused)
        .column("of those asked", |body| {
            let asked = body.approved.count + body.refused.count;
            (asked > 0).then(|| Cell::from(Rate::of(body.approved.count, asked)))
        })
        .table()
}

fn levers(summary: &Summary) -> Table {
    Table::new("Levers")
        .legend("Share of runs with 95 % interval in percent; rounds are counted from 0.")
        .of(&summary.levers)
        .column("lever", |lever| &lever.title)
        .column("used", |lever| lever.used)
        .column("in round", |lever| &lever.round)
        .table()
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::report::fixture;

    #[test]
    fn the_page_holds_every_section_and_fits() {
        let mut summary = fixture::summary();
        let long = "a title that goes on for much longer than any column of the page is wide, and then some";
        summary.packages[0].title = long.to_owned();
        summary.issues[0].options[0].title = long.to_owned();
        let text = table(&summary);
        for words in [
            "12.0 %",
            "[10.1, 14.2]",
            "no-zone",
            "union soft",
            "0.300 ± 0.100",
        ] {
            assert!(text.contains(words), "{words} is missing in\n{text}");
        }
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{text}"
        );
    }

    #[test]
    fn without_runs_there_are_no_numbers_and_no_nan() {
        let text = table(&fixture::nothing());
        assert!(!text.contains("NaN") && text.contains("No run ended in agreement"));
    }
}
