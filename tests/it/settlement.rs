//! Other settlement rules: by hand, against the plain formulas, and on the same numbers as the talks.

use std::fmt::Write as _;

use zopa::analysis::position::{Counting, Request, Theorist, objectives};
use zopa::analysis::settlement::{Rule, RuleOutcome, Settlement, Settler};
use zopa::bargaining::Opening;
use zopa::game::Game;
use zopa::model::{Deal, IssueId, Scenario};
use zopa::scenario;
use zopa::simulation::{RunSettings, Unwatched, settle};

use crate::reference::random_scenario::{ALL, Dice, random_scenario};
use crate::reference::twin::{Twin, open_twin};

/// Seed of every realization; another one than the scenarios' own.
const SEED: u64 = 815;

const REQUEST: Request = Request {
    points_max: 10_000,
    count: Counting::No,
};

/// Three parties on one issue, troops in thousands.
///
/// Salience: each weighs this issue against another that only it cares about and on which all get what they want.
const TROOPS: &str = r#"
format = 1
title = "Troops"
clock.rounds = 5
protocol.alternating-offers = {}

[[issue]]
id = "troops"
options = [
  { id = "none", value = 0 },
  { id = "few", value = 100 },
  { id = "some", value = 300 },
  { id = "many", value = 800 },
]
[[issue]]
id = "rest"
options = [{ id = "all-agree" }, { id = "nobody-wants-it" }]

[[party]]
id = "north"
role = "principal"
reservation = 0.2
[party.utility]
troops = { weight = 0.5, scores = [1.0, 0.8, 0.5, 0.0] }
rest = { weight = 0.5, scores = [1.0, 0.0] }

[[party]]
id = "south"
role = "principal"
reservation = 0.2
[party.utility]
troops = { weight = 0.25, scores = [0.0, 0.2, 0.6, 1.0] }
rest = { weight = 0.75, scores = [1.0, 0.0] }

[[party]]
id = "observer"
role = "observer"
[party.utility]
troops = { weight = 1.0, scores = [0.0, 0.5, 1.0, 0.5] }
rest = { weight = 0.0, scores = [1.0, 0.0] }
"#;

fn load(text: &str, assignments: &[&str]) -> (Scenario, Game) {
    let assignments: Vec<_> = assignments
        .iter()
        .map(|text| text.parse().expect("a legal assignment"))
        .collect();
    let loaded = scenario::parse("settlement", text, &assignments)
        .unwrap_or_else(|problems| panic!("{problems}"));
    let game = Game::compile(&loaded.scenario).expect("a small game");
    (loaded.scenario, game)
}

fn outcomes(scenario: &Scenario, game: &Game, run: u64) -> [RuleOutcome; 4] {
    let theorist = Theorist::new(game, objectives(scenario), REQUEST);
    let position = Opening::default().position(game, SEED, run, &[]);
    let (zone, [nash, equal]) = theorist.settled(&position);
    let settler = Settler::new(scenario, game);
    settler.outcomes(&theorist, &position, &zone, [&nash, &equal])
}

/// The option of the first issue that a rule picks, and what the parties say to the deal.
fn troops(assignments: &[&str], rule: Rule) -> (usize, Settlement) {
    let (scenario, game) = load(TROOPS, assignments);
    let outcome = outcomes(&scenario, &game, 0)
        .into_iter()
        .find(|outcome| outcome.rule == rule)
        .expect("every rule has an outcome");
    let deal = outcome.deal.expect("there is a deal");
    let deal = game.blocks.deal_of(&deal.combos);
    assert_eq!(deal.option(IssueId(1)), 0);
    (deal.option(IssueId(0)), outcome.settlement)
}

