//! One line of a list of measures: what is counted, of what, and how it is read.

use crate::game::named;

/// What a measure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The run as a whole.
    Run,
    /// Each package.
    Package,
    /// Each issue.
    Issue,
    /// Each option, as `ISSUE=OPTION`.
    Option,
    /// Each party.
    Party,
    /// Each party that has several types.
    TypedParty,
    /// Each party that has a deadline of its own.
    LeavingParty,
    /// Each party without whose vote some rule can be met.
    OutvotableParty,
    /// Each cause of failure.
    Cause,
    /// Each lever.
    Lever,
    /// Each round, numbered from 0.
    Round,
    /// Each body that ratifies.
    Body,
    /// Each reason why there is no zone.
    Obstacle,
    /// Each solution concept and party whose gains count, as `CONCEPT:PARTY`.
    Solution,
    /// Each plan.
    Plan,
    /// Each plan and party, as `PLAN:PARTY`.
    PlanParty,
    /// Each plan and party whose gains count, as `PLAN:PARTY`.
    PlanObjective,
    /// Each plan and body that ratifies, as `PLAN:BODY`.
    PlanBody,
}

impl Of {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Package => "package",
            Self::Issue => "issue",
            Self::Option => "issue=option",
            Self::Party | Self::TypedParty | Self::LeavingParty | Self::OutvotableParty => "party",
            Self::Cause => "cause",
            Self::Lever => "lever",
            Self::Round => "round",
            Self::Body => "body",
            Self::Obstacle => "obstacle",
            Self::Solution => "solution:party",
            Self::Plan => "plan",
            Self::PlanParty | Self::PlanObjective => "plan:party",
            Self::PlanBody => "plan:body",
        }
    }
}

named! {
    /// In what a measure is given.
    pub enum Unit {
        /// A share of runs, from 0 to 1.
        Share = "share",
        /// Utility on a party's own scale, from 0 to 1 before costs.
        Utility = "utility",
        /// Rounds, counted from 0 where they number a round.
        Rounds = "rounds",
        /// A number of things.
        Count = "count",
    }
}

/// What a measure can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// From 0 to 1.
    Share,
    /// From 0 to 1, and beyond where linked options add to utility or take from it.
    Deal,
    /// 0 or more.
    NotNegative,
    /// Any number: costs and payments come on top.
    Any,
}

impl Reach {
    /// The least and the greatest that it can be, where some party has linked options or none has.
    pub(crate) fn ends(self, has_linkages: bool) -> [f64; 2] {
        match self {
            Self::Deal if has_linkages => [f64::NEG_INFINITY, f64::INFINITY],
            Self::Share | Self::Deal => [0.0, 1.0],
            Self::NotNegative => [0.0, f64::INFINITY],
            Self::Any => [f64::NEG_INFINITY, f64::INFINITY],
        }
    }
}

/// Place of one thing that a measure is of: its number in the scenario, or two numbers where it lies in another (an option in
/// its issue).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item(pub usize, pub usize);

/// How a measure is read off what is counted, an outcome for instance.
pub(crate) enum Read<O> {
    /// Yes or no, always.
    YesNo(fn(&O, Item) -> bool),
    /// Yes or no, among some only, which are the same for all items.
    YesNoAmong(fn(&O, Item) -> Option<bool>),
    /// Yes for at most one of the items.
    OneOf(fn(&O) -> Option<usize>),
    /// Yes for one option of each issue, among some only.
    Choice(fn(&O) -> Option<&[u16]>),
    /// Yes from the round on in which something happens.
    From(fn(&O) -> Option<u32>),
    /// A number, always, with its unit.
    Number(Unit, fn(&O, Item) -> f64),
    /// A number, among some only.
    NumberAmong(Unit, fn(&O, Item) -> Option<f64>),
}

/// One line of a list of measures: it stands for one measure of each thing that it is of.
pub struct Line<O: 'static> {
    /// Its name in files.
    pub name: &'static str,
    /// What it is of.
    pub of: Of,
    /// What it says.
    pub meaning: &'static str,
    pub(crate) reach: Reach,
    pub(crate) read: Read<O>,
}

