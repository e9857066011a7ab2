//! Against all deals, against all sums of a grid, and within ε where there are too many.

use crate::bargaining::fixture::{alike, deals, three_issues};
use crate::bargaining::search::least::{EPSILON, LeastDeals, common_step};
use crate::game::{Game, Owner, Purpose, Stream, median_tables, total};

#[test]
fn the_least_sum_at_or_above_a_bound_is_that_of_all_deals() {
    let game = three_issues(["never = [{ i0 = \"o1\" }]", ""], "");
    let profile = &game.parties[0].profiles[0];
    let margin = &median_tables(&game, 0, 0).margin;
    let mut least = LeastDeals::default();
    least.build(&game.blocks, profile, margin);
    let allowed = deals(&game)
        .into_iter()
        .filter(|deal| !profile.forbids(deal));
    let mut sums: Vec<f64> = allowed.map(|deal| total(margin, &deal)).collect();
    sums.sort_by(f64::total_cmp);
    for need in [0.0, 0.3, 0.5, 0.71, 0.99] {
        let mut deal = Vec::new();
        let found = least.find(&game.blocks, margin, need, &mut deal);
        let place = sums.partition_point(|&sum| sum < need);
        assert_eq!(found.is_some(), place < sums.len(), "{need}");
        if let Some(found) = found {
            assert!((total(margin, &deal) - sums[place]).abs() < 1e-12, "{need}");
            let below = place.checked_sub(1);
            let below = below.map_or(f64::NEG_INFINITY, |below| sums[below]);
            assert!(found.contain(need));
            assert!(!found.contain(below - 1e-9) && !found.contain(need + 1e-9));
            assert!(found.contain(0.5 * (need + below.max(-1.0))), "{need}");
        }
    }
}

/// A game of so many issues and options for one party, its scores drawn by `score`.
fn many(issues: usize, options: usize, mut score: impl FnMut() -> f64) -> Game {
    let scores = (0..issues).map(|_| (0..options).map(|_| score()).collect());
    let scores: Vec<Vec<f64>> = scores.collect();
    alike(5, 0.1, &scores, ("", ""))
}

/// Least sums by adding up all there are on a grid of so many steps a unit.
fn on_grid(game: &Game, margin: &[f64], steps: f64) -> Vec<f64> {
    let mut sums = vec![0_i64];
    for block in &game.blocks.list {
        let worths = block.combos().map(|combo| margin[combo as usize]);
        #[expect(clippy::cast_possible_truncation, reason = "a few thousand steps")]
        let worths: Vec<i64> = worths.map(|worth| (worth * steps).round() as i64).collect();
        let next = sums
            .iter()
            .flat_map(|sum| worths.iter().map(move |worth| sum + worth));
        let next: std::collections::BTreeSet<i64> = next.collect();
        sums = next.into_iter().collect();
    }
    sums.into_iter().map(|sum| sum as f64 / steps).collect()
}

#[test]
fn beyond_a_million_deals_it_is_within_epsilon_of_the_need() {
    let mut stream = Stream::new(3, Purpose::Design, Owner::named("many"), 0);
    for (issues, options) in [(30, 5), (64, 2), (10, 20)] {
        let game = many(issues, options, || stream.uniform());
        let margin = &median_tables(&game, 0, 0).margin;
        let mut least = LeastDeals::default();
        least.build(&game.blocks, &game.parties[0].profiles[0], margin);
        let (low, high) = least.reach[0];
        for place in 1..200 {
            let need = low + (high - low) * f64::from(place) / 200.0;
            let mut deal = Vec::new();
            assert!(least.find(&game.blocks, margin, need, &mut deal).is_some());
            let over = total(margin, &deal) - need;
            // Near its ends the range is thin, so that the least deal itself may lie further off.
            let bound = if (20..=180).contains(&place) {
                EPSILON
            } else {
                0.01
            };
            assert!(
                (0.0..=bound).contains(&over),
                "{issues} × {options}, {need}: {over}"
            );
        }
        assert!(
            least
                .find(&game.blocks, margin, high + 1e-9, &mut Vec::new())
                .is_none()
        );
    }
}

