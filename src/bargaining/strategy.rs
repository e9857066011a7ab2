//! What a party asks for and what it takes.

use crate::bargaining::Reason;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{
    AcceptanceKind, CompiledProfile, ConcessionKind, Game, PartyNumbers, Purpose, Stream,
    time_left, total,
};

/// What a party asks for now, in margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stance {
    /// Best margin of any deal it may take; negative: it has no acceptable deal.
    pub(crate) best: f64,
    /// Target margin g less tolerance, without noise: what its offers are worth to it at least.
    pub(crate) asks: f64,
    /// The same with the noise of its acceptance: what it takes at least.
    pub(crate) takes: f64,
}

/// `start · (1 − τ^exponent)`, τ = (t+1)/(T+1) (Faratin, Sierra and Jennings 1998).
pub(crate) fn falling_share(start: f64, exponent: f64, round: u32, rounds: u32) -> f64 {
    start * time_left(exponent, round, rounds)
}

/// Share a(t) of the best margin that a party is taken to ask for in a round by who does not hear what it reacts to.
///
/// Its curve for time-dependent concession, 1 for those who never concede; a party whose concessions hang on the others
/// is taken to concede evenly.
pub(crate) fn asked_share(
    kind: ConcessionKind,
    start: f64,
    exponent: f64,
    round: u32,
    rounds: u32,
) -> f64 {
    match kind {
        ConcessionKind::Hardliner => 1.0,
        ConcessionKind::TimeDependent => falling_share(start, exponent, round, rounds),
        ConcessionKind::TitForTat { .. }
        | ConcessionKind::Micro
        | ConcessionKind::Zeuthen
        | ConcessionKind::Random
        | ConcessionKind::Bayesian { .. }
        | ConcessionKind::Rational => falling_share(start, 1.0, round, rounds),
    }
}

/// The same of what it takes: a share of its own where its acceptance has one.
pub(crate) fn needed_share(
    profile: &CompiledProfile,
    needs: Needs,
    round: u32,
    rounds: u32,
) -> f64 {
    match profile.acceptance {
        AcceptanceKind::NextOffer | AcceptanceKind::Logit => asked_share(
            profile.concession,
            needs.start,
            needs.exponent,
            round,
            rounds,
        ),
        AcceptanceKind::Constant => needs.needed_start,
        AcceptanceKind::TimeDependent => {
            falling_share(needs.needed_start, needs.needed_exponent, round, rounds)
        }
    }
}

/// The numbers that a party's demands go by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Needs {
    start: f64,
    exponent: f64,
    needed_start: f64,
    needed_exponent: f64,
}

impl Needs {
    pub(crate) fn of(numbers: &PartyNumbers) -> Self {
        Self {
            start: numbers.start,
            exponent: numbers.exponent,
            needed_start: numbers.needed_start,
            needed_exponent: numbers.needed_exponent,
        }
    }
}

impl Talks {
    /// What a party asks and takes now, with the acceptance noise it has at present.
    pub(crate) fn stance(&self, game: &Game, party: usize) -> Stance {
        let best = self.best_margin(game, party);
        let asks = self.asks(game, party, best);
        Stance {
            best,
            asks,
            takes: self.needs(game, party, asks, || best),
        }
    }

    /// Target margin g less tolerance of a party whose best margin is known.
    fn asks(&self, game: &Game, party: usize, best: f64) -> f64 {
        let profile = self.profile(game, party);
        let numbers = &self.nature.parties[party];
        match profile.concession {
            ConcessionKind::TimeDependent => {
                let (start, exponent) = (numbers.start, numbers.exponent);
                let mut share = match profile.falling.get(self.round as usize) {
                    Some(left) => start * left,
                    None => falling_share(start, exponent, self.round, game.rounds),
                };
                if numbers.react > 0.0 {
                    let conceded = self.others_conceded(party, game.speakers());
                    share = (share - numbers.react * conceded).max(0.0);
                }
                share * best - profile.tolerance
            }
            ConcessionKind::TitForTat { imitation, .. } => {
                self.imitating_demand(party, imitation, best)
            }
            ConcessionKind::Random => self.parties[party].round_uniform * best,
            ConcessionKind::Hardliner
            | ConcessionKind::Micro
            | ConcessionKind::Zeuthen
            | ConcessionKind::Bayesian { .. }
            | ConcessionKind::Rational => best,
        }
    }

    /// Margin from which on a party takes a deal, given what it asks for itself and its best margin.
    pub(crate) fn needs(
        &self,
        game: &Game,
        party: usize,
        asks: f64,
        best: impl FnOnce() -> f64,
    ) -> f64 {
        let profile = self.profile(game, party);
        match profile.acceptance {
            AcceptanceKind::NextOffer | AcceptanceKind::Logit => asks + self.parties[party].shock,
            AcceptanceKind::Constant | AcceptanceKind::TimeDependent => {
                let needs = Needs::of(&self.nature.parties[party]);
                needed_share(profile, needs, self.round, game.rounds) * best()
            }
        }
    }

