//! What a comparison of levers promises: known effects come out, nothing comes from nothing, bytes do not depend on threads.

use std::collections::BTreeMap;

use zopa::experiment::compare::{
    CompareError, CompareSettings, ComparedCells, Comparison, PairedEffect, PolicyKind, PolicyPair,
    Rule, Tally, Transition, compare,
};
use zopa::report;
use zopa::results::estimates::of_comparison;
use zopa::results::json;
use zopa::scenario::{Assignment, Source};
use zopa::simulation::{Rate, RunSettings, Unwatched, settle};

/// One deal both might want, worth 0.5 to each, and one that nobody wants; fallbacks uniform on 0..1.
///
/// The parties agree at once where both fallbacks are at most 0.5: with probability 0.25. `push` lowers the buyer's fallback
/// by 0.2, so that 0.7 · 0.5 = 0.35 agree; `twist` does that and raises the seller's by 0.1: 0.7 · 0.4 = 0.28; `nothing`
/// shifts nothing.
const LEVERS: &str = r#"
    format = 1
    title = "Take the one deal"
    assumption = "made up"
    clock.rounds = 4
    protocol.alternating-offers.order = ["buyer", "seller"]

    [[issue]]
    id = "deal"
    options = [{ id = "good" }, { id = "bad" }]

    [[party]]
    id = "buyer"
    role = "principal"
    reservation = { uniform = [0.0, 1.0] }
    utility.deal = { weight = 1, scores = [0.5, 0.0] }

    [[party]]
    id = "seller"
    role = "principal"
    reservation = { uniform = [0.0, 1.0] }
    utility.deal = { weight = 1, scores = [0.5, 0.0] }

    [[leverage]]
    id = "push"
    title = "Push"
    actor = "seller"
    cost = { uniform = [0.0, 0.02] }
    effects = [{ party = "buyer", reservation = -0.2 }]
    use = "always"

    [[leverage]]
    id = "twist"
    title = "Twist"
    actor = "seller"
    effects = [{ party = "buyer", reservation = -0.2 }, { party = "seller", reservation = 0.1 }]
    use = "never"

    [[leverage]]
    id = "nothing"
    title = "Nothing"
    actor = "buyer"
    cost = 0.01
    effects = [{ party = "buyer", reservation = 0.0 }]
    use = "always"
"#;

fn source(text: &str) -> Source {
    Source {
        name: "levers.toml".to_owned(),
        text: text.to_owned(),
    }
}

fn settings(runs: u64, threads: usize) -> CompareSettings {
    CompareSettings {
        runs: RunSettings {
            runs,
            seed: 1,
            threads: Some(threads),
        },
        half_width: 0.005,
    }
}

fn plan(text: &str, set: &[&str], policies: &[&str]) -> Result<ComparedCells, CompareError> {
    let set: Vec<Assignment> = set
        .iter()
        .map(|words| words.parse().expect("it is an assignment"))
        .collect();
    let policies: Vec<_> = policies
        .iter()
        .map(|words| words.parse().expect("it is a policy"))
        .collect();
    ComparedCells::new(&source(text), &set, &policies, &Rule::ALL)
}

fn compared(text: &str, set: &[&str], policies: &[&str], runs: u64) -> Comparison {
    let plan = plan(text, set, policies).expect("the scenario is fine");
    whole(&plan, &settings(runs, 2)).0
}

fn whole(plan: &ComparedCells, settings: &CompareSettings) -> (Comparison, Tally) {
    let found = compare(plan, settings, None, &Unwatched).expect("nobody stops it");
    assert!(found.missing.is_empty(), "{:?}", found.missing);
    (found.comparison, found.tally)
}

fn differences(comparison: &Comparison) -> BTreeMap<&str, &PairedEffect> {
    let effects = comparison.effects.iter();
    effects
        .map(|effect| (effect.policy.as_str(), &effect.agreement))
        .collect()
}

/// With and without a policy, and with or without it only.
fn runs_of(effect: &PairedEffect) -> (Rate, Rate, u64, u64) {
    let PairedEffect { with, without, .. } = *effect;
    (with, without, effect.only_with, effect.only_without)
}

/// Whether an estimate is within 4.5 standard errors of the truth: a false alarm in 150,000.
fn near(found: f64, error: f64, truth: f64) -> bool {
    (found - truth).abs() <= 4.5 * error
}

