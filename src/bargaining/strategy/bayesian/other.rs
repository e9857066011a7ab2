//! One of the others as believed: what its minds make of each deal, and a bound on that which adds up over blocks.
//!
//! What a deal gives a mind does not change with what is said at the table, only the weight of the mind does. So the margins
//! of all minds are laid out once a run, and a turn brings weights, floors and the mean over the minds up to date.

use crate::bargaining::chance::logistic;
use crate::bargaining::strategy::picture::Picture;
use crate::bargaining::strategy::seat::View;
use crate::game::{Block, Blocks, INDIFFERENCE};

/// What a deal counts to a mind that does not accept it, when deals are compared by what they give the others.
const REFUSED: f64 = -1.0;

/// What a combo is worth to a mind that refuses it at any price, in the bound: not this, but little enough to count as refused.
const AT_ANY_PRICE: f64 = -8.0;

/// When one of the others answers an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reply {
    /// In the same round.
    #[default]
    After,
    /// In the next round.
    Before,
    /// It does not speak, and votes once the others agree.
    Silent,
}

/// One of the others as believed.
#[derive(Debug, Default)]
pub(super) struct Other {
    pub(super) party: usize,
    pub(super) reply: Reply,
    /// Probability of each mind.
    pub(super) weights: Vec<f64>,
    /// Margin of each combo to each mind, combo by combo; minus infinity where a red line forbids the combo.
    margins: Vec<f64>,
    /// The same for the bound: finite, and nowhere less.
    lifted: Vec<f64>,
    /// By mind: the least that lifted margins of a deal add up to.
    least: Vec<f64>,
    /// By mind: what a deal's margins must add up to, to be worth as much as none, and the most it can have above that.
    floors: Vec<f64>,
    bests: Vec<f64>,
    /// By mind: whether it refuses what is worth less than no deal.
    minds_floor: Vec<bool>,
    /// By mind: whole rounds after which it walks out; empty where none does.
    leaves_after: Vec<u32>,
}

impl Other {
    /// Bytes that it takes, of so many minds.
    pub(super) fn bytes_of(minds: f64, combos: f64) -> f64 {
        // By combo a margin and what it is lifted to, and four numbers beside.
        minds * (2.0 * combos + 4.0) * size_of::<f64>() as f64
    }

    /// Lays out what one of the others makes of each combo, mind by mind.
    pub(super) fn start(&mut self, view: View<'_>, party: usize, picture: &Picture) {
        let blocks = &view.game.blocks;
        let count = picture.weights.len();
        self.party = party;
        self.reply = match view.place_of(party) {
            None => Reply::Silent,
            Some(_) if view.game.one_offer_per_round() => Reply::After,
            Some(place) if Some(place) > view.place_of(view.party) => Reply::After,
            Some(_) => Reply::Before,
        };
        for margins in [&mut self.margins, &mut self.lifted] {
            margins.clear();
            margins.resize(blocks.combos() * count, 0.0);
        }
        self.least.clear();
        self.minds_floor.clear();
        self.leaves_after.clear();
        let minds = picture.minds(view.other(party), &view.prepared.bank);
        for (place, mind) in minds.enumerate() {
            for (combo, margin) in mind.margins().enumerate() {
                self.margins[combo * count + place] = margin;
            }
            self.lift(blocks, place, mind.floor);
            self.minds_floor.push(mind.profile.floor);
            self.leaves_after.push(mind.leaves_after());
        }
        if self.leaves_after.iter().all(|&after| after == u32::MAX) {
            self.leaves_after.clear();
        }
    }

    /// Lifts what one mind refuses at any price, so far that no deal comes to less than a refusal.
    ///
    /// Where k blocks have such combos, each takes a k-th of the way from the least of the other combos to a refusal.
    fn lift(&mut self, blocks: &Blocks, place: usize, floor: f64) {
        let (margins, count) = (&self.margins, self.margins.len() / blocks.combos());
        let margin = |combo: u32| margins[combo as usize * count + place];
        let least_of = |block: &Block| {
            let taken = block
                .combos()
                .map(margin)
                .filter(|&margin| margin > AT_ANY_PRICE);
            let least = taken.fold(f64::INFINITY, f64::min);
            if least.is_finite() { least } else { 0.0 }
        };
        let leasts: Vec<f64> = blocks.list.iter().map(least_of).collect();
        let refuses = |block: &&Block| block.combos().any(|combo| margin(combo) <= AT_ANY_PRICE);
        let refusing = blocks.list.iter().filter(refuses).count();
        let way = (leasts.iter().sum::<f64>() - floor - REFUSED).max(0.0) / refusing.max(1) as f64;
        let mut sum = 0.0;
        for (block, least) in blocks.list.iter().zip(leasts) {
            let mut lowest = f64::INFINITY;
            for combo in block.combos() {
                let margin = margin(combo);
                let lifted = if margin > AT_ANY_PRICE {
                    margin
                } else {
                    margin.max(least - way)
                };
                self.lifted[combo as usize * count + place] = lifted;
                lowest = lowest.min(lifted);
            }
            sum += lowest;
        }
        self.least.push(sum);
    }