    /// Draws what a party's answer to a deal put to it hangs on.
    ///
    /// The noise of its acceptance, anew when the deal is not the one last put to it: logistic of scale 1/λ, so that an
    /// acceptable deal is taken with probability 1/(1 + exp(−λ(m − target))). The share asked at random, anew in each
    /// round.
    #[inline]
    pub(crate) fn put<'a>(&mut self, game: &Game, party: usize, deal: impl Fn() -> &'a [u32]) {
        let profile = self.profile(game, party);
        let (acceptance, concession) = (profile.acceptance, profile.concession);
        if acceptance == AcceptanceKind::Logit && self.parties[party].last_put != deal() {
            self.draw_shock(game, party, deal());
        }
        if concession == ConcessionKind::Random {
            self.draw_for_round(game, party);
        }
    }

    /// Draws a party's uniform of the present round from its stream of offers, whose slots are the rounds.
    ///
    /// So what it draws in a round hangs on nothing that happened before.
    pub(crate) fn draw_for_round(&mut self, game: &Game, party: usize) {
        let (seed, run, round) = (self.seed, self.run, self.round);
        let owner = game.parties[party].owners.offers;
        let state = &mut self.parties[party];
        let (stream, drawn) = state
            .offers
            .get_or_insert_with(|| (Stream::new(seed, Purpose::Moves, owner, run), 0));
        while *drawn <= round {
            state.round_uniform = stream.uniform();
            *drawn += 1;
        }
    }

    fn draw_shock(&mut self, game: &Game, party: usize, deal: &[u32]) {
        let lambda = self.nature.parties[party].lambda;
        let uniform = self.moves(game, party).uniform();
        let state = &mut self.parties[party];
        state.shock = libm::log(uniform / (1.0 - uniform)) / lambda;
        state.last_put.clear();
        state.last_put.extend_from_slice(deal);
    }

    /// Whether a party takes a whole deal, given what it takes at least.
    pub(crate) fn takes(&self, game: &Game, party: usize, deal: &[u32], takes: f64) -> bool {
        self.takes_at(game, party, || deal, self.margin(party, deal), takes)
    }

    /// The same when the deal's margin is known; the deal itself is looked up only where the margin does not decide.
    #[inline]
    pub(crate) fn takes_at<'a>(
        &self,
        game: &Game,
        party: usize,
        deal: impl FnOnce() -> &'a [u32],
        margin: f64,
        takes: f64,
    ) -> bool {
        margin >= takes - INDIFFERENCE
            && (!self.profile(game, party).floor || self.acceptable_at(game, party, deal(), margin))
    }

    /// Records that a party tables a deal, and what that concedes to each other party by its own utility.
    ///
    /// Says whether it is another deal than it tabled last, where levers or others' strategies may depend on it.
    #[inline]
    pub(crate) fn table(&mut self, game: &Game, party: usize, deal: &[u32]) -> bool {
        let matters = !self.levers.is_empty() || self.anyone_reacts || self.anyone_follows;
        matters && self.compare_and_table(game, party, deal)
    }

    fn compare_and_table(&mut self, game: &Game, party: usize, deal: &[u32]) -> bool {
        // Compared one by one: deals are too short for a call to be worth its while.
        let changed = self.parties[party].tabled.iter().ne(deal);
        if self.anyone_reacts {
            self.note_concession(party, deal);
        }
        if self.anyone_imitates {
            self.imitate(game, party, deal);
        }
        self.back(party, deal);
        if changed {
            let tabled = &mut self.parties[party].tabled;
            tabled.clear();
            tabled.extend_from_slice(deal);
        }
        changed
    }

    /// Records that a party tables or accepts a deal, where somebody's strategy goes by it.
    pub(crate) fn back(&mut self, party: usize, deal: &[u32]) {
        if self.anyone_follows {
            let backs = &mut self.parties[party].backs;
            backs.clear();
            backs.extend_from_slice(deal);
        }
    }

    fn note_concession(&mut self, party: usize, deal: &[u32]) {
        let known = !self.parties[party].tabled.is_empty();
        for other in 0..self.parties.len() {
            let worth = |deal: &[u32]| total(&self.tables[other].utility, deal);
            let gain = if known {
                worth(deal) - worth(&self.parties[party].tabled)
            } else {
                0.0
            };
            self.parties[party].conceded[other] = gain.max(0.0);
        }
    }

    /// Mean of what the other speakers last conceded to a party, in its own utility.
    pub(crate) fn others_conceded(&self, party: usize, speakers: u32) -> f64 {
        let others =
            (0..self.parties.len()).filter(|&other| other != party && speakers >> other & 1 == 1);
        let (sum, count) = others.fold((0.0, 0.0), |(sum, count), other| {
            (sum + self.parties[other].conceded[party], count + 1.0)
        });
        if count > 0.0 { sum / count } else { 0.0 }
    }

    /// Why a party refuses a deal that it does not take.
    pub(crate) fn reason(&self, game: &Game, party: usize, deal: &[u32], takes: f64) -> Reason {
        let margin = self.margin(party, deal);
        if self.profile(game, party).floor {
            if self.crosses(game, party, deal) {
                return Reason::RedLine;
            }
            if margin < -INDIFFERENCE {
                return Reason::BelowReservation;
            }
            if !self.anticipated(game, party, deal) {
                return Reason::Anticipation;
            }
        }
        let rational = self.profile(game, party).concession == ConcessionKind::Rational;
        if rational || margin < takes - INDIFFERENCE {
            Reason::BelowTarget
        } else {
            Reason::FairShare
        }
    }
}

/// Logistic distribution function, `1/(1 + exp(−x))`.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
