//! The mediator's channel by party: who is heard otherwise than the others, and nobody else.

use zopa::bargaining::{Action, Outcome, Prepared, Silent, Trace, Workspace, play};
use zopa::game::{Drawn, Game, Realization};
use zopa::model::{
    Channel, EffectTarget, Mediation, OwnChannel, OwnReading, PartyId, Protocol, Scenario,
    Uncertain, Use,
};
use zopa::scenario::{Assignment, parse};

use crate::reference::random_scenario::{self as feature, ALL, random_scenario};

const SEED: u64 = 3;

fn outcomes(scenario: &Scenario) -> Vec<Outcome> {
    let game = Game::compile(scenario).expect("small scenarios compile");
    let (prepared, mut workspace) = (Prepared::new(&game, SEED), Workspace::default());
    (0..4)
        .map(|run| play(&prepared, run, &mut workspace, &mut Silent))
        .collect()
}

/// Parties whose verdicts were misreported, once for each time.
fn misreported(scenario: &Scenario) -> Vec<PartyId> {
    let game = Game::compile(scenario).expect("small scenarios compile");
    let (prepared, mut workspace) = (Prepared::new(&game, SEED), Workspace::default());
    let runs = (0..4).flat_map(|run| {
        let mut trace = Trace::default();
        play(&prepared, run, &mut workspace, &mut trace);
        trace.events
    });
    runs.filter_map(|event| match event.action {
        Action::Misreported { party, .. } => Some(party),
        _ => None,
    })
    .collect()
}

/// Random shuttles without numbers that are drawn and without channels of anybody's own.
fn shuttles(seeds: std::ops::Range<u64>) -> impl Iterator<Item = (u64, Scenario)> {
    let mask = ALL & !(1 << feature::SPREAD) & !(1 << feature::OWN_CHANNELS);
    let all = seeds.map(move |seed| (seed, random_scenario(seed, mask)));
    all.filter(|(_, scenario)| matches!(scenario.protocol, Protocol::Shuttle(_)))
}

fn shuttle(scenario: &mut Scenario) -> &mut Mediation {
    match &mut scenario.protocol {
        Protocol::Shuttle(mediation) => mediation,
        _ => panic!("a shuttle"),
    }
}

/// Gives each of the visited a channel of its own.
fn with_own(
    scenario: &Scenario,
    own: impl Fn(PartyId, &Channel) -> Option<OwnChannel>,
) -> Scenario {
    let mut scenario = scenario.clone();
    let mediation = shuttle(&mut scenario);
    let channel = &mediation.channel;
    let visits = mediation.visits.iter();
    let found = visits.filter_map(|&party| own(party, channel)).collect();
    mediation.channel.own = found;
    scenario
}

/// A channel that hears a party as all are heard.
fn like_all(party: PartyId, channel: &Channel) -> OwnChannel {
    OwnChannel {
        party,
        noise: Some(channel.noise),
        bias: Some(channel.bias),
        reading: (channel.reading_error).map_or(OwnReading::None, OwnReading::Error),
    }
}

#[test]
fn what_holds_for_all_and_for_each_is_the_same() {
    let (mut met, mut changed) = (0, 0);
    for (seed, scenario) in shuttles(0..2_000) {
        let each = with_own(&scenario, |party, channel| Some(like_all(party, channel)));
        // What is said of all is then heard by nobody.
        let mut other = each.clone();
        let mediation = shuttle(&mut other);
        mediation.channel.noise = Uncertain::fixed(0.9);
        mediation.channel.bias = Uncertain::fixed(-0.5);
        mediation.channel.reading_error = Some(Uncertain::fixed(1.0));
        let empty = with_own(&scenario, |party, _| {
            Some(OwnChannel {
                party,
                noise: None,
                bias: None,
                reading: OwnReading::AsOthers,
            })
        });
        let expected = outcomes(&scenario);
        assert_eq!(outcomes(&each), expected, "scenario {seed}: each");
        assert_eq!(outcomes(&other), expected, "scenario {seed}: not of all");
        assert_eq!(outcomes(&empty), expected, "scenario {seed}: nothing");
        let mediation = shuttle(&mut other);
        mediation.channel.own.clear();
        changed += usize::from(outcomes(&other) != expected);
        met += 1;
    }
    assert!(
        met > 300 && changed > 30,
        "{met} shuttles, {changed} differ"
    );
}

