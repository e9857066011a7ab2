//! The bank of draws from the prior that a mediator reweights in each run.

use crate::bargaining::strategy::Needs;
use crate::bargaining::talks::block_range;
use crate::game::{BANK_FACTOR, Game, PriorDraw, mask, members, prior_draws};
use crate::model::Mediation;

/// Draws from the prior of one party, by draw for drafting and by combo for learning.
#[derive(Debug)]
pub(crate) struct PartyPrior {
    /// The party.
    pub(crate) party: usize,
    /// The draws.
    pub(crate) draws: Vec<PriorDraw>,
    /// Margin of each combo, all draws side by side, the first ones repeated at the end.
    pub(super) margins: Vec<f64>,
    /// What each combo lacks to the best of its block, likewise.
    pub(super) lacks: Vec<f64>,
    /// `Σ range / range_k` of each package, likewise; 0 where the package has no range.
    pub(super) scales: Vec<f64>,
    /// Type, reservation value, constant risk of breach, best deal and the numbers of its demands of each draw, likewise.
    pub(super) traits: Vec<Traits>,
    /// Length of a row: the draws and the repeated ones.
    pub(super) stride: usize,
}

/// What learning needs of a draw beside its values.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    pub(super) kind: usize,
    pub(super) reservation: f64,
    pub(super) constant: f64,
    pub(super) best_total: f64,
    pub(super) needs: Needs,
}

/// Draws from the prior of every party whose answer a mediator must reckon with.
#[derive(Debug, Default)]
pub(crate) struct Prior {
    pub(crate) parties: Vec<PartyPrior>,
    /// Draws used in a run.
    pub(super) count: usize,
    /// Draws banked.
    pub(super) banked: usize,
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
        let banked = count.saturating_mul(BANK_FACTOR);
        let parties = with_a_say(game, mediation).into_iter();
        Self {
            parties: parties
                .map(|party| PartyPrior::of(game, party, seed, banked, count as usize))
                .collect(),
            count: count as usize,
            banked: banked as usize,
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
    fn of(game: &Game, party: usize, seed: u64, banked: u32, count: usize) -> Self {
        let draws = prior_draws(game, party, seed, banked);
        let stride = draws.len() + count;
        let combos = game.blocks.combos();
        let packages = game.package_blocks.len();
        let mut prior = Self {
            party,
            margins: vec![0.0; combos * stride],
            lacks: vec![0.0; combos * stride],
            scales: vec![0.0; packages * stride],
            traits: vec![Traits::default(); stride],
            stride,
            draws,
        };
        for column in 0..stride {
            prior.fill(game, column);
        }
        prior
    }

    fn fill(&mut self, game: &Game, column: usize) {
        let draw = &self.draws[column % self.draws.len()];
        let profile = &game.parties[self.party].profiles[draw.numbers.kind];
        let margin = &draw.tables.margin;
        self.traits[column] = Traits {
            kind: draw.numbers.kind,
            reservation: draw.numbers.reservation,
            constant: draw.tables.constant,
            best_total: draw.best_total,
            needs: Needs::of(&draw.numbers),
        };
        let mut ranges = vec![0.0; game.package_blocks.len()];
        for (index, block) in game.blocks.list.iter().enumerate() {
            let range = block_range(profile, margin, block);
            let combos = block.start as usize..block.end as usize;
            for (combo, &value) in combos.clone().zip(&margin[combos]) {
                self.margins[combo * self.stride + column] = value;
                self.lacks[combo * self.stride + column] = (range.best_value - value).max(0.0);
            }
            for (package, blocks) in game.package_blocks.iter().enumerate() {
                if blocks.contains(&index) {
                    let share = f64::from(game.block_packages[index]);
                    ranges[package] += (range.best_value - range.worst_value) / share;
                }
            }
        }
        let sum: f64 = ranges.iter().sum();
        for (package, &range) in ranges.iter().enumerate() {
            self.scales[package * self.stride + column] =
                if range > 0.0 { sum / range } else { 0.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deals, mediated};
    use crate::bargaining::mediator::Prior;
    use crate::game::total;

    #[test]
    fn tables_by_combo_repeat_the_draws() {
        let game = mediated("single-text", "belief-draws = 4");
        let prior = Prior::draw(&game, 1);
        let parties: Vec<usize> = prior.parties.iter().map(|bank| bank.party).collect();
        assert_eq!(parties, [0, 1], "the mediator knows itself");
        for bank in &prior.parties {
            assert_eq!(
                (bank.draws.len(), bank.stride),
                (32, 36),
                "eight stretches, and one repeated"
            );
            for column in 0..bank.stride {
                let draw = &bank.draws[column % 32];
                let best = deals(&game)
                    .iter()
                    .map(|deal| total(&draw.tables.margin, deal))
                    .fold(f64::NEG_INFINITY, f64::max);
                assert!((bank.traits[column].best_total - best).abs() < 1e-12);
                for combo in 0..game.blocks.combos() {
                    let place = combo * bank.stride + column;
                    assert_eq!(bank.margins[place], draw.tables.margin[combo]);
                    assert!(bank.lacks[place] >= 0.0);
                }
            }
        }
    }

    #[test]
    fn without_belief_nothing_is_banked() {
        let game = mediated("single-text", "belief-draws = 0");
        assert!(Prior::draw(&game, 1).parties.is_empty());
    }
}
