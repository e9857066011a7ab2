//! The slow and obvious twin of the kernel: one run of a negotiation, everything by going through all deals.
//!
//! It shares with the library only what nature draws, the draws from the prior, and the streams of chance.

use std::collections::{BTreeMap, BTreeSet};

use zopa::bargaining::{BodyAnswers, End, Failure, Outcome, PackageVerdict, ZoneState};
use zopa::game::{Game, Owner, PartyNumbers, Purpose, Realization, Stream};
use zopa::model::{
    Acceptance, Agenda, Approval, BodyRule, Concession, ConsentRule, Deal, DriverId, EffectTarget,
    Imitation, InForce, IssueId, Mediation, OnFailure, PackageId, Packaged, PartyId, Profile,
    Protocol, Role, Scenario, Stage, StageId, Strategy, TypeId, Uncertain, Use,
};

use crate::reference::mediation::Table;
use crate::reference::offers::Offers;
use crate::reference::tastes::{Tastes, all_deals, blocks, distance, logistic, touches};

/// Differences below this are rounding, not preference: whoever is indifferent accepts.
const INDIFFERENCE: f64 = 1e-12;
/// Comparisons closer than this may fall either way where sums are added in another order.
const CLOSE: f64 = 1e-14;

/// One run as the twin plays it.
pub(crate) struct Twin<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) game: &'a Game,
    pub(crate) seed: u64,
    pub(crate) run: u64,
    pub(crate) nature: Realization,
    pub(crate) deals: Vec<Deal>,
    pub(crate) blocks: Vec<Vec<usize>>,
    pub(crate) packages: Vec<Vec<usize>>,
    streams: BTreeMap<String, Stream>,
    /// Round in which each lever was carried out.
    executed: Vec<Option<u32>>,
    /// Rounds in which each party refused something.
    refusals: Vec<BTreeSet<u32>>,
    /// First round in which each party accepted all that was put to it.
    accepted: Vec<Option<u32>>,
    /// Rounds held so far.
    held: Vec<u32>,
    /// Rounds in which an offer or the text changed, a package closed or a deal was signed.
    pub(crate) moved: BTreeSet<u32>,
    /// The deal last put to each party and the noise drawn for it.
    put: Vec<Option<(Deal, f64)>>,
    /// A mediator's text of each round.
    pub(crate) texts: Vec<(u32, Deal)>,
    /// What each party has tabled and when, as reported to the others.
    pub(crate) tabled: Vec<Vec<(u32, Deal)>>,
    last_refusal: Option<(PartyId, Option<PackageId>)>,
    /// Those who consented to what was signed last or is in force.
    consenting: BTreeSet<usize>,
    /// Those who had a vote on it, at the table or at home, and did not.
    outvoted: BTreeSet<usize>,
    /// What each body at home answered to the last deal put to it.
    bodies: Vec<BodyAnswers>,
    /// The uniform behind the swing of each body's votes.
    swings: Vec<Option<f64>>,
    /// Bodies that have refused something.
    refused_at_home: BTreeSet<usize>,
    /// Whether a body decides at present: it feels at once what parties feel from the round after the signature on.
    at_home: bool,
    /// The last round begun.
    now: u32,
    /// Whether some comparison was too close to call.
    pub(crate) close_call: bool,
    /// What happened, in words.
    pub(crate) log: Vec<String>,
}

/// How the protocol's part of a round ended.
pub(crate) enum Step {
    /// Nothing was signed.
    Open,
    /// This deal was signed.
    Signed(Deal),
}

/// What became of a signed deal.
enum Fate {
    InForce(u32),
    Refused { round: u32, on_failure: OnFailure },
}

/// Plays run `run` under `seed`.
pub(crate) fn play_twin<'a>(
    scenario: &'a Scenario,
    game: &'a Game,
    seed: u64,
    run: u64,
) -> (Outcome, Twin<'a>) {
    let mut twin = open_twin(scenario, game, seed, run);
    let outcome = twin.play();
    (outcome, twin)
}

/// Run `run` under `seed` in round 0, with the levers pulled that are pulled there and nothing said.
pub(crate) fn open_twin<'a>(
    scenario: &'a Scenario,
    game: &'a Game,
    seed: u64,
    run: u64,
) -> Twin<'a> {
    let mut nature = Realization::default();
    nature.draw(game, seed, run);
    let parties = scenario.parties.len();
    let mut twin = Twin {
        scenario,
        game,
        seed,
        run,
        nature,
        deals: all_deals(scenario),
        blocks: blocks(scenario),
        packages: (0..scenario.packages.len())
            .map(PackageId::at)
            .map(|package| scenario.issues_of(package).map(IssueId::index).collect())
            .collect(),
        streams: BTreeMap::new(),
        executed: vec![None; scenario.levers.len()],
        refusals: vec![BTreeSet::new(); parties],
        accepted: vec![None; parties],
        held: Vec::new(),
        moved: BTreeSet::new(),
        put: vec![None; parties],
        texts: Vec::new(),
        tabled: vec![Vec::new(); parties],
        last_refusal: None,
        consenting: BTreeSet::new(),
        outvoted: BTreeSet::new(),
        bodies: vec![BodyAnswers::default(); scenario.stages.len()],
        swings: vec![None; scenario.stages.len()],
        refused_at_home: BTreeSet::new(),
        at_home: false,
        now: 0,
        close_call: false,
        log: Vec::new(),
    };
    twin.pull_levers(0);
    twin
}

/// The two kinds of talks.
enum Talks {
    Offers(Box<Offers>),
    Mediated(Box<Table>),
}

/// Whole rounds after which a party walks out; very many where it stays.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounds are few"
)]
pub(crate) fn leaves_after(numbers: &PartyNumbers) -> u32 {
    if numbers.deadline < 1e6 {
        numbers.deadline.round() as u32
    } else {
        u32::MAX
    }
}

/// How the talks went, before utilities and causes are worked out.
struct Course {
    end: End,
    rounds_held: u32,
    /// Rounds until the talks ended, those of waiting for home included.
    passed: u32,
    /// Those whose own deadline ended the talks.
    walked_out: BTreeSet<usize>,
    signed: Option<u32>,
    agreed: Option<u32>,
    deal: Option<Deal>,
    refused_at_home: bool,
}

