//! A small negotiation and results of it, made by hand for the tests of this folder.

use crate::analysis::position::ZoneSize;
use crate::analysis::terms::{ById, DealCount, Terms};
use crate::bargaining::{
    Action, End, Event, Failure, Outcome, PackageVerdict, Reason, Trace, ZoneState,
};
use crate::model::{
    Acceptance, Agenda, Choose, Clock, Concession, ConsentRule, Deal, Issue, IssueOption, Package,
    PackageId, Party, PartyId, PartyType, Profile, Protocol, Role, Scenario, Strategy, TypeId,
    Uncertain, Utility,
};
use crate::report::traced_run::TracedRun;
use crate::results::{
    AcceptanceSet, BodyPosition, DealPoints, FrontierSize, ObjectionReason, PartyPosition,
    PlanObjection, PlanPosition, RunTable, Solution,
};
use crate::simulation::{Mean, Rate, Summary, TypeSummary};

fn issue(id: &str, title: &str, package: u32, options: &[(&str, &str)]) -> Issue {
    let option = |&(id, title): &(&str, &str)| IssueOption {
        id: id.to_owned(),
        title: title.to_owned(),
        value: None,
        consent: None,
    };
    Issue {
        id: id.to_owned(),
        title: title.to_owned(),
        package: PackageId(package),
        options: options.iter().map(option).collect(),
        consent: None,
    }
}

fn party(id: &str, title: &str, types: &[&str]) -> Party {
    let profile = Profile {
        utility: Utility {
            weights: vec![Uncertain::fixed(1.0); 2],
            scores: vec![vec![Uncertain::fixed(0.0), Uncertain::fixed(1.0)]; 2],
            ..Utility::default()
        },
        linkages: Vec::new(),
        red_lines: Vec::new(),
        breach: None,
        reservation: Uncertain::fixed(0.3),
        discount: Uncertain::fixed(1.0),
        round_cost: Uncertain::fixed(0.0),
        deadline: None,
        loads: Vec::new(),
        anticipate: 0.0,
        strategy: Strategy {
            concession: Concession::Hardliner,
            acceptance: Acceptance::NextOffer,
            react: Uncertain::fixed(0.0),
            choose: Some(Choose::Least),
            floor: true,
            fair_share: true,
        },
    };
    let kind = |id: &&str| PartyType {
        id: (*id).to_owned(),
        title: (*id).to_owned(),
        probability: Uncertain::fixed(1.0 / types.len() as f64),
        profile: profile.clone(),
    };
    Party {
        id: id.to_owned(),
        title: title.to_owned(),
        role: Role::Principal,
        influence: None,
        types: types.iter().map(kind).collect(),
    }
}

fn package(id: &str, title: &str) -> Package {
    Package {
        id: id.to_owned(),
        title: title.to_owned(),
        consent: None,
    }
}

/// Two parties, two packages of one issue each, four rounds.
pub(crate) fn scenario() -> Scenario {
    Scenario {
        title: "Wage & hours, \"round\" <one>".to_owned(),
        description: None,
        clock: Clock {
            rounds: 4,
            round_length: Some("1 day".to_owned()),
            breakdown: Uncertain::fixed(0.1),
            loads: Vec::new(),
        },
        packages: vec![package("pay", "Pay"), package("time", "Time")],
        issues: vec![
            issue(
                "wage",
                "Wage",
                0,
                &[("low", "Two per cent"), ("high", "Five, per cent")],
            ),
            issue(
                "hours",
                "Hours",
                1,
                &[("long", "40 hours"), ("short", "35 hours")],
            ),
        ],
        parties: vec![
            party("union", "Union", &["soft", "hard"]),
            party("firm", "Firm", &["firm"]),
        ],
        joint_types: Vec::new(),
        plans: Vec::new(),
        drivers: Vec::new(),
        levers: Vec::new(),
        stages: Vec::new(),
        consent: ConsentRule::All(vec![PartyId(0), PartyId(1)]),
        protocol: Protocol::AlternatingOffers {
            order: vec![PartyId(0), PartyId(1)],
            one_offer_per_round: false,
        },
        agenda: Agenda::SingleUndertaking,
    }
}

fn mean(values: &[f64]) -> Mean {
    let mut mean = Mean::default();
    values.iter().copied().for_each(|value| mean.push(value));
    mean
}

