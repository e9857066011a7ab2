//! What each lever changes: which effects are significant, which ranks differ, and what holds under other rules.

mod robust;
mod tables;
mod terms;

use crate::experiment::compare::{Comparison, PolicyEffect, RankExchange};
use crate::report::chapters::chapter::{Chapter, Findings, made_with};
use crate::report::chapters::{band, decisive};
use crate::report::labels::{count, counted, interval, listed, percent};
use crate::report::names::Names;
use crate::report::words::{ASSUMED, joined};
use crate::results::Provenance;

/// Pairs that change places shown for each rule.
const PAIRS_SHOWN: usize = 6;

/// What a person reads after `compare`; at most 100 columns.
pub fn comparison(comparison: &Comparison) -> String {
    let head = format!(
        "{}\n{} without levers and with each policy, the same realizations, seed {}\n\
         changes against no lever at all, in percentage points; brackets: interval of the paired difference,\n\
         wide enough that those of all policies hold together at 95 % (simulation error only)\n",
        comparison.title,
        counted(comparison.runs, "run"),
        comparison.seed,
    );
    let mut text = comparison.chapter(Names::TYPED).page(&head);
    let mut effects = comparison.effects.iter();
    if effects.any(|effect| effect.never_used_in_the_file) {
        text = format!("{text}{ASSUMED}\n");
    }
    text
}

impl Findings for Comparison {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        Chapter {
            heading: "What each lever changes",
            question: "What does each lever, each set of levers and all of them together change compared with the same talks \
                       without any lever: how often there is agreement, signature and a zone of possible agreement, why talks \
                       fail, and what each party is left with?"
                .to_owned(),
            answer: answer(self, names),
            tables: tables::tables(self, names),
        }
    }

    fn method(&self, from: &Provenance) -> String {
        let policies = self.effects.len() as u64;
        format!(
            "The talks were played with {} without any lever, with each lever alone and with sets of levers, {} policies, for {} \
             each on the same realizations, so that every difference is paired run by run (common random numbers; Glasserman and \
             Yao 1992). Intervals of differences are score intervals for paired proportions (Tango 1998) at confidence \
             0.95^(1/{policies}) each, so that those of all policies hold together at 95 % (Šidák 1967); a change is called \
             significant where its interval excludes 0, and p-values are those of McNemar's test (McNemar 1947), adjusted alike. \
             Intervals of shares are Wilson score intervals (Wilson 1927). Each two policies were also compared with each other, \
             all pairs at once; groups that cannot be distinguished follow Piepho (2004). \
             Differences of shares of agreements are those of ratios on the same runs (delta method; Cochran 1977), half a run added \
             to each kind of pairs that both agree (Agresti and Min 2005), for all options of the core issues and all policies at once. \
             Runs needed follow Bonett and Price (2012). Intervals cover simulation error only.{}",
            made_with(from),
            count(policies),
            counted(from.runs, "run"),
            self.band
                .as_ref()
                .map_or_else(String::new, |found| format!(" {}", band::method(found))),
        ) + &self.leads.first().map_or_else(String::new, |lead| {
            format!(" {}", decisive::method(&lead.decisive))
        })
    }
}

