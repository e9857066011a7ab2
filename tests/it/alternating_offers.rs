//! Alternating offers, offer by offer, against `NegMAS`.
//!
//! The files in `tests/sao/` hold negotiation domains and what `NegMAS` 0.16.0, taken as a reference implementation, played
//! on them under stacked alternating offers with deterministic strategies (Mohammad, Nakadai and Greenwald 2021, "A platform
//! for automated negotiations", PRIMA 2020): time-dependent concession (Faratin, Sierra and Jennings 1998), a party that
//! never concedes, and `MiCRO` (de Jonge 2022). Domains called `genius_…` come from the GENIUS repository (Lin, Kraus,
//! Baarslag, Tykhonov, Hindriks and Jonker 2014) and its ANAC competitions (Baarslag and others 2015), the others are drawn
//! at random. Kept are the negotiations whose course does not depend on how outcomes of equal utility are ordered.
//!
//! Utilities in the files are as the domains give them. Here a party's utility runs from 0, its worst outcome, to 1, its
//! best: scores are `(v − min)/(max − min)` by issue, weights are in proportion to `w · (max − min)`, the reservation value
//! moves along, and the slack ε of an aspiration is divided by the party's range.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use zopa::bargaining::{Action, End, Outcome, Prepared, Silent, Trace, Workspace, play};
use zopa::game::Game;
use zopa::model::Deal;
use zopa::scenario;

/// A domain and what was played on it.
#[derive(Deserialize)]
struct Domain {
    /// Number of options of each issue.
    options: Vec<usize>,
    parties: Vec<Preferences>,
    negotiations: Vec<Negotiation>,
}

/// A party's utility, `Σ weight · value`, as the domain gives it.
#[derive(Deserialize)]
struct Preferences {
    weights: Vec<f64>,
    values: Vec<Vec<f64>>,
    /// Utility of no agreement.
    reserved: f64,
}

/// One negotiation.
#[derive(Deserialize)]
struct Negotiation {
    strategies: Vec<String>,
    rounds: u32,
    /// Number of the deal agreed, the last issue varying fastest.
    agreement: Option<u32>,
    /// Round of the agreement, from 0.
    round: Option<u32>,
    /// By round and party, the number of the deal offered; none for a party that accepted or was not asked any more.
    offers: Vec<Vec<Option<u32>>>,
}

/// What a negotiation looks like from outside: every offer, the deal and its round.
#[derive(Debug, PartialEq)]
struct Course {
    offers: Vec<(u32, usize, u32)>,
    agreement: Option<u32>,
    round: Option<u32>,
}

impl Preferences {
    /// Difference between best and worst value of an issue times its weight.
    fn issue_range(&self, issue: usize) -> f64 {
        let (low, high) = extremes(&self.values[issue]);
        self.weights[issue] * (high - low)
    }

    fn worst(&self) -> f64 {
        let lows = self.values.iter().map(|values| extremes(values).0);
        lows.zip(&self.weights)
            .map(|(low, weight)| low * weight)
            .sum()
    }

    fn range(&self) -> f64 {
        (0..self.weights.len())
            .map(|issue| self.issue_range(issue))
            .sum()
    }

    /// The party as a table of a scenario.
    fn write(&self, party: usize, strategy: &str, text: &mut String) {
        let range = self.range();
        let reservation = ((self.reserved - self.worst()) / range).max(0.0);
        writeln!(
            text,
            "[[party]]\nid = \"p{party}\"\nrole = \"principal\"\nreservation = {reservation:?}\n\
             strategy.choose = \"least\"\nstrategy.concession.{}\n[party.utility]",
            concession(strategy, range)
        )
        .expect("writing to a string");
        for (issue, values) in self.values.iter().enumerate() {
            let (low, high) = extremes(values);
            let span = if high > low { high - low } else { 1.0 };
            let scores: Vec<f64> = values.iter().map(|value| (value - low) / span).collect();
            let weight = self.issue_range(issue) / range;
            writeln!(
                text,
                "i{issue} = {{ weight = {weight:?}, scores = {scores:?} }}"
            )
            .expect("writing to a string");
        }
    }
}

/// The concession rule of a `NegMAS` strategy for a party whose utilities span `range`.
fn concession(strategy: &str, range: f64) -> String {
    let time_dependent = |start: f64, exponent: f64, slack: f64| {
        let tolerance = slack / range;
        format!(
            "time-dependent = {{ start = {start:?}, exponent = {exponent:?}, tolerance = {tolerance:?} }}"
        )
    };
    match strategy {
        "Boulware" => time_dependent(1.0, 4.0, 1e-4),
        "Linear" => time_dependent(1.0, 1.0, 1e-4),
        "Conceder" => time_dependent(1.0, 0.25, 1e-4),
        "Aspiration2" => time_dependent(1.0, 2.0, 1e-3),
        "Aspiration0.5" => time_dependent(0.95, 0.5, 1e-3),
        "Tough" => "hardliner = {}".to_owned(),
        "MiCRO" => "micro = {}".to_owned(),
        other => panic!("no concession rule for {other}"),
    }
}

fn extremes(values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (low, high)
}

