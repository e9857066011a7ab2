//! What nature draws for one run.

use crate::game::compile::{CompiledDriver, ProcessKind};
use crate::game::numbers::{Nature, Uniforms, draw, draw_kind, draw_utility, pick};
use crate::game::{Game, Given, PartyNumbers, quantile};

/// Numbers of one lever in one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeverNumbers {
    /// Cost per round in force.
    pub cost: f64,
    /// Share of the effect that the threat has.
    pub credibility: f64,
    /// Rounds after which the threat is believed half as much; infinite for no decay.
    pub credibility_half_life: f64,
    /// Rounds after which the effect is halved; infinite for no decay.
    pub half_life: f64,
    /// Whole rounds between execution and first effect.
    pub delay: u32,
    /// Whole rounds in force; none for no end.
    pub duration: Option<u32>,
    /// Whether a lever used with some probability is used in this run; true for all others.
    pub chosen: bool,
    /// Full size of each effect.
    pub sizes: Vec<f64>,
}

/// Numbers of one ratifying body in one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StageNumbers {
    /// Its reservation value.
    pub reservation: f64,
    /// Sharpness λ of its approval.
    pub lambda: f64,
    /// Whole rounds it takes.
    pub delay: u32,
    /// Utility of each combo to it; empty for a vote of parties.
    pub utility: Vec<f64>,
}

/// What nature drew for one run: every uncertain number, every type, every driver's path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Realization {
    /// Each party's numbers.
    pub parties: Vec<PartyNumbers>,
    /// Value of each driver in rounds 0 to T, driver by driver.
    pub paths: Vec<f64>,
    /// Each lever's numbers.
    pub levers: Vec<LeverNumbers>,
    /// Each body's numbers.
    pub stages: Vec<StageNumbers>,
    /// Probability of breakdown after each round without agreement.
    pub breakdown: f64,
    /// Probability that a verdict is misreported.
    pub noise: f64,
    /// What readings add to a margin.
    pub bias: f64,
    /// Standard deviation of readings; infinite where there are none.
    pub reading_error: f64,
    scratch: Vec<f64>,
    weights: Vec<f64>,
    scores: Vec<f64>,
    kinds: Vec<usize>,
}

impl Realization {
    /// Draws run `run` under `seed` into this realization, reusing its memory.
    pub fn draw(&mut self, game: &Game, seed: u64, run: u64) {
        self.draw_from(game, &mut Nature::new(seed, run));
    }

    /// Draws as run `run` under `seed` does, but for the slots whose uniforms are given.
    pub fn draw_given(&mut self, game: &Game, seed: u64, run: u64, given: &Given<'_>) {
        self.draw_from(game, &mut given.over(Nature::new(seed, run)));
    }

    fn draw_from(&mut self, game: &Game, nature: &mut impl Uniforms) {
        self.draw_kinds(game, nature);
        self.parties
            .resize_with(game.parties.len(), PartyNumbers::default);
        for (index, party) in game.parties.iter().enumerate() {
            self.parties[index].draw(party, self.kinds[index], nature, &mut self.scratch);
        }
        self.draw_levers(game, nature);
        self.draw_stages(game, nature);
        draw(&game.clock, game.clock_owner, nature, &mut self.scratch);
        self.breakdown = self.scratch[0];
        draw(&game.channel, game.channel_owner, nature, &mut self.scratch);
        [self.noise, self.bias, self.reading_error] = self
            .scratch
            .as_slice()
            .try_into()
            .expect("the channel has three numbers");
        self.draw_paths(game, nature);
    }

    fn draw_kinds(&mut self, game: &Game, nature: &mut impl Uniforms) {
        self.kinds.clear();
        for party in &game.parties {
            let kind = if party.joint {
                0
            } else {
                draw_kind(party, nature, &mut self.scratch)
            };
            self.kinds.push(kind);
        }
        if let Some(joint) = &game.joint {
            draw(
                &joint.probabilities,
                joint.probabilities_owner,
                nature,
                &mut self.scratch,
            );
            nature.open(joint.owner);
            for &(party, kind) in &joint.rows[pick(&self.scratch, nature.next())] {
                self.kinds[party] = kind;
            }
        }
    }

