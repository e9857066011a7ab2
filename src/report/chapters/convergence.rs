//! Whether results depend on how many draws beliefs are made of, in words.

use crate::report::labels::{counted, percent, points};
use crate::report::words::joined;
use crate::simulation::{Convergence, Redone, Summary};

/// What is to be said before anything else: results depend on how many draws beliefs are made of.
pub(super) fn not_converged(summary: &Summary) -> Option<String> {
    let found = summary.convergence.as_ref();
    let found = found.filter(|found| !found.has_converged())?;
    Some(format!(
        "The result has not converged. {} Raise `belief-draws` until nothing differs.",
        convergence(summary, found)
    ))
}

/// What stands at the end where they do not.
pub(super) fn converged(summary: &Summary) -> Option<String> {
    let found = summary.convergence.as_ref();
    let found = found.filter(|found| found.has_converged())?;
    Some(convergence(summary, found))
}

/// What more draws behind beliefs change: whatever differs, or agreement where nothing does.
pub(super) fn convergence(summary: &Summary, found: &Convergence) -> String {
    let (shown, verdict): (Vec<&Redone>, _) = if found.has_converged() {
        let verdict = "No headline result differs beyond simulation error.";
        (found.results.iter().take(1).collect(), verdict)
    } else {
        let differ = found.results.iter().filter(|result| result.differs());
        let verdict = "These differences exceed simulation error; intervals of all results hold together at 95 %.";
        (differ.collect(), verdict)
    };
    let words = shown.into_iter().map(|result| redone(summary, result));
    let words = joined(words, "; ");
    format!(
        "With {} times the draws behind beliefs, in the first {}: {words}. {verdict}",
        found.times,
        counted(found.runs, "run"),
    )
}

/// One result with more draws, and as written.
fn redone(summary: &Summary, result: &Redone) -> String {
    let package = || {
        let mut packages = summary.packages.iter();
        let found = packages.find(|package| package.id == result.of);
        format!("“{}”", found.map_or(&result.of, |package| &package.title))
    };
    let what = match result.measure.as_str() {
        "package" => format!("{} agreed at the end", package()),
        "package-ever" => format!("{} ever agreed", package()),
        "in-force-in-time" => "in force before the deadline".to_owned(),
        other => other.to_owned(),
    };
    let [low, high] = result.interval;
    format!(
        "{what} {}, as written {} ({} points [{}, {}])",
        percent(result.more_draws.value()),
        percent(result.played.value()),
        points(result.difference),
        points(low),
        points(high),
    )
}

#[cfg(test)]
mod tests {
    use crate::report::chapters::run::table;
    use crate::report::fixture;
    use crate::simulation::{Convergence, Rate, Redone, Summary};

    #[test]
    fn what_differs_with_more_draws_is_said_to_and_nothing_else() {
        let mut summary = fixture::summary();
        let result = |measure: &str, of: &str, interval| Redone {
            measure: measure.to_owned(),
            of: of.to_owned(),
            played: Rate::of(120, 1_000),
            more_draws: Rate::of(150, 1_000),
            difference: 0.03,
            standard_error: Some(0.01),
            interval,
        };
        let package = summary.packages[0].id.clone();
        let words = |summary: &mut Summary, of_package| {
            summary.convergence = Some(Convergence {
                times: 4,
                runs: 1_000,
                results: vec![
                    result("agreement", "", [-0.01, 0.07]),
                    result("package-ever", &package, of_package),
                ],
            });
            let text = table(summary);
            text.split_whitespace().collect::<Vec<&str>>().join(" ")
        };
        let same = words(&mut summary, [-0.01, 0.07]);
        assert!(same.contains("in the first 1,000 runs: agreement 15.0 %, as written 12.0 %"));
        assert!(same.contains("No headline result differs") && !same.contains("not converged"));
        let other = words(&mut summary, [0.01, 0.05]);
        assert!(other.contains("The result has not converged."), "{other}");
        assert!(
            other.contains("ever agreed 15.0 %, as written 12.0 % (+3.00 points [+1.00, +5.00])"),
            "{other}"
        );
        assert!(!other.contains("agreement 15.0 %, as written"), "{other}");
    }
}