#[test]
fn the_compromise_mean_weighs_positions_by_salience_and_influence() {
    let mean = |assignments: &[&str]| troops(assignments, Rule::CompromiseMean);
    // (.5 · 0 + .25 · 800) / .75 = 267: some. The observer has no say.
    assert_eq!(mean(&[]), (2, Settlement::Agreed));
    // (.5 · 0 + 4 · .25 · 800) / 1.5 = 533: still nearer to 300; with eight times, 640: many, which is worth .5 to north.
    assert_eq!(mean(&["party.south.influence=4"]).0, 2);
    assert_eq!(mean(&["party.south.influence=8"]), (3, Settlement::Agreed));
    // It would not pass where north expects more.
    let demanding = ["party.south.influence=8", "party.north.reservation=0.6"];
    assert_eq!(mean(&demanding), (3, Settlement::Refused));
    // (.5 · 0 + .25 · 800 + 9 · 300) / 9.75 = 297.
    assert_eq!(mean(&["party.observer.influence=9"]).0, 2);
    // With north alone; with nobody, all alike: (0 + 800 + 300) / 3 = 367.
    assert_eq!(mean(&["party.south.influence=0"]).0, 0);
    let nobody = ["party.south.influence=0", "party.north.influence=0"];
    assert_eq!(mean(&nobody).0, 2);
}

#[test]
fn the_median_is_somebodys_position() {
    let median = |assignments: &[&str]| troops(assignments, Rule::Median);
    // North has two thirds of the weight.
    assert_eq!(median(&[]), (0, Settlement::Agreed));
    assert_eq!(
        median(&["party.south.influence=3"]),
        (3, Settlement::Agreed)
    );
    // Exactly half on either side: the lower.
    assert_eq!(median(&["party.south.influence=2"]).0, 0);
    assert_eq!(median(&["party.observer.influence=1"]).0, 2);
}

#[test]
fn nash_and_kalai_smorodinsky_pick_from_the_zone() {
    // On the rest all agree. Gains over .2: none .8/.55, few .7/.6, some .55/.7, many .3/.8.
    assert_eq!(troops(&[], Rule::Nash), (0, Settlement::Agreed));
    // Relative gains, over best less reservation value .8 each: .55/.8, .6/.7, .7/.55, .8/.3: few are the most equal.
    assert_eq!(troops(&[], Rule::KalaiSmorodinsky), (1, Settlement::Agreed));
    let (scenario, game) = load(
        TROOPS,
        &["party.north.reservation=0.9", "party.south.reservation=0.9"],
    );
    for outcome in outcomes(&scenario, &game, 0) {
        assert_eq!(outcome.settlement, Settlement::Refused);
        let by_issue = matches!(outcome.rule, Rule::CompromiseMean | Rule::Median);
        assert_eq!(outcome.deal.is_some(), by_issue);
    }
}

/// Parties on questions with places, each with its weights and the place it wants; scores fall with the distance.
fn council(places: &[&[f64]], members: &[(&[f64], &[f64])], extra: &str) -> String {
    let mut text =
        "format = 1\ntitle = \"Council\"\nclock.rounds = 2\nprotocol.alternating-offers = {}\n"
            .to_owned();
    for (issue, places) in places.iter().enumerate() {
        let options = places.iter().enumerate();
        let options =
            options.map(|(option, place)| format!("{{ id = \"o{option}\", value = {place} }}"));
        let options: Vec<String> = options.collect();
        let _ = write!(
            text,
            "[[issue]]\nid = \"i{issue}\"\noptions = [{}]\n",
            options.join(", ")
        );
    }
    for (member, (weights, wanted)) in members.iter().enumerate() {
        let _ = write!(
            text,
            "[[party]]\nid = \"m{member}\"\nrole = \"principal\"\nreservation = 0.0\n{extra}\n"
        );
        for (issue, places) in places.iter().enumerate() {
            let range = places[places.len() - 1] - places[0];
            let score = |place: &f64| 1.0 - (place - wanted[issue]).abs() / range;
            let scores: Vec<f64> = places.iter().map(score).collect();
            let _ = writeln!(
                text,
                "utility.i{issue} = {{ weight = {:?}, scores = {scores:?} }}",
                weights[issue]
            );
        }
    }
    text
}

