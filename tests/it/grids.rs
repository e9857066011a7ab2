//! Theory on grids of weights and scores, judged in whole numbers.
//!
//! Weights in steps of .05 and scores in steps of .05 or .1 make sums that are equal on paper and differ in their last
//! bits. Here every deal is judged in whole numbers, so ties are ties and no rounding decides who is beaten.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use zopa::analysis::frontier::Point;
use zopa::analysis::position::{Counting, Request, Theorist, Theory, objectives};
use zopa::bargaining::Opening;
use zopa::game::Game;
use zopa::model::Deal;
use zopa::scenario;

use crate::reference::random_scenario::Dice;

/// Scores, bonuses and reservation values are counted in twentieths.
const STEPS: i64 = 20;

/// A pair of options that a linkage or a red line speaks of.
type Pair = [(usize, usize); 2];

/// A score of the gains of all parties, and of two.
type Score<'a> = &'a dyn Fn(&[i64]) -> i128;
type PairScore<'a> = &'a dyn Fn(&[i64; 2]) -> i64;

/// One party's numbers: weights in any unit, all else in twentieths.
#[derive(Debug)]
struct Party {
    weights: Vec<i64>,
    scores: Vec<Vec<i64>>,
    bonus: Option<(Pair, i64)>,
    red_line: Option<Pair>,
    reservation: i64,
}

#[derive(Debug)]
struct Grid {
    parties: Vec<Party>,
    plan: Vec<usize>,
    /// Whether weights are written as shares in steps of .05, or as whole numbers.
    in_shares: bool,
}

fn whole(dice: &mut Dice, below: usize) -> i64 {
    i64::try_from(dice.below(below)).expect("small")
}

impl Grid {
    fn drawn(dice: &mut Dice, parties: usize) -> Self {
        let counts: Vec<usize> = (0..3 + dice.below(2)).map(|_| 2 + dice.below(3)).collect();
        let in_shares = dice.below(3) > 0;
        let step = 1 + whole(dice, 2);
        let pair = |dice: &mut Dice| -> Pair {
            let first = dice.below(counts.len() - 1);
            [first, first + 1].map(|issue| (issue, dice.below(counts[issue])))
        };
        let party = |dice: &mut Dice| {
            let mut weights: Vec<i64> = counts.iter().map(|_| 1 + whole(dice, 4)).collect();
            if in_shares {
                let rest: i64 = weights.iter().skip(1).sum();
                weights[0] = STEPS - rest;
            }
            let scores = counts.iter().map(|&count| {
                let steps = usize::try_from(STEPS / step).expect("small") + 1;
                (0..count).map(|_| step * whole(dice, steps)).collect()
            });
            Party {
                weights,
                scores: scores.collect(),
                bonus: (dice.below(2) == 0).then(|| (pair(dice), whole(dice, 5) - 2)),
                red_line: (dice.below(2) == 0).then(|| pair(dice)),
                reservation: whole(dice, 12),
            }
        };
        Self {
            parties: (0..parties).map(|_| party(dice)).collect(),
            plan: counts.iter().map(|&count| dice.below(count)).collect(),
            in_shares,
        }
    }

    fn issues(&self) -> usize {
        self.plan.len()
    }

    /// What a party's utilities are counted in: twentieths of its sum of weights.
    fn unit(&self, party: usize) -> i64 {
        self.parties[party].weights.iter().sum()
    }

    fn utility(&self, party: usize, deal: &[usize]) -> i64 {
        let numbers = &self.parties[party];
        let pairs = numbers.weights.iter().zip(&numbers.scores).zip(deal);
        let sum: i64 = pairs
            .map(|((weight, scores), &option)| weight * scores[option])
            .sum();
        let bonus = numbers
            .bonus
            .as_ref()
            .filter(|(pair, _)| matches(pair, deal));
        sum + bonus.map_or(0, |(_, bonus)| bonus * self.unit(party))
    }

    fn gain(&self, party: usize, deal: &[usize]) -> i64 {
        self.utility(party, deal) - self.parties[party].reservation * self.unit(party)
    }

    fn accepts(&self, party: usize, deal: &[usize]) -> bool {
        let line = self.parties[party].red_line.as_ref();
        self.gain(party, deal) >= 0 && !line.is_some_and(|line| matches(line, deal))
    }

    fn deals(&self) -> Vec<Vec<usize>> {
        let mut deals = vec![Vec::new()];
        for scores in &self.parties[0].scores {
            let longer = |deal: &Vec<usize>| {
                let deal = deal.clone();
                (0..scores.len()).map(move |option| {
                    let mut deal = deal.clone();
                    deal.push(option);
                    deal
                })
            };
            deals = deals.iter().flat_map(longer).collect();
        }
        deals
    }

