//! Shuttle and single text: one text, put to the principals in turn, redrafted by the mediator.
//!
//! In a shuttle the principals never meet and their answers pass a channel; at one table they are heard as they are said.
//! True answers close packages; reports feed the mediator's belief and, carried on, the other side's reaction.

use crate::bargaining::agenda::{Packages, packages_in, same_on};
use crate::bargaining::markup::{MarkUps, best_reply};
use crate::bargaining::mediator::{Answer, Belief, Drafter, Given, Prior, Report};
use crate::bargaining::strategy::Stance;
use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Reason, Recorder};
use crate::game::{Game, Owner, Purpose, Stream};
use crate::model::{Mediation, PackageId, Protocol};

/// The state of a mediated negotiation beside that of its parties.
#[derive(Debug, Default)]
pub(crate) struct Mediated {
    /// The text on the table.
    pub(crate) text: Vec<u32>,
    /// Where the packages stand.
    pub(crate) packages: Packages,
    /// What is in force with packages in force alone.
    pub(crate) in_force: Vec<u32>,
    /// Who refused last, and which package.
    pub(crate) last_refusal: Option<(usize, Option<usize>)>,
    pub(crate) answers: Vec<Answer>,
    pub(super) reports: Vec<Report>,
    pub(super) belief: Belief,
    pub(super) drafter: Drafter,
    pub(super) markups: MarkUps,
    /// Parties that voted no in this round, as bits; the mediator has yet to learn from it.
    pub(super) pending_refusals: u32,
    /// The text of the round before, to tell whether anything moved.
    pub(super) before: Vec<u32>,
    /// A blind mediator's base.
    pub(super) base: Vec<u32>,
    channel: Option<Stream>,
    pub(super) drafting: Option<Stream>,
}

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoundEnd {
    /// The whole deal, the present text, has been signed.
    Signed,
    /// Nothing was signed.
    Open,
}

impl Mediated {
    /// Puts the opening on the table.
    pub(crate) fn start(
        &mut self,
        talks: &Talks,
        game: &Game,
        mediation: &Mediation,
        prior: &Prior,
    ) {
        if let Some(opening) = &game.opening {
            self.text.clone_from(opening);
        } else {
            let mediator = mediation.mediator.index();
            let first: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
            best_reply(talks, game, mediator, &first, 0, &mut self.text);
        }
        self.packages.start(game);
        self.in_force.clear();
        if let Some(status_quo) = &game.agenda.status_quo {
            self.in_force.extend_from_slice(status_quo);
        }
        self.base.clone_from(&self.text);
        (self.last_refusal, self.pending_refusals) = (None, 0);
        self.answers
            .resize_with(mediation.visits.len(), Answer::default);
        self.reports
            .resize_with(mediation.visits.len(), Report::default);
        self.belief.start(prior, talks.seed, talks.run);
        let stream = |name: &str| {
            Some(Stream::new(
                talks.seed,
                Purpose::Moves,
                Owner::named(name),
                talks.run,
            ))
        };
        self.channel = matches!(game.protocol, Protocol::Shuttle(_))
            .then(|| stream("channel"))
            .flatten();
        self.drafting = stream("mediator");
    }

    /// One round: the text is put to every principal, and what all accept closes.
    pub(crate) fn round(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        mediation: &Mediation,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        if recorder.listens() {
            let deal = game.blocks.deal_of(&self.text);
            recorder.record(
                talks.round,
                Action::Offer {
                    party: mediation.mediator,
                    deal,
                },
            );
        }
        self.packages.open_due(game, talks.round);
        for visit in 0..mediation.visits.len() {
            self.visit(talks, game, mediation, visit, recorder);
        }
        if game.agenda.status_quo.is_some() {
            self.close_alone(talks, game, mediation, recorder)
        } else {
            self.close_together(talks, game, mediation, recorder)
        }
    }

