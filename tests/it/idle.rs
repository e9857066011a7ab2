//! What `check` says changes no move changes none.

use zopa::bargaining::{Outcome, Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::model::check::{Idle, IdleFault, Path};
use zopa::model::{Concession, Distribution, Lever, Range, Scenario, Uncertain, Use};
use zopa::scenario::parse;

use crate::reference::random_scenario::{ALL, Dice, random_scenario};

/// Runs of each scenario.
const RUNS: u64 = 3;

/// All of a run but what it pays and which levers were pulled.
fn moves(scenario: &Scenario) -> Vec<Outcome> {
    let game = Game::compile(scenario).expect("small scenarios compile");
    let (prepared, mut workspace) = (Prepared::new(&game, 11), Workspace::default());
    let played = (0..RUNS).map(|run| Outcome {
        utilities: Vec::new(),
        reservations: Vec::new(),
        payoffs: Vec::new(),
        levers: Vec::new(),
        lever_costs: Vec::new(),
        ..play(&prepared, run, &mut workspace, &mut Silent)
    });
    played.collect()
}

/// A number somewhere else in its legal range.
fn elsewhere(dice: &mut Dice, number: &Uncertain, [low, high]: [f64; 2]) -> Uncertain {
    let value = dice.between(low, high);
    let legal = Range::new("a number", low, high);
    let is_same = number.known() == Some(value);
    assert!(!is_same, "a drawn number is hardly the one that was there");
    Uncertain::new(Distribution::Fixed(value), legal).expect("in its range")
}

/// A path in which the only type of a party is not named.
fn of_party(scenario: &Scenario, path: &Path) -> String {
    let mut path = path.to_string();
    for party in &scenario.parties {
        if let [kind] = &party.types[..] {
            let with = format!("party.{}.type.{}.", party.id, kind.id);
            path = path.replace(&with, &format!("party.{}.", party.id));
        }
    }
    path
}

/// The scenario with all that stands at these places changed.
fn changed(dice: &mut Dice, scenario: &Scenario, idle: &Idle) -> Scenario {
    let mut other = scenario.clone();
    let paths: Vec<String> = idle
        .paths
        .iter()
        .map(|path| of_party(scenario, path))
        .collect();
    match &idle.fault {
        IdleFault::PayoffsOnly { .. }
        | IdleFault::NeverPasses { .. }
        | IdleFault::NeverCarriedOut(_) => {
            let last = f64::from(scenario.clock.rounds);
            let copy = scenario.clone();
            let mut moved = 0;
            for number in other.numbers_mut() {
                let path = number.place.path(&copy);
                if paths.contains(&path) {
                    let range = match path.rsplit('.').next() {
                        Some("discount") => [0.0, 1.0],
                        Some("round-cost" | "cost") => [0.0, 0.5],
                        Some("half-life" | "delay" | "duration") => [0.5, last],
                        _ => [last, 9.0 * last],
                    };
                    *number.value = elsewhere(dice, number.value, range);
                    moved += 1;
                }
            }
            assert_eq!(moved, paths.len(), "{paths:?}");
        }
        IdleFault::NeverUsed { levers, .. }
        | IdleFault::EmptyThreat(levers)
        | IdleFault::TooLate { levers, .. }
        | IdleFault::NotFelt { levers, .. } => {
            other.levers.retain(|lever| !levers.contains(&lever.id));
        }
        IdleFault::NobodyLoads(drivers) => {
            for driver in &mut other.drivers {
                if drivers.contains(&driver.id) {
                    driver.start = elsewhere(dice, &driver.start, [-2.0, 2.0]);
                }
            }
        }
        IdleFault::Influence(_) => {
            for party in &mut other.parties {
                party.influence = party.influence.map(|influence| influence + 1.0);
            }
        }
        fault => panic!("only files have this: {fault}"),
    }
    other
}

/// Makes some levers idle in each of the ways there are, and some nearly so.
fn make_idle(dice: &mut Dice, scenario: &mut Scenario) {
    let rounds = scenario.clock.rounds;
    let loads_on_none = dice.unit() < 0.3;
    for kind in scenario
        .parties
        .iter_mut()
        .flat_map(|party| &mut party.types)
    {
        if loads_on_none {
            kind.profile.loads.clear();
        }
        if dice.unit() < 0.1 {
            let last = Uncertain::fixed(f64::from(rounds));
            kind.profile.deadline.get_or_insert(last);
        }
    }
    if dice.unit() < 0.3 {
        scenario.parties[0].influence = Some(2.0);
    }
    for lever in &mut scenario.levers {
        let place = dice.below(8);
        late(lever, place, rounds);
    }
}

fn late(lever: &mut Lever, place: usize, rounds: u32) {
    // Whoever is rational goes by what a lever costs, whatever else it does.
    if place == 5 {
        lever.cost = Uncertain::fixed(0.05);
        late(lever, 2, rounds);
    }
    match place {
        0 => lever.usage = Use::WhenStuck { rounds },
        1 => {
            lever.usage = Use::Rounds {
                from: rounds - 1,
                until: None,
            };
            lever.delay = Uncertain::fixed(1.0);
        }
        6 => lever.usage = Use::Threat,
        2 => {
            for effect in &mut lever.effects {
                effect.size = Uncertain::fixed(0.0);
            }
        }
        _ => {}
    }
}

#[test]
fn what_is_said_to_change_no_move_changes_none() {
    let mut dice = Dice::new(77);
    let mut met = [0; 9];
    for seed in 0..2_500 {
        let mut scenario = random_scenario(seed, ALL);
        make_idle(&mut dice, &mut scenario);
        let found = scenario.idle();
        if found.is_empty() {
            continue;
        }
        let mut other = scenario.clone();
        for idle in &found {
            let place = match &idle.fault {
                IdleFault::PayoffsOnly { key, .. } => usize::from(*key == "round-cost"),
                IdleFault::NeverPasses { .. } => 2,
                IdleFault::NeverUsed { .. } => 3,
                IdleFault::TooLate { .. } => 4,
                IdleFault::NotFelt { .. } => 5,
                IdleFault::EmptyThreat(_) => 6,
                IdleFault::NeverCarriedOut(_) => 7,
                _ => 8,
            };
            met[place] += 1;
            other = changed(&mut dice, &other, idle);
        }
        assert_eq!(
            moves(&scenario),
            moves(&other),
            "scenario {seed}: {found:#?}"
        );
    }
    assert!(met.iter().all(|&count| count > 50), "{met:?}");
}

/// Who is rational goes by everybody's discount and cost of a round, a Bayesian by its own discount.
#[test]
fn what_some_rule_goes_by_is_not_idle() {
    let mut scenario = talks("discount = 0.9\nround-cost = 0.01", "discount = 0.8");
    assert_eq!(scenario.idle().len(), 2);
    let strategy = &mut scenario.parties[1].types[0].profile.strategy;
    strategy.concession = Concession::Bayesian {
        draws: 4,
        likelihood_lambda: 20.0,
    };
    let found = scenario.idle();
    assert!(
        found.iter().all(|idle| idle.paths.len() == 1),
        "of the other alone: {found:?}"
    );
    let strategy = &mut scenario.parties[1].types[0].profile.strategy;
    strategy.concession = Concession::Rational;
    assert_eq!(scenario.idle(), []);
}

/// What changes no move as written and may elsewhere in its range is not warned of, nor is its range.
#[test]
fn what_may_move_within_a_range_is_not_idle() {
    let lever = |use_and_size: &str| {
        format!("[[leverage]]\nid = \"push\"\nactor = \"left\"\n{use_and_size}\n")
    };
    let size = "effects = [{ party = \"right\", reservation = -0.1 }]";
    let ranged_size = "use = \"always\"\neffects = [{ party = \"right\", reservation = { value = 0, range = [-0.1, 0.1] } }]";
    let chance = format!("use.with-probability = {{ value = 0, range = [0, 0.5] }}\n{size}");
    let late = format!("use.rounds = {{ from = 6 }}\n{size}");
    let deadline = "deadline = { value = 6, range = [3, 9] }".to_owned();
    let clock = |text: String| {
        text.replace(
            "clock.rounds = 6",
            "clock.rounds = { value = 6, range = [6, 20] }",
        )
    };
    let threat =
        format!("use = \"threat\"\ncredibility = {{ value = 0, range = [0, 0.5] }}\n{size}");
    let driver = "[[driver]]\nid = \"front\"\nprocess.random-walk = { sd = 0.1 }\n";
    let load = "loads = { front = { value = 0, range = [0, 0.5] } }";
    for text in [
        text(&deadline, ""),
        text("", "") + &lever(ranged_size),
        text("", "") + &lever(&chance),
        text("", "") + &lever(&threat),
        clock(text("", "") + &lever(&late)),
        text(load, "") + driver,
    ] {
        let loaded = parse("pie.toml", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(loaded.idle.is_empty(), "{}\n{text}", loaded.idle);
    }
    // Without the range they are.
    let idle = parse("pie.toml", &(text("", "") + &lever(&late)), &[]).expect("legal");
    assert!(!idle.idle.is_empty());
}

fn text(left: &str, right: &str) -> String {
    let party = |id: &str, scores: &str, lines: &str| {
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = 0.1\n{lines}\n\
             utility.pie = {{ weight = 1, scores = [{scores}] }}\n"
        )
    };
    format!(
        "format = 1\ntitle = \"A pie\"\nclock.rounds = 6\n[[issue]]\nid = \"pie\"\n\
         options = [{{ id = \"a\" }}, {{ id = \"b\" }}]\n{}{}\
         [protocol.alternating-offers]\norder = [\"left\", \"right\"]\n",
        party("left", "1, 0", left),
        party("right", "0, 1", right),
    )
}

fn talks(left: &str, right: &str) -> Scenario {
    Scenario::parse("pie.toml", &text(left, right), &[]).expect("a legal scenario")
}

/// What `check` prints for each rule: one warning a reason, with what to do.
#[test]
fn each_reason_is_one_warning() {
    let rest = "[[driver]]\nid = \"front\"\nprocess.random-walk = { sd = 0.1 }\n\
        [[party]]\nid = \"press\"\nrole = \"observer\"\ninfluence = 2\n\
        [[leverage]]\nid = \"never\"\nactor = \"left\"\ncredibility = 0.5\nuse = \"never\"\n\
        effects = [{ party = \"right\", reservation = -0.1 }]\n\
        [[leverage]]\nid = \"empty\"\nactor = \"left\"\nuse = \"threat\"\n\
        effects = [{ party = \"right\", reservation = -0.1 }]\n\
        [[leverage]]\nid = \"patient\"\nactor = \"left\"\ncredibility = 0.5\nuse = \"threat\"\n\
        effects = [{ clock = \"rounds\", shift = 2 }]\n\
        [[leverage]]\nid = \"words\"\nactor = \"left\"\ncredibility = 0.5\nuse = \"threat\"\n\
        cost = 0.01\ndelay = 1\nhalf-life = { value = 3, range = [2, 4] }\nduration = 4\n\
        effects = [{ party = \"right\", reservation = -0.1 }]\n\
        [[leverage]]\nid = \"late\"\nactor = \"left\"\nuse.rounds = { from = 6 }\n\
        effects = [{ party = \"right\", reservation = -0.1 }]\n\
        [[leverage]]\nid = \"costly\"\nactor = \"left\"\nuse = \"always\"\n\
        effects = [{ party = \"right\", round-cost = 0.1 }]\n\
        [[leverage]]\nid = \"frontal\"\nactor = \"left\"\nuse = \"always\"\n\
        effects = [{ driver = \"front\", shift = 0.1 }]\n\
        [[leverage]]\nid = \"loud\"\nactor = \"left\"\nuse = \"always\"\n\
        effects = [{ party = \"press\", reservation = 0.1 }]\n\
        [[leverage]]\nid = \"works\"\nactor = \"left\"\nuse = \"always\"\n\
        effects = [{ party = \"right\", reservation = -0.1 }, { party = \"right\", round-cost = 0.1 }]\n";
    let left = "discount = { value = 0.9, range = [0.8, 0.95] }\ndeadline = 6";
    let right = "discount = 0.95\nround-cost = 0.01\nanticipate = 0\n\
        type = [{ id = \"a\", probability = 0.5, anticipate = 0 }, { id = \"b\", probability = 0.5, anticipate = 0 }]";
    let text = text(left, right) + rest;
    let loaded = parse("pie.toml", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    let said = loaded.idle.iter().map(|problem| {
        let remedy = problem.fault.remedy().expect("each says what to do");
        format!("{}: {}\n  = {remedy}", problem.path, problem.fault)
    });
    let said: Vec<String> = said.collect();
    let expected = include_str!("../idle.txt");
    if std::env::var_os("ZOPA_REWRITE").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/idle.txt");
        std::fs::write(file, said.join("\n") + "\n").expect("the file can be written");
    } else {
        assert_eq!(said.join("\n") + "\n", expected);
    }
}

/// Nothing is said of a file in which everything is used.
#[test]
fn a_scenario_without_idle_numbers_is_not_warned_of() {
    assert_eq!(talks("", "").idle(), []);
    let shared = "anticipate = 0\ntype = [{ id = \"a\", probability = 0.5 }, { id = \"b\", probability = 0.5, anticipate = 0 }]";
    let loaded = parse("pie.toml", &text(shared, ""), &[]).expect("a legal scenario");
    assert!(loaded.idle.is_empty(), "{}", loaded.idle);
}
