//! Between two rounds of a mediated negotiation: the mediator reopens, learns and puts the next text on the table.

use crate::bargaining::Recorder;
use crate::bargaining::mediator::{Heard, Materials, Prior, Report, mutate, take_over};
use crate::bargaining::protocol::mediated::Mediated;
use crate::bargaining::talks::Talks;
use crate::game::Game;
use crate::model::Mediation;

impl Mediated {
    /// After a round without agreement: reopen what is locked up, learn, and put the next text on the table.
    pub(crate) fn after_round(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        mediation: &Mediation,
        prior: &Prior,
        recorder: &mut impl Recorder,
    ) {
        let together = game.agenda.status_quo.is_none();
        if together
            && self
                .packages
                .is_locked_up(talks.round, game.agenda.reopen_after)
        {
            self.packages.reopen(talks.round, recorder);
        }
        if mediation.roles.carrying && mediation.belief.draws > 0 {
            for visit in 0..mediation.visits.len() {
                let asked = self.answers[visit].asked;
                let heard = Heard {
                    game,
                    mediation,
                    text: &self.text,
                    asked,
                    report: &self.reports[visit],
                };
                self.belief.learn(talks, prior, visit, heard);
            }
        }
        if mediation.belief.draws > 0 {
            for party in
                (0..game.parties.len()).filter(|party| self.pending_refusals >> party & 1 == 1)
            {
                self.belief
                    .learn_refusal(talks, game, prior, party, &self.text);
            }
        }
        self.pending_refusals = 0;
        self.before.clone_from(&self.text);
        self.next_text(talks, game, mediation, prior);
        talks.moved |= self.before != self.text;
    }

    fn next_text(&mut self, talks: &Talks, game: &Game, mediation: &Mediation, prior: &Prior) {
        let open = self.packages.open_issues(game);
        let Some(stream) = self.drafting.as_mut() else {
            return;
        };
        if !mediation.roles.formulating {
            if mediation.roles.carrying {
                self.adopt_wording(talks.round, game, open);
            }
        } else if mediation.belief.draws > 0 {
            let reports: &[Report] = if mediation.roles.carrying {
                &self.reports
            } else {
                &[]
            };
            let materials = Materials {
                mediation,
                prior,
                belief: &self.belief,
                reports,
                open,
            };
            self.drafter
                .redraft(talks, game, materials, stream, &mut self.text);
        } else {
            let mediator = mediation.mediator.index();
            let own_no_worse = mediation.kappa <= 0.0
                || talks.margin(mediator, &self.text) >= talks.margin(mediator, &self.base);
            let kept = mediation.roles.carrying
                && own_no_worse
                && self.reports.iter().all(|report| report.no_worse);
            if kept {
                self.base.clone_from(&self.text);
            }
            let mut base = std::mem::take(&mut self.base);
            take_over(game, &mut base, &self.text, !open);
            mutate(talks, game, mediation, open, &base, stream, &mut self.text);
            self.base = base;
        }
    }

    /// Without anybody formulating, the text takes the wording one party tabled, in turn.
    fn adopt_wording(&mut self, round: u32, game: &Game, open: u64) {
        let visits = self.reports.len();
        let first = round as usize % visits;
        let turn = (0..visits).map(|place| (first + place) % visits);
        for visit in turn {
            let mut tabled = self.text.clone();
            take_over(game, &mut tabled, &self.reports[visit].markup, open);
            if tabled != self.text {
                self.text = tabled;
                return;
            }
        }
    }
}
