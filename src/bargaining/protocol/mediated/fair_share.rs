//! What a package costs a party, and whether that is more than its fair share.

use crate::bargaining::protocol::mediated::board::Stance;
use crate::bargaining::search::breaks_lock;
use crate::bargaining::talks::{Side, allows};
use crate::game::INDIFFERENCE;

/// What a party lacks in a package: the most it could gain by rewording that package alone.
pub(super) fn lack(side: Side<'_>, package: usize, text: &[u32]) -> f64 {
    let profile = side.profile();
    let margin = &side.tables().margin;
    side.game.package_blocks[package]
        .iter()
        .fold(0.0, |sum, &block| {
            let present = text[block];
            let best = if side.game.block_packages[block] == 1 {
                side.ranges()[block].best_value
            } else {
                let of_block = &side.game.blocks.list[block];
                let own = side.game.package_issues[package];
                let reworded = (of_block.start..of_block.end)
                    .filter(|&combo| !breaks_lock(side.game, present, combo, !own))
                    .filter(|&combo| allows(profile, combo));
                reworded
                    .map(|combo| margin[combo as usize])
                    .fold(f64::NEG_INFINITY, f64::max)
            };
            sum + (best - margin[present as usize]).max(0.0)
        })
}

/// Fair share: whether a package takes more of what a party gives up below its target than the package's own weight.
///
/// The fewest changes always blame the heaviest issue; this blames what is contentious.
pub(super) fn is_unfair(side: Side<'_>, package: usize, text: &[u32], stance: Stance) -> bool {
    let mut sum = 0.0;
    let mut own = 0.0;
    for (block, range) in side.ranges().iter().enumerate() {
        let width = range.best_value - range.worst_value;
        sum += width;
        if side.game.package_blocks[package].contains(&block) {
            own += width / f64::from(side.game.block_packages[block]);
        }
    }
    if sum <= 0.0 {
        return false;
    }
    lack(side, package, text) > (stance.best - stance.takes) * own / sum + INDIFFERENCE
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deal, opened, three_issues};
    use crate::bargaining::protocol::mediated::board::Stance;
    use crate::bargaining::protocol::mediated::fair_share::{is_unfair, lack};

    #[test]
    fn a_package_that_takes_more_than_its_range_is_unfair() {
        let game = three_issues(["", ""], "");
        assert_eq!(game.package_blocks.len(), 1);
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        let best = deal(&game, &[2, 2, 1]);
        let worst = deal(&game, &[0, 0, 0]);
        assert!(lack(side, 0, &best).abs() < 1e-12);
        assert!((lack(side, 0, &worst) - (1.0 + 0.9 + 0.95) / 3.0).abs() < 1e-12);
        let stance = |takes| Stance {
            best: 0.8,
            takes,
            noise: 0.0,
        };
        // The only package has all of the range, so it is unfair when it takes more than the party gives up.
        assert!(is_unfair(side, 0, &worst, stance(0.4)));
        assert!(!is_unfair(side, 0, &best, stance(0.4)));
    }
}
