//! Equilibria worked out by backward induction are those of the whole game tree.

use zopa::bargaining::{Prepared, Silent, Workspace, equilibrium, play};
use zopa::game::Game;
use zopa::model::{Acceptance, Concession, PartyId, Protocol, Scenario, Uncertain};

use crate::reference::random_scenario::{
    ALL, ANTICIPATION, DEADLINE_MOVES, MEDIATION, STAGES, random_scenario,
};
use crate::reference::rational::Tree;
use crate::reference::twin::open_twin;

/// Seed of every run; another one than the scenarios' own.
const SEED: u64 = 20_261;
/// How far payoffs may differ whose sums are added in another order.
const TOLERANCE: f64 = 1e-9;

/// A random game of offers in turn or of one offer; every feature but stages.
fn random_game(seed: u64) -> Scenario {
    let off = 1 << MEDIATION | 1 << STAGES | 1 << ANTICIPATION | 1 << DEADLINE_MOVES;
    random_scenario(seed, ALL & !off)
}

/// Compares what a game comes to with its tree; says whether it was too close to call.
fn compare(scenario: &Scenario, run: u64, remembers: bool, place: &str) -> (bool, bool) {
    let game = Game::compile(scenario).expect("small scenarios compile");
    let found = equilibrium(&game, SEED, run).expect("a small game is solved");
    let mut tree = Tree::of(open_twin(scenario, &game, SEED, run), remembers);
    let root = tree.root();
    if tree.close_call {
        return (true, false);
    }
    let signed = root
        .signed
        .map(|(_, author, deal, round)| (PartyId::at(author), tree.deal(deal).clone(), round));
    assert_eq!(found.agreement, signed, "{place}");
    for (party, (found, walked)) in found.payoffs.iter().zip(&root.payoffs).enumerate() {
        assert!(
            (found - walked).abs() < TOLERANCE,
            "{place}, party {party}: {found} for {walked}"
        );
    }
    (false, signed.is_some())
}

/// Walks the whole tree of tiny games, without remembering anything.
#[test]
fn backward_induction_is_the_walk_through_the_whole_tree() {
    let (mut compared, mut close, mut signed, mut three, mut later) = (0, 0, 0, 0, 0);
    for seed in 0..6_000 {
        let mut scenario = random_game(seed);
        let speakers = match &scenario.protocol {
            Protocol::AlternatingOffers { order, .. } => order.len(),
            _ => 2,
        };
        let rounds = if speakers > 2 { 2 } else { 3 };
        scenario.clock.rounds = scenario.clock.rounds.min(rounds);
        if scenario.deal_count() > 6.0 {
            continue;
        }
        let (too_close, agreed) = compare(&scenario, 0, false, &format!("game {seed}"));
        compared += 1;
        close += usize::from(too_close);
        signed += usize::from(agreed);
        three += usize::from(speakers > 2);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let found = equilibrium(&game, SEED, 0).expect("a small game is solved");
        later += usize::from(found.agreement.is_some_and(|agreed| agreed.2 > 0));
    }
    assert!(
        close * 100 <= compared,
        "{close} of {compared} too close to call"
    );
    // The comparison is worth something only if everything has happened.
    assert!(
        signed > 200 && three > 100 && later > 20,
        "{compared} {signed} {three} {later}"
    );
}

/// The same on larger games, where the walk remembers what follows from a turn.
#[test]
fn backward_induction_is_the_tree_remembered_by_turn() {
    let (mut compared, mut close) = (0, 0);
    for seed in 6_000..7_500 {
        let scenario = random_game(seed);
        for run in 0..2 {
            let (too_close, _) = compare(&scenario, run, true, &format!("game {seed}, run {run}"));
            compared += 1;
            close += usize::from(too_close);
        }
    }
    assert!(
        close * 100 <= compared,
        "{close} of {compared} too close to call"
    );
}

