//! What share of its best margin a party asks for and takes, as far as the clock says.

use crate::game::{AcceptanceKind, CompiledProfile, ConcessionKind, PartyNumbers, time_left};
use crate::model::Foreseen;

/// A share that falls with time: `start · (1 − τ^exponent)`, τ = min(1, (t+1)/(H+1)) (Faratin, Sierra and Jennings 1998).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Curve {
    start: f64,
    exponent: f64,
    /// Rounds H; 0 for those until it walks out or the clock ends the talks.
    horizon: f64,
    /// Whole rounds after which it walks out.
    leaves_after: u32,
}

impl Curve {
    /// What a party asks by.
    pub(crate) fn asked(numbers: &PartyNumbers) -> Self {
        Self {
            start: numbers.start,
            exponent: numbers.exponent,
            horizon: numbers.horizon,
            leaves_after: numbers.leaves_after(),
        }
    }

    /// The share in a round; `rounds` are those of the clock.
    fn at(self, round: u32, rounds: u32) -> f64 {
        let horizon = if self.horizon > 0.0 {
            self.horizon
        } else {
            f64::from(rounds.min(self.leaves_after))
        };
        self.start * time_left(self.exponent, round, horizon)
    }

    /// The same curve, falling evenly up to the end of the talks.
    fn evenly(self) -> Self {
        Self {
            exponent: 1.0,
            horizon: 0.0,
            ..self
        }
    }
}

/// Share a(t) of the best margin that a party is taken to ask for in a round by who does not hear what it reacts to.
///
/// Its curve for time-dependent concession, 1 for those who never concede; a party that concedes as the others do is
/// taken to concede evenly.
pub(crate) fn asked_share(kind: ConcessionKind, curve: Curve, round: u32, rounds: u32) -> f64 {
    match kind.foreseen() {
        Foreseen::ByItsCurve => curve.at(round, rounds),
        Foreseen::Evenly => curve.evenly().at(round, rounds),
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
    let asked = || asked_share(profile.concession, needs.asked, round, rounds);
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
        AcceptanceKind::Constant { .. } => Some(needs.needed.start),
        AcceptanceKind::TimeDependent { .. } => Some(needs.needed.at(round, rounds)),
    }
}

/// The curves that a party's demands go by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Needs {
    asked: Curve,
    needed: Curve,
}

impl Needs {
    pub(crate) fn of(numbers: &PartyNumbers) -> Self {
        Self {
            asked: Curve::asked(numbers),
            needed: Curve {
                start: numbers.needed_start,
                exponent: numbers.needed_exponent,
                horizon: numbers.needed_horizon,
                leaves_after: numbers.leaves_after(),
            },
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
        None => Curve::asked(numbers).at(round, rounds),
    };
    if numbers.react > 0.0 {
        share = (share - numbers.react * conceded).max(0.0);
    }
    share * best - profile.tolerance
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, pie};
    use crate::bargaining::strategy::demand::{Curve, asked_share, falling_target};
    use crate::game::{ConcessionKind, median_numbers};
    use crate::model::Uncertain;

    #[test]
    fn shares_fall_with_time_by_their_exponent() {
        let curve = |start, exponent, horizon| Curve {
            start,
            exponent,
            horizon,
            leaves_after: u32::MAX,
        };
        // τ = 1/2 in round 4 of 9.
        assert_eq!(curve(1.0, 1.0, 0.0).at(4, 9), 0.5);
        assert_eq!(curve(0.8, 2.0, 0.0).at(4, 9), 0.8 * 0.75);
        let asked = |kind| asked_share(kind, curve(1.0, 2.0, 0.0), 4, 9);
        assert_eq!(asked(ConcessionKind::Hardliner), 1.0);
        let in_time = ConcessionKind::TimeDependent {
            start: Uncertain::fixed(1.0),
            exponent: Uncertain::fixed(2.0),
            horizon: None,
            tolerance: 0.0,
        };
        assert_eq!(asked(in_time), 0.75);
        assert_eq!(
            asked(ConcessionKind::Zeuthen),
            0.5,
            "taken to concede evenly"
        );
        // A horizon of its own counts whatever the clock says, and longer talks slow nobody down.
        for rounds in [9, 1_000] {
            assert_eq!(curve(1.0, 1.0, 9.0).at(4, rounds), 0.5);
            assert_eq!(curve(1.0, 1.0, 4.0).at(4, rounds), 0.0);
        }
        // Who walks out after nine rounds has conceded by then what others concede by a clock of nine.
        let leaving = Curve {
            leaves_after: 9,
            ..curve(1.0, 1.0, 0.0)
        };
        assert_eq!([9, 1_000].map(|rounds| leaving.at(4, rounds)), [0.5; 2]);
        assert_eq!(leaving.at(1, 3), 0.5, "a shorter clock counts");
        assert_eq!(leaving.evenly().at(4, 1_000), 0.5);
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
