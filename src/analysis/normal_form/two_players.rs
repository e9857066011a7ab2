//! All equilibria of two players.
//!
//! **Which.** A mix is a point of its player's polytope of best replies, where each of the choices of both players is a label: an
//! own choice that is not used, a choice of the other that is a best reply. Two mixes are in equilibrium exactly if together
//! they have all labels: each choice is unused or a best reply. The equilibria between two corners that have all labels are
//! called extreme; all others are averages of these (Winkels 1979; Avis, Rosenberg, Savani and von Stengel 2010).
//!
//! **How they hang together.** Draw a line between two corners that are in equilibrium. Where each of some corners of one side has
//! a line to each of some corners of the other, any average of the first is in equilibrium with any average of the second: their
//! players can exchange mixes. The largest such sets cover all equilibria, and two sets touch only where they share corners, so
//! the connected parts of the drawing are those of the equilibria themselves.
//!
//! The largest sets are the intersections of neighbourhoods: the corners of the second side that all of some first corners have
//! a line to, with the first corners that have a line to all of these. Adding the first corners one by one yields them all.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use num_bigint::BigInt;

use crate::analysis::normal_form::complementary::path_end;
use crate::analysis::normal_form::corners::{Corners, TIGHT_MAX, Tight, corners, mix_of};
use crate::analysis::normal_form::dominance::{Dominance, eliminate};
use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::game::NormalForm;
use crate::analysis::normal_form::mixed::payoffs_and_regrets;
use crate::analysis::normal_form::pure::pure_equilibria;

/// Most bases of a polytope that are walked; one of 12 choices on both sides has at most 24,752.
pub const BASES_MAX: usize = 30_000;
/// Most profiles of a game whose polytopes are walked, once dominated choices are struck out.
pub const WALKED_PROFILES_MAX: usize = 400;
/// Most pivots in search of single equilibria where not all can be found.
pub const PIVOTS_MAX: usize = 5_000;
/// Most sets of exchangeable mixes in one component.
pub const SETS_MAX: usize = 1_000;

/// Equilibria of a game of two players (Nash 1950).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equilibria {
    /// By player: the mixes of extreme equilibria, a share for each choice of the whole game; those with the greatest share of
    /// the first choice come first.
    pub mixes: [Vec<Vec<Exact>>; 2],
    /// The extreme equilibria, in the order of their mixes.
    pub extreme: Vec<ExtremeEquilibrium>,
    /// The connected parts of the set of all equilibria, in the order of their first extreme equilibria.
    pub components: Vec<Component>,
    /// Whether some mix has more best replies than choices that it uses, once strictly dominated choices are struck out; none if
    /// that is not known.
    ///
    /// A game that is not degenerate has finitely many equilibria, an odd number. One that is may have a continuum of them.
    pub is_degenerate: Option<bool>,
    /// Whether these are all. If not, the pure equilibria are here, and others that were found; components may lack parts.
    pub is_complete: bool,
}

/// An equilibrium that is no average of others exchangeable with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtremeEquilibrium {
    /// By player: the place of its mix in [`Equilibria::mixes`].
    pub mixes: [usize; 2],
    /// By player: its mean payoff.
    pub payoffs: [Exact; 2],
}

/// A connected part of the set of equilibria.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// The largest sets of exchangeable mixes, which cover it.
    pub sets: Vec<Exchangeable>,
}

/// Mixes of which each of one player is in equilibrium with each of the other, and so are all averages of either.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exchangeable {
    /// By player: places in [`Equilibria::mixes`].
    pub mixes: [Vec<usize>; 2],
}

/// A mix of each of the two players.
type Pair = [Vec<Exact>; 2];

impl Component {
    /// Whether it has more than one equilibrium, and so infinitely many.
    pub fn is_continuum(&self) -> bool {
        let sets = self.sets.iter().flat_map(|set| &set.mixes);
        sets.into_iter().any(|mixes| mixes.len() > 1)
    }
}