/// One thousand runs of [`scenario`], 120 of them agreements.
pub(super) fn summary() -> Summary {
    let of = |count| Rate { count, runs: 1_000 };
    let mut summary = Summary::empty(&scenario(), 7);
    summary.runs = 1_000;
    (summary.agreement, summary.in_force_in_time) = (of(120), of(120));
    summary.signed = of(130);
    summary.partial = of(0);
    summary.zone = of(300);
    let failed = [10, 100, 520, 50, 0, 150, 30, 20, 0].map(|count| of(count).value());
    summary
        .failures
        .values_mut()
        .zip(failed)
        .for_each(|(share, of)| *share = of);
    summary.survival = vec![1.0, 0.95, 0.9, 0.88];
    summary.not_in_force = summary.survival.clone();
    summary.broken_down = vec![0.0, 0.01, 0.02, 0.03];
    for package in &mut summary.packages {
        (package.count, package.rate, package.interval) =
            (250, of(250).value(), of(250).interval());
        package.ever = of(400);
        package.in_force = of(120);
        package.refused_last = of(440);
    }
    for issue in &mut summary.issues {
        for (option, count) in issue.options.iter_mut().zip([40, 80]) {
            let share = Rate { count, runs: 120 };
            (option.share, option.interval) = (Some(share.value()), Some(share.interval()));
        }
    }
    for party in &mut summary.parties {
        party.utility = mean(&[0.2, 0.4]);
        party.agreed_utility = mean(&[0.5]);
        party.reservation = mean(&[0.3, 0.3]);
        party.payoff = mean(&[0.1, 0.4]);
        party.refused_last = of(440);
    }
    let profile = |kind: &str, runs, agreements| TypeSummary {
        types: ById::from_iter([("union".to_owned(), kind.to_owned())]),
        runs,
        share: of(runs).value(),
        agreement: Rate::of(agreements, runs),
        in_force_in_time: Rate::of(agreements, runs),
        signed: Rate::of(agreements, runs),
        zone: Rate { count: 150, runs },
    };
    summary.by_type = vec![profile("soft", 500, 110), profile("hard", 500, 10)];
    summary
}

/// The same negotiation before any run has ended: every mean is without values.
pub(super) fn nothing() -> Summary {
    Summary::empty(&scenario(), 7)
}

/// Theory of parties `p0`, `p1` and so on, all of whom seek gains, and so many plans, whose utilities are to be filled in.
pub(super) fn solution(parties: &[&str], plans: usize) -> Solution {
    let id = |number: usize| format!("p{number}");
    let party = |(number, title): (usize, &&str)| PartyPosition {
        id: id(number),
        title: (*title).to_owned(),
        reservation: 0.5,
        worst: 0.0,
        best: 1.0,
        acceptance_set: AcceptanceSet {
            deals: None,
            share: None,
        },
    };
    let plan = |number: usize| PlanPosition {
        id: format!("plan{number}"),
        title: format!("Plan {number}"),
        deal: Terms::default(),
        utilities: (0..parties.len()).map(|party| (id(party), 0.5)).collect(),
        acceptable: true,
        signable: true,
        margins: ById::default(),
        accepted_by: Vec::new(),
        not_asked: Vec::new(),
        refused_by: Vec::new(),
        at_home: Vec::new(),
        distance: None,
        inefficiency: None,
        gains: None,
    };
    Solution {
        title: "Talks".to_owned(),
        deals: DealCount(4.0),
        objectives: (0..parties.len()).map(id).collect(),
        types: ById::default(),
        zone: ZoneSize {
            exists: Some(true),
            deals: None,
            obstacle: None,
        },
        pareto: DealPoints::default(),
        complete: false,
        epsilon: Some(0.0123),
        nash: Vec::new(),
        kalai_smorodinsky: Vec::new(),
        kalai_smorodinsky_max_min: Vec::new(),
        egalitarian: Vec::new(),
        utilitarian: Vec::new(),
        unproven: Vec::new(),
        parties: parties.iter().enumerate().map(party).collect(),
        plans: (1..=plans).map(plan).collect(),
        settlement: Vec::new(),
        all_deals: FrontierSize {
            points: 0,
            complete: true,
            epsilon: None,
        },
        equilibrium: None,
        take_it_or_leave_it: None,
    }
}

