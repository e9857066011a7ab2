//! Levers: moves away from the table.

use crate::game::Owner;
use crate::game::profile::Numbers;
use crate::model::{Effect, EffectTarget, Lever, Uncertain, Use};

/// A lever, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledLever {
    pub(crate) owner: Owner,
    /// Stream of the one uniform that decides a use with some probability.
    pub(crate) use_owner: Owner,
    pub(crate) actor: usize,
    /// Cost, credibility, credibility half-life, half-life, delay, duration, probability of use, then effect sizes.
    pub(crate) numbers: Numbers,
    pub(crate) targets: Vec<EffectTarget>,
    pub(crate) usage: Use,
    /// Whether it moves what the tables hold: weights, scores or breach probabilities.
    pub(crate) moves_tables: bool,
}

impl CompiledLever {
    /// Compiles a lever.
    pub(crate) fn of(lever: &Lever) -> Self {
        let forever = Uncertain::fixed(f64::INFINITY);
        let always = Uncertain::fixed(1.0);
        let probability = if let Use::WithProbability(probability) = &lever.usage {
            probability
        } else {
            &always
        };
        let head = [
            &lever.cost,
            &lever.credibility,
            lever.credibility_half_life.as_ref().unwrap_or(&forever),
            lever.half_life.as_ref().unwrap_or(&forever),
            &lever.delay,
            lever.duration.as_ref().unwrap_or(&forever),
            probability,
        ];
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
            owner: Owner::named(&format!("lever/{}", lever.id)),
            use_owner: Owner::named(&format!("lever/{}/use", lever.id)),
            actor: lever.actor.index(),
            numbers: Numbers::of(
                head.into_iter()
                    .chain(lever.effects.iter().map(|effect| &effect.size)),
            ),
            moves_tables: lever.usage != Use::Never && lever.effects.iter().any(moves),
            targets,
            usage: lever.usage.clone(),
        }
    }
}
