//! Levers: moves away from the table.

use crate::game::Owner;
use crate::game::streams::{Numbers, Streams};
use crate::model::{Effect, EffectTarget, Group, Lever, LeverId, Subject, Use};

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
    /// Whether it moves what the tables hold: weights, scores or breach probabilities.
    pub(crate) moves_tables: bool,
}

impl CompiledLever {
    /// Compiles a lever.
    pub(crate) fn of(lever: &Lever, id: LeverId, streams: &mut Streams) -> Self {
        let targets = lever.effects.iter().map(|effect| effect.target).collect();
        // An effect known to be 0 moves nothing and so spares every table from being built again.
        let moves = |effect: &Effect| {
            effect.size.known() != Some(0.0)
                && matches!(
                    effect.target,
                    EffectTarget::Weight(..) | EffectTarget::Score(..) | EffectTarget::Breach(_)
                )
        };
        Self {
            use_owner: Owner::named(&format!("lever/{}/use", lever.id)),
            actor: lever.actor.index(),
            numbers: streams.take(Subject::Lever(id), Group::Core),
            moves_tables: lever.usage != Use::Never && lever.effects.iter().any(moves),
            targets,
            usage: lever.usage.clone(),
        }
    }
}
