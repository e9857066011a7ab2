//! Instances of the zone test, and slow, obvious answers to them.

use crate::analysis::fixture::Numbers;
use crate::analysis::zone::table::narrow;
use crate::analysis::zone::{Layout, Terms};
use crate::game::{Case, PartySet};

pub(super) struct Instance {
    pub(super) layout: Layout,
    pub(super) cases: Vec<Case>,
    pub(super) values: Vec<f64>,
    pub(super) crossed: Vec<PartySet>,
    pub(super) rounds: Vec<f64>,
}

impl Instance {
    pub(super) fn terms(&self) -> Terms<'_> {
        Terms {
            values: &self.values,
            crossed: &self.crossed,
        }
    }

    pub(super) fn round(&self, round: usize) -> &[f64] {
        let parties = self.layout.parties() as usize;
        &self.rounds[round * parties..][..parties]
    }

    pub(super) fn round_count(&self) -> usize {
        self.rounds.len() / self.layout.parties() as usize
    }

    /// The definition of the zone, word by word.
    pub(super) fn admits(&self, deal: &[u32], thresholds: &[f64]) -> bool {
        self.cases.iter().any(|case| {
            let usable = deal.iter().all(|&combo| {
                case.allowed[combo as usize] && self.crossed[combo as usize] & case.parties == 0
            });
            let members = (0..self.layout.parties()).filter(|p| case.parties >> p & 1 == 1);
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
    pub(super) fn brute_force(&self, admits: impl Fn(&[u32]) -> bool) -> bool {
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

    pub(super) fn open_by_brute_force(&self, thresholds: &[f64]) -> bool {
        self.brute_force(|deal| self.admits(deal, thresholds))
    }

    pub(super) fn assert_witness(&self, witness: &[u32], thresholds: &[f64]) {
        assert_eq!(witness.len(), self.layout.blocks());
        for (block, &combo) in witness.iter().enumerate() {
            assert!(self.layout.block(block).contains(&(combo as usize)));
        }
        assert!(self.admits(witness, thresholds));
    }
}

/// Small instances: coarse values make ties, copied sums as thresholds make exactly zero margins.
pub(super) fn small_instance(numbers: &mut Numbers) -> Instance {
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
            let parties = PartySet::from(numbers.below(1 << parties));
            let allowed = (0..combos).map(|_| numbers.below(6) != 0).collect();
            Case { parties, allowed }
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
pub(super) fn small_rounds(
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
pub(super) fn flagship_instance(numbers: &mut Numbers, parties: u32, level: f64) -> Instance {
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
        .map(|_| PartySet::from(numbers.below(20) == 0) << numbers.below(parties))
        .collect();
    let everybody = (1 << parties) - 1;
    let cases = vec![
        Case {
            parties: everybody,
            allowed: vec![true; combos],
        },
        Case {
            parties: everybody & !(1 << (parties - 1)) | 3,
            allowed: (0..combos).map(|combo| combo < combos - 6).collect(),
        },
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
pub(super) fn open_by_frontiers(instance: &Instance, thresholds: &[f64], lift: f64) -> bool {
    let combos = instance.layout.combos();
    instance.cases.iter().any(|case| {
        let parties: Vec<usize> = (0..instance.layout.parties() as usize)
            .filter(|party| case.parties >> party & 1 == 1)
            .collect();
        let rows: Vec<Vec<Vec<f64>>> = (0..instance.layout.blocks())
            .map(|block| {
                instance
                    .layout
                    .block(block)
                    .filter(|&combo| {
                        case.allowed[combo] && instance.crossed[combo] & case.parties == 0
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