    fn text(&self) -> String {
        let mut text =
            "format = 1\ntitle = \"Grid\"\nclock.rounds = 3\nprotocol.alternating-offers = {}\n"
                .to_owned();
        for (issue, scores) in self.parties[0].scores.iter().enumerate() {
            let options: Vec<String> = (0..scores.len())
                .map(|option| format!("{{ id = \"o{option}\" }}"))
                .collect();
            let options = options.join(", ");
            let _ = write!(
                text,
                "[[issue]]\nid = \"i{issue}\"\noptions = [{options}]\n"
            );
        }
        let pair = |pair: &Pair| {
            let [one, other] = pair.map(|(issue, option)| format!("i{issue} = \"o{option}\""));
            format!("{{ {one}, {other} }}")
        };
        for (number, party) in self.parties.iter().enumerate() {
            let reservation = twentieths(party.reservation);
            let _ = write!(
                text,
                "[[party]]\nid = \"p{number}\"\nrole = \"principal\"\nreservation = {reservation}\n"
            );
            if let Some((when, bonus)) = &party.bonus {
                let bonus = twentieths(*bonus);
                let _ = writeln!(
                    text,
                    "linkages = [{{ when = {}, bonus = {bonus} }}]",
                    pair(when)
                );
            }
            if let Some(line) = &party.red_line {
                let _ = writeln!(text, "never = [{}]", pair(line));
            }
            for (issue, (weight, scores)) in party.weights.iter().zip(&party.scores).enumerate() {
                let weight = if self.in_shares {
                    twentieths(*weight)
                } else {
                    weight.to_string()
                };
                let scores: Vec<String> = scores.iter().map(|score| twentieths(*score)).collect();
                let scores = scores.join(", ");
                let _ = writeln!(
                    text,
                    "utility.i{issue} = {{ weight = {weight}, scores = [{scores}] }}"
                );
            }
        }
        let plan = self.plan.iter().enumerate();
        let plan: Vec<String> = plan
            .map(|(issue, option)| format!("i{issue} = \"o{option}\""))
            .collect();
        let _ = write!(
            text,
            "[[plan]]\nid = \"plan\"\ntitle = \"Plan\"\noptions = {{ {} }}\n",
            plan.join(", ")
        );
        text
    }
}

fn matches(pair: &Pair, deal: &[usize]) -> bool {
    pair.iter().all(|&(issue, option)| deal[issue] == option)
}

/// A number of twentieths as a decimal: 7 is `0.35`.
fn twentieths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let number = number.abs();
    format!("{sign}{}.{:02}", number / STEPS, number % STEPS * 5)
}

/// Vectors of which no other is at least as great everywhere.
fn maximal(vectors: &BTreeSet<Vec<i64>>) -> BTreeSet<Vec<i64>> {
    let beaten = |one: &Vec<i64>| {
        let mut others = vectors.iter().filter(|other| *other != one);
        others.any(|other| other.iter().zip(one).all(|(other, own)| other >= own))
    };
    vectors.iter().filter(|one| !beaten(one)).cloned().collect()
}

/// The undominated gains that each concept picks, by its definition in whole numbers.
fn solutions(grid: &Grid, zone: &BTreeSet<Vec<i64>>) -> [BTreeSet<Vec<i64>>; 5] {
    let parties = 0..grid.parties.len();
    let ideal = |party: usize| zone.iter().map(|gains| gains[party]).max().unwrap_or(0);
    let ideals: Vec<i64> = parties.clone().map(ideal).collect();
    // Who cannot gain is left out of account.
    let able: Vec<usize> = parties.clone().filter(|&party| ideals[party] > 0).collect();
    let others = |of: &dyn Fn(usize) -> i64, party: usize, among: &[usize]| -> i128 {
        let others = among.iter().filter(|&&other| other != party);
        others.map(|&other| i128::from(of(other))).product()
    };
    // Fractions on one denominator: a gain over its ideal, or over the unit of the party.
    let relative = |gains: &[i64]| -> Vec<i128> {
        let share = |&party: &usize| {
            i128::from(gains[party]) * others(&|other| ideals[other], party, &able)
        };
        able.iter().map(share).collect()
    };
    let all: Vec<usize> = parties.collect();
    let absolute = |gains: &[i64], among: &[usize]| -> Vec<i128> {
        let share = |&party: &usize| {
            i128::from(gains[party]) * others(&|other| grid.unit(other), party, among)
        };
        among.iter().map(share).collect()
    };
    let least = |shares: Vec<i128>| shares.into_iter().min().unwrap_or(0);
    let spread =
        |shares: Vec<i128>| shares.iter().max().unwrap_or(&0) - shares.iter().min().unwrap_or(&0);
    let scores: [Score<'_>; 5] = [
        &|gains| able.iter().map(|&party| i128::from(gains[party])).product(),
        &|gains| -spread(relative(gains)),
        &|gains| least(relative(gains)),
        &|gains| least(absolute(gains, &able)),
        // Reservation values are the same for every deal.
        &|gains| absolute(gains, &all).into_iter().sum(),
    ];
    let kept = maximal(zone);
    scores.map(|score| {
        let most = kept.iter().map(|gains| score(gains)).max();
        kept.iter()
            .filter(|gains| Some(score(gains)) == most)
            .cloned()
            .collect()
    })
}

