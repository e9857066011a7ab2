//! The equations of a logit equilibrium, and the slopes of their two sides.
//!
//! A mix is held as the logarithms u of its shares, so that no share leaves 0 to 1 on the way and shares too small for a double
//! keep their order. With w(p,i) the worth of choice i to player p against the others' mixes, and λ ≥ 0, these are all 0:
//!
//! - for the first choice of each player: Σ over i of exp u(p,i), less 1;
//! - for each other choice: u(p,i) − u(p,0) − λ (w(p,i) − w(p,0)).

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::game::NormalForm;

/// A game in doubles, the payoffs of each player from 0 to 1.
#[derive(Clone, Debug)]
pub(super) struct Response {
    /// By player: where its choices begin in a list of all, and at the end how many there are.
    starts: Vec<usize>,
    /// By profile and player: the place of its choice in that list.
    chosen: Vec<usize>,
    /// By profile and player.
    payoffs: Vec<f64>,
}

/// Worths of all choices, and how they change with the shares of others.
#[derive(Clone, Debug)]
pub(super) struct Worths {
    /// By choice.
    pub(super) worths: Vec<f64>,
    /// By choice and choice of another player: the worth of the one if the other is certain.
    given: Vec<Vec<f64>>,
}

impl Response {
    /// The game with the payoffs of each player from 0 for its least to 1 for its greatest; all 0 if these are the same.
    pub(super) fn new(game: &NormalForm) -> Self {
        let players = game.players();
        let mut starts = vec![0];
        for player in 0..players {
            starts.push(starts[player] + game.choices(player));
        }
        let mut payoffs = vec![0.0; game.profiles() * players];
        for player in 0..players {
            let all = || (0..game.profiles()).map(|profile| game.payoff(profile, player));
            let (Some(low), Some(high)) = (all().min(), all().max()) else {
                continue;
            };
            let range = high - low;
            for (profile, payoff) in all().enumerate() {
                let gain: Exact = payoff - low;
                if !range.is_zero() {
                    payoffs[profile * players + player] = (&gain / &range).to_f64();
                }
            }
        }
        let profiles = 0..game.profiles();
        let chosen = profiles.flat_map(|profile| {
            let choices = game.profile(profile);
            let places = choices.iter().zip(&starts);
            places
                .map(|(choice, start)| choice + start)
                .collect::<Vec<_>>()
        });
        Self {
            chosen: chosen.collect(),
            starts,
            payoffs,
        }
    }

    /// How many choices all players have together.
    pub(super) fn choices(&self) -> usize {
        self.starts[self.players()]
    }

    /// How many players there are.
    pub(super) fn players(&self) -> usize {
        self.starts.len() - 1
    }

    /// The places of a player's choices in the list of all.
    pub(super) fn of(&self, player: usize) -> std::ops::Range<usize> {
        self.starts[player]..self.starts[player + 1]
    }

    /// Worths against shares of all choices.
    pub(super) fn worths(&self, shares: &[f64]) -> Worths {
        let (players, choices) = (self.players(), self.choices());
        let mut found = Worths {
            worths: vec![0.0; choices],
            given: vec![vec![0.0; choices]; choices],
        };
        // The chance of what all players before do, and of what all from one on do.
        let (mut before, mut from) = (vec![1.0; players + 1], vec![1.0; players + 1]);
        let rows = self.chosen.chunks_exact(players);
        for (chosen, payoffs) in rows.zip(self.payoffs.chunks_exact(players)) {
            for player in 0..players {
                before[player + 1] = before[player] * shares[chosen[player]];
                let last = players - 1 - player;
                from[last] = from[last + 1] * shares[chosen[last]];
            }
            for one in 0..players {
                found.worths[chosen[one]] += before[one] * from[one + 1] * payoffs[one];
                let mut between = before[one];
                for other in one + 1..players {
                    let chance = between * from[other + 1];
                    found.given[chosen[one]][chosen[other]] += chance * payoffs[one];
                    found.given[chosen[other]][chosen[one]] += chance * payoffs[other];
                    between *= shares[chosen[other]];
                }
            }
        }
        found
    }

    /// The most that a player's best reply would add to what it has, in shares of its range of payoffs.
    pub(super) fn regret(&self, shares: &[f64]) -> f64 {
        let worths = self.worths(shares).worths;
        let regrets = (0..self.players()).map(|player| {
            let own = self.of(player);
            let mean: f64 = own.clone().map(|place| shares[place] * worths[place]).sum();
            let most = own.map(|place| worths[place]).fold(0.0, f64::max);
            most - mean
        });
        regrets.fold(0.0, f64::max)
    }

    /// Shares from their logarithms.
    pub(super) fn shares(&self, logs: &[f64]) -> Vec<f64> {
        logs[..self.choices()]
            .iter()
            .map(|&log| libm::exp(log))
            .collect()
    }

    /// How far the equations are from 0 at a point, the logarithms and λ, and the slope of each along each.
    pub(super) fn equations(&self, point: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let choices = self.choices();
        let (shares, lambda) = (self.shares(point), point[choices]);
        let Worths { worths, given } = self.worths(&shares);
        let mut gaps = vec![0.0; choices];
        let mut slopes = vec![vec![0.0; choices + 1]; choices];
        for player in 0..self.players() {
            let own = self.of(player);
            let first = own.start;
            for place in own.clone() {
                gaps[first] += shares[place];
                slopes[first][place] = shares[place];
            }
            gaps[first] -= 1.0;
            for place in first + 1..own.end {
                let gain = worths[place] - worths[first];
                gaps[place] = point[place] - point[first] - lambda * gain;
                for other in (0..choices).filter(|other| !own.contains(other)) {
                    let gain = given[place][other] - given[first][other];
                    slopes[place][other] = -lambda * gain * shares[other];
                }
                slopes[place][place] = 1.0;
                slopes[place][first] = -1.0;
                slopes[place][choices] = -gain;
            }
        }
        (gaps, slopes)
    }
}