/// The options that mean and median pick, and the mean before it is rounded.
fn mean_and_median(text: &str, run: u64) -> ([Vec<u16>; 2], Vec<f64>) {
    let (scenario, game) = load(text, &[]);
    let [mean, median, ..] = outcomes(&scenario, &game, run);
    let unrounded = mean.unrounded.clone().expect("a mean is rounded");
    assert!(
        median.unrounded.is_none(),
        "a median is somebody's position"
    );
    let options = [mean, median].map(|outcome| {
        let deal = outcome.deal.expect("a formula names a deal");
        game.blocks.deal_of(&deal.combos).0
    });
    (options, unrounded)
}

fn assert_places(found: &[f64], expected: &[f64]) {
    let mut pairs = found.iter().zip(expected);
    assert!(
        pairs.all(|(found, expected)| (found - expected).abs() < 1e-9),
        "{found:?} {expected:?}"
    );
}

/// How much a party cares for its only question counts: 3 of 12 lie at 0 and 9 at 40.
#[test]
fn salience_is_the_weight_before_it_is_normalised() {
    let scale: &[f64] = &[0.0, 10.0, 20.0, 30.0, 40.0];
    let text = council(&[scale], &[(&[3.0], &[0.0]), (&[9.0], &[40.0])], "");
    let (options, unrounded) = mean_and_median(&text, 0);
    assert_eq!(options, [[3], [4]]);
    assert_places(&unrounded, &[30.0]);
    // Two questions: normalised within each member, the first median would be 8.
    let members: [(&[f64], &[f64]); 3] = [
        (&[70.0, 70.0], &[0.0, 0.0]),
        (&[30.0, 6.0], &[8.0, 8.0]),
        (&[30.0, 6.0], &[8.0, 8.0]),
    ];
    let text = council(&[&[0.0, 4.0, 8.0], &[0.0, 8.0]], &members, "");
    let (options, unrounded) = mean_and_median(&text, 0);
    assert_eq!(options, [[1, 0], [0, 0]]);
    assert_places(&unrounded, &[8.0 * 60.0 / 130.0, 8.0 * 12.0 / 82.0]);
}

/// Multiplying all weights of everybody by one number changes nothing; those of one party count for more.
#[test]
fn a_common_unit_of_salience_does_not_matter() {
    let mut dice = Dice::new(12);
    let mut moved = 0;
    for _ in 0..100 {
        let places: [&[f64]; 2] = [&[0.0, 1.0, 2.0, 5.0], &[-3.0, 0.0, 4.0]];
        let mut draw = |low, high| [dice.between(low, high), dice.between(low, high)];
        let drawn: Vec<([f64; 2], [f64; 2])> =
            (0..3).map(|_| (draw(0.1, 1.0), draw(0.0, 4.0))).collect();
        let text = |factors: [f64; 3]| {
            let weights: Vec<[f64; 2]> = drawn
                .iter()
                .zip(factors)
                .map(|((weights, _), factor)| weights.map(|weight| weight * factor))
                .collect();
            let members = weights.iter().zip(&drawn);
            let members: Vec<(&[f64], &[f64])> = members
                .map(|(weights, (_, wanted))| (&weights[..], &wanted[..]))
                .collect();
            mean_and_median(&council(&places, &members, ""), 0)
        };
        let plain = text([1.0; 3]);
        let scaled = text([70.0; 3]);
        assert_eq!(plain.0, scaled.0);
        assert_places(&plain.1, &scaled.1);
        moved += usize::from((plain.1[0] - text([70.0, 1.0, 1.0]).1[0]).abs() > 0.1);
    }
    assert!(moved > 60, "{moved}");
}

/// Drawn shares divide a party's attention; how much of it there is stays as written.
#[test]
fn concentration_does_not_change_how_much_a_party_cares() {
    let scale: &[f64] = &[0.0, 100.0];
    let members: [(&[f64], &[f64]); 2] = [(&[2.0], &[0.0]), (&[6.0], &[100.0])];
    for run in 0..20 {
        // Alone, an issue keeps all the attention, whatever is drawn.
        let (_, unrounded) = mean_and_median(
            &council(&[scale], &members, "weight-concentration = 5"),
            run,
        );
        assert_places(&unrounded, &[75.0]);
    }
}

