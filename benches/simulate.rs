//! Ten thousand runs of the flagship with everything that is counted, on all cores.

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use zopa::game::Game;
use zopa::scenario;
use zopa::simulation::{RunSettings, Unwatched, simulate};

const RUNS: u64 = 10_000;

fn simulate_ten_thousand(criterion: &mut Criterion) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/ukraine-2025.toml");
    let loaded =
        scenario::load(Path::new(path), &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let game = Game::compile(&loaded.scenario).expect("the flagship is within all limits");
    let settings = RunSettings {
        runs: RUNS,
        seed: 1,
        threads: None,
    };
    let mut group = criterion.benchmark_group("simulate_ten_thousand");
    group
        .sample_size(10)
        .sampling_mode(SamplingMode::Flat)
        .throughput(Throughput::Elements(RUNS));
    group.bench_function("flagship", |bencher| {
        bencher.iter(|| {
            let summary = simulate(
                &loaded.scenario,
                &game,
                black_box(&settings),
                &Unwatched,
                &mut |_, _| ControlFlow::Continue(()),
            );
            assert_eq!(summary.runs, RUNS);
            let counted = (
                summary.agreement.count,
                summary.signed.count,
                summary.zone.count,
            );
            assert_eq!(counted, (1_139, 1_494, 4_013));
        });
    });
    group.finish();
}

criterion_group!(benches, simulate_ten_thousand);
criterion_main!(benches);
