//! The zone test's view of a game.

use super::{Case, Layout};
use crate::game::Game;

/// Blocks and consent of a game, as the zone test reads them.
#[derive(Clone, Debug)]
pub struct ZoneMap {
    /// How the combos lie.
    pub layout: Layout,
    /// The ways to get a deal consented.
    pub cases: Vec<Case>,
}

impl ZoneMap {
    /// The view of a game.
    ///
    /// # Panics
    /// Never: no game has more than 64 blocks of 65,536 combos, or more than 32 parties.
    pub fn of(game: &Game) -> Self {
        let starts = game.blocks.list.iter().map(|block| block.start);
        let end = u32::try_from(game.blocks.combos()).expect("64 blocks of 65,536 combos fit");
        let parties = u32::try_from(game.parties.len()).expect("at most 32 parties");
        let cases = game.consent.cases.iter();
        Self {
            layout: Layout::new(starts.chain([end]).collect(), parties),
            cases: cases
                .map(|case| Case::new(case.parties, case.allowed.iter().copied()))
                .collect(),
        }
    }
}

/// Sets bit p of each combo that crosses a red line of party p when the parties are of these types.
pub fn mark_red_lines(game: &Game, kinds: impl IntoIterator<Item = usize>, crossed: &mut Vec<u32>) {
    crossed.clear();
    crossed.resize(game.blocks.combos(), 0);
    for (party, kind) in kinds.into_iter().enumerate() {
        let profile = &game.parties[party].profiles[kind];
        for (crossed, &lines) in crossed.iter_mut().zip(&profile.lines_crossed) {
            *crossed |= u32::from(lines > 0) << party;
        }
    }
}
