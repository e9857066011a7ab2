//! A party with a deadline of its own walks out when it passes, which ends the talks.

use zopa::bargaining::{Action, End, Failure, Outcome, Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::model::{Concession, PartyId, Protocol, Scenario, Uncertain};

use crate::reference::random_scenario::{self as feature, ALL, random_scenario};

/// Two share a pie of five parts; `left` and `right` are lines of their own.
fn pie(rounds: u32, left: &str, right: &str, rest: &str) -> String {
    let party = |id: &str, scores: &str, lines: &str| {
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = 0.1\n\
             utility.pie = {{ weight = 1, scores = [{scores}] }}\n{lines}\n"
        )
    };
    format!(
        "format = 1\ntitle = \"A pie\"\nclock.rounds = {rounds}\n\
         [[issue]]\nid = \"pie\"\noptions = [{{ id = \"a\" }}, {{ id = \"b\" }}, {{ id = \"c\" }}, {{ id = \"d\" }}, {{ id = \"e\" }}]\n{}{}{rest}",
        party("left", "1, 0.75, 0.5, 0.25, 0", left),
        party("right", "0, 0.25, 0.5, 0.75, 1", right),
    )
}

const OFFERS: &str = "[protocol.alternating-offers]\norder = [\"left\", \"right\"]\n";
const HARD: &str = "strategy.concession.hardliner = {}";

fn game(text: &str) -> (Scenario, Game) {
    let scenario = Scenario::parse("test.toml", text, &[]).expect("a legal scenario");
    let game = Game::compile(&scenario).expect("within limits");
    (scenario, game)
}

/// Runs in which nobody listens, so that quiet rounds are passed at once.
fn runs(scenario: &Scenario, runs: u64) -> Vec<Outcome> {
    let game = Game::compile(scenario).expect("small scenarios compile");
    let (prepared, mut workspace) = (Prepared::new(&game, 5), Workspace::default());
    (0..runs)
        .map(|run| play(&prepared, run, &mut workspace, &mut Silent))
        .collect()
}

/// Where everybody walks out after n rounds, a clock of n rounds and one of many are the same, whatever rules they play by; who
/// has no deadline that passes within the clock plays as without one.
#[test]
fn a_deadline_of_everybody_is_a_shorter_clock() {
    let mask = [
        // Slots of packages go by the clock, and paths of drivers are as long as it.
        feature::PACKAGED,
        feature::DRIVERS,
        feature::DEADLINES,
        // Levers move the clock, and nobody's own deadline.
        feature::DEADLINE_MOVES,
        feature::ULTIMATUM,
    ];
    let mask = mask
        .iter()
        .fold(ALL, |mask, feature| mask & !(1 << feature));
    let (mut ended, mut rational, mut mediated) = (0, 0, 0);
    for seed in 0..600 {
        let mut short = random_scenario(seed, mask);
        let rounds = short.clock.rounds;
        // A run at home may outlast the clock, which is not the deadline.
        if !short.stages.is_empty() {
            continue;
        }
        let mut long = short.clone();
        long.clock.rounds = 3 * rounds + 5;
        let needed = long.consenting();
        for (party, needed) in needed.into_iter().enumerate() {
            let seats = long.protocol.seats(PartyId::at(party));
            for kind in &mut long.parties[party].types {
                let leaves = needed || seats;
                kind.profile.deadline = leaves.then(|| Uncertain::fixed(f64::from(rounds)));
            }
        }
        let strategies = short.parties.iter().flat_map(|party| &party.types);
        let is_rational = |rule: &Concession| matches!(rule, Concession::Rational);
        let mut rules = strategies.map(|kind| &kind.profile.strategy.concession);
        rational += usize::from(rules.any(is_rational));
        mediated += usize::from(!matches!(
            short.protocol,
            Protocol::AlternatingOffers { .. }
        ));
        let outcomes = runs(&long, 4);
        ended += outcomes.iter().filter(|run| run.walked_out > 0).count();
        let nobody_left = |run: Outcome| Outcome {
            walked_out: 0,
            ..run
        };
        let outcomes: Vec<Outcome> = outcomes.into_iter().map(nobody_left).collect();
        assert_eq!(outcomes, runs(&short, 4), "scenario {seed}");
        // One that passes later than the clock ends nothing.
        let before = runs(&short, 4);
        for kind in short.parties.iter_mut().flat_map(|party| &mut party.types) {
            kind.profile.deadline = Some(Uncertain::fixed(f64::from(rounds)));
        }
        assert_eq!(runs(&short, 4), before, "scenario {seed}");
    }
    assert!(ended > 300, "somebody walked out of {ended} runs");
    assert!(rational > 20, "{rational} with rational parties");
    assert!(mediated > 50, "{mediated} mediated");
}

