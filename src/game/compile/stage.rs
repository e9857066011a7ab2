//! Stages of ratification.

use crate::game::Owner;
use crate::game::streams::{Numbers, Streams};
use crate::game::utility::CompiledUtility;
use crate::model::{Approval, Group, OnFailure, PartyId, Pattern, Stage, StageId, Subject};

/// A ratification stage, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledStage {
    pub(crate) moves_owner: Owner,
    /// Those of [`crate::model::StageCore`].
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
    pub(crate) fn of(stage: &Stage, id: StageId, streams: &mut Streams) -> Self {
        let (utility, rule) = match &stage.approval {
            Approval::Logit { utility, .. } => (Some(utility), StageRule::Logit),
            Approval::Threshold { utility, .. } => (Some(utility), StageRule::Threshold),
            Approval::Quota { votes, quota } => {
                let (votes, quota) = (votes.clone(), *quota);
                (None, StageRule::Quota { votes, quota })
            }
        };
        let name = format!("stage/{}", stage.id);
        let subject = Subject::Stage(id);
        Self {
            moves_owner: Owner::named(&name),
            core: streams.take(subject, Group::Core),
            utility: utility.map(|utility| CompiledUtility::of(utility, subject, &name, streams)),
            rule,
            when: stage.when.clone(),
            forbid: stage.forbid.clone(),
            on_failure: stage.on_failure,
        }
    }
}
