//! The numbers that nature draws, by their paths: which uniforms each is made of, and its value in a run.

mod list;

use crate::game::{Game, Given, Part, Purpose, Quantile, Realization, Slot, Stream};
use crate::model::{Group, Subject};

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
    value: Value,
}

/// How a number is read off a run.
#[derive(Clone, Debug)]
enum Value {
    /// A number straight from its slot, with its distribution for each type of a party that has one there.
    Plain(Slot, Vec<(Subject, Quantile)>),
    /// A weight or a score with its error, by its position.
    Utility(Subject, Group, usize),
    Type(usize),
    JointType,
    LeverUse(usize),
    DriverPath(usize),
}

/// All that nature draws in a scenario, in the order of the file's lists: parties, types, clock, protocol, levers, drivers,
/// stages.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Numbers and choices, each path once.
    pub numbers: Vec<DrawnNumber>,
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
    ///
    /// The run is drawn into `nature`, whose memory is reused.
    pub fn values(&self, game: &Game, seed: u64, run: u64, nature: &mut Realization) -> Vec<f64> {
        nature.draw(game, seed, run);
        self.read(game, nature, |slot| own(slot, seed, run))
    }

    /// One of these values; no more of the run is drawn than that takes.
    pub fn value(
        &self,
        number: usize,
        game: &Game,
        (seed, run): (u64, u64),
        nature: &mut Realization,
    ) -> f64 {
        let value = &self.numbers[number].value;
        nature.draw_part(game, (seed, run), value.part());
        value.read(game, nature, |slot| own(slot, seed, run))
    }

    /// The same where some uniforms are given.
    pub fn values_given(
        &self,
        game: &Game,
        seed: u64,
        run: u64,
        given: &Given<'_>,
        nature: &mut Realization,
    ) -> Vec<f64> {
        nature.draw_given(game, seed, run, given);
        self.read(game, nature, |slot| {
            given.at(slot).unwrap_or_else(|| own(slot, seed, run))
        })
    }

    fn read(&self, game: &Game, nature: &Realization, uniform: impl Fn(Slot) -> f64) -> Vec<f64> {
        let numbers = self.numbers.iter();
        numbers
            .map(|number| number.value.read(game, nature, &uniform))
            .collect()
    }
}

/// What a run draws in a slot.
fn own(slot: Slot, seed: u64, run: u64) -> f64 {
    let mut stream = Stream::new(seed, Purpose::Nature, slot.owner, run);
    stream.skip(slot.position);
    stream.uniform()
}

impl Value {
    /// What has to be drawn before it can be read.
    fn part(&self) -> Part {
        match *self {
            Self::Plain(..) | Self::Type(_) | Self::JointType => Part::Types,
            Self::Utility(Subject::Party(party, _), ..) => Part::Utility(party.index()),
            Self::Utility(..) => Part::Stages,
            Self::LeverUse(_) => Part::Levers,
            Self::DriverPath(_) => Part::Drivers,
        }
    }

    /// The value in a run in which nature drew these numbers from these uniforms.
    fn read(&self, game: &Game, nature: &Realization, uniform: impl Fn(Slot) -> f64) -> f64 {
        match *self {
            Self::Plain(slot, ref variants) => {
                // Of a type's numbers the run has those of the type that was drawn.
                let has = |subject: Subject| match subject {
                    Subject::Party(party, kind) => {
                        nature.parties[party.index()].kind == kind.index()
                    }
                    _ => true,
                };
                let present = variants.iter().find(|variant| has(variant.0));
                present.map_or(f64::NAN, |variant| variant.1.at(uniform(slot)))
            }
            Self::Utility(subject, group, position) => {
                let (weights, scores) = match subject {
                    Subject::Stage(stage) => {
                        let numbers = &nature.stages[stage.index()];
                        (&numbers.weights, &numbers.scores)
                    }
                    Subject::Party(party, _) => {
                        let numbers = &nature.parties[party.index()];
                        (&numbers.weights, &numbers.scores)
                    }
                    _ => return f64::NAN,
                };
                let values = if group == Group::Weights {
                    weights
                } else {
                    scores
                };
                values.get(position).copied().unwrap_or(f64::NAN)
            }
            Self::Type(party) => nature.parties[party].kind as f64,
            Self::JointType => {
                let parties = &nature.parties;
                let drawn = |row: &Vec<(usize, usize)>| {
                    row.iter().all(|cell| parties[cell.0].kind == cell.1)
                };
                let rows = game.joint.as_ref().map(|joint| joint.rows.iter());
                let row = rows.and_then(|mut rows| rows.position(drawn));
                row.map_or(f64::NAN, |row| row as f64)
            }
            Self::LeverUse(lever) => f64::from(nature.levers[lever].chosen),
            Self::DriverPath(driver) => nature.driver(game, driver, game.rounds),
        }
    }
}
