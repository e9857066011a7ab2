//! Packages that count only together: each closes when all accept its wording, and the whole deal is signed in a last vote.

use crate::bargaining::agenda::{package_met, packages_in, same_on};
use crate::bargaining::markup::{Question, best_reply};
use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::mediated::{Mediated, RoundEnd};
use crate::bargaining::strategy::Stance;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::bargaining::{Action, Recorder};
use crate::game::{Game, mask};
use crate::model::Mediation;

impl Mediated {
    /// A principal's answer: its mark-up of the whole text, package by package.
    pub(super) fn answer_together(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        stance: Stance,
        answer: &mut Answer,
    ) {
        let locked = self.packages.locked_issues(game);
        let question = Question {
            text: &self.text,
            locked,
            takes: stance.takes,
        };
        answer.accepted = 0;
        if !self
            .markups
            .find(talks, game, party, question, &mut answer.markup)
        {
            best_reply(talks, game, party, &self.text, locked, &mut answer.markup);
            return;
        }
        let fair = talks.profile(game, party).fair_share && !game.agenda.single;
        let below = fair && answer.margin < stance.takes - INDIFFERENCE;
        for package in packages_in(answer.asked) {
            let kept = game.package_blocks[package]
                .iter()
                .all(|&block| same_on(game, package, self.text[block], answer.markup[block]));
            let unfair = below && talks.is_unfair(game, party, package, &self.text, stance);
            answer.accepted |= u32::from(kept && !unfair) << package;
        }
    }

    /// Closes what all accept; signs when nothing is left.
    pub(super) fn close_together(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        mediation: &Mediation,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        let visited = mask(&mediation.visits);
        for package in packages_in(self.packages.opened) {
            let accepting =
                self.accepting(mediation, |answer| answer.accepted >> package & 1 == 1) | !visited;
            let open = self.packages.closed >> package & 1 == 0;
            if open && package_met(game, package, &self.text, accepting) {
                self.packages.agreed_now |= 1 << package;
                self.packages.ever |= 1 << package;
                if !game.agenda.single {
                    talks.moved = true;
                    self.packages.close(package, talks.round, recorder);
                }
            }
        }
        let complete = if game.agenda.single {
            let accepting = self.accepting(mediation, |answer| answer.whole);
            game.consent
                .deal_met(&game.blocks, &self.text, accepting | !visited)
        } else {
            self.packages.closed == self.packages.all
        };
        if !complete {
            return RoundEnd::Open;
        }
        self.final_vote(talks, game, mediation, recorder)
    }

    /// Puts the whole deal to everyone whose consent it needs; under a single undertaking the visited have just accepted.
    fn final_vote(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        mediation: &Mediation,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        let named = game.consent.deal_named(&self.text);
        let visited = mask(&mediation.visits);
        let mut yes = if game.agenda.single {
            self.accepting(mediation, |answer| answer.whole)
        } else {
            0
        };
        let asked = if game.agenda.single {
            named & !visited
        } else {
            named
        };
        for party in (0..game.parties.len()).filter(|party| asked >> party & 1 == 1) {
            let accepts = talks.acceptable(game, party, &self.text);
            yes |= u32::from(accepts) << party;
            let margin = talks.margin(party, &self.text);
            recorder.record(
                talks.round,
                Action::Vote {
                    party: Talks::id(party),
                    yes: accepts,
                    margin,
                },
            );
        }
        if game.consent.deal_met(&game.blocks, &self.text, yes) {
            self.packages.ever = self.packages.all;
            return RoundEnd::Signed;
        }
        for party in (0..game.parties.len()).filter(|party| (asked & !yes) >> party & 1 == 1) {
            talks.refuse(party);
            self.last_refusal = Some((party, None));
            self.pending_refusals |= 1 << party;
        }
        self.packages.reopen(talks.round, recorder);
        RoundEnd::Open
    }
}
