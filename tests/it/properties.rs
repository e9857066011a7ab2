//! What must hold of every negotiation, whatever its numbers: agreements are wanted, and what means nothing changes nothing.

use std::ops::ControlFlow;

use zopa::bargaining::{Outcome, Prepared, Silent, Workspace, ZoneState, play};
use zopa::game::{Game, Realization};
use zopa::model::{
    Acceptance, Agenda, Concession, ConsentRule, Deal, Driver, DriverId, Effect, EffectTarget,
    Imitation, InForce, IssueId, IssueOption, Lever, Party, PartyId, Pattern, Process, Protocol,
    Scenario, StageId, Uncertain, Use,
};
use zopa::simulation::{RunSettings, Unwatched, simulate};

use crate::reference::random_scenario::{self as feature, ALL, random_scenario};
use crate::reference::tastes::Tastes;

const SEED: u64 = 7;
const RUNS: u64 = 4;

fn without(features: &[u32]) -> u64 {
    features
        .iter()
        .fold(ALL, |mask, feature| mask & !(1 << feature))
}

fn outcomes(scenario: &Scenario) -> Vec<Outcome> {
    let game = Game::compile(scenario).expect("small scenarios compile");
    let prepared = Prepared::new(&game, SEED);
    let mut workspace = Workspace::default();
    (0..RUNS)
        .map(|run| play(&prepared, run, &mut workspace, &mut Silent))
        .collect()
}

fn is_alone(scenario: &Scenario) -> bool {
    match &scenario.agenda {
        Agenda::SingleUndertaking => false,
        Agenda::Parallel(packaged) | Agenda::Sequential { packaged, .. } => {
            packaged.in_force != InForce::Together
        }
    }
}

/// Equal but for numbers whose sums may be added in another order.
fn assert_alike(one: &Outcome, other: &Outcome, what: &str) {
    let mut rounded = other.clone();
    for (numbers, theirs) in [
        (&mut rounded.utilities, &one.utilities),
        (&mut rounded.reservations, &one.reservations),
        (&mut rounded.payoffs, &one.payoffs),
    ] {
        for (number, their) in numbers.iter_mut().zip(theirs) {
            if (*number - their).abs() < 1e-9 {
                *number = *their;
            }
        }
    }
    assert_eq!(*one, rounded, "{what}");
}

/// Whether every party the deal's rules need is better off with it and crosses none of its red lines.
fn is_wanted(scenario: &Scenario, nature: &Realization, deal: &Deal) -> bool {
    let wants = |party: PartyId| {
        let numbers = &nature.parties[party.index()];
        let profile = &scenario.parties[party.index()].types[numbers.kind].profile;
        let tastes = Tastes::of(scenario, profile, numbers);
        tastes.crossed(deal) == 0 && tastes.margin(deal, numbers.reservation) >= -1e-9
    };
    (0..scenario.issues.len()).all(|issue| {
        let issue = IssueId::at(issue);
        scenario
            .consent_rule(issue, deal.option(issue))
            .is_met(wants)
    })
}

#[test]
fn agreements_lie_in_the_acceptance_set_of_everybody_they_need() {
    // Nothing moves, so what was wanted when it was accepted is wanted when it is signed.
    let mask = without(&[feature::DRIVERS, feature::LEVERS, feature::FLOOR_OFF]);
    let mut agreements = 0;
    for seed in 0..1_500 {
        let scenario = random_scenario(seed, mask);
        if is_alone(&scenario) {
            continue;
        }
        let game = Game::compile(&scenario).expect("small scenarios compile");
        for (run, outcome) in (0..).zip(outcomes(&scenario)) {
            let Some(deal) = outcome.deal else { continue };
            let mut nature = Realization::default();
            nature.draw(&game, SEED, run);
            assert!(
                is_wanted(&scenario, &nature, &deal),
                "scenario {seed}, run {run}: {deal:?} was agreed"
            );
            assert_eq!(outcome.zone, ZoneState::Open, "scenario {seed}, run {run}");
            agreements += 1;
        }
    }
    assert!(agreements > 500, "only {agreements} agreements were met");
}

/// Every concession rule there is, with numbers.
fn concessions() -> Vec<Concession> {
    let number = Uncertain::fixed;
    let imitating = |imitation| Concession::TitForTat {
        imitation,
        start: number(0.9),
        gain: number(1.5),
        window: 2,
    };
    vec![
        Concession::TimeDependent {
            start: number(1.0),
            exponent: number(0.8),
            horizon: Some(number(6.0)),
            tolerance: 0.1,
        },
        Concession::Hardliner,
        Concession::Micro,
        imitating(Imitation::Naive),
        imitating(Imitation::Relative),
        Concession::Zeuthen,
        Concession::Random,
        Concession::Bayesian {
            draws: 2,
            likelihood_lambda: 12.0,
        },
    ]
}

