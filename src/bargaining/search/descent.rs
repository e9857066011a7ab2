//! A party's deals from the best one down, found one after the other.
//!
//! A deal is written as the rank that its combo has in each block, best combo first. Its successors raise the rank of the
//! last block whose rank is not 0, or of a block after it, by one. So every deal but the best is the successor of one other,
//! which is worth no less: margins are added up in the order of the blocks, and rounding keeps order. A heap that holds the
//! successors of all deals found therefore has the next one at its top (Lawler 1972, Management Science 18(7)). Deals worth
//! the same leave it together and are put in the order of their numbers.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::game::{Blocks, CompiledProfile, total};

/// A deal that may be next.
#[derive(Clone, Copy, Debug)]
struct Next {
    total: f64,
    number: u32,
    /// The last block in which it has not the best combo; 0 where there is none.
    last: u32,
}

impl Ord for Next {
    fn cmp(&self, other: &Self) -> Ordering {
        let worth = self.total.total_cmp(&other.total);
        worth.then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Next {}

/// The best deals of a party as far as they were asked for.
#[derive(Debug, Default)]
pub(super) struct Descent {
    /// Combos of each block that cross no red line, best first, block after block.
    falling: Vec<u32>,
    /// By combo its place there.
    places: Vec<u32>,
    /// Where each block begins there, and where the last ends.
    starts: Vec<usize>,
    heap: BinaryHeap<Next>,
    /// Margin totals and numbers of the deals found, best first; of equals the lowest first.
    found: Vec<(f64, u32)>,
    deal: Vec<u32>,
}

impl Descent {
    /// Bytes that it takes at most when so many of some deals are found: each deal waits once.
    pub(super) fn bytes_max(deals: f64, found: f64) -> f64 {
        deals * size_of::<Next>() as f64 + found * size_of::<(f64, u32)>() as f64
    }

    /// Begins anew with a party's margins.
    pub(super) fn start(&mut self, blocks: &Blocks, profile: &CompiledProfile, margin: &[f64]) {
        self.falling.clear();
        self.places.clear();
        self.places.resize(blocks.combos(), 0);
        self.starts.clear();
        self.starts.push(0);
        self.heap.clear();
        self.found.clear();
        for block in &blocks.list {
            let from = self.falling.len();
            let allowed = block.combos().filter(|&combo| profile.allows(combo));
            self.falling.extend(allowed);
            let worth = |combo: u32| margin[combo as usize];
            self.falling[from..]
                .sort_by(|&one, &other| worth(other).total_cmp(&worth(one)).then(one.cmp(&other)));
            for (place, &combo) in (0..).zip(&self.falling).skip(from) {
                self.places[combo as usize] = place;
            }
            self.starts.push(self.falling.len());
        }
        let is_empty = |ends: &[usize]| ends[0] == ends[1];
        if !self.starts.windows(2).any(is_empty) {
            let best = self.starts[..blocks.list.len()].iter();
            self.deal.clear();
            self.deal.extend(best.map(|&start| self.falling[start]));
            self.heap.push(Next {
                total: total(margin, &self.deal),
                number: blocks.encode(&self.deal),
                last: 0,
            });
        }
    }

    /// Margin total and number of the deal in a place from the best down; none where there are fewer.
    pub(super) fn get(
        &mut self,
        blocks: &Blocks,
        margin: &[f64],
        place: usize,
    ) -> Option<(f64, u32)> {
        while self.found.len() <= place {
            self.go_down(blocks, margin)?;
        }
        Some(self.found[place])
    }

    /// Finds the deals worth most of those not found yet; none where there are none.
    fn go_down(&mut self, blocks: &Blocks, margin: &[f64]) -> Option<()> {
        let from = self.found.len();
        let worth = self.heap.peek()?.total;
        while let Some(next) = self.heap.peek().copied()
            && next.total.total_cmp(&worth).is_eq()
        {
            self.heap.pop();
            self.found.push((next.total, next.number));
            self.push_successors(blocks, margin, next);
        }
        self.found[from..].sort_unstable_by_key(|found| found.1);
        Some(())
    }

    fn push_successors(&mut self, blocks: &Blocks, margin: &[f64], next: Next) {
        blocks.decode(next.number, &mut self.deal);
        for block in next.last as usize..blocks.list.len() {
            let combo = self.deal[block];
            let place = self.places[combo as usize] as usize + 1;
            if place == self.starts[block + 1] {
                continue;
            }
            self.deal[block] = self.falling[place];
            self.heap.push(Next {
                total: total(margin, &self.deal),
                number: blocks.encode(&self.deal),
                last: u32::try_from(block).expect("at most 64 blocks"),
            });
            self.deal[block] = combo;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::three_issues;
    use crate::bargaining::search::descent::Descent;
    use crate::bargaining::search::ranking::Ranking;
    use crate::game::{Owner, Purpose, Stream, median_tables};

    #[test]
    fn it_goes_down_the_whole_ranking() {
        let mut stream = Stream::new(2, Purpose::Design, Owner::named("descent"), 0);
        for lines in ["", "never = [{ i0 = \"o1\" }]"] {
            let game = three_issues([lines, ""], "");
            let profile = &game.parties[0].profiles[0];
            let mut descent = Descent::default();
            for values in [2, 5, 1_000_000] {
                let mut margin = median_tables(&game, 0, 0).margin;
                // Few values make for many ties.
                margin.fill_with(|| f64::from(stream.below(values)) / 7.0);
                let mut ranking = Ranking::default();
                ranking.build(&game.blocks, profile, &margin);
                descent.start(&game.blocks, profile, &margin);
                for (place, &ranked) in ranking.falling().iter().enumerate() {
                    let ranked = ranked as usize;
                    let expected = (ranking.total(ranked), ranking.number(ranked));
                    assert_eq!(descent.get(&game.blocks, &margin, place), Some(expected));
                }
                let end = ranking.len();
                assert_eq!(descent.get(&game.blocks, &margin, end), None);
            }
        }
    }
}
