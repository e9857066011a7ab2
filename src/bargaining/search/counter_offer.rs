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

use crate::bargaining::search::answered::Answered;
use crate::bargaining::search::known_answers::KnownAnswers;
use crate::bargaining::search::markup::needed;
use crate::bargaining::search::nearby::{Around, Nearby, nearest_combo};
use crate::bargaining::search::ratifiable::nearest_in_steps;
use crate::bargaining::talks::Side;
use crate::game::{CompiledProfile, Game, INDIFFERENCE, total};

/// Sums that rounding may have moved past a bound are added up again in the order that counts.
const ROUNDING: f64 = 1e-6;

/// The counter-offers of all parties, with what is kept for the next.
#[derive(Debug, Default)]
pub(crate) struct CounterOffers {
    /// By slot, the number of a type when the types of all parties are counted through.
    types: Vec<Search>,
}

impl CounterOffers {
    /// Bytes that are kept from run to run, at most, of a type that chooses the nearest deal.
    pub(crate) fn bytes_max(game: &Game, profile: &CompiledProfile) -> f64 {
        Nearby::bytes_max(&game.blocks) + KnownAnswers::bytes_max(game, profile)
    }

    /// Forgets what holds in one run only.
    pub(crate) fn start(&mut self) {
        for search in &mut self.types {
            search.nearby.start();
        }
    }

    /// Writes the counter-offer of margin `takes` at least; false, and an undefined offer, when no acceptable deal has it.
    pub(crate) fn find(
        &mut self,
        side: Side<'_>,
        standing: &[u32],
        takes: f64,
        offer: &mut Vec<u32>,
    ) -> bool {
        let need = needed(side, takes);
        let found = self.climb(side, standing, need, offer).is_some();
        if found && !side.is_ratifiable(offer) {
            return nearest_in_steps(side, standing, need, offer);
        }
        found
    }

    /// Writes the counter-offer whose margin total reaches a need, whatever bodies at home would say, and returns the needs
    /// that have the same; none, and an undefined offer, when no deal reaches it.
    pub(crate) fn climb(
        &mut self,
        side: Side<'_>,
        standing: &[u32],
        need: f64,
        offer: &mut Vec<u32>,
    ) -> Option<Answered> {
        let slot = side.slot();
        if self.types.len() <= slot {
            self.types.resize_with(slot + 1, Search::default);
        }
        let search = &mut self.types[slot];
        let Some(number) = search.known.number(side, standing) else {
            search.start(side, standing, offer)?;
            return search.climb(side, need, offer);
        };
        let known = search.known.find(number, need, offer, standing.len());
        if known.is_some() {
            return known;
        }
        search.start(side, standing, offer)?;
        let found = search.climb(side, need, offer)?;
        search.known.keep(number, found, offer);
        Some(found)
    }
}

/// The search of one party.
#[derive(Debug, Default)]
struct Search {
    known: KnownAnswers,
    nearby: Nearby,
    /// By block the row of the standing offer's combo.
    rows: Vec<u32>,
    /// By block the number of steps taken.
    taken: Vec<u32>,
    /// By block the slope of the next step, minus infinity for none.
    slopes: Vec<f64>,
}

impl Search {
    /// Takes the standing offer, in blocks where it crosses a red line the nearest combo that does not; none where there is
    /// none.
    fn start(&mut self, side: Side<'_>, standing: &[u32], offer: &mut Vec<u32>) -> Option<()> {
        self.nearby.turn_to(side);
        self.rows.clear();
        self.taken.clear();
        self.slopes.clear();
        offer.clear();
        for (block, &present) in standing.iter().enumerate() {
            let row = self.nearby.find(side, present);
            self.rows.push(row);
            self.taken.push(0);
            let around = self.around(side, block)?;
            offer.push(around.first);
            let first = around.steps.first();
            let slope = first.map_or(f64::NEG_INFINITY, |step| step.slope);
            self.slopes.push(slope);
        }
        Some(())
    }

