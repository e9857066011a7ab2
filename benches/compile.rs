//! Reading and compiling a scenario, and preparing it for runs.

mod harness;

use std::hint::black_box;
use std::path::Path;

use zopa::bargaining::Prepared;
use zopa::game::Game;
use zopa::scenario::{self, Loaded};

use crate::harness::{Row, measure};

fn flagship() -> Loaded {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ukraine-2025.toml");
    scenario::load(Path::new(path), &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn compiled() -> (Loaded, Game) {
    let loaded = flagship();
    let game = Game::compile(&loaded.scenario).expect("the flagship is within all limits");
    // 14 issues of 3 to 5 options: no linkage ties any two of them.
    assert_eq!((game.issues, game.blocks.list.len()), (14, 14));
    assert_eq!((game.parties.len(), game.rounds), (4, 52));
    (loaded, game)
}

fn main() {
    let read = Row::new("compile_flagship", "read", 1, |take| {
        let loaded = flagship();
        take(&mut || {
            let read = scenario::parse("flagship", black_box(&loaded.text), &[]);
            assert!(read.is_ok_and(|read| read.fingerprint == loaded.fingerprint));
        });
    });
    let compile = Row::new("compile_flagship", "compile", 1, |take| {
        let (loaded, _) = compiled();
        take(&mut || {
            let compiled = Game::compile(black_box(&loaded.scenario));
            assert!(compiled.is_ok_and(|compiled| compiled.issues == 14));
        });
    });
    let prepare = Row::new("compile_flagship", "prepare", 1, |take| {
        let (_, game) = compiled();
        take(&mut || assert_eq!(Prepared::new(black_box(&game), 1).seed, 1));
    });
    measure(&[read, compile, prepare]);
}