/// Every acceptance rule there is, none of which asks for much.
fn acceptances() -> Vec<Acceptance> {
    let number = Uncertain::fixed;
    vec![
        Acceptance::NextOffer,
        Acceptance::Logit {
            lambda: number(4.0),
        },
        Acceptance::Constant { share: number(0.0) },
        Acceptance::TimeDependent {
            start: number(0.3),
            exponent: number(0.5),
            horizon: None,
        },
    ]
}

#[test]
fn no_pair_of_strategies_agrees_below_a_reservation_value() {
    let mask = without(&[
        feature::DRIVERS,
        feature::LEVERS,
        feature::FLOOR_OFF,
        feature::MEDIATION,
        feature::ULTIMATUM,
    ]);
    let (concessions, acceptances) = (concessions(), acceptances());
    let pairs: Vec<(usize, usize)> = (0..concessions.len())
        .flat_map(|one| (0..concessions.len()).map(move |other| (one, other)))
        .collect();
    let mut agreements = vec![0; pairs.len()];
    let mut sizes = [0; 5];
    for (round, (pair, &(one, other))) in (0_u64..)
        .zip(pairs.iter().enumerate().cycle())
        .take(64 * 24)
    {
        let mut scenario = random_scenario(round + 9_000, mask);
        sizes[scenario.parties.len().min(4)] += 1;
        for (place, party) in scenario.parties.iter_mut().enumerate() {
            for kind in &mut party.types {
                let strategy = &mut kind.profile.strategy;
                let concession = if place % 2 == 0 { one } else { other };
                strategy.concession = concessions[concession];
                let turn = usize::try_from(round / 64).expect("few rounds") + place;
                strategy.acceptance = acceptances[turn % acceptances.len()];
                if concession == 2 && matches!(strategy.acceptance, Acceptance::Logit { .. }) {
                    strategy.acceptance = Acceptance::NextOffer;
                }
            }
        }
        let game = Game::compile(&scenario).expect("small scenarios compile");
        for (run, outcome) in (0..).zip(outcomes(&scenario)) {
            let Some(deal) = outcome.deal else { continue };
            let mut nature = Realization::default();
            nature.draw(&game, SEED, run);
            assert!(
                is_wanted(&scenario, &nature, &deal),
                "scenario {round}, rules {one} and {other}, run {run}: {deal:?} was agreed"
            );
            agreements[pair] += 1;
        }
    }
    assert!(sizes[2] > 100 && sizes[3] > 100, "{sizes:?}");
    let idle = agreements.iter().filter(|&&count| count == 0).count();
    assert!(idle <= 1, "{idle} pairs never agreed: {agreements:?}");
}

#[test]
fn a_lever_that_is_never_used_changes_nothing() {
    for seed in 0..600 {
        let scenario = random_scenario(seed, ALL);
        let mut more = scenario.clone();
        let idle = idle_lever(&scenario);
        more.levers.insert(0, idle);
        for (mut with, without) in outcomes(&more).into_iter().zip(outcomes(&scenario)) {
            assert_eq!(with.levers.remove(0), None);
            assert!(with.lever_costs.remove(0).abs() <= 0.0);
            assert_eq!(with, without, "scenario {seed}");
        }
    }
}

/// A threat that would shift everything if it were ever used.
fn idle_lever(scenario: &Scenario) -> Lever {
    let party = PartyId(0);
    let targets = [
        EffectTarget::Reservation(party),
        EffectTarget::RoundCost(party),
        EffectTarget::Weight(party, IssueId(0)),
        EffectTarget::Score(party, IssueId(0), 0),
        EffectTarget::Breach(party),
        EffectTarget::Payment(party),
        EffectTarget::Noise(None),
        EffectTarget::ReadingError(None),
        EffectTarget::Breakdown,
        EffectTarget::Rounds,
    ];
    let stages = (0..scenario.stages.len()).map(StageId::at);
    let bodies = stages.flat_map(|stage| {
        [
            EffectTarget::BodyReservation(stage),
            EffectTarget::Support(stage),
        ]
    });
    let drivers =
        (0..scenario.drivers.len()).map(|driver| EffectTarget::Driver(DriverId::at(driver)));
    let effect = |target| Effect {
        entry: 0,
        target,
        size: Uncertain::fixed(0.3),
    };
    Lever {
        id: "idle".into(),
        title: "Idle".into(),
        actor: PartyId(0),
        cost: Uncertain::fixed(0.1),
        credibility: Uncertain::fixed(0.9),
        credibility_half_life: None,
        half_life: None,
        delay: Uncertain::fixed(0.0),
        duration: None,
        effects: (targets.into_iter().chain(drivers).chain(bodies))
            .map(effect)
            .collect(),
        usage: Use::Never,
    }
}

