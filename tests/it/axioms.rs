//! Each solution keeps the axioms it is known by, on random small games; named instances beside them.
//!
//! The games are lists of deals with utilities in sixty-fourths, so that sums and differences are exact.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use zopa::analysis::frontier::{Question, Region};
use zopa::analysis::position::{Counting, Position, Request, Theorist, Theory, objectives};
use zopa::analysis::solutions::{Pick, Solutions, solve};
use zopa::analysis::zone::Layout;
use zopa::bargaining::{Opening, Prepared, Silent, Workspace, play};
use zopa::game::Game;
use zopa::model::{Deal, IssueId};
use zopa::scenario;

use crate::reference::random_scenario::Dice;

/// What every deal gives everybody, in sixty-fourths.
type Deals = BTreeSet<Vec<i64>>;

/// What the concepts pick, in the order of [`CONCEPTS`].
type Picked = [Deals; 5];

const CONCEPTS: [&str; 5] = ["Nash", "equal", "max–min", "egalitarian", "utilitarian"];
const NASH: usize = 0;
const MAX_MIN: usize = 2;
const EGALITARIAN: usize = 3;
const UTILITARIAN: usize = 4;

fn exact(sixty_fourths: i64) -> f64 {
    sixty_fourths as f64 / 64.0
}

/// Solves a list of deals over what no agreement is worth.
fn picked(deals: &Deals, levels: &[i64]) -> Picked {
    let parties = u32::try_from(levels.len()).expect("few parties");
    let count = u32::try_from(deals.len()).expect("few deals");
    let column = |party: usize| deals.iter().map(move |deal| exact(deal[party]));
    let levels: Vec<f64> = levels.iter().copied().map(exact).collect();
    let objectives: Vec<u32> = (0..parties).collect();
    let solved = solve(
        &Question {
            layout: &Layout::new(vec![0, count], parties),
            utilities: &(0..levels.len()).flat_map(column).collect::<Vec<f64>>(),
            objectives: &objectives,
            regions: &[Region {
                allowed: vec![true; deals.len()],
                floors: levels.clone(),
            }],
            cuts: &[],
            points_max: 1_000,
        },
        &levels,
    );
    let Solutions {
        nash,
        kalai_smorodinsky,
        kalai_smorodinsky_max_min,
        egalitarian,
        utilitarian,
    } = solved;
    let listed: Vec<&Vec<i64>> = deals.iter().collect();
    [
        nash,
        kalai_smorodinsky,
        kalai_smorodinsky_max_min,
        egalitarian,
        utilitarian,
    ]
    .map(|pick: Pick| {
        assert!(pick.proven);
        let deals = pick
            .points
            .iter()
            .map(|point| listed[point.combos[0] as usize].clone());
        deals.collect()
    })
}

fn whole(dice: &mut Dice, low: i64, high: i64) -> i64 {
    low + i64::try_from(dice.below(usize::try_from(high - low + 1).expect("a range")))
        .expect("small")
}

/// Deals and what no agreement is worth: everybody can gain.
fn game(dice: &mut Dice) -> (Deals, Vec<i64>) {
    let parties = 2 + dice.below(2);
    let levels: Vec<i64> = (0..parties).map(|_| whole(dice, 0, 24)).collect();
    let deals =
        (0..3 + dice.below(12)).map(|_| levels.iter().map(|_| whole(dice, 0, 64)).collect());
    let mut deals: Deals = deals.collect();
    deals.insert(
        levels
            .iter()
            .map(|level| level + whole(dice, 1, 20))
            .collect(),
    );
    (deals, levels)
}

fn inside(deal: &[i64], levels: &[i64]) -> bool {
    deal.iter()
        .zip(levels)
        .all(|(utility, level)| utility >= level)
}

const GAMES: usize = 500;

#[test]
fn solutions_are_pareto_optimal_and_better_than_no_agreement() {
    let mut dice = Dice::new(1);
    for _ in 0..GAMES {
        let (deals, levels) = game(&mut dice);
        let zone: Vec<&Vec<i64>> = deals.iter().filter(|deal| inside(deal, &levels)).collect();
        for (concept, picks) in CONCEPTS.iter().zip(picked(&deals, &levels)) {
            assert!(!picks.is_empty(), "{concept}: {deals:?} over {levels:?}");
            for pick in &picks {
                let beats =
                    |other: &&&Vec<i64>| other.iter().zip(pick).all(|(other, own)| other >= own);
                let beaten = zone.iter().filter(beats).count() > 1;
                assert!(
                    inside(pick, &levels) && !beaten,
                    "{concept}: {pick:?} of {deals:?} over {levels:?}"
                );
            }
        }
    }
}

