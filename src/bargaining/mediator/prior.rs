//! The bank of draws from the prior that a mediator's beliefs are made of.
//!
//! The numbers of a party are drawn independently of each other, so parts of different draws combine to a new draw from the
//! prior: the weights and scores of one block as one draw has them, those of another block as another draw has them. For that
//! the bank keeps the utility of each combo before weights are normalised.

use crate::bargaining::mediator::lanes::Lanes;
use crate::bargaining::strategy::Needs;
use crate::bargaining::talks::block_range;
use crate::game::{
    Block, CompiledProfile, Game, PartyTables, PriorDraw, fallbacks, mask, members, spread_draws,
};
use crate::model::Mediation;

/// Times as many draws are banked as a belief uses in a run: each run begins with its own stretch of the bank.
pub(crate) const MEDIATOR_BANK_FACTOR: u32 = 4;
/// Steps of the grid on which a fallback is moved along readings, equally likely in the prior.
pub(super) const STEPS: usize = 16;
/// Fallbacks in each step of that grid.
pub(super) const FINER: usize = 16;

/// Draws from the prior of one party.
#[derive(Debug)]
pub(crate) struct PartyPrior {
    /// The party.
    pub(crate) party: usize,
    pub(super) draws: usize,
    pub(super) blocks: usize,
    combos: usize,
    pub(super) packages: usize,
    /// For each block its packages, each with the share of the block that counts there.
    pub(super) parts: Vec<Vec<(usize, f64)>>,
    /// What each combo is worth, weights as drawn: all combos of one draw after the other.
    raw: Vec<f64>,
    /// What the weights of each block sum to as drawn: all blocks of one draw after the other.
    weights: Vec<f64>,
    /// What bonuses and the risk of breach add to each combo, likewise by draw; empty where there are none.
    extras: Vec<f64>,
    /// Blocks in which they are not all 0.
    pub(super) extra_blocks: Vec<usize>,
    pub(super) cores: Vec<Core>,
    pub(super) kinds: Vec<TypePrior>,
    /// Draws whose parts may be combined: those of types with the same weights and scores.
    pub(super) alike: Vec<Vec<u32>>,
}

/// What a draw has one of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Core {
    pub(super) kind: usize,
    pub(super) needs: Needs,
    /// What the risk of breach takes off every deal.
    pub(super) constant: f64,
    /// Probability of the type as a share of how often draws are of it.
    pub(super) weight: f64,
    /// Place of its fallback among those of the type.
    pub(super) fallback: usize,
}

/// What all draws of one type share.
#[derive(Debug)]
pub(super) struct TypePrior {
    /// Place of its draws in [`PartyPrior::alike`].
    pub(super) alike: usize,
    /// Equally likely fallbacks, rising: [`FINER`] in each of [`STEPS`].
    pub(super) fallbacks: Vec<f64>,
    /// One fallback for each step.
    pub(super) steps: Vec<Lanes>,
    /// Whether it allows any deal.
    pub(super) possible: bool,
    /// Worth of the best combo allowed and of the worst in each block, by draw, as in [`PartyPrior::raw`]; 0 in blocks with
    /// extras.
    ends: Vec<(f64, f64)>,
}

/// Draws from the prior of every party whose answer a mediator must reckon with.
#[derive(Debug, Default)]
pub(crate) struct Prior {
    pub(crate) parties: Vec<PartyPrior>,
    /// Draws used in a run.
    pub(super) count: usize,
    /// Draws banked.
    pub(super) banked: u32,
}

impl Prior {
    /// Draws the bank of a mediated game; empty for others and for mediators without belief.
    pub(crate) fn draw(game: &Game, seed: u64) -> Self {
        let Some(mediation) = game
            .mediation()
            .filter(|mediation| mediation.belief.draws > 0)
        else {
            return Self::default();
        };
        let count = mediation.belief.draws;
        let banked = count.saturating_mul(MEDIATOR_BANK_FACTOR);
        let parties = with_a_say(game, mediation).into_iter();
        Self {
            parties: parties
                .map(|party| PartyPrior::of(game, party, &spread_draws(game, party, seed, banked)))
                .collect(),
            count: count as usize,
            banked,
        }
    }
}

/// The visited parties in order, then the others, but the mediator, whose consent some deal needs.
fn with_a_say(game: &Game, mediation: &Mediation) -> Vec<usize> {
    let others = game.consent.all_named() & !mask(&mediation.visits) & !mask(&[mediation.mediator]);
    let visited = mediation.visits.iter().map(|party| party.index());
    visited.chain(members(others)).collect()
}

