//! Bodies of many: what 27 would answer to the only offer, and whether 64 voters leave a zone among a hundred million deals.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use zopa::analysis::position::{Counting, Request, Theorist};
use zopa::bargaining::{Opening, Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::scenario;

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

fn offer_to_many(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ultimatum");
    for (members, offered) in [(28, 32), (64, 38)] {
        let protocol = "ultimatum = { proposer = \"m0\" }";
        let game = assembly(members, 1, 51, protocol, "{ uniform = [0.0, 0.9] }");
        group.bench_function(format!("{}_asked_51_options", members - 1), |bencher| {
            bencher.iter(|| {
                let prepared = Prepared::new(black_box(&game), 1);
                let outcome = play(&prepared, 0, &mut Workspace::default(), &mut Silent);
                assert_eq!(outcome.deal.map(|deal| deal.0), Some(vec![offered]));
            });
        });
    }
    group.finish();
}

fn zone_of_many(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("zone_of_64_voters");
    group.sample_size(10);
    for (reservation, expected) in [("0.45", Some(true)), ("0.8", Some(false))] {
        let game = assembly(64, 8, 10, "alternating-offers = {}", reservation);
        let position = Opening::default().position(&game, 1, 0, &[]);
        let request = Request {
            points_max: 1,
            count: Counting::No,
        };
        let theorist = Theorist::new(&game, vec![0, 1], request);
        group.bench_function(format!("8_issues_of_10_above_{reservation}"), |bencher| {
            bencher.iter(|| assert_eq!(theorist.zone(black_box(&position)).exists, expected));
        });
    }
    group.finish();
}

criterion_group!(benches, offer_to_many, zone_of_many);
criterion_main!(benches);
