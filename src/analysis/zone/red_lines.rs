//! Whether red lines alone rule out every deal.

use crate::analysis::zone::layout::Layout;
use crate::analysis::zone::state::ZoneState;
use crate::analysis::zone::vote;
use crate::game::{Case, Game, PartySet};

/// Sets bit p of each combo that crosses a red line of party p when the parties are of these types.
pub fn mark_red_lines(
    game: &Game,
    kinds: impl IntoIterator<Item = usize>,
    crossed: &mut Vec<PartySet>,
) {
    crossed.clear();
    crossed.resize(game.blocks.combos(), 0);
    for (party, kind) in kinds.into_iter().enumerate() {
        let profile = &game.parties[party].profiles[kind];
        for (crossed, &lines) in crossed.iter_mut().zip(&profile.lines_crossed) {
            *crossed |= PartySet::from(lines > 0) << party;
        }
    }
}

/// Whether some deal crosses no red line of anybody whose consent it needs.
pub fn red_lines(game: &Game, layout: &Layout, crossed: &[PartySet]) -> ZoneState {
    match game.consent.listed() {
        Some(cases) if some_case_open(layout, cases, crossed) => ZoneState::Open,
        Some(_) => ZoneState::Empty,
        None => vote::red_lines(game, layout, crossed),
    }
}

/// Whether some deal of some case crosses no red line of its parties.
pub(super) fn some_case_open(layout: &Layout, cases: &[Case], crossed: &[PartySet]) -> bool {
    cases.iter().any(|case| {
        (0..layout.blocks()).all(|block| {
            layout
                .block(block)
                .any(|combo| case.allowed[combo] && crossed[combo] & case.parties == 0)
        })
    })
}
