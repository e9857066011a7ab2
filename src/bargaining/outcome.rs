//! How one negotiation ended.

use crate::analysis::zone::ZoneState;
use crate::game::{PartySet, named};
use crate::model::{Deal, PackageId, PartyId, TypeId};

named! {
    /// How the talks ended.
    pub enum End {
        /// Signed and, where there are stages, ratified; with packages in force alone: all of them in force.
        Agreement = "agreement",
        /// The last round passed: the clock's, or the last before a party walked out.
        Deadline = "deadline",
        /// The talks broke down after a round.
        Breakdown = "breakdown",
        /// A body at home refused and that ended the talks.
        Ratification = "ratification",
    }
}

named! {
    /// Why there is no agreement: the first that applies, in this order.
    pub enum Failure {
        /// Something signed was refused at home, whatever followed.
        Ratification = "ratification",
        /// No deal crosses no red line of anybody whose consent it needs.
        RedLines = "red-lines",
        /// In no round held was there such a deal worth its reservation value to all of them.
        NoZone = "no-zone",
        /// There was, but in no round one whose margin, after the risk of breach, was positive for all of them.
        Commitment = "commitment",
        /// There was, but in every round each such deal was refused by a party because it saw that a body at home would.
        Foreseen = "foreseen",
        /// A zone was open and the last round passed, or a party walked out.
        Deadline = "deadline",
        /// A zone was open and the talks broke down.
        Breakdown = "breakdown",
        /// A zone was open, but no deal passes package by package.
        Agenda = "agenda",
        /// The zone test did not finish.
        Undecided = "undecided",
    }
}

impl Failure {
    /// Its place in [`Failure::ALL`].
    pub fn place(self) -> usize {
        self as usize
    }
}

/// What became of one package.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PackageVerdict {
    /// Accepted by all its consenters, same wording, in the last round held, or closed before.
    pub agreed: bool,
    /// So accepted in some round.
    pub ever: bool,
    /// Part of an agreement, or in force by itself.
    pub in_force: bool,
}

/// What a body at home answered in one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BodyAnswers {
    /// Whether it approved the deal signed last; none where it was not asked.
    pub last: Option<bool>,
    /// How many signed deals it approved.
    pub approvals: u32,
    /// How many it refused.
    pub refusals: u32,
}

/// What one run records.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Type of each party.
    pub types: Vec<TypeId>,
    /// How the talks ended.
    pub end: End,
    /// Rounds held, from 1 to the scenario's number; rounds of waiting for an answer from home are not.
    pub rounds_held: u32,
    /// Rounds of the calendar until the talks ended, those of waiting included: up to the signature of an agreement, up to the answer that
    /// ended them after a refusal at home, which may come after the deadline.
    pub rounds_passed: u32,
    /// Parties whose own deadline ended the talks, as bits; none where nobody walked out.
    pub walked_out: PartySet,
    /// Round of the signature, the last one if there were several.
    pub signed: Option<u32>,
    /// Parties that consented to the deal signed last, of those whose consent it needs, as bits; with packages in force
    /// alone, to some package in force.
    pub consenting: PartySet,
    /// Parties with a vote on the agreement without whose consent it was made, as bits: the others' votes sufficed at the table,
    /// for some package where packages close one by one, or in a vote at home. None without an agreement.
    pub outvoted: PartySet,
    /// What each body at home answered.
    pub bodies: Vec<BodyAnswers>,
    /// Round in which the agreement came into force, ratification included.
    pub agreed: Option<u32>,
    /// Whether it came into force in a round of the calendar, before the deadline had passed.
    pub in_force_in_time: bool,
    /// Why there is no agreement; none with one.
    pub failure: Option<Failure>,
    /// Whether there was a zone.
    pub zone: ZoneState,
    /// The deal agreed; with packages in force alone, what is in force over the status quo, if anything is.
    pub deal: Option<Deal>,
    /// What became of each package.
    pub packages: Vec<PackageVerdict>,
    /// Utility the run leaves each party with: of the agreed deal, without one its reservation value at the end.
    pub utilities: Vec<f64>,
    /// Reservation value of each party at the end.
    pub reservations: Vec<f64>,
    /// Discounted payoff of each party, costs subtracted.
    pub payoffs: Vec<f64>,
    /// Round in which each lever was carried out.
    pub levers: Vec<Option<u32>>,
    /// What each lever has cost its actor; part of the actor's payoff.
    pub lever_costs: Vec<f64>,
    /// Who withheld consent last since the last signature, and which package where packages were answered one by one. Without an agreement
    /// there is one unless a body at home refused what was signed last, or the clock ran out before all packages were opened.
    pub last_refusal: Option<(PartyId, Option<PackageId>)>,
}

impl Outcome {
    /// The deal agreed; none without an agreement, though packages may be in force alone.
    pub fn agreed_deal(&self) -> Option<&Deal> {
        self.deal.as_ref().filter(|_| self.agreed.is_some())
    }
}
