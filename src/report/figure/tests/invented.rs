//! Names and sweeps that figures are tried with.

use crate::experiment::sweep::{CellLayout, FactorLayout, Layout, Stop};
use crate::report::figure::cells::{CellLine, Swept};
use crate::simulation::Rate;

/// Spells the names of things by their numbers.
pub(super) type Names = fn(usize) -> String;

/// A name as long as anybody would give.
pub(super) fn long(number: usize) -> String {
    format!("No. {number}, and its Mitbestimmungsangelegenheiten, обязательства and so on")
}

/// Numbers that spread over 0..=1 without a pattern: multiples of the golden ratio (Weyl 1916).
pub(super) fn spread(number: usize) -> f64 {
    (number as f64 * 0.618_033_988_749_895).fract()
}

/// A sweep of some factors, each with four levels, one at a time.
pub(super) fn one_at_a_time(factors: usize, name: Names) -> Swept {
    let names = |number| FactorLayout {
        id: format!("factor{number}"),
        title: name(number),
        written: number.is_multiple_of(2).then_some(22.0),
        ..FactorLayout::default()
    };
    let labels = |changed: Option<(usize, usize)>| {
        let label = move |factor| {
            let level = changed.filter(|item| item.0 == factor)?;
            Some(format!("{}", 10 * level.1 + 5))
        };
        (0..factors).map(label).collect::<Vec<_>>()
    };
    let changes = (0..factors).flat_map(|factor| (0..4).map(move |level| Some((factor, level))));
    let changes: Vec<_> = std::iter::once(None).chain(changes).collect();
    let cell = |(number, &changed): (usize, &Option<(usize, usize)>)| {
        let rate = spread(number + 3);
        let difference = rate - spread(3);
        CellLine {
            levels: labels(changed)
                .into_iter()
                .map(|item| item.map(|item| format!("{item} of {}", name(number))))
                .collect(),
            numbers: labels(changed)
                .into_iter()
                .map(|item| item.and_then(|item| item.parse().ok()))
                .collect(),
            runs: 500,
            rate,
            interval: [(rate - 0.04).max(0.0), (rate + 0.04).min(1.0)],
            difference: changed.map(|_| [difference, difference - 0.02, difference + 0.02]),
            failures: [Rate { count: 0, runs: 0 }; 8],
        }
    };
    let layout = Layout {
        title: long(0),
        design: "one-at-a-time".to_owned(),
        seed: 7,
        stop: Stop::fixed(500),
        factors: (0..factors).map(names).collect(),
        cells: changes
            .iter()
            .map(|&changed| CellLayout {
                labels: labels(changed),
                ..CellLayout::default()
            })
            .collect(),
        ..Layout::default()
    };
    Swept {
        short: (0..factors).map(name).collect(),
        layout,
        cells: changes.iter().enumerate().map(cell).collect(),
    }
}
