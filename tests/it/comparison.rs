//! What a comparison of levers promises: known effects come out, nothing comes from nothing, bytes do not depend on threads.

use std::collections::BTreeMap;

use zopa::bargaining::{End, Prepared, Silent, Workspace, play, zone_ahead};
use zopa::experiment::compare::{
    CONFIDENCE, CompareSettings, Comparison, Ending, Pair, Plan, PlanError, PolicyKind, Rule,
    compare,
};
use zopa::report;
use zopa::results::estimates::of_comparison;
use zopa::scenario::{Assignment, Source};
use zopa::simulation::{PairedRates, RunSettings, Unwatched, settle};

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
        zone_runs: runs,
        half_width: 0.005,
    }
}

fn plan(text: &str, set: &[&str], policies: &[&str]) -> Result<Plan, PlanError> {
    let set: Vec<Assignment> = set
        .iter()
        .map(|words| words.parse().expect("it is an assignment"))
        .collect();
    let policies: Vec<_> = policies
        .iter()
        .map(|words| words.parse().expect("it is a policy"))
        .collect();
    Plan::new(&source(text), &set, &policies, &Rule::ALL)
}

fn compared(text: &str, set: &[&str], policies: &[&str], runs: u64) -> Comparison {
    let plan = plan(text, set, policies).expect("the scenario is fine");
    compare(&plan, &settings(runs, 2), &Unwatched).expect("nobody stops it")
}

fn differences(comparison: &Comparison) -> BTreeMap<&str, PairedRates> {
    let effects = comparison.effects.iter();
    effects
        .map(|it| (it.policy.id.as_str(), it.agreement.rates))
        .collect()
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
        let error = rates.standard_error().expect("there are runs");
        assert!(near(rates.difference(), error, truth), "{id}: {rates:?}");
        assert!((rates.second().value() - 0.25).abs() < 4.5 * 0.005, "{id}");
    }
    let split = &comparison.splits[0];
    assert_eq!(comparison.effects[split.effect].policy.id, "twist");
    for (part, (id, truth)) in split.parts.iter().zip([("buyer", 0.10), ("seller", -0.05)]) {
        let rates = part.agreement;
        let error = rates.standard_error().expect("there are runs");
        assert!(
            part.id == id && near(rates.difference(), error, truth),
            "{part:?}"
        );
    }
    // The part through the buyer alone is `push`, run by run.
    assert_eq!(split.parts[0].agreement, found["push"]);
    let (rest, error) = (
        split.interaction.value(),
        split.interaction.standard_error(),
    );
    let (rest, error) = (rest.expect("runs"), error.expect("runs"));
    assert!(near(rest, error, -0.02), "{rest} ± {error}");
    let sum: f64 = split.parts.iter().map(|it| it.agreement.difference()).sum();
    assert!((rest - (found["twist"].difference() - sum)).abs() < 1e-12);
}

#[test]
fn the_zone_as_control_narrows_what_it_explains() {
    // Here agreement and zone are the same, so that all of an effect is known from zones.
    let comparison = compared(LEVERS, &[], &[], 2_000);
    for effect in &comparison.effects {
        let Some(adjusted) = effect.agreement.adjusted else {
            panic!("zones were looked at");
        };
        if effect.policy.id == "nothing" {
            assert!(adjusted.difference.abs() < 1e-15);
            continue;
        }
        // Twice as many zones as runs: half of the variance.
        assert!(
            (0.4..0.6).contains(&adjusted.variance_saved),
            "{adjusted:?}"
        );
        let truth = [("push", 0.10), ("twist", 0.03), ("all", 0.11)];
        let known = truth.iter().find(|it| it.0 == effect.policy.id);
        if let Some((_, truth)) = known {
            assert!(near(adjusted.difference, adjusted.standard_error, *truth));
        }
    }
}

#[test]
fn a_lever_without_effect_changes_no_run_and_costs_what_it_costs() {
    let comparison = compared(LEVERS, &[], &[], 2_000);
    let effects = &comparison.effects;
    let nothing = effects
        .iter()
        .find(|it| it.policy.id == "nothing")
        .expect("it is there");
    let rates = nothing.agreement.rates;
    assert_eq!((rates.only_first, rates.only_second), (0, 0));
    assert_eq!(nothing.zone.rates.difference().to_bits(), 0.0_f64.to_bits());
    assert!((nothing.p_adjusted - 1.0).abs() < 1e-15 && !nothing.is_told_from_none());
    for without in Ending::all() {
        for with in Ending::all().filter(|it| *it != without) {
            assert_eq!(nothing.endings.count(without, with), 0);
        }
    }
    let buyer = &nothing.parties[0];
    let (payoff, cost) = (buyer.payoff.value(), buyer.cost.value());
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
    let cost = seller(&with).cost.value().expect("runs");
    assert!(cost > 0.0 && (payoff(&free) - payoff(&with) - cost).abs() < 1e-12);
    assert_eq!(seller(&free).cost.value(), Some(0.0));
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
        assert_eq!(one.policy.id, other.policy.id);
        assert_eq!(one.agreement, other.agreement);
        assert_eq!(one.endings, other.endings);
        assert_eq!(one.parties, other.parties);
    }
}

