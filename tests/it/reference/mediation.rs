//! A mediator's talks over one text, by going through all deals.

use zopa::bargaining::PackageVerdict;
use zopa::model::{
    Agenda, ChannelCore, Deal, EffectTarget, Mediation, OwnChannel, OwnReading, PartyId, Protocol,
};

use crate::reference::belief::{Belief, Heard};
use crate::reference::tastes::Tastes;
use crate::reference::twin::{Step, Twin, leaves_after};
use crate::reference::wants::Wants;

/// Least probability of a misreport that the mediator reckons with.
const NOISE_MIN: f64 = 0.01;

/// What a party answers to a text.
struct Answer {
    party: usize,
    /// Its mark-up, or its best deal where it has none.
    wording: Deal,
    /// Whether it accepts each package.
    accepts: Vec<bool>,
    /// Whether it accepts the text as it is.
    whole: bool,
}

/// What reaches the mediator.
struct Report {
    party: usize,
    accepts: Vec<bool>,
    wording: Deal,
    reading: Option<f64>,
}

/// The table, or the mediator's shuttle.
pub(crate) struct Table {
    mediator: usize,
    visits: Vec<usize>,
    /// Those of them who answer; the others are only read.
    answering: Vec<usize>,
    text: Deal,
    opened: Vec<bool>,
    closed: Vec<bool>,
    ever_closed: Vec<bool>,
    /// Verdicts of the last round held.
    accepted_now: Vec<bool>,
    accepted_ever: Vec<bool>,
    last_closing: Option<u32>,
    beliefs: Vec<Option<Belief>>,
    /// Best text so far of a mediator without belief.
    base: Deal,
    reports: Vec<Report>,
    no_worse: Vec<bool>,
    in_force_alone: bool,
    status_quo: Option<Deal>,
}

impl Table {
    pub(crate) fn open(twin: &mut Twin, mediation: &Mediation) -> Self {
        let packages = twin.packages.len();
        let mediator = mediation.mediator.index();
        let visits: Vec<usize> = mediation.visits.iter().map(|party| party.index()).collect();
        let any = twin.deals[0].clone();
        // The opening is drafted before the talks, when no lever works yet.
        let profile = twin.profile(mediator);
        let tastes = Tastes::of(twin.scenario, profile, &twin.nature.parties[mediator]);
        let text = mediation
            .opening
            .clone()
            .unwrap_or_else(|| twin.own_best(mediator, &tastes, &any, &[]));
        let settings = &mediation.belief;
        let beliefs = (0..twin.party_count()).map(|party| {
            let others = party != mediator && twin.has_say(party);
            let pictured = settings.draws > 0 && (visits.contains(&party) || others);
            pictured.then(|| Belief::begin(twin, party, settings))
        });
        Self {
            mediator,
            beliefs: beliefs.collect(),
            visits,
            answering: twin.speakers(),
            base: text.clone(),
            text,
            opened: vec![false; packages],
            closed: vec![false; packages],
            ever_closed: vec![false; packages],
            accepted_now: vec![false; packages],
            accepted_ever: vec![false; packages],
            last_closing: None,
            reports: Vec::new(),
            no_worse: Vec::new(),
            in_force_alone: twin.status_quo().is_some(),
            status_quo: twin.status_quo().cloned(),
        }
    }

    /// Steps 1 to 4 of a round: open packages, hear everybody, close or sign.
    pub(crate) fn round(&mut self, twin: &mut Twin, t: u32) -> Step {
        self.open_packages(twin, t);
        twin.texts.push((t, self.text.clone()));
        twin.log.push(format!(
            "{t}: text {:?} open {:?}",
            self.text.0,
            self.open_now()
        ));
        let mut answers = Vec::new();
        self.reports.clear();
        self.no_worse.clear();
        let carrying = mediation(twin).roles.carrying;
        for party in self.visits.clone() {
            if !self.answering.contains(&party) {
                let report = self.read(twin, t, party);
                self.reports.push(report);
                continue;
            }
            let answer = self.answer(twin, t, party);
            let report = self.carry(twin, t, &answer);
            if carrying {
                // Those visited later hear it in the same round.
                twin.tabled[party].push((t, report.wording.clone()));
                self.compare_with_base(twin, t, party);
            }
            self.reports.push(report);
            answers.push(answer);
        }
        if carrying {
            self.learn(twin, t);
        }
        let step = self.close(twin, t, &answers);
        for package in 0..self.closed.len() {
            self.accepted_ever[package] |= self.accepted_now[package];
        }
        step
    }