impl Twin<'_> {
    fn play(&mut self) -> Outcome {
        let mut talks = match &self.scenario.protocol {
            Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
                Talks::Mediated(Box::new(Table::open(self, mediation)))
            }
            _ => Talks::Offers(Box::default()),
        };
        let course = self.hold(&mut talks);
        self.outcome(&course, &talks)
    }

    /// Holds round after round until the talks end.
    fn hold(&mut self, talks: &mut Talks) -> Course {
        let mut course = Course {
            end: End::Deadline,
            rounds_held: 0,
            passed: 0,
            walked_out: BTreeSet::new(),
            signed: None,
            agreed: None,
            deal: None,
            refused_at_home: false,
        };
        let mut t = 0_u32;
        while t < self.ends_after(t.saturating_sub(1)) {
            self.pull_levers(t);
            course.rounds_held += 1;
            self.held.push(t);
            let step = match talks {
                Talks::Offers(offers) => offers.round(self, t),
                Talks::Mediated(table) => table.round(self, t),
            };
            if let Step::Signed(deal) = step {
                self.log.push(format!("{t}: signed {:?}", deal.0));
                course.signed = Some(t);
                self.moved.insert(t);
                match self.ratify(&deal, t) {
                    Fate::InForce(round) => {
                        course.end = End::Agreement;
                        course.passed = t + 1;
                        course.agreed = Some(round);
                        course.deal = Some(deal);
                        return course;
                    }
                    Fate::Refused { round, on_failure } => {
                        course.refused_at_home = true;
                        if let Talks::Mediated(table) = talks {
                            table.forget_agreement();
                        }
                        if on_failure == OnFailure::End {
                            course.end = End::Ratification;
                            course.passed = round + 1;
                            self.last_refusal = None;
                            return course;
                        }
                        self.last_refusal = None;
                        if round + 1 >= self.ends_after(round) {
                            course.passed = round + 1;
                            course.walked_out = self.walk_out(round);
                            return course;
                        }
                        self.come_back(talks, t);
                        t = round + 1;
                        continue;
                    }
                }
            }
            if self.breaks_down(t) {
                course.end = End::Breakdown;
                course.passed = t + 1;
                return course;
            }
            if t + 1 < self.ends_after(t)
                && let Talks::Mediated(table) = talks
            {
                table.next_text(self, t);
            }
            t += 1;
        }
        course.walked_out = self.walk_out(t - 1);
        course.passed = t;
        course
    }

    /// Whole rounds after which the first party walks out.
    fn leaves_first(&self) -> u32 {
        let parties = self.nature.parties.iter().map(leaves_after);
        parties.min().unwrap_or(u32::MAX)
    }

    /// Rounds after which the talks end, as the clock stands in round `t`.
    fn ends_after(&self, t: u32) -> u32 {
        self.rounds(t).min(self.leaves_first())
    }

    /// Those who walk out first, where that is before the clock as it stands in round `t` ends the talks.
    fn walk_out(&self, t: u32) -> BTreeSet<usize> {
        let first = self.leaves_first();
        let parties = self.nature.parties.iter().enumerate();
        let leaving = parties.filter(|(_, numbers)| leaves_after(numbers) == first);
        let leaving = leaving.map(|(party, _)| party);
        if first < self.rounds(t) {
            leaving.collect()
        } else {
            BTreeSet::new()
        }
    }

    /// Number of rounds as it stands in round `t`; one where there is only one offer.
    fn rounds(&self, t: u32) -> u32 {
        if matches!(self.scenario.protocol, Protocol::Ultimatum { .. }) {
            1
        } else {
            self.deadline(t)
        }
    }

    /// Number of rounds as the levers carried out by round `t` have left it.
    pub(crate) fn deadline(&self, t: u32) -> u32 {
        let t = t.min(self.scenario.rounds_most());
        let mut rounds = f64::from(self.scenario.clock.rounds);
        for (index, lever) in self.scenario.levers.iter().enumerate() {
            let first = u32::from(lever.usage == Use::UponSignature);
            let works = self.executed[index].is_some_and(|executed| t >= executed + first);
            for (effect, size) in lever.effects.iter().zip(&self.nature.levers[index].sizes) {
                if works && effect.target == EffectTarget::Rounds {
                    rounds += size * self.factor(index, t);
                }
            }
        }
        let most = self.scenario.rounds_most();
        let reaches = |count: &u32| f64::from(*count) >= rounds.round();
        (1..most).find(reaches).unwrap_or(most)
    }

    /// Takes the talks up again after a refusal at home of what was signed in round `t`.
    fn come_back(&mut self, talks: &mut Talks, t: u32) {
        match talks {
            Talks::Offers(offers) => offers.withdraw(),
            Talks::Mediated(table) => table.back_from_home(self, t),
        }
    }

    // --- parties -----------------------------------------------------------------------------------------------------

    pub(crate) fn party_count(&self) -> usize {
        self.scenario.parties.len()
    }

    pub(crate) fn profile(&self, party: usize) -> &Profile {
        &self.scenario.parties[party].types[self.nature.parties[party].kind].profile
    }

    pub(crate) fn strategy(&self, party: usize) -> &Strategy {
        &self.profile(party).strategy
    }

    /// What a party wants in round `t`, levers included.
    pub(crate) fn tastes(&self, party: usize, t: u32) -> Tastes {
        let numbers = &self.nature.parties[party];
        let mut tastes = Tastes::of(self.scenario, self.profile(party), numbers);
        let mut reweighted = false;
        for (size, target) in self.effects(t) {
            match target {
                EffectTarget::Weight(who, issue) if who.index() == party => {
                    tastes.weights[issue.index()] += size;
                    reweighted = true;
                }
                EffectTarget::Score(who, issue, option) if who.index() == party => {
                    tastes.scores[issue.index()][option] += size;
                }
                EffectTarget::Payment(who) if who.index() == party => tastes.payment += size,
                EffectTarget::Breach(who) if who.index() == party => {
                    if let Some((.., table)) = &mut tastes.breach {
                        for q in table {
                            *q += size;
                        }
                    }
                }
                _ => {}
            }
        }
        if reweighted {
            for weight in &mut tastes.weights {
                *weight = weight.max(0.0);
            }
            let sum: f64 = tastes.weights.iter().sum();
            if sum > 0.0 {
                tastes.weights.iter_mut().for_each(|weight| *weight /= sum);
            }
        }
        for score in tastes.scores.iter_mut().flatten() {
            *score = score.clamp(0.0, 1.0);
        }
        if let Some((.., table)) = &mut tastes.breach {
            for q in table {
                *q = q.clamp(0.0, 1.0);
            }
        }
        tastes
    }

    /// r(t); from the deadline on it stands still.
    pub(crate) fn reservation(&self, party: usize, t: u32) -> f64 {
        let t = t.min(self.scenario.rounds_most());
        let numbers = &self.nature.parties[party];
        let loads = &self.profile(party).loads;
        let mut sum = numbers.reservation + self.driven(loads, &numbers.loads, t);
        for (size, target) in self.effects(t) {
            if target == EffectTarget::Reservation(PartyId::at(party)) {
                sum += size;
            }
        }
        sum.clamp(0.0, 1.0)
    }

    /// What drivers add in round `t` to something that loads on them.
    fn driven(&self, drivers: &[(DriverId, Uncertain)], loads: &[f64], t: u32) -> f64 {
        let mut sum = 0.0;
        for ((driver, _), load) in drivers.iter().zip(loads) {
            let path = self.nature.driver(self.game, driver.index(), t);
            sum += load * self.shifted(path, EffectTarget::Driver(*driver), t);
        }
        sum
    }

    /// Probability of a breakdown after round `t`.
    pub(crate) fn breakdown(&self, t: u32) -> f64 {
        let loads = &self.nature.breakdown_loads;
        let driven = self.driven(&self.scenario.clock.loads, loads, t);
        let probability = self.nature.breakdown + driven;
        self.shifted(probability, EffectTarget::Breakdown, t)
            .clamp(0.0, 1.0)
    }

    /// Whether the talks break down after round `t`; a probability that may move is drawn against in every round.
    fn breaks_down(&mut self, t: u32) -> bool {
        let mut effects = self.scenario.levers.iter().flat_map(|lever| {
            let effects = lever.effects.iter();
            effects.map(move |effect| (&lever.usage, effect))
        });
        let moves = !self.scenario.clock.loads.is_empty()
            || effects.any(|(usage, effect)| {
                *usage != Use::Never
                    && effect.target == EffectTarget::Breakdown
                    && effect.size.known() != Some(0.0)
            });
        let probability = self.breakdown(t);
        (moves || probability > 0.0) && self.uniform("clock") < probability
    }

    pub(crate) fn margin(&self, party: usize, t: u32, deal: &Deal) -> f64 {
        self.tastes(party, t)
            .margin(deal, self.reservation(party, t))
    }

    /// Whether a party's red lines and the body it looks to at home leave a deal possible.
    pub(crate) fn bearable(&self, party: usize, t: u32, deal: &Deal) -> bool {
        let profile = self.profile(party);
        if profile.red_lines.iter().any(|line| line.matches(deal)) {
            return false;
        }
        (0..self.scenario.stages.len()).all(|stage| {
            let body = &self.scenario.stages[stage];
            let own = body.party == Some(PartyId::at(party));
            profile.anticipate <= 0.0
                || !own
                || !held(body, deal)
                || body.approval.body().is_none()
                || self.approval(stage, t, deal) >= profile.anticipate
        })
    }

    /// Whether a party would sign a deal: worth no less than no agreement and, unless it has no floor, bearable.
    pub(crate) fn acceptable(&mut self, party: usize, t: u32, deal: &Deal) -> bool {
        (!self.strategy(party).floor || self.bearable(party, t, deal)) && self.worth(party, t, deal)
    }

    /// m ≥ 0.
    pub(crate) fn worth(&mut self, party: usize, t: u32, deal: &Deal) -> bool {
        let margin = self.margin(party, t, deal);
        self.at_least(margin, 0.0)
    }

    /// Greatest margin over the deals a party could bear; minus infinity when there is none.
    pub(crate) fn best(&self, party: usize, t: u32) -> f64 {
        let tastes = self.tastes(party, t);
        let reservation = self.reservation(party, t);
        let floor = self.strategy(party).floor;
        self.deals
            .iter()
            .filter(|deal| !floor || self.bearable(party, t, deal))
            .map(|deal| tastes.margin(deal, reservation))
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// a(t) of a rule and its numbers, as others reckon it.
    pub(crate) fn share(&self, rule: &Concession, numbers: &PartyNumbers, t: u32) -> f64 {
        match rule {
            Concession::TimeDependent { .. } => {
                let curve = (numbers.start, numbers.exponent, numbers.horizon);
                self.falling(curve, numbers, t)
            }
            Concession::Hardliner => 1.0,
            // Whose concessions depend on the others is taken to concede evenly.
            _ => self.falling((numbers.start, 1.0, 0.0), numbers, t),
        }
    }

    /// start · (1 − τ^e); a horizon of 0 is the end of the talks, as far as the party knows.
    fn falling(&self, curve: (f64, f64, f64), numbers: &PartyNumbers, t: u32) -> f64 {
        let (start, exponent, horizon) = curve;
        let rounds = self.deadline(t.min(self.now)).min(leaves_after(numbers));
        let mut rounds = f64::from(rounds);
        if horizon > 0.0 {
            rounds = horizon;
        }
        let tau = f64::min(1.0, f64::from(t + 1) / (rounds + 1.0));
        start * (1.0 - libm::pow(tau, exponent))
    }

    /// Share of its best margin from which on a party takes a deal, as others reckon it.
    pub(crate) fn needed_share(&self, strategy: &Strategy, numbers: &PartyNumbers, t: u32) -> f64 {
        match strategy.acceptance {
            Acceptance::NextOffer | Acceptance::Logit { .. } => {
                self.share(&strategy.concession, numbers, t)
            }
            Acceptance::Constant { .. } => numbers.needed_start,
            Acceptance::TimeDependent { .. } => {
                let (start, exponent) = (numbers.needed_start, numbers.needed_exponent);
                self.falling((start, exponent, numbers.needed_horizon), numbers, t)
            }
        }
    }

    /// What a party asks for, in margin, given the best it could have.
    pub(crate) fn demand(&self, party: usize, t: u32, best: f64) -> f64 {
        let numbers = &self.nature.parties[party];
        let rule = &self.strategy(party).concession;
        match rule {
            Concession::TimeDependent { tolerance, .. } => {
                let share = self.share(rule, numbers, t);
                let left = (share - numbers.react * self.conceded(party)).max(0.0);
                // A party that has seen nothing asks its share, whatever its sign.
                let share = if numbers.react > 0.0 { left } else { share };
                share * best - tolerance
            }
            Concession::TitForTat {
                imitation, window, ..
            } => self.tit_for_tat(party, *imitation, *window as usize, best),
            Concession::Random => self.round_uniform(party, t) * best,
            _ => best,
        }
    }

    /// Mean of what the other speakers last conceded to a party.
    fn conceded(&self, party: usize) -> f64 {
        let others = self.other_speakers(party);
        let sizes = others
            .iter()
            .map(|&other| match self.tabled[other].as_slice() {
                [.., (_, before), (then, last)] => {
                    let tastes = self.tastes(party, *then);
                    (tastes.utility(last) - tastes.utility(before)).max(0.0)
                }
                _ => 0.0,
            });
        let sum: f64 = sizes.sum();
        if others.is_empty() {
            0.0
        } else {
            sum / others.len() as f64
        }
    }

    /// What is left of a demand after giving back, offer by offer, what the others have conceded.
    fn tit_for_tat(&self, party: usize, imitation: Imitation, window: usize, best: f64) -> f64 {
        let numbers = &self.nature.parties[party];
        let others = self.other_speakers(party);
        let gain = numbers.gain / others.len().max(1) as f64;
        let mut sum = 0.0;
        let mut left = 1.0;
        for &other in &others {
            let tabled = &self.tabled[other];
            for last in 1..tabled.len() {
                let first = last.saturating_sub(window);
                let tastes = self.tastes(party, tabled[last].0);
                let before = tastes.utility(&tabled[first].1);
                let step =
                    (tastes.utility(&tabled[last].1) - before).max(0.0) / (last - first) as f64;
                let all = self.deals.iter();
                let allowed = all.filter(|deal| !tastes.floor || tastes.crossed(deal) == 0);
                let most = allowed
                    .map(|deal| tastes.utility(deal))
                    .fold(f64::NEG_INFINITY, f64::max);
                let withheld = most - before;
                let share = if withheld > 0.0 {
                    (step / withheld).min(1.0)
                } else {
                    0.0
                };
                sum += gain * step;
                left *= (1.0 - gain * share).max(0.0);
            }
        }
        match imitation {
            Imitation::Naive => (numbers.start * best - sum).max(0.0),
            Imitation::Relative => numbers.start * best * left,
        }
    }

    fn other_speakers(&self, party: usize) -> Vec<usize> {
        let speakers = self.speakers().into_iter();
        speakers.filter(|&other| other != party).collect()
    }

    /// The uniform of round `t` from a party's stream of offers.
    pub(crate) fn round_uniform(&self, party: usize, t: u32) -> f64 {
        let owner = Owner::named(&format!("party/{}/offers", self.scenario.parties[party].id));
        let mut stream = Stream::new(self.seed, Purpose::Moves, owner, self.run);
        for _ in 0..t {
            stream.uniform();
        }
        stream.uniform()
    }

    /// Those who speak in turn, or are visited and answer: under a mediator only principals do.
    pub(crate) fn speakers(&self) -> Vec<usize> {
        let parties = match &self.scenario.protocol {
            Protocol::AlternatingOffers { order, .. } => order.clone(),
            Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
                let visits = mediation.visits.iter().copied();
                let parties = &self.scenario.parties;
                visits
                    .filter(|party| parties[party.index()].role == Role::Principal)
                    .collect()
            }
            Protocol::Ultimatum { proposer, .. } => vec![*proposer],
        };
        parties.into_iter().map(PartyId::index).collect()
    }

    /// The logistic noise of a party's target, drawn anew when another deal is put to it.
    pub(crate) fn noise(&mut self, party: usize, deal: &Deal) -> f64 {
        if !matches!(self.strategy(party).acceptance, Acceptance::Logit { .. }) {
            return 0.0;
        }
        if let Some((put, noise)) = &self.put[party]
            && put == deal
        {
            return *noise;
        }
        let owner = format!("party/{}/type", self.scenario.parties[party].id);
        let uniform = self.uniform(&owner);
        let noise = libm::log(uniform / (1.0 - uniform)) / self.nature.parties[party].lambda;
        self.put[party] = Some((deal.clone(), noise));
        noise
    }

    /// Margin from which on a party takes a deal put to it, given what it asks for and the best it could have.
    pub(crate) fn needs(&mut self, party: usize, t: u32, deal: &Deal, asks: f64, best: f64) -> f64 {
        let noise = self.noise(party, deal);
        match self.strategy(party).acceptance {
            Acceptance::NextOffer | Acceptance::Logit { .. } => asks + noise,
            Acceptance::Constant { .. } | Acceptance::TimeDependent { .. } => {
                let (strategy, numbers) = (self.strategy(party), &self.nature.parties[party]);
                self.needed_share(strategy, numbers, t) * best
            }
        }
    }

    /// θ = g − tolerance + η for a deal put to a party, or its acceptance's own threshold.
    pub(crate) fn threshold(&mut self, party: usize, t: u32, deal: &Deal) -> f64 {
        let best = self.best(party, t);
        let asks = self.demand(party, t, best);
        self.needs(party, t, deal, asks, best)
    }

    /// Whether one number exceeds another by more than rounding.
    pub(crate) fn exceeds(&mut self, left: f64, right: f64) -> bool {
        if (left - right - INDIFFERENCE).abs() < CLOSE {
            self.close_call = true;
        }
        left > right + INDIFFERENCE
    }

    /// Whether one number is at least another, rounding apart.
    pub(crate) fn at_least(&mut self, left: f64, right: f64) -> bool {
        // The penalty of a sure breach, 10⁶, swallows the last digits of what is added to it.
        let slack = CLOSE * left.abs().max(right.abs()).max(1.0);
        if (left - right + INDIFFERENCE).abs() < slack {
            self.close_call = true;
        }
        left >= right - INDIFFERENCE
    }

    /// Whether one value is strictly greater than another; notes ties that rounding decides.
    pub(crate) fn beats(&mut self, left: f64, right: f64) -> bool {
        if (left - right).abs() < INDIFFERENCE && left.to_bits() != right.to_bits() {
            self.close_call = true;
        }
        left > right
    }

    /// The deal nearest to `from` among those a party would take that keep what is closed; fewest issues changed, then the
    /// greatest margin, then the lowest index.
    pub(crate) fn mark_up(
        &mut self,
        party: usize,
        t: u32,
        from: &Deal,
        keep: &[usize],
        threshold: f64,
    ) -> Option<Deal> {
        let floor = self.strategy(party).floor;
        let least = if floor { threshold.max(0.0) } else { threshold };
        let tastes = self.tastes(party, t);
        let reservation = self.reservation(party, t);
        let mut nearest: Option<(usize, f64, Deal)> = None;
        for deal in self.deals.clone() {
            if keep.iter().any(|&issue| deal.0[issue] != from.0[issue])
                || floor && !self.bearable(party, t, &deal)
            {
                continue;
            }
            let margin = tastes.margin(&deal, reservation);
            if !self.at_least(margin, least) {
                continue;
            }
            let changes = distance(&deal, from);
            let better = match &nearest {
                None => true,
                Some((fewest, most, _)) => {
                    changes < *fewest || changes == *fewest && self.beats(margin, *most)
                }
            };
            if better {
                nearest = Some((changes, margin, deal));
            }
        }
        nearest.map(|(.., deal)| deal)
    }

    /// The deal of greatest margin among those that keep what is closed and cross red lines in as few blocks as can be.
    pub(crate) fn own_best(
        &mut self,
        party: usize,
        tastes: &Tastes,
        from: &Deal,
        keep: &[usize],
    ) -> Deal {
        let floor = self.strategy(party).floor;
        let mut best: Option<(usize, f64, Deal)> = None;
        for deal in self.deals.clone() {
            if keep.iter().any(|&issue| deal.0[issue] != from.0[issue]) {
                continue;
            }
            let blocks = self.blocks.iter();
            let crossed = blocks
                .filter(|block| floor && tastes.block_crossed(&deal, block))
                .count();
            let margin = tastes.margin(&deal, 0.0);
            let better = match &best {
                None => true,
                Some((fewest, most, _)) => {
                    crossed < *fewest || crossed == *fewest && self.beats(margin, *most)
                }
            };
            if better {
                best = Some((crossed, margin, deal));
            }
        }
        best.map(|(.., deal)| deal).expect("a deal keeps itself")
    }

    // --- chance and consent ------------------------------------------------------------------------------------------

    /// The stream of moves of an owner.
    pub(crate) fn stream(&mut self, owner: &str) -> &mut Stream {
        let (seed, run) = (self.seed, self.run);
        self.streams
            .entry(owner.to_string())
            .or_insert_with(|| Stream::new(seed, Purpose::Moves, Owner::named(owner), run))
    }

    pub(crate) fn uniform(&mut self, owner: &str) -> f64 {
        self.stream(owner).uniform()
    }

    pub(crate) fn rules(&self, deal: &Deal, issues: &[usize]) -> Vec<&ConsentRule> {
        issues
            .iter()
            .map(|&issue| {
                let id = IssueId::at(issue);
                self.scenario.consent_rule(id, deal.option(id))
            })
            .collect()
    }

    pub(crate) fn all_issues(&self) -> Vec<usize> {
        (0..self.scenario.issues.len()).collect()
    }

    /// Whether the rules of some issues of a deal are met by those who accept.
    pub(crate) fn met(&self, deal: &Deal, issues: &[usize], accepting: &[bool]) -> bool {
        self.rules(deal, issues)
            .iter()
            .all(|rule| rule.is_met(|party| accepting[party.index()]))
    }

    /// The parties the rules of some issues of a deal name, in id order.
    /// Notes who consents to a deal that is signed.
    pub(crate) fn sign(&mut self, deal: &Deal, accepting: &[bool]) {
        self.consenting.clear();
        self.outvoted.clear();
        self.note_consent(deal, &self.all_issues(), accepting);
    }

    /// Notes who consents to the issues of a deal that is signed or takes effect.
    pub(crate) fn note_consent(&mut self, deal: &Deal, issues: &[usize], accepting: &[bool]) {
        for party in self.named(deal, issues) {
            if accepting[party] {
                self.consenting.insert(party);
            } else {
                self.outvoted.insert(party);
            }
        }
    }

    pub(crate) fn named(&self, deal: &Deal, issues: &[usize]) -> Vec<usize> {
        let mut named = BTreeSet::new();
        for rule in self.rules(deal, issues) {
            named.extend(rule.parties().into_iter().map(PartyId::index));
        }
        named.into_iter().collect()
    }

    /// Whether some option of some issue has a rule that names a party.
    pub(crate) fn has_say(&self, party: usize) -> bool {
        let all = self.all_issues();
        self.deals
            .iter()
            .any(|deal| self.named(deal, &all).contains(&party))
    }

    pub(crate) fn refuse(&mut self, party: usize, package: Option<usize>, t: u32) {
        self.log.push(format!("{t}: {party} refuses {package:?}"));
        self.refusals[party].insert(t);
        self.last_refusal = Some((PartyId::at(party), package.map(PackageId::at)));
    }

    /// A party tables what it would not sign itself.
    pub(crate) fn withhold(&mut self, party: usize) {
        self.last_refusal = Some((PartyId::at(party), None));
    }

    pub(crate) fn accept_all(&mut self, party: usize, t: u32) {
        self.log.push(format!("{t}: {party} accepts"));
        self.accepted[party].get_or_insert(t);
    }

    // --- levers ------------------------------------------------------------------------------------------------------

    /// Executes the levers whose rule holds at the start of round `t`.
    pub(crate) fn pull_levers(&mut self, t: u32) {
        self.now = t;
        for index in 0..self.scenario.levers.len() {
            if self.executed[index].is_none() && self.usable(index) && self.rule_holds(index, t) {
                self.log.push(format!("{t}: lever {index}"));
                self.executed[index] = Some(t);
            }
        }
    }

    fn usable(&self, lever: usize) -> bool {
        let actor = self.scenario.levers[lever].actor;
        let idle = self
            .mediation()
            .is_some_and(|mediation| !mediation.roles.pressing && mediation.mediator == actor);
        self.scenario.levers[lever].usage != Use::Never && self.nature.levers[lever].chosen && !idle
    }

    pub(crate) fn mediation(&self) -> Option<&Mediation> {
        match &self.scenario.protocol {
            Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => Some(mediation),
            _ => None,
        }
    }

    fn rule_holds(&self, lever: usize, t: u32) -> bool {
        match self.scenario.levers[lever].usage {
            Use::Never | Use::Threat | Use::UponSignature => false,
            Use::OnceRefuses { stage } => self.refused_at_home.contains(&stage.index()),
            Use::Always | Use::WithProbability(_) => true,
            Use::Rounds { from, until } => t >= from && until.is_none_or(|until| t < until),
            Use::AfterRefusals { party, count } => {
                self.refusals[party.index()].range(..t).count() >= count as usize
            }
            Use::WhenStuck { rounds } => {
                let rounds = rounds as usize;
                let held = &self.held;
                held.len() >= rounds
                    && held[held.len() - rounds..]
                        .iter()
                        .all(|round| !self.moved.contains(round))
            }
            Use::OnceAccepts { party } => {
                self.accepted[party.index()].is_some_and(|round| round < t)
            }
        }
    }

    /// First round in which a lever carried out has ended.
    fn lever_end(&self, lever: usize) -> Option<u32> {
        let executed = self.executed[lever]?;
        let lapses = self.nature.levers[lever]
            .duration
            .map(|duration| executed.saturating_add(duration));
        let until = match self.scenario.levers[lever].usage {
            Use::Rounds { until, .. } => until,
            _ => None,
        };
        lapses.into_iter().chain(until).min()
    }

    pub(crate) fn in_force(&self, lever: usize, t: u32) -> bool {
        self.executed[lever].is_some_and(|executed| t >= executed)
            && self.lever_end(lever).is_none_or(|end| t < end)
    }

    /// Share of its full size with which a lever works in round `t`.
    fn factor(&self, lever: usize, t: u32) -> f64 {
        let numbers = &self.nature.levers[lever];
        let campaign = self.scenario.levers[lever].usage == Use::UponSignature;
        let first = u32::from(campaign && !self.at_home);
        match self.executed[lever] {
            _ if !self.usable(lever) => 0.0,
            Some(executed) if t >= executed + first => {
                if !self.in_force(lever, t) || t < executed + numbers.delay {
                    0.0
                } else {
                    let age = f64::from(t - executed - numbers.delay);
                    libm::exp2(-age / numbers.half_life)
                }
            }
            _ => numbers.credibility * libm::exp2(-f64::from(t) / numbers.credibility_half_life),
        }
    }

    /// All effects in round `t`, at the size with which they work; from the deadline on they stand still.
    pub(crate) fn effects(&self, t: u32) -> Vec<(f64, EffectTarget)> {
        let t = t.min(self.scenario.rounds_most());
        let mut effects = Vec::new();
        for (index, lever) in self.scenario.levers.iter().enumerate() {
            let factor = self.factor(index, t);
            for (effect, size) in lever.effects.iter().zip(&self.nature.levers[index].sizes) {
                effects.push((factor * size, effect.target));
            }
        }
        effects
    }

    /// A number that levers shift.
    pub(crate) fn shifted(&self, start: f64, target: EffectTarget, t: u32) -> f64 {
        let effects = self.effects(t);
        let shifts = effects.iter().filter(|effect| effect.1 == target);
        start + shifts.map(|effect| effect.0).sum::<f64>()
    }

    // --- ratification ------------------------------------------------------------------------------------------------

    /// Utility of a deal to a body at home in round `t`.
    fn body_utility(&self, stage: usize, t: u32, deal: &Deal) -> f64 {
        let body = &self.scenario.stages[stage];
        if body.approval.utility().is_none() {
            let party = body.party.expect("a body without a utility has a party");
            return self.tastes(party.index(), t).utility(deal);
        }
        let combos = self.game.blocks.combos_of(deal);
        let table = &self.nature.stages[stage].utility;
        combos.iter().map(|&combo| table[combo as usize]).sum()
    }

    /// Probability with which a body approves a deal that comes before it.
    pub(crate) fn approval(&self, stage: usize, t: u32, deal: &Deal) -> f64 {
        let body = &self.scenario.stages[stage];
        let numbers = &self.nature.stages[stage];
        if body.forbid.iter().any(|pattern| pattern.matches(deal)) {
            return 0.0;
        }
        let Some(decides) = body.approval.body() else {
            return 1.0;
        };
        match decides.rule {
            BodyRule::Logit { .. } => self.share_of_yes(stage, t, deal),
            BodyRule::Vote { .. } => {
                let wanting = numbers.threshold - self.share_of_yes(stage, t, deal);
                if numbers.swing > 0.0 {
                    // Upper tail of a standard normal.
                    0.5 * libm::erfc(wanting / numbers.swing / std::f64::consts::SQRT_2)
                } else {
                    f64::from(wanting <= INDIFFERENCE)
                }
            }
            BodyRule::Threshold => f64::from(
                self.body_utility(stage, t, deal) >= self.body_reservation(stage, t) - INDIFFERENCE,
            ),
        }
    }

    /// What a deal must be worth to a body in round `t` for half of it to be for it.
    fn body_reservation(&self, stage: usize, t: u32) -> f64 {
        let t = t.min(self.scenario.rounds_most());
        let (body, numbers) = (&self.scenario.stages[stage], &self.nature.stages[stage]);
        let driven = numbers.reservation + self.driven(&body.loads, &numbers.loads, t);
        let target = EffectTarget::BodyReservation(StageId::at(stage));
        self.shifted(driven, target, t).clamp(-10.0, 10.0)
    }

    /// Share of a body that would vote for a deal in round `t` before the swing, or the probability that it approves by logit.
    fn share_of_yes(&self, stage: usize, t: u32, deal: &Deal) -> f64 {
        let gain = self.body_utility(stage, t, deal) - self.body_reservation(stage, t);
        let unaided = logistic(self.nature.stages[stage].lambda * gain);
        self.shifted(unaided, EffectTarget::Support(StageId::at(stage)), t)
            .clamp(0.0, 1.0)
    }

    fn ratify(&mut self, deal: &Deal, t: u32) -> Fate {
        if self.scenario.stages.iter().any(|stage| held(stage, deal)) {
            for lever in 0..self.scenario.levers.len() {
                let campaign = self.scenario.levers[lever].usage == Use::UponSignature;
                if campaign && self.executed[lever].is_none() && self.usable(lever) {
                    self.log.push(format!("{t}: campaign {lever}"));
                    self.executed[lever] = Some(t);
                }
            }
        }
        let mut round = t;
        self.bodies.iter_mut().for_each(|body| body.last = None);
        for index in 0..self.scenario.stages.len() {
            let stage = &self.scenario.stages[index];
            if !held(stage, deal) {
                continue;
            }
            round += self.nature.stages[index].delay;
            let forbidden = stage.forbid.iter().any(|pattern| pattern.matches(deal));
            let on_failure = stage.on_failure;
            let rule = stage.approval.body().map(|body| body.rule);
            self.at_home = rule.is_some();
            let approved = match (rule, &stage.approval) {
                _ if forbidden => false,
                (Some(BodyRule::Logit { .. }), _) => {
                    let owner = format!("stage/{}", stage.id);
                    self.uniform(&owner) < self.approval(index, round, deal)
                }
                (Some(BodyRule::Vote { .. }), _) if self.nature.stages[index].swing > 0.0 => {
                    let owner = format!("stage/{}", stage.id);
                    let first = self.swings[index].unwrap_or_else(|| self.uniform(&owner));
                    self.swings[index] = Some(first);
                    // It passes where the swing lies in the upper part that lifts the share of yes to what is needed.
                    first >= 1.0 - self.approval(index, round, deal)
                }
                (_, Approval::Body(_)) => self.approval(index, round, deal) > 0.5,
                (_, Approval::Quota { votes, quota }) => {
                    let mut yes = 0.0;
                    for (party, weight) in votes {
                        if self.acceptable(party.index(), t, deal) {
                            yes += weight;
                        } else {
                            self.outvoted.insert(party.index());
                        }
                    }
                    yes >= quota - 1e-9
                }
            };
            self.at_home = false;
            self.log.push(format!("{t}: stage {index} {approved}"));
            self.bodies[index].last = Some(approved);
            let count = if approved {
                &mut self.bodies[index].approvals
            } else {
                &mut self.bodies[index].refusals
            };
            *count += 1;
            if !approved {
                self.refused_at_home.insert(index);
                return Fate::Refused { round, on_failure };
            }
        }
        Fate::InForce(round)
    }

    // --- the end -----------------------------------------------------------------------------------------------------

    fn outcome(&mut self, course: &Course, talks: &Talks) -> Outcome {
        let zone_states = self.zone_states();
        let floors = (0..self.party_count()).all(|party| self.strategy(party).floor);
        let witness = course.agreed.is_some() && floors && self.status_quo().is_none();
        let zone = if witness || zone_states.iter().any(|&state| state >= 3) {
            ZoneState::Open
        } else {
            ZoneState::Empty
        };
        let failure = course
            .agreed
            .is_none()
            .then(|| self.failure(course, &zone_states));
        let (packages, alone) = match talks {
            Talks::Offers(_) => {
                let verdict = PackageVerdict {
                    agreed: course.agreed.is_some(),
                    ever: course.signed.is_some(),
                    in_force: course.agreed.is_some(),
                };
                (vec![verdict; self.packages.len()], None)
            }
            Talks::Mediated(table) => (
                table.verdicts(course.agreed.is_some()),
                table.in_force_by_itself(self),
            ),
        };
        let parties = 0..self.party_count();
        let delay = course.agreed.unwrap_or(course.passed);
        let agreed = course.deal.as_ref().filter(|_| course.agreed.is_some());
        let end = |party: usize| self.reservation(party, delay);
        let utility = |party: usize| match agreed {
            Some(deal) => self.tastes(party, delay).utility(deal),
            None => end(party),
        };
        Outcome {
            types: self
                .nature
                .parties
                .iter()
                .map(|numbers| TypeId::at(numbers.kind))
                .collect(),
            end: course.end,
            rounds_held: course.rounds_held,
            rounds_passed: course.passed,
            walked_out: course
                .walked_out
                .iter()
                .fold(0, |set, party| set | 1 << party),
            signed: course.signed,
            consenting: self
                .consenting
                .iter()
                .fold(0, |set, party| set | 1 << party),
            outvoted: agreed.map_or(0, |_| {
                self.outvoted.iter().fold(0, |set, party| set | 1 << party)
            }),
            bodies: self.bodies.clone(),
            agreed: course.agreed,
            in_force_in_time: course
                .agreed
                .is_some_and(|round| round < self.deadline(round)),
            zone,
            deal: agreed.cloned().or(alone),
            packages,
            utilities: parties.clone().map(utility).collect(),
            reservations: parties.clone().map(end).collect(),
            payoffs: parties
                .map(|party| self.payoff(party, course, agreed))
                .collect(),
            levers: self.executed.clone(),
            lever_costs: (0..self.executed.len())
                .map(|lever| self.lever_cost(lever, course))
                .collect(),
            last_refusal: self.last_refusal,
            failure,
        }
    }

    /// Discounted stream of no agreement, then the agreement or no agreement for good; costs subtract: of a round without
    /// agreement each such round, of a lever each round held or waited for ratification.
    fn payoff(&self, party: usize, course: &Course, deal: Option<&Deal>) -> f64 {
        let numbers = &self.nature.parties[party];
        let delay = course.agreed.unwrap_or(course.passed);
        let discount = numbers.discount;
        let mut sum = 0.0;
        let mut power = 1.0;
        for s in 0..delay {
            sum += (1.0 - discount) * power * self.reservation(party, s);
            power *= discount;
            let target = EffectTarget::RoundCost(PartyId::at(party));
            sum -= self.shifted(numbers.round_cost, target, s).max(0.0);
        }
        for (index, lever) in self.scenario.levers.iter().enumerate() {
            if lever.actor.index() == party {
                sum -= self.lever_cost(index, course);
            }
        }
        let reservation = self.reservation(party, delay);
        let last = deal.map_or(reservation, |deal| {
            self.tastes(party, delay).value(deal, reservation)
        });
        sum + power * last
    }

    /// What a lever costs its actor: its cost in each round held or waited for ratification in which it is in force.
    fn lever_cost(&self, lever: usize, course: &Course) -> f64 {
        let delay = course.agreed.unwrap_or(course.passed);
        (0..delay.max(course.passed))
            .filter(|&s| self.in_force(lever, s.min(self.scenario.rounds_most())))
            .map(|_| self.nature.levers[lever].cost)
            .sum()
    }

    /// For each round held how far the zone test comes: 0 when even Z1 is empty, 1 when Z2 is, 2 when Z3 is,
    /// 3 when parties refuse every deal of it because a body at home would, else 4.
    fn zone_states(&mut self) -> Vec<u8> {
        let all = self.all_issues();
        let mut states = Vec::new();
        for t in self.held.clone() {
            let mut state = 0;
            for deal in self.deals.clone() {
                let parties = 0..self.party_count();
                let bearable: Vec<bool> = parties
                    .clone()
                    .map(|party| self.tastes(party, t).crossed(&deal) == 0)
                    .collect();
                let mut wanted = bearable.clone();
                let mut trusted = bearable.clone();
                for party in parties.clone() {
                    let tastes = self.tastes(party, t);
                    let utility = tastes.utility(&deal) + tastes.payment;
                    let reservation = self.reservation(party, t);
                    wanted[party] &= self.at_least(utility, reservation);
                    trusted[party] &= self.worth(party, t, &deal);
                }
                let foreseen = parties
                    .map(|party| {
                        let passes = !self.strategy(party).floor || self.bearable(party, t, &deal);
                        trusted[party] && passes
                    })
                    .collect();
                let levels = [(1, bearable), (2, wanted), (3, trusted), (4, foreseen)];
                for (level, accepting) in levels {
                    if self.met(&deal, &all, &accepting) {
                        state = state.max(level);
                    }
                }
            }
            states.push(state);
        }
        states
    }

    fn failure(&mut self, course: &Course, zone_states: &[u8]) -> Failure {
        let furthest = zone_states.iter().max().copied().unwrap_or(0);
        match furthest {
            _ if course.refused_at_home => Failure::Ratification,
            0 => Failure::RedLines,
            1 => Failure::NoZone,
            2 => Failure::Commitment,
            3 => Failure::Foreseen,
            _ if course.end == End::Breakdown => Failure::Breakdown,
            _ if self.blocked_by_agenda() => Failure::Agenda,
            _ => Failure::Deadline,
        }
    }

    /// Whether packages are in force alone and in no round held some deal passes package by package.
    fn blocked_by_agenda(&mut self) -> bool {
        if self.status_quo().is_none() {
            return false;
        }
        for t in self.held.clone() {
            for deal in self.deals.clone() {
                if (0..self.packages.len()).all(|package| self.package_passes(package, &deal, t)) {
                    return false;
                }
            }
        }
        true
    }

    fn package_passes(&mut self, package: usize, deal: &Deal, t: u32) -> bool {
        let issues = self.packages[package].clone();
        let accepting: Vec<bool> = (0..self.party_count())
            .map(|party| {
                // Only lines that the package's own blocks can cross count against it.
                let tastes = self.tastes(party, t);
                let floor = self.strategy(party).floor;
                let mut own = self.blocks.iter().filter(|block| touches(block, &issues));
                let crossed = floor && own.any(|block| tastes.block_crossed(deal, block));
                !crossed && self.worth_alone(party, t, package, deal, 0.0)
            })
            .collect();
        self.met(deal, &issues, &accepting)
    }

    /// Whether a wording of a package, within the deal that would be in force with it, passes a party's test when it asks
    /// for `asked` of margin.
    pub(crate) fn passes_alone(
        &mut self,
        party: usize,
        t: u32,
        package: usize,
        deal: &Deal,
        asked: f64,
    ) -> bool {
        let tastes = self.tastes(party, t);
        let floor = self.strategy(party).floor;
        if floor && tastes.crossed(deal) > 0 {
            return false;
        }
        self.worth_alone(party, t, package, deal, asked)
    }

    /// The same without a look at red lines.
    fn worth_alone(
        &mut self,
        party: usize,
        t: u32,
        package: usize,
        deal: &Deal,
        asked: f64,
    ) -> bool {
        let issues = self.packages[package].clone();
        let tastes = self.tastes(party, t);
        let floor = self.strategy(party).floor;
        let weight: f64 = issues.iter().map(|&issue| tastes.weights[issue]).sum();
        let least = self.reservation(party, t) + tastes.penalty(deal) - tastes.payment;
        let asked = if floor { asked.max(0.0) } else { asked };
        self.at_least(
            tastes.utility_within(deal, &issues),
            weight * (least + asked),
        )
    }

    pub(crate) fn packaged(&self) -> Option<&Packaged> {
        match &self.scenario.agenda {
            Agenda::SingleUndertaking => None,
            Agenda::Parallel(packaged) | Agenda::Sequential { packaged, .. } => Some(packaged),
        }
    }

    /// The state of affairs without any package, where packages are in force alone.
    pub(crate) fn status_quo(&self) -> Option<&Deal> {
        match &self.packaged()?.in_force {
            InForce::Together => None,
            InForce::Alone { status_quo } => Some(status_quo),
        }
    }
}

/// Whether a stage is held for a deal.
pub(crate) fn held(stage: &Stage, deal: &Deal) -> bool {
    stage.when.is_empty() || stage.when.iter().any(|pattern| pattern.matches(deal))
}
