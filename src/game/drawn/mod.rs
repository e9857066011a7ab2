//! The numbers that nature draws, by their paths: which uniforms each is made of, and its value in a run.

mod list;

use crate::game::uniforms::{Nature, Uniforms};
use crate::game::{Game, Quantile, Realization, Slot};
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

/// Memory for reading values, reused from run to run.
#[derive(Debug, Default)]
pub struct DrawnReader {
    realization: Realization,
    /// Weights and scores of the stage read last in this run.
    stage: Option<usize>,
    weights: Vec<f64>,
    scores: Vec<f64>,
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
        reader.stage = None;
        let mut nature = SlotReader {
            nature: Nature::new(seed, run),
            last: None,
        };
        let numbers = self.numbers.iter();
        numbers
            .map(|number| reader.value(game, &number.value, &mut nature))
            .collect()
    }
}

impl DrawnReader {
    fn value(&mut self, game: &Game, value: &Value, nature: &mut SlotReader) -> f64 {
        match *value {
            Value::Plain(slot, ref variants) => {
                let mut variants = variants.iter();
                let present = variants.find(|variant| self.has(variant.0));
                present.map_or(f64::NAN, |variant| variant.1.at(nature.uniform(slot)))
            }
            Value::Utility(subject, group, position) => {
                let (weights, scores) = match subject {
                    Subject::Party(party, _) => {
                        let numbers = &self.realization.parties[party.index()];
                        (&numbers.weights, &numbers.scores)
                    }
                    _ => self.stage(game, subject, nature),
                };
                let values = if group == Group::Weights {
                    weights
                } else {
                    scores
                };
                values.get(position).copied().unwrap_or(f64::NAN)
            }
            Value::Type(party) => self.realization.parties[party].kind as f64,
            Value::JointType => self.joint_row(game),
            Value::LeverUse(lever) => f64::from(self.realization.levers[lever].chosen),
            Value::DriverPath(driver) => self.realization.driver(game, driver, game.rounds),
        }
    }

    /// Whether the run has this subject: its party is of this type.
    fn has(&self, subject: Subject) -> bool {
        match subject {
            Subject::Party(party, kind) => {
                self.realization.parties[party.index()].kind == kind.index()
            }
            _ => true,
        }
    }

    fn stage(
        &mut self,
        game: &Game,
        subject: Subject,
        nature: &mut SlotReader,
    ) -> (&Vec<f64>, &Vec<f64>) {
        if let Subject::Stage(stage) = subject
            && let Some(utility) = &game.stages[stage.index()].utility
            && self.stage != Some(stage.index())
        {
            utility.draw(&mut nature.nature, &mut self.weights, &mut self.scores);
            nature.last = None;
            self.stage = Some(stage.index());
        }
        (&self.weights, &self.scores)
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

/// Nature's uniforms by slot; those of one stream are cheap in ascending order.
struct SlotReader {
    nature: Nature,
    /// The slot read last, and its uniform.
    last: Option<(Slot, f64)>,
}

impl SlotReader {
    fn uniform(&mut self, slot: Slot) -> f64 {
        let (mut next, mut uniform) = match self.last {
            Some((last, uniform)) if last.owner == slot.owner && last.position <= slot.position => {
                (last.position + 1, uniform)
            }
            _ => {
                self.nature.open(slot.owner);
                (0, 0.5)
            }
        };
        while next <= slot.position {
            uniform = self.nature.next();
            next += 1;
        }
        self.last = Some((slot, uniform));
        uniform
    }
}

#[cfg(test)]
mod tests {
    use super::SlotReader;
    use crate::game::uniforms::{Nature, Uniforms};
    use crate::game::{Owner, Slot};

    #[test]
    fn uniforms_are_read_by_slot_in_any_order() {
        let [one, other] = ["a", "b"].map(Owner::named);
        let own = |owner| -> Vec<f64> {
            let mut nature = Nature::new(4, 2);
            nature.open(owner);
            (0..4).map(|_| nature.next()).collect()
        };
        let slot = |owner, position| Slot { owner, position };
        let mut reader = SlotReader {
            nature: Nature::new(4, 2),
            last: None,
        };
        let mut read = |owner, position| reader.uniform(slot(owner, position));
        let order = [(one, 1), (one, 3), (one, 3), (one, 0), (other, 0), (one, 1)];
        for (owner, position) in order {
            let uniform = read(owner, position);
            assert_eq!(uniform.to_bits(), own(owner)[position as usize].to_bits());
        }
    }
}
