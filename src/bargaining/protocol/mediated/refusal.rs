//! Which package a party refuses, and why.

use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::mediated::board::{Board, Stance};
use crate::bargaining::protocol::mediated::fair_share::lack;
use crate::bargaining::protocol::mediated::packages::{members, same_on};
use crate::bargaining::protocol::room::Room;
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Reason};
use crate::game::{Game, INDIFFERENCE};
use crate::model::{PackageId, PartyId};

/// Notes who refused last, and the package it lacks most in.
pub(super) fn note_refusal(
    board: &mut Board,
    talks: &mut Talks,
    game: &Game,
    party: usize,
    answer: &Answer,
) {
    let refused = answer.asked & !answer.accepted;
    if refused == 0 {
        return;
    }
    talks.conduct.refuse(party);
    let lack = |package: usize| lack(talks.side(game, party), package, &board.text);
    let worst = members(refused).fold(None, |worst: Option<(usize, f64)>, package| {
        let lack = lack(package);
        if worst.is_none_or(|(_, most)| lack > most) {
            Some((package, lack))
        } else {
            worst
        }
    });
    board.last_refusal = Some((party, worst.map(|(package, _)| package)));
}

/// Records an answer package by package, and the wording the party tables.
pub(super) fn record(
    board: &Board,
    room: &mut Room<'_>,
    party: usize,
    stance: Stance,
    answer: &Answer,
) {
    let (margin, target) = (answer.margin, stance.takes);
    for package in members(answer.asked) {
        let id = Some(PackageId::at(package));
        let party_id = PartyId::at(party);
        let action = if answer.accepted >> package & 1 == 1 {
            Action::Accept {
                party: party_id,
                package: id,
                margin,
                target,
            }
        } else {
            Action::Refuse {
                party: party_id,
                package: id,
                margin,
                target,
                reason: reason(board, room, party, package, (answer, target)),
            }
        };
        room.record(action);
    }
    if answer.markup != board.text {
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
    let mut blocks = game.package_blocks[package].iter();
    if blocks.all(|&block| same_on(game, package, board.text[block], answer.markup[block])) {
        return Reason::FairShare;
    }
    room.talks
        .side(game, party)
        .obstacle(&board.text)
        .unwrap_or(if answer.margin < target - INDIFFERENCE {
            Reason::BelowTarget
        } else {
            Reason::FairShare
        })
}