    /// Takes back step after step until the need is met.
    fn climb(&mut self, side: Side<'_>, need: f64, offer: &mut [u32]) -> Option<Answered> {
        let margin = &side.tables().margin;
        let mut sum = total(margin, offer);
        if sum >= need {
            return Some(Answered {
                above: f64::NEG_INFINITY,
                to: need,
            });
        }
        loop {
            let block = self.steepest()?;
            let before = offer[block];
            offer[block] = self.take_step(side, block);
            sum += margin[offer[block] as usize] - margin[before as usize];
            if sum >= need - ROUNDING && total(margin, offer) >= need {
                return Some(self.take_back(side, need, block, before, offer));
            }
        }
    }

    /// The last step goes no further than it must.
    fn take_back(
        &self,
        side: Side<'_>,
        need: f64,
        block: usize,
        before: u32,
        offer: &mut [u32],
    ) -> Answered {
        let margin = &side.tables().margin;
        let step = std::mem::replace(&mut offer[block], before);
        let held = total(margin, offer);
        let rest = held - margin[before as usize];
        let start = side.game.blocks.list[block].start;
        let around = self.around(side, block).expect("steps were taken");
        let enough = nearest_combo(side, start, around.distances, need - rest);
        offer[block] = enough.unwrap_or(step);
        if total(margin, offer) < need {
            offer[block] = step;
            return Answered {
                above: need,
                to: need,
            };
        }
        // At a lower need it would stop before this step or, in it, at a combo nearer by.
        let near = |combo: u32| around.distances[(combo - start) as usize];
        let reach = near(offer[block]) + INDIFFERENCE;
        let block = side.game.blocks.list[block].combos();
        let nearer = block.filter(|&combo| side.profile().allows(combo) && near(combo) <= reach);
        let short = nearer.map(|combo| margin[combo as usize]);
        let short = short.filter(|&worth| worth < need - rest);
        Answered {
            above: short.fold(held, |above, worth| above.max(rest + worth)),
            to: need,
        }
    }

    /// The block of the step of the greatest gain per distance; of equals the first.
    fn steepest(&self) -> Option<usize> {
        let slopes = self.slopes.iter().enumerate();
        let (best, _) = slopes.fold((None, f64::NEG_INFINITY), |best, (block, &slope)| {
            if slope > best.1 + INDIFFERENCE {
                (Some(block), slope)
            } else {
                best
            }
        });
        best
    }

    /// Takes the next step in a block and returns the combo it leads to.
    fn take_step(&mut self, side: Side<'_>, block: usize) -> u32 {
        self.taken[block] += 1;
        let taken = self.taken[block] as usize;
        let steps = self
            .around(side, block)
            .map_or(&[][..], |around| around.steps);
        let (step, next) = (steps[taken - 1], steps.get(taken));
        let slope = next.map_or(f64::NEG_INFINITY, |step| step.slope);
        self.slopes[block] = slope;
        step.combo
    }

    fn around(&self, side: Side<'_>, block: usize) -> Option<Around<'_>> {
        let combos = side.game.blocks.list[block].size();
        self.nearby.around(self.rows[block], combos)
    }
}

#[cfg(test)]
mod tests {
    use super::CounterOffers;
    use crate::bargaining::fixture::{OFFERS, alike, deals, opened, pie, three_issues};
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
    fn what_is_kept_stays_within_what_is_counted() {
        let issue = |options: u32| -> Vec<f64> {
            let last = f64::from(options - 1);
            (0..options)
                .map(|option| f64::from(option) / last)
                .collect()
        };
        // Answers and steps of few deals, answers up to their limit, steps up to theirs.
        for (options, every, least) in [(6, 1, 0.05), (200, 1, 0.25), (400, 200, 0.25)] {
            let game = alike(4, 0.0, &[issue(options), issue(options)], ("", ""));
            let talks = opened(&game);
            let side = talks.side(&game, 0);
            let (mut search, mut offer) = (CounterOffers::default(), Vec::new());
            let mut most = 0;
            for first in 0..options {
                for second in (options..2 * options).step_by(every) {
                    search.climb(side, &[first, second], 0.05, &mut offer);
                }
                let kept = &search.types[0];
                most = most.max(kept.nearby.bytes() + kept.known.bytes());
            }
            let counted = CounterOffers::bytes_max(&game, side.profile());
            let share = most as f64 / counted;
            assert!(share > least && share <= 1.0, "{options}: {share}");
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