impl Domain {
    /// The scenario file of one negotiation.
    fn scenario(&self, negotiation: &Negotiation) -> String {
        let mut text = format!(
            "format = 1\ntitle = \"Alternating offers\"\nclock.rounds = {}\nprotocol.alternating-offers = {{}}\n",
            negotiation.rounds
        );
        for (issue, &count) in self.options.iter().enumerate() {
            let options: Vec<String> = (0..count)
                .map(|option| format!("{{ id = \"o{option}\" }}"))
                .collect();
            writeln!(
                text,
                "[[issue]]\nid = \"i{issue}\"\noptions = [{}]",
                options.join(", ")
            )
            .expect("writing to a string");
        }
        for (party, (preferences, strategy)) in
            self.parties.iter().zip(&negotiation.strategies).enumerate()
        {
            preferences.write(party, strategy, &mut text);
        }
        text
    }

    /// Number of a deal, the last issue varying fastest.
    fn number(&self, deal: &Deal) -> u32 {
        let pairs = deal.0.iter().zip(&self.options);
        pairs.fold(0, |number, (&option, &count)| {
            number * u32::try_from(count).expect("few options") + u32::from(option)
        })
    }

    fn played(&self, outcome: &Outcome, trace: &Trace) -> Course {
        let offers = trace.events.iter().filter_map(|event| match &event.action {
            Action::Offer { party, deal } => Some((event.round, party.index(), self.number(deal))),
            _ => None,
        });
        assert_eq!(outcome.end == End::Agreement, outcome.deal.is_some());
        Course {
            offers: offers.collect(),
            agreement: outcome.deal.as_ref().map(|deal| self.number(deal)),
            round: outcome.agreed,
        }
    }
}

impl Negotiation {
    fn course(&self) -> Course {
        let offers = (0..).zip(&self.offers).flat_map(|(round, offers)| {
            let made = offers.iter().enumerate();
            made.filter_map(move |(party, offer)| offer.map(|offer| (round, party, offer)))
        });
        Course {
            offers: offers.collect(),
            agreement: self.agreement,
            round: self.round,
        }
    }
}

/// The domains in a folder, by name.
fn domains(folder: &Path) -> BTreeMap<String, Domain> {
    let files = std::fs::read_dir(folder).expect("the folder of domains");
    files
        .map(|file| {
            let path = file.expect("a file of the folder").path();
            let text = std::fs::read_to_string(&path).expect("a domain");
            let domain = serde_json::from_str(&text).expect("a domain in its format");
            let name = path
                .file_stem()
                .expect("a file name")
                .to_string_lossy()
                .into_owned();
            (name, domain)
        })
        .collect()
}

/// A lever that moves nothing, but after which no party's deals can be sorted beforehand.
const IDLE_LEVER: &str = r#"
[[leverage]]
id = "idle"
actor = "p0"
use.always = {}
effects = [{ party = "p0", weight = { issue = "i0", shift = 0.0 } }]
"#;

/// Plays every negotiation of a domain, requires each to take the course it took in `NegMAS`, and counts the offers.
///
/// `further` is added to the scenario.
fn replay(name: &str, domain: &Domain, further: &str) -> usize {
    let mut offers = 0;
    for negotiation in &domain.negotiations {
        let label = format!(
            "{name}, {:?}, {} rounds",
            negotiation.strategies, negotiation.rounds
        );
        let text = domain.scenario(negotiation) + further;
        let loaded = scenario::parse(name, &text, &[])
            .unwrap_or_else(|problems| panic!("{label}:\n{problems}"));
        let game = Game::compile(&loaded.scenario).expect("a small domain");
        let (outcome, trace) = game.trace(0, 1);
        let (played, expected) = (domain.played(&outcome, &trace), negotiation.course());
        assert_eq!(played, expected, "{label}");
        // Untold, quiet rounds are passed over in one go; the outcome is the same.
        let untold = play(
            &Prepared::new(&game, 1),
            0,
            &mut Workspace::default(),
            &mut Silent,
        );
        assert_eq!(untold, outcome, "{label}");
        offers += expected.offers.len();
    }
    offers
}

/// The domains of `tests/sao/`.
fn all_domains() -> BTreeMap<String, Domain> {
    domains(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sao")))
}

#[test]
fn every_negotiation_takes_the_course_it_takes_in_negmas() {
    let domains = all_domains();
    let offers = domains
        .iter()
        .map(|(name, domain)| replay(name, domain, ""))
        .sum::<usize>();
    let negotiations = domains.values().map(|domain| domain.negotiations.len());
    let strategies: BTreeSet<&String> = domains
        .values()
        .flat_map(|domain| &domain.negotiations)
        .flat_map(|negotiation| &negotiation.strategies)
        .collect();
    // A lost file or an empty list must not pass for success.
    assert_eq!(
        (domains.len(), negotiations.sum::<usize>(), strategies.len()),
        (14, 360, 7)
    );
    assert_eq!(offers, 17_001);
}

#[test]
fn the_course_is_the_same_where_preferences_could_move() {
    let offers = all_domains()
        .iter()
        .map(|(name, domain)| replay(name, domain, IDLE_LEVER))
        .sum::<usize>();
    assert_eq!(offers, 17_001);
}
