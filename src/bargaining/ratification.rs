//! What happens to a signed deal at home.

use crate::bargaining::talks::{Talks, stage_is_held};
use crate::bargaining::{Action, BodyAnswers, Recorder};
use crate::game::{Game, PartySet, Purpose, StageRule, Stream, set_of, standard_normal};
use crate::model::{OnFailure, StageId};

/// How ratification ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ratified {
    /// In force from this round.
    Yes(u32),
    /// Refused in this round; what follows.
    No(u32, OnFailure),
}

/// The bodies at home: each one's stream of chance, made when first needed.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    streams: Vec<Option<Stream>>,
    /// What moves the share of yes in each one's votes, in standard deviations, drawn when it first votes: asking again passes
    /// no text that was refused.
    swings: Vec<Option<f64>>,
    /// What each answered.
    pub(crate) answers: Vec<BodyAnswers>,
    /// Parties that voted no where the deal put to them last was approved, as bits.
    pub(crate) outvoted: PartySet,
}

impl Bodies {
    /// Forgets the run before.
    pub(crate) fn start(&mut self, game: &Game) {
        self.streams.clear();
        self.streams.resize(game.stages.len(), None);
        self.swings.clear();
        self.swings.resize(game.stages.len(), None);
        self.answers.clear();
        self.answers
            .resize(game.stages.len(), BodyAnswers::default());
        self.outvoted = 0;
    }

    /// Puts a deal signed in the present round to every stage that is held for it, in order, each after its delay.
    ///
    /// A body decides on what holds in the round in which it decides, parties that vote on what held when they signed.
    pub(crate) fn ratify(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        deal: &[u32],
        recorder: &mut dyn Recorder,
    ) -> Ratified {
        let ratified = self.ask_all(talks, game, deal, recorder);
        if game.home_moves() {
            talks.look_home_back(game, talks.round);
        }
        ratified
    }

    fn ask_all(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        deal: &[u32],
        recorder: &mut dyn Recorder,
    ) -> Ratified {
        let mut round = talks.round;
        for answers in &mut self.answers {
            answers.last = None;
        }
        self.outvoted = 0;
        for (index, stage) in game.stages.iter().enumerate() {
            if !stage_is_held(game, index, deal) {
                continue;
            }
            round = round.saturating_add(talks.nature.stages[index].delay);
            if game.home_moves() {
                if matches!(stage.rule, StageRule::Quota { .. }) {
                    talks.look_home_back(game, talks.round);
                } else {
                    talks.look_home_in(game, round);
                }
            }
            let probability = talks.approval(game, index, deal);
            let approved = self.approves(talks, game, index, deal, probability);
            let answers = &mut self.answers[index];
            answers.last = Some(approved);
            answers.approvals += u32::from(approved);
            answers.refusals += u32::from(!approved);
            recorder.record(
                round,
                Action::Stage {
                    stage: StageId::at(index),
                    approved,
                    probability,
                },
            );
            if !approved {
                talks.conduct.refuse_at_home(index);
                return Ratified::No(round, stage.on_failure);
            }
            if let StageRule::Quota { votes, .. } = &stage.rule {
                let voters = votes.iter().map(|vote| vote.0.index());
                let against = voters.filter(|&party| !talks.side(game, party).accepts(deal));
                self.outvoted |= set_of(against);
            }
        }
        Ratified::Yes(round)
    }