fn theory(grid: &Grid, points_max: usize) -> (Game, Theory) {
    let loaded =
        scenario::parse("grid", &grid.text(), &[]).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = &loaded.scenario;
    let game = Game::compile(scenario).expect("a small game");
    let request = Request {
        points_max,
        count: Counting::Yes,
    };
    let theorist = Theorist::new(&game, objectives(scenario), request);
    let plans = [game.blocks.combos_of(&scenario.plans[0].deal)];
    let position = Opening::default().position(&game, 1, 0, &plans);
    let theory = theorist.judge(&position);
    (game, theory)
}

/// The gains of listed points, each once.
fn gains_of(grid: &Grid, game: &Game, points: &[Point]) -> BTreeSet<Vec<i64>> {
    let gains = |point: &Point| -> Vec<i64> {
        let Deal(options) = game.blocks.deal_of(&point.combos);
        let deal: Vec<usize> = options.into_iter().map(usize::from).collect();
        (0..grid.parties.len())
            .map(|party| grid.gain(party, &deal))
            .collect()
    };
    let found: BTreeSet<Vec<i64>> = points.iter().map(gains).collect();
    assert_eq!(found.len(), points.len(), "equal deals are listed once");
    found
}

/// The greatest of what some deals give every party more than another, in utility.
fn shared_gain(grid: &Grid, deals: &[Vec<usize>], over: &[usize]) -> Option<f64> {
    let least = |deal: &Vec<usize>| {
        let gains = (0..grid.parties.len()).map(|party| {
            let gain = grid.utility(party, deal) - grid.utility(party, over);
            gain as f64 / (STEPS * grid.unit(party)) as f64
        });
        gains.fold(f64::INFINITY, f64::min)
    };
    deals.iter().map(least).max_by(f64::total_cmp)
}

fn assert_grid(grid: &Grid) -> usize {
    let deals = grid.deals();
    let parties = 0..grid.parties.len();
    let gains = |deal: &Vec<usize>| -> Vec<i64> {
        parties
            .clone()
            .map(|party| grid.gain(party, deal))
            .collect()
    };
    let inside = |deal: &&Vec<usize>| parties.clone().all(|party| grid.accepts(party, deal));
    let zone: Vec<Vec<usize>> = deals.iter().filter(inside).cloned().collect();
    let zone_gains: BTreeSet<Vec<i64>> = zone.iter().map(gains).collect();
    let expected = solutions(grid, &zone_gains);
    for points_max in [20_000, 5, 2, 1] {
        let (game, theory) = theory(grid, points_max);
        assert_eq!(theory.zone.exists, Some(!zone.is_empty()));
        assert_eq!(
            theory.zone.deals.map(|deals| deals.0),
            Some(zone.len() as f64)
        );
        for party in parties.clone() {
            let accepted = deals
                .iter()
                .filter(|deal| grid.accepts(party, deal))
                .count();
            assert_eq!(theory.parties[party].acceptance_set, Some(accepted as u128));
        }
        let listed = gains_of(grid, &game, &theory.solved.frontier.points);
        assert_eq!(listed, maximal(&listed), "no listed deal is beaten");
        if points_max == 20_000 {
            assert_eq!(listed, maximal(&zone_gains));
            let all = gains_of(grid, &game, &theory.free.points);
            assert_eq!(all, maximal(&deals.iter().map(gains).collect()));
        }
        for (pick, expected) in theory.solved.concepts().into_iter().zip(&expected) {
            assert!(pick.proven);
            assert_eq!(
                &gains_of(grid, &game, &pick.points),
                expected,
                "limit {points_max}"
            );
        }
        let place = &theory.plans[0];
        for (found, deals) in [(place.distance, &zone), (place.inefficiency, &deals)] {
            let expected = shared_gain(grid, deals, &grid.plan);
            assert_eq!(found.is_some(), expected.is_some());
            if let (Some(found), Some(expected)) = (found, expected) {
                assert!((found - expected).abs() < 1e-9, "{found} {expected}");
                assert_eq!(found > 0.0, expected > 1e-9, "rounding is no distance");
            }
        }
    }
    expected.iter().map(BTreeSet::len).max().unwrap_or(0)
}

