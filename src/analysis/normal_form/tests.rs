//! Equilibria of two players against textbooks and against the slowest enumeration.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use rand::Rng;

use crate::analysis::normal_form::commitment::commitment_to_mix;
use crate::analysis::normal_form::complementary::path_end;
use crate::analysis::normal_form::exact::{Exact, greatest_divisor};
use crate::analysis::normal_form::game::NormalForm;
use crate::analysis::normal_form::linear::maximize;
use crate::analysis::normal_form::mixed::payoffs_and_regrets;
use crate::analysis::normal_form::security::security;
use crate::analysis::normal_form::slow::{
    bimatrix, fractions, grid, random_game, rng, slow_equilibria,
};
use crate::analysis::normal_form::two_players::{Component, Equilibria, equilibria};

type Pair = [Vec<Exact>; 2];

fn solved(game: &NormalForm) -> Equilibria {
    let found = equilibria(game).expect("two play");
    assert!(found.is_complete);
    found
}

fn pairs(found: &Equilibria) -> Vec<Pair> {
    let pair = |places: [usize; 2]| {
        [0, 1].map(|player: usize| found.mixes[player][places[player]].clone())
    };
    found
        .extreme
        .iter()
        .map(|extreme| pair(extreme.mixes))
        .collect()
}

fn transposed(rows: &[&[i64]]) -> Vec<Vec<i64>> {
    (0..rows[0].len())
        .map(|column| rows.iter().map(|row| row[column]).collect())
        .collect()
}

/// A game in which the second player has what the first would have in its place.
fn symmetric(rows: &[&[i64]]) -> NormalForm {
    let other = transposed(rows);
    let other: Vec<&[i64]> = other.iter().map(Vec::as_slice).collect();
    bimatrix(rows, &other)
}

/// Whether a mix is an average of others: the most that shares of these can sum to within it is 1 exactly then.
fn is_average(mix: &[Exact], of: &[&Vec<Exact>]) -> bool {
    let mut multiple = BigInt::from(1);
    for value in mix.iter().chain(of.iter().copied().flatten()) {
        let below = value.denominator();
        let common = greatest_divisor(multiple.clone(), below.clone());
        multiple *= below / common;
    }
    let whole = |value: &Exact| value.numerator() * (&multiple / value.denominator());
    let rows: Vec<Vec<BigInt>> = (0..mix.len())
        .map(|choice| of.iter().map(|other| whole(&other[choice])).collect())
        .collect();
    let right: Vec<BigInt> = mix.iter().map(whole).collect();
    let goal = vec![BigInt::from(1); of.len()];
    maximize(&goal, &rows, &right)
        .expect("shares are bounded")
        .value
        == Exact::one()
}

/// Whether a pair lies in some set of exchangeable mixes.
fn is_covered(found: &Equilibria, pair: &Pair) -> bool {
    let mut sets = found.components.iter().flat_map(|part| &part.sets);
    sets.any(|set| {
        (0..2).all(|player| {
            let of: Vec<&Vec<Exact>> = set.mixes[player]
                .iter()
                .map(|&place| &found.mixes[player][place])
                .collect();
            is_average(&pair[player], &of)
        })
    })
}

