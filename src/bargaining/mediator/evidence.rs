//! What a mediator heard of one party since it began to learn: texts with the reports on them.
//!
//! Reports stand four side by side, so that a draw is weighed with four of them at once; where the last four are not full,
//! the rest are reports that say nothing.

use crate::bargaining::mediator::lanes::Lanes;
use crate::bargaining::mediator::verdicts::{BEYOND, Verdicts};
use crate::game::{PackageSet, members};

/// One report on a text, or a vote on it.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub(super) verdicts: Verdicts,
    /// Whether it is a vote on the whole deal.
    pub(super) vote: bool,
    /// The margin read, in utility, with ½ / error²; none without readings.
    pub(super) reading: Option<(f64, f64)>,
    /// How far everybody has seen the fallback move, in utility.
    pub(super) shift: f64,
    /// The round, and the number of rounds as the deadline stood in it.
    pub(super) time: (u32, u32),
}

/// Four reports; shifts, readings and lacks in utility.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reports {
    pub(super) shifts: Lanes,
    pub(super) readings: Lanes,
    /// ½ / error² of each reading, 0 for none.
    pub(super) precisions: Lanes,
    /// Chance of the verdicts when everything is accepted.
    pub(super) chances: Lanes,
    /// What packages lack more than their wording does: everything where the vote is on the whole deal.
    pub(super) lacks: Lanes,
}

/// Bytes that reports on one party's answers take at most, with the sums over their texts of one draw and of the draw it may
/// become.
pub(crate) fn evidence_bytes_max(reports: f64, (blocks, packages): (f64, f64), types: f64) -> f64 {
    let lanes = size_of::<Lanes>() as f64;
    let kept = reports * (blocks * size_of::<u32>() as f64 + size_of::<Option<u32>>() as f64);
    let asked = size_of::<Reports>() as f64 + size_of::<PackageSet>() as f64;
    let of_packages = lanes * packages * (1.0 + types);
    let of_draw = lanes * (2.0 * (2.0 * (1.0 + packages) + 1.0) + 1.0);
    kept + (0.25 * reports + 1.0) * (asked + of_packages + of_draw)
}

/// All reports on one party's answers.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) len: usize,
    /// The combo of each block in the texts one after the other.
    combos: Vec<Vec<u32>>,
    /// The text heard last.
    last: Vec<u32>,
    pub(super) reports: Vec<Reports>,
    /// For each four reports the packages that one of them is about, as bits.
    asked: Vec<PackageSet>,
    /// For each four reports the factors of each package.
    factors: Vec<Lanes>,
    packages: usize,
    /// For each four reports and type what each package has in [`Four`](crate::bargaining::mediator::verdicts::Four).
    crossed: Vec<Lanes>,
    kinds: usize,
    /// The round of each report, and the number of rounds as the deadline stood in it; none of a vote.
    pub(super) rounds: Vec<Option<(u32, u32)>>,
    /// Blocks worded otherwise in the text heard last than in the one before, each with the combo before and now; all where
    /// there is none before.
    pub(super) changes: Vec<(usize, Option<u32>, u32)>,
}

impl History {
    /// Forgets all reports. `blocks` and `packages` are those of the texts to come, `kinds` the types of the party.
    pub(super) fn begin(&mut self, blocks: usize, packages: usize, kinds: usize) {
        (self.packages, self.kinds) = (packages, kinds);
        self.len = 0;
        self.combos.resize_with(blocks, Vec::new);
        self.combos.iter_mut().for_each(Vec::clear);
        self.last.clear();
        self.reports.clear();
        self.asked.clear();
        self.factors.clear();
        self.crossed.clear();
        self.rounds.clear();
    }

    /// Adds a report on a text, of which each type finds red lines crossed in these packages.
    pub(super) fn push(&mut self, text: &[u32], heard: &Evidence, crossed: &[PackageSet]) {
        let lane = self.len % 4;
        if lane == 0 {
            self.reports.push(Reports {
                chances: [1.0; 4],
                ..Reports::default()
            });
            self.asked.push(0);
            self.factors.extend((0..self.packages).map(|_| [1.0; 4]));
            let crossed = (0..self.kinds * self.packages).map(|_| [0.0; 4]);
            self.crossed.extend(crossed);
        }
        let four = self.len / 4;
        let reports = &mut self.reports[four];
        reports.shifts[lane] = heard.shift;
        (reports.readings[lane], reports.precisions[lane]) = heard.reading.unwrap_or_default();
        reports.chances[lane] = heard.verdicts.chance;
        reports.lacks[lane] = if heard.vote { BEYOND } else { 0.0 };
        let factors = &mut self.factors[four * self.packages..][..self.packages];
        for (factors, &factor) in factors.iter_mut().zip(&heard.verdicts.factors) {
            factors[lane] = factor;
        }
        self.asked[four] |= heard.verdicts.asked;
        let types = self.crossed[four * self.kinds * self.packages..].chunks_mut(self.packages);
        for (packages, &crossed) in types.zip(crossed) {
            for package in members(crossed) {
                packages[package][lane] = BEYOND;
            }
        }
        self.changes.clear();
        for (block, &now) in text.iter().enumerate() {
            let before = self.last.get(block).copied();
            if before != Some(now) {
                self.changes.push((block, before, now));
            }
            self.combos[block].push(now);
        }
        text.clone_into(&mut self.last);
        self.rounds.push((!heard.vote).then_some(heard.time));
        self.len += 1;
    }

    /// The text heard last.
    pub(super) fn last(&self) -> &[u32] {
        &self.last
    }

    /// The combo of a block in each text.
    pub(super) fn combos(&self, block: usize) -> &[u32] {
        &self.combos[block]
    }

    /// The packages that one of four reports is about, as bits.
    pub(super) fn asked(&self, four: usize) -> PackageSet {
        self.asked[four]
    }

    /// The factors of each package in four reports, and what each has in [`Four`](crate::bargaining::mediator::verdicts::Four) for a type.
    pub(super) fn packages(&self, four: usize, kind: usize) -> (&[Lanes], &[Lanes]) {
        let factors = &self.factors[four * self.packages..][..self.packages];
        let from = (four * self.kinds + kind) * self.packages;
        (factors, &self.crossed[from..][..self.packages])
    }
}
