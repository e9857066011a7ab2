//! One thing that a mediator supposes a party to want: a draw made of parts of the bank's, with what it makes of all texts
//! it was reported on.

use crate::bargaining::mediator::heard::History;
use crate::bargaining::mediator::lanes::Lanes;
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::strategy::needed_share;
use crate::game::{Game, INDIFFERENCE};

/// A draw of what a party wants.
#[derive(Debug, Default)]
pub(super) struct Supposed {
    /// The draw of the bank it has all from but weights, scores and fallback.
    pub(super) core: u32,
    /// The draw of the bank from which each block has its weights and scores.
    pub(super) parts: Vec<u32>,
    /// Its fallback by number.
    pub(super) fallback: usize,
    /// Logarithm of the likelihood of everything heard.
    pub(super) log: f64,
    /// What all weights sum to as drawn, and what they are divided by: the same, but 1 where there are none.
    drawn: f64,
    pub(super) sum: f64,
    /// Worth of the best combos with weights as drawn, and for each package of its best and how far its worst lies below.
    ends: (f64, Vec<(f64, f64)>),
    /// Margin of its best deal; none where it allows no deal.
    pub(super) best: Option<f64>,
    /// For each package the best margin it can add, and what its lack is multiplied by.
    pub(super) packages: Vec<(f64, f64)>,
    /// For each four reports: the worth of the text with weights as drawn, the same of each package, what extras add to each
    /// of these, and the share of its best margin that the party does not ask for.
    pub(super) totals: Vec<Lanes>,
}

impl Clone for Supposed {
    fn clone(&self) -> Self {
        let mut other = Self::default();
        other.clone_from(self);
        other
    }

    /// In the memory there is.
    fn clone_from(&mut self, from: &Self) {
        self.core = from.core;
        self.parts.clone_from(&from.parts);
        self.fallback = from.fallback;
        self.log = from.log;
        (self.drawn, self.sum) = (from.drawn, from.sum);
        self.ends.0 = from.ends.0;
        self.ends.1.clone_from(&from.ends.1);
        self.best = from.best;
        self.packages.clone_from(&from.packages);
        self.totals.clone_from(&from.totals);
    }
}

/// Bytes that a draw takes at most after so many rounds, each with a report and a vote, and its copy as draws are drawn anew.
pub(crate) fn belief_bytes_max(rounds: f64, packages: f64) -> f64 {
    let lists = 2.0 * (1.0 + packages) + 1.0;
    2.0 * (2.0 * rounds + 4.0) * lists * size_of::<f64>() as f64
}

/// Lists in [`Supposed::totals`] for four reports.
pub(super) fn lists(bank: &PartyPrior) -> usize {
    2 * (1 + bank.packages) + 1
}

impl Supposed {
    /// Begins with a draw of the bank, before anything is heard.
    pub(super) fn begin(&mut self, game: &Game, bank: &PartyPrior, draw: u32) {
        self.core = draw;
        self.parts.clear();
        self.parts.resize(bank.blocks, draw);
        self.fallback = bank.cores[draw as usize].fallback;
        self.forget();
        self.add_weights(bank);
        self.find_ends(bank);
        self.measure(game, bank);
    }

    /// Forgets all texts.
    pub(super) fn forget(&mut self) {
        self.log = 0.0;
        self.totals.clear();
    }

    /// What the fallback is before anybody has seen it move.
    pub(super) fn floor(&self, bank: &PartyPrior) -> f64 {
        bank.kinds[self.kind(bank)].fallbacks[self.fallback]
    }

    pub(super) fn kind(&self, bank: &PartyPrior) -> usize {
        bank.cores[self.core as usize].kind
    }

    /// What weights are divided by with those of a block from another draw.
    fn sum_with(&self, bank: &PartyPrior, (block, draw): (usize, u32)) -> f64 {
        let change = bank.weight(draw, block) - bank.weight(self.parts[block], block);
        or_one(self.drawn + change)
    }