#[test]
fn known_effects_and_their_split_come_out() {
    let comparison = compared(LEVERS, &[], &["both=push+twist"], 8_000);
    let found = differences(&comparison);
    // `both` lowers the buyer's fallback by 0.4: 0.9 · 0.4 = 0.36 agree.
    for (id, truth) in [
        ("push", 0.10),
        ("twist", 0.03),
        ("both", 0.11),
        ("all", 0.11),
    ] {
        let rates = found[id];
        let error = rates.se.expect("there are runs");
        assert!(near(rates.difference, error, truth), "{id}: {rates:?}");
        assert!((rates.without.value() - 0.25).abs() < 4.5 * 0.005, "{id}");
    }
    let split = &comparison.splits[0];
    assert_eq!(split.lever, "twist");
    for (part, (id, truth)) in split.parts.iter().zip([("buyer", 0.10), ("seller", -0.05)]) {
        let rates = &part.agreement;
        let error = rates.se.expect("there are runs");
        assert!(
            part.target == id && near(rates.difference, error, truth),
            "{part:?}"
        );
    }
    // The part through the buyer alone is `push`, run by run.
    assert_eq!(runs_of(&split.parts[0].agreement), runs_of(found["push"]));
    let (rest, error) = (
        split.interaction.value(),
        split.interaction.standard_error(),
    );
    let (rest, error) = (rest.expect("runs"), error.expect("runs"));
    assert!(near(rest, error, -0.02), "{rest} ± {error}");
    let sum: f64 = split
        .parts
        .iter()
        .map(|part| part.agreement.difference)
        .sum();
    assert!((rest - (found["twist"].difference - sum)).abs() < 1e-12);
}

#[test]
fn a_lever_without_effect_changes_no_run_and_costs_what_it_costs() {
    let comparison = compared(LEVERS, &[], &[], 2_000);
    let effects = &comparison.effects;
    let nothing = effects
        .iter()
        .find(|effect| effect.policy == "nothing")
        .expect("it is there");
    assert!(!nothing.agreement.differs());
    assert_eq!(nothing.zone.difference.to_bits(), 0.0_f64.to_bits());
    assert!((nothing.agreement.p_all - 1.0).abs() < 1e-15);
    assert!(
        nothing
            .transitions
            .iter()
            .all(|transition| transition.without == transition.with)
    );
    let buyer = &nothing.parties[0];
    let (payoff, cost) = (buyer.payoff.value(), buyer.lever_cost.value());
    let (payoff, cost) = (payoff.expect("runs"), cost.expect("runs"));
    assert!(
        cost >= 0.01 && (payoff + cost).abs() < 1e-12,
        "{payoff}, {cost}"
    );
    assert_eq!(nothing.parties[1].payoff.value(), Some(0.0));
}

#[test]
fn costs_are_the_part_of_the_payoff_that_they_take() {
    let with = compared(LEVERS, &[], &[], 1_000);
    let free = compared(LEVERS, &["leverage.push.cost=0"], &[], 1_000);
    let seller = |comparison: &Comparison| comparison.effects[0].parties[1];
    let payoff = |comparison: &Comparison| seller(comparison).payoff.value().expect("runs");
    let cost = seller(&with).lever_cost.value().expect("runs");
    assert!(cost > 0.0 && (payoff(&free) - payoff(&with) - cost).abs() < 1e-12);
    assert_eq!(seller(&free).lever_cost.value(), Some(0.0));
}

#[test]
fn an_unused_lever_changes_nothing_for_the_others() {
    let text = LEVERS.replace(
        "[[leverage]]\n    id = \"nothing\"",
        "[[leverage]]\n    id = \"more\"",
    );
    let third = text.rfind("    [[leverage]]").expect("there are three");
    let fewer = compared(&text[..third], &[], &[], 600);
    let all = compared(LEVERS, &["leverage.nothing.use=never"], &[], 600);
    for (one, other) in fewer.effects.iter().zip(&all.effects).take(2) {
        assert_eq!(one.policy, other.policy);
        // What holds of all policies at once depends on their number.
        let alone = |effect: &PairedEffect| PairedEffect {
            interval_all: effect.interval,
            p_all: effect.p,
            runs_needed: None,
            ..effect.clone()
        };
        assert_eq!(alone(&one.agreement), alone(&other.agreement));
        assert_eq!(one.transitions, other.transitions);
        assert_eq!(one.parties, other.parties);
    }
}