/// The solution of as many equations as unknowns, and whether their determinant is above 0, by elimination with the greatest pivot
/// of each column; none if there is none.
pub(super) fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<(Vec<f64>, bool)> {
    let count = rows.len();
    let mut is_above = true;
    for column in 0..count {
        let mut best = column;
        for row in column + 1..count {
            if rows[row][column].abs() > rows[best][column].abs() {
                best = row;
            }
        }
        is_above ^= best != column;
        rows.swap(column, best);
        right.swap(column, best);
        let pivot = rows[column][column];
        if pivot == 0.0 || !pivot.is_finite() {
            return None;
        }
        is_above ^= pivot < 0.0;
        let (above, below) = rows.split_at_mut(column + 1);
        let pivot_row = &above[column];
        for (place, row) in below.iter_mut().enumerate() {
            let factor = row[column] / pivot;
            if factor != 0.0 {
                for (entry, by) in row[column..].iter_mut().zip(&pivot_row[column..]) {
                    *entry -= factor * by;
                }
                right[column + 1 + place] -= factor * right[column];
            }
        }
    }
    for row in (0..count).rev() {
        let known = row + 1..count;
        let sum: f64 = known.map(|place| rows[row][place] * right[place]).sum();
        right[row] = (right[row] - sum) / rows[row][row];
    }
    let is_finite = right.iter().all(|value| value.is_finite());
    is_finite.then_some((right, is_above))
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::{Response, solve};
    use crate::analysis::normal_form::slow::{random_game, rng};

    fn uniform(rng: &mut impl Rng) -> f64 {
        f64::from(rng.next_u32()) / f64::from(u32::MAX)
    }

    /// By the first row.
    fn determinant(rows: &[Vec<f64>]) -> f64 {
        let Some((first, rest)) = rows.split_first() else {
            return 1.0;
        };
        let without = |column: usize| -> Vec<Vec<f64>> {
            rest.iter()
                .map(|row| [&row[..column], &row[column + 1..]].concat())
                .collect()
        };
        let terms = first.iter().enumerate().map(|(column, entry)| {
            let sign = if column % 2 == 0 { 1.0 } else { -1.0 };
            sign * entry * determinant(&without(column))
        });
        terms.sum()
    }

    #[test]
    fn equations_are_solved() {
        let mut rng = rng(91);
        for count in 1..8 {
            let rows: Vec<Vec<f64>> = (0..count)
                .map(|_| (0..count).map(|_| uniform(&mut rng) - 0.5).collect())
                .collect();
            let wanted: Vec<f64> = (0..count).map(|_| uniform(&mut rng)).collect();
            let right = rows
                .iter()
                .map(|row| row.iter().zip(&wanted).map(|(a, b)| a * b).sum())
                .collect();
            let (found, is_above) = solve(rows.clone(), right).expect("a random matrix is regular");
            assert_eq!(is_above, determinant(&rows) > 0.0);
            for (found, wanted) in found.iter().zip(&wanted) {
                assert!((found - wanted).abs() < 1e-9);
            }
        }
        assert_eq!(
            solve(vec![vec![1.0, 2.0], vec![2.0, 4.0]], vec![1.0, 1.0]),
            None
        );
    }

    #[test]
    fn slopes_are_those_of_the_equations() {
        let mut rng = rng(92);
        for choices in [&[2, 3][..], &[2, 2, 3], &[4], &[2, 1, 2, 2]] {
            let response = Response::new(&random_game(&mut rng, choices, 9));
            let count = response.choices();
            let mut point: Vec<f64> = (0..count).map(|_| -2.0 * uniform(&mut rng)).collect();
            point.push(3.0);
            let (_, slopes) = response.equations(&point);
            for place in 0..=count {
                let step = 1e-6;
                let moved = |by: f64| {
                    let mut moved = point.clone();
                    moved[place] += by;
                    response.equations(&moved).0
                };
                let (above, below) = (moved(step), moved(-step));
                for row in 0..count {
                    let slope = (above[row] - below[row]) / (2.0 * step);
                    assert!(
                        (slope - slopes[row][place]).abs() < 1e-7,
                        "{choices:?} {row} {place}"
                    );
                }
            }
        }
    }

    #[test]
    fn worths_are_means_over_profiles() {
        let mut rng = rng(93);
        let game = random_game(&mut rng, &[2, 3, 2], 9);
        let response = Response::new(&game);
        let shares: Vec<f64> = (0..7).map(|_| uniform(&mut rng)).collect();
        let found = response.worths(&shares).worths;
        for player in 0..3 {
            let own: Vec<f64> = (0..12)
                .map(|profile| game.payoff(profile, player).to_f64())
                .collect();
            let low = own.iter().copied().fold(f64::INFINITY, f64::min);
            let high = own.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for (choice, place) in response.of(player).enumerate() {
                let mut worth = 0.0;
                for (profile, payoff) in own.iter().enumerate() {
                    let chosen = game.profile(profile);
                    if chosen[player] == choice {
                        let others = (0..3).filter(|&other| other != player);
                        let chance: f64 = others
                            .map(|other| shares[response.of(other).start + chosen[other]])
                            .product();
                        worth += chance * (payoff - low) / (high - low);
                    }
                }
                assert!((worth - found[place]).abs() < 1e-12);
            }
        }
    }
}
