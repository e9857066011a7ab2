//! Packages in force alone: each takes effect by itself, open ones stay at the status quo.

use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::interface::RoundEnd;
use crate::bargaining::protocol::mediated::board::{Board, Stance};
use crate::bargaining::protocol::mediated::package_worth::{
    package_surplus, passes, reword, with_package,
};
use crate::bargaining::protocol::mediated::packages::{members, package_met, package_named};
use crate::bargaining::protocol::room::Room;
use crate::bargaining::talks::Side;

/// A principal's answer package by package.
pub(super) fn answer(board: &Board, side: Side<'_>, stance: Stance, answer: &mut Answer) {
    let profile = side.profile();
    let asks = if stance.best < 0.0 {
        stance.noise - profile.tolerance
    } else {
        stance.takes
    };
    let asks = if profile.floor { asks.max(0.0) } else { asks };
    answer.accepted = 0;
    answer.markup.clear();
    answer.markup.extend_from_slice(&board.text);
    for package in members(answer.asked) {
        let offered = with_package(side.game, package, &board.in_force, &board.text);
        let rewording = reword(side, package, &offered, asks);
        answer.accepted |= u32::from(rewording.passes && rewording.changes == 0) << package;
        answer.markup = with_package(side.game, package, &answer.markup, &rewording.deal);
    }
}

/// Puts every package in force that all accept; signs when all are.
pub(super) fn close(board: &mut Board, room: &mut Room<'_>) -> RoundEnd {
    let game = room.game();
    let visited = board.visited();
    for package in members(board.packages.open()) {
        let offered = with_package(game, package, &board.in_force, &board.text);
        let unvisited = (0..game.parties.len()).filter(|party| visited >> party & 1 == 0);
        let others = unvisited.filter(|&party| {
            let side = room.talks.side(game, party);
            package_surplus(side, package, &offered, 0.0).is_some_and(passes)
        });
        let others = others.fold(0, |set, party| set | 1 << party);
        let accepting = board.accepting(|answer| answer.accepted >> package & 1 == 1);
        if !package_met(game, package, &board.text, accepting | !visited) {
            continue;
        }
        if package_met(game, package, &board.text, accepting | others) {
            board.packages.agreed_now |= 1 << package;
            board.packages.ever |= 1 << package;
            board.packages.in_force |= 1 << package;
            let named = package_named(game, package, &board.text);
            board.consenting |= (accepting | others) & named;
            let round = room.talks.round;
            board.packages.close(package, round, room.recorder);
            board.in_force = offered;
            room.talks.conduct.note_move();
        } else {
            let named = package_named(game, package, &board.text);
            for party in members(named & !visited & !others) {
                room.talks.conduct.refuse(party);
                board.last_refusal = Some((party, Some(package)));
            }
        }
    }
    if board.packages.in_force == board.packages.all {
        RoundEnd::Signed
    } else {
        RoundEnd::Open
    }
}