impl<O> Line<O> {
    const fn new(name: &'static str, of: Of, read: Read<O>) -> Self {
        Self {
            name,
            of,
            meaning: "",
            reach: Reach::Share,
            read,
        }
    }

    /// A yes or no of every run.
    pub(crate) const fn yes_no(name: &'static str, of: Of, read: fn(&O, Item) -> bool) -> Self {
        Self::new(name, of, Read::YesNo(read))
    }

    /// A yes or no of some runs.
    pub(crate) const fn yes_no_among(
        name: &'static str,
        of: Of,
        read: fn(&O, Item) -> Option<bool>,
    ) -> Self {
        Self::new(name, of, Read::YesNoAmong(read))
    }

    /// Which of the items a run has, or none.
    pub(crate) const fn one_of(name: &'static str, of: Of, read: fn(&O) -> Option<usize>) -> Self {
        Self::new(name, of, Read::OneOf(read))
    }

    /// The option of every issue, in some runs.
    pub(crate) const fn choice(name: &'static str, of: Of, read: fn(&O) -> Option<&[u16]>) -> Self {
        Self::new(name, of, Read::Choice(read))
    }

    /// The round from which it holds, in the runs in which it ever does.
    pub(crate) const fn from_round(
        name: &'static str,
        of: Of,
        read: fn(&O) -> Option<u32>,
    ) -> Self {
        Self::new(name, of, Read::From(read))
    }

    /// A number of every run.
    pub(crate) const fn number(
        name: &'static str,
        of: Of,
        unit: Unit,
        read: fn(&O, Item) -> f64,
    ) -> Self {
        Self::new(name, of, Read::Number(unit, read)).within(Reach::Any)
    }

    /// A number of some runs.
    pub(crate) const fn number_among(
        name: &'static str,
        of: Of,
        unit: Unit,
        read: fn(&O, Item) -> Option<f64>,
    ) -> Self {
        Self::new(name, of, Read::NumberAmong(unit, read)).within(Reach::Any)
    }

    /// The same with what it can be.
    pub(crate) const fn within(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// The same with its meaning for the code book.
    pub(crate) const fn meaning(self, meaning: &'static str) -> Self {
        Self { meaning, ..self }
    }

    /// In what it is given.
    pub fn unit(&self) -> Unit {
        match self.read {
            Read::Number(unit, _) | Read::NumberAmong(unit, _) => unit,
            _ => Unit::Share,
        }
    }

    /// Whether it is yes or no of each run, not a number.
    pub fn is_yes_no(&self) -> bool {
        !matches!(self.read, Read::Number(..) | Read::NumberAmong(..))
    }

    /// Whether only some have it, such as runs that end in agreement.
    pub(crate) fn is_among(&self) -> bool {
        matches!(
            self.read,
            Read::YesNoAmong(_) | Read::NumberAmong(..) | Read::Choice(_)
        )
    }

    /// Whether each run has it.
    pub fn is_of_every_run(&self) -> bool {
        matches!(
            self.read,
            Read::YesNo(_) | Read::OneOf(_) | Read::Number(..)
        )
    }

    /// Its value for one thing; 1 for yes and 0 for no, none in what does not count.
    pub(crate) fn value(&self, outcome: &O, item: Item) -> Option<f64> {
        let yes = match self.read {
            Read::Number(_, read) => return Some(read(outcome, item)),
            Read::NumberAmong(_, read) => return read(outcome, item),
            Read::YesNo(read) => read(outcome, item),
            Read::YesNoAmong(read) => read(outcome, item)?,
            Read::OneOf(read) => read(outcome) == Some(item.0),
            Read::Choice(read) => usize::from(read(outcome)?[item.0]) == item.1,
            Read::From(read) => read(outcome).is_some_and(|round| round as usize <= item.0),
        };
        Some(f64::from(u8::from(yes)))
    }
}

impl<O> std::fmt::Debug for Line<O> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}
