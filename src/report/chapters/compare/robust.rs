//! What holds under every rule that speaks, and what would overturn it: what stands before everything else.

use crate::experiment::compare::{Comparison, RankLead, RobustEffect, RobustPair, Rule};
use crate::report::chapters::decisive::{self, Of};
use crate::report::labels::{counted, listed, points, trimmed};
use crate::report::names::Names;
use crate::report::table::{Cell, Column, Table};
use crate::report::words::joined;
use crate::simulation::{Decisive, Turning};

/// The name of a way of settling, for readers.
fn way(name: &str) -> &str {
    let rule = Rule::ALL.into_iter().find(|rule| rule.name() == name);
    rule.map_or("as written", Rule::title)
}

/// What holds under all ways of settling that rank anything, and what does not; nothing where there is one only.
pub(super) fn holds(comparison: &Comparison, called: impl Fn(&str) -> String) -> Option<String> {
    let robust = &comparison.robust;
    let ways = robust.ways.len();
    if ways < 2 {
        return None;
    }
    let named = |effects: Vec<&RobustEffect>| {
        listed(effects.into_iter().map(|effect| called(&effect.policy)))
    };
    let all = |up: bool| {
        let effects = robust.effects.iter().filter(|effect| {
            let moved = if up { &effect.raised } else { &effect.lowered };
            moved.len() == ways
        });
        effects.collect::<Vec<_>>()
    };
    let mut parts = Vec::new();
    for (up, verb) in [(true, "raised"), (false, "lowered")] {
        let effects = all(up);
        if !effects.is_empty() {
            parts.push(format!("agreement is {verb} by {}", named(effects)));
        }
    }
    let pairs: Vec<&RobustPair> = robust
        .pairs
        .iter()
        .filter(|pair| pair.leads.len() == ways)
        .collect();
    // Pairs with the same upper policy follow one another.
    for group in pairs.chunk_by(|one, other| one.upper == other.upper) {
        let lower = listed(group.iter().map(|pair| called(&pair.lower)));
        parts.push(format!("{} is ahead of {lower}", called(&group[0].upper)));
    }
    let head = format!("Under all {ways} ways of settling that rank anything ");
    let mut sentences = vec![if parts.is_empty() {
        format!("{head}no effect and no rank can be distinguished from chance.")
    } else {
        format!("{head}{}.", joined(parts, "; "))
    }];
    let in_some = robust.effects.iter().filter(|effect| {
        let moved = effect.raised.len() + effect.lowered.len();
        moved > 0 && !effect.holds(ways) && !effect.is_contradicted()
    });
    let in_some = in_some.map(|effect| {
        let (verb, moved) = if effect.raised.is_empty() {
            ("lowered", effect.lowered.len())
        } else {
            ("raised", effect.raised.len())
        };
        format!("{} ({verb} in {moved})", called(&effect.policy))
    });
    let in_some: Vec<String> = in_some.collect();
    if !in_some.is_empty() {
        sentences.push(format!(
            "In some of them only, never the other way: {}.",
            listed(in_some)
        ));
    }
    let contradicted = robust
        .effects
        .iter()
        .filter(|effect| effect.is_contradicted());
    for effect in contradicted {
        let under = |ways: &[String]| listed(ways.iter().map(|name| way(name)));
        sentences.push(format!(
            "{} raises agreement under {}, and lowers it under {}.",
            called(&effect.policy),
            under(&effect.raised),
            under(&effect.lowered)
        ));
    }
    let trailing = robust.pairs.iter().filter(|pair| !pair.trails.is_empty());
    for pair in trailing {
        sentences.push(format!(
            "{} is ahead of {} as written and behind it under {}.",
            called(&pair.upper),
            called(&pair.lower),
            listed(pair.trails.iter().map(|name| way(name)))
        ));
    }
    Some(sentences.join(" "))
}

/// Which single assumptions would overturn the first ranks.
pub(super) fn overturned(
    comparison: &Comparison,
    names: Names<'_>,
    called: impl Fn(&str) -> String,
) -> Vec<String> {
    let sentence = |lead: &RankLead| {
        let by = points(lead.decisive.value).replace('+', "");
        let what = what_leads(lead, &called);
        format!("{what} by {by} points; {}", by_what(&lead.decisive, names))
    };
    comparison.leads.iter().map(sentence).collect()
}

