//! The streams that a scenario's uncertain numbers come from, compiled: one quantile function a slot.

use std::collections::BTreeMap;

use crate::game::uniforms::Uniforms;
use crate::game::{Owner, Quantile};
use crate::model::{Group, Scenario, Subject, Uncertain};

/// Numbers drawn from one stream, and whether any of them needs it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numbers {
    owner: Owner,
    quantiles: Vec<Quantile>,
    pub(crate) drawn: bool,
}

impl Numbers {
    fn none(owner: Owner) -> Self {
        Self {
            owner,
            quantiles: Vec::new(),
            drawn: false,
        }
    }

    fn push(&mut self, number: &Uncertain) {
        let quantile = Quantile::compile(number);
        self.drawn |= !quantile.is_fixed();
        self.quantiles.push(quantile);
    }

    /// Fills `values` with one draw of each number; fixed numbers keep their slot, so that freeing one moves no other.
    pub(crate) fn draw(&self, uniforms: &mut impl Uniforms, values: &mut Vec<f64>) {
        values.clear();
        self.draw_more(uniforms, values);
    }

    /// Adds one draw of each number to `values`.
    pub(crate) fn draw_more(&self, uniforms: &mut impl Uniforms, values: &mut Vec<f64>) {
        if self.drawn {
            uniforms.open(self.owner);
            let quantiles = self.quantiles.iter();
            values.extend(quantiles.map(|quantile| quantile.at(uniforms.next())));
        } else {
            values.extend(self.quantiles.iter().map(|quantile| quantile.at(0.5)));
        }
    }
}

/// All streams of a scenario, until each has been taken by what its numbers belong to.
pub(crate) struct Streams(BTreeMap<(Subject, Group), Numbers>);

impl Streams {
    /// Compiles every number of a scenario.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let mut streams = BTreeMap::new();
        for (place, number) in scenario.slots() {
            let stream = streams
                .entry((place.subject, place.group))
                .or_insert_with(|| Numbers::none(Owner::named(&place.owner(scenario))));
            stream.push(&number);
        }
        Self(streams)
    }

    /// The numbers of one stream, none where the scenario has none of that kind.
    pub(crate) fn take(&mut self, subject: Subject, group: Group) -> Numbers {
        let stream = self.0.remove(&(subject, group));
        // A stream without numbers is never opened, so it needs no name.
        stream.unwrap_or_else(|| Numbers::none(Owner::named("")))
    }
}

/// The values of a stream, slot by slot, for those that are asked for by name.
pub(crate) fn slots(values: &[f64]) -> impl FnMut(()) -> f64 {
    let mut values = values.iter().copied();
    move |()| values.next().expect("each number has its slot")
}

/// Times are drawn as real numbers and used in whole rounds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of u32 before"
)]
pub(super) fn whole_rounds(rounds: f64) -> u32 {
    libm::round(rounds).clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::{Numbers, slots};
    use crate::game::Owner;
    use crate::game::uniforms::{Nature, Uniforms};
    use crate::model::{Distribution, Range, Uncertain};

    fn spread() -> Uncertain {
        let distribution = Distribution::Uniform {
            low: 0.0,
            high: 1.0,
        };
        Uncertain::new(distribution, Range::SHARE).expect("in order and in range")
    }

    fn drawn(numbers: &[Uncertain]) -> Vec<f64> {
        let mut stream = Numbers::none(Owner::named("party/a/core"));
        for number in numbers {
            stream.push(number);
        }
        let mut values = Vec::new();
        stream.draw(&mut Nature::new(5, 3), &mut values);
        values
    }

    #[test]
    fn fixing_a_number_moves_no_other() {
        let (free, fixed) = (spread(), Uncertain::fixed(0.25));
        let all = drawn(&[free, free, free]);
        let mut nature = Nature::new(5, 3);
        nature.open(Owner::named("party/a/core"));
        assert_eq!(all, [nature.next(), nature.next(), nature.next()]);
        assert_eq!(drawn(&[free, fixed, free]), [all[0], 0.25, all[2]]);
        assert_eq!(drawn(&[fixed, fixed]), [0.25, 0.25]);
    }

    #[test]
    fn values_are_taken_slot_by_slot() {
        let mut next = slots(&[0.5, 0.75]);
        assert_eq!(vec![next(()), next(())], [0.5, 0.75]);
    }
}