    fn draw_levers(&mut self, game: &Game, nature: &mut impl Uniforms) {
        self.levers
            .resize_with(game.levers.len(), LeverNumbers::default);
        for (lever, numbers) in game.levers.iter().zip(&mut self.levers) {
            draw(&lever.numbers, lever.owner, nature, &mut self.scratch);
            numbers.cost = self.scratch[0];
            numbers.credibility = self.scratch[1];
            numbers.credibility_half_life = self.scratch[2];
            numbers.half_life = self.scratch[3];
            numbers.delay = whole_rounds(self.scratch[4]);
            numbers.duration = self.scratch[5]
                .is_finite()
                .then(|| whole_rounds(self.scratch[5]));
            numbers.sizes.clear();
            numbers.sizes.extend_from_slice(&self.scratch[7..]);
            let probability = self.scratch[6];
            numbers.chosen = probability >= 1.0 || {
                nature.open(lever.use_owner);
                nature.next() < probability
            };
        }
    }

    fn draw_stages(&mut self, game: &Game, nature: &mut impl Uniforms) {
        self.stages
            .resize_with(game.stages.len(), StageNumbers::default);
        for (stage, numbers) in game.stages.iter().zip(&mut self.stages) {
            draw(&stage.core, stage.core_owner, nature, &mut self.scratch);
            numbers.reservation = self.scratch[0];
            numbers.lambda = self.scratch[1];
            numbers.delay = whole_rounds(self.scratch[2]);
            numbers.utility.clear();
            if let Some(utility) = &stage.utility {
                draw_utility(
                    utility,
                    stage.owners,
                    nature,
                    &mut self.weights,
                    &mut self.scores,
                );
                numbers
                    .utility
                    .extend((0..).take(game.blocks.combos()).map(|combo| {
                        let block =
                            &game.blocks.list[game.blocks.of_combo[combo as usize] as usize];
                        let pairs = block.issues.iter().zip(game.blocks.options(combo));
                        pairs.into_iter().fold(0.0, |sum, (issue, &option)| {
                            let score = self.scores
                                [game.option_starts[issue.index()] + usize::from(option)];
                            sum + self.weights[issue.index()] * score
                        })
                    }));
            }
        }
    }

    fn draw_paths(&mut self, game: &Game, nature: &mut impl Uniforms) {
        self.paths.clear();
        for driver in &game.drivers {
            draw(
                &driver.numbers,
                driver.numbers_owner,
                nature,
                &mut self.scratch,
            );
            let mut value = self.scratch[0];
            nature.open(driver.path_owner);
            self.paths.push(value);
            for _ in 0..game.rounds {
                value = step(driver, &self.scratch, value, nature.next());
                self.paths.push(value);
            }
        }
    }

    /// Value of a driver in a round, the last known one beyond the deadline.
    pub fn driver(&self, game: &Game, driver: usize, round: u32) -> f64 {
        let length = game.rounds as usize + 1;
        self.paths[driver * length + (round as usize).min(length - 1)]
    }
}

/// A driver's next value from one uniform; at or beyond an absorbing barrier it stays at the barrier.
fn step(driver: &CompiledDriver, numbers: &[f64], value: f64, uniform: f64) -> f64 {
    if value <= driver.lower || value >= driver.upper {
        return value.clamp(driver.lower, driver.upper);
    }
    let next = match driver.process {
        ProcessKind::RandomWalk => {
            value + numbers[1] + numbers[2] * quantile::standard_normal(uniform)
        }
        ProcessKind::MeanReverting => {
            value
                + numbers[2] * (numbers[1] - value)
                + numbers[3] * quantile::standard_normal(uniform)
        }
        ProcessKind::Battles => {
            value
                + if uniform < numbers[2] {
                    numbers[1]
                } else {
                    -numbers[1]
                }
        }
    };
    next.clamp(driver.lower, driver.upper)
}

/// Times are drawn as real numbers and used in whole rounds.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of u32 before"
)]
fn whole_rounds(rounds: f64) -> u32 {
    libm::round(rounds).clamp(0.0, f64::from(u32::MAX)) as u32
}
