//! A comparison as a page of tables: what does not survive first, then the ranking, then the reasons.

use std::fmt::Write as _;

use crate::experiment::compare::{
    CONFIDENCE, Comparison, Effect, Ending, Exchange, PartyEffect, PolicyKind, Ranking,
};
use crate::report::labels::{count, counted, listed, p_value, percent, points, signed};
use crate::report::table::section;
use crate::simulation::{Mean, PairedRates};

/// Moves between endings told for each policy.
const MOVES_SHOWN: usize = 3;
/// Pairs that change places told for each rule.
const PAIRS_SHOWN: usize = 6;
/// Columns of numbers in a table, for pages of 100 columns.
const NUMBERS_MAX: usize = 4;

/// The page; at most 100 columns.
pub fn text(comparison: &Comparison) -> String {
    let sections = [
        heading(comparison),
        survival(comparison),
        ranked(comparison),
        rates(comparison),
        adjusted(comparison),
        splits(comparison),
        causes(comparison),
        moves(comparison),
        utilities(comparison),
        payoffs(comparison),
        costs(comparison),
        rules(comparison),
    ];
    let sections: Vec<String> = sections.into_iter().filter(|it| !it.is_empty()).collect();
    sections.join("\n")
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
        let (sure, unsure): (Vec<&Exchange>, Vec<&Exchange>) =
            result.exchanges.iter().partition(|it| it.told_apart);
        let _ = match (sure.is_empty(), unsure.is_empty()) {
            (true, true) => writeln!(text, "The ranking is the same under {title}."),
            (true, false) => writeln!(
                text,
                "Under {title} some change places, none beyond simulation error: {}.",
                places(comparison, &unsure)
            ),
            (false, _) => writeln!(
                text,
                "THE RANKING DOES NOT SURVIVE {}: {}.",
                title.to_uppercase(),
                places(comparison, &sure)
            ),
        };
        if !sure.is_empty() && !unsure.is_empty() {
            let unsure = places(comparison, &unsure);
            let _ = writeln!(text, "  Within simulation error also {unsure}.");
        }
    }
    for (rule, why) in &comparison.left_out {
        let _ = writeln!(text, "Not compared under {}: {why}.", rule.title());
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
    let mark = if effect.policy.assumed { " *" } else { "" };
    format!("{}{mark}", effect.policy.id)
}

/// Tables of numbers about the policies: as many as fit side by side, the others below.
fn matrix(comparison: &Comparison, title: &str, columns: &[(&str, Vec<String>)]) -> String {
    let mut tables = Vec::new();
    for part in columns.chunks(NUMBERS_MAX) {
        let mut header = vec![""];
        header.extend(part.iter().map(|it| it.0));
        let row = |(place, effect): (usize, &Effect)| {
            let cells = part.iter().map(|it| it.1[place].clone());
            std::iter::once(effect.policy.id.clone())
                .chain(cells)
                .collect()
        };
        let rows = comparison.by_rank().enumerate().map(row).collect();
        let title = if tables.is_empty() { title } else { "" };
        tables.extend(section(title, 1, &header, rows));
    }
    tables.join("\n")
}

/// One column of a matrix.
fn column(comparison: &Comparison, of: impl Fn(&Effect) -> String) -> Vec<String> {
    comparison.by_rank().map(of).collect()
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
        let _ = writeln!(text, "Not told from no effect: {}.", words(&not));
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
    let rows = comparison.by_rank().filter_map(row).collect();
    section(&title, 1, &header, rows).unwrap_or_default()
}

fn percent_saved(share: f64) -> String {
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