/// Places that are half-way on paper, and masses that are half on paper, whatever their last bits.
#[test]
fn rounding_decides_no_tie() {
    let scale: &[f64] = &[0.0, 1.0];
    let members: [(&[f64], &[f64]); 3] = [(&[0.3], &[0.0]), (&[0.1], &[1.0]), (&[0.2], &[1.0])];
    let (options, _) = mean_and_median(&council(&[scale], &members, ""), 0);
    assert_eq!(
        options,
        [[0], [0]],
        "of equally near options the lower, and half the mass lies at 0"
    );
}

/// Random scenarios, with values of options and influences, too.
fn scenario(seed: u64) -> Scenario {
    let mut scenario = random_scenario(seed, ALL);
    let mut dice = Dice::new(seed ^ 0x5e77);
    for option in scenario
        .issues
        .iter_mut()
        .flat_map(|issue| &mut issue.options)
    {
        if dice.below(2) == 0 {
            option.value = Some(dice.between(-3.0, 5.0));
        }
    }
    for party in &mut scenario.parties {
        if dice.below(3) == 0 {
            party.influence = Some([0.0, 0.5, 3.0][dice.below(3)]);
        }
    }
    scenario
}

/// Sum of a party's weights before they are normalised.
fn scale(twin: &Twin<'_>, party: usize) -> f64 {
    let weights = &twin.profile(party).utility.weights;
    let scale = twin.nature.parties[party].scale;
    if weights.iter().all(|weight| weight.known().is_some()) {
        let written: f64 = weights.iter().map(|weight| weight.central()).sum();
        assert!((scale - written).abs() < 1e-9, "{scale} {written}");
    }
    scale
}

/// Mean and median of an issue by the plain formulas, and whether rounding could choose either of two options.
fn plain(twin: &Twin<'_>, issue: usize) -> [(usize, bool); 2] {
    let options = &twin.scenario.issues[issue].options;
    let places: Vec<f64> = options
        .iter()
        .enumerate()
        .map(|(position, option)| option.value.unwrap_or(position as f64))
        .collect();
    let mut pulls: Vec<(f64, f64, f64)> = Vec::new();
    for (party, it) in twin.scenario.parties.iter().enumerate() {
        let tastes = twin.tastes(party, 0);
        let scores = &tastes.scores[issue];
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let best = scores.iter().position(|&score| score >= most).unwrap_or(0);
        let has_say = (0..options.len()).any(|option| {
            let rule = twin.scenario.consent_rule(IssueId::at(issue), option);
            rule.parties().iter().any(|named| named.index() == party)
        });
        let influence = it.influence.unwrap_or(f64::from(u8::from(has_say)));
        let salience = scale(twin, party) * tastes.weights[issue];
        pulls.push((places[best], influence * salience, influence));
    }
    if pulls.iter().all(|pull| pull.1 <= 0.0) {
        for pull in &mut pulls {
            pull.1 = pull.2;
        }
    }
    if pulls.iter().all(|pull| pull.1 <= 0.0) {
        for pull in &mut pulls {
            pull.1 = 1.0;
        }
    }
    let total: f64 = pulls.iter().map(|pull| pull.1).sum();
    let mean = pulls.iter().map(|pull| pull.0 * pull.1).sum::<f64>() / total;
    let below = |place: f64| -> f64 {
        let pulls = pulls.iter().filter(|pull| pull.0 <= place);
        pulls.map(|pull| pull.1).sum::<f64>() / total
    };
    let weighty = pulls.iter().filter(|pull| pull.1 > 0.0);
    let medians = weighty.clone().map(|pull| pull.0);
    let median = medians
        .filter(|&place| below(place) >= 0.5)
        .fold(f64::INFINITY, f64::min);
    let split = weighty
        .clone()
        .any(|pull| (below(pull.0) - 0.5).abs() < 1e-9);
    [(mean, false), (median, split)].map(|(wanted, close)| {
        let mut near: Vec<(f64, usize)> = places
            .iter()
            .enumerate()
            .map(|(option, place)| ((place - wanted).abs(), option))
            .collect();
        near.sort_by(|one, other| one.0.total_cmp(&other.0));
        let tie = near.len() > 1 && near[1].0 - near[0].0 < 1e-9;
        (near[0].1, close || tie)
    })
}

