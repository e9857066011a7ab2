//! What nature draws for one run.

use crate::game::compile::CompiledDriver;
use crate::game::party::{draw_kind, pick};
use crate::game::streams::{slots, whole_rounds};
use crate::game::uniforms::{Nature, Uniforms};
use crate::game::{Game, Given, PartyNumbers, PartySet, Stamp, quantile, set_of};
use crate::model::{ChannelCore, LeverCore, Process, StageCore};

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
    /// Share of yes that its vote needs.
    pub threshold: f64,
    /// Standard deviation of what moves the share of yes.
    pub swing: f64,
    /// Change of its reservation value per unit of each driver it loads on.
    pub loads: Vec<f64>,
    /// Weight of each issue to it; empty where it has no utility of its own.
    pub weights: Vec<f64>,
    /// Score of each option to it, likewise.
    pub scores: Vec<f64>,
    /// Utility of each combo to it, likewise.
    pub utility: Vec<f64>,
}

/// What nature drew for one run: every uncertain number, every type, every driver's path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Realization {
    /// Each party's numbers.
    pub parties: Vec<PartyNumbers>,
    /// Value of each driver in rounds 0 to the most there may be, driver by driver.
    pub paths: Vec<f64>,
    /// Each lever's numbers.
    pub levers: Vec<LeverNumbers>,
    /// Each body's numbers.
    pub stages: Vec<StageNumbers>,
    /// Probability of breakdown after each round without agreement.
    pub breakdown: f64,
    /// Its change per unit of each driver it loads on.
    pub breakdown_loads: Vec<f64>,
    /// Probability that a verdict is misreported.
    pub noise: f64,
    /// What readings add to a margin.
    pub bias: f64,
    /// Standard deviation of readings; infinite where there are none.
    pub reading_error: f64,
    /// The same three of each party that is heard otherwise, in the order of the scenario; where it has no number of its own, that of
    /// the others.
    pub own_channels: Vec<ChannelCore<f64>>,
    scratch: Vec<f64>,
    jumps: Vec<f64>,
    kinds: Vec<usize>,
    /// The game it was last drawn for, whose fixed numbers need not be drawn again.
    drawn_for: Option<Stamp>,
}

/// A part of what nature draws for a run, which no other part decides but the types of the parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The type of each party.
    Types,
    /// One party's weights and scores.
    Utility(usize),
    /// The levers' numbers.
    Levers,
    /// The bodies' numbers.
    Stages,
    /// The drivers' paths.
    Drivers,
}

impl Realization {
    /// Draws run `run` under `seed` into this realization, reusing its memory.
    pub fn draw(&mut self, game: &Game, seed: u64, run: u64) {
        self.draw_from(game, &mut Nature::new(seed, run));
    }

    /// Puts numbers in the place of those drawn for a party.
    pub(crate) fn replace(&mut self, party: usize, numbers: PartyNumbers) {
        self.parties[party] = numbers;
        self.drawn_for = None;
    }

    /// Draws as run `run` under `seed` does, but for the slots whose uniforms are given.
    pub fn draw_given(&mut self, game: &Game, seed: u64, run: u64, given: &Given<'_>) {
        self.draw_from(game, &mut given.over(Nature::new(seed, run)));
    }

    /// Draws a part of run `run` under `seed`, and the type of each party; what else there is stays as it was.
    pub(crate) fn draw_part(&mut self, game: &Game, (seed, run): (u64, u64), part: Part) {
        let nature = &mut Nature::new(seed, run);
        // What stays belongs to another run.
        self.drawn_for = None;
        self.draw_kinds(game, nature);
        self.parties
            .resize_with(game.parties.len(), PartyNumbers::default);
        for (party, kind) in self.parties.iter_mut().zip(&self.kinds) {
            party.kind = *kind;
        }
        match part {
            Part::Types => {}
            Part::Utility(index) => {
                let party = &game.parties[index];
                self.parties[index].draw_utility(party, self.kinds[index], nature);
            }
            Part::Levers => self.draw_levers(game, nature),
            Part::Stages => self.draw_stages(game, nature),
            Part::Drivers => self.draw_paths(game, nature),
        }
    }

    fn draw_from(&mut self, game: &Game, nature: &mut impl Uniforms) {
        if !self.drawn_for.is_some_and(|stamp| stamp.is(game.stamp)) {
            self.parties.clear();
            self.drawn_for = Some(game.stamp);
        }
        self.draw_kinds(game, nature);
        self.parties
            .resize_with(game.parties.len(), PartyNumbers::default);
        for (index, party) in game.parties.iter().enumerate() {
            self.parties[index].draw(party, self.kinds[index], nature, &mut self.scratch);
        }
        self.draw_levers(game, nature);
        self.draw_stages(game, nature);
        game.clock.draw(nature, &mut self.scratch);
        self.breakdown = self.scratch[0];
        game.clock_loads.draw(nature, &mut self.breakdown_loads);
        game.channel.draw(nature, &mut self.scratch);
        ChannelCore {
            noise: self.noise,
            bias: self.bias,
            reading_error: self.reading_error,
        } = ChannelCore::default().map(slots(&self.scratch));
        self.draw_own_channels(game, nature);
        self.draw_paths(game, nature);
    }

