use crate::model::{
    Acceptance, Agenda, Approval, Body, BodyRule, Clock, Concession, ConsentRule, Distribution,
    Group, Imitation, Issue, IssueOption, OnFailure, PackageId, Party, PartyType, Profile,
    Protocol, Range, Role, Scenario, Stage, Strategy, Subject, Uncertain, Utility,
};

fn spread() -> Uncertain {
    let distribution = Distribution::Uniform {
        low: 0.2,
        high: 0.4,
    };
    Uncertain::new(distribution, Range::SHARE).expect("in order and in range")
}

fn utility() -> Utility {
    Utility {
        weights: vec![spread()],
        weight_concentration: Some(3.0),
        scores: vec![vec![spread(), Uncertain::fixed(1.0)]],
        score_sd: 0.1,
    }
}

fn kind(id: &str, concession: Concession, acceptance: Acceptance) -> PartyType {
    PartyType {
        id: id.to_owned(),
        title: id.to_owned(),
        probability: spread(),
        profile: Profile {
            utility: utility(),
            linkages: Vec::new(),
            red_lines: Vec::new(),
            breach: None,
            reservation: spread(),
            discount: spread(),
            round_cost: spread(),
            deadline: Some(spread()),
            loads: Vec::new(),
            anticipate: 0.0,
            strategy: Strategy {
                concession,
                acceptance,
                react: spread(),
                choose: None,
                floor: true,
                fair_share: true,
            },
        },
    }
}

/// One party of three types, each with other rules, and a body at home.
fn scenario() -> Scenario {
    let option = |id: &str| IssueOption {
        id: id.to_owned(),
        title: id.to_uppercase(),
        value: None,
        consent: None,
    };
    let falling = Concession::TimeDependent {
        start: spread(),
        exponent: spread(),
        horizon: Some(spread()),
        tolerance: 0.0,
    };
    let tit_for_tat = Concession::TitForTat {
        imitation: Imitation::Relative,
        start: spread(),
        gain: spread(),
        window: 1,
    };
    let constant = Acceptance::Constant { share: spread() };
    let own = Acceptance::TimeDependent {
        start: spread(),
        exponent: spread(),
        horizon: None,
    };
    Scenario {
        title: "Wages".to_owned(),
        description: None,
        clock: Clock {
            rounds: 3,
            round_length: None,
            breakdown: spread(),
            loads: Vec::new(),
        },
        packages: Vec::new(),
        issues: vec![Issue {
            id: "pay".to_owned(),
            title: "Pay".to_owned(),
            package: PackageId(0),
            options: vec![option("low"), option("high")],
            consent: None,
        }],
        parties: vec![Party {
            id: "union".to_owned(),
            title: "Union".to_owned(),
            role: Role::Principal,
            influence: None,
            types: vec![
                kind("soft", falling, Acceptance::Logit { lambda: spread() }),
                kind("hard", tit_for_tat, constant),
                kind("own", Concession::Hardliner, own),
            ],
        }],
        joint_types: Vec::new(),
        plans: Vec::new(),
        drivers: Vec::new(),
        levers: Vec::new(),
        stages: vec![Stage {
            id: "vote".to_owned(),
            title: "Vote".to_owned(),
            party: None,
            approval: Approval::Body(Box::new(Body {
                utility: Some(utility()),
                reservation: spread(),
                rule: BodyRule::Logit { lambda: spread() },
            })),
            loads: Vec::new(),
            delay: spread(),
            when: Vec::new(),
            forbid: Vec::new(),
            on_failure: OnFailure::Back,
        }],
        consent: ConsentRule::All(Vec::new()),
        protocol: Protocol::AlternatingOffers {
            order: Vec::new(),
            one_offer_per_round: false,
        },
        agenda: Agenda::SingleUndertaking,
    }
}

#[test]
fn numbers_stand_under_their_paths_in_the_slots_of_their_streams() {
    let scenario = scenario();
    let found = |path: &str| {
        let numbers = scenario.numbers().into_iter();
        let mut named = numbers.filter(|number| number.place.path(&scenario) == path);
        let number = named.next().unwrap_or_else(|| panic!("no `{path}`"));
        assert!(named.next().is_none(), "`{path}` twice");
        (number.place.owner(&scenario), number.place.slot)
    };
    for (path, owner, slot) in [
        (
            "party.union.type.hard.probability",
            "party/union/probabilities",
            1,
        ),
        ("party.union.type.hard.reservation", "party/union/core", 0),
        (
            "party.union.type.soft.strategy.react",
            "party/union/core",
            6,
        ),
        (
            "party.union.type.hard.strategy.concession.relative-tit-for-tat.start",
            "party/union/core",
            4,
        ),
        (
            "party.union.type.hard.strategy.concession.relative-tit-for-tat.gain",
            "party/union/rules",
            0,
        ),
        (
            "party.union.type.own.strategy.acceptance.time-dependent.exponent",
            "party/union/rules",
            2,
        ),
        (
            "party.union.type.own.utility.pay.scores.1",
            "party/union/scores",
            1,
        ),
        ("clock.breakdown", "clock", 0),
        ("stage.vote.approval.logit.lambda", "stage/vote/core", 1),
        ("stage.vote.utility.pay.weight", "stage/vote/weights", 0),
    ] {
        assert_eq!(found(path), (owner.to_owned(), slot), "{path}");
    }
}

#[test]
fn a_missing_number_keeps_its_slot() {
    let scenario = scenario();
    let slots = scenario.slots();
    // A hardliner has no share that it asks at first: the reaction after it stays where it is.
    let hardliner = slots.iter().filter(|slot| match slot.0.subject {
        Subject::Party(_, kind) => {
            kind.index() == 2 && slot.0.group == Group::Core && slot.0.slot == 4
        }
        _ => false,
    });
    let start: Vec<Option<f64>> = hardliner.map(|slot| slot.1.known()).collect();
    assert_eq!(start, [Some(1.0)]);
}

#[test]
fn central_values_leave_no_number_of_any_rule_to_chance() {
    for likely in 0..3 {
        let mut scenario = scenario();
        scenario.parties[0].types[likely].probability = Uncertain::fixed(0.5);
        let central = scenario.central();
        assert_eq!(
            central.parties[0].types[0].id,
            scenario.parties[0].types[likely].id
        );
        for number in central.numbers() {
            let path = number.place.path(&central);
            assert!(number.value.known().is_some(), "{path}");
        }
        assert_eq!(
            central.parties[0].types[0]
                .profile
                .utility
                .score_sd
                .to_bits(),
            0
        );
    }
}

#[test]
fn titles_are_made_of_those_of_the_scenario() {
    let scenario = scenario();
    for (path, words) in [
        ("party.union.reservation", "Union: reservation value"),
        ("party.union.utility.pay.weight", "Union: weight of “Pay”"),
        ("party.union.utility.pay.scores.1", "Union: score of “HIGH”"),
        (
            "party.union.type.hard.probability",
            "Union: chance of “hard”",
        ),
        ("party.union.strategy.react", "Union: strategy, react"),
        ("clock.breakdown", "Time: chance of a breakdown"),
        (
            "stage.vote.approval.logit.lambda",
            "Vote: sharpness of the vote",
        ),
        (
            "stage.vote.approval.quota.votes",
            "Vote: approval, quota, votes",
        ),
        ("party.nobody.type", "party.nobody.type"),
    ] {
        assert_eq!(scenario.title_of(path), words, "{path}");
    }
    let last = scenario.numbers().pop().expect("there are numbers");
    assert_eq!(last.title(&scenario), "Vote: score of “HIGH”");
}
