//! Bodies of many: what 27 would answer to the only offer, whether 64 voters leave a zone among a hundred million deals, and
//! talks that a quota of them ends.

mod harness;

use std::fmt::Write as _;
use std::hint::black_box;

use zopa::analysis::position::{Counting, Request, Theorist};
use zopa::bargaining::{Opening, Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::scenario;

use crate::harness::{Row, measure};

/// The first of them makes the only offer.
const ULTIMATUM: &str = "ultimatum = { proposer = \"m0\" }";
/// Where their reservation values lie.
const SPREAD: &str = "{ uniform = [0.0, 0.9] }";

/// Members with 1 to 7 votes each, two thirds of which decide on some issues, the first third of them the other way round.
fn assembly(
    members: usize,
    issues: usize,
    options: usize,
    protocol: &str,
    reservation: &str,
) -> Game {
    let votes = |member: usize| 1 + member % 7;
    let listed = |item: &dyn Fn(usize) -> String, count: usize| {
        (0..count).map(item).collect::<Vec<_>>().join(", ")
    };
    let needed = (0..members).map(votes).sum::<usize>() * 2 / 3;
    let ballot = listed(&|member| format!("m{member} = {}", votes(member)), members);
    let mut text = format!(
        "format = 1\ntitle = \"Assembly\"\nclock.rounds = 10\nprotocol.{protocol}\n\
         consent.quota = {{ votes = {{ {ballot} }}, needed = {needed} }}\n"
    );
    let options_listed = listed(&|option| format!("{{ id = \"o{option}\" }}"), options);
    for issue in 0..issues {
        let _ = writeln!(
            text,
            "[[issue]]\nid = \"i{issue}\"\noptions = [{options_listed}]"
        );
    }
    for member in 0..members {
        let _ = writeln!(
            text,
            "[[party]]\nid = \"m{member}\"\nrole = \"principal\"\nreservation = {reservation}"
        );
        for issue in 0..issues {
            // Which way a member leans differs from issue to issue.
            let falls = (member * 5 + issue * 3) % 8 < 3;
            let score = |option: usize| {
                let place = if falls { options - 1 - option } else { option };
                format!("{:.3}", place as f64 / (options - 1) as f64)
            };
            let scores = listed(&score, options);
            let weight = 1 + (member + 2 * issue) % 5;
            let _ = writeln!(
                text,
                "utility.i{issue} = {{ weight = {weight}, scores = [{scores}] }}"
            );
        }
    }
    let loaded =
        scenario::parse("assembly", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    Game::compile(&loaded.scenario).expect("assemblies are within all limits")
}

/// What is offered to many at once, the making ready included.
fn offer_to_many() -> impl Iterator<Item = Row> {
    let cases = [(28, 32), (64, 38)].into_iter();
    cases.map(|(members, offered)| {
        let name = format!("{}_asked_51_options", members - 1);
        Row::new("ultimatum", name, 1, move |take| {
            let game = assembly(members, 1, 51, ULTIMATUM, SPREAD);
            take(&mut || {
                let prepared = Prepared::new(black_box(&game), 1);
                let outcome = play(&prepared, 0, &mut Workspace::default(), &mut Silent);
                assert_eq!(outcome.deal.map(|deal| deal.0), Some(vec![offered]));
            });
        })
    })
}

fn zone_of_many() -> impl Iterator<Item = Row> {
    let cases = [("0.45", Some(true)), ("0.8", Some(false))].into_iter();
    cases.map(|(reservation, expected)| {
        let name = format!("8_issues_of_10_above_{reservation}");
        let row = Row::new("zone_of_64_voters", name, 1, move |take| {
            let game = assembly(64, 8, 10, "alternating-offers = {}", reservation);
            let position = Opening::default().position(&game, 1, 0, &[]);
            let request = Request {
                points_max: 1,
                count: Counting::No,
            };
            let theorist = Theorist::new(&game, vec![0, 1], request);
            take(&mut || assert_eq!(theorist.zone(black_box(&position)).exists, expected));
        });
        Row { samples: 10, ..row }
    })
}

/// Runs that end in agreement, rounds held in all of them, and the sum of everybody's utilities.
type Sums = (u32, u32, f64);

/// Its name; members, issues and options; the protocol and where reservation values lie; the runs of a pass and what they come to.
type Case = (
    &'static str,
    [usize; 3],
    (&'static str, &'static str),
    u64,
    Sums,
);

/// Talks that a deal ends once a quota takes it, run after run.
fn talks_under_quota() -> impl Iterator<Item = Row> {
    let (offers, some) = ("alternating-offers = {}", "{ uniform = [0.0, 0.5] }");
    let cases: [Case; 3] = [
        (
            "64_voters_3_issues_of_10",
            [64, 3, 10],
            (offers, some),
            50,
            (4, 500, 874.850_352_837),
        ),
        (
            "64_voters_8_issues_of_10",
            [64, 8, 10],
            (offers, some),
            50,
            (10, 500, 984.463_485_368),
        ),
        (
            "27_asked_51_options",
            [28, 1, 51],
            (ULTIMATUM, SPREAD),
            50,
            (6, 50, 654.224_351_089),
        ),
    ];
    let cases = cases.into_iter();
    cases.map(
        |(name, [members, issues, options], rules, runs, expected)| {
            Row::new("talks_under_quota", name, runs, move |take| {
                let game = assembly(members, issues, options, rules.0, rules.1);
                let prepared = Prepared::new(&game, 1);
                let mut workspace = Workspace::default();
                take(&mut || {
                    let none: Sums = (0, 0, 0.0);
                    let found = (0..runs).fold(none, |(agreed, rounds, sum), run| {
                        let outcome = play(&prepared, black_box(run), &mut workspace, &mut Silent);
                        (
                            agreed + u32::from(outcome.deal.is_some()),
                            rounds + outcome.rounds_held,
                            sum + outcome.utilities.iter().sum::<f64>(),
                        )
                    });
                    let counted = (found.0, found.1) == (expected.0, expected.1);
                    let is_close = (found.2 - expected.2).abs() < 1e-6;
                    assert!(counted && is_close, "{name}: {found:?}");
                });
            })
        },
    )
}

fn main() {
    let rows = offer_to_many()
        .chain(zone_of_many())
        .chain(talks_under_quota());
    measure(&rows.collect::<Vec<_>>());
}