#[test]
fn no_listed_deal_is_beaten_and_no_tie_is_missed_whatever_the_limit() {
    let mut dice = Dice::new(1_126);
    let (mut open, mut tied) = (0, 0);
    for round in 0..400 {
        let grid = Grid::drawn(&mut dice, 2 + round % 2);
        let told = std::panic::catch_unwind(|| assert_grid(&grid));
        let Ok(picked) = told else {
            panic!("round {round}, {} issues: {}", grid.issues(), grid.text());
        };
        open += usize::from(picked > 0);
        tied += usize::from(picked > 1);
    }
    assert!(open > 150 && tied > 25, "{open} {tied}");
}

/// What one wins the other loses: of 16,807 deals nearly all are undominated, more than a search begins with. Weights and
/// scores in thousandths make utilities in millionths.
#[test]
fn solutions_of_large_frontiers_are_searched_for() {
    const ALL: i64 = 1_000_000;
    let mut dice = Dice::new(9);
    for _ in 0..2 {
        let mut weights: Vec<i64> = (0..4).map(|_| 100 + whole(&mut dice, 150)).collect();
        weights.push(1_000 - weights.iter().sum::<i64>());
        let scores: Vec<Vec<i64>> = weights
            .iter()
            .map(|_| (0..7).map(|_| whole(&mut dice, 1_001)).collect())
            .collect();
        let reservations = [whole(&mut dice, 400), whole(&mut dice, 400)];
        let mut text =
            "format = 1\ntitle = \"Opposed\"\nclock.rounds = 3\nprotocol.alternating-offers = {}\n"
                .to_owned();
        let options: Vec<String> = (0..7)
            .map(|option| format!("{{ id = \"o{option}\" }}"))
            .collect();
        for issue in 0..weights.len() {
            let _ = write!(
                text,
                "[[issue]]\nid = \"i{issue}\"\noptions = [{}]\n",
                options.join(", ")
            );
        }
        for (party, reservation) in reservations.iter().enumerate() {
            let _ = write!(
                text,
                "[[party]]\nid = \"p{party}\"\nrole = \"principal\"\nreservation = {}\n",
                *reservation as f64 / 1e3
            );
            for (issue, (weight, scores)) in weights.iter().zip(&scores).enumerate() {
                let scores = scores
                    .iter()
                    .map(|score| if party == 0 { *score } else { 1_000 - score });
                let scores: Vec<f64> = scores.map(|score| score as f64 / 1e3).collect();
                let weight = *weight as f64 / 1e3;
                let _ = writeln!(
                    text,
                    "utility.i{issue} = {{ weight = {weight}, scores = {scores:?} }}"
                );
            }
        }
        let first = |deal: &[u16]| -> i64 {
            let parts = weights.iter().zip(&scores).zip(deal);
            parts
                .map(|((weight, scores), &option)| weight * scores[usize::from(option)])
                .sum()
        };
        let gains = |deal: &[u16]| {
            let first = first(deal);
            [
                first - 1_000 * reservations[0],
                ALL - first - 1_000 * reservations[1],
            ]
        };
        let deals = (0..7_u32.pow(5)).map(|number| {
            let option =
                |issue: u32| u16::try_from(number / 7_u32.pow(issue) % 7).expect("an option");
            gains(&(0..5).map(option).collect::<Vec<u16>>())
        });
        let zone: Vec<[i64; 2]> = deals
            .filter(|gains| gains.iter().all(|&gain| gain >= 0))
            .collect();
        let distinct: BTreeSet<[i64; 2]> = zone.iter().copied().collect();
        assert!(distinct.len() > 4_096, "{}", distinct.len());
        let ideals =
            [0, 1].map(|party| zone.iter().map(|gains| gains[party]).max().expect("a zone"));
        let relative = |gains: &[i64; 2]| [gains[0] * ideals[1], gains[1] * ideals[0]];
        let scores: [PairScore<'_>; 5] = [
            &|gains| gains[0] * gains[1],
            &|gains| -(relative(gains)[0] - relative(gains)[1]).abs(),
            &|gains| relative(gains)[0].min(relative(gains)[1]),
            &|gains| gains[0].min(gains[1]),
            &|gains| gains[0] + gains[1],
        ];
        let loaded =
            scenario::parse("opposed", &text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let game = Game::compile(&loaded.scenario).expect("a small game");
        let position = Opening::default().position(&game, 1, 0, &[]);
        for points_max in [1, 20_000] {
            let request = Request {
                points_max,
                count: Counting::No,
            };
            let theorist = Theorist::new(&game, objectives(&loaded.scenario), request);
            let theory = theorist.judge(&position);
            for (pick, score) in theory.solved.concepts().into_iter().zip(scores) {
                let best = zone.iter().map(score).max();
                assert!(pick.proven && !pick.points.is_empty());
                for point in &pick.points {
                    let Deal(options) = game.blocks.deal_of(&point.combos);
                    assert_eq!(Some(score(&gains(&options))), best);
                }
            }
        }
    }
}
