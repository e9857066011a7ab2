//! The deals worth weighing: those to which no other is better both for the party and, as it believes, for the others.
//!
//! Deals are gone through from the party's best one down; a deal is worth weighing when it gives the others more than every
//! one before. What it gives them is a mean over all minds. Most deals are passed over by a bound on that mean which adds
//! up over blocks, so that all deals together cost little more than one addition each.

use crate::bargaining::strategy::bayesian::other::Other;
use crate::bargaining::strategy::seat::Seat;
use crate::game::{Blocks, INDIFFERENCE};

/// Rounding that a bound allows for, relative to the greatest number in it: far more than additions may cost.
const ROUNDING: f64 = 1e-9;

/// Deals worth weighing for each combo: seldom more, where interests are opposed and weights random; most often one or two.
const FOR_EACH_COMBO: f64 = 8.0;

/// Deals worth weighing, from the party's best one down.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Margin of each to the party.
    pub(super) margins: Vec<f64>,
    /// Combos of each in turn.
    deals: Vec<u32>,
    /// Margin of each to all minds of all others in turn; minus infinity where it is not acceptable.
    gains: Vec<f64>,
    minds: usize,
    blocks: usize,
    bound: Bound,
    deal: Vec<u32>,
}

impl Candidates {
    /// About how many of the deals of a game are worth weighing.
    pub(super) fn count_about(blocks: &Blocks) -> f64 {
        (FOR_EACH_COMBO * blocks.combos() as f64).min(blocks.deal_count())
    }

    /// Bytes that it takes, about, where the others have so many minds.
    pub(super) fn bytes_about(blocks: &Blocks, minds: f64) -> f64 {
        let each =
            (1.0 + minds) * size_of::<f64>() as f64 + (blocks.list.len() * size_of::<u32>()) as f64;
        // Bounds are made from others that lack a block.
        let bounds = 2.0 * blocks.deal_count() * size_of::<f64>() as f64;
        bounds + Self::count_about(blocks) * each
    }

    /// Finds the acceptable ones.
    pub(super) fn find(&mut self, seat: &mut Seat<'_>, others: &[Other]) {
        let view = seat.view;
        let blocks = &view.game.blocks;
        self.minds = others.iter().map(Other::count).sum();
        self.blocks = blocks.list.len();
        self.margins.clear();
        self.deals.clear();
        self.gains.clear();
        self.bound.fill(blocks, others);
        let ranking = seat.ranking();
        let mut kindest = f64::NEG_INFINITY;
        let floor = view.floor() - INDIFFERENCE;
        let places = ranking.falling().iter().map(|&place| place as usize);
        for place in places.take_while(|&place| ranking.total(place) >= floor) {
            if self.bound.of(ranking.number(place)) <= kindest {
                continue;
            }
            ranking.deal(blocks, place, &mut self.deal);
            if !view.is_ratifiable(&self.deal) {
                continue;
            }
            let kind = self.weigh(others);
            if kind > kindest + INDIFFERENCE {
                kindest = kind;
                self.margins.push(view.margin(&self.deal));
                self.deals.extend_from_slice(&self.deal);
            } else {
                self.gains.truncate(self.margins.len() * self.minds);
            }
        }
    }

    /// Number of candidates.
    pub(super) fn len(&self) -> usize {
        self.margins.len()
    }

    /// The combos of one.
    pub(super) fn deal(&self, number: usize) -> &[u32] {
        &self.deals[number * self.blocks..][..self.blocks]
    }

    /// Its margin to all minds of all others.
    pub(super) fn gains(&self, number: usize) -> &[f64] {
        &self.gains[number * self.minds..][..self.minds]
    }

    /// Adds the gains from the present deal, and tells what it gives the others on average.
    fn weigh(&mut self, others: &[Other]) -> f64 {
        let from = self.gains.len();
        self.gains.resize(from + self.minds, 0.0);
        let mut rest = &mut self.gains[from..];
        others.iter().fold(0.0, |sum, other| {
            let gains;
            (gains, rest) = std::mem::take(&mut rest).split_at_mut(other.count());
            other.gains(&self.deal, gains);
            sum + other.expected(gains)
        })
    }
}

/// A bound on what each deal gives the others on average, by the number of the deal.
#[derive(Debug, Default)]
struct Bound {
    by_deal: Vec<f64>,
    by_combo: Vec<f64>,
    partial: Vec<f64>,
}

impl Bound {
    fn fill(&mut self, blocks: &Blocks, others: &[Other]) {
        self.by_combo.clear();
        self.by_combo.resize(blocks.combos(), 0.0);
        let (mut same, mut size) = (0.0, 1.0_f64);
        for other in others {
            let (of_all, greatest) = other.add_bound(&mut self.by_combo);
            same += of_all;
            size += greatest;
        }
        self.by_deal.clear();
        self.by_deal
            .push(same + ROUNDING * size * (blocks.list.len() + 1) as f64);
        for block in &blocks.list {
            let combos = &self.by_combo[block.start as usize..block.end as usize];
            self.partial.clear();
            for before in &self.by_deal {
                self.partial
                    .extend(combos.iter().map(|combo| before + combo));
            }
            std::mem::swap(&mut self.by_deal, &mut self.partial);
        }
    }

    /// At least what the deal with this number gives.
    #[inline]
    fn of(&self, number: u32) -> f64 {
        self.by_deal[number as usize]
    }
}
