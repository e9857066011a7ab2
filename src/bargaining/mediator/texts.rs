//! What a draw makes of all texts that a party was reported on.

use crate::bargaining::mediator::evidence::History;
use crate::bargaining::mediator::lanes::Lanes;
use crate::bargaining::mediator::particle::{Particle, Proposal};
use crate::bargaining::mediator::prior::PartyPrior;
use crate::game::Game;

/// Margins of texts before the fallback, taken apart, four reports side by side.
///
/// Lists of numbers for each report follow each other: first of the whole texts, then of each package.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Utility with weights as drawn.
    raw: Vec<Lanes>,
    /// What bonuses and the risk of breach add, in utility.
    extra: Vec<Lanes>,
    /// The share of its best margin that the party did not ask for, in 0..=1; one list.
    given: Vec<Lanes>,
}

impl Texts {
    /// Becomes the same as another, in the memory there is.
    pub(super) fn copy(&mut self, from: &Self) {
        self.raw.clone_from(&from.raw);
        self.extra.clone_from(&from.extra);
        self.given.clone_from(&from.given);
    }

    /// Entries of a list: one for each four reports.
    fn fours(&self) -> usize {
        self.given.len()
    }

    /// Adds up all texts.
    pub(super) fn add_up(
        &mut self,
        (game, bank, history): (&Game, &PartyPrior, &History),
        draw: &Particle,
    ) {
        let fours = history.reports.len();
        self.given.clear();
        self.given.resize(fours, [0.0; 4]);
        self.find_given(game, bank, history, draw);
        self.raw.clear();
        self.raw.resize(fours * (1 + bank.packages), [0.0; 4]);
        for (block, &from) in draw.parts.iter().enumerate() {
            let raw = bank.raw(from);
            add(&mut self.raw, fours, (bank, history, block), |combo| {
                raw[combo]
            });
        }
        self.add_up_extras(bank, history, draw);
    }

    fn add_up_extras(&mut self, bank: &PartyPrior, history: &History, draw: &Particle) {
        let fours = self.fours();
        let constant = bank.cores[draw.core as usize].constant;
        self.extra.clear();
        self.extra.resize(fours, [-constant; 4]);
        self.extra.resize(fours * (1 + bank.packages), [0.0; 4]);
        let Some(extras) = bank.extras(draw.core) else {
            return;
        };
        for &block in &bank.extra_blocks {
            let place = (bank, history, block);
            add(&mut self.extra, fours, place, |combo| extras[combo]);
        }
    }

    fn find_given(&mut self, game: &Game, bank: &PartyPrior, history: &History, draw: &Particle) {
        let lanes = self.given.as_flattened_mut();
        for (given, &round) in lanes.iter_mut().zip(&history.rounds) {
            *given = draw.given(game, bank, round);
        }
    }

    /// Utility of four whole texts (list 0) or of a package in them (list 1 + package), with weights as drawn, and what is
    /// added to each.
    #[inline]
    pub(super) fn of(&self, list: usize, four: usize) -> (&Lanes, &Lanes) {
        let place = list * self.fours() + four;
        (&self.raw[place], &self.extra[place])
    }

    /// The shares of its best margin that the party did not ask for.
    #[inline]
    pub(super) fn given(&self, four: usize) -> &Lanes {
        &self.given[four]
    }

    /// Writes down what the draw makes of the text heard last.
    pub(super) fn keep_last(&self, history: &History, draw: &mut Particle) {
        let (four, lane) = ((history.len - 1) / 4, (history.len - 1) % 4);
        let last = &mut draw.last;
        for (list, (raw, extra)) in last.raw.iter_mut().zip(&mut last.extra).enumerate() {
            let (of_raw, of_extra) = self.of(list, four);
            (*raw, *extra) = (of_raw[lane], of_extra[lane]);
        }
        last.given = self.given(four)[lane];
    }

    /// Margins before the fallback of a draw.
    pub(super) fn margins(&self, draw: &Particle, margins: &mut Vec<Lanes>) {
        self.whole(1.0 / draw.sum(), margins);
    }

