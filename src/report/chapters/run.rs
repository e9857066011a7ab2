//! How often many runs agree, on what terms and why not.

use crate::bargaining::Failure;
use crate::report::chapters::{Chapter, made_with, page, rules};
use crate::report::labels::{count, counted, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::{ZONE, cause};
use crate::results::Provenance;
use crate::simulation::{Rate, Summary, TypeSummary};

/// What a person reads after `run`; at most 100 columns.
pub fn table(summary: &Summary) -> String {
    let tables = [
        Some(agreement(summary)),
        rules::of_runs(summary),
        Some(packages(summary)),
        Some(failures(summary)),
        Some(by_type(summary, Names(None))),
        Some(terms(summary)),
        Some(parties(summary)),
        Some(levers(summary)),
    ];
    let tables: Vec<Table> = tables.into_iter().flatten().collect();
    let mut text = page(&head(summary), &[], &tables);
    if summary.agreement.count == 0 {
        text.push_str("\nNo run ended in agreement, so there are no terms.\n");
    }
    text
}

fn head(summary: &Summary) -> String {
    let length = summary.round_length.as_deref();
    let length = length.map_or_else(String::new, |length| format!(" of {length}"));
    format!(
        "{}\n{}, seed {}, at most {}{length}\nbrackets: simulation error, 95 % Wilson interval in percent; ±: standard error\n",
        summary.title,
        counted(summary.runs, "run"),
        summary.seed,
        counted(u64::from(summary.rounds), "round"),
    )
}

/// What many runs say.
pub(super) fn chapter(from: &Provenance, summary: &Summary, names: Names<'_>) -> Chapter {
    let mut tables = vec![
        headline(summary),
        packages(summary),
        by_type(summary, names),
        terms(summary),
        parties(summary),
        levers(summary),
    ];
    tables.extend(rules::of_runs(summary));
    Chapter {
        heading: "How often, on what terms and why not",
        question: "How often do the talks end in agreement, which packages are agreed, on what terms, and what stands in the way \
                   where they fail?"
            .to_owned(),
        answer: answer(summary),
        tables,
        method: method(from, summary),
    }
}

fn answer(summary: &Summary) -> Vec<String> {
    if summary.runs == 0 {
        return vec!["No run was played to its end.".to_owned()];
    }
    let [low, high] = summary.agreement.interval();
    let mut sentences = vec![format!(
        "{} of {} end in agreement (95 % interval {:.1}–{:.1} %). In {} there is a zone of possible agreement in some round.",
        percent(summary.agreement.value()),
        counted(summary.runs, "run"),
        100.0 * low,
        100.0 * high,
        percent(summary.zone.value()),
    )];
    // Of causes equally frequent the first listed is named.
    let main = summary
        .causes()
        .fold(None, |most: Option<(Failure, Rate)>, next| match most {
            Some((_, rate)) if rate.count >= next.1.count => most,
            _ => Some(next),
        });
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

fn method(from: &Provenance, summary: &Summary) -> String {
    let text = format!(
        "The negotiation was played {} times with {}. In each run nature draws every uncertain number anew from its \
         distribution, each from a random stream of its own (ChaCha8; Bernstein 2008), so that the result is a function of \
         scenario, seed and number of runs. Shares carry 95 % Wilson score intervals (Wilson 1927) and means standard errors; \
         both cover simulation error only, not doubt about the assumptions. A failure is counted under the first cause that \
         applies, so that causes and agreement add up to 100 %.",
        count(from.runs),
        made_with(from),
    );
    match &summary.settlement {
        Some(settled) => format!(
            "{text} {} They use the numbers of the first {}.",
            rules::METHOD,
            counted(settled.realizations, "run")
        ),
        None => text,
    }
}

/// A rate by name: how many runs, and their share of all.
fn counted_rate(name: Cell, rate: Rate) -> Vec<Cell> {
    vec![name, Cell::Count(rate.count), rate.into()]
}

/// Agreement, signature, zone.
fn outcome_rows(summary: &Summary) -> Vec<Vec<Cell>> {
    let mut rows = vec![
        counted_rate("agreement".into(), summary.agreement),
        counted_rate("signed".into(), summary.signed),
    ];
    if summary.partial.count > 0 {
        let name = "partial: some packages in force, not all";
        rows.push(counted_rate(name.into(), summary.partial));
    }
    rows.push(counted_rate(ZONE.into(), summary.zone));
    rows
}

/// Each cause of failure that occurred.
fn failure_rows(summary: &Summary) -> Vec<Vec<Cell>> {
    let row = |(failure, rate): (Failure, Rate)| {
        let name = Cell::Term {
            id: failure.name(),
            words: cause(failure),
        };
        counted_rate(name, rate)
    };
    let failed = summary.causes().filter(|failed| failed.1.count > 0);
    failed.map(row).collect()
}

/// The results a reader needs first, for papers.
fn headline(summary: &Summary) -> Table {
    let legend = "Share of runs with 95 % Wilson interval in percent, simulation error only. At the end: accepted in the last \
                  round held, or closed before.";
    let mut table = Table::new("Headline results", ["result", "runs", "share"])
        .legend(legend)
        .grouped_by("group");
    let packages = summary.packages.iter();
    let packages = packages.map(|it| counted_rate(it.title.as_str().into(), it.agreed()));
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
    let mut table = Table::new("Agreement", ["", "runs", "share"]).rows(outcome_rows(summary));
    let efficiency = summary
        .efficiency
        .map_or(Cell::Missing, |it| Cell::Written(format!("{it:.2}"), it));
    let name = "efficiency: agreements per run with a zone";
    table.push("", vec![name.into(), Cell::Empty, efficiency]);
    table
}

fn failures(summary: &Summary) -> Table {
    let agreement = counted_rate("agreement".into(), summary.agreement);
    Table::new("Why no agreement", ["", "runs", "share"])
        .note("adds up to all runs")
        .rows(std::iter::once(agreement).chain(failure_rows(summary)))
}

fn packages(summary: &Summary) -> Table {
    let columns = ["package", "at the end", "ever", "in force", "refused last"];
    let legend = "Share of runs with 95 % interval in percent. At the end: accepted in the last round held, or closed before. \
                  Ever: accepted in some round by all it needs. In force: part of an agreement, or in force by itself. Refused \
                  last: the last refusal of a run without agreement was of this package.";
    let rows = summary.packages.iter().map(|package| {
        vec![
            package.title.as_str().into(),
            package.agreed().into(),
            package.ever.into(),
            package.in_force.into(),
            Cell::share_of(package.refused_last),
        ]
    });
    Table::new("Packages", columns).legend(legend).rows(rows)
}

fn by_type(summary: &Summary, names: Names<'_>) -> Table {
    let columns = ["types", "of runs", "agreement", "signed", "zone"];
    let legend = "Shares of the runs with these types, with 95 % interval in percent.";
    let rows = summary.by_type.iter().map(|profile: &TypeSummary| {
        vec![
            names.profile(&profile.types),
            Cell::Share(profile.share),
            profile.agreement.into(),
            Cell::share_of(profile.signed),
            Cell::share_of(profile.zone),
        ]
    });
    Table::new("By type profile", columns)
        .legend(legend)
        .rows(rows)
}

fn terms(summary: &Summary) -> Table {
    let title = format!(
        "Terms of the {}",
        counted(summary.agreement.count, "agreement")
    );
    let columns = [Column::shared("issue"), "option".into(), "share".into()];
    let rows = summary.issues.iter().flat_map(|issue| {
        let options = issue.options.iter().map(|option| {
            let share = option.among(summary.agreement.count);
            (option.title.as_str(), share)
        });
        let agreed = options.filter(|(_, share)| share.count > 0);
        agreed.map(|(title, share)| vec![issue.title.as_str().into(), title.into(), share.into()])
    });
    Table::new(&title, columns)
        .note("options never agreed are left out")
        .legend("Share of the agreements with 95 % interval in percent.")
        .rows(rows)
}

fn parties(summary: &Summary) -> Table {
    let columns = [
        "party",
        "utility",
        "if agreed",
        "reservation",
        "payoff",
        "refused last",
    ];
    let legend = "Utilities from 0 to 1, never comparable between parties: mean ± standard error. Utility: of the agreement, else \
                  of the reservation value. Reservation: the reservation value at the end. Payoff: with time and levers charged. Refused \
                  last: share of runs whose last refusal was the party's.";
    let rows = summary.parties.iter().map(|party| {
        vec![
            party.title.as_str().into(),
            (&party.utility).into(),
            (&party.agreed_utility).into(),
            (&party.reservation).into(),
            (&party.payoff).into(),
            Cell::share_of(party.refused_last),
        ]
    });
    Table::new("Parties", columns)
        .note("each on its own scale")
        .legend(legend)
        .rows(rows)
}

fn levers(summary: &Summary) -> Table {
    let legend = "Share of runs with 95 % interval in percent; rounds are counted from 0.";
    let rows = summary.levers.iter().map(|lever| {
        vec![
            lever.title.as_str().into(),
            lever.used.into(),
            (&lever.round).into(),
        ]
    });
    Table::new("Levers", ["lever", "used", "in round"])
        .legend(legend)
        .rows(rows)
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