#[test]
fn in_a_symmetric_game_whoever_is_called_first_has_no_advantage() {
    let mut dice = Dice::new(2);
    let swapped = |deals: &Deals| -> Deals {
        deals
            .iter()
            .map(|deal| deal.iter().rev().copied().collect())
            .collect()
    };
    for _ in 0..GAMES {
        let (mut deals, mut levels) = game(&mut dice);
        levels[..].fill(8);
        deals.extend(swapped(&deals));
        for (concept, picks) in CONCEPTS.iter().zip(picked(&deals, &levels)) {
            assert_eq!(picks, swapped(&picks), "{concept}: {deals:?}");
        }
    }
}

/// An option that somebody would not sign changes nothing, however good it is for the others.
#[test]
fn what_nobody_could_sign_changes_nothing() {
    let mut dice = Dice::new(3);
    for _ in 0..GAMES {
        let (deals, levels) = game(&mut dice);
        let mut more = deals.clone();
        for _ in 0..4 {
            let mut deal: Vec<i64> = levels.iter().map(|_| whole(&mut dice, 0, 640)).collect();
            let party = dice.below(levels.len());
            deal[party] = levels[party] - whole(&mut dice, 1, 64);
            more.insert(deal);
        }
        assert_eq!(
            picked(&more, &levels),
            picked(&deals, &levels),
            "{deals:?} over {levels:?}"
        );
    }
}

/// Independence of irrelevant alternatives: Nash (1950), and whatever else maximises a fixed score. Kalai and
/// Smorodinsky's solution is not independent of the options that set ideals.
#[test]
fn options_that_were_not_chosen_may_go() {
    let mut dice = Dice::new(4);
    let mut moved = 0;
    for _ in 0..GAMES {
        let (deals, levels) = game(&mut dice);
        let before = picked(&deals, &levels);
        for concept in [NASH, EGALITARIAN, UTILITARIAN, MAX_MIN] {
            let keep = |deal: &&Vec<i64>, dice: &mut Dice| {
                before[concept].contains(*deal) || dice.below(2) == 0
            };
            let fewer: Deals = deals
                .iter()
                .filter(|deal| keep(deal, &mut dice))
                .cloned()
                .collect();
            let after = &picked(&fewer, &levels)[concept];
            if concept == MAX_MIN {
                moved += usize::from(after != &before[concept]);
            } else {
                assert_eq!(
                    after, &before[concept],
                    "{}: {deals:?} over {levels:?}",
                    CONCEPTS[concept]
                );
            }
        }
    }
    assert!(moved > 5, "{moved}");
}

/// Positive affine changes of a party's scale change no deal that Nash or Kalai and Smorodinsky pick, here even where they
/// differ by party; the egalitarian and the utilitarian solution compare parties, so they move.
#[test]
fn how_utility_is_measured_matters_to_comparisons_only() {
    let mut dice = Dice::new(5);
    let mut moved = [0; 5];
    for _ in 0..GAMES {
        let (deals, levels) = game(&mut dice);
        let scales: Vec<(i64, i64)> = levels
            .iter()
            .map(|_| (1 << dice.below(4), whole(&mut dice, -200, 200)))
            .collect();
        let measured = |values: &[i64]| -> Vec<i64> {
            values
                .iter()
                .zip(&scales)
                .map(|(value, (factor, shift))| value * factor + shift)
                .collect()
        };
        let after = deals.iter().map(|deal| measured(deal)).collect();
        let after = picked(&after, &measured(&levels));
        for (place, before) in picked(&deals, &levels).iter().enumerate() {
            let before: Deals = before.iter().map(|deal| measured(deal)).collect();
            moved[place] += usize::from(before != after[place]);
        }
    }
    assert_eq!(moved[..EGALITARIAN], [0; EGALITARIAN]);
    assert!(
        moved[EGALITARIAN] > 50 && moved[UTILITARIAN] > 50,
        "{moved:?}"
    );
}