    /// Whether a party is reported to find the text no worse than the base; asked by a mediator without belief.
    fn compare_with_base(&mut self, twin: &mut Twin, t: u32, party: usize) {
        if mediation(twin).belief.draws > 0 {
            return;
        }
        let mut yes = twin.margin(party, t, &self.text) >= twin.margin(party, t, &self.base);
        if is_shuttle(twin) && twin.uniform("channel") < Self::noise(twin, party, t) {
            yes = !yes;
        }
        self.no_worse.push(yes);
    }

    fn open_now(&self) -> Vec<usize> {
        (0..self.opened.len())
            .filter(|&package| self.opened[package] && !self.closed[package])
            .collect()
    }

    fn closed_issues(&self, twin: &Twin) -> Vec<usize> {
        let closed = (0..self.closed.len()).filter(|&package| self.closed[package]);
        closed
            .flat_map(|package| twin.packages[package].clone())
            .collect()
    }

    fn open_packages(&mut self, twin: &Twin, t: u32) {
        let Agenda::Sequential { order, .. } = &twin.scenario.agenda else {
            self.opened.iter_mut().for_each(|opened| *opened = true);
            return;
        };
        for (place, package) in order.iter().enumerate() {
            let slot = place * twin.scenario.clock.rounds as usize / order.len();
            let before_closed = place == 0 || self.ever_closed[order[place - 1].index()];
            if before_closed || t as usize >= slot {
                self.opened[package.index()] = true;
            }
        }
    }

    // --- answers -----------------------------------------------------------------------------------------------------

    fn answer(&self, twin: &mut Twin, t: u32, party: usize) -> Answer {
        let answer = if self.in_force_alone {
            self.answer_alone(twin, t, party)
        } else {
            self.answer_together(twin, t, party)
        };
        if answer.whole {
            twin.accept_all(party, t);
        }
        // Whose consent is not needed withholds none.
        let all = twin.all_issues();
        let needed = |package: usize| {
            let issues = match twin.packaged() {
                Some(_) => &twin.packages[package],
                None => &all,
            };
            twin.named(&self.text, issues).contains(&party)
        };
        let refused: Vec<usize> = self
            .open_now()
            .into_iter()
            .filter(|&package| !answer.accepts[package] && needed(package))
            .collect();
        let tastes = twin.tastes(party, t);
        let mut worst: Option<(f64, usize)> = None;
        for package in refused {
            let lack = tastes.lack(
                &self.text,
                &twin.packages[package],
                &twin.blocks,
                &twin.deals,
            );
            if worst.is_none_or(|known| twin.beats(lack, known.0)) {
                worst = Some((lack, package));
            }
        }
        if let Some((_, package)) = worst {
            twin.refuse(party, Some(package), t);
        }
        answer
    }

    fn answer_together(&self, twin: &mut Twin, t: u32, party: usize) -> Answer {
        let keep = self.closed_issues(twin);
        let threshold = twin.threshold(party, t, &self.text);
        let mark_up = twin.mark_up(party, t, &self.text, &keep, threshold);
        let packages = twin.packages.len();
        let Some(wording) = mark_up else {
            return Answer {
                party,
                wording: {
                    let tastes = twin.tastes(party, t);
                    twin.own_best(party, &tastes, &self.text, &keep)
                },
                accepts: vec![false; packages],
                whole: false,
            };
        };
        let tastes = twin.tastes(party, t);
        let fair = twin.strategy(party).fair_share && twin.packaged().is_some();
        let margin = twin.margin(party, t, &self.text);
        let short = fair && !twin.at_least(margin, threshold);
        let ranges = tastes.ranges(&twin.packages, &twin.blocks, &twin.deals);
        let whole_range: f64 = ranges.iter().sum();
        let given_up = twin.best(party, t) - threshold;
        let accepts = (0..packages).map(|package| {
            let issues = &twin.packages[package];
            let same = issues
                .iter()
                .all(|&issue| wording.0[issue] == self.text.0[issue]);
            let lack = tastes.lack(&self.text, issues, &twin.blocks, &twin.deals);
            same && !(short && lack > given_up * ranges[package] / whole_range)
        });
        Answer {
            party,
            accepts: accepts.collect(),
            whole: wording == self.text,
            wording,
        }
    }

