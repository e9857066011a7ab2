//! What many runs say, as tables.

use crate::bargaining::Failure;
use crate::report::labels::{cause, count, counted, percent, share};
use crate::report::paper::table::{Cell, Table};
use crate::simulation::{Rate, Summary};

/// One headline result.
pub(super) struct Headline {
    /// What it belongs to.
    pub(super) group: &'static str,
    /// What is counted.
    pub(super) name: String,
    /// How often.
    pub(super) rate: Rate,
}

/// Agreement, signature, zone; each package; each cause of failure that occurred.
pub(super) fn headlines(summary: &Summary) -> Vec<Headline> {
    let of = |group, name: &str, rate| Headline {
        group,
        name: name.to_owned(),
        rate,
    };
    let mut rows = vec![
        of("Outcome", "agreement", summary.agreement),
        of("Outcome", "signed", summary.signed),
    ];
    if summary.partial.count > 0 {
        let name = "some packages in force, not all";
        rows.push(of("Outcome", name, summary.partial));
    }
    rows.push(of("Outcome", "zone of possible agreement", summary.zone));
    for package in &summary.packages {
        rows.push(of("Agreed at the end", &package.title, package.agreed));
    }
    for package in &summary.packages {
        rows.push(of("In force", &package.title, package.in_force));
    }
    for (failure, &failed) in Failure::ALL.into_iter().zip(&summary.failures) {
        if failed > 0 {
            let rate = Rate {
                count: failed,
                runs: summary.runs,
            };
            rows.push(of("Why no agreement", cause(failure), rate));
        }
    }
    rows
}

/// Bounds of a rate in percent, without the sign: `12.0–12.6`.
pub(super) fn bounds(rate: Rate) -> String {
    let [low, high] = rate.interval();
    format!("{:.1}–{:.1}", low * 100.0, high * 100.0)
}

/// All tables of a summary, in the order of reading; those without rows say nothing.
pub(super) fn tables(summary: &Summary) -> Vec<Table> {
    vec![
        headline(summary),
        packages(summary),
        by_type(summary),
        terms(summary),
        parties(summary),
        levers(summary),
    ]
}

fn headline(summary: &Summary) -> Table {
    let columns = ["result", "group", "runs", "share", "95 % interval, %"];
    let mut table = Table::new("Headline results", &columns);
    for it in headlines(summary) {
        table.rows.push(vec![
            Cell::words(&it.name),
            Cell::words(it.group),
            Cell::number(count(it.rate.count), it.rate.count as f64),
            Cell::number(share(it.rate), it.rate.value()),
            Cell::words(&bounds(it.rate)),
        ]);
    }
    table
}

fn packages(summary: &Summary) -> Table {
    let columns = [
        "package",
        "at some time",
        "at the end",
        "in force",
        "refused last",
    ];
    let caption = "Packages: share of runs with 95 % interval; refused last: the last refusal was of this package";
    let mut table = Table::new(caption, &columns);
    for package in &summary.packages {
        table.rows.push(vec![
            Cell::words(&package.title),
            Cell::rate(package.ever),
            Cell::rate(package.agreed),
            Cell::rate(package.in_force),
            Cell::rate(package.refused_last),
        ]);
    }
    table
}

fn by_type(summary: &Summary) -> Table {
    let columns = ["types", "of runs", "agreement", "signed", "zone"];
    let mut table = Table::new("By type profile: share of its runs", &columns);
    for profile in &summary.by_type {
        let types = profile.types.iter();
        let types: Vec<String> = types
            .map(|(party, kind)| format!("{party} {kind}"))
            .collect();
        table.rows.push(vec![
            Cell::words(&types.join(", ")),
            Cell::number(percent(profile.share.value()), profile.share.value()),
            Cell::rate(profile.agreement),
            Cell::rate(profile.signed),
            Cell::rate(profile.zone),
        ]);
    }
    table
}

fn terms(summary: &Summary) -> Table {
    let agreements = counted(summary.agreement.count, "agreement");
    let caption = format!(
        "Terms of the {agreements}: share of agreements; options never agreed are left out"
    );
    let mut table = Table::new(&caption, &["issue", "option", "share"]);
    for issue in &summary.issues {
        for option in issue.options.iter().filter(|option| option.share.count > 0) {
            table.rows.push(vec![
                Cell::words(&issue.title),
                Cell::words(&option.title),
                Cell::rate(option.share),
            ]);
        }
    }
    table
}

fn parties(summary: &Summary) -> Table {
    let columns = [
        "party",
        "utility",
        "if agreed",
        "reservation value",
        "payoff",
        "refused last",
    ];
    let mut table = Table::new(
        "Parties, each on its own scale: mean ± standard error",
        &columns,
    );
    for party in &summary.parties {
        table.rows.push(vec![
            Cell::words(&party.title),
            Cell::mean(&party.utility),
            Cell::mean(&party.agreed_utility),
            Cell::mean(&party.reservation),
            Cell::mean(&party.payoff),
            Cell::rate(party.refused_last),
        ]);
    }
    table
}

fn levers(summary: &Summary) -> Table {
    let columns = ["lever", "used in", "mean round of use"];
    let mut table = Table::new("Levers", &columns);
    for lever in &summary.levers {
        table.rows.push(vec![
            Cell::words(&lever.title),
            Cell::rate(lever.used),
            Cell::mean(&lever.round),
        ]);
    }
    table
}