#[test]
fn ranks_come_from_direct_comparisons() {
    let comparison = compared(LEVERS, &[], &[], 4_000);
    let ranking = &comparison.ranking;
    assert_eq!(ranking.order, ["push", "twist", "nothing"]);
    let of = differences(&comparison);
    for pair in &ranking.pairs {
        let difference = of[pair.upper.as_str()].difference - of[pair.lower.as_str()].difference;
        assert!((pair.difference - difference).abs() < 1e-12);
        assert!(pair.p_all >= pair.p);
    }
    // Effects of .10, .03 and 0 with standard errors below .01.
    assert!(ranking.pairs.iter().all(PolicyPair::is_distinct));
    assert!(ranking.exchanges(ranking).is_empty());
    for effect in &comparison.effects {
        let [low, high] = effect.agreement.interval;
        let [all_low, all_high] = effect.agreement.interval_all;
        assert!(all_low <= low && high <= all_high);
        assert!(effect.agreement.p_all >= effect.agreement.p);
    }
}

#[test]
fn formulas_agree_as_often_as_they_do_by_themselves() {
    let plan = plan(LEVERS, &[], &[]).expect("the scenario is fine");
    let settings = settings(600, 2);
    let comparison = whole(&plan, &settings).0;
    let names: Vec<&str> = comparison
        .rules
        .iter()
        .map(|rule| rule.rule.name())
        .collect();
    let talks = ["least", "earlier-concession", "later-concession"];
    let formulas = ["compromise-mean", "median", "nash-kalai-smorodinsky"];
    assert_eq!(
        names,
        [talks, formulas].concat(),
        "there is one package, so that the agenda does not matter"
    );
    assert_eq!(comparison.rules_left_out.len(), 2);
    let settled = &comparison.rules[talks.len()..];
    for (cell, first) in [(&plan.cells[0], false), (&plan.cells[1], true)] {
        let alone = settle(&cell.scenario, &cell.game, &settings.runs, &Unwatched).estimates(None);
        for (result, rates) in settled.iter().zip(&alone.rules) {
            let pair = &result.agreement[0];
            let found = if first { pair.with } else { pair.without };
            assert_eq!(found, rates.agreed, "{}", result.rule.name());
        }
    }
    // The talks of this scenario agree wherever there is a zone, and so do Nash and Kalai and Smorodinsky.
    for effect in &comparison.effects {
        let there = &settled[2].agreement[&effect.policy];
        assert_eq!(runs_of(&effect.agreement), runs_of(there));
    }
}

#[test]
fn a_rule_under_which_no_lever_does_anything_ranks_nothing() {
    // A price in quarters: fallbacks of at most .45 leave the middle to both, whatever a lever does by itself.
    let party = |id: &str, scores: &str| {
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = {{ uniform = [0.2, 0.45] }}\n\
             utility.price = {{ weight = 1, scores = {scores} }}\n"
        )
    };
    let lever = |id: &str, size: f64| {
        format!(
            "[[leverage]]\nid = \"{id}\"\nactor = \"seller\"\nuse = \"always\"\n\
             effects = [{{ party = \"buyer\", reservation = {size:?} }}]\n"
        )
    };
    let options: Vec<String> = (0..5)
        .map(|step| format!("{{ id = \"p{step}\" }}"))
        .collect();
    let text = format!(
        "format = 1\ntitle = \"Quarters\"\nclock.rounds = 6\nprotocol.alternating-offers = {{}}\n\
         [[issue]]\nid = \"price\"\noptions = [{}]\n{}{}{}{}",
        options.join(", "),
        party("seller", "[0.0, 0.25, 0.5, 0.75, 1.0]"),
        party("buyer", "[1.0, 0.75, 0.5, 0.25, 0.0]"),
        lever("strong", -0.2),
        lever("weak", -0.02),
    );
    let comparison = compared(&text, &[], &[], 1_000);
    let formulas = [Rule::CompromiseMean, Rule::Median, Rule::Cooperative];
    let settled = comparison.rules.iter();
    let settled = settled.filter(|rule| formulas.contains(&rule.rule));
    let mut silent = 0;
    for rule in settled {
        assert!(rule.silent, "{:?}", rule.rule);
        assert!(rule.changes_places.is_empty());
        let ways = &comparison.robust.ways;
        assert!(!ways.iter().any(|way| way == rule.rule.name()), "{ways:?}");
        silent += 1;
    }
    assert_eq!(silent, 3);
    let said = report::chapters::comparison(&comparison);
    let said = said.split_whitespace().collect::<Vec<&str>>().join(" ");
    assert!(
        said.contains(
            "compromise mean, median, Nash or Kalai–Smorodinsky, so nothing is ranked there"
        ),
        "{said}"
    );
    let speaking = compared(LEVERS, &[], &[], 1_000);
    assert!(speaking.rules.iter().any(|rule| !rule.silent));
}