/// That a policy is ahead of another, or raises agreement.
fn what_leads(lead: &RankLead, called: impl Fn(&str) -> String) -> String {
    let upper = called(&lead.upper);
    match &lead.lower {
        Some(lower) => format!("{upper} is ahead of {}", called(lower)),
        None => format!("{upper} raises agreement"),
    }
}

/// The numbers that reverse a lead, or the one that shortens it most.
fn by_what(found: &Decisive, names: Names<'_>) -> String {
    let reversed = found.numbers.iter().filter_map(|number| {
        let mut switches = number.switches.iter();
        let switch = switches.find(|switch| switch.what == Turning::Reversed)?;
        let path = decisive::called(names, &number.path);
        Some(format!(
            "{path} at {} ({} as written)",
            trimmed(switch.at),
            trimmed(number.value)
        ))
    });
    let reversed: Vec<String> = reversed.collect();
    if !reversed.is_empty() {
        return format!("it would be overturned by {}.", listed(reversed));
    }
    let tried = counted(found.moved as u64, "number");
    let none =
        format!("none of the {tried} that were moved by themselves overturns it within its range");
    let Some(most) = found.numbers.first() else {
        return format!("{none}, and none changes it beyond simulation error.");
    };
    let ends = most
        .ends()
        .map(|end| format!("{} at {}", points(end.result), trimmed(end.at)));
    format!(
        "{none}; {} changes it most: {}.",
        decisive::called(names, &most.path),
        joined(ends, ", ")
    )
}

/// The numbers that decide a lead.
pub(super) fn tables(comparison: &Comparison, names: Names<'_>) -> Vec<Table> {
    let leads = comparison
        .leads
        .iter()
        .filter(|lead| !lead.decisive.numbers.is_empty());
    let table = |lead: &RankLead| {
        let title = |id: &str| names.called(id, comparison.title(id));
        let title = format!(
            "Assumptions that decide by how much {}",
            what_leads(lead, title)
        );
        let note = format!("{} points as written", points(lead.decisive.value));
        decisive::table(&title, &note, &lead.decisive, Of::Difference, names)
    };
    leads.map(table).collect()
}

/// What each lever changes for each unit of its size.
pub(super) fn units(comparison: &Comparison) -> Table {
    Table::new("Change of agreement for each unit of assumed size")
        .note("points for each 0.01")
        .legend(
            "What the effects on one target change by themselves, divided by their size as written (sum of central values); intervals hold \
             together at 95 %. Positive: agreement rises as the size does.",
        )
        .of(&comparison.units)
        .column(Column::shared("lever"), |unit| lever(comparison, &unit.lever))
        .column("through", |unit| format!("{}, {}", unit.title, unit.of.replace(['-', '.'], " ")))
        .keyed()
        .column("size", |unit| Cell::Number(unit.size))
        .column("change", |unit| Cell::Points(unit.change, unit.interval))
        .table()
}

/// At which size levers pay for themselves.
pub(super) fn sizes(comparison: &Comparison) -> Table {
    let runs = comparison.sizes.first().map_or(0, |lever| lever.runs);
    let legend = format!(
        "Each lever with its effects as many times as large, {} each; change of agreement in points, with intervals that hold together at \
         95 %. Breaks even: the multiple of its size at which the actor's payoff is what it is without it; in brackets at the least and at \
         the most. Empty: it costs nothing, or no size tried pays for it.",
        counted(runs, "run")
    );
    let times = comparison
        .sizes
        .iter()
        .flat_map(|lever| &lever.sizes)
        .map(|size| size.times);
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times.dedup_by(|one, other| one.total_cmp(other).is_eq());
    Table::new("Levers at other sizes")
        .legend(&legend)
        .of(&comparison.sizes)
        .column("lever", |sized| lever(comparison, &sized.lever))
        .columns(
            &times,
            |times| format!("{} times", trimmed(**times)),
            |sized, times| {
                let mut sizes = sized.sizes.iter();
                let at = sizes.find(|size| size.times.total_cmp(times).is_eq());
                at.map(|size| size.agreement.cell())
            },
        )
        .column("breaks even", |sized| {
            sized.break_even.map(|even| {
                let [least, most] = even.between.map(trimmed);
                Cell::Written(
                    format!("{} [{least}, {most}]", trimmed(even.times)),
                    even.times,
                )
            })
        })
        .table()
}

fn lever(comparison: &Comparison, id: &str) -> Cell {
    Cell::named(comparison.title(id), id)
}