/// Where all who speak are rational and nothing depends on their moves, a run is the equilibrium.
#[test]
fn rational_parties_play_the_equilibrium() {
    let mut agreed = 0;
    for seed in 0..1_500 {
        let mut scenario = random_game(seed);
        scenario.levers.clear();
        scenario.clock.breakdown = Uncertain::fixed(0.0);
        scenario.clock.loads.clear();
        for kind in scenario
            .parties
            .iter_mut()
            .flat_map(|party| &mut party.types)
        {
            kind.profile.strategy.concession = Concession::Rational;
            kind.profile.strategy.acceptance = Acceptance::NextOffer;
        }
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let prepared = Prepared::new(&game, SEED);
        let mut workspace = Workspace::default();
        for run in 0..3 {
            let expected = equilibrium(&game, SEED, run).expect("a small game is solved");
            let outcome = play(&prepared, run, &mut workspace, &mut Silent);
            let deal = expected.agreement.as_ref().map(|agreed| agreed.1.clone());
            assert_eq!(outcome.deal, deal, "game {seed}, run {run}");
            assert_eq!(outcome.agreed, expected.agreement.map(|agreed| agreed.2));
            for (played, expected) in outcome.payoffs.iter().zip(&expected.payoffs) {
                assert!(
                    (played - expected).abs() < TOLERANCE,
                    "game {seed}, run {run}"
                );
            }
            agreed += usize::from(outcome.agreed.is_some());
        }
    }
    assert!(agreed > 1_000, "{agreed}");
}

/// Where all numbers are known, the only offer of a run is that of the equilibrium, also by a proposer who cannot gain.
#[test]
fn the_only_offer_of_a_run_is_that_of_the_equilibrium() {
    let (mut agreed, mut refused, mut indifferent) = (0, 0, 0);
    for seed in 0..6_000 {
        let mut scenario = random_game(seed);
        let Protocol::Ultimatum { proposer, .. } = scenario.protocol else {
            continue;
        };
        scenario.levers.clear();
        scenario.clock.breakdown = Uncertain::fixed(0.0);
        let parties = scenario.parties.iter_mut();
        for kind in parties.flat_map(|party| &mut party.types) {
            kind.profile.strategy.acceptance = Acceptance::NextOffer;
            kind.profile.strategy.concession = Concession::Hardliner;
            kind.profile.strategy.floor = true;
            // An equilibrium weighs payoffs, a run margins: the order of deals is the same where no breach is feared.
            kind.profile.breach = None;
            // It also foresees how reservation values move after the only offer.
            kind.profile.loads.clear();
        }
        let mut central = scenario.central();
        if seed % 2 == 0 {
            // No deal is worth more to the proposer than none, and the best as much.
            let game = Game::compile(&central).expect("small scenarios compile");
            let twin = open_twin(&central, &game, SEED, 0);
            let tastes = twin.tastes(proposer.index(), 0);
            let deals = twin.deals.iter().filter(|deal| tastes.crossed(deal) == 0);
            let best = deals.map(|deal| tastes.utility(deal)).fold(0.0, f64::max);
            let shift = twin.reservation(proposer.index(), 0)
                - central.parties[proposer.index()].types[0]
                    .profile
                    .reservation
                    .central();
            if !(0.0..=1.0).contains(&(best - shift)) {
                continue;
            }
            central.parties[proposer.index()].types[0]
                .profile
                .reservation = Uncertain::fixed(best - shift);
        }
        let game = Game::compile(&central).expect("small scenarios compile");
        let expected = equilibrium(&game, SEED, 0).expect("a small game is solved");
        let prepared = Prepared::new(&game, SEED);
        let outcome = play(&prepared, 0, &mut Workspace::default(), &mut Silent);
        let deal = expected.agreement.map(|agreed| agreed.1);
        assert_eq!(outcome.deal, deal, "game {seed}");
        agreed += usize::from(deal.is_some());
        refused += usize::from(deal.is_none());
        indifferent += usize::from(deal.is_some() && seed % 2 == 0);
    }
    assert!(
        agreed > 100 && refused > 50 && indifferent > 30,
        "{agreed} {refused} {indifferent}"
    );
}
