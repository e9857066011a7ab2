//! A weighted draw of what a party may want (a particle of sequential Monte Carlo), made of parts of the bank's draws.

use crate::bargaining::mediator::evidence::History;
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::strategy::{Needs, needed_share};
use crate::game::{Game, INDIFFERENCE};

/// Where weights fall to less than one in this many, sums over them are recomputed: to update them would leave rounding errors
/// of the large weights.
const SWAMPS: f64 = 1e6;

/// A step of the chain: what a draw takes from draws of the bank.
#[derive(Clone, Debug, Default)]
pub(super) struct Proposal {
    /// Blocks of which it takes weights and scores, each once, with the draw they are from.
    pub(super) blocks: Vec<(usize, u32)>,
    /// The draw from which it takes all but weights, scores and fallback.
    pub(super) core: Option<u32>,
}

/// A draw of what a party wants.
#[derive(Debug, Default)]
pub(super) struct Particle {
    /// The draw of the bank it has all from but weights, scores and fallback.
    pub(super) core: u32,
    /// The draw of the bank from which each block has its weights and scores.
    pub(super) parts: Vec<u32>,
    /// Place of its fallback among those of its type.
    pub(super) fallback: usize,
    /// Logarithm of the likelihood of everything heard.
    pub(super) log: f64,
    /// What all weights sum to as drawn.
    drawn: f64,
    /// Utility of the best combos with weights as drawn, and for each package of its best and how far its worst lies below.
    ends: (f64, Vec<(f64, f64)>),
    /// Margin of its best deal before the fallback, in utility; none where it allows no deal.
    pub(super) best: Option<f64>,
    /// For each package the best margin it can add, in utility, and what its lack is multiplied by.
    pub(super) packages: Vec<(f64, f64)>,
    /// The text heard last.
    pub(super) last: LastText,
}

/// Bytes that a draw takes at most.
pub(crate) fn particle_bytes_max((blocks, packages): (f64, f64)) -> f64 {
    let of_packages = 2 * size_of::<(f64, f64)>() + 2 * size_of::<f64>();
    let of_blocks = size_of::<u32>() as f64 * blocks;
    size_of::<Particle>() as f64 + of_blocks + (packages + 1.0) * of_packages as f64
}

/// What a draw makes of the text heard last: of the whole first, then of each package, in utility.
#[derive(Debug, Default)]
pub(super) struct LastText {
    /// With weights as drawn.
    pub(super) raw: Vec<f64>,
    /// What bonuses and the risk of breach add.
    pub(super) extra: Vec<f64>,
    /// The share of its best margin that the party did not ask for, in 0..=1.
    pub(super) given: f64,
}

impl Particle {
    /// Becomes the same as another, in the memory there is.
    pub(super) fn copy(&mut self, from: &Self) {
        self.core = from.core;
        self.parts.clone_from(&from.parts);
        self.fallback = from.fallback;
        self.log = from.log;
        self.drawn = from.drawn;
        self.ends.0 = from.ends.0;
        self.ends.1.clone_from(&from.ends.1);
        self.best = from.best;
        self.packages.clone_from(&from.packages);
        self.last.raw.clone_from(&from.last.raw);
        self.last.extra.clone_from(&from.last.extra);
        self.last.given = from.last.given;
    }

    /// Begins with a draw of the bank, before anything is heard.
    pub(super) fn begin(&mut self, game: &Game, bank: &PartyPrior, draw: u32) {
        self.core = draw;
        self.parts.clear();
        self.parts.resize(bank.blocks, draw);
        self.fallback = bank.cores[draw as usize].fallback;
        self.log = 0.0;
        for sums in [&mut self.last.raw, &mut self.last.extra] {
            sums.clear();
            sums.resize(1 + bank.packages, 0.0);
        }
        self.add_weights(bank);
        self.find_ends(bank);
        self.measure(game, bank);
    }

    /// The fallback, in utility, once everybody has seen it move by so much.
    pub(super) fn floor(&self, bank: &PartyPrior, shift: f64) -> f64 {
        let fallbacks = &bank.kinds[self.kind(bank)].fallbacks;
        (fallbacks[self.fallback] + shift).clamp(0.0, 1.0)
    }

    pub(super) fn kind(&self, bank: &PartyPrior) -> usize {
        bank.cores[self.core as usize].kind
    }

    /// What its share of the best margin follows from.
    pub(super) fn demands(&self, bank: &PartyPrior) -> (usize, Needs) {
        let core = &bank.cores[self.core as usize];
        (core.kind, core.needs)
    }

    /// What weights are divided by.
    pub(super) fn sum(&self) -> f64 {
        or_one(self.drawn)
    }

    /// Its core once the step proposed is made.
    pub(super) fn core_with(&self, proposal: &Proposal) -> u32 {
        proposal.core.unwrap_or(self.core)
    }

    /// The draws that its blocks are from once the step proposed is made.
    pub(super) fn parts_with(&self, proposal: &Proposal) -> impl Iterator<Item = (usize, u32)> {
        self.parts.iter().enumerate().map(|(block, &own)| {
            let mut taken = proposal.blocks.iter();
            let taken = taken.find(|taken| taken.0 == block);
            (block, taken.map_or(own, |taken| taken.1))
        })
    }