/// Whether a deal lies in the zone by the plain formulas; none where rounding decides.
fn in_zone(twin: &Twin<'_>, deal: &Deal) -> Option<bool> {
    let mut accepting = Vec::new();
    for party in 0..twin.party_count() {
        let tastes = twin.tastes(party, 0);
        let margin = tastes.margin(deal, twin.reservation(party, 0));
        if margin.abs() < 1e-9 {
            return None;
        }
        accepting.push(margin > 0.0 && tastes.crossed(deal) == 0);
    }
    Some(twin.met(deal, &twin.all_issues(), &accepting))
}

#[test]
fn rules_follow_their_plain_formulas() {
    let (mut compared, mut agreed, mut verdicts) = (0, 0, 0);
    for seed in 0..400 {
        let scenario = scenario(seed);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        for run in 0..2 {
            let twin = open_twin(&scenario, &game, SEED, run);
            let outcomes = outcomes(&scenario, &game, run);
            for (number, outcome) in outcomes.iter().enumerate() {
                let Some(point) = &outcome.deal else {
                    assert!(number > 1 && outcome.settlement == Settlement::Refused);
                    continue;
                };
                let deal = game.blocks.deal_of(&point.combos);
                if number < 2 {
                    for issue in 0..scenario.issues.len() {
                        let (wanted, close) = plain(&twin, issue)[number];
                        assert!(
                            close || deal.option(IssueId::at(issue)) == wanted,
                            "scenario {seed}, run {run}, issue {issue}: {outcome:?}"
                        );
                        compared += u32::from(!close);
                    }
                }
                if let Some(inside) = in_zone(&twin, &deal) {
                    let told = outcome.settlement == Settlement::Agreed;
                    assert_eq!(told, inside, "scenario {seed}, run {run}: {outcome:?}");
                    verdicts += 1;
                    agreed += u32::from(inside && number < 2);
                }
            }
        }
    }
    assert!(
        compared > 3_000 && verdicts > 1_000 && agreed > 50,
        "{compared} {verdicts} {agreed}"
    );
}

#[test]
fn rates_are_those_of_the_realizations_on_any_number_of_threads() {
    let scenario = scenario(7);
    let game = Game::compile(&scenario).expect("a small game");
    let rates = [1, 3].map(|threads| {
        let settings = RunSettings {
            runs: 100,
            seed: SEED,
            threads: Some(threads),
        };
        settle(&scenario, &game, &settings, &Unwatched).estimates(None)
    });
    assert_eq!(rates[0], rates[1]);
    assert_eq!(rates[0].realizations, 100);
    let mut agreed = [0; 4];
    for run in 0..100 {
        for (count, outcome) in agreed.iter_mut().zip(outcomes(&scenario, &game, run)) {
            *count += u64::from(outcome.settlement == Settlement::Agreed);
        }
    }
    for (rule, agreed) in rates[0].rules.iter().zip(agreed) {
        assert_eq!((rule.agreed.count, rule.agreed.runs), (agreed, 100));
        for has in rule.parties.values() {
            assert!(has.utility.value().is_some());
            assert_eq!(has.agreed_utility.value().is_some(), agreed > 0);
        }
    }
}

/// The influence of a party counts in formulas only.
#[test]
fn influence_changes_nothing_in_the_talks() {
    let (plain, game) = load(TROOPS, &[]);
    let (weighed, other) = load(TROOPS, &["party.south.influence=8"]);
    assert!(plain != weighed && game == other);
}
