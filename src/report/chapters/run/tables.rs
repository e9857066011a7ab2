//! The tables of many runs.

use crate::bargaining::Failure;
use crate::report::chapters::band;
use crate::report::chapters::chapter::counted_rate;
use crate::report::labels::counted;
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::cause;
use crate::simulation::{PartySummary, Summary};

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
pub(super) fn headline(summary: &Summary) -> Table {
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

pub(super) fn agreement(summary: &Summary) -> Table {
    let efficiency = summary.efficiency;
    let efficiency = efficiency.map(|rate| Cell::Written(format!("{rate:.2}"), rate));
    let name = "efficiency: agreements per run with a zone";
    Table::new("Agreement")
        .heads(heads("", summary))
        .rows(outcome_rows(summary))
        .rows([vec![name.into(), Cell::Empty, efficiency.into()]])
}

pub(super) fn failures(summary: &Summary) -> Table {
    Table::new("Why no agreement")
        .note("adds up to all runs")
        .heads(heads("", summary))
        .rows(outcome_rows(summary).into_iter().take(1))
        .rows(failure_rows(summary))
}

pub(super) fn packages(summary: &Summary) -> Table {
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

pub(super) fn by_type(summary: &Summary, names: Names<'_>) -> Table {
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

pub(super) fn terms(summary: &Summary) -> Table {
    let agreements = counted(summary.agreement.count, "agreement");
    let options = summary.issues.iter().flat_map(|issue| {
        let shares = issue.options.iter().map(move |option| {
            let share = option.among(summary.agreement.count);
            let of = format!("{}={}", issue.id, option.id);
            (&issue.title, &option.title, share, of)
        });
        shares.filter(|option| option.2.count > 0)
    });
    let [note, legend] = band::among(
        summary,
        "option",
        [
            "options never agreed are left out",
            "Share of the agreements with 95 % interval in percent.",
        ],
    );
    Table::new(&format!("Terms of the {agreements}"))
        .note(&note)
        .legend(&legend)
        .of(options)
        .column(Column::shared("issue"), |option| option.0)
        .column("option", |option| option.1)
        .column("share", |option| option.2)
        .columns(
            band::head(summary).filter(|_| has_band(summary, "option")),
            |head| *head,
            |option, _| band::cell(summary, "option", &option.3),
        )
        .table()
}

pub(super) fn parties(summary: &Summary) -> Table {
    let some_leave = summary
        .parties
        .iter()
        .any(|party| party.walked_out.is_some());
    let leaving = if some_leave {
        " Walked out: share of runs that its own deadline ended."
    } else {
        ""
    };
    let some_outvoted = summary.parties.iter().any(|party| party.outvoted.is_some());
    let outvoted = if some_outvoted {
        " Outvoted: share of the agreements made without the party's consent, though it has a vote."
    } else {
        ""
    };
    Table::new("Parties")
        .note("each on its own scale")
        .legend(&format!(
            "Utilities from 0 to 1, never comparable between parties: mean ± standard error. Utility: of the agreement, else of \
             the reservation value. Reservation: the reservation value at the end. Payoff: with time and levers charged. Refused \
             last: share of runs whose last refusal was the party's.{leaving}{outvoted}"
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
        .columns(
            some_outvoted.then_some("outvoted"),
            |head| *head,
            |party, _| Cell::from(party.outvoted.map(Cell::share_of)),
        )
        .table()
}

/// Whether some result of a measure has a band: where agreements are rare, those among them have none.
fn has_band(summary: &Summary, measure: &str) -> bool {
    let band = summary.band.as_ref();
    band.is_some_and(|band| band.has(measure))
}

/// The means of each party over the ranges; without rows where there is no band.
pub(super) fn parties_over_ranges(summary: &Summary) -> Table {
    let parties = summary.parties.iter().filter(|_| summary.band.is_some());
    let of = |measure: &'static str| {
        move |party: &&PartySummary| band::number(summary, measure, &party.id)
    };
    let [note, legend] = band::among(
        summary,
        "agreed-utility",
        [
            "each on its own scale",
            "The same means from the 2.5 % to the 97.5 % quantile over the ranges of all assumptions together.",
        ],
    );
    Table::new("Parties over the ranges")
        .note(&note)
        .legend(&legend)
        .of(parties)
        .column("party", |party| &party.title)
        .column("utility", of("utility"))
        .columns(
            has_band(summary, "agreed-utility").then_some("if agreed"),
            |head| *head,
            |party, _| of("agreed-utility")(party),
        )
        .column("reservation", of("reservation"))
        .column("payoff", of("payoff"))
        .table()
}

pub(super) fn bodies(summary: &Summary) -> Table {
    Table::new("Bodies at home")
        .legend(
            "Share of runs with 95 % interval in percent in which the body approved, or refused, a deal that was signed. After a refusal it may \
             approve another; in the other runs it was not asked.",
        )
        .of(&summary.bodies)
        .column("body", |body| &body.title)
        .column("approved", |body| body.approved)
        .column("refused", |body| body.refused)
        .table()
}

pub(super) fn levers(summary: &Summary) -> Table {
    Table::new("Levers")
        .legend("Share of runs with 95 % interval in percent; rounds are counted from 0.")
        .of(&summary.levers)
        .column("lever", |lever| &lever.title)
        .column("used", |lever| lever.used)
        .column("in round", |lever| &lever.round)
        .table()
}