    fn whole(&self, scale: f64, margins: &mut Vec<Lanes>) {
        let fours = self.fours();
        let (raw, extra) = (&self.raw[..fours], &self.extra[..fours]);
        margins.clear();
        margins.extend_from_slice(raw);
        for (margins, extra) in margins.iter_mut().zip(extra) {
            for (margin, extra) in margins.iter_mut().zip(extra) {
                *margin = *margin * scale + extra;
            }
        }
    }

    /// The same once the step proposed is made.
    pub(super) fn margins_with(
        &self,
        (bank, history): (&PartyPrior, &History),
        draw: &Particle,
        proposal: &Proposal,
        margins: &mut Vec<Lanes>,
    ) {
        let (sum, is_swamped) = draw.sum_with(bank, proposal);
        let scale = 1.0 / sum;
        let scale_before = if is_swamped { 0.0 } else { scale };
        match proposal.core {
            Some(core) => self.whole_with_core(bank, history, (core, scale_before), margins),
            None => self.whole(scale_before, margins),
        }
        if is_swamped {
            // What the others add is lost in the sums there are.
            for (block, from) in draw.parts_with(proposal) {
                let raw = bank.raw(from);
                add_to_each(margins, history.combos(block), |combo| raw[combo] * scale);
            }
            return;
        }
        for &(block, from) in &proposal.blocks {
            let (old, new) = (bank.raw(draw.parts[block]), bank.raw(from));
            let change = |combo: usize| (new[combo] - old[combo]) * scale;
            add_to_each(margins, history.combos(block), change);
        }
    }

    fn whole_with_core(
        &self,
        bank: &PartyPrior,
        history: &History,
        (core, scale): (u32, f64),
        margins: &mut Vec<Lanes>,
    ) {
        let constant = bank.cores[core as usize].constant;
        margins.clear();
        let raw = self.raw[..self.fours()].iter();
        margins.extend(raw.map(|raw| raw.map(|raw| raw * scale - constant)));
        if let Some(extras) = bank.extras(core) {
            for &block in &bank.extra_blocks {
                add_to_each(margins, history.combos(block), |combo| extras[combo]);
            }
        }
    }

    /// Lets a draw make the step proposed.
    pub(super) fn take(
        &mut self,
        (game, bank, history): (&Game, &PartyPrior, &History),
        draw: &mut Particle,
        proposal: &Proposal,
    ) {
        if draw.sum_with(bank, proposal).1 {
            draw.take(game, bank, proposal);
            self.add_up((game, bank, history), draw);
            return;
        }
        for &(block, from) in &proposal.blocks {
            let (old, new) = (bank.raw(draw.parts[block]), bank.raw(from));
            let change = |combo: usize| new[combo] - old[combo];
            let fours = self.fours();
            add(&mut self.raw, fours, (bank, history, block), change);
        }
        let demands = draw.demands(bank);
        draw.take(game, bank, proposal);
        if proposal.core.is_some() {
            self.add_up_extras(bank, history, draw);
            if draw.demands(bank) != demands {
                self.find_given(game, bank, history, draw);
            }
        }
    }
}

/// Adds to the list of whole texts, and to those of the packages a block is part of, what its combo in each text adds.
fn add(
    lists: &mut [Lanes],
    fours: usize,
    (bank, history, block): (&PartyPrior, &History, usize),
    added: impl Fn(usize) -> f64,
) {
    let combos = history.combos(block);
    add_to_each(&mut lists[..fours], combos, &added);
    for &(package, share) in &bank.parts[block] {
        let list = &mut lists[(1 + package) * fours..][..fours];
        add_to_each(list, combos, |combo| share * added(combo));
    }
}

/// Adds to a number for each text what the combo of one block adds.
fn add_to_each(list: &mut [Lanes], combos: &[u32], added: impl Fn(usize) -> f64) {
    for (number, &combo) in list.as_flattened_mut().iter_mut().zip(combos) {
        *number += added(combo as usize);
    }
}
