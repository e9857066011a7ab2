//! What a reader needs first: whether the ranking survives other rules, and the ranking.

use crate::experiment::compare::{
    CONFIDENCE, Comparison, Effect, Exchange, PolicyKind, RuleResult,
};
use crate::report::compare::text::{difference, paragraph};
use crate::report::labels::{count, counted, listed, p_value, percent, points};
use crate::report::table::section;

/// Pairs that change places told for each rule.
const PAIRS_SHOWN: usize = 6;

/// The sections, in order.
pub(super) fn sections(comparison: &Comparison) -> [String; 3] {
    [
        heading(comparison),
        survival(comparison),
        ranked(comparison),
    ]
}

fn heading(comparison: &Comparison) -> String {
    format!(
        "{}\n{} without levers and with each policy, the same realizations, seed {}\n\
         differences to no lever at all, in percentage points; brackets: 95 % score interval of the paired\n\
         difference (simulation error only); ±: standard error\n",
        comparison.title,
        counted(comparison.runs, "run"),
        comparison.seed,
    )
}

/// Whether the ranking survives other rules, in words: what does not survive first.
fn survival(comparison: &Comparison) -> String {
    let mut results: Vec<&RuleResult> = comparison.rules.iter().collect();
    results.sort_by_key(|it| !it.exchanges.iter().any(|it| it.told_apart));
    let mut text = String::new();
    for result in results {
        let title = result.rule.title();
        let (sure, unsure): (Vec<&Exchange>, Vec<&Exchange>) =
            result.exchanges.iter().partition(|it| it.told_apart);
        let unsure = places(comparison, &unsure);
        let words = match (sure.is_empty(), unsure.is_empty()) {
            (true, true) => format!("The ranking is the same under {title}."),
            (true, false) => {
                format!("Under {title} some change places, none beyond simulation error: {unsure}.")
            }
            (false, true) => format!(
                "THE RANKING DOES NOT SURVIVE {}: {}.",
                title.to_uppercase(),
                places(comparison, &sure)
            ),
            (false, false) => format!(
                "THE RANKING DOES NOT SURVIVE {}: {}; within simulation error also {unsure}.",
                title.to_uppercase(),
                places(comparison, &sure)
            ),
        };
        text.push_str(&paragraph(&words));
    }
    for (rule, why) in &comparison.left_out {
        text.push_str(&paragraph(&format!(
            "Not compared under {}: {why}.",
            rule.title()
        )));
    }
    text
}

/// Which policies stand above which under another rule.
fn places(comparison: &Comparison, exchanges: &[&Exchange]) -> String {
    let id = |place: usize| &comparison.effects[place].policy.id;
    let shown = exchanges.iter().take(PAIRS_SHOWN);
    let mut words: Vec<String> = shown
        .map(|it| format!("`{}` above `{}`", id(it.lower), id(it.upper)))
        .collect();
    if exchanges.len() > PAIRS_SHOWN {
        words.push(format!("and {} more pairs", exchanges.len() - PAIRS_SHOWN));
    }
    words.join(", ")
}

fn name(effect: &Effect) -> String {
    let mark = if effect.policy.assumed { "*" } else { "" };
    format!("{}{mark}", effect.policy.id)
}

fn ranked(comparison: &Comparison) -> String {
    let mut rank = 0;
    let row = |effect: &Effect| {
        let [low, high] = effect.simultaneous;
        let place = match effect.policy.kind {
            PolicyKind::All | PolicyKind::AsWritten => String::new(),
            PolicyKind::Lever | PolicyKind::Named => {
                rank += 1;
                format!("{rank} ")
            }
        };
        vec![
            format!("{place}{}", name(effect)),
            percent(effect.agreement.rates.first().value()),
            difference(&effect.agreement.rates),
            format!("[{}, {}]", points(low), points(high)),
            p_value(effect.p_adjusted),
            count(effect.runs_needed),
        ]
    };
    let title = format!(
        "Agreement, largest effect first ({} without levers)",
        percent(comparison.none().value())
    );
    let needed = format!("runs, ±{}", 100.0 * comparison.half_width);
    let header = ["", "with", "difference", "all at once", "p, Holm", &needed];
    let rows: Vec<Vec<String>> = comparison.by_rank().map(row).collect();
    let mut text = section(&title, 1, &header, rows).unwrap_or_default();
    if comparison.effects.iter().any(|it| it.policy.assumed) {
        text.push_str(
            "* holds a lever that the file never uses: here it is used from round 0 on\n",
        );
    }
    text.push_str(&told(comparison));
    text
}

/// Which effects are told from none and which ranks from one another, in words.
fn told(comparison: &Comparison) -> String {
    let id = |effect: &Effect| format!("`{}`", effect.policy.id);
    let those = |told: bool| -> Vec<String> {
        let effects = comparison.by_rank();
        effects
            .filter(|it| it.is_told_from_none() == told)
            .map(id)
            .collect()
    };
    let words = |list: &[String]| {
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        listed(&list)
    };
    let mut text = paragraph(&format!(
        "Told from no effect, all at once (Holm, {:.0} %): {}.",
        100.0 * CONFIDENCE,
        words(&those(true))
    ));
    let not = those(false);
    if !not.is_empty() {
        text.push_str(&paragraph(&format!(
            "Not told from no effect: {}.",
            words(&not)
        )));
    }
    let ranking = &comparison.ranking;
    let groups: Vec<String> = ranking
        .groups
        .iter()
        .filter(|group| group.len() > 1)
        .map(|group| {
            let names: Vec<String> = group
                .iter()
                .map(|&rank| id(&comparison.effects[ranking.order[rank]]))
                .collect();
            words(&names)
        })
        .collect();
    if ranking.order.len() > 1 {
        let line = if groups.is_empty() {
            "All ranks are told apart.".to_owned()
        } else {
            format!(
                "Ranks not told apart, each pair tested directly: {}.",
                groups.join("; ")
            )
        };
        text.push_str(&paragraph(&line));
    }
    text
}