#[test]
fn whoever_walks_out_is_named() {
    let leaving = format!("deadline = {{ uniform = [1, 9] }}\n{HARD}");
    let (scenario, game) = game(&pie(6, &leaving, HARD, OFFERS));
    let mut held = [0; 7];
    for run in 0..400 {
        let (outcome, trace) = game.trace(run, 1);
        assert_eq!(
            (outcome.end, outcome.failure),
            (End::Deadline, Some(Failure::Deadline))
        );
        assert_eq!(outcome, game.play(run, 1));
        held[outcome.rounds_held as usize] += 1;
        let leaves = outcome.rounds_held < 6;
        assert_eq!(outcome.walked_out, u64::from(leaves), "run {run}");
        let said = trace.events.iter();
        let said = said.filter(|event| event.action == Action::WalkedOut(PartyId(0)));
        assert_eq!(said.count(), usize::from(leaves));
    }
    // Uniform from 1 to 9, rounded: a sixteenth is 1, an eighth each is 2 to 5, the rest comes too late.
    for (rounds, share) in [(1, 0.0625), (2, 0.125), (5, 0.125), (6, 0.4375)] {
        let found = f64::from(held[rounds]) / 400.0;
        assert!((found - share).abs() < 0.07, "{rounds} rounds: {found}");
    }
    let rows = game.simulate(&scenario, 400, 1);
    let share = |party: &str| rows.row("walked-out", party).and_then(|row| row.value);
    let left = share("left").expect("it has a deadline");
    assert!((left - f64::from(400 - held[6]) / 400.0).abs() < 1e-12);
    assert_eq!(share("right"), None, "it has none");
}

/// Two whose deadlines pass together both walk out; of different deadlines the first counts, a mediator's too.
#[test]
fn the_first_deadline_ends_the_talks() {
    let with = |deadline: u32| format!("deadline = {deadline}\n{HARD}");
    for ((left, right), held, gone) in [((3, 3), 3, 0b11), ((5, 2), 2, 0b10), ((4, 9), 4, 0b01)] {
        let (_, game) = game(&pie(20, &with(left), &with(right), OFFERS));
        let outcome = game.play(0, 1);
        assert_eq!((outcome.rounds_held, outcome.walked_out), (held, gone));
        assert_eq!(outcome.rounds_passed, held);
    }
    let mediator = "[[party]]\nid = \"envoy\"\nrole = \"mediator\"\ndeadline = 4\n\
                    [protocol.single-text]\nmediator = \"envoy\"\n";
    let (_, game) = game(&pie(20, HARD, HARD, mediator));
    let outcome = game.play(0, 1);
    assert_eq!((outcome.rounds_held, outcome.walked_out), (4, 0b100));
}

/// Who walks out soon concedes soon: its rule goes by its own deadline, the other's by the clock.
#[test]
fn a_party_concedes_by_its_own_deadline() {
    let linear = "strategy.concession.time-dependent = {}";
    let own = |deadline: &str| {
        let (_, game) = game(&pie(40, &format!("{deadline}{linear}"), HARD, OFFERS));
        game.play(0, 1)
    };
    let (leaving, staying) = (own("deadline = 8\n"), own(""));
    // A tenth is its fallback; a hardliner leaves it nothing, so it never accepts, but it walks out.
    assert_eq!((leaving.end, leaving.walked_out), (End::Deadline, 0b01));
    assert_eq!((staying.end, staying.rounds_held), (End::Deadline, 40));
    let (_, both) = game(&pie(16, &format!("deadline = 8\n{linear}"), linear, OFFERS));
    let (_, none) = game(&pie(16, linear, linear, OFFERS));
    let [early, late] = [both.play(0, 1), none.play(0, 1)];
    assert!(early.agreed.is_some_and(|round| round < 8), "{early:?}");
    assert!(late.agreed.is_some_and(|round| round >= 8), "{late:?}");
    assert!(early.utilities[0] < late.utilities[0], "haste costs");
}
