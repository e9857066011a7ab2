//! A party's deals in the order of its margin.

use crate::game::{Blocks, CompiledProfile, total};
use std::sync::OnceLock;

/// Most deals that are ever sorted or enumerated one by one.
pub(crate) const LISTED_DEALS_MAX: f64 = 1_000_000.0;

/// All deals of a party that cross none of its red lines, by rising margin total; of equals the lowest deal first.
#[derive(Debug, Default)]
pub(crate) struct Ranking {
    totals: Vec<f64>,
    deals: Vec<u32>,
    /// Places from the best deal down, made when somebody first goes down the ranking.
    falling: OnceLock<Vec<u32>>,
}

impl Ranking {
    /// Sorts the deals by the margins of their combos.
    pub(crate) fn build(&mut self, blocks: &Blocks, profile: &CompiledProfile, margin: &[f64]) {
        let mut deal: Vec<u32> = Vec::new();
        let mut pairs: Vec<(f64, u32)> = Vec::new();
        for number in 0..blocks.listed() {
            blocks.decode(number, &mut deal);
            if !profile.forbids(&deal) {
                pairs.push((total(margin, &deal), number));
            }
        }
        pairs.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        (self.totals, self.deals) = pairs.into_iter().unzip();
        self.falling.take();
    }

    /// Place of the first deal whose total is at least `need`; the number of deals when there is none.
    pub(crate) fn first_at_least(&self, need: f64) -> usize {
        self.totals.partition_point(|&total| total < need)
    }

    pub(crate) fn len(&self) -> usize {
        self.deals.len()
    }

    /// Margin total of the deal in a place.
    pub(crate) fn total(&self, place: usize) -> f64 {
        self.totals[place]
    }

    /// Number of the deal in a place.
    pub(crate) fn number(&self, place: usize) -> u32 {
        self.deals[place]
    }

    /// Writes the deal in a place.
    pub(crate) fn deal(&self, blocks: &Blocks, place: usize, deal: &mut Vec<u32>) {
        blocks.decode(self.deals[place], deal);
    }

    /// Places from the best deal down, of equals the lowest deal first.
    pub(crate) fn falling(&self) -> &[u32] {
        self.falling.get_or_init(|| {
            let mut places: Vec<u32> = (0..).take(self.len()).collect();
            let total = |place: u32| self.totals[place as usize];
            places
                .sort_by(|&one, &other| total(other).total_cmp(&total(one)).then(one.cmp(&other)));
            places
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deals, three_issues};
    use crate::bargaining::search::sorted::Ranking;
    use crate::game::median_tables;

    #[test]
    fn deals_are_numbered_and_sorted() {
        let game = three_issues(["", ""], "");
        for (number, deal) in (0..).zip(deals(&game)) {
            assert_eq!(game.blocks.encode(&deal), number);
        }
        assert_eq!(game.blocks.listed(), 27);
        let mut ranking = Ranking::default();
        let margin = &median_tables(&game, 0, 0).margin;
        ranking.build(&game.blocks, &game.parties[0].profiles[0], margin);
        assert_eq!(ranking.len(), 27);
        assert!((1..27).all(|place| ranking.total(place - 1) <= ranking.total(place)));
        let falling = ranking.falling();
        assert_eq!(falling[0], 26, "the best comes first");
        let place = ranking.first_at_least(0.5);
        assert!(ranking.total(place) >= 0.5 && ranking.total(place - 1) < 0.5);
    }

    #[test]
    fn deals_across_a_red_line_are_left_out() {
        let game = three_issues(["never = [{ i0 = \"o0\" }]", ""], "");
        let mut ranking = Ranking::default();
        let margin = &median_tables(&game, 0, 0).margin;
        ranking.build(&game.blocks, &game.parties[0].profiles[0], margin);
        assert_eq!(ranking.len(), 18);
    }
}