    /// What weights are divided by once the step proposed is made, and whether they are then too small to be seen in the present
    /// sums.
    pub(super) fn sum_with(&self, bank: &PartyPrior, proposal: &Proposal) -> (f64, bool) {
        let changes = proposal
            .blocks
            .iter()
            .map(|&(block, from)| bank.weight(from, block) - bank.weight(self.parts[block], block));
        let sum = self.drawn + changes.sum::<f64>();
        if self.drawn <= SWAMPS * sum {
            return (or_one(sum), false);
        }
        let all = self.parts_with(proposal);
        let weights = all.map(|(block, from)| bank.weight(from, block));
        (or_one(weights.sum()), true)
    }

    /// Adds up all weights. They are never updated: where all are 0, others would be divided by an error of rounding.
    fn add_weights(&mut self, bank: &PartyPrior) {
        let parts = self.parts.iter().enumerate();
        self.drawn = parts.map(|(block, &draw)| bank.weight(draw, block)).sum();
    }

    /// Adds up the best and worst combos.
    fn find_ends(&mut self, bank: &PartyPrior) {
        let (best, packages) = &mut self.ends;
        *best = 0.0;
        packages.clear();
        packages.resize(bank.packages, (0.0, 0.0));
        let kind = bank.cores[self.core as usize].kind;
        if bank.kinds[kind].possible {
            for (block, &draw) in self.parts.iter().enumerate() {
                let (most, least) = bank.ends_of(kind, draw, block);
                *best += most;
                widen(packages, (most, most - least), &bank.parts[block]);
            }
        }
    }

    /// Works out the best deal and the ranges of packages.
    fn measure(&mut self, game: &Game, bank: &PartyPrior) {
        let sum = self.sum();
        let scale = 1.0 / sum;
        let core = &bank.cores[self.core as usize];
        let mut best = self.ends.0 * scale - core.constant;
        self.packages.clear();
        let packages = self.ends.1.iter();
        self.packages
            .extend(packages.map(|(top, width)| (top * scale, width * scale)));
        for &block in &bank.extra_blocks {
            let part = (block, self.parts[block]);
            let (most, least) = bank.ends_with_extras(game, part, (self.core, sum));
            best += most;
            widen(&mut self.packages, (most, most - least), &bank.parts[block]);
        }
        self.best = bank.kinds[core.kind].possible.then_some(best);
        let all: f64 = self.packages.iter().map(|package| package.1).sum();
        for (_, width) in &mut self.packages {
            let differs = *width > INDIFFERENCE;
            *width = if differs { all / *width } else { 0.0 };
        }
    }

    /// Margin of each combo before the fallback, in utility.
    pub(super) fn margins(&self, game: &Game, bank: &PartyPrior, margins: &mut Vec<f64>) {
        margins.clear();
        let (sum, extras) = (self.sum(), bank.extras(self.core));
        for (block, &draw) in game.blocks.list.iter().zip(&self.parts) {
            let raw = bank.raw(draw);
            margins.extend(block.combos().map(|combo| {
                let extra = extras.map_or(0.0, |extras| extras[combo as usize]);
                raw[combo as usize] / sum + extra
            }));
        }
    }

    /// Adds up the text heard last, by what is worded otherwise than in the text before.
    ///
    /// `given` is the share of its best margin that it did not ask for then.
    pub(super) fn hear(&mut self, bank: &PartyPrior, history: &History, given: f64) {
        for &(block, was, combo) in &history.changes {
            let raw = bank.raw(self.parts[block]);
            let change = raw[combo as usize] - was.map_or(0.0, |was| raw[was as usize]);
            add(&mut self.last.raw, change, &bank.parts[block]);
        }
        self.add_extras(bank, history);
        self.last.given = given;
    }

    fn add_extras(&mut self, bank: &PartyPrior, history: &History) {
        let sums = &mut self.last.extra;
        sums[0] = -bank.cores[self.core as usize].constant;
        let Some(extras) = bank.extras(self.core) else {
            return;
        };
        sums[1..].fill(0.0);
        let text = history.last();
        for &block in &bank.extra_blocks {
            add(sums, extras[text[block] as usize], &bank.parts[block]);
        }
    }

    /// The share of its best margin, in 0..=1, that it does not ask for in a round; all of it in a vote.
    pub(super) fn given(&self, game: &Game, bank: &PartyPrior, time: Option<(u32, u32)>) -> f64 {
        let (kind, needs) = self.demands(bank);
        let profile = &game.parties[bank.party].profiles[kind];
        1.0 - time.map_or(0.0, |(round, rounds)| {
            needed_share(profile, needs, round, rounds)
        })
    }

    /// Makes the step proposed.
    pub(super) fn take(&mut self, game: &Game, bank: &PartyPrior, proposal: &Proposal) {
        for &(block, from) in &proposal.blocks {
            self.parts[block] = from;
        }
        self.core = self.core_with(proposal);
        self.add_weights(bank);
        self.find_ends(bank);
        self.measure(game, bank);
    }
}

/// The sum of weights, or 1 where there are none.
fn or_one(sum: f64) -> f64 {
    if sum > 0.0 { sum } else { 1.0 }
}

/// Adds to the best and the width of the packages a block is part of.
fn widen(packages: &mut [(f64, f64)], (rise, width): (f64, f64), parts: &[(usize, f64)]) {
    for &(package, share) in parts {
        packages[package].0 += share * rise;
        packages[package].1 += share * width;
    }
}

/// Adds to the number of a text, and to those of the packages a block is part of.
fn add(sums: &mut [f64], change: f64, parts: &[(usize, f64)]) {
    sums[0] += change;
    for &(package, share) in parts {
        sums[1 + package] += share * change;
    }
}