/// A mere threat is a lever whose rule of use waits for what cannot happen.
#[test]
fn a_mere_threat_is_a_lever_that_is_never_due() {
    let mut threats = 0;
    for seed in 0..1_500 {
        let scenario = random_scenario(seed, ALL);
        let mut waiting = scenario.clone();
        for lever in &mut waiting.levers {
            if lever.usage == Use::Threat {
                let party = PartyId(0);
                let count = 10_000;
                lever.usage = Use::AfterRefusals { party, count };
                threats += 1;
            }
        }
        assert_eq!(outcomes(&waiting), outcomes(&scenario), "scenario {seed}");
    }
    assert!(threats > 100, "{threats} threats");
}

/// A mere threat is carried out in no run and costs its actor nothing, and yet it is felt.
#[test]
fn a_mere_threat_costs_nothing_and_is_felt() {
    let mut felt = 0;
    for seed in 0..1_500 {
        let scenario = random_scenario(seed, ALL);
        let mut without = scenario.clone();
        for lever in &mut without.levers {
            if lever.usage == Use::Threat {
                lever.usage = Use::Never;
            }
        }
        let (with, without) = (outcomes(&scenario), outcomes(&without));
        for outcome in &with {
            for (place, lever) in scenario.levers.iter().enumerate() {
                if lever.usage == Use::Threat {
                    let found = (outcome.levers[place], outcome.lever_costs[place]);
                    assert_eq!(found, (None, 0.0), "scenario {seed}");
                }
            }
        }
        felt += usize::from(with != without);
    }
    assert!(felt > 20, "felt in {felt} scenarios");
}

#[test]
fn a_driver_nobody_loads_on_changes_nothing() {
    for seed in 0..600 {
        let scenario = random_scenario(seed, ALL);
        let mut more = scenario.clone();
        more.drivers.push(Driver {
            id: "idle".into(),
            title: "Idle".into(),
            start: Uncertain::fixed(0.2),
            process: Process::RandomWalk {
                drift: Uncertain::fixed(0.1),
                sd: Uncertain::fixed(0.5),
            },
            jumps: None,
            lower: None,
            upper: None,
        });
        assert_eq!(outcomes(&more), outcomes(&scenario), "scenario {seed}");
    }
}

#[test]
fn weights_count_only_against_each_other() {
    for seed in 0..600 {
        let scenario = random_scenario(seed, without(&[feature::SPREAD]));
        let mut doubled = scenario.clone();
        let profiles = doubled
            .parties
            .iter_mut()
            .flat_map(|party| &mut party.types);
        for kind in profiles {
            for weight in &mut kind.profile.utility.weights {
                // A power of two, so that not even a bit changes.
                let known = weight.known().expect("nothing is drawn");
                *weight = Uncertain::fixed(8.0 * known);
            }
        }
        assert_eq!(outcomes(&doubled), outcomes(&scenario), "scenario {seed}");
    }
}

#[test]
fn the_order_of_parties_in_the_file_does_not_matter() {
    let mask = without(&[
        feature::MEDIATION,
        feature::ULTIMATUM,
        feature::LEVERS,
        feature::STAGES,
        feature::CONSENT,
        feature::JOINT,
    ]);
    for seed in 0..800 {
        let scenario = random_scenario(seed, mask);
        let count = scenario.parties.len();
        let mirrored = |party: PartyId| PartyId::at(count - 1 - party.index());
        let mut turned = scenario.clone();
        turned.parties.reverse();
        let (Protocol::AlternatingOffers { order, .. }, ConsentRule::All(principals)) =
            (&mut turned.protocol, &mut turned.consent)
        else {
            panic!("the mask leaves alternating offers only");
        };
        for party in order.iter_mut().chain(principals) {
            *party = mirrored(*party);
        }
        for (one, mut other) in outcomes(&scenario).into_iter().zip(outcomes(&turned)) {
            other.types.reverse();
            other.utilities.reverse();
            other.reservations.reverse();
            other.payoffs.reverse();
            for set in [
                &mut other.consenting,
                &mut other.outvoted,
                &mut other.walked_out,
            ] {
                *set = set.reverse_bits() >> (64 - count);
            }
            // Votes at the end are cast in file order, so only speakers refuse in an order of their own.
            let voted = count > 2;
            other.last_refusal = other
                .last_refusal
                .map(|(party, what)| (mirrored(party), what));
            if voted {
                other.last_refusal = one.last_refusal;
            }
            assert_eq!(one, other, "scenario {seed}");
        }
    }
}

