//! What many runs say.

use crate::bargaining::Failure;
use crate::report::labels::{cause, count, counted, percent, share};
use crate::report::paper::Part;
use crate::report::paper::kinds::{Chapter, made_with, settlement};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::simulation::{Rate, Summary};

/// What many runs say.
pub(super) fn chapter(part: &Part, summary: &Summary, names: Names<'_>) -> Chapter {
    let mut tables = vec![
        headline(summary),
        packages(summary),
        by_type(summary, names),
        terms(summary),
        parties(summary),
        levers(summary),
    ];
    tables.extend(settlement::of_runs(summary));
    Chapter {
        heading: "How often, on what terms and why not",
        question: "How often do the talks end in agreement, which packages are agreed, on what terms, and what stands in the way \
                   where they fail?"
            .to_owned(),
        answer: answer(summary),
        tables,
        method: method(part, summary),
    }
}

fn answer(summary: &Summary) -> Vec<String> {
    if summary.runs == 0 {
        return vec!["No run was played to its end.".to_owned()];
    }
    let mut sentences = vec![format!(
        "{} of {} end in agreement (95 % interval {} %). In {} there is a zone of possible agreement in some round held.",
        share(summary.agreement),
        counted(summary.runs, "run"),
        bounds(summary.agreement),
        share(summary.zone),
    )];
    let failures = Failure::ALL.into_iter().zip(summary.failures);
    // Of causes equally frequent the first listed is named.
    let main = failures.fold(None, |most: Option<(Failure, u64)>, it| match most {
        Some((_, runs)) if runs >= it.1 => most,
        _ => Some(it),
    });
    if let Some((failure, runs)) = main.filter(|it| it.1 > 0) {
        let rate = Rate {
            count: runs,
            runs: summary.runs,
        };
        sentences.push(format!(
            "The most frequent reason for no agreement: {} ({} of all runs).",
            cause(failure),
            share(rate)
        ));
    }
    if summary.packages.len() > 1 {
        let packages = || summary.packages.iter();
        let most = packages().rev().max_by_key(|it| it.agreed.count);
        let least = packages().min_by_key(|it| it.agreed.count);
        if let (Some(most), Some(least)) = (most, least) {
            sentences.push(format!(
                "At the end of the talks the package agreed most often is “{}” ({}), least often “{}” ({}).",
                most.title,
                share(most.agreed),
                least.title,
                share(least.agreed)
            ));
        }
    }
    vec![sentences.join(" ")]
}

fn method(part: &Part, summary: &Summary) -> String {
    let mut text = format!(
        "The negotiation was played {} times with {}. In each run nature draws every uncertain number anew from its \
         distribution, each from a random stream of its own (ChaCha8; Bernstein 2008), so that the result is a function of \
         scenario, seed and number of runs. Shares carry 95 % Wilson score intervals (Wilson 1927) and means standard errors; \
         both hold simulation error only, not the doubt about the assumptions. A failure is counted under the first cause that \
         applies, so that causes and agreement add up to 100 %.",
        count(part.provenance.runs),
        made_with(part),
    );
    if let Some(settled) = &summary.settlement {
        text.push_str(&format!(
            " {} These are the numbers of the first {}.",
            settlement::METHOD,
            counted(settled.rates.realizations, "run")
        ));
    }
    text
}

/// One headline result.
pub(in crate::report::paper) struct Headline {
    /// What it belongs to.
    pub(in crate::report::paper) group: &'static str,
    /// What is counted.
    pub(in crate::report::paper) name: String,
    /// How often.
    pub(in crate::report::paper) rate: Rate,
}

/// Agreement, signature, zone; each package; each cause of failure that occurred.
pub(in crate::report::paper) fn headlines(summary: &Summary) -> Vec<Headline> {
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
pub(in crate::report::paper) fn bounds(rate: Rate) -> String {
    let [low, high] = rate.interval();
    format!("{:.1}–{:.1}", low * 100.0, high * 100.0)
}

fn headline(summary: &Summary) -> Table {
    let columns = ["result", "group", "runs", "share", "95 % interval, %"];
    let note = "At the end: accepted in the last round held, or closed before. In force: part of an agreement, or in force by \
                itself.";
    let mut table = Table::new("Headline results", &columns).noted(note);
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
    let note = "Share of runs with 95 % interval in percent. At some time: accepted by all it needs in some round. Refused last: \
                the last refusal of a run without agreement was of this package.";
    let mut table = Table::new("Packages", &columns).noted(note);
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

fn by_type(summary: &Summary, names: Names<'_>) -> Table {
    let columns = ["types", "of runs", "agreement", "signed", "zone"];
    let note = "Shares of the runs with these types, with 95 % interval in percent.";
    let mut table = Table::new("By type profile", &columns).noted(note);
    for profile in &summary.by_type {
        let types = profile.types.iter();
        let types: Vec<String> = types
            .map(|(party, kind)| format!("{}: {}", names.party(party), names.kind(party, kind)))
            .collect();
        table.rows.push(vec![
            Cell::words(&types.join("; ")),
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
    let note =
        "Share of the agreements with 95 % interval in percent; options never agreed are left out.";
    let caption = format!("Terms of the {agreements}");
    let mut table = Table::new(&caption, &["issue", "option", "share"]).noted(note);
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
    let note = "Utilities from 0 to 1, each on its party's own scale, never comparable between parties: mean ± standard error. \
                Utility: of the agreement, else of the course without one. Payoff: with time and levers charged. Refused last: \
                share of runs whose last refusal was the party's.";
    let mut table = Table::new("Parties", &columns).noted(note);
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
    let note = "Share of runs with 95 % interval in percent; rounds are counted from 0.";
    let mut table = Table::new("Levers", &columns).noted(note);
    for lever in &summary.levers {
        table.rows.push(vec![
            Cell::words(&lever.title),
            Cell::rate(lever.used),
            Cell::mean(&lever.round),
        ]);
    }
    table
}