/// A lever of a size that cannot be stretched has no other sizes, and nothing is missing; an exponent that cannot be doubled is said to keep a rule
/// out.
#[test]
fn what_cannot_be_tried_is_left_out_and_not_missing() {
    let beta = LEVERS.replace(
        "reservation = -0.2 }]",
        "reservation = { beta = [2, 5] } }]",
    );
    let beta = beta.replace("reservation = 0.0 }]", "reservation = { beta = [2, 5] } }]");
    let comparison = compared(&beta, &[], &[], 300);
    let sized: Vec<&str> = comparison.sizes.iter().map(|sized| &*sized.lever).collect();
    assert_eq!(sized, ["twist"]);
    let steep = "party.buyer.strategy.concession.time-dependent.exponent=900";
    let comparison = compared(LEVERS, &[steep], &[], 300);
    let left_out = comparison.rules_left_out.iter();
    let later = left_out
        .clone()
        .find(|rule| rule.rule == Rule::LaterConcession);
    let because = &later.expect("it is left out").because;
    assert!(because.contains("1800"), "{because}");
}

#[test]
fn endings_add_up_to_the_runs() {
    let comparison = compared(LEVERS, &[], &[], 1_000);
    for effect in &comparison.effects {
        let agreements = |of: fn(&Transition) -> &str| -> u64 {
            let transitions = effect.transitions.iter();
            let agreed = transitions.filter(|transition| of(transition) == "agreement");
            agreed.map(|transition| transition.runs).sum()
        };
        assert_eq!(
            agreements(|transition| &transition.with),
            effect.agreement.with.count
        );
        assert_eq!(
            agreements(|transition| &transition.without),
            effect.agreement.without.count
        );
        let runs: u64 = effect
            .transitions
            .iter()
            .map(|transition| transition.runs)
            .sum();
        assert_eq!(runs, comparison.runs);
        let failures: f64 = effect
            .failures
            .values()
            .map(|change| change.difference)
            .sum();
        assert!((failures + effect.agreement.difference).abs() < 1e-12);
    }
}

#[test]
fn threads_do_not_reach_the_result() {
    let text = include_str!("../../scenarios/ukraine-2025.toml");
    let plan = plan(
        text,
        &["clock.rounds=6"],
        &["mix=oil-sanctions+lukoil-licence"],
    )
    .expect("the scenario is fine");
    let settings = |threads| CompareSettings {
        ..settings(600, threads)
    };
    let (alone, counted) = whole(&plan, &settings(1));
    let names: Vec<&str> = alone.rules.iter().map(|rule| rule.rule.name()).collect();
    let talks = [
        "single-undertaking",
        "sequential",
        "earlier-concession",
        "later-concession",
        "more-draws",
    ];
    let formulas = ["compromise-mean", "median", "nash-kalai-smorodinsky"];
    let wanted = [&talks[..], &formulas].concat();
    assert_eq!(names, wanted, "the file has the parallel agenda");
    assert!(alone.rules_left_out.is_empty());
    for threads in [2, 8] {
        let (other, recounted) = whole(&plan, &settings(threads));
        assert_eq!((&alone, &counted), (&other, &recounted));
        assert_eq!(json::text(&alone), json::text(&other));
        assert_eq!(
            of_comparison(&alone, &counted),
            of_comparison(&other, &recounted)
        );
    }
    let kinds = alone.effects.iter().map(|effect| effect.kind);
    // The file uses all its levers, so that as written is all of them.
    let wanted = [PolicyKind::Named, PolicyKind::All];
    assert_eq!(kinds.skip(9).collect::<Vec<_>>(), wanted);
    let text = report::chapters::comparison(&alone);
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let without = &LEVERS[..LEVERS.find("    [[leverage]]").expect("there are levers")];
    let words = |found: Result<ComparedCells, CompareError>| match found {
        Ok(_) => panic!("there is something wrong"),
        Err(error) => error.to_string(),
    };
    assert!(words(plan(without, &[], &[])).contains("no levers and no policies to compare"));
    let unknown = words(plan(LEVERS, &[], &["mix=push+twsit", "push=twist"]));
    assert!(unknown.contains("did you mean `twist`?"), "{unknown}");
    assert!(unknown.contains("`push`"), "{unknown}");
    let twice = words(plan(LEVERS, &[], &["mix=push+push"]));
    assert!(twice.contains("--policy mix=push+push"), "{twice}");
}