    /// Takes over what has been learnt, and how far reservation values have moved.
    pub(super) fn turn(&mut self, view: View<'_>, picture: &Picture) {
        let sum: f64 = picture.weights.iter().sum();
        self.weights.clear();
        let weights = picture.weights.iter();
        self.weights.extend(weights.map(|weight| weight / sum));
        self.floors.clear();
        self.bests.clear();
        for mind in picture.minds(view.other(self.party), &view.prepared.bank) {
            self.floors.push(mind.floor);
            self.bests.push(mind.best);
        }
    }

    /// Number of minds.
    pub(super) fn count(&self) -> usize {
        self.weights.len()
    }

    /// Writes the margin of a deal to each mind; minus infinity where it is not acceptable.
    pub(super) fn gains(&self, deal: &[u32], gains: &mut [f64]) {
        let count = self.count();
        gains.fill(0.0);
        for &combo in deal {
            let margins = &self.margins[combo as usize * count..][..count];
            for (gain, margin) in gains.iter_mut().zip(margins) {
                *gain += margin;
            }
        }
        for ((gain, floor), minds_floor) in
            gains.iter_mut().zip(&self.floors).zip(&self.minds_floor)
        {
            *gain -= floor;
            if *minds_floor && *gain < -INDIFFERENCE {
                *gain = f64::NEG_INFINITY;
            }
        }
    }

    /// Mean of its gains over the belief, what is not acceptable to it counting as [`REFUSED`].
    pub(super) fn expected(&self, gains: &[f64]) -> f64 {
        let pairs = gains.iter().zip(&self.weights);
        pairs.fold(0.0, |sum, (gain, weight)| sum + weight * gain.max(REFUSED))
    }

    /// Adds to each combo's number what it contributes to a bound on [`Other::expected`]; returns what is the same for all
    /// deals, and how large the numbers in it are.
    ///
    /// With v the lifted margins, a deal's mean is at most `Σ_w (Σ_b v_wb − floor_w)`, weighted by mind w, where no such sum
    /// is less than a refusal; what it may fall short of that is added.
    pub(super) fn add_bound(&self, by_combo: &mut [f64]) -> (f64, f64) {
        let count = self.count();
        let mut size = 0.0_f64;
        for (bound, lifted) in by_combo.iter_mut().zip(self.lifted.chunks_exact(count)) {
            let pairs = lifted.iter().zip(&self.weights);
            let mean = pairs.fold(0.0, |sum, (lifted, weight)| sum + weight * lifted);
            size = size.max(mean.abs());
            *bound += mean;
        }
        let minds = self.weights.iter().zip(&self.floors).zip(&self.least);
        let same = minds.fold(0.0, |sum: f64, ((weight, floor), least)| {
            size = size.max(floor.abs());
            sum + weight * ((REFUSED - (least - floor)).max(0.0) - floor)
        });
        (same, size)
    }

    /// Probability that it takes a deal, each mind by its gain above what it needs.
    pub(super) fn takes(&self, gains: &[f64], needs: &[f64], sharpness: f64) -> f64 {
        let draws = gains.iter().zip(needs).zip(&self.weights);
        // Who has no allowed deal needs minus infinity, and still takes none.
        let willing = draws.filter(|((gain, _), _)| gain.is_finite());
        willing.fold(0.0, |sum, ((gain, need), weight)| {
            sum + weight * logistic(sharpness * (gain - need))
        })
    }

    /// Minds that have walked out before a round take nothing in it.
    pub(super) fn walk_out(&self, round: u32, needs: &mut [f64]) {
        for (need, &after) in needs.iter_mut().zip(&self.leaves_after) {
            if after <= round {
                *need = f64::INFINITY;
            }
        }
    }

    /// Writes what each mind needs in a round.
    pub(super) fn needs(&self, shares: &[f64], needs: &mut Vec<f64>) {
        needs.extend(
            shares
                .iter()
                .zip(&self.bests)
                .map(|(share, best)| share * best),
        );
    }
}
