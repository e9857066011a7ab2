//! The zone test against slow, obvious twins.

mod instance;

use self::instance::{Instance, flagship_instance, open_by_frontiers, small_instance};
use super::{Case, Layout, RoundsVerdict, Searcher, Terms, Verdict, red_lines_open};
use crate::analysis::numbers::Numbers;

#[test]
fn small_instances_agree_with_brute_force() {
    let mut numbers = Numbers(1);
    let mut searcher = Searcher::default();
    let mut open = 0;
    for _ in 0..20_000 {
        let instance = small_instance(&mut numbers);
        let thresholds = instance.round(0);
        let verdict = searcher.search(
            &instance.layout,
            &instance.cases,
            &instance.terms(),
            thresholds,
        );
        if instance.open_by_brute_force(thresholds) {
            open += 1;
            assert_eq!(verdict, Verdict::Open);
            instance.assert_witness(searcher.witness(), thresholds);
        } else {
            assert_eq!(verdict, Verdict::Empty);
        }
    }
    assert!((4_000..16_000).contains(&open), "{open} of 20000 open");
}

#[test]
fn rounds_agree_with_brute_force_on_each() {
    let mut numbers = Numbers(2);
    let mut searcher = Searcher::default();
    for _ in 0..10_000 {
        let instance = small_instance(&mut numbers);
        let any_open = (0..instance.round_count())
            .any(|round| instance.open_by_brute_force(instance.round(round)));
        match searcher.search_rounds(
            &instance.layout,
            &instance.cases,
            &instance.terms(),
            &instance.rounds,
        ) {
            RoundsVerdict::Open { round } => {
                instance.assert_witness(searcher.witness(), instance.round(round as usize));
            }
            RoundsVerdict::Empty => assert!(!any_open),
            RoundsVerdict::Undecided => panic!("small instances are decided"),
        }
    }
}

#[test]
fn red_lines_agree_with_brute_force() {
    let mut numbers = Numbers(3);
    for _ in 0..2_000 {
        let instance = small_instance(&mut numbers);
        let expected = instance.brute_force(|deal| {
            instance.cases.iter().any(|case| {
                deal.iter().all(|&combo| {
                    case.allows(combo as usize)
                        && instance.crossed[combo as usize] & case.parties() == 0
                })
            })
        });
        let found = red_lines_open(&instance.layout, &instance.cases, &instance.crossed);
        assert_eq!(found, expected);
    }
}

#[test]
fn a_tiny_node_limit_is_never_wrong_only_undecided() {
    let mut numbers = Numbers(4);
    let mut undecided = 0;
    for _ in 0..10_000 {
        let instance = small_instance(&mut numbers);
        let mut searcher = Searcher::new(numbers.below(4));
        let thresholds = instance.round(0);
        match searcher.search(
            &instance.layout,
            &instance.cases,
            &instance.terms(),
            thresholds,
        ) {
            Verdict::Open => instance.assert_witness(searcher.witness(), thresholds),
            Verdict::Empty => assert!(!instance.open_by_brute_force(thresholds)),
            Verdict::Undecided => undecided += 1,
        }
        if let RoundsVerdict::Empty = searcher.search_rounds(
            &instance.layout,
            &instance.cases,
            &instance.terms(),
            &instance.rounds,
        ) {
            for round in 0..instance.round_count() {
                assert!(!instance.open_by_brute_force(instance.round(round)));
            }
        }
    }
    assert!(undecided > 10, "{undecided} undecided");
}

#[test]
fn a_verdict_does_not_depend_on_earlier_calls() {
    let mut numbers = Numbers(5);
    let mut used = Searcher::default();
    for _ in 0..500 {
        let instance = small_instance(&mut numbers);
        let mut fresh = Searcher::default();
        let verdicts = [&mut used, &mut fresh].map(|searcher| {
            let verdict = searcher.search_rounds(
                &instance.layout,
                &instance.cases,
                &instance.terms(),
                &instance.rounds,
            );
            (verdict, searcher.witness().to_vec())
        });
        assert_eq!(verdicts[0], verdicts[1]);
    }
}

#[test]
fn full_size_instances_agree_with_merged_frontiers() {
    let mut numbers = Numbers(6);
    let mut searcher = Searcher::default();
    let mut open = 0;
    for (parties, count, level) in [(2, 150, 0.72), (3, 60, 0.67), (4, 40, 0.63)] {
        for _ in 0..count {
            let instance = flagship_instance(&mut numbers, parties, level);
            let thresholds = instance.round(0);
            match searcher.search(
                &instance.layout,
                &instance.cases,
                &instance.terms(),
                thresholds,
            ) {
                Verdict::Open => {
                    open += 1;
                    instance.assert_witness(searcher.witness(), thresholds);
                }
                // Frontiers add up in another order, so equality to the last bit cannot be asked for.
                Verdict::Empty => assert!(!open_by_frontiers(&instance, thresholds, 1e-12)),
                Verdict::Undecided => panic!("the node limit is generous at this size"),
            }
        }
    }
    assert!((50..200).contains(&open), "{open} of 250 open");
}

#[test]
fn no_block_and_no_party_are_legal() {
    let mut searcher = Searcher::default();
    let nothing = Layout::new(vec![0], 1);
    let terms = Terms {
        values: &[],
        crossed: &[],
    };
    let alone = [Case::new(1, [])];
    assert_eq!(
        searcher.search(&nothing, &alone, &terms, &[0.0]),
        Verdict::Open
    );
    assert_eq!(
        searcher.search(&nothing, &alone, &terms, &[0.1]),
        Verdict::Empty
    );
    let nobody = [Case::new(0, [false, true])];
    let layout = Layout::new(vec![0, 2], 1);
    let terms = Terms {
        values: &[0.0, 0.0],
        crossed: &[1, 1],
    };
    assert_eq!(
        searcher.search(&layout, &nobody, &terms, &[0.9]),
        Verdict::Open
    );
    assert_eq!(searcher.witness(), [1]);
    assert_eq!(
        searcher.search(&layout, &[], &terms, &[0.0]),
        Verdict::Empty
    );
}

#[test]
#[ignore = "timing: run in release with --nocapture"]
#[expect(
    clippy::print_stderr,
    reason = "a measurement is read by whoever starts it"
)]
fn time_at_full_size() {
    for (parties, level) in [
        (2, 0.55),
        (2, 0.65),
        (2, 0.75),
        (3, 0.50),
        (3, 0.55),
        (3, 0.60),
        (3, 0.70),
        (4, 0.50),
        (4, 0.55),
        (4, 0.60),
        (4, 0.70),
    ] {
        let mut numbers = Numbers(7);
        let instances: Vec<Instance> = (0..1_000)
            .map(|_| flagship_instance(&mut numbers, parties, level))
            .collect();
        let mut searcher = Searcher::default();
        let mut counts = [0; 3];
        let mut slowest = std::time::Duration::ZERO;
        let start = std::time::Instant::now();
        for instance in &instances {
            let start = std::time::Instant::now();
            let verdict = searcher.search_rounds(
                &instance.layout,
                &instance.cases,
                &instance.terms(),
                &instance.rounds,
            );
            slowest = slowest.max(start.elapsed());
            counts[match verdict {
                RoundsVerdict::Open { .. } => 0,
                RoundsVerdict::Empty => 1,
                RoundsVerdict::Undecided => 2,
            }] += 1;
        }
        eprintln!(
            "{parties} parties, thresholds {level}: mean {:?}, slowest {slowest:?}; open, empty, undecided {counts:?}",
            start.elapsed() / 1_000
        );
        assert!(counts[2] <= 5, "the node limit is generous at this size");
    }
}
