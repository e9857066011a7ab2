//! What parties that look ahead to ratification leave of the zone.
//!
//! Such a party refuses what one of its bodies at home would approve too seldom (Iida 1993). A body is asked when the deal
//! matches one of its `when` patterns, or always; it refuses what matches a `forbid` pattern, and else asks that its own
//! utility of the deal, a sum over blocks like everybody's, reach a need. So a deal passes a body in one of two ways: it matches none of
//! `when`, or it matches none of `forbid` and meets the need. The second is one more column beside the parties' margins; to
//! match no pattern means to miss, for each pattern, one of its conditions. Each consent case is split into these choices, and
//! the zone test takes the parts as cases of their own. Nothing is enumerated but choices among conditions, of which there are few.

use crate::game::{Case, Game};
use crate::model::{IssueId, Pattern};

/// Most parts into which the zone test lets one consent case be split.
pub(super) const PARTS_MAX: usize = 4_096;
/// Most parties and bodies at home that one mask holds.
const VOICES_MAX: usize = 64;

/// A body at home as the party sees it that looks ahead to it.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    /// The party, by its place.
    pub party: usize,
    /// Utility of each combo to the body.
    pub utility: &'a [f64],
    /// What a deal's utility to it must reach.
    pub need: f64,
    /// It is asked when the deal matches one of these; always when there is none.
    pub when: &'a [Pattern],
    /// It refuses whatever matches one of these.
    pub forbid: &'a [Pattern],
}

/// Consent cases of a game split by how deals pass these bodies; body b stands behind the parties, at bit `parties + b`.
///
/// None when a case has more parts than this, or when there are more parties and bodies than a mask holds.
pub(crate) fn ways_home(
    game: &Game,
    cases: &[Case],
    bodies: &[Body<'_>],
    parts_max: usize,
) -> Option<Vec<Case>> {
    let parties = game.parties.len();
    if parties + bodies.len() > VOICES_MAX {
        return None;
    }
    let mut parts = Vec::new();
    for case in cases {
        let mut of_case = vec![case.clone()];
        for (place, body) in bodies.iter().enumerate() {
            if case.parties >> body.party & 1 == 0 {
                continue;
            }
            let mut passed = Vec::new();
            for part in of_case {
                if !body.when.is_empty() {
                    passed.extend(missing_all(game, &part, body.when, parts_max)?);
                }
                let approved = missing_all(game, &part, body.forbid, parts_max)?;
                passed.extend(approved.into_iter().map(|mut part| {
                    part.parties |= 1 << (parties + place);
                    part
                }));
            }
            if passed.len() > parts_max {
                return None;
            }
            of_case = passed;
        }
        parts.extend(of_case);
    }
    Some(parts)
}

/// The parts of a case whose deals match none of some patterns.
fn missing_all(
    game: &Game,
    case: &Case,
    patterns: &[Pattern],
    parts_max: usize,
) -> Option<Vec<Case>> {
    let mut parts = vec![case.clone()];
    for pattern in patterns {
        let missed = parts.iter().flat_map(|part| missing(game, part, pattern));
        parts = missed.collect();
        if parts.len() > parts_max {
            return None;
        }
    }
    Some(parts)
}

/// The parts of a case whose deals miss a pattern: one where its issues stand in one block, else one for each condition.
fn missing(game: &Game, case: &Case, pattern: &Pattern) -> Vec<Case> {
    let blocks = &game.blocks;
    let block_of = |issue: IssueId| blocks.of_issue[issue.index()].0;
    let mut conditions = pattern.conditions.iter();
    let home = conditions.next().map(|(issue, _)| block_of(*issue));
    if let Some(block) = home.filter(|&home| conditions.all(|(issue, _)| block_of(*issue) == home))
    {
        let whole = |combo| blocks.matches(combo, pattern);
        return vec![without(game, case, block, whole)];
    }
    let conditions = pattern.conditions.iter();
    let missing = conditions.map(|(issue, set)| {
        let met = |combo| set.contains(usize::from(blocks.option(combo, *issue)));
        without(game, case, block_of(*issue), met)
    });
    missing.collect()
}

/// A case without some combos of a block.
fn without(game: &Game, case: &Case, block: u32, taken: impl Fn(u32) -> bool) -> Case {
    let mut left = case.clone();
    let combos = game.blocks.list[block as usize].combos();
    for combo in combos.filter(|&combo| taken(combo)) {
        left.allowed[combo as usize] = false;
    }
    left
}
