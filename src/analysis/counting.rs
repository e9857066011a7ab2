//! How many deals pass, without going through them.
//!
//! Values add up over blocks, so the blocks are split into two halves and every deal is a pair of half deals: it passes
//! where, in each column, what one half gives covers what the other leaves to ask (meet in the middle, Horowitz and Sahni
//! 1974). Such pairs are counted by divide and conquer over the columns (Bentley 1980, *Communications of the ACM* 23(4)).

/// Most half deals that are written down.
const HALF_MAX: usize = 1 << 20;

/// Most steps that a count may take by estimate: about a second.
const WORK_MAX: f64 = 2e8;

/// Pairs that are compared one by one rather than split further.
const PAIRS_PLAIN: usize = 512;

/// The candidates of one block, each a row with one value per column.
pub type Candidates = Vec<Vec<f64>>;

fn extremes(block: &[Vec<f64>], column: usize) -> (f64, f64) {
    let values = block.iter().map(|row| row[column]);
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

/// Number of ways to take one candidate of each block such that each column's sum reaches its need.
///
/// Exact but for sums within rounding of a need; none where it would take too long.
pub fn count(blocks: &[Candidates], needs: &[f64]) -> Option<u128> {
    if blocks.iter().any(Vec::is_empty) {
        return Some(0);
    }
    let mut open = Vec::new();
    for (column, &need) in needs.iter().enumerate() {
        let extremes = blocks.iter().map(|block| extremes(block, column));
        let (low, high) = extremes.fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        if high < need {
            return Some(0);
        }
        if low < need {
            open.push(column);
        }
    }
    if open.is_empty() {
        return Some(blocks.iter().map(|block| block.len() as u128).product());
    }
    let (give, ask) = halves(blocks, &open, needs)?;
    let size = (give.weights.len() + ask.weights.len()) as f64;
    let depth = open.len() as f64 - 1.0;
    if size * libm::pow(libm::log2(size), depth) > WORK_MAX {
        return None;
    }
    let mut givers = give.numbers();
    let mut asks = ask.numbers();
    let pairing = Pairing {
        columns: open.len(),
        give,
        ask,
    };
    Some(pairing.count(&mut givers, &mut asks, open.len()))
}

/// Sums of one half of the blocks, each with the number of half deals that give it.
#[derive(Clone, Debug)]
struct Half {
    values: Vec<f64>,
    weights: Vec<u128>,
}

impl Half {
    /// The half deal of no blocks.
    fn start(values: Vec<f64>) -> Self {
        Self {
            values,
            weights: vec![1],
        }
    }

    fn numbers(&self) -> Vec<u32> {
        (0..).take(self.weights.len()).collect()
    }

    /// Adds each candidate to each sum, `sign` telling whether it gives or takes; equal sums become one.
    fn join(&self, block: &[Vec<f64>], open: &[usize], sign: f64) -> Option<Self> {
        let columns = open.len();
        let size = self.weights.len().checked_mul(block.len())?;
        if size > 4 * HALF_MAX {
            return None;
        }
        let mut values = Vec::with_capacity(size * columns);
        let mut weights = Vec::with_capacity(size);
        for (sums, &weight) in self.values.chunks(columns).zip(&self.weights) {
            for row in block {
                let more = sums
                    .iter()
                    .zip(open)
                    .map(|(sum, &column)| sum + sign * row[column]);
                values.extend(more);
                weights.push(weight);
            }
        }
        let merged = Self { values, weights }.merged(columns);
        (merged.weights.len() <= HALF_MAX).then_some(merged)
    }

    fn merged(self, columns: usize) -> Self {
        let row = |number: u32| &self.values[number as usize * columns..][..columns];
        let compare = |one: &u32, other: &u32| {
            let pairs = row(*one).iter().zip(row(*other));
            pairs.fold(std::cmp::Ordering::Equal, |order, (one, other)| {
                order.then(one.total_cmp(other))
            })
        };
        let mut numbers = self.numbers();
        numbers.sort_unstable_by(compare);
        let mut merged = Self {
            values: Vec::with_capacity(self.values.len()),
            weights: Vec::with_capacity(self.weights.len()),
        };
        let mut last = None;
        for number in numbers {
            let weight = self.weights[number as usize];
            match merged.weights.last_mut() {
                Some(sum) if last.is_some_and(|last| compare(&last, &number).is_eq()) => {
                    *sum += weight;
                }
                _ => {
                    merged.values.extend_from_slice(row(number));
                    merged.weights.push(weight);
                }
            }
            last = Some(number);
        }
        merged
    }
}

/// What one half of the blocks gives, and what the other half leaves to ask, in the open columns.
fn halves(blocks: &[Candidates], open: &[usize], needs: &[f64]) -> Option<(Half, Half)> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&block| std::cmp::Reverse(blocks[block].len()));
    let mut give = Half::start(vec![0.0; open.len()]);
    let mut ask = Half::start(open.iter().map(|&column| needs[column]).collect());
    for block in order {
        // The largest blocks first, each to the smaller half, keeps the halves of a size.
        if give.weights.len() <= ask.weights.len() {
            give = give.join(&blocks[block], open, 1.0)?;
        } else {
            ask = ask.join(&blocks[block], open, -1.0)?;
        }
    }
    Some((give, ask))
}

