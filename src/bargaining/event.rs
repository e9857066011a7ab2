//! The events of one run, for those who want to follow it.

use serde::Serialize;

use crate::model::{Deal, DriverId, LeverId, PackageId, PartyId, StageId};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Round, from 0.
    pub round: u32,
    /// What happened.
    pub action: Action,
}

/// Why a party refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The text crosses one of its red lines.
    RedLine,
    /// Its margin is negative: no agreement is better.
    BelowReservation,
    /// Acceptable, but it still asks for more.
    BelowTarget,
    /// Its body at home would probably refuse.
    Anticipation,
    /// The text is bearable as a whole, but this package takes more than its share.
    FairShare,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A driver stands at this value.
    Driver(DriverId, f64),
    /// A lever was carried out.
    LeverStarted(LeverId),
    /// A lever ended.
    LeverEnded(LeverId),
    /// A party tabled a deal: an offer, a mediator's text, a mark-up.
    Offer {
        /// Who tabled it.
        party: PartyId,
        /// The deal.
        deal: Deal,
    },
    /// A party accepted or refused a package, or everything.
    Answer {
        /// Who answered.
        party: PartyId,
        /// Which package; none: all that was put to it.
        package: Option<PackageId>,
        /// Its margin of the whole text.
        margin: f64,
        /// What it asked for now, noise included.
        target: f64,
        /// Why it refused; none: it accepted.
        refused: Option<Reason>,
    },
    /// The report on a package was carried wrongly to the mediator.
    Misreported {
        /// Whose verdict.
        party: PartyId,
        /// On which package.
        package: PackageId,
    },
    /// A party that answers nothing was consulted, and the mediator read how far it is from the text.
    Read {
        /// Who was consulted.
        party: PartyId,
        /// Its margin of the text.
        margin: f64,
        /// What the mediator takes it for.
        reading: f64,
    },
    /// A package closed on the wording of the text.
    Closed(PackageId),
    /// All closed packages reopened.
    Reopened,
    /// The final vote on a whole deal.
    Vote {
        /// Who voted.
        party: PartyId,
        /// Yes or no.
        yes: bool,
        /// Its margin.
        margin: f64,
    },
    /// All whose consent is needed have signed.
    Signed(Deal),
    /// A stage of ratification decided.
    Stage {
        /// Which stage.
        stage: StageId,
        /// Whether it approved.
        approved: bool,
        /// The probability with which it does; 0 or 1 where it does not draw.
        probability: f64,
    },
    /// The talks broke down.
    Breakdown,
    /// A party walked out, which ended the talks.
    WalkedOut(PartyId),
}

/// Receives the events of a run.
pub trait Recorder {
    /// Whether anything listens; lets the kernel skip work done only for the story.
    fn listens(&self) -> bool;

    /// Takes one event.
    fn record(&mut self, round: u32, action: Action);
}

/// Nobody listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Recorder for Silent {
    fn listens(&self) -> bool {
        false
    }

    fn record(&mut self, _round: u32, _action: Action) {}
}

/// Keeps every event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// The events in order.
    pub events: Vec<Event>,
}

impl Recorder for Trace {
    fn listens(&self) -> bool {
        true
    }

    fn record(&mut self, round: u32, action: Action) {
        self.events.push(Event { round, action });
    }
}
