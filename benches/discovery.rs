//! Scenario discovery: a box of the flagship's numbers, its runs played, and one of many runs whose numbers are drawn again.

#[path = "texts/deals.rs"]
mod deals;
mod harness;

use std::alloc::System;
use std::hint::black_box;
use std::path::Path;

use cap::Cap;
use zopa::experiment::discovery::{Column, Numbers, Runs, Search, discover};
use zopa::game::{Drawn, Game, Realization};
use zopa::scenario::{self, Loaded};
use zopa::simulation::Unwatched;

use crate::deals::{OFFERS, drawn};
use crate::harness::{Row, measure};

/// Runs of which no number is kept.
const MANY: u32 = 40_000;
/// Bytes that the search among [`MANY`] runs may take; their numbers alone would be 20 MB.
const BYTES: usize = 12 << 20;

/// The number that decides which of them count.
const FALLBACK: &str = "party.seller.reservation";

/// Fails a search that takes more memory than it may.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

fn flagship() -> Loaded {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ukraine-2025.toml");
    scenario::load(Path::new(path), &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Runs that count where the seller's fallback is low, which are not played.
fn unplayed<'a>(game: &'a Game, drawn: &'a Drawn) -> Runs<'a> {
    let mut reader = Realization::default();
    let columns = drawn.numbers.iter().map(|number| Column {
        path: number.path.clone(),
        ..Column::default()
    });
    let columns: Vec<Column> = columns.collect();
    let mut columns_left = columns.iter();
    let fallback = columns_left.position(|column| column.path == FALLBACK);
    let fallback = fallback.expect("it is drawn");
    let mut value = |run| drawn.value(fallback, game, (1, run), &mut reader);
    Runs {
        interesting: (0..MANY.into()).map(|run| value(run) < 0.2).collect(),
        numbers: Numbers::Redrawn {
            game,
            drawn,
            seed: 1,
        },
        columns,
        seed: 1,
        ..Runs::default()
    }
}

fn main() {
    let played = Row::new("discover", "flagship_signed", 1_024, |take| {
        let scenario = flagship().scenario;
        take(&mut || {
            let found = zopa::discover(black_box(&scenario), "signed", 1_024, 1);
            let found = found.expect("the flagship can be signed");
            let limits = found.boxes.iter().map(|found| found.limits.len());
            let counts = (found.interesting, limits.collect::<Vec<_>>());
            assert_eq!(counts, (186, vec![1]));
        });
    });
    let many = Row::new("discover", "numbers_drawn_again", MANY.into(), |take| {
        let text = drawn(OFFERS, 5);
        let loaded =
            scenario::parse("drawn", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let game = Game::compile(&loaded.scenario).expect("no limit is met");
        let numbers = Drawn::of(&loaded.scenario, &game);
        assert_eq!(numbers.numbers.len(), 62);
        let runs = unplayed(&game, &numbers);
        take(&mut || {
            MEMORY
                .set_limit(MEMORY.allocated() + BYTES)
                .expect("more than is taken");
            let found = discover(black_box(&runs), &Search::default(), &Unwatched).0;
            MEMORY.set_limit(usize::MAX).expect("more than is taken");
            let limits = found.boxes[0].limits.iter();
            let limits: Vec<&str> = limits.map(|limit| limit.parameter.as_str()).collect();
            assert_eq!(limits, [FALLBACK]);
        });
    });
    measure(&[played, many].map(|row| Row { samples: 10, ..row }));
}