#[test]
fn a_party_with_a_true_channel_is_never_misreported() {
    let (mut own, mut others) = (0, 0);
    for (seed, scenario) in shuttles(0..600) {
        let mut bad = scenario;
        let mediation = shuttle(&mut bad);
        let heard = mediation.visits[0];
        mediation.channel.noise = Uncertain::fixed(0.5);
        for lever in &mut bad.levers {
            (lever.effects).retain(|effect| !matches!(effect.target, EffectTarget::Noise(_)));
        }
        let well = with_own(&bad, |party, _| {
            (party == heard).then(|| OwnChannel {
                party,
                noise: Some(Uncertain::fixed(0.0)),
                bias: None,
                reading: OwnReading::Error(Uncertain::fixed(0.0)),
            })
        });
        let found = misreported(&well);
        assert!(!found.contains(&heard), "scenario {seed}");
        others += found.len();
        let without = misreported(&bad).into_iter();
        own += without.filter(|party| *party == heard).count();
    }
    assert!(own > 300 && others > 300, "{own} of it, {others} of others");
}

/// Where all are heard exactly, each by a channel of its own, a lever that adds noise to one adds it to that one only.
#[test]
fn a_lever_may_shift_the_channel_of_one_party() {
    let mut met = 0;
    for (seed, mut scenario) in shuttles(0..900) {
        let mediation = shuttle(&mut scenario);
        mediation.channel.noise = Uncertain::fixed(0.0);
        let (one, other) = (mediation.visits[0], mediation.visits[1]);
        let Some(lever) = scenario.levers.first_mut() else {
            continue;
        };
        lever.usage = Use::Always;
        lever.effects.truncate(1);
        lever.effects[0].target = EffectTarget::Noise(Some(one));
        lever.effects[0].size = Uncertain::fixed(1.0);
        let first = lever.clone();
        scenario.levers = vec![first];
        let found = misreported(&scenario);
        assert!(!found.contains(&other), "scenario {seed}");
        met += found.len();
    }
    assert!(met > 300, "{met} verdicts turned");
}

const TALKS: &str = r#"
format = 1
title = "Talks"
clock.rounds = 6

[[issue]]
id = "border"
options = [{ id = "north" }, { id = "south" }]

[[party]]
id = "union"
role = "principal"
reservation = 0.4
utility.border = { weight = 1, scores = [1, 0] }

[[party]]
id = "crown"
title = "The Crown"
role = "principal"
reservation = 0.3
utility.border = { weight = 1, scores = [0, 1] }

[[party]]
id = "envoy"
role = "mediator"

[protocol.shuttle]
mediator = "envoy"
channel.crown = { noise = { uniform = [0.2, 0.4] }, reading-error = { value = 0.1, range = [0.05, 0.2] } }
"#;

fn set(path: &str, value: &str) -> Assignment {
    Assignment {
        path: path.to_owned(),
        value: value.to_owned(),
    }
}

/// Its numbers are numbers like others: drawn, set, with paths and titles, factors of what is explored.
#[test]
fn a_channel_of_a_partys_own_has_numbers_like_others() {
    let scenario = Scenario::parse("talks.toml", TALKS, &[]).expect("a legal scenario");
    let game = Game::compile(&scenario).expect("within limits");
    let drawn = Drawn::of(&scenario, &game).numbers.into_iter();
    let paths: Vec<String> = drawn.map(|number| number.path).collect();
    assert_eq!(paths, ["protocol.shuttle.channel.crown.noise"]);
    assert_eq!(
        scenario.title_of(&paths[0]),
        "Channel from The Crown: noise"
    );
    let assignments = [
        set("protocol.shuttle.channel.union.noise", "0.25"),
        set("protocol.shuttle.channel.crown.reading-error", "none"),
    ];
    let other = Scenario::parse("talks.toml", TALKS, &assignments).expect("a legal scenario");
    let own = &other.protocol.channel().expect("a shuttle").own;
    assert_eq!(own[0].reading, OwnReading::None);
    let noise = own[1].noise.and_then(Uncertain::known);
    assert_eq!((own[1].party, noise), (PartyId(0), Some(0.25)));
}

