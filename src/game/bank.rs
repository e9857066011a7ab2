//! Draws from the prior that stand for somebody's belief about the others.
//!
//! The draws of one party form a Latin hypercube (McKay, Beckman and Conover 1979): each number's distribution is cut into
//! as many equally likely strata as there are draws, and each stratum is met once. So even a few draws reproduce every
//! margin of the prior, and a belief about a single uncertain number is its exact grid of quantiles.

use crate::game::numbers::{Uniforms, draw_kind};
use crate::game::{Game, Owner, PartyNumbers, PartyTables, Purpose, Stream};

/// Uniforms of a Latin hypercube, one permutation of the strata for each slot.
struct Latin {
    seed: u64,
    draws: u32,
    draw: u32,
    owners: Vec<(Owner, Vec<Vec<u32>>)>,
    owner: usize,
    slot: usize,
}

impl Latin {
    fn permutation(&self, owner: Owner, slot: usize) -> Vec<u32> {
        let mut stream = Stream::new(self.seed, Purpose::Belief, owner, slot as u64);
        stream.permutation(self.draws)
    }
}

impl Uniforms for Latin {
    fn open(&mut self, owner: Owner) {
        self.slot = 0;
        self.owner = self
            .owners
            .iter()
            .position(|known| known.0 == owner)
            .unwrap_or_else(|| {
                self.owners.push((owner, Vec::new()));
                self.owners.len() - 1
            });
    }

    fn next(&mut self) -> f64 {
        let (owner, slots) = &self.owners[self.owner];
        if slots.len() <= self.slot {
            let strata = self.permutation(*owner, self.slot);
            self.owners[self.owner].1.push(strata);
        }
        let stratum = self.owners[self.owner].1[self.slot][self.draw as usize];
        self.slot += 1;
        (f64::from(stratum) + 0.5) / f64::from(self.draws)
    }
}

/// One prior draw of one party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorDraw {
    /// What the party wants in this draw.
    pub numbers: PartyNumbers,
    /// Its values by combo.
    pub tables: PartyTables,
}

/// Draws `count` times from the prior of one party, by a Latin hypercube.
pub fn prior_draws(game: &Game, party: usize, seed: u64, count: u32) -> Vec<PriorDraw> {
    let compiled = &game.parties[party];
    let mut latin = Latin {
        seed,
        draws: count,
        draw: 0,
        owners: Vec::new(),
        owner: 0,
        slot: 0,
    };
    let mut scratch = Vec::new();
    (0..count)
        .map(|draw| {
            latin.draw = draw;
            let kind = match &game.joint {
                // Others' types are not seen, so a party drawn jointly has its marginal probabilities here.
                Some(joint) if compiled.joint => {
                    crate::game::numbers::draw(
                        &joint.probabilities,
                        joint.probabilities_owner,
                        &mut latin,
                        &mut scratch,
                    );
                    latin.open(compiled.owners.kind);
                    let row = crate::game::numbers::pick(&scratch, latin.next());
                    joint.rows[row]
                        .iter()
                        .find(|cell| cell.0 == party)
                        .map_or(0, |cell| cell.1)
                }
                _ => draw_kind(compiled, &mut latin, &mut scratch),
            };
            let mut prior = PriorDraw::default();
            prior.numbers.draw(compiled, kind, &mut latin, &mut scratch);
            let profile = &compiled.profiles[kind];
            prior.tables.build(
                &game.blocks,
                &game.option_starts,
                profile,
                &prior.numbers,
                None,
            );
            prior
        })
        .collect()
}

/// A party's tables when every number stands at its median: exact for types whose tables no draw changes.
pub fn median_tables(game: &Game, party: usize, kind: usize) -> PartyTables {
    let compiled = &game.parties[party];
    let numbers = median_numbers(game, party, kind);
    let mut tables = PartyTables::default();
    tables.build(
        &game.blocks,
        &game.option_starts,
        &compiled.profiles[kind],
        &numbers,
        None,
    );
    tables
}

/// What a party of one type wants when every number stands at its median.
pub(crate) fn median_numbers(game: &Game, party: usize, kind: usize) -> PartyNumbers {
    let mut numbers = PartyNumbers::default();
    numbers.draw(&game.parties[party], kind, &mut Median, &mut Vec::new());
    numbers
}

/// The middle of every distribution.
struct Median;

impl Uniforms for Median {
    fn open(&mut self, _owner: Owner) {}

    fn next(&mut self) -> f64 {
        0.5
    }
}
