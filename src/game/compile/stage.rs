//! Stages of ratification.

use crate::game::Owner;
use crate::game::numbers::UtilityOwners;
use crate::game::profile::{CompiledUtility, Numbers};
use crate::model::{Approval, OnFailure, PartyId, Pattern, Stage, Uncertain};

/// A ratification stage, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledStage {
    pub(crate) owners: UtilityOwners,
    pub(crate) core_owner: Owner,
    pub(crate) moves_owner: Owner,
    /// Reservation value, λ, delay.
    pub(crate) core: Numbers,
    pub(crate) utility: Option<CompiledUtility>,
    pub(crate) rule: StageRule,
    pub(crate) when: Vec<Pattern>,
    pub(crate) forbid: Vec<Pattern>,
    pub(crate) on_failure: OnFailure,
}

/// How a body decides, without its numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StageRule {
    Logit,
    Threshold,
    Quota {
        votes: Vec<(PartyId, f64)>,
        quota: f64,
    },
}

impl CompiledStage {
    /// Compiles a stage.
    pub(crate) fn of(stage: &Stage) -> Self {
        let one = Uncertain::fixed(1.0);
        let zero = Uncertain::fixed(0.0);
        let (utility, reservation, lambda, rule) = match &stage.approval {
            Approval::Logit {
                utility,
                reservation,
                lambda,
            } => (Some(utility), reservation, lambda, StageRule::Logit),
            Approval::Threshold {
                utility,
                reservation,
            } => (Some(utility), reservation, &one, StageRule::Threshold),
            Approval::Quota { votes, quota } => (
                None,
                &zero,
                &one,
                StageRule::Quota {
                    votes: votes.clone(),
                    quota: *quota,
                },
            ),
        };
        let owner = |part: &str| Owner::named(&format!("stage/{}/{part}", stage.id));
        Self {
            owners: UtilityOwners {
                weights: owner("weights"),
                weight_errors: owner("weight-errors"),
                scores: owner("scores"),
                score_errors: owner("score-errors"),
            },
            core_owner: owner("core"),
            moves_owner: Owner::named(&format!("stage/{}", stage.id)),
            core: Numbers::of([reservation, lambda, &stage.delay]),
            utility: utility.map(CompiledUtility::of),
            rule,
            when: stage.when.clone(),
            forbid: stage.forbid.clone(),
            on_failure: stage.on_failure,
        }
    }
}