/// More options never lower the least gain (Kalai 1977), nor the least relative gain where ideals stay (Kalai and Smorodinsky
/// 1975).
#[test]
fn more_options_do_not_harm() {
    let mut dice = Dice::new(6);
    for _ in 0..GAMES {
        let (deals, levels) = game(&mut dice);
        let zone: Vec<&Vec<i64>> = deals.iter().filter(|deal| inside(deal, &levels)).collect();
        let ideal = |party: usize| zone.iter().map(|deal| deal[party]).max().expect("a zone");
        let ideals: Vec<i64> = (0..levels.len()).map(ideal).collect();
        let new: Vec<i64> = ideals
            .iter()
            .zip(&levels)
            .map(|(&ideal, &level)| whole(&mut dice, level, ideal))
            .collect();
        let mut more = deals.clone();
        more.insert(new);
        let (before, after) = (picked(&deals, &levels), picked(&more, &levels));
        let gain = |deal: &[i64], party: usize| (deal[party] - levels[party]) as f64;
        let least = |picks: &Deals, unit: &dyn Fn(usize) -> f64| {
            let deal = picks.first().expect("something is picked");
            let gains = (0..levels.len()).map(|party| gain(deal, party) / unit(party));
            gains.fold(f64::INFINITY, f64::min)
        };
        let relative = |party: usize| gain(&ideals, party);
        assert!(least(&after[MAX_MIN], &relative) >= least(&before[MAX_MIN], &relative) - 1e-12);
        assert!(least(&after[EGALITARIAN], &|_| 1.0) >= least(&before[EGALITARIAN], &|_| 1.0));
    }
}

/// Who can have no more than no agreement is left out of account, rather than making all deals alike.
#[test]
fn who_cannot_gain_does_not_stop_the_others() {
    let deals = Deals::from([
        vec![8, 40, 10],
        vec![8, 30, 30],
        vec![8, 10, 50],
        vec![0, 64, 64],
    ]);
    let picks = picked(&deals, &[8, 0, 0]);
    for (concept, picks) in CONCEPTS.iter().zip(&picks).take(UTILITARIAN) {
        assert_eq!(picks, &Deals::from([vec![8, 30, 30]]), "{concept}");
    }
    // Nobody can: what is left is all there is.
    let stuck = picked(&Deals::from([vec![8, 8], vec![8, 7]]), &[8, 8]);
    assert!(
        stuck
            .iter()
            .all(|picks| picks == &Deals::from([vec![8, 8]]))
    );
}