/// Counts pairs of half deals.
struct Pairing {
    columns: usize,
    give: Half,
    ask: Half,
}

impl Pairing {
    fn given(&self, giver: u32, column: usize) -> f64 {
        self.give.values[giver as usize * self.columns + column]
    }

    fn asked(&self, ask: u32, column: usize) -> f64 {
        self.ask.values[ask as usize * self.columns + column]
    }

    /// Number of pairs in which the giver covers what is asked in the first `open` columns.
    fn count(&self, givers: &mut [u32], asks: &mut [u32], open: usize) -> u128 {
        if givers.is_empty() || asks.is_empty() {
            return 0;
        }
        if open == 0 {
            return total(&self.give.weights, givers) * total(&self.ask.weights, asks);
        }
        if open == 1 {
            return self.count_sorted(givers, asks);
        }
        if givers.len() * asks.len() <= PAIRS_PLAIN {
            return self.count_plainly(givers, asks, open);
        }
        let column = open - 1;
        let middle = asks.len() / 2;
        let at = |ask: &u32| self.asked(*ask, column);
        asks.select_nth_unstable_by(middle, |one, other| at(one).total_cmp(&at(other)));
        let pivot = at(&asks[middle]);
        let below = partition(asks, |ask| at(&ask) < pivot);
        let up_to = below + partition(&mut asks[below..], |ask| at(&ask) <= pivot);
        let high = partition(givers, |giver| self.given(giver, column) >= pivot);
        // Those that ask for the pivot leave both smaller problems, so these end.
        let (rich, poor) = givers.split_at_mut(high);
        self.count(poor, &mut asks[..below], open)
            + self.count(rich, &mut asks[up_to..], open)
            + self.count(rich, &mut asks[..up_to], open - 1)
    }

    fn count_sorted(&self, givers: &mut [u32], asks: &mut [u32]) -> u128 {
        givers.sort_unstable_by(|one, other| self.given(*one, 0).total_cmp(&self.given(*other, 0)));
        asks.sort_unstable_by(|one, other| self.asked(*one, 0).total_cmp(&self.asked(*other, 0)));
        let (mut met, mut served, mut sum) = (0, 0, 0);
        for &giver in givers.iter() {
            while served < asks.len() && self.asked(asks[served], 0) <= self.given(giver, 0) {
                met += self.ask.weights[asks[served] as usize];
                served += 1;
            }
            sum += self.give.weights[giver as usize] * met;
        }
        sum
    }

