//! The numbers that nature draws, by their paths: which uniforms each is made of, and its value in a run.
//!
//! The one place where the slots of nature's streams meet the paths of the scenario file.

mod list;
mod strategy;

use crate::game::numbers::{Nature, draw, draw_utility};
use crate::game::profile::Numbers;
use crate::game::{Game, Owner, Realization, Slot};

/// One number, or one choice, that nature draws.
#[derive(Clone, Debug)]
pub struct DrawnNumber {
    /// Its path, as in files; `type`, `path` and `joint-type` stand for the choice of a type, a driver's whole course and the
    /// choice of a row of joint types.
    pub path: String,
    /// What can be chosen, where it is a choice; empty for a number.
    pub categories: Vec<String>,
    /// The uniforms that make it; none where another draw decides it.
    pub slots: Vec<Slot>,
    place: Place,
}

/// Where a run keeps a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Core(usize, usize),
    Rule(usize, usize),
    Weight(usize, usize),
    Score(usize, usize),
    Breach(usize, usize),
    Bonus(usize, usize),
    Load(usize, usize),
    Type(usize),
    TypeProbability(usize, usize),
    JointType,
    JointProbability(usize),
    Breakdown,
    Channel(usize),
    Lever(usize, usize),
    LeverUse(usize),
    Driver(usize, usize),
    DriverPath(usize),
    Stage(usize, usize),
    StageWeight(usize, usize),
    StageScore(usize, usize),
}

/// All that nature draws in a scenario, in the order of the file's lists: parties, types, clock, protocol, levers, drivers,
/// stages.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Numbers and choices, each path once.
    pub numbers: Vec<DrawnNumber>,
}

/// Memory for reading values, reused from run to run.
#[derive(Debug, Default)]
pub struct DrawnReader {
    realization: Realization,
    /// The group of numbers read last, and the stream it came from.
    group: Vec<f64>,
    weights: Vec<f64>,
    scores: Vec<f64>,
    read: Option<Owner>,
}

impl Drawn {
    /// Those that are made of uniforms of their own.
    #[must_use]
    pub fn independent(mut self) -> Self {
        self.numbers.retain(|number| !number.slots.is_empty());
        self
    }

    /// The values in run `run` under `seed`, in the order of the list: a choice as its position among the categories, a
    /// number that the run does not have (of a type that was not drawn) as NaN.
    pub fn values(&self, game: &Game, seed: u64, run: u64, reader: &mut DrawnReader) -> Vec<f64> {
        reader.realization.draw(game, seed, run);
        reader.read = None;
        let mut nature = Nature::new(seed, run);
        let numbers = self.numbers.iter();
        numbers
            .map(|number| reader.value(game, number.place, &mut nature))
            .collect()
    }
}

impl DrawnReader {
    fn value(&mut self, game: &Game, place: Place, nature: &mut Nature) -> f64 {
        match place {
            Place::Core(party, position) => {
                let numbers = &self.realization.parties[party];
                [
                    numbers.reservation,
                    numbers.discount,
                    numbers.round_cost,
                    numbers.loss,
                    numbers.start,
                    numbers.exponent,
                    numbers.react,
                    numbers.lambda,
                ][position]
            }
            Place::Rule(party, position) => {
                let numbers = &self.realization.parties[party];
                [numbers.gain, numbers.needed_start, numbers.needed_exponent][position]
            }
            Place::Weight(party, issue) => self.realization.parties[party].weights[issue],
            Place::Score(party, option) => self.realization.parties[party].scores[option],
            Place::Breach(party, entry) => at(&self.realization.parties[party].breach, entry),
            Place::Bonus(party, linkage) => at(&self.realization.parties[party].bonuses, linkage),
            Place::Load(party, load) => at(&self.realization.parties[party].loads, load),
            Place::Type(party) => self.realization.parties[party].kind as f64,
            Place::TypeProbability(party, kind) => {
                let party = &game.parties[party];
                self.group(&party.probabilities, party.owners.probabilities, nature)[kind]
            }
            Place::JointType => self.joint_row(game),
            Place::JointProbability(row) => game.joint.as_ref().map_or(f64::NAN, |joint| {
                self.group(&joint.probabilities, joint.probabilities_owner, nature)[row]
            }),
            Place::Breakdown => self.realization.breakdown,
            Place::Channel(position) => {
                self.group(&game.channel, game.channel_owner, nature)[position]
            }
            Place::Lever(lever, position) => {
                let lever = &game.levers[lever];
                self.group(&lever.numbers, lever.owner, nature)[position]
            }
            Place::LeverUse(lever) => f64::from(self.realization.levers[lever].chosen),
            Place::Driver(driver, position) => {
                let driver = &game.drivers[driver];
                self.group(&driver.numbers, driver.numbers_owner, nature)[position]
            }
            Place::DriverPath(driver) => self.realization.driver(game, driver, game.rounds),
            Place::Stage(stage, position) => {
                let stage = &game.stages[stage];
                self.group(&stage.core, stage.core_owner, nature)[position]
            }
            Place::StageWeight(stage, issue) => {
                self.read_stage(game, stage, nature);
                at(&self.weights, issue)
            }
            Place::StageScore(stage, option) => {
                self.read_stage(game, stage, nature);
                at(&self.scores, option)
            }
        }
    }

    /// Numbers of one stream, as drawn.
    fn group(&mut self, numbers: &Numbers, owner: Owner, nature: &mut Nature) -> &[f64] {
        if self.read != Some(owner) {
            draw(numbers, owner, nature, &mut self.group);
            self.read = Some(owner);
        }
        &self.group
    }

    fn read_stage(&mut self, game: &Game, stage: usize, nature: &mut Nature) {
        let stage = &game.stages[stage];
        if let Some(utility) = &stage.utility
            && self.read != Some(stage.owners.weights)
        {
            let (weights, scores) = (&mut self.weights, &mut self.scores);
            draw_utility(utility, stage.owners, nature, weights, scores);
            self.read = Some(stage.owners.weights);
        }
    }

    fn joint_row(&self, game: &Game) -> f64 {
        let parties = &self.realization.parties;
        let drawn =
            |row: &Vec<(usize, usize)>| row.iter().all(|cell| parties[cell.0].kind == cell.1);
        let rows = game.joint.as_ref().map(|joint| joint.rows.iter());
        let row = rows.and_then(|mut rows| rows.position(drawn));
        row.map_or(f64::NAN, |row| row as f64)
    }
}

fn at(values: &[f64], position: usize) -> f64 {
    values.get(position).copied().unwrap_or(f64::NAN)
}
