//! What share of its best margin a party asks for and takes, as far as the clock says.

use crate::game::{AcceptanceKind, CompiledProfile, ConcessionKind, PartyNumbers, time_left};
use crate::model::Foreseen;

/// `start · (1 − τ^exponent)`, τ = (t+1)/(T+1) (Faratin, Sierra and Jennings 1998).
pub(crate) fn falling_share(start: f64, exponent: f64, round: u32, rounds: u32) -> f64 {
    start * time_left(exponent, round, rounds)
}

/// Share a(t) of the best margin that a party is taken to ask for in a round by who does not hear what it reacts to.
///
/// Its curve for time-dependent concession, 1 for those who never concede; a party that concedes as the others do is
/// taken to concede evenly.
pub(crate) fn asked_share(
    kind: ConcessionKind,
    start: f64,
    exponent: f64,
    round: u32,
    rounds: u32,
) -> f64 {
    match kind.foreseen() {
        Foreseen::ByItsCurve => falling_share(start, exponent, round, rounds),
        Foreseen::Evenly => falling_share(start, 1.0, round, rounds),
        Foreseen::Never => 1.0,
    }
}

/// The same of what it takes: a share of its own where its acceptance has one.
pub(crate) fn needed_share(
    profile: &CompiledProfile,
    needs: Needs,
    round: u32,
    rounds: u32,
) -> f64 {
    let (start, exponent) = (needs.start, needs.exponent);
    let asked = || asked_share(profile.concession, start, exponent, round, rounds);
    own_share(profile, needs, round, rounds).unwrap_or_else(asked)
}

/// Share of its best margin that a party takes in a round, where its acceptance has one of its own.
pub(crate) fn own_share(
    profile: &CompiledProfile,
    needs: Needs,
    round: u32,
    rounds: u32,
) -> Option<f64> {
    match profile.acceptance {
        AcceptanceKind::NextOffer | AcceptanceKind::Logit { .. } => None,
        AcceptanceKind::Constant { .. } => Some(needs.needed_start),
        AcceptanceKind::TimeDependent { .. } => {
            let (start, exponent) = (needs.needed_start, needs.needed_exponent);
            Some(falling_share(start, exponent, round, rounds))
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

/// Target margin of a party that concedes with time, tolerance taken off.
///
/// `conceded` is what the others last conceded to it, by which it lowers the share it asks as much as it reacts.
pub(crate) fn falling_target(
    profile: &CompiledProfile,
    numbers: &PartyNumbers,
    (round, rounds): (u32, u32),
    conceded: f64,
    best: f64,
) -> f64 {
    let mut share = match profile.falling.get(round as usize) {
        Some(left) => numbers.start * left,
        None => falling_share(numbers.start, numbers.exponent, round, rounds),
    };
    if numbers.react > 0.0 {
        share = (share - numbers.react * conceded).max(0.0);
    }
    share * best - profile.tolerance
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, pie};
    use crate::bargaining::strategy::demand::{asked_share, falling_share, falling_target};
    use crate::game::{ConcessionKind, median_numbers};
    use crate::model::Uncertain;

    #[test]
    fn shares_fall_with_time_by_their_exponent() {
        // τ = 1/2 in round 4 of 9.
        assert_eq!(falling_share(1.0, 1.0, 4, 9), 0.5);
        assert_eq!(falling_share(0.8, 2.0, 4, 9), 0.8 * 0.75);
        let asked = |kind| asked_share(kind, 1.0, 2.0, 4, 9);
        assert_eq!(asked(ConcessionKind::Hardliner), 1.0);
        let in_time = ConcessionKind::TimeDependent {
            start: Uncertain::fixed(1.0),
            exponent: Uncertain::fixed(2.0),
            tolerance: 0.0,
        };
        assert_eq!(asked(in_time), 0.75);
        assert_eq!(
            asked(ConcessionKind::Zeuthen),
            0.5,
            "taken to concede evenly"
        );
    }

    #[test]
    fn a_reaction_lowers_the_target_but_not_below_nothing() {
        let game = pie(
            9,
            OFFERS,
            [
                "strategy.react = 0.5\nstrategy.concession.time-dependent = {}",
                "",
            ],
        );
        let (profile, numbers) = (&game.parties[0].profiles[0], median_numbers(&game, 0, 0));
        let target = |conceded| falling_target(profile, &numbers, (4, 9), conceded, 1.0);
        assert_eq!([target(0.0), target(0.2), target(9.0)], [0.5, 0.4, 0.0]);
    }
}
