//! Quotas of more voters than all sets of which can be gone through: the same as with few, and what cannot be done is said.

use std::fmt::Write as _;

use zopa::analysis::position::{Counting, Request, Theorist, objectives};
use zopa::bargaining::{Opening, Outcome, Prepared, Silent, Workspace, ZoneState, play};
use zopa::game::Game;
use zopa::model::{Concession, ConsentRule, Party, PartyId, Protocol, Role, Scenario, Uncertain};

use crate::reference::random_scenario::{self as feature, ALL, random_scenario};
use crate::tool::{call, code, place_with};

const SEED: u64 = 5;
const RUNS: u64 = 3;

/// Voters without a stake and with hardly a vote: one more than those of whom all sets are gone through.
const BYSTANDERS: usize = 17;

/// A scenario in which all of some principals' votes but a few suffice, with so many bystanders who vote too.
fn voting(scenario: &Scenario, bystanders: usize) -> Scenario {
    let mut voting = scenario.clone();
    let mut votes: Vec<(PartyId, f64)> = (0..scenario.parties.len())
        .filter(|&place| scenario.parties[place].role == Role::Principal)
        .map(|place| (PartyId::at(place), 1.0))
        .collect();
    let quota = (votes.len() - votes.len() / 3) as f64;
    for number in 0..bystanders {
        votes.push((PartyId::at(voting.parties.len()), 1e-6));
        voting.parties.push(bystander(&scenario.parties[0], number));
    }
    voting.consent = ConsentRule::Quota { votes, quota };
    voting
}

fn bystander(like: &Party, number: usize) -> Party {
    let mut party = like.clone();
    party.id = format!("bystander-{number}");
    party.role = Role::Observer;
    party.influence = Some(0.0);
    party.types.truncate(1);
    party.types[0].id.clone_from(&party.id);
    party.types[0].probability = Uncertain::fixed(1.0);
    let profile = &mut party.types[0].profile;
    for weight in &mut profile.utility.weights {
        *weight = Uncertain::fixed(0.0);
    }
    profile.utility.weight_concentration = None;
    profile.utility.score_sd = 0.0;
    profile.linkages.clear();
    profile.red_lines.clear();
    profile.loads.clear();
    profile.breach = None;
    profile.anticipate = 0.0;
    profile.reservation = Uncertain::fixed(0.0);
    party
}

/// A Bayesian party looks at deals by what they are worth to others on average, bystanders included.
fn keeps_beliefs(scenario: &Scenario) -> bool {
    let kinds = scenario.parties.iter().flat_map(|party| &party.types);
    let mut concessions = kinds.map(|kind| kind.profile.strategy.concession);
    concessions.any(|concession| matches!(concession, Concession::Bayesian { .. }))
}

fn outcomes(game: &Game) -> Vec<Outcome> {
    let prepared = Prepared::new(game, SEED);
    let mut workspace = Workspace::default();
    let runs = 0..RUNS;
    runs.map(|run| play(&prepared, run, &mut workspace, &mut Silent))
        .collect()
}