    fn draw_own_channels(&mut self, game: &Game, nature: &mut impl Uniforms) {
        self.own_channels.clear();
        for own in &game.own_channels {
            own.numbers.draw(nature, &mut self.scratch);
            let drawn = ChannelCore::default().map(slots(&self.scratch));
            let or = |(has, own, common)| if has { own } else { common };
            self.own_channels.push(ChannelCore {
                noise: or((own.has.noise, drawn.noise, self.noise)),
                bias: or((own.has.bias, drawn.bias, self.bias)),
                reading_error: or((
                    own.has.reading_error,
                    drawn.reading_error,
                    self.reading_error,
                )),
            });
        }
    }

    /// What happens to the reports of a party, before levers.
    pub(crate) fn channel_of(&self, game: &Game, party: usize) -> ChannelCore<f64> {
        let mut own = game.own_channels.iter().zip(&self.own_channels);
        let own = own.find(|(channel, _)| channel.party == party);
        own.map_or(
            ChannelCore {
                noise: self.noise,
                bias: self.bias,
                reading_error: self.reading_error,
            },
            |(_, numbers)| *numbers,
        )
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
            joint.probabilities.draw(nature, &mut self.scratch);
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
            lever.numbers.draw(nature, &mut self.scratch);
            let mut values = slots(&self.scratch);
            let drawn = LeverCore::default().map(&mut values);
            numbers.cost = drawn.cost;
            numbers.credibility = drawn.credibility;
            numbers.credibility_half_life = drawn.credibility_half_life;
            numbers.half_life = drawn.half_life;
            numbers.delay = whole_rounds(drawn.delay);
            let ends = drawn.duration.is_finite();
            numbers.duration = ends.then(|| whole_rounds(drawn.duration));
            numbers.sizes.clear();
            numbers
                .sizes
                .extend(lever.targets.iter().map(|_| values(())));
            let probability = drawn.probability;
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
            stage.core.draw(nature, &mut self.scratch);
            let drawn = StageCore::default().map(slots(&self.scratch));
            numbers.reservation = drawn.reservation;
            numbers.lambda = drawn.lambda;
            numbers.delay = whole_rounds(drawn.delay);
            numbers.threshold = drawn.threshold;
            numbers.swing = drawn.swing;
            stage.loads.draw(nature, &mut numbers.loads);
            numbers.utility.clear();
            if let Some(utility) = &stage.utility {
                utility.draw(nature, &mut numbers.weights, &mut numbers.scores);
                game.blocks
                    .fill_utilities(&numbers.weights, &numbers.scores, &mut numbers.utility);
            }
        }
    }

    fn draw_paths(&mut self, game: &Game, nature: &mut impl Uniforms) {
        self.paths.clear();
        for driver in &game.drivers {
            self.draw_jumps(game, driver, nature);
            driver.numbers.draw(nature, &mut self.scratch);
            let mut values = slots(&self.scratch);
            let mut value = values(());
            let process = driver.process.clone().map(&mut values);
            nature.open(driver.path_owner);
            self.paths.push(value);
            for round in 0..game.rounds_most {
                let jump = self.jumps.get(round as usize).copied().unwrap_or(0.0);
                value = step(driver, &process, value, nature.next(), jump);
                self.paths.push(value);
            }
        }
    }

    /// Rounds after which the first party walks out; more than any clock has where all stay.
    pub(crate) fn leaves_first(&self) -> u32 {
        let leaving = self.parties.iter().map(PartyNumbers::leaves_after);
        leaving.fold(u32::MAX, u32::min)
    }

    /// Rounds that may be held: those of the clock as written, or fewer where somebody walks out before.
    pub(crate) fn rounds(&self, game: &Game) -> u32 {
        self.leaves_first().min(game.rounds)
    }

    /// Those who walk out first, all at once, as bits.
    pub(crate) fn first_leavers(&self) -> PartySet {
        let first = self.leaves_first();
        let parties = self.parties.iter().enumerate();
        let leaving = parties.filter(|(_, numbers)| numbers.leaves_after() == first);
        set_of(leaving.map(|(party, _)| party))
    }

    /// Draws what jumps add to a driver from each round to the next; nothing where it has none.
    fn draw_jumps(&mut self, game: &Game, driver: &CompiledDriver, nature: &mut impl Uniforms) {
        self.jumps.clear();
        let Some((numbers, events)) = &driver.jumps else {
            return;
        };
        numbers.draw(nature, &mut self.scratch);
        let mut values = slots(&self.scratch);
        let (probability, size) = (values(()), values(()));
        nature.open(*events);
        for _ in 0..game.rounds_most {
            let comes = nature.next() < probability;
            self.jumps.push(if comes { size } else { 0.0 });
        }
    }

    /// Value of a driver in a round, the last known one beyond the deadline.
    pub fn driver(&self, game: &Game, driver: usize, round: u32) -> f64 {
        let length = game.rounds_most as usize + 1;
        self.paths[driver * length + (round as usize).min(length - 1)]
    }
}

/// A driver's next value from one uniform and what a jump adds; at or beyond an absorbing barrier it stays at the barrier.
fn step(
    driver: &CompiledDriver,
    process: &Process<f64>,
    value: f64,
    uniform: f64,
    jump: f64,
) -> f64 {
    if value <= driver.lower || value >= driver.upper {
        return value.clamp(driver.lower, driver.upper);
    }
    let next = match *process {
        Process::RandomWalk { drift, sd } => {
            value + drift + sd * quantile::standard_normal(uniform)
        }
        Process::MeanReverting { mean, speed, sd } => {
            value + speed * (mean - value) + sd * quantile::standard_normal(uniform)
        }
        Process::Battles { step, up } => value + if uniform < up { step } else { -step },
    };
    (next + jump).clamp(driver.lower, driver.upper)
}
