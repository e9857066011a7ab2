//! Shuttle and single text: one text, put to the principals in turn, redrafted by the mediator.
//!
//! In a shuttle the principals never meet and their answers pass a channel; at one table they are heard as they are said.
//! True answers close packages; reports feed the mediator's belief and, carried on, the other side's reaction.

mod alone;
mod board;
mod fair_share;
mod package_by_package;
mod package_worth;
mod packages;
mod together;

pub(crate) use package_by_package::package_by_package;

use crate::bargaining::mediator::{Answer, Mediator};
use crate::bargaining::protocol::interface::{Protocol, Refusal, RoundEnd};
use crate::bargaining::protocol::mediated::board::{Board, Stance};
use crate::bargaining::protocol::mediated::fair_share::lack;
use crate::bargaining::protocol::mediated::packages::{members, same_on};
use crate::bargaining::protocol::room::{Room, obstacle};
use crate::bargaining::strategy::{Standing, View};
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, PackageVerdict, Reason};
use crate::game::{Game, INDIFFERENCE};
use crate::model::{Mediation, PackageId, PartyId};

/// What the negotiation has come to, and the mediator.
#[derive(Debug)]
pub(crate) struct Mediated {
    board: Board,
    mediator: Mediator,
}

impl Mediated {
    pub(crate) fn new(mediation: Mediation) -> Self {
        Self {
            board: Board::new(mediation.visits.clone()),
            mediator: Mediator::new(mediation),
        }
    }

    /// Puts the text to one principal and carries its answer.
    fn visit(&mut self, room: &mut Room<'_>, visit: usize) {
        let (game, board) = (room.game(), &mut self.board);
        let party = board.visits[visit].index();
        let mut answer = std::mem::take(&mut board.answers[visit]);
        answer.asked = if game.agenda.single {
            board.packages.all
        } else {
            board.packages.open()
        };
        let side = room.talks.side(game, party);
        answer.margin = side.margin(&board.text);
        let view = View::new(room.prepared, room.talks, party, Standing::default());
        let (verdict, mut seat) = room.delegates.answer(view, &board.text);
        let stance = Stance {
            best: seat.best_margin(),
            takes: verdict.target,
            noise: verdict.noise,
        };
        if game.agenda.status_quo.is_some() {
            alone::answer(board, side, stance, &mut answer);
        } else {
            together::answer(board, &mut seat, stance, &mut answer);
        }
        answer.whole = answer.accepted == answer.asked && answer.markup == board.text;
        if answer.whole {
            room.talks.conduct.accept(party);
        }
        note_refusal(board, room.talks, game, party, &answer);
        if room.recorder.listens() {
            record(board, room, party, stance, &answer);
        }
        self.mediator.hear(room, visit, &board.text, &answer);
        self.board.answers[visit] = answer;
    }
}

impl Protocol for Mediated {
    /// Puts the opening on the table.
    fn start(&mut self, room: &Room<'_>) {
        let (game, board) = (room.game(), &mut self.board);
        self.mediator.start(room, &mut board.text);
        board.packages.start(game);
        board.in_force.clear();
        if let Some(status_quo) = &game.agenda.status_quo {
            board.in_force.extend_from_slice(status_quo);
        }
        board.last_refusal = None;
        (board.consenting, board.voted_no) = (0, 0);
    }

    fn rounds(&self, game: &Game) -> u32 {
        game.rounds
    }

    /// The text is put to every principal, and what all accept closes.
    fn round(&mut self, room: &mut Room<'_>) -> RoundEnd {
        let game = room.game();
        self.mediator.begin_round(room.talks, game);
        room.record_offer(self.mediator.party(), &self.board.text);
        self.board.packages.open_due(game, room.talks.round);
        for visit in 0..self.board.visits.len() {
            self.visit(room, visit);
        }
        if game.agenda.status_quo.is_some() {
            alone::close(&mut self.board, room)
        } else {
            together::close(&mut self.board, room)
        }
    }

    fn text(&self) -> &[u32] {
        &self.board.text
    }

    fn consenting(&self) -> u32 {
        self.board.consenting
    }

    fn resume(&mut self, room: &mut Room<'_>) {
        let packages = &mut self.board.packages;
        packages.reopen(room.talks.round, room.recorder);
        packages.agreed_now = 0;
    }

    fn last_refusal(&self) -> Option<Refusal> {
        self.board.last_refusal
    }

    /// Reopens what is locked up, lets the mediator learn, and puts the next text on the table.
    fn after_round(&mut self, room: &mut Room<'_>) {
        let (game, board) = (room.game(), &mut self.board);
        let (round, reopen_after) = (room.talks.round, game.agenda.reopen_after);
        let together = game.agenda.status_quo.is_none();
        if together && board.packages.is_locked_up(round, reopen_after) {
            board.packages.reopen(round, room.recorder);
        }
        self.mediator
            .learn(room, &board.text, &board.answers, board.voted_no);
        board.voted_no = 0;
        let open = board.packages.open_issues(game);
        if self.mediator.redraft(room, open, &mut board.text) {
            room.talks.conduct.note_move();
        }
    }

    fn package(&self, package: usize) -> PackageVerdict {
        self.board.packages.verdict(package)
    }

    fn in_force(&self) -> Option<&[u32]> {
        let some = !self.board.in_force.is_empty() && self.board.packages.in_force != 0;
        some.then_some(self.board.in_force.as_slice())
    }
}

/// Notes who refused last, and the package it lacks most in.
fn note_refusal(board: &mut Board, talks: &mut Talks, game: &Game, party: usize, answer: &Answer) {
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
fn record(board: &Board, room: &mut Room<'_>, party: usize, stance: Stance, answer: &Answer) {
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
    obstacle(room.talks.side(game, party), &board.text).unwrap_or(
        if answer.margin < target - INDIFFERENCE {
            Reason::BelowTarget
        } else {
            Reason::FairShare
        },
    )
}
