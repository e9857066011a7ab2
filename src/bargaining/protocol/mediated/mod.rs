//! Shuttle and single text: one text, put to those visited in turn, redrafted by the mediator.
//!
//! In a shuttle they never meet and their answers pass a channel; at one table they are heard as they are said.
//! True answers close packages; reports feed the mediator's belief and, carried on, the other side's reaction.

mod alone;
mod board;
mod package_worth;
mod refusal;
mod together;

pub(crate) use package_worth::package_by_package;

use crate::bargaining::PackageVerdict;
use crate::bargaining::mediator::{Answer, Mediator};
use crate::bargaining::protocol::mediated::board::{Board, issues_of};
use crate::bargaining::protocol::mediated::refusal::{note_refusal, record};
use crate::bargaining::protocol::room::{OnTable, Protocol, Room, RoundEnd};
use crate::bargaining::strategy::{Standing, View};
use crate::model::Mediation;

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

    /// Puts the text to one party and carries what it answers, or what is read of it.
    fn visit(&mut self, room: &mut Room<'_>, visit: usize) {
        let (game, party) = (room.game(), self.board.visits[visit].index());
        let mut answer = std::mem::take(&mut self.board.answers[visit]);
        answer.margin = room.talks.side(game, party).margin(&self.board.table.text);
        if game.speaks(party) {
            self.ask(room, party, &mut answer);
        } else {
            answer.markup.clone_from(&self.board.table.text);
        }
        self.mediator
            .hear(room, visit, &self.board.table.text, &answer);
        self.board.answers[visit] = answer;
    }

    /// Asks one party about the packages on the table.
    fn ask(&mut self, room: &mut Room<'_>, party: usize, answer: &mut Answer) {
        let (game, board) = (room.game(), &mut self.board);
        answer.asked = if game.agenda.single {
            board.packages.all
        } else {
            board.packages.open()
        };
        let view = View::new(room.prepared, room.talks, party, Standing::default());
        let (verdict, mut seat) = room.delegates.answer(view, &board.table.text);
        if game.agenda.status_quo.is_some() {
            alone::answer(board, &mut seat, verdict, answer);
        } else {
            together::answer(board, &mut seat, verdict.target, answer);
        }
        answer.whole = answer.accepted == answer.asked && answer.markup == board.table.text;
        if answer.whole {
            room.talks.conduct.accept(party);
        }
        note_refusal(board, room, party, answer);
        if room.recorder.listens() {
            record(board, room, party, verdict.target, answer);
        }
    }
}

impl Protocol for Mediated {
    /// Puts the opening on the table.
    fn start(&mut self, room: &Room<'_>) {
        let (game, board) = (room.game(), &mut self.board);
        self.mediator.start(room, &mut board.table.text);
        board.packages.start(game);
        board.in_force.clear();
        if let Some(status_quo) = &game.agenda.status_quo {
            board.in_force.extend_from_slice(status_quo);
        }
        board.table.last_refusal = None;
        (board.table.consenting, board.table.outvoted, board.voted_no) = (0, 0, 0);
    }

    /// The text is put to everybody visited, and what all accept closes.
    fn round(&mut self, room: &mut Room<'_>) -> RoundEnd {
        let game = room.game();
        self.mediator.begin_round(room.talks, game);
        room.record_offer(self.mediator.party(), &self.board.table.text);
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

    fn table(&self) -> &OnTable {
        &self.board.table
    }

    fn resume(&mut self, room: &mut Room<'_>) {
        let packages = &mut self.board.packages;
        packages.reopen(room.talks.round, room.recorder);
        packages.agreed_now = 0;
        self.board.table.last_refusal = None;
    }

    /// Reopens what is locked up, lets the mediator learn, and puts the next text on the table.
    fn after_round(&mut self, room: &mut Room<'_>) {
        let (game, board) = (room.game(), &mut self.board);
        let (round, reopen_after) = (room.talks.round, game.agenda.reopen_after);
        let together = game.agenda.status_quo.is_none();
        if together && board.packages.is_locked_up(round, reopen_after) {
            board.packages.reopen(round, room.recorder);
        }
        self.mediator.learn(room, &board.table.text, board.voted_no);
        board.voted_no = 0;
        let open = issues_of(game, board.packages.open());
        if self.mediator.redraft(room, open, &mut board.table.text) {
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