    /// The deal in force if a wording of one package took effect now.
    fn with_package(&self, twin: &Twin, package: usize, wording: &Deal) -> Deal {
        let mut deal = self
            .status_quo
            .clone()
            .expect("packages are in force alone");
        for issue in self.closed_issues(twin) {
            deal.0[issue] = self.text.0[issue];
        }
        for &issue in &twin.packages[package] {
            deal.0[issue] = wording.0[issue];
        }
        deal
    }

    fn answer_alone(&self, twin: &mut Twin, t: u32, party: usize) -> Answer {
        let best = twin.best(party, t).max(0.0);
        let asks = twin.demand(party, t, best);
        let asked = twin.needs(party, t, &self.text, asks, best);
        let mut wording = self.text.clone();
        let mut accepts = vec![false; twin.packages.len()];
        let mut whole = true;
        for package in self.open_now() {
            let chosen = self.package_wording(twin, t, party, package, asked);
            let present = self.with_package(twin, package, &self.text);
            accepts[package] = twin.passes_alone(party, t, package, &present, asked);
            whole &= accepts[package];
            for &issue in &twin.packages[package] {
                wording.0[issue] = chosen.0[issue];
            }
        }
        Answer {
            party,
            wording,
            accepts,
            whole,
        }
    }

    /// The nearest wording of a package that passes a party's test; the best one where none passes.
    fn package_wording(
        &self,
        twin: &mut Twin,
        t: u32,
        party: usize,
        package: usize,
        asked: f64,
    ) -> Deal {
        let issues = twin.packages[package].clone();
        let tastes = twin.tastes(party, t);
        let weight: f64 = issues.iter().map(|&issue| tastes.weights[issue]).sum();
        let mut nearest: Option<(usize, f64, Deal)> = None;
        let mut best: Option<(bool, f64, Deal)> = None;
        for deal in twin.deals.clone() {
            let elsewhere = (0..deal.0.len()).filter(|issue| !issues.contains(issue));
            if elsewhere.into_iter().any(|i| deal.0[i] != self.text.0[i]) {
                continue;
            }
            let changes = crate::reference::tastes::distance(&deal, &self.text);
            let would_be = self.with_package(twin, package, &deal);
            let worth = tastes.utility_within(&deal, &issues)
                - weight * (tastes.penalty(&would_be) - tastes.payment);
            if twin.passes_alone(party, t, package, &would_be, asked) {
                let better = match &nearest {
                    None => true,
                    Some((fewest, most, _)) => {
                        changes < *fewest || changes == *fewest && twin.beats(worth, *most)
                    }
                };
                if better {
                    nearest = Some((changes, worth, deal.clone()));
                }
            }
            let clean = !tastes.floor || tastes.crossed(&would_be) == 0;
            let better = match &best {
                None => true,
                Some((known, most, _)) => {
                    clean && !known || clean == *known && twin.beats(worth, *most)
                }
            };
            if better {
                best = Some((clean, worth, deal));
            }
        }
        let best = best.map(|(.., deal)| deal);
        nearest
            .map(|(.., deal)| deal)
            .or(best)
            .expect("a package has a wording")
    }

    // --- channel and belief ------------------------------------------------------------------------------------------

