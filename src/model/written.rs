//! How the types of a scenario name their uncertain numbers: under which key, in which stream, and what stands in for one
//! that is not there.

use crate::model::{DriverId, IssueId, TypeId, Uncertain};

/// A stream among those of what numbers belong to; most things have one, [`Group::Core`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Numbers that everybody has one of.
    Core,
    /// Numbers of single rules of concession and acceptance.
    Rules,
    /// Entries of the breach table.
    Breach,
    /// Bonuses of linkages.
    Linkages,
    /// Loads on drivers.
    Loads,
    /// Weights of issues.
    Weights,
    /// Scores of options, counted through all issues.
    Scores,
    /// Jumps of a driver.
    Jumps,
}

impl Group {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::Jumps as usize + 1;

    /// Its part of the name of a stream.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Rules => "rules",
            Self::Breach => "breach",
            Self::Linkages => "linkages",
            Self::Loads => "loads",
            Self::Weights => "weights",
            Self::Scores => "scores",
            Self::Jumps => "jumps",
        }
    }
}

/// The key of a number inside the table of what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A key that is always the same, tables joined by dots.
    Named(&'static str),
    /// A key of one of the rules of a party's strategy: `concession` or `acceptance`, the rule, the key.
    Rule(&'static str, &'static str, &'static str),
    /// The probability of a party's type.
    Type(TypeId),
    /// The probability of a row of joint types, from 0.
    Row(u32),
    /// An entry of a breach table, the last issue varying fastest.
    Breach(u32),
    /// The bonus of a linkage, from 0.
    Bonus(u32),
    /// The load on a driver.
    Load(DriverId),
    /// The weight of an issue.
    Weight(IssueId),
    /// The score of an option of an issue.
    Score(IssueId, u32),
    /// The size of an effect of a lever: the entry of its list of effects, from 0, and the key in it.
    Effect(usize, &'static str),
}

/// What is done with each slot of something.
pub(crate) type Visit<'v, 'a> = &'v mut dyn FnMut(Written<'a>);

/// One slot of a stream: the number that stands there, or what takes its place.
pub(crate) struct Written<'a> {
    pub(crate) group: Group,
    pub(crate) key: Key,
    /// None where the scenario has no number there.
    pub(crate) value: Option<&'a mut Uncertain>,
    /// The number that is drawn in this slot where the scenario has none.
    pub(crate) absent: f64,
}

impl<'a> Written<'a> {
    /// A number under a key of its own.
    pub(crate) fn named(path: &'static str, value: &'a mut Uncertain) -> Self {
        Self::or(0.0, path, Some(value))
    }

    /// A number that may be missing; then `absent` takes its slot.
    pub(crate) fn or(absent: f64, path: &'static str, value: Option<&'a mut Uncertain>) -> Self {
        Self {
            group: Group::Core,
            key: Key::Named(path),
            value,
            absent,
        }
    }

    /// No number, but a slot that `absent` takes.
    pub(crate) fn none(absent: f64) -> Self {
        Self::or(absent, "", None)
    }

    /// A number of the first stream.
    pub(crate) fn at(key: Key, value: &'a mut Uncertain) -> Self {
        Self {
            key,
            ..Self::named("", value)
        }
    }

    /// One of a list of numbers of the same kind.
    pub(crate) fn listed(key: Key, value: &'a mut Uncertain) -> Self {
        let group = match key {
            Key::Breach(_) => Group::Breach,
            Key::Bonus(_) => Group::Linkages,
            Key::Load(_) => Group::Loads,
            Key::Weight(_) => Group::Weights,
            Key::Score(..) => Group::Scores,
            Key::Named(_) | Key::Rule(..) | Key::Type(_) | Key::Row(_) | Key::Effect(..) => {
                Group::Core
            }
        };
        Self {
            group,
            ..Self::at(key, value)
        }
    }
}

/// Numbers that something has one of each, by name, whatever stands for them: a place in the scenario, or a value in a run.
macro_rules! by_name {
    ($(#[$doc:meta])* $visible:vis $name:ident { $($(#[$field_doc:meta])* $field:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        $visible struct $name<N> {
            $($(#[$field_doc])* $visible $field: N,)*
        }

        impl<N> $name<N> {
            /// Makes something of each, in the order of their slots.
            $visible fn map<M>(self, mut of: impl FnMut(N) -> M) -> $name<M> {
                $name { $($field: of(self.$field),)* }
            }
        }
    };
}

pub(crate) use by_name;