    /// Whether a body approves a deal that it approves with this probability.
    fn approves(
        &mut self,
        talks: &Talks,
        game: &Game,
        index: usize,
        deal: &[u32],
        probability: f64,
    ) -> bool {
        let numbers = &talks.nature.stages[index];
        let stream = &mut self.streams[index];
        let mut uniform = || {
            let owner = game.stages[index].moves_owner;
            let stream = stream
                .get_or_insert_with(|| Stream::new(talks.seed, Purpose::Moves, owner, talks.run));
            stream.uniform()
        };
        match game.stages[index].rule {
            // What is forbidden is refused without a draw.
            _ if probability <= 0.0 => false,
            StageRule::Logit => uniform() < probability,
            StageRule::Vote if numbers.swing > 0.0 => {
                let swing = &mut self.swings[index];
                let swing = *swing.get_or_insert_with(|| standard_normal(uniform()));
                talks.support(game, index, deal) + numbers.swing * swing >= numbers.threshold
            }
            StageRule::Vote | StageRule::Threshold | StageRule::Quota { .. } => probability >= 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Silent;
    use crate::bargaining::chance::{logistic, normal};
    use crate::bargaining::fixture::{alike, opened};
    use crate::bargaining::ratification::{Bodies, Ratified};
    use crate::game::Game;
    use crate::model::OnFailure;

    /// Talks about five options with one body at home to which they are worth 0 to 1.
    fn talks(reservation: f64, approval: &str) -> Game {
        let rest = format!(
            "[[stage]]\nid = \"house\"\ntitle = \"House\"\nparty = \"p0\"\ndelay = 2\n\
             utility.i0 = {{ weight = 1, scores = [0.0, 0.25, 0.5, 0.75, 1.0] }}\n\
             reservation = {reservation:?}\non-failure = \"back\"\napproval.{approval}\n"
        );
        let quarters = vec![0.0, 0.25, 0.5, 0.75, 1.0];
        alike(9, 0.0, &[quarters], ("", &rest))
    }

    /// How ratification ends, and what the only body answers.
    fn ratify(reservation: f64, option: u32) -> (Ratified, Option<bool>) {
        let game = talks(reservation, "threshold = {}");
        let mut bodies = Bodies::default();
        bodies.start(&game);
        let ratified = bodies.ratify(&mut opened(&game), &game, &[option], &mut Silent);
        (ratified, bodies.answers[0].last)
    }

    #[test]
    fn a_body_decides_after_its_delay() {
        let passed = (Ratified::Yes(2), Some(true));
        assert_eq!(ratify(0.5, 2), passed, "as good as none");
        let refused = (Ratified::No(2, OnFailure::Back), Some(false));
        assert_eq!(ratify(0.51, 2), refused);
    }

    #[test]
    fn asking_again_passes_no_text_and_a_better_one_passes_where_a_worse_one_did() {
        let game = talks(0.5, "vote = { lambda = 3, swing = 0.2 }");
        let (mut bodies, mut talks) = (Bodies::default(), opened(&game));
        let mut met = [0; 6];
        for run in 0..500 {
            talks.run = run;
            bodies.start(&game);
            let mut ask = |option: u32| {
                let answer = bodies.ratify(&mut talks, &game, &[option], &mut Silent);
                answer == Ratified::Yes(2)
            };
            let first = [0, 1, 2, 3, 4].map(&mut ask);
            assert_eq!([0, 1, 2, 3, 4].map(&mut ask), first, "run {run}");
            assert!(first.is_sorted(), "{first:?}");
            met[first.iter().filter(|&&passes| passes).count()] += 1;
        }
        assert!(met[1..5].iter().all(|&runs| runs > 20), "{met:?}");
    }

    #[test]
    fn without_a_swing_a_vote_is_a_step_and_foreseen_for_certain() {
        for (threshold, passing) in [(0.0, 0), (0.5, 2), (0.75, 3), (1.0, 5)] {
            let vote = format!("vote = {{ lambda = 5, swing = 0, threshold = {threshold:?} }}");
            let game = talks(0.5, &vote);
            let (mut bodies, mut talks) = (Bodies::default(), opened(&game));
            bodies.start(&game);
            for option in 0..5 {
                let passes = bodies.ratify(&mut talks, &game, &[option], &mut Silent);
                let wanted = option >= passing;
                assert_eq!(passes == Ratified::Yes(2), wanted, "{threshold} {option}");
                for certainty in [0.1, 0.9, 1.0] {
                    let need = talks.need_at_home(&game, 0, certainty);
                    assert_eq!(f64::from(option) / 4.0 >= need, wanted);
                }
            }
        }
    }

    #[test]
    fn a_body_without_a_utility_decides_by_its_partys_as_levers_shift_it() {
        // The middle option is worth a half to the party, and two tenths more once the lever works: in the round of the vote.
        let rest = |delay: u32| {
            format!(
                "[[stage]]\nid = \"house\"\ntitle = \"House\"\nparty = \"p0\"\ndelay = {delay}\n\
                 reservation = 0.6\napproval.threshold = {{}}\n\
                 [[leverage]]\nid = \"gift\"\ntitle = \"Gift\"\nactor = \"p1\"\ndelay = 3\nuse = \"always\"\n\
                 effects = [{{ party = \"p0\", score = {{ issue = \"i0\", option = \"o2\", shift = 0.2 }} }}]\n"
            )
        };
        let quarters = vec![0.0, 0.25, 0.5, 0.75, 1.0];
        for (delay, passes) in [(2, false), (3, true), (30, true)] {
            let game = alike(9, 0.0, std::slice::from_ref(&quarters), ("", &rest(delay)));
            let (mut bodies, mut talks) = (Bodies::default(), opened(&game));
            bodies.start(&game);
            let before = talks.values.tables.clone();
            let ratified = bodies.ratify(&mut talks, &game, &[2], &mut Silent);
            assert_eq!(ratified == Ratified::Yes(delay), passes, "{delay}");
            assert_eq!(talks.values.tables, before, "the present is as it was");
        }
    }

    #[test]
    fn what_is_foreseen_of_a_vote_is_as_likely_as_is_asked() {
        let game = talks(0.4, "vote = { lambda = 4, threshold = 0.6, swing = 0.1 }");
        let talks = opened(&game);
        for certainty in [0.05, 0.3, 0.5, 0.8, 0.95] {
            let need = talks.need_at_home(&game, 0, certainty);
            // A deal that is worth just that much to the body passes just so often.
            let support = logistic(4.0 * (need - 0.4));
            let passes = normal((support - 0.6) / 0.1);
            assert!((passes - certainty).abs() < 1e-9, "{certainty} {passes}");
            for option in 0..5 {
                let likely = talks.approval(&game, 0, &[option]) >= certainty;
                assert_eq!(
                    f64::from(option) / 4.0 >= need,
                    likely,
                    "{certainty} {option}"
                );
            }
        }
        // Two and a half standard deviations above a threshold of .8 is more support than there is.
        let game = self::talks(0.4, "vote = { lambda = 4, threshold = 0.8, swing = 0.1 }");
        let talks = opened(&game);
        assert!(talks.need_at_home(&game, 0, 0.995) > 100.0);
        assert!(talks.need_at_home(&game, 0, 1.0) > 100.0);
        assert!(talks.need_at_home(&game, 0, 1e-20) < -100.0);
    }
}
