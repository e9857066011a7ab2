//! Shuttle and single text: one text, put to the principals in turn, redrafted by the mediator.
//!
//! In a shuttle the principals never meet and their answers pass a channel; at one table they are heard as they are said.
//! True answers close packages; reports feed the mediator's belief and, carried on, the other side's reaction.

use crate::bargaining::agenda::Packages;
use crate::bargaining::markup::{MarkUps, Question, best_reply};
use crate::bargaining::mediator::{
    Answer, Belief, Drafter, Heard, Materials, Prior, Report, mutate, take_over,
};
use crate::bargaining::strategy::Stance;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
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
    reports: Vec<Report>,
    belief: Belief,
    drafter: Drafter,
    markups: MarkUps,
    /// Parties that voted no in this round, as bits; the mediator has yet to learn from it.
    pending_refusals: u32,
    /// The text of the round before, to tell whether anything moved.
    before: Vec<u32>,
    /// A blind mediator's base.
    base: Vec<u32>,
    channel: Option<Stream>,
    drafting: Option<Stream>,
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
        match &game.opening {
            Some(opening) => self.text.clone_from(opening),
            None => {
                let first: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
                best_reply(
                    talks,
                    game,
                    mediation.mediator.index(),
                    &first,
                    0,
                    &mut self.text,
                );
            }
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
        if listens(recorder) {
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
        talks.put(game, party, &self.text);
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
        if listens(recorder) {
            self.tell(talks, game, party, stance, &answer, recorder);
        }
        let mut report = std::mem::take(&mut self.reports[visit]);
        report.carry(
            talks,
            game,
            party,
            &self.text,
            &answer,
            self.channel.as_mut(),
            recorder,
        );
        if mediation.roles.carrying {
            talks.table(party, &report.markup);
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

    /// A principal's answer where packages count only together: its mark-up of the whole text, package by package.
    fn answer_together(
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

    /// Closes what all accept; signs when nothing is left.
    fn close_together(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        mediation: &Mediation,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        let visited = crate::game::mask(&mediation.visits);
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
        let visited = crate::game::mask(&mediation.visits);
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

impl Talks {
    /// What a party lacks in a package: the most it could gain by rewording that package alone.
    pub(crate) fn lack(&self, game: &Game, party: usize, package: usize, text: &[u32]) -> f64 {
        let profile = self.profile(game, party);
        let margin = &self.tables[party].margin;
        let blocks = game.blocks.list.len();
        game.package_blocks[package]
            .iter()
            .fold(0.0, |sum, &block| {
                let present = text[block];
                let best = if game.block_packages[block] == 1 {
                    self.ranges[party * blocks + block].best_value
                } else {
                    let of_block = &game.blocks.list[block];
                    let own = game.package_issues[package];
                    let reworded = (of_block.start..of_block.end)
                        .filter(|&combo| {
                            !crate::bargaining::markup::breaks_lock(game, present, combo, !own)
                        })
                        .filter(|&combo| {
                            !profile.floor || profile.lines_crossed[combo as usize] == 0
                        });
                    reworded
                        .map(|combo| margin[combo as usize])
                        .fold(f64::NEG_INFINITY, f64::max)
                };
                sum + (best - margin[present as usize]).max(0.0)
            })
    }

    /// Fair share: whether a package takes more of what a party gives up below its target than the package's own weight.
    ///
    /// The fewest changes always blame the heaviest issue; this blames what is contentious.
    fn is_unfair(
        &self,
        game: &Game,
        party: usize,
        package: usize,
        text: &[u32],
        stance: Stance,
    ) -> bool {
        let mut sum = 0.0;
        let mut own = 0.0;
        let blocks = game.blocks.list.len();
        for (block, range) in self.ranges[party * blocks..(party + 1) * blocks]
            .iter()
            .enumerate()
        {
            let width = range.best_value - range.worst_value;
            sum += width;
            if game.package_blocks[package].contains(&block) {
                own += width / f64::from(game.block_packages[block]);
            }
        }
        if sum <= 0.0 {
            return false;
        }
        self.lack(game, party, package, text)
            > (stance.best - stance.takes) * own / sum + INDIFFERENCE
    }
}

fn listens<R: Recorder>(_recorder: &R) -> bool {
    R::LISTENS
}

/// The positions of the bits of a set of packages or parties.
pub(crate) fn packages_in(set: u32) -> impl Iterator<Item = usize> {
    (0..32).filter(move |&package| set >> package & 1 == 1)
}

/// Whether the rules of a package's options in a deal are met by these parties.
pub(crate) fn package_met(game: &Game, package: usize, deal: &[u32], accepting: u32) -> bool {
    game.package_blocks[package].iter().all(|&block| {
        let issues = &game.blocks.list[block].issues;
        let pairs = issues.iter().zip(game.blocks.options(deal[block]));
        pairs.into_iter().all(|(&issue, &option)| {
            game.package_of[issue.index()] != package
                || game.consent.option_met(issue, option, accepting)
        })
    })
}

/// The parties that the rules of a package's options in a deal name, as bits.
pub(crate) fn package_named(game: &Game, package: usize, deal: &[u32]) -> u32 {
    game.package_blocks[package]
        .iter()
        .fold(0, |named, &block| {
            let issues = &game.blocks.list[block].issues;
            let pairs = issues.iter().zip(game.blocks.options(deal[block]));
            let own = pairs.filter(|(issue, _)| game.package_of[issue.index()] == package);
            own.fold(named, |named, (&issue, &option)| {
                named | game.consent.option_named(issue, option)
            })
        })
}

/// Whether two combos of a block give the issues of a package the same options.
pub(crate) fn same_on(game: &Game, package: usize, one: u32, other: u32) -> bool {
    if one == other {
        return true;
    }
    let block = &game.blocks.list[game.blocks.of_combo[one as usize] as usize];
    let pairs = game
        .blocks
        .options(one)
        .iter()
        .zip(game.blocks.options(other));
    block
        .issues
        .iter()
        .zip(pairs)
        .all(|(issue, (left, right))| game.package_of[issue.index()] != package || left == right)
}