    /// What the scenario says of the channel of a party alone, with the numbers nature drew for it.
    fn own<'t>(twin: &'t Twin, party: usize) -> Option<(&'t OwnChannel, ChannelCore<f64>)> {
        let own = mediation(twin).channel.own.iter();
        let mut own = own.zip(&twin.nature.own_channels);
        let found = own.find(|(own, _)| own.party.index() == party);
        found.map(|(own, numbers)| (own, *numbers))
    }

    fn noise(twin: &Twin, party: usize, t: u32) -> f64 {
        let own = Self::own(twin, party).filter(|(own, _)| own.noise.is_some());
        let start = own.map_or(twin.nature.noise, |(_, numbers)| numbers.noise);
        let for_all = twin.shifted(start, EffectTarget::Noise(None), t);
        let target = EffectTarget::Noise(Some(PartyId::at(party)));
        twin.shifted(for_all, target, t).clamp(0.0, 1.0)
    }

    fn bias(twin: &Twin, party: usize) -> f64 {
        let own = Self::own(twin, party).filter(|(own, _)| own.bias.is_some());
        own.map_or(twin.nature.bias, |(_, numbers)| numbers.bias)
    }

    /// None where the mediator has no graded reading of a party.
    fn reading_error(twin: &Twin, party: usize, t: u32) -> Option<f64> {
        let channel = &mediation(twin).channel;
        let has_common = channel.reading_error.is_some();
        let common = || has_common.then_some(twin.nature.reading_error);
        let start = match Self::own(twin, party) {
            None => common(),
            Some((own, numbers)) => match own.reading {
                OwnReading::AsOthers => common(),
                OwnReading::None => None,
                OwnReading::Error(_) => Some(numbers.reading_error),
            },
        };
        let for_all = twin.shifted(start?, EffectTarget::ReadingError(None), t);
        let target = EffectTarget::ReadingError(Some(PartyId::at(party)));
        Some(twin.shifted(for_all, target, t).max(0.0))
    }

    fn carry(&self, twin: &mut Twin, t: u32, answer: &Answer) -> Report {
        let mut accepts = answer.accepts.clone();
        let mut reading = None;
        if is_shuttle(twin) {
            let noise = Self::noise(twin, answer.party, t);
            for package in self.open_now() {
                if twin.uniform("channel") < noise {
                    accepts[package] = !accepts[package];
                    twin.log
                        .push(format!("{t}: {} misread on {package}", answer.party));
                }
            }
            if let Some(sd) = Self::reading_error(twin, answer.party, t) {
                let error = standard_normal(twin.uniform("channel")) * sd;
                let margin = twin.margin(answer.party, t, &self.text);
                reading = Some(margin + Self::bias(twin, answer.party) + error);
            }
        }
        let mut wording = self.text.clone();
        for package in self.open_now() {
            if !accepts[package] && !answer.accepts[package] {
                for &issue in &twin.packages[package] {
                    wording.0[issue] = answer.wording.0[issue];
                }
            }
        }
        twin.log
            .push(format!("{t}: {} reported {:?}", answer.party, wording.0));
        Report {
            party: answer.party,
            accepts,
            wording,
            reading,
        }
    }

    /// A visit to somebody who answers nothing: how far it is from the text, as the mediator reads it.
    fn read(&self, twin: &mut Twin, t: u32, party: usize) -> Report {
        let sd = if is_shuttle(twin) {
            Self::reading_error(twin, party, t)
        } else {
            None
        };
        let reading = sd.map(|sd| {
            let error = standard_normal(twin.uniform("channel")) * sd;
            twin.margin(party, t, &self.text) + Self::bias(twin, party) + error
        });
        Report {
            party,
            accepts: Vec::new(),
            wording: self.text.clone(),
            reading,
        }
    }

    /// The belief about everybody visited after what they are reported to have answered.
    fn learn(&mut self, twin: &mut Twin, t: u32) {
        let settings = &mediation(twin).belief;
        let all_open = self.open_now();
        let sharpness = settings.likelihood_lambda;
        for report in &self.reports {
            let shift = reservation_shift(twin, report.party, t);
            let Some(belief) = &mut self.beliefs[report.party] else {
                continue;
            };
            let (misreport, error) = if is_shuttle(twin) {
                let noise = Self::noise(twin, report.party, t);
                let error = Self::reading_error(twin, report.party, t);
                (noise.clamp(NOISE_MIN, 1.0 - NOISE_MIN), error)
            } else {
                (NOISE_MIN, None)
            };
            // Without a reading it does not matter how well the mediator would read.
            let error = error.unwrap_or(0.0);
            let variance = error * error + 1.0 / (sharpness * sharpness);
            let answers = self.answering.contains(&report.party);
            if !answers && report.reading.is_none() {
                continue;
            }
            let open = if answers {
                all_open.clone()
            } else {
                Vec::new()
            };
            let heard = Heard {
                text: self.text.clone(),
                said: open
                    .iter()
                    .map(|&package| report.accepts[package])
                    .collect(),
                asked: Some(open),
                misreport,
                reading: report.reading.map(|reading| (reading, variance)),
                shift,
                round: t,
            };
            belief.hear(twin, heard);
        }
    }

    // --- closing -----------------------------------------------------------------------------------------------------

    fn close(&mut self, twin: &mut Twin, t: u32, answers: &[Answer]) -> Step {
        if self.in_force_alone {
            return self.close_alone(twin, t, answers);
        }
        let silent: Vec<bool> = (0..twin.party_count())
            .map(|party| !self.answering.contains(&party))
            .collect();
        let packages = twin.packages.len();
        let mut closing = false;
        for package in 0..packages {
            let mut accepting = silent.clone();
            for answer in answers {
                accepting[answer.party] = answer.accepts[package];
            }
            let issues = twin.packages[package].clone();
            let open = self.open_now().contains(&package);
            self.accepted_now[package] = open && twin.met(&self.text, &issues, &accepting);
        }
        let all = twin.all_issues();
        if twin.packaged().is_none() {
            let mut accepting = silent;
            for answer in answers {
                accepting[answer.party] = answer.whole;
            }
            if twin.met(&self.text, &all, &accepting) {
                return self.vote(twin, t, accepting, &[]);
            }
            return Step::Open;
        }
        for package in 0..packages {
            if self.accepted_now[package] {
                self.closed[package] = true;
                self.ever_closed[package] = true;
                closing = true;
            }
        }
        if closing {
            self.last_closing = Some(t);
            twin.moved.insert(t);
        }
        if self.closed.iter().all(|&closed| closed) {
            let answering = self.answering.clone();
            let accepting = vec![true; twin.party_count()];
            let step = self.vote(twin, t, accepting, &answering);
            if matches!(step, Step::Open) {
                self.reopen();
            }
            return step;
        }
        Step::Open
    }

    /// Puts the text to the vote of those who do not answer, and of `answering`.
    fn vote(
        &mut self,
        twin: &mut Twin,
        t: u32,
        mut accepting: Vec<bool>,
        answering: &[usize],
    ) -> Step {
        let all = twin.all_issues();
        let mut no = Vec::new();
        for party in twin.named(&self.text, &all) {
            if self.answering.contains(&party) && !answering.contains(&party) {
                continue;
            }
            accepting[party] = twin.acceptable(party, t, &self.text);
            if !accepting[party] {
                no.push(party);
            }
        }
        if twin.met(&self.text, &all, &accepting) {
            twin.sign(&self.text, &accepting);
            return Step::Signed(self.text.clone());
        }
        for party in no {
            twin.refuse(party, None, t);
            self.learn_vote(twin, t, party);
        }
        Step::Open
    }

    /// A no in the final vote: the more a draw would have liked the text, the less it is believed.
    fn learn_vote(&mut self, twin: &mut Twin, t: u32, party: usize) {
        let shift = reservation_shift(twin, party, t);
        if let Some(belief) = &mut self.beliefs[party] {
            let heard = Heard::refusal(&self.text, shift, t);
            belief.hear(twin, heard);
        }
    }

    fn reopen(&mut self) {
        self.closed.iter_mut().for_each(|closed| *closed = false);
        self.last_closing = None;
    }

    pub(crate) fn back_from_home(&mut self, twin: &mut Twin, t: u32) {
        self.next_text(twin, t);
    }

    fn close_alone(&mut self, twin: &mut Twin, t: u32, answers: &[Answer]) -> Step {
        self.accepted_now = vec![false; twin.packages.len()];
        for package in self.open_now() {
            let issues = twin.packages[package].clone();
            // What has closed in this round is in force at once.
            let deal = self.with_package(twin, package, &self.text);
            let mut accepting: Vec<bool> = (0..twin.party_count())
                .map(|party| !self.answering.contains(&party))
                .collect();
            for answer in answers {
                accepting[answer.party] = answer.accepts[package];
            }
            if !twin.met(&self.text, &issues, &accepting) {
                continue;
            }
            let mut no = Vec::new();
            for party in twin.named(&self.text, &issues) {
                if !self.answering.contains(&party) {
                    accepting[party] = twin.passes_alone(party, t, package, &deal, 0.0);
                    if !accepting[party] {
                        no.push(party);
                    }
                }
            }
            if twin.met(&self.text, &issues, &accepting) {
                twin.note_consent(&self.text, &issues, &accepting);
                self.accepted_now[package] = true;
                self.closed[package] = true;
                self.ever_closed[package] = true;
                self.last_closing = Some(t);
                twin.moved.insert(t);
            } else {
                for party in no {
                    twin.refuse(party, Some(package), t);
                }
            }
        }
        if self.closed.iter().all(|&closed| closed) {
            Step::Signed(self.text.clone())
        } else {
            Step::Open
        }
    }

    /// A refusal at home leaves nothing agreed.
    pub(crate) fn forget_agreement(&mut self) {
        self.reopen();
        self.accepted_now.iter_mut().for_each(|now| *now = false);
    }

    /// What became of each package.
    pub(crate) fn verdicts(&self, agreed: bool) -> Vec<PackageVerdict> {
        let verdict = |package: usize| PackageVerdict {
            agreed: self.closed[package] || self.accepted_now[package],
            ever: self.accepted_ever[package],
            in_force: agreed || self.in_force_alone && self.closed[package],
        };
        (0..self.closed.len()).map(verdict).collect()
    }

    /// The status quo with every package that is in force by itself; none where none is.
    pub(crate) fn in_force_by_itself(&self, twin: &Twin) -> Option<Deal> {
        let mut deal = self.status_quo.clone()?;
        if !self.closed.contains(&true) {
            return None;
        }
        for issue in self.closed_issues(twin) {
            deal.0[issue] = self.text.0[issue];
        }
        Some(deal)
    }

    // --- the next text -----------------------------------------------------------------------------------------------

    /// Steps 7 and 8 of a round: reopen what is stuck, then draft.
    pub(crate) fn next_text(&mut self, twin: &mut Twin, t: u32) {
        if let (Some(packaged), Some(last)) = (twin.packaged(), self.last_closing)
            && !self.in_force_alone
            && self.closed.contains(&true)
            && t - last >= packaged.reopen_after
        {
            twin.log.push(format!("{t}: reopened"));
            self.reopen();
        }
        let roles = mediation(twin).roles;
        let next = if roles.formulating {
            if mediation(twin).belief.draws > 0 {
                self.redraft(twin, t)
            } else {
                self.climb(twin, t)
            }
        } else if roles.carrying {
            self.tabled_text(twin, t)
        } else {
            self.text.clone()
        };
        if next != self.text {
            twin.moved.insert(t);
        }
        self.text = next;
    }

    /// The text with the wordings of open packages that a report carries.
    fn with_reported(&self, twin: &Twin, report: &Report) -> Deal {
        let mut deal = self.text.clone();
        for package in self.open_now() {
            for &issue in &twin.packages[package] {
                deal.0[issue] = report.wording.0[issue];
            }
        }
        deal
    }

    /// Without a formulator, the first wording tabled that differs, the first to speak rotating.
    fn tabled_text(&self, twin: &Twin, t: u32) -> Deal {
        let count = self.reports.len();
        (0..count)
            .map(|place| &self.reports[(place + t as usize) % count])
            .map(|report| self.with_reported(twin, report))
            .find(|deal| *deal != self.text)
            .unwrap_or_else(|| self.text.clone())
    }

    /// Whether the mediator would table a text that needs its consent while it refuses it.
    fn forbidden(&self, twin: &mut Twin, t: u32, text: &Deal) -> bool {
        let all = twin.all_issues();
        twin.named(text, &all).contains(&self.mediator) && !twin.acceptable(self.mediator, t, text)
    }

    fn redraft(&mut self, twin: &mut Twin, t: u32) -> Deal {
        let parties = 0..twin.party_count();
        let mut sampled: Vec<Vec<(f64, Wants)>> = parties.map(|_| Vec::new()).collect();
        let [start, end] = mediation(twin).explore;
        let own = leaves_after(&twin.nature.parties[self.mediator]);
        let last = f64::from(twin.deadline(t).min(own).max(2) - 1);
        let weight = start + (end - start) * (f64::from(t + 1) / last).min(1.0);
        let unvisited = (0..twin.party_count()).filter(|party| !self.visits.contains(party));
        let order: Vec<usize> = self.visits.iter().copied().chain(unvisited).collect();
        for party in order {
            if let Some(belief) = &mut self.beliefs[party] {
                let uniform = twin.uniform("mediator");
                sampled[party].push((weight, belief.pick(twin, uniform)));
                if weight < 1.0 {
                    // The mean of eight draws for the rest.
                    let uniform = twin.uniform("mediator");
                    let drawn = belief.several(twin, 8, uniform).into_iter();
                    sampled[party].extend(drawn.map(|wants| ((1.0 - weight) / 8.0, wants)));
                }
            }
        }
        let mut starts = vec![self.text.clone()];
        if mediation(twin).roles.carrying {
            starts.extend(self.reports.iter().map(|r| self.with_reported(twin, r)));
        }
        let mut best: Option<(f64, Deal)> = None;
        for (place, start) in starts.into_iter().enumerate() {
            if place > 0 && self.forbidden(twin, t, &start) {
                continue;
            }
            let (score, text) = self.improve(twin, t, start, &sampled);
            if best
                .as_ref()
                .is_none_or(|known| text != known.1 && scores_more(twin, score, known.0))
            {
                best = Some((score, text));
            }
        }
        best.map_or(self.text.clone(), |(_, text)| text)
    }

    /// Up to so many single-issue changes, each the best one.
    fn improve(
        &self,
        twin: &mut Twin,
        t: u32,
        start: Deal,
        sampled: &[Vec<(f64, Wants)>],
    ) -> (f64, Deal) {
        let mut text = start;
        let mut score = self.score(twin, t, &text, sampled);
        for _ in 0..mediation(twin).edits {
            let mut step: Option<(f64, Deal)> = None;
            for other in self.single_changes(twin, &text) {
                if self.forbidden(twin, t, &other) {
                    continue;
                }
                let value = self.score(twin, t, &other, sampled);
                if step
                    .as_ref()
                    .is_none_or(|known| scores_more(twin, value, known.0))
                {
                    step = Some((value, other));
                }
            }
            match step {
                Some((value, other)) if scores_more(twin, value, score + 1e-12) => {
                    (score, text) = (value, other);
                }
                _ => break,
            }
        }
        (score, text)
    }

    /// All texts one open issue away, by issue and option.
    fn single_changes(&self, twin: &Twin, text: &Deal) -> Vec<Deal> {
        let mut issues: Vec<usize> = self
            .open_now()
            .into_iter()
            .flat_map(|package| twin.packages[package].clone())
            .collect();
        issues.sort_unstable();
        let mut changes = Vec::new();
        for issue in issues {
            for option in 0..twin.scenario.issues[issue].options.len() {
                let option = u16::try_from(option).expect("few options");
                if text.0[issue] != option {
                    let mut other = text.clone();
                    other.0[issue] = option;
                    changes.push(other);
                }
            }
        }
        changes
    }

    /// κ · ln(own gain) + the weighted Σ ln P over those whose consent the text needs.
    fn score(&self, twin: &Twin, t: u32, text: &Deal, sampled: &[Vec<(f64, Wants)>]) -> f64 {
        let settings = mediation(twin);
        let mut score = 0.0;
        if settings.kappa > 0.0 {
            let gain = twin.margin(self.mediator, t, text).max(1e-6);
            score += settings.kappa * libm::log(gain);
        }
        for party in twin.named(text, &twin.all_issues()) {
            for (weight, wants) in &sampled[party] {
                let margin = wants.margin(text, reservation_shift(twin, party, t));
                let passes = log_logistic(settings.belief.likelihood_lambda * margin);
                let crossed = wants.tastes.crossed(text);
                score += weight * (passes - settings.belief.red_line_penalty * crossed as f64);
            }
        }
        score
    }

    /// Blind hill climbing: keep the candidate nobody says is worse, then change a few issues at random.
    fn climb(&mut self, twin: &mut Twin, t: u32) -> Deal {
        let settings = mediation(twin).clone();
        let own = settings.kappa <= 0.0
            || twin.margin(self.mediator, t, &self.text)
                >= twin.margin(self.mediator, t, &self.base);
        if settings.roles.carrying && own && self.no_worse.iter().all(|&yes| yes) {
            self.base = self.text.clone();
        }
        // Closed packages keep the wording on which they closed.
        for issue in self.closed_issues(twin) {
            self.base.0[issue] = self.text.0[issue];
        }
        let base = self.base.clone();
        let mut issues: Vec<usize> = self
            .open_now()
            .into_iter()
            .flat_map(|package| twin.packages[package].clone())
            .filter(|&issue| twin.scenario.issues[issue].options.len() > 1)
            .collect();
        issues.sort_unstable();
        if issues.is_empty() || settings.edits == 0 {
            return base;
        }
        for _ in 0..16 {
            let mut candidate = base.clone();
            for _ in 0..settings.edits {
                let stream = twin.stream("mediator");
                let place = stream.below(u32::try_from(issues.len()).expect("few issues"));
                let issue = issues[place as usize];
                let count = twin.scenario.issues[issue].options.len();
                let stream = twin.stream("mediator");
                let other = stream.below(u32::try_from(count - 1).expect("few options"));
                let other = u16::try_from(other).expect("few options");
                let option = if other >= candidate.0[issue] {
                    other + 1
                } else {
                    other
                };
                candidate.0[issue] = option;
            }
            if !self.forbidden(twin, t, &candidate) {
                return candidate;
            }
        }
        base
    }
}

/// How far drivers and levers have moved a party's reservation value.
fn reservation_shift(twin: &Twin, party: usize, t: u32) -> f64 {
    twin.reservation(party, t) - twin.nature.parties[party].reservation
}

fn mediation<'a>(twin: &Twin<'a>) -> &'a Mediation {
    match &twin.scenario.protocol {
        Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => mediation,
        _ => unreachable!("a table has a mediator"),
    }
}

/// Whether a draft scores more than another; the kernel's logistic curve comes from a table that errs by up to 10⁻⁷.
fn scores_more(twin: &mut Twin, score: f64, other: f64) -> bool {
    if (score - other).abs() < 1e-6 {
        twin.close_call = true;
    }
    score > other
}

fn is_shuttle(twin: &Twin) -> bool {
    matches!(twin.scenario.protocol, Protocol::Shuttle(_))
}

/// ln F(x) without overflow.
fn log_logistic(x: f64) -> f64 {
    if x < -30.0 {
        x
    } else {
        -libm::log1p(libm::exp(-x))
    }
}

/// The standard normal quantile, by bisection of the error function.
fn standard_normal(uniform: f64) -> f64 {
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if 0.5 * libm::erfc(-middle / std::f64::consts::SQRT_2) < uniform {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
