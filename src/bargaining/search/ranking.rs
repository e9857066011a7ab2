//! A party's deals in the order of its margin.

use std::sync::OnceLock;

use crate::game::{Blocks, CompiledProfile, INDIFFERENCE, total};

/// All deals of a party that cross none of its red lines, by rising margin total; of equals the lowest deal first.
#[derive(Debug, Default)]
pub(crate) struct Ranking {
    totals: Vec<f64>,
    deals: Vec<u32>,
    /// Places from the best deal down, made when somebody first goes down the ranking.
    falling: OnceLock<Vec<u32>>,
    guide: Guide,
}

/// Where to look for a total among rising ones: their range in equal steps, with the place at which each begins.
#[derive(Debug, Default)]
struct Guide {
    least: f64,
    steps_per_unit: f64,
    places: Vec<u32>,
}

impl Guide {
    /// About one step for each total.
    fn of(totals: &[f64]) -> Self {
        let (Some(&least), Some(&most)) = (totals.first(), totals.last()) else {
            return Self::default();
        };
        let steps = totals.len().max(2) - 1;
        let steps_per_unit = steps as f64 / (most - least).max(INDIFFERENCE);
        let mut guide = Self {
            least,
            steps_per_unit,
            places: Vec::with_capacity(steps + 1),
        };
        for (place, &total) in (0..).zip(totals) {
            while guide.places.len() <= guide.step(total) {
                guide.places.push(place);
            }
        }
        guide
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float below 0 becomes 0, one too large the greatest whole number"
    )]
    fn step(&self, total: f64) -> usize {
        ((total - self.least) * self.steps_per_unit) as usize
    }

    /// A place near the first total that is at least so much.
    fn near(&self, total: f64) -> usize {
        let places = self.places.get(self.step(total)).or(self.places.last());
        places.map_or(0, |&place| place as usize)
    }
}

impl Ranking {
    /// Bytes that it takes of so many deals, with those it takes to sort them.
    pub(super) fn bytes_of(deals: f64) -> f64 {
        let kept = size_of::<f64>() + 3 * size_of::<u32>();
        deals * (kept + size_of::<(f64, u32)>()) as f64
    }

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
        self.guide = Guide::of(&self.totals);
        self.falling.take();
    }

    /// Place of the first deal whose total is at least `need`; the number of deals when there is none.
    pub(crate) fn first_at_least(&self, need: f64) -> usize {
        let near = self.guide.near(need);
        // Steps that double from there keep the search short where many totals are alike.
        let (mut low, mut high, mut step) = (near, near, 1);
        while low > 0 && self.totals[low - 1] >= need {
            high = low - 1;
            low = low.saturating_sub(step);
            step *= 2;
        }
        while high < self.len() && self.totals[high] < need {
            low = high + 1;
            high = (high + step).min(self.len());
            step *= 2;
        }
        low + self.totals[low..high].partition_point(|&total| total < need)
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
    use crate::bargaining::search::ranking::{Guide, Ranking};
    use crate::game::{Owner, Purpose, Stream, median_tables};

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
    fn a_place_is_found_where_totals_are_few_many_and_alike() {
        let mut stream = Stream::new(1, Purpose::Moves, Owner::named("totals"), 0);
        for (count, values) in [(0, 1), (1, 1), (2, 1), (50, 3), (300, 2), (400, 100_000)] {
            let draw = |_| f64::from(stream.below(values)) / 7.0;
            let mut totals: Vec<f64> = (0..count).map(draw).collect();
            totals.sort_by(f64::total_cmp);
            let ranking = Ranking {
                guide: Guide::of(&totals),
                deals: (0..).take(totals.len()).collect(),
                totals,
                ..Ranking::default()
            };
            let near = ranking
                .totals
                .iter()
                .flat_map(|&total| [total - 1e-9, total, total + 1e-9]);
            for need in near.chain([f64::NEG_INFINITY, -1.0, 1e9, f64::INFINITY]) {
                let place = ranking.totals.partition_point(|&total| total < need);
                assert_eq!(ranking.first_at_least(need), place, "{need} of {count}");
            }
        }
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
