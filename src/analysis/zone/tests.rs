//! The zone test against slow, obvious twins.

use super::table::narrow;
use super::{Case, Layout, RoundsVerdict, Searcher, Terms, Verdict, red_lines_open};

/// A repeatable source of numbers (`SplitMix64`, Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).expect("below a u32")
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

struct Instance {
    layout: Layout,
    cases: Vec<Case>,
    values: Vec<f64>,
    crossed: Vec<u32>,
    rounds: Vec<f64>,
}

impl Instance {
    fn terms(&self) -> Terms<'_> {
        Terms {
            values: &self.values,
            crossed: &self.crossed,
        }
    }

    fn round(&self, round: usize) -> &[f64] {
        let parties = self.layout.parties() as usize;
        &self.rounds[round * parties..][..parties]
    }

    fn round_count(&self) -> usize {
        self.rounds.len() / self.layout.parties() as usize
    }

    /// The definition of the zone, word by word.
    fn admits(&self, deal: &[u32], thresholds: &[f64]) -> bool {
        self.cases.iter().any(|case| {
            let usable = deal.iter().all(|&combo| {
                case.allows(combo as usize) && self.crossed[combo as usize] & case.parties() == 0
            });
            let members = (0..self.layout.parties()).filter(|p| case.parties() >> p & 1 == 1);
            usable
                && members.into_iter().all(|party| {
                    let sum = deal.iter().fold(0.0, |sum, &combo| {
                        sum + self.values[party as usize * self.layout.combos() + combo as usize]
                    });
                    sum >= thresholds[party as usize] && sum > f64::NEG_INFINITY
                })
        })
    }

    /// Whether any deal at all is admitted, by trying each.
    fn brute_force(&self, admits: impl Fn(&[u32]) -> bool) -> bool {
        let blocks = self.layout.blocks();
        let mut deal: Vec<u32> = (0..blocks)
            .map(|block| narrow(self.layout.block(block).start))
            .collect();
        loop {
            if admits(&deal) {
                return true;
            }
            let Some(block) = (0..blocks)
                .find(|&block| (deal[block] as usize + 1) < self.layout.block(block).end)
            else {
                return false;
            };
            for (earlier, combo) in deal[..block].iter_mut().enumerate() {
                *combo = narrow(self.layout.block(earlier).start);
            }
            deal[block] += 1;
        }
    }

    fn open_by_brute_force(&self, thresholds: &[f64]) -> bool {
        self.brute_force(|deal| self.admits(deal, thresholds))
    }

    fn assert_witness(&self, witness: &[u32], thresholds: &[f64]) {
        assert_eq!(witness.len(), self.layout.blocks());
        for (block, &combo) in witness.iter().enumerate() {
            assert!(self.layout.block(block).contains(&(combo as usize)));
        }
        assert!(self.admits(witness, thresholds));
    }
}

/// Small instances: coarse values make ties, copied sums as thresholds make exactly zero margins.
fn small_instance(numbers: &mut Numbers) -> Instance {
    let parties = 1 + numbers.below(6);
    let blocks = 1 + numbers.below(5);
    let mut starts = vec![0];
    for _ in 0..blocks {
        starts.push(starts[starts.len() - 1] + 1 + numbers.below(5));
    }
    let combos = starts[starts.len() - 1] as usize;
    let layout = Layout::new(starts, parties);
    let coarseness = [0.1, 0.25, 0.01, 1e-3][numbers.below(4) as usize];
    let mut values: Vec<f64> = (0..combos * parties as usize)
        .map(|_| (numbers.unit() / coarseness).floor() * coarseness)
        .collect();
    if numbers.below(8) == 0 {
        let place = numbers.below(narrow(values.len())) as usize;
        values[place] = f64::NEG_INFINITY;
    }
    let red_lines = numbers.below(2) == 0;
    let crossed = (0..combos)
        .map(|_| {
            if red_lines && numbers.below(4) == 0 {
                1 << numbers.below(parties)
            } else {
                0
            }
        })
        .collect();
    let cases = (0..=numbers.below(3))
        .map(|_| {
            let mask = numbers.below(1 << parties);
            let allowed: Vec<bool> = (0..combos).map(|_| numbers.below(6) != 0).collect();
            Case::new(mask, allowed)
        })
        .collect();
    let rounds = small_rounds(numbers, &layout, &values, coarseness);
    Instance {
        layout,
        cases,
        values,
        crossed,
        rounds,
    }
}

/// Thresholds of one to four rounds, half of them the sums of some deal, so that equality decides.
fn small_rounds(
    numbers: &mut Numbers,
    layout: &Layout,
    values: &[f64],
    coarseness: f64,
) -> Vec<f64> {
    let mut rounds = Vec::new();
    for _ in 0..=numbers.below(4) {
        let deal: Vec<usize> = (0..layout.blocks())
            .map(|block| {
                let range = layout.block(block);
                range.start + numbers.below(narrow(range.len())) as usize
            })
            .collect();
        for party in 0..layout.parties() as usize {
            let sum: f64 = deal.iter().fold(0.0, |sum, &combo| {
                sum + values[party * layout.combos() + combo]
            });
            rounds.push(match numbers.below(8) {
                0..=3 => sum,
                4 => sum + coarseness,
                5 if numbers.below(4) == 0 => f64::NEG_INFINITY,
                5 if numbers.below(4) == 0 => f64::INFINITY,
                _ => layout.blocks() as f64 * (0.45 + 0.3 * numbers.unit()),
            });
        }
    }
    rounds
}

