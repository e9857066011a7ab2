//! Searches for deals that a party's bodies at home would approve.
//!
//! Approval is a second condition on a party's deals beside its own margin ([`Side::anticipates`]), and of each body that is
//! always asked it is a bound on a sum. So these searches are small linear programs; what is forbidden or asked of some
//! deals only is tested at the end.

use crate::bargaining::search::program::{Need, Program};
use crate::bargaining::talks::Side;
use crate::game::{INDIFFERENCE, total};

/// Margin total of a party's best deal that its bodies at home would approve; minus infinity where there is no such deal.
pub(crate) fn best_total_at_home(side: Side<'_>) -> f64 {
    let cost = cost_of_margin(side);
    let mut program = program(side, |_, _| true);
    let least = program.cheapest(&cost, |deal| side.anticipates(deal));
    least.map_or(f64::NEG_INFINITY, |cost| -cost)
}

/// Finds the mark-up of a party that anticipates: see [`crate::bargaining::search::MarkUps`] for what is nearest.
pub(crate) fn nearest(
    side: Side<'_>,
    text: &[u32],
    locked: u64,
    need: f64,
    answer: &mut Vec<u32>,
) -> bool {
    let blocks = &side.game.blocks;
    let keeps = |block: usize, combo| blocks.agree_on(locked, text[block], combo);
    let changes = |block: usize, combo| f64::from(blocks.distance(text[block], combo));
    closest(side, need, keeps, changes, answer)
}

/// Finds the deal of so much margin that its bodies would approve whose options lie nearest to a text's; of equals the best, then the
/// lowest.
pub(crate) fn nearest_in_steps(
    side: Side<'_>,
    text: &[u32],
    need: f64,
    answer: &mut Vec<u32>,
) -> bool {
    let steps = |block: usize, combo| side.game.blocks.apart(text[block], combo);
    closest(side, need, |_, _| true, steps, answer)
}

/// Some deal of margin total `need` at least that a party's bodies would approve; false where there is none.
pub(crate) fn any_at_home(side: Side<'_>, need: f64, deal: &mut Vec<u32>) -> bool {
    let margin = &side.tables().margin;
    let passes = |deal: &[u32]| total(margin, deal) >= need && side.anticipates(deal);
    let mut program = program(side, |_, _| true);
    program.add(Need {
        of: margin,
        at_least: need,
    });
    let nothing = vec![0.0; margin.len()];
    let found = program.cheapest(&nothing, passes);
    let first = found.and_then(|cost| program.lowest(&nothing, cost, passes));
    first.map(|found| *deal = found).is_some()
}

/// The deal of margin total `need` at least that is closest in some distance, then of the greatest margin, then the lowest.
fn closest(
    side: Side<'_>,
    need: f64,
    keeps: impl Fn(usize, u32) -> bool,
    distance: impl Fn(usize, u32) -> f64,
    answer: &mut Vec<u32>,
) -> bool {
    let margin = &side.tables().margin;
    let blocks = side.game.blocks.list.iter().enumerate();
    let far = blocks.flat_map(|(place, block)| {
        let distance = &distance;
        block.combos().map(move |combo| distance(place, combo))
    });
    let far: Vec<f64> = far.collect();
    let near: Vec<f64> = far.iter().map(|far| -far).collect();
    let passes = |deal: &[u32]| total(margin, deal) >= need && side.anticipates(deal);
    let mut program = program(side, keeps);
    program.add(Need {
        of: margin,
        at_least: need,
    });
    let Some(distance) = program.cheapest(&far, passes) else {
        return false;
    };
    program.add(Need {
        of: &near,
        at_least: -distance - INDIFFERENCE,
    });
    let is_near = |deal: &[u32]| total(&far, deal) <= distance + INDIFFERENCE && passes(deal);
    let cost = cost_of_margin(side);
    let best = program.cheapest(&cost, is_near);
    let best = best.expect("the closest deal is one of the closest");
    let is_best = |deal: &[u32]| total(&cost, deal) <= best + INDIFFERENCE && is_near(deal);
    let lowest = program.lowest(&cost, best, is_best);
    *answer = lowest.expect("the best of the closest is one of the best");
    true
}

/// What is asked of a deal that a party's bodies would approve, of combos that cross no red line.
fn program(side: Side<'_>, keeps: impl Fn(usize, u32) -> bool) -> Program<'_> {
    let profile = side.profile();
    let bodies = side.game.parties[side.party].stages.iter();
    let always = bodies.filter(|&&stage| side.game.stages[stage].when.is_empty());
    let needs = always.map(|&stage| Need {
        of: side.talks.body_utility(side.game, stage),
        at_least: side
            .talks
            .need_at_home(side.game, stage, profile.anticipate),
    });
    let may_be =
        |block, combo: u32| profile.lines_crossed[combo as usize] == 0 && keeps(block, combo);
    Program::new(&side.game.blocks.list, may_be, needs.collect())
}

fn cost_of_margin(side: Side<'_>) -> Vec<f64> {
    side.tables().margin.iter().map(|margin| -margin).collect()
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deals, opened, three_issues};
    use crate::bargaining::search::ratifiable::{best_total_at_home, nearest};
    use crate::game::total;

    const HOME: &str = "[[stage]]\nid = \"house\"\ntitle = \"House\"\nparty = \"p0\"\n\
                        utility.i0 = { weight = 1, scores = [1.0, 0.5, 0.0] }\n\
                        utility.i1 = { weight = 1, scores = [1.0, 0.5, 0.0] }\n\
                        utility.i2 = { weight = 1, scores = [1.0, 0.5, 0.0] }\n\
                        reservation = 0.6\napproval.logit = { lambda = 10.0 }\n";

    #[test]
    fn the_best_deal_at_home_is_the_best_of_those_the_body_would_approve() {
        let game = three_issues(["anticipate = 0.5", ""], HOME);
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        let margin = &side.tables().margin;
        let approved = deals(&game)
            .into_iter()
            .filter(|deal| side.anticipates(deal));
        let best = approved
            .map(|deal| total(margin, &deal))
            .fold(0.0, f64::max);
        let text = vec![0, 3, 6];
        let found = best_total_at_home(side);
        assert!((found - best).abs() < 1e-12);
        assert!(best < side.best_total(), "the body forbids the best deal");
        let mut answer = Vec::new();
        assert!(nearest(side, &text, 0, best, &mut answer));
        assert!(side.anticipates(&answer));
        assert!(!nearest(side, &text, 0, best + 0.01, &mut answer));
    }
}
