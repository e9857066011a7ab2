//! The numbers that every party has one of, whatever its rules.

use crate::model::written::by_name;

by_name! {
    /// The numbers that every party has one of.
    pub PartyCore {
        /// Reservation value in round 0 before drivers and levers, in 0..=1.
        reservation,
        /// Discount factor per round, in 0..=1.
        discount,
        /// Fixed cost per round, ≥ 0, in utility.
        round_cost,
        /// Loss below the reservation value when an agreement breaks, ≥ 0, in utility.
        loss,
        /// Share of the best margin asked at first, in 0..=1.
        start,
        /// Exponent of concession, > 0.
        exponent,
        /// Reaction to the others' concessions, ≥ 0.
        react,
        /// Sharpness λ of acceptance, > 0, per unit of utility.
        lambda,
        /// Times as much as it sees that a party which plays tit for tat concedes, ≥ 0.
        gain,
        /// Share of the best margin that acceptance by a share of its own needs at first, in 0..=1.
        needed_start,
        /// Exponent with which that share falls, > 0.
        needed_exponent,
        /// Rounds until it has conceded fully, ≥ 1; 0 for those of the clock.
        horizon,
        /// Rounds until acceptance by a share of its own has fallen fully, ≥ 1; 0 for those of the clock.
        needed_horizon,
        /// Rounds after which it walks out, ≥ 1; infinite where it stays.
        deadline,
    }
}
