//! What a party asks for and what it takes.

use crate::bargaining::Reason;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{ConcessionKind, Game, total};

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

/// Share a(t) of the best margin that a party asks for in a round, before it reacts to anybody.
///
/// `start · (1 − τ^exponent)`, τ = (t+1)/(T+1), for time-dependent concession (Faratin, Sierra and Jennings 1998); 1 for
/// the others.
pub(crate) fn asked_share(
    kind: ConcessionKind,
    start: f64,
    exponent: f64,
    round: u32,
    rounds: u32,
) -> f64 {
    match kind {
        ConcessionKind::Hardliner | ConcessionKind::Micro | ConcessionKind::Rational => 1.0,
        ConcessionKind::TimeDependent => {
            let time = f64::from(round + 1) / f64::from(rounds + 1);
            start * (1.0 - libm::pow(time, exponent))
        }
    }
}

impl Talks {
    /// What a party asks and takes now, with the acceptance noise it has at present.
    pub(crate) fn stance(&self, game: &Game, party: usize) -> Stance {
        let profile = self.profile(game, party);
        let numbers = &self.nature.parties[party];
        let mut share = asked_share(
            profile.concession,
            numbers.start,
            numbers.exponent,
            self.round,
            game.rounds,
        );
        if numbers.react > 0.0 && profile.concession == ConcessionKind::TimeDependent {
            share = (share - numbers.react * self.others_conceded(party, game.speakers())).max(0.0);
        }
        let best = self.best_margin(game, party);
        let asks = share * best - profile.tolerance;
        Stance {
            best,
            asks,
            takes: asks + self.parties[party].shock,
        }
    }

    /// Draws the noise of a party's acceptance anew when the deal put to it is not the one last put to it.
    ///
    /// Logistic of scale 1/λ, so that an acceptable deal is taken with probability 1/(1 + exp(−λ(m − target))).
    #[inline]
    pub(crate) fn put<'a>(&mut self, game: &Game, party: usize, deal: impl Fn() -> &'a [u32]) {
        if self.profile(game, party).logit && self.parties[party].last_put != deal() {
            self.draw_shock(game, party, deal());
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
    /// Says whether it is another deal than it tabled last, where levers or others' reactions may depend on it.
    #[inline]
    pub(crate) fn table(&mut self, party: usize, deal: &[u32]) -> bool {
        (!self.levers.is_empty() || self.anyone_reacts) && self.compare_and_table(party, deal)
    }

    fn compare_and_table(&mut self, party: usize, deal: &[u32]) -> bool {
        // Compared one by one: deals are too short for a call to be worth its while.
        let changed = self.parties[party].tabled.iter().ne(deal);
        if self.anyone_reacts {
            self.note_concession(party, deal);
        }
        if changed {
            let tabled = &mut self.parties[party].tabled;
            tabled.clear();
            tabled.extend_from_slice(deal);
        }
        changed
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
