//! Which assumptions decide a result, in words and tables.

use crate::report::chapters::band;
use crate::report::labels::{count, counted, listed, percent, points, trimmed};
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::report::words::joined;
use crate::simulation::{Decisive, DecisiveNumber, Moved, Summary, SwitchingValue, Turning};

/// What numbers decide.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// A share of runs.
    Share,
    /// A difference of shares.
    Difference,
}

impl Of {
    /// A result.
    fn words(self, result: f64) -> String {
        match self {
            Self::Share => percent(result),
            Self::Difference => points(result),
        }
    }

    /// The result at an end with the half-width of the interval of the difference to that as written.
    fn end(self, moved: Option<&Moved>) -> Cell {
        let Some(moved) = moved else {
            return Cell::Empty;
        };
        let [low, high] = moved.interval;
        let half = 50.0 * (high - low);
        let words = self.words(moved.result);
        Cell::Text(format!("{}: {words} (±{half:.1})", trimmed(moved.at)))
    }
}

/// The number that changes agreement most, in a sentence after the headline.
pub(super) fn first(summary: &Summary, names: Names<'_>) -> Option<String> {
    let found = summary.decisive.as_ref()?;
    let Some(most) = found.numbers.iter().find(|number| number.changes_result()) else {
        let none = format!(
            "None of the {} that were moved by themselves changes agreement beyond simulation error",
            counted(found.moved as u64, "number")
        );
        // What is left changes the terms.
        let of_terms = found
            .numbers
            .iter()
            .map(|number| called(names, &number.path));
        let of_terms: Vec<String> = of_terms.collect();
        return Some(match of_terms.len() {
            0 => format!("{none}."),
            1 => format!("{none}; {} changes what is agreed most often.", of_terms[0]),
            _ => format!(
                "{none}; {} change what is agreed most often.",
                listed(of_terms)
            ),
        });
    };
    let at = |moved: &Moved| format!("{} at {}", percent(moved.result), trimmed(moved.at));
    let ends = joined(most.ends().map(at), ", ");
    Some(format!(
        "Of single assumptions {} moves agreement most: {ends} ({} as written).",
        called(names, &most.path),
        trimmed(most.value)
    ))
}

/// A number in a sentence.
pub(super) fn called(names: Names<'_>, path: &str) -> String {
    match names.path(path) {
        // The terminal has no titles, so it names what is typed.
        Cell::Path { title, .. } if !title.is_empty() => format!("“{title}”"),
        _ => format!("`{path}`"),
    }
}

/// The numbers that decide agreement.
pub(super) fn of_runs(summary: &Summary, names: Names<'_>) -> Option<Table> {
    let found = summary.decisive.as_ref()?;
    let note = format!("{} as written", percent(found.value));
    let table = table(
        "Assumptions that decide agreement",
        &note,
        found,
        Of::Share,
        names,
    );
    (!found.numbers.is_empty()).then_some(table)
}

/// Numbers with a result at both ends of their ranges, and where it turns.
pub(super) fn table(title: &str, note: &str, found: &Decisive, of: Of, names: Names<'_>) -> Table {
    let legend = format!(
        "One number at an end of its range, all else as written, {} each, paired with the same runs as written; ±: half-width of the \
         intervals of the differences, which hold together at 95 %. Turns: where on the way, by interpolation, and in brackets where at the nearest and the farthest.",
        format_args!("{} runs", count(found.runs)),
    );
    let some_turns = found
        .numbers
        .iter()
        .any(|number| !number.switches.is_empty());
    Table::new(title)
        .note(note)
        .legend(&legend)
        .of(&found.numbers)
        .column("number", |number| names.path(&number.path))
        .column("as written", |number| {
            Cell::Written(trimmed(number.value), number.value)
        })
        .column("at the low end", move |number| of.end(number.low.as_ref()))
        .column("at the high end", move |number| {
            of.end(number.high.as_ref())
        })
        .columns(
            some_turns.then_some("turns"),
            |head| *head,
            |number, _| turns(number, names),
        )
        .table()
}

fn turns(number: &DecisiveNumber, names: Names<'_>) -> String {
    let turns = number.switches.iter().map(|switch| turn(switch, names));
    joined(turns, "; ")
}

