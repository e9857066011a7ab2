//! What a draw makes of all texts that a party was reported on.

use crate::bargaining::mediator::evidence::History;
use crate::bargaining::mediator::lanes::Lanes;
use crate::bargaining::mediator::particle::{Part, Particle};
use crate::bargaining::mediator::prior::PartyPrior;
use crate::game::Game;

/// Margins of texts before the fallback, taken apart, four reports side by side.
///
/// Of each four reports there is a number for the whole text, and one for each package.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Utility with weights as drawn.
    raw: Vec<Lanes>,
    /// What bonuses and the risk of breach add, in utility.
    extra: Vec<Lanes>,
    /// The share of its best margin that the party did not ask for, in 0..=1; one number for each four reports.
    given: Vec<Lanes>,
    /// Numbers for each four reports: one more than packages.
    sums: usize,
}

impl Clone for Texts {
    fn clone(&self) -> Self {
        let mut other = Self::default();
        other.clone_from(self);
        other
    }

    /// In the memory there is.
    fn clone_from(&mut self, from: &Self) {
        self.raw.clone_from(&from.raw);
        self.extra.clone_from(&from.extra);
        self.given.clone_from(&from.given);
        self.sums = from.sums;
    }
}

impl Texts {
    /// Adds up all texts.
    pub(super) fn add_up(
        &mut self,
        (game, bank, history): (&Game, &PartyPrior, &History),
        draw: &Particle,
    ) {
        self.sums = 1 + bank.packages;
        self.add_up_raw(bank, history, draw);
        self.given.clear();
        self.given.resize(history.reports.len(), [0.0; 4]);
        self.add_up_extras(bank, history, draw);
        self.find_given(game, bank, history, draw);
    }

    fn add_up_raw(&mut self, bank: &PartyPrior, history: &History, draw: &Particle) {
        self.raw.clear();
        self.raw.resize(history.reports.len() * self.sums, [0.0; 4]);
        for (block, &from) in draw.parts.iter().enumerate() {
            let raw = bank.raw(from);
            for (report, combo) in history.combos(block).enumerate() {
                self.add(report, raw[combo as usize], &bank.parts[block]);
            }
        }
    }

    /// Adds to the number of a text, and to those of the packages a block is part of.
    fn add(&mut self, report: usize, change: f64, parts: &[(usize, f64)]) {
        let sums = &mut self.raw[report / 4 * self.sums..];
        add(sums, report % 4, change, parts);
    }

    fn add_up_extras(&mut self, bank: &PartyPrior, history: &History, draw: &Particle) {
        self.extra.clear();
        self.extra
            .resize(history.reports.len() * self.sums, [0.0; 4]);
        let constant = bank.cores[draw.core as usize].constant;
        for whole in self.extra.iter_mut().step_by(self.sums) {
            *whole = [-constant; 4];
        }
        let Some(extras) = bank.extras(draw.core) else {
            return;
        };
        for &block in &bank.extra_blocks {
            for (report, combo) in history.combos(block).enumerate() {
                let sums = &mut self.extra[report / 4 * self.sums..];
                add(sums, report % 4, extras[combo as usize], &bank.parts[block]);
            }
        }
    }

    fn find_given(&mut self, game: &Game, bank: &PartyPrior, history: &History, draw: &Particle) {
        let lanes = self.given.as_flattened_mut();
        for (given, &round) in lanes.iter_mut().zip(&history.rounds) {
            *given = draw.given(game, bank, round);
        }
    }

    /// Utility of four texts and their packages with weights as drawn, and what is added to each.
    pub(super) fn of(&self, four: usize) -> (&[Lanes], &[Lanes]) {
        let range = four * self.sums..(four + 1) * self.sums;
        (&self.raw[range.clone()], &self.extra[range])
    }

    /// Writes down what the draw makes of the text heard last.
    pub(super) fn keep_last(&self, history: &History, draw: &mut Particle) {
        let report = history.len - 1;
        let (raw, extra) = self.of(report / 4);
        let lane = report % 4;
        for (kept, sums) in draw.last.raw.iter_mut().zip(raw) {
            *kept = sums[lane];
        }
        for (kept, sums) in draw.last.extra.iter_mut().zip(extra) {
            *kept = sums[lane];
        }
        draw.last.given = self.given(report / 4)[lane];
    }

