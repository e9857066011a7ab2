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

/// The lever or set of levers that changes agreement most, up or down; of equal ones the first. None where no run differs.
fn strongest<'a>(effects: &[&'a Value]) -> Option<&'a Value> {
    let is_ranked = |it: &Value| matches!(words(it, "kind"), "lever" | "policy");
    let differs = |it: &Value| {
        let it = &it["agreement"];
        whole(&it["only-with"]) + whole(&it["only-without"]) > 0
    };
    let size = |it: &Value| it["agreement"]["difference"].as_f64().map_or(0.0, f64::abs);
    let those = effects.iter().copied();
    let those = those.filter(|it| is_ranked(it) && differs(it));
    those
        .rev()
        .max_by(|one, other| size(one).total_cmp(&size(other)))
}

pub(super) fn answer(comparison: &Value, effects: &[&Value]) -> Vec<String> {
    let mut first = vec![format!(
        "Without levers {} of {} end in agreement.",
        rate_in_words(&comparison["none"]),
        counted(whole(&comparison["runs"]), "run")
    )];
    if let Some(most) = strongest(effects) {
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
            words(it, "because")
        ));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::strongest;

    fn effect(title: &str, kind: &str, difference: f64, runs: u64) -> Value {
        let agreement = json!({ "difference": difference, "only-with": 0, "only-without": runs });
        json!({ "title": title, "kind": kind, "agreement": agreement })
    }

    #[test]
    fn the_strongest_is_a_lever_or_a_named_set_that_changes_some_run() {
        let told = |effects: &[Value]| {
            let effects: Vec<&Value> = effects.iter().collect();
            strongest(&effects).map(|it| it["title"].as_str().unwrap_or_default().to_owned())
        };
        let (idle, all) = (
            effect("idle", "lever", 0.0, 0),
            effect("all", "all", 0.5, 9),
        );
        assert_eq!(told(&[idle.clone(), all.clone()]), None);
        let (lever, set) = (
            effect("lever", "lever", 0.1, 2),
            effect("set", "policy", -0.3, 3),
        );
        assert_eq!(told(&[all, lever, idle, set]).as_deref(), Some("set"));
    }
}