#[test]
fn many_voters_are_judged_like_few() {
    // A mediator would learn about the bystanders, and the maker of an only offer weighs what they answer; a bystander with the
    // deadline of whom it is a copy would walk out by itself.
    let mask =
        ALL & !(1 << feature::MEDIATION) & !(1 << feature::ULTIMATUM) & !(1 << feature::DEADLINES);
    let (mut compared, mut open, mut foreseen) = (0, 0, 0);
    for seed in 0..1_200 {
        let scenario = random_scenario(seed, mask);
        if !matches!(scenario.protocol, Protocol::AlternatingOffers { .. })
            || scenario.parties.len() + BYSTANDERS > 64
            || keeps_beliefs(&scenario)
        {
            continue;
        }
        let games = [0, BYSTANDERS].map(|bystanders| {
            let scenario = voting(&scenario, bystanders);
            Game::compile(&scenario).expect("small scenarios compile")
        });
        let [few, many] = games.each_ref().map(outcomes);
        for (run, (few, many)) in few.iter().zip(&many).enumerate() {
            let of = |outcome: &Outcome| {
                let deal = outcome.deal.clone();
                (
                    outcome.end,
                    outcome.zone,
                    outcome.failure,
                    deal,
                    outcome.rounds_held,
                )
            };
            assert_eq!(of(few), of(many), "scenario {seed}, run {run}");
            compared += 1;
            open += u32::from(few.zone == ZoneState::Open);
            foreseen += u32::from(few.failure.is_some_and(|cause| cause.name() == "foreseen"));
        }
        let asked = objectives(&scenario);
        let request = Request {
            points_max: 200,
            count: Counting::Yes,
        };
        for run in 0..RUNS {
            let theories = games.each_ref().map(|game| {
                let position = Opening::default().position(game, SEED, run, &[]);
                let theorist = Theorist::new(game, asked.clone(), request);
                let theory = theorist.judge(&position);
                let found = theory.solved.solutions;
                let picks = [
                    found.nash,
                    found.kalai_smorodinsky,
                    found.kalai_smorodinsky_max_min,
                    found.egalitarian,
                    found.utilitarian,
                ];
                // Utilities are those of all parties, bystanders included.
                let deals = picks.map(|pick| {
                    let points = pick.points.into_iter().map(|point| point.combos);
                    (points.collect::<Vec<_>>(), pick.proven)
                });
                (theory.zone, deals)
            });
            assert_eq!(theories[0], theories[1], "scenario {seed}, run {run}");
        }
    }
    assert!(
        compared > 1_000 && open > 300 && foreseen > 0,
        "{compared} {open} {foreseen}"
    );
}

/// A council of so many members, of whom two thirds decide on some issues of ten options.
fn council(members: usize, issues: usize, protocol: &str) -> String {
    let votes: Vec<String> = (0..members)
        .map(|member| format!("m{member} = {}", 3 + member % 7))
        .collect();
    let needed = (0..members).map(|member| 3 + member % 7).sum::<usize>() * 2 / 3;
    let mut text = format!(
        "format = 1\ntitle = \"Council\"\nclock.rounds = 5\nprotocol.{protocol}\n\
         consent.quota = {{ votes = {{ {} }}, needed = {needed} }}\n",
        votes.join(", ")
    );
    for issue in 0..issues {
        let options: Vec<String> = (0..10)
            .map(|option| format!("{{ id = \"o{option}\", value = {option} }}"))
            .collect();
        let _ = writeln!(
            text,
            "[[issue]]\nid = \"i{issue}\"\noptions = [{}]",
            options.join(", ")
        );
    }
    for member in 0..members {
        let mut scores: Vec<String> = (0..10).map(|option| format!("0.{option}")).collect();
        if member % 3 == 0 {
            scores.reverse();
        }
        let scores = scores.join(", ");
        let _ = writeln!(
            text,
            "[[party]]\nid = \"m{member}\"\nrole = \"principal\"\nreservation = {{ uniform = [0.1, 0.7] }}\n[party.utility]"
        );
        for issue in 0..issues {
            let _ = writeln!(text, "i{issue} = {{ weight = 1, scores = [{scores}] }}");
        }
    }
    text
}

/// Sixty-four members decide by equal votes on one issue of 1,024 options, of which all refuse the first thousand.
fn largest() -> String {
    let members = 0..64;
    let votes = members.clone().map(|member| format!("m{member} = 1"));
    let votes: Vec<String> = votes.collect();
    let list = |item: &dyn Fn(usize) -> String, count: usize| {
        (0..count).map(item).collect::<Vec<_>>().join(", ")
    };
    let options = list(&|option| format!("{{ id = \"o{option}\" }}"), 1_024);
    let refused = list(&|option| format!("\"o{option}\""), 1_000);
    let mut text = format!(
        "format = 1\ntitle = \"Assembly\"\nprotocol.ultimatum = {{ proposer = \"m1\", belief-draws = 8 }}\n\
         consent.quota = {{ votes = {{ {} }}, needed = 40 }}\n[[issue]]\nid = \"bill\"\noptions = [{options}]\n",
        votes.join(", ")
    );
    for member in members {
        let score = |option: usize| {
            let place = if member % 3 == 0 {
                1_023 - option
            } else {
                option
            };
            format!("{:.4}", place as f64 / 1_023.0)
        };
        let scores = list(&score, 1_024);
        let _ = writeln!(
            text,
            "[[party]]\nid = \"m{member}\"\nrole = \"principal\"\nreservation = {{ uniform = [0, 0.99] }}\n\
             never = [{{ bill = [{refused}] }}]\nutility.bill = {{ weight = 1, scores = [{scores}] }}"
        );
    }
    text
}