    /// Puts the text to one principal and carries its answer.
    fn visit(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        mediation: &Mediation,
        visit: usize,
        recorder: &mut impl Recorder,
    ) {
        let party = mediation.visits[visit].index();
        talks.put(game, party, || &self.text);
        let stance = talks.stance(game, party);
        let mut answer = std::mem::take(&mut self.answers[visit]);
        answer.asked = if game.agenda.single {
            self.packages.all
        } else {
            self.packages.open()
        };
        answer.margin = talks.margin(party, &self.text);
        if game.agenda.status_quo.is_some() {
            self.answer_alone(talks, game, party, stance, &mut answer);
        } else {
            self.answer_together(talks, game, party, stance, &mut answer);
        }
        answer.whole = answer.accepted == answer.asked && answer.markup == self.text;
        talks.parties[party].accepted |= answer.whole;
        self.note_refusal(talks, game, party, &answer);
        if recorder.listens() {
            self.tell(talks, game, party, stance, &answer, recorder);
        }
        let mut report = std::mem::take(&mut self.reports[visit]);
        let given = Given {
            party,
            text: &self.text,
            answer: &answer,
        };
        report.carry(talks, game, given, self.channel.as_mut(), recorder);
        if mediation.roles.carrying {
            talks.table(game, party, &report.markup);
        }
        if mediation.belief.draws == 0 && mediation.roles.carrying {
            report.no_worse = talks.margin(party, &self.text) >= talks.margin(party, &self.base);
            if let Some(channel) = self.channel.as_mut() {
                report.no_worse ^= channel.uniform() < talks.noise;
            }
        }
        self.reports[visit] = report;
        self.answers[visit] = answer;
    }

    fn note_refusal(&mut self, talks: &mut Talks, game: &Game, party: usize, answer: &Answer) {
        let refused = answer.asked & !answer.accepted;
        if refused == 0 {
            return;
        }
        talks.refuse(party);
        let lack = |package: usize| talks.lack(game, party, package, &self.text);
        let worst = packages_in(refused).fold(None, |worst: Option<(usize, f64)>, package| {
            let lack = lack(package);
            if worst.is_none_or(|(_, most)| lack > most) {
                Some((package, lack))
            } else {
                worst
            }
        });
        self.last_refusal = Some((party, worst.map(|(package, _)| package)));
    }

    fn tell(
        &self,
        talks: &Talks,
        game: &Game,
        party: usize,
        stance: Stance,
        answer: &Answer,
        recorder: &mut impl Recorder,
    ) {
        let (margin, target) = (answer.margin, stance.takes);
        for package in packages_in(answer.asked) {
            let id = Some(PackageId::at(package));
            let action = if answer.accepted >> package & 1 == 1 {
                Action::Accept {
                    party: Talks::id(party),
                    package: id,
                    margin,
                    target,
                }
            } else {
                let kept = game.package_blocks[package]
                    .iter()
                    .all(|&block| same_on(game, package, self.text[block], answer.markup[block]));
                let reason = if kept {
                    Reason::FairShare
                } else {
                    talks.reason(game, party, &self.text, target)
                };
                Action::Refuse {
                    party: Talks::id(party),
                    package: id,
                    margin,
                    target,
                    reason,
                }
            };
            recorder.record(talks.round, action);
        }
        if answer.markup != self.text {
            let deal = game.blocks.deal_of(&answer.markup);
            recorder.record(
                talks.round,
                Action::Offer {
                    party: Talks::id(party),
                    deal,
                },
            );
        }
    }

    /// The visited parties whose answer meets a condition, as bits.
    pub(crate) fn accepting(
        &self,
        mediation: &Mediation,
        condition: impl Fn(&Answer) -> bool,
    ) -> u32 {
        let pairs = mediation.visits.iter().zip(&self.answers);
        pairs
            .filter(|(_, answer)| condition(answer))
            .fold(0, |set, (party, _)| set | 1 << party.0)
    }

    /// Takes the talks up again after a refusal at home.
    pub(crate) fn resume(&mut self, round: u32, recorder: &mut impl Recorder) {
        self.packages.reopen(round, recorder);
        self.packages.agreed_now = 0;
    }

    /// A refusal at home that ends the talks leaves nothing agreed.
    pub(crate) fn give_up(&mut self) {
        (self.packages.closed, self.packages.agreed_now) = (0, 0);
    }
}
