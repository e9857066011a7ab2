//! What happens to a signed deal at home.

use crate::bargaining::talks::{Talks, stage_is_held};
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

/// The bodies at home: each one's stream of votes, made when first needed.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    votes: Vec<Option<Stream>>,
    /// What each answered to the deal put to it last; none where it was not asked.
    pub(crate) answers: Vec<Option<bool>>,
}

impl Bodies {
    /// Forgets the run before.
    pub(crate) fn start(&mut self, game: &Game) {
        self.votes.clear();
        self.votes.resize(game.stages.len(), None);
        self.forget_answers();
    }

    fn forget_answers(&mut self) {
        self.answers.clear();
        self.answers.resize(self.votes.len(), None);
    }

    /// Puts a deal signed in the present round to every stage that is held for it, in order, each after its delay.
    pub(crate) fn ratify(
        &mut self,
        talks: &Talks,
        game: &Game,
        deal: &[u32],
        recorder: &mut dyn Recorder,
    ) -> Ratified {
        let mut round = talks.round;
        self.forget_answers();
        for (index, stage) in game.stages.iter().enumerate() {
            if !stage_is_held(game, index, deal) {
                continue;
            }
            round = round.saturating_add(talks.nature.stages[index].delay);
            let probability = talks.approval(game, index, deal);
            let drawn = stage.rule == StageRule::Logit && probability > 0.0;
            let approved = if drawn {
                let (seed, run) = (talks.seed, talks.run);
                let stream = self.votes[index].get_or_insert_with(|| {
                    Stream::new(seed, Purpose::Moves, stage.moves_owner, run)
                });
                stream.uniform() < probability
            } else {
                probability >= 0.5
            };
            self.answers[index] = Some(approved);
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

#[cfg(test)]
mod tests {
    use crate::bargaining::Silent;
    use crate::bargaining::fixture::{alike, opened};
    use crate::bargaining::ratification::{Bodies, Ratified};
    use crate::model::OnFailure;

    /// How ratification ends, and what the only body answers.
    fn ratify(reservation: f64, option: u32) -> (Ratified, Option<bool>) {
        let rest = format!(
            "[[stage]]\nid = \"house\"\ntitle = \"House\"\nparty = \"p0\"\ndelay = 2\n\
             utility.i0 = {{ weight = 1, scores = [0.0, 0.25, 0.5, 0.75, 1.0] }}\n\
             reservation = {reservation:?}\non-failure = \"back\"\napproval.threshold = {{}}\n"
        );
        let quarters = vec![0.0, 0.25, 0.5, 0.75, 1.0];
        let game = alike(9, 0.0, &[quarters], ("", &rest));
        let mut bodies = Bodies::default();
        bodies.start(&game);
        let ratified = bodies.ratify(&opened(&game), &game, &[option], &mut Silent);
        (ratified, bodies.answers[0])
    }

    #[test]
    fn a_body_decides_after_its_delay() {
        let passed = (Ratified::Yes(2), Some(true));
        assert_eq!(ratify(0.5, 2), passed, "as good as none");
        let refused = (Ratified::No(2, OnFailure::Back), Some(false));
        assert_eq!(ratify(0.51, 2), refused);
    }
}
