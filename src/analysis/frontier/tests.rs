//! The frontier against the definition, deal by deal.

use super::maxima::Maxima;
use super::{Finder, Frontier, Point, Question, Region, extremes, frontier};
use crate::analysis::fixture::Numbers;
use crate::analysis::zone::Layout;

#[derive(Debug)]
struct Instance {
    layout: Layout,
    utilities: Vec<f64>,
    objectives: Vec<u32>,
    regions: Vec<Region>,
}

impl Instance {
    fn question(&self, points_max: usize) -> Question<'_> {
        Question {
            layout: &self.layout,
            utilities: &self.utilities,
            objectives: &self.objectives,
            regions: &self.regions,
            cuts: &[],
            points_max,
        }
    }

    fn utilities_of(&self, deal: &[u32]) -> Vec<f64> {
        (0..self.layout.parties() as usize)
            .map(|party| {
                let values = &self.utilities[party * self.layout.combos()..];
                deal.iter()
                    .fold(0.0, |sum, &combo| sum + values[combo as usize])
            })
            .collect()
    }

    /// Whether a deal is in question.
    fn admits(&self, deal: &[u32]) -> bool {
        let utilities = self.utilities_of(deal);
        self.regions.iter().any(|region| {
            deal.iter().all(|&combo| region.allowed[combo as usize])
                && utilities
                    .iter()
                    .zip(&region.floors)
                    .all(|(utility, floor)| utility >= floor)
        })
    }

    /// All deals, in rising order of their combos.
    fn deals(&self) -> Vec<Vec<u32>> {
        (0..self.layout.blocks()).fold(vec![Vec::new()], |deals, block| {
            let longer = |deal: &Vec<u32>| {
                let combos = self.layout.block(block);
                let deal = deal.clone();
                combos.map(move |combo| {
                    let mut deal = deal.clone();
                    deal.push(u32::try_from(combo).expect("few combos"));
                    deal
                })
            };
            deals.iter().flat_map(longer).collect()
        })
    }

    fn objectives_of(&self, utilities: &[f64]) -> Vec<f64> {
        let parties = self.objectives.iter();
        parties.map(|&party| utilities[party as usize]).collect()
    }

    /// What the deals in question give the objectives, with each deal, in rising order of combos.
    fn admitted(&self) -> Vec<(Vec<f64>, Vec<u32>)> {
        let deals = self.deals().into_iter().filter(|deal| self.admits(deal));
        deals
            .map(|deal| (self.objectives_of(&self.utilities_of(&deal)), deal))
            .collect()
    }

    /// The frontier by its definition: the lowest deal for each pair of utilities that nothing dominates.
    fn brute_force(&self) -> Vec<(Vec<f64>, Vec<u32>)> {
        let admitted = self.admitted();
        let mut frontier: Vec<(Vec<f64>, Vec<u32>)> = Vec::new();
        for (utilities, deal) in &admitted {
            let dominated = admitted.iter().any(|(other, _)| {
                other != utilities && other.iter().zip(utilities).all(|(other, own)| other >= own)
            });
            if !dominated && frontier.iter().all(|(known, _)| known != utilities) {
                frontier.push((utilities.clone(), deal.clone()));
            }
        }
        let sum = |utilities: &[f64]| utilities.iter().sum::<f64>();
        frontier.sort_by(|one, other| sum(&other.0).total_cmp(&sum(&one.0)));
        frontier
    }

    fn assert_points(&self, frontier: &Frontier) {
        for point in &frontier.points {
            assert_eq!(point.utilities, self.utilities_of(&point.combos));
            assert!(self.admits(&point.combos), "{point:?}");
        }
        let sum = |point: &Point| self.objectives_of(&point.utilities).iter().sum::<f64>();
        assert!(
            frontier
                .points
                .is_sorted_by(|one, other| sum(one) >= sum(other) - 1e-12)
        );
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Values {
    /// Any number.
    Fine,
    /// Eighths: sums are exact, and ties abound.
    Eighths,
    /// What one party wins the other loses.
    ZeroSum,
}

fn instance(numbers: &mut Numbers, values: Values) -> Instance {
    let parties = 1 + numbers.below(5);
    let mut starts = vec![0];
    for _ in 0..numbers.below(5) {
        starts.push(starts[starts.len() - 1] + 1 + numbers.below(5));
    }
    let layout = Layout::new(starts, parties);
    let combos = layout.combos();
    let party_count = parties as usize;
    let mut value = || match values {
        Values::Eighths => f64::from(numbers.below(9)) / 8.0 - 0.25,
        Values::Fine | Values::ZeroSum => 2.0 * numbers.unit() - 0.5,
    };
    let mut utilities: Vec<f64> = (0..combos * party_count).map(|_| value()).collect();
    if values == Values::ZeroSum && parties > 1 {
        for combo in 0..combos {
            let others: f64 = (0..party_count - 1)
                .map(|party| utilities[party * combos + combo])
                .sum();
            utilities[(party_count - 1) * combos + combo] = -others;
        }
    }
    if combos > 0 && numbers.below(6) == 0 {
        let place = numbers.below(u32::try_from(utilities.len()).expect("few")) as usize;
        utilities[place] = f64::NEG_INFINITY;
    }
    let mut objectives: Vec<u32> = (0..parties).filter(|_| numbers.below(3) > 0).collect();
    if objectives.is_empty() {
        objectives.push(numbers.below(parties));
    }
    if numbers.below(4) == 0 {
        objectives.reverse();
    }
    let mut instance = Instance {
        layout,
        utilities,
        objectives,
        regions: Vec::new(),
    };
    for _ in 0..=numbers.below(3) {
        let region = region(numbers, &instance);
        instance.regions.push(region);
    }
    instance
}

/// Floors are copied from some deal, so that sums meet them exactly, or lie near it.
fn region(numbers: &mut Numbers, instance: &Instance) -> Region {
    let blocks = 0..instance.layout.blocks();
    let deal: Vec<u32> = blocks
        .map(|block| {
            let range = instance.layout.block(block);
            let length = u32::try_from(range.len()).expect("few combos");
            u32::try_from(range.start).expect("few combos") + numbers.below(length)
        })
        .collect();
    let floors = instance
        .utilities_of(&deal)
        .into_iter()
        .map(|utility| match numbers.below(4) {
            0 => utility,
            1 => utility - numbers.unit(),
            _ => f64::NEG_INFINITY,
        });
    let floors = floors.collect();
    let allowed = (0..instance.layout.combos()).map(|_| numbers.below(5) > 0);
    Region {
        allowed: allowed.collect(),
        floors,
    }
}

#[test]
fn the_frontier_is_what_its_definition_says() {
    let mut numbers = Numbers(1);
    let mut finder = Finder::default();
    let mut sizes = Vec::new();
    for round in 0..3_000 {
        let values = [Values::Fine, Values::Eighths, Values::ZeroSum][round % 3];
        let instance = instance(&mut numbers, values);
        let found = finder.find(&instance.question(10_000));
        assert!(found.complete && found.epsilon == 0.0, "{instance:?}");
        instance.assert_points(&found);
        let expected = instance.brute_force();
        let key = |utilities: &Vec<f64>| {
            utilities
                .iter()
                .map(|utility| utility.to_bits())
                .collect::<Vec<_>>()
        };
        let mut found_keys: Vec<_> = found
            .points
            .iter()
            .map(|point| key(&instance.objectives_of(&point.utilities)))
            .collect();
        let mut expected_keys: Vec<_> = expected.iter().map(|point| key(&point.0)).collect();
        found_keys.sort();
        expected_keys.sort();
        assert_eq!(found_keys, expected_keys, "{instance:?}");
        sizes.push(expected.len());
        // An answer depends on no earlier question.
        assert_eq!(found, frontier(&instance.question(10_000)));
    }
    assert!(sizes.contains(&0) && sizes.iter().any(|&size| size > 100));
}

#[test]
fn of_equal_deals_the_lowest_is_listed() {
    let mut numbers = Numbers(2);
    let mut ties = 0;
    for _ in 0..1_000 {
        let mut instance = instance(&mut numbers, Values::Eighths);
        instance.regions.truncate(1);
        // Rounding alone makes sums with −∞ equal.
        for value in &mut instance.utilities {
            *value = value.max(-1.0);
        }
        for (party, floor) in (0..).zip(&mut instance.regions[0].floors) {
            if !instance.objectives.contains(&party) {
                *floor = f64::NEG_INFINITY;
            }
        }
        let found = frontier(&instance.question(10_000));
        let mut expected: Vec<_> = instance.brute_force();
        expected.sort_by(|one, other| one.1.cmp(&other.1));
        let mut deals: Vec<_> = found.points.into_iter().map(|point| point.combos).collect();
        deals.sort();
        assert!(
            expected.iter().map(|point| &point.1).eq(&deals),
            "{instance:?}"
        );
        let admitted = instance.admitted();
        ties += usize::from(
            admitted
                .iter()
                .filter(|found| expected.iter().any(|point| point.0 == found.0))
                .count()
                > deals.len(),
        );
    }
    assert!(ties > 50, "{ties}");
}

#[test]
fn a_thinned_frontier_keeps_its_word() {
    let mut numbers = Numbers(3);
    let mut thinned = 0;
    let mut hidden = 0;
    for round in 0..3_000 {
        let values = [
            Values::Fine,
            Values::Eighths,
            Values::ZeroSum,
            Values::ZeroSum,
        ][round % 4];
        let instance = instance(&mut numbers, values);
        let points_max = 2 + numbers.below(8) as usize;
        let found = frontier(&instance.question(points_max));
        instance.assert_points(&found);
        thinned += u32::from(!found.complete);
        // Boxes wider than everything leave one row for each pattern of −∞.
        assert!(found.points.len() <= points_max.max(10), "{instance:?}");
        let mut worst: f64 = 0.0;
        for (utilities, _) in instance.admitted() {
            let excess = |point: &Point| {
                let listed = instance.objectives_of(&point.utilities);
                let pairs = utilities.iter().zip(&listed);
                pairs
                    .map(|(own, listed)| if own > listed { own - listed } else { 0.0 })
                    .fold(0.0, f64::max)
            };
            worst = worst.max(
                found
                    .points
                    .iter()
                    .map(excess)
                    .fold(f64::INFINITY, f64::min),
            );
        }
        assert!(worst <= found.epsilon, "{worst} {found:?} {instance:?}");
        assert!(found.complete == (found.epsilon == 0.0));
        hidden += u32::from(found.points.is_empty() && !found.complete);
    }
    assert!(thinned > 300 && hidden > 0, "{thinned} {hidden}");
}

#[test]
fn many_rows_and_large_blocks_stay_bounded() {
    // Zero-sum: every one of nine million deals is on the frontier.
    let combos = 3_000_u32;
    let mut numbers = Numbers(4);
    let first: Vec<f64> = (0..2 * combos).map(|_| numbers.unit()).collect();
    let second = first.iter().map(|value| 1.0 - value);
    let instance = Instance {
        layout: Layout::new(vec![0, combos, 2 * combos], 2),
        utilities: first.iter().copied().chain(second).collect(),
        objectives: vec![0, 1],
        regions: vec![Region {
            allowed: vec![true; 2 * combos as usize],
            floors: vec![0.25, 0.25],
        }],
    };
    for (points_max, epsilon) in [(100, 0.1), (2_000, 0.005)] {
        let found = frontier(&instance.question(points_max));
        instance.assert_points(&found);
        assert!(!found.complete && found.points.len() <= points_max);
        assert!(found.epsilon < epsilon, "{}", found.epsilon);
        // A sample of all deals, since they are too many.
        for _ in 0..2_000 {
            let deal = [numbers.below(combos), combos + numbers.below(combos)];
            let utilities = instance.utilities_of(&deal);
            let covered = |point: &Point| {
                let pairs = point.utilities.iter().zip(&utilities);
                pairs
                    .into_iter()
                    .all(|(listed, own)| listed + found.epsilon >= *own)
            };
            assert!(!instance.admits(&deal) || found.points.iter().any(covered));
        }
    }
}

#[test]
fn rows_that_nothing_matches_are_kept_in_any_number_of_columns() {
    let mut numbers = Numbers(5);
    let mut maxima = Maxima::default();
    for width in 1..=6 {
        for round in 0..60 {
            let count = [5, 40, 300, 900][round % 4];
            let steps = [2, 6, 40, 100_000][round / 4 % 4];
            let sloped = numbers.below(2) == 0;
            let mut rows = Vec::new();
            for _ in 0..count {
                let row: Vec<f64> = (0..width)
                    .map(|_| f64::from(numbers.below(steps)))
                    .collect();
                let sum: f64 = row.iter().sum();
                rows.extend_from_slice(&row);
                if sloped && width > 1 {
                    // Nearly all rows matter.
                    *rows.last_mut().expect("a row has columns") = -sum;
                }
            }
            let preferences: Vec<f64> = (0..count).map(|_| f64::from(numbers.below(3))).collect();
            let row = |number: usize| &rows[number * width..][..width];
            let expected = (0..count).filter(|&own| {
                !(0..count).any(|other| {
                    let matched = row(other)
                        .iter()
                        .zip(row(own))
                        .all(|(other, own)| other >= own);
                    let rank = |number: usize| (-preferences[number], number);
                    matched && (row(other) != row(own) || rank(other) < rank(own))
                })
            });
            let expected: Vec<u32> = expected
                .map(|number| u32::try_from(number).expect("few"))
                .collect();
            assert_eq!(maxima.keep(&rows, width, &preferences), expected);
        }
    }
}

#[test]
fn extremes_are_over_all_deals() {
    let layout = Layout::new(vec![0, 2, 4], 2);
    let utilities = [0.0, 1.0, 3.0, 2.0, 5.0, 5.0, -1.0, 0.5];
    assert_eq!(extremes(&layout, &utilities[..4]), (2.0, 4.0));
    assert_eq!(extremes(&layout, &utilities[4..]), (4.0, 5.5));
}