/// A drawn number of a party's own shifts no other draw.
#[test]
fn a_channel_of_its_own_moves_no_other_draw() {
    let text = TALKS.replace(
        "channel.crown",
        "noise = { uniform = [0, 0.5] }\nchannel.crown",
    );
    let own = text.find("channel.crown").expect("it is there");
    let common = |text: &str| -> Vec<u64> {
        let scenario = Scenario::parse("talks.toml", text, &[]).expect("a legal scenario");
        let game = Game::compile(&scenario).expect("within limits");
        let mut nature = Realization::default();
        let noise = (0..20).map(|run| {
            nature.draw(&game, SEED, run);
            nature.noise.to_bits()
        });
        noise.collect()
    };
    assert_eq!(common(&text), common(&text[..own]));
}

/// Talks with a press that is consulted, and that one option needs.
fn with_press(reservation: f64) -> String {
    TALKS
        .replace(
            r#"{ id = "north" }"#,
            r#"{ id = "north", consent.all = ["union", "crown", "press"] }"#,
        )
        .replace("scores = [0, 1]", "scores = [0.6, 1]")
        .replace(
            "[[party]]\nid = \"envoy\"",
            &format!(
                "[[party]]\nid = \"press\"\nrole = \"observer\"\nreservation = {reservation}\n\
                 utility.border = {{ weight = 1, scores = [0.5, 1] }}\n\n[[party]]\nid = \"envoy\""
            ),
        )
        .replace(
            "mediator = \"envoy\"",
            "mediator = \"envoy\"\nvisits = [\"union\", \"press\", \"crown\"]",
        )
}

/// A visit to somebody who gives no verdict is in vain where nothing is read or no belief takes it up: that is said, and the talks are held.
#[test]
fn a_consultation_in_vain_is_warned_of() {
    let talks = with_press(0.4);
    let at_one_table = talks
        .replace("protocol.shuttle", "protocol.single-text")
        .lines()
        .filter(|line| !line.starts_with("channel."))
        .collect::<Vec<_>>()
        .join("\n");
    let with = |line: &str| talks.clone() + line + "\n";
    for (text, reason) in [
        (talks.clone(), None),
        (
            with("belief-draws = 0"),
            Some("the mediator has no belief that a reading could change"),
        ),
        (
            with("roles.carrying = false"),
            Some("the mediator carries no answers"),
        ),
        (
            with("reading-error = \"none\""),
            Some("the mediator has no reading of it"),
        ),
        (
            with("reading-error = \"none\"\nchannel.press.reading-error = 0.1"),
            None,
        ),
        (at_one_table, Some("at one table there are only answers")),
    ] {
        let loaded =
            parse("talks.toml", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let said = loaded.warnings.iter().map(ToString::to_string);
        let said: Vec<String> = said.filter(|said| said.contains("press")).collect();
        assert_eq!(
            said.len(),
            usize::from(reason.is_some()),
            "{text}\n{said:?}"
        );
        if let Some(reason) = reason {
            assert!(said[0].contains(reason), "{}", said[0]);
            assert!(said[0].contains("gives no verdict"), "{}", said[0]);
        }
        outcomes(&loaded.scenario);
    }
}

/// Whoever is consulted answers nothing, is read in every round, and votes when all who answer have accepted.
#[test]
fn whoever_is_consulted_is_read_and_votes() {
    for (reservation, agree) in [(0.4, true), (0.6, false)] {
        let talks = with_press(reservation);
        let scenario = Scenario::parse("talks.toml", &talks, &[]).expect("a legal scenario");
        let press = PartyId::at(2);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let (prepared, mut workspace) = (Prepared::new(&game, SEED), Workspace::default());
        let (mut read, mut votes) = (0, 0);
        for run in 0..50 {
            let mut trace = Trace::default();
            let outcome = play(&prepared, run, &mut workspace, &mut trace);
            let mut rounds = 0;
            for event in trace.events {
                rounds = event.round + 1;
                match event.action {
                    Action::Read {
                        party,
                        margin,
                        reading,
                    } => {
                        assert_eq!(party, press);
                        assert!(margin.to_bits() != reading.to_bits());
                        read += 1;
                    }
                    Action::Answer { party, .. } | Action::Misreported { party, .. } => {
                        assert_ne!(party, press);
                    }
                    Action::Vote { party, yes, margin } => {
                        assert_eq!((party, yes), (press, margin >= 0.0));
                        votes += 1;
                        assert!(agree || !yes, "north is below what the press can live with");
                    }
                    _ => {}
                }
            }
            read -= rounds;
            assert!(
                agree || outcome.agreed_deal().is_none(),
                "only north is a deal"
            );
        }
        assert_eq!(read, 0, "one reading a round");
        assert!(votes > 0, "somebody tabled what the press is asked about");
    }
}
