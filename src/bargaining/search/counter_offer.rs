//! Counter-offers: of the deals that meet a party's target the one nearest to the standing offer.
//!
//! How far two deals are apart is the sum over issues of how far their options lie apart, the whole of an issue counting 1. From the standing
//! offer the party takes back, change by change, what gains it most for its distance until its target is met, the last
//! change no further than it must. So it holds on to what matters to it and leaves the other what matters less, as in the
//! trade-offs of Faratin, Sierra and Jennings (2002), Artificial Intelligence 142(2), and on a single issue it concedes step by
//! step. (To count changed issues alone would not do: with one issue every other deal is one change away.)
//!
//! Margins add up over blocks, so within a block the changes follow the upper concave envelope of margin over distance, and
//! over blocks their gains per distance fall: the greedy solution of a multiple-choice knapsack (Sinha and Zoltners 1979, Operations
//! Research 27(3)), which leaves at most the last change to choose more finely.
//!
//! A party that looks ahead to ratification asks more of a deal than a sum; where the offer so found would fail at home, the
//! nearest one that would not is searched for.

use crate::bargaining::search::markup::needed;
use crate::bargaining::search::ratifiable::nearest_in_steps;
use crate::bargaining::talks::Side;
use crate::game::{INDIFFERENCE, total};

/// A change of one block to another combo, with what it gains for each unit of distance.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Change {
    slope: f64,
    combo: u32,
}

/// Memory of the search, reused.
#[derive(Debug, Default)]
pub(crate) struct CounterOffers {
    /// By combo how far it lies from the standing offer's.
    distances: Vec<f64>,
    /// By block its next change, if it has one.
    next: Vec<Option<Change>>,
}

impl CounterOffers {
    /// Writes the counter-offer of margin `takes` at least; false, and an undefined offer, when no acceptable deal has it.
    pub(crate) fn find(
        &mut self,
        side: Side<'_>,
        standing: &[u32],
        takes: f64,
        offer: &mut Vec<u32>,
    ) -> bool {
        let need = needed(side, takes);
        let found = self.start(side, standing, offer) && self.climb(side, need, offer);
        if found && !side.is_ratifiable(offer) {
            return nearest_in_steps(side, standing, need, offer);
        }
        found
    }

    /// Measures distances and takes the standing offer, in blocks where it crosses a red line the nearest combo that does
    /// not; false where there is none.
    fn start(&mut self, side: Side<'_>, standing: &[u32], offer: &mut Vec<u32>) -> bool {
        let (blocks, profile) = (&side.game.blocks, side.profile());
        self.distances.clear();
        for (block, &present) in blocks.list.iter().zip(standing) {
            let far = block.combos().map(|combo| blocks.apart(present, combo));
            self.distances.extend(far);
        }
        standing.clone_into(offer);
        for (place, combo) in offer.iter_mut().enumerate() {
            if !profile.allows(*combo) {
                match self.nearest_combo(side, place, f64::NEG_INFINITY) {
                    Some(nearest) => *combo = nearest,
                    None => return false,
                }
            }
        }
        self.next.clear();
        for (place, &combo) in offer.iter().enumerate() {
            let change = self.next_change(side, place, combo);
            self.next.push(change);
        }
        true
    }

    /// Takes back change after change until the need is met.
    fn climb(&mut self, side: Side<'_>, need: f64, offer: &mut [u32]) -> bool {
        let margin = &side.tables().margin;
        while total(margin, offer) < need {
            let Some((place, change)) = self.steepest() else {
                return false;
            };
            let before = offer[place];
            offer[place] = change.combo;
            self.next[place] = self.next_change(side, place, change.combo);
            if total(margin, offer) >= need {
                // The last change goes no further than it must.
                offer[place] = before;
                let rest = total(margin, offer) - margin[before as usize];
                let enough = self.nearest_combo(side, place, need - rest);
                offer[place] = enough.unwrap_or(change.combo);
                if total(margin, offer) < need {
                    offer[place] = change.combo;
                }
                return true;
            }
        }
        true
    }

    /// The change of the greatest gain per distance; of equals that of the first block.
    fn steepest(&self) -> Option<(usize, Change)> {
        let changes = self.next.iter().enumerate();
        let changes = changes.filter_map(|(place, change)| Some((place, (*change)?)));
        changes.fold(None, |best: Option<(usize, Change)>, (place, change)| {
            let better = best.is_none_or(|(_, best)| change.slope > best.slope + INDIFFERENCE);
            if better { Some((place, change)) } else { best }
        })
    }

    /// From a combo of a block the farther one of the greatest gain per distance; of equals the nearest, then the lowest.
    fn next_change(&self, side: Side<'_>, place: usize, combo: u32) -> Option<Change> {
        let (margin, profile) = (&side.tables().margin, side.profile());
        let (here, worth) = (self.distances[combo as usize], margin[combo as usize]);
        let mut best: Option<Change> = None;
        for other in side.game.blocks.list[place].combos() {
            let far = self.distances[other as usize] - here;
            let gain = margin[other as usize] - worth;
            if far <= 0.0 || gain <= INDIFFERENCE || !profile.allows(other) {
                continue;
            }
            let slope = gain / far;
            let better = best.is_none_or(|best| {
                let nearer = self.distances[other as usize] < self.distances[best.combo as usize];
                slope > best.slope + INDIFFERENCE || slope >= best.slope - INDIFFERENCE && nearer
            });
            if better {
                best = Some(Change {
                    slope,
                    combo: other,
                });
            }
        }
        best
    }