#[test]
fn ranks_come_from_direct_comparisons() {
    let comparison = compared(LEVERS, &[], &[], 4_000);
    let ranking = &comparison.ranking;
    let ids: Vec<&str> = ranking
        .order
        .iter()
        .map(|&place| comparison.effects[place].policy.id.as_str())
        .collect();
    assert_eq!(ids, ["push", "twist", "nothing"]);
    for pair in &ranking.pairs {
        let of = |place: usize| comparison.effects[place].agreement.rates.difference();
        let difference = of(pair.upper) - of(pair.lower);
        assert!((pair.rates.difference() - difference).abs() < 1e-12);
        assert!(pair.p_adjusted >= pair.rates.p_value());
    }
    // Effects of .10, .03 and 0 with standard errors below .01.
    assert!(ranking.pairs.iter().all(Pair::is_distinct));
    assert!(ranking.exchanges(ranking).is_empty());
    for effect in &comparison.effects {
        let [low, high] = effect.agreement.rates.interval(CONFIDENCE);
        let [all_low, all_high] = effect.simultaneous;
        assert!(all_low <= low && high <= all_high);
        assert!(effect.p_adjusted >= effect.agreement.rates.p_value());
    }
}

#[test]
fn formulas_agree_as_often_as_they_do_by_themselves() {
    let plan = plan(LEVERS, &[], &[]).expect("the scenario is fine");
    let settings = settings(600, 2);
    let comparison = compare(&plan, &settings, &Unwatched).expect("nobody stops it");
    let names: Vec<&str> = comparison.rules.iter().map(|it| it.rule.name()).collect();
    let wanted = ["compromise-mean", "median", "nash-kalai-smorodinsky"];
    assert_eq!(
        names, wanted,
        "there is one package, so that the agenda does not matter"
    );
    assert_eq!(comparison.left_out.len(), 1);
    for (cell, first) in [(&plan.none, false), (&plan.policies[0].cell, true)] {
        let alone = settle(&cell.scenario, &cell.game, &settings.runs, &Unwatched).estimates(None);
        for (result, rates) in comparison.rules.iter().zip(&alone.rules) {
            let pair = result.agreement[0];
            let found = if first { pair.first() } else { pair.second() };
            assert_eq!(found, rates.agreed, "{}", result.rule.name());
        }
    }
    // The talks of this scenario agree wherever there is a zone, and so do Nash and Kalai and Smorodinsky.
    for (effect, there) in comparison
        .effects
        .iter()
        .zip(&comparison.rules[2].agreement)
    {
        assert_eq!(effect.agreement.rates, *there);
    }
}

#[test]
fn the_zone_ahead_is_that_of_talks_that_last() {
    let text = include_str!("../../scenarios/ukraine-2025.toml");
    let plan = plan(text, &["clock.rounds=6"], &[]).expect("the scenario is fine");
    let prepared = Prepared::new(&plan.policies[0].cell.game, 1);
    // A memory of its own, so that nothing of the run played can be left in it.
    let (mut workspace, mut ahead) = (Workspace::default(), Workspace::default());
    let mut compared = 0;
    for run in 0..150 {
        let outcome = play(&prepared, run, &mut workspace, &mut Silent);
        if outcome.end == End::Deadline && outcome.signed.is_none() {
            assert_eq!(
                zone_ahead(&prepared, run, &mut ahead),
                outcome.zone,
                "run {run}"
            );
            compared += 1;
        }
    }
    assert!(compared > 100);
}

#[test]
fn endings_add_up_to_the_runs() {
    let comparison = compared(LEVERS, &[], &[], 1_000);
    for effect in &comparison.effects {
        assert_eq!(
            effect.endings.rates(Ending::Agreement),
            effect.agreement.rates
        );
        let shares: f64 = Ending::all()
            .map(|it| effect.endings.rates(it).difference())
            .sum();
        assert!(shares.abs() < 1e-12);
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
        zone_runs: 300,
        ..settings(600, threads)
    };
    let alone = compare(&plan, &settings(1), &Unwatched).expect("nobody stops it");
    assert_eq!(alone.rules.len(), 4, "the file has the parallel agenda");
    assert!(alone.left_out.is_empty());
    for threads in [2, 8] {
        let other = compare(&plan, &settings(threads), &Unwatched).expect("nobody stops it");
        assert_eq!(alone, other);
        let file = |found| zopa::results::json::text(&zopa::results::Comparison::of(found));
        assert_eq!(file(&alone), file(&other));
        assert_eq!(of_comparison(&alone), of_comparison(&other));
    }
    let kinds = alone.effects.iter().map(|it| it.policy.kind);
    let wanted = [PolicyKind::Named, PolicyKind::All, PolicyKind::AsWritten];
    assert_eq!(kinds.skip(7).collect::<Vec<_>>(), wanted);
    let text = report::chapters::comparison(&zopa::results::Comparison::of(&alone));
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let without = &LEVERS[..LEVERS.find("    [[leverage]]").expect("there are levers")];
    let words = |found: Result<Plan, PlanError>| match found {
        Ok(_) => panic!("there is something wrong"),
        Err(error) => error.to_string(),
    };
    assert!(words(plan(without, &[], &[])).contains("no levers to compare"));
    let unknown = words(plan(LEVERS, &[], &["mix=push+twsit", "push=twist"]));
    assert!(unknown.contains("did you mean `twist`?"), "{unknown}");
    assert!(unknown.contains("`push`"), "{unknown}");
    let twice = words(plan(LEVERS, &[], &["mix=push+push"]));
    assert!(twice.contains("--policy mix=push+push"), "{twice}");
}