/// What turns and where.
fn turn(switch: &SwitchingValue, names: Names<'_>) -> String {
    let what = match &switch.what {
        Turning::Half => "half".to_owned(),
        Turning::Double => "twice".to_owned(),
        Turning::Reversed => "reversed".to_owned(),
        Turning::Terms { issue, from, to } => format!(
            "{}: {} → {}",
            names.called(issue, names.issue(issue)),
            names.called(from, names.option(issue, from)),
            names.called(to, names.option(issue, to)),
        ),
    };
    let [near, far] = switch.between.map(trimmed);
    let (low, high) = if switch.between[0] <= switch.between[1] {
        (near, far)
    } else {
        (far, near)
    };
    format!("{what} at {} [{low}, {high}]", trimmed(switch.at))
}

/// How the numbers were found.
pub(super) fn method(found: &Decisive) -> String {
    let which = if found.moved < found.ranged {
        format!(
            "Of {} with a range {}, foremost those that explain most of the differences between the points of the band (forward selection; \
             Efroymson 1960), were",
            counted(found.ranged as u64, "number"),
            count(found.moved as u64),
        )
    } else {
        format!(
            "All {} with a range were",
            counted(found.ranged as u64, "number")
        )
    };
    format!(
        "{which} moved by themselves to the ends of their ranges, {} at each, paired with the same runs as written; intervals hold \
         together for all of them. Where something turns is interpolated between values at which runs were played, the response taken to \
         be monotone (Ayer and others 1955).",
        format_args!("{} runs", count(found.runs)),
    )
}

/// The headline with its band and the number that moves it most: what a reader may quote.
pub(super) fn headline(summary: &Summary, names: Names<'_>) -> Option<String> {
    let parts = [band::headline(summary), first(summary, names)];
    let words = joined(parts.into_iter().flatten(), " ");
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use crate::report::chapters::run::table;
    use crate::report::fixture;
    use crate::simulation::{Decisive, DecisiveNumber, Moved, SwitchingValue, Turning};

    fn moved(at: f64, result: f64) -> Moved {
        let difference = result - 0.12;
        Moved {
            at,
            result,
            difference,
            interval: [difference - 0.03, difference + 0.03],
        }
    }

    fn decisive(numbers: Vec<DecisiveNumber>) -> Decisive {
        Decisive {
            ranged: 30,
            moved: 8,
            runs: 416,
            value: 0.12,
            numbers,
        }
    }

    #[test]
    fn the_number_that_decides_stands_first_with_where_it_turns() {
        let mut summary = fixture::summary();
        let switch = SwitchingValue {
            what: Turning::Half,
            at: 0.6123,
            between: [0.58, 0.7],
        };
        let terms = SwitchingValue {
            what: Turning::Terms {
                issue: "wage".to_owned(),
                from: "low".to_owned(),
                to: "high".to_owned(),
            },
            at: 0.4,
            between: [0.45, 0.3],
        };
        summary.decisive = Some(decisive(vec![DecisiveNumber {
            path: "party.union.reservation".to_owned(),
            value: 0.5,
            low: Some(moved(0.3, 0.217)),
            high: Some(moved(0.8, 0.04)),
            switches: vec![switch, terms],
        }]));
        let text = table(&summary);
        let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
        assert!(
            words.contains(
                "Of single assumptions `party.union.reservation` moves agreement most: 21.7 % at 0.3, 4.0 % at 0.8 (0.5 as written)."
            ),
            "{text}"
        );
        for wanted in ["0.3: 21.7 % (±3.0)", "half at 0.612", "0.8: 4.0 % (±3.0)"] {
            assert!(words.contains(wanted), "{wanted} is missing in\n{text}");
        }
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{text}"
        );
    }

    #[test]
    fn where_nothing_decides_that_is_said() {
        let mut summary = fixture::summary();
        summary.decisive = Some(decisive(Vec::new()));
        let text = table(&summary);
        assert!(text.contains("None of the 8 numbers"), "{text}");
        assert!(!text.contains("Assumptions that decide"), "{text}");
    }
}
