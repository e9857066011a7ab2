//! Many runs of the flagship with everything that is counted, on all cores.

mod harness;

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;

use zopa::game::Game;
use zopa::scenario;
use zopa::simulation::{RunSettings, Unwatched, simulate};

use crate::harness::{Row, measure};

/// Runs, and how many of them end in agreement, are signed, have a zone.
type Counted = (u64, [u64; 3]);

fn main() {
    let cases: [(&str, Counted); 2] = [
        ("one_thousand", (1_024, [147, 186, 465])),
        ("ten_thousand", (10_000, [1_391, 1_802, 4_194])),
    ];
    let rows = cases.map(|(name, (runs, expected))| {
        let row = Row::new("simulate_flagship", name, runs, move |take| {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ukraine-2025.toml");
            let loaded = scenario::load(Path::new(path), &[])
                .unwrap_or_else(|problems| panic!("{problems}"));
            let game = Game::compile(&loaded.scenario).expect("the flagship is within all limits");
            let settings = RunSettings {
                runs,
                seed: 1,
                threads: None,
            };
            take(&mut || {
                let summary = simulate(
                    &loaded.scenario,
                    &game,
                    black_box(&settings),
                    &Unwatched,
                    &mut |_, _| ControlFlow::Continue(()),
                );
                assert_eq!(summary.runs, runs);
                let counted = [summary.agreement, summary.signed, summary.zone];
                assert_eq!(counted.map(|rate| rate.count), expected);
            });
        });
        Row {
            samples: 10,
            is_counted: runs <= 1_024,
            ..row
        }
    });
    measure(&rows);
}
