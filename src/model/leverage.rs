//! Leverage actions: moves away from the table that change what no agreement, delay or a deal is worth, at a cost.

use crate::model::{DriverId, IssueId, PartyId, Uncertain};

/// A move away from the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Who acts and bears the cost.
    pub actor: PartyId,
    /// Cost to the actor in each round in which the lever is in force, ≥ 0; lowers its payoff.
    pub cost: Uncertain,
    /// Share of the effect that the mere threat has before execution, in 0..=1; 0 makes it no threat.
    pub credibility: Uncertain,
    /// Rounds after which a threat not carried out is believed half as much, > 0; without it, it does not wear off.
    pub credibility_half_life: Option<Uncertain>,
    /// Rounds after which the effect in force is halved, > 0; without it, it lasts.
    pub half_life: Option<Uncertain>,
    /// Rounds between execution and the first effect, ≥ 0, rounded to whole rounds.
    pub delay: Uncertain,
    /// Rounds from execution until the lever ends (a licence that lapses), ≥ 0, rounded to whole rounds; without it, it stays.
    pub duration: Option<Uncertain>,
    /// What it shifts; effects add.
    pub effects: Vec<Effect>,
    /// When it is used.
    pub usage: Use,
}

/// One shift a lever brings about.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Position of the entry in the lever's list that names it; an entry may name several effects.
    pub entry: usize,
    /// What is shifted.
    pub target: EffectTarget,
    /// By how much at full size, in the unit of the target, either sign.
    pub size: Uncertain,
}

/// What an effect shifts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EffectTarget {
    /// A party's reservation value; the sum is kept in 0..=1.
    Reservation(PartyId),
    /// A party's fixed cost per round.
    RoundCost(PartyId),
    /// A party's weight of an issue, before the weights are normalised again; kept ≥ 0.
    Weight(PartyId, IssueId),
    /// A party's score of one option; kept in 0..=1.
    Score(PartyId, IssueId, usize),
    /// A party's belief that any agreement will be broken; kept in 0..=1.
    Breach(PartyId),
    /// A driver's value as parties feel it; the process itself goes on underneath.
    Driver(DriverId),
    /// The channel's probability of misreporting a verdict; kept in 0..=1.
    Noise,
    /// The standard deviation of the mediator's reading; kept ≥ 0.
    ReadingError,
}

/// When a lever is used.
#[derive(Clone, Debug, PartialEq)]
pub enum Use {
    /// Not at all, and no threat either.
    Never,
    /// From round 0 on.
    Always,
    /// In rounds `from` (inclusive) to `until` (exclusive).
    Rounds {
        /// First round.
        from: u32,
        /// First round in which it has ended.
        until: Option<u32>,
    },
    /// In the round after `party` has refused in `count` rounds.
    AfterRefusals {
        /// Whose refusals count.
        party: PartyId,
        /// How many rounds with a refusal, ≥ 1.
        count: u32,
    },
    /// In the round after neither the text has changed nor a package has closed for `rounds` rounds.
    WhenStuck {
        /// How many rounds without movement, ≥ 1.
        rounds: u32,
    },
    /// In the round after `party` has accepted the whole text or the standing offer: an incentive.
    OnceAccepts {
        /// Whose acceptance is rewarded.
        party: PartyId,
    },
    /// From round 0 on with this probability, drawn once per run; otherwise not at all.
    WithProbability(Uncertain),
}
