//! A text put to a party: what it must reach, and what of it must stay.

use crate::game::Game;
use crate::model::IssueId;

/// A text put to a party, and what must stay as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    /// The text.
    pub(crate) text: &'a [u32],
    /// Issues of closed packages, as bits.
    pub(crate) locked: u64,
    /// Least margin of an answer.
    pub(crate) takes: f64,
}

/// Whether a combo changes an issue of a closed package.
pub(crate) fn breaks_lock(game: &Game, present: u32, combo: u32, locked: u64) -> bool {
    if locked == 0 || present == combo {
        return false;
    }
    let block = &game.blocks.list[game.blocks.of_combo[combo as usize] as usize];
    let pairs = game
        .blocks
        .options(present)
        .iter()
        .zip(game.blocks.options(combo));
    block
        .issues
        .iter()
        .zip(pairs)
        .any(|(issue, (one, other))| locked >> issue.0 & 1 == 1 && one != other)
}

/// The option a deal gives an issue.
pub(crate) fn option_in(game: &Game, deal: &[u32], issue: usize) -> u8 {
    let block = game.blocks.of_issue[issue].0 as usize;
    game.blocks.option(deal[block], IssueId::at(issue))
}

/// Gives one issue of a deal an option.
pub(crate) fn set_option(game: &Game, deal: &mut [u32], issue: usize, option: u8) {
    let block = game.blocks.of_issue[issue].0 as usize;
    deal[block] = game
        .blocks
        .with_option(deal[block], IssueId::at(issue), option);
}

/// Gives some issues of a deal, as bits, the options they have in another.
pub(crate) fn take_over(game: &Game, deal: &mut [u32], from: &[u32], issues: u64) {
    for issue in (0..game.issues).filter(|&issue| issues >> issue & 1 == 1) {
        set_option(game, deal, issue, option_in(game, from, issue));
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deal, three_issues};
    use crate::bargaining::search::text::{breaks_lock, option_in, take_over};

    #[test]
    fn issues_are_taken_over_and_closed_ones_are_kept() {
        let game = three_issues(["", ""], "");
        let (mut text, other) = (deal(&game, &[0, 0, 0]), deal(&game, &[2, 1, 2]));
        take_over(&game, &mut text, &other, 0b101);
        assert_eq!(text, deal(&game, &[2, 0, 2]));
        assert_eq!(option_in(&game, &text, 2), 2);
        assert!(breaks_lock(
            &game,
            text[0],
            deal(&game, &[1, 0, 0])[0],
            0b001
        ));
        assert!(!breaks_lock(
            &game,
            text[0],
            deal(&game, &[1, 0, 0])[0],
            0b110
        ));
        assert!(!breaks_lock(&game, text[0], text[0], 0b111));
    }
}
