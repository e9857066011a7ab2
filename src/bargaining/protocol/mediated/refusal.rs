//! Which package a party refuses, and why: what each costs it, and whether that is more than its fair share.

use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::mediated::board::{Board, package_named, same_on};
use crate::bargaining::protocol::room::Room;
use crate::bargaining::talks::Side;
use crate::bargaining::{Action, Reason};
use crate::game::{Game, INDIFFERENCE, PackageSet, PartySet, members, set_of};
use crate::model::{PackageId, PartyId};

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
                let blocks = &side.game.blocks;
                let others = !side.game.package_issues[package];
                let reworded = blocks.list[block].combos().filter(|&combo| {
                    blocks.agree_on(others, present, combo) && profile.allows(combo)
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
/// `gives` is what it gives up in all. The fewest changes always blame the heaviest issue; this blames what is contentious.
pub(super) fn is_unfair(side: Side<'_>, package: usize, text: &[u32], gives: f64) -> bool {
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
    lack(side, package, text) > gives * own / sum + INDIFFERENCE
}

/// The packages that a party's refusal keeps from being agreed: those whose wording needs its consent, or under a single undertaking
/// all of a deal that does.
fn blocked_by(game: &Game, party: usize, text: &[u32]) -> PackageSet {
    let needs = |named: PartySet| named >> party & 1 == 1;
    let packages = 0..game.package_blocks.len();
    if game.agenda.single {
        let is_needed = needs(game.consent.deal_named(text));
        set_of(packages.filter(|_| is_needed))
    } else {
        set_of(packages.filter(|&package| needs(package_named(game, package, text))))
    }
}

/// Notes who withheld its consent last, and the package it lacks most in.
pub(super) fn note_refusal(board: &mut Board, room: &mut Room<'_>, party: usize, answer: &Answer) {
    let blocked = blocked_by(room.game(), party, &board.table.text);
    let refused = answer.asked & !answer.accepted & blocked;
    if refused == 0 {
        return;
    }
    room.talks.conduct.refuse(party);
    let side = room.talks.side(room.game(), party);
    let worst = members(refused).fold(None, |worst: Option<(usize, f64)>, package| {
        let lack = lack(side, package, &board.table.text);
        if worst.is_none_or(|(_, most)| lack > most) {
            Some((package, lack))
        } else {
            worst
        }
    });
    let worst = worst.map(|(package, _)| PackageId::at(package));
    board.table.last_refusal = Some((PartyId::at(party), worst));
}

/// Records an answer package by package, and the wording the party tables.
pub(super) fn record(
    board: &Board,
    room: &mut Room<'_>,
    party: usize,
    target: f64,
    answer: &Answer,
) {
    for package in members(answer.asked) {
        let accepts = answer.accepted >> package & 1 == 1;
        let refused = || reason(board, room, party, package, (answer, target));
        let refused = (!accepts).then(refused);
        room.record(Action::Answer {
            party: PartyId::at(party),
            package: Some(PackageId::at(package)),
            margin: answer.margin,
            target,
            refused,
        });
    }
    if answer.markup != board.table.text {
        room.record_offer(party, &answer.markup);
    }
}

/// Why a party refuses a package.
fn reason(
    board: &Board,
    room: &Room<'_>,
    party: usize,
    package: usize,
    (answer, target): (&Answer, f64),
) -> Reason {
    let game = room.game();
    if same_on(game, package, &board.table.text, &answer.markup) {
        return Reason::FairShare;
    }
    room.talks
        .side(game, party)
        .obstacle(&board.table.text)
        .unwrap_or(if answer.margin < target - INDIFFERENCE {
            Reason::BelowTarget
        } else {
            Reason::FairShare
        })
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deal, opened, three_issues};
    use crate::bargaining::protocol::mediated::refusal::{is_unfair, lack};

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
        // The only package has all of the range, so it is unfair when it takes more than the party gives up.
        assert!(is_unfair(side, 0, &worst, 0.8 - 0.4));
        assert!(!is_unfair(side, 0, &best, 0.8 - 0.4));
    }
}
