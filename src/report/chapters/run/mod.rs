//! How often many runs agree, on what terms and why not.

mod tables;

use std::cmp::Reverse;
use std::fmt::Write as _;

use crate::report::chapters::chapter::{Chapter, Findings, INTERVALS, made_with, page};
use crate::report::chapters::convergence::{converged, convergence, not_converged};
use crate::report::chapters::rules;
use crate::report::chapters::run::tables::{
    agreement, bodies, by_type, failures, headline, levers, packages, parties, parties_over_ranges,
    terms,
};
use crate::report::chapters::{band, deals, decisive};
use crate::report::labels::{count, counted, interval, percent};
use crate::report::names::Names;
use crate::report::table::paragraph;
use crate::report::words::{cause, rounds};
use crate::results::Provenance;
use crate::simulation::Summary;

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
        parties_over_ranges(summary),
        bodies(summary),
        levers(summary),
    ]);
    let first = [
        not_converged(summary),
        decisive::headline(summary, Names::TYPED),
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
            parties_over_ranges(self),
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
    sentences.extend(not_converged(summary));
    sentences.extend(decisive::headline(summary, names));
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
