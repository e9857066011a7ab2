//! Legal scenario texts and what they mean.

use zopa::model::{Agenda, Concession, Distribution, Protocol};
use zopa::scenario::{self, Assignment, NoteKind};

const MEDIATION: &str = include_str!("../../src/scenario/templates/mediation.toml");

const LAPTOP: &str = r#"
format = 1
title = "Laptop"
[clock]
rounds = 100
[protocol.alternating-offers]
order = ["p0", "p1"]
[[issue]]
id = "i0"
title = "Brand"
options = [{ id = "v0", title = "Dell" }, { id = "v1", title = "HP" }]
[[party]]
id = "p0"
role = "principal"
reservation = 0.0
[party.utility]
i0 = { weight = 1.0, scores = [0.0, 1.0] }
[party.strategy]
concession.time-dependent = { exponent = 4.0, tolerance = 1e-4 }
acceptance.next-offer = {}
[[party]]
id = "p1"
role = "principal"
reservation = 0.0
[party.utility]
i0 = { weight = 1.0, scores = [1.0, 0.0] }
[party.strategy]
concession.time-dependent = { exponent = 4.0, tolerance = 1e-4 }
acceptance.next-offer = {}
"#;

#[test]
fn a_minimal_file_is_read() {
    let loaded =
        scenario::parse("laptop.toml", LAPTOP, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = loaded.scenario;
    assert!(loaded.warnings.is_empty());
    assert_eq!(scenario.title, "Laptop");
    assert_eq!(scenario.packages[0].id, "all");
    assert!(
        matches!(&scenario.protocol, Protocol::AlternatingOffers { order, .. } if order.len() == 2)
    );
    let strategy = &scenario.parties[0].types[0].profile.strategy;
    let Concession::TimeDependent {
        exponent,
        tolerance,
        ..
    } = &strategy.concession
    else {
        panic!("{strategy:?}");
    };
    assert_eq!(exponent.known(), Some(4.0));
    assert!((tolerance - 1e-4).abs() < 1e-12);
}

/// The laptop with some values replaced.
fn with(assignments: &[&str]) -> scenario::Loaded {
    let assignments: Vec<Assignment> = assignments
        .iter()
        .map(|text| text.parse().expect("tests write legal assignments"))
        .collect();
    scenario::parse("laptop.toml", LAPTOP, &assignments)
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn profile(loaded: &scenario::Loaded, party: usize) -> &zopa::model::Profile {
    &loaded.scenario.parties[party].types[0].profile
}

#[test]
fn assignments_replace_and_create_values() {
    let loaded = with(&[
        "clock.rounds=7",
        "party.p0.reservation={ uniform = [0.1, 0.3] }",
        "party.p1.reservation.triangular=[0.1, 0.2, 0.3]",
        "party.p1.discount=0.9",
        "party.p0.utility.i0.scores.1=0.75",
        "party.p0.strategy.concession.time-dependent.exponent=0.5",
        "issue.i0.options.v1.title=Hewlett, Packard",
        "title=42",
        "description=\"quoted\"",
    ]);
    assert_eq!(loaded.scenario.clock.rounds, 7);
    assert_eq!(
        profile(&loaded, 0).reservation.distribution(),
        Distribution::Uniform {
            low: 0.1,
            high: 0.3
        }
    );
    assert!((profile(&loaded, 1).reservation.central() - 0.2).abs() < 1e-12);
    assert_eq!(profile(&loaded, 1).discount.known(), Some(0.9));
    assert_eq!(profile(&loaded, 0).utility.scores[0][1].known(), Some(0.75));
    assert!(matches!(
        &profile(&loaded, 0).strategy.concession,
        Concession::TimeDependent { exponent, tolerance, .. } if exponent.known() == Some(0.5) && *tolerance > 0.0
    ));
    assert_eq!(
        loaded.scenario.issues[0].options[1].title,
        "Hewlett, Packard"
    );
    assert_eq!(loaded.scenario.title, "42");
    assert_eq!(loaded.scenario.description.as_deref(), Some("quoted"));
}

#[test]
fn assigning_a_variant_drops_the_others() {
    let loaded = with(&[
        "party.p0.strategy.concession.hardliner={}",
        "protocol.ultimatum.proposer=p1",
    ]);
    assert_eq!(
        profile(&loaded, 0).strategy.concession,
        Concession::Hardliner
    );
    assert!(
        matches!(&loaded.scenario.protocol, Protocol::Ultimatum { proposer, .. } if proposer.0 == 1)
    );
    let loaded = with(&[
        "party.p0.strategy.concession=micro",
        "agenda=single-undertaking",
    ]);
    assert_eq!(profile(&loaded, 0).strategy.concession, Concession::Micro);
    assert_eq!(loaded.scenario.agenda, Agenda::SingleUndertaking);
}

#[test]
fn later_assignments_see_what_earlier_ones_set() {
    let loaded = with(&[
        "agenda=single-undertaking",
        "agenda.source=a report",
        "party.p0.reservation=0.2",
        "party.p0.reservation.value=0.3",
    ]);
    assert_eq!(profile(&loaded, 0).reservation.known(), Some(0.3));
    assert_eq!(loaded.notes.len(), 1);
}

#[test]
fn the_fingerprint_depends_on_text_and_assignments() {
    let plain = with(&[]).fingerprint;
    assert_eq!(plain, with(&[]).fingerprint);
    assert_eq!(plain.len(), 16);
    assert_ne!(plain, with(&["clock.rounds=7"]).fingerprint);
    assert_ne!(
        with(&["clock.rounds=7"]).fingerprint,
        with(&["clock.rounds=8"]).fingerprint
    );
}

#[test]
fn types_inherit_what_they_do_not_override() {
    let text = MEDIATION.replace(
        "probability = 0.4\nnever",
        "probability = 0.4\nutility.flow.weight = 0.9\nnever",
    );
    let loaded = scenario::parse("mediation.toml", &text, &[])
        .unwrap_or_else(|problems| panic!("{problems}"));
    let downstream = &loaded.scenario.parties[1];
    let (hard, bluff) = (&downstream.types[0].profile, &downstream.types[1].profile);
    assert_eq!((hard.red_lines.len(), bluff.red_lines.len()), (1, 0));
    assert_eq!(
        (
            hard.utility.weights[0].known(),
            bluff.utility.weights[0].known()
        ),
        (Some(0.9), Some(0.5))
    );
    assert_eq!(hard.utility.scores, bluff.utility.scores);
    assert_eq!(hard.strategy, bluff.strategy);
}

#[test]
fn joint_types_give_the_marginal_probabilities() {
    let text = MEDIATION
        .replace("probability = 0.4\nnever", "never")
        .replace("probability = 0.6\n", "")
        .replace(
            "[protocol.shuttle]",
            "[[joint-type]]\nprobability = 0.3\ntypes = { downstream = \"hard\" }\n\n\
             [[joint-type]]\nprobability = 0.7\ntypes = { downstream = \"bluff\" }\n\n[protocol.shuttle]",
        );
    let loaded = scenario::parse("mediation.toml", &text, &[])
        .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(loaded.scenario.joint_types.len(), 2);
    assert_eq!(
        loaded.scenario.parties[1].types[0].probability.known(),
        Some(0.3)
    );
}

#[test]
fn a_breach_table_follows_the_order_of_the_issues() {
    let table = "breach = { loss = 0.1, issues = [\"fund\", \"gauges\"], probability = [[0.1, 0.2], [0.3, 0.4]] }";
    let text = MEDIATION.replace(
        "breach = { loss = 0.1, issues = [\"gauges\"], probability = [0.4, 0.15] }",
        table,
    );
    let loaded = scenario::parse("mediation.toml", &text, &[])
        .unwrap_or_else(|problems| panic!("{problems}"));
    let breach = loaded.scenario.parties[1].types[0]
        .profile
        .breach
        .as_ref()
        .expect("a breach is written");
    let issues: Vec<usize> = breach.issues.iter().map(|issue| issue.index()).collect();
    assert_eq!(issues, [1, 3]);
    // The model has gauges first, and the last issue varies fastest.
    let table: Vec<Option<f64>> = breach
        .probability
        .iter()
        .map(|number| number.known())
        .collect();
    assert_eq!(table, [Some(0.1), Some(0.3), Some(0.2), Some(0.4)]);
}

#[test]
fn numbers_without_source_are_listed_with_their_places() {
    let text = LAPTOP.replacen(
        "reservation = 0.0",
        "reservation = { value = 0.0, source = \"a poll\" }",
        1,
    );
    let loaded =
        scenario::parse("laptop.toml", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(loaded.notes.len(), 1);
    assert_eq!(loaded.notes[0].path, "party.p0.reservation");
    assert_eq!(
        (loaded.notes[0].kind, loaded.notes[0].text.as_str()),
        (NoteKind::Source, "a poll")
    );
    let listed: Vec<String> = loaded
        .unsourced
        .iter()
        .map(|number| {
            format!(
                "{} {:?}",
                number.path,
                number.position.expect("no assignment")
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            "clock.rounds (5, 10)",
            "party.p0.utility.i0.weight (17, 17)",
            "party.p0.utility.i0.scores.0 (17, 32)",
            "party.p0.utility.i0.scores.1 (17, 37)",
            "party.p0.strategy.concession.time-dependent.exponent (19, 42)",
            "party.p0.strategy.concession.time-dependent.tolerance (19, 59)",
            "party.p1.reservation (24, 15)",
            "party.p1.utility.i0.weight (26, 17)",
            "party.p1.utility.i0.scores.0 (26, 32)",
            "party.p1.utility.i0.scores.1 (26, 37)",
            "party.p1.strategy.concession.time-dependent.exponent (28, 42)",
            "party.p1.strategy.concession.time-dependent.tolerance (28, 59)",
        ]
    );
}
