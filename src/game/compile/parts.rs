//! Drivers, levers, channels of single parties and stages of ratification, compiled.

use crate::game::Owner;
use crate::game::streams::{Numbers, Streams};
use crate::game::utility::CompiledUtility;
use crate::model::{
    Approval, BodyRule, ChannelCore, Driver, DriverId, Effect, EffectTarget, Group, Lever, LeverId,
    OnFailure, OwnChannel, PartyId, Pattern, Process, Stage, StageId, Subject, Use,
};

/// A driver, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledDriver {
    pub(crate) path_owner: Owner,
    /// Start, then those of the process.
    pub(crate) numbers: Numbers,
    /// The process without its numbers.
    pub(crate) process: Process<()>,
    /// Probability and size of jumps, and the stream that decides when they come.
    pub(crate) jumps: Option<(Numbers, Owner)>,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

impl CompiledDriver {
    /// Compiles a driver.
    pub(crate) fn of(driver: &Driver, id: DriverId, streams: &mut Streams) -> Self {
        Self {
            path_owner: Owner::named(&format!("driver/{}/path", driver.id)),
            numbers: streams.take(Subject::Driver(id), Group::Core),
            process: driver.process.clone().map(|_| ()),
            jumps: driver.jumps.as_ref().map(|_| {
                let numbers = streams.take(Subject::Driver(id), Group::Jumps);
                let events = format!("driver/{}/jump-events", driver.id);
                (numbers, Owner::named(&events))
            }),
            lower: driver.lower.unwrap_or(f64::NEG_INFINITY),
            upper: driver.upper.unwrap_or(f64::INFINITY),
        }
    }
}

/// A lever, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledLever {
    /// Stream of the one uniform that decides a use with some probability.
    pub(crate) use_owner: Owner,
    pub(crate) actor: usize,
    /// Those of [`crate::model::LeverCore`], then the size of each effect.
    pub(crate) numbers: Numbers,
    pub(crate) targets: Vec<EffectTarget>,
    pub(crate) usage: Use,
    /// Whether it moves what the tables hold: weights, scores, breach probabilities or payments.
    pub(crate) moves_tables: bool,
    /// Whether it moves what bodies at home want.
    pub(crate) moves_home: bool,
    /// Whether it moves the probability of a breakdown.
    pub(crate) moves_breakdown: bool,
}

impl CompiledLever {
    /// Compiles a lever.
    pub(crate) fn of(lever: &Lever, id: LeverId, streams: &mut Streams) -> Self {
        let targets = lever.effects.iter().map(|effect| effect.target).collect();
        // An effect known to be 0 moves nothing and so spares every table from being built again.
        let moves = |is_meant: fn(EffectTarget) -> bool| {
            let is_felt =
                |effect: &Effect| effect.size.known() != Some(0.0) && is_meant(effect.target);
            lever.usage != Use::Never && lever.effects.iter().any(is_felt)
        };
        Self {
            use_owner: Owner::named(&format!("lever/{}/use", lever.id)),
            actor: lever.actor.index(),
            numbers: streams.take(Subject::Lever(id), Group::Core),
            moves_tables: moves(|target| {
                matches!(
                    target,
                    EffectTarget::Weight(..)
                        | EffectTarget::Score(..)
                        | EffectTarget::Breach(_)
                        | EffectTarget::Payment(_)
                )
            }),
            moves_home: moves(|target| {
                matches!(
                    target,
                    EffectTarget::BodyReservation(_) | EffectTarget::Support(_)
                )
            }),
            moves_breakdown: moves(|target| target == EffectTarget::Breakdown),
            targets,
            usage: lever.usage.clone(),
        }
    }
}

/// What is different in the mediator's channel for one party, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledChannel {
    pub(crate) party: usize,
    /// Those of [`ChannelCore`].
    pub(crate) numbers: Numbers,
    /// Which of them it has; the others are those of everybody.
    pub(crate) has: ChannelCore<bool>,
}

impl CompiledChannel {
    /// Compiles a channel of a party's own.
    pub(crate) fn of(own: &OwnChannel, streams: &mut Streams) -> Self {
        Self {
            party: own.party.index(),
            numbers: streams.take(Subject::ChannelOf(own.party), Group::Core),
            has: own.has(),
        }
    }
}

/// A ratification stage, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledStage {
    pub(crate) moves_owner: Owner,
    /// Those of [`crate::model::StageCore`].
    pub(crate) core: Numbers,
    pub(crate) utility: Option<CompiledUtility>,
    /// The party in whose utility it decides, where it has none of its own.
    pub(crate) heir_of: Option<usize>,
    /// Change of its reservation value per unit of each driver of the next list.
    pub(crate) loads: Numbers,
    pub(crate) load_drivers: Vec<usize>,
    pub(crate) rule: StageRule,
    pub(crate) when: Vec<Pattern>,
    pub(crate) forbid: Vec<Pattern>,
    pub(crate) on_failure: OnFailure,
}

/// How a body decides, without its numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StageRule {
    Logit,
    Vote,
    Threshold,
    Quota {
        votes: Vec<(PartyId, f64)>,
        quota: f64,
    },
}

impl CompiledStage {
    /// Compiles a stage.
    pub(crate) fn of(stage: &Stage, id: StageId, streams: &mut Streams) -> Self {
        let rule = match &stage.approval {
            Approval::Body(body) => match body.rule {
                BodyRule::Logit { .. } => StageRule::Logit,
                BodyRule::Vote { .. } => StageRule::Vote,
                BodyRule::Threshold => StageRule::Threshold,
            },
            Approval::Quota { votes, quota } => StageRule::Quota {
                votes: votes.clone(),
                quota: *quota,
            },
        };
        let utility = stage.approval.utility();
        let name = format!("stage/{}", stage.id);
        let subject = Subject::Stage(id);
        Self {
            moves_owner: Owner::named(&name),
            core: streams.take(subject, Group::Core),
            utility: utility.map(|utility| CompiledUtility::of(utility, subject, &name, streams)),
            heir_of: stage.inherits_from().map(PartyId::index),
            loads: streams.take(subject, Group::Loads),
            load_drivers: stage.loads.iter().map(|load| load.0.index()).collect(),
            rule,
            when: stage.when.clone(),
            forbid: stage.forbid.clone(),
            on_failure: stage.on_failure,
        }
    }
}