#[test]
fn textbook_games_have_their_equilibria() {
    let dilemma = solved(&symmetric(&[&[3, 0], &[5, 1]]));
    assert_eq!(
        pairs(&dilemma),
        [[fractions(&[(0, 1), (1, 1)]), fractions(&[(0, 1), (1, 1)])]]
    );
    assert_eq!(dilemma.is_degenerate, Some(false));
    assert_eq!(dilemma.extreme[0].payoffs, [Exact::one(), Exact::one()]);

    let chicken = solved(&symmetric(&[&[0, 7], &[2, 6]]));
    assert_eq!(chicken.extreme.len(), 3);
    let mixed = fractions(&[(1, 3), (2, 3)]);
    assert!(pairs(&chicken).contains(&[mixed.clone(), mixed]));
    assert_eq!(chicken.components.len(), 3);
    assert!(!chicken.components.iter().any(Component::is_continuum));

    let stag = solved(&symmetric(&[&[4, 1], &[3, 3]]));
    let mixed = fractions(&[(2, 3), (1, 3)]);
    assert!(stag.extreme.len() == 3 && pairs(&stag).contains(&[mixed.clone(), mixed]));

    let pennies = solved(&bimatrix(&[&[1, -1], &[-1, 1]], &[&[-1, 1], &[1, -1]]));
    let half = fractions(&[(1, 2), (1, 2)]);
    assert_eq!(pairs(&pennies), [[half.clone(), half]]);

    let sexes = solved(&bimatrix(&[&[2, 0], &[0, 1]], &[&[1, 0], &[0, 2]]));
    let mixed = [fractions(&[(2, 3), (1, 3)]), fractions(&[(1, 3), (2, 3)])];
    assert!(sexes.extreme.len() == 3 && pairs(&sexes).contains(&mixed));
    let payoffs = [Exact::fraction(2, 3), Exact::fraction(2, 3)];
    assert!(
        sexes
            .extreme
            .iter()
            .any(|extreme| extreme.payoffs == payoffs)
    );

    let paper = solved(&symmetric(&[&[0, -1, 1], &[1, 0, -1], &[-1, 1, 0]]));
    assert_eq!(
        pairs(&paper),
        [[fractions(&[(1, 3); 3]), fractions(&[(1, 3); 3])]]
    );
}

#[test]
fn a_continuum_is_one_component() {
    // An entrant stays out or enters, an incumbent fights or gives way: out with enough threat to fight, and enter with none.
    let entry = solved(&bimatrix(&[&[0, 0], &[-1, 2]], &[&[4, 4], &[0, 2]]));
    assert_eq!(entry.is_degenerate, Some(true));
    assert_eq!(entry.components.len(), 2);
    let [out, enter] = [&entry.components[0], &entry.components[1]];
    assert!(out.is_continuum() && !enter.is_continuum());
    assert_eq!(out.sets.len(), 1);
    let places = &out.sets[0].mixes;
    assert_eq!(
        places[0]
            .iter()
            .map(|&place| entry.mixes[0][place].clone())
            .collect::<Vec<_>>(),
        [fractions(&[(1, 1), (0, 1)])]
    );
    let threats: Vec<_> = places[1]
        .iter()
        .map(|&place| entry.mixes[1][place].clone())
        .collect();
    assert_eq!(
        threats,
        [fractions(&[(1, 1), (0, 1)]), fractions(&[(2, 3), (1, 3)])]
    );

    // Where nothing matters, everything is an equilibrium, in one set.
    let nothing = solved(&bimatrix(&[&[0; 3], &[0; 3]], &[&[0; 3], &[0; 3]]));
    assert_eq!((nothing.extreme.len(), nothing.components.len()), (6, 1));
    assert_eq!(
        nothing.components[0].sets[0].mixes,
        [vec![0, 1], vec![0, 1, 2]]
    );

    // Two sets that share a corner (von Stengel 2007, section 3.6, example 3.3 with a tie).
    let game = bimatrix(&[&[3, 3], &[2, 5], &[0, 6]], &[&[3, 3], &[2, 6], &[3, 1]]);
    let found = solved(&game);
    assert_eq!(
        pairs(&found).into_iter().collect::<BTreeSet<_>>(),
        slow_equilibria(&game)
    );
    assert!(found.components.iter().any(Component::is_continuum));
}

#[test]
fn a_game_of_six_choices_has_75_equilibria() {
    // Dual cyclic polytopes: von Stengel (1999), New maximal numbers of equilibria in bimatrix games.
    let first: [&[i64]; 6] = [
        &[9_504, -660, 19_976, -20_526, 1_776, -8_976],
        &[-111_771, 31_680, -130_944, 168_124, -8_514, 52_764],
        &[397_584, -113_850, 451_176, -586_476, 29_216, -178_761],
        &[171_204, -45_936, 208_626, -263_076, 14_124, -84_436],
        &[1_303_104, -453_420, 1_227_336, -1_718_376, 72_336, -461_736],
        &[737_154, -227_040, 774_576, -1_039_236, 48_081, -300_036],
    ];
    let second: [&[i64]; 6] = [
        &[72_336, 48_081, 29_216, 14_124, 1_776, -8_514],
        &[-461_736, -300_036, -178_761, -84_436, -8_976, 52_764],
        &[1_227_336, 774_576, 451_176, 208_626, 19_976, -130_944],
        &[-1_718_376, -1_039_236, -586_476, -263_076, -20_526, 168_124],
        &[1_303_104, 737_154, 397_584, 171_204, 9_504, -111_771],
        &[-453_420, -227_040, -113_850, -45_936, -660, 31_680],
    ];
    let game = bimatrix(&first, &second);
    let found = solved(&game);
    assert_eq!(found.extreme.len(), 75);
    assert_eq!(found.components.len(), 75);
    assert_eq!(found.is_degenerate, Some(false));
    for pair in pairs(&found) {
        assert!(
            payoffs_and_regrets(&game, &pair)
                .iter()
                .all(|(_, regret)| regret.is_zero())
        );
    }
}