#[test]
fn the_order_of_issues_in_the_file_does_not_matter() {
    // Draws belong to issues and deals by their place, so nothing is drawn here.
    let mask = without(&[
        feature::PLANS,
        feature::MEDIATION,
        feature::ULTIMATUM,
        feature::SPREAD,
        feature::CONCENTRATION,
        feature::SCORE_SD,
        feature::ZERO_WEIGHTS,
        feature::BREACH,
        feature::LEVERS,
        feature::STAGES,
    ]);
    for seed in 0..800 {
        let scenario = random_scenario(seed, mask);
        let turned = with_issues_reversed(&scenario);
        for (one, mut other) in outcomes(&scenario).into_iter().zip(outcomes(&turned)) {
            if let Some(deal) = &mut other.deal {
                deal.0.reverse();
            }
            assert_alike(&one, &other, &format!("scenario {seed}"));
        }
    }
}

fn with_issues_reversed(scenario: &Scenario) -> Scenario {
    let last = scenario.issues.len() - 1;
    let mirrored = |issue: &mut IssueId| *issue = IssueId::at(last - issue.index());
    let turn = |pattern: &mut Pattern| {
        pattern
            .conditions
            .iter_mut()
            .for_each(|condition| mirrored(&mut condition.0));
        pattern.conditions.reverse();
    };
    let mut turned = scenario.clone();
    turned.issues.reverse();
    for kind in turned.parties.iter_mut().flat_map(|party| &mut party.types) {
        let profile = &mut kind.profile;
        profile.utility.weights.reverse();
        profile.utility.scores.reverse();
        profile.red_lines.iter_mut().for_each(turn);
        for linkage in &mut profile.linkages {
            turn(&mut linkage.pattern);
        }
    }
    turned
}

#[test]
fn an_option_that_is_worse_for_everybody_is_never_offered() {
    let mask = without(&[
        feature::MEDIATION,
        feature::SPREAD,
        feature::SCORE_SD,
        feature::ZERO_WEIGHTS,
        feature::LINKAGES,
        feature::RED_LINES,
        feature::BREACH,
        feature::LEVERS,
        feature::STAGES,
        feature::CONSENT,
    ]);
    let mut offers = 0;
    for seed in 0..3_000 {
        let scenario = random_scenario(seed, mask);
        if !matches!(scenario.protocol, Protocol::Ultimatum { .. }) {
            continue;
        }
        let mut more = scenario.clone();
        for issue in &mut more.issues {
            issue.options.push(IssueOption {
                id: "worst".into(),
                title: "Worst".into(),
                value: None,
                consent: None,
            });
        }
        let of_party = |party: &mut Party| {
            for kind in &mut party.types {
                for scores in &mut kind.profile.utility.scores {
                    scores.push(Uncertain::fixed(0.0));
                }
            }
        };
        more.parties.iter_mut().for_each(of_party);
        assert_eq!(outcomes(&more), outcomes(&scenario), "scenario {seed}");
        offers += 1;
    }
    assert!(offers > 300, "only {offers} ultimatums were met");
}

#[test]
fn every_run_is_an_agreement_or_has_one_cause_of_failure() {
    for seed in 0..300 {
        let scenario = random_scenario(seed, ALL);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let settings = RunSettings {
            runs: 20,
            seed: SEED,
            threads: Some(1),
        };
        let mut each = Vec::new();
        let summary = simulate(&scenario, &game, &settings, &Unwatched, &mut |_, batch| {
            each.extend_from_slice(batch);
            ControlFlow::Continue(())
        });
        for outcome in &each {
            assert_eq!(outcome.failure.is_none(), outcome.agreed.is_some());
            assert!(outcome.agreed.is_none() || outcome.signed <= outcome.agreed);
            assert!((1..=scenario.rounds_most()).contains(&outcome.rounds_held));
        }
        let shares: f64 = summary.failures.values().sum();
        assert!((shares + summary.agreement.value() - 1.0).abs() < 1e-12);
        let failures: u64 = summary.causes().map(|(_, rate)| rate.count).sum();
        assert_eq!(summary.agreement.count + failures, summary.runs);
        let surviving = summary.survival.last().expect("at least one round");
        assert!((surviving + summary.agreement.value() - 1.0).abs() < 1e-12);
    }
}
