//! Backward induction: a pie on a grid, and three parties who go through all deals.
//!
//! Every pass checks what comes out.

mod harness;

use std::hint::black_box;
use std::path::Path;

use zopa::bargaining::equilibrium;
use zopa::game::Game;
use zopa::scenario::{self, Assignment};

use crate::harness::{Row, measure};

/// 1,024 deals, three parties of whom each can stop a deal, 40 rounds in which all speak.
const THREE: &str = r#"
format = 1
title = "Three parties"
clock.rounds = 40
protocol.alternating-offers = {}

[[issue]]
id = "a"
options = [{ id = "0" }, { id = "1" }, { id = "2" }, { id = "3" }]
[[issue]]
id = "b"
options = [{ id = "0" }, { id = "1" }, { id = "2" }, { id = "3" }]
[[issue]]
id = "c"
options = [{ id = "0" }, { id = "1" }, { id = "2" }, { id = "3" }]
[[issue]]
id = "d"
options = [{ id = "0" }, { id = "1" }, { id = "2" }, { id = "3" }]
[[issue]]
id = "e"
options = [{ id = "0" }, { id = "1" }, { id = "2" }, { id = "3" }]

[[party]]
id = "north"
role = "principal"
reservation = 0.2
discount = 0.95
[party.utility]
a = { weight = 0.35, scores = [0.0, 0.2, 0.45, 1.0] }
b = { weight = 0.25, scores = [0.0, 0.3, 0.55, 1.0] }
c = { weight = 0.18, scores = [1.0, 0.7, 0.2, 0.0] }
d = { weight = 0.12, scores = [1.0, 0.85, 0.15, 0.0] }
e = { weight = 0.10, scores = [0.3, 0.6, 0.5, 0.0] }

[[party]]
id = "south"
role = "principal"
reservation = 0.25
discount = 0.9
[party.utility]
a = { weight = 0.3, scores = [1.0, 0.8, 0.25, 0.0] }
b = { weight = 0.1, scores = [1.0, 0.65, 0.15, 0.0] }
c = { weight = 0.27, scores = [0.0, 0.25, 0.6, 1.0] }
d = { weight = 0.2, scores = [0.0, 0.35, 0.5, 1.0] }
e = { weight = 0.13, scores = [0.0, 0.2, 0.6, 1.0] }

[[party]]
id = "west"
role = "principal"
reservation = 0.3
discount = 0.92
[party.utility]
a = { weight = 0.1, scores = [0.2, 1.0, 0.6, 0.1] }
b = { weight = 0.3, scores = [0.9, 1.0, 0.3, 0.0] }
c = { weight = 0.2, scores = [0.0, 0.4, 1.0, 0.5] }
d = { weight = 0.15, scores = [0.6, 0.1, 0.8, 1.0] }
e = { weight = 0.25, scores = [1.0, 0.6, 0.3, 0.0] }
"#;

fn share_a_pie() -> Row {
    Row::new("equilibrium", "pie_of_1331_deals_200_rounds", 1, |take| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/rubinstein.toml");
        let loaded = scenario::load(Path::new(path), &[] as &[Assignment])
            .unwrap_or_else(|problems| panic!("{problems}"));
        assert!((loaded.scenario.deal_count() - 1_331.0).abs() < 0.5);
        assert_eq!(loaded.scenario.clock.rounds, 200);
        let game = Game::compile(&loaded.scenario).expect("a small game");
        take(&mut || {
            let solved = equilibrium(black_box(&game), 1, 0).expect("a small game");
            // Rubinstein's share, up to a slice of 1/1,110 over 1 − 0.81.
            assert!((solved.payoffs[0] - 10.0 / 19.0).abs() < 0.005);
        });
    })
}

fn agree_among_three() -> Row {
    Row::new(
        "equilibrium",
        "three_parties_1024_deals_40_rounds",
        1,
        |take| {
            let loaded = scenario::parse("three", THREE, &[])
                .unwrap_or_else(|problems| panic!("{problems}"));
            let game = Game::compile(&loaded.scenario).expect("a small game");
            take(&mut || {
                let solved = equilibrium(black_box(&game), 1, 0).expect("a small game");
                let signed = solved
                    .agreement
                    .map(|agreed| (agreed.0.0, agreed.1.0, agreed.2));
                assert_eq!(
                    signed,
                    Some((0, vec![3, 3, 2, 1, 1], 0)),
                    "{:?}",
                    solved.payoffs
                );
            });
        },
    )
}

fn main() {
    measure(&[share_a_pie(), agree_among_three()]);
}