fn position(text: &str) -> (Game, Theory, Position) {
    let loaded = scenario::parse("game", text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let game = Game::compile(&loaded.scenario).expect("a small game");
    let request = Request {
        points_max: 100,
        count: Counting::Yes,
    };
    let position = Opening::default().position(&game, 1, 0, &[]);
    let theorist = Theorist::new(&game, objectives(&loaded.scenario), request);
    let theory = theorist.judge(&position);
    (game, theory, position)
}

/// Two parties on one question, whose options are numbered from 0.
fn question(scores: [&[f64]; 2], lines: [&str; 2]) -> String {
    let options: Vec<String> = (0..scores[0].len())
        .map(|option| format!("{{ id = \"o{option}\" }}"))
        .collect();
    let options = options.join(", ");
    let mut text = format!(
        "format = 1\ntitle = \"One question\"\nclock.rounds = 3\nprotocol.alternating-offers = {{}}\n[[issue]]\nid = \"what\"\noptions = [{options}]\n"
    );
    for (party, (scores, lines)) in scores.iter().zip(lines).enumerate() {
        let _ = write!(
            text,
            "[[party]]\nid = \"p{party}\"\nrole = \"principal\"\n{lines}\nutility.what = {{ weight = 1, scores = {scores:?} }}\n"
        );
    }
    text
}

/// The options that a concept picks.
fn options(game: &Game, pick: &Pick) -> Vec<usize> {
    let deals = pick
        .points
        .iter()
        .map(|point| game.blocks.deal_of(&point.combos));
    let mut options: Vec<usize> = deals.map(|deal| deal.option(IssueId(0))).collect();
    options.sort_unstable();
    options
}

/// Products .2 · 1, .5 · .7, 1 · .4 over no agreement, which is worth 0, less than any of them.
#[test]
fn gains_begin_at_no_agreement_even_below_the_worst_deal() {
    let none = ["reservation = 0.0"; 2];
    for extra in [&[][..], &[0.0]] {
        let scores =
            [[0.2, 0.5, 1.0].as_slice(), &[1.0, 0.7, 0.4]].map(|scores| [scores, extra].concat());
        let (game, theory, _) = position(&question([&scores[0], &scores[1]], none));
        assert_eq!(options(&game, &theory.solved.solutions.nash), [2]);
    }
}

/// The first option is the best of one party and crosses a red line of the other.
#[test]
fn ideals_are_those_of_deals_that_all_could_sign() {
    let scores: [&[f64]; 2] = [&[1.0, 0.6, 0.4, 0.0], &[0.0, 0.62, 0.8, 1.0]];
    let lines = [
        "reservation = 0.0",
        "reservation = 0.0\nnever = [{ what = \"o0\" }]",
    ];
    let (game, theory, _) = position(&question(scores, lines));
    let solutions = &theory.solved.solutions;
    // Relative gains (1, .62), (.67, .8), (0, 1).
    assert_eq!(options(&game, &solutions.kalai_smorodinsky_max_min), [2]);
    assert_eq!(options(&game, &solutions.kalai_smorodinsky), [2]);
}

/// What a breach would cost lowers gains: by utility the first option has the greater product, .5 · .5 over .6 · .4.
#[test]
fn gains_are_margins() {
    let lines = [
        "reservation = 0.0\nbreach = { loss = 0.5, issues = [\"what\"], probability = [0.4, 0.0] }",
        "reservation = 0.0",
    ];
    let (game, theory, position) = position(&question([&[0.5, 0.6], &[0.5, 0.4]], lines));
    assert!(
        position.tables[0].margin[0] < 0.2,
        "{:?}",
        position.tables[0]
    );
    let solutions = &theory.solved.solutions;
    assert_eq!(options(&game, &solutions.nash), [1]);
    assert_eq!(options(&game, &solutions.egalitarian), [1]);
    assert_eq!(
        options(&game, &solutions.utilitarian),
        [0, 1],
        "utilities add up to 1 either way"
    );
}

/// Zeuthen's (1930) concessions end at the Nash solution (Harsanyi 1956): with the same gains, from the same no agreement.
#[test]
fn the_play_of_zeuthens_rule_ends_where_the_nash_solution_is() {
    let mut dice = Dice::new(7);
    let mut agreed = 0;
    for _ in 0..300 {
        let mut text =
            "format = 1\ntitle = \"Two\"\nclock.rounds = 2_000\nprotocol.alternating-offers = {}\n"
                .to_owned();
        let counts: Vec<usize> = (0..=dice.below(3)).map(|_| 2 + dice.below(4)).collect();
        for (issue, count) in counts.iter().enumerate() {
            let options: Vec<String> = (0..*count)
                .map(|option| format!("{{ id = \"o{option}\" }}"))
                .collect();
            let _ = write!(
                text,
                "[[issue]]\nid = \"i{issue}\"\noptions = [{}]\n",
                options.join(", ")
            );
        }
        for party in 0..2 {
            // Below the worst deal as often as not.
            let reservation = [0.0, dice.between(0.0, 0.6)][dice.below(2)];
            let never = if dice.below(4) == 0 {
                "never = [{ i0 = \"o0\" }]\n"
            } else {
                ""
            };
            let _ = write!(
                text,
                "[[party]]\nid = \"p{party}\"\nrole = \"principal\"\nreservation = {reservation}\nstrategy.concession = \"zeuthen\"\n{never}"
            );
            for (issue, count) in counts.iter().enumerate() {
                let scores: Vec<f64> = (0..*count).map(|_| dice.between(0.2, 1.0)).collect();
                let weight = dice.between(0.1, 1.0);
                let _ = writeln!(
                    text,
                    "utility.i{issue} = {{ weight = {weight}, scores = {scores:?} }}"
                );
            }
        }
        let (game, theory, _) = position(&text);
        let nash = &theory.solved.solutions.nash.points;
        let prepared = Prepared::new(&game, 1);
        let outcome = play(&prepared, 0, &mut Workspace::default(), &mut Silent);
        let deals: Vec<Deal> = nash
            .iter()
            .map(|point| game.blocks.deal_of(&point.combos))
            .collect();
        match &outcome.deal {
            Some(deal) => assert!(deals.contains(deal), "{text}: {deal:?} for {deals:?}"),
            None => assert!(deals.is_empty(), "{text}: no agreement, {deals:?}"),
        }
        agreed += u32::from(outcome.deal.is_some());
    }
    assert!(agreed > 150, "{agreed}");
}