/// The paragraphs.
fn answer(comparison: &Comparison, names: Names<'_>) -> Vec<String> {
    let name = |effect: &PolicyEffect| names.called(&effect.policy, &format!("“{}”", effect.title));
    let effects = comparison.by_rank();
    let all_of = |effects: Vec<&PolicyEffect>| listed(effects.into_iter().map(name));
    let by_id = |id: &str| effects.iter().copied().find(|effect| effect.policy == id);
    let none = comparison.none;
    let mut first = vec![format!(
        "Without levers {} ({}) of {} end in agreement.",
        percent(none.value()),
        interval(none),
        counted(comparison.runs, "run")
    )];
    if let Some(most) = strongest(&effects) {
        first.push(format!(
            "Among the levers {} changes that most, by {} percentage points (interval in brackets).",
            name(most),
            most.agreement.cell().words()
        ));
    }
    let (significant, others): (Vec<&PolicyEffect>, Vec<&PolicyEffect>) = effects
        .iter()
        .partition(|effect| effect.agreement.is_significant());
    if !significant.is_empty() {
        first.push(format!(
            "Significant effects on agreement, all at once: {}.",
            all_of(significant)
        ));
    }
    if !others.is_empty() {
        first.push(format!(
            "Not distinguishable from no effect: {}.",
            all_of(others)
        ));
    }
    let called = |id: &str| by_id(id).map_or_else(|| id.to_owned(), name);
    let mut paragraphs: Vec<String> = robust::holds(comparison, called).into_iter().collect();
    paragraphs.extend(robust::overturned(comparison, names, called));
    paragraphs.extend(in_ranges(comparison, name));
    paragraphs.push(first.join(" "));
    let ties = comparison.ranking.indistinct_groups.iter();
    let ties = ties.filter(|group| group.len() > 1);
    let ties = ties.map(|group| all_of(group.iter().filter_map(|id| by_id(id)).collect()));
    let ties = joined(ties, "; ");
    if !ties.is_empty() {
        paragraphs.push(format!(
            "Ranks that cannot be distinguished, each pair compared directly: {ties}."
        ));
    } else if comparison.ranking.order.len() > 1 {
        paragraphs.push("All ranks can be distinguished.".to_owned());
    }
    paragraphs.extend(terms::answer(comparison, names, called));
    paragraphs.push(rules(comparison, called).join(" "));
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Which changes keep their sign over the ranges of all assumptions together.
fn in_ranges(comparison: &Comparison, name: impl Fn(&PolicyEffect) -> String) -> Option<String> {
    let band = comparison.band.as_ref()?;
    let each = comparison.confidence_of_each();
    let of = |effect: &&PolicyEffect| {
        let spread = band.find("agreement", &effect.policy);
        let agreement = &effect.agreement;
        let error = agreement.se.unwrap_or(0.0);
        spread.map(|spread| spread.outer(agreement.interval_all, error, each))
    };
    // Above 0, below it, or neither.
    let side = |[low, high]: [f64; 2]| i8::from(low > 0.0) - i8::from(high < 0.0);
    let kinds = [
        ("raised by", 1),
        ("lowered by", -1),
        ("changed one way or the other, or not beyond error, by", 0),
    ];
    let kinds = kinds.into_iter().filter_map(|(how, asked)| {
        let effects = comparison.by_rank().into_iter();
        let found = effects.filter(|effect| of(effect).map(side) == Some(asked));
        let found: Vec<String> = found.map(&name).collect();
        (!found.is_empty()).then(|| format!("{how} {}", listed(found)))
    });
    Some(format!(
        "Over the ranges of {} together agreement is {}.",
        counted(band.numbers as u64, "assumption"),
        joined(kinds, "; "),
    ))
}

/// The lever or set of levers that changes agreement most, up or down; of equal ones the first. None where no run differs.
fn strongest<'a>(effects: &[&'a PolicyEffect]) -> Option<&'a PolicyEffect> {
    let size = |effect: &PolicyEffect| effect.agreement.difference.abs();
    let ranked = effects
        .iter()
        .copied()
        .filter(|effect| effect.kind.is_ranked());
    let changed = ranked.filter(|effect| effect.agreement.differs());
    changed
        .rev()
        .max_by(|one, other| size(one).total_cmp(&size(other)))
}