impl PartyPrior {
    fn of(game: &Game, party: usize, draws: &[PriorDraw]) -> Self {
        let mut bank = Self {
            party,
            draws: draws.len(),
            blocks: game.blocks.list.len(),
            combos: game.blocks.combos(),
            packages: game.package_blocks.len(),
            parts: parts(game),
            raw: Vec::new(),
            weights: Vec::new(),
            extras: Vec::new(),
            extra_blocks: Vec::new(),
            cores: Vec::new(),
            kinds: kinds(game, party),
            alike: Vec::new(),
        };
        let classes = bank.kinds.iter().map(|kind| kind.alike + 1);
        bank.alike = vec![Vec::new(); classes.max().unwrap_or(0)];
        for (place, draw) in (0..).zip(draws) {
            bank.add(game, place, draw);
        }
        bank.find_extras(game);
        for kind in 0..bank.kinds.len() {
            if bank.kinds[kind].possible {
                bank.kinds[kind].ends = bank.ends(game, kind);
            }
        }
        bank
    }

    fn add(&mut self, game: &Game, place: u32, draw: &PriorDraw) {
        let numbers = &draw.numbers;
        let profile = &game.parties[self.party].profiles[numbers.kind];
        let mut without = numbers.clone();
        let mut extras = PartyTables::default();
        without.weights.fill(0.0);
        extras.build(&game.blocks, profile, &without);
        let mut drawn = numbers.weights.clone();
        for weight in &mut drawn {
            *weight *= numbers.attention;
        }
        let mut raw = Vec::new();
        game.blocks
            .fill_utilities(&drawn, &numbers.scores, &mut raw);
        let of_block = game.blocks.list.iter().map(|block| {
            let weights = block.issues.iter().map(|issue| drawn[issue.index()]);
            weights.sum::<f64>()
        });
        self.weights.extend(of_block);
        self.raw.append(&mut raw);
        self.extras.append(&mut extras.margin);
        let kind = &self.kinds[numbers.kind];
        let below = kind
            .fallbacks
            .partition_point(|&one| one < numbers.reservation);
        self.cores.push(Core {
            kind: numbers.kind,
            needs: Needs::of(numbers),
            constant: draw.tables.constant,
            weight: draw.weight,
            fallback: below.min(kind.fallbacks.len() - 1),
        });
        self.alike[kind.alike].push(place);
    }

    /// Finds the blocks with extras; where there are none, nothing is kept.
    fn find_extras(&mut self, game: &Game) {
        let has = |block: &Block| {
            let draws = self.extras.chunks_exact(self.combos);
            let mut of_block =
                draws.flat_map(|draw| &draw[block.start as usize..block.end as usize]);
            of_block.any(|&extra| extra != 0.0)
        };
        let blocks = game.blocks.list.iter().enumerate();
        let with = blocks.filter(|(_, block)| has(block));
        self.extra_blocks = with.map(|(index, _)| index).collect();
        if self.extra_blocks.is_empty() {
            self.extras.clear();
        }
    }

    fn ends(&self, game: &Game, kind: usize) -> Vec<(f64, f64)> {
        let profile = &game.parties[self.party].profiles[kind];
        let draws = self.raw.chunks_exact(self.combos);
        let ends = draws.flat_map(|raw| {
            game.blocks.list.iter().enumerate().map(|(index, block)| {
                if self.extra_blocks.contains(&index) {
                    return (0.0, 0.0);
                }
                let range = block_range(profile, raw, block);
                (range.best_value, range.worst_value)
            })
        });
        ends.collect()
    }

    /// What each combo is worth in a draw, weights as drawn.
    pub(super) fn raw(&self, draw: u32) -> &[f64] {
        &self.raw[draw as usize * self.combos..][..self.combos]
    }

    /// What the weights of a block sum to in a draw.
    pub(super) fn weight(&self, draw: u32, block: usize) -> f64 {
        self.weights[draw as usize * self.blocks + block]
    }

    /// What bonuses and the risk of breach add to each combo in a draw; none where there are none.
    pub(super) fn extras(&self, draw: u32) -> Option<&[f64]> {
        let draws = self.extras.get(draw as usize * self.combos..);
        draws.and_then(|draws| draws.get(..self.combos))
    }