#[test]
fn coordination_has_an_equilibrium_for_each_set_of_choices() {
    let rows: Vec<Vec<i64>> = (0..6)
        .map(|row| (0..6).map(|column| i64::from(row == column)).collect())
        .collect();
    let rows: Vec<&[i64]> = rows.iter().map(Vec::as_slice).collect();
    assert_eq!(solved(&bimatrix(&rows, &rows)).extreme.len(), 63);
}

#[test]
fn all_extreme_equilibria_of_small_games_are_found() {
    let mut rng = rng(81);
    let (mut degenerate, mut continua) = (0, 0);
    for round in 0..150 {
        let choices = [
            &[2, 2][..],
            &[3, 3],
            &[2, 4],
            &[4, 3],
            &[1, 3],
            &[3, 1],
            &[4, 4],
        ][round % 7];
        let game = random_game(&mut rng, choices, [1, 2, 9][round % 3]);
        let found = solved(&game);
        let listed: BTreeSet<Pair> = pairs(&found).into_iter().collect();
        assert_eq!(listed.len(), found.extreme.len());
        assert_eq!(listed, slow_equilibria(&game), "{game:?}");
        for (extreme, pair) in found.extreme.iter().zip(pairs(&found)) {
            let checked = payoffs_and_regrets(&game, &pair);
            for (player, (payoff, regret)) in checked.iter().enumerate() {
                assert!(regret.is_zero() && *payoff == extreme.payoffs[player]);
            }
        }
        if found.is_degenerate == Some(false) {
            assert_eq!(found.extreme.len() % 2, 1, "an odd number");
            assert_eq!(found.components.len(), found.extreme.len());
        }
        degenerate += usize::from(found.is_degenerate == Some(true));
        continua += usize::from(found.components.iter().any(Component::is_continuum));
    }
    assert!(degenerate > 50 && continua > 30, "{degenerate} {continua}");
}

