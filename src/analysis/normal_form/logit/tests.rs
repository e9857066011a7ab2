//! The logit path against fixed points by iteration, and games in which it is known.

use crate::analysis::normal_form::game::NormalForm;
use crate::analysis::normal_form::logit::{
    LogitError, LogitPoint, LogitSettings, PathEnd, logit_path,
};
use crate::analysis::normal_form::slow::{bimatrix, random_game, rng};

/// What each choice of each player is worth against mixes, payoffs from 0 to 1, by going through all profiles.
fn worths(game: &NormalForm, mixes: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let players = 0..game.players();
    players
        .map(|player| {
            let all: Vec<f64> = (0..game.profiles())
                .map(|profile| game.payoff(profile, player).to_f64())
                .collect();
            let low = all.iter().copied().fold(f64::INFINITY, f64::min);
            let range = all.iter().copied().fold(f64::NEG_INFINITY, f64::max) - low;
            let mut worths = vec![0.0; game.choices(player)];
            for (profile, payoff) in all.iter().enumerate() {
                let chosen = game.profile(profile);
                let others = (0..game.players()).filter(|&other| other != player);
                let chance: f64 = others.map(|other| mixes[other][chosen[other]]).product();
                if range > 0.0 {
                    worths[chosen[player]] += chance * (payoff - low) / range;
                }
            }
            worths
        })
        .collect()
}

fn respond(game: &NormalForm, mixes: &[Vec<f64>], lambda: f64) -> Vec<Vec<f64>> {
    let worths = worths(game, mixes).into_iter();
    worths
        .map(|worths| {
            let most = worths.iter().copied().fold(0.0, f64::max);
            let sizes: Vec<f64> = worths
                .iter()
                .map(|worth| libm::exp(lambda * (worth - most)))
                .collect();
            let sum: f64 = sizes.iter().sum();
            sizes.iter().map(|size| size / sum).collect()
        })
        .collect()
}

fn distance(one: &[Vec<f64>], other: &[Vec<f64>]) -> f64 {
    let pairs = one.iter().flatten().zip(other.iter().flatten());
    pairs.fold(0.0, |most, (a, b)| most.max((a - b).abs()))
}

fn at(lambdas: &[f64]) -> LogitSettings {
    LogitSettings {
        at: lambdas.to_vec(),
        ..LogitSettings::default()
    }
}

#[test]
fn points_are_fixed_and_the_first_are_those_of_iteration() {
    let mut rng = rng(101);
    for round in 0..60 {
        let choices = [
            &[2, 2][..],
            &[3, 3],
            &[2, 2, 2],
            &[4, 2],
            &[5],
            &[2, 3, 2, 2],
            &[1, 2],
        ][round % 7];
        let game = random_game(&mut rng, choices, [2, 9][round % 2]);
        let lambdas = [0.1, 0.5, 1.0, 3.0, 10.0, 40.0];
        let path = logit_path(&game, &at(&lambdas)).expect("small");
        assert_eq!(path.end, PathEnd::Equilibrium, "{game:?}");
        assert!(path.limit.regret <= 1e-6);
        for lambda in lambdas {
            assert!(
                path.points
                    .iter()
                    .any(|point| point.lambda.to_bits() == lambda.to_bits())
            );
        }
        for LogitPoint {
            lambda,
            mixes,
            regret,
        } in &path.points
        {
            let reply = respond(&game, mixes, *lambda);
            assert!(distance(mixes, &reply) < 1e-10, "{game:?} {lambda}");
            let worths = worths(&game, mixes);
            let regrets = worths.iter().zip(mixes).map(|(worths, mix)| {
                let mean: f64 = worths
                    .iter()
                    .zip(mix)
                    .map(|(worth, share)| worth * share)
                    .sum();
                worths.iter().copied().fold(0.0, f64::max) - mean
            });
            assert!((regrets.fold(0.0, f64::max) - regret).abs() < 1e-12);
        }
        // At small λ there is one equilibrium, and half a step towards the reply leads to it.
        for point in &path.points[..2] {
            let mut mixes: Vec<Vec<f64>> = choices
                .iter()
                .map(|&count| vec![1.0 / count as f64; count])
                .collect();
            for _ in 0..200 {
                let reply = respond(&game, &mixes, point.lambda);
                for (share, towards) in mixes.iter_mut().flatten().zip(reply.iter().flatten()) {
                    *share = (*share + towards) / 2.0;
                }
            }
            assert!(
                distance(&mixes, &point.mixes) < 1e-10,
                "{game:?} {}",
                point.lambda
            );
        }
    }
}

