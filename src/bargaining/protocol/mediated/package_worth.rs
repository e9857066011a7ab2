//! What a package is worth by itself, how a party would reword it, and whether any deal passes package by package.
//!
//! A party accepts the wording of package k when what k is worth to it, `Σ w·s` over k's issues and the linkages settled by
//! k, reaches k's share `W_k` (the weight of its issues) of the reservation value, of the risk of breach and of its target.

use crate::bargaining::protocol::mediated::board::package_met;
use crate::bargaining::talks::{Side, Talks};
use crate::game::{Game, INDIFFERENCE, set_of};
use crate::model::IssueId;

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
    let (blocks, profile) = (&side.game.blocks, side.profile());
    let wants = side.talks.wants(side.game, side.party);
    let issues = side.game.package_issues[package];
    let own = || blocks.issues(issues);
    let weight: f64 = own().map(|issue| wants.weights[issue.index()]).sum();
    let score = |issue| wants.scores[blocks.option_number(issue, blocks.option_in(deal, issue))];
    let scored: f64 = own()
        .map(|issue| wants.weights[issue.index()] * score(issue))
        .sum();
    let linked = profile
        .linked
        .iter()
        .zip(&profile.linked_issues)
        .zip(&wants.bonuses);
    let bonus: f64 = linked
        .filter(|((_, of_linkage), _)| *of_linkage & !issues == 0)
        .filter(|((combos, _), _)| combos.iter().any(|combo| deal.contains(combo)))
        .map(|(_, bonus)| bonus)
        .sum();
    let penalty = side.tables().penalty(blocks, profile, wants, deal);
    // Of a payment on agreement each package is worth its share.
    let fallback = side.talks.reservations[side.party] + penalty - side.tables().payment;
    scored + bonus - weight * (fallback + asks)
}

/// Whether a surplus is enough.
pub(super) fn passes(surplus: f64) -> bool {
    surplus >= -INDIFFERENCE
}

/// A deal with the issues of one package taken from another.
pub(super) fn with_package(game: &Game, package: usize, deal: &[u32], other: &[u32]) -> Vec<u32> {
    let mut deal = deal.to_vec();
    let issues = game.package_issues[package];
    game.blocks.take_over(&mut deal, other, issues);
    deal
}

/// The nearest rewording of a package that passes the party's test; where none does the best one, without crossing red
/// lines where that can be had.
pub(super) fn reword(side: Side<'_>, package: usize, offered: &[u32], asks: f64) -> Rewording {
    let blocks = &side.game.blocks;
    let issues: Vec<IssueId> = blocks.issues(side.game.package_issues[package]).collect();
    let mut best: Option<Rewording> = None;
    any_wording(side.game, &issues, &mut offered.to_vec(), &mut |deal| {
        let differs =
            |&issue: &IssueId| blocks.option_in(deal, issue) != blocks.option_in(offered, issue);
        let changes = issues.iter().map(differs).map(u32::from).sum();
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
        false
    });
    best.unwrap_or(Rewording {
        deal: offered.to_vec(),
        passes: false,
        changes: 0,
        crosses: true,
        surplus: f64::NEG_INFINITY,
    })
}

/// Whether a deal meets a condition for some combination of options of these issues; the lowest is tried first.
pub(super) fn any_wording(
    game: &Game,
    issues: &[IssueId],
    deal: &mut [u32],
    meets: &mut impl FnMut(&[u32]) -> bool,
) -> bool {
    let Some((&issue, rest)) = issues.split_first() else {
        return meets(deal);
    };
    (0..game.option_count(issue.index())).any(|option| {
        let option = u16::try_from(option).expect("at most 1,024 options");
        game.blocks.set_option(deal, issue, option);
        any_wording(game, rest, deal, meets)
    })
}

/// Whether some deal passes package by package for everybody its packages need, at their reservation values.
///
/// The risk of breach and red lines may tie packages together; for each combination of the options it depends on they fall apart.
pub(crate) fn package_by_package(talks: &Talks, game: &Game) -> bool {
    let tied = tied_issues(talks, game);
    let mut deal: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
    any_wording(game, &tied, &mut deal, &mut |deal| {
        (0..game.package_blocks.len()).all(|package| {
            let own = game.blocks.issues(game.package_issues[package]);
            let free: Vec<IssueId> = own.filter(|issue| !tied.contains(issue)).collect();
            any_wording(game, &free, &mut deal.to_vec(), &mut |wording| {
                wording_passes(talks, game, package, wording)
            })
        })
    })
}

/// Issues that tie packages together: those some party's risk of breach depends on, and those of blocks that span packages
/// and hold a red line of somebody.
fn tied_issues(talks: &Talks, game: &Game) -> Vec<IssueId> {
    let profiles = || (0..game.parties.len()).map(|party| talks.profile(game, party));
    let blocks = game.blocks.list.iter().enumerate();
    let tying = blocks.filter(|(index, block)| {
        let breaches = profiles().filter_map(|profile| profile.breach.as_ref());
        let lined = block
            .combos()
            .any(|combo| profiles().any(|profile| profile.lines_crossed[combo as usize] > 0));
        breaches
            .map(|breach| breach.block)
            .any(|of| of == Some(*index))
            || game.block_packages[*index] > 1 && lined
    });
    let mut issues: Vec<IssueId> = tying.flat_map(|(_, block)| block.issues.clone()).collect();
    issues.sort_unstable();
    issues
}

fn wording_passes(talks: &Talks, game: &Game, package: usize, wording: &[u32]) -> bool {
    let willing = (0..game.parties.len()).filter(|&party| {
        let side = talks.side(game, party);
        let crossing = crosses_in_package(side, package, wording);
        !crossing && passes(package_worth(side, package, wording, 0.0))
    });
    package_met(game, package, wording, set_of(willing))
}

/// Whether a package's own wording crosses a red line of a party.
fn crosses_in_package(side: Side<'_>, package: usize, wording: &[u32]) -> bool {
    let mut blocks = side.game.package_blocks[package].iter();
    blocks.any(|&block| !side.profile().allows(wording[block]))
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deal, deals, opened, three_issues};
    use crate::bargaining::protocol::mediated::package_worth::{
        any_wording, package_worth, reword,
    };
    use crate::model::IssueId;

    #[test]
    fn every_wording_is_visited_once() {
        let game = three_issues(["", ""], "");
        let issues = [0, 1, 2].map(IssueId);
        let mut offered = deal(&game, &[0, 1, 2]);
        let mut visited = Vec::new();
        any_wording(&game, &issues, &mut offered, &mut |deal| {
            visited.push(deal.to_vec());
            false
        });
        assert_eq!(visited, deals(&game));
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
