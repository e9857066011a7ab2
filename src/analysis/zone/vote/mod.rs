//! The zone test where the sets of parties that could consent are too many to be gone through, as under a quota of many voters.
//!
//! A deal is in the zone when the parties that accept it meet the rules of its options, so the question is not which set signs but
//! which deals leave enough willing. Candidates are taken away and bounds are made from the parties that are still *hopeful*:
//! those whom the best of what is open would give what they need (`ground`). Weights of the voters then prove that too few
//! can be content at once, or yield deals, which are tested, and mended option by option (`promise`). What is left goes to a branch
//! and bound over the blocks (`tree`), which tries every deal where there are few.

mod ground;
mod promise;
mod question;
mod tree;
mod values;

use crate::analysis::zone::layout::Layout;
use crate::analysis::zone::state::ZoneState;
use crate::analysis::zone::terms::Terms;
use crate::game::{Game, PartySet};

pub(super) use question::Question;

use ground::Ground;
use tree::Tree;
use values::Values;

/// Nodes that one test visits at most, a few hundredths of a second: more than there are in a tree of 100,000 deals.
pub const VOTE_NODES_MAX: u32 = 200_100;

/// The state of the zone over some rounds.
pub(super) fn state(question: Question<'_>) -> ZoneState {
    let voices = question.voices();
    let mut nodes_left = VOTE_NODES_MAX;
    let mut least = vec![f64::INFINITY; voices];
    for round in question.rounds.chunks_exact(voices) {
        for (least, &threshold) in least.iter_mut().zip(round) {
            *least = least.min(threshold);
        }
    }
    let state = decide(&question, &least, &mut nodes_left);
    if state != ZoneState::Undecided || question.rounds.len() == voices {
        return state;
    }
    // Together the rounds ask for too little: each by itself.
    let mut decided = true;
    for round in question.rounds.chunks_exact(voices) {
        let alone = Question {
            rounds: round,
            ..question
        };
        let mut nodes_left = VOTE_NODES_MAX;
        match decide(&alone, round, &mut nodes_left) {
            ZoneState::Open => return ZoneState::Open,
            ZoneState::Empty => {}
            ZoneState::Undecided => decided = false,
        }
    }
    if decided {
        ZoneState::Empty
    } else {
        ZoneState::Undecided
    }
}

/// Whether some deal crosses no red line of anybody whose consent it needs.
pub(super) fn red_lines(game: &Game, layout: &Layout, crossed: &[PartySet]) -> ZoneState {
    let voices = game.parties.len();
    state(Question {
        game,
        layout,
        terms: Terms {
            values: &vec![0.0; voices * layout.combos()],
            crossed,
        },
        bodies: &[],
        rounds: &vec![0.0; voices],
    })
}

/// The state of the zone where the voices need at least so much.
fn decide(question: &Question<'_>, needs: &[f64], nodes_left: &mut u32) -> ZoneState {
    let Some(ground) = Ground::of(question, needs) else {
        return ZoneState::Empty;
    };
    let values = Values::of(question, &ground);
    match promise::weigh(question, &ground, &values) {
        None => ZoneState::Empty,
        Some(found) if found.is_open => ZoneState::Open,
        Some(found) => Tree::of(question, &ground, &values, &found.cuts).search(nodes_left),
    }
}