#[test]
fn the_path_picks_one_of_several_equilibria() {
    // The stag hunt: hunting hares is better against a coin.
    let stag = bimatrix(&[&[4, 0], &[3, 3]], &[&[4, 3], &[0, 3]]);
    let path = logit_path(&stag, &LogitSettings::default()).expect("small");
    assert!(path.limit.mixes.iter().all(|mix| mix[1] > 1.0 - 1e-5));
    // Nothing tells the two players of chicken apart, so both mix.
    let chicken = bimatrix(&[&[0, 7], &[2, 6]], &[&[0, 2], &[7, 6]]);
    let path = logit_path(&chicken, &LogitSettings::default()).expect("small");
    assert_eq!(path.end, PathEnd::Equilibrium);
    assert!(
        path.limit
            .mixes
            .iter()
            .all(|mix| (mix[0] - 1.0 / 3.0).abs() < 1e-5),
        "{path:?}"
    );
    let pennies = bimatrix(&[&[1, -1], &[-1, 1]], &[&[-1, 1], &[1, -1]]);
    let path = logit_path(&pennies, &LogitSettings::default()).expect("small");
    assert_eq!(path.limit.lambda, 0.0);
}

#[test]
fn the_path_may_turn_back() {
    let numbers = [3, 9, 8, 6, 1, 3, 8, 4, 2, 7, 1, 1, 4, 4, 8, 1, 2, 8];
    let payoffs: Vec<f64> = numbers.into_iter().map(f64::from).collect();
    let game = NormalForm::from_numbers(vec![3, 3], &payoffs).expect("a game");
    let path = logit_path(&game, &at(&[13.0, 14.0, 15.0])).expect("small");
    let lambdas: Vec<f64> = path.points.iter().map(|point| point.lambda).collect();
    assert_eq!(lambdas, [13.0, 14.0, 15.0, 15.0, 14.0, 14.0, 15.0]);
    for (place, LogitPoint { lambda, mixes, .. }) in path.points.iter().enumerate() {
        assert!(distance(mixes, &respond(&game, mixes, *lambda)) < 1e-10);
        let earlier = &path.points[..place];
        assert!(
            earlier
                .iter()
                .all(|point| distance(&point.mixes, mixes) > 1e-3)
        );
    }
    assert_eq!(path.end, PathEnd::Equilibrium);
}

#[test]
fn the_path_goes_straight_on_where_branches_meet() {
    // Players alike, with a branch on which they differ from λ = 5.87 on.
    let game = bimatrix(&[&[1, 2], &[1, 0]], &[&[2, 2], &[2, 1]]);
    let path = logit_path(&game, &at(&[5.0, 7.0])).expect("small");
    assert_eq!(path.end, PathEnd::Equilibrium);
    for point in &path.points {
        assert!(
            (point.mixes[0][0] - point.mixes[1][0]).abs() < 1e-6,
            "{point:?}"
        );
    }
}

#[test]
fn an_irrational_equilibrium_of_three_players() {
    // Each chooses 0 or 1; one gains by differing from both others, by different amounts.
    let mut payoffs = Vec::new();
    for profile in 0..8_usize {
        let chosen = [profile >> 2 & 1, profile >> 1 & 1, profile & 1];
        for player in 0..3 {
            let others = chosen[(player + 1) % 3] + chosen[(player + 2) % 3];
            payoffs.push(match (chosen[player], others) {
                (1, 0) => 1.0,
                (0, 2) => 2.0,
                _ => 0.0,
            });
        }
    }
    let game = NormalForm::from_numbers(vec![2; 3], &payoffs).expect("a game");
    let path = logit_path(&game, &LogitSettings::default()).expect("small");
    // With q the share of 1: (1 − q)² = 2 q², so q = √2 − 1.
    let wanted = 2.0_f64.sqrt() - 1.0;
    assert_eq!(path.end, PathEnd::Equilibrium);
    for mix in &path.limit.mixes {
        assert!((mix[1] - wanted).abs() < 1e-5, "{path:?}");
    }
}

#[test]
fn limits_are_kept_and_reported() {
    let mut rng = rng(102);
    let game = random_game(&mut rng, &[3, 3], 9);
    let with = |settings: LogitSettings| logit_path(&game, &settings);
    let path = with(LogitSettings {
        lambda_max: 2.0,
        regret_max: 0.0,
        ..at(&[1.0])
    })
    .expect("small");
    assert_eq!(
        (path.end, path.limit.lambda, path.points.len()),
        (PathEnd::LambdaMax, 2.0, 1)
    );
    let path = with(LogitSettings {
        steps_max: 3,
        ..at(&[])
    })
    .expect("small");
    assert_eq!(path.end, PathEnd::StepsMax);
    for wrong in [
        vec![0.0],
        vec![2.0, 1.0],
        vec![f64::NAN],
        vec![1.0, 1.0],
        vec![f64::INFINITY],
    ] {
        assert_eq!(with(at(&wrong)), Err(LogitError::At));
    }
    let none = LogitSettings {
        lambda_max: f64::INFINITY,
        ..at(&[])
    };
    assert_eq!(with(none), Err(LogitError::LambdaMax));
    let none = LogitSettings {
        regret_max: -1.0,
        ..at(&[])
    };
    assert_eq!(with(none), Err(LogitError::RegretMax));
    let large = random_game(&mut rng, &[257], 3);
    let found = logit_path(&large, &at(&[]));
    assert_eq!(found, Err(LogitError::TooManyChoices { found: 257 }));
}