/// All equilibria of a game of two players, as far as limits allow; none unless two play.
pub fn equilibria(game: &NormalForm) -> Option<Equilibria> {
    if game.players() != 2 {
        return None;
    }
    let kept = eliminate(game, Dominance::Strict).kept;
    let left = game.restricted(&kept);
    let matrices = [0, 1].map(|player| above_zero(left.matrix(player).rows));
    let is_walked =
        left.profiles() <= WALKED_PROFILES_MAX && left.choices(0) + left.choices(1) <= TIGHT_MAX;
    // A player's mixes live in the polytope of the other's payoffs.
    let walked = is_walked.then(|| [1, 0].map(|other: usize| corners(&matrices[other], BASES_MAX)));
    let counts = [0, 1].map(|player| left.choices(player));
    let mut pairs = walked
        .as_ref()
        .map_or_else(BTreeSet::new, |corners| complete_pairs(counts, corners));
    let is_complete = walked
        .as_ref()
        .is_some_and(|corners| corners.iter().all(|side| side.is_complete));
    if !is_complete {
        pairs.extend(single(&left, [&matrices[0], &matrices[1]]));
    }
    let is_degenerate = walked.and_then(|corners| {
        let is_seen = corners.iter().any(|side| side.is_degenerate);
        (is_seen || is_complete).then_some(is_seen)
    });
    let pairs = pairs.into_iter().map(|[first, second]| {
        [
            widened(first, &kept[0], game.choices(0)),
            widened(second, &kept[1], game.choices(1)),
        ]
    });
    let mut found = arranged(game, &pairs.collect::<Vec<_>>());
    found.is_degenerate = is_degenerate;
    found.is_complete &= is_complete;
    Some(found)
}

/// Payoffs on a scale on which the least is 1.
fn above_zero(mut matrix: Vec<Vec<BigInt>>) -> Vec<Vec<BigInt>> {
    let entries = matrix.iter_mut().flatten();
    entries.for_each(|entry| *entry += 1);
    matrix
}

/// The pairs of corners that have all labels together.
fn complete_pairs(counts: [usize; 2], corners: &[Corners; 2]) -> BTreeSet<Pair> {
    let all = counts.iter().sum::<usize>();
    let every = Tight::MAX >> (TIGHT_MAX - all);
    // Labels are the first player's choices, then the second's; in the second's polytope its own come first.
    let own = Tight::MAX >> (TIGHT_MAX - counts[1]);
    let turned = |tight: Tight| (tight & own) << counts[0] | tight >> counts[1];
    let seconds: Vec<(Tight, &Vec<BigInt>)> = corners[1]
        .weights
        .iter()
        .map(|(&tight, weights)| (turned(tight), weights))
        .collect();
    let mut pairs = BTreeSet::new();
    for (&tight, first) in &corners[0].weights {
        for (other, second) in &seconds {
            if tight | other == every {
                pairs.insert([mix_of(first), mix_of(second)]);
            }
        }
    }
    pairs
}

/// Equilibria found one by one: the pure ones, and those that complementary pivoting ends in.
fn single(game: &NormalForm, matrices: [&[Vec<BigInt>]; 2]) -> Vec<Pair> {
    let unit = |player: usize, chosen: usize| -> Vec<Exact> {
        let choices = 0..game.choices(player);
        choices
            .map(|choice| Exact::from(i64::from(choice == chosen)))
            .collect()
    };
    let pure = pure_equilibria(game).into_iter().map(|profile| {
        let chosen = game.profile(profile);
        [unit(0, chosen[0]), unit(1, chosen[1])]
    });
    let mut pairs: Vec<Pair> = pure.collect();
    let mut pivots_left = PIVOTS_MAX;
    for dropped in 0..game.choices(0) + game.choices(1) {
        pairs.extend(path_end(matrices, dropped, &mut pivots_left));
    }
    for pair in &pairs {
        let found = payoffs_and_regrets(game, pair);
        let is_equilibrium = found.iter().all(|(_, regret)| regret.is_zero());
        assert!(is_equilibrium, "nobody regrets where a path ends");
    }
    pairs
}

/// Shares of all choices, 0 for those struck out.
fn widened(mix: Vec<Exact>, kept: &[usize], choices: usize) -> Vec<Exact> {
    let mut wide = vec![Exact::zero(); choices];
    for (&choice, share) in kept.iter().zip(mix) {
        wide[choice] = share;
    }
    wide
}

