//! What a speaker asks and takes where nothing but the clock moves it.

use crate::bargaining::strategy::demand::{Needs, falling_target, own_share};
use crate::bargaining::talks::Side;
use crate::game::{
    AcceptanceKind, CompiledProfile, ConcessionKind, Game, INDIFFERENCE, PartyNumbers,
};

/// The demands of one party while its values and its reservation value stand still.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demand<'a> {
    profile: &'a CompiledProfile,
    numbers: &'a PartyNumbers,
    rounds: u32,
    floor: f64,
    best: f64,
}

impl<'a> Demand<'a> {
    /// The demands of a party; none where it goes by more than its own clock.
    pub(super) fn of(side: Side<'a>) -> Option<Self> {
        let (profile, numbers) = (side.profile(), side.numbers());
        let by_the_clock = matches!(profile.concession, ConcessionKind::TimeDependent { .. })
            && !matches!(profile.acceptance, AcceptanceKind::Logit { .. })
            && profile.anticipate <= 0.0
            && numbers.react <= 0.0;
        by_the_clock.then(|| Self {
            profile,
            numbers,
            rounds: side.talks.deadline,
            floor: side.floor(),
            best: side.best_total() - side.floor(),
        })
    }

    /// Margin it asks for in a round.
    pub(super) fn asks(&self, round: u32) -> f64 {
        let time = (round, self.rounds);
        falling_target(self.profile, self.numbers, time, 0.0, self.best)
    }

    /// What the margin total of a deal must reach for it to offer that in a round.
    pub(super) fn need(&self, round: u32) -> f64 {
        self.profile.least_margin(self.asks(round)) + self.floor - INDIFFERENCE
    }

    /// Whether it takes a deal of a margin total in a round; minus infinity stands for a deal across its red lines.
    pub(super) fn takes(&self, worth: f64, round: u32) -> bool {
        worth - self.floor >= self.needed(round) - INDIFFERENCE
    }

    /// What the margin total of a deal must reach for it to take that in a round, but for rounding.
    pub(super) fn bar(&self, round: u32) -> f64 {
        self.needed(round) + self.floor - INDIFFERENCE
    }

    /// Margin from which on it takes a deal in a round.
    fn needed(&self, round: u32) -> f64 {
        let share = own_share(self.profile, Needs::of(self.numbers), round, self.rounds);
        let needed = share.map_or_else(|| self.asks(round), |share| share * self.best);
        self.profile.least_margin(needed)
    }

    /// Whether what it asks and takes never rises from one round to the next, but for rounding.
    pub(super) fn falls(&self) -> bool {
        self.best >= 0.0
    }
}

/// Whether some type of a party may go by its own clock alone.
pub(super) fn may_go_by_the_clock(game: &Game, party: usize) -> bool {
    game.parties[party].profiles.iter().any(|profile| {
        matches!(profile.concession, ConcessionKind::TimeDependent { .. })
            && profile.anticipate <= 0.0
    })
}