    /// Worth of the best combo allowed and of the worst in a block of a draw, as in [`PartyPrior::raw`]; 0 in blocks with
    /// extras.
    pub(super) fn ends_of(&self, kind: usize, draw: u32, block: usize) -> (f64, f64) {
        self.kinds[kind].ends[draw as usize * self.blocks + block]
    }

    /// Margins of the best combo allowed and of the worst in a block with extras, with the weights and scores of the draw
    /// `from`, all weights summing to `sum`, and the rest as in the draw `core`.
    pub(super) fn ends_with_extras(
        &self,
        game: &Game,
        (block, from): (usize, u32),
        (core, sum): (u32, f64),
    ) -> (f64, f64) {
        let profile = &game.parties[self.party].profiles[self.cores[core as usize].kind];
        let raw = self.raw(from);
        let extras = self.extras(core).unwrap_or_default();
        let mut ends = (f64::NEG_INFINITY, f64::INFINITY);
        for combo in game.blocks.list[block].combos() {
            let value = raw[combo as usize] / sum + extras[combo as usize];
            if profile.allows(combo) {
                ends.0 = ends.0.max(value);
            }
            ends.1 = ends.1.min(value);
        }
        ends
    }
}

/// For each block its packages, each with the share of the block that counts there.
fn parts(game: &Game) -> Vec<Vec<(usize, f64)>> {
    let blocks = game.block_packages.iter().enumerate();
    let parts = blocks.map(|(block, &shared)| {
        let packages = game.package_blocks.iter().enumerate();
        let own = packages.filter(|(_, blocks)| blocks.contains(&block));
        own.map(|(package, _)| (package, 1.0 / f64::from(shared)))
            .collect()
    });
    parts.collect()
}

fn kinds(game: &Game, party: usize) -> Vec<TypePrior> {
    let profiles = &game.parties[party].profiles;
    let kinds = profiles.iter().enumerate().map(|(kind, profile)| {
        let earlier = || profiles[..=kind].iter();
        let same = |other: &CompiledProfile| other.utility == profile.utility;
        let fallbacks = fallbacks(game, party, kind, STEPS * FINER);
        let steps: Vec<f64> = fallbacks
            .chunks(FINER)
            .map(|step| step[FINER / 2])
            .collect();
        let allows = |block: &Block| block.combos().any(|combo| profile.allows(combo));
        TypePrior {
            alike: earlier().position(same).unwrap_or(kind),
            steps: steps.as_chunks().0.to_vec(),
            fallbacks,
            possible: game.blocks.list.iter().all(allows),
            ends: Vec::new(),
        }
    });
    kinds.collect()
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::mediated;
    use crate::bargaining::mediator::Prior;
    use crate::bargaining::mediator::prior::{FINER, STEPS};

    #[test]
    fn everybody_but_the_mediator_has_a_bank_of_four_stretches() {
        let game = mediated("single-text", "belief-draws = 4");
        let prior = Prior::draw(&game, 1);
        let parties: Vec<usize> = prior.parties.iter().map(|bank| bank.party).collect();
        assert_eq!(parties, [0, 1], "the mediator knows itself");
        for bank in &prior.parties {
            assert_eq!((bank.draws, bank.cores.len()), (16, 16));
            assert_eq!(bank.alike[0].len(), 16);
        }
    }

    #[test]
    fn fallbacks_are_equally_likely_and_each_draw_has_its_own() {
        // Reservation values are uniform between 0.1 and 0.5, in 16 strata of the bank.
        let game = mediated("single-text", "belief-draws = 4");
        let prior = Prior::draw(&game, 1);
        let bank = &prior.parties[0];
        let kind = &bank.kinds[0];
        let count = (STEPS * FINER) as f64;
        for (place, fallback) in kind.fallbacks.iter().enumerate() {
            let wanted = 0.1 + 0.4 * (place as f64 + 0.5) / count;
            assert!((fallback - wanted).abs() < 1e-9);
        }
        let steps = kind.steps.as_flattened();
        assert!((steps[1] - kind.fallbacks[FINER + FINER / 2]).abs() < 1e-12);
        let mut places: Vec<usize> = bank.cores.iter().map(|core| core.fallback).collect();
        places.sort_unstable();
        let wanted: Vec<usize> = (0..16).map(|draw| 16 * draw + 8).collect();
        assert_eq!(places, wanted);
    }

    #[test]
    fn without_belief_nothing_is_banked() {
        let game = mediated("single-text", "belief-draws = 0");
        assert!(Prior::draw(&game, 1).parties.is_empty());
    }
}
