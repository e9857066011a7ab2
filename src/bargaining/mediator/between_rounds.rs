//! A mediator: what it hears, what it learns from that after a round, and the text it puts on the table next.

use crate::bargaining::mediator::belief::Belief;
use crate::bargaining::mediator::channel::{Answer, Channel, Report};
use crate::bargaining::mediator::redraft::{Drafter, mutate};
use crate::bargaining::protocol::Room;
use crate::bargaining::search::best_deal;
use crate::bargaining::talks::Talks;
use crate::game::{Game, Owner, PartySet, Purpose, Stream, members};
use crate::model::Mediation;

/// The mediator's settings and memory.
#[derive(Debug)]
pub(crate) struct Mediator {
    mediation: Mediation,
    /// What happens to answers on their way; none where everything is heard as it is said.
    channel: Option<Channel>,
    /// What it heard from each of the visited in this round, in order.
    reports: Vec<Report>,
    belief: Belief,
    drafter: Drafter,
    /// Without belief: the text that the next one changes.
    base: Vec<u32>,
    /// The text of this round.
    before: Vec<u32>,
    stream: Option<Stream>,
}

impl Mediator {
    pub(crate) fn new(mediation: Mediation) -> Self {
        Self {
            reports: vec![Report::default(); mediation.visits.len()],
            mediation,
            channel: None,
            belief: Belief::default(),
            drafter: Drafter::default(),
            base: Vec::new(),
            before: Vec::new(),
            stream: None,
        }
    }

    /// The party that mediates.
    pub(crate) fn party(&self) -> usize {
        self.mediation.mediator.index()
    }

    /// Forgets the run before and writes the opening.
    pub(crate) fn start(&mut self, room: &Room<'_>, text: &mut Vec<u32>) {
        let (game, talks) = (room.game(), &room.talks);
        match &game.opening {
            Some(opening) => text.clone_from(opening),
            None => best_deal(talks.side(game, self.party()), text),
        }
        self.base.clone_from(text);
        let (seed, run) = (talks.seed, talks.run);
        self.belief.start(game, &room.prepared.prior, seed, run);
        let stream = |name: &str| Stream::new(seed, Purpose::Moves, Owner::named(name), run);
        let has_channel = game.protocol.channel().is_some();
        self.channel = has_channel.then(|| Channel::new(stream("channel")));
        self.stream = Some(stream("mediator"));
    }

    /// Sets the channel as levers shift it in the present round.
    pub(crate) fn begin_round(&mut self, talks: &Talks, game: &Game) {
        if let Some(channel) = &mut self.channel {
            let visits = self.mediation.visits.iter();
            let of_visits = visits.map(|&party| talks.levers.channel(game, &talks.nature, party));
            channel.of_visits.clear();
            channel.of_visits.extend(of_visits);
        }
    }

    /// Hears an answer; where it carries answers, the other side hears the wording too. Of a party that answers nothing it has a reading.
    pub(crate) fn hear(
        &mut self,
        room: &mut Room<'_>,
        visit: usize,
        text: &[u32],
        answer: &Answer,
    ) {
        let party = self.mediation.visits[visit].index();
        let side = room.talks.side(room.game(), party);
        let report = &mut self.reports[visit];
        let way = self.channel.as_mut().map(|channel| channel.of(visit));
        report.carry(side, text, answer, way, room.recorder);
        report.no_worse = true;
        if !self.mediation.roles.carrying || !room.game().speaks(party) {
            return;
        }
        room.hear_offer(party, &report.markup);
        if self.mediation.belief.draws == 0 {
            let side = room.talks.side(room.game(), party);
            report.no_worse = side.margin(text) >= side.margin(&self.base);
            if let Some(channel) = &mut self.channel {
                let (way, stream) = channel.of(visit);
                report.no_worse ^= stream.uniform() < way.noise;
            }
        }
    }

    /// Learns from the answers of a round, and from those who voted no on the whole deal, as bits.
    pub(crate) fn learn(&mut self, room: &Room<'_>, text: &[u32], voted_no: PartySet) {
        let (prior, settings) = (&room.prepared.prior, &self.mediation.belief);
        if settings.draws == 0 {
            return;
        }
        let side = |party: usize| room.talks.side(room.game(), party);
        if self.mediation.roles.carrying {
            let is_heard = |report: &Report| report.asked != 0 || report.reading.is_some();
            let reports = self.reports.iter().enumerate();
            for (visit, report) in reports.filter(|(_, report)| is_heard(report)) {
                let (side, heard) = (side(self.mediation.visits[visit].index()), (text, report));
                let channel = self.channel.as_ref();
                let channel = channel.map(|channel| &channel.of_visits[visit]);
                self.belief
                    .learn(side, prior, visit, settings, channel, heard);
            }
        }
        for party in members(voted_no) {
            self.belief
                .learn_refusal(side(party), prior, settings, text);
        }
    }

    /// Replaces the text; says whether it is another. `open` are the issues of open packages, as bits.
    pub(crate) fn redraft(&mut self, room: &Room<'_>, open: u64, text: &mut Vec<u32>) -> bool {
        self.before.clone_from(text);
        let roles = self.mediation.roles;
        if !roles.formulating {
            if roles.carrying {
                self.adopt_wording(room, open, text);
            }
        } else if self.mediation.belief.draws > 0 {
            self.draft_by_belief(room, open, text);
        } else {
            self.draft_blindly(room, open, text);
        }
        self.before != *text
    }

    fn draft_by_belief(&mut self, room: &Room<'_>, open: u64, text: &mut Vec<u32>) {
        let reports: &[Report] = if self.mediation.roles.carrying {
            &self.reports
        } else {
            &[]
        };
        if let Some(stream) = &mut self.stream {
            self.drafter
                .pick(room, &self.mediation, &mut self.belief, stream);
            self.drafter
                .redraft(room, &self.mediation, reports, open, text);
        }
    }

    fn draft_blindly(&mut self, room: &Room<'_>, open: u64, text: &mut Vec<u32>) {
        let (game, mediation) = (room.game(), &self.mediation);
        let own = room.talks.side(game, self.party());
        let own_no_worse = mediation.kappa <= 0.0 || own.margin(text) >= own.margin(&self.base);
        let kept = mediation.roles.carrying
            && own_no_worse
            && self.reports.iter().all(|report| report.no_worse);
        if kept {
            self.base.clone_from(text);
        }
        game.blocks.take_over(&mut self.base, text, !open);
        if let Some(stream) = &mut self.stream {
            mutate(own, mediation.edits, open, &self.base, stream, text);
        }
    }

    /// Without anybody formulating, the text takes the wording one party tabled, in turn.
    fn adopt_wording(&self, room: &Room<'_>, open: u64, text: &mut Vec<u32>) {
        let visits = self.reports.len();
        let first = room.talks.round as usize % visits;
        for visit in (0..visits).map(|place| (first + place) % visits) {
            let mut tabled = text.clone();
            let blocks = &room.game().blocks;
            blocks.take_over(&mut tabled, &self.reports[visit].markup, open);
            if tabled != *text {
                *text = tabled;
                return;
            }
        }
    }
}
