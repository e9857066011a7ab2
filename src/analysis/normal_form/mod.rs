//! Finite games in normal form, solved: what no player should do, what is stable, what it is worth to move first.
//!
//! A game is numbers alone: how many choices each player has, and what each player has of each profile. Ties, best replies and
//! all equilibria but the logit path are decided without rounding, on payoffs as they are written: 0.1 is a tenth.
//!
//! ```
//! use zopa::analysis::normal_form::{Exact, NormalForm, commitment, equilibria};
//!
//! // Chicken: drive on or swerve. By profile, the first player slowest, what each of the two has.
//! let chicken = NormalForm::from_numbers(vec![2, 2], &[0.0, 0.0, 7.0, 2.0, 2.0, 7.0, 6.0, 6.0])?;
//!
//! let found = equilibria(&chicken).expect("two play");
//! assert!(found.is_complete && found.extreme.len() == 3);
//! assert_eq!(found.mixes[0][1], [Exact::fraction(1, 3), Exact::fraction(2, 3)]);
//!
//! let lead = commitment(&chicken, 0).most.expect("the other has a best reply");
//! assert_eq!((lead.choice, lead.worth), (0, Exact::from(7)));
//! # Ok::<(), zopa::analysis::normal_form::GameError>(())
//! ```
//!
//! `docs/model/normal-form.md` has the definitions, the limits and the literature.

mod commitment;
mod complementary;
mod corners;
mod dominance;
mod exact;
mod game;
mod linear;
mod logit;
mod mixed;
mod pure;
mod response;
mod security;
#[cfg(test)]
mod slow;
mod tableau;
#[cfg(test)]
mod tests;
mod two_players;

pub use commitment::{
    Advantage, Commitment, Committed, Lead, MixedLead, advantage, commitment, commitment_to_mix,
};
pub use dominance::{Dominance, Dominated, Elimination, dominated, eliminate};
pub use exact::{Exact, ExactError};
pub use game::{GameError, NormalForm, PLAYERS_MAX, PROFILES_MAX};
pub use logit::{
    LOGIT_CHOICES_MAX, LogitError, LogitPath, LogitPoint, LogitSettings, PathEnd, logit_path,
};
pub use mixed::{payoffs_and_regrets, worths};
pub use pure::{pure_equilibria, regrets};
pub use security::{Security, security};
pub use two_players::{
    BASES_MAX, Component, Equilibria, Exchangeable, ExtremeEquilibrium, PIVOTS_MAX, SETS_MAX,
    WALKED_PROFILES_MAX, equilibria,
};