    /// The nearest combo of a block worth so much at least; of equals the best, then the lowest.
    fn nearest_combo(&self, side: Side<'_>, place: usize, worth: f64) -> Option<u32> {
        let (margin, profile) = (&side.tables().margin, side.profile());
        let mut best: Option<u32> = None;
        for combo in side.game.blocks.list[place].combos() {
            if !profile.allows(combo) || margin[combo as usize] < worth {
                continue;
            }
            let better = best.is_none_or(|best| {
                let (near, nearest) = (
                    self.distances[combo as usize],
                    self.distances[best as usize],
                );
                let richer = margin[combo as usize] > margin[best as usize] + INDIFFERENCE;
                near < nearest - INDIFFERENCE || near <= nearest + INDIFFERENCE && richer
            });
            if better {
                best = Some(combo);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::CounterOffers;
    use crate::bargaining::fixture::{OFFERS, deals, opened, pie, three_issues};
    use crate::game::total;

    #[test]
    fn on_one_issue_it_is_the_least_that_meets_the_target() {
        let game = pie(9, OFFERS, ["", ""]);
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        let mut offer = Vec::new();
        // Options o0 to o4 are worth 0, ¼, ½, ¾ and 1 to it; the other offers o0.
        for (target, option) in [(1.0, 4), (0.75, 3), (0.6, 3), (0.5, 2), (0.1, 1)] {
            assert!(CounterOffers::default().find(side, &[0], target, &mut offer));
            assert_eq!(offer, [option], "{target}");
        }
        assert!(!CounterOffers::default().find(side, &[0], 1.1, &mut offer));
    }

    #[test]
    fn it_meets_the_target_and_takes_back_no_more_than_it_must() {
        let tied = "linkages = [{ when = { i0 = \"o2\", i1 = \"o0\" }, bonus = 0.2 }]";
        let lined = "never = [{ i2 = \"o1\" }]";
        for lines in ["", tied, lined] {
            let game = three_issues([lines, ""], "");
            let talks = opened(&game);
            let side = talks.side(&game, 0);
            let margin = &side.tables().margin;
            let all = deals(&game);
            let far = |one: &[u32], other: &[u32]| -> f64 {
                let pairs = one.iter().zip(other);
                pairs
                    .map(|(&one, &other)| game.blocks.apart(one, other))
                    .sum()
            };
            for text in &all {
                for takes in [0.1, 0.35, 0.55, 0.9] {
                    let mut offer = Vec::new();
                    let any = CounterOffers::default().find(side, text, takes, &mut offer);
                    let meets = |deal: &[u32]| {
                        !side.crosses(deal) && total(margin, deal) - side.floor() >= takes - 1e-12
                    };
                    assert_eq!(any, all.iter().any(|deal| meets(deal)), "{lines} {text:?}");
                    if !any {
                        continue;
                    }
                    assert!(meets(&offer), "{lines} {text:?} {takes}");
                    if meets(text) {
                        assert_eq!(offer, *text);
                    }
                    // The nearest of all is at most one issue's change nearer.
                    let nearest = all.iter().filter(|deal| meets(deal));
                    let nearest = nearest.map(|deal| far(text, deal)).fold(9.0, f64::min);
                    assert!(far(text, &offer) <= nearest + 1.0 + 1e-9);
                }
            }
        }
    }

    #[test]
    fn what_matters_most_is_taken_back_first() {
        let game = three_issues(["", ""], "");
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        let margin = &side.tables().margin;
        let worth = |deal: &Vec<u32>| total(margin, deal);
        let all = deals(&game).into_iter();
        let worst = all.min_by(|one, other| worth(one).total_cmp(&worth(other)));
        let worst = worst.expect("there are deals");
        let slopes = worst.iter().map(|&present| {
            let block = game.blocks.block_of(present).combos();
            let others = block.filter(|&combo| combo != present);
            let gain = |combo: u32| margin[combo as usize] - margin[present as usize];
            let slope = others.map(|combo| gain(combo) / game.blocks.apart(present, combo));
            slope.fold(f64::NEG_INFINITY, f64::max)
        });
        let (steepest, _) =
            slopes.enumerate().fold(
                (0, 0.0),
                |best, (place, slope)| {
                    if slope > best.1 { (place, slope) } else { best }
                },
            );
        let mut offer = Vec::new();
        let slightly_more = worth(&worst) - side.floor() + 0.01;
        let search = &mut CounterOffers::default();
        assert!(search.find(side, &worst, slightly_more.max(0.01), &mut offer));
        assert_ne!(worst[steepest], offer[steepest]);
    }
}
