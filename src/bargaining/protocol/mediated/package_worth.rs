//! What a package is worth by itself, and how a party would reword it.
//!
//! A party accepts the wording of package k when what k is worth to it, `Σ w·s` over k's issues and the linkages settled by
//! k, reaches k's share `W_k` (the weight of its issues) of the reservation value, of the risk of breach and of its target.

use crate::bargaining::search::{option_in, set_option, take_over};
use crate::bargaining::talks::Side;
use crate::game::{Game, INDIFFERENCE, breach_penalty, shifted_score, shifted_weights};

/// The best rewording of a package found so far.
pub(super) struct Rewording {
    pub(super) deal: Vec<u32>,
    pub(super) passes: bool,
    pub(super) changes: u32,
    crosses: bool,
    surplus: f64,
}

/// What a package is worth to a party beyond its share of what no agreement is worth and of what the party asks.
///
/// `deal` holds the package's wording, the packages in force, and the status quo elsewhere. None: it crosses a red line.
pub(crate) fn package_surplus(
    side: Side<'_>,
    package: usize,
    deal: &[u32],
    asks: f64,
) -> Option<f64> {
    (!side.crosses(deal)).then(|| package_worth(side, package, deal, asks))
}

/// The same without a look at red lines.
pub(super) fn package_worth(side: Side<'_>, package: usize, deal: &[u32], asks: f64) -> f64 {
    let (game, profile, numbers) = (side.game, side.profile(), side.numbers());
    let shifts = side.talks.shifts(game, side.party);
    let weights = shifted_weights(&numbers.weights, shifts);
    let issues = game.package_issues[package];
    let in_package = |issue: usize| issues >> issue & 1 == 1;
    let weight: f64 = (0..game.issues)
        .filter(|&issue| in_package(issue))
        .map(|issue| weights[issue])
        .sum();
    let scored: f64 = (0..game.issues)
        .filter(|&issue| in_package(issue))
        .map(|issue| {
            let index = game.option_starts[issue] + usize::from(option_in(game, deal, issue));
            weights[issue] * shifted_score(numbers.scores[index], shifts, index)
        })
        .sum();
    let linked = profile
        .linked
        .iter()
        .zip(&profile.linked_issues)
        .zip(&numbers.bonuses);
    let bonus: f64 = linked
        .filter(|((_, of_linkage), _)| *of_linkage & !issues == 0)
        .filter(|((combos, _), _)| combos.iter().any(|combo| deal.contains(combo)))
        .map(|(_, bonus)| bonus)
        .sum();
    let tables = side.tables();
    let probability = tables.breach_probability(&game.blocks, profile, deal);
    let fallback = side.talks.reservations[side.party] + breach_penalty(probability, numbers.loss);
    scored + bonus - weight * (fallback + asks)
}

/// Whether a surplus is enough.
pub(super) fn passes(surplus: f64) -> bool {
    surplus >= -INDIFFERENCE
}

/// A deal with the issues of one package taken from another.
pub(super) fn with_package(game: &Game, package: usize, deal: &[u32], other: &[u32]) -> Vec<u32> {
    let mut deal = deal.to_vec();
    take_over(game, &mut deal, other, game.package_issues[package]);
    deal
}

/// The nearest rewording of a package that passes the party's test; where none does the best one, without crossing red
/// lines where that can be had.
pub(super) fn reword(side: Side<'_>, package: usize, offered: &[u32], asks: f64) -> Rewording {
    let mut best: Option<Rewording> = None;
    for_each_wording(side.game, package, offered, &mut |deal, changes| {
        let crosses = side.crosses(deal);
        let surplus = package_worth(side, package, deal, asks);
        let passing = !crosses && passes(surplus);
        let better = best
            .as_ref()
            .is_none_or(|best| match (passing, best.passes) {
                (true, false) => true,
                (false, true) => false,
                (true, true) => {
                    changes < best.changes || (changes == best.changes && surplus > best.surplus)
                }
                (false, false) if crosses == best.crosses => surplus > best.surplus,
                (false, false) => best.crosses,
            });
        if better {
            best = Some(Rewording {
                deal: deal.to_vec(),
                passes: passing,
                changes,
                crosses,
                surplus,
            });
        }
    });
    best.unwrap_or(Rewording {
        deal: offered.to_vec(),
        passes: false,
        changes: 0,
        crosses: true,
        surplus: f64::NEG_INFINITY,
    })
}

/// Calls `visit` with every wording of a package and the number of its issues that differ from `offered`, lowest first.
pub(super) fn for_each_wording(
    game: &Game,
    package: usize,
    offered: &[u32],
    visit: &mut impl FnMut(&[u32], u32),
) {
    let issues: Vec<usize> = (0..game.issues)
        .filter(|&issue| game.package_of[issue] == package)
        .collect();
    let mut options = vec![0_u8; issues.len()];
    let mut deal = offered.to_vec();
    loop {
        let mut changes = 0;
        for (&issue, &option) in issues.iter().zip(&options) {
            set_option(game, &mut deal, issue, option);
            changes += u32::from(option_in(game, offered, issue) != option);
        }
        visit(&deal, changes);
        let mut place = issues.len();
        loop {
            let Some(before) = place.checked_sub(1) else {
                return;
            };
            place = before;
            options[place] += 1;
            if usize::from(options[place]) < game.option_count(issues[place]) {
                break;
            }
            options[place] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deal, deals, opened, three_issues};
    use crate::bargaining::protocol::mediated::package_worth::{
        for_each_wording, package_worth, reword,
    };

    #[test]
    fn every_wording_is_visited_once_with_its_changes() {
        let game = three_issues(["", ""], "");
        let offered = deal(&game, &[0, 1, 2]);
        let mut changed = [0; 4];
        for_each_wording(&game, 0, &offered, &mut |_, changes| {
            changed[changes as usize] += 1;
        });
        // Each of three issues has two other options.
        assert_eq!(changed, [1, 6, 12, 8]);
    }

    #[test]
    fn the_only_package_is_worth_the_whole_margin() {
        let game = three_issues(["", ""], "");
        let talks = opened(&game);
        let side = talks.side(&game, 1);
        for deal in deals(&game) {
            let worth = package_worth(side, 0, &deal, 0.1);
            assert!((worth - (side.margin(&deal) - 0.1)).abs() < 1e-12);
        }
        let offered = deal(&game, &[2, 2, 1]);
        let rewording = reword(side, 0, &offered, 0.1);
        assert!(rewording.passes && rewording.changes > 0);
        assert!(side.margin(&rewording.deal) >= 0.1 - 1e-12);
    }
}
