//! Leverage actions: moves away from the table that change what no agreement, delay or a deal is worth, at a cost.

use crate::model::written::{Visit, Written, by_name};
use crate::model::{DriverId, IssueId, Key, PartyId, StageId, Uncertain};

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
    /// A payment to a party, or by it where negative, due once when agreement comes into being.
    Payment(PartyId),
    /// A driver's value as parties feel it; the process itself goes on underneath.
    Driver(DriverId),
    /// The channel's probability of misreporting a verdict, of one visited party or of all; kept in 0..=1.
    Noise(Option<PartyId>),
    /// The standard deviation of the mediator's reading, of one visited party or of all; kept ≥ 0.
    ReadingError(Option<PartyId>),
    /// The reservation value of a body at home; kept in −10..=10.
    BodyReservation(StageId),
    /// The share of yes in a body's vote before its swing, or the probability of its logit; kept in 0..=1.
    Support(StageId),
    /// The probability of a breakdown; kept in 0..=1.
    Breakdown,
    /// The number of rounds, once the lever is carried out; the sum is rounded and kept from 1 to the most there may be.
    Rounds,
}

impl EffectTarget {
    /// The key of its size in an entry of the effects.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Reservation(_) | Self::BodyReservation(_) => "reservation",
            Self::Support(_) => "support",
            Self::RoundCost(_) => "round-cost",
            Self::Weight(..) => "weight.shift",
            Self::Score(..) => "score.shift",
            Self::Breach(_) => "breach",
            Self::Payment(_) => "payment",
            Self::Driver(_)
            | Self::Noise(_)
            | Self::ReadingError(_)
            | Self::Breakdown
            | Self::Rounds => "shift",
        }
    }
}

/// When a lever is used.
#[derive(Clone, Debug, PartialEq)]
pub enum Use {
    /// Not at all, and no threat either.
    Never,
    /// Never carried out, only threatened: it works by its credibility alone and costs nothing.
    Threat,
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
    /// When a deal is signed that some body at home is to be asked about: a campaign for ratification.
    UponSignature,
    /// In the round after a body at home has refused.
    OnceRefuses {
        /// Whose refusal.
        stage: StageId,
    },
    /// From round 0 on with this probability, drawn once per run; otherwise not at all.
    WithProbability(Uncertain),
}

by_name! {
    /// The numbers that every lever has one of.
    pub LeverCore {
        /// Cost to the actor in each round in force, ≥ 0.
        cost,
        /// Share of the effect that the threat has, in 0..=1.
        credibility,
        /// Rounds after which the threat is believed half as much, > 0; infinite for no decay.
        credibility_half_life,
        /// Rounds after which the effect is halved, > 0; infinite for no decay.
        half_life,
        /// Rounds between execution and first effect, ≥ 0.
        delay,
        /// Rounds in force, ≥ 0; infinite for no end.
        duration,
        /// Probability of its use where chance decides, in 0..=1; 1 elsewhere.
        probability,
    }
}

impl Lever {
    /// Every uncertain number in the order of its slots.
    pub(crate) fn each_number<'a>(&'a mut self, visit: Visit<'_, 'a>) {
        let probability = match &mut self.usage {
            Use::WithProbability(probability) => Some(probability),
            _ => None,
        };
        let forever = f64::INFINITY;
        let core = LeverCore {
            cost: Written::named("cost", &mut self.cost),
            credibility: Written::named("credibility", &mut self.credibility),
            credibility_half_life: Written::or(
                forever,
                "credibility-half-life",
                self.credibility_half_life.as_mut(),
            ),
            half_life: Written::or(forever, "half-life", self.half_life.as_mut()),
            delay: Written::named("delay", &mut self.delay),
            duration: Written::or(forever, "duration", self.duration.as_mut()),
            probability: Written::or(1.0, "use.with-probability", probability),
        };
        core.map(&mut *visit);
        for effect in &mut self.effects {
            let key = Key::Effect(effect.entry, effect.target.key());
            visit(Written::at(key, &mut effect.size));
        }
    }
}
