//! Packages in force alone: each takes effect by itself, open ones stay at the status quo.

use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::mediated::board::{Board, package_met, package_named};
use crate::bargaining::protocol::mediated::package_worth::{
    package_surplus, passes, reword, with_package,
};
use crate::bargaining::protocol::room::{Room, RoundEnd};
use crate::bargaining::strategy::{Seat, Verdict};
use crate::game::{PackageSet, members, set_of};
use crate::model::{PackageId, PartyId};

/// A principal's answer package by package.
pub(super) fn answer(board: &Board, seat: &mut Seat<'_>, verdict: Verdict, answer: &mut Answer) {
    let side = seat.view.side;
    // Below 0 there is no deal it may take.
    let asks = if seat.best_margin() < 0.0 {
        verdict.without_deal
    } else {
        verdict.target
    };
    let asks = side.profile().least_margin(asks);
    answer.accepted = 0;
    answer.markup.clone_from(&board.table.text);
    for package in members(answer.asked) {
        let offered = with_package(side.game, package, &board.in_force, &board.table.text);
        let rewording = reword(side, package, &offered, asks);
        answer.accepted |= PackageSet::from(rewording.passes && rewording.changes == 0) << package;
        answer.markup = with_package(side.game, package, &answer.markup, &rewording.deal);
    }
}

/// Puts every package in force that all accept; signs when all are.
pub(super) fn close(board: &mut Board, room: &mut Room<'_>) -> RoundEnd {
    let game = room.game();
    for package in members(board.packages.open()) {
        let offered = with_package(game, package, &board.in_force, &board.table.text);
        let silent = (0..game.parties.len()).filter(|&party| !game.speaks(party));
        let others = silent.filter(|&party| {
            let side = room.talks.side(game, party);
            package_surplus(side, package, &offered, 0.0).is_some_and(passes)
        });
        let others = set_of(others);
        let accepting = board.accepting(|answer| answer.accepted >> package & 1 == 1);
        if !package_met(game, package, &board.table.text, accepting | !game.speakers) {
            continue;
        }
        if package_met(game, package, &board.table.text, accepting | others) {
            board.packages.agreed_now |= 1 << package;
            board.packages.ever |= 1 << package;
            board.packages.in_force |= 1 << package;
            let named = package_named(game, package, &board.table.text);
            board.table.consenting |= (accepting | others) & named;
            board.table.outvoted |= named & !(accepting | others);
            let round = room.talks.round;
            board.packages.close(package, round, room.recorder);
            board.in_force = offered;
            room.talks.conduct.note_move();
        } else {
            let named = package_named(game, package, &board.table.text);
            for party in members(named & !game.speakers & !others) {
                room.talks.conduct.refuse(party);
                board.table.last_refusal = Some((PartyId::at(party), Some(PackageId::at(package))));
            }
        }
    }
    if board.packages.in_force == board.packages.all {
        RoundEnd::Signed
    } else {
        RoundEnd::Open
    }
}