#[test]
fn components_hold_every_equilibrium_and_nothing_else() {
    let mut rng = rng(82);
    let mut checked = 0;
    for round in 0..60 {
        let choices = [&[2, 2][..], &[3, 2], &[3, 3]][round % 3];
        let game = random_game(&mut rng, choices, 2);
        let found = solved(&game);
        let seconds = grid(choices[1], 6);
        for first in grid(choices[0], 6) {
            for second in &seconds {
                let pair = [first.clone(), second.clone()];
                let regrets = payoffs_and_regrets(&game, &pair);
                let is_equilibrium = regrets.iter().all(|(_, regret)| regret.is_zero());
                assert_eq!(
                    is_equilibrium,
                    is_covered(&found, &pair),
                    "{game:?} {pair:?}"
                );
                checked += usize::from(is_equilibrium);
            }
        }
        // Sets are whole and as large as can be; connected parts share no mix.
        let lines: BTreeSet<[usize; 2]> =
            found.extreme.iter().map(|extreme| extreme.mixes).collect();
        for (place, part) in found.components.iter().enumerate() {
            for set in &part.sets {
                let all = |first: usize, seconds: &[usize]| {
                    seconds
                        .iter()
                        .all(|&second| lines.contains(&[first, second]))
                };
                assert!(set.mixes[0].iter().all(|&first| all(first, &set.mixes[1])));
                let others =
                    (0..found.mixes[0].len()).filter(|first| !set.mixes[0].contains(first));
                assert!(others.into_iter().all(|first| !all(first, &set.mixes[1])));
                for other in &found.components[place + 1..] {
                    for set_there in &other.sets {
                        for player in 0..2 {
                            assert!(
                                set.mixes[player]
                                    .iter()
                                    .all(|mix| !set_there.mixes[player].contains(mix))
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(checked > 500, "{checked}");
}

#[test]
fn paths_end_in_listed_equilibria() {
    let mut rng = rng(83);
    for round in 0..60 {
        let choices = [&[3, 3][..], &[2, 4], &[4, 2], &[1, 2], &[5, 4]][round % 5];
        let game = random_game(&mut rng, choices, [1, 8][round % 2]);
        let raised = [0, 1].map(|player| {
            let mut rows = game.matrix(player).rows;
            rows.iter_mut().flatten().for_each(|entry| *entry += 1);
            rows
        });
        let listed = slow_equilibria(&game);
        for dropped in 0..choices.iter().sum() {
            let mut pivots_left = 1_000;
            let end = path_end([&raised[0], &raised[1]], dropped, &mut pivots_left);
            assert!(listed.contains(&end.expect("a short path")));
            assert!(path_end([&raised[0], &raised[1]], dropped, &mut 1).is_none());
        }
    }
}

#[test]
fn large_games_yield_what_is_found() {
    let mut rng = rng(84);
    // A choice for each of the other's, so that none is dominated, and noise.
    let noise = random_game(&mut rng, &[21, 21], 9);
    let payoffs = (0..21 * 21 * 2).map(|place| {
        let (profile, player) = (place / 2, place % 2);
        let bonus = if profile / 21 == profile % 21 { 100 } else { 0 };
        noise.payoff(profile, player) + &Exact::from(bonus)
    });
    let game = NormalForm::new(vec![21, 21], payoffs.collect()).expect("a game");
    let found = equilibria(&game).expect("two play");
    assert!(!found.is_complete && found.is_degenerate.is_none());
    assert!(found.extreme.len() >= 21);
    for pair in pairs(&found) {
        assert!(
            payoffs_and_regrets(&game, &pair)
                .iter()
                .all(|(_, regret)| regret.is_zero())
        );
    }
    assert!(equilibria(&random_game(&mut rng, &[2, 2, 2], 3)).is_none());
}

#[test]
fn what_one_wins_and_the_other_loses_has_one_value() {
    let mut rng = rng(86);
    for round in 0..40 {
        let choices = [[3, 3], [2, 5], [4, 3]][round % 3];
        let one = random_game(&mut rng, &choices, [2, 30][round % 2]);
        let payoffs = (0..one.profiles()).flat_map(|profile| {
            let payoff = one.payoff(profile, 0);
            [payoff.clone(), -payoff]
        });
        let game = NormalForm::new(choices.to_vec(), payoffs.collect()).expect("a game");
        let found = solved(&game);
        // All equilibria are worth the same, and can be exchanged (von Neumann 1928).
        let levels = [0, 1].map(|player| security(&game, player).by_mix);
        assert!(
            found
                .extreme
                .iter()
                .all(|extreme| extreme.payoffs == levels)
        );
        assert!(found.components.len() == 1 && found.components[0].sets.len() == 1);
        for (player, level) in levels.iter().enumerate() {
            let lead = commitment_to_mix(&game, player).expect("two play");
            assert_eq!(lead.worth, *level);
        }
    }
}

#[test]
fn scales_of_payoffs_do_not_matter() {
    let mut rng = rng(85);
    for _ in 0..20 {
        let game = random_game(&mut rng, &[3, 3], 3);
        let factors = [0, 1].map(|_| Exact::fraction(i64::from(rng.next_u32() % 50) + 1, 7));
        let payoffs = (0..game.profiles() * 2).map(|place| {
            let payoff = game.payoff(place / 2, place % 2);
            &(payoff * &factors[place % 2]) - &Exact::fraction(5, 3)
        });
        let other = NormalForm::new(vec![3, 3], payoffs.collect()).expect("a game");
        let (one, other) = (solved(&game), solved(&other));
        assert_eq!(one.mixes, other.mixes);
        assert_eq!(one.components, other.components);
    }
}
