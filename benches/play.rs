//! One negotiation, over and over: run after run, none taken twice within a pass.
//!
//! Every pass is checked against frozen counts or sums; a change that moves them says so in its commit.

mod harness;

use std::hint::black_box;
use std::path::Path;

use zopa::bargaining::{Prepared, Silent, Workspace, ZoneState, play};
use zopa::game::Game;
use zopa::scenario::{self, Assignment};

use crate::harness::{Row, measure};

/// Runs of the flagship in one pass.
const FLAGSHIP_RUNS: u64 = 256;
/// Counts of runs signed and of runs with a zone.
type Counts = (u32, u32);

fn flagship(assignments: &[&str]) -> Game {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ukraine-2025.toml");
    let assignments: Vec<Assignment> = assignments
        .iter()
        .map(|text| text.parse().expect("benches write legal assignments"))
        .collect();
    let loaded = scenario::load(Path::new(path), &assignments)
        .unwrap_or_else(|problems| panic!("{problems}"));
    Game::compile(&loaded.scenario).expect("the flagship is within all limits")
}

fn counts(prepared: &Prepared<'_>, workspace: &mut Workspace) -> Counts {
    (0..FLAGSHIP_RUNS).fold((0, 0), |(signed, zones), run| {
        let outcome = play(prepared, black_box(run), workspace, &mut Silent);
        (
            signed + u32::from(outcome.signed.is_some()),
            zones + u32::from(outcome.zone == ZoneState::Open),
        )
    })
}

fn main() {
    let belief = [
        "protocol.shuttle.belief-draws=64",
        "protocol.shuttle.edits=2",
    ];
    let blind = [
        "protocol.shuttle.belief-draws=0",
        "protocol.shuttle.edits=2",
    ];
    let cases: [(&str, [&str; 2], Counts); 2] = [
        ("belief_of_64", belief, (49, 115)),
        ("no_belief", blind, (20, 115)),
    ];
    let rows = cases.map(|(name, assignments, expected)| {
        let row = Row::new("play_flagship", name, FLAGSHIP_RUNS, move |take| {
            let game = flagship(&assignments);
            let prepared = Prepared::new(&game, 1);
            let mut workspace = Workspace::default();
            take(&mut || assert_eq!(counts(&prepared, &mut workspace), expected));
        });
        Row { samples: 10, ..row }
    });
    measure(&rows);
}
