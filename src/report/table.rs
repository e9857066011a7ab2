//! The table a person reads after `run`; no colours, at most 100 columns.

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle,
};

use crate::bargaining::Failure;
use crate::report::labels::{cause, count, counted, percent, share};
use crate::report::settlement;
use crate::simulation::{Mean, Rate, Summary};

/// Greatest number of columns.
pub(super) const WIDTH: u16 = 100;

/// A rule under the header, nothing else.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Estimates over many runs as a page of tables.
pub fn table(summary: &Summary) -> String {
    let sections = [
        headline(summary),
        settlement(summary),
        packages(summary),
        failures(summary),
        by_type(summary),
        terms(summary),
        parties(summary),
        levers(summary),
    ];
    let mut text = heading(summary);
    for section in sections.into_iter().flatten() {
        text.push('\n');
        text.push_str(&section);
    }
    text
}

fn heading(summary: &Summary) -> String {
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

/// A titled table: the first `words` columns hold words, the others numbers.
pub(super) fn section(
    title: &str,
    words: usize,
    header: &[&str],
    rows: Vec<Vec<String>>,
) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(header.iter().copied());
    table.add_rows(rows);
    for column in table.column_iter_mut().skip(words) {
        column.set_cell_alignment(CellAlignment::Right);
        // Only words may wrap.
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    Some(format!("{title}\n{}\n", table.trim_fmt()))
}

pub(super) fn rate_row(name: &str, rate: Rate) -> Vec<String> {
    vec![
        name.to_owned(),
        count(rate.count),
        share(rate),
        interval(rate),
    ]
}

fn headline(summary: &Summary) -> Option<String> {
    let mut rows = vec![
        rate_row("agreement", summary.agreement),
        rate_row("signed", summary.signed),
    ];
    if summary.partial.count > 0 {
        let name = "partial: some packages in force, not all";
        rows.push(rate_row(name, summary.partial));
    }
    rows.push(rate_row("zone of possible agreement", summary.zone));
    let efficiency = summary
        .efficiency()
        .map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    rows.push(vec![
        "efficiency: agreements per run with a zone".to_owned(),
        String::new(),
        efficiency,
        String::new(),
    ]);
    let header = ["", "runs", "share", "simulation error"];
    section("Agreement", 1, &header, rows)
}

fn settlement(summary: &Summary) -> Option<String> {
    let settled = summary.settlement.as_ref()?;
    settlement::table(&settled.rates, Some(settled.played), summary.runs)
}

fn packages(summary: &Summary) -> Option<String> {
    let row = |package: &crate::simulation::PackageSummary| {
        let with_interval = |rate| format!("{} {}", share(rate), interval(rate));
        vec![
            package.title.clone(),
            with_interval(package.agreed),
            with_interval(package.ever),
            with_interval(package.in_force),
            share(package.refused_last),
        ]
    };
    let header = ["", "at the end", "ever", "in force", "refused last"];
    let rows = summary.packages.iter().map(row).collect();
    section("Packages", 1, &header, rows)
}

fn failures(summary: &Summary) -> Option<String> {
    let mut rows = vec![rate_row("agreement", summary.agreement)];
    for (failure, &failed) in Failure::ALL.into_iter().zip(&summary.failures) {
        if failed > 0 {
            let rate = Rate {
                count: failed,
                runs: summary.runs,
            };
            let name = format!("{}: {}", failure.name(), cause(failure));
            rows.push(rate_row(&name, rate));
        }
    }
    let header = ["", "runs", "share", "simulation error"];
    section("Why no agreement (adds up to all runs)", 1, &header, rows)
}

fn by_type(summary: &Summary) -> Option<String> {
    let row = |profile: &crate::simulation::TypeSummary| {
        let types = profile.types.iter();
        let names: Vec<String> = types
            .map(|(party, kind)| format!("{party} {kind}"))
            .collect();
        vec![
            names.join(", "),
            percent(profile.share.value()),
            share(profile.agreement),
            interval(profile.agreement),
            share(profile.signed),
            share(profile.zone),
        ]
    };
    let header = ["", "of runs", "agreement", "error", "signed", "zone"];
    let rows = summary.by_type.iter().map(row).collect();
    section("By type profile", 1, &header, rows)
}

fn terms(summary: &Summary) -> Option<String> {
    if summary.agreement.count == 0 {
        return Some("Terms\nno run ended in agreement, so there are none\n".to_owned());
    }
    let mut rows = Vec::new();
    for issue in &summary.issues {
        let mut name = issue.title.as_str();
        for option in issue.options.iter().filter(|option| option.share.count > 0) {
            rows.push(vec![
                name.to_owned(),
                option.title.clone(),
                share(option.share),
                interval(option.share),
            ]);
            // The issue is named once, beside its first option.
            name = "";
        }
    }
    let title = format!(
        "Terms of the {} (options never agreed are left out)",
        counted(summary.agreement.count, "agreement")
    );
    section(&title, 2, &["issue", "option", "share", "error"], rows)
}

fn parties(summary: &Summary) -> Option<String> {
    let row = |party: &crate::simulation::PartySummary| {
        vec![
            party.title.clone(),
            mean(&party.utility),
            mean(&party.agreed_utility),
            mean(&party.reservation),
            mean(&party.payoff),
            share(party.refused_last),
        ]
    };
    let header = [
        "",
        "utility",
        "if agreed",
        "reservation",
        "payoff",
        "refused last",
    ];
    let rows = summary.parties.iter().map(row).collect();
    section("Parties (each on its own scale)", 1, &header, rows)
}

fn levers(summary: &Summary) -> Option<String> {
    let row = |lever: &crate::simulation::LeverSummary| {
        vec![
            lever.title.clone(),
            share(lever.used),
            interval(lever.used),
            mean(&lever.round),
        ]
    };
    let header = ["", "used", "error", "in round"];
    let rows = summary.levers.iter().map(row).collect();
    section("Levers", 1, &header, rows)
}

/// The interval of a rate: `[12.0, 12.6]`, in percent.
pub(super) fn interval(rate: Rate) -> String {
    if rate.runs == 0 {
        return String::new();
    }
    interval_text(rate.interval())
}

/// An interval of a share, in percent.
pub(super) fn interval_text([low, high]: [f64; 2]) -> String {
    format!("[{:.1}, {:.1}]", low * 100.0, high * 100.0)
}

/// A mean with its standard error: `0.512 ± 0.002`; a dash without values.
pub(super) fn mean(mean: &Mean) -> String {
    match (mean.value(), mean.standard_error()) {
        // An error that is there must not read as none.
        (Some(value), Some(error)) if error > 0.0 && error < 0.0005 => {
            format!("{value:.4} ± {error:.4}")
        }
        (Some(value), Some(error)) => format!("{value:.3} ± {error:.3}"),
        (Some(value), None) => format!("{value:.3}"),
        (None, _) => "–".to_owned(),
    }
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
        assert!(!text.contains("NaN") && text.contains("no run ended in agreement"));
    }
}