    /// The shares of its best margin that the party did not ask for.
    pub(super) fn given(&self, four: usize) -> &Lanes {
        &self.given[four]
    }

    /// Margins before the fallback, with weights divided by a sum.
    pub(super) fn margins(&self, sum: f64, margins: &mut Vec<Lanes>) {
        let scale = 1.0 / sum;
        margins.clear();
        let fours = self.raw.iter().zip(&self.extra).step_by(self.sums);
        margins.extend(
            fours.map(|(raw, extra)| std::array::from_fn(|lane| raw[lane] * scale + extra[lane])),
        );
    }

    /// The same with the weights and scores of a block from another draw.
    pub(super) fn margins_with_part(
        &self,
        (bank, history): (&PartyPrior, &History),
        draw: &Particle,
        part: Part,
        margins: &mut Vec<Lanes>,
    ) {
        let sum = draw.sum_with(bank, part);
        let scale = 1.0 / sum;
        let new = bank.raw(part.from);
        if draw.is_swamped(bank, part, sum) {
            // What the others add is lost in the sums there are.
            self.margins_of_extras(margins);
            let parts = draw.parts.iter().enumerate();
            for (block, raw) in parts.map(|(block, &from)| (block, bank.raw(from))) {
                let raw = if block == part.block { new } else { raw };
                add_to_each(margins, history.combos(block), |combo| raw[combo] * scale);
            }
            return;
        }
        self.margins(sum, margins);
        let old = bank.raw(draw.parts[part.block]);
        add_to_each(margins, history.combos(part.block), |combo| {
            (new[combo] - old[combo]) * scale
        });
    }

    fn margins_of_extras(&self, margins: &mut Vec<Lanes>) {
        margins.clear();
        margins.extend(self.extra.iter().step_by(self.sums));
    }

    /// The same with everything but weights, scores and fallback from another draw.
    pub(super) fn margins_with_core(
        &self,
        (bank, history): (&PartyPrior, &History),
        draw: &Particle,
        core: u32,
        margins: &mut Vec<Lanes>,
    ) {
        let scale = 1.0 / draw.sum;
        let constant = bank.cores[core as usize].constant;
        margins.clear();
        let fours = self.raw.iter().step_by(self.sums);
        margins.extend(fours.map(|raw| raw.map(|raw| raw * scale - constant)));
        let Some(extras) = bank.extras(core) else {
            return;
        };
        for &block in &bank.extra_blocks {
            add_to_each(margins, history.combos(block), |combo| extras[combo]);
        }
    }

    /// Lets a draw take the weights and scores of a block from another.
    pub(super) fn take_part(
        &mut self,
        (game, bank, history): (&Game, &PartyPrior, &History),
        draw: &mut Particle,
        part: Part,
    ) {
        let sum = draw.sum_with(bank, part);
        let is_swamped = draw.is_swamped(bank, part, sum);
        let before = draw.take_part(game, bank, part, is_swamped);
        if is_swamped {
            self.add_up_raw(bank, history, draw);
            return;
        }
        let (old, new) = (bank.raw(before), bank.raw(part.from));
        for (report, combo) in history.combos(part.block).enumerate() {
            let change = new[combo as usize] - old[combo as usize];
            self.add(report, change, &bank.parts[part.block]);
        }
    }

    /// Lets a draw take all but weights, scores and fallback from another.
    pub(super) fn take_core(
        &mut self,
        (game, bank, history): (&Game, &PartyPrior, &History),
        draw: &mut Particle,
        core: u32,
    ) {
        let demands = draw.demands(bank);
        draw.take_core(game, bank, core);
        self.add_up_extras(bank, history, draw);
        if draw.demands(bank) != demands {
            self.find_given(game, bank, history, draw);
        }
    }
}

/// Adds to the number of a text, and to those of the packages a block is part of.
fn add(sums: &mut [Lanes], lane: usize, change: f64, parts: &[(usize, f64)]) {
    sums[0][lane] += change;
    for &(package, share) in parts {
        sums[1 + package][lane] += share * change;
    }
}

/// Adds to the margin of each text what its combo of one block adds.
fn add_to_each(
    margins: &mut [Lanes],
    combos: impl Iterator<Item = u32>,
    added: impl Fn(usize) -> f64,
) {
    let lanes = margins.as_flattened_mut().iter_mut();
    for (margin, combo) in lanes.zip(combos) {
        *margin += added(combo as usize);
    }
}
