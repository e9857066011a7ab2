//! What agreements have in common.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use zopa::bargaining::Outcome;
use zopa::game::Game;
use zopa::model::{Deal, Scenario, TypeId};
use zopa::simulation::{DealSummary, DealTally, RunSettings, Unwatched, count_runs};

/// Two parties, one of two types, and four issues of two options, the last of which is worth nothing to anybody.
fn scenario() -> (Scenario, Game) {
    let issue = |id: &str| {
        format!("[[issue]]\nid = \"{id}\"\noptions = [{{ id = \"a\" }}, {{ id = \"b\" }}]\n")
    };
    let issues: Vec<String> = ["land", "law", "money", "flag"].map(issue).into();
    let party = |id: &str, scores: &str| {
        let weights = [("land", 0.5), ("law", 0.3), ("money", 0.2), ("flag", 0.0)];
        let lines = weights.map(|(issue, weight)| {
            let mut drawn = "0".to_owned();
            if weight > 0.0 {
                drawn = format!("{{ uniform = [0, {}] }}", 2.0 * weight);
            }
            format!("utility.{issue} = {{ weight = {drawn}, scores = [{scores}] }}\n")
        });
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = {{ uniform = [0.1, 0.4] }}\n\
             strategy.concession.random = {{}}\n{}",
            lines.concat()
        )
    };
    let text = format!(
        "format = 1\ntitle = \"Terms\"\nclock.rounds = 8\n{}{}\
         type = [{{ id = \"soft\", probability = 0.5 }}, {{ id = \"hard\", probability = 0.5, reservation = 0.45 }}]\n{}\
         [protocol.alternating-offers]\norder = [\"left\", \"right\"]\n",
        issues.concat(),
        party("left", "1, 0"),
        party("right", "0, 1"),
    );
    let scenario = Scenario::parse("terms.toml", &text, &[]).expect("a legal scenario");
    let game = Game::compile(&scenario).expect("within limits");
    (scenario, game)
}

/// An agreement on a deal under a type of the first party, worth so much to it.
fn agreement(game: &Game, deal: [u16; 4], kind: u32, utility: f64) -> Outcome {
    Outcome {
        types: vec![TypeId(kind), TypeId(0)],
        agreed: Some(1),
        deal: Some(Deal(deal.to_vec())),
        utilities: vec![utility, 0.5],
        ..game.play(0, 1)
    }
}

#[test]
fn core_issues_and_combinations_have_a_closed_form() {
    let (scenario, game) = scenario();
    let mut tally = DealTally::default();
    // Land is halved, law one in four, money always the same; the flag is halved, too, and worth nothing.
    for (place, deal) in [
        [0, 0, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 1],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [1, 0, 0, 1],
        [1, 0, 0, 0],
        [1, 1, 0, 1],
    ]
    .into_iter()
    .enumerate()
    {
        let kind = u32::from(place >= 4);
        tally.add(&agreement(&game, deal, kind, 0.1 * place as f64));
    }
    tally.add(&Outcome {
        agreed: None,
        ..agreement(&game, [1, 1, 1, 1], 0, 0.9)
    });
    let found = tally.summary(&scenario);
    assert_eq!(
        (found.agreements, found.different, found.complete),
        (8, 6, true)
    );
    let most = found.most_frequent.expect("there are agreements");
    assert_eq!(most.agreed.count, 2);
    // Of two that are equally frequent the one of the lowest options.
    assert_eq!(most.deal["land"], "a");
    let core: Vec<&str> = found.core.iter().map(|issue| issue.id.as_str()).collect();
    assert_eq!(core, ["land", "law"]);
    let close = |one: f64, other: f64| (one - other).abs() < 1e-12;
    assert!(close(found.core[0].entropy, 1.0) && close(found.core[0].stake, 0.5));
    let law = -(0.25 * 0.25_f64.log2() + 0.75 * 0.75_f64.log2());
    assert!(close(found.core[1].entropy, law) && close(found.core[1].stake, 0.3));
    let combinations = found.combinations.iter().map(|one| {
        let options: Vec<&str> = one.options.values().map(String::as_str).collect();
        (options.concat(), one.agreed.count, one.agreed.runs)
    });
    let combinations: Vec<_> = combinations.collect();
    let expected = [("aa", 3), ("ba", 3), ("ab", 1), ("bb", 1)];
    assert_eq!(
        combinations,
        expected.map(|(options, count)| (options.to_owned(), count, 8))
    );
    let first = &found.combinations[0];
    let worth = first.utilities["left"].value().expect("some agreements");
    assert!(close(worth, 0.1), "the mean of 0, 0.1 and 0.2: {worth}");
    let flag = &first.others["flag"];
    assert_eq!(
        (flag.option.as_str(), flag.agreed.count, flag.agreed.runs),
        ("b", 2, 3)
    );
    let money = first.others["money"].agreed;
    assert_eq!((money.count, money.runs), (3, 3));
    let typed = found.by_type.iter().map(|one| {
        let counts: Vec<u64> = one.combinations.iter().map(|rate| rate.count).collect();
        (one.types["left"].as_str(), one.agreements, counts)
    });
    let typed: Vec<_> = typed.collect();
    let expected = [("soft", 4, vec![3, 0, 1, 0]), ("hard", 4, vec![0, 3, 0, 1])];
    assert_eq!(typed, expected);
}

/// What is counted of runs on so many threads, with the deals of the agreements.
fn counted(threads: usize, most: Option<usize>) -> (DealSummary, Vec<Deal>) {
    let (scenario, game) = scenario();
    let mut tally = most.map_or_else(DealTally::default, DealTally::of_at_most);
    let mut deals = Vec::new();
    let settings = RunSettings {
        runs: 3_000,
        seed: 3,
        threads: Some(threads),
    };
    count_runs(
        &scenario,
        &game,
        &settings,
        &Unwatched,
        &mut |_, outcomes| {
            for outcome in outcomes {
                tally.add(outcome);
                deals.extend(outcome.deal.clone().filter(|_| outcome.agreed.is_some()));
            }
            ControlFlow::Continue(())
        },
    );
    (tally.summary(&scenario), deals)
}

#[test]
fn deals_of_runs_are_those_of_every_agreement_on_any_threads() {
    let (found, deals) = counted(1, None);
    assert_eq!((found.clone(), deals.clone()), counted(3, None));
    assert_eq!(found.agreements, deals.len() as u64);
    let different: BTreeSet<&Deal> = deals.iter().collect();
    assert!(different.len() > 3, "{different:?}");
    assert_eq!(found.different, different.len() as u64);
    let listed: u64 = found.combinations.iter().map(|one| one.agreed.count).sum();
    assert_eq!(
        listed, found.agreements,
        "three issues of two options: all are listed"
    );
    for (place, one) in found.combinations.iter().enumerate() {
        let typed = found.by_type.iter().map(|by| by.combinations[place].count);
        assert_eq!(typed.sum::<u64>(), one.agreed.count);
        assert_eq!(one.utilities["left"].count(), one.agreed.count);
    }
}

/// Where there is no room for another deal, what is counted is exact of the first agreements.
#[test]
fn a_full_tally_says_at_least() {
    let (all, deals) = counted(1, None);
    let (few, _) = counted(2, Some(3));
    assert!(!few.complete && all.complete);
    assert!(few.different <= 3 && few.agreements < all.agreements);
    let first = usize::try_from(few.agreements).expect("few");
    let different: BTreeSet<&Deal> = deals[..first].iter().collect();
    assert_eq!(few.different, different.len() as u64);
}