#[test]
fn just_beyond_a_million_deals_it_is_exact() {
    let mut stream = Stream::new(4, Purpose::Design, Owner::named("many"), 0);
    let game = many(13, 3, || stream.uniform());
    let margin = &median_tables(&game, 0, 0).margin;
    let mut least = LeastDeals::default();
    least.build(&game.blocks, &game.parties[0].profiles[0], margin);
    assert!(!least.is_exact && least.coarse.is_empty());
    let mut sums = vec![0.0];
    for block in &game.blocks.list {
        let next = sums.iter().flat_map(|sum| {
            let worths = block.combos().map(|combo| margin[combo as usize]);
            worths.map(move |worth| sum + worth)
        });
        sums = next.collect();
    }
    sums.sort_by(f64::total_cmp);
    for place in 0..100 {
        let need = f64::from(place) / 100.0;
        let expected = sums.get(sums.partition_point(|&sum| sum < need));
        let mut deal = Vec::new();
        let found = least.find(&game.blocks, margin, need, &mut deal);
        assert_eq!(found.is_some(), expected.is_some(), "{need}");
        if let Some(expected) = expected {
            assert!((total(margin, &deal) - expected).abs() <= EPSILON, "{need}");
        }
    }
}

#[test]
fn on_a_grid_it_is_exact_at_every_size() {
    let mut stream = Stream::new(5, Purpose::Design, Owner::named("grid"), 0);
    for (issues, options, values) in [(20, 3, 5), (40, 4, 11), (11, 6, 101)] {
        let step = 1.0 / f64::from(values - 1);
        let game = many(issues, options, || f64::from(stream.below(values)) * step);
        let margin = &median_tables(&game, 0, 0).margin;
        let mut least = LeastDeals::default();
        least.build(&game.blocks, &game.parties[0].profiles[0], margin);
        let sums = on_grid(&game, margin, f64::from(values - 1) * issues as f64);
        for place in 0..100 {
            let need = f64::from(place) / 100.0 + 1e-4;
            let expected = sums[sums.partition_point(|&sum| sum < need).min(sums.len() - 1)];
            let mut deal = Vec::new();
            let found = least.find(&game.blocks, margin, need, &mut deal);
            assert_eq!(found.is_some(), expected >= need, "{issues} {need}");
            if found.is_some() {
                let sum = total(margin, &deal);
                assert!(
                    (sum - expected).abs() < 1e-9,
                    "{issues} {need}: {sum} {expected}"
                );
            }
        }
    }
}

#[test]
fn steps_in_common_are_found_or_lost_in_rounding() {
    let step = |lengths: &[f64]| {
        let mut lengths = lengths.iter();
        lengths.try_fold(0.0, |step, &length| common_step(step, length))
    };
    let close =
        |found: Option<f64>, wanted: f64| found.is_some_and(|found| (found - wanted).abs() < 1e-9);
    assert!(close(step(&[0.25, 0.1, 0.0]), 0.05));
    assert!(close(step(&[1.0 / 3.0, 0.5]), 1.0 / 6.0));
    assert_eq!(step(&[std::f64::consts::SQRT_2, 1.0]), None);
    assert_eq!(step(&[0.0, 0.0]), Some(0.0));
}

#[test]
fn what_is_refused_at_any_price_is_not_offered_however_many_deals_there_are() {
    let mut stream = Stream::new(9, Purpose::Design, Owner::named("lines"), 0);
    let lines: Vec<String> = (0..40)
        .map(|issue| format!("{{ i{issue} = \"o1\" }}"))
        .collect();
    let lines = format!("never = [{}]", lines.join(", "));
    let game = alike(5, 0.1, &vec![vec![0.2, 0.7]; 64], (&lines, ""));
    let profile = &game.parties[0].profiles[0];
    let margin: Vec<f64> = (0..128).map(|_| stream.uniform() / 64.0).collect();
    let mut least = LeastDeals::default();
    least.build(&game.blocks, profile, &margin);
    let (low, high) = least.reach[0];
    for place in 0..20 {
        let need = low + (high - low) * f64::from(place) / 20.0;
        let mut deal = Vec::new();
        assert!(least.find(&game.blocks, &margin, need, &mut deal).is_some());
        assert!(!profile.crosses(&deal) && total(&margin, &deal) >= need);
    }
}

#[test]
fn gaps_that_cannot_be_filled_do_not_keep_it_for_ever() {
    // Forty heavy questions and 24 that add up to a quarter of one of them.
    let game = alike(5, 0.1, &vec![vec![0.0, 1.0]; 64], ("", ""));
    let heavy = 1.0 / 40.24;
    let weight = |issue: usize| if issue < 40 { heavy } else { 0.01 * heavy };
    let margin = (0..128).map(|combo| weight(combo / 2) * (combo % 2) as f64);
    let margin: Vec<f64> = margin.collect();
    let mut least = LeastDeals::default();
    least.build(&game.blocks, &game.parties[0].profiles[0], &margin);
    for count in 1..40 {
        let need = (f64::from(count) + 0.5) * heavy;
        let mut deal = Vec::new();
        assert!(least.find(&game.blocks, &margin, need, &mut deal).is_some());
        let found = total(&margin, &deal);
        assert!(
            (found - f64::from(count + 1) * heavy).abs() < 1e-9,
            "{count}: {found}"
        );
    }
}
