//! Searches for deals that a party's bodies at home would approve.
//!
//! Approval is a second condition on a party's deals beside its own margin ([`Side::anticipates`]). A deal passes a body in one of
//! two ways: the body is not asked, or it approves, which is a bound on a sum. So these searches are small linear programs, one
//! for each way past all bodies, as in the zone test; the least of their least is the least of all. Were the bodies asked about at the
//! end alone, a search would go through every deal that is better than the best one approved.

use std::slice;

use crate::analysis::zone::{Body, ways_home};
use crate::bargaining::search::program::{Need, Program};
use crate::bargaining::talks::Side;
use crate::game::{Case, INDIFFERENCE, total};

/// Margin total of a party's best deal that its bodies at home would approve; minus infinity where there is no such deal.
pub(crate) fn best_total_at_home(side: Side<'_>) -> f64 {
    let cost = cost_of_margin(side);
    let mut ways = ways(side, |_, _| true);
    let least = ways.cheapest(&cost, |deal| side.anticipates(deal));
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
    let mut ways = ways(side, |_, _| true);
    ways.add(Need {
        of: margin,
        at_least: need,
    });
    let nothing = vec![0.0; margin.len()];
    let found = ways.cheapest(&nothing, passes);
    let first = found.and_then(|cost| ways.lowest(&nothing, cost, passes));
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
    let mut ways = ways(side, keeps);
    ways.add(Need {
        of: margin,
        at_least: need,
    });
    let Some(distance) = ways.cheapest(&far, passes) else {
        return false;
    };
    ways.add(Need {
        of: &near,
        at_least: -distance - INDIFFERENCE,
    });
    let is_near = |deal: &[u32]| total(&far, deal) <= distance + INDIFFERENCE && passes(deal);
    let cost = cost_of_margin(side);
    let best = ways.cheapest(&cost, is_near);
    let best = best.expect("the closest deal is one of the closest");
    let is_best = |deal: &[u32]| total(&cost, deal) <= best + INDIFFERENCE && is_near(deal);
    let lowest = ways.lowest(&cost, best, is_best);
    *answer = lowest.expect("the best of the closest is one of the best");
    true
}

/// The programs of all ways past a party's bodies, each of combos that cross no red line.
struct Ways<'a> {
    programs: Vec<Program<'a>>,
}

/// Most ways past its bodies that are searched one by one.
const WAYS_MAX: usize = 64;

/// The ways of a party; where there are too many, one that leaves bodies asked of some deals only to the last test.
fn ways(side: Side<'_>, keeps: impl Fn(usize, u32) -> bool) -> Ways<'_> {
    let game = side.game;
    let ahead = side.talks.bodies_ahead(game).into_iter();
    let bodies: Vec<Body<'_>> = ahead.filter(|body| body.party == side.party).collect();
    let whole = Case {
        parties: 1 << side.party,
        allowed: vec![true; game.blocks.combos()],
    };
    let parts = ways_home(game, slice::from_ref(&whole), &bodies, WAYS_MAX);
    let lines_crossed = &side.profile().lines_crossed;
    let program = |part: &Case, approves: &dyn Fn(usize, &Body<'_>) -> bool| {
        let approving = bodies.iter().enumerate();
        let approving = approving.filter(|&(place, body)| approves(place, body));
        let needs = approving.map(|(_, body)| Need {
            of: body.utility,
            at_least: body.need,
        });
        let may_be = |block, combo: u32| {
            part.allowed[combo as usize]
                && lines_crossed[combo as usize] == 0
                && keeps(block, combo)
        };
        Program::new(&game.blocks.list, may_be, needs.collect())
    };
    let of_part = |part: &Case| {
        program(part, &|place, _| {
            part.parties >> (game.parties.len() + place) & 1 == 1
        })
    };
    let programs = match parts {
        Some(parts) => parts.iter().map(of_part).collect(),
        None => vec![program(&whole, &|_, body| body.when.is_empty())],
    };
    Ways { programs }
}

impl<'a> Ways<'a> {
    /// Asks for one thing more.
    fn add(&mut self, need: Need<'a>) {
        for program in &mut self.programs {
            program.add(need);
        }
    }

    /// See [`Program::cheapest_below`].
    fn cheapest(&mut self, cost: &[f64], passes: impl Fn(&[u32]) -> bool) -> Option<f64> {
        let programs = self.programs.iter_mut();
        programs.fold(None, |least: Option<f64>, program| {
            let below = least.unwrap_or(f64::INFINITY);
            program.cheapest_below(cost, below, &passes).or(least)
        })
    }

    /// See [`Program::lowest`].
    fn lowest(
        &self,
        cost: &[f64],
        at_most: f64,
        passes: impl Fn(&[u32]) -> bool,
    ) -> Option<Vec<u32>> {
        let programs = self.programs.iter();
        let found = programs.filter_map(|program| program.lowest(cost, at_most, &passes));
        found.min()
    }
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

    /// A second body, and both asked of some deals only: one pattern in one block, one over two blocks.
    const SOMETIMES: &str = "when = [{ i0 = [\"o1\", \"o2\"] }, { i1 = \"o0\", i2 = \"o0\" }]\n\
                             [[stage]]\nid = \"court\"\ntitle = \"Court\"\nparty = \"p0\"\n\
                             utility.i0 = { weight = 1, scores = [0.0, 0.2, 1.0] }\n\
                             utility.i1 = { weight = 2, scores = [1.0, 0.4, 0.3] }\n\
                             utility.i2 = { weight = 1, scores = [0.6, 0.0, 1.0] }\n\
                             when = [{ i2 = \"o1\" }, { i1 = \"o1\" }]\n\
                             forbid = [{ i0 = \"o0\", i2 = \"o1\" }]\n\
                             reservation = 0.5\napproval.logit = { lambda = 10.0 }\n";

    #[test]
    fn bodies_that_are_asked_of_some_deals_only_leave_what_they_leave_one_by_one() {
        let stages = format!("{HOME}{SOMETIMES}");
        let game = three_issues(["anticipate = 0.5", ""], &stages);
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        let margin = &side.tables().margin;
        let approved: Vec<Vec<u32>> = deals(&game)
            .into_iter()
            .filter(|deal| side.anticipates(deal))
            .collect();
        assert!(!approved.is_empty() && approved.len() < deals(&game).len());
        let worth = |deal: &Vec<u32>| total(margin, deal);
        let best = approved.iter().map(worth).fold(f64::MIN, f64::max);
        assert!((best_total_at_home(side) - best).abs() < 1e-12);
        for text in deals(&game) {
            for need in [0.2, 0.5, 0.7, best, best + 0.01] {
                let good = approved.iter().filter(|deal| worth(deal) >= need);
                let changes = |deal: &Vec<u32>| {
                    let blocks = deal.iter().zip(&text);
                    let changes = blocks.map(|(&one, &other)| game.blocks.distance(other, one));
                    changes.sum::<u32>()
                };
                let wanted = good.min_by(|one, other| {
                    let by_worth = worth(other).total_cmp(&worth(one));
                    let nearer = changes(one).cmp(&changes(other));
                    nearer.then(by_worth).then_with(|| one.cmp(other))
                });
                let mut answer = Vec::new();
                let found = nearest(side, &text, 0, need, &mut answer);
                assert_eq!(found.then_some(&answer), wanted, "{text:?}, {need}");
            }
        }
    }
}