    /// Adds up all weights. Anew each time: where all are 0 there must not be a rest of rounding by which others are divided.
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
        self.sum = or_one(self.drawn);
        let scale = 1.0 / self.sum;
        let core = &bank.cores[self.core as usize];
        let mut best = self.ends.0 * scale - core.constant;
        self.packages.clear();
        let packages = self.ends.1.iter();
        self.packages
            .extend(packages.map(|(top, width)| (top * scale, width * scale)));
        for &block in &bank.extra_blocks {
            let part = (block, self.parts[block]);
            let (most, least) = bank.ends_with_extras(game, part, (self.core, self.sum));
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

    /// Margin of each combo.
    pub(super) fn margins(&self, game: &Game, bank: &PartyPrior, margins: &mut Vec<f64>) {
        margins.clear();
        let extras = bank.extras(self.core);
        for (block, &draw) in game.blocks.list.iter().zip(&self.parts) {
            let raw = bank.raw(draw);
            margins.extend(block.combos().map(|combo| {
                let extra = extras.map_or(0.0, |extras| extras[combo as usize]);
                raw[combo as usize] / self.sum + extra
            }));
        }
    }

    /// Adds up the text heard last, by what is worded otherwise than in the text before.
    ///
    /// `given` is the share of its best margin that it did not ask for then.
    pub(super) fn add_up(&mut self, bank: &PartyPrior, history: &History, given: f64) {
        let (report, lists) = (history.len - 1, lists(bank));
        let (four, lane) = (report / 4, report % 4);
        self.totals.resize((four + 1) * lists, [0.0; 4]);
        if let Some(before) = report.checked_sub(1) {
            for list in 0..=bank.packages {
                let value = self.totals[before / 4 * lists + list][before % 4];
                self.totals[four * lists + list][lane] = value;
            }
        }
        let totals = &mut self.totals[four * lists..];
        for &(block, was, combo) in &history.changes {
            let raw = bank.raw(self.parts[block]);
            let change = raw[combo as usize] - was.map_or(0.0, |was| raw[was as usize]);
            add(totals, lane, change, &bank.parts[block]);
        }
        self.add_extras(bank, history, report);
        self.totals[(four + 1) * lists - 1][lane] = given;
    }

    fn add_extras(&mut self, bank: &PartyPrior, history: &History, report: usize) {
        let (four, lane, lists) = (report / 4, report % 4, lists(bank));
        let totals = &mut self.totals[four * lists + 1 + bank.packages..];
        totals[0][lane] = -bank.cores[self.core as usize].constant;
        let Some(extras) = bank.extras(self.core) else {
            return;
        };
        for package in &mut totals[1..=bank.packages] {
            package[lane] = 0.0;
        }
        let text = history.text(report);
        for &block in &bank.extra_blocks {
            add(
                totals,
                lane,
                extras[text[block] as usize],
                &bank.parts[block],
            );
        }
    }

    /// The share of its best margin that it did not ask for when this report was made.
    pub(super) fn given(
        &self,
        game: &Game,
        bank: &PartyPrior,
        history: &History,
        report: usize,
    ) -> f64 {
        let core = &bank.cores[self.core as usize];
        let profile = &game.parties[bank.party].profiles[core.kind];
        let asked = |round| needed_share(profile, core.needs, round, game.rounds);
        1.0 - history.rounds[report].map_or(0.0, asked)
    }

    /// Margins of the texts before the fallback.
    pub(super) fn texts(&self, bank: &PartyPrior, margins: &mut Vec<Lanes>) {
        let scale = 1.0 / self.sum;
        margins.clear();
        let totals = self.totals.chunks_exact(lists(bank));
        margins.extend(totals.map(|totals| {
            let (raw, extra) = (&totals[0], &totals[1 + bank.packages]);
            std::array::from_fn(|lane| raw[lane] * scale + extra[lane])
        }));
    }

    /// The same with the weights and scores of a block from another draw.
    pub(super) fn texts_with_part(
        &self,
        bank: &PartyPrior,
        history: &History,
        (block, draw): (usize, u32),
        margins: &mut Vec<Lanes>,
    ) {
        let scale = 1.0 / self.sum_with(bank, (block, draw));
        let (from, to) = (bank.raw(self.parts[block]), bank.raw(draw));
        margins.clear();
        let totals = self.totals.chunks_exact(lists(bank));
        margins.extend(totals.map(|totals| {
            let (raw, extra) = (&totals[0], &totals[1 + bank.packages]);
            std::array::from_fn(|lane| raw[lane] * scale + extra[lane])
        }));
        let lanes = margins.as_flattened_mut().iter_mut();
        for (margin, combo) in lanes.zip(history.combos(block)) {
            *margin += (to[combo as usize] - from[combo as usize]) * scale;
        }
    }

    /// The same with everything but weights, scores and fallback from another draw.
    pub(super) fn texts_with_core(
        &self,
        bank: &PartyPrior,
        history: &History,
        draw: u32,
        margins: &mut Vec<Lanes>,
    ) {
        let scale = 1.0 / self.sum;
        let constant = bank.cores[draw as usize].constant;
        margins.clear();
        let totals = self.totals.chunks_exact(lists(bank));
        margins.extend(totals.map(|totals| totals[0].map(|raw| raw * scale - constant)));
        let Some(extras) = bank.extras(draw) else {
            return;
        };
        for &block in &bank.extra_blocks {
            let lanes = margins.as_flattened_mut().iter_mut();
            for (margin, combo) in lanes.zip(history.combos(block)) {
                *margin += extras[combo as usize];
            }
        }
    }

    /// Takes the weights and scores of a block from another draw.
    pub(super) fn take_part(
        &mut self,
        game: &Game,
        bank: &PartyPrior,
        history: &History,
        (block, draw): (usize, u32),
    ) {
        let before = std::mem::replace(&mut self.parts[block], draw);
        let (from, to) = (bank.raw(before), bank.raw(draw));
        let lists = lists(bank);
        for (report, combo) in history.combos(block).enumerate() {
            let change = to[combo as usize] - from[combo as usize];
            let totals = &mut self.totals[report / 4 * lists..];
            add(totals, report % 4, change, &bank.parts[block]);
        }
        self.add_weights(bank);
        let kind = self.kind(bank);
        if bank.kinds[kind].possible {
            let (most, least) = bank.ends_of(kind, draw, block);
            let (most_before, least_before) = bank.ends_of(kind, before, block);
            let rise = most - most_before;
            self.ends.0 += rise;
            let change = (rise, rise - (least - least_before));
            widen(&mut self.ends.1, change, &bank.parts[block]);
        }
        self.measure(game, bank);
    }

    /// Takes all but weights, scores and fallback from another draw.
    pub(super) fn take_core(
        &mut self,
        game: &Game,
        bank: &PartyPrior,
        history: &History,
        draw: u32,
    ) {
        self.core = draw;
        let lists = lists(bank);
        for report in 0..history.len {
            self.add_extras(bank, history, report);
            let given = self.given(game, bank, history, report);
            self.totals[(report / 4 + 1) * lists - 1][report % 4] = given;
        }
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

/// Adds to the total of a text, and to those of the packages a block is part of.
fn add(totals: &mut [Lanes], lane: usize, change: f64, parts: &[(usize, f64)]) {
    totals[0][lane] += change;
    for &(package, share) in parts {
        totals[1 + package][lane] += share * change;
    }
}
