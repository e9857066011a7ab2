//! Names and sweeps that figures are tried with.

use crate::experiment::sweep::{FactorLayout, Layout, LevelLayout, Stop};
use crate::report::swept::{PlayedCell, Swept};

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
    let label = |level: usize| format!("{}", 10 * level + 5);
    let names = |number| FactorLayout {
        id: format!("factor{number}"),
        title: name(number),
        written: number.is_multiple_of(2).then_some(22.0),
        ..FactorLayout::default()
    };
    let changes = (0..factors).flat_map(|factor| (0..4).map(move |level| Some((factor, level))));
    let changes: Vec<_> = std::iter::once(None).chain(changes).collect();
    let cell = |(number, &changed): (usize, &Option<(usize, usize)>)| {
        let rate = spread(number + 3);
        let difference = rate - spread(3);
        let level = |factor| {
            changed
                .filter(|one| one.0 == factor)
                .map(|one| label(one.1))
        };
        PlayedCell {
            number,
            labels: (0..factors).map(level).collect(),
            runs: 500,
            rate,
            interval: [(rate - 0.04).max(0.0), (rate + 0.04).min(1.0)],
            difference: changed.map(|_| [difference, difference - 0.02, difference + 0.02]),
            ..PlayedCell::default()
        }
    };
    let cells: Vec<PlayedCell> = changes.iter().enumerate().map(cell).collect();
    let mut all: Vec<FactorLayout> = (0..factors).map(names).collect();
    // What a level is called depends on the cell that has it.
    for (place, factor) in all.iter_mut().enumerate() {
        let titled = |cell: &PlayedCell| {
            let label = cell.labels[place].clone()?;
            let title = format!("{label} of {}", name(cell.number));
            Some(LevelLayout { label, title })
        };
        factor.levels = cells.iter().filter_map(titled).collect();
    }
    Swept {
        short: (0..factors).map(name).collect(),
        layout: Layout {
            title: long(0),
            design: "one-at-a-time".to_owned(),
            seed: 7,
            stop: Stop::fixed(500),
            factors: all,
            ..Layout::default()
        },
        cells,
        ..Swept::default()
    }
}