/// Policies of a file: two levers together, one with a seller who can always live with the deal, and that seller alone.
const POLICIES: &str = r#"
    [[policy]]
    id = "mix"
    title = "Push and twist"
    levers = ["twist", "push"]

    [[policy]]
    id = "soft"
    levers = ["push"]
    set."party.seller.reservation" = { uniform = [0.0, 0.5] }

    [[policy]]
    id = "seller"
    set = { "party.seller.reservation" = { uniform = [0.0, 0.5] }, "clock.rounds" = 3 }

    [[policy]]
    id = "announced"
    levers = ["twist"]
    set."leverage.twist.use" = { from-round = 0 }
"#;

/// With `push` and a seller who always can, 0.7 agree; with that seller alone 0.5.
#[test]
fn policies_of_a_file_are_compared_like_those_of_the_command_line() {
    let text = format!("{LEVERS}{POLICIES}");
    let found = compared(&text, &[], &["again=push+twist"], 20_000);
    let policy = |id: &str| {
        let mut effects = found.effects.iter();
        effects
            .find(|effect| effect.policy == id)
            .expect("it is compared")
    };
    let (mix, again) = (policy("mix"), policy("again"));
    assert_eq!(mix.agreement, again.agreement);
    assert_eq!(
        (&*mix.title, mix.kind),
        ("Push and twist", PolicyKind::Named)
    );
    assert!(
        mix.never_used_in_the_file,
        "`twist` is assumed to be used from round 0 on"
    );
    assert!(!policy("announced").never_used_in_the_file);
    assert_eq!(policy("announced").agreement, policy("twist").agreement);
    for (id, truth) in [("soft", 0.7), ("seller", 0.5)] {
        let rate = policy(id).agreement.with;
        let error = rate.standard_error().expect("there are runs");
        assert!(near(rate.value(), error, truth), "{id}: {}", rate.value());
    }
    assert!(found.ranking.order.iter().any(|id| id == "seller"));
    // Without levers there are still policies.
    let without = LEVERS.find("    [[leverage]]").expect("there are levers");
    let seller = POLICIES
        .find("    [[policy]]\n    id = \"seller\"")
        .expect("it is there");
    let announced = POLICIES
        .find("    [[policy]]\n    id = \"announced\"")
        .expect("it is there");
    let text = format!("{}{}", &LEVERS[..without], &POLICIES[seller..announced]);
    let found = compared(&text, &[], &[], 2_000);
    assert_eq!(found.effects.len(), 1);
}

#[test]
fn what_is_wrong_with_a_policy_is_said_at_its_place() {
    let words = |policies: &str| match plan(&format!("{LEVERS}{policies}"), &[], &[]) {
        Ok(_) => panic!("there is something wrong"),
        Err(error) => error.to_string(),
    };
    let head = "\n[[policy]]\nid = \"mix\"\n";
    for (policies, said) in [
        (
            format!("{head}levers = [\"push\", \"twsit\"]"),
            &[
                "`policy.mix.levers.1`: there is no lever `twsit`",
                "did you mean `twist`?",
            ][..],
        ),
        (
            format!("{head}levers = [\"push\", \"push\"]"),
            &["`policy.mix.levers.1`", "twice"],
        ),
        (format!("{head}{head}"), &["`mix`", "policy"]),
        ("\n[[policy]]\nid = \"push\"".to_owned(), &["`push`"]),
        ("\n[[policy]]\nid = \"none\"".to_owned(), &["`none`"]),
        (
            format!("{head}set.\"party.buyr.reservation\" = 0.1"),
            &["levers.toml:49:5", "buyr"],
        ),
        (
            format!("{head}set.\"party.buyer.reservation\" = 1.4"),
            &["levers.toml:49:33", "1.4"],
        ),
        (
            format!(
                "{head}set.\"issue.deal.options\" = [{{ id = \"good\" }}, {{ id = \"ugly\" }}]"
            ),
            &["with `mix` the options are others than without it"],
        ),
    ] {
        let found = words(&policies);
        for part in said {
            assert!(found.contains(part), "{part}:\n{found}");
        }
    }
}
