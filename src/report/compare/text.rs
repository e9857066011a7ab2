//! A comparison as a page of tables: what does not survive first, then the ranking, then the reasons.

use crate::experiment::compare::{
    CONFIDENCE, Comparison, Effect, Ending, PolicyKind, RateEffect, RuleResult,
};
use crate::report::labels::{count, counted, listed, p_value, percent, points, signed};
use crate::report::table::section;
use crate::simulation::{Mean, PairedRates};

/// Moves between endings told for each policy.
const MOVES_SHOWN: usize = 3;

/// The page; at most 100 columns.
pub fn text(comparison: &Comparison) -> String {
    let mut text = heading(comparison);
    text.push('\n');
    text.push_str(&survival(comparison));
    text.push('\n');
    text.push_str(&ranked(comparison));
    let sections = [
        rates(comparison),
        adjusted(comparison),
        splits(comparison),
        moves(comparison),
        payoffs(comparison),
        costs(comparison),
        rules(comparison),
    ];
    for section in sections.into_iter().flatten() {
        text.push('\n');
        text.push_str(&section);
    }
    text
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

/// Whether the ranking survives other rules, in words.
fn survival(comparison: &Comparison) -> String {
    let mut text = String::new();
    for result in &comparison.rules {
        let title = result.rule.title();
        let pairs = |told_apart: bool| -> Vec<String> {
            let those = result
                .exchanges
                .iter()
                .filter(|it| it.told_apart == told_apart);
            let names = |it: &crate::experiment::compare::Exchange| {
                let name = |place: usize| &comparison.effects[place].policy.id;
                format!("`{}` above `{}`", name(it.lower), name(it.upper))
            };
            those.map(names).collect()
        };
        let (sure, unsure) = (pairs(true), pairs(false));
        if sure.is_empty() && unsure.is_empty() {
            text.push_str(&format!("The ranking is the same under {title}.\n"));
        } else if sure.is_empty() {
            text.push_str(&format!(
                "Under {title} some change places, none beyond simulation error: {}.\n",
                unsure.join(", ")
            ));
        } else {
            text.push_str(&format!(
                "THE RANKING DOES NOT SURVIVE {}: {}.\n",
                title.to_uppercase(),
                sure.join(", ")
            ));
            if !unsure.is_empty() {
                text.push_str(&format!(
                    "  Within simulation error also {}.\n",
                    unsure.join(", ")
                ));
            }
        }
    }
    for (rule, why) in &comparison.left_out {
        text.push_str(&format!("Not compared under {}: {why}.\n", rule.title()));
    }
    text
}

fn name(effect: &Effect) -> String {
    let mark = if effect.policy.assumed { " *" } else { "" };
    format!("{}{mark}", effect.policy.title)
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
    let needed = format!("runs for ±{}", 100.0 * comparison.half_width);
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
    let mut text = format!(
        "Told from no effect, all at once (Holm, {:.0} %): {}.\n",
        100.0 * CONFIDENCE,
        words(&those(true))
    );
    let not = those(false);
    if !not.is_empty() {
        text.push_str(&format!("Not told from no effect: {}.\n", words(&not)));
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
            "All ranks are told apart.\n".to_owned()
        } else {
            format!(
                "Ranks not told apart, each pair tested directly: {}.\n",
                groups.join("; ")
            )
        };
        text.push_str(&line);
    }
    text
}

/// A difference with its interval: `+1.23 [+0.90, +1.56]`.
fn difference(rates: &PairedRates) -> String {
    if rates.only_first + rates.only_second == 0 {
        return "0, every run alike".to_owned();
    }
    let [low, high] = rates.interval(CONFIDENCE);
    format!(
        "{} [{}, {}]",
        points(rates.difference()),
        points(low),
        points(high)
    )
}

/// A difference with its standard error: `+1.23 ± 0.17`.
fn short(rates: &PairedRates) -> String {
    match rates.standard_error() {
        Some(error) if rates.only_first + rates.only_second > 0 => {
            format!("{} ± {:.2}", points(rates.difference()), 100.0 * error)
        }
        _ => "0".to_owned(),
    }
}

