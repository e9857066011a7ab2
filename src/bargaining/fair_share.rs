//! What a package costs a party, and whether that is more than its fair share.

use crate::bargaining::markup::breaks_lock;
use crate::bargaining::strategy::Stance;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::Game;

impl Talks {
    /// What a party lacks in a package: the most it could gain by rewording that package alone.
    pub(crate) fn lack(&self, game: &Game, party: usize, package: usize, text: &[u32]) -> f64 {
        let profile = self.profile(game, party);
        let margin = &self.tables[party].margin;
        let blocks = game.blocks.list.len();
        game.package_blocks[package]
            .iter()
            .fold(0.0, |sum, &block| {
                let present = text[block];
                let best = if game.block_packages[block] == 1 {
                    self.ranges[party * blocks + block].best_value
                } else {
                    let of_block = &game.blocks.list[block];
                    let own = game.package_issues[package];
                    let reworded = (of_block.start..of_block.end)
                        .filter(|&combo| !breaks_lock(game, present, combo, !own))
                        .filter(|&combo| {
                            !profile.floor || profile.lines_crossed[combo as usize] == 0
                        });
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
    pub(crate) fn is_unfair(
        &self,
        game: &Game,
        party: usize,
        package: usize,
        text: &[u32],
        stance: Stance,
    ) -> bool {
        let mut sum = 0.0;
        let mut own = 0.0;
        let blocks = game.blocks.list.len();
        for (block, range) in self.ranges[party * blocks..(party + 1) * blocks]
            .iter()
            .enumerate()
        {
            let width = range.best_value - range.worst_value;
            sum += width;
            if game.package_blocks[package].contains(&block) {
                own += width / f64::from(game.block_packages[block]);
            }
        }
        if sum <= 0.0 {
            return false;
        }
        self.lack(game, party, package, text)
            > (stance.best - stance.takes) * own / sum + INDIFFERENCE
    }
}