/// Whether the ranking holds under other rules; the rules under which it does not first.
fn rules(comparison: &Comparison, called: impl Fn(&str) -> String) -> Vec<String> {
    let (silent, mut rules): (Vec<_>, Vec<_>) =
        comparison.rules.iter().partition(|rule| rule.silent);
    rules.sort_by_key(|rule| !rule.changes_places.iter().any(|pair| pair.distinct));
    let mut sentences = Vec::new();
    let mut alike = Vec::new();
    for rule in rules {
        let changed = |distinct: bool| {
            let pairs = rule.changes_places.iter();
            let pairs = pairs.filter(|pair| pair.distinct == distinct);
            places(&pairs.collect::<Vec<_>>(), &called)
        };
        let title = rule.rule.title();
        sentences.push(match (changed(true), changed(false)) {
            (None, None) => {
                alike.push(title);
                continue;
            }
            (None, Some(unsure)) => format!(
                "Under {title} some policies change places, none beyond simulation error: {unsure}."
            ),
            (Some(sure), None) => format!("Under {title} the ranking does not hold: {sure}."),
            (Some(sure), Some(unsure)) => format!(
                "Under {title} the ranking does not hold: {sure}; within simulation error also {unsure}."
            ),
        });
    }
    if !alike.is_empty() {
        sentences.push(format!("The ranking is the same under {}.", listed(alike)));
    }
    if !silent.is_empty() {
        let titles = joined(silent.iter().map(|rule| rule.rule.title().to_owned()), ", ");
        sentences.push(format!(
            "No lever by itself changes agreement under {titles}, so nothing is ranked there."
        ));
    }
    sentences.extend(comparison.rules_left_out.iter().map(|rule| {
        let title = rule.rule.title();
        format!("Not compared under {title}: {}.", rule.because)
    }));
    sentences
}

/// Which policies stand above which under another rule; none where no two change places.
fn places(pairs: &[&RankExchange], called: impl Fn(&str) -> String) -> Option<String> {
    let shown = pairs.iter().take(PAIRS_SHOWN).map(|pair| {
        let (upper, lower) = (called(&pair.upper_here), called(&pair.upper_as_written));
        format!("{upper} above {lower}")
    });
    let more = pairs.len().saturating_sub(PAIRS_SHOWN);
    let more = (more > 0).then(|| format!("and {more} more pairs"));
    (!pairs.is_empty()).then(|| joined(shown.chain(more), ", "))
}

#[cfg(test)]
mod tests {
    use super::strongest;
    use crate::experiment::compare::{PairedEffect, PolicyEffect, PolicyKind};
    use crate::results::ById;
    use crate::simulation::Rate;

    fn paired(difference: f64, runs: u64) -> PairedEffect {
        PairedEffect {
            with: Rate::default(),
            without: Rate::default(),
            only_with: 0,
            only_without: runs,
            difference,
            se: None,
            interval: [difference; 2],
            p: 1.0,
            interval_all: [difference; 2],
            p_all: 1.0,
            saved_by_pairing: 0.0,
            runs_needed: None,
        }
    }

    fn effect(title: &str, kind: PolicyKind, difference: f64, runs: u64) -> PolicyEffect {
        PolicyEffect {
            policy: title.to_owned(),
            title: title.to_owned(),
            kind,
            never_used_in_the_file: false,
            agreement: paired(difference, runs),
            in_force_in_time: paired(difference, runs),
            signed: paired(0.0, 0),
            zone: paired(0.0, 0),
            packages: ById::default(),
            failures: ById::default(),
            transitions: Vec::new(),
            used: Rate::default(),
            parties: ById::default(),
        }
    }

    #[test]
    fn the_strongest_is_a_lever_or_a_named_set_that_changes_some_run() {
        let found = |effects: &[PolicyEffect]| {
            let effects: Vec<&PolicyEffect> = effects.iter().collect();
            strongest(&effects).map(|effect| effect.title.clone())
        };
        let idle = effect("idle", PolicyKind::Lever, 0.0, 0);
        let all = effect("all", PolicyKind::All, 0.5, 9);
        assert_eq!(found(&[idle.clone(), all.clone()]), None);
        let lever = effect("lever", PolicyKind::Lever, 0.1, 2);
        let set = effect("set", PolicyKind::Named, -0.3, 3);
        assert_eq!(found(&[all, lever, idle, set]).as_deref(), Some("set"));
    }
}
