//! Reading and compiling a scenario, and preparing it for runs.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use zopa::bargaining::Prepared;
use zopa::game::Game;
use zopa::scenario::{self, Loaded};

fn flagship() -> Loaded {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ukraine-2025.toml");
    scenario::load(Path::new(path), &[]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn compile_flagship(criterion: &mut Criterion) {
    let loaded = flagship();
    let game = Game::compile(&loaded.scenario).expect("the flagship is within all limits");
    // 14 issues of 3 to 5 options: no linkage ties any two of them.
    assert_eq!((game.issues, game.blocks.list.len()), (14, 14));
    assert_eq!((game.parties.len(), game.rounds), (4, 26));

    let mut group = criterion.benchmark_group("compile_flagship");
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let read = scenario::parse("flagship", black_box(&loaded.text), &[]);
            assert!(read.is_ok_and(|read| read.fingerprint == loaded.fingerprint));
        });
    });
    group.bench_function("compile", |bencher| {
        bencher.iter(|| {
            let compiled = Game::compile(black_box(&loaded.scenario));
            assert!(compiled.is_ok_and(|compiled| compiled.issues == 14));
        });
    });
    group.bench_function("prepare", |bencher| {
        bencher.iter(|| assert_eq!(Prepared::new(black_box(&game), 1).seed, 1));
    });
    group.finish();
}

criterion_group!(benches, compile_flagship);
criterion_main!(benches);
