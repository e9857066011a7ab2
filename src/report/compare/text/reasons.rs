//! What lies behind the ranking: zones, packages, targets, causes, parties, costs, other rules.

use crate::experiment::compare::{CONFIDENCE, Comparison, Effect, Ending, PartyEffect, Ranking};
use crate::report::compare::text::{column, difference, matrix, short};
use crate::report::labels::{count, percent, points, signed};
use crate::report::table::section;
use crate::simulation::{Mean, PairedRates};

/// Moves between endings told for each policy.
const MOVES_SHOWN: usize = 3;

/// The sections, in order.
pub(super) fn sections(comparison: &Comparison) -> [String; 9] {
    [
        rules(comparison),
        rates(comparison),
        splits(comparison),
        causes(comparison),
        moves(comparison),
        utilities(comparison),
        payoffs(comparison),
        costs(comparison),
        adjusted(comparison),
    ]
}

fn rates(comparison: &Comparison) -> String {
    let mut columns = vec![
        ("signed", column(comparison, |it| short(&it.signed.rates))),
        ("zone", column(comparison, |it| short(&it.zone.rates))),
    ];
    for (place, package) in comparison.packages.iter().enumerate() {
        let cells = column(comparison, |it| short(&it.packages[place].rates));
        columns.push((&package.id, cells));
    }
    let title = "Signed, zone, and packages agreed at the end, points";
    matrix(comparison, title, &columns)
}

fn adjusted(comparison: &Comparison) -> String {
    let row = |effect: &Effect| {
        let rates = &effect.agreement.rates;
        let (difference, saved) = match effect.agreement.adjusted {
            None => ("–".to_owned(), "–".to_owned()),
            Some(adjusted) => (
                format!(
                    "{} ± {:.2}",
                    points(adjusted.difference),
                    100.0 * adjusted.standard_error
                ),
                share_saved(adjusted.variance_saved),
            ),
        };
        let paired = share_saved(rates.saved_by_pairing());
        vec![
            effect.policy.id.clone(),
            short(rates),
            paired,
            difference,
            saved,
        ]
    };
    let title = format!(
        "Variance saved: by the same realizations; by the zone of {} more as control variate",
        count(comparison.zone_runs)
    );
    let header = ["", "paired", "saved", "with zones", "saved further"];
    let rows = comparison.by_rank().map(row).collect();
    section(&title, 1, &header, rows).unwrap_or_default()
}

fn share_saved(share: f64) -> String {
    format!("{:.1} %", 100.0 * share).replace('-', "−")
}

fn splits(comparison: &Comparison) -> String {
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
    let header = ["", "", "agreement, points", "zone, points"];
    section(title, 2, &header, rows).unwrap_or_default()
}

fn causes(comparison: &Comparison) -> String {
    let met = |cause: &Ending| {
        comparison.effects.iter().any(|effect| {
            let rates = effect.endings.rates(*cause);
            rates.first().count + rates.second().count > 0
        })
    };
    let columns: Vec<(&str, Vec<String>)> = Ending::all()
        .skip(1)
        .filter(met)
        .map(|cause| {
            let cells = column(comparison, |it| short(&it.endings.rates(cause)));
            (cause.name(), cells)
        })
        .collect();
    let title = "Causes of failure created (+) and removed (−), points";
    matrix(comparison, title, &columns)
}

fn moves(comparison: &Comparison) -> String {
    let rows = comparison
        .by_rank()
        .map(|effect| vec![effect.policy.id.clone(), largest_moves(effect)]);
    let title = "Where runs move: the largest changes of ending";
    let header = ["", "without → with, runs"];
    section(title, 2, &header, rows.collect()).unwrap_or_default()
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

fn utilities(comparison: &Comparison) -> String {
    let title = "Change of the utility a run leaves each party with, own scale";
    by_party(comparison, title, |party| &party.utility)
}

fn payoffs(comparison: &Comparison) -> String {
    let title = "Change of each party's payoff, costs of levers included";
    by_party(comparison, title, |party| &party.payoff)
}

fn by_party(comparison: &Comparison, title: &str, of: fn(&PartyEffect) -> &Mean) -> String {
    let parties = comparison.parties.iter().enumerate();
    let columns: Vec<(&str, Vec<String>)> = parties
        .map(|(place, party)| {
            let cells = column(comparison, |it| change(of(&it.parties[place])));
            (party.id.as_str(), cells)
        })
        .collect();
    matrix(comparison, title, &columns)
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

fn costs(comparison: &Comparison) -> String {
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
    section(title, 2, &header, rows).unwrap_or_default()
}

fn rules(comparison: &Comparison) -> String {
    if comparison.rules.is_empty() {
        return String::new();
    }
    let order = &comparison.ranking.order;
    let others = (0..comparison.effects.len()).filter(|it| !order.contains(it));
    let places: Vec<usize> = order.iter().copied().chain(others).collect();
    let cells = |ranking: &Ranking, rates: &dyn Fn(usize) -> PairedRates| -> Vec<String> {
        let cell = |&place: &usize| {
            let rank = ranking.order.iter().position(|&it| it == place);
            ranked_difference(rank, &rates(place))
        };
        places.iter().map(cell).collect()
    };
    let written = |place: usize| comparison.effects[place].agreement.rates;
    let mut columns = vec![("as written", cells(&comparison.ranking, &written))];
    for result in &comparison.rules {
        let rates = |place: usize| result.agreement[place];
        columns.push((result.rule.title(), cells(&result.ranking, &rates)));
    }
    let title = "Agreement under other rules, points; in parentheses the rank";
    matrix(comparison, title, &columns)
}

fn ranked_difference(rank: Option<usize>, rates: &PairedRates) -> String {
    let rank = rank.map_or_else(String::new, |rank| format!(" ({})", rank + 1));
    format!("{}{rank}", short(rates))
}