fn rates(comparison: &Comparison) -> Option<String> {
    let mut header = vec!["", "signed", "zone"];
    header.extend(comparison.packages.iter().map(|it| it.id.as_str()));
    let row = |effect: &Effect| {
        let fixed = [&effect.signed, &effect.zone];
        let all = fixed.into_iter().chain(&effect.packages);
        let cells = all.map(|it: &RateEffect| short(&it.rates));
        std::iter::once(effect.policy.id.clone())
            .chain(cells)
            .collect()
    };
    let title = "Signed, zone, and packages agreed at the end, points";
    section(title, 1, &header, comparison.by_rank().map(row).collect())
}

fn adjusted(comparison: &Comparison) -> Option<String> {
    let row = |effect: &Effect| {
        let adjusted = effect.agreement.adjusted?;
        Some(vec![
            effect.policy.id.clone(),
            short(&effect.agreement.rates),
            format!(
                "{} ± {:.2}",
                points(adjusted.difference),
                100.0 * adjusted.standard_error
            ),
            percent_saved(adjusted.variance_saved),
        ])
    };
    let title = format!(
        "Agreement with the zone as control variate, known on {} more realizations",
        count(comparison.zone_runs)
    );
    let header = ["", "plain", "adjusted", "variance saved"];
    section(
        &title,
        1,
        &header,
        comparison.by_rank().filter_map(row).collect(),
    )
}

fn percent_saved(share: f64) -> String {
    format!("{:.1} %", 100.0 * share).replace('-', "−")
}

fn splits(comparison: &Comparison) -> Option<String> {
    let mut rows = Vec::new();
    for split in &comparison.splits {
        let effect = &comparison.effects[split.effect];
        let whole = &effect.agreement.rates;
        rows.push(vec![
            effect.policy.id.clone(),
            "whole".to_owned(),
            difference(whole),
            short(&effect.zone.rates),
        ]);
        for part in &split.parts {
            rows.push(vec![
                String::new(),
                format!("through {}", part.title),
                difference(&part.agreement),
                short(&part.zone),
            ]);
        }
        let interaction = match split.interaction.interval(CONFIDENCE) {
            Some([low, high]) => format!(
                "{} [{}, {}]",
                points(split.interaction.value().unwrap_or(0.0)),
                points(low),
                points(high)
            ),
            None => "–".to_owned(),
        };
        rows.push(vec![
            String::new(),
            "interaction".to_owned(),
            interaction,
            String::new(),
        ]);
    }
    let title = "Through whom: levers with several targets, restricted to each; whole less parts";
    section(
        title,
        2,
        &["", "", "agreement, points", "zone, points"],
        rows,
    )
}

fn moves(comparison: &Comparison) -> Option<String> {
    let causes: Vec<Ending> = Ending::all()
        .skip(1)
        .filter(|&cause| {
            comparison.effects.iter().any(|effect| {
                let rates = effect.endings.rates(cause);
                rates.first().count + rates.second().count > 0
            })
        })
        .collect();
    let mut header = vec![""];
    header.extend(causes.iter().map(|it| it.name()));
    let row = |effect: &Effect| {
        let cells = causes.iter().map(|&it| short(&effect.endings.rates(it)));
        std::iter::once(effect.policy.id.clone())
            .chain(cells)
            .collect()
    };
    let title = "Causes of failure created (+) and removed (−), points";
    let net = section(title, 1, &header, comparison.by_rank().map(row).collect())?;
    let rows = comparison
        .by_rank()
        .map(|effect| vec![effect.policy.id.clone(), largest_moves(effect)]);
    let title = "Where runs move: the largest changes of ending, in runs";
    let largest = section(title, 2, &["", ""], rows.collect())?;
    Some(format!("{net}\n{largest}"))
}