/// A party that stops a plan.
pub(super) fn objection(party: &str, reason: ObjectionReason) -> PlanObjection {
    PlanObjection {
        party: party.to_owned(),
        reason,
        amount: None,
        asked: true,
        blocks: true,
        stage: None,
    }
}

/// A poll that stops a plan, at home in a party or of none.
pub(super) fn refusing_body(party: Option<&str>) -> BodyPosition {
    BodyPosition {
        stage: "poll".to_owned(),
        party: party.map(str::to_owned),
        probability: 0.0,
        forbidden: true,
        refuses: true,
    }
}

/// A run of [`scenario`] in which the second offer is accepted.
pub(super) fn agreed() -> (Outcome, Trace) {
    let (opening, answer) = (Deal(vec![1, 1]), Deal(vec![0, 1]));
    let offer = |party, deal: &Deal| {
        let (party, deal) = (PartyId(party), deal.clone());
        Action::Offer { party, deal }
    };
    let says = |package, refused| Action::Answer {
        party: PartyId(1),
        package: Some(PackageId(package)),
        margin: -0.123_4,
        target: f64::NEG_INFINITY,
        refused,
    };
    let events = [
        (0, offer(0, &opening)),
        (0, says(0, Some(Reason::BelowReservation))),
        (0, says(1, None)),
        (1, offer(1, &answer)),
        (
            1,
            Action::Answer {
                party: PartyId(0),
                package: None,
                margin: 0.2,
                target: 0.1,
                refused: None,
            },
        ),
        (1, Action::Signed(answer.clone())),
    ];
    let verdict = PackageVerdict {
        agreed: true,
        ever: true,
        in_force: true,
    };
    let outcome = Outcome {
        types: vec![TypeId(1), TypeId(0)],
        end: End::Agreement,
        rounds_held: 2,
        rounds_passed: 2,
        walked_out: 0,
        signed: Some(1),
        consenting: 0b11,
        outvoted: 0,
        bodies: Vec::new(),
        agreed: Some(1),
        in_force_in_time: true,
        failure: None,
        zone: ZoneState::Open,
        deal: Some(answer),
        packages: vec![verdict; 2],
        utilities: vec![0.5, 0.1 + 0.2],
        reservations: vec![0.3, 0.25],
        payoffs: vec![0.4, 1e-7],
        levers: Vec::new(),
        lever_costs: Vec::new(),
        last_refusal: Some((PartyId(1), Some(PackageId(0)))),
    };
    let events = events.map(|(round, action)| Event { round, action });
    let events = events.into();
    (outcome, Trace { events })
}

/// A run of [`scenario`] that ends at the deadline without anything said.
pub(super) fn failed() -> Outcome {
    Outcome {
        end: End::Deadline,
        rounds_held: 4,
        rounds_passed: 4,
        signed: None,
        consenting: 0,
        agreed: None,
        in_force_in_time: false,
        failure: Some(Failure::NoZone),
        zone: ZoneState::Empty,
        deal: None,
        packages: vec![PackageVerdict::default(); 2],
        last_refusal: None,
        ..agreed().0
    }
}

/// [`agreed`] as run 3 under seed 7.
pub(super) fn traced<'a>(
    scenario: &'a Scenario,
    (outcome, trace): &'a (Outcome, Trace),
) -> TracedRun<'a> {
    TracedRun {
        scenario,
        seed: 7,
        run: 3,
        outcome,
        trace,
    }
}

#[test]
fn each_run_is_one_line_under_the_same_header() {
    let scenario = scenario();
    let table = RunTable::new(&scenario);
    let text = table.header() + &table.rows(8, &[agreed().0, failed()]);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        text,
        format!(
            "run,end,failure,rounds,signed-round,agreement-round,zone,type:union,\
             agreed:pay,agreed:time,ever:pay,ever:time,in-force:pay,in-force:time,\
             issue:wage,issue:hours,utility:union,utility:firm,\
             reservation:union,reservation:firm,payoff:union,payoff:firm,\
             refused-by,refused-package,version,consented:union,consented:firm\n\
             8,agreement,,2,1,1,open,hard,true,true,true,true,true,true,low,short,\
             0.5,0.30000000000000004,0.3,0.25,0.4,1e-7,firm,pay,{version},true,true\n\
             9,deadline,no-zone,4,,,empty,hard,false,false,false,false,false,false,,,\
             0.5,0.30000000000000004,0.3,0.25,0.4,1e-7,,,{version},,\n"
        )
    );
}