    fn count_plainly(&self, givers: &[u32], asks: &[u32], open: usize) -> u128 {
        let mut sum = 0;
        for &giver in givers {
            for &ask in asks {
                if (0..open).all(|column| self.given(giver, column) >= self.asked(ask, column)) {
                    sum += self.give.weights[giver as usize] * self.ask.weights[ask as usize];
                }
            }
        }
        sum
    }
}

fn total(weights: &[u128], numbers: &[u32]) -> u128 {
    numbers.iter().map(|&number| weights[number as usize]).sum()
}

/// Moves those for which `first` holds to the front and tells how many they are.
fn partition(numbers: &mut [u32], first: impl Fn(u32) -> bool) -> usize {
    let mut kept = 0;
    for place in 0..numbers.len() {
        if first(numbers[place]) {
            numbers.swap(kept, place);
            kept += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Candidates, count};

    /// A generator of the tests' own (Steele, Lea and Flood 2014, splitmix64).
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, count: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ (mixed >> 31)) % count
        }

        fn value(&mut self) -> f64 {
            // Coarse values, so that sums often tie.
            self.below(9) as f64 / 8.0
        }
    }

    fn plainly(blocks: &[Candidates], needs: &[f64], sums: &[f64]) -> u128 {
        let Some((first, rest)) = blocks.split_first() else {
            return u128::from(sums.iter().zip(needs).all(|(sum, need)| sum >= need));
        };
        let longer = |row: &Vec<f64>| {
            let sums: Vec<f64> = sums.iter().zip(row).map(|(sum, more)| sum + more).collect();
            plainly(rest, needs, &sums)
        };
        first.iter().map(longer).sum()
    }

    #[test]
    fn counts_equal_those_of_going_through_all_deals() {
        let mut dice = Dice(1);
        let (mut some, mut all) = (0, 0);
        for _ in 0..800 {
            let columns = 1 + usize::try_from(dice.below(5)).expect("small");
            let blocks: Vec<Candidates> = (0..=dice.below(6))
                .map(|_| {
                    let rows = 0..=dice.below(5);
                    let row = |_| (0..columns).map(|_| dice.value()).collect();
                    rows.map(row).collect()
                })
                .collect();
            let share = dice.below(8) as f64 / 8.0;
            let needs: Vec<f64> = (0..columns)
                .map(|_| share * blocks.len() as f64 + dice.value() / 2.0 - 0.25)
                .collect();
            let plain = plainly(&blocks, &needs, &vec![0.0; columns]);
            assert_eq!(count(&blocks, &needs), Some(plain));
            some += u32::from(plain > 0);
            all += u32::from(plain > 500);
        }
        assert!(some > 100 && all > 20, "{some} {all}");
    }

    #[test]
    fn counts_are_exact_where_nobody_can_go_through_all_deals() {
        // Twenty coins of which at least k fall heads: binomial sums, here 10^6 half deals merged into 11.
        let coin = |blocks: usize| vec![vec![vec![0.0], vec![1.0]]; blocks];
        assert_eq!(count(&coin(20), &[10.0]), Some(616_666));
        // 2^100 deals, half of which, and half of the ties, lie above the middle.
        let ties: u128 = 100_891_344_545_564_193_334_812_497_256;
        assert_eq!(count(&coin(100), &[50.0]), Some((1 << 99) + ties / 2));
    }

    #[test]
    fn what_would_take_too_long_is_not_begun() {
        let mut dice = Dice(2);
        let blocks: Vec<Candidates> = (0..30)
            .map(|_| {
                let mut row = |_| vec![dice.below(1 << 40) as f64 / (1_u64 << 40) as f64];
                (0..10).map(&mut row).collect()
            })
            .collect();
        assert_eq!(count(&blocks, &[15.0]), None);
        assert_eq!(count(&blocks, &[-1.0]), Some(10_u128.pow(30)));
    }
}
