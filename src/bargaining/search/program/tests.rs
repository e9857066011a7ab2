//! Against all deals, and where needs exclude each other.

use crate::bargaining::fixture::{alike, deals, three_issues};
use crate::bargaining::search::program::{Need, Program};
use crate::game::{Owner, Purpose, Stream, total};

#[test]
fn the_cheapest_and_the_lowest_are_those_of_all_deals() {
    let game = three_issues(["", ""], "");
    let all = deals(&game);
    let mut stream = Stream::new(8, Purpose::Design, Owner::named("program"), 0);
    let (mut met, mut missed) = (0, 0);
    for case in 0..400 {
        // On a coarse grid many deals cost the same.
        let steps = if case % 2 == 0 { 4 } else { 1_000_000 };
        let mut column = || -> Vec<f64> {
            let combos = 0..game.blocks.combos();
            combos
                .map(|_| f64::from(stream.below(steps)) / f64::from(steps))
                .collect()
        };
        let (cost, one, other) = (column(), column(), column());
        let needs = [(&one, 1.2), (&other, 1.4)];
        let banned = stream.below(9);
        let meets = |deal: &[u32]| {
            let enough = |&(of, least): &(&Vec<f64>, f64)| total(of, deal) >= least;
            needs.iter().all(enough) && !deal.contains(&banned)
        };
        let fitting: Vec<&Vec<u32>> = all.iter().filter(|deal| meets(deal)).collect();
        let least = fitting
            .iter()
            .map(|deal| total(&cost, deal))
            .reduce(f64::min);
        let wanted = needs.iter().map(|&(of, at_least)| Need { of, at_least });
        let may_be = |_, combo| combo != banned;
        let mut program = Program::new(&game.blocks.list, may_be, wanted.collect());
        let found = program.cheapest_below(&cost, f64::INFINITY, meets);
        assert_eq!(found.is_some(), least.is_some(), "case {case}");
        let Some((found, least)) = found.zip(least) else {
            missed += 1;
            continue;
        };
        met += 1;
        assert!((found - least).abs() < 1e-9, "case {case}: {found} {least}");
        let lowest = fitting
            .iter()
            .find(|deal| total(&cost, deal) <= least + 1e-9);
        assert_eq!(
            program.lowest(&cost, found, meets).as_ref(),
            lowest.copied()
        );
    }
    assert!(met > 100 && missed > 20, "{met} {missed}");
}

#[test]
fn needs_that_cannot_be_met_together_are_found_out_at_once() {
    // Of forty yes and no questions one side wants yes and the other no, each six tenths of them.
    let game = alike(5, 0.1, &vec![vec![0.0, 1.0]; 40], ("", ""));
    let one: Vec<f64> = (0..80).map(|combo| f64::from(combo % 2) / 40.0).collect();
    let other: Vec<f64> = one.iter().map(|value| 1.0 / 40.0 - value).collect();
    for (share, is_met) in [(0.6, false), (0.52, false), (0.5, true)] {
        let need = |of| Need {
            of,
            at_least: share,
        };
        let needs = vec![need(one.as_slice()), need(other.as_slice())];
        let mut program = Program::new(&game.blocks.list, |_, _| true, needs);
        let found = program.cheapest_below(&vec![0.0; 80], f64::INFINITY, |_| true);
        assert_eq!(found.is_some(), is_met, "{share}");
    }
}
