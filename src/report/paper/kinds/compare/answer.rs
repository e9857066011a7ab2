//! The answer of a comparison in sentences: what is told from nothing, what ranks apart, and what survives other rules.

use serde_json::Value;

use crate::report::labels::{counted, listed};
use crate::report::paper::kinds::compare::{LEVEL, rule_title};
use crate::report::paper::values::{difference, items, rate_in_words, whole, words};

fn titles_of<'a>(comparison: &'a Value, ids: &[&'a str]) -> Vec<&'a str> {
    let title = |id: &&'a str| {
        let found = items(comparison, "effects").find(|it| words(it, "policy") == *id);
        found.map_or(*id, |it| words(it, "title"))
    };
    ids.iter().map(title).collect()
}

fn quoted(titles: &[&str]) -> String {
    let quoted: Vec<String> = titles.iter().map(|it| format!("“{it}”")).collect();
    let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
    listed(&quoted)
}

pub(super) fn answer(comparison: &Value, effects: &[&Value]) -> Vec<String> {
    let mut first = vec![format!(
        "Without levers {} of {} end in agreement.",
        rate_in_words(&comparison["none"]),
        counted(whole(&comparison["runs"]), "run")
    )];
    let is_ranked = |it: &&&Value| matches!(words(it, "kind"), "lever" | "named");
    if let Some(most) = effects.iter().find(is_ranked) {
        first.push(format!(
            "Of the levers “{}” changes that most, by {} percentage points (95 % interval in brackets).",
            words(most, "title"),
            difference(&most["agreement"]).words
        ));
    }
    let told = |is: bool| -> Vec<&str> {
        let those = effects
            .iter()
            .filter(|it| (it["agreement"]["p-holm"].as_f64().unwrap_or(1.0) <= LEVEL) == is);
        those.map(|it| words(it, "title")).collect()
    };
    let (yes, no) = (told(true), told(false));
    if !yes.is_empty() {
        first.push(format!(
            "Told from no effect on agreement, all tested at once: {}.",
            quoted(&yes)
        ));
    }
    if !no.is_empty() {
        first.push(format!("Not told from no effect: {}.", quoted(&no)));
    }
    let mut paragraphs = vec![first.join(" ")];
    let groups: Vec<String> = items(&comparison["ranking"], "not-told-apart")
        .filter_map(Value::as_array)
        .map(|group| group.iter().filter_map(Value::as_str).collect::<Vec<_>>())
        .filter(|group| group.len() > 1)
        .map(|group| quoted(&titles_of(comparison, &group)))
        .collect();
    if !groups.is_empty() {
        paragraphs.push(format!(
            "Ranks not told apart, each pair tested directly: {}.",
            groups.join("; ")
        ));
    }
    paragraphs.extend(survival(comparison));
    paragraphs
}

/// Whether the ranking survives other rules.
fn survival(comparison: &Value) -> Option<String> {
    let mut sentences: Vec<String> = Vec::new();
    for rule in items(comparison, "rules") {
        let name = rule_title(words(rule, "rule"));
        let pairs = |told: bool| -> Vec<String> {
            let those =
                items(rule, "changes-places").filter(|it| (it["told-apart"] == true) == told);
            let ids = those.map(|it| [words(it, "upper-here"), words(it, "upper-as-written")]);
            let titles = ids.map(|pair| titles_of(comparison, &pair));
            titles
                .map(|pair| format!("“{}” above “{}”", pair[0], pair[1]))
                .collect()
        };
        let (sure, unsure) = (pairs(true), pairs(false).len() as u64);
        sentences.push(match (sure.is_empty(), unsure) {
            (true, 0) => format!("Under {name} the ranking is the same."),
            (true, _) => format!(
                "Under {name} {} {} places, within simulation error.",
                counted(unsure, "pair"),
                if unsure == 1 { "changes" } else { "change" }
            ),
            (false, _) => format!(
                "Under {name} the ranking does not survive: {}.",
                sure.join("; ")
            ),
        });
    }
    for it in items(comparison, "rules-left-out") {
        sentences.push(format!(
            "Not compared under {}: {}.",
            rule_title(words(it, "rule")),
            words(it, "why")
        ));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