/// The most frequent changes of ending; equal ones in the order of endings.
fn largest_moves(effect: &Effect) -> String {
    let mut moves = Vec::new();
    for without in Ending::all() {
        for with in Ending::all().filter(|&it| it != without) {
            moves.push((effect.endings.count(without, with), without, with));
        }
    }
    moves.sort_by_key(|&(runs, _, _)| std::cmp::Reverse(runs));
    let shown = moves.iter().take(MOVES_SHOWN).filter(|it| it.0 > 0);
    let words: Vec<String> = shown
        .map(|(runs, without, with)| {
            format!("{} → {} {}", without.name(), with.name(), count(*runs))
        })
        .collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

fn payoffs(comparison: &Comparison) -> Option<String> {
    let mut header = vec![""];
    header.extend(comparison.parties.iter().map(|it| it.id.as_str()));
    let table = |title: &str, of: &dyn Fn(&Effect, usize) -> Mean| {
        let row = |effect: &Effect| {
            let parties = 0..comparison.parties.len();
            let cells = parties.map(|party| change(&of(effect, party)));
            std::iter::once(effect.policy.id.clone())
                .chain(cells)
                .collect()
        };
        section(title, 1, &header, comparison.by_rank().map(row).collect())
    };
    let utility = table(
        "Change of the utility a run leaves each party with, own scale",
        &|effect, party| effect.parties[party].utility,
    )?;
    let payoff = table(
        "Change of each party's payoff, costs of levers included",
        &|effect, party| effect.parties[party].payoff,
    )?;
    Some(format!("{utility}\n{payoff}"))
}

/// A mean change with its standard error.
fn change(mean: &Mean) -> String {
    match (mean.value(), mean.standard_error()) {
        (Some(value), Some(error)) if value != 0.0 || error > 0.0 => {
            format!("{} ± {error:.4}", signed(value, 4))
        }
        (Some(_), _) => "0".to_owned(),
        (None, _) => "–".to_owned(),
    }
}

fn costs(comparison: &Comparison) -> Option<String> {
    let mut rows = Vec::new();
    for effect in comparison.by_rank() {
        for (party, means) in comparison.parties.iter().zip(&effect.parties) {
            let cost = means.cost.value().unwrap_or(0.0);
            if cost <= 0.0 {
                continue;
            }
            let share = effect.used.value();
            rows.push(vec![
                effect.policy.id.clone(),
                party.id.clone(),
                percent(share),
                change(&means.cost).replace('+', ""),
                format!("{:.4}", cost / share),
                change(&means.payoff),
            ]);
        }
    }
    let title = "What levers cost those who use them, in payoff";
    let header = [
        "",
        "",
        "used",
        "cost per run",
        "per run in force",
        "payoff in all",
    ];
    section(title, 2, &header, rows)
}

fn rules(comparison: &Comparison) -> Option<String> {
    if comparison.rules.is_empty() {
        return None;
    }
    let mut header = vec!["", "as written"];
    header.extend(comparison.rules.iter().map(|it| it.rule.title()));
    let row = |(place, effect): (usize, &Effect)| {
        let under = |result: &RuleResult| {
            let rank = result.ranking.order.iter().position(|&it| it == place);
            ranked_difference(rank, &result.agreement[place])
        };
        let rank = comparison.ranking.order.iter().position(|&it| it == place);
        let cells = comparison.rules.iter().map(under);
        [
            effect.policy.id.clone(),
            ranked_difference(rank, &effect.agreement.rates),
        ]
        .into_iter()
        .chain(cells)
        .collect()
    };
    let ranked = comparison.ranking.order.iter().copied();
    let all = (0..comparison.effects.len()).filter(|it| !comparison.ranking.order.contains(it));
    let places = ranked.chain(all);
    let rows = places.map(|place| row((place, &comparison.effects[place])));
    let title = "Agreement under other rules, points; in parentheses the rank";
    section(title, 1, &header, rows.collect())
}

fn ranked_difference(rank: Option<usize>, rates: &PairedRates) -> String {
    let rank = rank.map_or_else(String::new, |rank| format!(" ({})", rank + 1));
    format!("{}{rank}", short(rates))
}
