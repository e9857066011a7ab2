//! What happens to a signed deal at home.

use crate::bargaining::anticipation::stage_is_held;
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Recorder};
use crate::game::{Game, Purpose, StageRule, Stream};
use crate::model::{OnFailure, StageId};

/// How ratification ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ratified {
    /// In force from this round.
    Yes(u32),
    /// Refused in this round; what follows.
    No(u32, OnFailure),
}

impl Talks {
    /// Puts a deal signed in the present round to every stage that is held for it, in order, each after its delay.
    pub(crate) fn ratify(
        &mut self,
        game: &Game,
        deal: &[u32],
        recorder: &mut impl Recorder,
    ) -> Ratified {
        let mut round = self.round;
        for (index, stage) in game.stages.iter().enumerate() {
            if !stage_is_held(game, index, deal) {
                continue;
            }
            round = round.saturating_add(self.nature.stages[index].delay);
            let probability = self.approval(game, index, deal);
            let drawn = stage.rule == StageRule::Logit && probability > 0.0;
            let approved = if drawn {
                let (seed, run) = (self.seed, self.run);
                let stream = self.votes[index].get_or_insert_with(|| {
                    Stream::new(seed, Purpose::Moves, stage.moves_owner, run)
                });
                stream.uniform() < probability
            } else {
                probability >= 0.5
            };
            recorder.record(
                round,
                Action::Stage {
                    stage: StageId::at(index),
                    approved,
                    probability,
                },
            );
            if !approved {
                return Ratified::No(round, stage.on_failure);
            }
        }
        Ratified::Yes(round)
    }
}