/// Extreme equilibria in order, with their components.
fn arranged(game: &NormalForm, pairs: &[Pair]) -> Equilibria {
    let mixes = [0, 1].map(|player| {
        let distinct: BTreeSet<Reverse<&Vec<Exact>>> = pairs
            .iter()
            .map(|pair: &Pair| Reverse(&pair[player]))
            .collect();
        let mixes: Vec<Vec<Exact>> = distinct.into_iter().map(|mix| mix.0.clone()).collect();
        mixes
    });
    let place = |pair: &Pair, player: usize| {
        let side = &mixes[player];
        side.binary_search_by(|mix| pair[player].cmp(mix))
            .expect("every mix is listed")
    };
    let mut lines: Vec<[usize; 2]> = pairs
        .iter()
        .map(|pair| [place(pair, 0), place(pair, 1)])
        .collect();
    lines.sort_unstable();
    let extreme = lines.iter().map(|&[first, second]| {
        let pair = [mixes[0][first].clone(), mixes[1][second].clone()];
        let payoffs = payoffs_and_regrets(game, &pair);
        ExtremeEquilibrium {
            mixes: [first, second],
            payoffs: [0, 1].map(|player: usize| payoffs[player].0.clone()),
        }
    });
    let extreme = extreme.collect();
    let parts = connected(&lines, mixes[0].len());
    let components: Vec<Component> = parts.iter().map(|lines| component(lines)).collect();
    Equilibria {
        is_complete: components.iter().all(|part| part.sets.len() < SETS_MAX),
        is_degenerate: None,
        mixes,
        extreme,
        components,
    }
}

/// The lines of each connected part, in the order of their first lines.
fn connected(lines: &[[usize; 2]], firsts: usize) -> Vec<Vec<[usize; 2]>> {
    let seconds = lines.iter().map(|line| line[1] + 1).max().unwrap_or(0);
    let mut touching = vec![Vec::new(); firsts + seconds];
    for (place, line) in lines.iter().enumerate() {
        touching[line[0]].push(place);
        touching[firsts + line[1]].push(place);
    }
    let mut is_met = vec![false; lines.len()];
    let mut parts = Vec::new();
    for start in 0..lines.len() {
        if is_met[start] {
            continue;
        }
        is_met[start] = true;
        let mut part = vec![start];
        let mut next = 0;
        while next < part.len() {
            let line = lines[part[next]];
            next += 1;
            for &other in touching[line[0]].iter().chain(&touching[firsts + line[1]]) {
                if !std::mem::replace(&mut is_met[other], true) {
                    part.push(other);
                }
            }
        }
        part.sort_unstable();
        parts.push(part.into_iter().map(|place| lines[place]).collect());
    }
    parts
}

/// The largest sets of exchangeable mixes among the lines of a connected part, at most the limit.
fn component(lines: &[[usize; 2]]) -> Component {
    let firsts: BTreeSet<usize> = lines.iter().map(|line| line[0]).collect();
    let reached = |first: usize| -> BTreeSet<usize> {
        let lines = lines.iter().filter(|line| line[0] == first);
        lines.map(|line| line[1]).collect()
    };
    let neighbours: Vec<(usize, BTreeSet<usize>)> = firsts
        .into_iter()
        .map(|first| (first, reached(first)))
        .collect();
    let mut shared: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    for (_, near) in &neighbours {
        let met: Vec<BTreeSet<usize>> = shared.iter().map(|set| set & near).collect();
        shared.insert(near.clone());
        shared.extend(met.into_iter().filter(|set| !set.is_empty()));
        if shared.len() > SETS_MAX {
            break;
        }
    }
    let sets = shared.into_iter().take(SETS_MAX).map(|seconds| {
        let all = neighbours
            .iter()
            .filter(|(_, near)| seconds.is_subset(near));
        Exchangeable {
            mixes: [
                all.map(|(first, _)| *first).collect(),
                seconds.into_iter().collect(),
            ],
        }
    });
    let mut sets: Vec<Exchangeable> = sets.collect();
    sets.sort_unstable();
    Component { sets }
}