/// Fourteen issues of three to five options, scores in opposite orders, weights drawn, thresholds wandering.
fn flagship_instance(numbers: &mut Numbers, parties: u32, level: f64) -> Instance {
    let sizes = [3, 4, 5, 4, 3, 4, 4, 5, 3, 4, 4, 5, 3, 4];
    let mut starts = vec![0];
    for size in sizes {
        starts.push(starts[starts.len() - 1] + size);
    }
    let layout = Layout::new(starts, parties);
    let combos = layout.combos();
    let mut values = vec![0.0; combos * parties as usize];
    for party in 0..parties as usize {
        let weights: Vec<f64> = sizes.iter().map(|_| -numbers.unit().ln()).collect();
        let sum: f64 = weights.iter().sum();
        for (block, weight) in weights.iter().enumerate() {
            let range = layout.block(block);
            let last = range.len() as f64 - 1.0;
            let first = range.start;
            for combo in range {
                let rank = (combo - first) as f64 / last;
                let base = if party % 2 == 0 { rank } else { 1.0 - rank };
                let score = (base + 0.3 * (numbers.unit() - 0.5)).clamp(0.0, 1.0);
                values[party * combos + combo] = weight / sum * score;
            }
        }
    }
    let crossed = (0..combos)
        .map(|_| u32::from(numbers.below(20) == 0) << numbers.below(parties))
        .collect();
    let everybody = (1 << parties) - 1;
    let cases = vec![
        Case::new(everybody, (0..combos).map(|_| true)),
        Case::new(
            everybody & !(1 << (parties - 1)) | 3,
            (0..combos).map(|combo| combo < combos - 6),
        ),
    ];
    let mut thresholds: Vec<f64> = (0..parties)
        .map(|_| level + 0.1 * (numbers.unit() - 0.5))
        .collect();
    let mut rounds = Vec::new();
    for _ in 0..26 {
        rounds.extend_from_slice(&thresholds);
        for threshold in &mut thresholds {
            *threshold = (*threshold + 0.01 * (numbers.unit() - 0.5)).clamp(0.0, 1.0);
        }
    }
    Instance {
        layout,
        cases,
        values,
        crossed,
        rounds,
    }
}

/// Whether the zone is open when every threshold is raised by `lift`: frontiers merged block by block.
fn open_by_frontiers(instance: &Instance, thresholds: &[f64], lift: f64) -> bool {
    let combos = instance.layout.combos();
    instance.cases.iter().any(|case| {
        let parties: Vec<usize> = (0..instance.layout.parties() as usize)
            .filter(|party| case.parties() >> party & 1 == 1)
            .collect();
        let rows: Vec<Vec<Vec<f64>>> = (0..instance.layout.blocks())
            .map(|block| {
                instance
                    .layout
                    .block(block)
                    .filter(|&combo| {
                        case.allows(combo) && instance.crossed[combo] & case.parties() == 0
                    })
                    .map(|combo| {
                        let value = |&party: &usize| instance.values[party * combos + combo];
                        parties.iter().map(value).collect()
                    })
                    .collect()
            })
            .collect();
        let mut frontier = vec![vec![0.0; parties.len()]];
        for block in 0..rows.len() {
            let rest = |column: usize| -> f64 {
                rows[block + 1..]
                    .iter()
                    .map(|rows| {
                        rows.iter()
                            .map(|row| row[column])
                            .fold(f64::NEG_INFINITY, f64::max)
                    })
                    .sum()
            };
            let rest: Vec<f64> = (0..parties.len()).map(rest).collect();
            let mut points: Vec<Vec<f64>> = Vec::new();
            for point in &frontier {
                for row in &rows[block] {
                    let sum: Vec<f64> = point.iter().zip(row).map(|(a, b)| a + b).collect();
                    let within_reach = (0..parties.len()).all(|column| {
                        sum[column] + rest[column] >= thresholds[parties[column]] + lift
                    });
                    if within_reach {
                        points.push(sum);
                    }
                }
            }
            points.sort_unstable_by(|a, b| b.partial_cmp(a).expect("no value is NaN"));
            let mut kept: Vec<Vec<f64>> = Vec::new();
            for point in points {
                let beaten = kept
                    .iter()
                    .rev()
                    .any(|rival| rival.iter().zip(&point).all(|(a, b)| a >= b));
                if !beaten {
                    kept.push(point);
                }
            }
            frontier = kept;
        }
        !frontier.is_empty()
    })
}

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