#[test]
fn the_most_parties_and_options_there_may_be_are_played_written_and_read() {
    let place = place_with(&[("assembly.toml", &largest())]);
    for command in [
        "run assembly.toml --runs 40 --output out",
        "report out",
        "solve assembly.toml",
    ] {
        let output = call(&place, command);
        assert_eq!(code(&output), 0, "{command}: {output:?}");
    }
    let mut reader =
        csv::Reader::from_path(place.path().join("out/runs.csv")).expect("it is there");
    let headers = reader.headers().expect("it has headers").clone();
    let column = |name: &str| headers.iter().position(|header| header == name);
    let deal = column("issue:bill").expect("a column for the issue");
    let consents = (0..64).map(|member| column(&format!("consented:m{member}")));
    let consents: Vec<usize> = consents.map(|place| place.expect("a column")).collect();
    let mut signed = 0;
    for row in reader.records() {
        let row = row.expect("a row");
        if row[deal].is_empty() {
            continue;
        }
        let option: usize = row[deal][1..].parse().expect("its id ends in its number");
        let count = consents
            .iter()
            .filter(|&&place| &row[place] == "true")
            .count();
        assert!(option >= 1_000 && count >= 40, "{option} {count}");
        signed += 1;
    }
    assert!(signed > 5, "{signed}");
}

#[test]
fn a_council_of_many_members_is_played_and_solved() {
    let place = place_with(&[("council.toml", &council(27, 2, "alternating-offers = {}"))]);
    for command in [
        "check council.toml",
        "run council.toml --runs 20 --rules 5 --no-runs",
        "solve council.toml",
    ] {
        let output = call(&place, command);
        assert_eq!(code(&output), 0, "{command}: {output:?}");
    }
}

/// Rules that were refused, or took minutes, while combinations of answers were gone through one by one.
#[test]
fn councils_of_many_deals_and_beliefs_are_played() {
    let bayesian = council(64, 2, "alternating-offers = {}").replacen(
        "role = \"principal\"\n",
        "role = \"principal\"\nstrategy.concession.bayesian = {}\n",
        1,
    );
    let place = place_with(&[
        ("large.toml", &council(64, 7, "alternating-offers = {}")),
        (
            "take.toml",
            &council(64, 1, "ultimatum = { proposer = \"m0\" }"),
        ),
        ("bayesian.toml", &bayesian),
    ]);
    for command in [
        "run large.toml --runs 3 --rules 3 --no-runs",
        "solve large.toml",
        "run take.toml --runs 20 --rules 0 --no-runs",
        "run bayesian.toml --runs 1 --rules 0 --no-runs",
    ] {
        let output = call(&place, command);
        assert_eq!(code(&output), 0, "{command}: {output:?}");
    }
}

#[test]
fn councils_that_cannot_be_handled_are_refused_with_what_to_change() {
    // Votes that are no multiples of anything: hardly two sums are alike.
    let odd = |member: usize| libm::sqrt(2.0 + member as f64);
    let uneven = (0..64).fold(
        council(64, 1, "ultimatum = { proposer = \"m0\" }"),
        |text, member| {
            let before = format!("m{member} = {}", 3 + member % 7);
            text.replacen(&before, &format!("m{member} = {:?}", odd(member)), 1)
        },
    );
    let place = place_with(&[("uneven.toml", &uneven)]);
    for (file, words) in [("uneven.toml", "round the votes")] {
        for command in ["check", "run"] {
            let output = call(&place, &format!("{command} {file}"));
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(code(&output), 2, "{command} {file}: {said}");
            assert!(said.contains(words), "{command} {file}: {said}");
        }
    }
}
