//! Small games for the unit tests of this folder.

use crate::bargaining::strategy::{Delegates, Standing, View};
use crate::bargaining::talks::{Passing, Talks};
use crate::bargaining::{Prepared, Silent};
use crate::game::Game;
use std::fmt::Write;

/// Offers in turn, everybody speaking in each round.
pub(super) const OFFERS: &str = "protocol.alternating-offers = {}";
/// A party that concedes evenly and takes what it would ask for.
pub(super) const LINEAR: &str = "strategy.concession.time-dependent = { exponent = 1.0 }\n\
                                 strategy.choose = \"least\"";

/// A party: its lines of the scenario, its reservation value, its scores issue by issue.
pub(super) struct Sketch<'a> {
    pub(super) lines: &'a str,
    pub(super) reservation: f64,
    pub(super) scores: Vec<Vec<f64>>,
}

/// A game of parties p0, p1, … over issues i0, i1, … of equal weight with options o0, o1, …; `rest` ends the scenario.
pub(super) fn game(rounds: u32, protocol: &str, parties: &[Sketch<'_>], rest: &str) -> Game {
    let mut text = format!("format = 1\ntitle = \"Game\"\nclock.rounds = {rounds}\n{protocol}\n");
    for (issue, scores) in parties[0].scores.iter().enumerate() {
        let options = (0..scores.len()).map(|option| format!("{{ id = \"o{option}\" }}"));
        let options = options.collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "[[issue]]\nid = \"i{issue}\"\noptions = [{options}]");
    }
    for (party, sketch) in parties.iter().enumerate() {
        let (reservation, lines) = (sketch.reservation, sketch.lines);
        let _ = writeln!(
            text,
            "[[party]]\nid = \"p{party}\"\nrole = \"principal\"\nreservation = {reservation:?}\n{lines}"
        );
        for (issue, scores) in sketch.scores.iter().enumerate() {
            let _ = writeln!(
                text,
                "utility.i{issue} = {{ weight = 1, scores = {scores:?} }}"
            );
        }
    }
    text += rest;
    compiled(&text)
}

/// A game of two parties that want the same; the first has these lines beside.
pub(super) fn alike(
    rounds: u32,
    reservation: f64,
    scores: &[Vec<f64>],
    (lines, rest): (&str, &str),
) -> Game {
    let sketch = |lines| Sketch {
        lines,
        reservation,
        scores: scores.to_vec(),
    };
    game(rounds, OFFERS, &[sketch(lines), sketch("")], rest)
}

/// A scenario's game.
pub(super) fn compiled(text: &str) -> Game {
    let loaded = crate::scenario::parse("game", text, &[])
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    Game::compile(&loaded.scenario).expect("a small game")
}

/// Two principals with uncertain tastes over two packages, the second of two issues, and a mediator under `protocol`.
pub(super) fn mediated(protocol: &str, settings: &str) -> Game {
    let issues = ["a", "b", "b"].into_iter().enumerate();
    let issues = issues.map(|(issue, package)| {
        format!(
            "[[issue]]\nid = \"i{issue}\"\npackage = \"{package}\"\n\
             options = [{{ id = \"o0\" }}, {{ id = \"o1\" }}, {{ id = \"o2\" }}]\n"
        )
    });
    let scores = [
        (
            "p0",
            "principal",
            ["[0.0, 0.35, 1.0]", "[0.1, 0.6, 1.0]", "[0.05, 1.0, 0.4]"],
        ),
        (
            "p1",
            "principal",
            ["[1.0, 0.8, 0.0]", "[1.0, 0.3, 0.0]", "[1.0, 0.1, 0.55]"],
        ),
        (
            "m",
            "mediator",
            ["[0.2, 1.0, 0.0]", "[0.0, 1.0, 0.9]", "[0.3, 0.0, 1.0]"],
        ),
    ];
    let parties = scores.map(|(id, role, scores)| {
        let utility = scores.iter().enumerate().map(|(issue, scores)| {
            let weight = "{ uniform = [0.6, 1.6] }";
            format!("utility.i{issue} = {{ weight = {weight}, scores = {scores} }}\n")
        });
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"{role}\"\nreservation = {{ uniform = [0.1, 0.5] }}\n{}",
            utility.collect::<String>()
        )
    });
    compiled(&format!(
        "format = 1\ntitle = \"Game\"\nclock.rounds = 10\n\
         [protocol.{protocol}]\nmediator = \"m\"\n{settings}\n\
         [[package]]\nid = \"a\"\n[[package]]\nid = \"b\"\n{}{}",
        issues.collect::<String>(),
        parties.concat(),
    ))
}

