//! Whether any deal passes package by package.

use crate::bargaining::protocol::mediated::package_worth::{
    for_each_wording, package_worth, passes,
};
use crate::bargaining::protocol::mediated::packages::package_met;
use crate::bargaining::search::{option_in, set_option};
use crate::bargaining::talks::{Side, Talks, allows};
use crate::game::Game;

/// Whether some deal passes package by package for everybody its packages need, at their reservation values.
///
/// The risk of breach and red lines may tie packages together; for each combination of the options it depends on they fall apart.
pub(crate) fn package_by_package(talks: &Talks, game: &Game) -> bool {
    let tied = tied_issues(talks, game);
    let mut deal: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
    try_combinations(talks, game, &tied, 0, &mut deal)
}

/// Issues that tie packages together: those some party's risk of breach depends on, and those of blocks that span packages
/// and hold a red line of somebody.
fn tied_issues(talks: &Talks, game: &Game) -> Vec<usize> {
    let mut issues: Vec<usize> = Vec::new();
    for party in 0..game.parties.len() {
        if let Some(block) = talks
            .profile(game, party)
            .breach
            .as_ref()
            .and_then(|breach| breach.block)
        {
            issues.extend(
                game.blocks.list[block]
                    .issues
                    .iter()
                    .map(|issue| issue.index()),
            );
        }
    }
    for (index, block) in game.blocks.list.iter().enumerate() {
        let lined = (0..game.parties.len()).any(|party| {
            let lines = &talks.profile(game, party).lines_crossed;
            lines[block.start as usize..block.end as usize]
                .iter()
                .any(|&crossed| crossed > 0)
        });
        if game.block_packages[index] > 1 && lined {
            issues.extend(block.issues.iter().map(|issue| issue.index()));
        }
    }
    issues.sort_unstable();
    issues.dedup();
    issues
}

fn try_combinations(
    talks: &Talks,
    game: &Game,
    tied: &[usize],
    place: usize,
    deal: &mut Vec<u32>,
) -> bool {
    let Some(&issue) = tied.get(place) else {
        return (0..game.package_blocks.len())
            .all(|package| some_wording_passes(talks, game, package, tied, deal));
    };
    (0..game.option_count(issue)).any(|option| {
        let option = u8::try_from(option).expect("at most 64 options");
        set_option(game, deal, issue, option);
        try_combinations(talks, game, tied, place + 1, deal)
    })
}

/// Whether some wording of a package that keeps the tied issues passes for everybody it needs.
fn some_wording_passes(
    talks: &Talks,
    game: &Game,
    package: usize,
    tied: &[usize],
    deal: &[u32],
) -> bool {
    let mut found = false;
    for_each_wording(game, package, deal, &mut |wording, _| {
        let keeps = tied
            .iter()
            .all(|&issue| option_in(game, wording, issue) == option_in(game, deal, issue));
        found |= !found && keeps && wording_passes(talks, game, package, wording);
    });
    found
}

fn wording_passes(talks: &Talks, game: &Game, package: usize, wording: &[u32]) -> bool {
    let willing = (0..game.parties.len()).filter(|&party| {
        let side = talks.side(game, party);
        let crossing = crosses_in_package(side, package, wording);
        !crossing && passes(package_worth(side, package, wording, 0.0))
    });
    let willing = willing.fold(0, |set, party| set | 1 << party);
    package_met(game, package, wording, willing)
}

/// Whether a package's own wording crosses a red line of a party.
fn crosses_in_package(side: Side<'_>, package: usize, wording: &[u32]) -> bool {
    let mut blocks = side.game.package_blocks[package].iter();
    blocks.any(|&block| !allows(side.profile(), wording[block]))
}
