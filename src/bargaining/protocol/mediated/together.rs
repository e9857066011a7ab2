//! Packages that count only together: each closes when all accept its wording, and the whole deal is signed in a last vote.

use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::mediated::board::{Board, issues_of, package_met, same_on};
use crate::bargaining::protocol::mediated::refusal::is_unfair;
use crate::bargaining::protocol::room::{Room, RoundEnd};
use crate::bargaining::search::best_deal_keeping;
use crate::bargaining::strategy::Seat;
use crate::game::{INDIFFERENCE, PackageSet, members};
use crate::model::PartyId;

/// A principal's answer: its mark-up of the whole text, package by package.
pub(super) fn answer(board: &Board, seat: &mut Seat<'_>, target: f64, answer: &mut Answer) {
    let (side, game) = (seat.view.side, seat.game);
    let locked = issues_of(game, board.packages.closed);
    answer.accepted = 0;
    if !seat.nearest_deal(&board.table.text, locked, target, &mut answer.markup) {
        best_deal_keeping(side, &board.table.text, locked, &mut answer.markup);
        return;
    }
    let fair = side.profile().fair_share && !game.agenda.single;
    let below = fair && answer.margin < target - INDIFFERENCE;
    for package in members(answer.asked) {
        let kept = same_on(game, package, &board.table.text, &answer.markup);
        let unfair = below
            && is_unfair(
                side,
                package,
                &board.table.text,
                seat.best_margin() - target,
            );
        answer.accepted |= PackageSet::from(kept && !unfair) << package;
    }
}

/// Closes what all accept; signs when nothing is left.
pub(super) fn close(board: &mut Board, room: &mut Room<'_>) -> RoundEnd {
    let game = room.game();
    for package in members(board.packages.opened) {
        let accepting =
            board.accepting(|answer| answer.accepted >> package & 1 == 1) | !game.speakers;
        let open = board.packages.closed >> package & 1 == 0;
        if open && package_met(game, package, &board.table.text, accepting) {
            board.packages.agreed_now |= 1 << package;
            board.packages.ever |= 1 << package;
            if !game.agenda.single {
                room.talks.conduct.note_move();
                let round = room.talks.round;
                board.packages.close(package, round, room.recorder);
            }
        }
    }
    let complete = if game.agenda.single {
        let accepting = board.accepting(|answer| answer.whole) | !game.speakers;
        game.consent
            .deal_met(&game.blocks, &board.table.text, accepting)
    } else {
        board.packages.closed == board.packages.all
    };
    if complete {
        final_vote(board, room)
    } else {
        RoundEnd::Open
    }
}

/// Puts the whole deal to everyone whose consent it needs; under a single undertaking those who answer have just accepted.
fn final_vote(board: &mut Board, room: &mut Room<'_>) -> RoundEnd {
    let game = room.game();
    let named = game.consent.deal_named(&board.table.text);
    let (accepted, asked) = if game.agenda.single {
        (
            board.accepting(|answer| answer.whole),
            named & !game.speakers,
        )
    } else {
        (0, named)
    };
    let yes = room.vote(asked, &board.table.text);
    let consenting = accepted | yes;
    if game
        .consent
        .deal_met(&game.blocks, &board.table.text, consenting)
    {
        board.table.consenting = consenting;
        board.packages.ever = board.packages.all;
        return RoundEnd::Signed;
    }
    for party in members(asked & !yes) {
        room.talks.conduct.refuse(party);
        board.table.last_refusal = Some((PartyId::at(party), None));
        board.voted_no |= 1 << party;
    }
    board.packages.reopen(room.talks.round, room.recorder);
    RoundEnd::Open
}
