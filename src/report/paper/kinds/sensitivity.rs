//! Which uncertain numbers drive a result, read from its JSON.

use serde_json::Value;

use crate::report::labels::{count, counted, listed, percent};
use crate::report::paper::Part;
use crate::report::paper::kinds::{Chapter, made_with};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{decimal, items, measure, texts, whole, words};

/// Factors named in the answer.
const NAMED: usize = 3;

/// Which uncertain numbers drive a result.
pub(super) fn chapter(part: &Part, found: &Value, names: Names<'_>) -> Chapter {
    let of = measure(words(found, "of"), |kind, id| names.of_measure(kind, id));
    Chapter {
        heading: "Which numbers drive the result",
        question: format!(
            "How much of the variance of the result, here {of}, goes back to each of the uncertain numbers, alone and together \
             with others?"
        ),
        answer: answer(found, &of, names),
        tables: vec![indices(found, &of, names)],
        method: method(part, found),
    }
}

/// The factors, greatest total index first; of equal ones the first listed.
fn ranked(found: &Value) -> Vec<&Value> {
    let total = |it: &&Value| it["total"]["value"].as_f64().unwrap_or(0.0);
    let mut factors: Vec<&Value> = items(found, "factors").collect();
    factors.sort_by(|one, other| total(other).total_cmp(&total(one)));
    factors
}

fn is_silent(factor: &Value) -> bool {
    factor["total"]["value"]
        .as_f64()
        .is_none_or(|value| value <= 0.0)
}

fn title(factor: &Value, names: Names<'_>) -> String {
    let path = words(factor, "factor");
    names.path(path).unwrap_or_else(|| path.to_owned())
}

fn answer(found: &Value, of: &str, names: Names<'_>) -> Vec<String> {
    if !found["factors"].is_array() {
        return vec![format!(
            "The result, {of}, was the same at every point, so there is nothing to explain."
        )];
    }
    let ranked = ranked(found);
    let telling = || ranked.iter().filter(|it| !is_silent(it));
    let first: Vec<String> = telling()
        .take(NAMED)
        .map(|it| {
            format!(
                "{} ({}, alone {})",
                title(it, names),
                index(&it["total"]).words,
                index(&it["first"]).words
            )
        })
        .collect();
    let mut sentences = Vec::new();
    if !first.is_empty() {
        sentences.push(format!(
            "The greatest total-order indices, with 95 % intervals, are those of {}.",
            first.join("; ")
        ));
    }
    // With few samples the estimate may exceed one, which says nothing.
    let share = found["noise-share"].as_f64();
    if let Some(share) = share.filter(|&it| it <= 1.0) {
        sentences.push(format!(
            "Of the variance of a single run {} is noise of the talks; the rest goes back to the numbers.",
            percent(share)
        ));
    }
    let silent: Vec<String> = ranked
        .iter()
        .filter(|it| is_silent(it))
        .map(|it| title(it, names))
        .collect();
    let mut paragraphs = Vec::new();
    if !sentences.is_empty() {
        paragraphs.push(sentences.join(" "));
    }
    if !silent.is_empty() {
        let silent: Vec<&str> = silent.iter().map(String::as_str).collect();
        paragraphs.push(format!("Without any influence here: {}.", listed(&silent)));
    }
    let doubts = texts(found, "doubts");
    if !doubts.is_empty() {
        paragraphs.push(format!("Not settled: {}.", doubts.join("; ")));
    }
    paragraphs
}

/// An index with its interval: `0.436 [0.219, 0.752]`.
fn index(estimate: &Value) -> Cell {
    let Some(value) = estimate["value"].as_f64() else {
        return Cell::none();
    };
    let bound = |place: usize| decimal(estimate["interval"][place].as_f64().unwrap_or(value));
    Cell::number(
        format!("{} [{}, {}]", decimal(value), bound(0), bound(1)),
        value,
    )
}

fn indices(found: &Value, of: &str, names: Names<'_>) -> Table {
    let columns = ["number", "alone (first order)", "in all (total order)"];
    let note = "Share of the variance with 95 % bootstrap interval. Alone: what goes when the number becomes known. In all: what \
                stays when everything else is known; the excess over the first is interaction. An estimate may fall below 0, \
                which means 0 within its error. A total no larger than that of the noise of the talks says little. Numbers \
                without any influence are left out.";
    let mut table = Table::new(&format!("What drives {of}: Sobol indices"), &columns).noted(note);
    for it in ranked(found).into_iter().filter(|it| !is_silent(it)) {
        let path = words(it, "factor");
        table.rows.push(vec![
            Cell::named(&names.path(path).unwrap_or_default(), path),
            index(&it["first"]),
            index(&it["total"]),
        ]);
    }
    table
}

fn method(part: &Part, found: &Value) -> String {
    let samples = whole(&found["samples"]);
    let each = whole(&found["runs-per-sample"]);
    format!(
        "Sobol indices (Sobol 1993) were estimated with {} from {} samples, each two points A and B of a scrambled Sobol sequence \
         (Joe and Kuo 2008; Owen 1995) and, for each factor, A with the factor's numbers from B; at each point {} that differ in \
         the noise of the talks only were played and averaged, {} in all. First-order indices use the estimator of Saltelli and \
         others (2010), total-order indices that of Jansen (1999). The noise of the talks (errors of acceptance and channel, \
         votes, the time of a breakdown) is a factor of its own. Intervals are percentiles of 1,000 bootstrap resamples of the \
         rows (Efron 1979).",
        made_with(part),
        count(samples),
        counted(each, "run"),
        counted(part.provenance.runs, "run")
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::answer;
    use crate::report::paper::names::Names;

    #[test]
    fn estimates_that_say_nothing_are_left_out() {
        let told = |total: f64, noise: f64| {
            let index = json!({ "value": total, "interval": [total, total] });
            let factor = json!({ "factor": "clock.rounds", "first": index, "total": index });
            let found = json!({ "factors": [factor], "noise-share": noise });
            answer(&found, "agreement", Names(None)).join("|")
        };
        assert!(told(0.5, 0.25).contains("25.0 % is noise of the talks"));
        assert!(!told(0.5, 1.261).contains("noise"));
        assert!(told(0.0, 1.261).starts_with("Without any influence here: "));
    }
}