/// One thing cut in four: option k gives p0 k quarters and p1 the rest. Neither has anything to fall back on.
pub(super) fn pie(rounds: u32, protocol: &str, lines: [&str; 2]) -> Game {
    pie_above(rounds, protocol, lines, [0.0, 0.0])
}

/// The same with reservation values.
pub(super) fn pie_above(
    rounds: u32,
    protocol: &str,
    lines: [&str; 2],
    reservations: [f64; 2],
) -> Game {
    let quarters = vec![0.0, 0.25, 0.5, 0.75, 1.0];
    let rest = quarters.iter().rev().copied().collect();
    let parties = [quarters, rest]
        .into_iter()
        .enumerate()
        .map(|(party, scores)| Sketch {
            lines: lines[party],
            reservation: reservations[party],
            scores: vec![scores],
        });
    game(rounds, protocol, &parties.collect::<Vec<_>>(), "")
}

/// Two parties over three issues with a conflict in each, tied together for p0 where `lines` says so.
pub(super) fn three_issues(lines: [&str; 2], rest: &str) -> Game {
    let scores = [
        vec![
            vec![0.0, 0.35, 1.0],
            vec![0.1, 0.6, 1.0],
            vec![0.05, 1.0, 0.4],
        ],
        vec![
            vec![1.0, 0.8, 0.0],
            vec![1.0, 0.3, 0.0],
            vec![1.0, 0.1, 0.55],
        ],
    ];
    let parties = scores.into_iter().zip(lines).map(|(scores, lines)| Sketch {
        lines,
        reservation: 0.2,
        scores,
    });
    game(10, OFFERS, &parties.collect::<Vec<_>>(), rest)
}

/// All deals of a game by their numbers.
pub(super) fn deals(game: &Game) -> Vec<Vec<u32>> {
    let numbers = 0..game.blocks.listed();
    let deals = numbers.map(|number| {
        let mut deal = Vec::new();
        game.blocks.decode(number, &mut deal);
        deal
    });
    deals.collect()
}

/// The deal with these options, issue by issue.
pub(super) fn deal(game: &Game, options: &[u16]) -> Vec<u32> {
    game.blocks.combos_of(&crate::model::Deal(options.to_vec()))
}

/// The talks of run 0 in round 0.
pub(super) fn opened(game: &Game) -> Talks {
    let mut talks = Talks::default();
    talks.draw(game, 1, 0);
    talks.begin_round(game, 0, Passing::Held, &mut Silent);
    talks
}

/// The talks of a game with everybody's delegates, for tests of what they say.
pub(super) struct Table<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) talks: Talks,
    pub(super) delegates: Delegates,
}

impl<'a> Table<'a> {
    pub(super) fn of(prepared: &'a Prepared<'a>) -> Self {
        let talks = opened(prepared.game);
        let mut delegates = Delegates::default();
        delegates.start(prepared, &talks);
        Self {
            prepared,
            talks,
            delegates,
        }
    }

    /// Moves on to a round.
    pub(super) fn round(&mut self, round: u32) {
        let game = self.prepared.game;
        self.talks
            .begin_round(game, round, Passing::Held, &mut Silent);
    }

    /// What a party tables, by its options.
    pub(super) fn offer(&mut self, party: usize) -> Vec<u16> {
        let view = View::new(self.prepared, &self.talks, party, Standing::default());
        let mut offer = Vec::new();
        self.delegates.offer(view, &mut offer);
        self.prepared.game.blocks.deal_of(&offer).0
    }

    /// Margin from which on a party takes a deal, and whether it takes this one.
    pub(super) fn answer(&mut self, party: usize, options: &[u16]) -> (f64, bool) {
        let deal = deal(self.prepared.game, options);
        let standing = Standing {
            deal: &deal,
            author: 1 - party,
            accepting: 1 << (1 - party),
        };
        let view = View::new(self.prepared, &self.talks, party, standing);
        let (verdict, _) = self.delegates.answer(view, &deal);
        (verdict.target, verdict.accepts)
    }

    /// Lets everybody hear an offer.
    pub(super) fn hear(&mut self, party: usize, options: &[u16]) {
        let deal = deal(self.prepared.game, options);
        let heard = crate::bargaining::strategy::Heard {
            party,
            deal: &deal,
            said: crate::bargaining::strategy::Said::Offered,
        };
        self.delegates.hear(self.prepared, &self.talks, heard);
    }
}
